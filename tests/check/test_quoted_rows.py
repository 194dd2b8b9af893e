"""Rows of tables that are quoted as their label and their cells."""

from __future__ import annotations

import itertools

import pytest

from pipeline.check.claims import check
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from pipeline.records.report import Evidence
from tests.support.checked import BARE
from tests.support.records import draft, paper_text

LINES = """Abstract
We have it in this paper.
Training Reader NQ TREC
None | Wren | 59.1 | 70.9
Lark | 78.4 | 79.8
Single
Wren + Lark | 76.6 | 85.2
Lark | 79.4 | 89.1
Multi
Table 1: Accuracy of the readers."""
ROWS = [
    ("None", "Wren", "59.1", "70.9"),
    ("Single", "Lark", "78.4", "79.8"),
    ("Single", "Wren + Lark", "76.6", "85.2"),
    ("Multi", "Lark", "79.4", "89.1"),
]


def paper(*, made_out: bool = True) -> PaperText:
    """Give a paper with a table whose groups' labels stand on lines of their own."""
    text = paper_text(LINES)
    table = Table(
        label="Table 1",
        pages=(1,),
        heads=("Training", "Reader", "NQ", "TREC"),
        label_columns=2,
        rows=tuple(
            TableRow(
                label=f"{group} > {label}", cells=(TableCell(text=group), *cells(label, *numbers))
            )
            for group, label, *numbers in ROWS
        ),
        made_out=made_out,
    )
    return text.model_copy(update={"text": LINES, "tables": (table,)})


def cells(label: str, *numbers: str) -> list[TableCell]:
    """Give the cells of a row with their places in the text."""
    of_row = (label, *numbers)
    start = LINES.index(" | ".join(of_row))
    ends = itertools.accumulate((len(cell) + len(" | ") for cell in of_row), initial=start)
    return [
        TableCell(text=cell, start=start, end=start + len(cell))
        for cell, start in zip(of_row, ends, strict=False)
    ]


def found(quote: str, text: PaperText) -> tuple[Evidence, list[str]]:
    """Give a quote's evidence, and what is said of it."""
    report = check(draft("好", (quote, 1)), BARE, text)
    said = [one.message for one in report.findings if one.where == "point 1"]
    return report.evidence[0][0], said


@pytest.mark.parametrize("made_out", [True, False])
@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ("Multi Lark 79.4 89.1", "Lark | 79.4 | 89.1"),
        ("Single Lark 78.4", "Lark | 78.4"),
        ("Wren + Lark: 76.6 | 85.2", "Wren + Lark | 76.6 | 85.2"),
        ("Lark 79.4", "Lark | 79.4"),
    ],
)
def test_a_row_is_found_from_its_label_on(quote: str, line: str, made_out: bool) -> None:
    text = paper(made_out=made_out)
    evidence, said = found(quote, text)
    assert said == []
    assert (evidence.match, text.text[evidence.start : evidence.end]) == ("alike", line)


@pytest.mark.parametrize(
    "quote",
    [
        "Multi Lark 79.4 89.2",
        "Multi Lark 89.1 79.4",
        "Multi Lark 7.94 89.1",
        "Multi Wren 59.1 70.9",
        "Single Lark 79.4 89.1",
        "Single Wren + Lark 85.2",
        "Multi Lark 79.4 89.1 and more",
    ],
)
def test_a_row_with_another_number_or_label_is_not_in_the_paper(quote: str) -> None:
    evidence, said = found(quote, paper())
    assert evidence.match == "missing"
    assert len(said) == 1


def test_numbers_alone_and_a_label_alone_are_too_short() -> None:
    for quote in ("79.4 89.1", "Wren + Lark"):
        assert "too short" in found(quote, paper())[1][0]


@pytest.mark.parametrize(
    ("quote", "match"),
    [
        ("Wren (5 shots) 59.1 70.9 61.2", "alike"),
        ("Wren X (5 shots) 59.1 70.9 61.2", "alike"),  # a mark is no word
        ("Wren (5 shots) 59.1 70.9 61.3", "missing"),
        ("Wren (5 shots) 59.1 70.9", "alike"),
        ("Wren (5 shots) 59.1 70.9 88.8", "missing"),  # far off
    ],
)
def test_the_words_of_a_row_may_stand_in_another_order_close_together(
    quote: str, match: str
) -> None:
    far = "Nothing of that kind is said. " * 20
    text = paper_text(f"Abstract\nWren\n59.1 70.9 61.2\n(5 shots)\n{far}\nLark\n60.1 88.8")
    assert found(quote, text)[0].match == match
