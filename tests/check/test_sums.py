"""Numbers that are the sum of several."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from tests.support.checked import BARE, found
from tests.support.records import draft, paper_text

QUOTE = "Lark reads 61M letters, Finch 5.5M and Wren 421M"


def told(said: str, *, quote: str = QUOTE) -> list[str]:
    """Give the numbers of a point that are marked as missing."""
    marks = found(said, f"{QUOTE} in one night. Nobody else reads.", quote=quote)
    return [one.words for one in marks if (one.kind, one.reason) == ("number", "missing")]


@pytest.mark.parametrize(
    "said",
    [
        "Taken together, Lark (61M), Finch (5.5M) and Wren (421M) read 488M letters.",
        "三者共读 4.88 亿封信",
        "Lark、Finch 和 Wren 合计 488M",
    ],
)
def test_what_is_called_a_sum_may_be_that_of_several_numbers(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Taken together, Lark (61M), Finch (5.5M) and Wren (421M) read 588M letters.",
        "三者共读 5.88 亿封信",
        "Lark (61M), Finch (5.5M) and Wren (421M) read 488M letters.",  # not called a sum
    ],
)
def test_another_number_than_their_sum_is_missing(said: str) -> None:
    assert len(told(said)) == 1


def test_numbers_that_are_quoted_for_nothing_make_no_sum() -> None:
    assert told("三者共读 4.88 亿封信", quote="We have it in this paper") == ["4.88 亿"]


LINES = """Abstract
We have it in this paper.
Reader Letters
Lark | 12
Finch | 25
Wren | 31
Table 1: Letters of the readers."""


def paper() -> PaperText:
    """Give a paper with a table of one column."""
    rows = []
    for label, number in (("Lark", "12"), ("Finch", "25"), ("Wren", "31")):
        start = LINES.index(f"{label} |")
        at = LINES.index(number, start)
        cell = TableCell(text=number, start=at, end=at + len(number))
        name = TableCell(text=label, start=start, end=start + len(label))
        rows.append(TableRow(label=label, cells=(name, cell)))
    table = Table(
        label="Table 1", pages=(1,), heads=("Reader", "Letters"), rows=tuple(rows), made_out=True
    )
    return paper_text(LINES).model_copy(update={"text": LINES, "tables": (table,)})


def test_a_column_of_a_quoted_table_is_added_up() -> None:
    def of_table(said: str) -> list[str]:
        marks = check(draft(said, ("Finch 25", 1)), BARE, paper()).findings
        return [one.words for one in marks if one.where == "point 1" and one.kind == "number"]

    assert of_table("读者总共读了 68 封信") == []
    assert of_table("读者总共读了 69 封信") == ["69"]


def test_a_change_that_two_cells_of_a_column_differ_by_is_a_note() -> None:
    def of_table(said: str) -> list[tuple[str, str]]:
        marks = check(draft(said, ("Finch 25", 1)), BARE, paper()).findings
        return [
            (one.words, one.reason)
            for one in marks
            if one.kind == "number" and one.where == "point 1"
        ]

    assert of_table("它比另一位多 19 封信") == [("19", "apart")]
    assert of_table("它比另一位多 18 封信") == [("18", "apart")]
