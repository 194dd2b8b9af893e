"""Tables of pages given as runs and rules: what each cell is tied to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.extract import columns, tables
from pipeline.extract.paragraphs import assemble
from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from pipeline.records.paper_text import Table
from tests.support.pages import TEXT, run

LEFT, TOP, STEP = 60.0, 600.0, 12.0
"""Where the tables of these pages begin, and how far their base lines are apart, in points."""
ROWS = (
    ("Model", "Short", "Long"),
    ("Lark", "61.4", "52.5"),
    ("Lark-XL", "66.2", "58.1"),
    ("Finch", "70.1", "60.2"),
)


def cells(rows: Sequence[Sequence[str]], *places: float, y: float = TOP, **more: Any) -> list[Run]:
    """Give rows of cells under each other, each cell at its place; an empty one is none."""
    at = places or (LEFT, 160.0, 220.0, 280.0, 340.0)
    return [
        run(text, x, y - STEP * row, **more)
        for row, texts in enumerate(rows)
        for x, text in zip(at, texts, strict=False)
        if text
    ]


def rule(y: float, x0: float = LEFT - 4, x1: float = 260.0) -> Box:
    """Give a rule as it is drawn at a height."""
    return Box(x0, y, x1, y)


def ruled(rows: int = 4, heads: int = 1, y: float = TOP) -> list[Box]:
    """Give the three rules of a table: above its heads, below them and below its rows."""
    return [rule(y + place) for place in (9, 9 - STEP * heads, 9 - STEP * rows)]


def read(runs: Sequence[Run], rules: Sequence[Box], page: int = 1) -> tuple[str, list[Table]]:
    """Give the running text of a page and its tables."""
    lines = columns.read(runs)
    found = tables.find(page, runs, rules, lines)
    made = assemble([tables.parted(lines, found)])
    return made.text, [
        Table.model_validate(one) for one in tables.records(found, made.text, made.lines)
    ]


def tied(table: Table) -> dict[tuple[str, str], str]:
    """Give the cells of a table that has been made out by their row's label and column's head."""
    assert table.made_out, table.reason
    return {
        (row.label, head): cell.text
        for row in table.rows
        for head, cell in list(zip(table.heads, row.cells, strict=True))[table.label_columns :]
    }


CAPTION = run("Table 3: Accuracy of birds.", LEFT, TOP + 24)


def test_cells_are_tied_to_their_rows_and_heads() -> None:
    _, (table,) = read([CAPTION, *cells(ROWS)], ruled())
    assert (table.label, table.pages, table.label_columns) == ("Table 3", (1,), 1)
    assert table.heads == ("Model", "Short", "Long")
    assert tied(table) == {
        ("Lark", "Short"): "61.4",
        ("Lark", "Long"): "52.5",
        ("Lark-XL", "Short"): "66.2",
        ("Lark-XL", "Long"): "58.1",
        ("Finch", "Short"): "70.1",
        ("Finch", "Long"): "60.2",
    }


def test_rows_stand_in_the_text_with_marks_between_their_cells() -> None:
    text, (table,) = read([CAPTION, *cells(ROWS)], ruled())
    assert "Lark-XL | 66.2 | 58.1\n" in text
    cell = table.rows[1].cells[2]
    assert text[cell.start : cell.end] == "58.1"
    assert text[table.start : table.end] == "Table 3: Accuracy of birds."


def test_a_caption_may_stand_below() -> None:
    below = run("Table 4: Accuracy of birds.", LEFT, TOP - 5 * STEP)
    _, (table,) = read([*cells(ROWS), below], ruled())
    assert tied(table)["Finch", "Long"] == "60.2"


def test_a_caption_without_a_table_says_so() -> None:
    prose = [run(TEXT[at % 2], LEFT, TOP - STEP * at) for at in range(6)]
    _, (table,) = read([CAPTION, *prose], [])
    assert not table.made_out
    assert table.reason
    assert table.rows == ()
