"""Run two papers against every odd server of ../shared/replica, twice, and print what came of it.

python tests/bench/servers.py [TEXT…]      a table of all scenarios, or of those with a TEXT in their names

Each scenario of odd_servers.py and each fault of openai_replica.py is a row: the requests that the server saw and the
answers that it sent in the first run and in the second, the calls counted and their cost, what became of the papers, and
the line that a person reads. Below it: valid answers lost, answers paid twice, books that differ from what the server
sent, runs stopped by one paper, runs over their time limit. Not part of the test suite.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.pool import Pool, ThreadPool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.model.fence import without_fences
from tests.bench.program import PAPERS, load
from tests.support.command import PRICED, SHARED, Command

TWO_PAPERS = {"1409.1556.pdf": "very deep convolutional", "1512.03905.pdf": "quasi-bound states"}
"""With words of their titles, in lower case, which tell what of them a server was asked."""
TIMEOUT, PAPER_SECONDS = 4.0, 40.0
SPARE = 20.0
"""Seconds beside the model's: a run also starts, checks and renders."""
AT_ONCE = 8
OF_THE_RUN = (
    "key-gemini region 200-401 429-free-day redirect-308 redirect-301 redirect-other 401:1 quota:1"
).split()
"""Scenarios in which no paper of the run can fare better: key, account, region, address."""
FAULTS = "429 500 401 quota hang reset cut prose badjson schema invent refuse empty".split()


@dataclass
class Request:
    """One request as its server saw it, and what it answered."""

    talk: str
    corrects: str
    paper: str = ""
    status: int = 0
    completed: bool = False
    good: bool = False


@dataclass
class Seen:
    """What the servers saw, by scenario."""

    rows: dict[str, list[Request]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, scenario: str, row: Request) -> None:
        with self.lock:
            self.rows.setdefault(scenario, []).append(row)


def _words_of(body: bytes) -> str:
    """Give all that an answer says, wherever it stands in it."""
    text = body.decode("utf-8", "replace")
    pieces = re.findall(
        r'"(?:content|text|arguments|reasoning_content)": ("(?:[^"\\]|\\.)*")', text
    )
    return "".join(json.loads(piece) for piece in pieces)


def _is_good(said: str, good: str) -> bool:
    """Tell whether a whole good answer stands in what was said, but for half a character in it."""
    return good in said.replace("\ud83d ", "")


def watched(handler: type[BaseHTTPRequestHandler], replica: Any, seen: Seen, prefix: str) -> type:
    """Give a handler that answers as `handler` does and notes what it was asked and what it sent."""

    class Watching(handler):  # type: ignore[misc,valid-type]
        rfile: Any

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw)
            messages = body["messages"]
            talk = without_fences(json.dumps([body["model"], messages]))
            corrects = messages[-1]["content"] if len(messages) > 2 else ""
            about = [name for name, words in TWO_PAPERS.items() if words in talk.lower()]
            digest = hashlib.sha256(talk.encode()).hexdigest()[:12]
            row = Request(digest, corrects, (about or [""])[0])
            seen.add(prefix or body["model"], row)
            text = replica.flatten(messages)
            schema = replica.schema_of(body, text) or {}
            good = json.dumps(replica.Filler(schema, text).make(schema), ensure_ascii=False)
            self.rfile, source = io.BytesIO(raw), self.rfile
            out, sent = self.wfile, bytearray()
            write = out.write

            def note(data: bytes) -> int:
                sent.extend(data)
                head, _, rest = bytes(sent).partition(b"\r\n\r\n")
                row.status = int(head.split()[1])
                said = _words_of(rest)
                length = re.search(rb"Content-Length: (\d+)", head)
                is_whole = row.status == 200 and (not length or int(length[1]) == len(rest))
                row.completed = is_whole and (bool(said) or b'"choices": [{' in rest)
                row.good = row.completed and _is_good(said, good)
                return int(write(data))

            out.write = note
            try:
                super().do_POST()
            finally:
                self.rfile, out.write = source, write

    return Watching


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that hang up: a time limit does just that."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = Quiet(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


# ── a run, in a process of the pool ──


def run(folder: str, url: str, model: str) -> tuple[float, str, str]:
    """Run both papers; give the seconds, standard output and standard error."""
    environ = {"PATH": os.environ["PATH"], "HOME": f"{folder}/home"} | PRICED
    environ |= {
        "OPENAI_API_KEY": "key-0123456789abcdef",
        "SUMMARIZE_BASE_URL": url,
        "SUMMARIZE_MODEL": model,
        "SUMMARIZE_MODEL_TIMEOUT": str(TIMEOUT),
        "SUMMARIZE_PAPER_SECONDS": str(PAPER_SECONDS),
        "SUMMARIZE_MAX_COST": "50",
    }
    start = time.monotonic()
    result = Command(Path(folder), environ)(*TWO_PAPERS, "--json")
    return time.monotonic() - start, result.out, result.err


def prepare(folder: Path) -> None:
    """Have both papers read, so that no scenario reads them again."""
    for name in TWO_PAPERS:
        shutil.copy(PAPERS / name, folder / name)
    command = Command(folder, {"PATH": os.environ["PATH"], "HOME": f"{folder}/home"})
    result = command(*TWO_PAPERS, "--drafter", "extractive")
    assert result.status == 0, result.err
    for made in folder.glob("output/drafts/*/*"):
        if made.name not in ("paper.json", "paper.pdf", "text.json"):
            made.unlink() if made.is_file() else shutil.rmtree(made)


# ── a scenario ──


@dataclass
class Row:
    """What one scenario came to over two runs."""

    name: str
    requests: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    line: str = ""
    lines_of_usage: int = 0
    kept_cost: float = 0.0
    lost: int = 0
    twice: int = 0
    stopped: bool = False

    @property
    def differs(self) -> bool:
        """Whether the books say something else than the server sent."""
        sent = sum(self.completed)
        agree = sent == sum(self.calls) == self.lines_of_usage
        return not agree or abs(sum(self.costs) - self.kept_cost) > 1e-6

    @property
    def late(self) -> bool:
        """Whether a run took longer than its papers may."""
        return max(self.seconds) > len(TWO_PAPERS) * PAPER_SECONDS + SPARE


def scenario(pool: Pool, prepared: Path, seen: Seen, name: str, url: str, model: str) -> Row:
    row = Row(name)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "work"
        shutil.copytree(prepared, folder)
        for at in range(2):
            before = len(seen.rows.get(name, []))
            seconds, out, err = pool.apply(run, (str(folder), url, model))
            asked = seen.rows.get(name, [])[before:]
            papers = [json.loads(line) for line in out.splitlines()]
            row.requests.append(len(asked))
            row.completed.append(sum(one.completed for one in asked))
            row.calls.append(sum(one["calls"] for one in papers))
            row.costs.append(sum(one["cost"] or 0 for one in papers))
            row.seconds.append(seconds)
            row.outcomes.append(" ".join(one["outcome"] for one in papers) or "none")
            reasons = [one["reason"] for one in papers if one["reason"]]
            if at == 0:
                last = err.strip().splitlines()[-1:] or [""]
                row.line = (reasons or last)[0]
                failed = {one["paper"] for one in papers if one["outcome"] == "failed"}
                row.lost = len(failed & {one.paper for one in asked if one.good})
                row.stopped = len(papers) < len(TWO_PAPERS) and "stay" not in err
        usage = folder / "output" / "usage.jsonl"
        lines = usage.read_text("utf-8").splitlines() if usage.exists() else []
        row.lines_of_usage = len(lines)
        row.kept_cost = sum(json.loads(line)["cost"] or 0 for line in lines)
    row.twice = _twice(seen.rows.get(name, []))
    return row


def _twice(asked: list[Request]) -> int:
    """Count good answers to a question that had one, and good answers that were sent back."""
    again = Counter(one.talk for one in asked if one.good)
    sent_back = sum(
        one.corrects != "" and "the entry is too long" not in one.corrects and before.good
        for before, one in itertools.pairwise(asked)
    )
    return sum(count - 1 for count in again.values()) + sent_back


def table(rows: list[Row]) -> None:
    head = (
        "scenario",
        "asked",
        "sent",
        "calls",
        "usage",
        "cost",
        "seconds",
        "lost",
        "twice",
        "books",
    )
    print(
        "{:<26} {:>7} {:>7} {:>7} {:>5} {:>8} {:>9} {:>4} {:>5} {:>5}  outcomes: the line".format(
            *head
        )
    )
    for row in rows:
        pairs = ["+".join(map(str, pair)) for pair in (row.requests, row.completed, row.calls)]
        took = "+".join(f"{one:.0f}" for one in row.seconds)
        stopped = " stopped" if row.name in OF_THE_RUN else " STOPPED"
        marks = ("differ" if row.differs else "") + stopped * row.stopped + " LATE" * row.late
        print(
            f"{row.name:<26} {pairs[0]:>7} {pairs[1]:>7} {pairs[2]:>7} {row.lines_of_usage:>5} "
            f"{sum(row.costs):>8.4f} {took:>9} {row.lost or '':>4} {row.twice or '':>5} {marks:>5}  "
            f"{' / '.join(row.outcomes)}: {row.line[:230]}"
        )
    print(
        f"\n{len(rows)} scenarios: valid answers lost {sum(r.lost for r in rows)}, "
        f"answers paid twice {sum(r.twice for r in rows)}, books differ {sum(r.differs for r in rows)}, "
        f"runs stopped by one paper {sum(r.stopped and r.name not in OF_THE_RUN for r in rows)}, "
        f"over their time {sum(r.late for r in rows)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", nargs="*", metavar="TEXT")
    wanted = parser.parse_args().wanted
    odd = load(SHARED / "replica" / "odd_servers.py")
    names = [name[2:].replace("_", "-") for name in vars(odd.H) if name.startswith("s_")]
    # before there are threads: a fork takes none of them along
    with (
        multiprocessing.get_context("fork").Pool(AT_ONCE) as pool,
        tempfile.TemporaryDirectory() as there,
    ):
        prepared, seen = Path(there) / "work", Seen()
        prepared.mkdir()
        prepare(prepared)
        with serving(watched(odd.H, odd.R, seen, "")) as url:
            jobs = [(name, url, name) for name in names]
            plans = [f"{kind}:{every}" for kind in FAULTS for every in (1, 2)]
            jobs += [replica_job(seen, plan, fault=[plan]) for plan in plans]
            jobs.append(replica_job(seen, "context 6000", context=6000))
            jobs.append(replica_job(seen, "only json_object", structured="json_object"))
            jobs.append(replica_job(seen, "no format", structured="none"))
            jobs = [job for job in jobs if not wanted or any(text in job[0] for text in wanted)]
            with ThreadPool(AT_ONCE) as threads:
                found = threads.map(lambda job: scenario(pool, prepared, seen, *job), jobs, 1)
        table(found)


def replica_job(seen: Seen, name: str, **changes: Any) -> tuple[str, str, str]:
    """Start an openai_replica with a fault; give the scenario's name, its address and the model."""
    module = load(SHARED / "replica" / "openai_replica.py")
    given: dict[str, Any] = {
        "latency": 0, "jitter": 0, "concurrency": 0, "context": 0, "structured": "json_schema", "fault": [],
    }  # fmt: skip
    replica = module.Replica(argparse.Namespace(**given | changes))
    handler = watched(module.Handler, module, seen, name)
    handler.replica = replica  # type: ignore[attr-defined]
    server = Quiet(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return name, f"http://127.0.0.1:{server.server_port}/v1", "replica"


if __name__ == "__main__":
    main()
