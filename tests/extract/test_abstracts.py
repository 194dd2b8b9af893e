"""Where an abstract begins and ends."""

from __future__ import annotations

import pytest

from pipeline.extract.abstracts import settled
from pipeline.extract.places import BlockPlace, LinePlace, SectionPlace
from pipeline.pdf.geometry import Box

OURS = "We name birds. They sing"
NARROW, WIDE = Box(100, 0, 300, 10), Box(50, 0, 500, 10)


def abstract(*parts: tuple[str, str], title: str = "Abstract") -> str:
    """Give what is the abstract's of blocks, each a kind and its words, behind a line of the front."""
    text, blocks = "Title\n", [BlockPlace("front", 0, 6)]
    for kind, words in parts:
        blocks.append(BlockPlace(kind, len(text), len(text) + len(words) + 1))
        text += words + "\n"
    sections = [SectionPlace("front", "", 0, 6), SectionPlace("abstract", title, 6, len(text))]
    made = settled(text, sections, blocks, [])
    assert "".join(text[s.start : s.end] for s in made) == text
    return "".join(text[s.start : s.end] for s in made if s.kind == "abstract")


HEADING, PROSE = ("heading", "Abstract"), ("paragraph", f"{OURS} all day.")


@pytest.mark.parametrize(
    "behind",
    [
        ("figure", "0 10 20 30"),
        ("caption", "Figure 1: A bird."),
        ("footnote", "1A note."),
        ("paragraph", "∗Equal contribution."),
        ("paragraph", "Keywords: birds"),
        ("paragraph", "Key words and phrases. birds"),
        ("paragraph", "CCS Concepts • Birds"),
        ("paragraph", "Note added in May: a bird."),
        ("paragraph", "Code: https://birds.org"),
        ("paragraph", "关键词：鸟"),
        ("paragraph", "“A bird does not sing because it has an answer.” – Ada Lark"),
        ("notice", "Copyright 2024"),
    ],
)
def test_what_stands_behind_an_abstract_is_the_fronts(behind: tuple[str, str]) -> None:
    assert abstract(HEADING, PROSE, behind) == f"Abstract\n{OURS} all day.\n"


def test_labels_of_a_figure_between_heading_and_abstract_are_the_fronts() -> None:
    assert abstract(HEADING, ("figure", "Birds 10"), PROSE) == f"{OURS} all day.\n"


def test_an_abstract_that_runs_on_from_its_heading_keeps_it() -> None:
    assert abstract(("paragraph", f"Abstract. {OURS}.")) == f"Abstract. {OURS}.\n"


def test_an_abstract_goes_on_behind_a_figure_within_its_sentence() -> None:
    whole = abstract(HEADING, ("paragraph", OURS), ("figure", "10"), ("paragraph", "all day long."))
    assert whole.endswith("all day long.\n")
    assert abstract(HEADING, PROSE, ("figure", "10"), ("paragraph", "The body begins.")).endswith(
        "all day.\n"
    )


def test_a_second_paragraph_is_the_abstracts() -> None:
    assert abstract(HEADING, PROSE, ("list item", "1. Birds."), ("paragraph", "We end.")).endswith(
        "We end.\n"
    )


def test_an_abstract_without_sentences_is_left_as_it_is() -> None:
    assert abstract(HEADING, ("figure", "10")) == "Abstract\n10\n"


def untitled(*boxes: Box, heading: str = "body") -> list[tuple[str, int, int]]:
    """Give the sections of paragraphs in these boxes, the first one taken for an abstract."""
    ends = [10 * (at + 1) for at in range(len(boxes))]
    blocks = [BlockPlace("paragraph", end - 10, end) for end in ends]
    lines = [LinePlace(b.start, b.end, box) for b, box in zip(blocks, boxes, strict=True)]
    blocks.append(BlockPlace("heading", ends[-1], ends[-1] + 10))
    sections = [
        SectionPlace("abstract", "", 0, 10),
        SectionPlace("front", "", 10, ends[-1]),
        SectionPlace(heading, "1 Birds", ends[-1], ends[-1] + 10),
    ]
    made = settled("x" * (ends[-1] + 10), [s for s in sections if s.end > s.start], blocks, lines)
    return [(s.kind, s.start, s.end) for s in made]


def test_a_paragraph_set_otherwise_than_what_follows_is_an_abstract() -> None:
    assert untitled(NARROW, WIDE, WIDE) == [
        ("abstract", 0, 10),
        ("front", 10, 30),
        ("body", 30, 40),
    ]
    assert untitled(NARROW) == [("abstract", 0, 10), ("body", 10, 20)]


def test_a_text_that_begins_at_once_has_no_abstract() -> None:
    assert untitled(*[WIDE] * 5) == [("front", 0, 50), ("body", 50, 60)]


def test_two_paragraphs_of_one_style_before_the_first_section_are_the_abstract() -> None:
    assert untitled(NARROW, NARROW) == [("abstract", 0, 20), ("body", 20, 30)]
    assert untitled(NARROW, NARROW, heading="front") == [("front", 0, 20), ("front", 20, 30)]
