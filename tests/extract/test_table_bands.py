"""Rows whose cells have several lines: told by rules, by gaps and by the first lines of cells."""

from __future__ import annotations

from pipeline.pdf.page import Run
from pipeline.records.paper_text import Table
from tests.support.tables import LEFT, STEP, TOP, cells, labels, read_one, rule, tied

FOOT = TOP - 10 * STEP
ENDS = [rule(TOP + 9), rule(TOP - 3), rule(FOOT)]
HEADS = ("Bird", "Song", "Notes")
WREN = (
    ("Wren", "a long trill that rises", "12"),
    ("", "and ends on two deep calls", ""),
    ("", "in the morning", ""),
)
LARK = (
    ("Lark", "a warble sung high up in", "40"),
    ("", "the air over open fields", ""),
)
AT = (LEFT, 110.0, 245.0)


def lines(*rows: tuple[tuple[str, ...], ...], gap: float = STEP) -> list[Run]:
    """Give rows of several lines each below heads, `gap` points from one row to the next."""
    shown = cells([HEADS], *AT)
    y = TOP - STEP
    for row in rows:
        shown += cells(row, *AT, y=y)
        y -= STEP * (len(row) - 1) + gap
    return shown


def texts(table: Table) -> list[str]:
    assert table.made_out, table.reason
    return [row.cells[1].text for row in table.rows]


SONGS = [
    "a long trill that rises and ends on two deep calls in the morning",
    "a warble sung high up in the air over open fields",
]


def test_a_text_goes_on_until_a_wider_gap() -> None:
    assert texts(read_one(lines(WREN, LARK, gap=1.4 * STEP), ENDS)) == SONGS


def test_a_text_goes_on_until_the_next_row_of_values() -> None:
    assert texts(read_one(lines(WREN, LARK), ENDS)) == SONGS


def test_texts_between_rules_are_rows_whose_label_stands_in_their_middle() -> None:
    middle = (
        ("", "a long trill that rises", ""),
        ("Wren", "and ends on two deep calls", "shy"),
        ("", "in the morning", ""),
    )
    found = read_one(
        lines(middle, (("Lark", "a warble sung high up in", "bold"), LARK[1])),
        [*ENDS, rule(TOP - 3 * STEP - 3)],
    )
    assert texts(found) == SONGS
    assert labels(found) == ["Wren", "Lark"]


def test_short_lines_below_each_other_are_rows_whatever_gaps_part_them() -> None:
    shown = cells([HEADS], *AT)
    for at, (name, song) in enumerate((("Wren", "trill"), ("Lark", "warble"), ("Crow", "call"))):
        shown += cells([(name, song, "yes")], *AT, y=TOP - STEP * (at + 1 + at // 2))
    assert labels(read_one(shown, ENDS)) == ["Wren", "Lark", "Crow"]


def test_lines_with_the_same_columns_are_rows_of_the_label_in_their_middle() -> None:
    shown = cells([HEADS], *AT)
    group = (("", "trill", "shy"), ("Small", "warble", "bold"), ("", "whistle", "shy"))
    shown += cells(group, *AT, y=TOP - STEP)
    shown += cells([("Large", "call", "bold")], *AT, y=TOP - 4 * STEP)
    found = read_one(shown, [*ENDS, rule(TOP - 3 * STEP - 3)])
    assert labels(found) == ["Small > trill", "Small > warble", "Small > whistle", "Large > call"]
    assert tied(found)["Small > whistle", "Notes"] == "shy"


def test_a_table_whose_texts_are_cut_within_a_word_says_that_its_rows_are_not_told() -> None:
    shown = cells([HEADS], *AT)
    shown += cells(
        [
            ("Wren", "a song of many", "shy"),
            ("", "notes", ""),
            ("Lark", "a tune high up in fine wea-", "bold"),
            ("Crow", "ther", "loud"),
        ],
        *AT,
        y=TOP - STEP,
    )
    found = read_one(shown, ENDS)
    assert not found.made_out
    assert found.reason == "its rows cannot be told apart"
