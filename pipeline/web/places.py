"""Where words of a paper stand on its pages: boxes to be drawn on their pictures. Pure.

A line has its box in text.json; within a line, the characters that pdfium finds there tell where
some of its words are. A table's cell comes with the heads of its row and column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.records.paper_text import CellAt, LineBox, PageLetters, PaperText
from pipeline.text.squash import Squashed, squash

Span = tuple[int, int]
"""Characters of `PaperText.text`: the first, and the one behind the last."""
Edges = tuple[float, float, float, float]
"""A box on a page: left, lower, right and upper edge, in points from the lower left corner."""
Letters = Callable[[int], PageLetters]
"""Gives a page's characters."""
_SLACK = 1.5
"""Points that a character's middle may lie outside its line's box: tenths are kept, and formulas
reach beyond."""
_HEADS_REACH = 1500
"""Characters before a table's first row in which its heads are looked for."""
_BETWEEN_LINES = 0.5
"""Of a character's height: one whose middle is farther off stands in another line."""


class PlaceBox(NamedTuple):
    """A box on a page, and what it is around: words, or the head of the row or column of a cell.

    `span` tells which of the places that were asked for it belongs to.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float
    kind: Literal["words", "row", "column"]
    span: int = 0


class _Letter(NamedTuple):
    letter: str
    box: Edges


# ── words ──


def boxes_of(text: PaperText, spans: Sequence[Span], letters: Letters) -> list[PlaceBox]:
    """Give the boxes of some words, a box for each line, and those of the heads of cells."""
    found, heads = [], []
    for at, span in enumerate(spans):
        own = [PlaceBox(page, *box, "words", at) for page, box in _of_span(text, span, letters)]
        found += own
        if (cell := text.cell_at(span[0])) and span[1] <= cell.cell.end:
            heads += [box._replace(span=at) for box in _heads(text, cell, own, letters)]
    once: dict[PlaceBox, PlaceBox] = {}  # two cells may have one row
    for box in heads:
        once.setdefault(box._replace(span=0), box)
    return [*found, *once.values()]


def _of_span(text: PaperText, span: Span, letters: Letters) -> Iterator[tuple[int, Edges]]:
    """Give the boxes of some words, each with its page."""
    for page, line in text.boxes(*span):
        start, end = max(span[0], line.start), min(span[1], line.end)
        edges = (line.x0, line.y0, line.x1, line.y1)
        if (start, end) != (line.start, line.end):
            within = _within_line(text, line, (start, end), letters(page))
            edges = within or edges
        yield page, edges


def _within_line(text: PaperText, line: LineBox, span: Span, page: PageLetters) -> Edges | None:
    """Give the box of some of a line's words; None where its characters are not made out."""
    words = text.text[slice(*span)]
    plain = _letters if _letters(words) else _signs
    wanted, before = plain(words), len(plain(text.text[line.start : span[0]]))
    there = _in_line(line, page, plain)
    joined = "".join(one.letter for one in there)
    places = [found.start() for found in re.finditer(re.escape(wanted), joined)] if wanted else []
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - before))
    return _around([one.box for one in there[at : at + len(wanted)]])


def _in_line(line: LineBox, page: PageLetters, plain: Callable[[str], str]) -> list[_Letter]:
    """Give the characters in a line's box, in the order of reading."""
    found = []
    for letter, box in zip(page.text, page.boxes, strict=True):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if line.x0 - _SLACK <= x <= line.x1 + _SLACK and line.y0 - _SLACK <= y <= line.y1 + _SLACK:
            found += [_Letter(one, box) for one in plain(letter)]
    is_level = line.x1 - line.x0 >= line.y1 - line.y0
    return sorted(found, key=lambda one: one.box[0]) if is_level else found


def _letters(text: str) -> str:
    """Give the letters and digits of a text, without accents: some PDFs set these apart."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def _signs(text: str) -> str:
    """Give the characters of a text that has no letters, such as a cell with a tick."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# ── a table's cell ──


def _heads(
    text: PaperText, cell: CellAt, boxes: Sequence[PlaceBox], letters: Letters
) -> Iterator[PlaceBox]:
    """Give the boxes of the heads of a cell's row and column; `boxes` are the cell's own."""
    for label in cell.row.cells[: cell.table.label_columns]:
        if label.end and label != cell.cell:
            for page, edges in _of_span(text, (label.start, label.end), letters):
                yield PlaceBox(page, *edges, "row")
    if cell.column >= cell.table.label_columns and boxes:
        yield from _of_column(text, cell, boxes[0], letters)


def _of_column(
    text: PaperText, cell: CellAt, box: PlaceBox, letters: Letters
) -> Iterator[PlaceBox]:
    """Give a column's head and its group's: of several of the same words the one above the cell."""
    cells = [one for row in cell.table.rows for one in row.cells]
    first = min(one.start for one in cells if one.end)
    caption = cell.table.end if cell.table.end <= first else 0
    begin = max(caption, first - _HEADS_REACH)
    for words in cell.head.split(" > "):
        places = [
            PlaceBox(page, *edges, "column")
            for place in _occurrences(text.text[begin:first], words)
            for page, edges in _of_span(text, (place[0] + begin, place[1] + begin), letters)
            if page == box.page and edges[1] >= box.bottom
        ]
        if places:
            middle = (box.left + box.right) / 2
            yield min(places, key=lambda one: _off(one, middle))


def _off(box: PlaceBox, x: float) -> tuple[float, float]:
    """Give how far a box is from standing above a point, and how high."""
    return max(box.left - x, x - box.right, 0.0), -box.bottom


# ── words that are looked for ──


def find(text: PaperText, words: str) -> list[Span]:
    """Give where words stand in a paper, however they are written, in order."""
    return sorted(_occurrences(text.text, words))


def find_number(text: PaperText, number: str) -> list[Span]:
    """Give where a number stands in a paper, in order; of a share of a hundred also without %."""
    bare = number.strip().rstrip("%％").rstrip()
    found = {span[0]: span for span in (*_occurrences(text.text, bare), *find(text, number))}
    return sorted(found.values())


def _occurrences(text: str, words: str) -> list[Span]:
    exact = [
        found.span()
        for found in re.finditer(rf"(?<![\w.]){re.escape(words.strip())}(?!\w|\.\d)", text)
        if words.strip()
    ]
    return exact or list(Squashed(text).occurrences(squash(words)))


# ── hidden text ──


def of_hidden(words: str, letters: PageLetters) -> list[Edges]:
    """Give the boxes of words of a page that its reader does not see, a box for each line."""
    there = [
        _Letter(one, box)
        for letter, box in zip(letters.text, letters.boxes, strict=True)
        for one in _letters(letter)
    ]
    wanted = _letters(words)
    at = "".join(one.letter for one in there).find(wanted) if wanted else -1
    return _by_lines(one.box for one in there[at : at + len(wanted)]) if at >= 0 else []


def _by_lines(boxes: Iterable[Edges]) -> list[Edges]:
    found: list[Edges] = []
    for box in boxes:
        middle, reach = (box[1] + box[3]) / 2, (box[3] - box[1]) * _BETWEEN_LINES
        if found and found[-1][1] - reach <= middle <= found[-1][3] + reach:
            found[-1] = _around([found[-1], box])
        else:
            found.append(box)
    return found


def _around(boxes: Sequence[Edges]) -> Edges:
    lefts, lowers, rights, uppers = zip(*boxes, strict=True)
    return min(lefts), min(lowers), max(rights), max(uppers)
