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
        "Systematically reading long papers of other people that read too.",
        "Our steps are: (i) papers of other people are read by all of us.",
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
        (
            "Fast reading of papers The model reads a paper of 9 pages.",
            "The model reads a paper of 9 pages.",
        ),
        (
            "(ii) Fast reading In this part we read nine papers.",
            "In this part we read nine papers.",
        ),
        ("• 2) We read nine papers.", "We read nine papers."),
        (
            "The model reads The Times in twelve seconds.",
            "The model reads The Times in twelve seconds.",
        ),
        ("reading The model reads papers.", "reading The model reads papers."),
        ("We read nine papers.12", "We read nine papers."),
        ("We read nine papers.∗", "We read nine papers."),
        ("We read papers of 2012", "We read papers of 2012"),
    ],
)
def test_marks_and_a_heading_around_a_sentence_are_left_off(sentence: str, own: str) -> None:
    found = quotable.own_words(sentence)
    assert found.text == own
    assert sentence[found.start :].startswith(own)


@pytest.mark.parametrize(
    "sentence",
    [
        "This reads long papers well.",
        "However, it is slow.",
        "They were read by all.",
        "In contrast, we read papers.",
        "Secondly, we read papers.",
        "With the former, papers are read.",
        "In this way papers are read.",
        "We trained it on papers of other people.",
        "Suppose that a paper is long.",
    ],
)
def test_a_sentence_that_rests_on_the_one_before_leans(sentence: str) -> None:
    assert quotable.leans(sentence)
    assert not quotable.stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The results in Figure 3 are better than all the others.",
        "We read papers as described above.",
        "We refer to Section 4 for more.",
        "The big reader reaches 61.4 F1 in Table 3.",
        "A reader of (3) has all that is needed.",
        "We train where N is the number of pages.",
        "We know that our x = 3 holds for all papers.",
        "Our reader was applied to both of them by all.",
        "Can you read the paper in a minute?",
        "Question: how many pages does our paper have.",
        "“We read our papers,” as one of the readers put it.",
        "Smith et al. (2020) read all of our papers.",
        "[12] reads all of our papers at once.",
        "Previous work reads papers slowly.",
        "The reader of all papers stands in Fig 1 beside others.",
        "The notion is introduced with Definition 2.4 of the paper.",
        "For the first question, our reader reads all of the papers.",
        "Our reader closes that gap for all of the papers.",
    ],
)
def test_a_sentence_that_points_elsewhere_or_is_somebody_elses_does_not_stand_alone(
    sentence: str,
) -> None:
    assert not quotable.leans(sentence)
    assert not quotable.stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        GOOD,
        "This paper reads long papers well.",
        "The theorem of this paper holds.",
        "Our reader, such as it is, reads 9 papers of Smith et al. (2020).",
        "The big reader reaches 61.4 F1, 2.1 points more than the best.",
        "In this work we read I and A papers.",
        "The reader’s accuracy is that of OpenAI’s best one.",
        "We also read papers of other people.",
        "We show that it is possible to read papers.",
    ],
)
def test_a_sentence_of_the_papers_own_stands_alone(sentence: str) -> None:
    assert quotable.stands_alone(sentence)


@pytest.mark.parametrize(
    "words",
    [
        "Code is at https://example.org/x now.",
        "The models are publicly available.",
        "We release our code.",
        "∗Equal contribution.",
        "Supported in part by a fund of readers.",
        "Write to reader@example.org for more.",
        "See reader.example.com for an overview.",
    ],
)
def test_small_print_is_no_sentence_of_an_abstract(words: str) -> None:
    assert quotable.is_small_print(words)
    assert not quotable.is_of_abstract(words)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("It uses available data at 3@k.", True),
        ("We read " + "very " * 110 + "long papers.", True),
        ("We read " + "very " * 150 + "long papers.", False),
        ("and so it reads papers.", False),
        ("We read papers that are", False),
        ("We ask how? does it read papers.", False),
        ("We know ⏐ ⏐ E sup of all papers.", False),
        ("Our results are: (i) papers are read.", False),
        ("Our results are: (i) papers are read; (ii) they are long.", True),
    ],
)
def test_a_sentence_of_an_abstract_is_whole(words: str, is_one: bool) -> None:
    assert quotable.is_of_abstract(words) == is_one


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("This paves the way to readers.", True),
        ("We hope that it is read.", True),
        ("Applications are discussed.", True),
        ("Experiments demonstrate the effectiveness of our method.", True),
        ("We show the effectiveness of our method with 61.4 F1.", False),
        ("We evaluate it on several benchmarks.", True),
        ("We evaluate it on several benchmarks and show that it reads.", False),
        ("We conduct extensive experiments.", True),
        ("We conduct extensive experiments and find that it reads.", False),
        ("We show how it can be read and discuss open challenges for future work.", True),
        ("We conclude with a discussion of papers.", True),
        ("Our theory is confirmed by extensive experiments.", True),
        ("We also provide an analysis of readers.", True),
        ("Experiments clearly demonstrate the efficiency of our method.", True),
        ("First results indicate the effectiveness of it in reading.", True),
        ("The effectiveness of the reader for long papers is verified by simulations.", True),
        ("Experiments are conducted for reading these five kinds of papers.", True),
        ("Experiments are conducted and show that it reads.", False),
        ("Several numerical examples of readers are given.", True),
        ("The performance of the proposed reader is evaluated on long papers.", True),
        ("The performance of the proposed reader is evaluated at 61.4 F1.", False),
        ("We also discuss how papers are read.", True),
        ("We sketch three readers and discuss considerations for future ones.", True),
        ("We read papers.", False),
    ],
)
def test_an_outlook_promises_or_announces_without_telling(words: str, does: bool) -> None:
    assert quotable.is_outlook(words) == does


def test_lines_of_contents_and_mottos_are_no_abstract() -> None:
    for words in ("3 Readers of papers 17 3.1 Notes . . . . . .", "“We read papers of all kinds.”"):
        assert not quotable.is_of_abstract(words)


def test_citations_are_blanked_and_other_brackets_kept() -> None:
    words = "We read 9 papers [12, 13] (Radford et al., 2019) of 27 (all long)."
    assert quotable.without_citations(words).split() == "We read 9 papers of 27 (all long).".split()


def test_two_sentences_that_differ_in_signs_and_case_say_the_same() -> None:
    assert quotable.fold("We propose Sparrow.") == quotable.fold("we propose: “Sparrow”")
    assert quotable.fold("We propose Sparrow.") != quotable.fold("We propose sparrows.")


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("Despite all, their use is rare.", True),
        ("Due to the lack of such data, it is hard to read.", True),
        ("Papers outside that are not read.", True),
        ("Through the tuning of a large reader with people, it showed that owls read.", True),
        ("Following this success, many readers have come.", True),
        ("With more light, it is easier to read.", False),
        ("In most cases, it is hard to read.", False),
        ("Readers such as owls, and others, sleep.", False),
        ("Readers are known for their eyes.", False),
    ],
)
def test_a_sentence_refers_back_with_a_pronoun_behind_its_first_words(
    sentence: str, does: bool
) -> None:
    assert quotable.refers_back(sentence) is does


def test_brackets_with_an_address_are_left_off_and_make_no_small_print() -> None:
    words = "We propose Sparrow (code at https://a.example/b), a reader of papers (GLIP, too)."
    assert (
        quotable.without_addresses(words) == "We propose Sparrow, a reader of papers (GLIP, too)."
    )
    assert not quotable.is_small_print(words)
    assert quotable.is_small_print("The code is at https://a.example/b.")


def test_words_of_small_print_may_be_what_a_paper_is_about() -> None:
    for words in (
        "We study how keywords are chosen by the authors of papers.",
        "We mine 3,000 GitHub repositories for papers that are read.",
        "Ratings of Booking.com tell copyright law from other law.",
    ):
        assert quotable.is_of_abstract(words)


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("It reads tables row by row.", True),
        ("These rows are then joined by a gate.", True),
        ("Specifically, all words are given to the reader.", True),
        ("For example, it reads a table.", False),
        ("However, it reads no tables.", False),
        ("It reads the rows of Table 3.", False),
        ("Tables are read row by row.", False),
    ],
)
def test_a_sentence_goes_on_with_what_the_one_before_it_is_about(sentence: str, does: bool) -> None:
    assert quotable.goes_on(sentence) is does


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("It freezes all the other parts of the reader.", False),
        ("Sparrow freezes all the other parts of the reader.", True),
        ("Sparrow freezes the other part of the reader.", False),
        ("We read words and pictures, the two most common kinds.", True),
        ("We read the two kinds of papers.", False),
        ("In contrast to Wren, we read tables.", True),
        ("In contrast, we read tables.", False),
        ("Songs are read best for A-B and for B-A.", False),
    ],
)
def test_what_points_back_does_not_stand_alone(sentence: str, does: bool) -> None:
    assert quotable.stands_alone(sentence) is does


def test_a_pointer_in_brackets_is_no_item_of_a_list_and_citations_are_no_signs() -> None:
    assert quotable.is_worth_quoting(
        "We propose a new network for papers (Figure 1) that joins words and tables."
    )
    assert quotable.is_worth_quoting(
        "Our readers outperform Wren [32], Lark [34], Finch [41] and Swift [32] by 6.4% of words."
    )
    assert not quotable.is_worth_quoting(
        "Our network for papers has two parts: 1) a reader of words that is small."
    )
