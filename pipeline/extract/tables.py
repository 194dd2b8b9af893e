"""Tables as data: rows × cells, with their heads, labels and captions.

In: a page's pieces and rules, and its lines. Out: what `records.paper_text.Table` holds, each cell
with its place in the running text once that is written.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.extract.characters import clean
from pipeline.extract.lines import Line
from pipeline.extract.pieces import Piece
from pipeline.extract.places import LinePlace
from pipeline.extract.table_captions import ALGORITHM, Caption, may_have_caption
from pipeline.extract.table_columns import text_of
from pipeline.extract.table_continued import Made
from pipeline.extract.table_continued import tables as tables_of
from pipeline.extract.table_grid import NOTHING, Grid
from pipeline.extract.table_marks import Mark
from pipeline.extract.table_page import Body, Marks, TablePage, TurnedText
from pipeline.extract.table_places import Places
from pipeline.extract.table_rules import Rule, joined, same_ends, strokes
from pipeline.extract.words import Word, words
from pipeline.pdf.geometry import Box

_BAND = 8.0
"""Points of the bands of height that lines are looked up by."""
_SLACK = 1.5
"""Points by which a word may stand out of its line's box."""
_MOST_OF = 0.9
"""Share of a line's characters that are of a table from which on it is one of its lines."""
_FARTHEST = 100_000.0
"""Points: no page is as wide. NaN is farther, too."""
_MIDDLE = 0.35
"""Sizes from a base line to the middle of its letters."""
_MOST_ALGORITHMS = 20
"""Algorithms of a page at most."""
_TITLE = 2.0
"""Sizes from the base line of an algorithm's title up to the rule above it, at most."""
_BETWEEN = " | "
"""What stands between the cells of a row in the running text."""

_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"(?<![^\W\d_]|-)([^\W\d_]{2,30})- ([a-zà-ÿ]{2,30})(?![^\W\d_])")
"""A word that is cut at a line's end: the gap to the next line is a space."""
_PARTED = re.compile(
    r"(?<=\d) (?=e[-−–+]?\d{1,2}(?!\w))|(?<=^[-−–+]) (?=\.?\d)|(?<=[±(/][-−–+]) (?=\.?\d)",
    re.IGNORECASE,
)
"""A space within a number: before its exponent, or behind its sign."""

Cell = tuple[int, int]
"""Row and column of a cell; rows are counted over all tables of a page, heads among them."""


class PageTable(NamedTuple):
    """A table, as far as it can be made out, by the page that it begins on.

    `parts` are what it was made out of on its pages, turned upright by `angle` degrees.
    """

    page: int
    caption: Caption
    grid: Grid
    angle: int
    parts: tuple[Body, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that it has rows on, in order; the one of its caption, if it has none."""
        of_rows = {word.page for row in self.grid.rows for cell in row.cells for word in cell}
        return tuple(sorted(of_rows | {self.page}))


def _none(_: Box) -> Sequence[Mark]:
    return ()


def find(
    number: int,
    by_angle: Mapping[int, Sequence[Piece]],
    rules: Sequence[Box],
    before: Sequence[PageTable] = (),
    marks: Marks = _none,
) -> list[PageTable]:
    """Give the tables of a page, each with its caption, given its pieces by their angle.

    A table that is set sideways is one, too. `before` are the tables of the page before: one that
    goes on is given anew. `marks` gives those that are drawn within a box of the page. Pages
    without a caption or such a table cost nothing.
    """
    found: list[PageTable] = []
    for angle, shown in sorted(by_angle.items()):
        earlier = list(_made(before, angle))
        may_go_on = any(made.parts[-1].end for made in earlier)
        if not may_go_on and not may_have_caption(piece.text for piece in shown):
            continue
        made = [piece for piece in shown if _is_on_page(piece)]
        upright = [_turned(box, angle) for box in rules if max(map(abs, box)) < _FARTHEST]
        aside = list(_on_their_side(by_angle, angle))
        drawn = _none if angle else marks
        places = Places(TablePage(made, words(made, number), upright, aside, drawn))
        for table in tables_of(places, earlier):
            first = table.parts[0]
            page = first.words[0].page if first.words else number
            found += [
                PageTable(page, first.caption, grid, angle, table.parts) for grid in table.grids
            ]
    return found


def _made(tables: Sequence[PageTable], angle: int) -> Iterator[Made]:
    """Give tables at an angle as they were made, each with its grids."""
    alike = (table for table in tables if table.angle == angle)
    for _, same in itertools.groupby(alike, key=lambda table: id(table.parts)):
        grids = list(same)
        yield Made(grids[0].parts, [table.grid for table in grids])


def add(found: list[PageTable], on_page: Sequence[PageTable]) -> None:
    """Add a page's tables to those that were found before: what goes on there takes its place."""
    longer = {id(table.parts[0]) for table in on_page if len(table.parts) > 1}
    if longer:
        found[:] = [table for table in found if id(table.parts[0]) not in longer]
    found += on_page


def boxes(found: Iterable[PageTable], page: int) -> dict[int, list[Box]]:
    """Give the boxes of a page's tables that are made out, by their angle, turned as pieces are."""
    by_angle: defaultdict[int, list[Box]] = defaultdict(list)
    for table in found:
        if not table.grid.reason:
            by_angle[table.angle] += [
                part.box for part in table.parts if part.words and part.words[0].page == page
            ]
    return by_angle


def algorithms(
    by_angle: Mapping[int, Sequence[Piece]], rules: Sequence[Box]
) -> dict[int, list[Box]]:
    """Give the boxes of a page's algorithms by their angle: their title stands between two rules.

    A third one, with the same ends, ends them.
    """
    found: defaultdict[int, list[Box]] = defaultdict(list)
    for angle, shown in by_angle.items():
        titles = [piece for piece in shown if ALGORITHM.match(piece.text)][:_MOST_ALGORITHMS]
        if not titles:
            continue
        upright = [_turned(box, angle) for box in rules if max(map(abs, box)) < _FARTHEST]
        for group in same_ends(joined(strokes(upright))):
            for top, middle, foot in zip(group, group[1:], group[2:], strict=False):
                if any(_is_title(piece, top, middle) for piece in titles):
                    found[angle].append(Box(top.x0, foot.y, top.x1, top.y))
    return found


def _is_title(piece: Piece, top: Rule, below: Rule) -> bool:
    within = top.x0 - piece.size < piece.x0 < piece.x1 < top.x1 + piece.size
    return within and below.y < piece.y < top.y < piece.y + _TITLE * piece.size


def _on_their_side(by_angle: Mapping[int, Sequence[Piece]], angle: int) -> Iterator[TurnedText]:
    """Give the texts that are turned by a right angle against others: heads of narrow columns."""
    signs = {90: 1, 270: -1}
    for other, shown in by_angle.items():
        sign = signs.get((other - angle) % 360)
        for piece in shown if sign else ():
            if sign and _is_on_page(piece):
                low, high = sorted((sign * piece.x0, sign * piece.x1))
                x = -sign * (piece.y + _MIDDLE * piece.size)
                yield TurnedText(piece.text, x, low, high)


def without_mentions(found: Sequence[PageTable]) -> list[PageTable]:
    """Leave out names of tables that stand elsewhere: lines of text that begin like captions."""
    known = {table.caption.label for table in found if table.grid.reason != NOTHING}
    return [
        table for table in found if table.grid.reason != NOTHING or table.caption.label not in known
    ]


def _is_on_page(piece: Piece) -> bool:
    return all(abs(place) < _FARTHEST for place in (piece.x0, piece.x1, piece.y, piece.size))


def _turned(box: Box, angle: int) -> Box:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x * cos + y * sin for x, y in corners], [y * cos - x * sin for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


# ── in the lines of the page ──


def parted(lines: Sequence[Line], tables: Sequence[PageTable], page: int) -> list[Line]:
    """Put marks between the cells of the tables' rows in the lines of a page."""
    if not any(table.grid.rows for table in tables):
        return list(lines)
    out = list(lines)
    boxes = [line.box for line in lines]
    for at, found in _in_lines([line.text for line in lines], boxes, tables, page).items():
        line = out[at]
        text, end = "", 0
        last: Cell | None = None
        for cell, first, behind in found:
            between = line.text[end:first]
            parts = last is not None and cell != last and not between.strip()
            text += (_BETWEEN if parts else between) + line.text[first:behind]
            last, end = cell, behind
        text += line.text[end:]
        own = sum(behind - first for _, first, behind in found)
        if own > _MOST_OF * len(line.text.replace(" ", "")):
            line = line._replace(
                part="float" if line.part == "flow" else line.part,
                kind="table",
                cells=max(2, line.cells),
            )
        out[at] = line._replace(text=text)
    return out


def _in_lines(
    texts: Sequence[str], boxes: Sequence[Box | None], tables: Sequence[PageTable], page: int
) -> dict[int, list[tuple[Cell, int, int]]]:
    """Find the words of cells: for each line of a page, its cells with their words' characters."""
    bands: defaultdict[int, list[int]] = defaultdict(list)
    for at, box in enumerate(boxes):
        if box is not None:
            for band in range(
                int(box[1] // _BAND), min(int(box[3] // _BAND), int(box[1] // _BAND) + 9) + 1
            ):
                bands[band].append(at)
    held: defaultdict[int, list[tuple[Word, Cell]]] = defaultdict(list)
    for cell, word in _words(tables, page):
        height = word.y + 0.2 * word.size
        for at in bands.get(int(height // _BAND), ()):
            box = boxes[at]
            assert box is not None
            if box[0] - _SLACK < word.middle < box[2] + _SLACK and box[1] <= height <= box[3]:
                held[at].append((word, cell))
                break
    return {at: list(_along(texts[at], found)) for at, found in held.items()}


def _words(tables: Sequence[PageTable], page: int) -> Iterator[tuple[Cell, Word]]:
    seen: set[int] = set()
    row = 0
    for table in tables:
        for one in table.grid.rows:
            for column, cell in enumerate(one.cells):
                for word in cell:
                    if word.page == page and id(word) not in seen:
                        seen.add(id(word))
                        yield (row, column), word
            row += 1


def _along(text: str, found: Iterable[tuple[Word, Cell]]) -> Iterator[tuple[Cell, int, int]]:
    """Give the places of words in the text of their line, from left to right."""
    at = 0
    for word, cell in sorted(found, key=lambda one: (one[0].x0, -one[0].y)):
        sought = clean(word.text)
        place = text.find(sought, at) if sought else -1
        if place >= 0:
            at = place + len(sought)
            yield cell, place, at


# ── in the running text ──


def vocabulary(text: str) -> Counter[str]:
    """Count the words of a paper, in small letters, those with hyphens as one."""
    return Counter(_HYPHENED.findall(text.lower()))


def whole(text: str, words: Mapping[str, int]) -> str:
    """Join words that are cut at a line's end, as the paper has them elsewhere.

    What it has nowhere loses its hyphen, unless both parts are words that it has.
    """

    def joined(match: re.Match[str]) -> str:
        front, back = match[1].lower(), match[2].lower()
        as_one, hyphened = words.get(front + back, 0), words.get(f"{front}-{back}", 0)
        apart = not as_one and min(words.get(front, 0), words.get(back, 0)) > 1
        return match[1] + ("-" if hyphened > as_one or apart else "") + match[2]

    return _CUT.sub(joined, clean(text))


def records(
    tables: Sequence[PageTable],
    text: str,
    lines: Mapping[int, Sequence[LinePlace]],
    words: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    """Give the tables of a paper as `records.paper_text.Table` has them.

    `lines` are those of each page that has tables, with their places in the running text; `words`
    are the paper's, which tell what becomes of words that are cut.
    """
    known: dict[int, tuple[int, int]] = {}
    for page, on_page in lines.items():
        known |= _known([table for table in tables if page in table.pages], text, on_page, page)
    for table in tables:
        first, behind = _caption(table.caption, text, lines[table.page])
        yield {
            "label": clean(table.caption.label),
            "pages": list(table.pages),
            "start": first,
            "end": behind,
            "heads": [whole(head, words) for head in table.grid.heads],
            "label_columns": table.grid.labels,
            "rows": [
                {
                    "label": " > ".join(whole(part, words) for part in one.label),
                    "cells": [_cell(cell, known, words) for cell in one.cells],
                }
                for one in table.grid.rows
            ],
            "made_out": not table.grid.reason,
            "reason": table.grid.reason,
        }


def _known(
    tables: Sequence[PageTable], text: str, lines: Sequence[LinePlace], page: int
) -> dict[int, tuple[int, int]]:
    """Give the characters of cells by their first words, as far as they stand on a page."""
    places: dict[Cell, tuple[int, int]] = {}
    boxes = [line.box for line in lines]
    texts = [text[line.start : line.end] for line in lines]
    for at, found in sorted(_in_lines(texts, boxes, tables, page).items()):
        for cell in dict.fromkeys(cell for cell, _, _ in found):
            ends = [(first, behind) for one, first, behind in found if one == cell]
            start = lines[at].start
            places.setdefault(cell, (start + ends[0][0], start + ends[-1][1]))
    row = 0
    known: dict[int, tuple[int, int]] = {}
    for table in tables:
        for one in table.grid.rows:
            for column, of_cell in enumerate(one.cells):
                if of_cell and (row, column) in places:
                    known.setdefault(id(of_cell[0]), places[row, column])
            row += 1
    return known


def _cell(
    cell: Sequence[Word], known: dict[int, tuple[int, int]], words: Mapping[str, int]
) -> dict[str, Any]:
    if not cell:
        return {"text": ""}
    start, end = known.get(id(cell[0]), (0, 0))
    text = _PARTED.sub("", whole(text_of(cell), words))
    return {"text": text, "start": start, "end": end}


def _caption(caption: Caption, text: str, lines: Sequence[LinePlace]) -> tuple[int, int]:
    """Give a caption's characters: from the line with its label, as far as its lines go on."""
    start = end = 0
    for line in lines:
        inside = (
            caption.foot < (line.box[1] + line.box[3]) / 2 < caption.top
            and caption.x0 - _SLACK < (line.box[0] + line.box[2]) / 2 < caption.x1 + _SLACK
        )
        if inside and not end and caption.label.split()[0] in text[line.start : line.end]:
            start, end = line.start, line.end
        elif inside and end:
            end = line.end
        elif end:
            break
    return start, end
