"""Tie a point's numbers to the cells of the paper's tables: rows, columns, groups, captions.

A number that a table has is of the row and the column that it stands in. Where the sentence names
another row, column or table, in words that set it apart from the number's own, and that one's cell
has something else, the paper contradicts it. A row without a label, a table that was not made out,
and a name whose own number stands nearer to it prove nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.grids import MOST_CELLS, Cell, Grids, grids_of, stands_with
from pipeline.check.labels import TELLS_NOTHING, has_letters
from pipeline.check.named import Named, mantissa
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.statements import Said
from pipeline.check.swapped_numbers import IN_TURN
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_CLAUSE = re.compile(
    r"[，；;、]|,(?!\d)|[（(](?=[A-Za-z][^()（）]*\s\d)|\b(?:and|while|whereas|where|but|versus|vs)\b"
    r"|和|以及|与|而|但|及"
)
_LISTED = re.compile(r"\s*(?:[,，、/|]|,?\s?\b(?:and|or)\b|和|与|及|以及|或)\s*(?:the\s)?")
"""What stands between two numbers of a list."""
_TABLE = re.compile(r"(?:\bTab(?:le|\.)|表)\s?(?P<number>\d{1,2}|[A-Z]\d{0,2})\b")
_OURS = re.compile(
    r"本文|我们|作者|该(?:模型|方法)|它|其(?!他|余|中)|\b(?:ours?|we|it|they|its|their)\b",
    re.IGNORECASE,
)
"""What a clause calls a thing that an earlier one has named."""
_NONE: frozenset[str] = frozenset()
_FEW = 10
"""Whole numbers up to here, and years, stand in too many cells."""
_BOUNDS = 2
"""Numbers of an interval."""


class _Rival(NamedTuple):
    """What a sentence names instead of a number's own row, column or table."""

    label: str
    words: frozenset[str]
    number: Quantity
    place: int


def cell_findings(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number of a sentence that is of another cell than the one named.

    Where things and numbers are listed in turn, nothing is told.
    """
    grids = grids_of(index)
    if not grids.all or IN_TURN.search(said.words, place.start, place.end):
        return
    every = said.numbers_at(place)
    whole = Named(said.words, Place(0, place.end), every)
    for number in numbers:
        found = grids.with_number(number) if _tells(number) else []
        quoted = [one for one in found if one.grid.is_quoted(one.row, said.quoted)]
        found = quoted or _of_named_table(said, place, found)
        is_elsewhere = not quoted and (
            grids.is_label(number) or _is_in_other_row(number, grids, index)
        )
        if is_elsewhere or not 0 < len(found) <= MOST_CELLS:
            continue
        listed = _list_of(said.words, number, every)
        own = _clause(said.words, place, listed, every)
        sentence = Named(said.words, Place(place.start, own.end), every)  # what comes is another's
        clause = Named(said.words, own, every)
        is_listed, is_ours = len(listed) > 1, bool(_OURS.search(said.words, *own))
        scopes = (
            _Scope(sentence, whole, clause, False, is_listed, is_ours),
            _Scope(clause, clause, clause, True, is_listed, is_ours),
        )
        rivals = [_rival(cell, number, scopes, grids) for cell in found]
        rival = next((one for one in rivals if one), None)
        if rival and all(rivals) and not stands_with(number, rival.words, rival.number, index):
            yield _finding(said.where, number, rival, index)


def _of_named_table(said: Said, place: Place, found: list[Cell]) -> list[Cell]:
    """Give those of some cells that are of a table that a sentence names, or else all."""
    named = {one["number"] for one in _TABLE.finditer(said.words, place.start, place.end)}
    own = [one for one in found if one.grid.table.label.rpartition(" ")[2] in named]
    return own or found


def _finding(where: str, number: Quantity, rival: _Rival, index: PaperIndex) -> Finding:
    written, other = number.written.strip(), rival.number.written.strip()
    return make_finding(
        where,
        "pair",
        f"{written} … {rival.label}",
        f"{written} is of another cell than {rival.label}",
        other,
        index.page_at(rival.place),
        reason="contradicted",
    )


def _is_in_other_row(number: Quantity, grids: Grids, index: PaperIndex) -> bool:
    """Tell whether a row of a table that was not made out has a number, too, as it is written."""
    written = number.written.strip()
    return any(
        one.written.strip() == written and not grids.is_within(one.start)
        for one in index.same(number)[:MOST_CELLS]
        if index.is_row(one.start)
    )


def _list_of(words: str, number: Quantity, every: Sequence[Quantity]) -> list[Quantity]:
    """Give the numbers that stand in one list with a number, itself among them."""
    at = every.index(number)
    low = high = at
    while low and _LISTED.fullmatch(words, every[low - 1].end, every[low].start):
        low -= 1
    for last, one in itertools.pairwise(every[at:]):
        if not _LISTED.fullmatch(words, last.end, one.start):
            break
        high += 1
    return list(every[low : high + 1])


def _clause(
    words: str, place: Place, listed: Sequence[Quantity], every: Sequence[Quantity]
) -> Place:
    """Give the part of a sentence between the commas and conjunctions around a number.

    What a list of numbers is said of may be a list itself: then it is all from the number before
    them to the one behind. Two in brackets are an interval.
    """
    start, end = listed[0].start, listed[-1].end
    if len(listed) > 1 and not _is_interval(words, listed):
        low = max((one.end for one in every if one.end <= start), default=place.start)
        high = min((one.start for one in every if one.start >= end), default=place.end)
        return Place(low, high)
    edges = [match.span() for match in _CLAUSE.finditer(words, place.start, place.end)]
    low = max((edge for _, edge in edges if edge <= start), default=place.start)
    high = min((edge for edge, _ in edges if edge >= end), default=place.end)
    return Place(low, high)


def _is_interval(words: str, listed: Sequence[Quantity]) -> bool:
    before, behind = words[: listed[0].start].rstrip(), words[listed[-1].end :].lstrip()
    return len(listed) == _BOUNDS and before.endswith(("(", "[")) and behind.startswith((")", "]"))


def _tells(number: Quantity) -> bool:
    is_usual = abs(number.value) <= _FEW or (is_year(number) and "," not in number.written)
    return not number.spelled and not (is_usual and number.whole and not number.unit)


class _Scope(NamedTuple):
    """A sentence, or only a number’s clause, and where nothing of the own label may be named.

    Also the clause itself, whether the number is one of a list there, and whether that is of what
    an earlier clause has named.
    """

    named: Named
    without: Named
    clause: Named
    is_clause: bool
    is_listed: bool
    is_ours: bool


def _rival(cell: Cell, number: Quantity, scopes: Sequence[_Scope], grids: Grids) -> _Rival | None:
    """Give the row, column or table that is named instead of a cell's, or None."""
    found = [
        one
        for scope in scopes
        for one in (
            *_of_other_rows(cell, number, scope),
            *_of_other_columns(cell, number, scope),
            *(() if scope.is_clause else _of_other_tables(cell, scope, grids)),
        )
        if mantissa(one.number) != mantissa(number)
        and ("." in one.number.written) == ("." in number.written)
        and not (not scope.is_clause and scope.without.has_number(one.number))
        and not _is_explained(one, number, scopes[0].named, grids)
    ]
    return max(found, key=lambda one: len(one.words), default=None)


def _of_other_rows(cell: Cell, number: Quantity, scope: _Scope) -> Iterator[_Rival]:
    grid = cell.grid
    own = grid.rows[cell.row]
    is_adjoined = scope.is_clause and not scope.is_listed
    if is_adjoined and scope.named.has_as_written(own) and scope.named.adjoins(own, number):
        return  # LARK-S has it, and is part of RefLARK-S
    column = _named_column(cell, number, scope)
    for row, words in enumerate(grid.rows) if own else ():
        other = grid.first(row, column) or grid.first(row, cell.column)
        short = grid.short_rows[row]
        apart = _set_apart(words, own, short, scope, scope.named, is_adjoined) if other else _NONE
        if not other or not apart:
            continue
        if scope.is_clause:
            is_meant = scope.named.adjoins(apart, number)
        else:
            is_meant = _is_subject(words, apart, number, scope)
        if is_meant:
            place = max((one.start for one in grid.table.rows[row].cells), default=0)
            yield _Rival(grid.table.rows[row].label, apart, other, place)


def _named_column(cell: Cell, number: Quantity, scope: _Scope) -> int:
    """Give the column that stands right at a number: the cell may be of another row and column."""
    own = cell.grid.columns[cell.column]
    for column, words in enumerate(cell.grid.columns):
        apart = frozenset(filter(has_letters, words - own - TELLS_NOTHING))
        if apart and scope.clause.adjoins(apart, number):
            return column
    return cell.column


def _is_subject(
    words: frozenset[str], apart: frozenset[str], number: Quantity, scope: _Scope
) -> bool:
    """Tell whether a sentence may be about a row before it comes to a number.

    What sets the row apart stands before the number, not only as what something is compared with;
    the number's clause names some of the row, and nothing that an earlier one has named.
    """
    in_clause = any(map(scope.clause.has, words - TELLS_NOTHING))
    is_ahead = scope.named.is_before(apart, number)
    return in_clause and is_ahead and not scope.is_ours and not scope.named.is_aside(apart)


def _of_other_columns(cell: Cell, number: Quantity, scope: _Scope) -> Iterator[_Rival]:
    grid = cell.grid
    own = grid.columns[cell.column]
    for column, words in enumerate(grid.columns) if own else ():
        other = grid.first(cell.row, column) if column >= grid.table.label_columns else None
        short = grid.short_columns[column]
        apart = _set_apart(words, own, short, scope, scope.clause) if other else _NONE
        if not other or not apart:
            continue
        if scope.clause.is_aside(apart) and not scope.clause.adjoins(apart, number):
            continue
        if scope.is_clause and number not in scope.named.nearest(apart):
            continue
        place = grid.table.rows[cell.row].cells[column].start
        yield _Rival(grid.table.heads[column], apart, other, place)


def _of_other_tables(cell: Cell, scope: _Scope, grids: Grids) -> Iterator[_Rival]:
    """Give the same column of tables whose caption says another split of the data.

    The row is one that the sentence names.
    """
    own = cell.grid
    head = own.columns[cell.column]
    for other in grids.all:
        if not own.caption:
            continue
        apart = _set_apart(other.caption, own.caption, other.caption, scope, scope.clause)
        if not apart or head not in other.columns:
            continue
        column = other.columns.index(head)
        for row, words in enumerate(other.rows):
            number = other.first(row, column)
            letters = [word for word in words if has_letters(word)]
            if number and letters and all(map(scope.named.has, letters)):
                place = other.table.rows[row].cells[column].start
                yield _Rival(
                    f"{other.table.label} ({', '.join(sorted(apart))})", apart, number, place
                )


def _set_apart(
    words: frozenset[str],
    own: frozenset[str],
    short: frozenset[str],
    scope: _Scope,
    named: Named,
    is_adjoined: bool = False,
) -> frozenset[str]:
    """Give the words that set a label apart from a number's own, where all of them are `named`.

    Those of its `short` form are enough.
    Empty where they are not, or where anything is named of what sets the own one apart, unless the
    number stands right at its name; nor do words of the sentence tell where nothing sets the own
    one apart: "DPR gets 63.2, BM25 68.8" is not of BM25 + DPR.
    """
    theirs, ours = words - own, own - words
    telling = frozenset(word for word in theirs if word not in TELLS_NOTHING and has_letters(word))
    telling = telling & short or telling
    if scope.is_clause and not telling and not any(map(has_letters, theirs | ours)):
        telling = frozenset(word for word in theirs if len(word) > 1)  # 68% against 95%
    if not telling or not all(map(named.has, telling)) or not (ours or scope.is_clause):
        return _NONE
    is_own = not is_adjoined and any(scope.without.has(word) for word in ours)
    return _NONE if is_own else telling


def _is_explained(rival: _Rival, number: Quantity, sentence: Named, grids: Grids) -> bool:
    """Tell whether what is named stands nearer to another number, its own or of no cell."""
    nearest = sentence.nearest(rival.words)
    if not nearest or number in nearest:
        return False
    for one in nearest:
        cells = grids.with_number(one)[:MOST_CELLS]
        own = (cell.grid.rows[cell.row] | cell.grid.columns[cell.column] for cell in cells)
        if not cells or any(rival.words <= words for words in own):
            return True
    return False
