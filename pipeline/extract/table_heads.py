"""Make the heads of a table's columns out of the lines above its rows.

A head that stands over several columns is the head of a group of them: a rule below it says how far
the group goes, or its place over their middle does. Places and sizes are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.table_columns import Chunk, Column, TextLine, at_borders, chunks, over, split
from pipeline.extract.table_rules import Rule, Ruling

_OFF = 0.6
"""Sizes by which the middle of a group's head may be off the group's middle."""
_NEAR = 0.85
"""Sizes: lines nearer than this are no groups and their columns' heads."""
_FAR_OFF = 0.9
"""The same where all columns with values stand under groups of as many."""
_NEAR_OFF = 0.35
"""The same where they stand under groups, some of more columns than others."""
_FLUSH = 0.2
"""Sizes by which the left end of a group's head may be off its first column's."""
_CLOSE = 0.15
"""Ems between two heads at least: letters of one word stand closer."""
_IN_LINE = 0.5
"""Sizes by which a head that stands close to the next may be off its column's ends or middle."""


class HeadCell(NamedTuple):
    """Words of a head over the columns `first` to `last`; `ruled` if a rule says how far."""

    first: int
    last: int
    chunk: Chunk
    ruled: bool = False

    @property
    def range(self) -> tuple[int, int]:
        """Its first and its last column."""
        return self.first, self.last


def levels(
    lines: Sequence[TextLine],
    found: Sequence[Column],
    labels: int,
    ruling: Ruling,
    size: float,
) -> list[list[HeadCell]]:
    """Give the cells of each line of heads, from left to right.

    The first `labels` columns label the rows: no group reaches over them that does not begin there.
    """
    made: list[list[HeadCell]] = [[] for _ in lines]
    for at in reversed(range(len(lines))):
        own = {
            column
            for line, level in zip(lines[at + 1 :], made[at + 1 :], strict=True)
            if lines[at].y - line.y > _NEAR * size  # or it stands beside both lines
            for cell in level
            for column in range(cell.first, cell.last + 1)
            if column >= labels
        }
        low = lines[at + 1].y if at + 1 < len(lines) else None
        cells = _cells(lines[at], low, own, found, ruling)
        cells = _widened(cells, own, found, size)
        made[at] = [_as_below(cell, made[at + 1], found, size) for cell in cells] if own else cells
    return made


def joined(made: Sequence[Sequence[HeadCell]], count: int) -> list[str]:
    """Join each column's heads: those over the same columns go on, others are groups of them."""
    out = [""] * count
    last: list[tuple[int, int] | None] = [None] * count
    for level in made:
        for cell in level:
            for column in range(cell.first, cell.last + 1):
                sign = " " if last[column] == cell.range else " > "
                out[column] += (sign if out[column] else "") + cell.chunk.text
                last[column] = cell.range
    return out


def _cells(
    line: TextLine, low: float | None, own: set[int], found: Sequence[Column], ruling: Ruling
) -> list[HeadCell]:
    """Give the cells of a line; `low` is the height of the next, `own` columns with heads there."""
    made: list[HeadCell] = []
    under: dict[Rule, list[Chunk]] = {}
    borders = ruling.borders_at(line.y)
    parts = at_borders(chunks(line), borders)
    for whole in parts:
        at = _between_borders(whole, parts, borders, found) if own else []
        if len(at) > 1 and set(at) <= own:
            made.append(HeadCell(at[0], at[-1], whole, ruled=True))
            continue
        rule = None if low is None else ruling.under(whole.x0, whole.x1, line.y, low)
        if rule is not None:
            under.setdefault(rule, []).append(whole)
            continue
        at = over(whole, found)
        is_group = len(at) > 1 and set(at) <= own
        parts_of = [whole] if is_group else split(whole, found, line.size)
        if len(parts_of) == 1 < len(at) and not own & set(at):
            parts_of = _close(whole, [found[column] for column in at], line.size)
        for chunk in parts_of:
            at = over(chunk, found)
            made.append(HeadCell(at[0], at[-1], chunk))
    for rule, groups in under.items():
        at = [i for i, one in enumerate(found) if rule.x0 - 2 < one.middle < rule.x1 + 2]
        made += shared(groups, at, found)
    return sorted(made, key=lambda cell: cell.range)


def _close(chunk: Chunk, found: Sequence[Column], size: float) -> list[Chunk]:
    """Cut heads that stand as close as words at the widest gaps: each is in line with its column.

    Gives the chunk whole where they are not.
    """
    gaps = [after.x0 - before.x1 for before, after in pairwise(chunk.words)]
    widest = sorted(range(len(gaps)), key=lambda at: -gaps[at])[: len(found) - 1]
    if len(widest) < len(found) - 1 or gaps[widest[-1]] < _CLOSE * size:
        return [chunk]
    ends = [0, *(at + 1 for at in sorted(widest)), len(chunk.words)]
    parts = [Chunk(chunk.words[start:end]) for start, end in pairwise(ends)]
    fits = all(_is_in_line(part, one, size) for part, one in zip(parts, found, strict=True))
    return parts if fits else [chunk]


def _is_in_line(chunk: Chunk, column: Column, size: float) -> bool:
    """Tell whether words begin, end or have their middle where their column has."""
    off = (chunk.x0 - column.x0, chunk.x1 - column.x1, chunk.middle - column.middle)
    return min(map(abs, off)) < _IN_LINE * size


def _between_borders(
    chunk: Chunk, line: Sequence[Chunk], borders: Sequence[float], found: Sequence[Column]
) -> list[int]:
    """Give the columns between the upright rules beside a head; none where others stand there."""
    left = max((x for x in borders if x < chunk.middle), default=-1e9)
    right = min((x for x in borders if x > chunk.middle), default=1e9)
    if not borders or sum(left < other.middle < right for other in line) > 1:
        return []
    return [at for at, column in enumerate(found) if left < column.middle < right]


def shared(groups: Sequence[Chunk], at: Sequence[int], found: Sequence[Column]) -> list[HeadCell]:
    """Share columns out to the heads above them, so that each is over the middle of its own."""
    if len(at) < len(groups):
        places = [over(one, found) for one in groups]
        return [HeadCell(p[0], p[-1], one) for p, one in zip(places, groups, strict=True)]
    # the least distance, and the ends, of all ways to give the first columns to the first heads
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    best += [(1e9, list[int]())] * len(at)
    for place, group in enumerate(groups):
        following: list[tuple[float, list[int]]] = [(1e9, list[int]())] * (len(at) + 1)
        for end in range(place + 1, len(at) + 1):
            following[end] = min(
                (
                    best[start][0] + _off(group, found[at[start]], found[at[end - 1]]),
                    [*best[start][1], end],
                )
                for start in range(place, end)
            )
        best = following
    ends = [0, *best[len(at)][1]]
    return [
        HeadCell(at[start], at[end - 1], group, ruled=True)
        for group, (start, end) in zip(groups, pairwise(ends), strict=True)
    ]


def _off(chunk: Chunk, first: Column, last: Column) -> float:
    return abs((first.x0 + last.x1) / 2 - chunk.middle)


def _widened(
    cells: list[HeadCell], own: set[int], found: Sequence[Column], size: float
) -> list[HeadCell]:
    """Let heads of groups reach as far to both sides, over columns with heads of their own.

    One that stands over the middle of one column does so only where all columns are covered then.
    """
    groups = [cell for cell in cells if own and cell.last >= min(own)]
    if not groups or all(cell.ruled for cell in groups):
        return cells
    rest = cells[: len(cells) - len(groups)]
    if (level := _from_their_left(groups, own, found, size)) is not None:
        return [*rest, *level]
    if (whole := _all_shared(groups, own, found, size)) is not None:
        return [*rest, *whole]
    wide_cells = _widest(groups, own, found, size)
    return rest + [
        cell if _is_over_one(cell, found, size) else wide
        for cell, wide in zip(groups, wide_cells, strict=True)
    ]


def _from_their_left(
    groups: list[HeadCell], own: set[int], found: Sequence[Column], size: float
) -> list[HeadCell] | None:
    """Let heads that begin where columns do reach up to the next one, all over as many columns.

    None where that is not so, or a head stands over the middle of its columns.
    """
    starts = [cell.first for cell in groups]
    ends = [*(start - 1 for start in starts[1:]), max(own)]
    wide = [
        cell._replace(last=end) for cell, end in zip(groups, ends, strict=True) if cell.last <= end
    ]
    alike = len({one.last - one.first for one in wide}) == 1 and wide[0].last > wide[0].first
    covered = {at for one in wide for at in range(one.first, one.last + 1)}
    if len(wide) < max(2, len(groups)) or not alike or not covered <= own:
        return None
    flush = all(abs(one.chunk.x0 - found[one.first].x0) < _FLUSH * size for one in wide)
    off = all(_off(one.chunk, found[one.first], found[one.last]) > _OFF * size for one in wide)
    return wide if flush and off else None


def _all_shared(
    groups: list[HeadCell], own: set[int], found: Sequence[Column], size: float
) -> list[HeadCell] | None:
    """Share as many columns as fit out to the heads of groups alike, with none left between them.

    Some at the left or at the right may stand under no group. None where nothing fits.
    """
    at = sorted(own)
    if any(cell.ruled for cell in groups):
        return None
    if len(groups) == 1 and _is_over_one(groups[0], found, size):
        return None
    if at != list(range(at[0], at[-1] + 1)):
        return None
    ways = sorted(
        ((first, last) for first in at for last in at if first <= last),
        key=lambda way: way[0] - way[1],
    )
    for first, last in ways:
        if first > groups[0].first or last < groups[-1].last:
            continue
        whole = shared([cell.chunk for cell in groups], range(first, last + 1), found)
        alike = len({wide.last - wide.first for wide in whole}) == 1
        off = (_FAR_OFF if alike else _NEAR_OFF) * size
        if all(
            wide.first <= cell.first <= cell.last <= wide.last
            and _off(wide.chunk, found[wide.first], found[wide.last]) < off
            for wide, cell in zip(whole, groups, strict=True)
        ):
            return whole
    return None


def _widest(
    cells: list[HeadCell], own: set[int], found: Sequence[Column], size: float
) -> list[HeadCell]:
    """Let heads reach over as many columns as they can, none over another's."""
    # what the first heads cover at most, by the last column that is taken
    best: dict[int, tuple[int, list[HeadCell]]] = {-1: (0, [])}
    for cell in cells:
        following: dict[int, tuple[int, list[HeadCell]]] = {}
        for wide in [cell] if cell.ruled else _reaches(cell, own, found, size):
            before = max(
                (way for last, way in best.items() if last < wide.first),
                key=lambda way: way[0],
                default=None,
            )
            if before is not None:
                covers = before[0] + wide.last - wide.first + 1
                if covers > following.get(wide.last, (-1, []))[0]:
                    following[wide.last] = (covers, [*before[1], wide])
        if not following:
            return cells
        best = following
    return max(best.values(), key=lambda way: way[0])[1]


def _is_over_one(cell: HeadCell, found: Sequence[Column], size: float) -> bool:
    one = found[cell.first]
    return cell.first == cell.last and _off(cell.chunk, one, one) < _OFF * size


def _reaches(cell: HeadCell, own: set[int], found: Sequence[Column], size: float) -> list[HeadCell]:
    """Give the ranges of columns that a head stands over the middle of, its own among them."""
    ways = [cell]
    first = cell.first
    while first >= 0 and (first == cell.first or first in own):
        last = cell.last
        while last < len(found) and (last == cell.last or last in own):
            if _off(cell.chunk, found[first], found[last]) < _OFF * size:
                ways.append(cell._replace(first=first, last=last))
            last += 1
        first -= 1
    return ways


def _as_below(
    cell: HeadCell, below: Sequence[HeadCell], found: Sequence[Column], size: float
) -> HeadCell:
    """Widen the first line of a group's head to the group, whose second line stands below it."""
    for other in below:
        within = other.first <= cell.first and cell.last <= other.last
        wider = other.last - other.first > cell.last - cell.first
        over_both = _off(cell.chunk, found[other.first], found[other.last]) < _OFF * size
        if (
            within
            and wider
            and over_both
            and abs(cell.chunk.middle - other.chunk.middle) < _OFF * size
        ):
            return cell._replace(first=other.first, last=other.last)
    return cell
