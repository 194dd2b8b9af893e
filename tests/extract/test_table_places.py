"""Where the tables of a page are: below or above their captions, between rules or without."""

from __future__ import annotations

import pytest

from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from tests.support.pages import TEXT, run
from tests.support.tables import CAPTION, LEFT, ROWS, STEP, TOP, cells, read, rule, ruled, tied

OTHER = (
    ("Model", "Nests", "Eggs"),
    ("Crow", "7.1", "3.5"),
    ("Rook", "8.2", "4.6"),
    ("Daw", "9.3", "5.7"),
)


def prose(y: float, count: int = 6, x: float = LEFT) -> list[Run]:
    """Give lines of the running text from a height on."""
    return [run(TEXT[at % 2], x, y - STEP * at) for at in range(count)]


def test_text_above_and_below_is_no_part_of_a_table() -> None:
    shown = [*prose(TOP + 110), CAPTION, *cells(ROWS), *prose(TOP - 4 * STEP - 8)]
    _, (table,) = read(shown, ruled())
    assert [row.label for row in table.rows] == ["Lark", "Lark-XL", "Finch"]
    assert tied(table)["Finch", "Long"] == "60.2"


def test_a_table_without_rules_is_the_lines_of_cells_below_its_caption() -> None:
    _, (table,) = read([CAPTION, *cells(ROWS), *prose(TOP - 5 * STEP)])
    assert tied(table)["Lark-XL", "Short"] == "66.2"
    assert len(table.rows) == 3


def test_a_table_without_rules_may_stand_above_its_caption() -> None:
    below = run("Table 3: Accuracy of birds.", LEFT, TOP - 5 * STEP)
    _, (table,) = read([*cells(ROWS), below, *prose(TOP - 9 * STEP)])
    assert tied(table)["Lark-XL", "Short"] == "66.2"


def test_two_lines_of_cells_are_no_table() -> None:
    _, (table,) = read([CAPTION, *cells(ROWS[:2]), *prose(TOP - 4 * STEP)])
    assert not table.made_out


def test_a_long_text_with_a_short_cell_beside_it_is_of_a_table() -> None:
    rows = [("Question", "Answer"), *((f"{TEXT[0][:34]} {at}", "yes") for at in "abc")]
    below = run("Table 3: What birds were asked, and said.", LEFT, TOP - 5 * STEP)
    _, (table,) = read([*cells(rows, LEFT, 260), below, *prose(TOP - 9 * STEP)])
    assert tied(table)[rows[2][0], "Answer"] == "yes"


def test_text_in_a_cell_parts_no_table() -> None:
    song = [("", TEXT[at % 2][:42]) for at in range(5)]
    rows = [("Bird", "Song"), ("Lark", song[0][1]), *song, ("Wren", "none")]
    rules = [rule(TOP + place, x1=330) for place in (9, -3, -3 - 6 * STEP, -3 - 7 * STEP)]
    _, (table,) = read([CAPTION, *cells(rows, LEFT, 110)], rules)
    assert [row.label for row in table.rows] == ["Lark", "Wren"]


def test_text_in_the_first_column_parts_no_table() -> None:
    """Its lines fill most of the table's width, and leave the rest to values."""
    told = [(TEXT[at % 2][:42], "12" if at == 0 else "") for at in range(5)]
    rows = [("Song", "Birds"), *told, ("none", "0")]
    rules = [rule(TOP + place, x1=320) for place in (9, -3, -3 - 5 * STEP, -3 - 6 * STEP)]
    _, (table,) = read([CAPTION, *cells(rows, LEFT, 300)], rules)
    assert [row.cells[1].text for row in table.rows] == ["12", "0"]


def test_a_table_far_below_a_caption_is_not_its() -> None:
    y = TOP - 100
    _, (table,) = read([CAPTION, *cells(ROWS, y=y)], ruled(y=y))
    assert not table.made_out


def test_running_text_parts_a_caption_from_a_table() -> None:
    y = TOP - 42
    wide = run("Table 3: Accuracy of birds in all of the nests.", LEFT, TOP + 24)
    shown = [wide, *prose(TOP, 3), *cells(ROWS, y=y)]
    _, (table,) = read(shown, ruled(y=y))
    assert not table.made_out


def test_tables_under_each_other_each_have_the_nearest_caption() -> None:
    low = TOP - 100
    second = run("Table 4: Nests of birds.", LEFT, low + 24)
    shown = [CAPTION, *cells(ROWS), second, *cells(OTHER, y=low)]
    _, (one, other) = read(shown, [*ruled(), *ruled(y=low)])
    assert (one.label, other.label) == ("Table 3", "Table 4")
    assert tied(one)["Finch", "Long"] == "60.2"
    assert tied(other)["Daw", "Eggs"] == "5.7"


def test_captions_below_their_tables_each_have_the_one_above() -> None:
    low = TOP - 90
    captions = [
        run("Table 3: Accuracy of birds.", LEFT, TOP - 4 * STEP),
        run("Table 4: Nests of birds.", LEFT, low - 4 * STEP),
    ]
    _, (one, other) = read(
        [*captions, *cells(ROWS), *cells(OTHER, y=low)], [*ruled(), *ruled(y=low)]
    )
    assert tied(one)["Finch", "Long"] == "60.2"
    assert tied(other)["Daw", "Eggs"] == "5.7"


def test_tables_beside_each_other_are_two() -> None:
    x = 260.0
    shown = [
        CAPTION,
        run("Table 4: Nests of birds.", x + LEFT, TOP + 24),
        *cells(ROWS),
        *cells(OTHER, *(x + at for at in (60.0, 160.0, 220.0))),
    ]
    beside = [Box(box.left + x, box.bottom, box.right + x, box.top) for box in ruled()]
    _, (one, other) = read(shown, [*ruled(), *beside])
    assert tied(one)["Finch", "Long"] == "60.2"
    assert tied(other)["Daw", "Eggs"] == "5.7"


def test_rows_may_go_on_below_the_last_rule() -> None:
    shown = [CAPTION, *cells([*ROWS, ("Crow", "71.3", "62.4")]), *prose(TOP - 6 * STEP)]
    _, (table,) = read(shown, ruled())
    assert tied(table)["Crow", "Long"] == "62.4"


def test_heads_may_stand_above_the_first_rule() -> None:
    _, (table,) = read([CAPTION, *cells(ROWS)], [rule(TOP - 3), rule(TOP + 9 - 4 * STEP)])
    assert tied(table)["Finch", "Short"] == "70.1"


def test_underlines_of_words_are_no_rules() -> None:
    lines = [Box(160, TOP - 2 * STEP - 2, 180, TOP - 2 * STEP - 2)]
    lines += [Box(160, TOP - 3 * STEP - 2, 180, TOP - 3 * STEP - 2)]
    _, (table,) = read([CAPTION, *cells(ROWS)], [*ruled(), *lines])
    assert tied(table)["Lark-XL", "Short"] == "66.2"


def test_a_wide_table_reaches_over_what_its_caption_is_wide() -> None:
    short = run("Table 3: Birds.", 140, TOP + 24)
    rows = [(*row, *(f"{at}.5" for at in range(2))) for row in ROWS[1:]]
    shown = cells([("Model", "Short", "Long", "Day", "Night"), *rows])
    _, (table,) = read([short, *shown])
    assert len(table.heads) == 5
    assert tied(table)["Lark", "Night"] == "1.5"


@pytest.mark.parametrize("angle", [90.0, 270.0])
def test_a_table_set_sideways_is_one(angle: float) -> None:
    def aside(one: Run) -> Run:
        sign = 1 if angle == 90 else -1
        return one._replace(
            x0=-sign * one.y0, y0=sign * one.x0, x1=-sign * one.y1, y1=sign * one.x1, angle=angle
        )

    boxes = [
        Box(-box.top, box.left, -box.bottom, box.right)
        if angle == 90
        else Box(box.bottom, -box.right, box.top, -box.left)
        for box in ruled()
    ]
    _, (table,) = read([aside(one) for one in [CAPTION, *cells(ROWS)]], boxes)
    assert tied(table)["Finch", "Long"] == "60.2"


def test_rules_between_two_captions_are_of_the_one_that_has_no_other_cells() -> None:
    upper = run("Table 2: Nests of birds.", LEFT, TOP + 24)
    lower = run("Table 3: Accuracy of birds.", LEFT, TOP - 5 * STEP)
    nests = [("Bird", "Nests"), ("Owl", "2"), ("Kite", "3"), ("Gull", "4")]
    shown = [*cells(nests, y=TOP + 96), upper, *cells(ROWS), lower]
    _, (first, second) = read(shown, ruled())
    assert (first.label, tied(first)["Kite", "Nests"]) == ("Table 2", "3")
    assert (second.label, tied(second)["Finch", "Long"]) == ("Table 3", "60.2")
