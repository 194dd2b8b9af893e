"""Kill workers at random: `python tests/bench/cluster.py [PAPERS] [SECONDS] [LATENCY]` (200 papers, a kill in 8 s, calls of 1 s).

The papers of ../shared/papers, each under several identifiers, go through two workers of one thread; every so many seconds in the
mean one of them is killed, and another one started. Then the same list goes through one process without a cluster, in a folder of
the same name: every file of every draft must be the same, each paper be drafted once, and there be at most one more call for a
kill. The model answers with sentences of the paper, so that no answer goes back. Not part of the test suite.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench.program import PAPERS, command
from tests.support.cluster import SmallCluster, cluster
from tests.support.command import PRICED, Command
from tests.support.fakes import Answer, Entry, FakeArxiv, FakeModel, completion, is_completion

_PAGE = re.compile(r"\[page (\d+)\]\n(.*?)(?=\n\[page |\n</paper)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.?!] )[A-Z][^.?!…\n|]{60,200}\.(?= [A-Z])")
JOBS = 8


class Quoting(FakeModel):
    """A model that takes `latency` seconds for an answer, which is three sentences of the paper with their pages."""

    latency = 1.0

    def answer(self, path: str, body: bytes) -> Answer:
        if not is_completion(path):
            return super().answer(path, body)
        time.sleep(self.latency)
        value = completion(json.dumps(self._draft(body)), tokens_in=len(body) // 4)
        return 200, json.dumps(value).encode(), {"Content-Type": "application/json"}

    @staticmethod
    def _draft(body: bytes) -> dict[str, Any]:
        asked = "\n".join(str(one["content"]) for one in json.loads(body)["messages"])
        found = [
            (s, int(page)) for page, text in _PAGE.findall(asked) for s in _SENTENCE.findall(text)
        ]
        points = [
            {"label": "point", "text": said, "quotes": [{"text": said, "page": page}]}
            for said, page in (found * 3)[:3]
            or [("Nothing was found that could be quoted.", 1)] * 3
        ]
        return {
            "lead": {"month": "", "affiliations": [], "kind": "paper", "about": "it"},
            "key_points": points,
            "verdict": {"text": "Read it.", "weakness": ""},
        }


def drafts(summarize: Command) -> dict[str, bytes]:
    return {name: made for name, made in summarize.files.items() if name.startswith("drafts/")}


def run(summarize: Command, *options: str) -> subprocess.Popen[str]:
    return summarize.start("pending", "--json", "--anyway", *options, stderr=subprocess.DEVNULL)


def outcomes(running: subprocess.Popen[str]) -> Counter[str]:
    out, _ = running.communicate()
    return Counter(json.loads(line)["outcome"] for line in out.splitlines())


def kill_and_replace(at: SmallCluster, chance: random.Random) -> None:
    """Kill a worker at random, and start one in its place, as a nanny does."""
    one = at.workers.pop(chance.randrange(len(at.workers)))
    one.kill()
    one.wait()
    at.add_worker()


def main() -> None:
    given = [float(one) for one in sys.argv[1:]]
    papers, seconds, latency = [*given, *(200.0, 8.0, 1.0)[len(given) :]]
    arxiv, model, chance = FakeArxiv(), Quoting(), random.Random(1)
    model.latency = latency
    pdfs = list(islice(cycle(sorted(PAPERS.glob("*.pdf"))), int(papers)))
    arxiv.papers = {
        f"2401.{number:05}": Entry(title=f"Paper {number}", pdf=pdf.read_bytes())
        for number, pdf in enumerate(pdfs, 1)
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        summarize = command(
            folder, f"http://127.0.0.1:{arxiv.port}", **PRICED, SUMMARIZE_BASE_URL=model.url,
            SUMMARIZE_VERIFY="off", SUMMARIZE_JOBS=str(JOBS), SUMMARIZE_CONTEXT_TOKENS="400000",
        )  # fmt: skip
        summarize.write_log("".join(f"- [ ] arXiv:{one}\n" for one in arxiv.papers))
        kills, start = 0, time.monotonic()
        with cluster(folder / "cluster", 2) as at:
            running = run(summarize, "--executor", "dask", "--scheduler", at.address)
            due = start + chance.expovariate(1 / seconds)
            while running.poll() is None:
                time.sleep(0.1)
                if time.monotonic() > due:
                    kill_and_replace(at, chance)
                    kills, due = kills + 1, time.monotonic() + chance.expovariate(1 / seconds)
            print(
                f"two workers: {time.monotonic() - start:.0f} s, {kills} kills, {dict(outcomes(running))}, "
                f"{len(model.calls)} calls of {len(arxiv.papers)} papers ({len(model.calls) - len(arxiv.papers)} more; "
                f"at most one a kill: {len(model.calls) - len(arxiv.papers) <= kills}), {len(arxiv.log)} requests to arXiv",
                flush=True,
            )
        there, start, calls = drafts(summarize), time.monotonic(), len(model.calls)
        shutil.rmtree(summarize.folder / "output")
        here = outcomes(run(summarize))
        same = drafts(summarize)
        differ = sorted(name for name in {*there, *same} if there.get(name) != same.get(name))
        print(
            f"one process: {time.monotonic() - start:.0f} s, {dict(here)}, {len(model.calls) - calls} calls; "
            f"{len(same)} files of drafts, {len(differ)} differ",
            *differ[:10],
            sep="\n",
        )


if __name__ == "__main__":
    main()
