"""Sort the lines of a table into columns: by the white that runs down between their words.

Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.words import Word

_SCRIPT = 0.82
"""Share of the usual size under which a word is a raised or lowered mark of another."""
_LEVEL = 0.35
"""Sizes by which base lines of one line may differ."""
_SCRIPT_REACH = 0.75
"""Sizes from a script's base line to that of its word, at most."""
_APART = 0.55
"""A gap of more than this, in ems, parts the cells of a row: word spaces stay under it."""
_SPLIT = 0.18
"""A gap of more than this, in ems, may part two cells where other rows show a border in it."""
_TOUCHES = 0.3
"""Points that a chunk reaches into a column at least to stand over it."""
_CENTRED = 1.0
"""Sizes by which the middle of a cell may be off the middle of the columns that it reaches over."""
_VALUE = re.compile(r"[^\w]*(?:\d|\.\d)|[-–—−✓✗✔✘×√/∞]+|n/?a|n\.a\.", re.IGNORECASE)
_MARKS = re.compile(r"[-–—−✓✗✔✘×√/∞]+|n/?a|n\.a\.", re.IGNORECASE)


class Chunk(NamedTuple):
    """Words of a line that stand together."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return max(word.x1 for word in self.words)

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """Its words, marks without a space before them."""
        return text_of(self.words)


class TextLine(NamedTuple):
    """A line of a table: its base line, its usual size, and its words from left to right."""

    y: float
    size: float
    words: list[Word]


class Column(NamedTuple):
    """The range of a column's words."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x0 + self.x1) / 2


def text_of(words: Sequence[Word]) -> str:
    """Give words as one text: with a space where there is a gap between them."""
    out, end = "", 0.0
    for word in words:
        size = min(word.size, 10.0)
        out += (" " if out and word.x0 - end > 0.1 * size else "") + word.text
        end = word.x1
    return out


def is_value(text: str) -> bool:
    """Tell whether a cell holds a number, with its unit or error, or a mark such as a tick."""
    if _MARKS.fullmatch(text):
        return True
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return bool(_VALUE.match(text)) and letters <= digits + 1


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """Sort a table's words into lines from top to bottom, scripts with the words they are at."""
    words = sorted(words, key=lambda word: -word.y)
    if not words:
        return []
    usual = sorted(word.size for word in words)[len(words) // 2]
    rows: list[list[Word]] = []
    small: list[Word] = []
    for word in words:
        if word.size < _SCRIPT * usual:
            small.append(word)
        elif rows and rows[-1][0].y - word.y < _LEVEL * usual:
            rows[-1].append(word)
        else:
            rows.append([word])
    at, alone = 0, list[list[Word]]()
    for word in small:
        while at + 1 < len(rows) and abs(rows[at + 1][0].y - word.y) < abs(rows[at][0].y - word.y):
            at += 1
        near = [row for row in rows[max(0, at - 1) : at + 2] if _is_script(word, row, usual)]
        if near:
            min(near, key=lambda row: _distance(word, row)).append(word)
        elif alone and alone[-1][0].y - word.y < _LEVEL * word.size:
            alone[-1].append(word)
        else:
            alone.append([word])
    made = [
        TextLine(row[0].y, row[0].size, sorted(row, key=lambda word: (word.x0, -word.y)))
        for row in rows + alone
    ]
    return sorted(made, key=lambda line: -line.y)


def _is_script(word: Word, row: Sequence[Word], usual: float) -> bool:
    above = word.y - row[0].y
    return -0.5 * usual < above < _SCRIPT_REACH * usual and any(
        other.x0 - 0.5 * usual < word.x0 < other.x1 + 1.5 * usual for other in row
    )


def _distance(word: Word, row: Sequence[Word]) -> float:
    return abs(row[0].y + 0.15 * row[0].size - word.y)


def chunks(line: TextLine, apart: float = _APART) -> list[Chunk]:
    """Cut a line where its words are further apart than `apart` ems."""
    made: list[Chunk] = []
    end = 0.0
    for word in line.words:
        if made and word.x0 - end <= apart * max(line.size, 1.0):
            made[-1].words.append(word)
        else:
            made.append(Chunk([word]))
        end = max(end, word.x1) if len(made[-1].words) > 1 else word.x1
    return made


def columns(
    lines: Sequence[TextLine], heads: Sequence[TextLine], borders: Sequence[float]
) -> list[Column]:
    """Give the columns of a table's lines below its heads.

    `borders` are the places of upright rules, which part columns wherever they stand. The lines
    with the most cells are asked first; what others have beside their columns is a column where a
    head says so, or at the left, where labels of several rows stand alone.
    """
    cut = [at_borders(chunks(line), borders) for line in lines]
    most = sorted((len(cells) for cells in cut), reverse=True)
    if not most or most[0] < 2:
        return []
    enough = max(2, most[min(len(most) - 1, max(1, len(most) // 10))])
    found = _union(chunk for cells in cut if len(cells) >= enough for chunk in cells)
    titles = [chunk for line in heads for chunk in at_borders(chunks(line), borders)]
    for cells in sorted((cells for cells in cut if 0 < len(cells) < enough), key=len, reverse=True):
        for chunk in cells:
            found = _grown(found, chunk, titles, alone=len(cells) == 1)
    return _within_borders(found, borders)


def _within_borders(found: list[Column], borders: Sequence[float]) -> list[Column]:
    """Widen columns as far as the upright rules beside them, where one stands to each side."""
    out: list[Column] = []
    for at, column in enumerate(found):
        low = found[at - 1].x1 if at else -1e9
        high = found[at + 1].x0 if at + 1 < len(found) else 1e9
        left = [x for x in borders if low - 1 < x < column.x0 + 1]
        right = [x for x in borders if column.x1 - 1 < x < high + 1]
        out.append(Column(max(left, default=column.x0), min(right, default=column.x1)))
    return out


def at_borders(cells: Sequence[Chunk], borders: Sequence[float]) -> list[Chunk]:
    """Cut chunks where an upright rule stands in a gap between words."""
    out: list[Chunk] = []
    for chunk in cells:
        out.append(Chunk([chunk.words[0]]))
        for before, word in pairwise(chunk.words):
            if any(
                before.middle < border < word.middle and before.x1 - 1 < border < word.x0 + 1
                for border in borders
            ):
                out.append(Chunk([word]))
            else:
                out[-1].words.append(word)
    return out


def _union(cells: Iterable[Chunk]) -> list[Column]:
    found: list[Column] = []
    for x0, x1 in sorted((chunk.x0, chunk.x1) for chunk in cells):
        if found and x0 < found[-1].x1 + 0.5:
            found[-1] = Column(found[-1].x0, max(found[-1].x1, x1))
        else:
            found.append(Column(x0, x1))
    return found


def _grown(
    found: list[Column], chunk: Chunk, titles: Sequence[Chunk], *, alone: bool
) -> list[Column]:
    """Widen the column that a chunk stands in, or put a new one beside the others.

    A chunk that is `alone` in its line may be a heading, and widens no column.
    """
    over = [at for at, column in enumerate(found) if chunk.x0 < column.x1 and chunk.x1 > column.x0]
    if len(over) == 1 and not alone:
        at = over[0]
        found[at] = Column(min(found[at].x0, chunk.x0), max(found[at].x1, chunk.x1))
    elif not over and (chunk.x1 < found[0].x0 or _has_title(chunk, found, titles)):
        found = sorted([*found, Column(chunk.x0, chunk.x1)])
    return found


def _has_title(chunk: Chunk, found: Sequence[Column], titles: Sequence[Chunk]) -> bool:
    """Tell whether a head stands over a chunk and over no column."""
    return any(
        title.x0 < chunk.x1
        and title.x1 > chunk.x0
        and not any(title.x0 < column.x1 and title.x1 > column.x0 for column in found)
        for title in titles
    )


def over(chunk: Chunk, found: Sequence[Column]) -> list[int]:
    """Give the columns that a chunk stands over.

    One that stands over none is of the two that it stands in the middle of, or of the nearest.
    """
    at = [
        place
        for place, column in enumerate(found)
        if min(chunk.x1, column.x1) - max(chunk.x0, column.x0) > _TOUCHES
    ]
    if at:
        return at
    behind = bisect.bisect_left([column.x0 for column in found], chunk.x0)
    if 0 < behind < len(found):
        middle = (found[behind - 1].x0 + found[behind].x1) / 2
        if abs(middle - chunk.middle) < _CENTRED * chunk.words[0].size:
            return [behind - 1, behind]
    return [min(range(len(found)), key=lambda place: _away(chunk, found[place]))]


def _away(chunk: Chunk, column: Column) -> float:
    return max(column.x0 - chunk.x1, chunk.x0 - column.x1)


def split(chunk: Chunk, found: Sequence[Column], size: float) -> list[Chunk]:
    """Cut a chunk over several columns at their gaps, where each word is of one column."""
    at = over(chunk, found)
    if len(at) < 2:
        return [chunk]
    parts: list[Chunk] = []
    last = -1
    for word in chunk.words:
        mine = over(Chunk([word]), found)
        if len(mine) > 1:
            return [chunk]
        if parts and mine[0] == last:
            parts[-1].words.append(word)
        elif parts and (word.x0 - parts[-1].x1 < _SPLIT * size or mine[0] < last):
            return [chunk]
        else:
            parts.append(Chunk([word]))
        last = mine[0]
    return parts
