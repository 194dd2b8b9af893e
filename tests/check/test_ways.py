"""Which way a sentence goes, and which of two is ahead."""

from __future__ import annotations

import pytest

from pipeline.check.ways import opposite, reversed_in


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("除 SQuAD 外 Lark 都优于 Finch", "Lark underperforms Finch", None),
        ("单独在 SQuAD 上 Lark 没有超过 Finch", "Except for SQuAD, Lark is better", None),
        ("Lark 并不总是优于 Finch", "Lark is better than Finch", None),
        ("Lark 不再提升", "one lark improves it while two do not help further", None),
        ("Lark 优于 Finch", "The Finch underperforms Lark", None),  # the same, from behind
        ("Lark 优于 Finch", "The Lark underperforms Finch", ("优于", "underperforms")),
        ("每 16 倍数据 WER 翻倍", "WER halves for each 16x of data", ("翻倍", "halves")),
        ("内存平方增长", "memory grows linearly with size", ("平方增长", "grows linearly")),
        ("这组不及它", "it is outperformed by that", None),
        ("这组优于它", "it was surpassed by that", ("优于", "was surpassed")),
        ("It prefers longer letters", "It prefers shorter letters", ("longer", "shorter")),
    ],
)
def test_sentences_that_go_one_way_each_are_opposite(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    assert opposite(said, source) == told


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("Lark 优于 Finch", "Finch outperforms Lark, which improves on Wren",
         ("优于", "outperforms")),
        ("Lark 优于 Finch", "Lark outperforms Finch, and Wren is better than Lark", None),
        ("Lark 优于 Finch", "Lark underperforms Finch", ("优于", "underperforms")),
        ("Lark 优于 Finch", "Finch underperforms Lark", None),
        ("Lark 不及 Finch", "Lark is outperformed on TealSet by Finch", None),
        ("Lark 优于 Finch", "Lark is outperformed by Finch", ("优于", "is outperformed")),
        ("Lark 优于 Finch", "Finch is faster than Lark", None),  # another axis
        ("Lark 优于 Finch", "Finch does not outperform Lark", None),
        ("Lark 优于 Finch", "Except for one, Finch outperforms Lark", None),
        ("Lark 比 Finch 更快", "Lark is slower than Finch", ("比 Finch 更快", "slower than")),
        ("Lark 比 Finch 更快", "Finch is slower than Lark", None),
        ("Lark is lower than Finch", "The Lark is higher than Finch",
         ("lower than", "higher than")),
        ("Lark 优于很多", "Finch outperforms Lark", None),  # one name
    ],
)  # fmt: skip
def test_a_comparison_of_two_names_is_not_the_sources_the_other_way(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    found = reversed_in(said, ["Nothing of it.", source])
    assert found == (told and (*told, 1))


def test_a_source_that_has_it_as_it_is_said_speaks_for_it() -> None:
    sources = ["Finch outperforms Lark on one.", "Lark outperforms Finch on all."]
    assert reversed_in("Lark 优于 Finch", sources) is None
