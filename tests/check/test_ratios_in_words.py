"""Ratios in words: a third, twice, 十分之一."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = "Lark takes 33.1 s, Finch takes 329.9 s. Wren has 48.4, Sparrow has 15.1. Teal has 96.8."


def told(said: str) -> list[str]:
    findings = found(said, PAGE, quote="Lark takes 33.1 s")
    return [one.words for one in findings if one.kind == "number"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark 为 33.1 s，约为 Finch 329.9 s 的三分之一", "三分之一"),
        ("Wren has 48.4, about twice the 15.1 of Sparrow", "twice"),
        ("Lark takes 33.1 s, a third of the 329.9 s of Finch", "a third"),
        ("从 15.1 到 48.4，翻倍", "翻倍"),
    ],
)
def test_a_ratio_that_two_numbers_do_not_stand_in_is_marked(said: str, words: str) -> None:
    assert told(said) == [words]


@pytest.mark.parametrize(
    "said",
    [
        "Lark 为 33.1 s，约为 Finch 329.9 s 的十分之一",
        "Teal has 96.8, twice the 48.4 of Wren",
        "Wren has 48.4, half the 96.8 of Teal",
        "从 48.4 到 96.8，翻倍",
        "Of Teal's 96.8 and Sparrow's 15.1, Wren has 48.4: half as many",
        "A third of them is read in 33.1 s, and then in 329.9 s",
    ],
)
def test_a_right_ratio_and_one_of_other_things_are_none(said: str) -> None:
    assert told(said) == []
