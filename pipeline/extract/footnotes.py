"""Tell footnotes: they stand small at a column's foot and begin with a raised mark.

Sizes are in points; the thresholds are shares of a size ("ems": of the line's own) or counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.floats import body_size, heads_references
from pipeline.extract.lines import Line
from pipeline.text.cjk import CJK

_MARK = re.compile(
    r"\s*(?:\d{1,2}|[*†‡§¶∗⋆♯#a-z]{1,2})\s?[^\W\d_]|\s*(?:\d{1,2}|[*†‡§¶∗⋆♯])\s?[“\"'(h]"
)
_GLUED_MARK = re.compile(rf"\s*(?:\d{{1,2}}|[*†‡§¶∗])(?:[A-Z{CJK}“]|https?:|www\.)")
_SMALL, _SMALLER = 0.95, 0.92
"""Shares of the text's size under which a line may be a footnote's, and is surely small."""
_ABOVE_NOTE = 1.8
"""Ems from the text to a footnote that begins on the page before."""
_REST_INDENT = 1.5
"""Ems from the column's edge within which the rest of a footnote begins: it may be indented."""
_OF_PAGE = 5
"""One in five letters of a page is of the document's usual size where that is the page's, too."""
_TEXT_ABOVE = 20
"""Letters of a line that shows that a column has text above its footnotes."""
_FOOT = 0.2
"""Share of the page's height, from its lowest line up, that footnotes end in."""
_MOST_NOTE_LINES = 12
"""Lines at most at a column's foot, for the first few to be the rest of a footnote."""
_MOST_REST = 5
"""Lines at most of a footnote's rest in front of the next footnote."""


def notes(page: list[Line], usual: float = 0.0) -> list[Line]:
    """Mark the footnotes of a page: small lines at a column's foot from a raised mark on.

    `usual` is the size of the document's text, which a page with a long abstract has less of. A
    list of references that is set so has none.
    """
    body = usual if _has_size(page, usual) else body_size(page)
    if not body:
        return page
    heights = [line.y for line in page if line.part != "aside"] or [0.0]
    foot = min(heights) + _FOOT * (max(heights) - min(heights))
    end = len(page)
    while end:
        start = _column_start(page, end)
        if page[end - 1].y < foot:
            _mark_notes(page, start, end, body)
        end = start
    return page


def _has_size(page: Sequence[Line], size: float) -> bool:
    """Tell whether enough of a page's letters are of a size, to a quarter of a point."""
    alike = sum(line.letters for line in page if round(line.size * 4) / 4 == size)
    return alike * _OF_PAGE > sum(line.letters for line in page)


def _column_start(page: Sequence[Line], end: int) -> int:
    """Give where the column begins whose last line is in front of `end`."""
    at, last = end - 1, page[end - 1]
    while at and page[at - 1].y >= page[at].y:  # a stretched line may be in two parts
        line = page[at - 1]
        if not (last.left <= line.left and line.right <= last.right):
            break
        at -= 1
    return at


def _mark_notes(page: list[Line], start: int, end: int, body: float) -> None:
    """Mark the footnotes of the column from `start` to `end`.

    A page's number may stand in a form below them.
    """
    while end > start and page[end - 1].part != "flow":
        end -= 1
    low = end
    while low > start and page[low - 1].size < _SMALL * body and page[low - 1].part == "flow":
        low -= 1
    text = any(
        line.size >= _SMALL * body and line.letters > _TEXT_ABOVE for line in page[start:low]
    )
    flow = (line for line in page[start:end] if line.part == "flow")
    if not text or any(map(heads_references, flow)):
        return
    first = next((i for i in range(low, end) if begins_note(page[i])), end)
    if low < end and _may_be_rest(first, low, end) and _is_rest(page[low - 1], page[low], body):
        first = low
    for i in range(first, end):
        page[i] = page[i]._replace(part="note", starts=begins_note(page[i]))


def _may_be_rest(first: int, low: int, end: int) -> bool:
    """Tell whether the small lines from `low` on, up to a footnote's `first`, are few enough."""
    few = first == end or low < first <= low + _MOST_REST
    return few and end - low < _MOST_NOTE_LINES


def _is_rest(above: Line, line: Line, body: float) -> bool:
    """Tell whether a small line without a mark goes on with a footnote of the column before.

    It stands well below the text.
    """
    below = above.y - line.y > _ABOVE_NOTE * line.size
    at_edge = line.cells == 1 and abs(line.x0 - line.left) < _REST_INDENT * line.size
    return line.size < _SMALLER * body and below and at_edge


def begins_note(line: Line) -> bool:
    """Tell whether a line begins with a footnote's mark: raised, or glued to its first word."""
    return bool(_MARK.match(line.text) if line.raised else _GLUED_MARK.match(line.text))
