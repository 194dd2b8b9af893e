"""Columns of made tables that label their rows."""

from __future__ import annotations

from pipeline.pdf.geometry import Box
from pipeline.records.paper_text import Table
from tests.support.tables import (
    STEP,
    TOP,
    cells,
    labels,
    read_one,
    rule,
    ruled,
    tied,
)


def table(*rows: tuple[str, ...], rules: list[Box] | None = None) -> Table:
    return read_one(cells(rows), ruled(len(rows), x1=320) if rules is None else rules)


def test_as_many_columns_label_rows_as_it_takes_to_tell_them_apart() -> None:
    found = table(
        ("Model", "Place", "Short"),
        ("Lark", "north", "61.4"),
        ("Lark", "south", "66.2"),
        ("Wren", "north", "70.1"),
    )
    assert found.label_columns == 2
    assert labels(found) == ["Lark > north", "Lark > south", "Wren > north"]


def test_a_column_that_counts_rows_labels_them_with_the_next() -> None:
    found = table(
        ("No.", "Model", "Short"),
        ("1", "Lark", "61.4"),
        ("2", "Wren", "66.2"),
        ("3", "Crow", "70.1"),
    )
    assert labels(found) == ["1 > Lark", "2 > Wren", "3 > Crow"]


def test_values_may_tell_rows_apart() -> None:
    found = table(
        ("Model", "Size", "Short", "Long"),
        ("Lark", "10", "61.4", "52.5"),
        ("Lark", "20", "66.2", "58.1"),
        ("Wren", "10", "70.1", "60.2"),
        ("Wren", "20", "71.3", "62.4"),
    )
    assert labels(found) == ["Lark > 10", "Lark > 20", "Wren > 10", "Wren > 20"]


def test_numbers_that_label_several_rows_are_labels() -> None:
    """The first two columns have one cell for two rows, in their middle."""
    four = (60.0, 120.0, 170.0, 230.0)
    shown = [
        *cells([("Nest", "Height", "Bird", "Score")], *four),
        *cells([("", "", "Lark", "61.4")], *four, y=TOP - STEP),
        *cells([("Low", "1.5")], *four, y=TOP - 1.5 * STEP),
        *cells([("", "", "Wren", "66.2")], *four, y=TOP - 2 * STEP),
        *cells([("High", "9.5", "Crow", "71.3")], *four, y=TOP - 3 * STEP),
    ]
    found = read_one(shown, [*ruled(4), rule(TOP + 9 - 3 * STEP)])
    assert tied(found)["Low > 1.5 > Wren", "Score"] == "66.2"
