"""Grids of made tables: heads apart from rows, columns that label, parts, and doubts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from pipeline.records.paper_text import Table
from tests.support.pages import run
from tests.support.tables import (
    CAPTION,
    LEFT,
    ROWS,
    STEP,
    TOP,
    cells,
    labels,
    read,
    read_one,
    rule,
    ruled,
    tied,
    upright,
)

FOUR = (60.0, 160.0, 220.0, 280.0)


def table(*rows: tuple[str, ...], rules: list[Box] | None = None) -> Table:
    return read_one(cells(rows), ruled(len(rows), x1=320) if rules is None else rules)


def reason(*rows: tuple[str, ...]) -> str:
    found = table(*rows)
    assert not found.made_out
    return found.reason


# ── heads and rows ──


def test_without_a_rule_below_them_heads_end_at_the_first_values() -> None:
    found = table(*ROWS, rules=[rule(TOP + 9), rule(TOP + 9 - 4 * STEP)])
    assert found.heads == ROWS[0]
    assert tied(found)["Lark", "Short"] == "61.4"


def test_a_rule_below_the_heads_parts_them_from_rows_of_words() -> None:
    rows = [("Model", "Place", "Song"), ("Lark", "north", "long"), ("Wren", "south", "short")]
    found = table(*rows)
    assert found.heads == rows[0]
    assert tied(found) == {
        ("Lark", "Place"): "north",
        ("Lark", "Song"): "long",
        ("Wren", "Place"): "south",
        ("Wren", "Song"): "short",
    }


def test_heads_of_years_are_heads() -> None:
    rows = [("Model", "2019", "2020"), *ROWS[1:]]
    assert table(*rows).heads == rows[0]


def test_a_full_rule_may_part_two_lines_of_heads() -> None:
    rows = [("", "Day", "Night"), ("Model", "birds", "birds"), *ROWS[1:]]
    found = table(*rows, rules=[*ruled(5, 1), rule(TOP + 9 - 2 * STEP)])
    assert tied(found)["Lark", "Day birds"] == "61.4"


def test_rows_with_lines_close_together_between_rules_are_one() -> None:
    shown = [
        *cells([ROWS[0], ROWS[1]]),
        *cells([("Lark-XL",)], y=TOP - 2 * STEP + 3),
        *cells([("", "66.2", "58.1")], y=TOP - 2 * STEP - 2),
    ]
    found = read_one(shown, [*ruled(3), rule(TOP + 9 - 2 * STEP)])
    assert tied(found)["Lark-XL", "Short"] == "66.2"


def test_heads_that_stand_on_their_side_are_heads() -> None:
    def aside(text: str, x: float) -> Run:
        return run(text, x, TOP - 4)._replace(x1=x, y1=TOP - 4 + 5 * len(text), angle=90.0)

    heads = [
        aside(text, x + 12) for text, x in zip(("Short", "Long", "Song"), FOUR[1:], strict=True)
    ]
    rows = [(*row, "1.5") for row in ROWS[1:]]
    rules = [rule(TOP + 32, x1=320), rule(TOP - 5, x1=320), rule(TOP + 9 - 4 * STEP, x1=320)]
    caption = run("Table 3: Accuracy of birds.", LEFT, TOP + 44)
    _, (found,) = read([caption, *heads, *cells(rows, y=TOP - STEP)], rules)
    assert tied(found)["Finch", "Song"] == "1.5"
    assert found.heads[1:] == ("Short", "Long", "Song")


def test_upright_rules_part_columns_that_stand_close() -> None:
    shown = cells(ROWS, 60, 103, 131)
    borders = [upright(x) for x in (56, 100, 129, 160)]
    found = read_one(shown, [*ruled(x1=160), *borders])
    assert tied(found)["Lark-XL", "Short"] == "66.2"
    assert found.heads == ROWS[0]


# ── what is said twice on the way down ──


def test_heads_that_change_below_a_rule_make_a_grid_of_their_own() -> None:
    rows = [*ROWS, ("Model", "Day", "Night"), ("Crow", "71.3", "62.4"), ("Rook", "72.3", "63.4")]
    rules = [*ruled(7), rule(TOP + 9 - 4 * STEP), rule(TOP + 9 - 5 * STEP)]
    _, found = read([CAPTION, *cells(rows)], rules)
    assert [one.label for one in found] == ["Table 3", "Table 3"]
    assert tied(found[0])["Finch", "Long"] == "60.2"
    assert tied(found[1])["Rook", "Night"] == "63.4"


def test_heads_of_groups_between_rows_are_of_the_rows_below() -> None:
    five = (60.0, 160.0, 220.0, 280.0, 340.0)
    names = ("Model", "Short", "Long", "Short", "Long")
    above = [("Lark", "61.4", "52.5", "1.1", "1.2"), ("Wren", "66.2", "58.1", "1.3", "1.4")]
    below = [("Crow", "71.3", "62.4", "1.5", "1.6"), ("Rook", "72.3", "63.4", "1.7", "1.8")]
    shown = [
        *cells([names, *above], *five),
        *cells([("Day", "Night")], 192, 308, y=TOP - 3 * STEP),
        *cells(below, *five, y=TOP - 4 * STEP),
    ]
    _, found = read([CAPTION, *shown], ruled(6, x1=364))
    assert tied(found[0])["Wren", "Long"] == "1.4"
    assert tied(found[-1])["Rook", "Night > Long"] == "1.8"


def test_heads_that_change_stay_in_their_groups() -> None:
    four = (60.0, 160.0, 220.0, 280.0)
    rows = [("Model", "Short", "Long", "Gain"), ("Lark", "61.4", "52.5", "1.1"),
            ("", "Dawn", "Dusk", ""), ("Crow", "71.3", "62.4", "1.5")]  # fmt: skip
    shown = [*cells([("Songs",)], 192), *cells(rows, *four, y=TOP - STEP)]
    rules = [*ruled(5, 2, x1=320), rule(TOP - 4, 158, 242), rule(TOP - 27, x1=320)]
    _, found = read([CAPTION, *shown], [*rules, rule(TOP - 39, x1=320)])
    assert [one.heads[1:] for one in found] == [
        ("Songs > Short", "Songs > Long", "Gain"),
        ("Songs > Dawn", "Songs > Dusk", "Gain"),
    ]
    assert tied(found[1])["Crow", "Gain"] == "1.5"


def test_a_heading_above_heads_of_groups_is_of_the_rows_below() -> None:
    five = (60.0, 160.0, 220.0, 280.0, 340.0)
    values = ("Lark", "61.4", "52.5", "1.1", "1.2")
    shown = cells([("Model", "Short", "Long", "Short", "Long")], *five)
    for at, place in enumerate(("Meadows", "Forests")):
        y = TOP - STEP * (1 + 4 * at)
        shown += cells([(place,)], 190, y=y)
        shown += cells([("Day", "Night")], 192, 308, y=y - STEP)
        shown += cells([values, ("Wren", *values[1:])], *five, y=y - 2 * STEP)
    _, found = read([CAPTION, *shown], ruled(9, x1=364))
    assert [row.label for one in found for row in one.rows] == [
        "Meadows > Lark",
        "Meadows > Wren",
        "Forests > Lark",
        "Forests > Wren",
    ]


@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_parts_with_titles_of_their_own_are_told_apart(above: bool) -> None:
    other = [("Model", "Day", "Night"), ("Lark", "7.1", "3.5"), ("Wren", "8.2", "4.6")]
    first, second = [("(a) Songs of birds",)], [("(b) Nests of birds",)]
    blocks = [first, ROWS, second, other] if above else [ROWS, first, other, second]
    rows = [row for block in blocks for row in block]
    _, found = read([CAPTION, *cells(rows)], ruled(len(rows), 2 if above else 1))
    assert [row.label for one in found for row in one.rows] == [
        "(a) Songs of birds > Lark",
        "(a) Songs of birds > Lark-XL",
        "(a) Songs of birds > Finch",
        "(b) Nests of birds > Lark",
        "(b) Nests of birds > Wren",
    ]
    assert found[1].heads == other[0]


def test_a_value_in_the_middle_of_all_columns_is_of_all() -> None:
    five = (60.0, 160.0, 220.0, 280.0, 340.0)
    rows = [
        ("Model", "Short", "Long", "Day", "Night"),
        ("Lark", "61.4", "52.5", "1.1", "1.2"),
        ("Wren", "66.2", "58.1", "1.3", "1.4"),
    ]
    more = [("Crow", "71.3", "62.4", "1.5", "1.6"), ("Rook", "72.3", "63.4", "1.7", "1.8")]
    shown = cells([*rows, ("Chance",), *more, ("None",)], *five)
    shown += [run("50.0", 250, TOP - 3 * STEP), run("40.0", 250, TOP - 6 * STEP)]
    found = tied(read_one(shown, ruled(7, x1=364)))
    assert {found["Chance", head] for head in rows[0][1:]} == {"50.0"}
    assert {found["None", head] for head in rows[0][1:]} == {"40.0"}


# ── labels ──


def test_as_many_columns_label_rows_as_it_takes_to_tell_them_apart() -> None:
    found = table(
        ("Model", "Place", "Short"),
        ("Lark", "north", "61.4"),
        ("Lark", "south", "66.2"),
        ("Wren", "north", "70.1"),
    )
    assert found.label_columns == 2
    assert labels(found) == ["Lark > north", "Lark > south", "Wren > north"]


def test_a_column_that_counts_rows_labels_them_with_the_next() -> None:
    found = table(
        ("No.", "Model", "Short"),
        ("1", "Lark", "61.4"),
        ("2", "Wren", "66.2"),
        ("3", "Crow", "70.1"),
    )
    assert labels(found) == ["1 > Lark", "2 > Wren", "3 > Crow"]


def test_values_may_tell_rows_apart() -> None:
    found = table(
        ("Model", "Size", "Short", "Long"),
        ("Lark", "10", "61.4", "52.5"),
        ("Lark", "20", "66.2", "58.1"),
        ("Wren", "10", "70.1", "60.2"),
        ("Wren", "20", "71.3", "62.4"),
    )
    assert labels(found) == ["Lark > 10", "Lark > 20", "Wren > 10", "Wren > 20"]


# ── doubts ──


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(*ROWS[0][:2], ""), *ROWS[1:]], "a column has no head"),
        (
            [("Model", "Score", "Score", "Score"), *((*row, "1.5") for row in ROWS[1:])],
            "all of its columns have the same head",
        ),
        ([ROWS[0], ("", "61.4", "52.5"), *ROWS[2:]], "its labels cannot be told from its values"),
        ([ROWS[0], ("*", "61.4", "52.5"), *ROWS[2:]], "a row has no label"),
        ([("Model", "61.2", "52.1"), *ROWS[1:]], "its heads read like a row"),
        (
            [("Asked:", "How do we see it here?", ""), *ROWS[1:]],
            "its heads read like running text",
        ),
    ],
)
def test_what_speaks_against_a_table_is_told(rows: Sequence[tuple[str, ...]], why: str) -> None:
    assert reason(*rows) == why


def test_words_and_values_in_one_cell_are_told() -> None:
    assert (
        reason(
            ROWS[0],
            ("Lark", "61.4", "52.5"),
            ("Wren", "66.2", "58.1"),
            ("Crow", "nest 70.1", "60.2"),
        )
        == "words and values stand in one cell"
    )


def test_numbers_that_label_several_rows_are_labels() -> None:
    """The first two columns have one cell for two rows, in their middle."""
    four = (60.0, 120.0, 170.0, 230.0)
    shown = [
        *cells([("Nest", "Height", "Bird", "Score")], *four),
        *cells([("", "", "Lark", "61.4")], *four, y=TOP - STEP),
        *cells([("Low", "1.5")], *four, y=TOP - 1.5 * STEP),
        *cells([("", "", "Wren", "66.2")], *four, y=TOP - 2 * STEP),
        *cells([("High", "9.5", "Crow", "71.3")], *four, y=TOP - 3 * STEP),
    ]
    found = read_one(shown, [*ruled(4), rule(TOP + 9 - 3 * STEP)])
    assert tied(found)["Low > 1.5 > Wren", "Score"] == "66.2"


def test_what_brackets_say_of_a_value_is_of_its_cell() -> None:
    rows = [ROWS[0], ("Lark", "61.4 (once)", "52.5"), *ROWS[2:]]
    found = read_one(cells(rows, LEFT, 150, 235), ruled(4))
    assert tied(found)["Lark", "Short"] == "61.4 (once)"


def test_a_table_of_words_without_columns_is_told() -> None:
    found = read_one(cells([("Model",), ("Lark",), ("Wren",), ("Crow",)]), ruled(4))
    assert (found.made_out, found.reason) == (False, "its columns cannot be told apart")


def test_too_many_words_are_no_table() -> None:
    rows = [tuple("a b c d e f" for _ in range(4))] * 180
    shown = cells(rows, *FOUR, step=3, size=2)
    found = read_one(shown, [rule(TOP + 9, x1=320), rule(TOP - 540, x1=320)])
    assert found.reason == "it has too many words"
