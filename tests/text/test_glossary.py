"""Chinese words of the field and the beginnings of English ones."""

from __future__ import annotations

from pipeline.text.glossary import english_of


def test_each_known_word_is_given_once_by_its_longest_reading() -> None:
    assert list(english_of("超参和参数，超参；不稳定")) == [
        ("hyper",),
        ("param",),
        ("unstab", "instab"),
    ]


def test_words_that_are_not_known_give_nothing() -> None:
    assert list(english_of("模型 model")) == []
