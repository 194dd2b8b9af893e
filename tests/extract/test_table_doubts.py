"""What speaks against a table is told, and no cell of it passes for a right one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.pdf.geometry import Box
from pipeline.records.paper_text import Table
from tests.support.tables import (
    LEFT,
    ROWS,
    TOP,
    cells,
    read_one,
    rule,
    ruled,
    tied,
)

FOUR = (60.0, 160.0, 220.0, 280.0)


def table(*rows: tuple[str, ...], rules: list[Box] | None = None) -> Table:
    return read_one(cells(rows), ruled(len(rows), x1=320) if rules is None else rules)


def reason(*rows: tuple[str, ...]) -> str:
    found = table(*rows)
    assert not found.made_out
    return found.reason


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(*ROWS[0][:2], ""), *ROWS[1:]], "a column has no head"),
        (
            [("Model", "Score", "Score", "Score"), *((*row, "1.5") for row in ROWS[1:])],
            "all of its columns have the same head",
        ),
        ([ROWS[0], ("", "61.4", "52.5"), *ROWS[2:]], "its labels cannot be told from its values"),
        ([ROWS[0], ("*", "61.4", "52.5"), *ROWS[2:]], "a row has no label"),
        ([("Model", "61.2", "52.1"), *ROWS[1:]], "its heads read like a row"),
        ([("Asked:", "Day", "Night"), ("Told:", "1.2", "3.4"), *ROWS[1:]], "a column has no head"),
        (
            [("Asked:", "How do we see it here?", ""), *ROWS[1:]],
            "its heads read like running text",
        ),
    ],
)
def test_what_speaks_against_a_table_is_told(rows: Sequence[tuple[str, ...]], why: str) -> None:
    assert reason(*rows) == why


def test_words_and_values_in_one_cell_are_told() -> None:
    assert (
        reason(
            ROWS[0],
            ("Lark", "61.4", "52.5"),
            ("Wren", "66.2", "58.1"),
            ("Crow", "nest 70.1", "60.2"),
        )
        == "words and values stand in one cell"
    )


def test_what_brackets_say_of_a_value_is_of_its_cell() -> None:
    rows = [ROWS[0], ("Lark", "61.4 (once)", "52.5"), *ROWS[2:]]
    found = read_one(cells(rows, LEFT, 150, 235), ruled(4))
    assert tied(found)["Lark", "Short"] == "61.4 (once)"


def test_a_table_of_words_without_columns_is_told() -> None:
    found = read_one(cells([("Model",), ("Lark",), ("Wren",), ("Crow",)]), ruled(4))
    assert (found.made_out, found.reason) == (False, "its columns cannot be told apart")


def test_too_many_words_are_no_table() -> None:
    rows = [tuple("a b c d e f" for _ in range(4))] * 180
    shown = cells(rows, *FOUR, step=3, size=2)
    found = read_one(shown, [rule(TOP + 9, x1=320), rule(TOP - 540, x1=320)])
    assert found.reason == "it has too many words"
