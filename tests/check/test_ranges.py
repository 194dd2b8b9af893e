"""Ranges, and what they are of."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "For every task we craft 10 to 15 templates, and dropout is between 0.6 and 0.9 for Lark."


def marks(said: str) -> list[tuple[str, str]]:
    findings = found(said, f"{QUOTE} It takes 20 to 30 steps.", quote=QUOTE)
    return [(f.words, f.nearest) for f in findings if "is not the range" in f.message]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Each task has 5 to 10 templates", [("5 to 10", "10 to 15")]),
        ("每个任务写 5 到 10 个模板", [("5 到 10", "10 to 15")]),
        ("Dropout between 0.1 and 0.4 is best", [("0.1 and 0.4", "0.6 and 0.9")]),
        ("每个任务写 10–15 个模板", []),
        ("Dropout between 0.6 and 0.9 is best", []),
        ("It takes 20 to 30 templates", []),
        ("模板数从 5 到 10 逐步增加", []),
        ("5 to 10 seeds are enough", []),
        ("Templates 5 and 10 are the best", []),
    ],
)
def test_a_range_is_the_one_that_the_quote_has_of_the_thing(
    said: str, expected: list[tuple[str, str]]
) -> None:
    assert marks(said) == expected
