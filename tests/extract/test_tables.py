"""Tables of pages given as runs and rules: what each cell is tied to, and where it is in the text."""

from __future__ import annotations

import pytest

from pipeline.extract import tables
from pipeline.extract.pieces import by_angle
from pipeline.extract.table_grid import NOTHING
from pipeline.pdf.geometry import Box
from tests.support.pages import TEXT, run
from tests.support.tables import CAPTION, LEFT, ROWS, STEP, TOP, cells, read, rule, ruled, tied


def test_cells_are_tied_to_their_rows_and_heads() -> None:
    _, (table,) = read([CAPTION, *cells(ROWS)], ruled())
    assert (table.label, table.pages, table.label_columns) == ("Table 3", (1,), 1)
    assert table.heads == ("Model", "Short", "Long")
    assert tied(table) == {
        ("Lark", "Short"): "61.4",
        ("Lark", "Long"): "52.5",
        ("Lark-XL", "Short"): "66.2",
        ("Lark-XL", "Long"): "58.1",
        ("Finch", "Short"): "70.1",
        ("Finch", "Long"): "60.2",
    }


def test_rows_stand_in_the_text_with_marks_between_their_cells() -> None:
    text, (table,) = read([CAPTION, *cells(ROWS)], ruled())
    assert "Model | Short | Long\n" not in text  # heads are no cells
    assert "Lark-XL | 66.2 | 58.1\n" in text
    assert text[table.start : table.end] == "Table 3: Accuracy of birds."


def test_each_cell_knows_its_characters() -> None:
    text, (table,) = read([CAPTION, *cells(ROWS)], ruled())
    for row in table.rows:
        for cell in row.cells:
            assert text[cell.start : cell.end] == cell.text


def test_a_cell_over_two_rows_has_one_place() -> None:
    rows = [
        ("Bird", "Time", "Long"),
        ("Lark", "day", "52.5"),
        ("", "night", "58.1"),
        ("Wren", "day", "60.2"),
        ("", "night", "62.4"),
    ]
    text, (table,) = read([CAPTION, *cells(rows)], ruled(5))
    first, second = table.rows[0].cells[0], table.rows[1].cells[0]
    assert (first, text[first.start : first.end]) == (second, "Lark")


def test_a_blank_cell_has_no_place() -> None:
    rows = [*ROWS[:2], ("Lark-XL", "", "58.1"), ROWS[3]]
    _, (table,) = read([CAPTION, *cells(rows)], ruled())
    blank = table.rows[1].cells[1]
    assert (blank.text, blank.start, blank.end) == ("", 0, 0)


def test_a_caption_may_stand_below() -> None:
    below = run("Table 4: Accuracy of birds.", LEFT, TOP - 5 * STEP)
    _, (table,) = read([*cells(ROWS), below], ruled())
    assert tied(table)["Finch", "Long"] == "60.2"


def test_a_caption_without_a_table_says_so() -> None:
    prose = [run(TEXT[at % 2], LEFT, TOP - STEP * at) for at in range(6)]
    _, (table,) = read([CAPTION, *prose])
    assert not table.made_out
    assert table.reason == NOTHING
    assert table.rows == ()


def test_a_page_without_a_caption_has_no_tables() -> None:
    text, found = read(cells(ROWS), ruled())
    assert found == []
    assert " | " not in text


def test_a_mention_of_a_table_that_stands_elsewhere_is_left_out() -> None:
    shown = [CAPTION, *cells(ROWS)]
    here = tables.find(1, by_angle(shown), ruled())
    there = tables.find(2, by_angle([CAPTION]), [])
    assert [table.page for table in here + there] == [1, 2]
    assert tables.without_mentions(here + there) == here
    assert tables.without_mentions(there) == there


def test_an_algorithm_stands_between_three_rules_below_its_title() -> None:
    title = run("Algorithm 1 How birds sing", LEFT, TOP)
    steps = cells([("for all birds do",), ("sing",)], y=TOP - 20)
    rules = [rule(TOP + 10), rule(TOP - 4), rule(TOP - 40)]
    found = tables.algorithms(by_angle([title, *steps]), rules)
    assert found == {0: [Box(LEFT - 4, TOP - 40, 260, TOP + 10)]}
    assert tables.algorithms(by_angle([title, *steps]), rules[:2]) == {}
    assert tables.algorithms(by_angle(steps), rules) == {}
    other = run("As in Algorithm 1 it is", LEFT, TOP)
    assert tables.algorithms(by_angle([other, *steps]), rules) == {}


def test_places_that_no_page_has_are_left_out() -> None:
    far = run("Finch", 1e9, TOP)
    endless = Box(float("nan"), TOP, float("inf"), TOP)
    _, (table,) = read([CAPTION, *cells(ROWS), far], [*ruled(), endless, rule(1e9)])
    assert tied(table)["Finch", "Long"] == "60.2"


def test_the_text_beside_a_table_is_no_cell_of_its_rows() -> None:
    beside = [run(TEXT[at % 2], 320, TOP + 24 - STEP * at) for at in range(8)]
    text, (table,) = read([CAPTION, *cells(ROWS), *beside], ruled())
    assert tied(table)["Lark-XL", "Long"] == "58.1"
    assert f"{TEXT[0]} {TEXT[1]}" in " ".join(text.split())


def test_a_word_that_is_cut_in_a_cell_is_whole_as_the_paper_has_it() -> None:
    rows = [("Bird", "Song"), ("Lark", "it sings at dawn and yes-"), ("", "terday at dusk")]
    prose = run("The lark sang yesterday.", LEFT, TOP + 60)
    rules = [rule(TOP + place) for place in (9, -3, -30, -45)]
    shown = [*cells(rows, LEFT, 110), *cells([("Wren", "none")], LEFT, 110, y=TOP - 3.2 * STEP)]
    _, (found,) = read([prose, CAPTION, *shown], rules)
    assert found.rows[0].cells[1].text == "it sings at dawn and yesterday at dusk"


def test_a_word_that_the_paper_writes_with_a_hyphen_keeps_it() -> None:
    words = tables.vocabulary("A rule-based way. Rule-based, not rulebased, is what it is.")
    assert tables.whole("a rule- based way, to- gether", words) == "a rule-based way, together"


@pytest.mark.parametrize(
    ("parts", "read_as"),
    [
        (("19", 1.7, "717"), "19717"),
        (("93.2", 2.5, "±", 2.5, ".1"), "93.2 ± .1"),
        (("93.", 1.5, "2"), "93.2"),
        (("±", 0.0, ".0", 1.9, "94"), "±.094"),
        (("1.2e-5",), "1.2e-5"),
        (("1.2", 2.5, "e-5"), "1.2e-5"),
        (("−", 2.5, "0.5"), "−0.5"),
        (("12", 2.8, "345"), "12 345"),
        (("53.2", 2.5, "61.4"), "53.2 61.4"),
        (("1.", 1.5, ".", 1.5, "."), "1. . ."),
    ],
)
def test_a_number_in_a_cell_is_one_word_and_two_are_two(
    parts: tuple[str | float, ...], read_as: str
) -> None:
    """Between the parts stand the gaps between them in points; an em is ten."""
    shown, x = [], 160.0
    for part in parts:
        if isinstance(part, str):
            shown.append(run(part, x, TOP - STEP))
            x += 5 * len(part)
        else:
            x += part
    rows = [ROWS[0], ("Lark", "", "52.5"), *ROWS[2:]]
    _, (table,) = read([CAPTION, *cells(rows), *shown], ruled())
    assert tied(table)["Lark", "Short"] == read_as
