"""Files and folders held, alone or beside others, and waited for with a word and a bound.

The kernel's flock, by hand: it works on folders, leaves nothing behind, dies with its process, and
lets readers in beside each other. It is polled, because who holds it may be stopped (Ctrl-Z) and
let nothing go: who waits is to say so, and to end. The package `filelock` (4.3.1) gives no such
lock: FileLock makes a file of its own and refuses a folder, its ReadWriteLock is a SQLite database
in one more file, and `lock_descriptor` has no readers.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import BusyError, SummarizeError
from pipeline.files import named_errors

_UNTOLD = 1.0
"""Seconds of waiting for another run that are not worth a word."""
_WITH_STOPPED = 4.0
"""Seconds to wait for a run that is stopped (Ctrl-Z): it lets nothing go."""
_LOOK_AGAIN = 0.05
"""Seconds between two tries to hold what another run holds."""


@contextlib.contextmanager
def locked(
    path: Path, seconds: float, tell: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold a file or folder alone; wait at most `seconds` for whoever holds it, with a word.

    Raises BusyError after that time, or sooner where the other run is stopped; SummarizeError where
    the path has been moved meanwhile; and as `named_errors` does where it cannot be opened, or is a
    link.
    """
    with _opened(path) as descriptor:
        _take(path, descriptor, fcntl.LOCK_EX, seconds, tell)
        if not _is_at(path, descriptor):
            raise SummarizeError(
                f"{os.fspath(path)!r} has just been moved by another command",
                "`summarize status` says where it is",
            )
        yield


class _Holder(NamedTuple):
    """The process that holds a file, 0 where the system does not say; `stopped` as by Ctrl-Z."""

    pid: int
    stopped: bool

    @property
    def words(self) -> str:
        named = f"another run (process {self.pid})" if self.pid else "another run"
        return f"{named} is {'stopped' if self.stopped else 'at work'}"

    @property
    def hint(self) -> str:
        if self.stopped:
            return f"go on with it (fg), or end it: kill -KILL {self.pid}"
        return "try again when it has ended"


def _take(
    path: Path, descriptor: int, how: int, seconds: float, tell: Callable[[str], None]
) -> None:
    """Take a lock, alone or beside others, within `seconds`; raise BusyError where none is had."""
    start, told = time.monotonic(), False
    while not _taken(descriptor, how):
        holder, waited = _holder(descriptor), time.monotonic() - start
        if waited >= (min(seconds, _WITH_STOPPED) if holder.stopped else seconds):
            raise BusyError(f"{holder.words} and holds {os.fspath(path)!r}", holder.hint)
        if waited >= _UNTOLD and not told:
            tell(f"waiting: {holder.words}")
            told = True
        time.sleep(_LOOK_AGAIN)


def _taken(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> _Holder:
    """Find who holds a file, by Linux's list of locks and of processes (proc(5))."""
    inode = str(os.fstat(descriptor).st_ino)
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/locks").read_text().splitlines():
            fields = line.split()
            if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == inode:
                state = Path(f"/proc/{fields[4]}/stat").read_text().rpartition(")")[2].split()[0]
                return _Holder(int(fields[4]), stopped=state in "Tt")
    return _Holder(0, stopped=False)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def locked_beside_others(
    path: Path, when_alone: Callable[[], None], seconds: float
) -> Iterator[None]:
    """Hold a file or folder beside others who hold it so; call `when_alone` first if nobody does.

    Waits at most `seconds` for who holds it alone. Raises BusyError after that time, or sooner
    where the other run is stopped; and as `named_errors` does where it cannot be opened, or is a
    link.
    """
    with _opened(path) as descriptor:
        if _taken(descriptor, fcntl.LOCK_EX):
            when_alone()
        _take(path, descriptor, fcntl.LOCK_SH, seconds, lambda _: None)
        yield


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    with named_errors(path):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
