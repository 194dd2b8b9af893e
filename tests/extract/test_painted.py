"""The paint of a page falls into areas: what touches is of one."""

from __future__ import annotations

import pytest

from pipeline.extract.painted import Paint
from pipeline.pdf.geometry import Box
from tests.support.pictures import painted


def test_what_touches_is_one_area_and_what_is_apart_is_another() -> None:
    paint = Paint(painted(Box(10, 10, 60, 40), Box(60, 30, 90, 80), Box(120, 10, 150, 40)))
    assert sorted(map(tuple, paint.areas)) == [
        pytest.approx((10, 10, 90, 80), abs=1),
        pytest.approx((120, 10, 150, 40), abs=1),
    ]


def test_two_areas_that_meet_below_are_one() -> None:
    paint = Paint(painted(Box(10, 40, 20, 90), Box(50, 40, 60, 90), Box(10, 30, 60, 40)))
    assert paint.areas == [pytest.approx((10, 30, 60, 90), abs=1)]


def test_a_gap_of_two_cells_parts_areas() -> None:
    paint = Paint(painted(Box(10, 10, 50, 50), Box(57, 10, 90, 50)))
    assert len(paint.areas) == 2


def test_rows_tell_where_paint_begins_and_ends() -> None:
    paint = Paint(painted(Box(30, 20, 60, 22)))
    rows = paint.rows(Box(0, 0, 200, 100))
    assert list(rows.values()) == [(30, 60), (30, 60)]
    assert sorted(rows) == [20, 21]
    assert paint.rows(Box(0, 50, 200, 100)) == {}


def test_a_page_without_paint_has_no_area() -> None:
    assert Paint(painted()).areas == []
