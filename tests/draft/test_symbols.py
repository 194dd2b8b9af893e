"""Letters that stand for something that a sentence before has named."""

from __future__ import annotations

import pytest

from pipeline.draft.symbols import symbols_of, unexplained


@pytest.mark.parametrize(
    ("words", "symbols"),
    [
        ("Let T be a set of s birds with a song φp.", {"T", "s", "φp"}),
        ("A bird that I saw is K-pop to T's ears.", set()),
        ("The signal has 5.2σ.", set()),
        ("Birds sing.", set()),
    ],
)
def test_single_letters_and_greek_ones_stand_for_something(words: str, symbols: set[str]) -> None:
    assert symbols_of(words) == symbols


def test_what_stood_before_and_is_not_said_is_unexplained() -> None:
    before = "Let T be a set of birds and s one of their songs."
    assert unexplained("We choose T and s and q.", before, []) == {"T", "s"}
    assert unexplained("We choose T and s.", before, ["Let T be a set of birds."]) == {"s"}
