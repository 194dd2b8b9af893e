from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.draft import extractive
from pipeline.errors import SummarizeError
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText, Table, TableCell, TableRow
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
        "",
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
    picked = said(
        ABSTRACT + "Fast reading of papers We read 9 papers 2.5 times faster than the best model."
    )
    assert "Fast reading of papers" not in picked
    assert "We read 9 papers 2.5 times faster than the best model." in picked


def test_the_verdict_is_a_conclusion_and_a_limit_of_the_paper_and_no_point_says_them_again() -> (
    None
):
    limit = "A limitation of our method is that it reads no tables at all."
    ending = f"Our findings suggest that sparrows eat berries in winter.\n{limit}"
    page = (
        ABSTRACT
        + "Reading is a slow task for most of the people.\nThe corpus was read by 12 people.\n"
        "2 Conclusion\nWe have presented a method that reads papers quickly and well.\n" + ending
    )
    made = extractive.draft(PAPER, paper_text(page), language="en")
    assert made.verdict.text.startswith("Our findings suggest that sparrows")
    assert made.verdict.weakness == limit
    assert limit not in said(page)


def test_the_abstract_is_kept_in_its_order_and_cut_where_it_says_what_is_new_and_what_came_out() -> (
    None
):
    page = (
        "Abstract\nReading papers takes people a lot of time.\nThey get tired of long ones.\n"
        "We propose Sparrow, a reader of papers.\nIt looks at one section at a time.\n"
        "Experiments show that it reads well.\nIt reaches 61.4 F1.\nCode is available at https://example.org.\n"
    )
    made = extractive.draft(PAPER, paper_text(page), language="en")
    assert [(point.label, point.text) for point in made.key_points] == [
        ("what is new", "We propose Sparrow, a reader of papers."),
        ("method", "It looks at one section at a time."),
        ("results", "Experiments show that it reads well. It reaches 61.4 F1."),
    ]


def test_a_sentence_that_rests_on_one_that_is_left_out_is_left_out() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nCode is available at https://example.org.\n"
        "This makes it easy to read.\nOur reader is small.\nExperiments show that papers are read.\n"
    )
    assert "This makes" not in said(page)


def test_results_and_data_beside_the_abstract_are_the_papers_own_and_measured() -> None:
    page = ABSTRACT + (
        "2 Experiments\nWe collect 3,000 papers that people wrote to be read by others.\n"
        "Our reader improves the accuracy on the task of sections by 2.1 points over the best one.\n"
        "Their reader improves the accuracy of some sections by 3.4 points over another.\n"
        "We train our reader with a learning rate of 0.1 to reach higher scores.\n"
    )
    picked = said(page)
    assert "3,000 papers" in picked  # no result of the abstract is measured
    assert "2.1 points" in picked
    assert "3.4 points" not in picked
    assert "0.1" not in picked


LONG = "".join(
    f"It keeps {what} of papers {'that were read long ago by the readers of old ' * 9}books and leaves.\n"
    for what in ("lists", "notes", "names", "dates", "lines", "words")
)
"""Sentences of an abstract that leave nothing to be wished for."""


def test_where_a_long_abstract_has_measured_results_the_body_adds_none_and_no_number_is_said_twice() -> (
    None
):
    page = (
        ABSTRACT.replace("It was tested", f"{LONG}It was tested").replace(
            "It works much better than all of the others do.", "Results show an accuracy of 61.4%."
        )
        + "Our reader reaches the better accuracy of 61.4% on papers that nobody had read before.\n"
        + "2 Experiments\nOur reader improves the accuracy on the task of sections by 2.1 points over the best one.\n"
    )
    picked = said(page)
    assert picked.count("61.4%") == 1
    assert "2.1 points" not in picked
    assert "2.1 points" in said(page.replace(LONG, ""))


def test_what_names_something_unheard_of_is_picked_from_the_body_only_where_it_measures() -> None:
    page = ABSTRACT + (
        "2 Experiments\nOur reader improves the recall on TREAD by 3.3 points over all the readers.\n"
        "3 Method\nThe reader that we introduce here is better than the ones of SPREAD are.\n"
    )
    assert "3.3 points" in said(page)
    assert "SPREAD" not in said(page)


def test_a_link_and_a_pointer_are_left_off_what_is_said_and_stand_in_its_quote() -> None:
    sentence = "Furthermore, our reader improves the recall on TREAD (Table 3) by 3.3 points."
    page = f"{ABSTRACT}2 Experiments\n{sentence}\n"
    made = extractive.draft(PAPER, paper_text(page), language="en")
    assert "Our reader improves the recall on TREAD by 3.3" in " ".join(
        one.text for one in made.key_points
    )
    assert sentence in said(page)


def test_a_row_of_the_main_table_is_a_point_where_no_sentence_has_its_numbers() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nResults show that it reads well.\n"
        "1 Introduction\nReading is a slow task.\n2 Results\n"
    )
    made = extractive.draft(PAPER, with_table(page), language="en")
    last = made.key_points[-1]
    assert last.label == "results"
    assert last.text == (
        "Table 2, Accuracy of all readers: Sparrow: F1 61.1, EM 71.2; Wren: F1 50.3, EM 60.4."
    )
    said_already = page.replace("that it reads well", "an F1 of 61.1")
    made = extractive.draft(PAPER, with_table(said_already), language="en")
    assert not any(point.text.startswith("Table 2") for point in made.key_points)


def with_table(page: str) -> PaperText:
    """Give a paper that ends with a table of two rows, the paper's own and another's."""
    caption = "Table 2: Accuracy of all readers."
    text = paper_text(f"{page}{caption}\nSparrow | 61.1 | 71.2\nWren | 50.3 | 60.4\n")

    def row(label: str, *values: str) -> TableRow:
        starts = [text.text.rindex(value) for value in values]
        cells = (
            TableCell(text=value, start=start, end=start + len(value))
            for value, start in zip(values, starts, strict=True)
        )
        return TableRow(label=label, cells=tuple(cells))

    start = text.text.index(caption)
    table = Table(
        label="Table 2", pages=(1,), start=start, end=start + len(caption), heads=("F1", "EM"),
        rows=(row("Sparrow", "61.1", "71.2"), row("Wren", "50.3", "60.4")), made_out=True,
    )  # fmt: skip
    return text.model_copy(update={"tables": (table,)})


def points(page: str) -> list[tuple[str, str]]:
    made = extractive.draft(PAPER, paper_text(page), language="en")
    return [(point.label, point.text) for point in made.key_points]


def test_what_only_announces_is_left_out_where_another_sentence_says_what_is_new() -> None:
    page = (
        "Abstract\nIn this paper, we investigate the reading of papers by birds.\n"
        "We propose Sparrow, a reader that looks at one section at a time.\n"
        "Sparrow has no memory of the books that it was given.\n"
        "Results show that it reads 2.5 times faster than a wren.\n"
    )
    assert "investigate" not in str(points(page))
    alone = page.replace("We propose Sparrow, a reader that looks", "Sparrow looks")
    assert "investigate" in str(points(alone))


def test_a_claim_without_a_number_is_left_out_beside_two_numbers_and_said_once_without() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader that looks at one section at a time.\n"
        "It has no memory of the books that it was given.\n"
        "Our reader outperforms all the others by far.\n"
        "Our reader has competitive results on old books.\n"
    )
    assert str(points(page)).count("outperforms") == 1
    assert "competitive" not in str(points(page))
    measured = "It reads 2.5 times faster than a wren.\nIt finds 61.4% of all the errors.\n"
    assert "outperforms" not in str(points(page + measured))


def test_where_what_is_new_is_announced_only_a_sentence_of_the_body_says_how_it_works() -> None:
    how = "Our approach consists of two steps, of which each one reads half of a paper."
    page = (
        "Abstract\nIn this paper, we investigate how much birds can gain from papers.\n"
        "Results show that larks gain the most.\n1 Introduction\nBirds are small.\n"
        f"2 Method\n{how}\n"
    )
    assert ("what is new", how) in points(page)


def test_an_outline_of_sections_is_no_part_of_an_abstract() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nIt looks at one section at a time.\n"
        "Section 4 outlines the challenges of reading at night.\nResults show that it reads.\n"
    )
    assert "outlines" not in str(points(page))


def test_sentences_beside_what_is_new_have_the_label_of_what_they_say() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nIt is small.\nIt is kind.\n"
        "We train it on books that nobody else has read.\n"
        "Results show that it reads 2.5 times faster than a wren.\n"
    )
    assert ("method", "We train it on books that nobody else has read.") in points(page)


def test_a_conclusion_that_tells_a_finding_or_what_was_made_stands_under_that() -> None:
    page = ABSTRACT + (
        "Heavy books remain difficult for most of the children in the world.\n"
        "1.1 Books\nMost of the children in the world have heavy books of their own.\n2 Conclusion\n"
    )
    found = "We found that birds sing earlier where nights are short."
    assert ("results", found) in points(page + found)
    made = "We have proposed a lamp that lights desks of everybody who has one."
    short = page.replace("It was tested by many people on many long days.\n", "")
    assert ("method", made) in points(short + made)
    assert made not in str(points(page + made))  # three sentences of the abstract say that
    assert "problem" not in dict(points(page))  # what is hard stands in introductions in passing


def test_what_promises_or_announces_without_telling_is_left_out_of_an_abstract() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nIt looks at one section at a time.\n"
        "Experiments show that it reads well.\nApplications are discussed.\nResults show the effectiveness of our method.\n"
        "Our reader could serve as a tool for everybody.\n1 Introduction\nReading is a slow task.\n"
    )
    picked = said(page)
    for words in ("Applications", "effectiveness", "could serve"):
        assert words not in picked


def test_sentences_that_follow_each_other_are_one_quote() -> None:
    page = "Abstract\nWe propose a reader. It is small. It is fast. It is kind. Results show that it reads.\n1 Introduction\nOurs is a slow task."
    text = paper_text(page)
    made = extractive.draft(PAPER, text, language="en")
    assert made.key_points[0].quotes[0].text.startswith("We propose a reader. It is small.")
    assert all(quote.text in text.text for point in made.key_points for quote in point.quotes)


def test_chinese_sentences_are_joined_without_a_space() -> None:
    sentences = "阅读论文很花时间，这让人疲惫不堪。我们提出了一种新的方法来阅读论文，效果很好。实验结果表明该方法优于以前的所有方法。本文的模型很小，速度也非常快。"
    made = extractive.draft(PAPER, paper_text("Abstract\n" + sentences), language="zh")
    assert all("。 " not in point.text for point in made.key_points)


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
        f"We improve the recall of the task of {what} by 2.{n} points."
        for n, what in enumerate(("old kettles", "tall bridges", "wooden ladders", "wax candles"))
    ]
    common = [
        f"We improve the recall of the task of sparse sparrow readers by 3.{n} points."
        for n in range(2)
    ]
    before = (
        ABSTRACT
        + "2 Results\nSparse sparrow readers read papers.\nPapers were read by sparse sparrow readers.\n"
    )
    picked = said("\n".join([before, *rare, *common]))
    assert common[0] in picked
    assert rare[-1] not in picked


def test_of_what_was_before_only_what_is_lacking_is_said_without_its_however() -> None:
    page = (
        "Abstract\nReaders have brought new ways to all who read long papers.\n"
        "However, papers with many tables in which nothing has a name remain hard to read for them.\n"
        "We propose Sparrow, a reader of tables and of all that is around them.\n"
        "It reads them with much less effort than all of the others do.\n"
    )
    problem = extractive.draft(PAPER, paper_text(page), language="en").key_points[0]
    assert (problem.label, problem.text) == (
        "problem",
        "Papers with many tables in which nothing has a name remain hard to read for them.",
    )
    assert problem.quotes[0].text.startswith("However, papers")


def test_what_measures_may_rest_on_a_sentence_that_says_nothing() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of tables and of all that is around them.\n"
        "Experiments are conducted on four sets of papers.\n"
        "These experiments are passed by it 2.5 times faster than by others.\n"
        "It is small and reads all that there is to read in a paper.\n"
    )
    said = " ".join(
        point.text for point in extractive.draft(PAPER, paper_text(page), language="en").key_points
    )
    assert "2.5 times faster" in said
    assert "are conducted" not in said


def test_letters_of_the_abstract_come_with_the_sentence_that_names_them_or_not_at_all() -> None:
    named = "Let T be a set of birds with s songs, of which each one has a name."
    new = "We prove that T is small where s is even, and that nobody has to count."
    more = "We propose a way to name the songs of larks at night."
    more += " Our names are short and easy to sing for all of the larks."
    page = (
        f"Abstract\n{named}\n{new}\n{more}\n"
        "Results show that they are named 2.5 times faster than by hand.\n"
    )
    assert points(page)[:2] == [
        ("background", named),
        ("what is new", f"{new} {more}"),
    ]
    assert "We prove that T" not in str(
        points(page.replace("of which each one", "of which (i) each"))
    )


def test_how_it_works_is_said_of_a_long_abstract_that_has_no_method_too() -> None:
    how = "Sparrow first reads the rows of all tables, and then joins them with two gates."
    page = (
        f"Abstract\nWe propose Sparrow, a reader of papers.\n{LONG}"
        f"Results show an accuracy of 61.4%.\n1 Introduction\nReading is slow.\n{how}\n"
    )
    assert ("method", how) in points(page)


def test_a_sentence_that_goes_on_comes_with_the_one_that_it_rests_on() -> None:
    how = "Sparrow first reads the rows of all tables with two gates in front."
    more = "These gates are closed by default and open where a column ends."
    page = ABSTRACT + f"Reading is slow.\n2 Method\nLarks sleep. {how} {more}\n"
    assert f"{how} {more}" in str(points(page))
    assert "These gates" not in str(points(page.replace(how, "Larks eat.")))


def test_a_part_is_not_cut_before_a_sentence_that_rests_on_another() -> None:
    page = (
        "Abstract\nWe propose a reader of papers. It is small and fast. Larks are read first.\n"
        "Results show that it reads 2.5 times faster than by hand.\n"
    )
    assert [text for _, text in points(page)][:2] == [
        "We propose a reader of papers. It is small and fast.",
        "Larks are read first.",
    ]


def test_what_rests_on_another_sentence_stays_with_it_where_another_part_can_be_cut() -> None:
    new = "We propose a reader of papers. These papers were read by larks."
    page = (
        f"Abstract\n{new}\nResults show that it reads 2.5 times faster than by hand. "
        "Larks outperform wrens by 2.1 points on old books.\n"
    )
    assert points(page)[0] == ("what is new", new)
    assert [label for label, _ in points(page)] == ["what is new", "results", "results"]


def test_half_of_what_is_said_is_left_out_where_the_next_sentence_takes_it_back() -> None:
    page = ABSTRACT + (
        "2 Conclusion\nWe found that birds sing earlier where the nights are short.\n"
        "However, most of them do not sing at all in the rain.\n"
    )
    assert "birds sing earlier" not in said(page)


def test_a_first_step_stands_with_those_behind_it_or_not_at_all() -> None:
    steps = "We first cut the paper into pages.\nThen we read each of them by itself.\n"
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\n"
        + steps
        + ("Experiments show that it reads well.\nIt reaches 61.4 F1.\n")
    )
    made = extractive.draft(PAPER, paper_text(page), language="en")
    assert any("into pages. Then we read each" in point.text for point in made.key_points)
    alone = ABSTRACT + "2 Conclusion\nWe first cut all the books of the world into pages.\n"
    assert "first cut all the books" not in said(alone)


def test_what_leads_to_the_news_is_kept_where_they_rest_on_it() -> None:
    page = (
        "Abstract\nMany people read papers in bed.\nIn these beds we introduce Sparrow, a lamp.\n"
        "Experiments show that it burns well.\nIt reaches 61.4 hours.\n"
    )
    assert "read papers in bed" in said(page)


def test_without_an_abstract_what_the_introduction_says_it_is_about_comes_first() -> None:
    page = (
        "1 Introduction\nLet us begin with a puzzle.\nThe region must be covered by hand from end to end.\n"
        "A sparrow reader is any lamp that lights pages for birds.\n"
        "Some of the pieces fit nicely in the corners of it.\n"
        "Sparrow readers are found in many of all the libraries.\n"
        "Readers of sparrows ask whether a page has an end.\n"
        "Sparrow readers were built by hand in all of the villages.\n"
    )
    picked = said(page, Paper(arxiv_id=None, title="Sparrow Readers"))
    assert "A sparrow reader is any lamp" in picked
    assert "The region" not in picked
    assert "the pieces" not in picked


def test_an_abstract_that_says_how_it_works_gets_no_more_of_it_from_elsewhere() -> None:
    page = (
        "Abstract\nWe propose Sparrow, a reader of papers.\nOne gate turns its pages.\n"
        "Another gate closes where a column ends.\nResults show that it reads well.\n"
        "1 Introduction\nBirds are small.\n"
    )
    more = "We design a lamp with many mirrors which lights books at night."
    page += f"Our contributions are as follows. {more}\n"
    assert more not in said(page)
    assert more in said(page.replace("Another gate closes where a column ends.\n", ""))


def test_an_announcement_gives_way_to_the_sentence_that_tells_it_exactly() -> None:
    vague = "We present new lamps made by a combination of search and design."
    exact = "Lamp-3 is made by a combination of search, careful design, and glass that is blown."
    page = f"Abstract\n{vague}\n{exact}\nIt lights pages.\nIt reaches 61.4 F1.\n"
    assert vague not in said(page)
    assert exact in said(page)
