"""Sort the lines of a table into columns: by the white that runs down between their words.

Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
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
_SPACE = 0.1
"""A gap of more than this, in ems, is a space between words."""
_THIN = 0.21
"""A gap of at most this, in ems, is none within a number: thin spaces part its thousands."""
_INSIDE = re.compile(r"(?:\d\.? \d|\d \.\d).?$")
"""A gap between the digits and the point of a number."""
_APART = 0.55
"""A gap of more than this, in ems, parts the cells of a row: word spaces stay under it."""
_IN_BRACKETS = 1.3
"""The same within brackets: digits are padded there so that points stand under each other."""
_TYPED, _TYPED_OFF = 0.6, 0.05
"""Ems of a typewriter's letters and spaces, and how much some fonts differ from it."""
_SPLIT = 0.18
"""A gap of more than this, in ems, may part two cells where other rows show a border in it."""
_WIDE_SPLIT = 0.38
"""A gap of more than this, in ems, parts cells that might be words of one."""
_ALIGNED = 1.6
"""How much further than from the middle of two columns a cell over both is from their edges."""
_MOST_BRIDGED = 0.25
"""Share of lines that may have words across two columns."""
_SAME_END = 12.0
"""Points by which a column's end may have moved since a line was found to go across it."""
_TOUCHES = 0.3
"""Points that a chunk reaches into a column at least to stand over it."""
_CENTRED = 1.0
"""Sizes by which the middle of a cell may be off the middle of the columns that it reaches over."""
_VALUE = re.compile(r"[^\w]*(?:\d|\.\d)|[-–—−✓✗✔✘×√/∞]+|n/?a|n\.a\.", re.IGNORECASE)
_MARKS = re.compile(r"[-–—−✓✗✔✘×√/∞]+|n/?a|n\.a\.|\[mark\]", re.IGNORECASE)


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


class TableLine(NamedTuple):
    """A line below the heads: its words by column, and those that stand over several columns."""

    y: float
    size: float
    cells: dict[int, list[Word]]
    spans: list[tuple[int, int, list[Word]]]
    styled: bool

    @property
    def filled(self) -> set[int]:
        """The columns that have words in this line."""
        return set(self.cells) | {
            at for first, last, _ in self.spans for at in range(first, last + 1)
        }

    @property
    def words(self) -> list[Word]:
        """All words of the line, from left to right."""
        parts = [*self.cells.values(), *(words for _, _, words in self.spans)]
        return sorted((word for words in parts for word in words), key=lambda word: word.x0)

    def column(self, at: int) -> list[Word]:
        """Give the words of a column; those over several are of each, a label's of the first."""
        for first, last, words in self.spans:
            if first <= at <= (last if first else 0):
                return words
        return self.cells.get(at, [])


class Column(NamedTuple):
    """The range of a column's words."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x0 + self.x1) / 2


def text_of(words: Sequence[Word]) -> str:
    """Give words as one text: with a space where there is a gap between them, or a new line."""
    out = ""
    last: Word | None = None
    for word in words:
        gap = word.x0 - last.x1 if last else 0.0
        size = min(word.size, last.size if last else word.size)
        lower = last is not None and last.y - word.y > _SCRIPT_REACH * max(word.size, last.size)
        thin = gap <= _THIN * size and _INSIDE.search(f"{out[-2:]} {word.text[:2]}")
        space = lower or (gap > _SPACE * size and not thin)
        out += (" " if out and space else "") + word.text
        last = word
    return out


def is_value(text: str) -> bool:
    """Tell whether a cell holds a number, with its unit or error, or a mark such as a tick."""
    if _MARKS.fullmatch(text) or (text and not any(map(str.isalnum, text))):
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
    """Cut a line where its words are further apart than `apart` ems, but for those in brackets."""
    made: list[Chunk] = []
    end, within = 0.0, 0
    for word in line.words:
        gap = (word.x0 - end) / max(line.size, 1.0)
        near = gap <= apart or (within > 0 and gap <= _IN_BRACKETS)
        if made and (near or _is_typed(made[-1].words[-1], word)):
            made[-1].words.append(word)
            end = max(end, word.x1)
        else:
            made.append(Chunk([word]))
            end, within = word.x1, 0
        within += word.text.count("(") - word.text.count(")")
    return made


def _is_typed(before: Word, word: Word) -> bool:
    """Tell whether two words are typewriter's, one space apart: letters and spaces are as wide."""
    letters = [(one.x1 - one.x0) / len(one.text) for one in (before, word)]
    space = word.x0 - before.x1
    widths = [width / max(before.size, 1.0) for width in (*letters, space)]
    return all(abs(width - _TYPED) < _TYPED_OFF for width in widths)


def columns(
    lines: Sequence[TextLine], heads: Sequence[TextLine], borders: Sequence[float]
) -> list[Column]:
    """Give the columns of a table's lines below its heads.

    `borders` are the places of upright rules, which part columns wherever they stand. The lines
    with the most cells are asked first; what others have beside their columns is a column where a
    head says so, or at the left, where labels of several rows stand alone.
    """
    cut = sorted((at_borders(chunks(line), borders) for line in lines), key=len, reverse=True)
    if not cut or len(cut[0]) < 2:
        return []
    titles = [at_borders(chunks(line), borders) for line in heads]
    found = [Column(chunk.x0, chunk.x1) for chunk in cut[0]]
    enough = len(cut[min(len(cut) - 1, max(1, len(cut) // 10))])
    bridged: Counter[float] = Counter()
    for cells in cut[1:]:
        for chunk in cells:
            others = [other for other in cells if other is not chunk]
            at = _touched(chunk, found)
            alone = len(cells) == 1
            if len(at) > 1:
                if not alone and len(split(chunk, found, chunk.words[0].size)) == 1:
                    bridged.update(found[place].x1 for place in at[:-1])
                continue
            widens = len(cells) >= max(2, enough) or (not at and _is_titled(chunk, found, titles))
            if not widens and not _spans_two(chunk, others, found):
                # one that is alone in its line may be a heading, and widens no column
                widens = not alone if at else chunk.x1 < found[0].x0
            if widens:
                found = _with(found, at, chunk)
    found = _merged(found, bridged, titles, _MOST_BRIDGED * len(cut))
    return _within_borders(found, borders)


def _touched(chunk: Chunk, found: Sequence[Column]) -> list[int]:
    return [at for at, one in enumerate(found) if chunk.x0 < one.x1 and chunk.x1 > one.x0]


def _with(found: list[Column], at: Sequence[int], chunk: Chunk) -> list[Column]:
    """Widen the column that a chunk stands in, or put it beside the others as one."""
    if not at:
        return sorted([*found, Column(chunk.x0, chunk.x1)])
    one = found[at[0]]
    wide = Column(min(one.x0, chunk.x0), max(one.x1, chunk.x1))
    return [wide if place == at[0] else other for place, other in enumerate(found)]


def _merged(
    found: Sequence[Column],
    bridged: Counter[float],
    titles: Sequence[Sequence[Chunk]],
    most: float,
) -> list[Column]:
    """Make one of columns that many lines have words across, and no two heads stand over."""
    out = [found[0]]
    for left, right in pairwise(found):
        across = sum(n for x, n in bridged.items() if abs(x - left.x1) < _SAME_END)
        both = any(
            any(_touched(title, [left]) for title in line)
            and any(_touched(title, [right]) and not _touched(title, [left]) for title in line)
            for line in titles
        )
        if across > most and not both:
            out[-1] = Column(out[-1].x0, right.x1)
        else:
            out.append(right)
    return out


def cuts(
    lines: Sequence[TextLine], heads: Sequence[TextLine], found: Sequence[Column]
) -> list[float]:
    """Give where columns that stand close are to be cut: in the white below two heads of one.

    The words of all lines leave it white, and stand on both sides of it in two lines or more.
    """
    out: list[float] = []
    words = [word for line in lines for word in line.words]
    for column in found:
        inside = [word for word in words if column.x0 - 1 < word.middle < column.x1 + 1]
        for line in heads:
            titles = [
                title for title in chunks(line) if column.x0 - 1 < title.middle < column.x1 + 1
            ]
            for left, right in pairwise(titles):
                white = [
                    gap
                    for gap in _white(inside)
                    if left.middle < gap[1] and gap[0] < right.x0 + _TOUCHES
                ]
                x = max(white, key=lambda gap: gap[1] - gap[0], default=None)
                if x is not None:
                    out.append((x[0] + x[1]) / 2)
    return sorted(set(out))


def _white(words: Iterable[Word]) -> list[tuple[float, float]]:
    """Give the ranges that no word stands in, between those of words."""
    covered: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for word in words):
        if covered and x0 < covered[-1][1] + _TOUCHES:
            covered[-1] = (covered[-1][0], max(covered[-1][1], x1))
        else:
            covered.append((x0, x1))
    return [(left[1], right[0]) for left, right in pairwise(covered)]


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


def _spans_two(chunk: Chunk, others: Sequence[Chunk], found: Sequence[Column]) -> bool:
    """Tell whether a chunk is one cell for two columns that have no other words in its line."""
    return any(
        is_between(chunk, one, other)
        and not any(part.x0 < other.x1 and part.x1 > one.x0 for part in others)
        for one, other in pairwise(found)
    )


def _is_titled(chunk: Chunk, found: Sequence[Column], titles: Sequence[Sequence[Chunk]]) -> bool:
    """Tell whether a head stands over a chunk and over no column."""
    return any(
        _touched(title, [Column(chunk.x0, chunk.x1)]) and not _touched(title, found)
        for line in titles
        for title in line
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
    """Cut a chunk over several columns at the gaps between them.

    Each of its words is then of one column, and the gaps are wider than a word space, or what is
    left and right of them are values by themselves.
    """
    if len(over(chunk, found)) < 2:
        return [chunk]
    parts: list[Chunk] = []
    narrowest, last = 1e9, -1
    for word in chunk.words:
        mine = over(Chunk([word]), found)
        if len(mine) > 1 or mine[0] < last:
            return [chunk]
        if parts and mine[0] == last:
            parts[-1].words.append(word)
        else:
            narrowest = min(narrowest, word.x0 - parts[-1].x1) if parts else narrowest
            parts.append(Chunk([word]))
        last = mine[0]
    texts = [part.text for part in parts]
    values = all(map(is_value, texts[1:])) and not any(map(_is_part, texts))
    wide = narrowest > (_SPLIT if values else _WIDE_SPLIT) * size
    return parts if wide else [chunk]


def _is_part(text: str) -> bool:
    """Tell whether a text is no cell by itself: a bracket or the end of a list is missing."""
    return text[0] in "([{±" or text[-1] in "(,;±+" or text.count("(") != text.count(")")


def is_between(chunk: Chunk, one: Column, other: Column) -> bool:
    """Tell whether a chunk stands in the middle of two columns, and in line with neither."""
    middle = (min(one.x0, other.x0) + max(one.x1, other.x1)) / 2
    size = chunk.words[0].size
    aligned = min(
        off
        for column in (one, other)
        for off in (
            abs(chunk.x0 - column.x0),
            abs(chunk.x1 - column.x1),
            abs(chunk.middle - column.middle),
        )
    )
    return abs(chunk.middle - middle) < _CENTRED * size < aligned * _ALIGNED
