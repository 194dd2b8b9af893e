"""Rows of a table, and the cells that reach over several of them: their label is of each.

Rules say how far one reaches, or its place in the middle of its rows, or at the first of them.
Places and sizes are in points.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.table_columns import Column, is_value, text_of
from pipeline.extract.table_rules import Ruling
from pipeline.extract.words import Word

_NEXT_LINE = 1.35
"""Sizes from one line of a label to the next, at most."""
_LEVEL = 0.3
"""Sizes by which the base lines of a row's cells may differ."""
_FITS = 0.4
"""Sizes by which a cell may be off the middle of the rows that it reaches over."""
_REACH = 1.5
"""Sizes above and below rows where a label of them may stand."""


@dataclass
class Row:
    """A row: the base line of its values, the words of its cells, and its groups' headings.

    `over` labels this row and others, beside its own label; `inherited` are the columns whose cell
    reaches over rows above.
    """

    y: float
    cells: list[list[Word]]
    groups: list[str] = field(default_factory=list)
    over: str = ""
    inherited: set[int] = field(default_factory=set)


class Floating(NamedTuple):
    """A label that stands between the rows which it is of."""

    column: int
    y: float
    words: list[Word]


class Reach:
    """Gives rows without words in a column those of the cell that reaches over them.

    `floating` are labels that stand between rows.
    """

    def __init__(self, found: Sequence[Column], size: float, ruling: Ruling) -> None:
        self._columns, self._size, self._ruling = found, size, ruling
        self.floating: list[Floating] = []

    def fill(self, rows: list[Row], column: int) -> None:
        """Let rows without words in a column have those of the cell that reaches over them."""
        blocks = self._blocks(rows, column)
        centred = self._is_centred(rows, blocks, column)
        for block in blocks:
            top, foot = rows[block[0]].y, rows[block[-1]].y
            reach = _REACH * self._size
            floats = [
                one
                for one in self.floating
                if one.column == column and foot - reach < one.y < top + reach
            ]
            self._fill_block(rows, block, column, floats, centred=centred)

    def _blocks(self, rows: Sequence[Row], column: int) -> list[list[int]]:
        """Give the rows that no rule parts in a column."""
        blocks = [[0]]
        for at, (above, below) in enumerate(pairwise(rows), 1):
            if self._ruling.lies(above.y, below.y, self._columns[column].middle):
                blocks.append([at])
            else:
                blocks[-1].append(at)
        return blocks

    def _is_centred(
        self, rows: Sequence[Row], blocks: Sequence[Sequence[int]], column: int
    ) -> bool:
        """Tell whether each block of several rows has one cell of a column, in their middle."""
        several = [block for block in blocks if len(block) > 1]
        return len(several) > 1 and all(
            [at for at in block if rows[at].cells[column]] == [block[len(block) // 2]]
            and len(block) % 2 == 1
            for block in several
        )

    def _fill_block(
        self,
        rows: list[Row],
        block: Sequence[int],
        column: int,
        floats: Sequence[Floating],
        *,
        centred: bool,
    ) -> None:
        owners = [(rows[at].y, words) for at in block if (words := rows[at].cells[column])]
        if len(owners) == len(block) or not (owners or floats):
            return
        owners = sorted([*owners, *_stacked(floats, self._size)], key=lambda owner: -owner[0])
        alone = not floats and not centred and not self._is_ruled_off(rows, block)
        if column and alone and not self._is_label(rows, column):
            return
        one = self._as_one(owners, rows[block[0]].y)
        heights = [rows[at].y for at in block]
        for at, words in zip(block, _shared_out(heights, one, self._size), strict=True):
            if words and (len(one) < len(owners) or not rows[at].cells[column]):
                rows[at].cells[column] = words
                rows[at].inherited.add(column)

    def _is_ruled_off(self, rows: Sequence[Row], block: Sequence[int]) -> bool:
        """Tell whether rules of other columns lie within a block: its cell reaches over them."""
        return any(
            self._ruling.lies(rows[above].y, rows[below].y, other.middle)
            for above, below in pairwise(block)
            for other in self._columns
        )

    def _is_label(self, rows: Sequence[Row], column: int) -> bool:
        """Tell whether a column labels rows: all columns before it do, and reach over rows."""
        over = all(any(before in row.inherited for row in rows) for before in range(column))
        cells = [text_of(row.cells[column]) for row in rows if row.cells[column]]
        return over and not any(map(is_value, cells))

    def _as_one(
        self, owners: list[tuple[float, list[Word]]], top: float
    ) -> list[tuple[float, list[Word]]]:
        """Join the lines of one label that stand at rows in the middle of a block."""
        close = all(
            above[0] - below[0] < _NEXT_LINE * self._size for above, below in pairwise(owners)
        )
        if len(owners) < 2 or not close or owners[0][0] > top - _LEVEL * self._size:
            return owners
        middle = (owners[0][0] + owners[-1][0]) / 2
        return [(middle, [word for _, words in owners for word in words])]


def _stacked(floats: Sequence[Floating], size: float) -> list[tuple[float, list[Word]]]:
    """Join floating labels that are lines of one, each at its middle height."""
    groups: list[list[Floating]] = []
    for one in sorted(floats, key=lambda one: -one.y):
        if groups and groups[-1][-1].y - one.y < _NEXT_LINE * size:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [
        ((group[0].y + group[-1].y) / 2, [word for one in group for word in one.words])
        for group in groups
    ]


def _shared_out(
    heights: Sequence[float], owners: Sequence[tuple[float, list[Word]]], size: float
) -> list[list[Word]]:
    """Give each row of a block its cell: one that reaches over all, down from it, or to both sides.

    Cells are set in the middle of the rows that they reach over, or at the top of them; what stands
    above the first of those has none.
    """
    if len(owners) == 1:
        return [owners[0][1]] * len(heights)
    down = [
        next((words for height, words in reversed(owners) if height > y - _LEVEL * size), [])
        for y in heights
    ]
    sizes = {len(list(same)) for _, same in itertools.groupby(down, key=id)}
    if all(down) and len(sizes) == 1:  # groups of as many rows, each labelled in its first
        return down
    return _to_both_sides(heights, owners, size) or down


def _to_both_sides(
    heights: Sequence[float], owners: Sequence[tuple[float, list[Word]]], size: float
) -> list[list[Word]] | None:
    """Give each row of a block the cell in whose middle rows it is; None where it does not fit."""
    out: list[list[Word]] = []
    start = 0
    for place, (height, words) in enumerate(owners):
        following = owners[place + 1][0] if place + 1 < len(owners) else -1e9
        ends = [
            end for end in range(start, len(heights)) if heights[end] > following + _LEVEL * size
        ]
        off = {end: abs((heights[start] + heights[end]) / 2 - height) for end in ends}
        end = min(ends, key=lambda end: off[end], default=None)
        if end is None or off[end] > _FITS * size:
            return None
        out += [words] * (end + 1 - start)
        start = end + 1
    return out if len(out) == len(heights) else None
