"""Read a reading log as people really write it.

Pure: text in, records out. A log is a text with day marks and month marks (see `day_marks`), and
entries below them, each from its title's line to the next title or mark. What stands in a code
fence is none of these. Whoever reads the file decodes it with `surrogateescape` and writes it back
the same way, so that bytes which are no UTF-8 survive.
"""

from __future__ import annotations

import bisect
import calendar
import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.log.day_marks import day_of, month_of, year_of
from pipeline.text.escapes import unescaped

_CANDIDATE = re.compile(
    r"^[ \t\ufeff]*(?:#|\*\*|__|[*_]*《|\[|(?:\d{1,2}[.,][^\S\n]*)?<u>|```|~~~"
    r"|(?:[-*+][ \t]+)?(?:\*\*|__)?(?:(?:19|20)\d\d[-./年]"
    rf"|(?:{'|'.join(calendar.month_abbr[1:])})[a-z]*\.? )).*",
    re.MULTILINE,
)
_HEADING = re.compile(r"\ufeff?#{1,6}[ \t]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TOPICS = re.compile(
    r"(?i)[#* \t]*(?:领域主线|主线|研究方向|topics?|research areas?)[*]*\s*[:：]?\s*$"
)
_TOPIC = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)、，])[ \t]*(?!\[)(\S.*)")
_MOST_TOPICS = 20
"""Topics: a longer list is something else, and the prompt would be full of it."""

_TITLE_FORMS = (
    re.compile(r"(?:\d+[.,]\s*)?<u>(?P<title>.+?)</u>"),
    # what may stand behind a link is a venue; a shorter one is a word of prose
    re.compile(r"\[(?P<title>[^\]]{8,})\]\(\S+\)\s*\S{0,12}$"),
    re.compile(r"\*\*(?P<title>(?:\\.|[^*\\]){8,})\*\*$"),
)
_IDENTIFIER = re.compile(
    r"^\[?(?:arXiv:[ ]?)?(?:\d{4}\.\d{4,5}|[a-z-]{2,12}/\d{7})(?:v\d+)?\]?[\s:：,，-]*",
    re.IGNORECASE,
)
"""An arXiv identifier that a heading has before its title."""
_LATIN = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3
"""Words of a heading that is a paper's title; "Reading List" has two."""
_EMPHASIS = re.compile(r"(?<!\\)[*_]{1,2}(?=\S)|(?<=[^\s\\])[*_]{1,2}")


class Line(NamedTuple):
    """A line with its place in characters; `text` is without its end, `fenced` in a code fence."""

    text: str
    start: int
    end: int
    fenced: bool


class Mark(NamedTuple):
    """A day's or a month's mark: its date, the first of the month for a month, and its line."""

    date: datetime.date
    line: Line
    is_day: bool


class LogEntry(NamedTuple):
    """One paper's section of a log: its title without marks, and its place in characters."""

    title: str
    start: int
    end: int


class Log(NamedTuple):
    """What a log has, in the order of the text; `newline` is how it mostly ends its lines.

    `headings` are all that stand at the margin, those of days and months too.
    """

    text: str
    newline: str
    months: tuple[Mark, ...]
    days: tuple[Mark, ...]
    entries: tuple[LogEntry, ...]
    headings: tuple[Line, ...]

    @property
    def marks(self) -> list[Mark]:
        """Days and months together, in the order of the text."""
        return sorted((*self.months, *self.days), key=_start)

    @property
    def newest_first(self) -> bool:
        """Whether days mostly go back in time from top to bottom; also where that can't be told."""
        dates = [mark.date for mark in self.days or self.months]
        pairs = list(itertools.pairwise(dates))
        return sum(a > b for a, b in pairs) >= sum(a < b for a, b in pairs)


class _Title(NamedTuple):
    """A title and where its line begins; `in_marks` tells that it stands in 《》."""

    title: str
    start: int
    in_marks: bool = False


class _Fence:
    """Tells of one line after the other whether it belongs to a code fence."""

    def __init__(self) -> None:
        self._opened_by = ""

    def holds(self, line: str) -> bool:
        """Tell whether a line opens a fence, closes it, or stands in one."""
        found = _FENCE.match(line)
        if not self._opened_by:
            self._opened_by = found[1] if found else ""
            return bool(found)
        closes = found and found[1].startswith(self._opened_by) and not line.strip(" `~")
        if closes:
            self._opened_by = ""
        return True


def lines(text: str) -> Iterator[Line]:
    """Give the lines of a text with their places; only a line feed ends one, as in Markdown."""
    fence = _Fence()
    for match in re.finditer(r"[^\n]*\n|[^\n]+", text):
        bare = match[0].rstrip("\r\n")
        yield Line(bare, match.start(), match.end(), fence.holds(bare))


def candidates(text: str) -> Iterator[Line]:
    """Give the lines outside of fences that may be a mark, a title or a heading.

    A log of 20 MB has 600,000 lines, and few of these.
    """
    fence = _Fence()
    for match in _CANDIDATE.finditer(text):
        bare = match[0].rstrip("\r")
        if not fence.holds(bare):
            yield Line(bare, match.start(), min(match.end() + 1, len(text)), fenced=False)


def read(text: str) -> Log:
    """Read months, days and entries out of a log; total, and it changes nothing."""
    found: list[Mark] = []
    titles: list[_Title] = []
    headings: list[Line] = []
    for line in candidates(text):
        if _HEADING.match(line.text):
            headings.append(line)
        if mark := _mark(line):
            found.append(mark)
        elif title := _title(line.text):
            titles.append(_Title(title, line.start, in_marks=line.text.lstrip("*_ \t")[:1] == "《"))
    titles = _with_headings(titles, found, headings)
    return Log(
        text,
        _newline(text),
        tuple(mark for mark in found if not mark.is_day),
        tuple(mark for mark in found if mark.is_day),
        tuple(_entries(text, [*map(_start, found), *_years(headings)], titles)),
        tuple(headings),
    )


def topics(text: str) -> tuple[str, ...]:
    """Give the topics that a log declares at its top: the list below 领域主线, topics or such."""
    found: list[str] = []
    announced = False
    for line in itertools.takewhile(lambda line: not day_of(line.text), lines(text)):
        item = _TOPIC.match(line.text)
        if announced and item:
            found.append(item[1].strip())
        elif line.text.strip():
            announced = not found and bool(_TOPICS.match(line.text))
    return tuple(found[:_MOST_TOPICS])


def _start(mark: Mark) -> int:
    return mark.line.start


def _mark(line: Line) -> Mark | None:
    if day := day_of(line.text):
        return Mark(day, line, is_day=True)
    month = month_of(line.text)
    return Mark(month, line, is_day=False) if month else None


def _with_headings(titles: list[_Title], found: list[Mark], headings: list[Line]) -> list[_Title]:
    """Give the titles of a log, with headings where it has its titles as headings.

    They are those of the level that stands below most days, if most of them are links or have as
    many words as a title: parts of a daily note (Tasks, 待读) don't. Between two marks where there
    is one, lines that are a link or bold are of its entry.
    """
    starts = sorted(map(_start, found))
    below = [line for line in headings if starts and line.start > starts[0]]
    marks = set(starts)
    between: dict[int, list[Line]] = {}  # by the mark above them
    for line in below:
        if line.start not in marks:
            between.setdefault(bisect.bisect(starts, line.start), []).append(line)
    first = Counter(_level(lines[0]) for lines in between.values())
    level, _ = next(iter(first.most_common(1)), (0, 0))
    marked = {_level(mark.line) for mark in found} - {0}
    ours = {
        section: [line for line in lines if _level(line) == level]
        for section, lines in between.items()
    }
    alike = [_looks_like_title(line.text) for lines in ours.values() for line in lines]
    if level <= max(marked, default=0) or sum(alike) * 2 <= len(alike):
        return titles
    kept = [one for one in titles if one.in_marks or not ours.get(bisect.bisect(starts, one.start))]
    added = [
        _Title(_of_heading(line.text), line.start) for lines in ours.values() for line in lines
    ]
    return sorted([*kept, *(one for one in added if one.title)], key=lambda one: one.start)


def _level(line: Line) -> int:
    """Give a heading's level, 0 for what is none."""
    bare = line.text.lstrip("\ufeff")
    return len(bare) - len(bare.lstrip("#"))


def _looks_like_title(heading: str) -> bool:
    title = _of_heading(heading)
    return title != heading.strip("\ufeff# \t") or len(_LATIN.findall(title)) >= _FEWEST_WORDS


def _of_heading(line: str) -> str:
    bare = _IDENTIFIER.sub("", line.strip("\ufeff# \t"))
    title = _in_title_marks(bare) or _in_other_marks(bare) or bare
    return unescaped(_EMPHASIS.sub("", title)).strip()


def _years(headings: list[Line]) -> Iterator[int]:
    return (line.start for line in headings if year_of(line.text))


def _entries(text: str, marks: list[int], titles: list[_Title]) -> Iterator[LogEntry]:
    """Give the entries: what has a title below the first mark, up to the next title or mark.

    `marks` are the places of days, months and years.
    """
    first = min(marks, default=0)
    below = [(title, start) for title, start, _ in titles if start >= first]
    edges = sorted({len(text), *marks, *(start for _, start in below)})
    ends = dict(itertools.pairwise(edges))
    for title, start in below:
        yield LogEntry(title, start, ends[start])


def _newline(text: str) -> str:
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


# ── titles ──


def _title(line: str) -> str | None:
    """Give the title that a line begins an entry with, in the ways that logs write them."""
    bare = line.strip()
    marked = _in_title_marks(bare) or _in_other_marks(bare)
    return unescaped(_EMPHASIS.sub("", marked)).strip() or None if marked else None


def _in_title_marks(line: str) -> str:
    """Give what stands in 《》, within or around emphasis; people forget to close both."""
    opened = line.lstrip("*_")
    if not opened.startswith("《"):
        return ""
    return opened[1:].rstrip("*_").removesuffix("》")


def _in_other_marks(line: str) -> str:
    """Give what is underlined, a link or bold, where that is the line's beginning."""
    found = (form.match(line) for form in _TITLE_FORMS)
    return next((match["title"] for match in found if match), "")
