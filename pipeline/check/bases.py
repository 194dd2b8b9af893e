"""Hold a difference against the row of the thing that it is said to be from.

"95.8, 14.6 points above the 115M Transformer" is wrong where that one has 84.7, and the row of
another one the 81.2 which makes it. The two numbers must stand in one column; where the named row
makes the difference with any number of the sentence, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check import arithmetic
from pipeline.check.grids import Grid, grids_of
from pipeline.check.labels import TELLS_NOTHING, has_letters
from pipeline.check.named import Named
from pipeline.check.paper_index import PaperIndex
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
    r"(?P<name>[^，。；,;.()（）\d][^，。；,;()（）]{1,40})"
)
_NAME_BEFORE = re.compile(
    r"(?:比|相对于?|相较于?|较)\s?(?P<name>[^，。；,;()（）]{2,40}?)\s?(?:的|（[^（）]*）)?\s?"
    r"(?:分别|又|还|均|都|也)?(?:提升|提高|高|低|下降|降低|多|少|好|差)了?(?:约|近)?\s?$"
)
_REACH = 60
"""Characters on either side of a difference in which what it is from is named."""


class _From(NamedTuple):
    grid: Grid
    row: int
    number: Quantity


def wrong_bases(said: Said, place: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each difference of a sentence that is from another row than it says."""
    numbers = [one for one in said.numbers if place.start <= one.start < place.end]
    for number in numbers:
        named = _named(said, place, number)
        if named is None or number.spelled:
            continue
        others = [one for one in numbers if one is not number and not one.spelled]
        made = list(_makers(said, number, others, index))
        own = [one for one in made if _is_named(named, one.grid, one.row)]
        alike = {id(one.grid) for one in made}
        known = any(
            _is_named(named, grid, row)
            for grid in grids_of(index).all
            if id(grid) in alike
            for row in range(len(grid.rows))
        )
        if made and not own and known:
            yield _finding(said.where, number, made[0], index)


def _named(said: Said, place: Place, number: Quantity) -> Named | None:
    behind = _NAME_BEHIND.match(said.words, number.end, min(place.end, number.end + _REACH))
    low = max(place.start, number.start - _REACH)
    match = behind or _NAME_BEFORE.search(said.words, low, number.start)
    return Named(match["name"], None, ()) if match else None


def _makers(
    said: Said, number: Quantity, others: Sequence[Quantity], index: PaperIndex
) -> Iterator[_From]:
    """Give the rows that have what makes a difference with a number of its sentence."""
    for other in others:
        for cell in grids_of(index).with_number(other):
            for row in range(len(cell.grid.rows)):
                base = cell.grid.first(row, cell.column) if row != cell.row else None
                if base and arithmetic.makes(said, number, (cell.number, base)):
                    yield _From(cell.grid, row, base)


def _is_named(named: Named, grid: Grid, row: int) -> bool:
    words = frozenset(filter(has_letters, grid.rows[row])) - TELLS_NOTHING
    return bool(words) and all(map(named.has, words))


def _finding(where: str, number: Quantity, made: _From, index: PaperIndex) -> Finding:
    written, label = number.written.strip(), made.grid.table.rows[made.row].label
    return make_finding(
        where,
        "number",
        written,
        f"{written} is the difference from another row than the one that is named",
        f"{label} {made.number.written.strip()}",
        index.page_at(made.grid.place.start),
        reason="contradicted",
    )
