"""Which of the places of a number is meant: the one whose surroundings have the entry's words.

A number stands in many places of a paper. Those within a quote of its point come first; then those
around which most of the words stand that the entry has around it (BM25), where the rarest and the
nearest count most; of these, the nearest to a quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records.paper_text import PaperText
from pipeline.text import sentences
from pipeline.text.ranking import bm25
from pipeline.text.squash import words_of
from pipeline.web.places import Span

_AROUND = 300
"""Characters before and behind a place in which its sentence is looked for."""
_NEAR = 8
"""Words from a number within which another counts at least half, in the entry and the paper."""
_MOST_COMPARED = 500
"""Places whose surroundings are looked at: the nearest to a quote of those that a digit has."""


class Context(NamedTuple):
    """Where a number stands in an entry: the quotes that it rests on, and what is around it."""

    quotes: Sequence[Span] = ()
    before: str = ""
    behind: str = ""


def by_context(text: PaperText, spans: Sequence[Span], context: Context) -> list[Span]:
    """Give places of the paper in the order in which they may be meant."""

    def apart(span: Span) -> int:
        return min((_apart(span, one) for one in context.quotes), default=span[0])

    near = sorted(spans, key=apart)[:_MOST_COMPARED]
    wanted = _by_distance(context.before, context.behind)
    surroundings = [_by_distance(*around(text, span)) for span in near]
    score_of = dict(zip(near, bm25(wanted, surroundings, [1] * len(near)), strict=True))
    return sorted(near, key=lambda one: (not _is_quoted(one, context), -score_of[one], apart(one)))


def _by_distance(before: str, behind: str) -> dict[str, float]:
    """Give the words around a number, each with how much it matters: at most 1."""
    found: dict[str, float] = {}
    for words in (words_of(before)[::-1], words_of(behind)):
        for distance, word in enumerate(words):
            found[word] = max(found.get(word, 0.0), _NEAR / (_NEAR + distance))
    return found


def around(text: PaperText, span: Span) -> tuple[str, str]:
    """Give the words of a place's sentence; of a table's cell those of heads, row and caption."""
    if found := text.cell_at(span[0]):
        caption = text.text[found.table.start : found.table.end]
        cells = " ".join(cell.text for cell in found.row.cells)
        return f"{caption} {found.row.label}", f"{found.head} {cells}"
    first = max(0, span[0] - _AROUND)
    window = text.text[first : span[1] + _AROUND]
    start, end = span[0] - first, span[1] - first
    own = next(one for one in sentences.of_paper(window) if one.end > start)
    return window[own.start : start], window[end : own.end]


def _apart(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _is_quoted(span: Span, context: Context) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in context.quotes)
