"""Numbers that a paper has, has otherwise, and has not."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from tests.support.checked import BARE, doubts, marked, words
from tests.support.records import draft, paper_text


@pytest.mark.parametrize(
    "text",
    [
        "27M sentences", "27 million 个句子", "2700万个句子", "0.27亿个句子", "3200篇", "3,200篇", "1.3B 参数", "13亿参数", "61.4 F1", "up to 8 notes",
        "2个部分", "GPT-27 ", "ResNet-9999",
    ],
)  # fmt: skip
def test_a_quantity_counts_however_it_is_written(text: str) -> None:
    assert [f for f in doubts(text) if f.kind == "number"] == []


@pytest.mark.parametrize(
    "text", ["28M sentences", "27B", "27亿", "3.2亿", "24亿张", "61.3", "614", "13亿张和14亿张"]
)
def test_a_number_that_the_paper_does_not_have_is_marked(text: str) -> None:
    assert any(f.kind == "number" for f in doubts(text))


def test_the_nearest_number_is_named_with_its_page() -> None:
    (found,) = doubts("达到 61.9 F1")
    assert (found.words, found.nearest, found.page) == ("61.9", "61.4", 1)


@pytest.mark.parametrize(
    ("said", "paper", "fine"),
    [
        ("45%", "45 percent", True),
        ("0.45", "45%", True),
        ("45%", "0.45 of all", False),
        ("45%", "45 tasks", False),
        ("45%", "in the row\nSparrow 45 46.1 47.2\nof", True),
    ],
)
def test_a_percentage_is_a_share_only_where_the_paper_says_percent(
    said: str, paper: str, fine: bool
) -> None:
    assert (words(said, f"Abstract\nIt was {paper} of them.") == []) == fine


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("2700万", "27M"),
        ("0.27亿", "27 million"),
        ("27M", "2700万"),
        ("27 million", "0.27亿"),
        ("2.7千万", "27,000,000"),
        ("27百万", "27M"),
        ("1.5万", "15k"),
        ("1万亿", "1 trillion"),
        ("1.3B", "1.3 billion"),
        ("2,400", "2400"),
        ("2400", "2,400"),
        ("2.4k", "2,400"),
        ("61.40", "61.4"),
        (".5", "0.5"),
        ("12个", "twelve of them"),
        ("0个", "Zero of them"),
        ("5", "５"),
        ("45％", "45 percent"),
        ("4.5个百分点", "4.5%"),
        ("45", "45%"),
        ("0.045", "4.5%"),
        ("10–20", "10-20"),
        ("13到15", "13~15"),
        ("第1,2,3层", "layers 1, 2, 3"),
        ("3,4", "3 and 4"),
        ("84.6 mAP", "84.6mAP"),
        ("84.6mAP", "84.6 mAP"),
        ("8*7B", "8 * 7B"),
    ],
)
def test_one_quantity_in_two_spellings_is_one(said: str, paper: str) -> None:
    assert marked(said, paper) == []


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("2700万", "27B", ["2700万"]),
        ("2.7亿", "27M", ["2.7亿"]),
        ("24亿", "24M", ["24亿"]),
        ("27", "27M sentences", ["27"]),
        ("27M", "27 of them", ["27M"]),
        ("45%", "0.45", ["45%"]),
        ("0.46", "45%", ["0.46"]),
        ("2,400", "2,401", ["2,400"]),
        ("1,000", "1 and 000", ["1,000"]),
        ("123", "1,2,3", ["123"]),
        ("61.4", "61 and 4", ["61.4"]),
        ("614", "61.4", ["614"]),
        ("13和15", "13", ["15"]),
        ("7", "70 and 17 and 0.7", ["7"]),
    ],
)
def test_another_quantity_is_marked(said: str, paper: str, words: list[str]) -> None:
    assert marked(said, paper) == words


@pytest.mark.parametrize(
    ("said", "paper", "nearest"),
    [
        ("100", "1 and 1000", "1000"),
        ("0.001", "0.1", "0.1"),
        ("24亿", "24M", "24M"),
        ("100", "7", ""),
    ],
)
def test_the_nearest_number_has_the_same_digits_or_a_value_near_it(
    said: str, paper: str, nearest: str
) -> None:
    report = check(
        draft(said, ("We have it in this paper", 1)),
        BARE,
        paper_text(f"Abstract\nWe have it in this paper. {paper}"),
    )
    found = next(finding for finding in report.findings if finding.kind == "number")
    assert found.nearest == nearest
    assert found.message == f"{said} is not in the paper" + (
        f"; the paper has {nearest} on p. 1" if nearest else ""
    )
