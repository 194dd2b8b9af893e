"""Many papers: wall time beside its floor, and what grows with their number. Against local fakes; not part of the test suite.

python tests/bench/many.py time [--peers] [INTERVAL,LATENCY …]
    40 papers of a list with 8 jobs, in cells of arXiv's interval and the model's latency, in seconds (all nine of 0, 0.5, 3 and
    1, 4, 20, in eleven minutes); with --peers, other programs over the same papers, beside each cell (`peers`)
python tests/bench/many.py growth [PAPERS]
    memory over PAPERS (400) and a tenth of them; a second run over them, and `status`, in an output folder of 5,000 drafts

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


def beside(peer: peers.Peer, latency: float) -> None:
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
            beside(peer, latency)


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


def multiply(drafts: Path, more: int) -> None:
    """Add drafts of other papers, all like the first one."""
    first = drafts / "2401.00001v2"
    for number in range(1, more + 1):
        other = shutil.copytree(first, drafts / f"2402.{number:05}v2")
        for path in other.glob("*.json"):
            path.write_text(
                path.read_text("utf-8").replace("2401.00001", f"2402.{number:05}"), "utf-8"
            )


if __name__ == "__main__":
    what, *given = sys.argv[1:] or [""]
    if what == "time":
        others = peers.PEERS if "--peers" in given else ()
        wanted = [one.split(",") for one in given if one != "--peers"]
        times([(float(interval), float(latency)) for interval, latency in wanted] or CELLS, others)
    elif what == "growth":
        growth(int(given[0]) if given else 400)
    else:
        sys.exit(__doc__)
