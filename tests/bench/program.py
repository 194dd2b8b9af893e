"""Measure, by hand, what .github/docs/measured.md and the demo's paper state. Needs ../shared; not part of the test suite.

python tests/bench/program.py coverage     how much of a person's own entry the extractive drafter says too (shared/gold)
python tests/bench/program.py papers       every paper of shared/papers against the arXiv replica, twice
python tests/bench/program.py speed        CPU of start-up, demo, and of a paper from its PDF to its entry
python tests/bench/program.py biglog       a log of 20 MB read, and an accept on it
python tests/bench/program.py batch        a pending list: wall time beside the floor, pace, memory
python tests/bench/program.py faults       each fault of both replicas, alone and mixed
python tests/bench/program.py kill [N]     SIGKILL at a random moment, N times (200), and the same command again
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import itertools
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support.command import SHARED, SUMMARIZE, Command
from tests.support.fakes import FakeArxiv, FakeModel

PAPERS = SHARED / "papers"


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def metadata() -> dict[str, dict[str, Any]]:
    with gzip.open(SHARED / "replica" / "metadata.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


def free_port() -> int:
    """Give a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def replica(name: str, *arguments: str) -> Iterator[str]:
    """Start a replica on a free port and give its address."""
    port = free_port()
    command = [
        sys.executable,
        str(SHARED / "replica" / f"{name}.py"),
        "--port",
        str(port),
        *arguments,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout
        server.stdout.readline()  # it says so when it listens
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def command(folder: Path, arxiv: str, **environ: str) -> Command:
    """Give the command in an empty folder, with a replica in arXiv's place."""
    base = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),  # the code that the bench itself runs
        "HOME": str(folder / "home"),
        "LANG": "zh_CN.UTF-8",
        "SUMMARIZE_ARXIV_API_URL": f"{arxiv}/api/query",
        "SUMMARIZE_ARXIV_PDF_URL": f"{arxiv}/pdf",
        "SUMMARIZE_ARXIV_INTERVAL": "0",
    }
    (folder / "work").mkdir()
    return Command(folder / "work", base | environ)


def log_lines(address: str) -> int:
    with urllib.request.urlopen(f"{address}/_log") as answer:
        return len(answer.read().splitlines())


def manifest() -> list[dict[str, str]]:
    with (PAPERS / "manifest.tsv").open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def coverage() -> None:
    """Print terms and numbers covered, for each pair and in all, beside two baselines made of the abstract."""
    measure = load(SHARED / "gold" / "coverage.py")
    from pipeline import resources
    from pipeline.check import claims
    from pipeline.draft import extractive
    from pipeline.entry import render
    from pipeline.extract import process
    from pipeline.records.draft import Drafted
    from pipeline.records.paper import Paper

    template = resources.read("templates", "entry.zh.md.j2", Path.cwd())
    known = metadata()
    totals: dict[str, list[int]] = {"draft": [0] * 4, "abstract": [0] * 4}
    longest = 0
    with (SHARED / "gold" / "pairs.tsv").open(encoding="utf-8") as rows:
        pairs = list(csv.DictReader(rows, delimiter="\t"))
    print(f"{'paper':<12} {'terms':>8} {'numbers':>8} {'characters':>11}")
    for pair in pairs:
        row = known[pair["arxiv_id"]]
        text = process.extract(
            PAPERS / f"{pair['arxiv_id'].replace('/', '_')}.pdf", seconds=60, mib=1024
        )
        paper = Paper(
            arxiv_id=f"{row['id']}v{row['version']}", title=row["title"], authors=row["authors"], abstract=row["abstract"],
            published=row["published"][:10], updated=row["updated"][:10],
        )  # fmt: skip
        made = extractive.draft(paper, text, language="zh")
        report = claims.check(made, paper, text)
        drafted = Drafted(draft=made, drafter="extractive")
        day = pair_day(pair["day"])
        entry = render.render(
            template,
            paper=paper,
            text=text,
            drafted=drafted,
            report=report,
            today=day,
            name="entry",
        )
        gold = (SHARED / "gold" / "entries" / f"{pair['arxiv_id']}.md").read_text("utf-8")
        found = measure.coverage(entry, gold)
        base = measure.coverage(
            " ".join(text.section_text("abstract").split())[:1600] or text.text[:1600], gold
        )
        for name, counts in (("draft", found), ("abstract", base)):
            totals[name] = [a + b for a, b in zip(totals[name], counts, strict=True)]
        length = len(measure.visible(entry))
        longest = max(longest, length)
        print(
            f"{pair['arxiv_id']:<12} {found[0]:>3}/{found[1]:<4} {found[2]:>3}/{found[3]:<4} {length:>11}"
        )
    for name, (t, of_t, n, of_n) in totals.items():
        print(f"{name:<12} terms {t / of_t:.3f} ({t}/{of_t})  numbers {n / of_n:.3f} ({n}/{of_n})")
    print(f"longest entry: {longest} visible characters")


def pair_day(text: str) -> Any:
    import datetime

    return datetime.date(*map(int, text.split(".")))


def papers() -> None:
    """Print how all papers fare: first run, second run, requests."""
    wanted = [row["arxiv_id"] for row in manifest()]
    with tempfile.TemporaryDirectory() as folder, replica("arxiv_replica") as arxiv:
        summarize = command(Path(folder), arxiv)
        for name in ("first run", "second run"):
            before, start = log_lines(arxiv), time.monotonic()
            result = summarize.process(*wanted, "--json")
            outcomes = result.rows
            seconds = [row["seconds"] for row in outcomes]
            print(
                f"{name}: {len(outcomes)} papers in {time.monotonic() - start:.1f} s, "
                + ", ".join(
                    f"{sum(r['outcome'] == o for r in outcomes)} {o}"
                    for o in ("drafted", "present", "failed")
                )
                + f"; a paper: mean {mean(seconds) * 1000:.1f} ms, most {max(seconds):.2f} s; requests {log_lines(arxiv) - before}; "
                + f"doubtful points {sum(row['doubts'] or 0 for row in outcomes)}; tracebacks {result.err.count('Traceback')}"
            )


def cpu(*arguments: str, folder: Path, runs: int = 5) -> float:
    """Give the CPU seconds of a command, its children included: the least of some runs."""
    used = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        environ = {
            k: v
            for k, v in os.environ.items()
            if k != "PYTHONDONTWRITEBYTECODE" and not k.startswith("SUMMARIZE_")
        }
        subprocess.run(
            [SUMMARIZE, *arguments], cwd=folder, env=environ, capture_output=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(used)


def speed() -> None:
    """Print CPU seconds of start-up and demo, and our own seconds a paper."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"summarize --help   {cpu('--help', folder=Path(folder)):.3f} s of CPU (goal 0.15)")
        print(f"summarize status   {cpu('status', folder=Path(folder)):.3f} s of CPU")
        demo = cpu("demo", folder=Path(folder), runs=1)
        print(f"summarize demo     {demo:.3f} s of CPU")
        papers = [str(PAPERS / row["file"]) for row in manifest()[::6]]
        whole = cpu(*papers, "--drafter", "extractive", folder=Path(folder), runs=1)
        print(
            f"a paper            {whole / len(papers):.2f} s of CPU in the mean, of {len(papers)}"
        )


ARXIV_FAULTS = (
    "api-503",
    "api-empty",
    "api-hang",
    "pdf-500",
    "pdf-cut",
    "pdf-html",
    "pdf-hang",
    "pdf-slow",
)
MODEL_FAULTS = (
    "429",
    "500",
    "401",
    "quota",
    "hang",
    "reset",
    "cut",
    "prose",
    "badjson",
    "schema",
    "invent",
    "refuse",
    "empty",
)


def faults() -> None:
    """Print what each fault ends in: every request faulty (N=1), every second one (N=2), and all kinds mixed."""
    plans = [("arxiv", [f"{kind}:{n}"]) for kind in ARXIV_FAULTS for n in (1, 2)]
    plans += [("model", [f"{kind}:{n}"]) for kind in MODEL_FAULTS for n in (1, 2)]
    plans += [
        ("arxiv", [f"{kind}:5" for kind in ARXIV_FAULTS]),
        ("model", [f"{kind}:7" for kind in MODEL_FAULTS]),
    ]
    for side, kinds in plans:
        one_plan(side, kinds)


def one_plan(side: str, kinds: list[str]) -> None:
    planned = [word for kind in kinds for word in ("--fault", kind)]
    arxiv_faults, model_faults = (planned, []) if side == "arxiv" else ([], planned)
    with (
        tempfile.TemporaryDirectory() as folder,
        replica("arxiv_replica", *arxiv_faults) as arxiv,
        replica("openai_replica", *model_faults) as model,
    ):
        summarize = command(
            Path(folder),
            arxiv,
            SUMMARIZE_BASE_URL=f"{model}/v1",
            SUMMARIZE_VERIFY="off",
            SUMMARIZE_ARXIV_TIMEOUT="2",
            SUMMARIZE_MODEL_TIMEOUT="3",
        )
        start = time.monotonic()
        result = summarize("2304.02623", "2007.01282", "--json")
        outcomes = [
            f"{row['outcome']}" + (f" ({row['reason'][:90]})" if row["reason"] else "")
            for row in result.rows
        ]
        with urllib.request.urlopen(f"{model}/_log") as answer:
            calls = [json.loads(line) for line in answer.read().splitlines()]
        paid = [
            row["sha256"]
            for row in calls
            if row["outcome"]
            in ("ok", "cut", "prose", "badjson", "schema", "invent", "refuse", "empty")
        ]
        strays = [name for name in summarize.files if name.endswith(".tmp")]
        wrong = [] if "Traceback" not in result.err else ["TRACEBACK"]
        wrong += ["STRAY FILES"] if strays else []
        print(
            f"{' '.join(kinds)[:40]:<40} {time.monotonic() - start:5.1f} s  calls {len(calls):>2}  repeated {len(paid) - len(set(paid))}  {'; '.join(outcomes)} {wrong or ''}"
        )


def batch() -> None:
    """Print wall time and its floor for 40 papers, the closest two requests to arXiv, and the main process's memory."""
    interval, latency, jobs = 0.5, 4.0, 8
    wanted = [row["arxiv_id"] for row in manifest()][:40]
    with (
        tempfile.TemporaryDirectory() as folder,
        replica("arxiv_replica") as arxiv,
        replica("openai_replica", "--latency", str(latency)) as model,
    ):
        summarize = command(
            Path(folder),
            arxiv,
            SUMMARIZE_BASE_URL=f"{model}/v1",
            SUMMARIZE_VERIFY="off",
            SUMMARIZE_JOBS=str(jobs),
            SUMMARIZE_CONTEXT_TOKENS="400000",
        )
        summarize.environ["SUMMARIZE_ARXIV_INTERVAL"] = str(interval)
        (summarize.folder / "log.md").write_text(
            "# pending\n\n" + "".join(f"- [ ] arXiv:{one}\n" for one in wanted)
        )
        start = time.monotonic()
        with summarize.start("pending", "--json", stderr=subprocess.DEVNULL) as running:
            assert running.stdout
            most, rows = 0, []
            for line in running.stdout:
                rows.append(json.loads(line))
                most = max(most, peak_memory(running.pid))
        seconds = time.monotonic() - start
        requests = [
            json.loads(line)["t"]
            for line in urllib.request.urlopen(f"{arxiv}/_log").read().splitlines()
        ]
        calls = log_lines(model)
        floor = max(interval * len(requests), latency * calls / jobs) + interval + latency
        closest = min(b - a for a, b in itertools.pairwise(requests))
        print(
            f"{sum(row['outcome'] == 'drafted' for row in rows)} of {len(wanted)} drafted in {seconds:.1f} s; floor {floor:.1f} s "
            f"({len(requests)} requests, {calls} calls): {seconds / floor:.2f} times (goal 1.15)"
        )
        print(
            f"closest two requests: {closest:.3f} s (interval {interval}); main process {most} MB at most (goal 300)"
        )


def peak_memory(pid: int) -> int:
    """Give the most resident memory that a process has had, in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    return next(
        (int(line.split()[1]) // 1000 for line in status.splitlines() if line.startswith("VmHWM")),
        0,
    )


def biglog() -> None:
    """Print seconds and memory for a 20 MB log made of the real ones."""
    from pipeline.log import reading_log

    real = (SHARED / "logs" / "papers-daily-2024.md").read_text("utf-8")
    head, _, rest = real.partition("# 2024.9")
    text = head + "# 2024.9" + rest
    year = 2023
    while len(text.encode()) < 20_000_000:
        text += "\n" + ("# 2024.9" + rest).replace("2024.", f"{1900 + year % 100}.")
        year -= 1
    start = time.monotonic()
    log = reading_log.read(text)
    print(
        f"{len(text.encode()) / 1e6:.1f} MB, {len(log.entries)} entries: read in {time.monotonic() - start:.2f} s (goal 2)"
    )
    arxiv = FakeArxiv()
    with tempfile.TemporaryDirectory() as folder:
        summarize = command(Path(folder), f"http://127.0.0.1:{arxiv.port}")
        summarize("2401.00001")
        (summarize.folder / "log.md").write_text(text, "utf-8")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, time.monotonic()
        result = summarize("accept", "2401.00001")
        seconds, after = (
            time.monotonic() - start,
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
        )
        print(
            f"accept: status {result.status}, {seconds:.2f} s (goal 3), {max(before, after) // 1000} MB at most (goal 400)"
        )


def kill(count: int) -> None:
    """Print what went wrong in `count` kills at random moments; nothing should."""
    from tests.commands.test_crash import kill_and_go_on

    arxiv, model = FakeArxiv(), FakeModel()
    with tempfile.TemporaryDirectory() as folder:
        summarize = command(
            Path(folder), f"http://127.0.0.1:{arxiv.port}", SUMMARIZE_BASE_URL=model.url
        )
        start = time.monotonic()
        wrong = kill_and_go_on(summarize, model, kills=count, seed=int(time.time()))
        print(
            f"{count} kills in {time.monotonic() - start:.0f} s: {len(wrong)} wrong",
            *wrong,
            sep="\n",
        )


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "kill":
        kill(int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    elif what in ("coverage", "papers", "speed", "faults", "batch", "biglog"):
        globals()[what]()
    else:
        sys.exit(__doc__)
