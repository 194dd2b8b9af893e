"""Do the arithmetic of a point: tell whether a number is what two others of it make.

A number that the paper does not have may be the difference, sum, ratio, share or relative change of
two that it has: of the point's sentence, of its quotes, or of the table's rows that the sentence
speaks of. It must come out at the precision that it is given with.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.check.called import (
    has_digits,
    is_average,
    is_called_a_change,
    is_change,
    is_exact,
    is_hedged,
    is_points,
    is_relative,
)
from pipeline.check.grids import rows_spoken_of
from pipeline.check.operands import (
    MOST_NUMBERS,
    in_other_places,
    is_in_list,
    of_sentence,
    of_sentence_or_quotes,
    of_statement,
)
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said

_LIST = re.compile(r"\s?(?:,|、|,? (?:and|or)|和|与)\s?")
"""What stands between two numbers of a list."""
_YEAR = 31536000
"""Seconds."""
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_ROUGHLY = Decimal("0.05")
"""The share by which a hedged result may be off: "about 40 times" of 39.7."""
_HALF = Decimal("0.5")
_SLACK = Decimal("0.02")
"""Of a last digit: what a result may be off beside its rounding."""
_MOST_BY_CHANCE = Decimal("0.2")
"""The share of all numbers of half to twice a number's size that others may make: of more, one that
comes out tells nothing."""
_MOST_SHARES = 10
"""Percentages of a quote that are added up."""
_FEW_NUMBERS = 6
"""Numbers of a sentence any two of which may make another, whatever it says."""


class Made(NamedTuple):
    """What two numbers make, and from what."""

    value: Decimal
    of: tuple[Quantity, Quantity]


def is_derived(said: Said, number: Quantity, index: PaperIndex, *, shares: bool = False) -> bool:
    """Tell whether a number is what two others make, at the precision that it is given with.

    A bare number is one only behind words for a change or a sum: two others make any; but two of
    its own sentence are told by how exact it is. With `shares` it must be two percentages' sum.
    """
    if is_in_list(said, number):
        return False
    if shares:
        return _is_sum_of_shares(said, number, index)
    own = of_sentence(said, number)
    is_told = is_exact(number) or (len(own) <= _FEW_NUMBERS and has_digits(number))
    if is_told and makes(said, number, own):
        return True
    if is_exact(number) and makes(said, number, of_statement(said, number)):
        return True
    if is_of_made_list(said, number):
        return False
    if number.percent and _is_share_of_total(said, number):
        return True
    is_told = is_change(said, number) or is_average(said, number)
    if not (is_told or number.percent or is_called_a_change(said, number)):
        return False
    if any(makes(said, number, one) for one in of_sentence_or_quotes(said, number, index)):
        return True
    return is_told and _is_made_elsewhere(said, number, index)


def _is_made_elsewhere(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether two numbers make one that are less sure to be meant, and not by chance.

    What so many others make that some number like it comes out of any is not borne out by it.
    """
    relative = is_relative(said, number)
    made = {
        one.value
        for operands in in_other_places(said, number, index)
        for one in results(said, number, operands, relative=relative)
    }
    if not any(comes_to(said, number, value) for value in made):
        return False
    size = abs(number.value)
    alike = {
        round(value / number.step) for value in map(abs, made) if size / 2 <= value <= 2 * size
    }
    return len(alike) * number.step <= _MOST_BY_CHANCE * size * (2 - _HALF)


def is_of_made_list(said: Said, number: Quantity) -> bool:
    """Tell whether a number is one of a list whose others are what two of its sentence make.

    "so 0.0032 and 0.0020 ahead": then it must be made of two there, too.
    """
    own = of_sentence(said, number)
    mates = [
        one
        for one in own
        if (one.unit, one.step) == (number.unit, number.step)
        and _LIST.fullmatch(said.words, *_between(one, number))
    ]
    return any(is_exact(mate) and makes(said, mate, own) for mate in mates)


def _between(one: Quantity, other: Quantity) -> tuple[int, int]:
    first, second = sorted((one, other), key=lambda one: one.start)
    return first.end, second.start


def is_made_of_quoted(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether two numbers make one: those of its sentence and of its quotes, whatever it says.

    For a number of which somebody has said that they do: few enough, and not itself among them.
    """
    quoted = [
        one
        for start, end in said.quoted
        for one in index.between(start, end)
        if one.value and not one.same(number)
    ]
    operands = [*of_sentence(said, number), *quoted]
    return len(operands) <= MOST_NUMBERS and makes(said, number, operands)


def has_its_operands(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a change is known to be of two things: it is then one of their differences.

    They are two rows that its sentence names or quotes, or the two numbers of the quoted sentence
    that it is about.
    """
    rows = rows_spoken_of(said, said.sentence_of(number), index)
    if len(rows) > 1:
        return True
    source = said.closest(said.sentence_of(number), index)
    quoted = index.between(source.start, source.end) if source else ()
    return len([one for one in quoted if one.step == number.step and not one.spelled]) == 2


def is_result(said: Said, number: Quantity) -> bool:
    """Tell whether a ratio, a share or points are what two numbers of the same sentence make."""
    is_of_two = number.unit == "times" or number.percent or is_points(said, number)
    is_change = is_of_two or (is_exact(number) and is_called_a_change(said, number))
    return is_change and makes(said, number, of_sentence(said, number))


def makes(said: Said, number: Quantity, operands: Sequence[Quantity]) -> bool:
    """Tell whether two of some numbers make one."""
    made = results(said, number, operands, relative=is_relative(said, number))
    return any(comes_to(said, number, one.value) for one in made)


def _is_sum_of_shares(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether two percentages of a quoted sentence add up to one."""
    for place in said.quoted_sentences(index):
        shares = [one for one in index.between(place.start, place.end) if one.percent]
        for one, other in itertools.combinations(shares[:_MOST_SHARES], 2):
            if comes_to(said, number, one.value + other.value):
                return True
    return False


def _is_share_of_total(said: Said, number: Quantity) -> bool:
    """Tell whether a percentage is what its sentence's one number is of one the sentence before."""
    own = of_sentence(said, number)
    start = said.place_of(number).start
    if len(own) != 1 or not start or own[0].unit:
        return False
    wholes = said.numbers_at(said.place_at(start - 1))
    return any(
        not one.unit
        and one.value > own[0].value
        and comes_to(said, number, 100 * own[0].value / one.value)
        for one in wholes[:MOST_NUMBERS]
    )


# ── what they make ──


def results(
    said: Said, number: Quantity, operands: Sequence[Quantity], *, relative: bool
) -> Iterator[Made]:
    """Give what each two numbers make that a number of this kind may be."""
    points = is_points(said, number)
    if number.unit == "time" and number.factor == _YEAR:
        years = [one for one in operands if not one.unit and _FIRST_YEAR <= one.value <= _LAST_YEAR]
        for pair in itertools.combinations(years, 2):
            yield Made(abs(pair[0].value - pair[1].value), pair)
    for both in itertools.combinations(operands, 2):
        small, large = sorted((one.base for one in both), key=abs)
        if both[0].unit and both[1].unit and both[0].unit != both[1].unit:
            continue
        # where neither has a unit, their table's head says it
        factor = number.factor if both[0].unit or both[1].unit else Decimal(1)
        values: list[Decimal] = []
        if number.unit == "times":
            values += [large / small] if small else []
        elif relative:
            values += _changes(small, large)
        elif number.percent and not points:
            values += _changes(small, large) + ([100 * small / large] if large else [])
            values += _differences(factor, small, large)
        else:
            values += _differences(factor, small, large)
            values += [] if points else [(large + small) / factor]
            values += [large / small] if small and is_average(said, number) else []
        for value in values:
            yield Made(value, both)


def _changes(small: Decimal, large: Decimal) -> list[Decimal]:
    """Give two numbers' relative change up and down, in percent."""
    if not small:
        return []
    return [100 * abs(large - small) / abs(one) for one in (small, large)]


def _differences(factor: Decimal, small: Decimal, large: Decimal) -> list[Decimal]:
    """Give a difference in a unit, by its factor; of two parts of one in hundredths, too."""
    difference = abs(large - small) / factor
    return [difference, 100 * difference] if abs(large) <= 1 else [difference]


def comes_to(said: Said, number: Quantity, value: Decimal, rough: Decimal = Decimal(0)) -> bool:
    """Tell whether a value is a number of a statement, at the precision that it is given with.

    `rough` is what the value itself may be off.
    """
    off = abs(abs(value) - abs(number.value))
    if off <= number.step * (_HALF + _SLACK) + rough:
        return bool(value)
    is_about = bool(value) and off <= abs(number.value) * _ROUGHLY
    return is_about and is_hedged(said.words, number)
