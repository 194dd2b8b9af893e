"""An entry's lines on a terminal, with its marks."""

from __future__ import annotations

import time

import pytest

from pipeline.commands.doubts import Doubt, Passage
from pipeline.commands.shown_entry import in_order, lines_of
from pipeline.records.report import Evidence, Finding, FindingKind
from pipeline.records.statement import Statement

BODY = "## 2026.11.26\n\n2024.1 的一篇文章：\n\n1. {}\n2. 甲\n\n总体上，乙\n"


def finding(words: str, where: str = "point 1", kind: FindingKind = "pair") -> Finding:
    return Finding(
        where=where, kind=kind, reason="contradicted", severity="doubt", words=words, message="no"
    )


def quote(page: int | None) -> Evidence:
    return Evidence(quote="a", claimed_page=1, match="exact" if page else "missing", page=page)


def underlined(point: str, words: str, kind: FindingKind = "pair") -> list[str]:
    """Give what is underlined of a point, each with the letter before it."""
    doubts = [Doubt(finding(words, kind=kind), ())]
    lines = lines_of(BODY.format(point), [Statement("point 1", point)], doubts, 4 * len(BODY))
    line = next(line for line in lines if line.plain.startswith("1. "))
    spans = sorted((span.start, span.end) for span in line.spans if "underline" in str(span.style))
    return [line.plain[start - 1 : end] for start, end in spans]


@pytest.mark.parametrize(
    ("point", "words", "found"),
    [
        ("A（45M），B（45M）", "45M … B", ["，B", "（45M"]),  # the number beside its name
        ("（A）77.5%，（B）92%", "77.5% … A, 92% … B", ["（A", "）77.5%", "（B", "）92%"]),
        ("baseline 0.8101（xDeepFM）", "0.8101 … xDeepFm", [" 0.8101", "（xDeepFM"]),
        ("DCN-V2 的 AUC 0.8112", "0.8112 … Ours > DCN-V2", [" DCN-V2", " 0.8112"]),
        ("145M 与 45M", "45M", [" 45M"]),
        ("1.5、5 与 5.2", "5", ["、5"]),
        ("CNNs 好", "CNN", [" CNN"]),  # as a part, where it is nowhere a word
        ("只有 0.3", "0.3 … Wren", [" 0.3"]),
        ("没有", "0.3 … Wren", []),
    ],
)
def test_each_piece_of_a_mark_is_underlined_where_they_stand_nearest_together(
    point: str, words: str, found: list[str]
) -> None:
    assert underlined(point, words) == found


def test_a_quote_with_something_left_out_is_one_piece() -> None:
    assert underlined("GPT-4 很好", "we use … GPT-4", kind="quote") == []


def test_marks_are_numbered_in_the_order_of_the_lines_with_the_pages_of_quotes_above() -> None:
    said = [
        Statement("lead", "的一篇文章"),
        Statement("point 1", "丙 9", (quote(4), quote(6), quote(None), quote(4))),
        Statement("point 2", "甲", (quote(2),)),
        Statement("verdict", "乙"),
    ]
    doubts = [
        Doubt(finding("乙", "verdict"), ()),
        Doubt(finding("9"), (Passage(3, "has 8", "Top-1 = 8"),)),
        Doubt(finding("hidden", "paper"), ()),
    ]
    body = BODY.format("丙 9")
    shown = [line.plain for line in lines_of(body, said, in_order(body, said, doubts), 80)]
    assert [line for line in shown if line and not line.startswith("2024")] == [
        "## 2026.11.26",
        "   ?1  no",
        "1. 丙 9",
        "   p. 4, p. 6",
        "   ?2  no",
        "   p. 3  Top-1 = 8 in “has 8”",
        "2. 甲",
        "   p. 2",
        "总体上，乙",
        "   ?3  no",
    ]


def test_a_long_line_of_the_same_words_takes_no_longer_than_it_is_long() -> None:
    start = time.perf_counter()
    underlined("9 B " * 20_000, "9 … B")
    assert time.perf_counter() - start < 5
