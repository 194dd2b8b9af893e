"""Prose, rows of tables and captions end a figure; labels and framed text are its own."""

from __future__ import annotations

from pipeline.extract.figure_walls import Walls, is_figure, reach
from pipeline.extract.lines import Line
from pipeline.extract.painted import Paint
from pipeline.pdf.geometry import Box
from tests.support.pages import line
from tests.support.pictures import painted


def walls(*lines: Line, boxes: tuple[Box, ...] = (), own: tuple[Line, ...] = ()) -> Walls:
    paint = Paint(painted(*boxes, width=600, height=800))
    return Walls(lines, {id(one) for one in own}, 600, paint)


def test_prose_and_rows_of_tables_are_walls_and_labels_are_not() -> None:
    prose = line(y=700)
    row = line("GLIP | 49.8 | 60.8", 600, part="float", cells=3, kind="table")
    label = line("owls", 500, part="float", form=1, letters=4)
    found = walls(prose, row, label)
    assert [found.hold(one) for one in (prose, row, label)] == [True, True, False]


def test_a_bar_of_a_formula_makes_no_row() -> None:
    formula = line("log |T | < 3", 600, part="float", letters=4)
    assert not walls(formula).hold(formula)


def test_a_wall_that_begins_with_a_letter_in_brackets_marks_a_part() -> None:
    sub, prose = line("(a) The owls of the wood, by the year", 600), line(y=500)
    found = walls(sub, prose)
    assert [found.mark_a_part(reach(one)) for one in (sub, prose)] == [True, False]


def test_numbers_on_a_chart_that_read_like_a_tables_row_are_its_labels() -> None:
    row = line("92% | 90%", 500, part="float", cells=2, form=1, kind="table")
    assert not walls(row, boxes=(Box(40, 400, 560, 600),)).hold(row)
    assert walls(row).hold(row)


def test_text_that_ends_before_the_paint_behind_it_is_framed() -> None:
    one = line(y=500)
    ground = Box(one.x0 - 8, 480, one.x1 + 8, 520)
    assert not walls(one, boxes=(ground,)).hold(one)
    mark = Box(one.x0, 496, one.x1 - 0, 509)
    assert walls(one, boxes=(mark,)).hold(one)


def test_a_short_last_line_of_a_paragraph_is_a_wall_whatever_it_is_taken_for() -> None:
    first = line(y=700)
    last = line("x times y.", 688, part="float", letters=7)
    assert walls(first, last).hold(last)
    far = line("x times y.", 660, part="float", letters=7)
    assert not walls(first, far).hold(far)


def test_the_rule_below_a_running_head_is_an_edge() -> None:
    head, prose = line("Of birds", 770, letters=7), line(y=500)
    rule = Box(50, 762, 550, 763)
    assert len(walls(head, prose, boxes=(rule,)).edges) == 1
    assert walls(prose, boxes=(rule,)).edges == []
    text = [line(y=770 - 12 * at) for at in range(8)]
    assert walls(*text, boxes=(Box(50, 670, 550, 671),)).edges == []


def test_a_ground_of_the_whole_page_is_no_figure() -> None:
    assert walls(boxes=(Box(2, 2, 598, 798),)).areas == []
    assert walls(boxes=(Box(100, 100, 300, 300),)).areas != []


def test_walls_in_a_box_are_told_but_for_the_captions_own() -> None:
    one = line(y=500)
    found = walls(one)
    assert found.are_in(Box(0, 490, 600, 520))
    assert not found.are_in(Box(0, 490, 600, 520), but=[one])
    assert not found.are_in(Box(0, 300, 600, 400))


def test_a_figure_has_a_least_size() -> None:
    assert is_figure(Box(0, 0, 100, 50))
    assert not is_figure(Box(0, 0, 500, 3))
