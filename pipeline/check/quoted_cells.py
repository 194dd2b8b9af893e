"""Hold a point's numbers against the table's row that it quotes.

A point that quotes the row of one thing, names that thing and gives a number of another row, whose
own name it never says, has looked in the wrong line. Nothing is told where it also has what the
quoted row has in that column: then it compares the two. And a point that gives a number of the row
that it quotes, and names nothing of that one but all of another, is of the wrong thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.check.arithmetic import is_derived
from pipeline.check.called import is_change
from pipeline.check.grids import Cell, Grid, grids_of, stands_with
from pipeline.check.labels import TELLS_NOTHING, has_letters, label_words
from pipeline.check.named import Named, mantissa
from pipeline.check.names import names
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_FEW = 10
"""Whole numbers up to here stand in too many cells."""
_MOST_CELLS = 12
_FEWEST = 2
"""Numbers of a row that a statement must have to be about it where it does not name it."""


def quoted_cell_findings(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number of a sentence that is of another row than the quoted one."""
    grids = grids_of(index)
    if not grids.all or not said.quoted:
        return
    whole = Named(said.words, Place(0, place.end), said.numbers)  # what comes is another's
    sentence = Named(said.words, place, said.numbers)
    results = Named(said.words, place, [one for one in said.numbers if not is_year(one)])
    for number in numbers:
        if not _tells(number):
            continue
        cells = grids.with_number(number)
        if said.is_of_quoted_sentence(number, index):
            of_row = [cell for cell in cells if cell.grid.is_quoted(cell.row, said.quoted)]
            named = [_named_instead(cell, number, results, whole) for cell in of_row]
            if named and all(named):
                yield _of_named(said.where, number, of_row[0], named[0], index)
            continue
        if not 0 < len(cells) <= _MOST_CELLS or is_change(said, number):
            continue
        others = [one for one in said.numbers if one is not number and _tells(one)]
        near = _near_the_quote(cells, whole, said)
        found = [_instead(cell, whole, sentence, others, said, index) for cell in near]
        if all(found) and (first := found[0]) and not is_derived(said, number, index):
            yield _finding(said.where, number, *first, index)


def _tells(number: Quantity) -> bool:
    return not number.spelled and not (number.whole and abs(number.value) <= _FEW)


def _instead(
    cell: Cell,
    whole: Named,
    sentence: Named,
    others: Sequence[Quantity],
    said: Said,
    index: PaperIndex,
) -> tuple[Grid, int, Quantity] | None:
    """Give the quoted row that a sentence is about instead of a cell's, and what that one has."""
    grid, own = cell.grid, cell.grid.rows[cell.row]
    if not own or grid.is_quoted(cell.row, said.quoted):
        return None
    if in_other := _in_other_table(cell, whole, said, index):
        return in_other
    for row, words in enumerate(grid.rows):
        other = grid.first(row, cell.column)
        if not other or not grid.is_quoted(row, said.quoted) or whole.has_number(other):
            continue
        ours, theirs = _telling(words - own), _telling(own - words)
        theirs -= _of_named_rows(grid, cell.row, whole)
        is_meant = bool(ours) and (any(map(sentence.has, ours)) or _is_row_of(grid, row, others))
        if not ours:  # phi-1.5 beside phi-1.5-web
            ours = _telling(words & grid.short_rows[row])
            is_meant = bool(ours) and all(map(sentence.has, ours))
        is_alone = bool(theirs) and not any(map(whole.has, theirs))
        if is_meant and is_alone and not stands_with(cell.number, ours, other, index):
            return grid, row, other
    return None


def _near_the_quote(cells: Sequence[Cell], whole: Named, said: Said) -> Sequence[Cell]:
    """Give the cells of tables that a quote has a row of, with others whose row is named.

    All of them where a quote has a row of none of their tables.
    """
    quoted = [
        any(cell.grid.is_quoted(row, said.quoted) for row in range(len(cell.grid.rows)))
        for cell in cells
    ]
    if not any(quoted):
        return cells
    return [
        cell
        for cell, is_quoted in zip(cells, quoted, strict=True)
        if is_quoted or any(map(whole.has, _telling(cell.grid.rows[cell.row])))
    ]


def _of_named_rows(grid: Grid, but: int, whole: Named) -> frozenset[str]:
    """Give the words of the rows that are named whole, but for one: DIVE beside DIVE-SCI."""
    own = grid.rows[but]
    rows = (frozenset(filter(has_letters, words)) for words in grid.rows)
    named = (words for words in rows if words and words < own and all(map(whole.has, words)))
    return frozenset(word for words in named for word in words)


def _named_instead(cell: Cell, number: Quantity, sentence: Named, whole: Named) -> str:
    """Give the label of the row that a sentence names where it names nothing of a cell's own.

    Empty where it names none, only as what something is compared with, or beside another number.
    """
    grid, own = cell.grid, cell.grid.rows[cell.row]
    for row, words in enumerate(grid.rows):
        other = grid.first(row, cell.column)
        ours, theirs = _telling(own - words), _telling(words - own)
        if not other or not ours or not theirs or whole.has_number(other):
            continue
        is_meant = any(map(has_letters, theirs)) and all(map(sentence.has, theirs))
        nearest = sentence.nearest(theirs) if is_meant else []
        is_meant = bool(nearest) and all(one is number for one in nearest)
        is_aside = sentence.is_aside(theirs) and not sentence.is_owner(theirs)
        if is_meant and not is_aside and not any(map(whole.has, ours)):
            return grid.table.rows[row].label
    return ""


def _in_other_table(
    cell: Cell, whole: Named, said: Said, index: PaperIndex
) -> tuple[Grid, int, Quantity] | None:
    """Give the quoted row of the same label in another table, and what that has in the column.

    Nothing where the statement names anything of a cell's own caption that the other one has not.
    """
    label, head = cell.grid.rows[cell.row], cell.grid.columns[cell.column]
    for grid in grids_of(index).all:
        if grid is cell.grid or label not in grid.rows or head not in grid.columns:
            continue
        row, column = grid.rows.index(label), grid.columns.index(head)
        other = grid.first(row, column) if grid.is_quoted(row, said.quoted) else None
        own = _names(cell.grid) - _names(grid)
        if other and not whole.has_number(other) and not any(map(whole.has, own)):
            return grid, row, other
    return None


def _names(grid: Grid) -> frozenset[str]:
    return frozenset(word for one in names(grid.caption_words) for word in label_words(one.words))


def _is_row_of(grid: Grid, row: int, numbers: Sequence[Quantity]) -> bool:
    """Tell whether a row has two of some numbers at least: a statement is about it."""
    own = {
        mantissa(one)
        for column in range(grid.table.label_columns, len(grid.columns))
        if (one := grid.first(row, column))
    }
    return len(own & {mantissa(one) for one in numbers}) >= _FEWEST


def _telling(words: frozenset[str]) -> frozenset[str]:
    """Give the words of a label that set it apart; so do digits, one alone if there is no other."""
    telling = frozenset(word for word in words if len(word) > 1) - TELLS_NOTHING
    return telling or (words if not any(map(has_letters, words)) else telling)


def _of_named(where: str, number: Quantity, cell: Cell, named: str, index: PaperIndex) -> Finding:
    written, label = number.written.strip(), cell.grid.table.rows[cell.row].label
    return make_finding(
        where,
        "pair",
        f"{written} … {named}",
        f"{written} is of {label} in its quote, and not of {named}",
        label,
        index.page_at(cell.number.start),
        reason="contradicted",
    )


def _finding(
    where: str, number: Quantity, grid: Grid, row: int, other: Quantity, index: PaperIndex
) -> Finding:
    written, label = number.written.strip(), grid.table.rows[row].label
    cells = grid.table.rows[row].cells
    return make_finding(
        where,
        "pair",
        written,
        f"{written} is of another row than the quoted {label}",
        other.written.strip(),
        index.page_at(max((one.start for one in cells), default=0)),
        reason="contradicted",
    )
