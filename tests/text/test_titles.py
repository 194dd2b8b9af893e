"""When two titles are one."""

from __future__ import annotations

import pytest

from pipeline.text.titles import fold, same_title, without_nickname


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (
            "GLIP: Grounded Language-Image Pre-training",
            "Grounded Language-image Pre-training",
            True,
        ),
        ("GPT-4 Technical Report", "GPT-4o Technical Report", False),
        ("Attention Is All You Need", "Attention Is Not All You Need", False),
        ("Poincaré Embeddings", "Poincare embeddings", True),
        ("", "", False),
    ],
)
def test_titles_are_one_but_for_case_accents_punctuation_and_nickname(
    a: str, b: str, same: bool
) -> None:
    assert same_title(a, b) == same


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("GLIP: Grounded Language-Image Pre-training", "Grounded Language-Image Pre-training"),
        ("GLIP: one two", "GLIP: one two"),
        ("BLIP v2：bootstrapping in three words", "bootstrapping in three words"),
        ("A nickname of four words: bootstrapping in three words", None),
        ("Grounded Language-Image Pre-training", None),
    ],
)
def test_a_nickname_is_dropped_where_enough_is_left(title: str, rest: str | None) -> None:
    assert without_nickname(title) == (rest or title)


@pytest.mark.parametrize(
    ("wanted", "title", "same"),
    [
        ("Sparrow: models that read papers", "models that read papers", True),
        ("models that read papers", "Sparrow: models that read papers", True),
        ("Sparrow: models that read papers", "Finch: models that read papers", False),
        ("", "Sparrow", False),
        ("：", "—", False),
    ],
)
def test_a_nickname_of_either_title_makes_no_difference(
    wanted: str, title: str, same: bool
) -> None:
    assert same_title(wanted, title) == same


def test_a_title_is_compared_by_letters_and_digits() -> None:
    assert fold("Poincaré, Straße & 2-D “maps”") == "poincarestrasse2dmaps"
