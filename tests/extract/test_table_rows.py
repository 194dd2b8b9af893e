"""Rows of made tables: labels of two lines, headings of groups, cells over several rows."""

from __future__ import annotations

from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from pipeline.records.paper_text import Table
from tests.support.tables import LEFT, STEP, TOP, cells, labels, read_one, rule, ruled, tied

HEADS = ("Model", "Short", "Long")
LARK, WREN, FINCH, CROW = (
    ("Lark", "61.4", "52.5"),
    ("Wren", "66.2", "58.1"),
    ("Finch", "70.1", "60.2"),
    ("Crow", "71.3", "62.4"),
)


def table(*rows: tuple[str, ...], rules: list[Box] | None = None, **more: bool) -> Table:
    shown = cells([HEADS, *rows], **more)
    return read_one(shown, ruled(len(rows) + 1) if rules is None else rules)


def at_rows(*placed: tuple[float, tuple[str, ...]]) -> list[Run]:
    """Give heads, and rows of cells so many steps below them."""
    shown = cells([HEADS])
    return shown + [run for step, row in placed for run in cells([row], y=TOP - STEP * step)]


def test_a_label_goes_on_in_a_line_without_values() -> None:
    found = table(("Lark of the", "61.4", "52.5"), ("northern fields", "", ""), WREN, FINCH)
    assert labels(found) == ["Lark of the northern fields", "Wren", "Finch"]


def test_a_line_that_goes_on_with_an_open_end_is_no_heading() -> None:
    found = table(("Larks and", "", ""), ("Wrens", "61.4", "52.5"), FINCH)
    assert labels(found) == ["Larks and Wrens", "Finch"]


def test_a_heading_groups_the_rows_below_it() -> None:
    found = table(("Songbirds:", "", ""), LARK, WREN, ("Others:", "", ""), CROW, FINCH)
    assert labels(found) == [
        "Songbirds: > Lark",
        "Songbirds: > Wren",
        "Others: > Crow",
        "Others: > Finch",
    ]


def test_a_heading_is_told_by_the_indent_of_what_it_heads() -> None:
    shown = [
        *cells([HEADS, ("Songbirds",)]),
        *cells([LARK, WREN], LEFT + 10, 160, 220, y=TOP - 2 * STEP),
        *cells([("Others",)], y=TOP - 4 * STEP),
        *cells([CROW, FINCH], LEFT + 10, 160, 220, y=TOP - 5 * STEP),
    ]
    found = read_one(shown, ruled(7))
    assert labels(found) == [
        "Songbirds > Lark",
        "Songbirds > Wren",
        "Others > Crow",
        "Others > Finch",
    ]


def test_a_heading_in_the_middle_of_the_table_is_one() -> None:
    shown = [
        *cells([HEADS, LARK, WREN]),
        *cells([("Night",)], 138, y=TOP - 3 * STEP),
        *cells([CROW, FINCH], y=TOP - 4 * STEP),
    ]
    assert labels(read_one(shown, ruled(6))) == ["Lark", "Wren", "Night > Crow", "Night > Finch"]


def test_a_bold_line_between_rows_is_a_heading() -> None:
    shown = [
        *cells([HEADS, LARK, WREN]),
        *cells([("Others",)], y=TOP - 3 * STEP, bold=True),
        *cells([CROW, FINCH], y=TOP - 4 * STEP),
    ]
    assert labels(read_one(shown, ruled(6)))[2:] == ["Others > Crow", "Others > Finch"]


def test_a_rule_ends_a_group_that_a_rule_begins() -> None:
    rules = [*ruled(6), rule(TOP + 9 - 4 * STEP)]
    found = table(("Songbirds:", "", ""), LARK, WREN, CROW, FINCH, rules=rules)
    assert labels(found) == ["Songbirds: > Lark", "Songbirds: > Wren", "Crow", "Finch"]


def test_a_label_between_two_rows_is_of_both() -> None:
    shown = at_rows(
        (1, ("", "day", "61.4", "52.5")),
        (1.5, ("Lark",)),
        (2, ("", "night", "66.2", "58.1")),
        (3, ("", "day", "70.1", "60.2")),
        (3.5, ("Wren",)),
        (4, ("", "night", "71.3", "62.4")),
    )
    shown += cells([("Time", "Short", "Long")], 160, 220, 280)[:0]
    shown = [*cells([("Bird", "Time", "Short", "Long")]), *shown[3:]]
    rules = [*ruled(5, x1=320), rule(TOP + 9 - 3 * STEP, x1=320)]
    found = read_one(shown, rules)
    assert found.label_columns == 2
    assert labels(found) == ["Lark > day", "Lark > night", "Wren > day", "Wren > night"]
    assert tied(found)["Wren > night", "Long"] == "62.4"


def test_rules_between_all_rows_make_one_cell_of_all_between_them() -> None:
    shown = [
        *cells([HEADS, ("Lark of", "61.4", "52.5"), ("the north", "", ""), WREN]),
    ]
    rules = [*ruled(4), rule(TOP + 9 - 3 * STEP)]
    assert labels(read_one(shown, rules)) == ["Lark of the north", "Wren"]


def test_a_second_line_of_a_cell_belongs_to_the_row_above() -> None:
    rows = [("Lark", "north", "61.4"), ("", "and south", ""), ("Wren", "south", "58.1")]
    found = read_one(cells([("Model", "Place", "Long"), *rows]), ruled(4))
    assert tied(found)["Lark", "Place"] == "north and south"
    assert tied(found)["Wren", "Place"] == "south"


def test_a_line_close_below_goes_to_the_row_above_and_close_above_to_the_one_below() -> None:
    low = at_rows((1, LARK), (1.7, ("(ours)",)), (3, WREN))
    assert labels(read_one(low, ruled(4))) == ["Lark (ours)", "Wren"]
    high = at_rows((1, LARK), (2.3, ("A small",)), (3, ("wren", "66.2", "58.1")))
    assert labels(read_one(high, ruled(4))) == ["Lark", "A small wren"]
