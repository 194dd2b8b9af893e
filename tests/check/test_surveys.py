"""A survey's sentences held against the entries that they rest on."""

from __future__ import annotations

import pytest

from pipeline.check.surveys import lacking, with_sources
from pipeline.records.survey import Source, SurveyPart, SurveySentence


def source(number: int, words: str, abstract: str = "") -> Source:
    return Source(
        number=number,
        title=f"Sparrow{number}: Birds",
        name=f"Sparrow{number}",
        when="2024.1.6",
        line=1,
        words=words,
        lead="",
        verdict="",
        abstract=abstract,
    )


ONE = source(1, "用 2700万 句训练，在 LongRead 上 61.4 F1，两阶段")
TWO = source(2, "1.3B 参数，ShortRead", "We read 3,200 papers.")
THREE = source(3, "Sparrow3 优于 TealNet")


@pytest.mark.parametrize(
    "sentence",
    [
        "Sparrow1 用 27M 句训练，在 LongRead 上 61.4 F1。",
        "Sparrow2 有 1.3B 参数，读 3,200 篇论文。",
        "三篇在 2024.1.6 读到，3 篇都用 two stages。",
        "它们都是关于鸟的。",
        "与 Sparrow1 的 27M 句不同，Sparrow2 有 1.3B 参数。",
        "Sparrow3 优于 TealNet。",
    ],
)
def test_numbers_and_names_of_the_entries_are_borne_out(sentence: str) -> None:
    assert lacking(sentence, (ONE, TWO, THREE)) == ()


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Sparrow1 达到 62.4 F1。", ("62.4",)),
        ("在 MidRead 上更好，用 27M 句。", ("MidRead",)),
        ("用 28M 句，在 MidRead 上。", ("28M", "MidRead")),
        ("Sparrow2 用 27M 句训练，而 Sparrow1 有两阶段。", ("27M",)),
        ("Sparrow3 不如 TealNet。", ("不如",)),
    ],
)
def test_what_none_of_them_has_is_told(sentence: str, words: tuple[str, ...]) -> None:
    assert lacking(sentence, (ONE, TWO, THREE)) == words


def test_another_entry_than_the_one_named_bears_nothing_out() -> None:
    assert lacking("在 ShortRead 上有 1.3B 参数。", (ONE,)) == ("1.3B", "ShortRead")


def test_sentences_keep_the_entries_that_exist_and_those_without_are_counted() -> None:
    parts = [
        SurveyPart(
            sentences=(
                SurveySentence(entries=(1, 9, 1), text="在 LongRead 上。"),
                SurveySentence(entries=(9,), text="没有条目。"),
                SurveySentence(entries=(), text="也没有。"),
            ),
            unknown=("年份",),
        ),
        SurveyPart(
            sentences=(SurveySentence(entries=(2,), text="在 LongRead 上。"),), unknown=("大小",)
        ),
    ]
    group = with_sources("鸟", (ONE, TWO), parts)
    assert [(one.text, one.sources, one.lacking) for one in group.sentences] == [
        ("在 LongRead 上。", (ONE,), ()),
        ("在 LongRead 上。", (TWO,), ("LongRead",)),
    ]
    assert group.dropped == 2
    assert group.unknown == ("年份", "大小")
    assert group.sources == (ONE, TWO)
