"""What a difference is from."""

from __future__ import annotations

import pytest

from tests.check.test_cells import Made, marks, paper

SCORES: Made = (
    "Table 1: Scores.",
    ("Reader", "Letters", "Cards"),
    [("Lark", "61.4", "52.5"), ("Finch", "60.2", "50.1"), ("Wren", "58.7", "47.9")],
)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark reads 61.4, 1.2 points above Finch", []),
        ("Lark reads 61.4, 2.7 points above Finch", ["2.7"]),
        ("Lark reads 61.4, 2.7 points above Wren", []),
        ("Lark reads 61.4, 2.7 points above Robin", []),
        ("Lark reads 61.4, 9.2 points above Finch", ["9.2"]),
        ("Lark reads 61.4 on some days, and on all others 9.2 points above Finch", []),
        ("Lark 读到 61.4，比 Finch 高 2.7 个点", ["2.7"]),
        ("Lark 读到 61.4，比 Wren 高 2.7 个点", []),
        ("Lark 读到 52.5，相对 Finch 提升 9.6%", ["9.6%"]),
        ("Lark 读到 52.5，相对 Wren 提升 9.6%", []),
    ],
)
def test_a_difference_is_from_the_row_that_is_named(said: str, words: list[str]) -> None:
    found = marks(said, paper(SCORES))
    assert [one.words for one in found if "no difference" in one.message] == words
