"""Which rows stand together, and what each is of."""

from __future__ import annotations

import pytest

from pipeline.check.tables import Tables, is_row
from pipeline.text import sentences

TEXT = (
    "Model Short Long\nLark 61.4 52.5\nLark-XL 66.2 58.1\nOurs\nLark† 70.1 60.2\n"
    "We compare them in a sentence that is longer than any head of columns is.\n"
    "Lark 1.1 2.2\nIt is all so.\nLark 2.2 3.3\nIt is a sentence.\nFinch 3.3 4.4\n"
)


def at(tables: Tables, row: str) -> int:
    """Give the number of the table that a row is in."""
    found = tables.row_at(TEXT.index(row))
    assert found
    return found.table


def test_a_sentence_parts_two_tables_and_a_head_does_not() -> None:
    tables = Tables(TEXT, sentences.of_paper(TEXT))
    numbers = [at(tables, row) for row in ("Lark 61", "Lark-XL", "Lark†", "Lark 1.1", "Lark 2.2")]
    assert numbers == [0, 0, 0, 1, 1]  # four words may be a head that ends in a full stop
    longer = TEXT.replace("It is all so.", "It is all so now.")
    tables = Tables(longer, sentences.of_paper(longer))
    assert tables.row_at(longer.index("Lark 2.2")).table == 2  # type: ignore[union-attr]


def test_marks_between_cells_are_no_words_of_a_row() -> None:
    text = "Lark of the north | 61.4 | 52.5\nIt is a sentence.\n"
    row = Tables(text, sentences.of_paper(text)).row_at(0)
    assert row
    assert row.label == "Lark of the north"


def test_what_is_no_row_has_none() -> None:
    tables = Tables(TEXT, sentences.of_paper(TEXT))
    assert tables.row_at(TEXT.index("Model")) is None
    assert tables.row_at(TEXT.index("We compare")) is None
    assert tables.row_at(TEXT.index("52.5")) is None


def test_rows_of_a_name_have_it_in_their_label_by_itself_in_the_same_table() -> None:
    tables = Tables(TEXT, sentences.of_paper(TEXT))
    row = tables.row_at(TEXT.index("Lark 61"))
    assert row
    assert (row.label, TEXT[row.start : row.end]) == ("Lark", "Lark 61.4 52.5\n")
    assert [one.label for one in tables.labelled(row, "lark")] == ["Lark", "Lark†"]
    assert [one.label for one in tables.labelled(row, "Lark-XL")] == ["Lark-XL"]
    assert tables.labelled(row, "Finch") == []


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Lark 61.4 52.5", True),
        ("Lark of the north 61.4 52.5", True),
        ("It is 5 of them", False),
        ("61.4", False),
        ("Lark", False),
        ("1 " * 39, True),
        ("1 " * 40, False),
    ],
)
def test_a_row_has_few_words_and_a_third_with_digits(line: str, row: bool) -> None:
    assert is_row(line.split()) == row


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Lark ±0.3 (61.4) 52.5%", "Lark"),
        ("GLIP v2 ~3 1,200 4x", "GLIP v2"),
        ("61.4 52.5", ""),
        ("ViT2 3D 4th", "ViT2 3D 4th"),
    ],
)
def test_a_rows_label_is_what_stands_before_its_first_number(line: str, label: str) -> None:
    row = Tables(line, [(0, len(line))]).row_at(0)
    assert row
    assert row.label == label
