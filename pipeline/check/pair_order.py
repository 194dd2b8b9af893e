"""Tell where one of several pairs of numbers, "61 against 63", has its two the other way round.

A sentence that sets one row of a table against another, column by column, has the same row's number
first in each pair. Where one pair has the other row's first, and nothing between names either row,
it has them reversed. Of two pairs the quoted row tells which one; a name right behind the second
number, "for Finch", tells of one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.comparisons import AGAINST, NAME_OF
from pipeline.check.grids import MOST_CELLS, Grid, grids_of
from pipeline.check.labels import TELLS_NOTHING
from pipeline.check.named import Named, mantissa
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_AGAINST = re.compile(
    rf"\s*(?:{AGAINST}|(?:也|均|都|略|仍|明显)*(?:超过|高于|低于|优于|不如))\s*{NAME_OF}"
)
_MARKS = "，,；;。（("
"""Where what stands right before a number begins."""
_OF = re.compile(r"[)）]?\s(?:for|of|by|with|from)\s(?P<name>[^,;.，；。()（）]{2,40})")


class _Pair(NamedTuple):
    """Two numbers that are set against each other, and the rows that have them in one column."""

    one: Quantity
    other: Quantity
    rows: frozenset[tuple[int, int]]


def reversed_pairs(said: Said, place: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each pair of a sentence whose two rows stand the other way round."""
    numbers = said.numbers_at(place)
    both = [
        (one, other)
        for one, other in itertools.pairwise(numbers)
        if _AGAINST.fullmatch(said.words, one.end, other.start)
    ]
    for grid in grids_of(index).all if both else ():
        pairs = [_Pair(one, other, _rows(grid, one, other, index)) for one, other in both]
        known = [pair for pair in pairs if pair.rows]
        found = list(_of_other_order(said, place, known, numbers, grid)) or [
            pair for pair in known if _is_of_other(said, pair, grid)
        ]
        for pair in found:
            yield _finding(said.where, pair, grid, index)
        if found:
            return


def _rows(
    grid: Grid, one: Quantity, other: Quantity, index: PaperIndex
) -> frozenset[tuple[int, int]]:
    grids = grids_of(index)
    cells = grids.with_number(one)[:MOST_CELLS], grids.with_number(other)[:MOST_CELLS]
    return frozenset(
        (first.row, second.row)
        for first in cells[0]
        for second in cells[1]
        if first.grid is grid is second.grid
        and first.column == second.column
        and first.row != second.row
    )


def _of_other_order(
    said: Said,
    place: Place,
    pairs: Sequence[_Pair],
    numbers: Sequence[Quantity],
    grid: Grid,
) -> Iterator[_Pair]:
    """Give the pairs that have two rows in another order than most, or than the quoted row's.

    A row that is quoted, and that another number of the sentence is of, is what it is about.
    """
    paired = {one.start for pair in pairs for one in (pair.one, pair.other)}
    alone = [one for one in numbers if one.start not in paired]
    orders = {rows for pair in pairs for rows in pair.rows}
    for rows in sorted(orders | {rows[::-1] for rows in orders}):
        along = [pair for pair in pairs if rows in pair.rows]
        against = [pair for pair in pairs if rows[::-1] in pair.rows and rows not in pair.rows]
        is_quoted = grid.is_quoted(rows[0], said.quoted) and not grid.is_quoted(
            rows[1], said.quoted
        )
        is_about = is_quoted and any(_has(grid, rows[0], one) for one in alone)
        if not against or len(along) + is_quoted + is_about <= len(against):
            continue
        if not _names_either(said, place, (*along, *against), grid, rows):
            yield from against
            return


def _has(grid: Grid, row: int, number: Quantity) -> bool:
    columns = range(grid.table.label_columns, len(grid.columns))
    cells = (grid.first(row, column) for column in columns)
    return any(mantissa(one) == mantissa(number) for one in cells if one)


def _names_either(
    said: Said, place: Place, pairs: Sequence[_Pair], grid: Grid, rows: tuple[int, int]
) -> bool:
    """Tell whether what stands right before some pairs, or between them, names one of two rows."""
    ordered = sorted(pairs, key=lambda pair: pair.one.start)
    first = ordered[0].one.start
    low = max(place.start, *(said.words.rfind(mark, 0, first) for mark in _MARKS))
    between = Named(said.words, Place(low, ordered[-1].one.start), ())
    words = grid.rows[rows[0]] ^ grid.rows[rows[1]]
    return any(map(between.has, words - TELLS_NOTHING))


def _is_of_other(said: Said, pair: _Pair, grid: Grid) -> bool:
    """Tell whether the name right behind a pair is the first number's row, not the second's."""
    behind = _OF.match(said.words, pair.other.end)
    if not behind:
        return False
    named = Named(behind["name"], None, ())
    ways = {
        (_is_named(named, grid.rows[first] - grid.rows[second]),
         _is_named(named, grid.rows[second] - grid.rows[first]))
        for first, second in pair.rows
    }  # fmt: skip
    return (True, False) in ways and (False, True) not in ways


def _is_named(named: Named, words: frozenset[str]) -> bool:
    return named.has_all(words - TELLS_NOTHING)


def _finding(where: str, pair: _Pair, grid: Grid, index: PaperIndex) -> Finding:
    one, other = pair.one.written.strip(), pair.other.written.strip()
    first, second = min(pair.rows)
    labels = grid.table.rows[first].label, grid.table.rows[second].label
    return make_finding(
        where,
        "pair",
        f"{one} … {other}",
        f"{one} … {other}: the paper has these the other way round",
        f"{labels[0]} {one}, {labels[1]} {other}",
        index.page_at(grid.place.start),
        reason="contradicted",
    )
