"""Files written whole and folders held: what a killed run leaves behind is what was there before, or all of the new.

A file goes to a temporary one in the same folder, fsync, rename, fsync of the folder. What the file
system refuses becomes an error that names the place and what to do.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from pipeline.errors import StopRunError, SummarizeError

TEMPORARY = ".tmp"
"""How the name of a file ends that is not yet whole."""
_IN_THE_WAY = (
    "a file stands where a folder should be",
    "move it away, or choose another folder with --output",
)


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into an error that names the place and what to do; no other paper will fare better."""
    hints = {
        errno.ENOSPC: ("the disk is full", "free some space and run the same command again"),
        errno.EDQUOT: (
            "your disk quota is used up",
            "free some space and run the same command again",
        ),
        errno.EROFS: ("the folder is read-only", "choose another one with --output"),
        errno.EACCES: (
            "no permission",
            "choose another folder with --output, or change its permissions",
        ),
        errno.EPERM: (
            "no permission",
            "choose another folder with --output, or change its permissions",
        ),
        errno.ENOTDIR: _IN_THE_WAY,
        errno.EEXIST: _IN_THE_WAY,
    }
    try:
        yield
    except OSError as error:
        message, hint = hints.get(
            error.errno or 0, (error.strerror or "failed", "choose another folder with --output")
        )
        raise StopRunError(f"cannot write {os.fspath(path)!r}: {message}", hint) from error


def bytes_of(path: Path) -> bytes | None:
    """Give a file's bytes, None where there is none; raise SummarizeError where the file system refuses them."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SummarizeError(
            f"cannot read {os.fspath(path)!r}: {error.strerror}",
            "change its permissions, or move it away",
        ) from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file whole: nothing is at `path` until the block has ended well, and then all of it, durably.

    Raises StopRunError where the file system refuses. The temporary file is taken away when the
    block fails.
    """
    with named_errors(path):
        temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write these bytes as `writing` does."""
    with writing(path) as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Make sure that what was renamed in a folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, each of them durably."""
    with named_errors(folder):
        if folder.is_dir():
            return
    make_folder(folder.parent)
    with named_errors(folder):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's own flock, which dies with its process and leaves nothing behind."""
    with named_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def json_object(raw: bytes | None) -> dict[str, Any]:
    """Read a JSON object; an empty one where it is missing, damaged or something else."""
    try:
        value = json.loads(raw or b"")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
