"""Text from outside costs a time that grows with its length, not with its length's square."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline import resources
from pipeline.check import claims, names, paper_index, quantities, strength, ways
from pipeline.check.statements import in_pieces
from pipeline.draft import (
    announcement,
    extractive,
    own_work,
    quotable,
    sentence_roles,
    suspicious,
    symbols,
    told,
)
from pipeline.draft.argument import Sentence
from pipeline.entry import edited, emphasis, inert
from pipeline.entry.render import render
from pipeline.errors import SummarizeError
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
from pipeline.log import (
    day_marks,
    encoding,
    entry_form,
    house_style,
    insertion,
    pending_list,
    presence,
    reading_log,
)
from pipeline.pdf.page import PageGlyphs
from pipeline.records.draft import Drafted, KeyPoint, Lead, Quote
from pipeline.records.paper_text import Page, PaperText, Section
from pipeline.records.report import Evidence
from pipeline.records.statement import Statement
from pipeline.records.style import USUAL_FORM, Style
from pipeline.text import (
    affiliations,
    byline,
    disguise,
    injections,
    marks,
    sentences,
    squash,
    titles,
    venues,
)
from tests.support.pages import run, runs
from tests.support.records import PAPER, draft

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
    return PageGlyphs(595, 842, (hiding,), len(text), 0, (), (), ())


READ = paper_of("The paper has GPT-4 with 27M pairs and 3.5% more of University words.\n" * 20)
QUOTED = Evidence(quote="27M pairs", claimed_page=1, match="exact", page=1, start=14, end=90)
KNOWN = affiliations.shipped_aliases()
PROSE = "We propose Sparrow, a method that reads papers. It is better than the others by 3%.\n" * 4
DRAFT = draft("Sparrow reads a paper section by section")
REPORT = claims.check(DRAFT, PAPER, READ)
SENTENCES = (
    quotable.is_prose, quotable.is_worth_quoting, quotable.is_any, quotable.leans,
    quotable.own_words, quotable.stands_alone, quotable.is_of_abstract, quotable.is_small_print,
    quotable.without_citations, quotable.fold, sentence_roles.is_news, sentence_roles.tells_results,
    quotable.goes_on, sentence_roles.is_doing, sentence_roles.tells_on_what, told.told,
    announcement.is_announcement, announcement.is_commonplace, announcement.is_bare_claim,
    symbols.symbols_of,
)  # fmt: skip
SENTENCES_OF_A_PLACE = (
    own_work.is_limit, own_work.is_conclusion,
    lambda sentence: sentence_roles.role_beside_abstract(sentence, ("Sparrow",)),
    lambda sentence: own_work.names_of(sentence.text, [sentence]),
    lambda sentence: own_work.tells_own_work(sentence, ("Sparrow",)),
    lambda sentence: own_work.tells_how(sentence, ("Sparrow",)),
)  # fmt: skip
COMMENTS = (marks.mark, marks.take_out, marks.without_comments, marks.split_trailer)


def extracted(text: PaperText) -> None:
    with contextlib.suppress(SummarizeError):  # no sentences in it
        extractive.draft(PAPER, text, language="en")


def rendered(text: str) -> str:
    said = draft().verdict.model_copy(update={"text": text})
    return render(
        resources.read("templates", "entry.zh.md.j2", Path("/nowhere")),
        paper=PAPER.model_copy(update={"title": text}),
        text=READ,
        drafted=Drafted(draft=DRAFT.model_copy(update={"verdict": said}), drafter=text),
        report=REPORT,
        today=datetime.date(2024, 1, 6),
        name="t",
    )


def read_back(log: str, entry: str) -> str:
    read = reading_log.read(log)
    return insertion.misread(read, insertion.plan(read, entry, datetime.date(2024, 1, 6)), entry)


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "sentences that address a model": injections.is_one,
    "sentences of prose": lambda text: list(sentences.split(text)),
    "sentences of a paper": sentences.of_paper,
    "sentences of a statement": sentences.of_statement,
    "squashed": squash.squash,
    "titles": lambda text: titles.same_title(text, "a title"),
    "characters in disguise": disguise.undress,
    "affiliations of a page": lambda text: byline.find_affiliations(PAPER, paper_of(text)),
    "a venue": lambda text: venues.venue_of(
        PAPER.model_copy(update={"comment": text, "journal_ref": ""}), paper_of(text)
    ),
    "an affiliation": lambda text: affiliations.has_affiliation(text, "University of X", KNOWN),
    "page of an affiliation": lambda text: affiliations.has_affiliation("FAIR", text, KNOWN),
    "quantities": lambda text: list(quantities.claimed(text)),
    "names": lambda text: list(names.names(text)),
    "index": lambda text: paper_index.PaperIndex(paper_of(text), PAPER).quantities,
    "a statement": lambda text: claims.check_words([Statement("point 1", text)], PAPER, READ),
    "a quoted statement": lambda text: claims.check_words(
        [Statement("point 1", text, (QUOTED,))], PAPER, READ
    ),
    "strength": lambda text: (strength.surer(text, text), strength.wider(text, text)),
    "ways": lambda text: (ways.opposite(text, "A is more than B"), ways.opposite("A > B", text)),
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
    "hidden text of a page": lambda text: list(hidden.hidden_words(page_of(text).runs)),
    "inert": inert.inert,
    "an edited entry": lambda text: edited.statements(text, None, None),
    "an edited entry of a draft": lambda text: edited.statements(
        f"title\n1. {text}", DRAFT, REPORT
    ),
    "a log": reading_log.read,
    "a pending list": lambda text: pending_list.read(reading_log.read(text)),
    "a log's style": lambda text: house_style.learn(reading_log.read(text), "zh"),
    "a log's form": lambda text: entry_form.learn_form(reading_log.read(text), "zh"),
    "form of an entry": lambda text: entry_form.learn_form(
        reading_log.read(f"## 2024.1.6\n\n《a》\n\n1. {text}\n" * 3), "zh"
    ),
    "samples of a log": lambda text: entry_form.nearest(
        entry_form.sample_entries(
            reading_log.read(f"## 2024.1.6\n\n《a》\n\n1. {text}\n"), "zh", USUAL_FORM["zh"]
        ),
        PAPER,
        text,
    ),
    "topics": reading_log.topics,
    "an extractive draft": lambda text: extracted(paper_of(text)),
    "an extractive draft of prose": lambda text: extracted(paper_of(PROSE + text + PROSE)),
    "sentences worth quoting": lambda text: [test(text) for test in SENTENCES],
    "sentences of a place": lambda text: [
        test(Sentence(text, 0, place, None))
        for test in SENTENCES_OF_A_PLACE
        for place in ("abstract", "introduction", "limitations")
    ],
    "traces in an answer": lambda text: list(
        suspicious.traces([Statement("point 1", text)], told="words told", body=READ.text)
    ),
    "traces of a prompt": lambda text: list(
        suspicious.traces([Statement("point 1", "a point")], told=text, body=text)
    ),
    "a comment's words": inert.quiet,
    "a title": inert.printed_title,
    "underscores of an entry": emphasis.without_needless_escapes,
    "an edited entry beside its draft": lambda text: edited.statements(text, DRAFT, REPORT),
    "a rendered entry": rendered,
    "comments of an entry": lambda text: [each(text) for each in COMMENTS],
    "a day's mark": lambda text: [day_marks.day_of(text), day_marks.remark_of(f"2024.1.6{text}")],
    "an encoding": lambda text: encoding.guess(text.encode("gb18030", "replace")),
    "a title's marks in a log": lambda text: house_style.for_title(Style("**", "**"), text),
    "an entry in a log": lambda text: presence.find_entry(
        reading_log.read(f"## 2024.1.6\n\n{text}"), PAPER.arxiv_id, PAPER.title
    ),
    "an entry of that title": lambda text: presence.find_entry(
        reading_log.read("## 2024.1.6\n\n《a》\n\n**b** c\n" * 20), None, text
    ),
    "an entry read back": lambda text: read_back(f"## 2024.1.7\n\n{text}", "《x》\n"),
    "an entry read back in a log": lambda text: read_back(
        "## 2024.1.7\n\n《a》\n", f"《x》\n{text}"
    ),
    "a place in a log": lambda text: insertion.plan(
        reading_log.read(text), "x\n", datetime.date(2024, 1, 6)
    ),
}


SLOW = ("traces of a prompt", "a rendered entry")
"""They take a while even so: a prompt is cut into phrases, an entry is a template's."""


def seconds(function: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in FUNCTIONS]
)
def test_four_times_the_text_takes_about_four_times_the_time(
    name: str, nothing_of_other_tests: None
) -> None:
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
