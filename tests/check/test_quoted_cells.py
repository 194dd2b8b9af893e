"""Numbers of another row than the one that is quoted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from pipeline.check.claims import check
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quoted_cells import quoted_cell_findings
from pipeline.check.quotes import find_quote
from pipeline.check.statements import Said
from pipeline.records.draft import Quote
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from pipeline.records.statement import Statement
from tests.support.checked import BARE
from tests.support.records import draft, paper_text

ROWS = [("Lark small", "61.4", "70.2"), ("Lark large", "63.0", "71.9"), ("Finch", "58.2", "66.5")]
ALIKE = [("Wren", "61.4", "70.2"), ("Wren Web", "63.0", "71.9"), ("Finch", "58.2", "66.5")]
LINES = "\n".join(" | ".join(row) for row in ROWS)
TEXT = f"Abstract\nWe have it in this paper.\nReader | Top-1 | Top-5\n{LINES}\nTable 1: Accuracy."


def paper(more: str = "", named: Sequence[tuple[str, ...]] = ROWS) -> PaperText:
    """Give a paper with a table of three readers, whose rows may be called otherwise."""
    text = paper_text(TEXT + more)
    rows = tuple(
        TableRow(label=name[0], cells=tuple(_cells(row)))
        for name, row in zip(named, ROWS, strict=True)
    )
    table = Table(
        label="Table 1", pages=(1,), heads=("Reader", "Top-1", "Top-5"), label_columns=1,
        rows=rows, made_out=True,
    )  # fmt: skip
    return text.model_copy(update={"text": TEXT + more, "tables": (table,)})


def _cells(row: tuple[str, ...]) -> list[TableCell]:
    start = TEXT.index(" | ".join(row))
    starts = itertools.accumulate((len(cell) + 3 for cell in row), initial=start)
    return [
        TableCell(text=cell, start=at, end=at + len(cell))
        for cell, at in zip(row, starts, strict=False)
    ]


def told(
    said: str, quote: str = "Lark large | 63.0 | 71.9", text: PaperText | None = None
) -> list[str]:
    index = PaperIndex(text or paper(), BARE)
    one = Said(Statement("point 1", said, (find_quote(Quote(text=quote, page=1), index),)))
    of_sentences = (
        quoted_cell_findings(one, place, one.numbers_at(place), index) for place in one.sentences
    )
    return [
        finding.words
        for findings in of_sentences
        for finding in findings
        if "than the quoted" in finding.message
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("large 版达到 61.4", ["61.4"]),
        ("large 版达到 63.0", []),
        ("large 版的 63.0 好于 61.4", []),  # what it has is said, too
        ("large 版好于 small 版的 61.4", []),  # whose it is is said
        ("达到 61.4", []),  # nothing is said of the row
        ("large 版高 61.4 个点", []),  # a change
        ("large 版加上 8.5 再减 8.5 共 61.4，即 52.9 + 8.5", []),  # what others make
    ],
)
def test_a_number_of_a_row_that_is_not_named_is_not_the_quoted_ones(
    said: str, words: list[str]
) -> None:
    assert told(said) == words


def test_what_the_text_gives_the_quoted_thing_is_its_own() -> None:
    more = "\nWithout letters, the large reader reaches 61.4 here."
    assert told("large 版达到 61.4", text=paper(more)) == []


@pytest.mark.parametrize(
    ("said", "is_marked"),
    [
        ("Finch reaches 63.0.", True),
        ("The best score of 2023, 63.0, belongs to Finch.", True),
        ("The best score, 63.0, is close to Finch.", False),
        ("Of the 2014 readers Finch did best, with 63.0.", True),
        ("最好的是 Finch，达到 63.0。", True),
        ("Lark small reaches 63.0.", True),
        ("Lark large reaches 63.0.", False),
        ("Lark reaches 63.0.", False),  # either of two
        ("It reaches 63.0, above Finch.", False),
        ("Finch reaches 58.2, and it 63.0.", False),
        ("It reaches 63.0.", False),
    ],
)
def test_a_number_of_the_quoted_row_is_not_of_another_that_is_named(
    said: str, is_marked: bool
) -> None:
    findings = check(draft(said, ("Lark large | 63.0 | 71.9", 1)), BARE, paper()).findings
    here = [one for one in findings if one.where == "point 1" and one.severity == "doubt"]
    marks = [one for one in here if not one.words.startswith("20")]  # a year of no paper
    assert [one.words.startswith("63.0 … ") for one in marks] == [True] * is_marked


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Wren 达到 63.0", ["63.0"]),
        ("Wren Web 达到 63.0", []),
        ("Wren 达到 61.4", []),
        ("Finch 58.2，此外有 63.0", []),
    ],
)
def test_a_name_that_begins_another_one_has_its_own_row(said: str, words: list[str]) -> None:
    assert told(said, "Lark small | 61.4 | 70.2", paper(named=ALIKE)) == words


def test_what_is_named_beside_has_no_words_in_the_others_row() -> None:
    rows = [("Wren", "", ""), ("Finch Web", "", ""), ("2. Finch", "", "")]
    assert told(
        "Wren 达到 63.0，高于 Finch 的 58.2", "Lark small | 61.4 | 70.2", paper(named=rows)
    ) == ["63.0"]


def test_a_number_that_is_of_another_cell_is_marked_once() -> None:
    said, quote = "Lark large 的 Top-1 为 61.4", ("Lark large | 63.0 | 71.9", 1)
    findings = check(draft(said, quote), BARE, paper()).findings
    own = [one for one in findings if one.where == "point 1" and one.severity == "doubt"]
    assert [(one.words, one.nearest) for one in own] == [("61.4 … Lark large", "63.0")]
