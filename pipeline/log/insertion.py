"""Where an entry goes in a log, and what is inserted: not another byte changes. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.log import day_marks, reading_log
from pipeline.log.reading_log import Log, LogEntry, Mark

_LOOK_BACK = 200
"""Characters before a place that are looked at for blank lines: nobody means a longer gap."""
_BLANK = " \t\r\n"


class Insertion(NamedTuple):
    """A text to be inserted, and the offset in characters where."""

    at: int
    text: str


def plan(log: Log, entry: str, day: datetime.date) -> Insertion:
    """Tell what is to be inserted where, for an entry to stand under its day.

    `entry` has no day mark, and ends its lines with line feeds. A missing month or day is made,
    written as the log writes them; a second entry of a day goes after the first.
    """
    if mark := _last(log.days, day):
        return _put(log, _end_of(log.marks, mark, log), [entry])
    heading = _like(log.days, day, usual=f"## {day.year}.{day.month}.{day.day}")
    first = day.replace(day=1)
    if month := _first(log.months, first):
        return _put(log, _place_in_month(log, month, day), [heading, entry])
    if log.days and not log.months:
        return _put(log, _place_among(log.days, day, log, end=len(log.text)), [heading, entry])
    above = _like(log.months, day, usual=f"# {day.year}.{day.month}")
    at = _place_among(log.months, first, log, end=len(log.text))
    return _put(log, at, [above, heading, entry])


def insert(text: str, what: Insertion) -> str:
    """Carry an insertion out: all that was there stays as it was, to the byte."""
    return text[: what.at] + what.text + text[what.at :]


def misread(log: Log, what: Insertion, entry: str) -> str:
    """Tell why a log would not be read as one entry more after an insertion; empty where it is.

    All others must keep their titles and texts, and marks of days and months may only be those
    that `plan` made. Where a log has none of the titles that its reader knows, or the entry's is a
    heading, the entry may be read as none too.
    """
    after = reading_log.read(insert(log.text, what))
    end = what.at + len(what.text)
    body = what.at + what.text.rindex(entry.strip("\n").replace("\n", log.newline))
    if any(body <= mark.line.start < end for mark in after.marks):
        return "a line of it would be the mark of a day or a month"
    ours = [one for one in after.entries if what.at <= one.start < end]
    others = [one for one in after.entries if not what.at <= one.start < end]
    if len(ours) > 1:
        return f"{ours[1].title!r} in it would be the title of another"
    marks = [mark.date for mark in after.marks if not what.at <= mark.line.start < end]
    if _told(others, after) != _told(log.entries, log) or marks != [m.date for m in log.marks]:
        return "what stands beside it would be read as something else"
    planned = [line for line in what.text[: body - what.at].split("\n") if line.strip()]
    if len(planned) != sum(what.at <= mark.line.start < body for mark in after.marks):
        return "its day would be read as none: its year is odd, or a block of code is open above it"
    if not ours and reading_log.read(entry).entries:
        return "it would stand within a block of code"
    if not ours and log.entries and not entry.lstrip().startswith("#"):
        return "its first line would be no title; in 《》 it is one"
    return ""


def _told(entries: Sequence[LogEntry], log: Log) -> list[tuple[str, str]]:
    return [(one.title, log.text[one.start : one.end].rstrip(_BLANK)) for one in entries]


# ── where ──


def _first(marks: Sequence[Mark], date: datetime.date) -> Mark | None:
    return next((mark for mark in marks if mark.date == date), None)


def _last(marks: Sequence[Mark], date: datetime.date) -> Mark | None:
    return _first(marks[::-1], date)


def _end_of(marks: Sequence[Mark], mark: Mark, log: Log) -> int:
    """Give where what belongs to a mark ends: at the next one of `marks`, or at the log's end."""
    starts = (other.line.start for other in marks if other.line.start > mark.line.start)
    return next(starts, len(log.text))


def _place_in_month(log: Log, month: Mark, day: datetime.date) -> int:
    """Give where a new day goes among a month's days."""
    end = _end_of(log.months, month, log)
    days = [mark for mark in log.days if month.line.start < mark.line.start < end]
    return _place_among(days, day, log, end=end)


def _place_among(marks: Sequence[Mark], date: datetime.date, log: Log, *, end: int) -> int:
    """Give where a date goes among marks: before the first one that the log's order puts after it.

    Each mark is looked at by itself, so one of another year in between does no harm.
    """
    is_after = datetime.date.__lt__ if log.newest_first else datetime.date.__gt__
    return next((mark.line.start for mark in marks if is_after(mark.date, date)), end)


# ── what ──


def _put(log: Log, at: int, blocks: Sequence[str]) -> Insertion:
    """Set blocks in at a place, a blank line between them and their neighbours.

    Blank lines that are there already serve.
    """
    before = log.text[max(0, at - _LOOK_BACK) : at]
    words = before.rstrip(_BLANK)
    begins = at <= len(before) and not words.strip("\ufeff" + _BLANK)
    above = 0 if begins else max(0, 2 - before[len(words) :].count("\n"))
    text = "\n" * above + "\n\n".join(block.strip("\n") for block in blocks) + "\n"
    if at < len(log.text):
        text += "\n"
    return Insertion(at, text.replace("\n", log.newline))


def _like(marks: Sequence[Mark], day: datetime.date, *, usual: str) -> str:
    """Write a mark as the nearest one in time is written; `usual` where there is none."""
    if not marks:
        return usual
    nearest = min(marks, key=lambda mark: abs(mark.date - day))
    padded = any(day_marks.is_padded(mark.line.text) for mark in marks)
    return day_marks.rewritten(nearest.line.text, day, padded=padded)
