"""What stands on a page that has tables: its captions, pieces, words and rules.

Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.extract.pieces import Piece
from pipeline.extract.table_captions import (
    CAPTION,
    GOES_ON,
    LEADING,
    OTHER_CAPTION,
    PROSE_LETTERS,
    Caption,
    captions,
    near,
)
from pipeline.extract.table_columns import TextLine, lines_of, text_of
from pipeline.extract.table_marks import Mark
from pipeline.extract.table_rules import FLAT, Rule, common, joined, strokes
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

MARGIN = 3.0
"""Points by which words may stand out over the ends of their table's rules."""
FAR = 60.0
"""Points between a caption and its table, at most."""
CELL = 1.0
"""A gap of more than this, in ems, parts cells where there are no rules."""
LOOSE = 2.6
"""Sizes from one line to the next, at most, in a table without rules."""
_MOST_EDGE_WORDS = 16
"""Words of a running head or foot, and of a line that says that a table goes on, at most."""
_LONGEST_NOTE = 60
"""Characters of a line that says that a table goes on, at most."""
FARTHEST = 1e6
"""Points: nothing stands further up or down."""
_MOST_CAPTIONS = 50
"""Tables of a page."""
_MIDDLE = 0.35
"""Sizes from a base line to the middle of its letters."""
_ASIDE = 0.5
"""Sizes between a mark and the words beside it from which on it stands by itself."""
_LOWEST_UPRIGHT = 4.0
"""Points: shorter upright rules are parts of letters."""
_PROSE_PART = 0.75
"""Share of its column's width that a line of running text fills."""
_INDENT = 1.5
"""Sizes by which a line of running text may be indented against the next."""
_UNDERLINE = 60.0
"""Points: a longer rule under a word underlines nothing."""
_UNDER = 3.5
"""Points from a word's base line down to its underline, at most."""


Marks = Callable[[Box], Sequence[Mark]]
"""Gives the marks in a box that are drawn."""


class Body(NamedTuple):
    """What a table is made out of: its words, rules, upright rules and box.

    `rules` go from top to bottom; of those, `strokes` are the parts that each was drawn in.
    `turned` are the texts of the page that stand on their side. `end` tells whether it may go on:
    not where something stands below it, and where no rule closes it, or words say so, it is "open".
    """

    caption: Caption
    words: list[Word]
    rules: list[Rule]
    strokes: list[Rule]
    uprights: list[Box]
    box: Box
    turned: Sequence[TurnedText] = ()
    end: Literal["", "closed", "open"] = ""


class TurnedText(NamedTuple):
    """Text that stands on its side: the middle of its line, and from where to where it goes."""

    text: str
    x: float
    low: float
    high: float


class TablePage:
    """A page's pieces, words and rules, to look for the tables of its captions among."""

    def __init__(
        self,
        made: Sequence[Piece],
        words: Sequence[Word],
        boxes: Sequence[Box],
        turned: Sequence[TurnedText],
        marks: Marks,
    ) -> None:
        self._turned, self._marks = turned, marks
        self.rows = sorted(made, key=lambda piece: (-piece.y, piece.x0))
        self.heights = [-piece.y for piece in self.rows]
        self._words = sorted(words, key=lambda word: -word.y)
        self._word_heights = [-word.y for word in self._words]
        parts = strokes(boxes)
        found = captions(self.rows, self.heights, joined(parts))
        self.captions = list(itertools.islice(found, _MOST_CAPTIONS))
        self.strokes = [part for part in parts if not self._underlines(part)]
        self.flat = joined(self.strokes)
        self._rule_heights = [-rule.y for rule in self.flat]
        self.uprights = [box for box in boxes if box.width < FLAT and box.height > _LOWEST_UPRIGHT]
        self.others = [piece for piece in self.rows if OTHER_CAPTION.match(piece.text)]

    def within(self, x0: float, x1: float, high: float, low: float) -> list[Word]:
        """Give the words between two heights and two ends."""
        first = bisect.bisect_left(self._word_heights, -high)
        last = bisect.bisect_right(self._word_heights, -low)
        return [word for word in self._words[first:last] if x0 <= word.middle <= x1]

    def rules_between(self, high: float, low: float) -> Sequence[Rule]:
        """Give the rules between two heights, without those at them."""
        first = bisect.bisect_right(self._rule_heights, -high)
        return self.flat[first : bisect.bisect_left(self._rule_heights, -low)]

    def body(self, caption: Caption, box: Box, rules: list[Rule]) -> Body:
        """Give what a table in a box is made out of; lines that say that it goes on are no rows."""
        x0, foot, x1, top = box
        uprights = [
            one
            for one in self.uprights
            if x0 - 1 <= one.left <= x1 + 1 and one.bottom < top and one.top > foot
        ]
        parts = [
            one
            for one in self.strokes
            if foot - 1 <= one.y <= top + 1 and one.x0 > x0 - 4 and one.x1 < x1 + 4
        ]
        words = self.within(x0, x1, top, foot)
        said = [line for line in lines_of(words) if _says_so(line)] if _may_say_so(words) else []
        taken = {id(word) for line in said for word in line.words}
        words = [word for word in words if id(word) not in taken]
        words += self._drawn(box, words)
        made = Body(caption, words, rules, parts, uprights, box, self._turned)
        return made._replace(end=self._end(made, said=bool(said))) if words else made

    def _drawn(self, box: Box, words: Sequence[Word]) -> Iterator[Word]:
        """Give the marks of a table that are drawn and stand by themselves, in the lines beside."""
        for mark in self._marks(box) if words else ():
            x0, foot, x1, top = mark.box
            middle = (top + foot) / 2
            level = [
                word for word in words if abs(word.y + _MIDDLE * word.size - middle) < word.size / 2
            ]
            if not any(x0 - word.x1 < _ASIDE * word.size > word.x0 - x1 for word in level):
                line = min(level, key=lambda word: abs(word.x0 - x0), default=None)
                y, size = (line.y, line.size) if line else (foot, top - foot)
                yield Word(mark.text, x0, x1, y, size, styled=False, page=words[0].page)

    def _end(self, body: Body, *, said: bool) -> Literal["", "closed", "open"]:
        x0, foot, x1, _ = body.box
        below = self.within(x0, x1, foot - 1, -FARTHEST)
        if len(below) > _MOST_EDGE_WORDS or body.caption.foot < foot:
            return ""
        lines = lines_of(below)
        said = said or any(map(_says_so, lines))
        last = min(word.y for word in body.words)
        open_ = not any(rule.y < last for rule in body.rules)
        return "open" if said or open_ else "closed"

    def is_of(self, body: Body) -> bool:
        """Tell whether a table stands on this page."""
        return bool(self._words and body.words) and self._words[0].page == body.words[0].page

    def is_first(self, x0: float, x1: float, top: float) -> bool:
        """Tell whether nothing but a running head stands above a height, between two ends."""
        return len(self.within(x0, x1, FARTHEST, top)) <= _MOST_EDGE_WORDS

    def fills(self, caption: Caption, high: float, low: float) -> bool:
        """Tell whether running text as wide as a caption stands between two heights."""
        wide = _PROSE_PART * (caption.x1 - caption.x0)
        return any(
            piece.letters >= PROSE_LETTERS
            and common(piece.x0, piece.x1, caption.x0, caption.x1) > wide
            for piece in near(self.rows, self.heights, high, low)
        )

    def is_no_row(self, line: TextLine) -> bool:
        """Tell whether a line is of a caption or of the running text."""
        text = text_of(line.words[:3])
        left, right = line.words[0].x0, line.words[-1].x1
        within = any(
            caption.foot - 1 < line.y < caption.top + 1
            and common(caption.x0, caption.x1, left, right)
            for caption in self.captions
        )
        other = CAPTION.match(text) or OTHER_CAPTION.match(text)
        return within or bool(other) or self._reads_on(line)

    def _reads_on(self, line: TextLine) -> bool:
        """Tell whether a line is of the running text: long, and next to one that begins alike.

        A long text with a short cell to its right is no such.
        """
        left, right = line.words[0].x0, line.words[-1].x1
        pieces = [
            piece
            for piece in near(self.rows, self.heights, line.y + 1, line.y - 1)
            if common(piece.x0, piece.x1, left, right)
        ]
        if len(pieces) > 1 and pieces[-1].letters < PROSE_LETTERS and pieces[-1].x1 < right + 1:
            return False
        return any(piece.letters >= PROSE_LETTERS and self._goes_on(piece) for piece in pieces)

    def _goes_on(self, piece: Piece) -> bool:
        around = near(
            self.rows,
            self.heights,
            piece.y + LEADING * piece.size,
            piece.y - LEADING * piece.size,
        )
        return any(
            other is not piece
            and other.letters >= PROSE_LETTERS
            and abs(other.x0 - piece.x0) < _INDENT * piece.size
            for other in around
        )

    def _underlines(self, part: Rule) -> bool:
        """Tell whether a rule underlines a word: it lies close below it, and is as long."""
        if part.x1 - part.x0 > _UNDERLINE:
            return False
        first = bisect.bisect_left(self._word_heights, -(part.y + _UNDER))
        last = bisect.bisect_right(self._word_heights, -part.y)
        touched = [
            word for word in self._words[first:last] if common(word.x0, word.x1, part.x0, part.x1)
        ]
        return bool(touched) and (
            abs(min(word.x0 for word in touched) - part.x0) < MARGIN
            and abs(max(word.x1 for word in touched) - part.x1) < MARGIN
        )


def _may_say_so(words: Sequence[Word]) -> bool:
    return any(
        "ont" in word.text.lower() or "续" in word.text or "页" in word.text for word in words
    )


def _says_so(line: TextLine) -> bool:
    text = text_of(line.words)
    return len(text) < _LONGEST_NOTE and bool(GOES_ON.search(text)) and not gaps(line.words, CELL)


def gaps(words: Sequence[Word], least: float) -> int:
    """Count the gaps of a line that are wider than `least` ems."""
    return sum(
        after.x0 - word.x1 > least * max(word.size, after.size) for word, after in pairwise(words)
    )
