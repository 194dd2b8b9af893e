"""The log's file: held, read, and replaced only where it still is what was read."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline.errors import BusyError, SummarizeError
from pipeline.log.file import log_locked, read_log, replace_log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.md"
    path.write_bytes("好\r\n".encode() + b"\xff\n")
    return path


def test_bytes_that_are_no_utf8_and_line_ends_come_back_as_they_were(log: Path) -> None:
    text = read_log(log)
    assert replace_log(log, text, f"{text}好\n")
    assert log.read_bytes() == "好\r\n".encode() + b"\xff\n" + "好\n".encode()


def test_a_log_that_is_no_longer_what_was_read_stays_as_it_is(log: Path) -> None:
    text = read_log(log)
    log.write_bytes(b"another's\n")
    assert not replace_log(log, text, "mine\n")
    assert log.read_bytes() == b"another's\n"


@pytest.mark.usefixtures("no_root")
def test_a_log_that_cannot_be_replaced_is_said_with_what_helps() -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path is root's alone
        log = Path(name) / "log.md"
        log.write_text("a", "utf-8")
        for mode in (0o500, 0o300):
            log.parent.chmod(mode)
            with pytest.raises(SummarizeError, match="no permission") as refused, log_locked(log):
                replace_log(log, "a", "b")
            assert "make the log and its folder writable" in refused.value.hint
            assert "--output" not in refused.value.hint
        log.parent.chmod(0o700)


def test_permissions_stay(log: Path) -> None:
    log.chmod(0o640)
    assert replace_log(log, read_log(log), "x\n")
    assert log.stat().st_mode & 0o7777 == 0o640


def test_a_log_is_held_under_its_real_name(log: Path) -> None:
    link = log.with_name("link.md")
    link.symlink_to("log.md")
    with log_locked(link) as real:
        assert real == log.resolve()


def test_a_hard_link_is_refused_because_its_other_name_would_keep_the_old_text(log: Path) -> None:
    os.link(log, log.with_name("other.md"))
    with pytest.raises(SummarizeError, match="is a hard link"), log_locked(log):
        pass


HOLD = """
import fcntl, os, signal, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("in", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="Linux says who holds a file")
def test_an_accept_that_is_stopped_is_named_and_not_waited_for(log: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(log.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
        try:
            with pytest.raises(BusyError, match=f"{other.pid}.* is stopped"), log_locked(log):
                pass
        finally:
            other.kill()


def test_a_log_that_is_not_there_may_be_held_but_not_read(tmp_path: Path) -> None:
    with log_locked(tmp_path / "none.md") as real, pytest.raises(SummarizeError, match="no log at"):
        read_log(real)


def test_a_log_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SummarizeError, match=r"cannot read .*: it is a folder"):
        read_log(tmp_path)
