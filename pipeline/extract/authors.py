"""Read the authors on page 1 column by column, where they stand beside each other in cells.

A row of names above a row of affiliations is one line of the page, yet no line of a text: each cell
is a line of its own, and what stands under it follows it. Places and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.extract.lines import Cell, Line

_ENDS_BLOCK = re.compile(
    r"\s*(?:a ?bstract\b|summary\b|摘\s*要|\d{1,2}\.?\s+[A-Z]\w+$|[IVX]+\.\s|key ?words\b)",
    re.IGNORECASE,
)
"""What stands behind the authors: the abstract, or the first section."""
_OF_AUTHOR = re.compile(
    r"@|Universi|Institut|College|Laborator|\bLabs?\b|Research|Department|Dept|School|Academy"
    r"|Facult|Centre|Center|Inc\b|\bAI\b|大学|研究|学院|公司"
)
"""What stands under a name, and in no name."""
_TITLE = 1.12
"""Share of the usual size above the abstract from which on a line is the title's."""
_LEADING = 1.7
"""Ems of a line from one row to the next of a block at most."""
_FARTHER = 1.4
"""Share of the step between a block's first two rows from which on another block begins."""
_SAME_SIZE = 0.03
"""Share of a size by which those of two rows of names may differ."""
_SLACK = 2.0
"""Points by which base lines of one row may differ."""
_LEAST_SIZE = 0.9
"""Share of the authors' smallest line that is larger than a figure's words beside it."""
_MOST_BESIDE = 20
"""Lines beside the authors at most: more are text."""
_MOST_LINES = 120
"""Lines of page 1 at most that the authors are looked for in."""


def apart(page: list[Line]) -> list[Line]:
    """Give page 1 with the cells of its authors' lines as lines of their own, by columns.

    The title, what is above it and all from the abstract on stay as they are.
    """
    start, end = _block(page)
    block = page[start:end]
    beside = _beside(block, page[end:])
    made: list[Line] = []
    for rows in _blocks([*block, *beside]):
        made += _by_columns(rows) if len(rows) > 1 else rows[0]
    moved = set(map(id, beside))
    return [*page[:start], *made, *(line for line in page[end:] if id(line) not in moved)]


def _beside(block: Sequence[Line], rest: Sequence[Line]) -> list[Line]:
    """Give the lines of other columns that stand beside the authors', not below them."""
    placed = [line for line in block if line.part == "flow" and line.size]
    if not placed:
        return []
    low, high = min(line.y for line in placed), max(line.y for line in placed)
    least = _LEAST_SIZE * min(line.size for line in placed)
    beside = [
        line
        for line in rest
        if line.part == "flow" and low <= line.y + _SLACK <= high + 2 * _SLACK and line.size > least
    ]
    return beside if len(beside) <= _MOST_BESIDE else []


def _block(page: Sequence[Line]) -> tuple[int, int]:
    """Give the lines between the title, the first set large, and the abstract's heading."""
    head = page[:_MOST_LINES]
    end = next((at for at, line in enumerate(head) if _ENDS_BLOCK.match(line.text)), 0)
    sizes = [line.size for line in head[:end] if line.part == "flow" and line.size]
    if not sizes:
        return 0, 0
    large = min(max(sizes), _TITLE * median(sizes))
    title = next(at for at in range(end) if head[at].size >= large)
    size = head[title].size
    below = (at for at in range(title, end) if abs(head[at].size - size) > _SAME_SIZE * size)
    return next(below, end), end


def _blocks(lines: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """Give rows of cells that stand closely under each other; other lines are rows by themselves.

    A line without cells goes on with a block where it stands under one of its columns alone.
    """
    block: list[list[Line]] = []
    for line in lines:
        row = _cells(line)
        if block and not (_is_near(block, row) and _fits(block, row)):
            yield block
            block = []
        if len(row) == 1 and not block:
            yield [row]
        else:
            block.append(row)
    if block:
        yield block


def _cells(line: Line) -> list[Line]:
    if not line.parts or line.part != "flow":
        return [line]
    return [_as_line(line, cell) for cell in line.parts]


def _as_line(line: Line, cell: Cell) -> Line:
    letters = sum(map(str.isalnum, cell.text))
    return line._replace(
        text=cell.text, x0=cell.x0, x1=cell.x1, letters=letters, cells=1, parts=(), starts=True
    )


def _is_near(block: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    """Tell whether a row stands below a block as closely as the block's first rows do."""
    step = block[-1][0].y - row[0].y
    usual = _LEADING * max(block[-1][0].size, row[0].size)
    if len(block) > 1:
        usual = min(usual, _FARTHER * (block[0][0].y - block[1][0].y))
    return 0 < step < usual


def _fits(block: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    """Tell whether each cell of a row stands under one column of the block's first row at most."""
    under = [_columns_of(block[0], cell) for cell in row]
    return len(block[0]) > 1 and all(len(one) == 1 for one in under)


def _columns_of(first: Sequence[Line], cell: Line) -> list[int]:
    return [at for at, top in enumerate(first) if top.x0 < cell.x1 and cell.x0 < top.x1]


def _by_columns(rows: Sequence[Sequence[Line]]) -> list[Line]:
    """Give the cells of rows column by column; row by row where they are nothing but names."""
    below = [cell.text for row in rows[1:] for cell in row]
    first, second = rows[0][0], rows[1][0]
    alike = first.bold == second.bold and abs(first.size - second.size) < _SAME_SIZE * first.size
    said = any(_OF_AUTHOR.search(text) for text in below) or len(set(below)) < len(below)
    if alike and not said:
        return [cell for row in rows for cell in row]
    columns: list[list[Line]] = [[] for _ in rows[0]]
    for row in rows:
        for cell in row:
            columns[_columns_of(rows[0], cell)[0]].append(cell)
    return [cell for column in columns for cell in column]
