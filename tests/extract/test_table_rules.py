"""Rules of a page: which strokes are one, which belong together, what they part."""

from __future__ import annotations

import pytest

from pipeline.extract.table_rules import Rule, Ruling, common, joined, same_ends, strokes
from pipeline.pdf.geometry import Box

TABLE = Box(100, 100, 300, 200)
TOP, MIDDLE, FOOT = Rule(100, 300, 200), Rule(100, 300, 185), Rule(100, 300, 100)


def ruling(
    *parts: Rule, uprights: tuple[Box, ...] = (), rules: tuple[Rule, ...] = (TOP, MIDDLE, FOOT)
) -> Ruling:
    return Ruling([*rules, *parts], parts, uprights, TABLE)


@pytest.mark.parametrize(
    ("ends", "shared"),
    [((0, 10, 5, 20), 5), ((0, 10, 10, 20), 0), ((0, 10, 15, 20), 0), ((0, 10, 2, 4), 2)],
)
def test_what_two_ranges_share(ends: tuple[float, float, float, float], shared: float) -> None:
    assert common(*ends) == shared


def test_strokes_are_flat_and_longer_than_a_letter() -> None:
    flat, thick, short = Box(10, 50, 90, 52.5), Box(10, 40, 90, 42.7), Box(10, 30, 17, 30)
    assert strokes([flat, thick, short]) == [Rule(10, 90, 50)]


def test_strokes_go_from_top_to_bottom_and_from_left_to_right() -> None:
    low, right, left = Box(0, 10, 50, 10), Box(60, 90, 99, 90), Box(0, 90, 50, 90.4)
    assert strokes([low, right, left]) == [Rule(0, 50, 90), Rule(60, 99, 90), Rule(0, 50, 10)]


def test_parts_of_a_rule_are_one_where_they_touch_or_nearly_do() -> None:
    assert joined([Rule(0, 50, 90), Rule(51.4, 99, 90.9)]) == [Rule(0, 99, 90)]
    assert joined([Rule(0, 99, 90), Rule(10, 50, 90)]) == [Rule(0, 99, 90)]


@pytest.mark.parametrize("other", [Rule(51.6, 99, 90), Rule(50, 99, 88.9)])
def test_rules_apart_are_two(other: Rule) -> None:
    assert joined([Rule(0, 50, 90), other]) == [Rule(0, 50, 90), other]


def test_rules_of_the_same_ends_go_together() -> None:
    one, other, wider, alone = (
        Rule(0, 99, 90),
        Rule(2.9, 96.1, 50),
        Rule(0, 101.9, 40),
        Rule(0, 60, 30),
    )
    assert same_ends([one, other, wider, alone]) == [[one, other, wider]]


def test_rules_with_other_ends_do_not() -> None:
    assert same_ends([Rule(0, 99, 90), Rule(3.1, 99, 50), Rule(0, 102.1, 40)]) == []


def test_full_rules_go_all_over_their_table_and_a_double_one_counts_once() -> None:
    part = Rule(150, 300, 150)
    double = Rule(100, 300, 197)
    assert ruling(part, double).full == [200, 185, 100]
    nearly = Rule(130, 297, 150)
    assert ruling(nearly).full == [200, 185, 150, 100]


def test_a_rule_lies_between_lines_or_only_over_a_place() -> None:
    of_right = ruling(Rule(200, 300, 150))
    assert of_right.lies(190, 180)
    assert not of_right.lies(160, 140)
    assert of_right.lies(160, 140, 199)
    assert not of_right.lies(160, 140, 197)
    assert not of_right.lies(149, 140, 250)


def test_a_rule_at_the_base_line_above_is_below_it() -> None:
    assert ruling().lies(185, 180)
    assert not ruling().lies(190, 185)


def test_uprights_are_borders_where_they_go_down_half_of_the_table() -> None:
    parts = (Box(150, 180, 150, 200), Box(150.4, 140, 150.4, 175))
    short = Box(250, 160, 250, 200)
    found = ruling(uprights=(*parts, short))
    assert found.borders == [150]
    assert found.borders_at(190) == [150]
    assert found.borders_at(177.5) == []
    assert found.borders_at(130) == []


def test_the_rule_under_a_head_reaches_over_its_group() -> None:
    groups = ruling(Rule(150, 220, 190), Rule(240, 300, 190))
    assert groups.under(160, 200, 195, 185) == Rule(150, 220, 190)
    assert groups.under(240, 250, 195, 185) == Rule(240, 300, 190)


@pytest.mark.parametrize(
    ("head", "heights"),
    [((140, 200), (195, 185)), ((160, 230), (195, 185)), ((160, 200), (185, 180))],
    ids=["left of it", "right of it", "below it"],
)
def test_a_rule_elsewhere_is_under_no_head(
    head: tuple[float, float], heights: tuple[float, float]
) -> None:
    assert ruling(Rule(150, 220, 190)).under(*head, *heights) is None


def test_a_rule_over_the_whole_table_is_no_groups() -> None:
    assert ruling(Rule(100, 300, 190)).under(160, 200, 195, 185) is None
