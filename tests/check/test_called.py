"""What words around a number call it."""

from __future__ import annotations

import pytest

from pipeline.check.called import (
    calls_otherwise,
    is_average,
    is_called_a_change,
    is_change,
    is_points,
)
from pipeline.check.statements import Said
from pipeline.records.statement import Statement


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Lark 高 1.7", (True, True, False, False)),
        ("gains 1.7 points", (True, True, True, False)),
        ("With K = 2 it reads 61.4", (False, False, False, False)),
        ("30 + 20 = 50", (True, False, False, False)),
        ("on average 23", (False, False, False, True)),
        ("平均 23 封", (False, False, False, True)),
    ],
)
def test_a_change_points_and_an_average_are_told_by_words(
    words: str, expected: tuple[bool, ...]
) -> None:
    said = Said(Statement("point 1", words))
    last = said.numbers[-1]
    told = (
        is_called_a_change(said, last),
        is_change(said, last),
        is_points(said, last),
        is_average(said, last),
    )
    assert told == expected


def test_a_word_beside_a_number_calls_it_relative_or_absolute() -> None:
    assert calls_otherwise("", " relative improvement", relative=False) == "relative"
    assert calls_otherwise("a relative gain of ", " on it", relative=False) == "relative"
    assert calls_otherwise("", " relative improvement", relative=True) == ""
    assert calls_otherwise("", " absolute", relative=True) == "absolute"
    assert calls_otherwise("a relative 8 and ", " of 9% relative", relative=False) == ""
