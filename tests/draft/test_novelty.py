"""What a sentence adds to those that are picked."""

from __future__ import annotations

import pytest

from pipeline.draft.argument import Sentence
from pipeline.draft.novelty import Said, says_less
from tests.support.records import PAPER, paper_text

FIRST = "Sparrows read papers about wrens and find 61.4% of all their errors."


def of(text: str) -> Sentence:
    return Sentence(text, 0, "conclusion", None)


def said(*others: str) -> Said:
    """Give what is said by the first sentence, in a paper that has it and others twice."""
    found = [of(text) for text in (FIRST, *others)] * 2
    made = Said(PAPER, paper_text(" ".join(one.text for one in found)), found)
    made.note(of(FIRST))
    return made


@pytest.mark.parametrize(
    ("sentence", "lacks"),
    [
        ("Lamps light desks where nights are short and cold.", True),
        ("Sparrows find errors of wrens.", False),
        ("Lamps find 61.4% of desks in the cold.", False),
        ("Lamps and wrens and find 61.4% of all their errors.", False),
        ("Errors in papers are found, and lamps light desks in the cold.", True),
        ("Reading a paper finds an error of sparrows in the cold.", False),
    ],
)
def test_a_sentence_that_sums_up_adds_other_words_runs_and_numbers(
    sentence: str, lacks: bool
) -> None:
    assert said(sentence).lacks(of(sentence)) is lacks


def test_a_measured_result_adds_by_its_numbers_alone() -> None:
    sentence = "Sparrows find errors of wrens in 71.2% of papers."
    assert said(sentence).lacks_numbers(of(sentence))
    assert not said(sentence).lacks(of(sentence))
    assert not said(FIRST).lacks_numbers(of(FIRST))


def test_what_adds_nothing_gains_nothing() -> None:
    other = "Lamps light desks in the cold."
    assert said(other).gain(of(other)) > said(other).gain(of(FIRST)) == 0


def test_numbers_that_are_said_are_known() -> None:
    assert said().has_numbers(["F1 61.4"])
    assert not said().has_numbers(["71.2"])


def test_what_the_title_says_is_no_other_word() -> None:
    titled = "Lamps light small models that read long papers in the cold."
    assert not said(titled).lacks(of(titled))
    assert said(titled).lacks(of("Lamps light cold desks where nights are long."))


def test_words_of_its_own_are_enough_whatever_the_terms_weigh() -> None:
    sentence = "Sparrows take wrens first, then lamps, desks and nights."
    assert said(sentence).lacks_words(of(sentence))
    assert not said().lacks_words(of(FIRST))


def test_an_announcement_that_is_told_again_more_exactly_says_less() -> None:
    vague = "We present new lamps made by a combination of search and design."
    exact = "Lamp-3 is made by a combination of search, careful design, and glass that is blown."
    assert says_less(vague, exact)
    assert not says_less(exact, vague)
    assert not says_less(vague, "Birds sing at night, and nobody knows why they do.")
    assert not says_less(f"{vague[:-1]} in 3 steps.", exact)


def test_the_same_things_set_side_by_side_again_add_nothing() -> None:
    made = said()
    made.note(of("SPR-2 rivals WREN-7B and LARK-3 on old books and on new ones."))
    assert made.has(of("With its small size, SPR-2 seems on a par with WREN-7B and with LARK-3."))
    assert not made.has(of("In its small cage, SPR-2 sits on a twig with CROW-9 at night."))
