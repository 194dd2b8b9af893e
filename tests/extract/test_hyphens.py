"""Words at a line's end, by the paper's own words and by English."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.extract.hyphens import Hyphens

ENGLISH = "some words that every paper has about models and their training with large data".split()
GERMAN = "einige deutsche wörter über lerchen und deren gesang sowie flüge nach süden".split()


def is_cut(before: str, text: str, *words: str) -> bool:
    return Hyphens(Counter([*ENGLISH, *words])).is_cut(before, text)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("even some-", "times of it"),
        ("larks: multi-", "plying by two"),
        ("of grounded-", "ness and more"),
        ("a teach-", "ing larks"),
        ("the repre-", "sentation-based one"),
        ("by Hong-", "sheng Li"),
        ("by Melanie Sub-", "biah, and"),
        ("the hyper-", "parameters of it"),
        ("by Olivia Red-", "field and"),
    ],
)
def test_a_word_is_whole_though_both_parts_are_words(before: str, text: str) -> None:
    often = "some times plying grounded ness teach ing multi-task multi-head".split()
    assert is_cut(before, text, *often, *often)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("by fine-", "tuning it"),
        ("a real-", "world task"),
        ("the low-", "dimensional one"),
        ("state-of-the-", "art larks"),
        ("the state-", "of-the-art lark"),
        ("by self-", "attention of it"),
        ("a one-", "time cost"),
        ("for co-", "occurrence of larks"),
        ("a CLIP-", "based one"),
        ("of 2nd-", "order larks"),
        ("of Citation-", "informed larks"),
    ],
)
def test_a_compound_of_english_words_keeps_its_hyphen(before: str, text: str) -> None:
    assert not is_cut(before, text)


def test_the_papers_own_words_decide_first_in_the_singular_and_in_the_plural() -> None:
    assert is_cut("of data-", "sets, and", "dataset")
    assert not is_cut("of data-", "set, and", "data-sets", "data-sets")
    assert not is_cut("even some-", "times", "some-times")


def test_what_the_paper_does_with_a_prefix_elsewhere_decides() -> None:
    assert is_cut("the multi-", "modal one")
    assert not is_cut("the multi-", "modal one", "multi-task")
    assert is_cut("the multi-", "modal one", "multi-task", "multihead", "multihead")
    assert not is_cut("of non-", "linear larks", "non-local")
    assert is_cut("of non-", "linear larks")


def test_english_says_nothing_of_a_paper_in_another_language() -> None:
    german = Hyphens(Counter(GERMAN))
    assert german.is_cut("die so-", "wie wir sie")
    assert german.is_cut("der mit-", "teilung nach")
    assert german.is_cut("die her-", "tier nach")  # both are English words


@pytest.mark.parametrize(
    ("before", "text", "left_out"),
    [
        ("the zero-", "and few-shot results", True),
        ("the Inner-", "or Outer-Product", True),
        ("by vect-", "or and more", False),
        ("of a search-", "and-replace lark", False),
        ("of a zero-", "shot result", False),
        ("of GPT-3-", "and others", False),
    ],
)
def test_a_hyphen_before_a_joining_word_stands_for_the_rest_of_a_compound(
    before: str, text: str, *, left_out: bool
) -> None:
    assert Hyphens(Counter(ENGLISH)).is_left_out(before, text) is left_out


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("the AT-", "LAS lark", True),
        ("by Chat-", "GPT of it", True),
        ("of MobileL-", "LaMA and", True),
        ("by Monte-", "Carlo and", False),
        ("by Chat-", "LARK and", False),
    ],
)
def test_a_name_with_capitals_in_it_is_whole_where_the_paper_has_it_so(
    before: str, text: str, *, whole: bool
) -> None:
    assert is_cut(before, text, "atlas", "chatgpt", "mobilellama", "montecarlo") is whole
