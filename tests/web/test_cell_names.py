"""What a table's cell is called."""

from __future__ import annotations

import pytest

from pipeline.web.cell_names import name_at
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
