"""Quotes, in every way that a PDF and a model disagree about them."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quotes import find_quote
from pipeline.records.draft import Quote
from pipeline.records.paper_text import Page, PaperText, Section
from tests.support.checked import BARE, TEXT, evidence
from tests.support.records import PAPER, draft, of_blocks, paper_text


def test_a_quote_is_found_as_it_stands_with_its_characters() -> None:
    found = evidence("Sparrow is trained on 27M sentences from 3,200 papers.")
    assert (found.match, found.page) == ("exact", 1)
    assert found.start is not None
    assert TEXT.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "quote",
    [
        "sparrow is trained on 27m sentences from 3200 papers",
        "Sparrow is trained on 27M  sentences from 3,200 pa-pers .",
        "“Sparrow is trained on 27M sentences, from 3,200 papers”",
    ],
)
def test_a_quote_is_found_but_for_case_space_hyphens_and_punctuation(quote: str) -> None:
    found = evidence(quote)
    assert (found.match, found.page) == ("alike", 1)
    assert found.start is not None
    assert (
        TEXT.text[found.start : found.end]
        == "Sparrow is trained on 27M sentences from 3,200 papers"
    )


def test_a_quote_on_another_page_is_found_there_and_noted() -> None:
    report = check(
        draft("好", ("The writer takes all notes and writes the summary in one pass.", 1)),
        PAPER,
        TEXT,
    )
    assert report.evidence[0][0].page == 2
    assert {(f.kind, f.severity, f.page) for f in report.findings} == {("quote", "note", 2)}
    assert report.doubts == 0


@pytest.mark.parametrize(
    "quote",
    [
        "Sparrow is trained on 28M sentences",
        "parrow is trained on 27M",
        "nobody ever wrote this",
        "—",
    ],
)
def test_a_quote_that_nobody_wrote_is_not_found(quote: str) -> None:
    assert evidence(quote).match == "missing"


def test_a_quote_over_a_page_break_is_found_where_it_begins() -> None:
    text = paper_text("Abstract\nWe train on all of the", "data that there is.")
    found = check(
        draft("好", ("We train on all of the data that there is.", 1)), PAPER, text
    ).evidence[0][0]
    assert (found.match, found.page) == ("exact", 1)


@pytest.mark.parametrize(
    ("quote", "pages", "match", "stands"),
    [
        ("an efficient way to fine-tune", ("an eﬃcient way to ﬁne-tune it",), "exact", "an efficient way to fine-tune"),
        ("an eﬃcient way to ﬁne-tune", ("an efficient way to fine-tune it",), "alike", "an efficient way to fine-tune"),
        ("a new representation of it", ("a new repre-\nsentation of it.",), "exact", "a new representation of it"),
        ("large scale pretraining", ("large-scale pre-\ntraining",), "alike", "large-scale pretraining"),
        ("state of the art results", ("state-of-\nthe-art results",), "alike", "state-of-the-art results"),
        ("it costs 3200 dollars", ("it costs 3,200 dollars",), "alike", "it costs 3,200 dollars"),
        ("a total of 3200", ("a total of 3,200 and more",), "alike", "a total of 3,200"),
        ("we learn, without labels", ("we learn - without “labels”",), "alike", "we learn - without “labels"),
        ("WE LEARN IT", ("we learn it",), "alike", "we learn it"),
        ("it holds for c1 6= 0 only", ("it holds for c1 ⁄= 0 only",), "alike", "it holds for c1 ⁄= 0 only"),
        ("auf der strasse gehen", ("auf der Straße gehen",), "alike", "auf der Straße gehen"),
        ("learn from it", ("relearn from its own. They learn from it.",), "alike", "learn from it"),
        ("我们提出了新的方法，它很好", ("本文中我们提出了新的方法,它很好。",), "alike", "我们提出了新的方法,它很好"),
        ("we train it on\nall the data", ("we train it on all", "the data there is"), "exact", "we train it on all the data"),
        ("train a repre sentation", ("we train a repre-", "sentation of it"), "alike", "train a representation"),
    ],
)  # fmt: skip
def test_a_quote_is_found_however_page_and_model_write_it(
    quote: str, pages: tuple[str, ...], match: str, stands: str
) -> None:
    text = paper_text("Abstract\nHere stand some words before it, and " + pages[0], *pages[1:])
    found = check(draft("好", (quote, 1)), BARE, text).evidence[0][0]
    assert (found.match, found.page, text.text[found.start : found.end]) == (match, 1, stands)


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("we improve by 3.2 points", "we improve by 3.1 points"),
        ("we improve by 32 points", "we improve by 3.2 points"),
        ("it does work", "it does not work"),
        ("the model is large", "the model is larger"),
        ("it is trained … on data", "it is trained for long on data"),
        ("…", "anything"),
        ("ork on dat", "work on data"),
    ],
)  # fmt: skip
def test_a_quote_that_is_altered_is_missing(quote: str, page: str) -> None:
    report = check(draft("好", (quote, 1)), BARE, paper_text(f"Abstract\n{page}"))
    assert [(e.match, e.page, e.start, e.end) for e in report.evidence[0]] == [
        ("missing", None, None, None)
    ]
    assert [(f.kind, f.severity) for f in report.findings if f.where == "point 1"] == [
        ("quote", "doubt")
    ]


def test_a_quote_that_stands_twice_is_found_on_the_page_that_it_names() -> None:
    text = paper_text(
        "Abstract\nWe say it again.",
        "Here is more of it all.",
        "We say it again. And We Say: it again!",
    )
    both = check(draft("好", ("We say it again.", 3), ("we say it again", 3)), BARE, text).evidence[
        0
    ]
    assert [(e.match, e.page) for e in both] == [("exact", 3), ("alike", 3)]


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_the_paper_does_not_have_is_noted_not_doubted(page: int) -> None:
    report = check(
        draft("好", ("Here is more of it all.", page)),
        BARE,
        paper_text("Abstract\nWe have it in this paper.", "Here is more of it all."),
    )
    assert report.evidence[0][0].page == 2
    assert (
        report.findings[0].message
        == f"the quote “Here is more of it all.” is on p. 2, not on p. {page}"
    )
    assert report.doubts == 0


def test_a_long_quote_is_cut_in_the_message_only() -> None:
    quote = "nobody wrote " * 12
    found = check(draft("好", (quote, 1)), PAPER, TEXT).findings[0]
    assert found.words == quote.strip()
    assert found.message == f"the quote “{quote[:60]}…” is not in the paper"


# ── in parts ──

LONG = "We train the reader on all the letters that were sent to us in the spring of that year."


@pytest.mark.parametrize(
    ("quote", "page", "stands"),
    [
        ("We train the reader … in the spring of that year", LONG, LONG[:-1]),
        ("We train the reader ... in the spring of that year", LONG, LONG[:-1]),
        ("We train the reader [...] in the spring of that year", LONG, LONG[:-1]),
        ("We train the reader (…) that were sent … of that year", LONG, LONG[:-1]),
        ("… all the letters that were sent to us …", LONG, "all the letters that were sent to us"),
        ("in the spring of that year … We train the reader", LONG, None),
        ("We train the reader … in the autumn of that year", LONG, None),
        ("We train the reader … in the winter … of that year", LONG, None),
        ("We train … year", LONG, None),  # proves nothing
        ("We train the reader … in the spring of that year",
         "We train the reader " + "so it goes on and on " * 220 + "in the spring of that year", None),
        ("We train the reader … in the spring of that year",
         "We train the reader again. " + LONG, "We train the reader again. " + LONG[:-1]),
    ],
)  # fmt: skip
def test_an_ellipsis_cuts_a_quote_into_parts_that_follow_each_other(
    quote: str, page: str, stands: str | None
) -> None:
    text = paper_text(f"Abstract\n{page}")
    (found,) = check(draft("好", (quote, 1)), BARE, text).evidence[0]
    assert found.match == ("alike" if stands else "missing")
    assert (text.text[found.start : found.end] if stands else None) == stands


# ── over a break ──

FRONT, REST = "We train the reader on all the letters", "that were sent to us in the spring."


@pytest.mark.parametrize(
    ("between", "is_found"),
    [
        ("\nFigure 2: The reader with its lamp and its chair.\n", True),
        ("\n3 In the spring of the year after it.\n", True),
        (" and on those of the old post office, all of them, ", False),
        ("\nFig. 2\n", False),
        (" so\nFigure 2: The reader with its lamp and its chair.\n", True),  # before a line's end
        ("\n" + "Figure 2: The reader with its lamp and its chair.\n" * 120, False),
    ],
)
def test_lines_of_their_own_may_part_a_quote(between: str, is_found: bool) -> None:
    whole = f"Abstract\n{FRONT}{between}{REST}"
    text = PaperText(text=whole, pages=(Page(number=1, start=0, end=len(whole)),), sections=())
    (found,) = check(draft("好", (f"{FRONT} {REST}", 1)), BARE, text).evidence[0]
    assert (found.match == "alike") == is_found
    if is_found:
        assert text.text[found.start : found.end] == f"{FRONT}{between}{REST[:-1]}"


def test_a_short_quote_is_not_looked_for_over_a_break() -> None:
    whole = "We train it all\nFigure 2: The reader with its lamp and its chair.\nin the spring"
    text = PaperText(text=whole, pages=(Page(number=1, start=0, end=len(whole)),), sections=())
    (found,) = check(draft("好", ("We train it all in the spring", 1)), BARE, text).evidence[0]
    assert found.match == "missing"


COLUMNS = (
    "A Title\nAda Lark Bo Wren\nHeron Research Finch University\nAbstract\n"
    "were not able to read the letters of the\npost office in any of the years. As said, adding"
    " lamps helps. However, in this case we\nof the other column, which is set beside it.\n"
    "spring of that year, nor those of 10−5 ages with 𝐻 and 𝑇 in them, and defor-"
)


@pytest.mark.parametrize(
    ("quote", "is_found"),
    [
        ("However, in this case we were not able to read the letters of the"
         " spring of that year", True),
        ("However, in this case we were able to read the letters of the spring of that year",
         False),
        ("However, in this case we were not able to open the letters of the spring of that year",
         False),
        ("in any of the years. adding lamps helps. However, in this case", False),  # left out
        ("Ada Lark Heron Research", True),  # authors stand beside each other
        ("Ada Lark Robin Research", False),
        ("nor those of 10⁻⁵ ages with H and T in them", True),
        ("n any of the years. As said, adding lamps helps. Howev", True),  # cut within words
        ("n any of the years. How", False),  # too short for it
    ],
)  # fmt: skip
def test_a_quote_is_found_in_the_pieces_that_the_layout_cuts_it_into(
    quote: str, is_found: bool
) -> None:
    front = Section(kind="front", title="", start=0, end=COLUMNS.index("Abstract"))
    page = Page(number=1, start=0, end=len(COLUMNS))
    text = PaperText(text=COLUMNS, pages=(page,), sections=(front,))
    (found,) = check(draft("好", (quote, 1)), BARE, text).evidence[0]
    assert (found.match == "alike") is is_found


# ── findings ──


def test_a_quote_too_short_to_prove_anything_is_doubted_wherever_it_stands() -> None:
    text = paper_text("Abstract\nWe learn it all. 我们提出了新方法。")
    for quote, doubts in (("learn it", 1), ("We learn it all.", 1), ("我们提出了新方法", 0)):
        findings = check(draft("好", (quote, 1)), BARE, text).findings
        told = [f.message for f in findings if f.where == "point 1"]
        assert told == [f"the quote “{quote}” is too short to prove anything"] * doubts


def test_the_passage_most_like_a_missing_quote_is_told_in_whole_words() -> None:
    quote = "Sparrow is trained on 28M sentences from 3,200 papers"
    finding = check(draft("好", (quote, 1)), PAPER, TEXT).findings[0]
    assert finding.nearest == "“Sparrow is trained on 27M sentences from 3,200 papers.”"
    assert finding.page == 1
    for other in ("nobody ever wrote of such things as these", "of 28M"):
        finding = check(draft("好", (other, 1)), PAPER, TEXT).findings[0]
        assert (finding.nearest, finding.page) == ("", None)


def test_a_long_passage_is_cut() -> None:
    words = "the reader reads all letters by the lamp " * 9
    text = paper_text(f"Abstract\nHere {words}")
    finding = check(draft("好", ("Here is " + words, 1)), BARE, text).findings[0]
    assert finding.nearest.endswith("…”")
    assert len(finding.nearest) == 160 + 3


def test_a_quote_within_words_is_found_alike_or_not_at_all() -> None:
    text = paper_text("Abstract\nThey relearn from its own letters. We learn From its own letters")
    (found,) = check(draft("好", ("learn from its own letter", 1)), BARE, text).evidence[0]
    assert found.match == "missing"
    (found,) = check(draft("好", ("learn From its own letters", 1)), BARE, text).evidence[0]
    assert found.match == "exact"


def test_a_quote_that_stands_within_a_longer_word_only_is_missing() -> None:
    text = paper_text("Abstract\nThey relearn it all from the letters.")
    for quote in ("learn it all from the letters", "relearn it all from the letter"):
        (found,) = check(draft("好", (quote, 1)), BARE, text).evidence[0]
        assert found.match == "missing"


def test_a_quote_may_leave_out_the_formula_or_the_float_between_its_halves() -> None:
    words = "We minimise the loss where x is a small bird and y the tree that it sits in."
    first, second = words[:21], words[21:]
    text = of_blocks(
        ("paragraph", first),
        ("formula", "L = f(x) + g(y) (3) "),
        ("paragraph", second[:30]),
        ("figure", "\naccuracy\n"),
        ("paragraph", second[30:]),
    )
    found = find_quote(Quote(text=words, page=1), PaperIndex(text, PAPER))
    assert (found.match, found.start, found.end) == ("alike", 0, len(text.text) - 1)
    whole = find_quote(
        Quote(text=f"{first}L = f(x) + g(y) (3) where x", page=1), PaperIndex(text, PAPER)
    )
    assert whole.match == "exact"


def test_halves_that_are_pages_apart_are_no_quote() -> None:
    words = "We minimise the loss where x is a small bird."
    parts = ("paragraph", words[:21]), ("figure", "a" * 3100), ("paragraph", words[21:])
    found = find_quote(Quote(text=words, page=1), PaperIndex(of_blocks(*parts), PAPER))
    assert found.match == "missing"
