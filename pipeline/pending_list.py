"""Read a pending list as people write it, and tick an item.

Pure. A pending list is what stands under a heading that says so (pending, todo, to read, 待读 …) or before the first entry: check
boxes of any bullet and depth, and the plain lines among them. Each item keeps its line, its indent and its parents.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline import reading_log
from pipeline.reading_log import Line

_BOX = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+\[(?P<box>[ xX✓✔√])\][ \t]*(?P<text>.*)")
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


def read(text: str) -> list[PendingItem]:
    """Give every item of the pending lists of a log, ticked ones too, in order."""
    log = reading_log.read(text)
    first_entry = min((mark.line.start for mark in log.marks), default=len(text) + 1)
    items: list[PendingItem] = []
    above: list[tuple[int, str]] = []
    depth = 0  # the heading level of the section that says so, 0 outside of one
    under_title = False  # below a heading that is an item itself, plain lines are notes about it
    for number, line in enumerate(reading_log.lines(text), 1):
        if heading := None if line.fenced else _HEADING.match(line.text):
            if _SAYS_SO.search(heading["text"]) and line.start not in {mark.line.start for mark in log.marks}:
                depth, under_title = len(heading["marks"]), False
            elif depth and (len(heading["marks"]) <= depth or line.start >= first_entry):
                depth = 0
            elif depth:
                under_title = True
                items.append(PendingItem(heading["text"].strip(), number, line, 0, (), boxed=False, ticked=False))
            above.clear()
            continue
        if line.fenced or (line.start >= first_entry and not depth):
            continue
        found = _item(line, number, in_section=bool(depth) and not under_title, above=above)
        if found:
            items.append(found)
    return items


def _item(line: Line, number: int, *, in_section: bool, above: list[tuple[int, str]]) -> PendingItem | None:
    box = _BOX.fullmatch(line.text)
    match = box or (in_section and (_BULLET.fullmatch(line.text) or _PLAIN.fullmatch(line.text))) or None
    if not match or not match["text"].strip() or line.text.lstrip().startswith((">", "<!--", "|", "---")):
        return None
    indent = len(match["indent"].expandtabs(4))
    while above and above[-1][0] >= indent:
        above.pop()
    parents = tuple(text for _, text in above)
    text = match["text"].strip()
    if box or line.text.lstrip()[:1] in "-*+":
        above.append((indent, text))
    return PendingItem(text, number, line, indent, parents, bool(box), bool(box) and match["box"] != " ")


def tick(text: str, item: PendingItem) -> str:
    """Give the text with one item's box ticked and nothing else changed; an item without a box stays as it is."""
    box = _BOX.match(item.line.text)
    if box is None or item.ticked:
        return text
    at = item.line.start + box.start("box")
    return text[:at] + "x" + text[at + 1 :]
