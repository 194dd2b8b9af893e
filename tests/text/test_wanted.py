"""Words that somebody looks for, however the log writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.wanted import wanted


def has(words: str, text: str) -> bool:
    return all(any(one.found(text)) for one in wanted(words))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("zero-shot", "strong Zero Shot results"),
        ("BLIP2", "用 BLIP-2 的"),
        ("blip-2", "BLIP2+Vicuna"),
        ("graph", "Graphs are"),
        ("GNN", "用GNN做"),
        ("推荐", "用于推荐系统"),
        ("GNN推荐", "推荐中的GNN"),
        ("2112.03857", "<!-- arXiv:2112.03857v2 -->"),
        ("GPT", "用GPT3.5的"),
        ("c++", "written in C++"),
    ],
)
def test_a_word_is_found_however_it_is_written(words: str, text: str) -> None:
    assert has(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("graph", "a paragraph"),
        ("GPT", "GPTQ"),
        ("推荐", "推理荐"),
        ("GNN", "CNN"),
        ("BLIP2", "BLIP22"),
        ("GPT", "GPT4V"),
    ],
)
def test_a_part_of_another_word_is_not_found(words: str, text: str) -> None:
    assert not has(words, text)


def test_each_word_is_looked_for_once_and_marks_are_none() -> None:
    assert [one.words for one in wanted("GNN, GNN， 推荐 -- GNN")] == ["GNN", "推荐"]
    assert wanted("--- ，") == []


def test_a_long_chinese_word_has_pairs_and_a_short_or_latin_one_none() -> None:
    (one,) = wanted("图网络")
    assert [pair.words for pair in one.pairs()] == ["图网", "网络"]
    assert [one.pairs() for one in wanted("图网 GNN")] == [[], []]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_can_be_looked_for_in_any_text(words: str, text: str) -> None:
    for one in wanted(words):
        for match in one.found(text):
            assert match[0]
