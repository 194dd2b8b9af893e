"""A file that is rendered and then edited by a person: written anew only where nobody has.

What was rendered, and from what, stands in its last comment; so an edit is known.
"""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from pipeline.files import bytes_of, first_free, make_folder, named_errors, write_whole
from pipeline.text import marks


def made_from(path: Path) -> str | None:
    """Give the fingerprint of the newest rendering that is here; None if there is none."""
    for one in (_newer(path), path):
        if (content := bytes_of(one)) is not None:
            return marks.split_trailer(content.decode("utf-8", "replace"))[1].made_from
    return None


def write(path: Path, text: str, made_from: str) -> Path:
    """Keep a rendering, as NAME.new.md where a person has edited the one that is there.

    A NAME.new.md that was edited too is kept as NAME.new.1.md and so on. Gives the path that was
    written.
    """
    newer = _newer(path)
    written = newer if _edited(path) else path
    if edited_too := _edited(newer):
        names = (newer.with_name(f"{path.stem}.new.{n}.md") for n in itertools.count(1))
        with named_errors(newer):
            newer.rename(first_free(names))
    make_folder(path.parent)
    write_whole(written, (text + marks.trailer(made_from, digest(text))).encode())
    if written == path and not edited_too:
        with named_errors(newer):
            newer.unlink(missing_ok=True)
    return written


def digest(text: str) -> str:
    """Give 24 hex digits, enough that no two differ in vain."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _newer(path: Path) -> Path:
    return path.with_name(f"{path.stem}.new.md")


def _edited(path: Path) -> bool:
    """Tell whether a rendering is there and a person has changed it."""
    content = bytes_of(path)
    if content is None:
        return False
    body, trailer = marks.split_trailer(content.decode("utf-8", "replace"))
    return digest(body) != trailer.rendered
