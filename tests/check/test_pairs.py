"""Numbers with the names and things that they stand with."""

from __future__ import annotations

import pytest

from tests.support.checked import doubts, words


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 在 4 out of 25 letters 上失败", []),
        ("Lark 在 6 out of 25 letters 上失败", ["6 out of 25"]),
        ("Lark fails on 7 of 30 pages", []),
        ("Lark fails on 7 of 25 pages", ["7 of 25"]),
    ],
)
def test_a_share_stands_together_in_the_paper(said: str, marked_words: list[str]) -> None:
    page = "Abstract\nLark fails on 4 out of 25 letters. Six clerks read 6 letters each, and Lark fails on 7 of the 30 pages."
    assert [finding.words for finding in doubts(said, page) if finding.kind == "pair"][
        :1
    ] == marked_words


TABLE = (
    "Abstract\nWe compare readers of long letters.\nModel Short Long Mean\nLark 61.4 52.5 57.0\nLark-XL 66.2 58.1 62.2\nFinch 63.0 55.7 59.4\n"
    "Table 3: Scores of Lark, Lark-XL and Finch on LongRead.\nThe rest of it is said here in one sentence."
)


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 达到 61.4", []),
        ("Lark 在 LongRead 上达到 61.4", []),
        ("Lark 达到 55.7", ["55.7 … Lark"]),
        ("Lark 达到 66.2", ["66.2 … Lark"]),
        ("Lark-XL 达到 66.2", []),
        ("Finch 达到 52.5", ["52.5 … Finch"]),
        ("Finch 以 63.0 高于 Lark", []),
        ("LongRead 上最高 66.2", []),
    ],
)
def test_a_number_of_a_table_belongs_to_the_name_of_its_row(
    said: str, marked_words: list[str]
) -> None:
    assert words(said, TABLE) == marked_words
