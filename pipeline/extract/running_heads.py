"""Take page numbers and running heads out of a paper's pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.extract.floats import begins_note, body_size
from pipeline.extract.lines import Line

_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?",
    re.IGNORECASE,
)
_STAMPED = re.compile(
    r"(?:Downloaded (?:from|by)|Download date|Published by|Authorized licensed use|Licensed to|Copyright|©|ISSN|doi:|Digitized by|https?://|www\.)",
    re.IGNORECASE,
)
_EDGE = 3
"""Lines at the top and at the foot of a page that may be a running head's."""
_LONGEST = 200
"""Characters of a running head at most: a title and a conference side by side have more than a line
of text."""


def drop_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Give the pages without page numbers and without what recurs, digits aside, at the edges of the pages."""
    edges = [_edges(page) for page in pages]
    gone = [set[int]() for _ in pages]
    body = body_size(line for page in pages for line in page)
    recurring = _recurring(pages, edges)
    for at, page in enumerate(pages):
        gone[at] |= {i for edge in edges[at] for i in edge if _key(page[i].text) in recurring}
    for at, i in _heads(pages, edges):
        gone[at].add(i)
    for at, page in enumerate(pages):
        gone[at] |= {
            i for i, line in enumerate(page) if line.part == "aside" and _STAMPED.match(line.text)
        }
        for edge in edges[at]:
            gone[at] |= set(_outermost(page, [i for i in edge if i not in gone[at]], body))
        if at or len(pages) == 1:
            gone[at] |= set(_detached(page, gone[at], alone=len(pages) == 1))
    return [
        [line for i, line in enumerate(page) if i not in gone[at]] for at, page in enumerate(pages)
    ]


def _outermost(page: Sequence[Line], edge: Sequence[int], body: float) -> Iterator[int]:
    """Give the page numbers and heads among the lines of an edge, from the outermost on, as far as there are any."""
    for i in edge:
        if _PAGE_NUMBER.fullmatch(page[i].text) or _reads_like_head(page[i], body):
            yield i
        elif any(map(str.isalnum, page[i].text)):
            break


def _reads_like_head(line: Line, body: float) -> bool:
    """Tell whether an outermost line reads like a running head by itself: a page's number beside a title, or a publisher's stamp.

    A number before a line that is set larger than the text is a section's.
    """
    section = re.match(r"\d{1,2}\s", line.text) and line.size > 1.06 * body
    if not line.size or line.letters > 80 or section:
        return False
    if re.match(r"\d{1,4}\s\D|.*\D\s\d{1,4}$", line.text):
        title = [letter for letter in line.text if letter.isalpha()]
        capital = sum(map(str.isupper, title)) > 0.7 * len(title) and len(title) > 5
        return capital or (line.cells == 2 and line.text[-1] not in ".,;:")
    return bool(_STAMPED.match(line.text))


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _edges(page: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Give the places of the highest and of the lowest lines of a page, the outermost first."""
    upright = [i for i, line in enumerate(page) if line.part != "aside"]
    if any(line.size for line in page):
        upright.sort(key=lambda i: -page[i].y)
    return upright[:_EDGE], upright[::-1][:_EDGE]


def _recurring(
    pages: Sequence[Sequence[Line]], edges: Sequence[tuple[list[int], list[int]]]
) -> set[str]:
    """Give the lines, digits aside, that recur at the edges of a quarter of the pages, three at least, at about the same height."""
    places: dict[str, list[float]] = defaultdict(list)
    for page, (top, foot) in zip(pages, edges, strict=True):
        for key, y in {
            _key(page[i].text): page[i].y for i in (*top, *foot) if len(page[i].text) < _LONGEST
        }.items():
            places[key].append(y)
    least = max(3, len(pages) // 4)
    text = _of_text(pages)
    places = {key: ys for key, ys in places.items() if key not in text}
    return {
        key for key, ys in places.items() if re.search(r"[^\W\d_]{3}", key) and _level(ys) >= least
    }


def _of_text(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Give the lines, digits aside, that stand on half of their pages more than once: no running head does, rows of a list do."""
    on, twice = Counter[str](), Counter[str]()
    for page in pages:
        keys = Counter(_key(line.text) for line in page)
        on.update(keys.keys())
        twice.update(key for key, count in keys.items() if count > 1)
    return {key for key, count in twice.items() if 2 * count >= on[key]}


def _level(ys: Sequence[float]) -> int:
    """Give how many heights lie within a line of their median's."""
    middle = median(ys)
    return sum(abs(y - middle) < 8 for y in ys)


def _heads(
    pages: Sequence[Sequence[Line]], edges: Sequence[tuple[list[int], list[int]]]
) -> Iterator[tuple[int, int]]:
    """Give page and place of outermost lines that stand at the same height on half of the pages and recur, or carry the page's number.

    So go the running heads of chapters, and those of left and right pages of a short paper.
    """
    text = _of_text(pages)
    for side in (0, 1):
        outer = [
            (at, edge[side][0])
            for at, edge in enumerate(edges)
            if edge[side] and pages[at][edge[side][0]].size
        ]
        heights = Counter(round(pages[at][i].y / 2) for at, i in outer)
        if not heights or len(outer) < 3:
            continue
        height, often = heights.most_common(1)[0]
        if often * 2 < len(outer):
            continue
        row = [
            (at, i)
            for at, _ in outer
            for i in edges[at][side]
            if abs(pages[at][i].y / 2 - height) <= 1 and len(pages[at][i].text) < _LONGEST
        ]
        keys = Counter(key for at, i in row if (key := _key(pages[at][i].text)) not in text)
        offsets = Counter(offset for at, i in row for offset in _offsets(pages[at][i].text, at))
        usual, seen = offsets.most_common(1)[0] if offsets else (0, 0)
        for at, i in row:
            words = pages[at][i].text
            numbered = seen >= 3 and seen * 2 >= len(row) and usual in _offsets(words, at)
            if numbered or (keys[_key(words)] > 1 and re.search(r"[^\W\d_]{3}", words)):
                yield at, i


def _offsets(text: str, page: int) -> set[int]:
    """Give by how much a number at either end of a line differs from the page's place."""
    return {int(number) - page for number in re.findall(r"^\d{1,4}(?!\S)|(?<!\S)\d{1,4}$", text)}


def _detached(page: Sequence[Line], gone: set[int], *, alone: bool) -> Iterator[int]:
    """Give short lines at the edges that are smaller than the text and stand apart from it: heads that no other page bears out.

    On a page that is `alone` what stands far apart goes even if it is not small, unless it is a
    full line.
    """
    upright = [
        (i, line)
        for i, line in enumerate(page)
        if i not in gone and line.part == "flow" and line.size
    ]
    if len(upright) < (7 if alone else 12):
        return
    sizes = Counter(round(line.size) for _, line in upright for _ in range(line.letters))
    body = sizes.most_common(1)[0][0] if sizes else 10
    for ordered in (
        sorted(upright, key=lambda one: -one[1].y),
        sorted(upright, key=lambda one: one[1].y),
    ):
        for count in (1, 2):
            edge, rest = ordered[:count], ordered[count]
            apart = abs(edge[-1][1].y - rest[1].y) > 2 * body
            small = all(
                line.size < 0.92 * body and len(line.text) < 110 and not begins_note(line)
                for _, line in edge
            )
            far = (
                alone
                and abs(edge[-1][1].y - rest[1].y) > 3.5 * body
                and not any(line.is_full and line.cells == 1 for _, line in edge)
            )
            if ((apart and small) or far) and (
                count == 1 or abs(edge[0][1].y - edge[1][1].y) < 1.6 * body
            ):
                yield from (i for i, _ in edge)
                break
