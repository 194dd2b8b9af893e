"""Chinese words of the field and the beginnings of English ones."""

from __future__ import annotations

from pipeline.text.glossary import english_of, share_said


def test_each_known_word_is_given_once_by_its_longest_reading() -> None:
    assert list(english_of("超参和参数，超参；不稳定")) == [
        ("hyper",),
        ("param",),
        ("unstab", "instab"),
    ]


def test_words_that_are_not_known_give_nothing() -> None:
    assert list(english_of("模型 model")) == []


def test_a_share_is_of_the_words_that_others_begin_as() -> None:
    wanted = [("param",), ("unstab", "instab")]
    assert share_said(wanted, frozenset(["parameter", "bird"])) == 0.5
    assert share_said(wanted, frozenset(["params", "instability"])) == 1
    assert share_said([], frozenset(["bird"])) == 0
