"""Where an entry goes in a log, and what is inserted: not another byte changes."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from pipeline.log.day_marks import _SEPARATOR, _rewrite
from pipeline.log.reading_log import Log, Mark


class Insertion(NamedTuple):
    """A text to be inserted, and the offset where."""

    at: int
    text: str


def plan(log: Log, entry: str, day: datetime.date) -> Insertion:
    """Tell what is to be inserted where, for an entry to stand under its day.

    `entry` has no day mark, and ends its lines with line feeds. A missing month or day is made,
    written as the log writes them; a second entry of a day goes after the first.
    """
    same = [mark for mark in log.days if mark.date == day]
    if same:
        return _put(log, _block_end(log, same[-1]), [entry])
    month = next(
        (mark for mark in log.months if (mark.date.year, mark.date.month) == (day.year, day.month)),
        None,
    )
    if month:
        return _put(log, _place_in_month(log, month, day), [_day_mark(log, day), entry])
    marks = [_day_mark(log, day), entry]
    if log.months or not log.days:
        marks.insert(0, _month_mark(log, day))
    return _put(log, _place_of_month(log, day), marks)


def insert(text: str, what: Insertion) -> str:
    """Carry an insertion out: all that was there stays as it was, to the byte."""
    return text[: what.at] + what.text + text[what.at :]


def _block_end(log: Log, mark: Mark) -> int:
    """Give where the text that belongs to a mark ends: at the next mark, or at the log's end."""
    return next(
        (other.line.start for other in log.marks if other.line.start > mark.line.start),
        len(log.text),
    )


def _place_in_month(log: Log, month: Mark, day: datetime.date) -> int:
    """Give where a new day goes among a month's days; a day of another year in between does no harm, order is looked at one by one."""
    end = next(
        (other.line.start for other in log.months if other.line.start > month.line.start),
        len(log.text),
    )
    days = [mark for mark in log.days if month.line.start < mark.line.start < end]
    newest_first = log.newest_first
    later = [
        mark.line.start for mark in days if (mark.date < day if newest_first else mark.date > day)
    ]
    return min(later, default=end)


def _place_of_month(log: Log, day: datetime.date) -> int:
    """Give where a new month, or a new day of a log without months, goes."""
    tops = log.months or log.days
    first = day.replace(day=1) if log.months else day
    newest_first = log.newest_first
    later = [
        mark.line.start
        for mark in tops
        if (mark.date < first if newest_first else mark.date > first)
    ]
    return min(later, default=len(log.text))


def _put(log: Log, at: int, blocks: list[str]) -> Insertion:
    """Set blocks in at a place, a blank line between them and their neighbours; blank lines that are there already serve."""
    space = re.search(r"[ \t\r\n]*$", log.text[max(0, at - 200) : at])
    above = space[0].count("\n") if space else 0
    first = not log.text[:at].strip("\ufeff \t\r\n") if at < 200 else False
    text = "" if first else "\n" * max(0, 2 - above)
    text += "\n\n".join(block.strip("\n") for block in blocks) + "\n"
    if at < len(log.text):
        text += "\n"
    return Insertion(at, text.replace("\n", log.newline))


def _day_mark(log: Log, day: datetime.date) -> str:
    if not log.days:
        return f"## {day.year}.{day.month}.{day.day}"
    nearest = min(log.days, key=lambda mark: abs((mark.date - day).days))
    padded = any(re.search(rf"{_SEPARATOR}0\d", mark.line.text) for mark in log.days)
    return _rewrite(nearest.line.text, day, padded=padded)


def _month_mark(log: Log, day: datetime.date) -> str:
    if not log.months:
        return f"# {day.year}.{day.month}"
    nearest = min(log.months, key=lambda mark: abs((mark.date - day).days))
    padded = any(re.search(r"[-./年]0\d", mark.line.text) for mark in log.months)
    return _rewrite(nearest.line.text, day, padded=padded)
