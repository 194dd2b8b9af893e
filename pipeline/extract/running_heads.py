"""Take page numbers and running heads out of a paper's pages.

Heights, sizes and distances are in points, distances as shares of the text's size where they have
no unit.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from statistics import median
from typing import NamedTuple

from pipeline.extract.floats import body_size, is_indented_first
from pipeline.extract.footnotes import begins_note
from pipeline.extract.lines import Line
from pipeline.extract.notices import says_so
from pipeline.text.squash import squash

_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?",
    re.IGNORECASE,
)
_STAMPED = re.compile(
    r"(?:Downloaded (?:from|by)|Download date|Published by|Authorized licensed use|Licensed to"
    r"|Copyright|©|ISSN|doi:|Digitized by|https?://|www\.)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|doi:", re.IGNORECASE)
"""An address: of a publisher's page, or the end of the last reference of a page."""
_SECTION_NUMBER = re.compile(r"(\d{1,2})(?:\.\d{1,2})*\.?\s")
_NUMBER_BESIDE = re.compile(r"\d{1,4}\s\D|.*\D\s\d{1,4}$")
_NUMBER_AT_END = re.compile(r"^\d{1,4}(?!\S)|(?<!\S)\d{1,4}$")
_WORD = re.compile(r"[^\W\d_]{3}")

_EDGE = 3
"""Lines at the top and at the foot of a page that may be a running head's."""
_LONGEST = 200
"""Characters of a running head at most: a title and a conference side by side have more than a line
of text."""

# a line that reads like a head by itself
_LARGER = 1.06
"""Share of the text's size from which on a numbered line is a section's heading."""
_MOST_LETTERS = 80
_CAPITALS, _LEAST_LETTERS = 0.7, 6
"""Share of a head's letters that are capitals, of six letters at least."""
_COVERS = 1
"""Pages without a number in front of the first with one at most."""
_TITLE, _LEAST_TITLE = 1.2, 12
"""Size of a title at least, as a share of page 1's text, and letters of a head that has it."""
_HEAD_CELLS = 2
"""A title and a page's number."""

# lines that recur
_LEAST_PAGES, _SHARE = 3, 4
"""Pages that a head recurs on: three at least, and one in four."""
_LEVEL = 8
"""Points within which heads of a paper stand at the same height."""
_BAND = 2
"""Points within which outermost lines stand at the same height."""
_HALF = 2
"""One in two pages has an outermost line at the height of its heads."""

# what stands apart
_SMALL = 0.92
"""Share of the text's size under which a detached line is small."""
_LONGEST_DETACHED = 110
"""Characters of a detached line at most."""
_APART, _FAR = 2.0, 3.5
"""Sizes of the text between a small line, or any one of a single page, and the text."""
_TOGETHER = 1.6
"""Sizes of the text between two lines of one head."""
_MOST_DETACHED = 2
"""Lines of a detached head."""
_LEAST_LINES, _LEAST_LINES_ALONE = 12, 7
"""Lines of a page on which some can stand apart: with others, and alone."""
_USUAL_SIZE = 10
"""Points, where no line has letters."""


class _Edges(NamedTuple):
    """The places of the highest and of the lowest lines of a page, the outermost first."""

    top: list[int]
    foot: list[int]


Pages = Sequence[Sequence[Line]]


def drop_margins(pages: Pages) -> list[list[Line]]:
    """Give the pages without page numbers and running heads.

    A running head recurs, digits aside, at the edges of the pages, or reads like one, or stands
    small and apart and says what the paper is. Other lines that stand so are kept apart from the
    text; on a page by itself, that no other bears out, they go. Stamps of publishers go, too.
    """
    edges = [_edges(page) for page in pages]
    title = _title(pages)
    body = body_size(chain.from_iterable(pages))
    recurring = _recurring(pages, edges)
    heads: defaultdict[int, set[int]] = defaultdict(set)
    for at, i in _heads(pages, edges):
        heads[at].add(i)
    kept = []
    for at, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = heads[at]
        gone |= {
            i
            for i in (*edge.top, *edge.foot)
            if (level := recurring.get(_key(page[i].text))) is not None
            and (at or abs(page[i].y - level) < _LEVEL)  # page 1 names its title and authors so
        }
        gone |= {i for i, line in enumerate(page) if _is_stamp_beside(line)}
        for side in edge:
            gone |= set(_outermost(page, [i for i in side if i not in gone], body, at + 1))
        apart: set[int] = set()
        if at or len(pages) == 1:  # a paper's first page has a title that stands apart
            apart = set(_detached(page, gone, alone=len(pages) == 1))
        gone |= {i for i in apart if len(pages) == 1 or says_so(page[i].text)}
        gone |= {i for i in apart if at and _is_of_title(page[i].text, title)}
        kept.append(list(_without(page, gone, apart)))
    return kept


def _title(pages: Pages) -> str:
    """Give the letters of what page 1 has set largest, its title among them."""
    first = pages[0] if pages else []
    large = _TITLE * body_size(first)
    return "".join(squash(line.text) for line in first if line.size > large)


def _is_of_title(text: str, title: str) -> bool:
    """Tell whether words are the title's, or its beginning."""
    letters = squash(text)
    return len(letters) >= _LEAST_TITLE and letters in title


def _without(page: Sequence[Line], gone: set[int], apart: set[int]) -> Iterator[Line]:
    """Give the lines of a page without those that are gone; those `apart` are no text.

    A line behind one that is gone begins a paragraph only if it is indented.
    """
    for i, line in enumerate(page):
        if i in gone:
            continue
        if i in apart:
            yield line._replace(part="float", starts=True)
        elif line.starts and line.part == "flow" and {i - 1} & (gone | apart):
            after = page[i + 1] if i + 1 < len(page) else line
            yield line._replace(starts=is_indented_first(line, after))
        else:
            yield line


def _edges(page: Sequence[Line]) -> _Edges:
    # heads of a table at a page's top may recur, and are no running heads
    upright = [
        i
        for i, line in enumerate(page)
        if line.part != "aside" and (line.kind != "table" or _PAGE_NUMBER.fullmatch(line.text))
    ]
    if any(line.size for line in page):
        upright.sort(key=lambda i: -page[i].y)
    return _Edges(upright[:_EDGE], upright[::-1][:_EDGE])


def _is_stamp_beside(line: Line) -> bool:
    return line.part == "aside" and bool(_STAMPED.match(line.text))


def _key(text: str) -> str:
    """Give what is alike in the heads of a paper: digits aside, in lower case."""
    return re.sub(r"\d+", "#", text.lower())


# ── by themselves ──


def _outermost(
    page: Sequence[Line], edge: Sequence[int], body: float, number: int
) -> Iterator[int]:
    """Give the page numbers and heads of an edge, from the outermost on, as far as they go.

    `number` is the place of the page in the paper, from 1.
    """
    for place, i in enumerate(edge):
        text = page[i].text
        inner = page[edge[place + 1]] if place + 1 < len(edge) else None
        if page[i].kind == "table":  # the page's number where it stands as others' do, else a cell
            break
        address = bool(_ADDRESS.match(text)) and not _is_apart(page[i], inner)
        if _PAGE_NUMBER.fullmatch(text) or (
            _reads_like_head(page[i], body, number) and not address
        ):
            yield i
        elif any(map(str.isalnum, text)):
            break


def _is_apart(line: Line, inner: Line | None) -> bool:
    """Tell whether an outermost line stands apart from the next one: it does not go on with it."""
    return inner is None or abs(line.y - inner.y) > _TOGETHER * line.size


def _reads_like_head(line: Line, body: float, number: int) -> bool:
    """Tell whether an outermost line reads like a running head by itself.

    It is a page's number beside a title, or a publisher's stamp. A number before a line that is set
    larger than the text, or well below the page's `number`, is a section's.
    """
    begun = _SECTION_NUMBER.match(line.text)
    section = begun and (line.size > _LARGER * body or int(begun[1]) < number - _COVERS)
    if not line.size or line.letters > _MOST_LETTERS or section:
        return False
    if not _NUMBER_BESIDE.match(line.text):
        return bool(_STAMPED.match(line.text))
    in_cells = line.cells == _HEAD_CELLS and line.text[-1] not in ".,;:"
    return in_cells or _is_capital(line.text)


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= _LEAST_LETTERS and capitals > _CAPITALS * len(letters)


# ── by the other pages ──


def _recurring(pages: Pages, edges: Sequence[_Edges]) -> dict[str, float]:
    """Give the lines, digits aside, that recur at the edges of enough pages, and their height."""
    text = _of_text(pages)
    places: dict[str, list[float]] = defaultdict(list)
    for page, edge in zip(pages, edges, strict=True):
        lines = [page[i] for i in (*edge.top, *edge.foot) if len(page[i].text) < _LONGEST]
        for key, y in {_key(line.text): line.y for line in lines}.items():
            if key not in text and _WORD.search(key):
                places[key].append(y)
    least = max(_LEAST_PAGES, len(pages) // _SHARE)
    return {key: median(ys) for key, ys in places.items() if _count_level(ys) >= least}


def _of_text(pages: Pages) -> set[str]:
    """Give the lines, digits aside, that stand on half of their pages more than once.

    No running head does, rows of a list do.
    """
    on, twice = Counter[str](), Counter[str]()
    for page in pages:
        keys = Counter(_key(line.text) for line in page)
        on.update(keys.keys())
        twice.update(key for key, count in keys.items() if count > 1)
    return {key for key, count in twice.items() if 2 * count >= on[key]}


def _count_level(ys: Sequence[float]) -> int:
    """Give how many heights lie within a line of their median's."""
    middle = median(ys)
    return sum(abs(y - middle) < _LEVEL for y in ys)


def _heads(pages: Pages, edges: Sequence[_Edges]) -> Iterator[tuple[int, int]]:
    """Give page and place of lines at the height of the outermost ones of half of the pages.

    They recur, or carry the page's number. So go the running heads of chapters, and those of left
    and right pages of a short paper.
    """
    text = _of_text(pages)
    for side in (0, 1):
        row = list(_row(pages, [edge[side] for edge in edges]))
        words = [pages[at][i].text for at, i in row]
        keys = Counter(key for key in map(_key, words) if key not in text)
        usual = _usual_offset(
            [_offsets(line, at) for line, (at, _) in zip(words, row, strict=True)]
        )
        for line, (at, i) in zip(words, row, strict=True):
            recurs = keys[_key(line)] > 1 and bool(_WORD.search(line))
            if recurs or usual in _offsets(line, at):
                yield at, i


def _row(pages: Pages, edges: Sequence[list[int]]) -> Iterator[tuple[int, int]]:
    """Give page and place of the lines at the height at which most pages have their outermost."""
    outer = [(at, edge[0]) for at, edge in enumerate(edges) if edge and pages[at][edge[0]].size]
    heights = Counter(round(pages[at][i].y / _BAND) for at, i in outer)
    height, often = heights.most_common(1)[0] if heights else (0, 0)
    if len(outer) < _LEAST_PAGES or often * _HALF < len(outer):
        return
    for at, _ in outer:
        for i in edges[at]:
            line = pages[at][i]
            if abs(line.y / _BAND - height) <= 1 and len(line.text) < _LONGEST:
                yield at, i


def _offsets(text: str, page: int) -> set[int]:
    """Give by how much a number at either end of a line differs from the page's place."""
    return {int(number) - page for number in _NUMBER_AT_END.findall(text)}


def _usual_offset(offsets: Sequence[set[int]]) -> int | None:
    """Give by how much the pages' numbers differ from their places; None if these have none."""
    counts = Counter(offset for one in offsets for offset in one)
    usual, seen = counts.most_common(1)[0] if counts else (0, 0)
    return usual if seen >= _LEAST_PAGES and seen * _HALF >= len(offsets) else None


# ── by their place ──


def _detached(page: Sequence[Line], gone: set[int], *, alone: bool) -> Iterator[int]:
    """Give short lines at the edges that are smaller than the text and stand apart from it.

    They are heads that no other page bears out. On a page that is `alone` what stands far apart
    goes even if it is not small, unless it is a full line.
    """
    upright = [
        i for i, line in enumerate(page) if i not in gone and line.part == "flow" and line.size
    ]
    if len(upright) < (_LEAST_LINES_ALONE if alone else _LEAST_LINES):
        return
    sizes = Counter[int]()
    for i in upright:
        sizes[round(page[i].size)] += page[i].letters
    body = sizes.most_common(1)[0][0] if sizes.total() else _USUAL_SIZE
    for sign in (-1, 1):
        ordered = sorted(upright, key=lambda i: sign * page[i].y)
        for count in range(1, _MOST_DETACHED + 1):
            edge = [page[i] for i in ordered[:count]]
            if _is_detached(edge, page[ordered[count]], body, alone=alone):
                yield from ordered[:count]
                break


def _is_detached(edge: Sequence[Line], rest: Line, body: int, *, alone: bool) -> bool:
    """Tell whether the lines of an edge, the outermost first, stand apart from the `rest`."""
    gap = abs(edge[-1].y - rest.y)
    if any(abs(edge[0].y - line.y) >= _TOGETHER * body for line in edge[1:]):
        return False
    small = all(_is_small(line, body) for line in edge)
    full = any(line.is_full and line.cells == 1 for line in edge)
    return (small and gap > _APART * body) or (alone and not full and gap > _FAR * body)


def _is_small(line: Line, body: int) -> bool:
    short = len(line.text) < _LONGEST_DETACHED
    return short and line.size < _SMALL * body and not begins_note(line)
