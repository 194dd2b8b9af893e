"""Which sentences are prose that somebody would quote, and stand alone."""

from __future__ import annotations

import pytest

from pipeline.draft import quotable

GOOD = "We propose a method that reads long papers quickly and well."


@pytest.mark.parametrize(
    "sentence",
    [
        GOOD,
        "“We read papers,” as one of the readers that we asked put it.",
        "27M sentences of papers were read by all of the models.",
        "我们提出了一种新的方法来阅读很长的论文。",
        "这种方法真的比以前所有的方法都好得多吗？",
    ],
)
def test_a_full_sentence_is_prose(sentence: str) -> None:
    assert quotable.is_prose(sentence)
    assert quotable.is_worth_quoting(sentence)


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("这样很好。", "a short Chinese one"),
        ("我们" * 150 + "。", "a Chinese one that is long"),
        ("We read long papers quickly and well.", "a short one"),
        ("We read " + "very " * 90 + "long papers.", "one that is long"),
        ("We propose a method that reads long papers quickly and", "one without its end"),
        ("method that reads all of the long papers quickly and well.", "one without its start"),
        ("Code is available at https://example.org/x for all readers.", "an address"),
        ("Please refer to the appendix for all of the other results.", "a pointer"),
        ("A 1.2 3.4 5.6 7.8 9.0 1.2 3.4 5.6 7.8 9.0 1.1 of readers.", "a table's row"),
        ("Incomprehensibilities notwithstanding everything reads fine.", "one of few words"),
        ("We say a b c d e f g and x y z of n to be read by all of us.", "a formula's rest"),
        ("We read the papers of allofthewordsgluedtogetherinoneverylong here.", "glued words"),
    ],
)
def test_what_only_looks_like_a_sentence_is_no_prose(sentence: str, what: str) -> None:
    assert not quotable.is_prose(sentence), what


@pytest.mark.parametrize(
    "fragment",
    [
        "The method is used as in Definition 4 and shown there to be Step 2.",
        "We thank the readers of all of the long papers for their patience.",
        "Let all of f(a) and g(b) and h(c) and i(d) and j(e) be known to us.",
        "We know that x = 3 and also that y = 4 for all of the long papers.",
    ],
)
def test_prose_with_a_fragment_in_it_is_not_worth_quoting(fragment: str) -> None:
    assert not quotable.is_worth_quoting(fragment)


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("It is fast.", True),
        ("方法简单。", True),
        ("It is fast", False),
        ("It is fast. " * 40, False),
        ("It is" + " really" * 70 + " fast.", False),
        ("I. .", False),
        ("It is\x07 fast.", False),
    ],
)
def test_where_little_reads_like_prose_what_ends_like_a_sentence_will_do(
    words: str, fits: bool
) -> None:
    assert quotable.is_any(words) == fits


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("Fast reading of papers The model reads a paper of 9 pages.", "The model"),
        ("(ii) Fast reading In this part we read nine papers.", "In this"),
        ("The model reads The Times in twelve seconds.", "The model"),
        ("reading The model reads papers.", "reading"),
    ],
)
def test_a_lists_number_and_a_heading_are_left_off_the_sentence(sentence: str, own: str) -> None:
    assert sentence[quotable.run_in(sentence) :].startswith(own)


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        (GOOD, False),
        ("This reads long papers well.", True),
        ("The results in Table 3 are better.", True),
        ("We read them as described above.", True),
        ("Suppose that a paper is long.", True),
        ("The theorem of this paper holds.", False),
    ],
)
def test_a_sentence_that_points_elsewhere_does_not_stand_alone(sentence: str, leans: bool) -> None:
    assert quotable.leans(sentence) == leans


@pytest.mark.parametrize(
    ("words", "has_one"),
    [
        ("Long papers that we read", True),
        ("The reader outperforms all others", True),
        ("Papers were long", True),
        ("Reading times of small models on long papers", False),
        ("我们的方法", True),
    ],
)
def test_a_verb_is_known_by_its_ending(words: str, has_one: bool) -> None:
    assert quotable.has_verb(words) == has_one


def test_citations_are_blanked_and_other_brackets_kept() -> None:
    words = "We read 9 papers [12, 13] (Radford et al., 2019) of 27 (all long)."
    assert quotable.without_citations(words).split() == "We read 9 papers of 27 (all long).".split()


def test_two_sentences_that_differ_in_signs_and_case_say_the_same() -> None:
    assert quotable.fold("We propose Sparrow.") == quotable.fold("we propose: “Sparrow”")
    assert quotable.fold("We propose Sparrow.") != quotable.fold("We propose sparrows.")
