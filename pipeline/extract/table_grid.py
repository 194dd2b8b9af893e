"""Make a table's rows, row labels and heads out of its words and rules.

A row is told from the second line of a cell by its values, a group's heading from a row by having
none. What cannot be made out has a reason, and no rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from pipeline.extract.table_columns import (
    Chunk,
    Column,
    TextLine,
    at_borders,
    chunks,
    columns,
    is_value,
    lines_of,
    over,
    split,
    text_of,
)
from pipeline.extract.table_places import Body, Rule
from pipeline.extract.table_rows import Row, Rows, TableLine
from pipeline.extract.words import Word

_FULL = 0.85
"""Share of a table's width that a rule between its head and its rows fills."""
_ONE_LINE = 1.75
"""Sizes between two full rules that leave room for one line."""
_UPRIGHT_STEP = 1.5
"""Points by which the parts of an upright rule may be off each other."""
_HALF = 0.5
"""Share of a table's height that an upright rule parts columns from."""
_MOST_HEAD_LINES = 8
_MOST_WORDS = 4000
"""Words of a table, at most: a page of small type has fewer."""
_MOST_COLUMNS = 40


class GridRow(NamedTuple):
    """A row: its label, with those of its groups before it, and the words of its cells."""

    label: list[str]
    cells: list[list[Word]]


class Grid(NamedTuple):
    """Part of a table: a head for each column, how many columns label the rows, the rows.

    `reason` says why it cannot be made out, and is empty where it can.
    """

    heads: list[str]
    labels: int
    rows: list[GridRow]
    reason: str = ""


def unknown(reason: str) -> Grid:
    """Give a table that cannot be made out."""
    return Grid([], 0, [], reason)


def grids(body: Body) -> list[Grid]:
    """Make a table out: one grid, or one for each time that its heads change."""
    if not body.words:
        return [unknown("nothing that looks like a table stands beside its caption")]
    if len(body.words) > _MOST_WORDS:
        return [unknown("it has too many words")]
    lines = lines_of(body.words)
    maker = _Maker(body, lines)
    return maker.grids()


class _Maker:
    def __init__(self, body: Body, lines: list[TextLine]) -> None:
        self._body = body
        self._width = body.box.width
        self._size = median(line.size for line in lines)
        self._rules = sorted(body.rules, key=lambda rule: -rule.y)
        self._full = self._full_rules()
        self._lines = self._in_rows(lines)
        self._borders = self._upright()

    def _in_rows(self, lines: list[TextLine]) -> list[TextLine]:
        """Join lines between two full rules that leave room for one."""
        joined: list[TextLine] = []
        for line in lines:
            last = joined[-1] if joined else None
            above = min((y for y in self._full if y > line.y), default=1e9)
            below = max((y for y in self._full if y <= line.y), default=-1e9)
            one_row = above - below < _ONE_LINE * self._size
            if last and one_row and last.y < above:
                words = sorted([*last.words, *line.words], key=lambda word: (word.x0, -word.y))
                joined[-1] = TextLine(last.y, last.size, words)
            else:
                joined.append(line)
        return joined

    def _upright(self) -> list[float]:
        """Give the places of upright rules that go down half of the table or more."""
        heights: Counter[int] = Counter()
        for box in self._body.uprights:
            heights[round(box.left / _UPRIGHT_STEP)] += round(box.height)
        least = _HALF * self._body.box.height
        return [at * _UPRIGHT_STEP for at, height in sorted(heights.items()) if height > least]

    def _full_rules(self) -> list[float]:
        found: list[float] = []
        for rule in self._rules:
            if rule.x1 - rule.x0 > _FULL * (self._width - 6) and (
                not found or found[-1] - rule.y > 4
            ):
                found.append(rule.y)
        return found

    def _is_ruled(self, high: float, low: float, column: Column | None = None) -> bool:
        """Tell whether a rule lies between two base lines, over a column if one is given."""
        top = high - 0.05 * self._size
        return any(
            low < rule.y < top
            and (
                rule.x1 - rule.x0 > _FULL * (self._width - 6)
                if column is None
                else rule.x0 - 2 < column.middle < rule.x1 + 2
            )
            for rule in self._rules
        )

    # ── heads and rows apart ──

    def _values(self, line: TextLine) -> tuple[int, int]:
        """Count the values of a line behind its first cell, and its cells."""
        cells = chunks(line)
        return sum(is_value(cell.text) for cell in cells[1:]), len(cells)

    def _first_row(self) -> int:
        """Give the number of the first line that is no head."""
        interior = [y for y in self._full if y < self._lines[0].y and y > self._lines[-1].y]
        numeric = self._first_numeric()
        if interior:
            below = next((at for at, line in enumerate(self._lines) if line.y < interior[0]), 0)
            if below <= numeric or numeric == 0:
                return self._past_heads(below, interior)
        return numeric or 1

    def _past_heads(self, at: int, interior: Sequence[float]) -> int:
        """Take lines between two full rules into the heads: many cells and no values."""
        for y in interior[1:]:
            end = next((i for i, line in enumerate(self._lines) if line.y < y), len(self._lines))
            block = self._lines[at:end]
            rest = self._lines[end:]
            if not block or not rest or end > _MOST_HEAD_LINES:
                break
            numeric = sum(self._values(line)[0] for line in rest)
            if numeric < len(rest) or any(self._values(line)[0] for line in block):
                break
            if max(self._values(line)[1] for line in block) < 3:
                break
            at = end
        return at

    def _first_numeric(self) -> int:
        for at, line in enumerate(self._lines):
            values, cells = self._values(line)
            if values and values * 2 >= cells - 1:
                return at
        return 0

    def grids(self) -> list[Grid]:
        first = self._first_row()
        if first == 0 or first > _MOST_HEAD_LINES or first >= len(self._lines):
            return [unknown("its heads cannot be told from its rows")]
        rows = self._lines[first:]
        found = columns(rows, self._lines[:first], self._borders)
        if len(found) < 2:
            return [unknown("its columns cannot be told apart")]
        if len(found) > _MOST_COLUMNS:
            return [unknown("it has too many columns")]
        return self._parted(
            self._lines[:first], [self._placed(line, found) for line in rows], found
        )

    def _placed(self, line: TextLine, found: Sequence[Column]) -> TableLine:
        made = TableLine(line.y, line.size, {}, [], all(word.styled for word in line.words))
        for whole in at_borders(chunks(line), self._borders):
            for chunk in split(whole, found, line.size):
                at = over(chunk, found)
                if len(at) > 1:
                    made.spans.append((at[0], at[-1], chunk.words))
                else:
                    made.cells.setdefault(at[0], []).extend(chunk.words)
        return made

    def _parted(
        self, head: list[TextLine], lines: list[TableLine], found: list[Column]
    ) -> list[Grid]:
        """Make a grid of the lines, or one before and one behind each line of new heads."""
        heads, made, start = self._heads(head, found), [], 0
        for at, line in enumerate(lines):
            if 0 < at < len(lines) - 1 and self._heads_again(at, lines):
                made.append(self._grid(heads, lines[start:at], found))
                new = [text_of(line.cells.get(column, [])) for column in range(len(found))]
                heads = [heads[0] if not column else text for column, text in enumerate(new)]
                start = at + 1
        return [*made, self._grid(heads, lines[start:], found)]

    def _heads_again(self, at: int, lines: Sequence[TableLine]) -> bool:
        """Tell whether a line has words wherever the columns have values, below a full rule."""
        line = lines[at]
        if line.spans or not self._is_ruled(lines[at - 1].y, line.y):
            return False
        numeric = [
            column
            for column in range(1, 1 + max(line.filled, default=0))
            if sum(is_value(text_of(other.cells.get(column, []))) for other in lines)
            > 0.6 * len(lines)
        ]
        texts = [text_of(line.cells.get(column, [])) for column in numeric]
        return len(numeric) > 1 and all(text and not is_value(text) for text in texts)

    # ── heads ──

    def _heads(self, head: list[TextLine], found: Sequence[Column]) -> list[str]:
        """Give each column's head: the groups over it, from top to bottom, and its own words."""
        parts: list[list[tuple[tuple[int, int], str]]] = [[] for _ in found]
        for at, line in enumerate(head):
            below = head[at + 1] if at + 1 < len(head) else None
            for first, last, words in self._head_cells(line, below, head[at + 1 :], found):
                for column in range(first, last + 1):
                    parts[column].append(((first, last), text_of(words)))
        return [_joined(part) for part in parts]

    def _head_cells(
        self,
        line: TextLine,
        below: TextLine | None,
        rest: Sequence[TextLine],
        found: Sequence[Column],
    ) -> list[tuple[int, int, list[Word]]]:
        made: list[tuple[int, int, list[Word]]] = []
        for whole in at_borders(chunks(line), self._borders):
            ruled = self._rule_under(whole, line.y, below.y) if below else None
            if ruled is not None:
                at = [
                    i
                    for i, column in enumerate(found)
                    if ruled.x0 - 2 < column.middle < ruled.x1 + 2
                ]
                if at:
                    made.append((at[0], at[-1], whole.words))
                    continue
            parts = (
                [whole] if self._spans_below(whole, rest, found) else split(whole, found, line.size)
            )
            for chunk in parts:
                at = over(chunk, found)
                made.append((at[0], at[-1], chunk.words))
        return self._widened(made, rest, found)

    def _rule_under(self, chunk: Chunk, high: float, low: float) -> Rule | None:
        """Give the rule under a group's head, as wide as the group, if there is one."""
        strokes = [
            one
            for one in self._body.strokes
            if low < one.y < high and one.x0 < chunk.x1 - 1 and one.x1 > chunk.x0 + 1
        ]
        if not strokes:
            return None
        x0, x1 = min(one.x0 for one in strokes), max(one.x1 for one in strokes)
        covers = x0 < chunk.x0 + 3 and x1 > chunk.x1 - 3
        return Rule(x0, x1, strokes[0].y) if covers and x1 - x0 < _FULL * self._width else None

    def _spans_below(self, chunk: Chunk, rest: Sequence[TextLine], found: Sequence[Column]) -> bool:
        """Tell whether each of the columns that a head stands over has a head of its own below."""
        at = over(chunk, found)
        own = {
            over(part, found)[0]
            for line in rest
            for part in chunks(line)
            if len(over(part, found)) == 1
        }
        return len(at) > 1 and set(at) <= own

    def _widened(
        self,
        made: list[tuple[int, int, list[Word]]],
        rest: Sequence[TextLine],
        found: Sequence[Column],
    ) -> list[tuple[int, int, list[Word]]]:
        """Let heads of groups reach as far to both sides, where all columns are then covered."""
        if not rest or len(made) > len(found) // 2 + 1:
            return made
        taken = {at for first, last, _ in made for at in range(first, last + 1)}
        wide: list[tuple[int, int, list[Word]]] = []
        for first, last, words in made:
            middle = Chunk(words).middle
            best = (first, last)
            distance = abs((found[first].x0 + found[last].x1) / 2 - middle)
            low, high = first, last
            options = [(low, high)]
            for i in range(first, 0, -1):
                if i != first and i in taken:
                    break
                for j in range(last, len(found)):
                    if j != last and j in taken:
                        break
                    options.append((i, j))
            for i, j in options:
                off = abs((found[i].x0 + found[j].x1) / 2 - middle)
                tolerance = 0.6 * self._size
                if (off < tolerance and (j - i > best[1] - best[0] or distance > tolerance)) or (
                    off < distance and distance > tolerance
                ):
                    best, distance = (i, j), off
            wide.append((*best, words))
        covered = [at for first, last, _ in wide for at in range(first, last + 1)]
        missing = set(range(len(found))) - set(covered)
        return wide if len(covered) == len(set(covered)) and missing <= {0, 1} else made

    # ── rows ──

    def _grid(self, heads: list[str], lines: list[TableLine], found: list[Column]) -> Grid:
        rows = Rows(lines, found, self._size, self._is_ruled).rows()
        if not rows:
            return unknown("its rows cannot be told apart")
        labels = _label_columns(rows, len(found))
        made = [GridRow([*row.groups, *_path(row, labels)], row.cells) for row in rows]
        return Grid(heads, labels, made, _doubt(heads, labels, made))


def _label_columns(rows: Sequence[Row], count: int) -> int:
    """Count the columns that label rows: the first, and the next where cells span rows."""
    labels = 1
    while labels < count - 1 and any(labels - 1 in row.inherited for row in rows):
        labels += 1
    while labels < count - 1 and not _are_told(rows, labels) and _is_text(rows, labels):
        labels += 1
    return labels


def _are_told(rows: Sequence[Row], labels: int) -> bool:
    paths = [(*row.groups, *_path(row, labels)) for row in rows]
    return len(set(paths)) == len(paths)


def _is_text(rows: Sequence[Row], column: int) -> bool:
    texts = [text_of(row.cells[column]) for row in rows if row.cells[column]]
    return sum(map(is_value, texts)) * 2 < len(texts)


def _path(row: Row, labels: int) -> list[str]:
    return [text for column in range(labels) if (text := text_of(row.cells[column]))]


def _doubt(heads: Sequence[str], labels: int, rows: Sequence[GridRow]) -> str:
    """Say why a table is not sure to be made out; empty where nothing speaks against it."""
    values = [at for at in range(labels, len(heads)) if any(row.cells[at] for row in rows)]
    if not values:
        return "it has no columns of values"
    if any(not heads[at] for at in values):
        return "a column has no head"
    named = [heads[at] for at in values]
    if len(named) > 2 and len(set(named)) == 1:
        return "all of its columns have the same head"
    if any(not row.label for row in rows):
        return "a row has no label"
    return ""


def _joined(parts: Sequence[tuple[tuple[int, int], str]]) -> str:
    """Join a column's heads: those over the same columns go on, those over fewer are below them."""
    out = ""
    last: tuple[int, int] | None = None
    for columns_, text in parts:
        out += (" " if columns_ == last else " > ") + text if out else text
        last = columns_
    return out
