"""Many papers: wall time beside its floor, and what grows with their number. Against local fakes; not part of the test suite.

python tests/bench/many.py time [--peers] [INTERVAL,LATENCY …]
    40 papers of a list with 8 jobs, in cells of arXiv's interval and the model's latency, in seconds (all nine of 0, 0.5, 3 and
    1, 4, 20, in eleven minutes); with --peers, other programs over the same papers, beside each cell (`peers`)
python tests/bench/many.py growth [PAPERS]
    memory over PAPERS (400) and a tenth of them; a second run over them, and `status`, in an output folder of 5,000 drafts
python tests/bench/many.py sizes [PAPERS …]
    `status`, a run, the same again, and drafts beside so many accepted papers, for 0, 200, 2,000 and 5,000 papers, in one table
    (in a quarter of an hour)

The floor is the largest of interval × requests, latency × calls / jobs and CPU seconds / cores, and beside it the ends: a paper by
itself without any waiting, and the wait before the first call, or for the last one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench import peers
from tests.bench.program import command
from tests.support.command import PRICED, SUMMARIZE, Command
from tests.support.fakes import PAPER_PAGES, Entry, make_pdf

PAPERS, JOBS = 40, 8
CELLS = [(interval, latency) for interval in (0.0, 0.5, 3.0) for latency in (1.0, 4.0, 20.0)]
DRAFTS = 5000
"""Drafts that an output folder has after a year or two."""
SIZES = [0, 200, 2000, 5000]
MOST_DRAFTED = 2000
"""Papers of the longest list that is drafted."""
BESIDE = 40
"""Papers that are drafted beside others, which are accepted."""


LONGEST = 300
"""Seconds that a peer's cell may take."""


class Used(NamedTuple):
    """What a command took: seconds of wall and CPU, and MB of the largest of its processes."""

    wall: float
    cpu: float
    mb: int


def made_paper(title: str) -> Entry:
    """Give a paper with its title on page 1: no two PDFs are the same."""
    first, *others = PAPER_PAGES
    return Entry(title=title, pdf=make_pdf(((title, *first[1:]), *others)))


class Desk:
    """The command in a folder, with fakes of arXiv and of a model, and a list of made papers."""

    def __init__(self, folder: Path, papers: int) -> None:
        self.arxiv, self.model = peers.Arxiv(), peers.Model()
        self.papers = [f"2401.{number:05}" for number in range(1, papers + 1)]
        self.arxiv.papers = {one: made_paper(f"Sparrow of Number {one}") for one in self.papers}
        self.summarize: Command = command(
            folder, f"http://127.0.0.1:{self.arxiv.port}", **PRICED,
            SUMMARIZE_BASE_URL=self.model.url, SUMMARIZE_VERIFY="off", SUMMARIZE_JOBS=str(JOBS),
            SUMMARIZE_CONTEXT_TOKENS="100000",
        )  # fmt: skip
        self.summarize.environ |= PRICED
        items = "".join(f"- [ ] arXiv:{one}\n" for one in self.papers)
        self.summarize.write_log(f"# pending\n\n{items}")

    @property
    def output(self) -> Path:
        return self.summarize.folder / "output"

    def run(self, *arguments: str) -> Used:
        start = time.monotonic()
        with Path(os.devnull).open("w") as nowhere:
            pid = os.posix_spawn(
                SUMMARIZE,
                [SUMMARIZE, *arguments],
                self.summarize.environ,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 2),
                ],
            )
            _, status, used = os.wait4(pid, 0)
        assert status == 0, arguments
        cpu = used.ru_utime + used.ru_stime
        return Used(time.monotonic() - start, cpu, used.ru_maxrss // 1000)


@contextlib.contextmanager
def desk(papers: int) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        made = Desk(Path(folder), papers)
        os.chdir(made.summarize.folder)
        yield made
        os.chdir(folder)
        made.arxiv.close()
        made.model.close()


def cell(interval: float, latency: float, alone: float) -> None:
    with desk(PAPERS) as at:
        at.summarize.environ["SUMMARIZE_ARXIV_INTERVAL"] = str(interval)
        at.model.latency = latency
        used = at.run("pending")
        requests, calls = len(at.arxiv.log), at.model.asked
    parts = {
        "arXiv": interval * requests,
        "model": latency * calls / JOBS,
        "CPU": used.cpu / (os.cpu_count() or 1),
    }
    bound = max(parts, key=lambda name: parts[name])
    # before the first call stand two requests; behind arXiv's last one, a call
    ends = alone + (interval if bound == "model" else latency)
    floor = parts[bound] + ends
    print(
        f"{interval:>8g} {latency:>7g} {used.wall:>7.1f} {floor:>7.1f} {used.wall / floor:>6.2f}  {bound:<5}  "
        f"{requests} requests, {calls} calls, {used.cpu:.1f} s of CPU",
        flush=True,
    )


def other_program(peer: peers.Peer, latency: float) -> None:
    """Print what another program took for the papers of a cell."""
    at_least = latency * PAPERS / peer.at_once
    if at_least > LONGEST:
        print(f"{peer.name:>16}       –  left out: {at_least:.0f} s at least", flush=True)
        return
    with desk(PAPERS) as at:
        at.model.latency = latency
        took = peers.run(peer, at.summarize.folder, at.arxiv, at.model)
        moments = [row["at"] for row in at.arxiv.log]
        print(
            f"{peer.name:>16} {took.wall:>7.1f}  {took.results} results, {len(moments)} requests, "
            f"{peers.busiest_second(moments)} of them within a second, {at.model.asked} calls",
            flush=True,
        )


def times(cells: list[tuple[float, float]], others: tuple[peers.Peer, ...]) -> None:
    with desk(1) as at:
        alone = at.run("pending").wall
    print(f"{PAPERS} papers, {JOBS} jobs, {os.cpu_count()} cores; a paper by itself {alone:.1f} s")
    for peer in others:
        print(f"{peer.name}: {peer.how}")
    print("interval latency    wall   floor  ratio  by")
    for interval, latency in cells:
        cell(interval, latency, alone)
        for peer in others:
            other_program(peer, latency)


def growth(papers: int) -> None:
    for count in (papers // 10, papers):
        with desk(count) as at:
            used = at.run("pending")
            print(
                f"{count} papers: {used.wall:.1f} s, {used.cpu / count:.3f} s of CPU a paper, {used.mb} MB",
                flush=True,
            )
            if count < papers:
                continue
            multiply(at.summarize.folder / "output" / "drafts", DRAFTS - count)
            at.run("status")  # as it is known from then on
            print(f"status over {DRAFTS} drafts: {at.run('status').wall:.2f} s")
            again = at.run("pending")
            print(
                f"a second run over {count} of them: {again.wall / count * 1000:.1f} ms a paper, {again.mb} MB"
            )


def multiply(drafts: Path, more: int, *, month: str = "2402", first: int = 1) -> None:
    """Add drafts of other papers, from a number of a month on, all like the first one."""
    made = drafts / "2401.00001v2"
    for number in range(first, first + more):
        other = shutil.copytree(made, drafts / f"{month}.{number:05}v2")
        for path in other.glob("*.json"):
            path.write_text(
                path.read_text("utf-8").replace("2401.00001", f"{month}.{number:05}"), "utf-8"
            )


def sizes(counts: list[int]) -> None:
    """Print one table: what a command takes with so many papers."""
    rows: dict[str, dict[int, str]] = {}
    for count in counts:
        for name, found in (*run_again(count), *beside_accepted(count)):
            rows.setdefault(name, {})[count] = found
            print(f"{count}: {name} {found}", file=sys.stderr, flush=True)
    print(f"{'papers':<42}" + "".join(f"{count:>9,}" for count in counts))
    for name, cells in rows.items():
        print(f"{name:<42}" + "".join(f"{cells.get(count, ''):>9}" for count in counts))


def run_again(count: int) -> Iterator[tuple[str, str]]:
    """Draft a list whose PDFs are read already, run it again, and ask for its status."""
    with desk(max(count, 1)) as at:
        if count:
            at.run("2401.00001")
            multiply(at.output / "drafts", count - 1, month="2401", first=2)
        if 0 < count <= MOST_DRAFTED:
            used = at.run("pending")
            yield "a run, MB", str(used.mb)
            yield "a run, ms of CPU a paper", f"{used.cpu / count * 1000:.0f}"
            again = at.run("pending")
            yield "a second run, MB", str(again.mb)
            yield "a second run, ms a paper", f"{again.wall / count * 1000:.1f}"
            yield "a second run, ms of CPU a paper", f"{again.cpu / count * 1000:.1f}"
        elif count:
            line = (at.output / "usage.jsonl").read_text("utf-8")
            lines = (line.replace("2401.00001", paper) for paper in at.papers)
            (at.output / "usage.jsonl").write_text("".join(lines), "utf-8")
        time.sleep(2.5)  # what was written a moment ago is not kept
        first, *others = [at.run("status") for _ in range(6)]
        yield "status the first time, s", f"{first.wall:.2f}"
        yield "status, s", f"{min(used.wall for used in others):.2f}"
        yield "status, s of CPU", f"{min(used.cpu for used in others):.2f}"


def beside_accepted(count: int) -> Iterator[tuple[str, str]]:
    """Draft papers beside so many that are accepted, and have an entry and references each."""
    with desk(BESIDE) as at:
        pages = (*PAPER_PAGES[:2] * 8, *PAPER_PAGES[2:] * 4)
        for entry in at.arxiv.papers.values():
            entry.pdf = make_pdf(pages)
        accepted = at.output / "accepted"
        if count:
            at.run("2401.00001")
            (at.output / "drafts").rename(accepted)
            multiply(accepted, count)
            (at.output / "drafts").mkdir()
            (accepted / "2401.00001v2").rename(at.output / "drafts" / "2401.00001v2")
        entries = (
            f"《Sparrow of Number 2402.{n:05}》\n\n2024.1 的一篇文章，要点：\n\n1. 本文用 notes 读 paper "
            f"number {n}\n2. 在 LongRead 上达到 61.4 F1\n\n<!-- arXiv:2402.{n:05}v2 -->\n"
            for n in range(1, count + 1)
        )
        log = at.summarize.folder / "log.md"
        log.write_text(log.read_text("utf-8") + "\n## 2024.1.6\n\n" + "\n".join(entries), "utf-8")
        used = at.run("pending")
        yield "a draft beside as many accepted, ms", f"{used.wall / BESIDE * 1000:.0f}"
        yield "the same, ms of CPU", f"{used.cpu / BESIDE * 1000:.0f}"
        yield "the same, MB", str(used.mb)


if __name__ == "__main__":
    what, *given = sys.argv[1:] or [""]
    if what == "time":
        others = peers.PEERS if "--peers" in given else ()
        wanted = [one.split(",") for one in given if one != "--peers"]
        times([(float(interval), float(latency)) for interval, latency in wanted] or CELLS, others)
    elif what == "growth":
        growth(int(given[0]) if given else 400)
    elif what == "sizes":
        sizes([int(one) for one in given] or SIZES)
    else:
        sys.exit(__doc__)
