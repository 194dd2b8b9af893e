"""Page numbers, running heads and publishers' stamps, told from the lines of several pages."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract.lines import Line
from pipeline.extract.running_heads import drop_margins
from tests.support.pages import line, under

WORDS = "ant bee cat dog elk fox gnu hen".split()


def page(word: str, *heads: Line, foot: tuple[Line, ...] = (), rows: int = 14) -> list[Line]:
    """Give a page of text of its own with heads above and lines below, 24 points apart."""
    text = [
        line(f"the {word} {'abcdefghijklmnopq'[at]} is one of all these words")
        for at in range(rows)
    ]
    above = under(*heads, y=780 - 12 * (len(heads) - 1))
    return above + under(*text, y=744) + under(*foot, y=744 - 12 * rows - 24)


def kept(pages: list[list[Line]]) -> list[list[str]]:
    """Give the lines that are left of each page and are no text."""
    return [
        [one.text for one in lines if " is one of all" not in one.text]
        for lines in drop_margins(pages)
    ]


def book(*heads: str, count: int = 8, **more: Any) -> list[list[Line]]:
    """Give pages, the n-th with the n-th of some heads, over and over."""
    return [
        page(WORDS[at], line(heads[at % len(heads)].format(at + 1), **more)) for at in range(count)
    ]


# ── what recurs ──


def test_what_recurs_at_the_edges_of_the_pages_is_out_though_its_number_changes() -> None:
    assert kept(book("Journal of Birds, Vol. {}")) == [[]] * 8


def test_a_head_recurs_on_three_pages_at_least() -> None:
    lines = [page(word, line("Results are good")) for word in WORDS[:2]]
    lines += [page(word) for word in WORDS[2:5]]
    assert kept(lines)[0] == ["Results are good"]


def test_heads_of_tables_at_the_tops_of_pages_are_no_running_heads() -> None:
    assert kept(book("Model | Mean", kind="table")) == [["Model | Mean"]] * 8


def test_a_head_recurs_at_one_height() -> None:
    lines = [
        under(line("Results are good"), *page(WORDS[at])[:1], y=780 - 40 * at) + page(WORDS[at])[1:]
        for at in range(4)
    ]
    assert [words[0] for words in kept(lines)] == ["Results are good"] * 4


def test_a_line_of_signs_is_no_head() -> None:
    assert kept(book("+ - + - +"))[1:] == [["+ - + - +"]] * 7


def test_a_long_line_is_no_head() -> None:
    long = "words of it and " * 14
    assert kept(book(long))[1] == [long]


def test_rows_of_a_list_that_are_alike_on_a_page_are_no_heads() -> None:
    rows = [
        [line(f"Bird {9 * at + n} has read papers of the wood") for n in range(9)]
        for at in range(6)
    ]
    pages = [under(*some, y=744) for some in rows]
    assert drop_margins(pages) == pages


def test_what_recurs_in_the_middle_of_pages_stays() -> None:
    pages = [
        page(word, rows=7) + under(line("Proof of it"), *page(word)[7:], y=650) for word in WORDS
    ]
    assert kept(pages) == [["Proof of it"]] * 8


# ── page numbers, and heads by themselves ──


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "7 of 12", "xii"])
def test_a_page_number_is_out_at_either_edge(number: str) -> None:
    assert kept([page("ant", line(number), foot=(line(number),))]) == [[]]


def test_page_numbers_go_as_far_as_the_first_words() -> None:
    assert kept([page("ant", line("7"), line("Some words of it", bold=True), line("8"))])[0] == [
        "Some words of it",
        "8",
    ]


def test_signs_do_not_stop_the_look_for_a_page_number() -> None:
    assert kept([page("ant", line("—·—"), line("7"))])[0] == ["—·—"]


@pytest.mark.parametrize(
    ("head", "is_out"),
    [
        (line("2 THE BOOK OF BIRDS"), True),
        (line("THE BOOK OF BIRDS 2"), True),
        (line("Lark et al. 2", cells=2), True),
        (line("Lark et al. 2."), False),
        (line("2 of the birds that we know of", cells=2), True),
        (line("2 of the birds that we know:", cells=2), False),
        (line("2 THE BOOK OF BIRDS", size=12), False),
        (line("2 USA of it all and more"), False),
        (line("2 ABC"), False),
        (line("Downloaded from the wood"), True),
        (line("© the birds"), True),
        (line("The birds of it"), False),
        (line("Downloaded from " + "wood " * 20), False),
        (line("Downloaded from the wood", size=0.0), False),
    ],
)
def test_an_outermost_line_that_reads_like_a_head_is_out(head: Line, is_out: bool) -> None:
    lines = page("ant", head)
    lines[0] = lines[0]._replace(y=757)  # near the text: it does not stand apart
    assert kept([lines, page("bee")])[0] == ([] if is_out else [head.text])


def test_a_publishers_stamp_beside_the_text_is_out_and_other_turned_text_stays() -> None:
    stamp = line("Downloaded from the wood", part="aside")
    other = line("accuracy of it", part="aside")
    in_text = line("Downloaded from the wood it was, and then read on")
    lines = [*page("ant")[:7], stamp, other, in_text._replace(y=660), *page("bee")[7:]]
    assert kept([lines])[0] == ["accuracy of it", in_text.text]


# ── heads of chapters, of left and right pages ──


def test_heads_at_one_height_that_recur_go_though_on_few_pages() -> None:
    assert kept(book("Of the Nests", "Of the Eggs", "Of Wings", "Of Feet"))[0] == []


def test_heads_at_one_height_with_the_pages_number_go_though_none_recurs() -> None:
    pages = [page(word, line(f"On {word} in woods, {at + 5}")) for at, word in enumerate(WORDS)]
    assert kept(pages) == [[]] * 8


def test_a_page_number_below_a_table_is_out_where_those_of_other_pages_stand() -> None:
    pages = [page(word, foot=(line(str(at + 1)),)) for at, word in enumerate(WORDS)]
    in_table = [one._replace(kind="table") for one in pages[3]]
    assert kept([*pages[:3], in_table, *pages[4:]]) == [[]] * 8
    a_cell = [*in_table[:-1], in_table[-1]._replace(text="7")]
    assert kept([*pages[:3], a_cell, *pages[4:]])[3] == ["7"]


def test_numbers_that_do_not_follow_the_pages_are_none_of_them() -> None:
    pages = [page(word, line(f"On {word} in woods, {at * at}")) for at, word in enumerate(WORDS)]
    assert (
        kept(pages)[5:] == [[f"On {word} in woods, {at * at}"] for at, word in enumerate(WORDS)][5:]
    )


def test_few_pages_or_other_heights_show_no_heads() -> None:
    assert kept(book("On birds of woods", count=2)) == [["On birds of woods"]] * 2
    heights = [0, 30, 60, 90, 120, 150]
    pages = [
        [
            one._replace(y=one.y - height)
            for one in page(word, line("On birds" if height % 60 else "On woods"))
        ]
        for word, height in zip(WORDS, heights, strict=False)
    ]
    assert kept(pages)[1:3] == [["On birds"], ["On woods"]]


def test_lines_without_places_are_no_heads_of_chapters() -> None:
    pages = [[Line("On birds"), *(Line(f"{word} {n} so") for n in "abcdef")] for word in WORDS[:4]]
    pages += [
        [Line(f"{word} x"), *(Line(f"{word} {n} so") for n in "abcdef")] for word in WORDS[4:]
    ]
    assert [lines[0].text for lines in drop_margins(pages[4:])] == [
        f"{word} x" for word in WORDS[4:]
    ]


# ── what stands apart ──


def detached(*heads: Line, pages: int = 2, gap: float = 24, rows: int = 14) -> list[str]:
    """Give what is left of heads that stand `gap` above the text of the last page."""
    text = page("ant", rows=rows)
    above = under(*heads, y=744 + gap + 12 * (len(heads) - 1))
    return kept([page("bee")] * (pages - 1) + [above + text])[-1]


SMALL = line("A preprint, of birds", size=8, x1=150.0)


def test_a_small_line_that_stands_apart_is_a_head() -> None:
    assert detached(SMALL) == []
    assert detached(SMALL, SMALL._replace(text="A preprint, of nests")) == []


def test_one_that_says_nothing_of_the_paper_is_kept_apart_from_the_text() -> None:
    other = SMALL._replace(text="and so it ends")
    (first, *_), (second, *_) = drop_margins([page("bee"), [other._replace(y=768), *page("ant")]])
    assert (first.part, second.text, second.part) == ("flow", other.text, "float")


def test_the_papers_title_above_the_text_is_a_head() -> None:
    title = line("The Book of Birds:", size=16), line("Those of the Wood", size=16)
    first = [*under(*title, y=800), *page("bee")]
    head = SMALL._replace(text="The Book of Birds: Those of the Wood", y=768)
    assert kept([first, [head, *page("ant")]])[1] == []
    other = head._replace(text="The Book of Birds: Those of the Field")
    assert kept([first, [other, *page("ant")]])[1] == [other.text]
    few = head._replace(text="The Book")
    assert kept([first, [few, *page("ant")]])[1] == [few.text]


@pytest.mark.parametrize("address", ["https://birds.example/wood", "doi:10.1000/182"])
def test_an_address_that_ends_a_reference_is_no_stamp(address: str) -> None:
    last = page("ant", foot=(line(address),))
    assert kept([page("bee"), last])[1] == []
    close = page("ant")
    close.append(line(address, close[-1].y - 12))
    assert kept([page("bee"), close])[1] == [address]


def test_other_lines_that_stand_apart_stay() -> None:
    assert detached(SMALL, gap=18) == [SMALL.text]
    assert detached(SMALL._replace(size=9.5)) == [SMALL.text]
    long = "of birds " * 13
    assert detached(SMALL._replace(text=long)) == [long]
    note = SMALL._replace(text="1 Of birds in woods", raised=True)
    assert detached(note) == [note.text]
    assert detached(SMALL, rows=10) == [SMALL.text]
    assert len(detached(*[SMALL._replace(text=f"Of {w}s in it") for w in WORDS[:3]])) == 3


def test_a_sentence_goes_on_behind_a_head_that_is_gone() -> None:
    head = line("Birds and others, 2031", 780, size=7)
    pages = [
        [*page(word), head, line("and so on", 650, starts=True), line("to its end.", 638)]
        for word in WORDS[:4]
    ]
    heads = [[line.starts for line in page if line.text == "and so on"] for page in pages]
    assert heads == [[True]] * 4
    made = drop_margins(pages)
    assert [[line.starts for line in page if line.text == "and so on"] for page in made] == [
        [False]
    ] * 4


def test_two_lines_of_a_head_stand_together() -> None:
    text = page("ant")
    heads = [SMALL._replace(y=800), SMALL._replace(y=768, text="Of nests in it")]
    both = kept([page("bee"), [heads[0], heads[1]._replace(y=764), *text]])[1]
    assert "Of nests in it" in both


def test_on_the_first_page_of_several_what_stands_apart_stays() -> None:
    first = under(SMALL, y=770) + page("ant")
    assert kept([first, page("bee")])[0] == [SMALL.text]
    assert kept([first])[0] == []


def test_a_page_alone_has_heads_that_stand_far_apart_though_large() -> None:
    large = SMALL._replace(size=12.0)
    assert detached(large, pages=1, gap=40) == []
    assert detached(large, pages=2, gap=40) == [large.text]
    assert detached(large, pages=1, gap=30) == [large.text]
    assert detached(large._replace(x1=290.0), pages=1, gap=40) == [large.text]
    assert detached(large._replace(x1=290.0, cells=2), pages=1, gap=40) == []
    assert detached(large, pages=1, gap=40, rows=7) == []
    assert detached(large, pages=1, gap=40, rows=5) == [large.text]


def test_a_foot_that_stands_apart_goes_too() -> None:
    text = page("ant", foot=(SMALL,))
    assert kept([page("bee"), text])[1] == []


def test_floats_notes_and_lines_without_places_are_no_detached_heads() -> None:
    assert detached(SMALL._replace(part="float")) == [SMALL.text]
    assert kept([[Line(f"word {word}") for word in WORDS * 2]]) == [
        [f"word {w}" for w in WORDS * 2]
    ]


def test_the_authors_of_page_1_stay_though_they_are_the_heads_of_other_pages() -> None:
    pages = book("J. OWLS AND B. WRENS", count=6)
    pages[0] = page("ant", line("Of birds"), line("J. OWLS AND B. WRENS"))
    pages[0][1] = pages[0][1]._replace(y=700)
    assert "J. OWLS AND B. WRENS" in kept(pages)[0]
    assert kept(pages)[1:] == [[]] * 5


@pytest.mark.parametrize(
    ("head", "is_out"),
    [
        ("3 THE BOOK OF BIRDS", True),
        ("2 THE BOOK OF BIRDS", True),  # the third page, behind a cover
        ("1 THE BOOK OF BIRDS", False),
        ("1.1. BIRDS OF 2", False),
    ],
)
def test_a_number_well_below_the_pages_is_a_sections(head: str, *, is_out: bool) -> None:
    third = page("cat", line(head))
    third[0] = third[0]._replace(y=757)
    assert kept([page("ant"), page("bee"), third])[2] == ([] if is_out else [head])
