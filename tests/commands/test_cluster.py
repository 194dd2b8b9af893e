"""Papers that are drafted on the workers of a cluster."""

from __future__ import annotations

import json
import pickle
import shlex
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline import credentials
from pipeline.commands.cluster_task import Given
from pipeline.errors import StopRunError
from pipeline.settings import Settings
from pipeline.store.replies import Replies
from tests.support.cluster import SmallCluster, certificates, cluster
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv, FakeModel, answers, completion, good_draft

KEY = "sk-a-key-of-workers-alone"
PAPERS = [f"2401.{number:05}" for number in range(1, 5)]


@pytest.fixture
def many(with_model: Command, arxiv: FakeArxiv) -> Command:
    """Give the command with a list of four papers."""
    arxiv.papers = {one: Entry(title=f"Sparrow of Number {one}") for one in PAPERS}
    items = "".join(f"- [ ] arXiv:{one}\n" for one in PAPERS)
    with_model.write_log(f"# pending\n\n{items}")
    return with_model


@pytest.fixture
def two(tmp_path: Path) -> Iterator[SmallCluster]:
    with cluster(tmp_path / "cluster", 2, OPENAI_API_KEY=KEY) as made:
        yield made


def by_workers(at: SmallCluster) -> tuple[str, ...]:
    return ("--executor", "dask", "--scheduler", at.address)


def drafts(command: Command) -> dict[str, bytes]:
    return {name: made for name, made in command.files.items() if name.startswith("drafts/")}


def test_workers_make_what_this_process_makes_and_have_their_own_key(
    many: Command, tmp_path: Path, model: FakeModel
) -> None:
    """All of it over TLS, as between machines."""
    tls = certificates(tmp_path)
    with cluster(tmp_path / "cluster", 2, **tls, OPENAI_API_KEY=KEY) as at:
        assert at.address.startswith("tls://")
        result = many.process("pending", "--json", *by_workers(at), **tls)
        assert result.status == 0, result.err
    assert [row["outcome"] for row in result.rows] == ["drafted"] * len(PAPERS)
    assert len(model.calls) == len(PAPERS)
    assert "dashboard" in result.err
    keys = {row["headers"]["authorization"] for row in model.log if row["body"]}
    assert keys == {f"Bearer {KEY}"}
    there = drafts(many)
    for path in sorted((many.folder / "output").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert many.process("pending").status == 0
    assert drafts(many) == there


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_the_call_that_it_waited_for(
    many: Command, two: SmallCluster, model: FakeModel
) -> None:
    asked = threading.Event()

    def never(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        time.sleep(2)
        handler.close_connection = True

    model.faults = [never, never]
    with many.start("pending", "--json", *by_workers(two)) as running:
        assert asked.wait(60)
        two.workers[0].kill()
        out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["outcome"] for row in rows] == ["drafted"] * len(PAPERS)
    # the other worker's call was cut off by the server, and asked for again
    assert len(model.calls) <= len(PAPERS) + 2
    again = many.process("pending", *by_workers(two))
    assert again.status == 0, again.err
    assert len(model.calls) <= len(PAPERS) + 2


def test_a_limit_of_cost_holds_for_all_workers_together(
    many: Command, two: SmallCluster, model: FakeModel
) -> None:
    # of 4096 tokens of an answer at 10 USD a million: two calls under way may cost more than 0.05
    good = answers(200, json.dumps(completion(json.dumps(good_draft()))))

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(5)
        good(handler)

    model.faults = [slowly]
    environ = {"SUMMARIZE_MODEL_TIMEOUT": "20"}
    result = many.process("pending", "--json", "--max-cost", "0.05", *by_workers(two), **environ)
    assert result.status == 1
    assert len(model.calls) == 1
    # the call that was under way when the run ended is kept when it is answered
    end = time.monotonic() + 20
    while not (usage := Replies(many.folder / "output").usage()) and time.monotonic() < end:
        time.sleep(0.1)
    assert [line.cost or 0 for line in usage] == [pytest.approx(0.005, abs=0.005)]
    assert any("max_cost" in (row["reason"] or "") for row in result.rows)


@pytest.mark.slow
def test_a_paper_that_kills_its_workers_is_one_failed_row(
    many: Command, tmp_path: Path, arxiv: FakeArxiv
) -> None:
    """Another one that is with the same worker each time fares well."""
    arxiv.papers = {one: Entry(title=f"Sparrow of Number {one}") for one in PAPERS[:2]}
    arxiv.papers[PAPERS[0]] = Entry(title="The Paper that Kills")
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(good_draft()), "utf-8")
    kills = tmp_path / "model.py"
    kills.write_text(
        "import os, signal, sys\n"
        "if 'that Kills' in sys.stdin.read():\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n"
        f"print(open({str(answer)!r}).read())\n",
        "utf-8",
    )
    many.environ.pop("SUMMARIZE_BASE_URL")
    environ = {"SUMMARIZE_MODEL_COMMAND": shlex.join([sys.executable, str(kills)])}
    with cluster(tmp_path / "cluster", 1, "--nthreads", "2", **environ) as at:
        result = many.process(*PAPERS[:2], "--json", *by_workers(at), **environ)
    assert result.status == 1
    rows = {row["paper"]: row for row in result.rows}
    assert rows[PAPERS[0]]["outcome"] == "failed"
    assert "workers kept dying at its stage 'draft'" in rows[PAPERS[0]]["reason"]
    assert rows[PAPERS[1]]["outcome"] == "drafted", result.err


@pytest.mark.slow
def test_a_run_ends_where_no_worker_is_left_and_says_what_to_do(
    many: Command, two: SmallCluster, model: FakeModel
) -> None:
    def kill_all(handler: BaseHTTPRequestHandler) -> None:
        for one in two.workers:
            one.kill()
        answers(200, json.dumps(completion(json.dumps(good_draft()))))(handler)

    model.faults = [kill_all]
    environ = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    result = many.process("pending", "--json", *by_workers(two), **environ)
    assert result.status == 1
    assert all(f"dask worker {two.address}" in row["reason"] for row in result.rows)
    two.add_worker()
    assert many.process("pending", *by_workers(two)).status == 0
    assert len(model.calls) <= len(PAPERS) + 2


@pytest.mark.slow
def test_a_run_ends_where_the_scheduler_is_gone(
    many: Command, two: SmallCluster, model: FakeModel
) -> None:
    def kill(handler: BaseHTTPRequestHandler) -> None:
        two.scheduler.kill()
        answers(200, json.dumps(completion(json.dumps(good_draft()))))(handler)

    model.faults = [kill]
    environ = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    result = many.process("pending", "--json", *by_workers(two), **environ)
    assert result.status == 1
    assert all("scheduler" in row["reason"] and "gone" in row["reason"] for row in result.rows)
    assert "Traceback" not in result.err


@pytest.mark.slow
def test_a_worker_that_cannot_take_part_says_why(many: Command, two: SmallCluster) -> None:
    """Workers have a key here, and the command has no model."""
    many.environ.pop("SUMMARIZE_BASE_URL")
    result = many.process("pending", *by_workers(two))
    assert result.status == 1
    assert "has a key, and where the command runs there is none" in result.err
    assert "Traceback" not in result.err
    assert many.process("pending", "--drafter", "extractive", *by_workers(two)).status == 0


def test_a_scheduler_that_is_not_named_or_not_there_is_said(many: Command) -> None:
    result = many("pending", "--executor", "dask")
    assert result.status == 2
    assert "give --scheduler tcp://HOST:8786" in result.err
    environ = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    result = many.process(
        "pending", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9", **environ
    )
    assert result.status == 1
    assert "no scheduler answers at tcp://127.0.0.1:9" in result.err
    result = many.process(
        "pending", "--executor", "dask", "--scheduler", "tls://127.0.0.1:9", **environ
    )
    assert result.status == 1
    assert "Dask has no certificates for tls://127.0.0.1:9" in result.err
    assert "Traceback" not in result.err
    assert many("pending", "--scheduler", "here").status == 2


def test_a_dry_run_asks_no_cluster(many: Command) -> None:
    result = many("pending", "--dry-run", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert result.status == 0
    assert "would draft" in result.out or "would_draft" in result.out


# ── what a worker is told ──


def given(folder: Path, **changes: object) -> Given:
    probe = folder / "probe"
    probe.touch()
    found = Settings(base_url=f"http://me:{KEY}@127.0.0.1:1/v1")
    made = Given.of("run", found, folder, probe, "en", fresh=False, anyway=False)
    return made._replace(**changes)  # type: ignore[arg-type]


def test_no_credential_is_among_what_a_worker_is_told(tmp_path: Path) -> None:
    made = given(tmp_path)
    assert KEY.encode() not in pickle.dumps(made)
    assert made.settings["base_url"] == "http://127.0.0.1:1/v1"
    command = Settings(model_command=f"curl -H 'Authorization: Bearer {KEY}' x")
    made = Given.of("run", command, tmp_path, tmp_path, "en", fresh=False, anyway=False)
    assert KEY.encode() not in pickle.dumps(made)


def test_a_worker_has_its_own_credentials_for_the_same_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://other:word-of-a-worker@127.0.0.1:1/v1")
    try:
        found = given(tmp_path).settings_here()
        assert found.base_url == "http://other:word-of-a-worker@127.0.0.1:1/v1"
        monkeypatch.setenv("OPENAI_BASE_URL", "http://other:word-of-a-worker@127.0.0.1:2/v1")
        assert given(tmp_path).settings_here().base_url == "http://127.0.0.1:1/v1"
    finally:
        credentials.forget()


def test_a_worker_that_would_make_something_else_does_not_take_part(tmp_path: Path) -> None:
    made = given(tmp_path)
    made.require_usable(Settings(base_url="http://127.0.0.1:1/v1"))
    with pytest.raises(StopRunError, match="has no key"):
        made.require_usable(Settings())
    with pytest.raises(StopRunError, match="another model_command"):
        made._replace(command="command x 1").require_usable(Settings())
    with pytest.raises(StopRunError, match="another version"):
        made._replace(made_by=("0",)).require_usable(Settings())
    with pytest.raises(StopRunError, match="does not see"):
        made._replace(probe=str(tmp_path / "elsewhere")).require_usable(Settings())
    with pytest.raises(StopRunError, match="where the command runs there is none"):
        made._replace(uses_model=False).require_usable(Settings(base_url="http://127.0.0.1:1/v1"))
