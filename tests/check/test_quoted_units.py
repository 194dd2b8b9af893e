"""Units that the quote has otherwise."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "Reading takes 12 hours at 40 MeV, with 15 letters per second and 0.1mHz of noise."


def told(said: str, quote: str = QUOTE) -> list[str]:
    page = quote + " Larks live for 12 days and 40 GeV and 15 minutes."
    return [one.words for one in found(said, page, quote=quote) if "another unit" in one.message]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("读信需 12 天", ["12 天"]),
        ("读信需 12 小时", []),
        ("读信需 720 分钟", []),  # as long
        ("能量为 40 GeV", ["40 GeV"]),
        ("能量为 0.04 GeV", []),
        ("15 letters per minute", ["15"]),
        ("15 letters per second", []),
        ("每分钟 15 封信", ["15"]),
        ("噪声 0.1 Hz", ["0.1 Hz"]),
        ("有 12 只鸟", []),  # no unit
    ],
)
def test_the_digits_of_the_quote_keep_their_unit(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_a_unit_that_the_quote_does_not_write_out_is_not_known() -> None:
    assert told("读信需 12 天", "Reading takes 12 of them.") == []


def test_the_digits_of_the_same_things_keep_their_scale() -> None:
    quote = "Lark reads 1.3T tokens of letters."
    page = quote + " Finch has 1.3B words."
    assert told_on("用 1.3B tokens 训练", quote, page) == ["1.3B"]
    assert told_on("用 1.3T tokens 训练", quote, page) == []
    assert told_on("有 1.3B words", quote, page) == []


def told_on(said: str, quote: str, page: str) -> list[str]:
    return [one.words for one in found(said, page, quote=quote) if "another unit" in one.message]


def test_a_percentage_keeps_its_power_of_ten() -> None:
    quote = "Lark errs in 0.1% of all letters."
    page = quote + " Finch errs in 1% and 0.2% of them."
    assert told_on("错误率约 1%", quote, page) == ["1%"]
    assert told_on("错误率约 0.1%", quote, page) == []
    assert told_on("错误率约 0.2%", quote, page) == []
    assert told_on("错误率约 1%，而非 0.1%", quote, page) == []
