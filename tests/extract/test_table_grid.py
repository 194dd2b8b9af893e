"""Grids of made tables: heads apart from rows, heads that change, and parts."""

from __future__ import annotations

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


def test_titles_of_two_halves_in_one_line_are_of_their_columns() -> None:
    rows = [("Model", "F1", "EM", "F1", "EM"), ("Lark", *"1234"), ("Wren", *"5678")]
    titles = [run("(a) By day", 165, TOP + STEP), run("(b) By night", 285, TOP + STEP)]
    rules = [rule(TOP + place, x1=364) for place in (9, -3, 9 - 3 * STEP)]
    caption = run("Table 3: Accuracy of birds.", LEFT, TOP + 36)
    _, (table,) = read([caption, *titles, *cells(rows)], [rule(TOP + 21, x1=364), *rules])
    assert table.heads == (
        "Model",
        "(a) By day > F1",
        "(a) By day > EM",
        "(b) By night > F1",
        "(b) By night > EM",
    )
    assert [row.label for row in table.rows] == ["Lark", "Wren"]
