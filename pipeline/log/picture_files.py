"""Pictures beside a log: where one goes, copied and taken away.

None goes anywhere but into the log's own folder, none replaces another file, and only what was
copied there, and is as it was, is taken away. Whoever calls holds the log.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.errors import SummarizeError
from pipeline.files import (
    bytes_of,
    make_folder,
    named,
    named_errors,
    sweep,
    sync_folder,
    write_new,
)

USUAL_FOLDER = "figures"
"""Where pictures go where the log has none."""


class Picture(NamedTuple):
    """A picture beside a log: its path from the log's folder, and the SHA-256 of its bytes."""

    path: str
    digest: str


def place(
    log: Path, folder: str, name: str, content: bytes, taken: Collection[str] = ()
) -> Picture:
    """Give where a picture goes: `name` in a folder beside the log, or `name` with a number.

    That is the first where nothing stands, or these very bytes; `taken` are paths for others.
    Raises SummarizeError where a link stands in the folder's place.
    """
    _require_within(log, PurePosixPath(folder))
    digest = hashlib.sha256(content).hexdigest()
    names = (f"{Path(name).stem}-{n}.png" for n in itertools.count(2))
    for one in itertools.chain([name], names):
        picture = Picture(str(PurePosixPath(folder) / one), digest)
        free = not os.path.lexists(log.parent / picture.path)
        if picture.path not in taken and (free or is_there(log, picture)):
            return picture
    raise ValueError("no name was free")


def copy(log: Path, picture: Picture, content: bytes) -> bool:
    """Write a picture in its place; give False where it is there already.

    Raises SummarizeError where something else has come to stand there, or the file system refuses.
    """
    path = log.parent / picture.path
    make_folder(path.parent)
    sweep(path.parent)
    written = write_new(path, content)
    if not (written or is_there(log, picture)):
        raise SummarizeError(f"{named(path)} has just been written by another program", "try again")
    return written


def is_there(log: Path, picture: Picture) -> bool:
    """Tell whether a picture is in its place, a file and unchanged; behind a link it is not."""
    path = log.parent / picture.path
    try:
        _require_within(log, PurePosixPath(picture.path))
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        content = bytes_of(path)
    except (SummarizeError, OSError):
        return False
    return content is not None and hashlib.sha256(content).hexdigest() == picture.digest


def take_away(log: Path, picture: Picture) -> bool:
    """Take a picture away that is as it was copied; give False where something else is there."""
    path = log.parent / picture.path
    if not is_there(log, picture):
        return not os.path.lexists(path)
    with named_errors(path):
        path.unlink()
        sync_folder(path.parent)
    return True


def missing_folders(log: Path, pictures: Iterable[Picture]) -> tuple[str, ...]:
    """Give the folders beside a log that are to be made for pictures, the innermost first."""
    folders = {folder for one in pictures for folder in PurePosixPath(one.path).parents}
    missing = [folder for folder in folders if not os.path.lexists(log.parent / folder)]
    return tuple(map(str, sorted(missing, key=lambda folder: (-len(folder.parts), folder))))


def take_away_folders(log: Path, folders: Iterable[str]) -> None:
    """Take folders beside a log away, in order, that are empty."""
    for folder in folders:
        if not _leads_out(log, PurePosixPath(folder)):
            with contextlib.suppress(OSError):  # something is in it, or it is away
                (log.parent / folder).rmdir()


def _leads_out(log: Path, path: PurePosixPath) -> bool:
    linked = any((log.parent / one).is_symlink() for one in (path, *path.parents))
    return linked or path.is_absolute() or ".." in path.parts


def _require_within(log: Path, path: PurePosixPath) -> None:
    """Raise SummarizeError for a path that leads, or may lead, out of the log's folder."""
    if _leads_out(log, path):
        raise SummarizeError(
            f"{named(log.parent / path)} leads out of the log's folder",
            "put a folder in the link's place, or take the picture out of the entry",
        )
