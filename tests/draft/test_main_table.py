"""The row of the paper's own work in its main table."""

from __future__ import annotations

import pytest

from pipeline.draft import main_table
from pipeline.records.paper_text import Page, PaperText, Section, Table, TableCell, TableRow

CAPTION = "Table 2: Accuracy of all readers. More words."


def text_with(
    *labels: str, caption: str = CAPTION, made_out: bool = True, kind: str = "body"
) -> PaperText:
    """Build a text with a caption and a table of two columns, a row a label."""
    words = f"{caption}\n"
    rows = []
    for number, label in enumerate(labels):
        first = len(words) + len(label) + 3
        cells = (
            TableCell(text=f"6{number}.1", start=first, end=first + 4),
            TableCell(text=f"7{number}.2", start=first + 7, end=first + 11),
        )
        words += f"{label} | 6{number}.1 | 7{number}.2\n"
        rows.append(TableRow(label=label, cells=cells))
    table = Table(
        label="Table 2", pages=(1,), start=0, end=len(caption), heads=("F1", "Score > EM"),
        rows=tuple(rows), made_out=made_out,
    )  # fmt: skip
    return PaperText(
        text=words,
        pages=(Page(number=1, start=0, end=len(words)),),
        sections=(
            Section.model_validate({"kind": kind, "title": "", "start": 0, "end": len(words)}),
        ),
        tables=(table,),
    )


def test_a_row_is_said_with_caption_heads_and_the_best_of_others_and_quoted_as_it_stands() -> None:
    found = main_table.own_row(text_with("Wren", "Sparrow", "1. Lark [7]", "Human"), {"Sparrow"})
    assert found is not None
    assert found.words == (
        "Table 2, Accuracy of all readers: Sparrow: F1 61.1, Score EM 71.2;"
        " Lark: F1 62.1, Score EM 72.2."
    )
    assert [quote.text for quote in found.quotes] == [
        "Accuracy of all readers",
        "Sparrow | 61.1 | 71.2",
        "1. Lark [7] | 62.1 | 72.2",
    ]


def test_a_row_with_none_to_compare_it_with_is_not_said() -> None:
    for others in ((), ("Sparrow small",), ("Human",), ("Improvement",), ("12",)):
        assert main_table.own_row(text_with("Sparrow", *others), {"Sparrow"}) is None


@pytest.mark.parametrize(
    ("labels", "rival"),
    [
        (("Big > Lark", "Small > Sparrow", "Small > Wren"), "Small, Wren: F1 62.1"),
        (("Big > Lark", "Sparrow > small"), "Big, Lark: F1 60.1"),
        (("Big > Lark", "Small > Sparrow"), None),
    ],
)
def test_a_row_is_compared_within_its_group_unless_that_is_the_papers_own(
    labels: tuple[str, ...], rival: str | None
) -> None:
    found = main_table.own_row(text_with(*labels), {"Sparrow"})
    assert (found is None) == (rival is None)
    assert found is None or str(rival) in found.words


def test_a_row_whose_label_stands_in_another_line_is_not_said() -> None:
    text = text_with("Sparrow", "Lark")
    text = text.model_copy(update={"text": text.text.replace("Lark | ", "Lark \n ")})
    assert main_table.own_row(text, {"Sparrow"}) is None


def test_only_the_columns_that_both_rows_have_a_value_in_are_said() -> None:
    text = text_with("Sparrow", "Lark")
    (table,) = text.tables
    own, lark = table.rows
    empty = lark.cells[0].model_copy(update={"text": "-"})
    lark = lark.model_copy(update={"cells": (empty, lark.cells[1])})
    text = text.model_copy(update={"tables": (table.model_copy(update={"rows": (own, lark)}),)})
    found = main_table.own_row(text, {"Sparrow"})
    assert found is not None
    assert found.words.endswith("Sparrow: Score EM 70.2; Lark: Score EM 71.2.")
    assert found.values == ("70.2",)


@pytest.mark.parametrize(
    ("labels", "own"),
    [
        (("Sparrow (disabled)", "Sparrow", "Others"), "Sparrow: F1 61.1"),
        (("Sparrow", "Model (ours)", "Others"), "Model (ours): F1 61.1"),
        (("Sparrow small", "Sparrow large", "Others"), "Sparrow large: F1 61.1"),
        (("Others", "Sparrow > large"), "Sparrow, large: F1 61.1"),
        (("Others", "SPAR ROW-L [3]"), "SPAR ROW-L: F1 61.1"),
    ],
)
def test_of_several_rows_the_likeliest_is_the_papers_own(labels: tuple[str, ...], own: str) -> None:
    found = main_table.own_row(text_with(*labels), {"Sparrow"})
    assert found is not None
    assert own in found.words


def test_of_variants_the_best_is_said_where_less_is_better_the_least() -> None:
    for caption in ("Table 2: Error of all readers.", "Table 2: Perplexity (↓) of readers."):
        found = main_table.own_row(
            text_with("Sparrow small", "Sparrow large", "Others", caption=caption), {"Sparrow"}
        )
        assert found is not None
        assert "Sparrow small: F1 60.1" in found.words


def test_a_variant_that_nothing_tells_of_gives_way_to_the_work_itself_and_else_is_left() -> None:
    found = main_table.own_row(text_with("Sparrow-web (2B)", "Sparrow (1B)", "Wren"), {"Sparrow"})
    assert found is not None
    assert "Sparrow: F1 61.1" in found.words or "Sparrow (1B): F1 61.1" in found.words
    alone = text_with("Sparrow-web (2B)", "Wren")
    assert main_table.own_row(alone, {"Sparrow"}) is None
    assert main_table.own_row(alone, {"Sparrow"}, "Sparrow reads the web.") is not None


def test_a_row_is_not_compared_with_an_earlier_version_that_has_no_name() -> None:
    assert main_table.own_row(text_with("Sparrow", "Baseline-v2"), {"Sparrow"}) is None


def test_of_variants_the_best_by_what_sums_up_is_said() -> None:
    text = text_with("Sparrow small", "Sparrow large", "Others")
    (table,) = text.tables
    low, high, others = table.rows
    low = low.model_copy(
        update={"cells": (low.cells[0], low.cells[1].model_copy(update={"text": "99.9"}))}
    )
    summed = table.model_copy(update={"heads": ("F1", "All (%)"), "rows": (low, high, others)})
    found = main_table.own_row(text.model_copy(update={"tables": (summed,)}), {"Sparrow"})
    assert found is not None
    assert "Sparrow small" in found.words


def behind(one: PaperText, other: PaperText) -> PaperText:
    """Build a text of two, each with a table."""
    moved = len(one.text)

    def cell(of: TableCell) -> TableCell:
        return of.model_copy(update={"start": of.start + moved, "end": of.end + moved})

    (table,) = other.tables
    rows = tuple(
        row.model_copy(update={"cells": tuple(map(cell, row.cells))}) for row in table.rows
    )
    second = table.model_copy(
        update={"start": table.start + moved, "end": table.end + moved, "rows": rows}
    )
    words = one.text + other.text
    return PaperText(
        text=words,
        pages=(Page(number=1, start=0, end=len(words)),),
        sections=(),
        tables=(*one.tables, second),
    )


def test_a_table_that_may_look_into_the_work_gives_way_to_one_that_compares() -> None:
    aside = text_with("Sparrow", "Others", caption="Table 2: Accuracy of different readers.")
    assert main_table.own_row(aside, {"Sparrow"}) is not None
    found = main_table.own_row(behind(aside, text_with("Sparrow", "Others")), {"Sparrow"})
    assert found is not None
    assert "Accuracy of all readers" in found.words


def test_the_main_table_is_the_first_by_its_number_wherever_it_stands() -> None:
    third = text_with("Sparrow", "Others", caption="Table 3: Accuracy of old readers.")
    later = third.tables[0].model_copy(update={"label": "Table 3"})
    third = third.model_copy(update={"tables": (later,)})
    found = main_table.own_row(behind(third, text_with("Sparrow", "Others")), {"Sparrow"})
    assert found is not None
    assert found.words.startswith("Table 2, Accuracy of all readers")


def test_no_row_is_said_of_others_of_what_was_not_made_out_and_of_an_appendix() -> None:
    for text in (
        text_with("Others", "Sparrows"),
        text_with("Sparrow", "Others", made_out=False),
        text_with("Sparrow", "Others", kind="appendix"),
        text_with("Sparrow", "Others", caption="Table 2: " + "words " * 60 + "."),
        text_with("Sparrow", "Others", caption="Table 2"),
        text_with("Sparrow", "Others", caption="Table 2: Ablation of layers."),
    ):
        assert main_table.own_row(text, {"Sparrow"}) is None


def test_a_table_that_the_text_speaks_of_among_its_limits_is_not_said() -> None:
    text = text_with("Sparrow", "Wren")
    words = text.text + "Errors stand in Table 2, and Table 22 has more.\n"
    at = text.sections[0].end
    limits = Section(kind="body", title="6 Limitations", start=at, end=len(words))
    spoken = text.model_copy(update={"text": words, "sections": (*text.sections, limits)})
    assert main_table.own_row(text, {"Sparrow"}) is not None
    assert main_table.own_row(spoken, {"Sparrow"}) is None
