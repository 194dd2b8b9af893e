"""What is so instead of something else."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "The cost of Lark grows linearly with the number of letters, instead of quadratically."


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("Lark 的成本线性增长，而不是平方增长", False),
        ("Lark 的成本平方增长，而不是线性增长", True),
        ("Lark grows quadratically rather than linearly", True),
        ("Lark grows linearly rather than quadratically", False),
        ("Lark does not grow quadratically but linearly", False),
        ("Lark does not grow linearly but quadratically", True),
        ("Lark reads letters rather than cards", False),
    ],
)
def test_what_is_kept_and_what_is_dropped_are_not_exchanged(said: str, is_told: bool) -> None:
    marks = found(said, QUOTE, quote=QUOTE)
    assert bool([one for one in marks if one.kind == "direction"]) == is_told
