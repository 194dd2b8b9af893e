"""Read a reading log as people really write it, and insert an entry without changing another byte.

Pure: text in, text out. A log is a text with day marks (`## 2024.1.6`, `2019-11-07`, `-
**2022/05/06, Friday.**` …), month marks, and entries below them. What stands in a code fence is
none of these. Whoever reads the file decodes it with `surrogateescape` and writes it back the same
way, so that bytes which are no UTF-8 survive.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.log.day_marks import _date, _month
from pipeline.records.arxiv_id import ArxivId
from pipeline.text.titles import fold, without_nickname

_CANDIDATE = re.compile(
    rf"^[ \t\ufeff]*(?:[#*+_《\[<`~-]|\d{{1,2}}[.,]|(?:19|20)\d\d[-./年]|(?:{'|'.join(calendar.month_abbr[1:])})[a-z]*\.? ).*",
    re.MULTILINE,
)
_TOPICS = re.compile(
    r"(?i)[#* \t]*(?:领域主线|主线|研究方向|topics?|research areas?)[*]*\s*[:：]?\s*$"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_IDENTIFIER = re.compile(r"<!--[^>]*?\barXiv:(?P<id>[\w./-]+?)(?:v\d+)?(?=[\s，,]|-->)")


class Line(NamedTuple):
    """One line with its place; `text` is without the line's end, `fenced` tells that it stands in a code fence."""

    text: str
    start: int
    end: int
    fenced: bool


class Mark(NamedTuple):
    """A day's or a month's mark: its date (the first of the month for a month), its line and how it is written."""

    date: datetime.date
    line: Line
    is_day: bool


class LogEntry(NamedTuple):
    """One paper's section of a log: its title without marks, and the place from its title line to the next entry or mark."""

    title: str
    start: int
    end: int


class Log(NamedTuple):
    """What a log has, in the order of the text."""

    text: str
    newline: str
    months: tuple[Mark, ...]
    days: tuple[Mark, ...]
    entries: tuple[LogEntry, ...]

    @property
    def marks(self) -> list[Mark]:
        """Days and months together, in the order of the text."""
        return sorted((*self.months, *self.days), key=lambda mark: mark.line.start)

    @property
    def newest_first(self) -> bool:
        """Whether days mostly go back in time from top to bottom; so too where there are too few to tell."""
        pairs = [(a.date, b.date) for a, b in itertools.pairwise(self.days or self.months)]
        return sum(a > b for a, b in pairs) >= sum(a < b for a, b in pairs)


def lines(text: str) -> Iterator[Line]:
    """Give the lines of a text with their places; only a line feed ends one, as in Markdown."""
    fence, start = "", 0
    for match in re.finditer(r"[^\n]*\n|[^\n]+", text):
        whole = match[0]
        bare = whole.rstrip("\r\n")
        found = _FENCE.match(bare)
        yield Line(bare, start, start + len(whole), bool(fence) or bool(found))
        if fence and found and found[1].startswith(fence) and not bare.strip(" `~"):
            fence = ""
        elif found and not fence:
            fence = found[1]
        start += len(whole)


def candidates(text: str) -> Iterator[Line]:
    """Give the lines outside of fences that may be a mark or a title: a log of 20 MB has 600,000 lines, and few of these."""
    fence = ""
    for match in _CANDIDATE.finditer(text):
        bare = match[0].rstrip("\r")
        found = _FENCE.match(bare)
        if found and not fence:
            fence = found[1]
        elif fence:
            if found and found[1].startswith(fence) and not bare.strip(" `~"):
                fence = ""
        else:
            yield Line(bare, match.start(), min(match.end() + 1, len(text)), fenced=False)


def read(text: str) -> Log:
    """Read months, days and entries out of a log; total, and it changes nothing."""
    months, days, titles = [], [], []
    for line in candidates(text):
        if day := _date(line.text):
            days.append(Mark(day, line, is_day=True))
        elif month := _month(line.text):
            months.append(Mark(month, line, is_day=False))
        elif title := _title(line.text):
            titles.append((title, line))
    first = min((mark.line.start for mark in (*months, *days)), default=0)
    titles = [(title, line) for title, line in titles if line.start >= first]
    edges = sorted(
        {
            len(text),
            *(mark.line.start for mark in (*months, *days)),
            *(line.start for _, line in titles),
        }
    )
    ends = dict(itertools.pairwise(edges))
    entries = tuple(LogEntry(title, line.start, ends[line.start]) for title, line in titles)
    return Log(text, _newline(text), tuple(months), tuple(days), entries)


def topics(text: str) -> tuple[str, ...]:
    """Give the topics that a log declares at its top (领域主线, topics): the list below the line that says so."""
    found: list[str] = []
    saying = False
    for line in itertools.takewhile(lambda line: not _date(line.text), lines(text)):
        item = re.match(r"[ \t]*(?:[-*+]|\d{1,2}[.)、，])[ \t]*(?!\[)(\S.*)", line.text)
        if saying and item:
            found.append(item[1].strip())
        elif line.text.strip():
            saying = not found and bool(_TOPICS.match(line.text))
    return tuple(found[:20])


def find_entry(log: Log, arxiv_id: ArxivId | None, title: str) -> int | None:
    """Give the line number of the entry of a paper that is in the log already, by its identifier or its title; None if it is not."""
    base = arxiv_id.base if arxiv_id else ""
    places = [
        match.start() for match in _IDENTIFIER.finditer(log.text) if base and match["id"] == base
    ]
    if wanted := {fold(title), fold(without_nickname(title))} - {""}:
        places += [
            entry.start
            for entry in log.entries
            if {fold(entry.title), fold(without_nickname(entry.title))} & wanted
        ]
    return log.text.count("\n", 0, min(places)) + 1 if places else None


# ── places ──


# ── how this log writes its marks ──


# ── lines ──


def _newline(text: str) -> str:
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def _title(line: str) -> str | None:
    """Give the title that a line begins an entry with, in the ways that logs write them."""
    bare = line.strip()
    if (
        match := re.match(r"[*_]*《(.+?)》?[*_]*$", bare)
        if bare.lstrip("*_").startswith("《")
        else None
    ):
        title = match[1]
    elif match := re.match(
        r"(?:\d+[.,]\s*)?<u>(.+?)</u>|\[([^\]]{8,})\]\(\S+\)\s*\S{0,12}$|\*\*([^*]{8,})\*\*$", bare
    ):
        title = next(group for group in match.groups() if group)
    else:
        return None
    return re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", title).strip() or None
