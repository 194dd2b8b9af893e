"""Where words of a paper stand on its pages: boxes to be drawn on their pictures. Pure.

A line has its box in text.json; within a line, the characters that pdfium finds there tell where
some of its words are. A table's cell comes with the heads of its row and column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.records.paper_text import LineBox, PageLetters, PaperText, Table, TableCell, TableRow
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
_MOST_PLACES = 50
"""Places of a word that are told."""
_BETWEEN_LINES = 0.5
"""Of a character's height: one whose middle is farther off stands in another line."""


class PlaceBox(NamedTuple):
    """A box on a page, and what it is around."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    kind: Literal["words", "head"]


class _Letter(NamedTuple):
    letter: str
    box: Edges


# ── words ──


def boxes_of(text: PaperText, spans: Iterable[Span], letters: Letters) -> list[PlaceBox]:
    """Give the boxes of some words, a box for each line, and those of the heads of a cell."""
    found = [box for span in spans for box in _of_span(text, span, letters, "words")]
    heads = [box for span in spans for box in _heads(text, span, found, letters)]
    return [*found, *dict.fromkeys(heads)]


def _of_span(
    text: PaperText, span: Span, letters: Letters, kind: Literal["words", "head"]
) -> Iterator[PlaceBox]:
    for page, line in text.boxes(*span):
        start, end = max(span[0], line.start), min(span[1], line.end)
        edges = (line.x0, line.y0, line.x1, line.y1)
        if (start, end) != (line.start, line.end):
            within = _within_line(text, line, (start, end), letters(page))
            edges = within or edges
        yield PlaceBox(page, *edges, kind)


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
    text: PaperText, span: Span, cell: list[PlaceBox], letters: Letters
) -> Iterator[PlaceBox]:
    """Give the boxes of the heads of the row and the column of the cell that a span stands in."""
    for table in text.tables:
        for row in table.rows:
            for column, one in enumerate(row.cells):
                if one.start <= span[0] < span[1] <= one.end:
                    yield from _of_row(text, table, row, letters)
                    if column >= table.label_columns and cell:
                        yield from _of_column(text, table, column, cell[0], letters)
                    return


def _of_row(text: PaperText, table: Table, row: TableRow, letters: Letters) -> Iterator[PlaceBox]:
    for label in row.cells[: table.label_columns]:
        if label.end:
            yield from _of_span(text, (label.start, label.end), letters, "head")


def _of_column(
    text: PaperText, table: Table, column: int, cell: PlaceBox, letters: Letters
) -> Iterator[PlaceBox]:
    """Give a column's head and its group's: of several of the same words the one above the cell."""
    first = min((one.start for one in _cells(table) if one.end), default=0)
    last = max((one.end for one in _cells(table)), default=0)
    begin = max(0, first - _HEADS_REACH)
    for words in table.heads[column].split(" > "):
        places = [
            box
            for place in _occurrences(text.text[begin:first], words)
            for box in _of_span(text, (place[0] + begin, place[1] + begin), letters, "head")
            if box.page == cell.page and box.bottom >= cell.bottom
        ]
        if places and last:
            middle = (cell.left + cell.right) / 2
            yield min(places, key=lambda box: _off(box, middle))


def _cells(table: Table) -> Iterator[TableCell]:
    for row in table.rows:
        yield from row.cells


def _off(box: PlaceBox, x: float) -> tuple[float, float]:
    """Give how far a box is from standing above a point, and how high."""
    return max(box.left - x, x - box.right, 0.0), -box.bottom


# ── words that are looked for ──


def find(text: PaperText, words: str, near: int = 0) -> list[Span]:
    """Give where words stand in a paper, however they are written; the nearest to `near` first."""
    return sorted(_occurrences(text.text, words), key=lambda span: abs(span[0] - near))[
        :_MOST_PLACES
    ]


def find_on_page(text: PaperText, words: str, page: int, near: int = 0) -> list[Span]:
    """Give where words stand on a page, the nearest to `near` first."""
    found = next((one for one in text.pages if one.number == page), None)
    if found is None:
        return []
    here = _occurrences(text.text[found.start : found.end], words)
    spans = [(start + found.start, end + found.start) for start, end in here]
    return sorted(spans, key=lambda span: abs(span[0] - near))[:_MOST_PLACES]


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
