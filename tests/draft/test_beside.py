"""What a sentence from beside the abstract must have to stand in an entry."""

from __future__ import annotations

import pytest

from pipeline.draft import beside
from pipeline.draft.novelty import stems


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Sparrow reaches an accuracy of 61.4% on the NEST benchmark.", True),
        ("Sparrow improves bird detection by 2.1 points of recall.", True),
        ("Sparrow reads 2.5 times faster than a wren.", True),
        ("Sparrow wins on 9 out of 11 held-out datasets.", True),
        ("Sparrow reaches 61.4% accuracy, better than all of its size.", False),
        ("Sparrow surpasses Wren-2 by 11.1% in recall, with similar precision.", False),
    ],
)
def test_a_number_is_of_something_and_was_measured_on_something(sentence: str, told: bool) -> None:
    assert beside.says_of_what(sentence) is told


@pytest.mark.parametrize(
    ("sentence", "is_so"),
    [
        ("This paper sets out to collect and sort the names of birds.", True),
        ("It is designed to give readers an understanding of nests.", True),
        ("Our work is closely related to the study of flight.", True),
        ("We show later that larks are a special case of wrens.", True),
        ("Our reader is based on two gates that are opened in turn.", False),
        ("The network is designed to keep the nests apart.", False),
    ],
)
def test_what_a_paper_wants_to_be_and_is_related_to_is_its_purpose(
    sentence: str, is_so: bool
) -> None:
    assert beside.is_of_purpose(sentence) is is_so


def test_praise_by_a_trial_tells_nothing_without_a_number() -> None:
    assert beside.only_praises("We show the robustness of the reader by giving it old books.")
    assert not beside.only_praises("We show its robustness: 61.4% of old books are read.")
    assert not beside.only_praises("We show that larks are read before wrens.")


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("The region must be covered by birds.", True),
        ("Noise in each nest bucket is small.", True),
        ("Our board would not be one if it had no colours.", True),
        ("The songs of larks are sung at night.", False),
        ("The model reads a page, and the page is turned.", False),
        ("The largest lark sings first.", False),
        ("The sparrows sing first.", False),
    ],
)
def test_a_thing_that_is_spoken_of_as_known_dangles_where_nothing_has_brought_it(
    sentence: str, does: bool
) -> None:
    assert beside.dangles(sentence, stems("A sparrow reads")) is does


@pytest.mark.parametrize(
    ("sentence", "has"),
    [
        ("We train the CEG module on nests.", True),
        ("We join Q-Nest with a gate.", True),
        ("We train a nest reader (NR2) on nests.", False),
        ("We compare it with the HSTU [43] of others.", False),
        ("We train SPAR2 on a GPU.", False),
    ],
)
def test_an_abbreviation_is_known_or_explained_or_cited(sentence: str, has: bool) -> None:
    assert beside.has_strange_names(sentence, {"SPAR2"}) is has


def test_this_thing_has_been_spoken_of() -> None:
    said = stems("Larks sing at night, and their songs have many verses.")
    assert not beside.points_nowhere("This singing of night verses is rare.", said)
    assert beside.points_nowhere("This moulting through heat loss is rare.", said)
    assert not beside.points_nowhere("This is rare.", said)


def test_a_subject_may_be_brought_by_the_sentence_before_it() -> None:
    before = "We demonstrate how good our parsers are on old books."
    assert beside.takes_up("The parser slowed down, however, in the rain.", before)
    assert not beside.takes_up("The nest was empty, however, in the rain.", before)
