"""Kill a batch at many moments, against the replica: `python tests/bench/batch.py [KILLS] [PAPERS]` (60 of 40 papers).

One part of the kills is before, within and after each answer of the server, the others are spread over the time of a run; each
run begins with papers that have been read, so that the batch is what takes the time. After each the same command runs to its
end: all files must be those of an undisturbed run, one batch have been begun, and each result be there and paid once. The
protocol is the replica's, the answers are good drafts, so that none goes back. Needs ../shared; not part of the suite.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench.program import command, load
from tests.bench.servers import Quiet
from tests.commands.test_batch_crash import Kills
from tests.support.command import PRICED, SHARED
from tests.support.fakes import Entry, FakeArxiv, good_draft
from tests.support.killer import PLACES, Killer, Moment, behind


@contextmanager
def replica(killer: Killer) -> Iterator[tuple[str, Any]]:
    """Start a replica behind a killer; give its address and itself."""
    module = load(SHARED / "replica" / "openai_replica.py")
    plan = {"latency": 0, "jitter": 0, "concurrency": 0, "context": 0, "structured": "json_schema", "fault": []}  # fmt: skip
    handler = behind(module.Handler, killer)
    handler.replica = module.Replica(argparse.Namespace(**plan))
    handler.replica.answer = lambda *_: (json.dumps(good_draft()), "stop", None)
    server = Quiet(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1", handler.replica
    server.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=60)
    parser.add_argument("papers", nargs="?", type=int, default=40)
    given = parser.parse_args()
    killer, arxiv = Killer(), FakeArxiv()
    papers = [f"2401.{number:05}" for number in range(1, given.papers + 1)]
    arxiv.papers = {one: Entry(title=f"Sparrow of Number {one}") for one in papers}
    with tempfile.TemporaryDirectory() as scratch, replica(killer) as (url, server):
        summarize = command(
            Path(scratch), f"http://127.0.0.1:{arxiv.port}", **PRICED,
            SUMMARIZE_BASE_URL=url, SUMMARIZE_MODEL="replica", SUMMARIZE_VERIFY="off",
            SUMMARIZE_BATCH_INTERVAL="0.2", SUMMARIZE_CONTEXT_TOKENS="100000",
        )  # fmt: skip
        items = "".join(f"- [ ] {one}\n" for one in papers)
        (summarize.folder / "log.md").write_text(f"# pending\n\n{items}", "utf-8")

        def forget() -> None:
            server.batches.clear()
            server.files.clear()
            server.reset()

        kills = Kills(
            summarize,
            killer,
            lambda: (len(server.batches), len(server.log)),
            forget,
            papers=len(papers),
        )
        start = time.monotonic()
        kills.run_undisturbed()
        print(
            f"undisturbed: {kills.seconds:.1f} s, {kills.requests} requests to the model's server",
            flush=True,
        )
        moments = [Moment(n, where) for n in range(1, kills.requests + 1) for where in PLACES]
        moments = moments[: given.kills]
        for moment in moments:
            kills.at_request(moment)
            print(end=".", flush=True)
        rest, chance = given.kills - len(moments), random.Random(1)
        for part in range(rest):
            kills.after(kills.seconds * (part + chance.random()) / rest)
            print(end=".", flush=True)
        print(
            f"\n{given.kills} kills of a batch of {len(papers)} papers, {len(moments)} about the server's answers and {rest} over "
            f"the time of a run, in {time.monotonic() - start:.0f} s: {len(kills.wrong)} wrong"
        )
        print(*kills.wrong, sep="\n")
    arxiv.close()


if __name__ == "__main__":
    main()
