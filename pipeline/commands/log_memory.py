"""What a log remembers, read once and asked for paper after paper."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.log import presence, reading_log
from pipeline.log.memory import remembered
from pipeline.records.paper import Paper
from pipeline.records.remembered import Remembered
from pipeline.text import titles
from pipeline.text.citations import Work, work_of
from pipeline.text.ranking import Counted, titled_terms

_LONGEST = 8_000
"""Characters of an entry that are looked at."""
_NAMED = re.compile(r"(?:arXiv:|arxiv\.org/(?:abs|pdf)/)([\w.-]+/?\d+)", re.IGNORECASE)
_VERSION = re.compile(r"v\d+$")


class Known(NamedTuple):
    """An entry of a log: its day, its title, its lines from 1, and the work that it is of."""

    day: datetime.date | None
    when: str
    title: str
    line: int
    last_line: int
    work: Work


class LogMemory:
    """The entries of a log's text, as papers are held against them; it never changes.

    `entries` are in the order of the text, `terms` those of each; `places` are the places in
    `entries` of all that a paper may be known by: its identifier without version, its folded title.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._log = reading_log.read(text)
        found: list[Known] = []
        places: dict[str, list[int]] = {}
        for at, entry in enumerate(remembered(self._log)):
            named = entry.named
            found.append(_known(entry, named))
            for key in dict.fromkeys(_keys(entry.title, named)):
                places.setdefault(key, []).append(at)
        self.entries = tuple(found)
        self.places: Mapping[str, list[int]] = places
        self.terms = Counted(
            titled_terms(one.title, one.text[:_LONGEST]) for one in remembered(self._log)
        )

    def own(self, paper: Paper) -> int | None:
        """Give the place of a paper's own entry in `entries`; None where it has none there."""
        line = presence.find_entry(self._log, paper.arxiv_id, paper.title) or 0
        at = bisect.bisect_right(self.entries, line, key=lambda one: one.line) - 1
        return at if at >= 0 and line <= self.entries[at].last_line else None


def _known(entry: Remembered, named: str) -> Known:
    return Known(
        day=entry.day,
        when=entry.when,
        title=entry.title,
        line=entry.line,
        last_line=entry.last_line,
        work=work_of(entry.title, named),
    )


def _keys(title: str, named: str) -> Iterator[str]:
    """Give what an entry's paper is known by: the identifiers that it names, then its title."""
    for match in _NAMED.finditer(named):
        yield _VERSION.sub("", match[1])
    yield from keys_of_title(title)


def keys_of_title(title: str) -> Iterator[str]:
    """Give what a title is known by: with and without a nickname in front."""
    yield titles.fold(title)
    yield titles.fold(titles.without_nickname(title))
