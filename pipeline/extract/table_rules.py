"""Rules of a page: put together where they are drawn in parts, by their ends, and by tables.

Places are in points.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.pdf.geometry import Box

FLAT = 2.6
"""Points: a rule is thinner."""
_SHORTEST = 7.0
"""Points: shorter ones are parts of letters or arrows."""
_SAME_HEIGHT = 1.0
"""Points by which the parts of a rule may differ in height."""
SAME_ENDS = 3.0
"""Points by which the ends of rules under each other may differ."""
_PARTED = 1.5
"""Points between the parts of a rule that is drawn cell by cell."""

_FULL, _ENDS = 0.85, 6.0
"""Share of a table's width, less some points at its ends, that a rule all over it fills."""
_DOUBLE = 4.0
"""Points between the two lines of a double rule, at most."""
_UPRIGHT_STEP = 1.5
"""Points by which the parts of an upright rule may be off each other."""
_HALF = 0.5
"""Share of a table's height that an upright rule between columns goes down."""


class Rule(NamedTuple):
    """A horizontal rule: its ends and its height."""

    x0: float
    x1: float
    y: float


def common(x0: float, x1: float, left: float, right: float) -> float:
    """Give how much of two ranges is common to both; 0 where nothing is."""
    return max(0.0, min(x1, right) - max(x0, left))


def strokes(boxes: Sequence[Box]) -> list[Rule]:
    """Give the parts of horizontal rules from top to bottom and from left to right."""
    flat = sorted(
        (round(-box.bottom / _SAME_HEIGHT), box.left, box.right, box.bottom)
        for box in boxes
        if box.height < FLAT and box.width > _SHORTEST
    )
    return [Rule(x0, x1, y) for _, x0, x1, y in flat]


def joined(parts: Sequence[Rule]) -> list[Rule]:
    """Give the rules that strokes make, those drawn in parts as one."""
    rules: list[Rule] = []
    for part in parts:
        last = rules[-1] if rules else None
        level = last is not None and abs(last.y - part.y) <= _SAME_HEIGHT
        if last and level and part.x0 - last.x1 < _PARTED:
            rules[-1] = Rule(last.x0, max(last.x1, part.x1), last.y)
        else:
            rules.append(part)
    return rules


def same_ends(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Put rules of the same ends together, each group from top to bottom."""
    groups: defaultdict[tuple[int, int], list[list[Rule]]] = defaultdict(list)
    for rule in rules:
        left, right = int(rule.x0 // SAME_ENDS), int(rule.x1 // SAME_ENDS)
        alike = (
            group
            for i in (0, -1, 1)
            for j in (0, -1, 1)
            for group in groups.get((left + i, right + j), ())
            if abs(group[0].x0 - rule.x0) < SAME_ENDS and abs(group[0].x1 - rule.x1) < SAME_ENDS
        )
        group = next(alike, None)
        if group is None:
            groups[left, right].append([rule])
        else:
            group.append(rule)
    return [group for places in groups.values() for group in places if len(group) > 1]


class Ruling:
    """The rules of one table: `full` are the heights of those that go all over it.

    `borders` are the places of upright rules that go down half of it or more.
    """

    def __init__(
        self, rules: Sequence[Rule], parts: Sequence[Rule], uprights: Sequence[Box], box: Box
    ) -> None:
        self._rules = sorted(rules, key=lambda rule: -rule.y)
        self._heights = [-rule.y for rule in self._rules]
        self._parts = parts
        self._wide = _FULL * (box.width - _ENDS)
        self.full: list[float] = []
        for rule in self._rules:
            if self._is_full(rule) and (not self.full or self.full[-1] - rule.y > _DOUBLE):
                self.full.append(rule.y)
        self._uprights: defaultdict[int, list[Box]] = defaultdict(list)
        for upright in uprights:
            self._uprights[round(upright.left / _UPRIGHT_STEP)].append(upright)
        self.borders = [
            at * _UPRIGHT_STEP
            for at, found in sorted(self._uprights.items())
            if sum(upright.height for upright in found) > _HALF * box.height
        ]

    def _is_full(self, rule: Rule) -> bool:
        return rule.x1 - rule.x0 > self._wide

    def lies(self, high: float, low: float, x: float | None = None) -> bool:
        """Tell whether a rule lies between two base lines: all over the table, or over a place."""
        first = bisect.bisect_left(self._heights, -high)
        last = bisect.bisect_left(self._heights, -low)
        return any(
            self._is_full(rule) if x is None else rule.x0 - 2 < x < rule.x1 + 2
            for rule in self._rules[first:last]
        )

    def borders_at(self, y: float) -> list[float]:
        """Give the places of upright rules that stand at a height."""
        return [
            border
            for border in self.borders
            if any(
                upright.bottom - 2 < y < upright.top + 2
                for upright in self._uprights[round(border / _UPRIGHT_STEP)]
            )
        ]

    def under(self, x0: float, x1: float, high: float, low: float) -> Rule | None:
        """Give the rule under a group's head, from one end of the group to the other."""
        found = [
            part
            for part in self._parts
            if low < part.y < high and part.x0 < x1 - 1 and part.x1 > x0 + 1
        ]
        if not found:
            return None
        left, right = min(part.x0 for part in found), max(part.x1 for part in found)
        covers = left < x0 + SAME_ENDS and right > x1 - SAME_ENDS
        return Rule(left, right, found[0].y) if covers and right - left < self._wide else None
