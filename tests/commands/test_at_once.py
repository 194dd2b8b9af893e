"""Two commands at once, or one beside another that is stopped: no paper in two places, one word."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.locks import locked
from tests.support.command import Command
from tests.support.fakes import FakeArxiv, FakeModel, answers, completion, good_draft

SLUG = "2401.00001v2"


def states(command: Command) -> list[str]:
    output = command.folder / "output"
    names = ("drafts", "accepted", "rejected")
    return [name for name in names if list((output / name).glob(f"{SLUG}/*"))]


@pytest.fixture
def drafted(summarize: Command) -> Command:
    (summarize.folder / "log.md").write_text("# log\n\n## 2024.1.5\n\n《Old》\n\nwords\n", "utf-8")
    assert summarize("2401.00001").status == 0
    return summarize


@contextlib.contextmanager
def at_work(command: Command, model: FakeModel) -> Iterator[None]:
    """Have another run draft the paper, its model thinking, until the block ends."""
    thought = threading.Event()

    def think(handler: BaseHTTPRequestHandler) -> None:
        thought.wait(20)
        answers(200, json.dumps(completion(json.dumps(good_draft()))))(handler)

    model.faults = [think]
    environ = {"SUMMARIZE_BASE_URL": model.url, "SUMMARIZE_MODEL_TIMEOUT": "20"}
    with command.start("2401.00001", "--fresh", environ=environ) as running:
        while not model.calls and running.poll() is None:
            time.sleep(0.02)
        yield
        thought.set()
        _, err = running.communicate(timeout=60)
        assert running.returncode == 0, err


@pytest.mark.slow
@pytest.mark.parametrize("command", ["accept", "reject"])
def test_a_draft_that_a_run_is_at_work_on_is_not_moved(
    drafted: Command, model: FakeModel, command: str
) -> None:
    log = (drafted.folder / "log.md").read_bytes()
    with at_work(drafted, model):
        result = drafted(command, "2401.00001")
        assert result.status == 1
        assert "is at work" in result.err
    assert states(drafted) == ["drafts"]
    assert (drafted.folder / "log.md").read_bytes() == log
    assert drafted(command, "2401.00001").status == 0


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_a_run_notices_that_its_paper_has_been_moved(
    drafted: Command, model: FakeModel, state: str
) -> None:
    """The paper is moved while the run waits for its folder, as one that found it a draft does."""
    drafts = drafted.folder / "output/drafts" / SLUG
    target = drafted.folder / "output" / state / SLUG
    target.parent.mkdir()
    environ = {"SUMMARIZE_BASE_URL": model.url}
    with locked(drafts, 30):
        running = drafted.start("2401.00001", "--fresh", environ=environ)
        assert running.stderr
        assert "waiting: another run" in running.stderr.readline()
        drafts.rename(target)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 1
    assert "has just been moved" in err
    assert states(drafted) == [state]
    assert not model.calls


def wait_until_held_open(pid: int, path: Path) -> None:
    """Wait until a process keeps a path open, as one that waits for its lock does.

    One that lists a folder has it open, too, for the time of a few looks at most.
    """
    end, looks = time.monotonic() + 60, 0
    while time.monotonic() < end and looks < 25:
        opened = False
        with contextlib.suppress(OSError):  # a descriptor that is closed meanwhile, or the process
            opened = any(one.readlink() == path for one in Path(f"/proc/{pid}/fd").iterdir())
        looks = looks + 1 if opened else 0
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux says what is open")
def test_an_entry_that_is_drafted_anew_while_accept_waits_is_not_accepted(
    drafted: Command,
) -> None:
    drafts = drafted.folder / "output/drafts" / SLUG
    log = (drafted.folder / "log.md").read_bytes()
    with locked(drafts, 30):
        running = drafted.start("accept", "2401.00001")
        wait_until_held_open(running.pid, drafts)
        entry = drafts / "entry.md"
        entry.write_text(entry.read_text("utf-8") + "\nnew words\n", "utf-8")
    _, err = running.communicate(timeout=30)
    assert running.returncode == 1, err
    assert (drafted.folder / "log.md").read_bytes() == log


def test_two_pending_at_once_ask_for_a_nickname_once(with_model: Command, model: FakeModel) -> None:
    (with_model.folder / "log.md").write_text("# pending\n\n- [ ] SPARROW\n", "utf-8")
    title = "Sparrow: Small Models That Read Long Papers"
    model.replies = [json.dumps({"title": title})]
    runs = [with_model.start("pending", "--dry-run") for _ in range(2)]
    for run in runs:
        out, err = run.communicate(timeout=60)
        assert run.returncode == 0, err
        assert SLUG in out
    assert len(model.calls) == 1


@contextlib.contextmanager
def stopped(command: Command, arxiv: FakeArxiv) -> Iterator[int]:
    """Stop another run (Ctrl-Z) within a request; give its process."""
    arxiv.faults = [lambda _: time.sleep(3)]
    with command.start("2401.00009", environ={"SUMMARIZE_ARXIV_TIMEOUT": "20"}) as running:
        while not arxiv.log and running.poll() is None:
            time.sleep(0.02)
        running.send_signal(signal.SIGSTOP)
        try:
            yield running.pid
        finally:
            running.kill()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="Linux says who holds a file")
def test_a_run_that_is_stopped_within_a_request_is_named_and_not_waited_for(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    (summarize.folder / "log.md").write_text("# pending\n\n- [ ] SPARROW that reads\n", "utf-8")
    with stopped(summarize, arxiv) as pid:
        start = time.monotonic()
        doctor = summarize("doctor")
        waited = time.monotonic() - start
        one, batch = summarize("2401.00001"), summarize("pending")
    assert f"(process {pid}) is stopped" in doctor.out
    assert waited < 3
    for result in (one, batch):
        assert result.status == 1
        assert f"arXiv is not asked: another run (process {pid}) is stopped" in result.err
        assert f"kill -KILL {pid}" in result.err
        assert f"waiting: another run (process {pid}) is stopped" in result.err


def test_an_undo_that_was_killed_behind_the_log_is_carried_to_its_end(drafted: Command) -> None:
    """The log is as the killed undo left it, and so is its note."""
    log = drafted.folder / "log.md"
    before = log.read_bytes()
    assert drafted("accept", "2401.00001").status == 0
    note = drafted.folder / "output/undo.json"
    begun = json.loads(note.read_bytes()) | {"begun": SLUG}
    note.write_text(json.dumps(begun), "utf-8")
    log.write_bytes(before)
    assert drafted("undo").status == 0
    assert states(drafted) == ["drafts"]
    assert log.read_bytes() == before
    assert drafted("undo").status == 1


def test_an_undo_that_was_killed_before_the_log_begins_again(drafted: Command) -> None:
    log = drafted.folder / "log.md"
    before = log.read_bytes()
    assert drafted("accept", "2401.00001").status == 0
    note = drafted.folder / "output/undo.json"
    note.write_text(json.dumps(json.loads(note.read_bytes()) | {"begun": SLUG}), "utf-8")
    assert drafted("undo").status == 0
    assert states(drafted) == ["drafts"]
    assert log.read_bytes() == before


def test_an_entry_that_was_edited_after_a_killed_undo_keeps_its_draft_accepted(
    drafted: Command,
) -> None:
    log = drafted.folder / "log.md"
    assert drafted("accept", "2401.00001").status == 0
    note = drafted.folder / "output/undo.json"
    note.write_text(json.dumps(json.loads(note.read_bytes()) | {"begun": SLUG}), "utf-8")
    log.write_text(log.read_text("utf-8").replace("LongRead", "MyRead"), "utf-8")
    result = drafted("undo")
    assert result.status == 1
    assert "has been edited since" in result.err
    assert states(drafted) == ["accepted"]
