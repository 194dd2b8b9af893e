"""Tell which lines of a table are of one row where its cells have several lines each.

Rules between the rows, wider gaps between them or the first lines of their cells say so; the words
must bear it out: a text goes on in the next line only where the next word had no room left. Places
and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.table_columns import TableLine, text_of
from pipeline.extract.words import Word

_SPACE = 0.25
"""Ems of a space between words."""
_SPARE = 0.15
"""Sizes by which a word that had no room may seem to have had some."""
_LONG = 12.0
"""Sizes of the longest line of a column from which on it holds texts, not names."""
_LINE = 0.85
"""Sizes from one line of a cell to the next, at least."""
_WIDER = 1.12
"""How much wider the gap between two rows is than that between two lines of one, at least."""
_MOST_EVEN = 0.5
"""Share of rows with several lines in more than one column of which all have as many."""
_MOST_SPARE = 0.2
"""Share of lines that may leave room for the next one's first word: a new paragraph's."""
_HYPHEN = re.compile(r"[^\W\d_]-$")

_SMALL = re.compile(r"[a-zéà-ÿ]")
"""The beginning of a line that may go on with another."""
_CLOSES = re.compile(r"^[^(\[{]*[)\]}]")
_FEW = 3
"""Words of a line at most that may be a cell by itself, whatever the next one begins with."""

Band = tuple[int, int]
"""The first line of a row, and the one behind its last."""


class Bands:
    """Cuts the lines of a table below its heads into rows.

    `numeric` are the columns of values: a row has one in one of its lines alone.
    """

    def __init__(self, lines: Sequence[TableLine], numeric: set[int], size: float) -> None:
        self._lines, self._numeric, self._size = lines, numeric, size
        self._widths: dict[int, float] = {}
        for line in lines:
            for column, words in line.cells.items():
                self._widths[column] = max(self._widths.get(column, 0.0), _width(words))

    def ruled(self, is_cut: Callable[[int], bool]) -> list[Band] | None:
        """Give the rows where rules lie between all of them; None where they don't tell.

        `is_cut` tells whether a rule lies over a line.
        """
        return self._checked(self._at(is_cut))

    def spaced(self, is_cut: Callable[[int], bool]) -> list[Band] | None:
        """Give the rows where the gaps between them are wider than those between their lines."""
        gaps = [above.y - below.y for above, below in pairwise(self._lines)]
        least = min(gaps, default=0.0)
        return self._checked(
            self._at(lambda at: is_cut(at) or gaps[at - 1] > _WIDER * least), apart=True
        )

    def topped(self, is_cut: Callable[[int], bool]) -> list[Band] | None:
        """Give the rows where each has its label, and its values, in its first line."""
        needed = self._numeric or {0}
        bands = self._at(
            lambda at: bool(needed & self._lines[at].filled) and 0 in self._lines[at].filled
        )
        starts = {start for start, _ in bands}
        tops = {at for at in range(1, len(self._lines)) if is_cut(at)} | {0}
        first = needed & self._lines[0].filled and 0 in self._lines[0].filled
        if not first or not tops <= starts:
            return None
        return self._checked(bands, strict=True, apart=True)

    def _at(self, is_cut: Callable[[int], bool]) -> list[Band]:
        ends = [0, *(at for at in range(1, len(self._lines)) if is_cut(at)), len(self._lines)]
        return list(pairwise(ends))

    def _checked(
        self, bands: list[Band], *, strict: bool = False, apart: bool = False
    ) -> list[Band] | None:
        """Give the rows back where their words bear them out.

        With `strict`, those of rows with values do so, too. With `apart`, no line may stand halfway
        between two others.
        """
        several = [band for band in bands if band[1] - band[0] > 1]
        steps = (
            above.y - line.y
            for band in several
            for above, line in pairwise(self._lines[slice(*band)])
        )
        if apart and min(steps, default=0.0) < _LINE * self._size:
            return None
        if len(bands) < 2 or not several or any(map(self._is_other, bands)):
            return None
        if any(
            sum(column in self._lines[at].filled for at in range(*band)) > 1
            for band in several
            for column in self._numeric
        ):
            return None
        if self._numeric and not strict:
            valued = sum(
                any(self._numeric & self._lines[at].filled for at in range(*band)) for band in bands
            )
            return bands if valued == len(bands) else None
        steps_on = [self._goes_on(at) for start, end in several for at in range(start + 1, end)]
        if steps_on.count(False) > (0.0 if strict else _MOST_SPARE * len(steps_on)):
            return None
        longest = [list(self._longest(band)) for band in several]
        if sum(len(columns) > 1 for columns in longest) > _MOST_EVEN * len(several):
            return None
        long = any(
            self._widths[column] > _LONG * self._size for columns in longest for column in columns
        )
        return bands if long or (not self._numeric and len(self._widths) > 2) else None

    def _is_other(self, band: Band) -> bool:
        """Tell whether lines are no row: there is one cell alone, or one over several columns."""
        filled = {column for at in range(*band) for column in self._lines[at].filled}
        return len(filled) < 2 or any(self._lines[at].spans for at in range(*band))

    def _longest(self, band: Band) -> Iterator[int]:
        """Give the columns that have words in all lines of a row."""
        for column in self._widths:
            if all(column in self._lines[at].cells for at in range(*band)):
                yield column

    def _goes_on(self, at: int) -> bool:
        """Tell whether a line may go on with the one above: no word of it had room there."""
        above, line = self._lines[at - 1].cells, self._lines[at].cells
        both = [column for column in line if column in above]
        return all(self._is_full(above[column], line[column], column) for column in both)

    def is_broken(self, words: Sequence[Word], following: Sequence[Word], column: int) -> bool:
        """Tell whether the cell of one row reads as if it went on in the next row's."""
        text, more = text_of(words), text_of(following)
        if not _SMALL.match(more):
            return _is_left_open(text) and not _is_left_open(more) and bool(_CLOSES.search(more))
        if _HYPHEN.search(text):
            return True
        last = [word for word in words if word.y == words[-1].y]
        first = [word for word in following if word.y == following[0].y]
        return len(last) > _FEW and self._is_full(last, first, column)

    def _is_full(self, words: Sequence[Word], following: Sequence[Word], column: int) -> bool:
        if _HYPHEN.search(text_of(words)):
            return True
        needed = _width(words) + _SPACE * self._size + following[0].x1 - following[0].x0
        return needed > self._widths[column] - _SPARE * self._size


def _width(words: Sequence[Word]) -> float:
    return max(word.x1 for word in words) - words[0].x0


def _is_left_open(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("()", "[]", "{}"))
