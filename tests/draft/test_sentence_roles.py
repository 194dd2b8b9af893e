"""What a sentence is about, by its cue words and its place."""

from __future__ import annotations

import pytest

from pipeline.draft.sentence_roles import Place, Role, concludes, is_limit, role_of


@pytest.mark.parametrize(
    ("sentence", "place", "role"),
    [
        ("We propose a reader of long papers.", "abstract", "new"),
        ("We also introduce a reader of long papers.", "opening", "new"),
        ("Our reader outperforms all others.", "abstract", "results"),
        ("It is trained on a corpus of long papers.", "abstract", "data"),
        ("The encoder reads one section at a time.", "abstract", "method"),
        ("However, long papers are slow to read.", "opening", "problem"),
        ("然而，长论文读起来很慢。", "abstract", "problem"),
        ("该算法优于以前的所有阅读者。", "middle", "results"),
    ],
)
def test_a_role_is_told_by_cue_words(sentence: str, place: Place, role: Role) -> None:
    assert role_of(sentence, place) == role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("We propose that readers sleep well.", "detail"),
        ("However, people read slowly.", "detail"),
        ("We propose a model of sleep.", "method"),
    ],
)
def test_what_is_new_and_what_the_problem_is_is_said_at_the_start(
    sentence: str, role: Role
) -> None:
    assert role_of(sentence, "middle") == role


def test_news_is_told_before_results_and_these_before_what_is_nearer_at_hand() -> None:
    said = "We propose a model that outperforms others on this dataset, a hard problem."
    assert role_of(said, "abstract") == "new"
    assert role_of(said, "middle") == "results"
    assert role_of("The dataset helps the model.", "middle") == "data"
    assert role_of("The model is a problem.", "opening") == "method"


@pytest.mark.parametrize(
    ("place", "role"),
    [
        ("abstract", "detail"),
        ("opening", "background"),
        ("middle", "detail"),
        ("closing", "conclusion"),
    ],
)
def test_without_a_cue_the_place_tells(place: Place, role: Role) -> None:
    assert role_of("People have read since they could write.", place) == role


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("In conclusion, reading pays.", True),
        ("We have presented a reader.", True),
        ("本文读了很多论文。", True),
        ("As we show in conclusion, reading pays.", False),
        ("We read in summary form.", False),
    ],
)
def test_a_conclusion_says_so_where_it_begins(sentence: str, does: bool) -> None:
    assert concludes(sentence) == does


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("A limitation of our reader is that it skips tables.", True),
        ("We leave tables to the next paper.", True),
        ("该方法的不足是不能读表。", True),
        ("We address the limitation that readers had.", False),
        ("Existing readers have limitations.", False),
        ("Our reader skips tables.", False),
    ],
)
def test_a_limit_is_the_papers_own(sentence: str, is_one: bool) -> None:
    assert is_limit(sentence) == is_one
