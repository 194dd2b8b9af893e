"""BM25, and the terms that it counts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.ranking import Counted, bm25, terms, titled_terms


def test_terms_are_words_in_the_singular_and_pairs_of_chinese_characters() -> None:
    found = terms("The Models of graphs and graph; 图神经网络 loss focus")
    assert found == Counter(
        {"graph": 2, "图神": 1, "神经": 1, "经网": 1, "网络": 1, "loss": 1, "focus": 1}
    )


def test_words_of_any_paper_and_short_ones_are_no_terms() -> None:
    assert not terms("we show that our method is up to 12 on it")


def test_a_rare_term_counts_more_than_a_common_one() -> None:
    texts = ["graph graph", "graph attention", "graph pooling", "pooling"]
    counts = [terms(text) for text in texts]
    scores = bm25({"graph": 1, "attention": 1}, counts, [2, 2, 2, 1])
    assert scores[1] > scores[0] > scores[2] > scores[3] == 0


def test_a_long_text_counts_less_than_a_short_one_that_says_as_much() -> None:
    counts = [Counter(graph=1), Counter(graph=1)]
    short, long = bm25({"graph": 1}, counts, [10, 100])
    assert short > long > 0


def test_a_term_that_matters_more_moves_the_order() -> None:
    counts = [Counter(graph=1), Counter(speech=1)]
    graph, speech = bm25({"graph": 1, "speech": 3}, counts, [1, 1])
    assert speech == 3 * graph


def test_no_text_and_texts_without_length_have_their_scores() -> None:
    assert bm25({"graph": 1}, [], []) == []
    assert bm25({"graph": 1}, [Counter()], [0]) == [0]


def test_a_term_of_a_title_counts_for_more_than_one_of_the_text() -> None:
    assert titled_terms("Long Papers", "papers that are read") == {"long": 2, "paper": 3, "read": 1}


@given(
    st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)), max_size=6),
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 4)),
    st.data(),
)
def test_texts_that_are_counted_once_have_the_scores_that_bm25_gives_them(
    texts: list[dict[str, int]], query: dict[str, float], data: st.DataObject
) -> None:
    without = data.draw(st.sampled_from([None, *range(len(texts))]))
    counts = [Counter(one) for one in texts]
    others = [at for at in range(len(texts)) if at != without]
    lengths = [counts[at].total() for at in others]
    expected = bm25(query, [counts[at] for at in others], lengths)
    counted = Counted(counts)
    found = counted.scores(query, without)
    assert [found.get(at, 0.0) for at in others] == pytest.approx(expected)
    assert found.keys() <= set(others)
    for term in query:
        assert counted.having(term, without) == [at for at in others if term in counts[at]]
