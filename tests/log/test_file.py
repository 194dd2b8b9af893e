"""The log as a file: read as it is, held, and replaced only where it still is what was read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SummarizeError
from pipeline.log.file import log_locked, read_log, replace_log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.md"
    path.write_bytes("# 日志\n".encode())
    return path


def test_a_log_is_read_and_written_byte_for_byte_even_where_it_is_not_utf8(log: Path) -> None:
    log.write_bytes(b"# \xff\r\nold\n")
    text = read_log(log)
    assert replace_log(log, text, text.replace("old", "new"))
    assert log.read_bytes() == b"# \xff\r\nnew\n"


def test_a_missing_log_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(
        SummarizeError, match=r"there is no log at .*log\.md': name one: --log FILE"
    ):
        read_log(tmp_path / "log.md")


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path.name),
     lambda path: path.symlink_to("/dev/zero")],
    ids=["folder", "pipe", "loop", "device"],
)  # fmt: skip
def test_a_log_that_is_no_file_is_named_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "log.md")
    with pytest.raises(SummarizeError, match=r"cannot read .*log\.md'"):
        read_log(tmp_path / "log.md")


def test_a_log_that_has_changed_since_it_was_read_is_left_alone(log: Path) -> None:
    before = read_log(log)
    log.write_text("mine\n")
    assert not replace_log(log, before, "theirs\n")
    assert log.read_text() == "mine\n"
    log.unlink()
    assert not replace_log(log, before, "theirs\n")
    assert not log.exists()


def test_a_replaced_log_keeps_its_permissions(log: Path) -> None:
    log.chmod(0o640)
    assert replace_log(log, read_log(log), "new\n")
    assert log.stat().st_mode & 0o7777 == 0o640


def test_a_linked_log_is_held_and_given_as_the_file_that_it_is(log: Path) -> None:
    link = log.with_name("link.md")
    link.symlink_to(log.name)
    with log_locked(link) as real:
        assert real == log.resolve()


def test_a_hard_link_is_refused(log: Path) -> None:
    os.link(log, log.with_name("other.md"))
    with pytest.raises(SummarizeError, match="is a hard link"), log_locked(log):
        pass


def test_a_loop_of_links_is_one_error(tmp_path: Path) -> None:
    loop = tmp_path / "log.md"
    loop.symlink_to("log.md")
    with pytest.raises(SummarizeError, match=r"log\.md'"), log_locked(loop):
        pass


def test_a_log_that_is_not_there_yet_may_be_held(tmp_path: Path) -> None:
    with log_locked(tmp_path / "log.md") as real:
        assert real == (tmp_path / "log.md").resolve()


def test_one_accept_holds_a_log_at_a_time(log: Path) -> None:
    got = threading.Event()

    def other() -> None:
        with log_locked(log):
            got.set()

    with log_locked(log):
        waiting = threading.Thread(target=other)
        waiting.start()
        assert not got.wait(0.2)
    assert got.wait(10)
    waiting.join()
