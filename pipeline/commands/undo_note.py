"""What undo needs of an accept: kept for the last one, and with every accepted paper.

The last one's note stands in the output folder, with those before it for as long as its own is not
carried out; the note of each stands in its paper's folder, for whoever takes an earlier one back.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.log.picture_files import Picture

ACCEPTED = "accept.json"
"""The note in an accepted paper's folder."""
EARLIER = "earlier"
"""The member of undo.json that holds the notes before it, for as long as its own is not carried
out."""
_MOST_EARLIER = 10
"""Notes: as many accepts as may be killed one after the other."""
_LONGEST_SLUG = 255
"""Characters of a folder's name: no file system takes more."""


class TickedLine(NamedTuple):
    """A line of the pending list before and after it was ticked.

    Of the `of` lines of the log that are as it is now, it is the one with the number `nth`, from 0.
    """

    before: str
    after: str
    nth: int
    of: int


class UndoNote(NamedTuple):
    """What undo needs of an accept: the inserted text, and the lines that were ticked.

    `pictures` are those that it copied, `folders` those that it made for them, the innermost first,
    `marks` the lines of marks that an accept before it made and an undo of that one has left.

    No record: a log that is not UTF-8 has characters here that records refuse.
    """

    log: str
    slug: str
    inserted: str
    ticked: tuple[TickedLine, ...] = ()
    pictures: tuple[Picture, ...] = ()
    folders: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def read(kept: object) -> UndoNote | None:
    """Read a note as it was kept; None for what is none."""
    if not isinstance(kept, dict):
        return None
    fields = [kept.get(name) for name in ("log", "slug", "inserted")]
    texts = [field for field in fields if isinstance(field, str) and _is_of_log(field)]
    pictures, ticked = _pictures(kept.get("pictures", [])), _ticked(kept.get("ticked", []))
    folders, marks = (_lines(kept.get(name, [])) for name in ("folders", "marks"))
    if len(texts) != len(fields) or pictures is None or ticked is None:
        return None
    if folders is None or marks is None:
        return None
    log, slug, inserted = texts
    note = UndoNote(log, slug, inserted, ticked, pictures, folders, marks)
    is_name = Path(note.slug).name == note.slug and note.slug not in ("", "..")
    fits = len(note.slug) <= _LONGEST_SLUG and "\0" not in note.slug + note.log
    return note if is_name and fits and note.inserted else None


def _ticked(kept: object) -> tuple[TickedLine, ...] | None:
    """Give a note's ticked lines; None for what are none."""
    rows = kept if isinstance(kept, list) else [None]
    lines = [TickedLine(*row) for row in rows if isinstance(row, list) and _is_ticked_line(row)]
    return tuple(lines) if len(lines) == len(rows) else None


def _is_ticked_line(row: list[object]) -> bool:
    if len(row) != len(TickedLine._fields):
        return False
    before, after, nth, of = row
    if not (isinstance(before, str) and isinstance(after, str)):
        return False
    if not (isinstance(nth, int) and isinstance(of, int) and 0 <= nth < of):
        return False
    return _is_of_log(before + after) and "\n" not in before + after and bool(after)


def _pictures(kept: object) -> tuple[Picture, ...] | None:
    """Give a note's pictures; None for what are none."""
    rows = kept if isinstance(kept, list) else [None]
    paths = [
        Picture(*row)
        for row in rows
        if isinstance(row, list)
        and len(row) == len(Picture._fields)
        and all(isinstance(field, str) and "\0" not in field for field in row)
    ]
    return tuple(paths) if len(paths) == len(rows) else None


def _lines(kept: object) -> tuple[str, ...] | None:
    """Give a note's marks or folders; None for what are none."""
    rows = kept if isinstance(kept, list) else [None]
    lines = [
        row for row in rows if isinstance(row, str) and _is_of_log(row) and not {*"\n\0"} & {*row}
    ]
    return tuple(lines) if len(lines) == len(rows) else None


def _is_line(text: str) -> bool:
    return _is_of_log(text) and "\n" not in text and "\0" not in text


def _is_of_log(text: str) -> bool:
    """Tell whether a text can be of a log, where surrogates stand for bytes that are no UTF-8."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def with_earlier(note: dict[str, object]) -> list[object]:
    """Give a note and those before it, the newest first."""
    if not note:
        return []
    earlier = note.get(EARLIER)
    alone = {name: field for name, field in note.items() if name != EARLIER}
    return [alone, *(earlier if isinstance(earlier, list) else [])][:_MOST_EARLIER]
