"""A whole paper, typeset from words that are known: every sentence, heading and row is read as it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.extract import child
from pipeline.records.paper_text import PaperText
from tests.support.made_papers import LAYOUTS, Truth, make

LAYOUT = next(one for one in LAYOUTS if one.name == "elsevier")
"""Two columns below a wide abstract, painted by height, with running heads, tables and figures."""
Read = tuple[PaperText, Truth]


def squash(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="session")
def paper() -> Read:
    """Give what is read of a paper of a few pages, and what stands in it."""
    pdf, truth = make(replace(LAYOUT, pages=3), Path("no fonts of our own"))
    return PaperText.model_validate(child.read(pdf)), truth


def test_every_sentence_is_read_in_order(paper: Read) -> None:
    text, truth = paper
    whole, at = squash(text.text), 0
    for sentence in truth.sentences:
        found = whole.find(squash(sentence), at)
        assert found >= 0, sentence
        at = found


def test_every_sentence_is_on_its_page(paper: Read) -> None:
    text, truth = paper
    pages = {page.number: squash(text.text[page.start : page.end]) for page in text.pages}
    for sentence, number in zip(truth.sentences, truth.pages, strict=True):
        assert squash(sentence)[:12] in pages[number]


def test_every_heading_is_a_section(paper: Read) -> None:
    text, truth = paper
    titles = [squash(section.title) for section in text.sections]
    missed = [one for one in truth.headings if not any(squash(one) in title for title in titles)]
    assert missed == []
    kinds = [section.kind for section in text.sections]
    assert (kinds.count("abstract"), kinds[-1]) == (1, "references")


def test_every_row_of_a_table_is_a_line(paper: Read) -> None:
    text, truth = paper
    lines = [squash(line) for line in text.text.splitlines()]
    assert [row for row in truth.rows if squash(row) not in lines] == []


def test_captions_and_footnotes_are_read_and_running_heads_are_not(paper: Read) -> None:
    text, truth = paper
    whole = squash(text.text)
    assert [one for one in truth.others if squash(one) not in whole] == []
    assert [head for head in truth.heads if squash(head) in whole] == []


def test_nothing_is_hidden_or_warned_of(paper: Read) -> None:
    text, _ = paper
    assert (text.hidden, text.warnings, text.other_readers) == ((), (), ())
