from __future__ import annotations

import pytest

from pipeline.check import check
from pipeline.records import Evidence, Finding
from tests.made import PAPER, draft, paper_text

TEXT = paper_text()


def evidence(quote: str, page: int = 1) -> Evidence:
    return check(draft("好", (quote, page)), PAPER, TEXT).evidence[0][0]


def doubts(text: str, *pages: str) -> list[Finding]:
    report = check(draft(text), PAPER, paper_text(*pages) if pages else TEXT)
    return [finding for finding in report.findings if finding.where == "point 1" and finding.kind != "quote"]


def words(text: str, *pages: str) -> list[str]:
    return [finding.words for finding in doubts(text, *pages)]


def test_a_quote_is_found_as_it_stands_with_its_characters() -> None:
    found = evidence("Sparrow is trained on 27M sentences from 3,200 papers.")
    assert (found.match, found.page) == ("exact", 1)
    assert found.start is not None
    assert TEXT.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "quote",
    [
        "sparrow is trained on 27m sentences from 3200 papers",
        "Sparrow is trained on 27M  sentences from 3,200 pa-pers .",
        "“Sparrow is trained on 27M sentences, from 3,200 papers”",
    ],
)
def test_a_quote_is_found_but_for_case_space_hyphens_and_punctuation(quote: str) -> None:
    found = evidence(quote)
    assert (found.match, found.page) == ("alike", 1)
    assert found.start is not None
    assert TEXT.text[found.start : found.end] == "Sparrow is trained on 27M sentences from 3,200 papers"


def test_a_quote_on_another_page_is_found_there_and_noted() -> None:
    report = check(draft("好", ("The writer takes all notes and writes the summary in one pass.", 1)), PAPER, TEXT)
    assert report.evidence[0][0].page == 2
    assert {(f.kind, f.severity, f.page) for f in report.findings} == {("quote", "note", 2)}
    assert report.doubts == 0


@pytest.mark.parametrize(
    "quote", ["Sparrow is trained on 28M sentences", "parrow is trained on 27M", "nobody ever wrote this", "—"]
)
def test_a_quote_that_nobody_wrote_is_not_found(quote: str) -> None:
    assert evidence(quote).match == "missing"


def test_a_quote_over_a_page_break_is_found_where_it_begins() -> None:
    text = paper_text("Abstract\nWe train on all of the", "data that there is.")
    found = check(draft("好", ("We train on all of the data that there is.", 1)), PAPER, text).evidence[0][0]
    assert (found.match, found.page) == ("exact", 1)


@pytest.mark.parametrize(
    "text",
    [
        "27M sentences", "27 million 个句子", "2700万个句子", "0.27亿个句子", "3200篇", "3,200篇", "1.3B 参数", "13亿参数", "61.4 F1", "up to 8 notes",
        "2个部分", "GPT-27 ", "ResNet-9999",
    ],
)  # fmt: skip
def test_a_quantity_counts_however_it_is_written(text: str) -> None:
    assert [f for f in doubts(text) if f.kind == "number"] == []


@pytest.mark.parametrize("text", ["28M sentences", "27B", "27亿", "3.2亿", "24亿张", "61.3", "614", "13亿张和14亿张"])
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
        ("45%", "a table with 45", True),
    ],
)
def test_a_percentage_is_a_share_only_where_the_paper_says_percent(said: str, paper: str, fine: bool) -> None:
    assert (words(said, f"Abstract\nIt was {paper} of them.") == []) == fine


@pytest.mark.parametrize(
    "name", ["Sparrow", "sparrow", "LongRead", "Long-Read", "Sparrows", "SHORTREAD", "LongRead-based", "SOTA", "LLM"]
)
def test_a_name_counts_but_for_case_hyphens_and_plural(name: str) -> None:
    assert words(f"提出{name}方法") == []


def test_a_name_that_the_paper_does_not_have_is_marked_with_the_nearest() -> None:
    (found,) = doubts("在LongBead上测试")
    assert (found.kind, found.words, found.nearest) == ("name", "LongBead", "LongRead")
    assert words("优于 GPT-5 和 BERT") == ["GPT-5", "BERT"]


def test_everyday_words_and_the_start_of_a_sentence_are_no_names() -> None:
    assert words("本文做了 ablation 和 finetune。However it works. The idea is simple.") == []


@pytest.mark.parametrize("spelled", ["BLIP2", "BLIP-2", "Blip 2"])
def test_a_hyphen_does_not_make_another_name(spelled: str) -> None:
    assert words(f"与{spelled}相比", "Abstract\nWe compare with BLIP-2 here.") == []


@pytest.mark.parametrize("month", ["2024.3", "2024-03", "2024年3月", "March 2024", "2024.1"])
def test_a_month_of_arxivs_dates_is_fine_in_any_form(month: str) -> None:
    assert check(draft(month=month), PAPER, TEXT).doubts == 0


@pytest.mark.parametrize("month", ["2023.3", "2024.13", "", "soon"])
def test_another_month_is_marked(month: str) -> None:
    findings = check(draft(month=month), PAPER, TEXT).findings
    assert [(f.kind, f.nearest) for f in findings] == [("month", "2024.3")]


@pytest.mark.parametrize(
    ("affiliation", "page", "fine"),
    [
        ("University of Northwick", "University of Northwick", True),
        ("Northwick", "University of Northwick", True),
        ("UCLA", "University of California, Los Angeles", True),
        ("FAIR", "Facebook AI Research", True),
        ("MIT", "University of Northwick", False),
        ("Google", "University of Northwick", False),
    ],
)
def test_an_affiliation_is_on_page_one_by_its_words_or_its_initials(affiliation: str, page: str, fine: bool) -> None:
    text = paper_text(
        f"A Title\nAda Lark\n{page}\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead",
        "Google is here",
    )
    assert (check(draft(affiliations=(affiliation,)), PAPER, text).doubts == 0) == fine


def test_the_verdict_is_checked_too() -> None:
    made = draft().model_copy(update={"verdict": draft().verdict.model_copy(update={"text": "比 BERT 高 99.5"})})
    assert {(f.where, f.words) for f in check(made, PAPER, TEXT).findings} == {("verdict", "BERT"), ("verdict", "99.5")}
