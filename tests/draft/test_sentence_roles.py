"""What a sentence is about, by its cue words and its place."""

from __future__ import annotations

import pytest

from pipeline.draft import sentence_roles
from pipeline.draft.argument import Place, Sentence
from pipeline.draft.sentence_roles import Role


def at(text: str, place: Place = "introduction") -> Sentence:
    return Sentence(text, 0, place, None)


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("We propose a reader of long papers.", True),
        ("We also introduce a reader of long papers.", True),
        ("This comprehensive review paper looks at readers.", True),
        ("The paper describes a reader.", True),
        ("A reader of long papers is presented.", True),
        ("本文提出了一种方法。", True),
        ("However, long papers are slow to read.", False),
    ],
)
def test_news_is_told_by_its_words(sentence: str, is_one: bool) -> None:
    assert sentence_roles.is_news(sentence) == is_one


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("Our reader outperforms all others.", True),
        ("Extensive experiments show that it reads.", True),
        ("This paper explores how to improve the state of the art.", False),
        ("This paper improves the state of the art by 2.1 points.", True),
        ("We find that readers sleep well.", True),
        ("该算法优于以前的所有阅读者。", True),
        ("The encoder reads one section at a time.", False),
    ],
)
def test_results_are_told_by_their_words(sentence: str, does: bool) -> None:
    assert sentence_roles.tells_results(sentence) == does


@pytest.mark.parametrize(
    ("sentence", "place", "role"),
    [
        ("Our reader improves F1 by 2.1 points.", "results", "results"),
        ("Sparrow reaches a higher F1 of 61.4.", "body", "results"),
        ("We outperform all readers.", "contributions", "results"),
        ("We outperform all readers.", "body", None),
        ("Their reader improves F1 by 2.1 points.", "results", None),
        ("We train for 2.5 epochs to reach a higher F1.", "results", None),
        ("We collect 27M image-text pairs.", "body", "data"),
        ("We evaluate on 3,000 papers that were collected.", "body", None),
        ("We collect 27M image-text pairs.", "conclusion", None),
        ("We introduce a reader of papers.", "introduction", "method"),
        ("We introduce a reader of papers.", "body", None),
        ("A list of readers of papers with a small model.", "contributions", None),
        ("We believe that our model reads.", "introduction", None),
        ("We plan to read with our model.", "introduction", None),
        ("We propose a reader.", "abstract", None),
        ("Our model is slow.", "limitations", None),
        ("We found that people improve with time.", "introduction", None),
        ("We find that our reader improves.", "introduction", "results"),
        ("We trained our reader for 9 papers or 12 hours.", "body", "data"),
        ("We trained our reader for 900 steps or 12 hours.", "body", None),
        ("Along with it we proposed a reader.", "conclusion", "method"),
        ("The authors of this work collected 300 images.", "body", None),
        ("We collected 300 images to try it on.", "results", "data"),
        ("Our list consists of 300 images.", "results", None),
        ("Our reader reduces the pages by 75%.", "body", None),
        ("We find that it improves on 3 data sets.", "body", None),
    ],
)
def test_what_stands_beside_an_abstract_is_told_by_place_and_words(
    sentence: str, place: Place, role: Role | None
) -> None:
    assert sentence_roles.role_beside_abstract(at(sentence, place), {"Sparrow"}) == role


@pytest.mark.parametrize(
    ("title", "abstract", "names"),
    [
        ("Sparrow: A Reader", "", {"Sparrow"}),
        ("A Study of Readers and All That: And More", "", set()),
        ("A Reader", "We present a sparse reader (SPAR2) of papers.", {"SPAR2"}),
        ("A Reader", "We introduce Sparrow, a reader.", {"Sparrow"}),
        ("A Reader", "The corpus (NEWS) is old.", set()),
        (
            "A Reader",
            "We follow others and read with a model named phi-1.5, a small one.",
            {"phi-1.5"},
        ),
        ("A Reader", "We present a model SPAR, which stands for it.", {"SPAR"}),
        ("A Reader", "We describe SPAR4, a reader. SPAR4 (SP-4) reads.", {"SPAR4", "SP-4"}),
    ],
)
def test_a_paper_names_its_own_work(title: str, abstract: str, names: set[str]) -> None:
    assert sentence_roles.names_of([title], [at(abstract, "abstract")]) == names


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("It reaches 61.4.", True),
        ("It reads 12% more.", True),
        ("It is 3× faster.", True),
        ("It solves 3 problems out of 5,000.", True),
        ("It is a model of 6.7B parameters.", False),
        ("It is trained on the 2× schedule.", False),
        ("It is better than GPT 3.5 or GPT-3.5.", False),
        ("It reads [3.2] papers (Smith, 2019).", True),
    ],
)
def test_a_result_is_measured_by_a_number_that_is_no_size_and_no_name(
    words: str, does: bool
) -> None:
    assert sentence_roles.is_measured(words) == does


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("Our benchmark can provide a measure.", True),
        ("Our reader could help.", True),
        ("Results show that it can read.", False),
        ("It can read 61.4% of them.", False),
        ("It reads.", False),
    ],
)
def test_a_promise_says_what_may_come_and_not_what_came_out(words: str, does: bool) -> None:
    assert sentence_roles.is_promise(words) == does


@pytest.mark.parametrize(
    ("sentence", "place", "is_one"),
    [
        ("Long papers remain hard to read.", "introduction", True),
        ("Long papers remain hard to read.", "body", False),
        ("Our reader remains hard to read.", "introduction", False),
        ("Smith et al. found it hard to read.", "introduction", False),
        ("Papers are read.", "introduction", False),
    ],
)
def test_a_problem_is_what_was_hard_before_the_paper(
    sentence: str, place: Place, is_one: bool
) -> None:
    assert sentence_roles.is_problem(at(sentence, place)) == is_one


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("In conclusion, our results show that reading pays.", True),
        ("We have presented a reader.", False),
        ("Our experimental results show it.", True),
        ("本文的结果表明读论文有用。", True),
        ("As we show in conclusion, reading pays.", False),
        ("We read in summary form.", False),
        ("We present a reader and leave tables to future work.", False),
        ("In this paper, we limit ourselves to readers.", False),
    ],
)
def test_a_conclusion_says_so_where_it_begins(sentence: str, does: bool) -> None:
    assert sentence_roles.is_conclusion(at(sentence, "conclusion")) == does


@pytest.mark.parametrize(
    ("sentence", "place", "is_one"),
    [
        ("A limitation of our reader is that it skips tables.", "conclusion", True),
        ("We leave tables to the next paper.", "conclusion", False),
        ("我们方法的不足是不能读表。", "conclusion", True),
        ("Memory grows with the size of the paper.", "limitations", True),
        ("Memory grows with the size of the paper.", "conclusion", False),
        ("There are some limitations to our reader.", "limitations", False),
        ("We address the limitation that readers had.", "conclusion", False),
        ("Existing readers have limitations.", "conclusion", False),
        ("Our reader skips tables.", "conclusion", False),
    ],
)
def test_a_limit_is_the_papers_own(sentence: str, place: Place, is_one: bool) -> None:
    assert sentence_roles.is_limit(at(sentence, place)) == is_one


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("The implementation reveals how readers and writers are alike.", True),
        ("Additional experiments in woods suggest that it reads clip-art.", True),
        ("For literal papers, SPAR2 is close to a reader.", True),
        ("GULL7 is close to a reader, like SPAR2.", False),
        ("Experiments of others suggest that it pays [3].", False),
        ("Reading is what a reader does.", False),
        ("Future experiments may suggest more.", False),
    ],
)
def test_a_conclusion_may_tell_what_came_out_without_saying_whose_it_is(
    sentence: str, does: bool
) -> None:
    assert sentence_roles.closes(at(sentence, "conclusion"), {"SPAR2"}) == does
    assert not sentence_roles.closes(at(sentence, "introduction"), ())


def test_what_is_announced_again_in_the_conclusion_closes_nothing() -> None:
    assert not sentence_roles.closes(at("In this paper, we presented a reader.", "conclusion"), ())
    assert sentence_roles.closes(at("We presented Sparrow.", "conclusion"), {"Sparrow"})
    assert sentence_roles.closes(
        at("In this paper, we found that it pays to read.", "conclusion"), ()
    )
