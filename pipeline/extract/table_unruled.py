"""Tables without rules around them: the lines of cells next to a caption.

Places and sizes are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.table_captions import PROSE_LETTERS, Caption, near
from pipeline.extract.table_columns import TextLine, lines_of
from pipeline.extract.table_page import (
    CELL,
    FAR,
    FARTHEST,
    LOOSE,
    MARGIN,
    Body,
    TablePage,
    gaps,
)
from pipeline.extract.table_rules import common
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

_SHARED = 0.3
"""Share of a table's words that may be another's: what has more is not its own."""
_HALF_WIDTH, _WIDER = 60.0, 0.6
"""Points, and share of a caption's width, to both sides of its middle: where cells are sought."""
_BESIDE = 45.0
"""Points from one cell to the next that is of the same table, at most."""
_FIRST = 4.5
"""Sizes from a caption to the first line of a table without rules, at most."""
_LEAST_LINES = 3
"""Lines of cells that make a table without rules around it."""
_HEAD_LINES, _HEAD_GAP = 4, 1.8
"""Lines of a running head and the first below it, and sizes below it at least."""


class Unruled:
    """Finds the lines of cells next to captions of a page."""

    def __init__(self, page: TablePage) -> None:
        self._page = page

    def free(self, caption: Caption, taken: set[int]) -> Body:
        """Give the cells beside a caption that are no other table's; no words where none are."""
        for body in self._unruled(caption):
            if sum(id(word) in taken for word in body.words) <= _SHARED * len(body.words):
                return body
        box = Box(caption.x0, caption.foot, caption.x1, caption.top)
        return Body(caption, [], [], [], [], box)

    def _unruled(self, caption: Caption) -> Iterator[Body]:
        """Give the lines of cells below a caption, and those above it, as its table may be."""
        for below in (True, False):
            x0, x1 = self._range(caption, below=below)
            words = self._cells(caption, x0, x1, below=below)
            while words and (wider := self._beside(words, x0, x1)) != (x0, x1):
                x0, x1 = wider
                words = self._cells(caption, x0, x1, below=below)
            if words:
                yield self._around(caption, words)

    def following(self, body: Body) -> Body | None:
        """Give the lines of cells at the top of a page that may go on with a table without an end.

        Lines with more space below them are a running head.
        """
        if body.end != "open" or self._page.is_of(body):
            return None
        lines = lines_of(self._page.within(body.box.left, body.box.right, FARTHEST, -FARTHEST))
        edge = [
            at
            for at, (line, below) in enumerate(pairwise(lines[:_HEAD_LINES]), 1)
            if line.y - below.y > _HEAD_GAP * line.size
        ]
        rows: list[TextLine] = []
        for line in lines[max(edge, default=0) :]:
            if rows and rows[-1].y - line.y > LOOSE * line.size:
                break
            if self._page.is_no_row(line):
                break
            rows.append(line)
        if sum(gaps(line.words, CELL) > 0 for line in rows) < _LEAST_LINES:
            return None
        top = rows[0].y + rows[0].size
        return self._around(
            body.caption.stand_in(top), [word for row in rows for word in row.words]
        )

    def _range(self, caption: Caption, *, below: bool) -> tuple[float, float]:
        """Give the ends between which cells are looked for: those of a rule, or the caption's."""
        high, low = (
            (caption.foot, caption.foot - FAR) if below else (caption.top + FAR, caption.top)
        )
        for rule in self._page.flat:
            near = low < rule.y < high and common(rule.x0, rule.x1, caption.x0, caption.x1)
            wide = rule.x1 - rule.x0 > _HALF_WIDTH
            if near and wide and not self._page.fills(caption, high, rule.y):
                return rule.x0 - MARGIN, rule.x1 + MARGIN
        middle = (caption.x0 + caption.x1) / 2
        half = max(_HALF_WIDTH, _WIDER * (caption.x1 - caption.x0))
        return middle - half, middle + half

    def _beside(self, words: Sequence[Word], x0: float, x1: float) -> tuple[float, float]:
        """Widen a range to the cells that stand next to its words in most lines."""
        lines = lines_of(words)
        left, right = [], []
        for line in lines:
            pieces = near(self._page.rows, self._page.heights, line.y + 1, line.y - 1)
            cells = [piece for piece in pieces if piece.letters < PROSE_LETTERS]
            left += [piece.x0 for piece in cells if x0 - _BESIDE < piece.x1 <= x0 + MARGIN]
            right += [piece.x1 for piece in cells if x1 - MARGIN <= piece.x0 < x1 + _BESIDE]
        if 2 * len(left) > len(lines):
            x0 = min(left) - MARGIN
        if 2 * len(right) > len(lines):
            x1 = max(right) + MARGIN
        return x0, x1

    def _cells(self, caption: Caption, x0: float, x1: float, *, below: bool) -> list[Word]:
        """Give the words of the lines next to a caption, as long as they may be rows of cells."""
        far = FAR * FAR
        y = caption.foot if below else caption.top
        lines = lines_of(self._page.within(x0, x1, *((y, y - far) if below else (y + far, y))))
        found: list[Word] = []
        cells, reach = 0, _FIRST
        for line in lines if below else lines[::-1]:
            if abs(line.y - y) > reach * line.size or self._page.is_no_row(line):
                break
            reach = LOOSE
            cells += gaps(line.words, CELL) > 0
            y = line.y
            found += line.words
        return found if cells >= _LEAST_LINES else []

    def _around(self, caption: Caption, words: Sequence[Word]) -> Body:
        x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
        foot, top = min(word.y for word in words), max(word.y for word in words)
        box = Box(x0 - 1, foot - 3, x1 + 1, top + caption.size)
        rules = [
            rule
            for rule in self._page.flat
            if foot - 4 <= rule.y <= box.top and common(rule.x0, rule.x1, x0, x1)
        ]
        return self._page.body(caption, box, rules)
