"""Read a pending list as people write it, and tick an item.

Pure. A pending list is what stands under a heading that says so (pending, todo, to read, 待读 …) or
before the first entry: check boxes of any bullet and depth, and the plain lines among them. Each
item keeps its line, its indent and its parents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.log import reading_log
from pipeline.log.reading_log import Line, Log

_BOX = re.compile(
    r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+\[(?P<box>[ xX✓✔√])\][ \t]*(?P<text>.*)"
)
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*)")
_PLAIN = re.compile(r"(?P<indent>[ \t]*)(?P<text>\S.*)")
_HEADING = re.compile(r"\ufeff?(?P<marks>#{1,6})[ \t]+(?P<text>.*)")
_SAYS_SO = re.compile(
    r"(?i)\bpending\b|\bto[- ]?do\b|\bto[- ]?read\b|\breading list\b|\bbacklog\b|\bqueue\b|\bwish[- ]?list\b"
    r"|待读|待办|待看|阅读清单|阅读列表|想读|未读"
)


class PendingItem(NamedTuple):
    """One line of a pending list; `number` counts lines from 1, `parents` are the texts of the items it is nested under."""

    text: str
    number: int
    line: Line
    indent: int
    parents: tuple[str, ...]
    boxed: bool
    ticked: bool


def read(log: Log) -> list[PendingItem]:
    """Give every item of the pending lists of a log, ticked ones too, in order."""
    return [item for section in _sections(log) for item in _items(log.text, *section)]


def _sections(log: Log) -> list[tuple[int, int, int]]:
    """Give where items may stand: (start, end, heading level), the level 0 for what is before the first entry and no list's own."""
    first_entry = min((mark.line.start for mark in log.marks), default=len(log.text))
    marks = {mark.line.start for mark in log.marks}
    headings = [
        (line, match)
        for line in reading_log.candidates(log.text)
        if (match := _HEADING.match(line.text))
    ]
    sections, at = [], 0
    for number, (line, match) in enumerate(headings):
        if line.start < at or line.start in marks or not _SAYS_SO.search(match["text"]):
            continue
        level = len(match["marks"])
        after = (
            other.start
            for other, found in headings[number + 1 :]
            if len(found["marks"]) <= level
            or other.start >= first_entry
            or _SAYS_SO.search(found["text"])
        )
        end = next(after, len(log.text))
        if at < min(line.start, first_entry):
            sections.append((at, min(line.start, first_entry), 0))
        sections.append((line.end, end, level))
        at = end
    return [*sections, (at, first_entry, 0)] if at < first_entry else sections


def _items(text: str, start: int, end: int, level: int) -> Iterator[PendingItem]:
    above: list[tuple[int, str]] = []
    under_title = False  # below a heading that is an item itself, plain lines are notes about it
    for number, line in enumerate(
        reading_log.lines(text[start:end]), text.count("\n", 0, start) + 1
    ):
        placed = line._replace(start=line.start + start, end=line.end + start)
        if line.fenced:
            continue
        if heading := _HEADING.match(line.text):
            above.clear()
            if level:
                under_title = True
                yield PendingItem(
                    heading["text"].strip(), number, placed, 0, (), boxed=False, ticked=False
                )
        elif item := _item(placed, number, in_section=bool(level) and not under_title, above=above):
            yield item


def _item(
    line: Line, number: int, *, in_section: bool, above: list[tuple[int, str]]
) -> PendingItem | None:
    box = _BOX.fullmatch(line.text)
    match = (
        box
        or (in_section and (_BULLET.fullmatch(line.text) or _PLAIN.fullmatch(line.text)))
        or None
    )
    if (
        not match
        or not match["text"].strip()
        or line.text.lstrip().startswith((">", "<!--", "|", "---"))
    ):
        return None
    indent = len(match["indent"].expandtabs(4))
    while above and above[-1][0] >= indent:
        above.pop()
    parents = tuple(text for _, text in above)
    text = match["text"].strip()
    if box or line.text.lstrip()[:1] in "-*+":
        above.append((indent, text))
    return PendingItem(
        text, number, line, indent, parents, bool(box), bool(box) and match["box"] != " "
    )


def tick(text: str, item: PendingItem) -> str:
    """Give the text with one item's box ticked and nothing else changed; an item without a box stays as it is."""
    box = _BOX.match(item.line.text)
    if box is None or item.ticked:
        return text
    at = item.line.start + box.start("box")
    return text[:at] + "x" + text[at + 1 :]
