from __future__ import annotations

import pytest

from pipeline.extract import dictionary


def test_words_are_counted_and_what_is_none_is_not() -> None:
    assert dictionary.count("the") > dictionary.count("distillation") > 0
    assert dictionary.count("selfattention") == dictionary.count("") == 0


@pytest.mark.parametrize(
    ("front", "back"), [("some", "times"), ("there", "fore"), ("into", ""), ("dis", "tillation")]
)
def test_parts_of_a_word_are_one(front: str, back: str) -> None:
    assert dictionary.is_more_than(front, back)


@pytest.mark.parametrize(
    ("front", "back"), [("one", "time"), ("fine", "tuning"), ("real", "world"), ("high", "level")]
)
def test_words_that_meet_by_chance_or_never_as_one_are_two(front: str, back: str) -> None:
    assert not dictionary.is_more_than(front, back)
