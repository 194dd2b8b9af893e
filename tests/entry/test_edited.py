from __future__ import annotations

import time

import pytest

from pipeline.entry import edited
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.report import CheckReport, Evidence


def places(body: str) -> list[tuple[str, str]]:
    return [(said.where, said.words) for said in edited.statements(body, None, None)]


@pytest.mark.parametrize(
    "wordless",
    [
        "",
        "![](figure.png)\n",
        "<br>\n",
        "\n---\n\n",
        "![](a.png)\n\n![](b.png)\n",
        "<p align='center'> <img src='a.png'> ![](b.png) </p>\n",
    ],
)
def test_what_stands_apart_after_the_points_is_the_verdict_also_behind_a_picture(
    wordless: str,
) -> None:
    assert places(f"《T》\n\n2024.1 MSRA的一篇文章：\n\n1. 甲\n2. 乙\n\n{wordless}总体上，丙") == [
        ("lead", "MSRA的一篇文章："),
        ("point 1", "甲"),
        ("point 2", "乙"),
        ("verdict", "总体上，丙"),
    ]


def test_a_point_goes_on_in_the_next_line_also_behind_a_picture() -> None:
    assert places("T\n\nlead\n\n1. one\n   goes on\n![](a.png)\n   and on\n\nverdict\nto the end")[
        1:
    ] == [
        ("point 1", "one"),
        ("point 1", "goes on"),
        ("point 1", "and on"),
        ("verdict", "verdict"),
        ("verdict", "to the end"),
    ]


@pytest.mark.parametrize("nested", ["  - ", "\t- ", "    1. "])
def test_points_within_a_point_are_the_points_and_one_column_nests_none(nested: str) -> None:
    assert places(f"T\n1. one\n{nested}of it\n{nested}of it, too\n 2. two\n\nverdict") == [
        ("point 1", "one"), ("point 1", "of it"), ("point 1", "of it, too"), ("point 2", "two"),
        ("verdict", "verdict"),
    ]  # fmt: skip


def test_words_above_the_points_are_the_lead_and_its_month_is_no_claim() -> None:
    assert places("T\n\n2022.6 MSRA的一篇文章：\n 多一行\n\n再一行\n- 甲") == [
        ("lead", "MSRA的一篇文章："),
        ("lead", "多一行"),
        ("lead", "再一行"),
        ("point 1", "甲"),
    ]


@pytest.mark.parametrize(("lead", "words"), [
    ("2022.6 x", "x"), ("2022年6月 x", " x"), ("2022年 6 月，x", "x"), ("2022, x", " x"), ("2022-06.12 x", " x"), ("June 2022, x", " x"), ("Jun. 2022 x", " x"),
    ("版 2022.6", "版 2022.6"), ("in 2022 x", "in 2022 x"),
])  # fmt: skip
def test_a_leads_own_month_is_left_out_and_no_other_number(lead: str, words: str) -> None:
    assert places(f"T\n{lead}") == [("lead", words)]


@pytest.mark.parametrize("number", ["1. ", "1) ", "12、", "  3，", "- ", "* ", "+ "])
def test_a_point_begins_with_a_number_or_a_bullet_of_any_kind(number: str) -> None:
    assert places(f"T\n{number}one\n{number}two") == [("point 1", "one"), ("point 2", "two")]


def test_points_behind_the_verdict_count_on() -> None:
    assert places("T\n1. one\n\nverdict\n2. two") == [
        ("point 1", "one"), ("verdict", "verdict"), ("point 2", "two"),
    ]  # fmt: skip


def test_comments_claim_nothing_and_neither_part_nor_join_lines() -> None:
    assert places("T\n1. one <!-- 99 -->\n<!-- my\n\nwords -->\ngoes on\n\n<!-- x -->\nverdict") == [
        ("point 1", "one "), ("point 1", "goes on"), ("verdict", "verdict"),
    ]  # fmt: skip


def test_what_is_escaped_is_read_as_it_is_shown_and_an_escaped_comment_is_words() -> None:
    assert places("T\nx \\# \\<!-- y \\*") == [("lead", "x # <!-- y *")]


def test_underlined_words_are_words_and_other_tags_none() -> None:
    assert places("T\n<u>\n</u>\n<br/>\n") == [("lead", "<u>")]


# ── evidence ──

MADE = Draft(
    lead=Lead(month="", affiliations=(), kind="文章", about=""),
    key_points=tuple(
        KeyPoint(label="要点", text=text, quotes=(Quote(text=text, page=1),))
        for text in ("Sparrow reads long papers", "It was trained on 27M tokens", "零")
    ),
    verdict=Verdict(text="", weakness=""),
)
FOUND = [
    (Evidence(quote=point.text, claimed_page=1, match="missing"),) for point in MADE.key_points
]
REPORT = CheckReport(evidence=tuple(FOUND), findings=())


def evidence(body: str, report: CheckReport | None = REPORT) -> list[str]:
    said = edited.statements(body, MADE, report)
    return [one.quote for statement in said for one in statement.evidence]


def test_a_point_keeps_the_evidence_of_the_drafts_point_that_it_is_most_like() -> None:
    assert evidence("T\n1. It was trained on 28M tokens\n2. Sparrow reads papers") == [
        "It was trained on 27M tokens", "Sparrow reads long papers",
    ]  # fmt: skip


def test_a_line_that_goes_on_with_a_point_has_the_points_evidence() -> None:
    assert (
        evidence("T\n1. Sparrow reads long papers\nand more") == ["Sparrow reads long papers"] * 2
    )


def test_a_point_that_is_like_none_keeps_the_evidence_of_its_number() -> None:
    assert evidence("T\n1. qqqq\n2. zzzz zzzz zzzz") == [
        "Sparrow reads long papers", "It was trained on 27M tokens",
    ]  # fmt: skip
    assert evidence("T\n- qqqq\n- qqqq\n- qqqq\n- qqqq\n")[3:] == [], (
        "a point of one's own has none"
    )


def test_lead_and_verdict_and_points_without_a_draft_or_a_report_have_none() -> None:
    assert evidence("T\nSparrow reads long papers\n1. x\n\nSparrow reads long papers")[1:] == []
    assert evidence("T\n1. Sparrow reads long papers", None) == []
    none = CheckReport(evidence=(), findings=())
    assert evidence("T\n1. Sparrow reads long papers", none) == []
    without = MADE.model_copy(update={"key_points": ()})
    assert edited.statements("T\n1. x", without, REPORT)[0].evidence == ()
    assert edited.statements("T\n1. x", None, REPORT)[0].evidence == ()


@pytest.mark.parametrize("piece", ["<a> ", "![](a)", "<a", "![", "--", "<u>"])
def test_lines_without_words_are_told_in_linear_time(piece: str) -> None:
    start = time.monotonic()
    places(f"T\n\nlead\n\n1. one\n\n{piece * 50_000}x")
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("lead", "month"),
    [
        ("2023.3 MSRA的一篇文章：", "2023.3"),
        ("March 2023, MSRA, paper", "March 2023"),
        ("MSRA的一篇文章：", ""),
        ("1. 2023.3", ""),
    ],
)
def test_the_month_of_a_lead_is_what_it_begins_with(lead: str, month: str) -> None:
    assert edited.lead_month(f"《T》\n\n{lead}\n\n1. 甲\n") == month
