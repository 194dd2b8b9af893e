"""Put the lines of a table together to rows, and tell what each row is labelled by.

A line with values is a row. One with words in few columns is the second line of a cell, the heading
of a group of rows, or the label of rows above and below it: its place and its words tell which.
Where rules lie between all rows, they say what is of one cell. Places and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.table_bands import Band, Bands
from pipeline.extract.table_columns import Column, TableLine, is_value, text_of
from pipeline.extract.table_reach import Floating, Reach, Row
from pipeline.extract.table_rules import Ruling
from pipeline.extract.words import Word

_NEAR = 0.85
"""Sizes: base lines nearer than this are of one row, some of whose cells have more lines."""
_EVEN = 0.25
"""Sizes by which the distances to the rows above and below may differ for a label of both."""
_LINE = 1.7
"""Sizes from a row to the second line of one of its cells, at most."""
_ANCHOR = 0.6
"""Share of the most cells of a line that a row without values has at least."""
_NUMERIC = 0.7
"""Share of a column's cells with values from which on it is one of values."""
_LEAST_RULED = 2
"""Rows of a table at least that has rules between all of them."""
_LEAST_PAIRED = 2
"""Lines at least that have no label, but words in the same columns."""
_TOGETHER = 0.9
"""Ems between words of one text at most."""
_CENTRE = 0.12
"""Share of a table's width by which the heading of a group may be off its middle."""
_INDENT = 0.5
"""Ems by which a label is indented."""
_WIDE = 0.75
"""Share of the labels' width from which on a label may go on in the next line."""
_TIGHT = 0.93
"""Share of the next line's distance under which the line above is nearer."""
_OPEN = re.compile(r"(?:[/,&(+–-]|\b(?:and|of|with|for|the|in|to|on|or|by))$")
"""The end of a line that goes on."""
_GOES_ON = re.compile(r"[a-zé(\[&/+)]")
"""The beginning of a line that goes on with another."""


class Rows:
    """Makes the rows of a table out of its lines below the heads."""

    def __init__(
        self, lines: Sequence[TableLine], found: Sequence[Column], size: float, ruling: Ruling
    ) -> None:
        self._lines, self._columns, self._size, self._ruling = lines, found, size, ruling
        self._reach = Reach(found, size, ruling)
        self._numeric = {at for at in range(1, len(found)) if self._is_numeric(at)}
        self._bands = Bands(lines, self._numeric, size)
        most = max(len(line.filled) for line in lines)
        paired = self._paired()
        self._unsure = self._is_paired = bool(paired)
        anchors = [
            at
            for at, line in enumerate(lines)
            if self._is_anchor(line, most) or (paired and paired <= line.filled)
        ]
        self._anchors = [at for at in anchors if not self._is_of_both(at, set(anchors))]

    def rows(self) -> list[Row]:
        """Give the rows, from top to bottom."""
        if (ruled := self._ruled()) is not None:
            return ruled
        if (banded := self._banded()) is not None:
            return banded
        if not self._anchors:
            return []
        rows = {
            at: Row(line.y, [list(line.column(column)) for column in range(len(self._columns))])
            for at in self._anchors
            if (line := self._lines[at])
        }
        headings: dict[int, str] = {}
        for at, line in enumerate(self._lines):
            if at in rows:
                continue
            if self._is_heading(at):
                headings[at] = text_of(line.words)
            else:
                self._unsure = True
                self._put(at, rows)
        self._set_groups(rows, headings)
        made = [rows[at] for at in self._anchors]
        for column in range(len(self._columns)):
            self._reach.fill(made, column)
        return made

    def _is_numeric(self, column: int) -> bool:
        texts = [text_of(line.cells[column]) for line in self._lines if column in line.cells]
        return sum(map(is_value, texts)) > _NUMERIC * len(texts)

    def _paired(self) -> set[int]:
        """Give columns without values that have words in the same lines, some without a label.

        Each such line is a row, whatever label reaches over it.
        """
        if self._numeric:
            return set()
        places = {
            column: {at for at, line in enumerate(self._lines) if column in line.cells}
            for column in range(1, len(self._columns))
        }
        for held in places.values():
            alike = {column for column, others in places.items() if others == held}
            alone = [at for at in held if 0 not in self._lines[at].filled]
            if len(alike) > 1 and len(alone) >= _LEAST_PAIRED:
                return alike
        return set()

    def is_broken(self, rows: Sequence[Row]) -> bool:
        """Tell whether cells read as if they went on in the next row's.

        Where all lines are rows, or rules and gaps tell them apart, none does.
        """
        return self._unsure and any(
            self._bands.is_broken(words, following, column)
            for above, below in pairwise(rows)
            for column, (words, following) in enumerate(zip(above.cells, below.cells, strict=True))
            if words and following and words is not following
        )

    def _is_anchor(self, line: TableLine, most: int) -> bool:
        """Tell whether a line is a row: by its values, or by as many cells as rows have."""
        filled = line.filled
        parts = [(at, words) for at, words in line.cells.items()]
        parts += [(first, words) for first, _, words in line.spans]
        if any(at and is_value(text_of(words)) for at, words in parts):
            return len(filled) > 1 or len(self._columns) == 2
        if len(parts) == 1:
            return False
        numeric = len(filled & self._numeric)
        if numeric < _ANCHOR * len(self._numeric) and self._is_one_text(line):
            return False
        return 0 in filled and (numeric > 0 or len(filled) >= _ANCHOR * most)

    def _is_of_both(self, at: int, anchors: set[int]) -> bool:
        """Tell whether a line stands halfway between two rows, in columns that they leave free."""
        if not {at - 1, at + 1} <= anchors:
            return False
        above, line, below = self._lines[at - 1 : at + 2]
        up, down = above.y - line.y, line.y - below.y
        free = not line.filled & (above.filled | below.filled)
        return free and abs(up - down) < _EVEN * self._size and up < _NEAR * self._size

    def _is_one_text(self, line: TableLine) -> bool:
        """Tell whether the words of a line stand together, whatever columns they are over."""
        return all(
            after.x0 - word.x1 < _TOGETHER * self._size for word, after in pairwise(line.words)
        )

    # ── rows between rules ──

    def _ruled(self) -> list[Row] | None:
        """Give the rows of a table with rules between all of them; None where there are not.

        A cell is then all that its column has between two rules, however many rows that are.
        """
        count = len(self._lines)
        cuts = [
            [at for at in range(1, count) if self._is_cut(at, column)] for column in self._columns
        ]
        ends = [0, *sorted({at for column in cuts for at in column}), count]
        blocks = list(pairwise(ends))
        bands = self._bands.ruled(lambda at: any(self._is_cut(at, one) for one in self._columns))
        if bands and not self._is_paired:
            self._anchors = [start for start, _ in bands]
        anchors = [[at for at in self._anchors if start <= at < end] for start, end in blocks]
        headed = any(
            anchor
            and any(len(line.spans) == 1 and not line.cells for line in self._lines[start:end])
            for (start, end), anchor in zip(blocks, anchors, strict=True)
        )
        if headed or len(self._anchors) < _LEAST_RULED or max(map(len, anchors)) > 1:
            return None
        rows: list[Row] = []
        group: list[str] = []
        for block, anchor in zip(blocks, anchors, strict=True):
            first = self._lines[block[0]]
            filled = set().union(*(line.filled for line in self._lines[slice(*block)]))
            if anchor or len(filled) > 1:
                row = Row(
                    self._lines[(anchor or block)[0]].y, [[] for _ in self._columns], list(group)
                )
                for column, cut in enumerate(cuts):
                    self._set_ruled(row, column, block, cut)
                rows.append(row)
            elif 0 in first.filled and block[0] in (0, *cuts[0]):
                group = [text_of(first.words)]
        return rows

    def _banded(self) -> list[Row] | None:
        """Give the rows of a table whose cells have several lines; None where it has no such."""
        if self._is_paired:
            return None
        bands = self._bands.spaced(self._is_ruled) or self._bands.topped(self._is_ruled)
        if bands is None:
            return None
        rows = [self._of_band(band) for band in bands]
        for column in range(len(self._columns)):
            self._reach.fill(rows, column)
        return rows

    def _of_band(self, band: Band) -> Row:
        lines = self._lines[slice(*band)]
        cells = [
            [word for line in lines for word in line.column(at)] for at in range(len(self._columns))
        ]
        return Row(
            next((line.y for line in lines if self._numeric & line.filled), lines[0].y), cells
        )

    def _is_ruled(self, at: int) -> bool:
        """Tell whether a rule all over the table lies above a line."""
        return self._ruling.lies(self._lines[at - 1].y, self._lines[at].y)

    def _is_cut(self, at: int, column: Column) -> bool:
        return self._ruling.lies(self._lines[at - 1].y, self._lines[at].y, column.middle)

    def _set_ruled(self, row: Row, column: int, block: tuple[int, int], cuts: list[int]) -> None:
        """Set a cell of a row in the lines `block` to what stands between its column's rules."""
        top = max((cut for cut in cuts if cut <= block[0]), default=0)
        foot = min((cut for cut in cuts if cut >= block[1]), default=len(self._lines))
        held = [words for line in self._lines[top:foot] if (words := line.column(column))]
        own = [words for line in self._lines[slice(*block)] if (words := line.column(column))]
        anchors = [at for at in self._anchors if top <= at < foot]
        each = len(held) >= len(anchors) > 1 and own and not any(map(_is_open, held[:-1]))
        row.cells[column] = [word for words in (own if each else held) for word in words]
        if not each and len(anchors) > 1 and anchors[0] < block[0]:
            row.inherited.add(column)

    # ── lines that are no rows ──

    def _near_rows(self, at: int, column: int) -> tuple[int | None, int | None]:
        """Give the rows above and below a line that no rule over a column parts from it."""
        x, y = self._columns[column].middle, self._lines[at].y
        above = max((row for row in self._anchors if row < at), default=None)
        below = min((row for row in self._anchors if row > at), default=None)
        if above is not None and self._ruling.lies(self._lines[above].y, y, x):
            above = None
        if below is not None and self._ruling.lies(y, self._lines[below].y, x):
            below = None
        return above, below

    def _distances(self, at: int, above: int | None, below: int | None) -> tuple[float, float]:
        y = self._lines[at].y
        up = self._lines[above].y - y if above is not None else 1e9
        down = y - self._lines[below].y if below is not None else 1e9
        return up, down

    def _is_heading(self, at: int) -> bool:
        """Tell whether a line heads a group of rows."""
        line = self._lines[at]
        if at + 1 == len(self._lines):
            return False
        if len(line.cells) + len(line.spans) > 1:
            return 0 in line.filled and self._is_one_text(line)
        if 0 not in line.filled:
            return self._is_alone_between(at)
        up, down = self._distances(at, *self._near_rows(at, 0))
        if min(up, down) < _NEAR * self._size:
            return False
        text = text_of(line.words)
        if line.spans or text.endswith(":"):
            return True
        return not _OPEN.search(text) and (up > 1e8 or self._reads_as_heading(at, text))

    def _is_alone_between(self, at: int) -> bool:
        """Tell whether a line stands by itself, in the middle of the table."""
        words = self._lines[at].words
        near = min(abs(self._lines[row].y - self._lines[at].y) for row in self._anchors)
        left, right = self._columns[0].x0, self._columns[-1].x1
        off = abs((words[0].x0 + words[-1].x1) / 2 - (left + right) / 2)
        return near > _NEAR * self._size and off < _CENTRE * (right - left)

    def _reads_as_heading(self, at: int, text: str) -> bool:
        """Tell a heading from the second line of the label above it, by indents, style and gaps."""
        line, before, following = self._lines[at], self._lines[at - 1], self._lines[at + 1]
        left, indent = line.words[0].x0, _INDENT * self._size
        labels = [self._lines[row].cells[0] for row in self._anchors if 0 in self._lines[row].cells]
        usual = min((words[0].x0 for words in labels), default=left)
        if 0 in following.cells and following.cells[0][0].x0 > left + indent:
            return True
        above = before.cells.get(0)
        if above and left > usual + indent and above[0].x0 < left - indent:
            return False
        if _GOES_ON.match(text):
            return False
        if line.styled and not all(self._lines[row].styled for row in self._anchors):
            return True
        if not above:
            return True
        width = self._columns[0].x1 - self._columns[0].x0
        wide = above[-1].x1 - above[0].x0 > _WIDE * width
        up, down = before.y - line.y, line.y - following.y
        return down < _TIGHT * up or not (wide or up < _TIGHT * down)

    def _put(self, at: int, rows: dict[int, Row]) -> None:
        """Put the words of a line with the rows that they belong to."""
        line = self._lines[at]
        parts = [(column, words) for column, words in line.cells.items()]
        parts += [(first, words) for first, _, words in line.spans]
        for column, words in parts:
            above, below = self._near_rows(at, column)
            label = Floating(column, line.y, words)
            near = [rows[row] for row in (above, below) if row is not None]
            up, down = self._distances(at, above, below)
            if not near:
                self._reach.floating.append(label)
            elif len(near) > 1 and self._is_between(label, near, up, down):
                self._put_between(label, near)
            elif up <= down or (
                up < _LINE * self._size and not _is_open(words) and down > _NEAR * self._size
            ):
                near[0].cells[column] = [*near[0].cells[column], *words]
            else:
                near[-1].cells[column] = [*words, *near[-1].cells[column]]

    def _is_between(self, label: Floating, near: Sequence[Row], up: float, down: float) -> bool:
        """Tell whether words stand halfway between two rows, and are of both.

        The rows have no words in their column, or have theirs to the right of them.
        """
        if abs(up - down) > _EVEN * self._size:
            return False
        cells = [row.cells[label.column] for row in near]
        if not any(cells):
            return True
        return min(up, down) < _NEAR * self._size and all(
            words and words[0].x0 > label.words[-1].x1 for words in cells
        )

    def _put_between(self, label: Floating, near: Sequence[Row]) -> None:
        if not any(row.cells[label.column] for row in near):
            self._reach.floating.append(label)
            return
        for row in near:
            row.over = text_of(label.words)

    # ── groups ──

    def _set_groups(self, rows: dict[int, Row], headings: dict[int, str]) -> None:
        """Give each row the headings above it: up to a rule, where a rule was above them, too."""
        group: list[str] = []
        closes = was_heading = False
        for at, line in enumerate(self._lines):
            ruled = at > 0 and self._ruling.lies(self._lines[at - 1].y, line.y)
            if at in headings:
                group = [*group, headings[at]] if was_heading else [headings[at]]
                closes = closes if was_heading else ruled or at == 0
            elif ruled and closes and not was_heading:
                group = []
            was_heading = at in headings
            if at in rows:
                rows[at].groups = list(group)


def _is_open(words: Sequence[Word]) -> bool:
    return bool(_OPEN.search(text_of(words)))
