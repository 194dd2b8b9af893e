"""Read a pending list as people write it, and tick an item.

Pure. A pending list is what stands under a heading that says so (pending, todo, to read, 待读 …) or
before the first entry: check boxes of any bullet and depth, and under such a heading the plain
lines too. Each item keeps its line, its indent and its parents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.log import reading_log
from pipeline.log.reading_log import Line, Log

_BULLET = r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+"
_BOX = re.compile(rf"{_BULLET}\[(?P<box>[ xX✓✔√])\][ \t]*(?P<text>.*)")
_LISTED = re.compile(rf"{_BULLET}(?P<text>.*)")
_PLAIN = re.compile(r"(?P<indent>[ \t]*)(?P<text>\S.*)")
_NO_ITEM = (">", "<!--", "|", "---")
"""How a line begins that is no item of a list: quotes, comments, tables, rules."""
_HEADING = re.compile(r"\ufeff?(?P<marks>#{1,6})[ \t]+(?P<text>.*)")
_SAYS_SO = re.compile(
    r"(?i)\bpending\b|\bto[- ]?do\b|\bto[- ]?read\b|\breading list\b|\bbacklog\b|\bqueue\b"
    r"|\bwish[- ]?list\b|待读|待办|待看|阅读清单|阅读列表|想读|未读"
)
_TAB = 4
"""Columns that a tab indents by, as Markdown counts."""


class PendingItem(NamedTuple):
    """One line of a pending list.

    `number` counts lines from 1, `indent` columns; `parents` are the texts of the items that it is
    nested under, the outermost first.
    """

    text: str
    number: int
    line: Line
    indent: int
    parents: tuple[str, ...]
    boxed: bool
    ticked: bool


class _Section(NamedTuple):
    """Where items may stand; `level` is its heading's, 0 where it has none that says so."""

    start: int
    end: int
    level: int


class _Heading(NamedTuple):
    """A heading, and whether it says that a pending list is below it."""

    line: Line
    level: int
    says_so: bool


def read(log: Log) -> list[PendingItem]:
    """Give every item of the pending lists of a log, ticked ones too, in order."""
    found: list[PendingItem] = []
    line, seen = 1, 0
    for section in _sections(log):
        line, seen = line + log.text.count("\n", seen, section.start), section.start
        found += _items(log.text, section, line)
    return found


def spans(log: Log) -> list[tuple[int, int]]:
    """Give where each list under a heading that says so stands, its heading included, in order."""
    return [(start, section.end) for start, section in _lists(log, _first_entry(log))]


def tick(text: str, item: PendingItem) -> str:
    """Give the text with one item's box ticked and nothing else changed.

    An item without a box, and one that is ticked, stay as they are.
    """
    start = item.line.start
    return text[:start] + ticked_line(item) + text[start + len(item.line.text) :]


def ticked_line(item: PendingItem) -> str:
    """Give an item's line, without its end, as `tick` leaves it."""
    line, box = item.line.text, _BOX.match(item.line.text)
    if box is None or item.ticked:
        return line
    return line[: box.start("box")] + "x" + line[box.end("box") :]


# ── where items may stand ──


def _sections(log: Log) -> Iterator[_Section]:
    """Give the lists under headings that say so, and what else is before the first entry."""
    first_entry = _first_entry(log)
    at = 0
    for start, section in _lists(log, first_entry):
        if at < min(start, first_entry):
            yield _Section(at, min(start, first_entry), 0)
        yield section
        at = section.end
    if at < first_entry:
        yield _Section(at, first_entry, 0)


def _first_entry(log: Log) -> int:
    return min((mark.line.start for mark in log.marks), default=len(log.text))


def _lists(log: Log, first_entry: int) -> Iterator[tuple[int, _Section]]:
    """Give each list under a heading that says so, with the place of its heading."""
    headings = list(_headings(log))
    marks = {mark.line.start for mark in log.marks}
    at = 0
    for number, heading in enumerate(headings):
        start = heading.line.start
        if heading.says_so and start not in marks and start >= at:
            at = _end(headings, number, first_entry, len(log.text))
            yield start, _Section(heading.line.end, at, heading.level)


def _headings(log: Log) -> Iterator[_Heading]:
    for line in log.headings:
        if match := _HEADING.match(line.text):
            yield _Heading(line, len(match["marks"]), bool(_SAYS_SO.search(match["text"])))


def _end(headings: list[_Heading], number: int, first_entry: int, end: int) -> int:
    """Give where the list under a heading ends: at one of those below it, or at the log's end.

    It is one of its level or higher, one that says so too, or the first one among the entries.
    """
    level = headings[number].level
    below = (headings[at] for at in range(number + 1, len(headings)))
    ends = (
        other.line.start
        for other in below
        if other.says_so or other.level <= level or other.line.start >= first_entry
    )
    return next(ends, end)


# ── items ──


def _items(text: str, section: _Section, first: int) -> Iterator[PendingItem]:
    """Give the items of a section, whose first line has the number `first`."""
    above: list[PendingItem] = []
    takes_plain = section.level > 0
    for number, line in _numbered(text, section, first):
        heading = _HEADING.match(line.text)
        if heading:
            above.clear()
            takes_plain = False  # plain lines below a heading that is an item are notes about it
        if heading and section.level:
            yield _titled(heading["text"].strip(), number, line)
        elif not heading and (item := _item(line, number, above, takes_plain=takes_plain)):
            yield item


def _numbered(text: str, section: _Section, first: int) -> Iterator[tuple[int, Line]]:
    """Give a section's lines outside of fences, numbered and placed as in the whole text."""
    start = section.start
    for number, line in enumerate(reading_log.lines(text[start : section.end]), first):
        if not line.fenced:
            yield number, line._replace(start=line.start + start, end=line.end + start)


def _titled(text: str, number: int, line: Line) -> PendingItem:
    return PendingItem(text, number, line, 0, (), boxed=False, ticked=False)


def _item(
    line: Line, number: int, above: list[PendingItem], *, takes_plain: bool
) -> PendingItem | None:
    """Give the item that a line is, None for none; `above` are those that it may be nested under.

    An item that others may be nested under is put there.
    """
    bare = line.text.lstrip()
    box = _BOX.fullmatch(line.text)
    match = box or (_plain(line.text) if takes_plain else None)
    if match is None or not match["text"].strip() or bare.startswith(_NO_ITEM):
        return None
    indent = len(match["indent"].expandtabs(_TAB))
    while above and above[-1].indent >= indent:
        above.pop()
    parents = tuple(parent.text for parent in above)
    ticked = box is not None and box["box"] != " "
    item = PendingItem(match["text"].strip(), number, line, indent, parents, bool(box), ticked)
    if box or bare[0] in "-*+":
        above.append(item)
    return item


def _plain(line: str) -> re.Match[str] | None:
    return _LISTED.fullmatch(line) or _PLAIN.fullmatch(line)
