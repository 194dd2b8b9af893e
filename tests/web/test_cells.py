"""Cells of a paper's tables: what one is called, and which have a number."""

from __future__ import annotations

import pytest

from pipeline.web.cells import cells_with, name_at
from tests.web.test_context import paper


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("31", ("Table 1", "Ours", "Precision")),
        ("Ours", ("Table 1", "Ours", "")),
        ("Ours | 24 | 31", ("Table 1", "Ours", "")),
        ("24 | 31", ("Table 1", "Ours", "")),
    ],
)
def test_a_cell_is_of_table_row_and_column_and_several_of_one_row_of_that(
    words: str, name: tuple[str, str, str]
) -> None:
    text = paper()
    start = text.text.index(words)
    found = name_at(text, (start, start + len(words)))
    assert found
    assert (found.table, found.row, found.column) == name


@pytest.mark.parametrize("words", ["epochs", "31\nHeron", "wins 8.\nOurs"])
def test_what_is_of_no_row_or_of_several_has_no_name(words: str) -> None:
    text = paper()
    start = text.text.index(words)
    assert name_at(text, (start, start + len(words))) is None


@pytest.mark.parametrize("number", ["31", "31.0", "31%", "31.00 %"])
def test_a_number_is_in_a_cell_however_it_is_written(number: str) -> None:
    [(span, cell)] = cells_with(paper(), number).items()
    assert paper().text[slice(*span)] == "31"
    assert (cell.row.label, cell.head) == ("Ours", "Precision")


@pytest.mark.parametrize("number", ["", "Ours", "31 24", "of 31", "3", "1", "310"])
def test_what_is_no_number_or_another_one_is_in_none(number: str) -> None:
    assert cells_with(paper(), number) == {}
