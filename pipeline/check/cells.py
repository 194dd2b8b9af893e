"""Tie a point's numbers to the cells of the paper's tables: rows, columns, groups, captions.

A number that a table has is of the row and the column that it stands in. Where the sentence names
another row, column or table, in words that set it apart from the number's own, and that one's cell
has something else, the paper contradicts it. A row without a label, a table that was not made out,
and a name whose own number stands nearer to it prove nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.labels import (
    IN_CHINESE,
    WORD,
    has_letters,
    is_among,
    is_one,
    label_word,
    label_words,
)
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity, quantities
from pipeline.check.statements import Said
from pipeline.check.swapped_numbers import IN_TURN
from pipeline.records.paper_text import Table
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place
from pipeline.text.stop_words import LINKING

_HEAD_UNIT = re.compile(r"\((?:%|[a-zA-Zµ]{1,3}|[↑↓])\)|[↑↓%]")
_CLAUSE = re.compile(
    r"[，；;、]|,(?!\d)|\b(?:and|while|whereas|but|versus|vs)\b|和|以及|与|而|但|及"
)
_ADJOINED = re.compile(
    r"[\s的为是:：(（=仅约达到]{0,6}|\s(?:is|at|has|of|with|reaches|gets|scores|achieves)\s"
)
"""What may stand between a name and its own number."""
_DIGITS = re.compile(r"\d[\d.,]*")
_TELLS_NOTHING = LINKING | frozenset(
    "our ours this paper model models method methods all full overall total average avg mean base"
    " baseline baselines default none number numbers size name".split()
)
"""Words of labels and heads that may be said of anything."""
_SPLITS = frozenset("train training val validation dev test".split())
_LEAST_SCALED = 1000
"""From where on a number may be written with a scale in its head: thousands, millions."""
_NONE: frozenset[str] = frozenset()
_FEW = 10
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""Whole numbers up to the first, and between the others, stand in too many cells."""
_MOST_CELLS = 24
"""Cells with one number that are looked at: what stands in more tells nothing."""
_MOST_ROWS = 3
"""Rows that a sentence may speak of."""
_NEAR = 2
"""Sentences around a number outside of tables in which a name is its own, too."""


class _Cell(NamedTuple):
    """A number of a table, with its row and column."""

    grid: _Grid
    row: int
    column: int
    number: Quantity


class _Grid:
    """A table that was made out, with the words that set its rows and columns apart."""

    def __init__(self, table: Table, caption: str) -> None:
        self.table = table
        self.rows = [frozenset(label_words(row.label)) for row in table.rows]
        self.columns = [frozenset(label_words(_HEAD_UNIT.sub(" ", head))) for head in table.heads]
        self.caption = frozenset(word for word in label_words(caption) if word in _SPLITS)
        starts = [cell.start for row in table.rows for cell in row.cells if cell.end]
        ends = [cell.end for row in table.rows for cell in row.cells if cell.end]
        self.place = Place(min(starts, default=0), max(ends, default=0))

    def cells(self) -> Iterator[_Cell]:
        """Give its numbers but those that label rows."""
        for at, row in enumerate(self.table.rows):
            for column in range(self.table.label_columns, len(row.cells)):
                for number in quantities(row.cells[column].text):
                    yield _Cell(self, at, column, number)

    def first(self, row: int, column: int) -> Quantity | None:
        """Give the first number of a cell."""
        cells = self.table.rows[row].cells
        text = cells[column].text if column < len(cells) else ""
        return next(quantities(text), None)


class _Grids:
    """All numbers of a paper's tables."""

    def __init__(self, index: PaperIndex) -> None:
        self.all = [
            _Grid(table, index.text[table.start : table.end])
            for table in index.paper_tables
            if table.made_out
        ]
        self._by_value: defaultdict[Decimal, list[_Cell]] = defaultdict(list)
        self._by_digits: defaultdict[tuple[int, ...], list[_Cell]] = defaultdict(list)
        for grid in self.all:
            for cell in grid.cells():
                self._by_digits[_digits(cell.number)].append(cell)
                for value in {_mantissa(cell.number), cell.number.value}:
                    self._by_value[value].append(cell)

    def with_digits(self, digits: tuple[int, ...]) -> list[_Cell]:
        """Give the cells whose number has these digits, in any scale."""
        return self._by_digits.get(digits, [])

    def with_number(self, number: Quantity) -> list[_Cell]:
        """Give the cells that have a number; a cell without scale or unit takes any."""
        values = {_mantissa(number), number.value}
        if number.percent:
            values.add(number.value / 100)
        found = {
            (id(cell.grid), cell.row, cell.column): cell
            for value in values
            for cell in self._by_value.get(value, ())
            if _is_bare(cell.number) or number.same(cell.number)
        }
        return list(found.values())

    def is_within(self, offset: int) -> bool:
        """Tell whether a character of the paper stands in one of the tables."""
        return any(grid.place.start <= offset < grid.place.end for grid in self.all)


@lru_cache(maxsize=1)
def _grids(index: PaperIndex) -> _Grids:
    return _Grids(index)


def has_without_scale(number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a table has a scaled number's digits without a scale: 0.51 of "Params (M)".

    Not where the paper has the same digits in another scale.
    """
    if number.unit or abs(number.value) < _LEAST_SCALED:
        return False
    alike = index.with_digits_of(number)
    if any(not one.unit and not _is_bare(one) for one in alike):
        return False
    cells = _grids(index).with_digits(_digits(number))
    return any(_is_bare(cell.number) for cell in cells)


# ── another cell ──


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
    grids = _grids(index)
    if not grids.all or IN_TURN.search(said.words, place.start, place.end):
        return
    every = [one for one in said.numbers if place.start <= one.start < place.end]
    whole = _Named(said.words, None, every)
    for number in numbers:
        found = grids.with_number(number) if _tells(number) else []
        if not 0 < len(found) <= _MOST_CELLS:
            continue
        own = _clause(said.words, place, number)
        sentence = _Named(said.words, Place(place.start, own.end), every)  # what comes is another's
        clause = _Named(said.words, own, every)
        scopes = (_Scope(sentence, whole, False), _Scope(clause, clause, True))
        rivals = [_rival(cell, number, scopes, grids) for cell in found]
        rival = next((one for one in rivals if one), None)
        if rival and all(rivals) and not _stands_with(number, rival, index):
            yield _finding(said.where, number, rival, index)


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


def _stands_with(number: Quantity, rival: _Rival, index: PaperIndex) -> bool:
    """Tell whether the paper has a number outside of its tables, and what the sentence names near.

    So it is a result that the text gives, and the cell is another's.
    """
    grids = _grids(index)
    for one in index.same(number)[:MOST]:
        if not grids.is_within(one.start):
            at = index.place_number(one.start)
            near = index.places[max(0, at - _NEAR) : at + _NEAR + 1]
            words = frozenset(label_words(index.text[near[0].start : near[-1].end]))
            if all(is_among(word, words) for word in rival.words):
                return True
    return False


def _clause(words: str, place: Place, number: Quantity) -> Place:
    """Give the part of a sentence between the commas and conjunctions around a number."""
    edges = [match.span() for match in _CLAUSE.finditer(words, place.start, place.end)]
    low = max((end for _, end in edges if end <= number.start), default=place.start)
    high = min((start for start, _ in edges if start >= number.end), default=place.end)
    return Place(low, high)


def _tells(number: Quantity) -> bool:
    is_usual = abs(number.value) <= _FEW or _FIRST_YEAR <= number.value <= _LAST_YEAR
    is_whole = number.value == number.value.to_integral_value()
    return not number.spelled and not (is_usual and is_whole and not number.unit)


class _Named:
    """The words that a sentence names things with, and which of its numbers stands nearest."""

    def __init__(self, text: str, place: Place | None, numbers: Sequence[Quantity]) -> None:
        start, end = place or (0, len(text))
        self._numbers, self._text = numbers, text
        self.places: defaultdict[str, list[Place]] = defaultdict(list)
        for match in WORD.finditer(text, start, end):
            self.places[label_word(match[0])].append(Place(*match.span()))
        for chinese, english in IN_CHINESE:
            for match in chinese.finditer(text, start, end):
                for word in english:
                    self.places[word].append(Place(*match.span()))
        self.words = frozenset(self.places)
        self._known: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        """Tell whether it names a word of a label, whole or abbreviated."""
        if word not in self._known:
            self._known[word] = is_among(word, self.words)
        return self._known[word]

    def has_number(self, number: Quantity) -> bool:
        """Tell whether a number of a cell is among its numbers: what is named has its own."""
        return any(_mantissa(one) == _mantissa(number) for one in self._numbers)

    def nearest(self, words: frozenset[str]) -> list[Quantity]:
        """Give the numbers that stand nearest to each place where some words are named.

        A number that is itself one of the words (1.5B) is none of theirs.
        """
        places = self._places_of(words)
        free = [
            one
            for one in self._numbers
            if not any(place.start < one.end and one.start < place.end for place in places)
        ]
        return [min(free, key=lambda one: _distance(one, place)) for place in places if free]

    def adjoins(self, words: frozenset[str], number: Quantity) -> bool:
        """Tell whether a number stands right behind some words."""
        return any(
            place.end <= number.start and _ADJOINED.fullmatch(self._text, place.end, number.start)
            for place in self._places_of(words)
        )

    def _places_of(self, words: frozenset[str]) -> list[Place]:
        return [
            place
            for said, places in self.places.items()
            if any(is_one(word, said) for word in words)
            for place in places
        ]


def _distance(number: Quantity, place: Place) -> int:
    if number.start >= place.end:
        return number.start - place.end
    return max(0, place.start - number.end)


class _Scope(NamedTuple):
    """A sentence, or only a number’s clause, and where nothing of the own label may be named."""

    named: _Named
    without: _Named
    is_clause: bool


def _rival(cell: _Cell, number: Quantity, scopes: Sequence[_Scope], grids: _Grids) -> _Rival | None:
    """Give the row, column or table that is named instead of a cell's, or None."""
    found = [
        one
        for scope in scopes
        for one in (
            *_of_other_rows(cell, number, scope),
            *_of_other_columns(cell, number, scope),
            *(() if scope.is_clause else _of_other_tables(cell, scope, grids)),
        )
        if _mantissa(one.number) != _mantissa(number)
        and not (not scope.is_clause and scope.without.has_number(one.number))
        and not _is_explained(one, number, scopes[0].named, grids)
    ]
    return max(found, key=lambda one: len(one.words), default=None)


def _of_other_rows(cell: _Cell, number: Quantity, scope: _Scope) -> Iterator[_Rival]:
    grid = cell.grid
    own = grid.rows[cell.row]
    for row, words in enumerate(grid.rows) if own else ():
        other = grid.first(row, cell.column)
        apart = _set_apart(words, own, scope, is_adjoined=scope.is_clause) if other else _NONE
        if not other or not apart or (scope.is_clause and not scope.named.adjoins(apart, number)):
            continue
        place = max((one.start for one in grid.table.rows[row].cells), default=0)
        yield _Rival(grid.table.rows[row].label, apart, other, place)


def _of_other_columns(cell: _Cell, number: Quantity, scope: _Scope) -> Iterator[_Rival]:
    grid = cell.grid
    own = grid.columns[cell.column]
    for column, words in enumerate(grid.columns) if own else ():
        other = grid.first(cell.row, column) if column >= grid.table.label_columns else None
        apart = _set_apart(words, own, scope) if other else _NONE
        if not other or not apart or (scope.is_clause and number not in scope.named.nearest(apart)):
            continue
        place = grid.table.rows[cell.row].cells[column].start
        yield _Rival(grid.table.heads[column], apart, other, place)


def _of_other_tables(cell: _Cell, scope: _Scope, grids: _Grids) -> Iterator[_Rival]:
    """Give the same column of tables whose caption says another split of the data.

    The row is one that the sentence names.
    """
    own = cell.grid
    head = own.columns[cell.column]
    for other in grids.all:
        apart = _set_apart(other.caption, own.caption, scope) if own.caption else _NONE
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
    words: frozenset[str], own: frozenset[str], scope: _Scope, *, is_adjoined: bool = False
) -> frozenset[str]:
    """Give the words that set a label apart from a number's own, where the scope names them all.

    Empty where it does not, or where anything is named of what sets the own one apart, unless the
    number stands right at its name.
    """
    theirs, ours = words - own, own - words
    telling = frozenset(word for word in theirs if word not in _TELLS_NOTHING and has_letters(word))
    if not telling or not all(map(scope.named.has, telling)):
        return _NONE
    is_own = not is_adjoined and any(scope.without.has(word) for word in ours)
    return _NONE if is_own else telling


def _is_explained(rival: _Rival, number: Quantity, sentence: _Named, grids: _Grids) -> bool:
    """Tell whether what is named stands nearer to another number, its own or of no cell."""
    nearest = sentence.nearest(rival.words)
    if not nearest or number in nearest:
        return False
    for one in nearest:
        cells = grids.with_number(one)[:_MOST_CELLS]
        own = (cell.grid.rows[cell.row] | cell.grid.columns[cell.column] for cell in cells)
        if not cells or any(rival.words <= words for words in own):
            return True
    return False


# ── rows that a sentence speaks of ──


def rows_spoken_of(said: Said, sentence: str, index: PaperIndex) -> list[tuple[str, ...]]:
    """Give the cells of the rows that a sentence names, or that are quoted for it."""
    named = _Named(sentence, None, ())
    found = []
    for grid in _grids(index).all:
        for at, row in enumerate(grid.table.rows):
            words = grid.rows[at]
            places = [cell.start for cell in row.cells if cell.end]
            is_quoted = any(start <= one < end for one in places for start, end in said.quoted)
            is_named = any(map(has_letters, words)) and all(map(named.has, words))
            if is_quoted or is_named:
                found.append(tuple(cell.text for cell in row.cells))
    return found[:_MOST_ROWS]


def beside(one: Quantity, other: Quantity, index: PaperIndex) -> Iterator[tuple[str, str]]:
    """Give the cells of each column in two rows that have two numbers in one column."""
    grids = _grids(index)
    for cell in grids.with_number(one)[:_MOST_ROWS]:
        for below in grids.with_number(other)[:_MOST_ROWS]:
            if cell.grid is below.grid and cell.column == below.column and cell.row != below.row:
                rows = (cell.grid.table.rows[at].cells for at in (cell.row, below.row))
                for first, second in zip(*rows, strict=False):
                    yield first.text, second.text


def _mantissa(number: Quantity) -> Decimal:
    """Give a number's digits as they are written, without scale and unit."""
    match = _DIGITS.search(number.written)
    digits = match[0].replace(",", "").rstrip(".") if match else ""
    return Decimal(digits).normalize() if digits.count(".") <= 1 and digits else number.value


def _digits(number: Quantity) -> tuple[int, ...]:
    """Give a number's digits without the zeros that its scale may be."""
    return number.value.normalize().as_tuple().digits


def _is_bare(number: Quantity) -> bool:
    return not number.unit and abs(number.value) == _mantissa(number)
