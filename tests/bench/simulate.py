"""100,000 papers on 1 to 64 workers, by a simulated clock: `python tests/bench/simulate.py [PAPERS] [--plot FILE]`.

Not part of the test suite. `--plot` draws both tables as an SVG (.github/docs/many.svg).

Papers go through four stages in turn, each with so many places: arXiv (one, at its pace, for all workers together, or none where the
PDFs are on disk), reading (the cores of all workers), the model (`jobs` a worker, or as many as an account allows in all), and
checking (one a worker: it is Python). What each takes is drawn anew for every paper, with the medians and spreads that
tests/bench/program.py and the providers' answers have shown; a worker that dies costs the call that it waited for.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

CORES, JOBS = 2, 8
PACE = 3.06
"""Seconds between two requests to arXiv: its rule, and what the program adds for the other side's clock."""
METADATA = 1 / 50
"""Requests for metadata a paper: fifty in one."""
READ, CHECK, CALL = (0.9, 0.7), (0.25, 0.5), (20.0, 0.6)
"""Median seconds, and the spread of their logarithm: of CPU to read a PDF and to check a draft, and of a call."""
AGAIN = 0.04
"""Calls a paper beyond its first: a wrong answer that goes back."""
DEATHS = 1 / (24 * 3600)
"""Deaths of a worker in a second: one a day."""
USD = 0.0045
"""A call: 10,000 tokens in and 1,000 out, of a small model ($0.25 and $2 a million)."""
DAY = 86_400


class Run(NamedTuple):
    """What a run came to: seconds, the busy share of the model's places, and calls that were paid."""

    seconds: float
    busy: float
    calls: float


def drawn(chance: random.Random, spread: tuple[float, float]) -> float:
    return chance.lognormvariate(math.log(spread[0]), spread[1])


def through(arrivals: list[float], places: int, takes: list[float]) -> list[float]:
    """Take papers through a stage, first come, first served; give when each leaves it."""
    free = [0.0] * places
    left = []
    for came, seconds in sorted(zip(arrivals, takes, strict=True)):
        start = max(came, free[0])
        heapq.heapreplace(free, start + seconds)
        left.append(start + seconds)
    return left


def simulated(papers: int, workers: int, *, pace: float, slots: int | None = None) -> Run:
    chance = random.Random(1)
    at_model = slots or workers * JOBS
    calls = [drawn(chance, CALL) * (1 + (chance.random() < AGAIN)) for _ in range(papers)]
    fetched = [pace * (1 + METADATA) * number for number in range(1, papers + 1)]
    read = through(fetched, workers * CORES, [drawn(chance, READ) for _ in calls])
    answered = through(read, at_model, calls)
    checked = through(answered, workers, [drawn(chance, CHECK) for _ in calls])
    seconds = max(checked)
    died = seconds * DEATHS * workers
    return Run(seconds, sum(calls) / (seconds * at_model), papers * (1 + AGAIN) + died * JOBS)


WORKERS, SLOTS = (1, 2, 4, 8, 16, 32, 64), (1, 2, 4, 6, 8, 16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", nargs="?", type=int, default=100_000)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    papers, again = given.papers, given.papers * (1 + AGAIN)
    web = {n: simulated(papers, n, pace=PACE) for n in WORKERS}
    disk = {n: simulated(papers, n, pace=0) for n in WORKERS}
    slots = {n: simulated(papers, 1, pace=PACE, slots=n) for n in SLOTS}
    print(
        f"{papers:,} papers; a worker has {CORES} cores and {JOBS} jobs; USD {again * USD:,.0f} of calls in all"
    )
    print(
        f"{'workers':>7} {'slots':>6}   {'from arXiv':>12} {'slots busy':>10}   {'from disk':>12} {'slots busy':>10}  {'paid twice':>10}"
    )
    for n in WORKERS:
        print(
            f"{n:>7} {n * JOBS:>6}   {shown(web[n].seconds):>12} {web[n].busy:>10.0%}   "
            f"{shown(disk[n].seconds):>12} {disk[n].busy:>10.0%}  {disk[n].calls - again:>10.0f}"
        )
    print("one worker, at arXiv's pace, by the model's places:")
    for n, one in slots.items():
        print(f"{n:>7} {shown(one.seconds):>12} {one.busy:>10.0%}")
    if given.plot:
        given.plot.write_text(plotted(papers, web, disk, slots), "utf-8")


def shown(seconds: float) -> str:
    return f"{seconds / DAY:.1f} days" if seconds > DAY else f"{seconds / 3600:.1f} hours"


# ── the plots: two panels, both axes by powers of two ──

_WIDTH, _HEIGHT, _LEFT, _TOP, _PANEL = 760, 300, 60, 44, 270
_HOURS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


def plotted(papers: int, web: dict[int, Run], disk: dict[int, Run], slots: dict[int, Run]) -> str:
    """Give the hours by workers, and those of one worker by the model's places, as an SVG."""
    lines = {"PDFs from arXiv": web, "PDFs on disk": disk}
    panels = [
        _panel(0, f"{papers:,} papers: hours by workers", WORKERS, lines),
        _panel(1, "from arXiv: hours by calls at once", SLOTS, {"one worker": slots}),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12"><rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        f"{''.join(panels)}</svg>\n"
    )


def _panel(number: int, title: str, along: Sequence[int], lines: dict[str, dict[int, Run]]) -> str:
    left, bottom = _LEFT + number * (_PANEL + 100), _HEIGHT - 40
    hours = [run.seconds / 3600 for line in lines.values() for run in line.values()]
    ticks = [one for one in _HOURS if min(hours) / 2 <= one <= max(hours) * 2]
    x = _scale(along, left, left + _PANEL)
    y = _scale(ticks, bottom, _TOP)
    drawn = [_text(left, 22, title, "start", 13)]
    for one in ticks:
        drawn.append(f'<path d="M{left} {y(one):.0f}h{_PANEL}" stroke="#ddd"/>')
        drawn.append(_text(left - 8, y(one) + 4, f"{one}", "end"))
    drawn += [_text(x(one), bottom + 18, f"{one}", "middle") for one in along]
    for (name, line), colour in zip(lines.items(), ("#b5482a", "#22577a"), strict=False):
        at = [(x(n), y(run.seconds / 3600)) for n, run in line.items()]
        path = "L".join(f"{a:.0f} {b:.0f}" for a, b in at)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3" fill="{colour}"/>' for a, b in at]
        middle = at[len(at) // 2]
        drawn.append(_text(middle[0] + 6, middle[1] - 8, name, "start", fill=colour))
    return "".join(drawn)


def _scale(values: Iterable[float], start: float, end: float) -> Callable[[float], float]:
    """Give what puts a value on an axis from the least of some values to the greatest, by its logarithm."""
    low, high = math.log(min(values := list(values))), math.log(max(values))
    return lambda value: start + (math.log(value) - low) / (high - low) * (end - start)


def _text(x: float, y: float, words: str, anchor: str, size: int = 12, fill: str = "#333") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{words}</text>'


if __name__ == "__main__":
    main()
