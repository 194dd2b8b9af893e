"""Look a quote up in a paper: as it stands, alike, in parts, or over what is set between its halves."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.check.paper_index import PaperIndex
from pipeline.records.draft import Quote
from pipeline.records.report import Evidence
from pipeline.text.squash import squash, weight, words_of

SHORT = 15
"""A quote with fewer letters and digits proves nothing: it stands in any paper of the field.
Chinese characters count twice."""
_BREAK_REACH = 3000
"""How many squashed characters a figure or a footnote may put between the two halves of a quote."""
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.+|…+)\s*")
_INTERRUPTION = re.compile(r"[^\w\n]{0,3}\n.{15,}\n[^\w\n]{0,3}", re.DOTALL)
"""Lines of their own between two halves of a sentence, neither of which has more words on its
line."""


def find_quote(quote: Quote, index: PaperIndex) -> Evidence:
    """Look a quote up: as it stands on its page, as it stands anywhere, alike on its page, alike anywhere.

    An ellipsis cuts it into parts, which must follow each other; a figure, a footnote or a page's
    end may cut it too.
    """
    for low, high in (index.page(quote.page), (0, len(index.text))):
        start = index.text.find(quote.text, low, high)
        if start >= 0 and _whole_words(index.text, start, start + len(quote.text)):
            return _evidence(quote, "exact", (start, start + len(quote.text)), index)
    found = _alike(quote, index) or _in_parts(quote, index) or _over_a_break(quote, index)
    if found:
        return _evidence(quote, "alike", found, index)
    return Evidence(quote=quote.text, claimed_page=quote.page, match="missing")


def is_short(quote: str) -> bool:
    """Tell whether a quote is too short to prove anything."""
    return weight(squash(quote)) < SHORT


def nearest_passage(words: str, index: PaperIndex) -> tuple[str, int | None]:
    """Give the passage most like a quote that is not in the paper, with its page; empty where nothing is alike."""
    from rapidfuzz import fuzz

    text = index.text
    if len(words) < SHORT:
        return "", None
    best = fuzz.partial_ratio_alignment(words[:400].lower(), text.lower(), score_cutoff=75)
    if best is None or len(text) < len(words):
        return "", None
    start = (
        max(text.rfind(" ", 0, best.dest_start + 1), text.rfind("\n", 0, best.dest_start + 1)) + 1
    )
    end = re.compile(r"\s|$").search(text, best.dest_end)
    passage = " ".join(text[start : end.start() if end else best.dest_end].split())
    return f"“{passage[:160]}{'…' if len(passage) > 160 else ''}”", index.page_at(start)


def _alike(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    first = None
    for place in index.squashed.occurrences(squash(quote.text)):
        if index.page_at(place[0]) == quote.page:
            return place
        first = first or place
    return first


def _in_parts(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    parts = [squash(part) for part in _ELLIPSIS.split(quote.text)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or min(map(weight, parts)) < SHORT // 2:
        return None
    for start, _ in index.squashed.occurrences(parts[0]):
        end = start
        for part in parts:
            found = index.squashed.behind(end, part, _BREAK_REACH)
            if found is None:
                break
            end = found[1]
        else:
            return start, end
    return None


def _over_a_break(quote: Quote, index: PaperIndex) -> tuple[int, int] | None:
    """Find a quote that something is set between: a page's end, a figure, a footnote, which stand in lines of their own."""
    words = words_of(quote.text)
    low, high = 2, len(words) - 2
    while low < high:  # the longest beginning that the paper has
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if index.squashed.has("".join(words[:middle])) else (low, middle - 1)
        )
    front, rest = "".join(words[:low]), "".join(words[low:])
    if len(words) < 8 or min(weight(front), weight(rest)) < SHORT // 2:
        return None
    for start, end in index.squashed.occurrences(front):
        found = index.squashed.behind(end, rest, _BREAK_REACH)
        if found and _INTERRUPTION.fullmatch(index.text, end, found[0]):
            return start, found[1]
    return None


def _whole_words(text: str, start: int, end: int) -> bool:
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
