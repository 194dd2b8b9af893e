"""What leaves for other programs: a paper as records and log know it, with its entries."""

from __future__ import annotations

import datetime
from typing import Literal

from pipeline.records.arxiv_id import ArxivId
from pipeline.records.record import Record

State = Literal["log", "draft"]


class ExportedEntry(Record):
    """What a log, or a draft (`state`), says of a paper: `text` is as it is written.

    `file` is as the user sees it, `line` the entry's first in it, from 1. `day` is the one that it
    stands under, `month` that day's first, or the month's where the log marks months alone.
    """

    state: State
    file: str
    line: int
    day: datetime.date | None
    month: datetime.date | None
    text: str


class ExportedPaper(Record):
    """A paper with its entries; what is not known of it is empty.

    `key` names it for good: it comes of the identifier, else of the title. `published` is of one to
    three numbers: year, month, day. `url` is where the paper can be had.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    arxiv_id: ArxivId | None = None
    categories: tuple[str, ...] = ()
    published: tuple[int, ...] = ()
    doi: str = ""
    journal_ref: str = ""
    url: str = ""
    abstract: str = ""
    topic: str = ""
    entries: tuple[ExportedEntry, ...]

    @property
    def newest(self) -> ExportedEntry:
        """The entry of the newest day; of several, the first."""
        return max(self.entries, key=_when)

    @property
    def state(self) -> State:
        """Whether the paper is in the log, or a draft alone."""
        return "log" if any(one.state == "log" for one in self.entries) else "draft"


def _when(entry: ExportedEntry) -> datetime.date:
    return entry.day or entry.month or datetime.date.min
