"""How sentences say the words that tables label their rows and columns with."""

from __future__ import annotations

import pytest

from pipeline.check.labels import is_one, label_words


@pytest.mark.parametrize(
    ("word", "said"),
    [("acc", "accuracy"), ("accuracy", "acc"), ("p1", "pixel1"), ("v3", "mobilenetv3")],
)
def test_a_word_is_said_whole_abbreviated_or_as_a_names_end(word: str, said: str) -> None:
    assert is_one(word, said)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ac", "accuracy"),
        ("p1", "top1"),
        ("v3", "v2"),
        ("v3", "mobilenetv2"),
        ("3", "v3"),
        ("codegpt", "code"),
    ],
)
def test_what_is_alike_by_chance_is_another_word(word: str, said: str) -> None:
    assert not is_one(word, said)


def test_a_label_is_compared_without_case_hyphens_plurals_and_citations() -> None:
    assert label_words("Top-1 Errors [12] (Smith, 2019)†") == ["top1", "error"]


def test_a_symbol_with_its_value_and_a_name_with_its_size_are_one_word() -> None:
    assert label_words("Filter (K = 2), GPT-2") == ["filter", "k=2", "gpt2"]
