"""Find where the tables of a page stand: captions, and the rules or rows of cells beside them.

In: a page's words and rules, upright, in points. Out: each caption with the words and rules of its
table. A table drawn with rules lies between two or more of the same ends; one without is the lines
of cells next to its caption.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.pieces import Piece
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

_CAPTION = re.compile(
    r"\s*(?P<label>(?:Table|TABLE|Tab\.|TAB\.|表)\s*"
    r"(?:S?\d{1,3}(?:\.\d{1,2})?|[IVXL]{1,6}|[A-Z]\.?\d{1,2}))(?P<end>\s*[.:|：—–]|\s|$)"
)
_OTHER_CAPTION = re.compile(
    r"\s*(?:Figure|Fig\.|FIG\.|Algorithm|Listing|图|図)\s*\d{1,3}\s*[.:|：]"
)
_ENDED = re.compile(r"[.!?:;。！？：；][”\"’)\]]*\d{0,2}\s*$")
_FLAT = 2.6
"""Points: a rule is thinner."""
_SHORTEST_RULE = 8.0
"""Points: shorter ones are parts of letters or arrows."""
_SAME_HEIGHT, _SAME_ENDS = 1.0, 3.0
"""Points by which rules of one height, and ends of rules under each other, may differ."""
_RULE_GAP = 1.5
"""Points between the pieces of a rule that is drawn cell by cell."""
_MARGIN = 3.0
"""Points by which words may stand out over the ends of their table's rules."""
_LOWEST_TABLE = 12.0
"""Points: rules nearer to each other are no table."""
_LEADING = 1.5
"""Sizes from one base line of a caption to the next, at most."""
_CAPTION_SIZES = 0.13
"""Share of a caption's size by which its lines may differ: its label is often set larger."""
_FAR = 60.0
"""Points between a caption and its table, at most."""
_PROSE_LETTERS = 30
"""Letters of a piece that may be of the running text."""
_PROSE_PART = 0.75
"""Share of its column's width that a line of running text fills."""
_LOWEST_UPRIGHT = 4.0
"""Points: shorter upright rules are parts of letters."""
_MOST_CAPTIONS, _MOST_SECTIONS = 50, 200
"""Tables of a page, and places between rules that are asked whether they are one."""
_PROSE_LINES = 4
"""Lines of running text that part two tables whose rules have the same ends."""
_CELL = 1.0
"""A gap of more than this, in ems, parts cells where there are no rules."""
_LOOSE = 2.6
"""Sizes from one line to the next, at most, in a table without rules."""


class Rule(NamedTuple):
    """A horizontal rule: its ends and its height."""

    x0: float
    x1: float
    y: float


class Caption(NamedTuple):
    """A caption: its label as it is printed, and the box of its lines."""

    label: str
    x0: float
    x1: float
    top: float
    foot: float
    size: float


class Body(NamedTuple):
    """What a table is made out of: its words, rules, upright rules and box.

    `rules` go from top to bottom; of those, `strokes` are the parts that each was drawn in.
    """

    caption: Caption
    words: list[Word]
    rules: list[Rule]
    strokes: list[Rule]
    uprights: list[Box]
    box: Box


def may_have_caption(texts: Iterable[str]) -> bool:
    """Tell whether one of a page's lines may hold a table's caption."""
    return any("able" in text or "TAB" in text or "Tab." in text or "表" in text for text in texts)


def bodies(made: Sequence[Piece], words: Sequence[Word], boxes: Sequence[Box]) -> list[Body]:
    """Give the tables of a page, each with its caption, from top to bottom."""
    strokes = _strokes(boxes)
    rows = _by_height(made)
    found = list(itertools.islice(_captions(rows, _flat(strokes)), _MOST_CAPTIONS))
    return _Page(rows, words, strokes, boxes, found).bodies() if found else []


# ── rules ──


def _strokes(boxes: Sequence[Box]) -> list[Rule]:
    """Give the parts of horizontal rules from top to bottom and from left to right."""
    rules = sorted(
        (round(-box.bottom / _SAME_HEIGHT), box.left, box.right, box.bottom)
        for box in boxes
        if box.height < _FLAT and box.width > _SHORTEST_RULE
    )
    return [Rule(x0, x1, y) for _, x0, x1, y in rules]


def _flat(strokes: Sequence[Rule]) -> list[Rule]:
    """Give the horizontal rules from top to bottom, those drawn in parts as one."""
    joined: list[Rule] = []
    for rule in strokes:
        last = joined[-1] if joined else None
        near = last is not None and abs(last.y - rule.y) <= _SAME_HEIGHT
        if last and near and rule.x0 - last.x1 < _RULE_GAP:
            joined[-1] = Rule(last.x0, max(last.x1, rule.x1), last.y)
        else:
            joined.append(rule)
    return joined


def _same_ends(flat: Sequence[Rule]) -> list[list[Rule]]:
    """Put rules of the same ends together, each group from top to bottom."""
    groups: defaultdict[tuple[int, int], list[list[Rule]]] = defaultdict(list)
    for rule in flat:
        left, right = int(rule.x0 // _SAME_ENDS), int(rule.x1 // _SAME_ENDS)
        near = (
            group
            for i in (0, -1, 1)
            for j in (0, -1, 1)
            for group in groups.get((left + i, right + j), ())
            if abs(group[0].x0 - rule.x0) < _SAME_ENDS and abs(group[0].x1 - rule.x1) < _SAME_ENDS
        )
        group = next(near, None)
        if group is None:
            groups[left, right].append([rule])
        else:
            group.append(rule)
    return [group for places in groups.values() for group in places if len(group) > 1]


# ── captions ──


def _by_height(made: Sequence[Piece]) -> list[Piece]:
    return sorted(made, key=lambda piece: (-piece.y, piece.x0))


def _captions(rows: Sequence[Piece], flat: Sequence[Rule]) -> Iterator[Caption]:
    heights = [-piece.y for piece in rows]
    for at, piece in enumerate(rows):
        match = _CAPTION.match(piece.text)
        if match and _stands_apart(match, piece, rows, heights, at, flat):
            yield _whole(match["label"], piece, rows, heights, flat)


def _near(
    rows: Sequence[Piece], heights: Sequence[float], high: float, low: float
) -> Sequence[Piece]:
    """Give the pieces with base lines from `high` down to `low`."""
    return rows[bisect.bisect_left(heights, -high) : bisect.bisect_right(heights, -low)]


def _stands_apart(
    match: re.Match[str],
    piece: Piece,
    rows: Sequence[Piece],
    heights: Sequence[float],
    at: int,
    flat: Sequence[Rule],
) -> bool:
    """Tell a caption from a line of the running text that begins with a table's name."""
    above = [
        other
        for other in _near(rows, heights, piece.y + 1.4 * piece.size, piece.y + 0.5 * piece.size)
        if _over(other.x0, other.x1, piece.x0, piece.x1)
        and abs(other.size - piece.size) < 0.04 * piece.size
        and other.letters >= _PROSE_LETTERS
        and not any(
            piece.y < rule.y < other.y and _over(rule.x0, rule.x1, piece.x0, piece.x1)
            for rule in flat
        )
    ]
    if match["end"].strip():
        return not above or piece.bold > 0 or all(_ENDED.search(other.text) for other in above)
    name = len(match["label"].strip()) == len(piece.text.strip())
    return not above and (name or piece.bold > 0 or piece.letters < 80)


def _over(x0: float, x1: float, left: float, right: float) -> float:
    """Give how much of two ranges is common to both; 0 where nothing is."""
    return max(0.0, min(x1, right) - max(x0, left))


def _whole(
    label: str,
    first: Piece,
    rows: Sequence[Piece],
    heights: Sequence[float],
    flat: Sequence[Rule],
) -> Caption:
    """Follow a caption from its first piece down to its last line."""
    x0, x1, y = first.x0, first.x1, first.y
    for piece in _near(rows, heights, y + 1, y - 1):
        if x1 <= piece.x0 < x1 + 3 * first.size and abs(piece.size - first.size) < 0.5:
            x1 = max(x1, piece.x1)
    left, right = x0, x1
    while True:
        below = [
            piece
            for piece in _near(rows, heights, y - 0.7 * first.size, y - _LEADING * first.size)
            if _over(piece.x0, piece.x1, left, right)
            and abs(piece.size - first.size) < _CAPTION_SIZES * first.size
        ]
        below = [piece for piece in below if piece.y > max(other.y for other in below) - 1]
        parted = any(
            below
            and below[0].y - 0.3 * first.size < rule.y < y
            and _over(rule.x0, rule.x1, left, right)
            for rule in flat
        )
        if len(below) != 1 or parted:
            break
        y = below[0].y
        left, right = min(left, below[0].x0), max(right, below[0].x1)
    return Caption(
        " ".join(label.split()),
        left,
        right,
        first.y + 0.8 * first.size,
        y - 0.25 * first.size,
        first.size,
    )


# ── bodies ──


class _Section(NamedTuple):
    """Rules of the same ends with nothing but a table between them."""

    rules: list[Rule]

    @property
    def x0(self) -> float:
        return self.rules[0].x0

    @property
    def x1(self) -> float:
        return self.rules[0].x1

    @property
    def top(self) -> float:
        return self.rules[0].y

    @property
    def foot(self) -> float:
        return self.rules[-1].y


class _Page:
    """A page's pieces, words and rules, to look for the tables of its captions among."""

    def __init__(
        self,
        rows: Sequence[Piece],
        words: Sequence[Word],
        strokes: list[Rule],
        boxes: Sequence[Box],
        captions: list[Caption],
    ) -> None:
        self._rows = rows
        self._heights = [-piece.y for piece in rows]
        self._words = sorted(words, key=lambda word: -word.y)
        self._word_heights = [-word.y for word in self._words]
        self._strokes = strokes
        self._flat = _flat(strokes)
        self._uprights = [
            box for box in boxes if box.width < _FLAT and box.height > _LOWEST_UPRIGHT
        ]
        self._captions = captions
        self._others = [piece for piece in rows if _OTHER_CAPTION.match(piece.text)]

    def bodies(self) -> list[Body]:
        """Give the tables of all captions that have one."""
        sections = [
            section for group in _same_ends(self._flat) for section in self._sections(group)
        ][:_MOST_SECTIONS]
        pairs = sorted(
            (distance, at, place)
            for at, caption in enumerate(self._captions)
            for place, section in enumerate(sections)
            if (distance := self._distance(caption, section)) is not None
        )
        taken: dict[int, int] = {}
        given: set[int] = set()
        for _, at, place in pairs:
            if at not in taken and place not in given:
                taken[at] = place
                given.add(place)
        found: list[Body] = []
        for at, caption in enumerate(self._captions):
            if at in taken:
                found.append(self._ruled(caption, sections[taken[at]]))
            elif body := self._unruled(caption):
                found.append(body)
            else:
                box = Box(caption.x0, caption.foot, caption.x1, caption.top)
                found.append(Body(caption, [], [], [], [], box))
        return found

    def _sections(self, group: Sequence[Rule]) -> Iterator[_Section]:
        section = [group[0]]
        for above, below in pairwise(group):
            if self._parts(above, below):
                if len(section) > 1:
                    yield _Section(section)
                section = [below]
            else:
                section.append(below)
        if len(section) > 1 and section[0].y - section[-1].y > _LOWEST_TABLE:
            yield _Section(section)

    def _parts(self, above: Rule, below: Rule) -> bool:
        """Tell whether a caption or running text stands between two rules of the same ends."""
        for caption in self._captions:
            if below.y < (caption.top + caption.foot) / 2 < above.y and _over(
                caption.x0, caption.x1, above.x0, above.x1
            ):
                return True
        return self._has_paragraph(above.x0, above.x1, above.y, below.y) or any(
            below.y < piece.y < above.y and _over(piece.x0, piece.x1, above.x0, above.x1)
            for piece in self._others
        )

    def _has_paragraph(self, x0: float, x1: float, high: float, low: float) -> bool:
        """Tell whether lines of running text stand under each other between two heights."""
        last: dict[int, tuple[float, int]] = {}
        for piece in _near(self._rows, self._heights, high, low):
            if piece.letters < _PROSE_LETTERS or not _over(piece.x0, piece.x1, x0, x1):
                continue
            key = round(piece.x0 / _SAME_ENDS)
            y, count = last.get(key, (1e9, 0))
            count = count + 1 if y - piece.y < _LEADING * piece.size else 1
            if count >= _PROSE_LINES:
                return True
            last[key] = (piece.y, count)
        return False

    def _prose(self, x0: float, x1: float, high: float, low: float) -> list[Piece]:
        """Give the pieces of running text that fill a column between two heights."""
        return [
            piece
            for piece in _near(self._rows, self._heights, high, low)
            if piece.letters >= _PROSE_LETTERS
            and _over(piece.x0, piece.x1, x0, x1) > _PROSE_PART * (x1 - x0)
        ]

    def _distance(self, caption: Caption, section: _Section) -> float | None:
        """Give how far a caption is from rules above or below it; None where they are not its."""
        common = _over(caption.x0, caption.x1, section.x0, section.x1)
        if common < 0.3 * min(caption.x1 - caption.x0, section.x1 - section.x0):
            return None
        if caption.foot >= section.top - 4:
            high, low = caption.foot, section.top
        elif section.foot >= caption.top - 6:
            high, low = section.foot, caption.top
        else:
            return None
        if high - low > _FAR or self._prose(caption.x0, caption.x1, high - 1, low + 1):
            return None
        aside = abs((caption.x0 + caption.x1) - (section.x0 + section.x1)) / 2
        return high - low + 0.1 * aside

    def _within(self, x0: float, x1: float, high: float, low: float) -> list[Word]:
        words = self._words[
            bisect.bisect_left(self._word_heights, -high) : bisect.bisect_right(
                self._word_heights, -low
            )
        ]
        return [word for word in words if x0 <= word.middle <= x1]

    def _ruled(self, caption: Caption, section: _Section) -> Body:
        x0, x1 = section.x0 - _MARGIN, section.x1 + _MARGIN
        foot = self._reach(x0, x1, section.foot, -1)
        top = self._reach(x0, x1, section.top, 1)
        rules = [
            rule
            for rule in self._flat
            if foot - 1 <= rule.y <= top + 1 and rule.x0 > x0 - 1 and rule.x1 < x1 + 1
        ]
        return self._body(caption, Box(x0, foot - 1, x1, top + 1), rules)

    def _reach(self, x0: float, x1: float, y: float, step: int) -> float:
        """Give how far lines of cells go on above (`step` 1) or below the outermost rule."""
        far = 12 * _LEADING * 12
        words = self._within(x0, x1, y + far, y) if step > 0 else self._within(x0, x1, y, y - far)
        lines = text_lines(words)
        for line in lines[::-1] if step > 0 else lines:
            size = max(word.size for word in line)
            text = " ".join(word.text for word in line[:3])
            if abs(line[0].y - y) > _LEADING * size or gaps(line, _CELL) < 2 - (step < 0):
                break
            if _CAPTION.match(text) or _OTHER_CAPTION.match(text) or self._reads_on(line):
                break
            y = line[0].y + (size if step > 0 else -0.3 * size)
        return y

    def _reads_on(self, line: Sequence[Word]) -> bool:
        """Tell whether a line of words is of the running text: one of its pieces is long."""
        y = line[0].y
        return any(
            piece.letters >= _PROSE_LETTERS and _over(piece.x0, piece.x1, line[0].x0, line[-1].x1)
            for piece in _near(self._rows, self._heights, y + 1, y - 1)
        )

    def _body(self, caption: Caption, box: Box, rules: list[Rule]) -> Body:
        x0, foot, x1, top = box
        uprights = [
            one
            for one in self._uprights
            if x0 - 1 <= one.left <= x1 + 1 and one.bottom < top and one.top > foot
        ]
        strokes = [
            one
            for one in self._strokes
            if foot - 1 <= one.y <= top + 1 and one.x0 > x0 - 1 and one.x1 < x1 + 1
        ]
        return Body(caption, self._within(x0, x1, top, foot), rules, strokes, uprights, box)

    def _unruled(self, caption: Caption) -> Body | None:
        """Give the lines of cells below a caption, or else above it, as its table."""
        for step in (-1, 1):
            if words := self._cells(caption, step):
                x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
                foot, top = min(word.y for word in words), max(word.y for word in words)
                box = Box(x0 - 1, foot - 3, x1 + 1, top + caption.size)
                rules = [
                    rule
                    for rule in self._flat
                    if foot - 4 <= rule.y <= box.top and _over(rule.x0, rule.x1, x0, x1)
                ]
                return self._body(caption, box, rules)
        return None

    def _cells(self, caption: Caption, step: int) -> list[Word]:
        middle, half = (caption.x0 + caption.x1) / 2, max(60.0, 0.6 * (caption.x1 - caption.x0))
        y = caption.foot if step < 0 else caption.top
        far = 700.0
        span = (y, y - far) if step < 0 else (y + far, y)
        lines = text_lines(self._within(middle - half, middle + half, *span))
        if step > 0:
            lines.reverse()
        found: list[Word] = []
        cells = 0
        for line in lines:
            size = max(word.size for word in line)
            if abs(line[0].y - y) > _LOOSE * size or _reads_on(line, 2 * half):
                break
            if _CAPTION.match(line[0].text) or _OTHER_CAPTION.match(
                " ".join(word.text for word in line[:2])
            ):
                break
            cells += gaps(line, _CELL) > 0
            y = line[0].y
            found += line
        return found if cells >= 2 else []


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Sort words into lines by their base lines, from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.y):
        if rows and rows[-1][0].y - word.y < 0.3 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def gaps(line: Sequence[Word], least: float) -> int:
    """Count the gaps of a line that are wider than `least` ems."""
    return sum(
        after.x0 - word.x1 > least * max(word.size, after.size) for word, after in pairwise(line)
    )


def _reads_on(line: Sequence[Word], width: float) -> bool:
    letters = sum(c.isalpha() for word in line for c in word.text)
    long = line[-1].x1 - line[0].x0 > _PROSE_PART * width
    return long and letters >= _PROSE_LETTERS and not gaps(line, _CELL)
