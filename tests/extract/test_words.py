"""Words of pieces, with their places."""

from __future__ import annotations

import pytest

from pipeline.extract.words import words
from tests.support.pages import run
from tests.support.tables import pieces_of


def test_each_run_with_a_gap_before_it_is_a_word() -> None:
    made = words(pieces_of(run("Lark", 50), run("XL", 73)))
    assert [(one.text, one.x0, one.x1) for one in made] == [("Lark", 50, 70), ("XL", 73, 83)]
    assert (made[0].y, made[0].size, made[0].middle) == (700, 10, 60)


def test_runs_without_a_gap_are_one_word() -> None:
    made = words(pieces_of(run("61", 50), run(".4", 60.5)))
    assert [(one.text, one.x0, one.x1) for one in made] == [("61.4", 50, 70.5)]


def test_the_words_of_one_string_share_its_width() -> None:
    made = words(pieces_of(run("Lark XL", 50)))
    assert [(one.text, one.x0, one.x1) for one in made] == [("Lark", 50, 70), ("XL", 75, 85)]


@pytest.mark.parametrize("style", ["bold", "italic"])
def test_words_in_bold_or_italics_are_styled(style: str) -> None:
    made = words(pieces_of(run("Lark", 50, **{style: True}), run("Wren", 200)))
    assert [one.styled for one in made] == [True, False]
