"""Tables drawn with rules: they lie between two or more of the same ends, next to a caption.

Places and sizes are in points.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.table_captions import LEADING, PART_TITLE, PROSE_LETTERS, Caption, near
from pipeline.extract.table_columns import lines_of, text_of
from pipeline.extract.table_page import CELL, FAR, LOOSE, MARGIN, Body, TablePage, gaps
from pipeline.extract.table_rules import SAME_ENDS, Rule, common, same_ends
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

_MOST_SECTIONS = 200
"""Places between rules that are asked whether they are a table."""
_WIDER_THAN = 0.03
"""Share of a caption's width by which the parts of its table may stand out over its ends."""
_LEVEL = 0.8
"""Share of a part's height that is beside the other part of its table."""
_STACKED, _STACKED_GAP = 0.7, 12.0
"""Share of their width that parts of a table under each other have in common, and points between
them at most: the space of one line."""
_TOUCHING = 4.0
"""Points between the last rule of a table and the first of the next, at most."""
_LOWEST_TABLE = 7.0
"""Points: rules nearer to each other are no table."""
_INSIDE = 2.5
"""Sizes from a table's left end from which on lines of text are of one of its cells."""
_CELLS_LEAST, _CELLS_MOST = 0.6, 0.9
"""Shares of a table's width that lines of text in a cell fill: more than a column of two does."""
_PROSE_LINES = 4
"""Lines of running text that part two tables whose rules have the same ends."""
_SAME_COLUMN = 0.3
"""Share of a caption's or a table's width that is common to both."""
_ASIDE = 0.1
"""What a point that a table is off its caption's middle counts beside one that it is away."""
_TOUCHES = 0.65
"""Sizes from a base line down to the rule below it, at most, where the line is a table's head."""


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


class Sections:
    """The places between rules of a page that may be tables, and the captions that they are of."""

    def __init__(self, page: TablePage) -> None:
        self._page = page
        found = itertools.chain.from_iterable(map(self._sections, same_ends(page.flat)))
        self.all = list(itertools.islice(found, _MOST_SECTIONS))

    def bodies(
        self, is_other: Callable[[Caption, set[int]], bool]
    ) -> tuple[dict[int, Body], list[Body]]:
        """Give the tables of captions by their place among them, and further parts of those.

        `is_other` tells whether lines of cells without rules stand beside a caption, given the
        words that are of tables.
        """
        given = self._given(is_other)
        made: dict[int, Body] = {}
        beside: list[Body] = []
        for at, place in given.items():
            caption, section = self._page.captions[at], self.all[place]
            for other, part in enumerate(self.all):
                if other in given.values() or not self._is_beside(caption, section, part):
                    continue
                if self._goes_across(section, part):
                    section = _across(section, part)
                else:
                    beside.append(self._ruled(caption, part))
            made[at] = self._ruled(caption, section)
            beside += [
                self._ruled(caption, part) for part in self._stacked(caption, section, given)
            ]
        return made, beside

    def _stacked(
        self, caption: Caption, first: _Section, given: Mapping[int, int]
    ) -> Iterator[_Section]:
        """Give the rules that lie close to a caption's on their far side, and so on from there."""
        rest = [part for at, part in enumerate(self.all) if at not in given.values()]
        below = caption.foot >= first.top - 4
        rest.sort(key=lambda part: -part.top if below else part.foot)
        for part in rest:
            upper, lower = (first, part) if below else (part, first)
            shared = common(upper.x0, upper.x1, lower.x0, lower.x1)
            alike = shared > _STACKED * max(upper.x1 - upper.x0, lower.x1 - lower.x0)
            if alike and -MARGIN < upper.foot - lower.top < _STACKED_GAP:
                yield part
                first = part

    def _given(self, is_other: Callable[[Caption, set[int]], bool]) -> dict[int, int]:
        """Give each caption the rules next to it: all of them below their captions, or above.

        That way is taken that leaves the fewest captions without; the nearest first, if both do.
        """
        pairs = [
            (*found, at, place)
            for at, caption in enumerate(self._page.captions)
            for place, section in enumerate(self.all)
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
            others = self._without_rules(taken, is_other)
            if (len(taken), others, -total) > best[:3]:
                best = (len(taken), others, -total, taken)
        return best[3]

    def _is_beside(self, caption: Caption, section: _Section, other: _Section) -> bool:
        """Tell whether rules stand beside a caption's others, as the second part of its table."""
        high, low = min(section.top, other.top), max(section.foot, other.foot)
        margin = max(MARGIN, _WIDER_THAN * (caption.x1 - caption.x0))
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
            min(
                self._page.within(part.x0, part.x1, part.top, part.foot), key=_reading, default=None
            )
            for part in (one, other)
        ]
        return None not in first and first[0].text != first[1].text  # type: ignore[union-attr]

    def following(self, body: Body) -> Body | None:
        """Give rules as wide as a table's with nothing above them: it may go on there.

        They are to the right of it where it is of this page.
        """
        left, right = body.box.left + MARGIN, body.box.right - MARGIN
        here = self._page.is_of(body)
        alike = [
            section
            for section in self.all
            if abs((section.x1 - section.x0) - (right - left)) < SAME_ENDS
            and (not here or section.x0 > right)
            and self._page.is_first(section.x0, section.x1, section.top)
        ]
        if not body.rules or not alike:
            return None
        first = min(alike, key=lambda section: section.x0)
        return self._ruled(body.caption.stand_in(first.top), first)

    def _ruled(self, caption: Caption, section: _Section) -> Body:
        x0, x1 = section.x0 - MARGIN, section.x1 + MARGIN
        top, foot = section.top, section.foot
        rules = [
            rule
            for rule in self._page.flat
            if foot - 1 <= rule.y <= top + 1 and rule.x0 > x0 - 1 and rule.x1 < x1 + 1
        ]
        rules = [*section.rules, *(rule for rule in rules if rule not in section.rules)]
        return self._page.body(caption, Box(x0, foot - 1, x1, top + 1), rules)

    def _sections(self, group: Sequence[Rule]) -> Iterator[_Section]:
        section = [group[0]]
        for above, below in pairwise(group):
            if self._parts(above, below) or self._begins_again(section[0], above, below):
                yield from self._section(section)
                section = [below]
            else:
                section.append(below)
        yield from self._section(section)

    def _section(self, rules: list[Rule]) -> Iterator[_Section]:
        """Give rules with the lines of cells around them, if there is room between them."""
        if rules[0].y - rules[-1].y > _LOWEST_TABLE:
            x0, x1 = rules[0].x0 - MARGIN, rules[0].x1 + MARGIN
            top, foot = self._above(x0, x1, rules[0].y), self._below(x0, x1, rules[-1].y)
            yield _Section(rules, top, foot)

    def _begins_again(self, first: Rule, above: Rule, below: Rule) -> bool:
        """Tell whether rules that touch end a table and begin one with the same first head."""
        if above.y - below.y > _TOUCHING:
            return False
        heads = [
            min(words, key=_reading, default=None)
            for rule in (first, below)
            for words in [self._page.within(rule.x0, rule.x1, rule.y, rule.y - FAR)]
        ]
        return None not in heads and heads[0].text == heads[1].text  # type: ignore[union-attr]

    def _parts(self, above: Rule, below: Rule) -> bool:
        """Tell whether something stands between two rules of the same ends that is no table's.

        That is a caption, running text, or a rule that is longer at both ends.
        """
        between = self._page.rules_between(above.y, below.y)
        if any(
            rule.x0 < above.x0 - SAME_ENDS and rule.x1 > above.x1 + SAME_ENDS for rule in between
        ):
            return True
        for caption in self._page.captions:
            if below.y < (caption.top + caption.foot) / 2 < above.y and common(
                caption.x0, caption.x1, above.x0, above.x1
            ):
                return True
        return self._has_paragraph(above.x0, above.x1, above.y, below.y) or any(
            below.y < piece.y < above.y and common(piece.x0, piece.x1, above.x0, above.x1)
            for piece in self._page.others
        )

    def _has_paragraph(self, x0: float, x1: float, high: float, low: float) -> bool:
        """Tell whether lines of running text stand under each other between two heights.

        Those that begin well inside the table, or fill most of its width, not all, are of a cell.
        """
        last: dict[int, tuple[float, int]] = {}
        for piece in near(self._page.rows, self._page.heights, high, low):
            if piece.letters < PROSE_LETTERS or not common(piece.x0, piece.x1, x0, x1):
                continue
            if piece.x0 > x0 + _INSIDE * piece.size and piece.x1 < x1 + MARGIN:
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
        if high - low > FAR or self._page.fills(caption, high - 1, low + 1):
            return None
        aside = abs((caption.x0 + caption.x1) - (section.x0 + section.x1)) / 2
        return high - low + _ASIDE * aside, below

    def _without_rules(
        self, given: dict[int, int], is_other: Callable[[Caption, set[int]], bool]
    ) -> int:
        """Count the other captions that have lines of cells beside them, outside those rules."""
        taken = {
            id(word)
            for section in (self.all[place] for place in given.values())
            for word in self._page.within(section.x0, section.x1, section.top, section.foot)
        }
        others = (one for at, one in enumerate(self._page.captions) if at not in given)
        return sum(is_other(caption, taken) for caption in others)

    def _above(self, x0: float, x1: float, y: float) -> float:
        """Give how far heads go on above the uppermost rule: the first of them touches it."""
        reach = _TOUCHES
        for line in lines_of(self._page.within(x0, x1, y + FAR, y))[::-1]:
            if line.y - y > reach * line.size or not gaps(line.words, CELL):
                break
            if self._page.is_no_row(line) or not any(map(_is_word, line.words)):
                break
            reach = LEADING
            y = line.y + 0.8 * line.size
        return y

    def _below(self, x0: float, x1: float, y: float) -> float:
        """Give how far rows go on below the lowest rule: lines of cells, two lines of a label.

        The title of a part of a table is the last of it.
        """
        lines = lines_of(self._page.within(x0, x1, y, y - FAR * FAR))
        for line, following in itertools.zip_longest(lines, lines[1:]):
            if y - line.y < LOOSE * line.size and PART_TITLE.match(text_of(line.words)):
                return line.y - 0.3 * line.size
            cells = gaps(line.words, CELL)
            if not cells and following and line.y - following.y < LEADING * line.size:
                cells = gaps(following.words, CELL)
            if y - line.y > LEADING * line.size or not cells or self._page.is_no_row(line):
                break
            y = line.y - 0.3 * line.size
        return y


def _is_word(word: Word) -> bool:
    return any(map(str.isalpha, word.text))
