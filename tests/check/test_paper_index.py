"""A paper's text made ready to be looked up in."""

from __future__ import annotations

import datetime

import pytest

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.quantities import quantities
from pipeline.records.paper import Paper
from tests.support.records import of_blocks, paper_text

PAPER = Paper(
    arxiv_id=None,
    title="Reading Long Letters",
    authors=("Ada Lark",),
    comment="Accepted at CVPR",
    journal_ref="Letters 7",
    abstract="We read.",
    published=datetime.date(2021, 3, 4),
    updated=None,
)


def index(*pages: str) -> PaperIndex:
    return PaperIndex(paper_text(*pages), PAPER)


def test_terms_are_what_a_text_is_about() -> None:
    assert terms("We show that the 3.5 graph-based Models of a bird in 2 是好的") == {
        "3.5", "graph-based", "bird", "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", ["reading", "readinglongletters", "adalark", "cvpr", "letters7", "2021", "weread"]
)
def test_the_metadata_has_its_words_in_a_row(words: str) -> None:
    assert words in index("Abstract\nWe do.").metadata_words
    assert "readingletters" not in index("Abstract\nWe do.").metadata_words


def test_pages_have_their_places() -> None:
    paper = index("Abstract\nWe do.", "They do.")
    assert paper.text[slice(*paper.page(2))].strip() == "They do."
    assert paper.page(3) == (0, 0)
    assert paper.first_page.strip() == "Abstract\nWe do."
    assert paper.page_at(paper.text.index("They")) == 2


def test_runs_of_words_are_found_by_their_initials() -> None:
    paper = index("Abstract\nA graph neural network, a great new net. Go. Now never.")
    assert list(paper.with_initials("gnn")) == ["graph neural network", "great new net"]
    assert list(index("Abstract\nA cross-entropy loss").with_initials("cel")) == [
        "cross-entropy loss"
    ]
    assert list(index("Abstract\n" + "g" * 60 + " neural network").with_initials("gnn")) == []


def otherwise(said: str, page: str) -> str:
    return index(f"Abstract\n{page}").written_otherwise(next(quantities(said)))[0]


@pytest.mark.parametrize(
    ("said", "page", "found"),
    [
        ("61.9", "it is 61.4 or 70.2", ""),
        ("61.9", "it is 619 or 61.4", "619"),
        ("12 ms", "it is 12 or 12 s", "12 s"),
        ("12 ms", "it is 12 s or 120 ms", "120 ms"),  # the same unit
        ("12 ms", "it is 13 or 14 ms", ""),
        ("0.001", "it is 0.1", ""),  # a single digit
        ("10亿", "it is 10 million", "10 million"),
        ("12", "it is twelve hundred of them", ""),
        ("0", "it is 0.0", ""),
    ],
)
def test_a_quantity_written_otherwise_has_the_same_digits(said: str, page: str, found: str) -> None:
    assert otherwise(said, page) == found


def same(said: str, page: str) -> list[str]:
    return [one.written for one in index(f"Abstract\n{page}").same(next(quantities(said)))]


@pytest.mark.parametrize(
    ("said", "page", "found"),
    [
        ("27M", "2700万 and 27 million and 27", ["2700万", "27 million"]),
        ("0.45", "45% or 0.45 or 45", ["45%", "0.45"]),
        ("0.45 s", "45%", []),
        ("1.45", "145%", []),
        ("2 GB", "2000 MB", ["2000 MB"]),
        ("2", "2 GB", ["2 GB"]),
    ],
)
def test_a_quantity_is_found_in_order_however_it_is_written(
    said: str, page: str, found: list[str]
) -> None:
    assert same(said, page) == found


def test_of_the_references_only_years_count() -> None:
    paper = index("We use 12 of it.\nReferences\n[1] Lark, A. Birds of all kinds. 2017, 811-822.")
    assert [one.written for one in paper.quantities] == ["12", "2017"]


def test_quantities_between_two_characters_are_those_that_begin_there() -> None:
    paper = index("Abstract\n12 and 13 and 14")
    assert [one.written for one in paper.between(9, 16)] == ["12"]
    assert [one.written for one in paper.between(9, 17)] == ["12", "13"]


def test_most_like_a_sentence_is_what_has_most_of_its_rare_terms() -> None:
    paper = index(
        "Abstract\nBirds sing of spring. Birds sing of winter. Birds eat. Owls hunt mice by night."
    )

    def like(words: str) -> list[str]:
        return [paper.words_of(place) for place in paper.most_like(words)]

    assert like("owls hunt") == ["Owls hunt mice by night."]
    assert like("birds sing in winter") == ["Birds sing of winter.", "Birds sing of spring."]
    assert like("owls like letters and other things") == []
    assert like("是的") == []


def test_a_passage_is_quoted_and_cut() -> None:
    paper = index("Abstract\nBirds sing of spring.\n" + "so it goes " * 20)
    assert paper.passage_of(paper.around(10)) == "“Birds sing of spring.”"
    long = paper.passage_of(paper.around(40))
    assert long.endswith("…”")
    assert len(long) == 140 + 3


def test_a_row_belongs_to_the_captions_near_it() -> None:
    rows = (
        "Model Short Long\nLark 61.4 52.5\nFinch 60.1 50.2\nTable 1: Scores of all.\n"
        + "It is all said here. " * 200
        + "\nTable 2: More."
    )
    paper = PaperIndex(paper_text(rows), PAPER)
    at = paper.text.index("61.4")
    assert paper.is_row(at)
    assert not paper.is_row(0)
    (caption,) = paper.near_captions(at)
    assert caption.start < paper.text.index("Table 1") < caption.end < paper.text.index("Table 2")


BLOCKS = of_blocks(
    ("paragraph", "We read 17 papers, and minimise "),
    ("formula", "L = 18x + y (3.2) "),
    ("paragraph", "in the sum.\n"),
    ("figure", "Lark 19 20 21\n"),
    ("caption", "Figure 4: Larks of 2019.\n"),
    ("table", "Lark 22 23 24\n"),
    ("reference", "[5] A. Lark. Songs, 25:26-27, 2001."),
)


def test_numbers_are_borne_out_by_what_says_something_and_by_no_axis() -> None:
    index = PaperIndex(BLOCKS, PAPER)
    assert [int(one.value) for one in index.quantities] == [17, 18, 4, 2019, 22, 23, 24, 2001]
    assert index.is_row(BLOCKS.text.index("22"))
    assert not index.is_row(BLOCKS.text.index("20"))


def test_a_caption_is_known_by_its_block() -> None:
    index = PaperIndex(BLOCKS, PAPER)
    (near,) = index.near_captions(BLOCKS.text.index("22"))
    assert near.start < BLOCKS.text.index("Figure") < near.end
