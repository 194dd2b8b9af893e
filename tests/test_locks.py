"""Files and folders held, alone or beside others, and waited for."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BusyError, SummarizeError
from pipeline.locks import locked, locked_beside_others

HOLD = """
import sys
from pathlib import Path
from pipeline.locks import locked, locked_beside_others
folder = Path(sys.argv[2])
alone = lambda: print("alone", flush=True)
with locked(folder, 30) if sys.argv[1] == "alone" else locked_beside_others(folder, alone, 30):
    print("in", flush=True)
    input()
"""


@contextlib.contextmanager
def held_by_another(how: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", HOLD, how, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin and other.stdout
        while other.stdout.readline() != b"in\n":
            assert other.poll() is None
        yield other
        other.kill()


def waits_for(lock: contextlib.AbstractContextManager[None]) -> bool:
    """Tell whether a lock cannot be had now."""
    got = threading.Event()

    def take() -> None:
        with lock:
            got.set()

    threading.Thread(target=take, daemon=True).start()
    return not got.wait(0.3)


def nothing() -> None:
    pass


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_lock_keeps_others_out_leaves_nothing_and_dies_with_its_process(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "x"
    path.mkdir() if kind == "folder" else path.touch()
    with held_by_another("alone", path) as other:
        assert waits_for(locked(path, 30))
        assert waits_for(locked_beside_others(path, nothing, 30))
        other.kill()
        other.wait()
        with locked(path, 30):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_readers_hold_a_folder_beside_each_other_and_only_the_first_is_alone(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    with locked_beside_others(tmp_path, lambda: told.append("first"), 30):
        assert told == ["first"]
        with locked_beside_others(tmp_path, lambda: told.append("second"), 30):
            assert told == ["first"]
        assert waits_for(locked(tmp_path, 30))


def test_what_cannot_be_opened_cannot_be_held(tmp_path: Path) -> None:
    for lock in (locked(tmp_path / "x", 30), locked_beside_others(tmp_path / "x", nothing, 30)):
        with pytest.raises(SummarizeError, match=r"cannot write .*x'"), lock:
            pass


def test_what_another_holds_is_waited_for_with_one_word(tmp_path: Path) -> None:
    held, told = threading.Event(), list[str]()

    def hold() -> None:
        with locked(tmp_path, 30):
            held.set()
            time.sleep(1.3)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with locked(tmp_path, 30, told.append):
        holder.join()
    assert len(told) == 1
    assert told[0].startswith(f"waiting: another run (process {os.getpid()}) is at work")


def test_after_its_time_a_wait_ends_with_who_holds_it(tmp_path: Path) -> None:
    with (
        locked(tmp_path, 30),
        pytest.raises(BusyError, match=rf"process {os.getpid()}\) is at work and holds"),
        locked(tmp_path, 0.1),
    ):
        pass


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="Linux says who holds a file")
def test_who_holds_a_folder_and_is_stopped_is_named_and_not_waited_for(tmp_path: Path) -> None:
    with held_by_another("alone", tmp_path) as other:
        other.send_signal(signal.SIGSTOP)
        for lock in (locked(tmp_path, 0.2), locked_beside_others(tmp_path, nothing, 0.2)):
            with pytest.raises(BusyError, match=rf"process {other.pid}\) is stopped"), lock:
                pass


def test_a_wait_of_no_time_takes_what_is_free_and_nothing_else(tmp_path: Path) -> None:
    with locked(tmp_path, 0):
        pass
    with locked(tmp_path, 30), pytest.raises(BusyError), locked(tmp_path, 0):
        pass


def test_what_was_moved_while_it_was_waited_for_is_not_held(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    held = threading.Event()

    def hold() -> None:
        with locked(folder, 30):
            held.set()
            time.sleep(0.3)
            folder.rename(tmp_path / "elsewhere")

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with pytest.raises(SummarizeError, match="has just been moved"), locked(folder, 30):
        pass
    holder.join()


def test_a_link_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with (
        pytest.raises(SummarizeError, match=r"link': a link stands"),
        locked(tmp_path / "link", 30),
    ):
        pass
    with (
        pytest.raises(SummarizeError, match=r"link': a link stands"),
        locked_beside_others(tmp_path / "link", lambda: None, 30),
    ):
        pass
