"""Put a new file in another's place only where nobody has written to that in the meantime.

Other programs know nothing of our locks: an editor or a sync client may save a log at any moment.
So the file is held by a lease while it is replaced (fcntl(2), "Leases"): the system gives none
while somebody has it open for writing, and tells of whoever opens it so after that. It is replaced
by an exchange (renameat2(2), RENAME_EXCHANGE), which leaves what was there to be looked at: where
it is not what was read, it is put back. Where a file system has neither, a look right before the
rename is all there is.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import signal
import time
from pathlib import Path
from typing import IO, NamedTuple

from pipeline.errors import SummarizeError
from pipeline.files import named_errors, reading, sync_folder, unfinished

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_THERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
"""How a system or a file system says that it exchanges nothing."""
_WAIT = 1.0
"""Seconds that another program may have the file open for writing: one that saves takes less."""
_PAUSE = 0.02
"""Seconds between two looks."""


class _Version(NamedTuple):
    """What a file is told by: another one, or one written to, has another."""

    device: int
    inode: int
    size: int
    mtime_ns: int


def replaced_if_unchanged(path: Path, before: bytes, after: bytes) -> bool:
    """Replace a regular file that has the bytes `before`, keeping its permissions, durably.

    Gives False, and leaves what is there now, where it has others or is being written. Raises as
    `named_errors` and `reading` do, and SummarizeError where another program keeps it open for
    writing.
    """
    with reading(path) as old, named_errors(path), unfinished(path.parent) as (temporary, new):
        if old.read() != before:
            return False
        new.write(after)
        _like(old, new)
        new.flush()
        os.fsync(new.fileno())
        new.close()
        leased = _hold(old, temporary, path)
        seen = _version(old.fileno())
        old.seek(0)
        if _version(path) != seen or old.read() != before:
            return False
        ours = _version(temporary)
        if not _exchange(temporary, path):
            temporary.replace(path)
        elif _version(temporary) != seen or (leased and not _is_held(old)):
            _put_back(temporary, path, ours)
            return False
        sync_folder(path.parent)
    return True


def _like(old: IO[bytes], new: IO[bytes]) -> None:
    kept = os.fstat(old.fileno())
    os.fchmod(new.fileno(), kept.st_mode & 0o7777)
    with contextlib.suppress(PermissionError):
        os.fchown(new.fileno(), kept.st_uid, kept.st_gid)


def _version(file: Path | int) -> _Version:
    found = os.fstat(file) if isinstance(file, int) else file.lstat()
    return _Version(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


# ── held ──


def _hold(old: IO[bytes], temporary: Path, path: Path) -> bool:
    """Take a lease of a file, and tell whether this file system gives any.

    Raises SummarizeError where it gives one of a file that is ours alone, and none of this one:
    another program has it open for writing.
    """
    end = time.monotonic() + _WAIT
    while not _lease(old):
        with temporary.open("rb") as alone:
            if not _lease(alone):
                return False
        if time.monotonic() > end:
            raise SummarizeError(
                f"another program has {os.fspath(path)!r} open for writing",
                "close it there, and run the same command again",
            )
        time.sleep(_PAUSE)
    return True


def _lease(file: IO[bytes]) -> bool:
    """Take a lease that nobody may hold who writes; it ends with the file's closing.

    An owner of the file may, and root.
    """
    try:
        # the signal for a broken lease ends a process; this one does nothing
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except (AttributeError, OSError):  # another system, or a file system without leases
        return False
    return True


def _is_held(file: IO[bytes]) -> bool:
    """Tell whether nobody has come to write since a lease was taken."""
    return fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_RDLCK


# ── exchanged ──


def _exchange(one: Path, other: Path) -> bool:
    """Have two files change places in one step; False where the system can't."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_THERE:
        return False
    raise OSError(code, os.strerror(code))


def _put_back(temporary: Path, path: Path, expected: _Version) -> None:
    """Put what came out back in its place.

    What comes out then is `expected`, or a save that is newer still, whose place it is.
    """
    while True:
        newest = _version(temporary)
        _exchange(temporary, path)
        if _version(temporary) == expected:
            return
        expected = newest
