"""Tell whether a number is the sum of several: of those beside it, of a quote's, of a column's."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.check.arithmetic import comes_to
from pipeline.check.grids import columns_quoted
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, quantities_of
from pipeline.check.statements import Said

_SUM = re.compile(
    r"[共总合]|加起来|\btotal|\bsum\b|\b(?:al)?together\b|\badd(?:s|ing)? (?:up )?to\b"
    r"|\bin all\b|\bcombined\b|\boverall\b",
    re.IGNORECASE,
)
_FEWEST = 3
"""Numbers of a sum; what two make is arithmetic's."""
_MOST = 24
"""Numbers that are added up."""


def is_sum(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a number that its sentence calls a sum is that of three or more in a row.

    They are others of its sentence, those of a sentence that is quoted, or a whole column of a
    table that is quoted, its last row left out if that is the sum.
    """
    if not _calls_a_sum(said.sentence_of(number)):
        return False
    place = said.place_of(number)
    own = said.numbers_at(place)
    groups = itertools.chain(
        [[one for one in own if one.start != number.start]],
        (index.between(quoted.start, quoted.end) for quoted in said.quoted_sentences(index)),
    )
    runs = itertools.chain.from_iterable(map(_runs, groups))
    columns = (
        column[:end] for column in _columns(said, index) for end in (len(column), len(column) - 1)
    )
    return any(_add_up(said, number, run) for run in itertools.chain(runs, columns))


@lru_cache(maxsize=1)  # asked for each number of a sentence
def _calls_a_sum(sentence: str) -> bool:
    return bool(_SUM.search(sentence))


def _runs(numbers: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """Give the numbers in a row that may be added up; none of a list that is too long."""
    few = numbers if len(numbers) <= _MOST else ()
    for start, end in itertools.combinations(range(len(few) + 1), 2):
        yield few[start:end]


def _columns(said: Said, index: PaperIndex) -> Iterator[list[Quantity]]:
    for cells in columns_quoted(said, index):
        first = [next(iter(quantities_of(cell)), None) for cell in cells]
        yield [one for one in first if one is not None][:_MOST]


def _add_up(said: Said, number: Quantity, parts: Sequence[Quantity]) -> bool:
    """Tell whether parts of one kind make a number, at its precision."""
    if len(parts) < _FEWEST or any(one.unit != number.unit or one.value <= 0 for one in parts):
        return False
    return comes_to(said, number, sum(one.base for one in parts) / number.factor)
