"""Hold a number that is said to be above, or below, what others have against their cells.

"68.8, above both Mixtral and GPT-3.5" is wrong where one of these has 71.4 in that column, or in
that row. Words for better are taken as above, where the column or caption has no metric that is
better when it is lower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.comparisons import is_better_higher
from pipeline.check.grids import Cell, grids_of
from pipeline.check.labels import TELLS_NOTHING, has_letters
from pipeline.check.named import Named
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_COMPARES = re.compile(
    r"[^，。；;,.\d]{0,12}?[，,]?\s?(?:同时|已经?|仍然?|也|均|都|明显|略|远|still|also|already|well|clearly|slightly|far"
    r"|which is|is|\s)*"
    r"(?:(?P<above>高于|超过|超越|大于|\babove\b|\bhigher than\b|\bexceed(?:s|ing)?\b)"
    r"|(?P<below>低于|小于|\bbelow\b|\blower than\b)"
    r"|(?P<better>优于|好于|胜过|\bbetter than\b|\bbeat(?:s|ing)?\b|\boutperform(?:s|ing)?\b"
    r"|\bsurpass(?:es|ing)?\b|\bahead of\b)"
    r"|(?P<worse>不如|不及|落后于?|\bworse than\b|\bbehind\b))"
    r"(?P<whom>[^，。；;,()（）\d]*(?:\d[\w.]*[^，。；;,()（）\d]*){0,4})"
)
_BUT = re.compile(
    r"\b(?:but|yet|while|whereas|though|although)\b|\band (?:above|below|higher|lower|better|worse)"
    r"|但|而|却|\d\.\d+ (?:of|for)\b"
)
"""Where what a number is compared with ends, or has a number of its own."""
_SIZE = re.compile(r"\d[\d.]*[KMBT]")
_MOST_CELLS = 4


class _Rank(NamedTuple):
    label: str
    number: Quantity
    place: int


def outranked(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number of a sentence that is on the other side of what it names."""
    for number in numbers:
        match = _COMPARES.match(said.words, number.end, place.end)
        cells = grids_of(index).with_number(number) if match else []
        cells = [one for one in cells if one.grid.is_quoted(one.row, said.quoted)] or cells
        has_own = match and next(_behind(said, match), None)
        if not match or has_own or not 0 < len(cells) <= _MOST_CELLS:
            continue
        named = Named(_BUT.split(match["whom"])[0], None, ())
        against = [_against(cell, named, match, index) for cell in cells]
        if all(against) and (first := against[0]):
            yield _finding(said.where, number, match, first, index)


def _behind(said: Said, match: re.Match[str]) -> Iterator[Quantity]:
    """Give the numbers of what a number is compared with: they are held against it elsewhere."""
    for one in said.numbers:
        is_within = match.start("whom") <= one.start <= match.end() + 1
        if is_within and not _SIZE.fullmatch(one.written.strip()):
            yield one


def _against(cell: Cell, named: Named, match: re.Match[str], index: PaperIndex) -> _Rank | None:
    """Give one that is named, and is on the other side of a cell in its column or row."""
    way = _way(match)
    is_above = way in ("above", "better")
    if way in ("better", "worse"):
        head = cell.grid.table.heads[cell.column]
        caption = index.text[cell.grid.table.start : cell.grid.table.end]
        metric = " ".join((head, caption, cell.grid.table.rows[cell.row].label, match.string))
        if is_better_higher(metric) is False or _is_mixed(metric):
            return None
    for other in _named_beside(cell, named):
        same = other.number.unit == cell.number.unit and other.number.step == cell.number.step
        larger = other.number.base > cell.number.base
        if same and other.number.base != cell.number.base and larger == is_above:
            return other
    return None


def _is_mixed(metric: str) -> bool:
    return is_better_higher(metric) is None and is_better_higher(metric + " accuracy") is None


def _way(match: re.Match[str]) -> str:
    return next(way for way in ("above", "below", "better", "worse") if match[way])


def _named_beside(cell: Cell, named: Named) -> Iterator[_Rank]:
    """Give what is named of the other rows in a cell's column, and other columns in its row."""
    grid = cell.grid
    for row, words in enumerate(grid.short_rows):
        number = grid.first(row, cell.column) if row != cell.row else None
        if number and _is_named(named, words - grid.rows[cell.row]):
            cells = grid.table.rows[row].cells
            yield _Rank(grid.table.rows[row].label, number, cells[cell.column].start)
    for column, words in enumerate(grid.short_columns):
        if column == cell.column or column < grid.table.label_columns:
            continue
        number = grid.first(cell.row, column)
        if number and _is_named(named, words - grid.columns[cell.column]):
            at = grid.table.rows[cell.row].cells[column].start
            yield _Rank(grid.table.heads[column], number, at)


def _is_named(named: Named, words: frozenset[str]) -> bool:
    own = frozenset(filter(has_letters, words)) - TELLS_NOTHING
    return bool(own) and all(map(named.has, own))


def _finding(
    where: str, number: Quantity, match: re.Match[str], other: _Rank, index: PaperIndex
) -> Finding:
    written, words = number.written.strip(), match[_way(match)]
    return make_finding(
        where,
        "direction",
        f"{written} … {words}",
        f"“{words}”: {written} is on the other side of what {other.label} has",
        other.number.written.strip(),
        index.page_at(other.place),
        reason="contradicted",
    )
