"""What an accept put into a log, found again and taken out: not another byte changes. Pure."""

from __future__ import annotations

import re

from pipeline.log import reading_log
from pipeline.log.reading_log import Mark

_BLANK = " \t\r\n"


def without(text: str, inserted: str) -> str | None:
    """Give a log's text without an entry that was inserted, and without the marks made for it.

    `inserted` is what was: the marks of a new month and day, and the entry. A mark that other
    entries stand under by now stays. None where the entry is not there just once, byte for byte.
    """
    marks = reading_log.read(inserted).marks
    at = text.find(inserted)
    if at >= 0 and text.find(inserted, at + 1) < 0:
        behind = text[at + len(inserted) :]
        if not marks or _ends_marks(behind, marks):
            return text[:at] + behind
    entry = inserted[marks[-1].line.end if marks else 0 :].strip(_BLANK)
    places = [found.span() for found in re.finditer(rf"^{re.escape(entry)}(?=\r?$)", text, re.M)]
    if not entry or len(places) != 1:
        return None
    before, behind = _cut(text, *places[0])
    return "".join(_without_marks(before, behind, marks))


def _without_marks(before: str, behind: str, marks: list[Mark]) -> tuple[str, str]:
    """Take those of our marks out that a cut has left with nothing under them."""
    for number, mark in reversed(list(enumerate(marks))):
        above = before.rstrip(_BLANK)
        start = len(above) - len(mark.line.text)
        is_above = above.endswith(mark.line.text) and (start == 0 or above[start - 1] == "\n")
        if not is_above or not _ends_marks(behind, marks[number:]):
            break
        before, behind = _cut(before + behind, start, len(above))
    return before, behind


def _ends_marks(behind: str, marks: list[Mark]) -> bool:
    """Tell whether nothing behind a place stands under marks: a month's ends at another month's."""
    rest = behind.lstrip(_BLANK)
    if not rest:
        return True
    following = reading_log.read(rest).marks[:1]
    if not following or following[0].line.start > 0:
        return False
    return not following[0].is_day or all(mark.is_day for mark in marks)


def _cut(text: str, start: int, end: int) -> tuple[str, str]:
    """Cut a piece out, with the blank lines on one of its sides; give what is before and behind."""
    before, behind = text[:start], text[end:]
    rest = behind.lstrip(_BLANK)
    if rest:
        return before, rest
    return before.rstrip(_BLANK), behind
