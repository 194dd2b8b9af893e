"""What a log remembers: its entries with their days, lines and texts. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pipeline.log.reading_log import Log, LogEntry, Mark
from pipeline.records.remembered import Remembered


def remembered(log: Log) -> Iterator[Remembered]:
    """Give the entries of a log in the order of its text, each with the day that it stands under.

    The text of an entry that begins its day has no heading of another: it ends before the next
    mark or title.
    """
    marks, at = log.marks, 0
    line, counted = 1, 0
    for entry in log.entries:
        while at < len(marks) and marks[at].line.start <= entry.start:
            at += 1
        line, counted = line + log.text.count("\n", counted, entry.start), entry.start
        yield _of(log.text, entry, marks[at - 1] if at else None, line)


def _of(text: str, entry: LogEntry, mark: Mark | None, line: int) -> Remembered:
    day = mark.date if mark and mark.is_day else None
    month: datetime.date | None = mark.date.replace(day=1) if mark else None
    return Remembered(entry.title, day, month, line, text[entry.start : entry.end])
