"""What is the best of all, and is not."""

from __future__ import annotations

import pytest

from tests.check.test_cells import Made, marks, paper

SCORES: Made = (
    "Table 1: Scores.",
    ("Reader", "Letters", "Cards"),
    [("Lark", "61.4", "52.5"), ("Finch", "60.2", "55.1"), ("Wren", "58.7", "47.9"),
     ("Robin", "57.3", "56.0")],
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark reads 61.4, the best of all readers", []),
        ("Finch reads 60.2, the best of all systems", ["60.2 … best of all"]),
        ("Robin reads 57.3, the lowest of all systems", []),
        ("Finch 读到 60.2，在所有模型中最高", ["60.2 … 所有模型中最高"]),
        ("Lark 读到 61.4，在所有模型中最高", []),
        ("Finch reads 60.2, the best baseline", []),  # of some only
        ("Finch reads 60.2, the best score of all", []),  # of its row
    ],
)
def test_a_number_in_the_middle_of_its_column_is_no_best(said: str, words: list[str]) -> None:
    found = marks(said, paper(SCORES))
    assert [one.words for one in found if "better ones" in one.message] == words
