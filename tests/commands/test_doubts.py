"""The paper's own words for what is doubtful."""

from __future__ import annotations

import pytest

from pipeline.commands.doubts import Passage, doubts_of
from pipeline.commands.entry_findings import LookedUp
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from pipeline.records.report import Evidence, make_finding
from pipeline.records.statement import Statement
from tests.support.records import paper_text

ROWS = [("Wren", "63.0"), ("Large > Finch", "58.2"), ("Finch V2", "63.0"), ("Lark", "63.0")]
LINES = [f"{label.rpartition(' > ')[2]} | {number}" for label, number in ROWS]
TEXT = "\n".join(("Abstract", "We have it.", "Reader | Top-1", *LINES, "Table 1: Accuracy."))


def paper(*, made_out: bool = True) -> PaperText:
    """Give a paper with a table in which three rows have the same number."""
    rows = []
    for (label, number), line in zip(ROWS, LINES, strict=True):
        start = TEXT.index(line)
        cells = (
            TableCell(text=label, start=start, end=start + len(label)),
            TableCell(text=number, start=start + len(line) - 4, end=start + len(line)),
        )
        rows.append(TableRow(label=label, cells=cells))
    table = Table(
        label="Table 1", pages=(1,), heads=("Reader", "Accuracy > Top-1"), rows=tuple(rows),
        made_out=made_out,
    )  # fmt: skip
    return paper_text(TEXT).model_copy(update={"text": TEXT, "tables": (table,)})


def passage(words: str, nearest: str, text: PaperText | None = None) -> Passage:
    """Give the passage of a mark in a point that quotes the last row."""
    start = TEXT.index(LINES[-1])
    quote = Evidence(
        quote=LINES[-1],
        claimed_page=1,
        match="exact",
        page=1,
        start=start,
        end=start + len(LINES[-1]),
    )
    found = make_finding("point 1", "pair", words, "no", nearest, 1, reason="contradicted")
    said = (Statement("point 1", words, (quote,)),)
    [doubt] = doubts_of(LookedUp(text or paper(), said, (found,)))
    assert doubt.page == 1
    return doubt.passages[0]


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("61.0 … Wren", LINES[0]),
        ("61.0 … wren", LINES[0]),
        ("61.0 … Group > Finch V2", LINES[2]),
        ("61.0 … Thrush", LINES[3]),  # of no row: the nearest to the quote
        ("61.0", LINES[3]),
    ],
)
def test_of_rows_with_a_number_it_is_the_one_of_the_name_in_question(words: str, row: str) -> None:
    assert passage(words, "63.0") == Passage(1, row, "Accuracy > Top-1 = 63.0")


def test_a_cell_of_a_table_that_was_not_made_out_has_no_heads() -> None:
    assert passage("61.0 … Wren", "63.0", paper(made_out=False)) == Passage(1, LINES[0])


def test_words_beside_a_table_are_of_no_cell() -> None:
    assert passage("We lack it", "We have it.") == Passage(1, "We have it.")
