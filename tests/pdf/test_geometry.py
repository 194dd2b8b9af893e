"""Matrices and boxes."""

from __future__ import annotations

import pytest

from pipeline.pdf.geometry import (
    EVERYTHING,
    UNIT,
    Box,
    area,
    at,
    both,
    box_of,
    holds,
    is_rectangle,
    moved,
    outside,
    times,
)

PAGE = Box(0, 0, 595, 842)
SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def test_two_matrices_do_one_and_then_the_other() -> None:
    scale, move = (2.0, 0, 0, 3.0, 0, 0), (1.0, 0, 0, 1.0, 5.0, 7.0)
    assert at(times(scale, move), 1, 1) == (7, 10)
    assert at(times(move, scale), 1, 1) == (12, 24)
    assert times(UNIT, scale) == times(scale, UNIT) == scale


def test_a_box_has_sides_and_an_area_and_none_inside_out() -> None:
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, area(box)) == (30, 40, 1200)
    assert area(both(box, Box(50, 0, 60, 90))) == 0
    assert both(box, EVERYTHING) == box
    assert both(box, Box(20, 0, 90, 50)) == (20, 20, 40, 50)


def test_a_turned_box_is_the_one_around_its_corners() -> None:
    assert moved((0.0, 1.0, -1.0, 0.0, 0.0, 0.0), Box(1, 2, 3, 5)) == (-5, 1, -2, 3)
    assert box_of([(3, 1), (1, 5)]) == (1, 1, 3, 5)
    with pytest.raises(ValueError, match="empty"):
        box_of([])


@pytest.mark.parametrize(
    ("box", "is_out"),
    [
        (Box(-20, 10, -2, 20), True),
        (Box(-20, 10, -0.5, 20), False),
        (Box(597, 10, 620, 20), True),
        (Box(10, -20, 20, -2), True),
        (Box(10, 844, 20, 850), True),
        (Box(10, 10, 20, 20), False),
    ],
)
def test_a_box_is_outside_a_page_on_any_side_by_more_than_a_point(box: Box, is_out: bool) -> None:
    assert outside(box, PAGE) == is_out


def test_a_rectangle_has_its_points_at_the_corners() -> None:
    assert is_rectangle(SQUARE)
    assert is_rectangle([(0.3, 0), *SQUARE[1:]])
    assert not is_rectangle([(5, 0), *SQUARE[1:]])
    assert not is_rectangle([(0, 5), *SQUARE[1:]])


def test_a_path_holds_what_is_inside_it() -> None:
    assert holds(SQUARE, Box(1, 1, 9, 9))
    assert not holds(SQUARE, Box(5, 5, 15, 9))
    diamond = [(5.0, -5.0), (15.0, 5.0), (5.0, 15.0), (-5.0, 5.0)]
    assert holds(diamond, Box(1, 2, 8, 7))
    assert not holds(diamond, Box(-4, -4, 14, 14))
    ring = [*SQUARE, (0.0, 0.0), (4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0), (4.0, 4.0)]
    assert not holds(ring, Box(1, 1, 9, 9))
