"""What was paid for: replies, usage, servers. Never lost, never asked for twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.errors import StopRunError, SummarizeError
from pipeline.records.call import Call, FoundOut, Usage
from pipeline.store.replies import Replies


def never() -> Call:
    raise AssertionError("asked for what is kept")


def call(reply: str) -> Callable[[], Call]:
    return lambda: Call(reply=reply, at="1", paper="p", model="m", server="s", seconds=0.5)


def calls(tmp_path: Path) -> dict[str, str]:
    return {
        path.name: json.loads(path.read_bytes())["reply"] for path in (tmp_path / "calls").iterdir()
    }


def test_a_reply_that_is_kept_is_never_asked_for_again(tmp_path: Path) -> None:
    made = Replies(tmp_path).kept_or_made("k", call("one\u2028\x00"))
    assert Replies(tmp_path).kept_or_made("k", never) == made
    assert made.reply == "one\u2028\x00"
    assert Replies(tmp_path).kept_or_made("other", call("two")).reply == "two"


def test_a_reply_is_asked_for_anew_on_purpose_and_every_one_is_kept(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    for reply in ("one", "two", "three"):
        assert replies.kept_or_made("k", call(reply), fresh=True).reply == reply
    replies.kept_or_made("other", call("x"), fresh=True)
    assert calls(tmp_path) == {
        "k.1.json": "one", "k.2.json": "two", "k.json": "three", "other.json": "x",
    }  # fmt: skip


def test_a_paid_reply_stays_when_one_before_it_is_taken_away(tmp_path: Path) -> None:
    replies = Replies(tmp_path)
    for reply in ("one", "two", "three"):
        replies.kept_or_made("k", call(reply), fresh=True)
    (tmp_path / "calls" / "k.1.json").unlink()
    replies.kept_or_made("k", call("four"), fresh=True)
    assert calls(tmp_path) == {"k.1.json": "three", "k.2.json": "two", "k.json": "four"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"reply": 3}', b'"reply"', b"\xff", b"[" * 100_000],
)
def test_a_damaged_reply_is_as_good_as_none_and_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "k.json").write_bytes(content)
    assert Replies(tmp_path).kept_or_made("k", call("new")).reply == "new"
    assert (tmp_path / "calls" / "k.1.json").read_bytes() == content


def test_a_reply_that_cannot_be_kept_in_its_place_is_kept_elsewhere_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was paid for, and the disk has filled up, or the folder gone, before it came."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def pay() -> Call:
        (tmp_path / "calls").rmdir()
        (tmp_path / "calls").write_text("a file")
        return call("paid")()

    with pytest.raises(StopRunError, match="a file stands where a folder should be") as stopped:
        Replies(tmp_path).kept_or_made("k", pay)
    (elsewhere,) = (tmp_path / "temporary").iterdir()
    assert elsewhere.stat().st_mode & 0o777 == 0o600
    assert f"the reply that was paid for is in {str(elsewhere)!r}" in stopped.value.message
    assert str(tmp_path / "calls" / "k.json") in stopped.value.hint
    (tmp_path / "calls").unlink()
    (tmp_path / "calls").mkdir()
    elsewhere.rename(tmp_path / "calls" / "k.json")
    assert Replies(tmp_path).kept_or_made("k", never).reply == "paid"

    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    shutil.rmtree(tmp_path / "calls")
    with pytest.raises(StopRunError, match="the reply that was paid for is lost"):
        Replies(tmp_path).kept_or_made("k", pay)


def test_a_newer_versions_reply_still_counts(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "k.json").write_text('{"reply": "paid", "later": {"a": 1}}')
    assert Replies(tmp_path).kept_or_made("k", never).reply == "paid"


def test_a_reply_that_cannot_be_read_is_named_and_not_paid_for_again(tmp_path: Path) -> None:
    (tmp_path / "calls" / "k.json").mkdir(parents=True)
    with pytest.raises(SummarizeError, match=r"cannot read .*k\.json': it is a folder"):
        Replies(tmp_path).kept_or_made("k", never)


def test_a_folder_that_cannot_be_made_stops_the_run_before_anything_is_paid(
    tmp_path: Path,
) -> None:
    (tmp_path / "calls").write_text("")
    with pytest.raises(StopRunError, match="a file stands where a folder should be"):
        Replies(tmp_path).kept_or_made("k", never, fresh=True)
    with pytest.raises(StopRunError):
        Replies(tmp_path).note_usage(Usage(key="k", at="1"))
    with pytest.raises(StopRunError):
        Replies(tmp_path).write_server("u", "m", FoundOut())


# ── usage ──


def test_a_call_has_one_line_of_usage_however_often_it_is_noted(tmp_path: Path) -> None:
    replies = Replies(tmp_path / "output")  # noted before any reply was kept
    for key, at in (("a", "1"), ("b", "1"), ("a", "2"), ("b", "1")):
        replies.note_usage(Usage(key=key, at=at, cost=0.5))
    assert [(row.key, row.at, row.cost) for row in replies.usage()] == [
        ("a", "1", 0.5), ("b", "1", 0.5), ("a", "2", 0.5),
    ]  # fmt: skip
    assert (tmp_path / "output" / "usage.jsonl").read_bytes().count(b"\n") == 3


def test_machines_have_a_file_each_and_a_call_counts_once(tmp_path: Path) -> None:
    """Two that did not see each other's line have each written it."""
    for machine in ("", "one", "two"):
        replies = Replies(tmp_path, machine)
        replies.note_usage(Usage(key=f"of {machine}", at="1"))
        (tmp_path / "usage.three.jsonl").write_bytes((tmp_path / "usage.jsonl").read_bytes())
    assert sorted(row.key for row in Replies(tmp_path).usage()) == ["of ", "of one", "of two"]
    Replies(tmp_path).note_usage(Usage(key="of two", at="1"))
    assert (tmp_path / "usage.jsonl").read_bytes().count(b"\n") == 1
    assert len((tmp_path / "usage.two.jsonl").read_bytes().splitlines()) == 1


def test_calls_that_are_answered_at_the_same_moment_are_noted_without_a_wait(
    tmp_path: Path,
) -> None:
    replies, at_once = Replies(tmp_path), 40
    together = threading.Barrier(at_once)

    def note(number: int) -> None:
        together.wait()
        replies.note_usage(Usage(at="now", key=str(number)))

    start = time.monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(note, range(at_once)))
    assert len(replies.usage()) == at_once
    assert time.monotonic() - start < 1.5  # a look at the lock for each would take 2 s


def test_a_line_separator_in_a_papers_name_is_no_end_of_a_line(tmp_path: Path) -> None:
    lines = [
        Usage(key="k", at="1", paper="a\u2028b\u2029c\x85d\x0be\nf"),
        Usage(key="k", at="2", paper="文"),
    ]
    for line in lines:
        Replies(tmp_path).note_usage(line)
    assert Replies(tmp_path).usage() == lines


@pytest.mark.parametrize(
    "damage",
    [
        b'{"key":', b"\xff\xfe", b"[]", b"null", b"\n\n", b"[" * 100_000, b'{"at": "1"}',
        b'{"key": "c", "at": "1", "cost": "much"}',
        b'{"key": "c", "at": "1", "cost": 1' + b"0" * 400 + b"}",
        b'{"key": "c", "at": "1", "cost": Infinity}',
    ],
)  # fmt: skip
def test_a_damaged_line_of_usage_counts_as_none_and_stays(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "usage.jsonl").write_bytes(b'{"key": "a", "at": "1"}\n' + damage)
    replies = Replies(tmp_path)
    replies.note_usage(Usage(key="b", at="2"))
    assert [line.key for line in replies.usage()] == ["a", "b"]
    assert damage in (tmp_path / "usage.jsonl").read_bytes()


# ── servers ──


def test_what_was_found_out_about_a_server_is_remembered(tmp_path: Path) -> None:
    known = FoundOut(structured="none", context_tokens=9000, tokens_name="max_completion_tokens")
    Replies(tmp_path).write_server("http://a/v1", "m", known)
    Replies(tmp_path).write_server("http://b/v1", "m", FoundOut(structured="json_object"))
    assert Replies(tmp_path).read_server("http://a/v1", "m") == known
    assert Replies(tmp_path).read_server("http://a/v1", "other") == FoundOut()


@pytest.mark.parametrize(
    "content",
    [
        b"[]", b"{", b"null", b'{"m at u": 3}', b"\xff", b'{"m at u": {"structured": "magic"}}',
        b'{"m at u": {"context_tokens": -1}}', b'{"m at u": {"context_tokens": "x"}}',
        b'{"a": ' * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_file_of_servers_is_found_out_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "servers.json").write_bytes(content)
    replies = Replies(tmp_path)
    assert replies.read_server("u", "m") == FoundOut()
    replies.write_server("u", "m", FoundOut(structured="none"))
    assert replies.read_server("u", "m") == FoundOut(structured="none")


NOTE = """
import sys
from pathlib import Path
from pipeline.records.call import FoundOut, Usage
from pipeline.store.replies import Replies
replies, name = Replies(Path(sys.argv[1])), sys.argv[2]
for at in range(10):
    replies.note_usage(Usage(key=name, at=str(at)))
    replies.note_usage(Usage(key="shared", at=str(at)))
    replies.write_server(f"{name}-{at}", "m", FoundOut(context_tokens=at + 1))
"""


@pytest.mark.slow
def test_processes_that_write_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", NOTE, str(tmp_path), name]) for name in "abc"
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    counted = Counter(line.key for line in Replies(tmp_path).usage())
    assert counted == {"a": 10, "b": 10, "c": 10, "shared": 10}
    assert all(
        Replies(tmp_path).read_server(f"{name}-{at}", "m").context_tokens == at + 1
        for name in "abc"
        for at in range(10)
    )
