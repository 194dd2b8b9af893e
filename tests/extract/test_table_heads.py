"""Heads of columns and of groups of columns, over made tables."""

from __future__ import annotations

import pytest

from pipeline.extract.table_columns import Chunk, Column
from pipeline.extract.table_heads import HeadCell, joined, shared
from pipeline.extract.words import Word
from tests.support.pages import run
from tests.support.tables import LEFT, STEP, TOP, cells, read, read_one, rule, ruled, tied

FIVE = (60.0, 160.0, 220.0, 280.0, 340.0)
GROUPED = (
    ("Lark", "61.4", "52.5", "12.1", "13.2"),
    ("Wren", "66.2", "58.1", "14.5", "15.6"),
    ("Finch", "70.1", "60.2", "16.7", "17.8"),
)
NAMES = ("Model", "Short", "Long", "Short", "Long")
WIDE = 364.0
"""Where the rules of tables of five columns end."""


def grouped(*groups: tuple[str, float], rules: list[tuple[float, float]]) -> tuple[str, ...]:
    """Give the heads of a table with a line of groups at their places above its heads."""
    shown = [
        *(one for text, x in groups for one in cells([(text,)], x)),
        *cells([NAMES, *GROUPED], *FIVE, y=TOP - STEP),
    ]
    under = [rule(TOP - 4, x0, x1) for x0, x1 in rules]
    return read_one(shown, [*ruled(5, 2, x1=WIDE), *under]).heads


def over(text: str, first: int, last: int, found: list[Column]) -> HeadCell:
    x = (found[first].x0 + found[last].x1) / 2 - len(text) * 2.5
    word = Word(text, x, x + len(text) * 5, 100, 10, styled=False)
    return HeadCell(first, last, Chunk([word]))


def test_a_rule_below_the_head_of_a_group_says_how_far_it_goes() -> None:
    heads = grouped(("Day", 185), ("Night", 300), rules=[(158, 240), (278, 362)])
    assert heads == ("Model", "Day > Short", "Day > Long", "Night > Short", "Night > Long")


def test_without_rules_its_place_over_the_middle_does() -> None:
    heads = grouped(("Day", 192), ("Night", 308), rules=[])
    assert heads == ("Model", "Day > Short", "Day > Long", "Night > Short", "Night > Long")


def test_a_head_over_one_column_is_its_first_line() -> None:
    heads = grouped(("All", 163), ("Night", 278), rules=[(218, 362)])
    assert heads == ("Model", "All Short", "Night > Long", "Night > Short", "Night > Long")


def test_a_rule_that_two_heads_share_is_shared_out() -> None:
    heads = grouped(("Day", 192), ("Night", 308), rules=[(158, 362)])
    assert heads == ("Model", "Day > Short", "Day > Long", "Night > Short", "Night > Long")


def test_a_head_of_two_lines_is_one() -> None:
    rows = [("", "Short", "Long"), ("Model", "flights", "flights"), *(row[:3] for row in GROUPED)]
    table = read_one(cells(rows), ruled(5, 2))
    assert table.heads == ("Model", "Short flights", "Long flights")
    assert tied(table)["Wren", "Long flights"] == "58.1"


def test_a_head_beside_two_lines_of_others_is_no_group() -> None:
    shown = [
        *cells([("Model",)], 60, y=TOP - STEP / 2),
        *cells([("", "Short", "Long"), ("", "one", "two")]),
        *cells([row[:3] for row in GROUPED], y=TOP - 2 * STEP),
    ]
    assert read_one(shown, ruled(5, 2)).heads == ("Model", "Short one", "Long two")


def test_groups_within_groups() -> None:
    shown = [
        *cells([("Birds",)], 248),
        *cells([("Day",)], 192, y=TOP - STEP),
        *cells([("Night",)], 308, y=TOP - STEP),
        *cells([NAMES, *GROUPED], *FIVE, y=TOP - 2 * STEP),
    ]
    under = [rule(TOP - 4, 158, 362), rule(TOP - 4 - STEP, 158, 240)]
    under.append(rule(TOP - 4 - STEP, 278, 362))
    table = read_one(shown, [*ruled(6, 3, x1=WIDE), *under])
    assert table.heads[1:] == (
        "Birds > Day > Short",
        "Birds > Day > Long",
        "Birds > Night > Short",
        "Birds > Night > Long",
    )


# ── parts ──

COLUMNS = [Column(0, 20), Column(40, 60), Column(80, 100), Column(120, 140)]


def test_heads_over_the_same_columns_go_on_and_others_are_groups() -> None:
    levels = [
        [over("Day", 0, 1, COLUMNS), over("Night", 2, 3, COLUMNS)],
        [over("birds", 0, 1, COLUMNS), over("a", 2, 2, COLUMNS), over("b", 3, 3, COLUMNS)],
    ]
    assert joined(levels, 4) == ["Day birds", "Day birds", "Night > a", "Night > b"]
    assert joined([], 2) == ["", ""]


def test_columns_are_shared_out_to_the_heads_that_stand_over_their_middles() -> None:
    groups = [over("a", 0, 0, COLUMNS).chunk, over("b", 1, 3, COLUMNS).chunk]
    made = shared(groups, range(4), COLUMNS)
    assert [(one.range, one.ruled) for one in made] == [((0, 0), True), ((1, 3), True)]


def test_more_heads_than_columns_stand_where_they_are() -> None:
    groups = [over(text, at, at, COLUMNS).chunk for at, text in enumerate("abc")]
    assert [one.range for one in shared(groups, [0, 1], COLUMNS)] == [(0, 0), (1, 1), (2, 2)]


def test_heads_as_close_as_words_are_cut_where_each_is_in_line_with_its_column() -> None:
    rows = [("Lark", "-0.1", "-0.6", "-0.4"), ("Wren", "-0.5", "-0.7", "-0.9")]
    shown = [
        *cells([("Model", "En-De", "En-Ru", "En-Cs")], 60, 160, 187, 214),
        *cells(rows, 60, 160, 187, 214, y=TOP - STEP),
    ]
    assert read_one(shown, ruled(3)).heads == ("Model", "En-De", "En-Ru", "En-Cs")


def test_a_head_of_several_words_over_columns_that_they_are_not_in_line_with_stays_whole() -> None:
    shown = [
        *cells([("Model",), ("Lark", "61.4", "52.5"), ("Wren", "66.2", "58.1")]),
        *cells([("Score of songs",)], 166),
    ]
    assert read_one(shown, ruled(3)).heads == ("Model", "Score of songs", "Score of songs")


def test_heads_that_begin_where_columns_do_reach_up_to_the_next() -> None:
    seven = (60.0, 160.0, 200.0, 240.0, 300.0, 340.0, 380.0)
    row = ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6")
    shown = [
        *cells([("Day", "Night")], 160, 300),
        *cells([("Model", *("Low", "Mid", "High") * 2), ("Lark", *row), ("Wren", *row)],
               *seven, y=TOP - STEP),
    ]  # fmt: skip
    heads = read_one(shown, ruled(4, 2, x1=410)).heads
    assert heads[3:5] == ("Day > High", "Night > Low")


@pytest.mark.parametrize("ruled_groups", [True, False])
def test_heads_of_three_levels_name_each_group_of_a_column(ruled_groups: bool) -> None:
    places = (LEFT, 160.0, 220.0, 280.0, 340.0)
    groups = [run("English", 232, TOP + 36), run("dev", 192, TOP + 24), run("test", 310, TOP + 24)]
    rows = [("Model", "F1", "EM", "F1", "EM"), ("Lark", *"1234"), ("Wren", *"5678")]
    rules = [rule(TOP + place, x1=370) for place in (46, -3, -3 - 2 * STEP)]
    if ruled_groups:
        ends = ((33, 158, 362), (21, 158, 242), (21, 278, 362))
        rules += [rule(TOP + y, x0, x1) for y, x0, x1 in ends]
    caption = run("Table 3: Accuracy of birds.", LEFT, TOP + 60)
    _, (table,) = read([caption, *groups, *cells(rows, *places)], rules)
    parts = ("dev > F1", "dev > EM", "test > F1", "test > EM")
    assert table.heads == ("Model", *(f"English > {part}" for part in parts))
