"""Where an entry goes in a log, and what is inserted: not another byte changes. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.log import day_marks, pending_list, reading_log
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

    `entry` has no day mark, and ends its lines with line feeds. A day that is missing is made as
    the log has days, and so are its month and its year where the log has marks of these; a second
    entry of a day goes after the first. A log whose months have no days gets none either.
    """
    years = _years(log)
    months = [*log.months, *years]
    if mark := _last(log.days, day):
        return _put(log, _end_of([*log.days, *months], mark, log), [entry])
    year, first = day.replace(month=1, day=1), day.replace(day=1)
    month = _first(log.months, first)
    if _has_months_alone(log, months):
        if month:
            return _put(log, _end_of(months, month, log), [entry])
        below = [entry]
    else:
        below = [_like(log.days, day, usual=_usual_day(log, day)), entry]
    if month:
        return _put(log, _place_in_month(log, _end_of(months, month, log), month, day), below)
    if not log.months:
        return _put(log, _place_among(log.days, day, log, end=len(log.text)), below)
    below = [_like(log.months, day, usual=""), *below]
    if years and not _first(years, year):
        below = [day_marks.rewritten_year(years[0].line.text, day), *below]
        return _put(log, _place_among(years, year, log, end=len(log.text)), below)
    return _put(log, _place_in_year(log, years, first), below)


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
    above = what.text[: body - what.at].split("\n")
    planned = [line for line in above if line.strip() and not day_marks.year_of(line)]
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
    return min(starts, default=len(log.text))


def _has_months_alone(log: Log, months: Sequence[Mark]) -> bool:
    """Tell whether what is below the months of a log is under no days; `months` has years too."""
    below = (log.text[one.line.end : _end_of(months, one, log)] for one in log.months)
    return not log.days and any(words.strip() for words in below)


def _years(log: Log) -> list[Mark]:
    """Give the headings of years, where a log has its months below such."""
    found = [
        Mark(year, line, is_day=False)
        for line in log.headings
        if (year := day_marks.year_of(line.text))
    ]
    months = [mark.line.start for mark in log.months]
    return found if found and months and found[0].line.start < months[0] else []


def _place_in_year(log: Log, years: Sequence[Mark], month: datetime.date) -> int:
    """Give where a new month goes: among those of its year, where a log has years."""
    own = _first(years, month.replace(month=1))
    if own is None:
        return _place_among(log.months, month, log, end=len(log.text))
    end = _end_of(years, own, log)
    months = [mark for mark in log.months if own.line.start < mark.line.start < end]
    return _place_among(months, month, log, end=end)


def _place_in_month(log: Log, end: int, month: Mark, day: datetime.date) -> int:
    """Give where a new day goes among the days of a month, which ends at `end`."""
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


def _usual_day(log: Log, day: datetime.date) -> str:
    """Write the mark of the first day of a log: at the level that ends the list above it."""
    lists = [start for start, end in pending_list.spans(log) if end == len(log.text)]
    ends_list = bool(lists) and log.text[lists[0] :].startswith("# ")
    return f"{'#' if ends_list else '##'} {day.year}.{day.month}.{day.day}"


def _like(marks: Sequence[Mark], day: datetime.date, *, usual: str) -> str:
    """Write a mark as the nearest one in time is written; `usual` where there is none."""
    if not marks:
        return usual
    nearest = min(marks, key=lambda mark: abs(mark.date - day))
    padded = any(day_marks.is_padded(mark.line.text) for mark in marks)
    return day_marks.rewritten(nearest.line.text, day, padded=padded)
