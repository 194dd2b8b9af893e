"""Pairs of numbers whose two rows stand the other way round."""

from __future__ import annotations

import pytest

from tests.check.test_cells import Made, marks, paper

SCORES: Made = (
    "Table 1: Scores.",
    ("Reader", "Notes", "Letters", "Parcels", "Cards"),
    [("Lark", "61.4", "52.5", "43.6", "34.7"), ("Finch", "60.2", "54.1", "42.3", "33.9"),
     ("Wren", "58.8", "54.1", "41.2", "32.5")],
)  # fmt: skip


def told(said: str) -> list[str]:
    found = marks(said, paper(SCORES))
    return [one.words for one in found if "the other way round" in one.message]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "好于它的有 Notes（61.4 对 60.2）、Parcels（43.6 对 42.3），不如的有 Letters（52.5 对 54.1）",
            [],
        ),
        (
            "好于它的有 Notes（61.4 对 60.2）、Parcels（43.6 对 42.3）、Letters（54.1 对 52.5）",
            ["54.1 … 52.5"],
        ),
        ("Notes 61.4 against 60.2, but Finch reads Cards better, 33.9 against 34.7", []),
        ("Notes（61.4 对 60.2）和 Cards（33.9 对 34.7）", []),  # which of the two, nobody knows
        ("Notes（61.4 对 60.2）和 Cards（32.5 对 33.9）", []),  # other rows
    ],
)
def test_the_pair_that_has_two_rows_in_another_order_is_marked(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_a_name_right_behind_a_pair_is_the_second_numbers() -> None:
    assert told("Notes of 61.4 against 60.2 for Finch") == []
    assert told("Notes of 60.2 against 61.4 for Finch") == ["60.2 … 61.4"]
    assert told("Letters of 54.1 against 52.5 for Finch") == ["54.1 … 52.5"]
    assert told("Letters of 54.1 against 52.5 for Robin") == []
