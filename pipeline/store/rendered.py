"""A file that is rendered and then edited by a person: written anew only where nobody has.

What was rendered, and from what, stands in its last comment; so an edit is known.
"""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from pipeline.files import (
    AnyPath,
    bytes_of,
    first_free,
    make_folder,
    named_errors,
    stat_of,
    write_whole,
)
from pipeline.text import marks


def made_from(path: Path) -> str | None:
    """Give the fingerprint of the newest rendering that is here; None if there is none."""
    for one in (newer(path), path):
        if (content := bytes_of(one)) is not None:
            return marks.split_trailer(content.decode("utf-8", "replace"))[1].made_from
    return None


def has(path: Path, text: str) -> bool:
    """Tell whether the newest rendering that is here was rendered as just this text."""
    newest = next((one for one in (newer(path), path) if stat_of(one)), path)
    content = bytes_of(newest) or b""
    trailer = marks.split_trailer(content.decode("utf-8", "replace"))[1]
    return trailer.rendered == digest(text)


def write(path: Path, text: str, made_from: str) -> Path:
    """Keep a rendering, as NAME.new.md where a person has edited the one that is there.

    A NAME.new.md that was edited too is kept as NAME.new.1.md and so on. Gives the path that was
    written.
    """
    beside = newer(path)
    written = beside if is_edited(path) else path
    if edited_too := is_edited(beside):
        names = (beside.with_name(f"{path.stem}.new.{n}.md") for n in itertools.count(1))
        with named_errors(beside):
            beside.rename(first_free(names))
    make_folder(path.parent)
    write_whole(written, (text + marks.trailer(made_from, digest(text))).encode())
    if written == path and not edited_too:
        with named_errors(beside):
            beside.unlink(missing_ok=True)
    return written


def digest(text: str) -> str:
    """Give 24 hex digits, enough that no two differ in vain."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def newer(path: Path) -> Path:
    """Give where a rendering stands that is newer than an edited one."""
    return path.with_name(f"{path.stem}.new.md")


def is_edited(path: AnyPath) -> bool:
    """Tell whether a rendering is there and a person has changed it."""
    content = bytes_of(path)
    if content is None:
        return False
    body, trailer = marks.split_trailer(content.decode("utf-8", "replace"))
    return digest(body) != trailer.rendered
