"""Find what the tables of a page are made out of: the words and rules beside each caption.

A table drawn with rules lies between two or more of the same ends; one without is the lines of
cells next to its caption. Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.pieces import Piece
from pipeline.extract.table_captions import (
    CAPTION,
    LEADING,
    OTHER_CAPTION,
    PART_TITLE,
    PROSE_LETTERS,
    Caption,
    captions,
    near,
)
from pipeline.extract.table_columns import TextLine, lines_of, text_of
from pipeline.extract.table_rules import FLAT, SAME_ENDS, Rule, common, joined, same_ends, strokes
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

_MARGIN = 3.0
"""Points by which words may stand out over the ends of their table's rules."""
_LOWEST_TABLE = 7.0
"""Points: rules nearer to each other are no table."""
_LOWEST_UPRIGHT = 4.0
"""Points: shorter upright rules are parts of letters."""
_FAR = 60.0
"""Points between a caption and its table, at most."""
_ASIDE = 0.1
"""What a point that a table is off its caption's middle counts beside one that it is away."""
_SAME_COLUMN = 0.3
"""Share of a caption's or a table's width that is common to both."""
_PROSE_PART = 0.75
"""Share of its column's width that a line of running text fills."""
_PROSE_LINES = 4
"""Lines of running text that part two tables whose rules have the same ends."""
_INSIDE = 2.5
"""Sizes from a table's left end from which on lines of text are of one of its cells."""
_CELLS_LEAST, _CELLS_MOST = 0.6, 0.9
"""Shares of a table's width that lines of text in a cell fill: more than a column of two does."""
_INDENT = 1.5
"""Sizes by which a line of running text may be indented against the next."""
_MOST_CAPTIONS, _MOST_SECTIONS = 50, 200
"""Tables of a page, and places between rules that are asked whether they are one."""
_CELL = 1.0
"""A gap of more than this, in ems, parts cells where there are no rules."""
_FIRST = 4.5
"""Sizes from a caption to the first line of a table without rules, at most."""
_LEAST_LINES = 3
"""Lines of cells that make a table without rules around it."""
_LOOSE = 2.6
"""Sizes from one line to the next, at most, in a table without rules."""
_TOUCHES = 0.65
"""Sizes from a base line down to the rule below it, at most, where the line is a table's head."""
_UNDERLINE = 60.0
"""Points: a longer rule under a word underlines nothing."""
_UNDER = 3.5
"""Points from a word's base line down to its underline, at most."""
_HALF_WIDTH, _WIDER = 60.0, 0.6
"""Points, and share of a caption's width, to both sides of its middle: where cells are sought."""
_BESIDE = 45.0
"""Points from one cell to the next that is of the same table, at most."""
_LEVEL = 0.8
"""Share of a part's height that is beside the other part of its table."""
_WIDER_THAN = 0.03
"""Share of a caption's width by which the parts of its table may stand out over its ends."""
_SHARED = 0.3
"""Share of a table's words that may be another's: what has more is not its own."""


class Body(NamedTuple):
    """What a table is made out of: its words, rules, upright rules and box.

    `rules` go from top to bottom; of those, `strokes` are the parts that each was drawn in.
    `turned` are the texts of the page that stand on their side.
    """

    caption: Caption
    words: list[Word]
    rules: list[Rule]
    strokes: list[Rule]
    uprights: list[Box]
    box: Box
    turned: Sequence[TurnedText] = ()


class TurnedText(NamedTuple):
    """Text that stands on its side: the middle of its line, and from where to where it goes."""

    text: str
    x: float
    low: float
    high: float


def bodies(made: Sequence[Piece], words: Sequence[Word], boxes: Sequence[Box]) -> list[Body]:
    """Give the tables of a page, each with its caption, from top to bottom."""
    page = _Page(made, words, boxes)
    return page.bodies() if page.captions else []


class _Section(NamedTuple):
    """Rules of the same ends with nothing but a table between them.

    Lines of its cells may go on above them up to `top`, and below them down to `foot`.
    """

    rules: list[Rule]
    top: float
    foot: float

    @property
    def x0(self) -> float:
        return self.rules[0].x0

    @property
    def x1(self) -> float:
        return self.rules[0].x1


def _across(one: _Section, other: _Section) -> _Section:
    return _Section(
        [
            Rule(min(left.x0, right.x0), max(left.x1, right.x1), left.y)
            for left, right in zip(one.rules, other.rules, strict=True)
        ],
        max(one.top, other.top),
        min(one.foot, other.foot),
    )


def _reading(word: Word) -> tuple[float, float]:
    return (-round(word.y), word.x0)


class _Page:
    """A page's pieces, words and rules, to look for the tables of its captions among."""

    def __init__(self, made: Sequence[Piece], words: Sequence[Word], boxes: Sequence[Box]) -> None:
        self._rows = sorted(made, key=lambda piece: (-piece.y, piece.x0))
        self._heights = [-piece.y for piece in self._rows]
        self._words = sorted(words, key=lambda word: -word.y)
        self._word_heights = [-word.y for word in self._words]
        parts = strokes(boxes)
        found = captions(self._rows, self._heights, joined(parts))
        self.captions = list(itertools.islice(found, _MOST_CAPTIONS))
        if not self.captions:
            return
        self._strokes = [part for part in parts if not self._underlines(part)]
        self._flat = joined(self._strokes)
        self._uprights = [box for box in boxes if box.width < FLAT and box.height > _LOWEST_UPRIGHT]
        self._others = [piece for piece in self._rows if OTHER_CAPTION.match(piece.text)]

    def bodies(self) -> list[Body]:
        """Give the tables of all captions; one without words where nothing stands beside it."""
        groups = same_ends(self._flat)
        found = itertools.chain.from_iterable(map(self._sections, groups))
        sections = list(itertools.islice(found, _MOST_SECTIONS))
        given = self._given(sections)
        made: dict[int, Body] = {}
        beside: list[Body] = []
        for at, place in given.items():
            caption, section = self.captions[at], sections[place]
            for other in range(len(sections)):
                if other in given.values() or not self._is_beside(
                    caption, section, sections[other]
                ):
                    continue
                if self._goes_across(section, sections[other]):
                    section = _across(section, sections[other])
                else:
                    beside.append(self._ruled(caption, sections[other]))
            made[at] = self._ruled(caption, section)
        taken = {id(word) for body in (*made.values(), *beside) for word in body.words}
        for at, caption in enumerate(self.captions):
            if at not in made:
                made[at] = self._free(caption, taken)
                taken |= {id(word) for word in made[at].words}
        return [made[at] for at in range(len(self.captions))] + beside

    def _free(self, caption: Caption, taken: set[int]) -> Body:
        """Give the cells beside a caption that are no other table's; no words where none are."""
        for body in self._unruled(caption):
            if sum(id(word) in taken for word in body.words) <= _SHARED * len(body.words):
                return body
        box = Box(caption.x0, caption.foot, caption.x1, caption.top)
        return Body(caption, [], [], [], [], box)

    # ── tables between rules ──

    def _given(self, sections: Sequence[_Section]) -> dict[int, int]:
        """Give each caption the rules next to it: all of them below their captions, or above.

        That way is taken that leaves the fewest captions without; the nearest first, if both do.
        """
        pairs = [
            (*found, at, place)
            for at, caption in enumerate(self.captions)
            for place, section in enumerate(sections)
            if (found := self._distance(caption, section)) is not None
        ]
        ways = [
            [pair for pair in pairs if pair[1]],
            [pair for pair in pairs if not pair[1]],
            pairs,
        ]
        best: tuple[int, int, float, dict[int, int]] = (0, 0, 0.0, {})
        for way in ways:
            taken: dict[int, int] = {}
            given: set[int] = set()
            total = 0.0
            for distance, _, at, place in sorted(way):
                if at not in taken and place not in given:
                    taken[at] = place
                    given.add(place)
                    total += distance
            others = self._without_rules(taken, sections)
            if (len(taken), others, -total) > best[:3]:
                best = (len(taken), others, -total, taken)
        return best[3]

    def _without_rules(self, given: dict[int, int], sections: Sequence[_Section]) -> int:
        """Count the other captions that have lines of cells beside them, outside those rules."""
        taken = {
            id(word)
            for section in (sections[place] for place in given.values())
            for word in self._within(section.x0, section.x1, section.top, section.foot)
        }
        others = (one for at, one in enumerate(self.captions) if at not in given)
        return sum(bool(self._free(caption, taken).words) for caption in others)

    def _is_beside(self, caption: Caption, section: _Section, other: _Section) -> bool:
        """Tell whether rules stand beside a caption's others, as the second part of its table."""
        high, low = min(section.top, other.top), max(section.foot, other.foot)
        margin = max(_MARGIN, _WIDER_THAN * (caption.x1 - caption.x0))
        return (
            high - low > _LEVEL * (other.top - other.foot)
            and not common(section.x0, section.x1, other.x0, other.x1)
            and caption.x0 - margin < other.x0
            and other.x1 < caption.x1 + margin
        )

    def _goes_across(self, one: _Section, other: _Section) -> bool:
        """Tell whether two parts are one table whose rules leave a gap: of the same heights.

        Parts that begin with the same word have row labels of their own.
        """
        if len(one.rules) != len(other.rules) or any(
            abs(left.y - right.y) > 1 for left, right in zip(one.rules, other.rules, strict=True)
        ):
            return False
        first = [
            min(self._within(part.x0, part.x1, part.top, part.foot), key=_reading, default=None)
            for part in (one, other)
        ]
        return None not in first and first[0].text != first[1].text  # type: ignore[union-attr]

    def _sections(self, group: Sequence[Rule]) -> Iterator[_Section]:
        section = [group[0]]
        for above, below in pairwise(group):
            if self._parts(above, below):
                yield from self._section(section)
                section = [below]
            else:
                section.append(below)
        yield from self._section(section)

    def _section(self, rules: list[Rule]) -> Iterator[_Section]:
        """Give rules with the lines of cells around them, if there is room between them."""
        if rules[0].y - rules[-1].y > _LOWEST_TABLE:
            x0, x1 = rules[0].x0 - _MARGIN, rules[0].x1 + _MARGIN
            top, foot = self._above(x0, x1, rules[0].y), self._below(x0, x1, rules[-1].y)
            yield _Section(rules, top, foot)

    def _parts(self, above: Rule, below: Rule) -> bool:
        """Tell whether a caption or running text stands between two rules of the same ends."""
        for caption in self.captions:
            if below.y < (caption.top + caption.foot) / 2 < above.y and common(
                caption.x0, caption.x1, above.x0, above.x1
            ):
                return True
        return self._has_paragraph(above.x0, above.x1, above.y, below.y) or any(
            below.y < piece.y < above.y and common(piece.x0, piece.x1, above.x0, above.x1)
            for piece in self._others
        )

    def _has_paragraph(self, x0: float, x1: float, high: float, low: float) -> bool:
        """Tell whether lines of running text stand under each other between two heights.

        Those that begin well inside the table, or fill most of its width, not all, are of a cell.
        """
        last: dict[int, tuple[float, int]] = {}
        for piece in near(self._rows, self._heights, high, low):
            if piece.letters < PROSE_LETTERS or not common(piece.x0, piece.x1, x0, x1):
                continue
            if piece.x0 > x0 + _INSIDE * piece.size and piece.x1 < x1 + _MARGIN:
                continue
            if _CELLS_LEAST * (x1 - x0) < piece.x1 - piece.x0 < _CELLS_MOST * (x1 - x0):
                continue
            key = round(piece.x0 / SAME_ENDS)
            y, count = last.get(key, (1e9, 0))
            count = count + 1 if y - piece.y < LEADING * piece.size else 1
            if count >= _PROSE_LINES:
                return True
            last[key] = (piece.y, count)
        return False

    def _distance(self, caption: Caption, section: _Section) -> tuple[float, bool] | None:
        """Give how far rules are from a caption, and whether they are below it.

        None where they are not its.
        """
        shared = common(caption.x0, caption.x1, section.x0, section.x1)
        if shared < _SAME_COLUMN * min(caption.x1 - caption.x0, section.x1 - section.x0):
            return None
        below = caption.foot >= section.top - 4
        if below:
            high, low = caption.foot, section.top
        elif section.foot >= caption.top - 6:
            high, low = section.foot, caption.top
        else:
            return None
        if high - low > _FAR or self._fills(caption, high - 1, low + 1):
            return None
        aside = abs((caption.x0 + caption.x1) - (section.x0 + section.x1)) / 2
        return high - low + _ASIDE * aside, below

    def _fills(self, caption: Caption, high: float, low: float) -> bool:
        """Tell whether running text as wide as a caption stands between two heights."""
        wide = _PROSE_PART * (caption.x1 - caption.x0)
        return any(
            piece.letters >= PROSE_LETTERS
            and common(piece.x0, piece.x1, caption.x0, caption.x1) > wide
            for piece in near(self._rows, self._heights, high, low)
        )

    def _ruled(self, caption: Caption, section: _Section) -> Body:
        x0, x1 = section.x0 - _MARGIN, section.x1 + _MARGIN
        top, foot = section.top, section.foot
        rules = [
            rule
            for rule in self._flat
            if foot - 1 <= rule.y <= top + 1 and rule.x0 > x0 - 1 and rule.x1 < x1 + 1
        ]
        rules = [*section.rules, *(rule for rule in rules if rule not in section.rules)]
        return self._body(caption, Box(x0, foot - 1, x1, top + 1), rules)

    def _above(self, x0: float, x1: float, y: float) -> float:
        """Give how far heads go on above the uppermost rule: the first of them touches it."""
        reach = _TOUCHES
        for line in lines_of(self._within(x0, x1, y + _FAR, y))[::-1]:
            if line.y - y > reach * line.size or not gaps(line.words, _CELL):
                break
            if self._is_no_row(line) or not any(map(_is_word, line.words)):
                break
            reach = LEADING
            y = line.y + 0.8 * line.size
        return y

    def _below(self, x0: float, x1: float, y: float) -> float:
        """Give how far rows go on below the lowest rule: lines of cells, two lines of a label.

        The title of a part of a table is the last of it.
        """
        lines = lines_of(self._within(x0, x1, y, y - _FAR * _FAR))
        for line, following in itertools.zip_longest(lines, lines[1:]):
            if y - line.y < _LOOSE * line.size and PART_TITLE.match(text_of(line.words)):
                return line.y - 0.3 * line.size
            cells = gaps(line.words, _CELL)
            if not cells and following and line.y - following.y < LEADING * line.size:
                cells = gaps(following.words, _CELL)
            if y - line.y > LEADING * line.size or not cells or self._is_no_row(line):
                break
            y = line.y - 0.3 * line.size
        return y

    def _is_no_row(self, line: TextLine) -> bool:
        """Tell whether a line is of a caption or of the running text."""
        text = text_of(line.words[:3])
        left, right = line.words[0].x0, line.words[-1].x1
        within = any(
            caption.foot - 1 < line.y < caption.top + 1
            and common(caption.x0, caption.x1, left, right)
            for caption in self.captions
        )
        other = CAPTION.match(text) or OTHER_CAPTION.match(text)
        return within or bool(other) or self._reads_on(line)

    # ── tables without rules around them ──

    def _unruled(self, caption: Caption) -> Iterator[Body]:
        """Give the lines of cells below a caption, and those above it, as its table may be."""
        for below in (True, False):
            x0, x1 = self._range(caption, below=below)
            words = self._cells(caption, x0, x1, below=below)
            while words and (wider := self._beside(words, x0, x1)) != (x0, x1):
                x0, x1 = wider
                words = self._cells(caption, x0, x1, below=below)
            if words:
                yield self._around(caption, words)

    def _range(self, caption: Caption, *, below: bool) -> tuple[float, float]:
        """Give the ends between which cells are looked for: those of a rule, or the caption's."""
        high, low = (
            (caption.foot, caption.foot - _FAR) if below else (caption.top + _FAR, caption.top)
        )
        for rule in self._flat:
            near = low < rule.y < high and common(rule.x0, rule.x1, caption.x0, caption.x1)
            wide = rule.x1 - rule.x0 > _HALF_WIDTH
            if near and wide and not self._fills(caption, high, rule.y):
                return rule.x0 - _MARGIN, rule.x1 + _MARGIN
        middle = (caption.x0 + caption.x1) / 2
        half = max(_HALF_WIDTH, _WIDER * (caption.x1 - caption.x0))
        return middle - half, middle + half

    def _beside(self, words: Sequence[Word], x0: float, x1: float) -> tuple[float, float]:
        """Widen a range to the cells that stand next to its words in most lines."""
        lines = lines_of(words)
        left, right = [], []
        for line in lines:
            pieces = near(self._rows, self._heights, line.y + 1, line.y - 1)
            cells = [piece for piece in pieces if piece.letters < PROSE_LETTERS]
            left += [piece.x0 for piece in cells if x0 - _BESIDE < piece.x1 <= x0 + _MARGIN]
            right += [piece.x1 for piece in cells if x1 - _MARGIN <= piece.x0 < x1 + _BESIDE]
        if 2 * len(left) > len(lines):
            x0 = min(left) - _MARGIN
        if 2 * len(right) > len(lines):
            x1 = max(right) + _MARGIN
        return x0, x1

    def _cells(self, caption: Caption, x0: float, x1: float, *, below: bool) -> list[Word]:
        """Give the words of the lines next to a caption, as long as they may be rows of cells."""
        far = _FAR * _FAR
        y = caption.foot if below else caption.top
        lines = lines_of(self._within(x0, x1, *((y, y - far) if below else (y + far, y))))
        found: list[Word] = []
        cells, reach = 0, _FIRST
        for line in lines if below else lines[::-1]:
            if abs(line.y - y) > reach * line.size or self._is_no_row(line):
                break
            reach = _LOOSE
            cells += gaps(line.words, _CELL) > 0
            y = line.y
            found += line.words
        return found if cells >= _LEAST_LINES else []

    def _around(self, caption: Caption, words: Sequence[Word]) -> Body:
        x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
        foot, top = min(word.y for word in words), max(word.y for word in words)
        box = Box(x0 - 1, foot - 3, x1 + 1, top + caption.size)
        rules = [
            rule
            for rule in self._flat
            if foot - 4 <= rule.y <= box.top and common(rule.x0, rule.x1, x0, x1)
        ]
        return self._body(caption, box, rules)

    # ── what stands where ──

    def _within(self, x0: float, x1: float, high: float, low: float) -> list[Word]:
        """Give the words between two heights and two ends."""
        first = bisect.bisect_left(self._word_heights, -high)
        last = bisect.bisect_right(self._word_heights, -low)
        return [word for word in self._words[first:last] if x0 <= word.middle <= x1]

    def _body(self, caption: Caption, box: Box, rules: list[Rule]) -> Body:
        x0, foot, x1, top = box
        uprights = [
            one
            for one in self._uprights
            if x0 - 1 <= one.left <= x1 + 1 and one.bottom < top and one.top > foot
        ]
        parts = [
            one
            for one in self._strokes
            if foot - 1 <= one.y <= top + 1 and one.x0 > x0 - 4 and one.x1 < x1 + 4
        ]
        return Body(caption, self._within(x0, x1, top, foot), rules, parts, uprights, box)

    def _underlines(self, part: Rule) -> bool:
        """Tell whether a rule underlines a word: it lies close below it, and is as long."""
        if part.x1 - part.x0 > _UNDERLINE:
            return False
        first = bisect.bisect_left(self._word_heights, -(part.y + _UNDER))
        last = bisect.bisect_right(self._word_heights, -part.y)
        touched = [
            word for word in self._words[first:last] if common(word.x0, word.x1, part.x0, part.x1)
        ]
        return bool(touched) and (
            abs(min(word.x0 for word in touched) - part.x0) < _MARGIN
            and abs(max(word.x1 for word in touched) - part.x1) < _MARGIN
        )

    def _reads_on(self, line: TextLine) -> bool:
        """Tell whether a line is of the running text: long, and next to one that begins alike.

        A long text with a short cell to its right is no such.
        """
        left, right = line.words[0].x0, line.words[-1].x1
        pieces = [
            piece
            for piece in near(self._rows, self._heights, line.y + 1, line.y - 1)
            if common(piece.x0, piece.x1, left, right)
        ]
        if len(pieces) > 1 and pieces[-1].letters < PROSE_LETTERS and pieces[-1].x1 < right + 1:
            return False
        return any(piece.letters >= PROSE_LETTERS and self._goes_on(piece) for piece in pieces)

    def _goes_on(self, piece: Piece) -> bool:
        around = near(
            self._rows,
            self._heights,
            piece.y + LEADING * piece.size,
            piece.y - LEADING * piece.size,
        )
        return any(
            other is not piece
            and other.letters >= PROSE_LETTERS
            and abs(other.x0 - piece.x0) < _INDENT * piece.size
            for other in around
        )


def _is_word(word: Word) -> bool:
    return any(map(str.isalpha, word.text))


def gaps(words: Sequence[Word], least: float) -> int:
    """Count the gaps of a line that are wider than `least` ems."""
    return sum(
        after.x0 - word.x1 > least * max(word.size, after.size) for word, after in pairwise(words)
    )
