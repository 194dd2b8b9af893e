"""What a paper says of itself at the edges of its pages."""

from __future__ import annotations

import pytest

from pipeline.extract.lines import Line
from pipeline.extract.notices import take_out
from pipeline.extract.paragraphs import assemble
from pipeline.pdf.geometry import Box
from tests.support.pages import line, short, text_lines, under

HEAD = line("Published as a conference paper at ICLR 2019", 780, size=9, x1=250)


def page(*foot: Line, head: Line | None = HEAD, gap: float = 24) -> list[Line]:
    """Give a page of text with a head, and lines at its foot."""
    text = under(*text_lines(20))
    return [*([head] if head else []), *text, *under(*foot, y=700 - 12 * 20 - gap)]


def told(*pages: list[Line]) -> list[tuple[int, str]]:
    return [(one.page, one.text) for one in assemble(pages).notices]


def first(*foot: Line) -> tuple[list[str], str]:
    """Give the notices of a paper of one page, and its text."""
    made = assemble([page(*foot, head=None)])
    return [one.text for one in made.notices], made.text


def test_a_running_head_that_names_a_venue_is_a_notice_of_each_page_and_no_text() -> None:
    pages = [page(), page(), page(), page()]
    assert told(*pages) == [(at, HEAD.text) for at in range(1, 5)]
    assert "ICLR" not in assemble(pages).text


def test_a_running_head_of_other_words_is_none() -> None:
    title = HEAD._replace(text="Larks and other birds of the wood")
    assert told(*[page(head=title)] * 4) == []


def test_arxivs_stamp_is_one() -> None:
    stamp = Line("arXiv:2401.00001v2 [cs.CL] 3 Jan 2024", part="aside", angle=90)
    assert told([*page(head=None), stamp]) == [(1, stamp.text)]


@pytest.mark.parametrize(
    "text",
    [
        "Preprint. Under review.",
        "Preprint. Work in progress.",
        "Accepted at the Workshop on Birds, 2031",
        "To appear in the Journal of Birds",
        "37th Conference on Birds (NeurBirds 2031).",
        "Submitted to Letters on Birds",
        "© 2031 The authors. All of the rights are theirs.",
        "Copyright 2031 by the authors.",
        "In Proceedings of the Conference on Birds",
    ],
)
def test_a_line_at_the_foot_of_page_1_that_begins_like_one_is_out_of_the_text(text: str) -> None:
    notices, left = first(short(text, size=9))
    assert notices == [text]
    assert text not in left


def test_a_sentence_that_names_a_venue_stays() -> None:
    made = assemble([page(short("Birds were published on in ICLR."), head=None, gap=12)])
    assert made.notices == []
    assert "Birds were published on in ICLR." in made.text


def test_such_words_within_the_text_are_none() -> None:
    within = line("accepted by most of the birds of the wood, as all")
    made = page(head=None)
    made[10] = within._replace(y=made[10].y)
    assert told(made) == []


def test_the_block_on_rights_is_one_notice_of_all_of_its_lines() -> None:
    block = [
        line("Permission to make digital or hard copies of all of", size=8),
        line("this work for the use of birds is granted without", size=8),
        short("a fee.", size=8),
        short("© 2031 The authors.", size=8),
    ]
    notices, left = first(*block)
    assert notices == [" ".join(one.text for one in block[:3]), block[3].text]
    assert "Permission" not in left
    assert "granted" not in left
    assert "a fee" not in left


def test_a_footnote_on_an_earlier_version_is_one_and_stays() -> None:
    note = [
        line("∗A preliminary version of this paper is in the", size=8, raised=True),
        line("Proceedings of the Symposium on Birds, and goes on", size=8),
        line("and on, to the end of its third line and of its", size=8),
        short("fourth.", size=8),
    ]
    notices, left = first(*note)
    assert notices == [" ".join(one.text for one in note)]
    assert "preliminary version of this paper" in left


def test_a_notice_has_the_box_of_its_lines() -> None:
    foot = under(line("© 2031 The authors, who", size=8), short("own it.", size=8), y=100)
    left, (notice,) = take_out(1, foot)
    assert (left, notice.box) == ([], Box(50, 86, 290, 106))


def test_lines_without_places_are_left_where_they_are() -> None:
    without = Line("© 2031 The authors")
    assert take_out(1, [without]) == ([without], [])


def test_references_and_paragraphs_at_the_foot_of_another_page_are_none() -> None:
    entry = (
        line("E. Lark, On birds, in Proceedings of the Conference on", size=10),
        short("Birds, 2031.", size=10),
    )
    made = assemble([page(head=None), page(*entry, head=None)])
    assert made.notices == []
    assert "Proceedings of the Conference on Birds, 2031." in made.text
    alone = short("Letters on Birds 12 (2031) 4.", size=10)
    made = assemble([page(head=None), page(alone, head=None)])
    assert (made.notices, alone.text in made.text) == ([], True)


def test_on_other_pages_a_line_that_stands_apart_is_one_and_another_is_kept_apart() -> None:
    other = page(short("Preprint of a kind.", size=8), head=None)
    assert told(page(head=None), other) == [(2, "Preprint of a kind.")]
    other = page(short("A line of its own.", size=8), head=None)
    made = assemble([page(head=None), other])
    assert made.notices == []
    assert made.text.endswith("\nA line of its own.")


@pytest.mark.parametrize("number", ["ABC-HEP-91/51", "DFPD-2015/TH/20", "CERN-TH-2019-045"])
def test_the_number_of_a_report_on_page_1_is_one(number: str) -> None:
    top = [short(number, starts=True), short("March 1991"), line("Of Birds", size=16, x1=200)]
    assert told(under(*top, *text_lines(20)))[:1] == [(1, number)]


@pytest.mark.parametrize("text", ["GPT-4", "See ABC-HEP-91/51 of it", "Word-for-word"])
def test_other_words_with_hyphens_are_none(text: str) -> None:
    assert told(under(short(text, starts=True), *text_lines(20))) == []


def test_a_licence_the_receipt_a_small_banner_and_the_numbers_below_rights_are_told() -> None:
    block = [
        short("This work is licensed to all birds.", size=8, starts=True),
        short("Received by the editors in May.", size=8, starts=True),
        short("LARKS ’31, July 23–27, 2031, Wood", size=8, starts=True),
        short("© 2031 The authors.", size=8, starts=True),
        short("ACM ISBN 978-1-4503-9408-6/31/07.", size=8, starts=True),
        short("https://doi.org/10.1145/3539618", size=8, starts=True),
        *(short(f"{n} a last note", size=8, starts=True) for n in "123"),
    ]
    notices, _ = first(*block)
    assert notices == [
        *(one.text for one in block[:3]),
        " ".join(one.text for one in block[3:6]),
    ]


def test_a_banner_within_text_as_large_is_none() -> None:
    text = [*text_lines(8), line("LARKS ’31 is where we sing of it", starts=True), *text_lines(8)]
    assert told(under(*text)) == []
