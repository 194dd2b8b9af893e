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
    ("sentence", "is_one"),
    [
        ("We train the reader on old books.", True),
        ("In our evaluation, we focus on short words and compare four of them.", True),
        ("We train a reader, and we find that it sleeps.", False),
        ("We train a reader to 61.4% of all words.", False),
        ("We propose a reader.", False),
        ("Birds like what we use.", False),
    ],
)
def test_what_was_done_is_told_by_its_first_verb(sentence: str, is_one: bool) -> None:
    assert sentence_roles.is_doing(sentence) is is_one


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("With a rate of 66.2%, Sparrow is better than Wren, which has 27.5%.", False),
        ("Sparrow is better than Wren by 2.1 points on old books.", True),
        ("Sparrow has a test error of 7.1%.", True),
        ("Sparrow improves reading by 2.1 points.", True),
    ],
)
def test_a_number_is_understood_with_what_it_was_measured_on(sentence: str, does: bool) -> None:
    assert sentence_roles.tells_on_what(sentence) is does


def test_what_a_method_does_is_method_though_it_is_an_experiment() -> None:
    assert sentence_roles.role_by_words("We experiment with four kinds of words.", "detail") == (
        "method"
    )
    assert sentence_roles.role_by_words("Our model joins rows and words.", "detail") == "method"
