"""Look a quote up in a paper: as it stands, alike, in parts, or over what parts its halves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.check.paper_index import PaperIndex
from pipeline.check.quoted_rows import find_row, find_scattered
from pipeline.records.draft import Quote
from pipeline.records.report import Evidence, Finding, make_finding
from pipeline.text.squash import squash, weight, words_of

SHORT = 15
"""A quote with fewer letters and digits proves nothing: it stands in any paper of the field.
Chinese characters count twice."""
_BREAK_REACH = 3000
"""Characters that a figure or a footnote may put between the parts of a quote."""
_FEWEST_WORDS = 8
"""Words of a quote that something may be set between: a shorter one would fit by chance."""
_LEAST_ALIKE = 75
"""How much of a hundred a passage must be like a quote to be shown for it: rapidfuzz's ratio."""
_SOUGHT = 400
"""Characters of a missing quote that the passage most like it is looked for by."""
_LONGEST_PASSAGE = 160
_LONGEST_TOLD = 60
"""Characters of such a passage, and of a quote, in a message."""
_FEW_NUMBERS = 3
"""Numbers in a row that prove something, however short they are: a table's row."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.+|…+)\s*")
_WORD_END = re.compile(r"\s|$")
_MOST_PIECES = 4
"""Pieces that a quote may be cut into, and places of the first one that are tried."""
_BESIDE_LINE_END = 3
"""Characters between a piece and its line's end at most: a mark, a hyphen."""
_LONG = 30
"""Letters and digits of a quote that may begin or end within a word."""
_UNEQUAL = re.compile(r"(?<![\w.])6=")
"""What some readers make of TeX's ≠."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉", "0123456789-+0123456789")


def find_quote(quote: Quote, index: PaperIndex) -> Evidence:
    """Look a quote up: as it stands, on its page first, then alike, on its page first.

    It may leave out a formula. An ellipsis cuts it into parts, which must follow each other; a
    figure, a footnote or a page's end may cut it too.
    """
    for low, high in (index.page(quote.page), (0, len(index.text))):
        start = index.text.find(quote.text, low, high)
        if start >= 0 and _whole_words(index.text, start, start + len(quote.text)):
            return _evidence(quote, "exact", (start, start + len(quote.text)), index)
    found = _alike(quote, index) or _in_prose(quote, index) or _in_parts(quote, index)
    found = found or _in_pieces(quote, index) or _cut_within_words(quote, index)
    found = found or find_row(quote.text, quote.page, index) or find_scattered(quote.text, index)
    if found:
        return _evidence(quote, "alike", found, index)
    if page := _at_an_edge(quote, index):
        return Evidence(quote=quote.text, claimed_page=quote.page, match="alike", page=page)
    return Evidence(quote=quote.text, claimed_page=quote.page, match="missing")


def _at_an_edge(quote: Quote, index: PaperIndex) -> int | None:
    """Give the page of a notice that has a quote, or its beginning before what the text has.

    A running head is not in the text itself.
    """
    wanted = squash(quote.text)
    for one in index.notices:
        notice = squash(one.text)
        is_begun = bool(notice) and wanted.startswith(notice)
        if wanted and (
            wanted in notice or (is_begun and index.squashed.has(wanted[len(notice) :]))
        ):
            return one.page
    return None


def quote_findings(where: str, evidence: Evidence, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for a quote that is missing, too short, or on another page."""
    quote, page = evidence.quote, evidence.page
    said = f"the quote “{quote[:_LONGEST_TOLD]}{'…' if len(quote) > _LONGEST_TOLD else ''}”"
    if evidence.match == "missing":
        message = f"{said} is not in the paper"
        yield make_finding(where, "quote", quote, message, *_nearest_passage(quote, index))
    elif _is_short(evidence, index):
        message = f"{said} is too short to prove anything"
        yield make_finding(where, "quote", quote, message, "", page)
    elif page != evidence.claimed_page:
        message = f"{said} is on p. {page}, not on p. {evidence.claimed_page}"
        yield make_finding(where, "quote", quote, message, "", page, reason="moved")


def _is_short(evidence: Evidence, index: PaperIndex) -> bool:
    """Tell a quote that proves nothing; a row's label and the number behind it do, if short."""
    quote = evidence.quote
    if weight(squash(quote)) >= SHORT or len(_NUMBER.findall(quote)) >= _FEW_NUMBERS:
        return False
    return find_row(quote, evidence.page or evidence.claimed_page, index) is None


def _nearest_passage(words: str, index: PaperIndex) -> tuple[str, int | None]:
    """Give the passage most like a missing quote, with its page; empty where nothing is alike."""
    from rapidfuzz import fuzz

    text = index.text
    if len(words) < SHORT:
        return "", None
    sought = words[:_SOUGHT].lower()
    best = fuzz.partial_ratio_alignment(sought, text.lower(), score_cutoff=_LEAST_ALIKE)
    if best is None or len(text) < len(words):
        return "", None
    start = max(text.rfind(space, 0, best.dest_start + 1) for space in " \n") + 1
    end = _WORD_END.search(text, best.dest_end)
    passage = " ".join(text[start : end.start() if end else best.dest_end].split())
    cut = "…" if len(passage) > _LONGEST_PASSAGE else ""
    return f"“{passage[:_LONGEST_PASSAGE]}{cut}”", index.page_at(start)


def _alike(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Give the first place on the quote's page that is like it, else the first anywhere."""
    plain = quote.text.translate(_RAISED)
    places = [
        place
        for way in dict.fromkeys(map(squash, (quote.text, plain, _UNEQUAL.sub(" ", plain))))
        for place in index.squashed.occurrences(way)
    ]
    on_page = [place for place in places if index.page_at(place[0]) == quote.page]
    return next(iter(on_page or places), None)


def _in_prose(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Find a quote that leaves out the formula or the float between its halves."""
    near = (
        place
        for place in index.prose.occurrences(squash(quote.text))
        if place[1] - place[0] < len(quote.text) + _BREAK_REACH
    )
    return next(near, None)


def _in_parts(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Find a quote with an ellipsis: its parts in order, not too far from each other."""
    parts = [part for part in map(squash, _ELLIPSIS.split(quote.text)) if part]
    if len(parts) < 2 or min(map(weight, parts)) < SHORT // 2:
        return None
    for start, end in index.squashed.occurrences(parts[0]):
        if last := _follow(parts[1:], end, index):
            return start, last
    return None


def _follow(parts: Sequence[str], end: int, index: PaperIndex) -> int | None:
    """Give the end of the last of some parts that follow each other behind a character, or None."""
    for part in parts:
        found = index.squashed.behind(end, part, _BREAK_REACH)
        if found is None:
            return None
        end = found[1]
    return end


def _in_pieces(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Find a quote that a page's end, a column, a figure or a footnote cuts into a few pieces.

    Each stands word for word near the one before, and a line ends where one ends or the next one
    begins. On page 1 authors and affiliations stand side by side: there no line need end.
    """
    words = words_of(quote.text)
    pieces = [] if _ELLIPSIS.search(quote.text) else list(_longest_pieces(words, index))
    if not 2 <= len(pieces) <= _MOST_PIECES or min(map(weight, pieces)) < SHORT // 2:
        return None
    is_short = len(words) < _FEWEST_WORDS
    if is_short and not all(piece in squash(index.above_abstract) for piece in pieces):
        return None
    for first in itertools.islice(index.squashed.occurrences(pieces[0]), _MOST_PIECES):
        places = [first]
        for piece in pieces[1:]:
            found = index.squashed.occurrences(piece)
            on = (one for one in found if is_short or _is_next(places[-1], one, index))
            if (place := next(on, None)) is None:
                break
            places.append(place)
        else:
            start, end = places[0][0], places[-1][1]
            if 0 < end - start < _BREAK_REACH:
                return start, end
            return max(places, key=lambda place: place[1] - place[0])
    return None


def _longest_pieces(words: Sequence[str], index: PaperIndex) -> Iterator[str]:
    """Give the words of a quote in pieces, each the longest beginning that the paper has in a row.

    Nothing behind a word that the paper has not, and behind more pieces than are looked at.
    """
    for _ in range(_MOST_PIECES + 1):
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if index.squashed.has("".join(words[:middle])):
                low = middle
            else:
                high = middle - 1
        if not words:
            return
        yield "".join(words[:low])
        words = words[low:] if low else ()


def _is_next(before: tuple[int, int], one: tuple[int, int], index: PaperIndex) -> bool:
    """Tell whether a piece at a place may be what comes behind the one before, in the layout."""
    between = one[0] - before[1]
    is_apart = -_BREAK_REACH < between < 0 or SHORT < between < _BREAK_REACH
    ends = index.text[before[1] : before[1] + _BESIDE_LINE_END]
    begins = index.text[max(0, one[0] - _BESIDE_LINE_END) : one[0]]
    return is_apart and ("\n" in ends or "\n" in begins)


def _cut_within_words(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Find a quote whose first or last word is only a part of one: the text was cut there."""
    squashed = squash(quote.text)
    if weight(squashed) < _LONG:
        return None
    return next(index.squashed.with_broken_ends(squashed), None)


def _whole_words(text: str, start: int, end: int) -> bool:
    """Tell whether a passage neither begins nor ends within a word of Latin letters and digits."""
    around = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return not any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in around)


def _evidence(
    quote: Quote, match: Literal["exact", "alike"], place: tuple[int, int], index: PaperIndex
) -> Evidence:
    start, end = place
    return Evidence(
        quote=quote.text,
        claimed_page=quote.page,
        match=match,
        page=index.page_at(start),
        start=start,
        end=end,
    )
