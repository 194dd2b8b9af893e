from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.draft import extractive
from pipeline.errors import SummarizeError
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText
from tests.support.records import PAPER, of_blocks, paper_text

TEXT = paper_text()
PROSE = (
    "We propose a method that reads papers quickly and well.\n"
    "It was tested by many people on many long days.\n"
)
OTHER = "Larks outperform all the other birds of the wood at once.\n"
PROSE_TOO = "It works much better than all of the others do.\n"


def picked(*parts: tuple[str, str]) -> str:
    """Give what is picked of a paper that is made of blocks of some kinds."""
    made = extractive.draft(PAPER, of_blocks(*parts), language="en")
    return " ".join(point.text for point in made.key_points)


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
    assert {point.label for point in made.key_points} <= {
        "背景",
        "问题",
        "创新点",
        "方法",
        "要点",
        "数据",
        "实验结果",
        "结论",
    }


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
    said = " ".join(
        point.text for point in extractive.draft(PAPER, paper_text(page), language="zh").key_points
    )
    assert all(words not in said for words in ("Figure", "GLIP", "https", "appendix", "cited"))


def test_a_paper_without_sections_and_a_chinese_one_can_be_picked_from() -> None:
    sentences = "我们提出了一种新的方法来阅读论文，效果很好。实验结果表明该方法优于以前的所有方法。数据集包含三千篇论文，质量很高。"
    made = extractive.draft(PAPER, paper_text(sentences), language="zh")
    assert "我们提出了一种新的方法" in " ".join(point.text for point in made.key_points)


@pytest.mark.parametrize(
    "page", ["", "A title only", "Abstract\nOne sentence is all that this whole paper has."]
)
def test_too_little_to_pick_from_is_an_error(page: str) -> None:
    with pytest.raises(SummarizeError) as refused:
        extractive.draft(PAPER, paper_text(page), language="zh")
    assert refused.value.hint


def test_the_pick_is_the_same_every_time() -> None:
    assert extractive.draft(PAPER, TEXT, language="zh") == extractive.draft(
        PAPER, TEXT, language="zh"
    )


ABSTRACT = (
    "Abstract\nWe propose a method that reads papers quickly and well.\nIt was tested by many people on many long days.\n"
    "It works much better than all of the others do.\n1 Introduction\n"
)


def said(page: str, paper: Paper = PAPER) -> str:
    made = extractive.draft(paper, paper_text(page), language="en")
    return " ".join(quote.text for point in made.key_points for quote in point.quotes)


@pytest.mark.parametrize(
    "fragment",
    [
        "PROOF OF THEOREM The matrix is sparse and the bound holds for all of its rows.",
        "Steps in the proof of the bounds that were given above Definition 14.",
        "(2.13) The product of these two operators is again a derivation of the ring.",
        "I would like to thank my advisor for suggesting this problem and for his patience.",
    ],
)
def test_fragments_that_only_end_like_a_sentence_are_not_picked(fragment: str) -> None:
    assert fragment[:12] not in said(ABSTRACT + fragment)


def test_a_heading_that_runs_into_its_sentence_is_left_off() -> None:
    assert "Fast reading of papers" not in (
        picked := said(
            ABSTRACT + "Fast reading of papers The model reads a paper of 9 pages in 12 seconds."
        )
    )
    assert "The model reads a paper of 9 pages in 12 seconds." in picked


def test_the_verdict_is_a_conclusion_and_a_limit_of_the_paper_and_no_point_says_them_again() -> (
    None
):
    limit = "A limitation of our method is that it reads no tables at all."
    ending = f"We have presented a method that reads all kinds of papers.\n{limit}"
    page = (
        ABSTRACT
        + "Reading is a slow task for most of the people.\nThe corpus was read by 12 people.\n2 Conclusion\n"
        + ending
    )
    made = extractive.draft(PAPER, paper_text(page), language="en")
    assert made.verdict.text.startswith("We have presented")
    assert made.verdict.weakness == limit
    assert limit not in said(page)


def test_somebody_elses_limitation_is_not_the_papers_weakness() -> None:
    page = (
        ABSTRACT
        + "Reading is slow.\n2 Conclusion\nOur reader overcomes the limitation that prior readers had with tables.\n"
        * 2
    )
    assert extractive.draft(PAPER, paper_text(page), language="en").verdict.weakness == ""


def test_the_month_is_the_stamps_where_there_is_no_other() -> None:
    text = TEXT.model_copy(update={"stamp": "arXiv:2110.08207v3 [cs.LG] 17 Mar 2022"})
    assert (
        extractive.draft(Paper(arxiv_id=None, title=""), text, language="zh").lead.month == "2022.3"
    )
    assert extractive.draft(Paper(arxiv_id=None, title=""), TEXT, language="zh").lead.month == ""


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("In this survey, we look back.", "survey"),
        ("We review deep networks.", "survey"),
        ("We rate customer reviews.", "paper"),
    ],
)
def test_an_abstract_tells_a_survey_from_a_paper_about_reviews(abstract: str, kind: str) -> None:
    paper = PAPER.model_copy(update={"abstract": abstract})
    assert extractive.draft(paper, TEXT, language="en").lead.kind == kind


def test_three_short_sentences_make_three_points() -> None:
    for page in ("It reads well. It is fast. We like it.", "本文很好。方法简单。结果不错。"):
        assert len(extractive.draft(PAPER, paper_text(page), language="zh").key_points) == 3


def test_the_same_sentence_three_times_is_one_and_too_little() -> None:
    with pytest.raises(SummarizeError):
        extractive.draft(
            PAPER,
            paper_text("The method reads papers quickly and well for us.\n" * 3),
            language="zh",
        )


def test_a_title_without_end_leaves_room_for_three_points() -> None:
    long = " ".join(
        f"We propose method number {n} which reads {'very ' * 60}well." for n in range(9)
    )
    made = extractive.draft(Paper(arxiv_id=None, title="T" * 3000), paper_text(long), language="en")
    assert len(made.key_points) >= 3


def test_a_text_with_control_characters_or_without_pages_is_no_crash() -> None:
    words = "We propose a\tmethod that reads \x07 papers well. " * 3
    for text in (
        PaperText(text=words, pages=(Page(number=1, start=0, end=len(words)),), sections=()),
        PaperText(text="", pages=(), sections=()),
    ):
        with pytest.raises(SummarizeError):
            extractive.draft(PAPER, text, language="zh")


def test_what_speaks_of_the_papers_own_subjects_is_picked_before_what_is_said_once() -> None:
    rare = [
        "Gardens were visited by several neighbours during pleasant autumn evenings.",
        "Kettles were polished by careful villagers before every winter holiday.",
        "Bridges were painted by retired sailors after those stormy spring months.",
        "Ladders were carried by younger brothers across muddy northern meadows.",
        "Candles were counted by tired merchants inside narrow wooden cellars.",
        "Baskets were woven by patient grandmothers beside quiet eastern rivers.",
    ]
    common = [
        f"Papers were parsed by sparse sparrow readers under {word} memory budgets."
        for word in ("small", "large", "fixed", "mixed", "loose", "tight")
    ]
    before = "1 Introduction\nIt was read by many.\n2 Body\nIt was read by all.\n3 More\n"
    picked = said("\n".join([before, *rare, *common]))  # as many as all that is rare would fit
    assert common[0] in picked
    assert rare[-1] not in picked


@pytest.mark.parametrize("kind", ["caption", "footnote", "table", "listing", "front", "reference"])
def test_sentences_of_other_blocks_than_text_are_not_picked(kind: str) -> None:
    assert "Larks" not in picked(("paragraph", PROSE), (kind, OTHER), ("paragraph", PROSE_TOO))


def test_a_sentence_with_a_formula_in_it_is_not_picked() -> None:
    halves = OTHER.removesuffix("at once.\n"), "at once.\n"
    assert "Larks" in picked(("paragraph", PROSE), ("paragraph", OTHER), ("paragraph", PROSE_TOO))
    assert "Larks" not in picked(
        ("paragraph", PROSE),
        ("paragraph", halves[0]),
        ("formula", "and birds "),
        ("paragraph", halves[1]),
        ("list item", PROSE_TOO),
    )
