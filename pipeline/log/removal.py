"""What an accept put into a log, found again and taken out: not another byte changes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.log import reading_log
from pipeline.log.day_marks import day_of, month_of, year_of

_BLANK = " \t\r\n"


class _Made(NamedTuple):
    """A mark that was made for an entry; `rank` tells a day (0), a month (1) and a year (2)."""

    line: str
    rank: int


def without(text: str, inserted: str, handed_on: Sequence[str] = ()) -> str | None:
    """Give a log's text without an entry that was inserted, and without the marks made for it.

    `inserted` is what was: the marks of a new year, month and day, and the entry. A mark that other
    entries stand under by now stays; it is `handed_on` to these (`marks_left`), and goes with the
    last one. None where the entry is not there just once, byte for byte, or where something was
    written on below it, which would become part of the entry above.
    """
    made = list(_marks_above(inserted))
    others = [_Made(line, rank) for line in handed_on if (rank := _rank(line)) is not None]
    others.sort(key=lambda one: -one.rank)
    at = text.find(inserted)
    end = at + len(inserted)
    if at >= 0 and text.find(inserted, at + 1) < 0 and _ends(made, text[end:]):
        if _goes_on(text, end):
            return None
        return "".join(_without_marks(text[:at], text[end:], others))
    below = inserted.rindex(made[-1].line) + len(made[-1].line) if made else 0
    entry = inserted[below:].strip(_BLANK)
    places = [found.span() for found in re.finditer(rf"^{re.escape(entry)}(?=\r?$)", text, re.M)]
    if not entry or len(places) != 1 or _goes_on(text, places[0][1]):
        return None
    before, behind = _cut(text, *places[0])
    return "".join(_without_marks(before, behind, sorted([*others, *made], key=lambda m: -m.rank)))


def marks_left(text: str, inserted: str, handed_on: Sequence[str] = ()) -> list[str]:
    """Give the lines of the marks that were made for an entry and are in the log without it."""
    made = [*handed_on, *(one.line for one in _marks_above(inserted))]
    return [
        line for line in dict.fromkeys(made) if re.search(rf"^{re.escape(line)}\r?$", text, re.M)
    ]


def _marks_above(inserted: str) -> Iterator[_Made]:
    """Give the marks that an inserted text begins with."""
    for line in reading_log.lines(inserted):
        rank = _rank(line.text)
        if rank is not None:
            yield _Made(line.text, rank)
        elif line.text.strip():
            return


def _rank(line: str) -> int | None:
    ranks = (day_of(line), month_of(line), year_of(line))
    return next((rank for rank, date in enumerate(ranks) if date), None)


def _ends(made: Sequence[_Made], behind: str) -> bool:
    """Tell whether nothing behind a place stands under some marks: a month ends a day's entries."""
    first, _, _ = behind.lstrip(_BLANK).partition("\n")
    rank = _rank(first.rstrip("\r"))
    return not made or not first or (rank is not None and rank >= max(one.rank for one in made))


def _goes_on(text: str, end: int) -> bool:
    """Tell whether what is below a place is of the entry above: no title, mark or heading."""
    behind = text[end:].lstrip(_BLANK)
    at = text.rfind("\n", 0, len(text) - len(behind)) + 1
    log = reading_log.read(text)
    starts = {line.start for line in (*log.headings, *(mark.line for mark in log.marks))}
    return bool(behind) and at not in starts | {one.start for one in log.entries}


def _without_marks(before: str, behind: str, made: Sequence[_Made]) -> tuple[str, str]:
    """Take those of our marks out that a cut has left with nothing under them."""
    for number, mark in reversed(list(enumerate(made))):
        above = before.rstrip(_BLANK)
        start = len(above) - len(mark.line)
        is_above = above.endswith(mark.line) and (start == 0 or above[start - 1] == "\n")
        if not is_above or not _ends(made[number:], behind):
            break
        before, behind = _cut(before + behind, start, len(above))
    return before, behind


def _cut(text: str, start: int, end: int) -> tuple[str, str]:
    """Cut a piece out, with the blank lines on one of its sides; give what is before and behind."""
    before, behind = text[:start], text[end:]
    rest = behind.lstrip(_BLANK)
    if rest:
        return before, rest
    return before.rstrip(_BLANK), behind
