"""Numbers on the wrong side of what others have."""

from __future__ import annotations

import pytest

from tests.check.test_cells import Made, marks, paper

SCORES: Made = (
    "Table 1: Scores.",
    ("Reader", "Letters", "Error rate"),
    [("Lark", "61.4", "12.1"), ("Finch 7B", "60.2", "10.4"), ("Wren", "71.4", "8.8")],
)


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("Lark reads 61.4, above both Finch and Wren", True),
        ("Lark reads 61.4, above Finch", False),
        ("Lark reads 61.4, above Finch but below Wren", False),
        ("Lark reads 61.4, below Finch", True),
        ("Lark 读到 61.4，优于 Finch 和 Wren", True),
        ("Lark 读到 61.4，优于 Finch", False),
        ("Lark 的 error rate 为 12.1，优于 Finch", False),  # lower is better: not told
        ("Lark 读到 61.4，超过 Robin", False),
        ("Lark 读到 61.4，高于 Wren 的 60.2", False),  # with a number of its own
    ],
)
def test_a_number_above_another_is_larger(said: str, is_told: bool) -> None:
    found = marks(said, paper(SCORES))
    assert bool([one for one in found if "other side" in one.message]) == is_told
