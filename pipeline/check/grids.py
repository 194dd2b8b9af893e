"""The cells of a paper's tables: what number stands in which row and column.

Only tables that were made out are looked at. A cell without a scale or unit may be in any, unless
its column's head says which.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.check.labels import TELLS_NOTHING, has_letters, is_among, label_words
from pipeline.check.named import Named, mantissa
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity, quantities_of
from pipeline.check.statements import Said
from pipeline.records.paper_text import Table, TableCell
from pipeline.text.sentences import Place

_HEAD_UNIT = re.compile(r"\((?:%|[a-zA-Zµ]{1,3}|[↑↓])\)|[↑↓%]")
_SIZE = re.compile(r"\d[\d.]*[kmb]")
_SPLITS = frozenset("train training val validation dev test".split())
_POWERS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "mn": 6, "b": 9, "g": 9, "billion": 9}
_SCALE = re.compile(r"\(\s*(?:in |# ?)?(K|thousands?|M|Mn|millions?|B|G|billions?)\s*\)", re.I)
_SCALE_IN_WORDS = re.compile(r"\bin (thousand|million|billion)s\b", re.IGNORECASE)
_ANY_SCALE = {3, 6, 9}
_HEADS_REACH = 3000
"""Characters before a row in which its table's heads stand."""
_LEAST_SCALED = 1000
"""From where on a number may be written with a scale in its head: thousands, millions."""
_MOST_ROWS = 3
"""Rows that a sentence may speak of."""
_NEAR = 2
"""Sentences around a number outside of tables in which a name is its own, too."""
MOST_CELLS = 24
"""Cells with one number that are looked at: what stands in more tells nothing."""
_MOST_BESIDE = 30
"""Rows that one is held against."""


class Cell(NamedTuple):
    """A number of a table, with its row and column."""

    grid: Grid
    row: int
    column: int
    number: Quantity


class Grid:
    """A table that was made out, with the words that set its rows and columns apart."""

    def __init__(self, table: Table, caption: str) -> None:
        self.table = table
        self.rows = [frozenset(label_words(row.label)) for row in table.rows]
        self.columns = [frozenset(label_words(_HEAD_UNIT.sub(" ", head))) for head in table.heads]
        self.short_rows, self.short_columns = _short(self.rows), _short(self.columns)
        self.caption_words = caption
        self.caption = frozenset(word for word in label_words(caption) if word in _SPLITS)
        starts = [cell.start for row in table.rows for cell in row.cells if cell.end]
        ends = [cell.end for row in table.rows for cell in row.cells if cell.end]
        self.place = Place(min(starts, default=0), max(ends, default=0))

    def is_quoted(self, row: int, quoted: Sequence[tuple[int, int]]) -> bool:
        """Tell whether one of some places of the paper has a row, or a part of it."""
        places = [cell.start for cell in self.table.rows[row].cells if cell.end]
        return any(start <= one < end for one in places for start, end in quoted)

    def is_named(self, named: Named) -> bool:
        """Tell whether a sentence names what its caption or one of its heads is about."""
        words = frozenset(label_words(self.caption_words)).union(*self.columns)
        return any(has_letters(word) and named.has(word) for word in words - TELLS_NOTHING)

    def cells(self) -> Iterator[Cell]:
        """Give its numbers but those that label rows."""
        for at, row in enumerate(self.table.rows):
            for column in range(self.table.label_columns, len(row.cells)):
                for number in quantities_of(row.cells[column].text):
                    yield Cell(self, at, column, number)

    @cached_property
    def lines(self) -> list[frozenset[Decimal]]:
        """The numbers of each column and of each row."""
        found: defaultdict[tuple[str, int], set[Decimal]] = defaultdict(set)
        for cell in self.cells():
            found["column", cell.column].add(mantissa(cell.number))
            found["row", cell.row].add(mantissa(cell.number))
        return [frozenset(line) for line in found.values()]

    def first(self, row: int, column: int) -> Quantity | None:
        """Give the first number of a cell."""
        cells = self.table.rows[row].cells
        text = cells[column].text if column < len(cells) else ""
        return next(iter(quantities_of(text)), None)


def _short(labels: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Give of each label the words without a size, 2.7B, where no other label has just these."""
    bare = [frozenset(word for word in words if not _SIZE.fullmatch(word)) for words in labels]
    return [
        own if own and bare.count(own) == 1 else words
        for own, words in zip(bare, labels, strict=True)
    ]


class Grids:
    """All numbers of a paper's tables."""

    def __init__(self, index: PaperIndex) -> None:
        self.all = [
            Grid(table, index.text[table.start : table.end])
            for table in index.paper_tables
            if table.made_out
        ]
        self._by_value: defaultdict[Decimal, list[Cell]] = defaultdict(list)
        self._by_digits: defaultdict[tuple[int, ...], list[Cell]] = defaultdict(list)
        for grid in self.all:
            for cell in grid.cells():
                self._by_digits[cell.number.digits].append(cell)
                for value in {mantissa(cell.number), cell.number.value}:
                    self._by_value[value].append(cell)

    def with_digits(self, digits: tuple[int, ...]) -> list[Cell]:
        """Give the cells whose number has these digits, in any scale."""
        return self._by_digits.get(digits, [])

    def with_number(self, number: Quantity) -> list[Cell]:
        """Give the cells that have a number; a cell without scale or unit takes any."""
        values = {mantissa(number), number.value}
        if number.percent:
            values.add(number.value / 100)
        found = {
            (id(cell.grid), cell.row, cell.column): cell
            for value in values
            for cell in self._by_value.get(value, ())
            if is_bare(cell.number) or number.same(cell.number)
        }
        return list(found.values())

    def differing_by(self, value: Decimal) -> Table | None:
        """Give a table of which two numbers of one column or row differ by a value."""
        for grid in self.all:
            if any(low + value in line for line in grid.lines for low in line):
                return grid.table
        return None

    @cached_property
    def _scaled(self) -> list[tuple[Decimal, Cell]]:
        """The bare numbers of columns, rows and tables that say their scale, by their values."""
        found = []
        for grid in self.all:
            of_table = _scales_in_words(grid.caption_words)
            of_heads = [_scales(head) for head in grid.table.heads]
            of_rows = [_scales(row.label) for row in grid.table.rows]
            if not (of_table or any(of_heads) or any(of_rows)):
                continue
            found += [
                (cell.number.value.scaleb(power), cell)
                for cell in grid.cells()
                if is_bare(cell.number)
                for power in of_heads[cell.column] | of_rows[cell.row] or of_table
            ]
        return sorted(found, key=lambda one: one[0])

    def rounding_to(self, number: Quantity) -> Iterator[Cell]:
        """Give the cells with a scale that says itself, whose number a scaled one rounds."""
        low = bisect.bisect_left(self._scaled, number.value - number.step / 2, key=_first)
        high = bisect.bisect_right(self._scaled, number.value + number.step / 2, key=_first)
        return (cell for _, cell in self._scaled[low:high])

    @cached_property
    def _of_labels(self) -> list[Quantity]:
        texts = (
            text
            for grid in self.all
            for text in (*grid.table.heads, *(row.label for row in grid.table.rows))
        )
        return [one for text in texts for one in quantities_of(text)]

    def is_label(self, number: Quantity) -> bool:
        """Tell whether a number is one that heads a column or labels a row."""
        return any(one.value == number.value for one in self._of_labels)

    def is_within(self, offset: int) -> bool:
        """Tell whether a character of the paper stands in one of the tables."""
        return any(grid.place.start <= offset < grid.place.end for grid in self.all)


@lru_cache(maxsize=1)
def grids_of(index: PaperIndex) -> Grids:
    """Give the numbers of a paper's tables."""
    return Grids(index)


def stands_with(
    number: Quantity, words: Collection[str], rival: Quantity, index: PaperIndex
) -> bool:
    """Tell whether the paper has a number outside of its tables, and near it one of some words.

    Not near it the number of the cell that they are of: then both are told of. So it is a result
    that the text gives, and the cell is another's.
    """
    grids = grids_of(index)
    for one in index.same(number)[:MOST]:
        if grids.is_within(one.start) or mantissa(one) != mantissa(number):
            continue
        at = index.place_number(one.start)
        near = index.places[max(0, at - _NEAR) : at + _NEAR + 1]
        start, end = near[0].start, near[-1].end
        if any(mantissa(other) == mantissa(rival) for other in index.between(start, end)):
            continue
        said = frozenset(label_words(index.text[start:end]))
        if any(is_among(word, said) for word in words):
            return True
    return False


def has_without_scale(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a table has a scaled number without a scale: 0.51 of "Params (M)".

    The scale must be that of its column's head or its row's label, or one that the text right
    before a quoted row has; of a row that the sentence speaks of, a column without any will do. Of
    other rows, not where the paper has the same digits in another scale.
    """
    if number.unit or abs(number.value) < _LEAST_SCALED:
        return False
    alike = index.with_digits_of(number)
    is_elsewhere = any(not one.unit and not is_bare(one) for one in alike)
    spoken = _rows_spoken_of(said, said.sentence_of(number), index)
    for cell in grids_of(index).with_digits(number.digits):
        row, head = cell.grid.table.rows[cell.row], cell.grid.table.heads[cell.column]
        is_spoken_of = (cell.grid, cell.row) in spoken
        scales = _scales(f"{head} {row.label}") or (_ANY_SCALE if is_spoken_of else set())
        is_meant = is_spoken_of or not is_elsewhere
        if is_meant and is_bare(cell.number) and _is_scaled(cell.number, number, scales):
            return True
    named = Named(said.sentence_of(number), None, ())
    if any(cell.grid.is_named(named) for cell in grids_of(index).rounding_to(number)):
        return True
    quoted = [one for one in alike if is_bare(one) and said.is_quoted(one.start)]
    return any(
        _is_scaled(one, number, _scales(index.text[max(0, one.start - _HEADS_REACH) : one.start]))
        for one in quoted
    )


def _scales_in_words(caption: str) -> set[int]:
    """Give the powers of ten that a caption says its table's numbers are in."""
    return {_POWERS[match[1].casefold()] for match in _SCALE_IN_WORDS.finditer(caption)}


def _first(one: tuple[Decimal, Cell]) -> Decimal:
    return one[0]


def _scales(heads: str) -> set[int]:
    """Give the powers of ten that heads say their numbers are in."""
    return {_POWERS[match[1].casefold().removesuffix("s")] for match in _SCALE.finditer(heads)}


def _is_scaled(bare: Quantity, number: Quantity, powers: set[int]) -> bool:
    return any(abs(bare.value.scaleb(one) - number.value) <= number.step / 2 for one in powers)


# ── rows that a sentence speaks of ──


def rows_spoken_of(said: Said, sentence: str, index: PaperIndex) -> list[tuple[str, ...]]:
    """Give the cells of the rows that a sentence names, or that are quoted for it."""
    found = _rows_spoken_of(said, sentence, index)
    return [tuple(cell.text for cell in grid.table.rows[row].cells) for grid, row in found]


def rows_beside(said: Said, sentence: str, index: PaperIndex) -> Iterator[tuple[str, str]]:
    """Give the cells of each column in a row that a sentence speaks of, and in each other row."""
    for grid, row in _rows_spoken_of(said, sentence, index):
        own = grid.table.rows[row].cells
        for other in grid.table.rows[:_MOST_BESIDE]:
            if other is not grid.table.rows[row]:
                yield from _of_columns(own, other.cells)


def named_beside_quoted(said: Said, sentence: str, index: PaperIndex) -> Iterator[tuple[str, str]]:
    """Give the cells of each column in a quoted row and in another that a sentence names.

    A word that the quoted row's label has not is enough to name the other one.
    """
    named = Named(sentence, None, ())
    for grid in grids_of(index).all:
        quoted = [at for at in range(len(grid.rows)) if grid.is_quoted(at, said.quoted)]
        for at in quoted[:_MOST_ROWS]:
            own = grid.table.rows[at].cells
            for other, words in enumerate(grid.rows):
                its_own = filter(has_letters, words - grid.rows[at])
                if other != at and any(map(named.has, its_own)):
                    beside_it = grid.table.rows[other].cells
                    yield from _of_columns(own, beside_it)


def columns_quoted(said: Said, index: PaperIndex) -> Iterator[tuple[str, ...]]:
    """Give the columns of the tables of which a row is quoted."""
    for grid in grids_of(index).all:
        if any(grid.is_quoted(at, said.quoted) for at in range(len(grid.rows))):
            rows = ([cell.text for cell in row.cells] for row in grid.table.rows)
            yield from itertools.zip_longest(*rows, fillvalue="")


def _of_columns(one: Sequence[TableCell], other: Sequence[TableCell]) -> Iterator[tuple[str, str]]:
    return ((first.text, second.text) for first, second in zip(one, other, strict=False))


def _rows_spoken_of(said: Said, sentence: str, index: PaperIndex) -> list[tuple[Grid, int]]:
    named = Named(sentence, None, ())
    found = []
    for grid in grids_of(index).all:
        for at, words in enumerate(grid.rows):
            is_named = any(map(has_letters, words)) and all(map(named.has, words))
            if is_named or grid.is_quoted(at, said.quoted):
                found.append((grid, at))
    return found[:_MOST_ROWS]


def beside(one: Quantity, other: Quantity, index: PaperIndex) -> Iterator[tuple[str, str]]:
    """Give the cells of each column in two rows that have two numbers in one column."""
    grids = grids_of(index)
    for cell in grids.with_number(one)[:_MOST_ROWS]:
        for below in grids.with_number(other)[:_MOST_ROWS]:
            if cell.grid is below.grid and cell.column == below.column and cell.row != below.row:
                one_row, other_row = (cell.grid.table.rows[at] for at in (cell.row, below.row))
                yield from _of_columns(one_row.cells, other_row.cells)


def is_bare(number: Quantity) -> bool:
    """Tell a number without scale and unit."""
    return not number.unit and abs(number.value) == mantissa(number)
