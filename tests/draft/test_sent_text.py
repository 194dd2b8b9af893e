from __future__ import annotations

from pipeline.draft.sent_text import sent
from pipeline.records.paper_text import Page, PaperText
from tests.support.records import of_blocks

PARTS = (
    ("front", "Sparrow\n"),
    ("paragraph", "We minimise "),
    ("formula", "L = f(x) "),
    ("paragraph", "where x is a bird.\n"),
    ("figure", "accuracy\nepochs\n"),
    ("caption", "Figure 1: All birds.\n"),
    ("table", "Lark | 3\n"),
    ("listing", "for each bird do\n"),
    ("footnote", "1They sing.\n"),
    ("notice", "To appear at Birds 2024.\n"),
    ("heading", "References\n"),
    ("reference", "[1] A. Lark. Songs. 2001."),
)


def paper(page: int = 1000) -> PaperText:
    """Give a paper of these parts, on pages of `page` characters."""
    made = of_blocks(*PARTS)
    starts = range(0, len(made.text), page)
    pages = (
        Page(number=number, start=at, end=min(at + page, len(made.text)))
        for number, at in enumerate(starts, 1)
    )
    return made.model_copy(update={"pages": tuple(pages)})


def test_labels_notices_and_references_are_not_sent_and_a_formula_is_an_ellipsis() -> None:
    text = paper()
    assert sent(text, (0, len(text.text))).splitlines() == [
        "[page 1]",
        "Sparrow",
        "We minimise … where x is a bird.",
        "Figure 1: All birds.",
        "Lark | 3",
        "for each bird do",
        "1They sing.",
        "References",
    ]


def test_a_passage_is_sent_alone_and_its_pages_are_marked() -> None:
    text = paper(page=20)
    start, end = text.text.index("minimise"), text.text.index("a bird")
    assert sent(text, (start, end)) == "[page 1]\nminimise\n\n[page 2]\n… where x is\n"


def test_a_page_of_labels_alone_is_no_page_to_a_model() -> None:
    text = paper(page=8)
    start = text.text.index("epochs")
    assert sent(text, (start, start + 6)) == ""


def test_a_text_whose_blocks_are_not_known_is_sent_as_it_is() -> None:
    text = paper().model_copy(update={"blocks": ()})
    assert sent(text, (0, 7), (8, 16)) == "[page 1]\nSparrow\n\n[page 1]\nWe minim\n"
