"""Hold "the best of all" against the column of the table that its number stands in.

"40.2, the best of all models compared" is wrong where the column has a better one. Which way is
better need not be known: a number that is neither the largest nor the smallest of its column, nor
of its row, is the best in no way. What is said of some things only, the best baseline, tells
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.grids import Cell, grids_of
from pipeline.check.named import mantissa
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_OF_ALL = re.compile(
    r"\b(?:best|highest|top|lowest|largest|smallest|worst)\b(?: (?!of|among)\w+){0,2}"
    r" (?:(?:of|among|across) (?:all|any|every|them all)\b|(?:of|in) the (?:whole )?table)"
    r"|\b(?:best|highest|lowest) overall\b"
    r"|(?:所有|全部)(?:[^，。；]{0,8}?)(?:[中里]|之中|当中)?(?:是|为|都是)?(?:最[高好优强低大小差]|第一)"
    r"|(?:全表|表中|表里|全场)(?:是|为)?(?:最[高好优强低大小差]|第一)",
    re.IGNORECASE,
)
_OF_ROWS = re.compile(r"\b(?:models?|methods?|systems?|baselines?)\b|模型|方法|系统|基线")
_BRACKET = re.compile(r"[^\d.,;()，；（）]{0,24}[(（]\s?")
"""What stands between such words and their own number in brackets."""
_BEFORE, _BEHIND = 60, 24
"""Characters from the number before such words, and behind them to what it is the best of."""
_FEWEST = 4
"""Numbers of a column: of fewer, one in the middle may be the best of those that are meant."""
_MOST_CELLS = 6


def not_the_best(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number that is called the best of all, and is not."""
    for match in _OF_ALL.finditer(said.words, place.start, place.end):
        number = _number_of(match, said.numbers)
        if number is None or number not in numbers:
            continue
        cells = grids_of(index).with_number(number)
        quoted = [cell for cell in cells if cell.grid.is_quoted(cell.row, said.quoted)]
        cells = quoted or cells
        is_of_rows = bool(_OF_ROWS.search(said.words, match.start(), match.end() + _BEHIND))
        if 0 < len(cells) <= _MOST_CELLS and all(_is_between(cell, is_of_rows) for cell in cells):
            yield _finding(said.where, match[0], number, cells[0], index)


def _number_of(match: re.Match[str], numbers: Sequence[Quantity]) -> Quantity | None:
    text = match.string
    for one in numbers:
        if one.start >= match.end() and _BRACKET.fullmatch(text, match.end(), one.start):
            return one
    before = [one for one in numbers if 0 <= match.start() - one.end <= _BEFORE]
    return before[-1] if before else None


def _is_between(cell: Cell, is_of_rows: bool) -> bool:
    """Tell whether a cell's number is neither first nor last of its column, nor of its row.

    The row is not asked where what is best is one of the things that rows are of.
    """
    own = mantissa(cell.number)
    rows, columns = range(len(cell.grid.rows)), range(len(cell.grid.columns))
    column = [one for row in rows if (one := cell.grid.first(row, cell.column))]
    row = [one for at in columns if (one := cell.grid.first(cell.row, at))]
    if len(column) < _FEWEST:
        return False
    return all(
        min(map(mantissa, line)) < own < max(map(mantissa, line))
        for line in ((column,) if is_of_rows else (column, row))
    )


def _finding(where: str, words: str, number: Quantity, cell: Cell, index: PaperIndex) -> Finding:
    written, grid = number.written.strip(), cell.grid
    return make_finding(
        where,
        "pair",
        f"{written} … {words}",
        f"{written} is not “{words}”: {grid.table.label} has better ones",
        grid.table.heads[cell.column],
        index.page_at(grid.place.start),
        reason="contradicted",
    )
