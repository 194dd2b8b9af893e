"""Two numbers of a point that have changed places, told from clauses that have."""

from __future__ import annotations

import pytest

from pipeline.check.swapped_numbers import swapped

LISTED = "The parser reaches a score of 70.25 and 81.5 on the short and long letters, respectively (see Table 9)."
STEPS = "We found that the best step size is 40 and the patience is 3 for this probe (as in [12])."
PARTS = (
    "On the left - 5% of the letters, middle - 45% of the letters, and right - 85% of the letters."
)
RATERS = (
    "We sampled 425 hand-written letter pairs, which were read by 6 trained archive clerks each."
)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (
            "The parser reaches a score of 81.5 and 70.25 on the short and long letters, respectively.",
            LISTED,
        ),
        ("在 short 和 long letters 上分别达到 81.5 和 70.25", LISTED),
        ("Best step size 3, patience 40", STEPS),
        ("Middle - 85% of the letters, right - 45% of them, left - 5%.", PARTS),
        ("6个 letter pairs，425个 archive clerks", RATERS),
    ],
)
def test_numbers_that_have_changed_places_are_told(said: str, source: str) -> None:
    assert swapped(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("It reaches 81.5 on long letters and 70.25 on short ones.", LISTED),
        ("在 long 和 short letters 上分别达到 81.5 和 70.25", LISTED),
        ("在 short 和 long letters 上分别达到 70.25 和 81.5", LISTED),
        ("patience 为 3，step size 为 40", STEPS),
        ("right 85%, middle 45%, left 5%", PARTS),
        ("由 6 archive clerks 读 425 letter pairs", RATERS),
        ("81.5 与 70.25", LISTED),
        ("3 of 40", RATERS),
    ],
)
def test_clauses_may_be_moved(said: str, source: str) -> None:
    assert swapped(said, source) is None


PLAIN = "The parser reads 40 pages and 60 lines respectively by lamp."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("parser 在 pages、lines、lamp 上分别 60、40", True),
        ("parser 在 pages、lines、lamp 上分别 40、60", False),
        ("parser 在 lines、pages、lamp 上分别 60、40", False),  # the things have changed, too
        ("在 pages、lines 上分别 60、40", False),  # two words tell nothing
        ("parser 在 pages、lines、lamp、lamp 上分别 60、40", True),
        ("parser 在 pages、lines、lamp 上分别 60、40、40", False),  # which 40?
    ],
)
def test_where_nothing_is_listed_the_words_of_both_must_have_kept_their_order(
    said: str, told: bool
) -> None:
    assert bool(swapped(said, PLAIN)) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("It takes 40 ms and 60 lines", False),
        ("It takes 60 ms and 40 lines", True),
        ("It takes 60 ms, 40 lines", True),
        ("It takes 60 and 40", False),
        ("It takes 60 ms and 40 ms lines", False),
    ],
)
def test_a_unit_is_a_numbers_neighbour(said: str, told: bool) -> None:
    assert bool(swapped(said, "It takes 40 ms for a page, and there are 60 lines.")) == told
