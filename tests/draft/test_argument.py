"""Where the sentences of a paper stand in its argument."""

from __future__ import annotations

import pytest

from pipeline.draft import argument
from pipeline.records.paper_text import Block, Page, PaperText, Section
from tests.support.records import paper_text


def places(page: str) -> dict[str, str]:
    return {s.text: s.place for s in argument.sentences_of(paper_text(page))}


PAGE = (
    "Abstract\nReaders read papers.\n1 Introduction\nReading is slow.\nOur main contributions are two-fold.\n"
    "2 Method\nThe reader has layers.\n3 Experiments\n3.1 Setup\nPapers were read.\n4 Conclusion\nReading pays.\n"
    "5 Limitations\nTables are not read.\nReferences\n[1] Somebody. Reading. 2001.\n"
)


def test_sections_tell_the_places() -> None:
    assert places(PAGE) == {
        "Readers read papers.": "abstract",
        "Reading is slow.": "introduction",
        "Our main contributions are two-fold.": "contributions",
        "The reader has layers.": "body",
        "Papers were read.": "results",
        "Reading pays.": "conclusion",
        "Tables are not read.": "limitations",
    }


def built(*blocks: tuple[str, str], sections: tuple[tuple[str, str, int], ...] = ()) -> PaperText:
    """Build a text of blocks, and of sections that begin at a block each."""
    text, starts = "", []
    for _, words in blocks:
        starts.append(len(text))
        text += words + "\n"
    edges = [*starts, len(text)]
    ends = [*[starts[begin] for _, _, begin in sections][1:], len(text)] if sections else []
    return PaperText(
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        sections=tuple(
            Section(kind=kind, title=title, start=starts[begin], end=end)
            for (kind, title, begin), end in zip(sections, ends, strict=True)
        ),
        blocks=tuple(
            Block(kind=kind, start=start, end=end)
            for (kind, _), start, end in zip(blocks, starts, edges[1:], strict=True)
        ),
    )


def test_only_prose_is_read_and_a_list_of_the_introduction_is_its_contributions() -> None:
    text = built(
        ("heading", "1 Introduction"),
        ("paragraph", "Reading is slow."),
        ("list item", "• We read fast."),
        ("caption", "Figure 1: We read."),
        ("table", "a 1"),
        ("heading", "2 Body"),
        ("heading", "3 Body"),
        ("heading", "4 Body"),
        ("list item", "• A list."),
        sections=(
            ("body", "1 Introduction", 0),
            ("body", "2 Body", 5),
            ("body", "3 Body", 6),
            ("body", "4 Body", 7),
        ),
    )
    found = [(s.text, s.place) for s in argument.sentences_of(text)]
    assert found == [
        ("Reading is slow.", "introduction"),
        ("We read fast.", "contributions"),
        ("A list.", "body"),
    ]
    every = [s.text for s in argument.sentences_of(text, of_any_block=True)]
    assert "Figure 1: We read." in every


def test_a_sentence_knows_the_one_before_it_in_its_paragraph() -> None:
    text = built(("paragraph", "We read. It is fast."), ("paragraph", "They sleep."))
    first, second, third = argument.sentences_of(text)
    assert (first.before, second.before, third.before) == (None, first.start, None)
    assert text.text[second.start :].startswith("It is fast.")


@pytest.mark.parametrize(
    ("lines", "place"), [(100, "introduction"), (20000, "body"), (0, "conclusion")]
)
def test_without_headings_the_share_of_the_text_tells(lines: int, place: str) -> None:
    words = [f"Reader number {n} reads." for n in range(5000)]
    at = lines // len(words[0]) if lines else -1
    text = built(*(("paragraph", said) for said in words), sections=(("body", "", 0),))
    assert argument.sentences_of(text)[at].place == place


def test_a_text_without_sections_or_blocks_is_read_line_by_line() -> None:
    words = "We read papers.\nThey are long."
    text = PaperText(text=words, pages=(Page(number=1, start=0, end=len(words)),), sections=())
    assert [s.text for s in argument.sentences_of(text)] == ["We read papers.", "They are long."]


def test_a_sentence_that_is_said_twice_counts_where_it_stands_first() -> None:
    text = built(("paragraph", "We read papers."), ("paragraph", "We read papers."))
    assert [s.start for s in argument.sentences_of(text)] == [0]


def test_what_is_about_others_is_no_part_of_the_argument() -> None:
    found = places(PAGE.replace("3.1 Setup", "3.1 Related Work"))
    assert "Papers were read." not in found
    assert "Reading pays." in found
