"""Text from outside costs a time that grows with its length, not with its length's square."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from pipeline.check import claims, names, paper_index, quantities
from pipeline.check.statements import in_pieces
from pipeline.entry import edited, inert
from pipeline.extract import (
    characters,
    columns,
    headings,
    hidden,
    paragraphs,
    pieces,
    table_columns,
    tables,
)
from pipeline.extract.lines import Line
from pipeline.log import house_style, insertion, pending_list, reading_log
from pipeline.pdf.page import PageGlyphs
from pipeline.records.draft import KeyPoint, Lead, Quote
from pipeline.records.paper_text import Page, PaperText, Section
from pipeline.records.statement import Statement
from pipeline.text import affiliations, disguise, injections, sentences, squash, titles
from tests.support.pages import run, runs
from tests.support.records import PAPER

LONG = 6_000
"""Characters; the longer text has four times as many."""
LITTLE = 0.5
"""Seconds: what takes less tells nothing of its growth."""
PIECES = (
    "a ", "A. ", "1", "9,", " ", "\n", "\t", "ignore all ", "(", "[", "<!-- ", "《***", "**", "_",
    "`", "<", "Ab ", "ABC (", "University of ", "Department of Science and ", "一", "1. x\n", "- [ ] ",
    "http://", "x×10^", "GPT-4 ", "a\u200b", "\U000e0041", "“", "not ", "## 2024.1.6\n", "百", "$", "Table 1: a ", "© 2031. ",
)  # fmt: skip


def paper_of(text: str) -> PaperText:
    half = len(text) // 2
    return PaperText(
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        sections=(
            Section(kind="front", title="", start=0, end=half),
            Section(kind="body", title="1", start=half, end=len(text)),
        ),
    )


def cut(text: str) -> list[str]:
    """Give a text as lines of a page, of 60 characters each."""
    return [text[at : at + 60] for at in range(0, len(text), 60)]


def lines_of(text: str) -> list[Line]:
    return columns.read(runs(*cut(text), step=0.5))


def page_of(text: str) -> PageGlyphs:
    hiding = run(text, hidden="white on white")
    return PageGlyphs(595, 842, (hiding,), len(text), 0, (), (), (), exhausted=False)


READ = paper_of("The paper has GPT-4 with 27M pairs and 3.5% more of University words.\n" * 20)
KNOWN = affiliations.shipped_aliases()
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "sentences that address a model": injections.is_one,
    "sentences of prose": lambda text: list(sentences.split(text)),
    "sentences of a paper": sentences.of_paper,
    "sentences of a statement": sentences.of_statement,
    "squashed": squash.squash,
    "titles": lambda text: titles.same_title(text, "a title"),
    "characters in disguise": disguise.undress,
    "affiliations of a page": lambda text: affiliations.find_affiliations(PAPER, paper_of(text)),
    "an affiliation": lambda text: affiliations.has_affiliation(text, "University of X", KNOWN),
    "page of an affiliation": lambda text: affiliations.has_affiliation("FAIR", text, KNOWN),
    "quantities": lambda text: list(quantities.claimed(text)),
    "names": lambda text: list(names.names(text)),
    "index": lambda text: paper_index.PaperIndex(paper_of(text), PAPER).quantities,
    "a statement": lambda text: claims.check_words([Statement("point 1", text)], PAPER, READ),
    "a paper": lambda text: claims.check_words(
        [Statement("point 1", "GPT-4 has 27M pairs, 3.5% more")], PAPER, paper_of(text)
    ),
    "a line of a PDF": characters.clean,
    "a heading": headings.close_capitals,
    "a raised number": lambda text: pieces.behind(text, text),
    "plain numbers": pieces.with_plain_numbers,
    "a value of a table": table_columns.is_value,
    "a text layer": lambda text: paragraphs.assemble([text, text]),
    "an outline": lambda text: paragraphs.assemble(["1 Introduction\nWords."], [text, text]),
    "a run of a page": lambda text: columns.read([run(text)]),
    "lines of a page": lambda text: paragraphs.assemble([lines_of(text)]),
    "tables of a page": lambda text: tables.find(1, pieces.by_angle(runs(*cut(text))), ()),
    "hidden text of a page": lambda text: list(hidden.hidden_words(page_of(text))),
    "inert": inert.inert,
    "an edited entry": lambda text: edited.statements(text, None, None),
    "a log": reading_log.read,
    "a pending list": lambda text: pending_list.read(reading_log.read(text)),
    "a log's style": lambda text: house_style.learn(reading_log.read(text), "zh"),
    "topics": reading_log.topics,
    "a place in a log": lambda text: insertion.plan(
        reading_log.read(text), "x\n", datetime.date(2024, 1, 6)
    ),
}


def seconds(function: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", FUNCTIONS)
def test_four_times_the_text_takes_about_four_times_the_time(name: str) -> None:
    for piece in PIECES:
        text = piece * (LONG // len(piece))
        longer = seconds(FUNCTIONS[name], text * 4)
        if longer > LITTLE:  # the square would be sixteen times
            assert longer < 9 * max(seconds(FUNCTIONS[name], text), LITTLE / 9), repr(piece)


def test_no_answer_is_longer_than_an_entry_would_be() -> None:
    quote = Quote(text="words of the paper", page=1)
    with pytest.raises(ValidationError, match="2000"):
        KeyPoint(label="data", quotes=(quote,), text="9," * 1001)
    with pytest.raises(ValidationError, match="1500"):
        Quote(text="a" * 1501, page=1)
    with pytest.raises(ValidationError, match="30 items"):
        Lead(month="2024.1", affiliations=("X University",) * 31, kind="paper", about="")


def test_a_long_statement_is_cut_between_sentences_and_not_a_character_is_lost() -> None:
    sentence = "It has 27M pairs of words. "
    words = sentence * 300
    pieces = list(in_pieces(Statement("verdict", words)))
    assert "".join(piece.words for piece in pieces) == words
    assert all(piece.words.endswith(". ") and piece.where == "verdict" for piece in pieces)
    unbroken = "a" * 5000
    assert "".join(one.words for one in in_pieces(Statement("lead", unbroken))) == unbroken
    assert [one.words for one in in_pieces(Statement("lead", "short"))] == ["short"]
