"""Numbers that the quote has another one in the place of."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "We set the rank of the folded adapter to 8 and read the letters for 30 epochs."
PAGE = QUOTE + " " + "Nothing of that kind is said here. " * 30 + "Larks weigh 16 and 60."


def told(said: str, page: str = PAGE, quote: str = QUOTE) -> list[str]:
    findings = found(said, page, quote=quote)
    return [one.words for one in findings if "in the place of" in one.message]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("The rank of the folded adapter is 16.", ["16"]),
        ("The rank of the folded adapter is 8.", []),
        ("folded adapter 的 rank 设为 16", ["16"]),
        ("The folded adapter reads letters for 60 epochs.", []),  # marked as a count already
        ("Another bird entirely weighs 16 at most here.", []),  # the quote says nothing of it
        ("The rank of the folded adapter is 8, half of 16.", []),  # nothing of the kind is left out
    ],
)
def test_the_quotes_number_stands_where_the_words_beside_are_the_same(
    said: str, words: list[str]
) -> None:
    assert told(said) == words


def test_a_sentence_that_says_as_much_with_the_points_number_bears_it_out() -> None:
    page = PAGE + " The rank of the folded adapter is 16 for larks."
    assert told("The rank of the folded adapter is 16.", page) == []


def test_a_number_that_two_others_make_is_left_alone() -> None:
    quote = "The folded adapter reads 40 letters in 8 minutes and has no rank."
    page = quote + " Larks weigh 5 there."
    assert told("The folded adapter reads 40 letters in 8 minutes, 5 倍 letters", page, quote) == []


def test_the_quotes_number_is_shown_with_its_page() -> None:
    findings = found("The rank of the folded adapter is 16.", PAGE, quote=QUOTE)
    (finding,) = [one for one in findings if "in the place of" in one.message]
    assert (finding.nearest, finding.page, finding.reason) == ("8", 1, "contradicted")
