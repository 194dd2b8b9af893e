"""Abstracts that are parted by heads."""

from __future__ import annotations

import pytest

from pipeline.draft import headed
from pipeline.draft.argument import Sentence


def said(*sentences: str) -> list[Sentence]:
    return [Sentence(text, at, "abstract", None) for at, text in enumerate(sentences)]


def test_what_stands_under_a_head_has_its_role_and_a_head_alone_is_left_out() -> None:
    parts = headed.by_heads(
        said(
            "Reading is slow.",
            "Purpose: To read faster.",
            "Materials and Methods.",
            "We built a reader.",
            "RESULTS - It reads 3 papers.",
            "Conclusions: Reading pays.",
        )
    )
    assert {role: [one.text for one in found] for role, found in parts.items()} == {
        "problem": ["Reading is slow."],
        "new": ["Purpose: To read faster."],
        "method": ["We built a reader."],
        "results": ["RESULTS - It reads 3 papers.", "Conclusions: Reading pays."],
    }


def test_one_head_makes_no_such_abstract() -> None:
    assert headed.by_heads(said("Results: it reads.", "Methods are built.")) == {}


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("Purpose: To read.", "To read."),
        ("Materials and Methods. We read.", "We read."),
        ("Results of readers: it reads.", "Results of readers: it reads."),
        ("results: it reads.", "results: it reads."),
    ],
)
def test_a_sentence_is_told_without_its_head(words: str, without: str) -> None:
    assert headed.without_head(words) == without
