from __future__ import annotations

import pytest

from pipeline import extractive
from pipeline.check import check
from pipeline.errors import SummarizeError
from tests.made import PAPER, paper_text

TEXT = paper_text()


def test_every_sentence_is_the_papers_own_and_stands_on_its_page() -> None:
    made = extractive.draft(PAPER, TEXT, language="zh")
    report = check(made, PAPER, TEXT)
    assert report.findings == ()
    assert all(found.match == "exact" for point in report.evidence for found in point)


def test_what_is_new_and_the_results_are_among_the_points() -> None:
    made = extractive.draft(PAPER, TEXT, language="en")
    said = {point.label: point.text for point in made.key_points}
    assert "We propose Sparrow" in said["what is new"]
    assert "61.4 F1" in said["results"]
    assert made.lead.affiliations == ("University of Northwick",)
    assert (made.lead.month, made.lead.kind) == ("2024.3", "paper")


def test_labels_are_in_the_logs_language() -> None:
    made = extractive.draft(PAPER, TEXT, language="zh")
    assert {point.label for point in made.key_points} <= {"问题", "创新点", "方法", "数据", "实验结果", "要点"}


def test_three_to_six_points_and_no_sentence_twice() -> None:
    made = extractive.draft(PAPER, TEXT, language="zh")
    quotes = [quote.text for point in made.key_points for quote in point.quotes]
    assert 3 <= len(made.key_points) <= 6
    assert len(quotes) == len(set(quotes))


def test_a_survey_is_called_one() -> None:
    paper = PAPER.model_copy(update={"title": "A Survey of Small Models"})
    assert extractive.draft(paper, TEXT, language="zh").lead.kind == "综述"


def test_captions_rows_references_and_boilerplate_are_not_picked() -> None:
    page = (
        "Abstract\nWe propose a method that reads papers quickly and well.\nIt was tested by many people on many days.\nIt works much better than "
        "all the others.\n1 Introduction\nFigure 3: The method reads papers quickly and well here.\nGLIP 1.0 2.0 3.0 4.0 5.0\nCode is available at "
        "https://example.org/x now.\nPlease refer to the appendix for the details.\nReferences\n[1] We propose a cited paper of somebody else, 2001."
    )
    said = " ".join(point.text for point in extractive.draft(PAPER, paper_text(page), language="zh").key_points)
    assert all(words not in said for words in ("Figure", "GLIP", "https", "appendix", "cited"))


def test_a_paper_without_sections_and_a_chinese_one_can_be_picked_from() -> None:
    sentences = "我们提出了一种新的方法来阅读论文，效果很好。实验结果表明该方法优于以前的所有方法。数据集包含三千篇论文，质量很高。"
    made = extractive.draft(PAPER, paper_text(sentences), language="zh")
    assert "我们提出了一种新的方法" in " ".join(point.text for point in made.key_points)


@pytest.mark.parametrize("page", ["", "A title only", "Abstract\nOne sentence is all that this whole paper has."])
def test_too_little_to_pick_from_is_an_error(page: str) -> None:
    with pytest.raises(SummarizeError) as refused:
        extractive.draft(PAPER, paper_text(page), language="zh")
    assert refused.value.hint


def test_the_pick_is_the_same_every_time() -> None:
    assert extractive.draft(PAPER, TEXT, language="zh") == extractive.draft(PAPER, TEXT, language="zh")
