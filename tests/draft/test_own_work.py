"""What a sentence says of the paper's own work."""

from __future__ import annotations

import pytest

from pipeline.draft import own_work
from pipeline.draft.argument import Place, Sentence


def at(text: str, place: Place = "introduction") -> Sentence:
    return Sentence(text, 0, place, None)


@pytest.mark.parametrize(
    ("title", "abstract", "names"),
    [
        ("Sparrow: A Reader", "", {"Sparrow"}),
        ("A Study of Readers and All That: And More", "", set()),
        ("A Reader", "We present a sparse reader (SPAR2) of papers.", {"SPAR2"}),
        ("A Reader", "We introduce Sparrow, a reader.", {"Sparrow"}),
        ("A Reader", "The corpus (NEWS) is old.", set()),
        (
            "A Reader",
            "We follow others and read with a model named phi-1.5, a small one.",
            {"phi-1.5"},
        ),
        ("A Reader", "We present a model SPAR, which stands for it.", {"SPAR"}),
        ("A Reader", "We describe SPAR4, a reader. SPAR4 (SP-4) reads.", {"SPAR4", "SP-4"}),
    ],
)
def test_a_paper_names_its_own_work(title: str, abstract: str, names: set[str]) -> None:
    assert own_work.names_of([title], [at(abstract, "abstract")]) == names


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("In conclusion, our results show that reading pays.", True),
        ("We have presented a reader.", False),
        ("Our experimental results show it.", True),
        ("本文的结果表明读论文有用。", True),
        ("As we show in conclusion, reading pays.", False),
        ("We read in summary form.", False),
        ("We present a reader and leave tables to future work.", False),
        ("In this paper, we limit ourselves to readers.", False),
    ],
)
def test_a_conclusion_says_so_where_it_begins(sentence: str, does: bool) -> None:
    assert own_work.is_conclusion(at(sentence, "conclusion")) == does


@pytest.mark.parametrize(
    ("sentence", "place", "is_one"),
    [
        ("A limitation of our reader is that it skips tables.", "conclusion", True),
        ("We leave tables to the next paper.", "conclusion", False),
        ("我们方法的不足是不能读表。", "conclusion", True),
        ("Memory grows with the size of the paper.", "limitations", True),
        ("Memory grows with the size of the paper.", "conclusion", False),
        ("There are some limitations to our reader.", "limitations", False),
        ("We address the limitation that readers had.", "conclusion", False),
        ("Existing readers have limitations.", "conclusion", False),
        ("As with most readers, the limitations of ours are many.", "limitations", False),
        ("Our reader skips tables.", "conclusion", False),
    ],
)
def test_a_limit_is_the_papers_own(sentence: str, place: Place, is_one: bool) -> None:
    assert own_work.is_limit(at(sentence, place)) == is_one


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("The implementation reveals how readers and writers are alike.", True),
        ("Additional experiments in woods suggest that it reads clip-art.", True),
        ("For literal papers, SPAR2 is close to a reader.", True),
        ("GULL7 is close to a reader, like SPAR2.", False),
        ("Experiments of others suggest that it pays [3].", False),
        ("Reading is what a reader does.", False),
        ("Future experiments may suggest more.", False),
    ],
)
def test_a_conclusion_may_tell_what_came_out_without_saying_whose_it_is(
    sentence: str, does: bool
) -> None:
    assert own_work.closes(at(sentence, "conclusion"), {"SPAR2"}) == does
    assert not own_work.closes(at(sentence, "introduction"), ())


def test_what_is_announced_again_in_the_conclusion_closes_nothing() -> None:
    assert not own_work.closes(at("In this paper, we presented a reader.", "conclusion"), ())
    assert own_work.closes(at("We presented Sparrow.", "conclusion"), {"Sparrow"})
    assert own_work.closes(at("In this paper, we found that it pays to read.", "conclusion"), ())


@pytest.mark.parametrize(
    ("sentence", "place", "does"),
    [
        ("Our reader looks at each row of a table.", "introduction", True),
        ("Sparrow looks at each row of a table.", "introduction", True),
        ("During training, we freeze the reader of words.", "contributions", True),
        ("Wren looks at each row of a table.", "introduction", False),
        ("We call a table with one row a list.", "introduction", False),
        ("This paper describes the way to a reader.", "introduction", False),
        ("Our goal is to read tables.", "introduction", False),
        ("To the best of our knowledge, we are first to read.", "introduction", False),
        ("In a study of shops, we found that people read at night.", "introduction", False),
        ("In our experiments, we find that larks read at night.", "introduction", True),
        ("In Section 4, we show how it reads.", "introduction", False),
    ],
)
def test_a_sentence_of_own_work_has_it_as_its_subject(
    sentence: str, place: Place, does: bool
) -> None:
    assert own_work.tells_own_work(at(sentence, place), {"Sparrow"}) is does


@pytest.mark.parametrize(
    ("sentence", "place", "does"),
    [
        ("Sparrow consists of two readers.", "body", True),
        ("Our approach uses the commas of a text.", "body", False),
        ("Our approach uses the commas of a text.", "introduction", True),
    ],
)
def test_the_body_says_how_it_works_where_it_tells_the_whole(
    sentence: str, place: Place, does: bool
) -> None:
    assert own_work.tells_how(at(sentence, place), {"Sparrow"}) is does


def test_a_name_behind_its_kind_is_the_papers_own_and_a_space_in_it_may_be_a_hyphen() -> None:
    said = [at("We propose a new network, the Sparrow, for tables.", "abstract")]
    assert own_work.names_of(["SPR V2: A Reader"], said) >= {"Sparrow", "SPR V2", "SPR-V2"}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("We read at night. We call our\nreader Larkling. It sleeps.", {"Larkling"}),
        ("It is small, and we dub it SPR-2.", {"SPR-2"}),
        ("We call a table with one row List.", set()),
        ("They call our reader Larkling.", set()),
    ],
)
def test_authors_say_anywhere_what_they_call_their_work(words: str, names: set[str]) -> None:
    assert own_work.named_by_authors(words) == names


def test_what_sets_the_work_off_from_a_kind_of_others_closes_nothing() -> None:
    closing = "SPR-2 reads rows first, and all of the columns are left for later."
    others = "SPR-2 reads rows first, whereas readers of columns leave them for later."
    assert own_work.closes(at(closing, "conclusion"), {"SPR-2"})
    assert not own_work.closes(at(others, "conclusion"), {"SPR-2"})


def test_a_finding_has_the_work_or_its_name_as_its_subject() -> None:
    finding = "Sparrow outperforms wrens by 2.1 points on old books."
    assert own_work.is_finding(at(finding, "results"), {"Sparrow"})
    assert not own_work.is_finding(at(finding, "results"), {"Lark"})
