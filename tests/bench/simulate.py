"""100,000 papers on 1 to 64 workers, by a simulated clock: `python tests/bench/simulate.py [PAPERS]`. Not part of the test suite.

Papers go through four stages in turn, each with so many places: arXiv (one, at its pace, for all workers together, or none where the
PDFs are on disk), reading (the cores of all workers), the model (`jobs` a worker, or as many as an account allows in all), and
checking (one a worker: it is Python). What each takes is drawn anew for every paper, with the medians and spreads that
tests/bench/program.py and the providers' answers have shown; a worker that dies costs the call that it waited for.
"""

from __future__ import annotations

import heapq
import math
import random
import sys
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


def main() -> None:
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(
        f"{papers:,} papers; a worker has {CORES} cores and {JOBS} jobs; USD {papers * (1 + AGAIN) * USD:,.0f} of calls in all"
    )
    print(
        f"{'workers':>7} {'slots':>6}   {'from arXiv':>12} {'slots busy':>10}   {'from disk':>12} {'slots busy':>10}  {'paid twice':>10}"
    )
    for workers in (1, 2, 4, 8, 16, 32, 64):
        web, disk = simulated(papers, workers, pace=PACE), simulated(papers, workers, pace=0)
        twice = disk.calls - papers * (1 + AGAIN)
        print(
            f"{workers:>7} {workers * JOBS:>6}   {shown(web.seconds):>12} {web.busy:>10.0%}   "
            f"{shown(disk.seconds):>12} {disk.busy:>10.0%}  {twice:>10.0f}"
        )
    print("one worker, at arXiv's pace, by the model's places:")
    for slots in (1, 2, 4, 6, 7, 8, 16):
        one = simulated(papers, 1, pace=PACE, slots=slots)
        print(f"{slots:>7} {shown(one.seconds):>12} {one.busy:>10.0%}")


def shown(seconds: float) -> str:
    return f"{seconds / DAY:.1f} days" if seconds > DAY else f"{seconds / 3600:.1f} hours"


if __name__ == "__main__":
    main()
