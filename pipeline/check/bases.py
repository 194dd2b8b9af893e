"""Hold a difference against the row of the thing that it is said to be from.

"95.8, 14.6 points above the 115M Transformer" is wrong where that one has 84.7. The two numbers
must stand in one column; where the named row makes the difference with any number of the sentence,
nothing is told. Either another row must make it, or it must follow its number at once and be
nowhere in the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check import arithmetic
from pipeline.check.grids import MOST_CELLS, Grid, grids_of
from pipeline.check.labels import TELLS_NOTHING, has_letters, label_words
from pipeline.check.named import Named
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_THAN = (
    r"above|below|ahead of|behind|over|(?:higher|lower|better|worse|more|less|fewer) than"
    r"|relative to|compared (?:to|with)"
)
_NAME_BEHIND = re.compile(
    rf"\s?(?:个?百?分?点|(?:percentage |absolute |\w+ )?points?)?\s?(?:{_THAN})\s(?:the |its )?"
    r"(?P<name>[^，。；,;.()（）\d](?:(?!\band \d|\bby\b|\bon\b|\bin\b)[^，。；,;()（）]){1,40})"
)
_NAME_BEFORE = re.compile(
    r"(?:比|相对于?|相较于?|较)\s?(?P<name>[^，。；,;()（）]{2,40}?)\s?(?:的|（[^（）]*）)?\s?"
    r"(?:分别|又|还|均|都|也)?(?:提升|提高|高|低|下降|降低|多|少|好|差)了?(?:约|近)?\s?$"
)
_NEXT = 30
"""Characters between a difference and the number before it whose difference it is."""
_REACH = 60
"""Characters on either side of a difference in which what it is from is named."""


class _From(NamedTuple):
    """A row with its number in the column of one of the sentence's."""

    grid: Grid
    row: int
    number: Quantity


def wrong_bases(said: Said, place: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each difference of a sentence that is not from the row that it says."""
    numbers = said.numbers_at(place)
    for number in numbers:
        named = None if number.spelled else _named(said, place, number)
        if named is None:
            continue
        others = [one for one in numbers if one is not number and not one.spelled]
        beside = [one for other in others for one in _beside(other, index)]
        meant = [(cell, base) for cell, base in beside if _is_named(named, base.grid, base.row)]
        made = [
            base for cell, base in beside if arithmetic.makes(said, number, (cell, base.number))
        ]
        if not meant or any(base in made for _, base in meant):
            continue
        is_near = any(number.start - one.end in range(_NEXT) for one in others)
        is_sure = is_near and _is_result(number, meant) and not _is_said(number, named, index)
        if made or is_sure:
            yield _finding(said.where, number, (made or [meant[0][1]])[0], index)


def _is_said(number: Quantity, named: Named, index: PaperIndex) -> bool:
    """Tell whether a sentence of the paper has a difference and anything that is named."""
    places = (index.around(one.start) for one in index.same(number)[:MOST])
    return any(
        any(map(named.has, filter(has_letters, label_words(index.words_of(place)))))
        for place in places
    )


def _is_result(number: Quantity, meant: Sequence[tuple[Quantity, _From]]) -> bool:
    """Tell a difference as exact as the numbers that it is of."""
    return any(cell.step == base.number.step == number.step for cell, base in meant)


def _beside(other: Quantity, index: PaperIndex) -> Iterator[tuple[Quantity, _From]]:
    """Give a number's cells, each with those of its column's other rows."""
    for cell in grids_of(index).with_number(other)[:MOST_CELLS]:
        for row in range(len(cell.grid.rows)):
            base = cell.grid.first(row, cell.column) if row != cell.row else None
            if base:
                yield cell.number, _From(cell.grid, row, base)


def _named(said: Said, place: Place, number: Quantity) -> Named | None:
    behind = _NAME_BEHIND.match(said.words, number.end, min(place.end, number.end + _REACH))
    low = max(place.start, number.start - _REACH)
    match = behind or _NAME_BEFORE.search(said.words, low, number.start)
    return Named(match["name"], None, ()) if match else None


def _is_named(named: Named, grid: Grid, row: int) -> bool:
    return named.has_all(frozenset(filter(has_letters, grid.short_rows[row])) - TELLS_NOTHING)


def _finding(where: str, number: Quantity, made: _From, index: PaperIndex) -> Finding:
    written, label = number.written.strip(), made.grid.table.rows[made.row].label
    return make_finding(
        where,
        "number",
        written,
        f"{written} is no difference from the row that is named",
        f"{label} {made.number.written.strip()}",
        index.page_at(made.grid.place.start),
        reason="contradicted",
    )
