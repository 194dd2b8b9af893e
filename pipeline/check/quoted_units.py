"""Hold the unit of a point's number against the one that its quote has with the same digits.

"12 days" is wrong where the quote says 12 hours, and so is "12 tokens per minute" where it says per
second. A table's column or caption tells the unit of its cells, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.counted_things import things_behind, things_of
from pipeline.check.grids import grids_of, is_bare
from pipeline.check.named import mantissa
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, quantities_of
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding

_TOLD = frozenset("time memory length frequency energy power compute mass".split())
"""Dimensions whose units papers write out."""
_TIMES = {
    "second": r"seconds?|secs?|s\b|秒", "minute": r"minutes?|mins?\b|分钟?", "hour": r"hours?|小时",
    "day": r"days?|天|日", "week": r"weeks?|周", "month": r"months?|月", "year": r"years?|年",
}  # fmt: skip
_RATE = re.compile(
    r"[^\d,.;，。；]{0,48}?(?:\bper |\ba |/ ?|每)(?:"
    + "|".join(f"(?P<{name}>{ways})" for name, ways in _TIMES.items())
    + ")",
    re.IGNORECASE,
)
"""What something is counted in, behind its number: tokens per second."""
_RATE_BEFORE = re.compile(
    r"每(?:"
    + "|".join(f"(?P<{name}>{ways})" for name, ways in _TIMES.items())
    + r")[^\d，。；]{0,12}$"
)
_REACH = 64
"""Characters on either side of a number in which its rate stands."""
_HEAD_UNIT = re.compile(r"[(\[](?:in )?(?P<unit>[A-Za-zµ]{1,12})[)\]/]")
_FEWEST_DIGITS = 2


def unit_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each number whose digits its quote, or its cell, has in another unit."""
    quoted = [
        one
        for place in said.quoted_sentences(index)
        for one in index.between(place.start, place.end)
    ]
    for number in said.numbers:
        if number.spelled:
            continue
        same = [one for one in quoted if mantissa(one) == mantissa(number) and not one.spelled]
        found = (
            _in_another_unit(number, same)
            or _in_another_rate(said, number, same, index)
            or _in_another_scale(said, number, same, index)
            or _in_another_power(said, number, quoted)
        )
        if not found and len(number.digits) >= _FEWEST_DIGITS:
            found = _of_cell(number, index)
        if found:
            yield _finding(said.where, number, *found, index)


def _in_another_unit(number: Quantity, same: Sequence[Quantity]) -> tuple[str, int] | None:
    if number.unit not in _TOLD or not same:
        return None
    if any(number.same(one) or one.unit not in _TOLD for one in same):
        return None
    return same[0].written.strip(), same[0].start


def _in_another_scale(
    said: Said, number: Quantity, same: Sequence[Quantity], index: PaperIndex
) -> tuple[str, int] | None:
    """Give the same digits of the same things in another scale: 1.3T tokens of 1.3B tokens."""
    if number.unit or any(one.unit or number.same(one) for one in same):
        return None
    things = things_of(said.words, number)[0]
    theirs = [one for one in same if things & things_behind(one, index)]
    return (theirs[0].written.strip(), theirs[0].start) if theirs else None


def _in_another_power(
    said: Said, number: Quantity, quoted: Sequence[Quantity]
) -> tuple[str, int] | None:
    """Give the quote's only percentage for the statement's only one, if of its digits: 0.1%."""
    shares = [one for one in quoted if one.percent]
    if not number.percent or len(shares) != 1 or sum(one.percent for one in said.numbers) != 1:
        return None
    if number.same(shares[0]) or number.digits != shares[0].digits:
        return None
    return shares[0].written.strip(), shares[0].start


def _in_another_rate(
    said: Said, number: Quantity, same: Sequence[Quantity], index: PaperIndex
) -> tuple[str, int] | None:
    ours = _rate(said.words, number)
    theirs = [(rate, one) for one in same if (rate := _rate(index.text, one))]
    if not ours or not theirs or any(rate == ours for rate, _ in theirs):
        return None
    rate, one = theirs[0]
    return f"{one.written.strip()} per {rate}", one.start


def _rate(text: str, number: Quantity) -> str | None:
    behind = _RATE.match(text, number.end, number.end + _REACH)
    match = behind or _RATE_BEFORE.search(text, max(0, number.start - _REACH), number.start)
    return match.lastgroup if match else None


def _of_cell(number: Quantity, index: PaperIndex) -> tuple[str, int] | None:
    """Give the unit that the heads of all cells with a number say, where it is another one."""
    if number.unit not in _TOLD:
        return None
    cells = grids_of(index).with_number(number)
    units = [_head_unit(cell.grid.table.heads[cell.column]) for cell in cells]
    if not cells or any(
        unit is None or unit[0] != number.unit or unit[1] == number.factor for unit in units
    ):
        return None
    if any(one.unit == number.unit and number.same(one) for one in index.same(number)):
        return None
    cell = cells[0]
    place = cell.grid.table.rows[cell.row].cells[cell.column].start
    return f"{cell.number.written.strip()} of “{cell.grid.table.heads[cell.column]}”", place


def _head_unit(head: str) -> tuple[str, object] | None:
    match = _HEAD_UNIT.search(head)
    found = next(iter(quantities_of(f"1 {match['unit']}")), None) if match else None
    return (found.unit, found.factor) if found and not is_bare(found) else None


def _finding(where: str, number: Quantity, nearest: str, place: int, index: PaperIndex) -> Finding:
    written = number.written.strip()
    return make_finding(
        where,
        "number",
        written,
        f"{written} has another unit in its quote",
        nearest,
        index.page_at(place),
        reason="contradicted",
    )
