"""What only announces, claims or points to where something stands."""

from __future__ import annotations

import pytest

from pipeline.draft import announcement


@pytest.mark.parametrize(
    "sentence",
    [
        "In this work we investigate the effect of the depth of networks on their accuracy.",
        "This paper explores the landscape of laundering on a network.",
        "We conduct an extensive and careful study of reading.",
        "The paper highlights the technologies embedded in each of these components.",
        "In this paper, we seek to revisit an old question.",
        "We make extensive studies of the design of nests.",
        "A prescription to read the values of songs is presented.",
        "Basic properties of the two operations are derived.",
    ],
)
def test_what_was_looked_into_is_an_announcement(sentence: str) -> None:
    assert announcement.is_announcement(sentence)
    assert announcement.tells_nothing(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "In this work we investigate depth and find that deeper networks err less.",
        "We study 12 models of nine makers.",
        "We explore the landscape by counting all transactions.",
        "We propose a network that reads papers.",
        "We conduct a study of three kinds: of birds, of trees and of books.",
        "The effect of depth on accuracy was studied by many.",
        "In this paper, a language for songs is developed.",
        "It remembers no bird of those that it was given.",
        "A language is derived, which has three words.",
    ],
)
def test_what_tells_how_or_what_came_of_it_is_none(sentence: str) -> None:
    assert not announcement.is_announcement(sentence)


@pytest.mark.parametrize(
    ("sentence", "is_bare"),
    [
        ("Our approach outperforms related methods by a significant margin.", True),
        ("It achieves state-of-the-art results on old books [12, 13].", True),
        ("It has consistent improvement over existing models (Smith et al., 2020).", True),
        ("Our approach outperforms related methods by 3 points.", False),
        ("It surpasses metrics like CIDEr.", False),
        ("Reading significantly improves when increasing the number of books.", False),
        ("It reads one section at a time.", False),
    ],
)
def test_a_claim_is_bare_without_a_number_a_name_or_a_condition(
    sentence: str, is_bare: bool
) -> None:
    assert announcement.is_bare_claim(sentence) is is_bare


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("Section 4 subsequently outlines challenges of reading.", True),
        ("The paper is organized in four parts.", True),
        ("The conclusions of the document are as follows.", True),
        ("Section heads are read first by most of the birds.", False),
    ],
)
def test_a_roadmap_says_where_in_a_paper_something_stands(sentence: str, is_one: bool) -> None:
    assert announcement.is_roadmap(sentence) is is_one


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("Tables play a crucial role in all papers.", True),
        ("One of the key concepts of reading is that of a word.", True),
        ("Reading has attracted a lot of attention in recent years.", True),
        ("An important challenge is to read tables.", False),
        ("Reading is an important problem that nobody has solved.", False),
        ("Machines read tables cell by cell.", False),
    ],
)
def test_what_any_paper_may_begin_with_is_a_commonplace(sentence: str, is_one: bool) -> None:
    assert announcement.is_commonplace(sentence) is is_one


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("By combining a few parts, we achieve strong performance on over 20 datasets.", True),
        ("Our reader achieves strong performance by training on old books.", False),
        ("It shows consistent improvement over existing models for CTR prediction.", True),
        ("It shows consistent improvement over models such as GPT-2.", False),
    ],
)
def test_a_claim_is_bare_whatever_number_of_sets_it_is_made_for(
    sentence: str, is_one: bool
) -> None:
    assert announcement.is_bare_claim(sentence) is is_one


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("Moreover, the reader is fast.", True),
        ("The reader is fast on a page of tables.", False),
        ("The representations transfer well to all of the other tasks.", True),
        ("Our analysis provides a new way of understanding readers.", True),
        ("It sheds light on 12 readers.", False),
        ("The lamp lights the desk.", False),
    ],
)
def test_praise_and_plain_claims_tell_nothing(sentence: str, is_one: bool) -> None:
    assert announcement.tells_nothing(sentence) is is_one
