"""Make a table's rows, row labels and heads out of its words and rules.

What cannot be made out has a reason; what speaks against what was made out is one, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.extract.table_captions import PART_TITLE
from pipeline.extract.table_columns import (
    Chunk,
    Column,
    TableLine,
    TextLine,
    at_borders,
    chunks,
    columns,
    cuts,
    is_between,
    is_value,
    lines_of,
    over,
    split,
    text_of,
)
from pipeline.extract.table_doubts import NO_ROWS, doubt, loses
from pipeline.extract.table_heads import HeadCell, joined, levels, shared
from pipeline.extract.table_labels import GridRow, label_columns, path
from pipeline.extract.table_page import Body
from pipeline.extract.table_rows import Rows
from pipeline.extract.table_rules import Ruling
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

NOTHING = "nothing that looks like a table stands beside its caption"
_ONE_LINE = 1.75
"""Sizes between two full rules that leave room for one line."""
_MOST_HEAD_LINES = 8
_LEAST_CELLS = 3
"""Cells of a line of heads that stands between two full rules of its own."""
_BETWEEN_TITLES = 2.0
"""Ems between the titles of two halves at least."""
_MOST_WORDS = 4000
"""Words of a table, at most: a page of small type has fewer."""
_MOST_COLUMNS = 40
_SPREAD = 1.0
"""Sizes by which a value of all columns may be off their middle."""
_MOST_FULL = 0.8
"""Share of a table's lines with values in all columns, or one for all."""
_NUMERIC = 0.6
"""Share of a column's lines with values from which on words in it may be a new head."""
_APART = 0.8
"""Sizes between base lines from which on a line of heads of groups stands by itself."""
_OFF = 1.5
"""Sizes by which the heads of groups between rows may be off the middle of their columns."""
_DECIMAL = re.compile(r"[-+−]?\d*\.\d+%?")


class Grid(NamedTuple):
    """Part of a table: a head for each column, how many columns label the rows, the rows.

    `reason` says why it cannot be made out, and is empty where it can.
    """

    heads: list[str]
    labels: int
    rows: list[GridRow]
    reason: str = ""


def grids(body: Body) -> list[Grid]:
    """Make a table out: one grid, or one for each time that its heads change."""
    if not body.words:
        return [unknown(NOTHING)]
    if len(body.words) > _MOST_WORDS:
        return [unknown("it has too many words")]
    made: list[Grid] = []
    for titles, part in _by_titles(body):
        made += [_titled(grid, titles) for grid in _Maker(part).grids()]
    return made


def _titled(grid: Grid, titles: Sequence[Chunk]) -> Grid:
    """Give a part of a table with its title: before the labels, or those of its halves' heads."""
    if len(titles) < 2:
        over = [title.text for title in titles]
        return grid._replace(rows=[row._replace(label=[*over, *row.label]) for row in grid.rows])
    heads = grid.heads[: grid.labels]
    for column, head in enumerate(grid.heads[grid.labels :], grid.labels):
        words = [word for row in grid.rows for word in row.cells[column]]
        middle = median(word.middle for word in words) if words else 0.0
        title = min(titles, key=lambda title: abs(title.middle - middle))
        heads.append(" > ".join(filter(None, [title.text, head])))
    return grid._replace(heads=heads)


def _by_titles(body: Body) -> list[tuple[Sequence[Chunk], Body]]:
    """Cut a table into parts with titles of their own, (a), (b) and so on, above or below them.

    Two titles in one line are those of a part's halves.
    """
    lines = lines_of(body.words)
    titles = [at for at, line in enumerate(lines) if PART_TITLE.match(text_of(line.words))]
    if not titles:
        return [((), body)]
    above = titles[0] == 0
    ends = [*titles, len(lines)] if above else [-1, *titles]
    if not above and titles[-1] < len(lines) - 1:
        ends.append(len(lines))
    parts: list[tuple[Sequence[Chunk], Body]] = []
    for start, end in pairwise(ends):
        inside = lines[start + 1 : end]
        if not inside:
            return [((), body)]
        at = start if above else end
        title = _titles(lines[at]) if at < len(lines) else ()
        top = lines[start].y if start >= 0 else body.box.top
        foot = lines[end].y if end < len(lines) else body.box.bottom
        parts.append((title, _part(body, inside, top, foot)))
    return parts


def _titles(line: TextLine) -> Sequence[Chunk]:
    """Give the titles in a line: one where not all of its texts begin as titles do."""
    parts = chunks(line, _BETWEEN_TITLES)
    if all(PART_TITLE.match(part.text) for part in parts):
        return parts
    return [Chunk(line.words)]


def _part(body: Body, lines: Sequence[TextLine], top: float, foot: float) -> Body:
    """Give the part of a table between two heights."""
    return Body(
        body.caption,
        [word for line in lines for word in line.words],
        [rule for rule in body.rules if foot <= rule.y <= top],
        [part for part in body.strokes if foot <= part.y <= top],
        [one for one in body.uprights if one.bottom < top and one.top > foot],
        Box(body.box.left, foot, body.box.right, top),
        body.turned,
    )


def unknown(reason: str) -> Grid:
    """Give a grid that cannot be made out for a reason."""
    return Grid([], 0, [], reason)


class _Maker:
    """Makes the grids of one table."""

    def __init__(self, body: Body) -> None:
        lines = lines_of(body.words)
        self._size = median(line.size for line in lines)
        self._ruling = Ruling(body.rules, body.strokes, body.uprights, body.box)
        self._lines = self._in_rows(lines)
        self._cuts: list[float] = []
        self._turned, self._top = body.turned, body.box.top

    def grids(self) -> list[Grid]:
        """Give the grids from top to bottom, or one that says why there is none."""
        first = 0 if self._has_turned_heads() else self._first_row()
        if not first < min(len(self._lines), _MOST_HEAD_LINES + 1):
            return [unknown("its heads cannot be told from its rows")]
        head, rows = self._lines[:first], self._lines[first:]
        found = columns(rows, head, self._ruling.borders)
        self._cuts = cuts(rows, head, found)
        if self._cuts:
            found = columns(rows, head, sorted([*self._ruling.borders, *self._cuts]))
        if not 1 < len(found) <= _MOST_COLUMNS:
            return [unknown("its columns cannot be told apart")]
        lines = self._spread([self._placed(line, found) for line in rows], found)
        labels = self._labels(lines, found)
        made = levels(head, found, labels, self._ruling, self._size)
        while len(lines) > 1 and _heads_on(made, lines):
            first += 1
            lines = lines[1:]
            labels = self._labels(lines, found)
            made = levels(self._lines[:first], found, labels, self._ruling, self._size)
        names = self._with_turned(joined(made, len(found)), found, lines[0].y)
        return self._parted(names, lines, found)

    def _has_turned_heads(self) -> bool:
        """Tell whether all heads stand on their side, above a first line of values."""
        first = self._lines[0]
        above = [
            text
            for text in self._turned
            if first.y < text.low
            and text.high < self._top + self._size
            and first.words[0].x0 < text.x < first.words[-1].x1
        ]
        return _is_of_values(first) and len(above) >= _LEAST_CELLS

    def _with_turned(self, names: list[str], found: Sequence[Column], y: float) -> list[str]:
        """Put the heads that stand on their side below those of their groups."""
        out = list(names)
        for text in sorted(self._turned, key=lambda text: text.x):
            for at, column in enumerate(found):
                over = column.x0 - self._size / 2 < text.x < column.x1 + self._size / 2
                if over and y < text.low and text.high < self._top + self._size:
                    out[at] += (" > " if out[at] else "") + text.text
                    break
        return out

    def _spread(self, lines: list[TableLine], found: Sequence[Column]) -> list[TableLine]:
        """Let a line's only value be of all columns that it stands in the middle of.

        That is so where all other lines have values in all columns, and two lines or more one.
        """
        last = len(found) - 1
        whole = set(range(1, last + 1))
        middle = (found[1].x0 + found[-1].x1) / 2
        single = [
            (line, words)
            for line in lines
            if (words := _only_value(line))
            and abs(Chunk(words).middle - middle) < _SPREAD * self._size
        ]
        full = sum(line.filled >= whole for line in lines)
        if last < 3 or len(single) < 2 or full + len(single) < _MOST_FULL * len(lines):
            return lines
        for line, words in single:
            label = line.cells[0]
            line.cells.clear()
            line.cells[0] = label
            line.spans[:] = [(1, last, words)]
        return lines

    def _labels(self, lines: Sequence[TableLine], found: Sequence[Column]) -> int:
        rows = Rows(lines, found, self._size, self._ruling).rows()
        return label_columns(rows, len(found)) if rows else 1

    def _in_rows(self, lines: list[TextLine]) -> list[TextLine]:
        """Join lines between two full rules that leave room for one."""
        out: list[TextLine] = []
        for line in lines:
            last = out[-1] if out else None
            above = min((y for y in self._ruling.full if y > line.y), default=1e9)
            below = max((y for y in self._ruling.full if y <= line.y), default=-1e9)
            if last and above - below < _ONE_LINE * self._size and last.y < above:
                words = sorted([*last.words, *line.words], key=lambda word: (word.x0, -word.y))
                out[-1] = TextLine(last.y, last.size, words)
            else:
                out.append(line)
        return out

    # ── heads and rows apart ──

    def _first_row(self) -> int:
        """Give the number of the first line that is no head."""
        top, foot = self._lines[0].y, self._lines[-1].y
        interior = [y for y in self._ruling.full if foot < y < top]
        numeric = next((at for at, line in enumerate(self._lines) if _is_of_values(line)), 0)
        if interior:
            below = next((at for at, line in enumerate(self._lines) if line.y < interior[0]), 0)
            if below <= numeric or numeric == 0 or not self._is_labelled(numeric, below):
                return self._past_heads(below, interior)
        return numeric or 1 if len(self._lines) > 1 else len(self._lines)

    def _is_labelled(self, start: int, end: int) -> bool:
        """Tell whether one of some lines has its first words where the rows below have theirs."""
        first = [line.words[0] for line in self._lines[end:]]
        left = min(word.x0 for word in first)
        right = max(word.x1 for word in first if word.x0 < left + 2 * self._size)
        return any(line.words[0].x0 < right for line in self._lines[start:end])

    def _past_heads(self, at: int, interior: Sequence[float]) -> int:
        """Take lines between two full rules into the heads if they hold many cells, no values."""
        for y in interior[1:]:
            end = next((i for i, line in enumerate(self._lines) if line.y < y), len(self._lines))
            block, rest = self._lines[at:end], self._lines[end:]
            if not block or not rest or end > _MOST_HEAD_LINES:
                break
            if sum(_count(line)[0] for line in rest) < len(rest) or any(
                _count(line)[0] for line in block
            ):
                break
            if max(_count(line)[1] for line in block) < _LEAST_CELLS:
                break
            at = end
        return at

    def _placed(self, line: TextLine, found: Sequence[Column]) -> TableLine:
        """Put the words of a line into columns."""
        made = TableLine(line.y, line.size, {}, [], all(word.styled for word in line.words))
        parts = [
            chunk
            for whole in at_borders(chunks(line), [*self._ruling.borders_at(line.y), *self._cuts])
            for chunk in split(whole, found, line.size)
        ]
        taken = {at for chunk in parts for at in over(chunk, found)}
        for chunk in parts:
            at = over(chunk, found)
            if len(at) == 1:
                at = _both(chunk, at[0], found, taken)
            if len(at) > 1:
                made.spans.append((at[0], at[-1], chunk.words))
            else:
                made.cells.setdefault(at[0], []).extend(chunk.words)
        return made

    # ── heads between rows ──

    def _parted(self, names: list[str], lines: list[TableLine], found: list[Column]) -> list[Grid]:
        """Make a grid of the lines, or one of those before and one behind each line of heads.

        A heading of its own above a line of heads is of the rows below, up to the next one.
        """
        made: list[Grid] = []
        start, own, heading = 0, names, ""
        for at, line in enumerate(lines[:-1]):
            if groups := self._groups(at, lines, found):
                new = [" > ".join(filter(None, pair)) for pair in zip(groups, names, strict=True)]
            elif at and self._heads_again(at, lines):
                new = names = self._changed(names, line)
            else:
                continue
            above = self._heading(at - 1, lines) if at > start else ""
            made += self._grid(own, lines[start : at - bool(above)], found, heading)
            start, own, heading = at + 1, new, above or heading
        return [*made, *self._grid(own, lines[start:], found, heading)]

    def _heading(self, at: int, lines: Sequence[TableLine]) -> str:
        """Give the text of a line that holds nothing else, and no label; nothing for another."""
        line = lines[at]
        if 0 in line.cells or len(line.cells) + len(line.spans) != 1:
            return ""
        text = text_of(line.words)
        return "" if is_value(text) else text

    def _changed(self, names: Sequence[str], line: TableLine) -> list[str]:
        """Give the heads that a line has in the place of others, within the same groups."""
        out = list(names)
        for column, words in line.cells.items():
            if column:
                out[column] = " > ".join([*names[column].split(" > ")[:-1], text_of(words)])
        return out

    def _groups(
        self, at: int, lines: Sequence[TableLine], found: Sequence[Column]
    ) -> list[str] | None:
        """Give the heads of two or more groups of columns that a line between rows holds.

        None where it does not.
        """
        line = lines[at]
        words = [*line.cells.values(), *(words for _, _, words in line.spans)]
        if len(words) < 2 or 0 in line.filled or any(is_value(text_of(one)) for one in words):
            return None
        around = [
            abs(other.y - line.y) for other in lines[max(0, at - 1) : at + 2] if other is not line
        ]
        if min(around, default=1e9) < _APART * self._size:
            return None
        cells = shared(
            sorted((Chunk(one) for one in words), key=lambda chunk: chunk.x0),
            range(1, len(found)),
            found,
        )
        wide = all(
            cell.last > cell.first
            and abs((found[cell.first].x0 + found[cell.last].x1) / 2 - cell.chunk.middle)
            < _OFF * self._size
            for cell in cells
        )
        return joined([cells], len(found)) if wide else None

    def _heads_again(self, at: int, lines: Sequence[TableLine]) -> bool:
        """Tell whether a line has words wherever the columns have values, below a full rule."""
        line = lines[at]
        if line.spans or not self._ruling.lies(lines[at - 1].y, line.y):
            return False
        numeric = [
            column
            for column in range(1, 1 + max(line.filled, default=0))
            if sum(map(is_value, texts := _texts(lines, column))) > _NUMERIC * len(texts)
        ]
        texts = [text_of(line.cells.get(column, [])) for column in numeric]
        return len(numeric) > 1 and all(text and not is_value(text) for text in texts)

    def _grid(
        self, names: list[str], lines: Sequence[TableLine], found: Sequence[Column], heading: str
    ) -> list[Grid]:
        if not lines:
            return []
        maker = Rows(lines, found, self._size, self._ruling)
        rows = maker.rows()
        if not rows:
            return [unknown(NO_ROWS)]
        labels = label_columns(rows, len(found))
        above = [heading] if heading else []
        made = [GridRow([*above, *path(row, labels)], row.cells) for row in rows]
        over = set().union(*(row.inherited for row in rows))
        unsure = maker.is_broken(rows) or loses(lines, made)
        reason = doubt(names, labels, made, over) or (NO_ROWS if unsure else "")
        return [Grid(names, labels, made, reason)]


def _texts(lines: Sequence[TableLine], column: int) -> list[str]:
    """Give the texts of a column's cells that are not empty."""
    return [text_of(line.cells[column]) for line in lines if column in line.cells]


def _count(line: TextLine) -> tuple[int, int]:
    """Count the values of a line behind its first cell, and its cells."""
    cells = chunks(line)
    return sum(is_value(cell.text) for cell in cells[1:]), len(cells)


def _is_of_values(line: TextLine) -> bool:
    values, cells = _count(line)
    return values > 0 and values * 2 >= cells - 1


def _only_value(line: TableLine) -> list[Word]:
    """Give what stands in a line beside its label; nothing where that is more than one cell."""
    others = [words for at, words in line.cells.items() if at]
    others += [words for first, _, words in line.spans if first]
    return others[0] if 0 in line.cells and len(others) == 1 else []


def _both(chunk: Chunk, at: int, found: Sequence[Column], taken: set[int]) -> list[int]:
    """Give the columns of a cell: two where it stands in the middle of its own and a free one."""
    for other in (at - 1, at + 1):
        free = min(other, at) > 0 and other < len(found) and other not in taken
        if free and is_between(chunk, found[at], found[other]):
            return sorted((at, other))
    return [at]


def _heads_on(made: Sequence[Sequence[HeadCell]], lines: Sequence[TableLine]) -> bool:
    """Tell whether the first line below the heads is one of them: it tells groups' columns apart.

    It stands under groups alone, and holds no such values as the lines below it.
    """
    first = lines[0]
    under = {
        column
        for level in made
        for cell in level
        if cell.last > cell.first
        for column in range(cell.first, cell.last + 1)
    }
    if not first.cells or first.spans or not set(first.cells) <= under or 0 in under:
        return False
    decimals = [
        bool(_DECIMAL.search(text_of(line.cells.get(column, []))))
        for line in lines[1:]
        for column in first.cells
    ]
    own = any(_DECIMAL.search(text_of(words)) for words in first.cells.values())
    return not own and 2 * sum(decimals) > len(decimals)
