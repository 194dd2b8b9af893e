"""Find the captions of a page's tables among its pieces of lines.

A caption begins with a table's name and a stop, or with the name alone or set apart; a sentence
that begins with a table's name is none. Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.pieces import Piece
from pipeline.extract.table_rules import Rule, common

CAPTION = re.compile(
    r"\s*续?(?P<label>(?:Table|TABLE|Tab\.|TAB\.|表)\s*"
    r"(?:S?\d{1,3}(?:\.\d{1,2})?|[IVXL]{1,6}|[A-Z]\.?\d{1,2}))(?P<end>\s*[.:|：—–]|\s|$)"
)
_NAME = re.compile(r"\s*(?:Table|TABLE|Tab\.|TAB\.)\s*")
_BEGINS = re.compile(r"\s*续?(?:Table|TABLE|Tab\.|TAB\.|表)")
OTHER_CAPTION = re.compile(
    r"\s*(?:Figure|Fig\.|FIG\.|FIGURE|Algorithm|Listing|图|図)\s*\d{1,3}\s*[.:|：]"
)
"""The first words of a figure's caption: no table goes on behind it."""
ALGORITHM = re.compile(r"\s*(?:Algorithm|ALGORITHM|Alg\.|算法)\s*\d{1,3}\b")
"""The first words of an algorithm's title."""
GOES_ON = re.compile(
    r"[(（\[]\s*(?:continued|cont(?:[’']?d|\.)?|续)\s*[\])）]|续[上下表]|[接转][上下]页"
    r"|\bcontinue[sd]?\s+(?:(?:on|from|in|to)\s+(?:the\s+)?"
    r"(?:next|previous|following|preceding|last|facing|opposite)|overleaf)\b",
    re.IGNORECASE,
)
"""What says that a table goes on, or went before: above or below its rows."""
PART_TITLE = re.compile(r"\([a-h]\)\s*[A-Z]")
"""The first words of the title of a table's part."""
_ENDED = re.compile(r"[.!?:;。！？：；][”\"’)\]]*\d{0,2}\s*$")
LEADING = 1.5
"""Sizes from one base line of a caption or paragraph to the next, at most."""
_SIZES = 0.13
"""Share of a caption's size by which its lines may differ: its label is often set larger."""
_SAME_SIZE = 0.04
"""Share of a size by which lines of one paragraph may differ."""
PROSE_LETTERS = 30
"""Letters of a piece that may be of the running text."""
_TITLE_LETTERS = 45
"""Letters under which a line that begins with a table's name and no stop may be its caption."""
_WORD_GAP = 1.6
"""Sizes between the words of a caption, at most: those of a typewriter's letters are wide."""
_LABEL_GAP = 3
"""Sizes from a label to its caption's words, at most."""


class Caption(NamedTuple):
    """A caption: its label as it is printed, the box of its lines and their size."""

    label: str
    x0: float
    x1: float
    top: float
    foot: float
    size: float

    def stand_in(self, top: float) -> Caption:
        """Give the caption of a table's part that has none of its own: without height, above it."""
        return self._replace(top=top, foot=top)

    @property
    def is_stand_in(self) -> bool:
        """Whether it is of a part without a caption of its own."""
        return self.top == self.foot


def may_have_caption(texts: Iterable[str]) -> bool:
    """Tell whether one of a page's lines may begin a table's caption."""
    return any(_BEGINS.match(text) for text in texts)


def near(
    rows: Sequence[Piece], heights: Sequence[float], high: float, low: float
) -> Sequence[Piece]:
    """Give the pieces with base lines from `high` down to `low`.

    `rows` go from top to bottom; `heights` are their base lines, negative so that they rise.
    """
    return rows[bisect.bisect_left(heights, -high) : bisect.bisect_right(heights, -low)]


def captions(
    rows: Sequence[Piece], heights: Sequence[float], rules: Sequence[Rule]
) -> Iterator[Caption]:
    """Give the captions of a page, from top to bottom, given its pieces and rules in that order."""
    for piece in rows:
        match = CAPTION.match(_with_number(piece, rows, heights))
        if match and _stands_apart(match, piece, rows, heights, rules):
            yield _whole(match["label"], piece, rows, heights, rules)


def _with_number(piece: Piece, rows: Sequence[Piece], heights: Sequence[float]) -> str:
    """Give a piece's text, and where that is a table's name alone, the number to its right.

    The words of a caption stand far apart where its line is stretched.
    """
    if not _NAME.fullmatch(piece.text):
        return piece.text
    beside = [
        other
        for other in near(rows, heights, piece.y + 1, piece.y - 1)
        if 0 < other.x0 - piece.x1 < _WORD_GAP * piece.size
    ]
    return " ".join(one.text for one in [piece, *beside[:1]])


def _stands_apart(
    match: re.Match[str],
    piece: Piece,
    rows: Sequence[Piece],
    heights: Sequence[float],
    rules: Sequence[Rule],
) -> bool:
    """Tell a caption from a line of the running text that begins with a table's name."""
    above = [
        other
        for other in near(rows, heights, piece.y + 1.4 * piece.size, piece.y + 0.5 * piece.size)
        if common(other.x0, other.x1, piece.x0, piece.x1)
        and abs(other.size - piece.size) < _SAME_SIZE * piece.size
        and other.letters >= PROSE_LETTERS
        and not _is_parted(rules, other.y, piece.y, piece)
    ]
    if match["end"].strip():
        return piece.bold > 0 or all(_ENDED.search(other.text) for other in above)
    name = len(match["label"].strip()) == len(piece.text.strip())
    return not above and (name or piece.bold > 0 or piece.letters < _TITLE_LETTERS)


def _is_parted(rules: Sequence[Rule], high: float, low: float, piece: Piece) -> bool:
    """Tell whether a rule lies between two heights and over or under a piece."""
    return any(
        low < rule.y < high and common(rule.x0, rule.x1, piece.x0, piece.x1) for rule in rules
    )


def _whole(
    label: str,
    first: Piece,
    rows: Sequence[Piece],
    heights: Sequence[float],
    rules: Sequence[Rule],
) -> Caption:
    """Follow a caption from its first piece down to its last line."""
    left, right, y = first.x0, first.x1, first.y
    for piece in near(rows, heights, y + 1, y - 1):
        gap = piece.x0 - right
        if (
            0 <= gap < _LABEL_GAP * first.size
            and abs(piece.size - first.size) < _SIZES * first.size
        ):
            right = max(right, piece.x1)
    while (line := _next_line(first, y, left, right, rows, heights)) is not None:
        if _is_parted(rules, y, line.y - 0.3 * first.size, line):
            break
        y, left, right = line.y, min(left, line.x0), max(right, line.x1)
    top, foot = first.y + 0.8 * first.size, y - 0.25 * first.size
    return Caption(" ".join(label.split()), left, right, top, foot, first.size)


def _next_line(
    first: Piece,
    y: float,
    left: float,
    right: float,
    rows: Sequence[Piece],
    heights: Sequence[float],
) -> Piece | None:
    """Give the line below a caption's that goes on with it; None where there is none, or cells."""
    below = [
        piece
        for piece in near(rows, heights, y - 0.7 * first.size, y - LEADING * first.size)
        if common(piece.x0, piece.x1, left, right)
        and abs(piece.size - first.size) < _SIZES * first.size
    ]
    line = [piece for piece in below if piece.y > below[0].y - 1]
    if any(after.x0 - before.x1 > _WORD_GAP * first.size for before, after in pairwise(line)):
        return None
    return max(line, key=lambda piece: piece.letters, default=None)
