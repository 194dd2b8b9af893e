"""Tables of made pages: runs and rules given by hand, and what is read of them.

Places are in points; letters are 5 points wide and 10 high unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.extract import tables
from pipeline.extract.columns import Layout
from pipeline.extract.paragraphs import assemble
from pipeline.extract.pieces import Piece, by_angle, pieces, turned
from pipeline.extract.words import Word, words
from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from pipeline.records.paper_text import Table
from tests.support.pages import run

LEFT, TOP, STEP = 60.0, 600.0, 12.0
"""Where the tables of these pages begin, and how far their base lines are apart, in points."""
ROWS = (
    ("Model", "Short", "Long"),
    ("Lark", "61.4", "52.5"),
    ("Lark-XL", "66.2", "58.1"),
    ("Finch", "70.1", "60.2"),
)
CAPTION = run("Table 3: Accuracy of birds.", LEFT, TOP + 24)


def cells(
    rows: Sequence[Sequence[str]], *places: float, y: float = TOP, step: float = STEP, **more: Any
) -> list[Run]:
    """Give rows of cells under each other, each cell at its place; an empty one is none."""
    at = places or (LEFT, 160.0, 220.0, 280.0, 340.0)
    return [
        run(text, x, y - step * row, **more)
        for row, texts in enumerate(rows)
        for x, text in zip(at, texts, strict=False)
        if text
    ]


def rule(y: float, x0: float = LEFT - 4, x1: float = 260.0) -> Box:
    """Give a rule as it is drawn at a height."""
    return Box(x0, y, x1, y)


def ruled(rows: int = 4, heads: int = 1, y: float = TOP, x1: float = 260.0) -> list[Box]:
    """Give the three rules of a table: above its heads, below them and below its rows."""
    return [rule(y + place, x1=x1) for place in (9, 9 - STEP * heads, 9 - STEP * rows)]


def upright(x: float, rows: int = 4, y: float = TOP) -> Box:
    """Give an upright rule that goes down a table of so many lines."""
    return Box(x, y + 9 - STEP * rows, x, y + 9)


def read(runs: Sequence[Run], rules: Sequence[Box] = (), page: int = 1) -> tuple[str, list[Table]]:
    """Give the running text of a page and its tables."""
    return read_pages([(runs, rules)], page)


def read_pages(
    pages: Sequence[tuple[Sequence[Run], Sequence[Box]]], first: int = 1
) -> tuple[str, list[Table]]:
    """Give the running text of pages given by their runs and rules, and their tables."""
    found: list[tables.PageTable] = []
    on_page: list[tables.PageTable] = []
    lines, layout = [], Layout()
    for number, (runs, rules) in enumerate(pages, first):
        pieces = by_angle(runs)
        on_page = tables.find(number, pieces, rules, on_page)
        tables.add(found, on_page)
        read = layout.read(pieces, tables.boxes(on_page, number))
        lines.append(tables.parted(read, on_page, number))
    made = assemble(lines)
    places = {
        number: [line for line in made.lines if page.start <= line.start < page.end]
        for number, page in enumerate(made.pages, first)
    }
    given = tables.records(found, made.text, places, tables.vocabulary(made.text))
    return made.text, [Table.model_validate(one) for one in given]


def read_one(rows: Sequence[Run], rules: Sequence[Box] = ()) -> Table:
    """Give the only table of a page with a caption above it."""
    _, (table,) = read([CAPTION, *rows], rules)
    return table


def tied(table: Table) -> dict[tuple[str, str], str]:
    """Give the cells of a table that has been made out by their row's label and column's head."""
    assert table.made_out, table.reason
    return {
        (row.label, head): cell.text
        for row in table.rows
        for head, cell in list(zip(table.heads, row.cells, strict=True))[table.label_columns :]
    }


def labels(table: Table) -> list[str]:
    """Give the labels of a table that has been made out."""
    assert table.made_out, table.reason
    return [row.label for row in table.rows]


def pieces_of(*runs: Run) -> list[Piece]:
    """Give the pieces that upright runs make, from top to bottom and from left to right."""
    return sorted(pieces(turned(runs)[0]), key=lambda piece: (-piece.y, piece.x0))


def words_of(*runs: Run) -> list[Word]:
    """Give the words that upright runs make."""
    return words(pieces_of(*runs))
