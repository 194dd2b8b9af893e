"""Put the lines of a table together to rows, and tell what each row is labelled by.

A line with values is a row. One with words in few columns is the second line of a cell, the heading
of a group of rows, or the label of rows above and below it: its place and its words tell which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.table_columns import Column, is_value, text_of
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
_INDENT = 0.5
"""Ems by which a label is indented."""
_WIDE = 0.75
"""Share of the labels' width from which on a label may go on in the next line."""
_OPEN = re.compile(r"(?:[/,&(+–-]|\b(?:and|of|with|for|the|in|to|on|or|by))$")
_GOES_ON = re.compile(r"[a-zé(\[&/+)]")

IsRuled = Callable[[float, float, Column | None], bool]
"""Whether a rule lies between two base lines, all over the table or over one column."""


class TableLine(NamedTuple):
    """A line below the heads: its words by column, and those that stand over several columns."""

    y: float
    size: float
    cells: dict[int, list[Word]]
    spans: list[tuple[int, int, list[Word]]]
    styled: bool

    @property
    def filled(self) -> set[int]:
        """The columns that have words in this line."""
        return set(self.cells) | {
            at for first, last, _ in self.spans for at in range(first, last + 1)
        }

    @property
    def words(self) -> list[Word]:
        """All words of the line."""
        return [word for words in self.cells.values() for word in words] + [
            word for _, _, words in self.spans for word in words
        ]


@dataclass
class Row:
    """A row: the base line of its values, the words of its cells, and its groups' headings."""

    y: float
    cells: list[list[Word]]
    groups: list[str] = field(default_factory=list)
    inherited: set[int] = field(default_factory=set)


class _Floating(NamedTuple):
    """A label that stands between the rows which it is of."""

    column: int
    y: float
    words: list[Word]


class Rows:
    """Makes the rows of a table out of its lines below the heads."""

    def __init__(
        self, lines: Sequence[TableLine], found: Sequence[Column], size: float, is_ruled: IsRuled
    ) -> None:
        self._lines, self._columns, self._size = lines, found, size
        self._is_ruled = is_ruled
        self._floating: list[_Floating] = []
        self._numeric = {at for at in range(1, len(found)) if self._is_numeric(at)}
        most = max(len(line.filled) for line in lines)
        self._anchors = [at for at, line in enumerate(lines) if self._is_anchor(line, most)]

    def rows(self) -> list[Row]:
        """Give the rows, from top to bottom."""
        if not self._anchors:
            return []
        rows = {at: self._row(self._lines[at]) for at in self._anchors}
        headings: dict[int, str] = {}
        for at, line in enumerate(self._lines):
            if at in rows:
                continue
            if self._is_heading(at):
                headings[at] = text_of(sorted(line.words, key=lambda word: word.x0))
            else:
                self._put(at, rows)
        self._set_groups(rows, headings)
        made = [rows[at] for at in self._anchors]
        for column in range(len(self._columns)):
            self._fill(made, column)
        return made

    def _is_numeric(self, column: int) -> bool:
        texts = [text_of(line.cells[column]) for line in self._lines if column in line.cells]
        return sum(map(is_value, texts)) > _NUMERIC * len(texts)

    def _is_anchor(self, line: TableLine, most: int) -> bool:
        filled = line.filled
        values = any(is_value(text_of(words)) for at, words in line.cells.items() if at) or any(
            first and is_value(text_of(words)) for first, _, words in line.spans
        )
        if values:
            return len(filled) > 1 or len(self._columns) == 2
        if len(filled & self._numeric) < _ANCHOR * len(self._numeric):
            return False
        return len(filled) > 1 and len(filled) >= _ANCHOR * most and 0 in filled

    def _row(self, line: TableLine) -> Row:
        cells: list[list[Word]] = [list(line.cells.get(at, ())) for at in range(len(self._columns))]
        for first, last, words in line.spans:
            for at in range(first, 1 if first == 0 else last + 1):
                cells[at] = [*cells[at], *words]
        return Row(line.y, cells)

    # ── lines that are no rows ──

    def _near_rows(self, at: int, column: int | None) -> tuple[int | None, int | None]:
        """Give the rows above and below a line that no rule parts from it."""
        above = max((row for row in self._anchors if row < at), default=None)
        below = min((row for row in self._anchors if row > at), default=None)
        over = None if column is None else self._columns[column]
        y = self._lines[at].y
        if above is not None and self._is_ruled(self._lines[above].y, y, over):
            above = None
        if below is not None and self._is_ruled(y, self._lines[below].y, over):
            below = None
        return above, below

    def _is_heading(self, at: int) -> bool:
        """Tell whether a line heads a group of rows."""
        line = self._lines[at]
        if len(line.cells) + len(line.spans) != 1:
            numeric = line.filled & self._numeric
            return bool(numeric) and 0 in line.filled and at + 1 < len(self._lines)
        if 0 not in line.filled and line.cells:
            column = next(iter(line.cells))
            return self._is_alone_between(at) and column < len(self._columns) - 1
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if following is None:
            return False
        above, below = self._near_rows(at, 0)
        y = line.y
        up = self._lines[above].y - y if above is not None else 1e9
        down = y - self._lines[below].y if below is not None else 1e9
        if min(up, down) < _NEAR * self._size:
            return False
        text = text_of(line.words)
        if line.spans or text.endswith(":"):
            return True
        if _OPEN.search(text):
            return False
        return self._reads_as_heading(at, text, up)

    def _is_alone_between(self, at: int) -> bool:
        """Tell whether a line stands by itself: ruled off, or as far from others as rows are."""
        y = self._lines[at].y
        near = [abs(self._lines[row].y - y) for row in self._anchors]
        ruled = at > 0 and self._is_ruled(self._lines[at - 1].y, y, None)
        return ruled or (at == 0) or min(near) > 1.3 * self._size

    def _reads_as_heading(self, at: int, text: str, up: float) -> bool:
        line = self._lines[at]
        before = self._lines[at - 1] if at else None
        following = self._lines[at + 1]
        if before is None or up > 1e8:
            return True
        left = line.words[0].x0
        labels = [self._lines[row].cells[0] for row in self._anchors if 0 in self._lines[row].cells]
        usual = min((words[0].x0 for words in labels), default=left)
        if 0 in following.cells and following.cells[0][0].x0 > left + _INDENT * self._size:
            return True
        indented = left > usual + _INDENT * self._size
        if indented and 0 in before.cells and before.cells[0][0].x0 < left - _INDENT * self._size:
            return False
        if _GOES_ON.match(text):
            return False
        if line.styled and not all(self._lines[row].styled for row in self._anchors):
            return True
        if 0 in before.cells:
            width = self._columns[0].x1 - self._columns[0].x0
            wide = before.cells[0][-1].x1 - before.cells[0][0].x0 > _WIDE * width
            tight = before.y - line.y < 0.93 * (line.y - following.y)
            return not (wide or tight) or bool(line.y - following.y < 0.93 * (before.y - line.y))
        return True

    def _put(self, at: int, rows: dict[int, Row]) -> None:
        """Put the words of a line with the rows that they belong to."""
        line = self._lines[at]
        parts = [(column, words) for column, words in line.cells.items()]
        parts += [(first, words) for first, _, words in line.spans]
        for column, words in parts:
            above, below = self._near_rows(at, column)
            up = self._lines[above].y - line.y if above is not None else 1e9
            down = line.y - self._lines[below].y if below is not None else 1e9
            if (above is None and below is None) or self._is_between(
                up, down, column, rows, above, below
            ):
                self._floating.append(_Floating(column, line.y, words))
            elif up <= down or (
                above is not None
                and up < _LINE * self._size
                and not self._opens(at, column)
                and down > _NEAR * self._size
            ):
                assert above is not None
                rows[above].cells[column] = [*rows[above].cells[column], *words]
            else:
                assert below is not None
                rows[below].cells[column] = [*words, *rows[below].cells[column]]

    def _opens(self, at: int, column: int) -> bool:
        words = self._lines[at].cells.get(column)
        return bool(words and _OPEN.search(text_of(words)))

    def _is_between(
        self,
        up: float,
        down: float,
        column: int,
        rows: dict[int, Row],
        above: int | None,
        below: int | None,
    ) -> bool:
        """Tell whether words stand halfway between two rows that have none in their column."""
        if above is None or below is None or abs(up - down) > _EVEN * self._size:
            return False
        return not rows[above].cells[column] and not rows[below].cells[column]

    # ── groups ──

    def _set_groups(self, rows: dict[int, Row], headings: dict[int, str]) -> None:
        group: list[str] = []
        closes = False
        was_heading = False
        for at, line in enumerate(self._lines):
            ruled = at > 0 and self._is_ruled(self._lines[at - 1].y, line.y, None)
            if at in headings:
                group = [*group, headings[at]] if was_heading else [headings[at]]
                closes = closes if was_heading else ruled or at == 0
                was_heading = True
                continue
            if ruled and closes and not was_heading:
                group = []
            was_heading = False
            if at in rows:
                rows[at].groups = list(group)

    # ── cells of several rows ──

    def _fill(self, rows: list[Row], column: int) -> None:
        """Let rows without words in a column have those of the cell that reaches over them."""
        for block in self._blocks(rows, column):
            floats = [
                one
                for one in self._floating
                if one.column == column and self._is_in(one.y, rows, block)
            ]
            self._fill_block(rows, block, column, floats)

    def _is_in(self, y: float, rows: Sequence[Row], block: Sequence[int]) -> bool:
        return rows[block[0]].y + 1.5 * self._size > y > rows[block[-1]].y - 1.5 * self._size

    def _blocks(self, rows: Sequence[Row], column: int) -> list[list[int]]:
        """Give the rows that no rule parts in a column."""
        blocks = [[0]]
        for at, (above, below) in enumerate(pairwise(rows), 1):
            if self._is_ruled(above.y, below.y, self._columns[column]):
                blocks.append([at])
            else:
                blocks[-1].append(at)
        return blocks

    def _fill_block(
        self, rows: list[Row], block: Sequence[int], column: int, floats: Sequence[_Floating]
    ) -> None:
        blank = [at for at in block if not rows[at].cells[column]]
        if not blank:
            return
        owners: list[tuple[float, list[Word]]] = [
            (rows[at].y, rows[at].cells[column]) for at in block if rows[at].cells[column]
        ]
        owners += _stacked(floats, self._size)
        owners.sort(key=lambda owner: -owner[0])
        if not owners:
            return
        alone = not floats and not self._is_ruled_off(rows, block, column)
        if column and alone and not self._is_label(rows, column):
            return
        for at, owner in zip(
            block, _shared_out([rows[at].y for at in block], owners, self._size), strict=True
        ):
            if owner is not None and not rows[at].cells[column]:
                rows[at].cells[column] = owner
                rows[at].inherited.add(column)

    def _is_ruled_off(self, rows: Sequence[Row], block: Sequence[int], column: int) -> bool:
        """Tell whether rules of other columns lie within a block: its cell reaches over them."""
        return any(
            self._is_ruled(rows[above].y, rows[below].y, other)
            for above, below in pairwise(block)
            for other in self._columns
        )

    def _is_label(self, rows: Sequence[Row], column: int) -> bool:
        """Tell whether a column labels rows: all columns before it do, and reach over rows."""
        return all(
            any(before in row.inherited for row in rows) for before in range(column)
        ) and not any(is_value(text_of(row.cells[column])) for row in rows if row.cells[column])


def _stacked(floats: Sequence[_Floating], size: float) -> list[tuple[float, list[Word]]]:
    """Join floating labels that are lines of one, each at its middle height."""
    groups: list[list[_Floating]] = []
    for one in sorted(floats, key=lambda one: -one.y):
        if groups and groups[-1][-1].y - one.y < 1.35 * size:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [
        (
            (group[0].y + group[-1].y) / 2,
            [word for one in group for word in one.words],
        )
        for group in groups
    ]


def _shared_out(
    heights: Sequence[float], owners: Sequence[tuple[float, list[Word]]], size: float
) -> list[list[Word] | None]:
    """Give each row of a block its cell: one that reaches over all, down from it, or to both sides.

    Cells are set at the top of the rows that they reach over, or in the middle of them.
    """
    if len(owners) == 1:
        return [owners[0][1]] * len(heights)
    out: list[list[Word] | None] = []
    if abs(owners[0][0] - heights[0]) < 0.3 * size:
        for y in heights:
            above = [words for height, words in owners if height > y - 0.3 * size]
            out.append(above[-1] if above else None)
        return out
    start = 0
    for place, (height, words) in enumerate(owners):
        last = place == len(owners) - 1
        best = min(
            range(start, len(heights)),
            key=lambda end: abs((heights[start] + heights[end]) / 2 - height),
            default=None,
        )
        if best is None:
            break
        end = len(heights) - 1 if last else best
        out += [words] * (end + 1 - start)
        start = end + 1
    return out + [None] * (len(heights) - len(out))
