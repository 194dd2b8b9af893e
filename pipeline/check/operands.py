"""Give the numbers that may make another one: of its sentence, its quotes, or rows of a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pipeline.check.called import is_exact
from pipeline.check.grids import beside, named_beside_quoted, rows_beside, rows_spoken_of
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, quantities_of
from pipeline.check.statements import Said

_LARGE = 100
"""Numbers in words from here on that others may be parts of: of 一万道题 3,639."""
_MOST_QUOTED = 8
"""Numbers of a quote's sentence that are combined: some two of more make anything."""
_FEW_NUMBERS = 6
"""Numbers of a sentence that are held against others one by one."""
_MOST_PLACES = 6
"""Places of a number in whose line another is looked for."""
_AROUND, _MOST_AROUND = 400, 60
"""Characters around a quote, and the numbers there, that may be held against its own."""
_MOST_SAID = 40
"""Numbers of a sentence: one with more is a list, and some two of them make any number."""
MOST_NUMBERS = 24
"""Numbers that are combined: more are a table, and some two of them make anything."""


def of_sentence(said: Said, number: Quantity) -> list[Quantity]:
    """Give the other numbers of a number's sentence; none where they are a list."""
    if is_in_list(said, number):
        return []
    return [
        one
        for one in said.numbers_at(said.place_of(number))
        if one.start != number.start and (not one.spelled or one.value >= _LARGE)
    ][:MOST_NUMBERS]


def of_statement(said: Said, number: Quantity) -> list[Quantity]:
    """Give the other numbers of all of a statement's sentences that are as exact as one."""
    alike = [one for one in said.numbers if one.step == number.step and one.start != number.start]
    return alike[:MOST_NUMBERS]


def of_sentence_or_quotes(
    said: Said, number: Quantity, index: PaperIndex
) -> Iterator[list[Quantity]]:
    """Give the numbers that may make one.

    They are those of its sentence, or of two rows of a table in whose one column the sentence's
    stand. Where the sentence has less than two, its quotes and the rows that it names have them.
    """
    if is_in_list(said, number):
        return
    own = of_sentence(said, number)
    yield own
    if len(own) > 1:
        for one, other in itertools.pairwise(own):
            for cells in beside(one, other, index):
                yield _of_cells(cells)
        return
    for place in said.quoted_sentences(index):
        quoted = [
            one
            for one in index.between(place.start, place.end)
            if one.value and not one.spelled and not one.same(number)
        ]
        if len(own) + len(quoted) <= _MOST_QUOTED:
            yield own + quoted
    rows = rows_spoken_of(said, said.sentence_of(number), index)
    for one_row, other_row in itertools.combinations(rows, 2):
        for cells in zip(one_row, other_row, strict=False):
            yield _of_cells(cells)


def in_other_places(
    said: Said, number: Quantity, index: PaperIndex
) -> Iterator[Sequence[Quantity]]:
    """Give the numbers that may make one and are less sure to be meant: rows beside, and around."""
    own = of_sentence(said, number)
    yield from map(_of_cells, named_beside_quoted(said, said.sentence_of(number), index))
    yield from _of_tables(said, number, index)
    yield from _beside_own(number, own, index)
    yield from _with_quoted(said, number, own, index)
    yield from _around_quotes(said, number, index)


def _of_tables(said: Said, number: Quantity, index: PaperIndex) -> Iterator[list[Quantity]]:
    """Give the numbers of a column in a row that is quoted or named, and in each other row.

    Not where the sentence has two numbers of its own that make one.
    """
    own = [one for one in of_sentence(said, number) if one.step == number.step]
    if len(own) > 1:
        return
    for cells in rows_beside(said, said.sentence_of(number), index):
        yield _of_cells(cells)


def _beside_own(
    number: Quantity, own: Sequence[Quantity], index: PaperIndex
) -> Iterator[list[Quantity]]:
    """Give each number of a sentence with each other one of a line that the paper has it in.

    The paper's lines are the rows of its tables, also of those that were not made out.
    """
    for one in own[:_FEW_NUMBERS]:
        for place in index.same(one)[:_MOST_PLACES] if one.step == number.step else ():
            for other in index.of_line(place.start)[:MOST_NUMBERS]:
                if other.start != place.start:
                    yield [place, other]


def _with_quoted(
    said: Said, number: Quantity, own: Sequence[Quantity], index: PaperIndex
) -> Iterator[list[Quantity]]:
    """Give each number of a sentence with each of its quotes' numbers, as exact as it is."""
    quoted = [one for start, end in said.quoted for one in index.between(start, end)]
    others = [one for one in quoted if one.step == number.step][:MOST_NUMBERS]
    for one in own[:_FEW_NUMBERS]:
        yield from ([one, other] for other in others if one.step == number.step)


def _around_quotes(said: Said, number: Quantity, index: PaperIndex) -> Iterator[list[Quantity]]:
    """Give each number of a quote with each other one around it, figures' among them.

    Only for an exact one: some two of so many make any other.
    """
    for start, end in said.quoted if is_exact(number) else ():
        quoted = [one for one in index.between(start, end) if one.step == number.step]
        near = quantities_of(index.text[max(0, start - _AROUND) : end + _AROUND])
        for one in quoted[:_FEW_NUMBERS]:
            yield from ([one, other] for other in near[:_MOST_AROUND] if not other.spelled)


def _of_cells(cells: Sequence[str]) -> list[Quantity]:
    """Give the first number of each cell."""
    first = (next(iter(quantities_of(cell)), None) for cell in cells)
    return [one for one in first if one is not None][:MOST_NUMBERS]


def is_in_list(said: Said, number: Quantity) -> bool:
    """Tell a number whose sentence has so many that it is a list."""
    return len(said.numbers_at(said.place_of(number))) > _MOST_SAID
