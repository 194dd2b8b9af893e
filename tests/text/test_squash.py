"""Text without what page and model write in ways of their own."""

from __future__ import annotations

import pytest

from pipeline.text.squash import Squashed, squash, stem, weight, words_of


@pytest.mark.parametrize(
    ("text", "squashed"),
    [
        ("BLIP-2", "blip2"),
        ("Blip 2", "blip2"),
        ("3,200 papers", "3200papers"),
        ("61.4", "61.4"),
        ("61. 4", "614"),
        ("re-\npresentation_x", "representationx"),
        ("Straße", "strasse"),
        ("我们，提出 GLIP", "我们提出glip"),
        ("— …", ""),
    ],
)
def test_only_letters_and_digits_are_left(text: str, squashed: str) -> None:
    assert squash(text) == squashed


def test_each_chinese_character_is_a_word() -> None:
    assert words_of("提出GLIP模型 of 3") == ["提", "出", "glip", "模", "型", "of", "3"]


@pytest.mark.parametrize(
    ("word", "singular"), [("Studies", "study"), ("images", "image"), ("CNNs", "cnn"), ("a", "a")]
)
def test_a_noun_is_put_in_the_singular(word: str, singular: str) -> None:
    assert stem(word) == singular


def test_a_chinese_character_proves_twice_as_much_as_a_letter() -> None:
    assert (weight("glip"), weight("模型"), weight("glip模型"), weight("")) == (4, 4, 8, 0)


TEXT = "We train a re-\nader; we, too, TRAIN readers. Train a reader"


def at(found: tuple[int, int] | None) -> str | None:
    return TEXT[found[0] : found[1]] if found else None


def test_every_place_is_given_in_whole_words_only() -> None:
    text = Squashed(TEXT)
    assert [at(one) for one in text.occurrences("train")] == ["train", "TRAIN", "Train"]
    assert [at(one) for one in text.occurrences("traina")] == ["train a", "Train a"]
    assert list(text.occurrences("rain")) == []
    assert list(text.occurrences("tra")) == []
    assert list(text.occurrences("")) == []
    assert text.has("wetoo")
    assert not text.has("wet")
    assert not Squashed("").has("a")


def test_a_place_behind_a_character_is_the_first_one_in_reach() -> None:
    text = Squashed(TEXT)
    assert at(text.behind(0, "train", 2)) == "train"
    assert at(text.behind(4, "train", 40)) == "TRAIN"
    assert text.behind(4, "train", 3) is None
    assert at(text.behind(4, "reader", 60)) == "re-\nader"
    assert text.behind(4, "read", 60) is None
    assert text.behind(len(TEXT), "train", 60) is None
