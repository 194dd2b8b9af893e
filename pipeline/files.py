"""Files written whole, and read with bounds.

What a killed run leaves behind is what was there before, or all of the new: a file goes to a
temporary one in the same folder, fsync, rename, fsync of the folder. What the file system refuses
becomes an error that names the place and what to do.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from pipeline.errors import StopRunError, SummarizeError

AnyPath = str | os.PathLike[str]
"""A path; a string is made in a tenth of the time, where thousands of files are read."""
_TEMPORARY = ".summarize-{pid}-{random}.tmp"
_IS_TEMPORARY = re.compile(r"\.summarize-\d+-[0-9a-f]{16}\.tmp", re.ASCII)
"""How a file is named that is not yet whole: as nobody names one of their own."""
_PIECE = 1 << 20
"""Bytes that are read at once, of what has more than it says."""
LARGEST_FILE = 128 << 20
"""Bytes: the text of the longest paper seen takes 8 MB as JSON, a year of usage a few."""
LARGEST_PDF = 500 << 20
"""Bytes: as much as is taken from arXiv; the largest paper seen has 100 MB."""
CLOCKS_STEP = 2_000_000_000
"""Nanoseconds between two times of change that a file system tells apart: two seconds on FAT."""
_LONGEST_NAME = 300
"""Characters that are shown of a path: a path may have thousands, and is to fit into a line."""
_AGAIN = "free some space and run the same command again"
_ELSEWHERE = "choose another folder with --output, or change its permissions"
_IN_THE_WAY = (
    "a file stands where a folder should be",
    "move it away, or choose another folder with --output",
)
_STOPPING = {
    errno.ENOSPC: ("the disk is full", _AGAIN),
    errno.EDQUOT: ("your disk quota is used up", _AGAIN),
    errno.EROFS: ("the folder is read-only", "choose another one with --output"),
}
"""What no other paper of a run would fare better with."""
_REFUSED = {
    errno.EACCES: ("no permission", _ELSEWHERE),
    errno.EPERM: ("no permission", _ELSEWHERE),
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: ("a folder stands where a file should be", "move it away"),
    errno.ELOOP: ("a link stands where a file or folder should be", "move it away"),
}
SCARCE = {
    errno.EMFILE: ("too many files are open", "raise the limit: ulimit -n"),
    errno.ENFILE: ("too many files are open on this machine", "end other programs"),
    errno.EAGAIN: ("no more processes may be started", "end some, or raise the limit: ulimit -u"),
    errno.ENOMEM: ("there is no memory left", "end other programs, or raise the limit: ulimit -v"),
}
"""What the system has no more of, which no file or paper is to blame for."""
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP)
"""How a file system without hard links, such as FAT, says so."""
_KINDS = {
    stat.S_IFDIR: "it is a folder",
    stat.S_IFIFO: "it is a pipe",
    stat.S_IFSOCK: "it is a socket",
    stat.S_IFCHR: "it is a device",
    stat.S_IFBLK: "it is a device",
}


# ── written ──


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what the file system refuses to write into an error that names the place.

    Raises StopRunError for a full or read-only disk, SummarizeError for the rest.
    """
    try:
        yield
    except OSError as error:
        code = error.errno or 0
        kind = StopRunError if code in _STOPPING else SummarizeError
        message, hint = (_STOPPING | _REFUSED).get(
            code, (error.strerror or "failed", "choose another folder with --output")
        )
        raise kind(f"cannot write {named(path)}: {message}", hint) from error


def named(path: AnyPath) -> str:
    """Give a path in quotes, to be shown; of a long one, its beginning and its end."""
    text = os.fspath(path)
    if len(text) > _LONGEST_NAME:
        half = _LONGEST_NAME // 2
        text = f"{text[:half]}…{text[-half:]}"
    return repr(text)


def seen_from(folder: Path, path: Path) -> Path:
    """Give a path as it is shown to who works in a folder: relative to it where it is below it."""
    try:
        return path.relative_to(folder)
    except ValueError:
        return path


@contextlib.contextmanager
def stopping_the_run() -> Iterator[None]:
    """Have a refusal stop the whole run: the place is one that every paper needs."""
    try:
        yield
    except SummarizeError as error:
        raise StopRunError(error.message, error.hint) from error


@contextlib.contextmanager
def not_of_output(hint: str) -> Iterator[None]:
    """Have a refusal of a place that no `--output` chooses say `hint` instead of that option."""
    try:
        yield
    except SummarizeError as error:
        if "--output" not in error.hint:
            raise
        raise type(error)(error.message, hint) from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file whole: `path` is as it was until the block ends well, then it has all, durably.

    Raises as `named_errors` does where the file system refuses. The temporary file is taken away
    when the block fails.
    """
    with named_errors(path):
        with unfinished(path.parent) as (temporary, file):
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
        sync_folder(path.parent)


@contextlib.contextmanager
def unfinished(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Give a new temporary file in a folder, which is taken away where it still is at the end.

    A full disk may refuse that once: on some file systems a removal takes room itself.
    """
    name = _TEMPORARY.format(pid=os.getpid(), random=secrets.token_hex(8))
    temporary = folder / name
    try:
        with temporary.open("xb") as file:
            yield temporary, file
    finally:
        for _ in range(2):
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write these bytes as `writing` does."""
    with writing(path) as file:
        file.write(content)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file whole and durably where nothing stands; give False where something does.

    Raises as `named_errors` does.
    """
    with named_errors(path), unfinished(path.parent) as (temporary, file):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            if os.path.lexists(path):
                return False
            temporary.replace(path)
        sync_folder(path.parent)
    return True


def note_of(path: AnyPath) -> dict[str, Any]:
    """Give a small JSON note; empty where there is none, or it is damaged.

    Raises SummarizeError where it cannot be read.
    """
    try:
        return json_object(bytes_of(path) or b"{}")
    except ValueError:
        return {}


def write_json(path: Path, value: object) -> None:
    """Write a JSON value as `writing` does, one member a line, for people to read."""
    write_whole(path, json_bytes(value, indent=1) + b"\n")


def json_bytes(value: object, *, indent: int | None = None) -> bytes:
    """Give a JSON value as UTF-8.

    What is none (a surrogate, for a byte of a log or a path that is none) is escaped.
    """
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent).encode()


def first_free(paths: Iterable[Path], *, folder: bool = False) -> Path:
    """Take the first of these paths that nothing stands at, by an empty file or folder there.

    What is then renamed to it replaces nothing else, whoever else takes names at the moment. Raises
    as `named_errors` does.
    """
    for path in paths:
        with named_errors(path), contextlib.suppress(FileExistsError):
            if folder:
                path.mkdir()
            else:
                path.open("xb").close()
            return path
    raise ValueError("no path was free")


def sweep(folder: Path) -> None:
    """Take away what killed runs left half-written in a folder, which nobody may be writing to.

    Only files of our own names go, and none below the folder.
    """
    with contextlib.suppress(OSError):
        for stray in folder.iterdir():
            if _IS_TEMPORARY.fullmatch(stray.name):
                stray.unlink()


def sync_folder(folder: Path) -> None:
    """Make sure that what was renamed in a folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, each of them durably; raise as `named_errors` does."""
    with named_errors(folder):
        if folder.is_dir():
            return
    make_folder(folder.parent)
    with named_errors(folder):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


# ── read ──


@contextlib.contextmanager
def reading(
    path: Path, *, most: int | None = None, follow: bool = True
) -> Iterator[io.BufferedReader]:
    """Open a regular file for reading, without waiting for a pipe's other end.

    Raises SummarizeError with the path where there is none, the file system refuses it, it is
    anything but a file, or one of more than `most` bytes; and for a link, if not to `follow` one.
    """
    try:
        with _reading(path, most, follow=follow) as file:
            yield file
    except FileNotFoundError as error:
        raise _refused(path, "it is not there", "check the path") from error


@contextlib.contextmanager
def _reading(path: Path, most: int | None, *, follow: bool) -> Iterator[io.BufferedReader]:
    descriptor, _ = _opened(path, most, follow=follow)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        yield file


def _opened(path: AnyPath, most: int | None, *, follow: bool) -> tuple[int, int]:
    """Open a regular file; give its descriptor and how many bytes it has, as far as it says."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags if follow else flags | os.O_NOFOLLOW)
    except OSError as error:
        _refuse(path, error, follow=follow)
    found = os.fstat(descriptor)
    try:
        _require_file(path, found, most)
    except SummarizeError:
        os.close(descriptor)
        raise
    return descriptor, found.st_size


def _require_file(path: AnyPath, found: os.stat_result, most: int | None) -> None:
    """Raise SummarizeError for anything but a regular file of at most so many bytes."""
    kind = stat.S_IFMT(found.st_mode)
    if kind != stat.S_IFREG:
        raise _refused(path, _KINDS.get(kind, "it is no file"), "move it away")
    if most is not None and found.st_size > most:
        raise _too_large(path, most)


def refuse_link(path: AnyPath) -> None:
    """Raise SummarizeError where a link stands: what is ours would be read or written elsewhere."""
    if os.path.islink(path):  # noqa: PTH114 - where it may not be looked at, opening it says so
        hint = "move it away, or put what it leads to in its place"
        raise SummarizeError(f"cannot use {named(path)}: it is a link", hint)


def stat_of(path: AnyPath) -> os.stat_result | None:
    """Give what the file system says of a path, None where nothing is there.

    Raises SummarizeError with the path where it may not be looked at.
    """
    try:
        return os.stat(path)  # noqa: PTH116 - a string, too
    except FileNotFoundError:
        return None
    except OSError as error:
        _refuse(path, error)


def bytes_of(path: AnyPath, *, follow: bool = False, most: int = LARGEST_FILE) -> bytes | None:
    """Give a file's bytes, None where there is none.

    Raises SummarizeError where the file system refuses it, it is no regular file, or it is larger
    than `most` bytes; and for a link, if not to `follow` one.
    """
    try:
        descriptor, size = _opened(path, most, follow=follow)
    except FileNotFoundError:
        return None
    try:
        content = os.read(descriptor, size + 1)
        # it grows, is large, or its size is not told: /proc
        while len(content) <= most and (more := os.read(descriptor, _PIECE)):
            content += more
    except OSError as error:
        _refuse(path, error)
    finally:
        os.close(descriptor)
    if len(content) > most:
        raise _too_large(path, most)
    return content


def text_of(path: Path) -> str | None:
    """Give the text of a file that a person edits, None where there is none.

    Raises SummarizeError as `bytes_of` does, and where it is not UTF-8.
    """
    content = bytes_of(path)
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, "it is not UTF-8", "save it as UTF-8") from error


def sha256_of(path: Path, *, follow: bool = True) -> str:
    """Give the SHA-256 of a PDF's bytes.

    Raises SummarizeError as `reading` does, and for more than LARGEST_PDF bytes.
    """
    with reading(path, most=LARGEST_PDF, follow=follow) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_bytes(content: bytes) -> str:
    """Give the SHA-256 of a file that is read already, in hex digits."""
    return hashlib.sha256(content).hexdigest()


def json_object(raw: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises ValueError, in words to show, where it is damaged or something else. The interpreter's
    own limit bounds its depth, to about a thousand.
    """
    try:
        value = json.loads(raw)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except ValueError:
        raise ValueError("it is cut, or no JSON") from None
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    return value


def _refuse(path: AnyPath, error: OSError, *, follow: bool = True) -> NoReturn:
    """Raise what the file system refuses as an error with the path; what is not there as it is."""
    if isinstance(error, FileNotFoundError) or error.errno in SCARCE:
        raise error
    if not follow:
        refuse_link(path)
    hint = "change its permissions, or move it away"
    raise _refused(path, error.strerror or "failed", hint) from error


def _refused(path: AnyPath, message: str, hint: str) -> SummarizeError:
    return SummarizeError(f"cannot read {named(path)}: {message}", hint)


def _too_large(path: AnyPath, most: int) -> SummarizeError:
    return _refused(path, f"it is larger than {most >> 20} MiB", "move it away")
