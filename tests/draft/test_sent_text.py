from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import resources
from pipeline.draft.sent_text import UNKNOWN, sent
from pipeline.records.paper_text import Block, Page, PaperText, Table, TableCell, TableRow
from tests.support.records import of_blocks

PARTS = (
    ("front", "Sparrow\n"),
    ("paragraph", "We minimise "),
    ("formula", "L = f(x) "),
    ("paragraph", "where x is a bird.\n"),
    ("figure", "accuracy\nepochs\n"),
    ("caption", "Figure 1: All birds.\n"),
    ("table", "Lark | 3\n"),
    ("listing", "for each bird do\n"),
    ("footnote", "1They sing.\n"),
    ("notice", "To appear at Birds 2024.\n"),
    ("heading", "References\n"),
    ("reference", "[1] A. Lark. Songs. 2001."),
)


def paper(page: int = 1000) -> PaperText:
    """Give a paper of these parts, on pages of `page` characters."""
    made = of_blocks(*PARTS)
    starts = range(0, len(made.text), page)
    pages = (
        Page(number=number, start=at, end=min(at + page, len(made.text)))
        for number, at in enumerate(starts, 1)
    )
    return made.model_copy(update={"pages": tuple(pages)})


def test_labels_notices_and_references_are_not_sent_and_a_formula_is_an_ellipsis() -> None:
    text = paper()
    assert sent(text, (0, len(text.text))).splitlines() == [
        "[page 1]",
        "Sparrow",
        "We minimise … where x is a bird.",
        "Figure 1: All birds.",
        UNKNOWN,
        "Lark | 3",
        "for each bird do",
        "1They sing.",
        "References",
    ]


def test_a_passage_is_sent_alone_and_its_pages_are_marked() -> None:
    text = paper(page=20)
    start, end = text.text.index("minimise"), text.text.index("a bird")
    assert sent(text, (start, end)) == "[page 1]\nminimise\n\n[page 2]\n… where x is\n"


def test_a_page_of_labels_alone_is_no_page_to_a_model() -> None:
    text = paper(page=8)
    start = text.text.index("epochs")
    assert sent(text, (start, start + 6)) == ""


def test_a_text_whose_blocks_are_not_known_is_sent_as_it_is() -> None:
    text = paper().model_copy(update={"blocks": ()})
    assert sent(text, (0, 7), (8, 16)) == "[page 1]\nSparrow\n\n[page 1]\nWe minim\n"


@pytest.mark.parametrize("made_out", [True, False])
def test_a_table_is_sent_by_its_cells_where_it_was_made_out(made_out: bool) -> None:
    words = "Reader\nF1 EM\nSparrow | 61.4\nlarge\n"
    at = words.index("61.4")
    row = TableRow(
        label="Sparrow large",
        cells=(
            TableCell(text="Sparrow large", start=words.index("Sparrow"), end=at - 3),
            TableCell(text="61.4", start=at, end=at + 4),
            TableCell(text=""),
        ),
    )
    table = Table(
        label="Table 1", pages=(1,), heads=("Reader", "F1", "EM"), rows=(row,), made_out=made_out
    )
    text = PaperText(
        text=words,
        pages=(Page(number=1, start=0, end=len(words)),),
        sections=(),
        blocks=(Block(kind="table", start=0, end=len(words)),),
        tables=(table,),
    )
    rows = "Reader | F1 | EM\nSparrow large | 61.4 |"
    assert (rows in sent(text, (0, len(words)))) == made_out
    assert ("large\n" in sent(text, (0, len(words)))) != made_out
    assert (UNKNOWN in sent(text, (0, len(words)))) != made_out


@pytest.mark.parametrize("prompt", ["draft", "notes"])
def test_prompts_say_what_the_mark_of_a_table_that_was_not_made_out_is_for(prompt: str) -> None:
    assert UNKNOWN in resources.read("prompts", f"{prompt}.md", Path("/nowhere"))


def test_a_table_over_two_pages_is_sent_by_the_rows_of_each() -> None:
    words = "Lark | 1\nBirds sing.\nWren | 2\nRook | 3\n"
    rows = tuple(
        TableRow(
            label=label,
            cells=(
                TableCell(text=label, start=(at := words.index(label)), end=at + 4),
                TableCell(text=words[at + 7], start=at + 7, end=at + 8),
            ),
        )
        for label in ("Lark", "Wren", "Rook")
    )
    blank = TableRow(label="Crow", cells=(TableCell(text=""), TableCell(text="")))
    table = Table(
        label="Table 1", pages=(1, 2), heads=("Bird", "F1"), rows=(*rows, blank), made_out=True
    )
    ends = [0, 9, 21, len(words)]
    text = PaperText(
        text=words,
        pages=(Page(number=1, start=0, end=21), Page(number=2, start=21, end=len(words))),
        sections=(),
        blocks=tuple(
            Block(kind=kind, start=start, end=end)
            for kind, start, end in zip(("table", "paragraph", "table"), ends, ends[1:], strict=False)
        ),
        tables=(table,),
    )  # fmt: skip
    assert sent(text, (0, len(words))).splitlines() == [
        "[page 1]",
        "Bird | F1",
        "Lark | 1",
        "Birds sing.",
        "",
        "[page 2]",
        "Bird | F1",
        "Wren | 2",
        "Rook | 3",
        "Crow |",
    ]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("m = 125.09 ± 0.24 GeV (3)", "m = 125.09 ± 0.24 GeV (3)"),
        ("p < 5%", "p < 5%"),
        ("L ≈ 12.5 kg", "L ≈ 12.5 kg"),
        ("y = 3x + 2", "…"),
        ("x = 3", "…"),
    ],
)
def test_a_formula_that_gives_a_value_is_sent(formula: str, words: str) -> None:
    text = of_blocks(("paragraph", "It is "), ("formula", f"{formula} "), ("paragraph", "here."))
    assert sent(text, (0, len(text.text))) == f"[page 1]\nIt is {words} here.\n"
