"""Do the arithmetic of a point: tell whether a number is what two others of it make.

A number that the paper does not have may be the difference, sum, ratio, share or relative change of
two that it has: of the point's sentence, of its quotes, or of the table's rows that the sentence
speaks of. It must come out at the precision that it is given with. Points are told from percent: of
81.2 and 84.7 the difference is 3.5 points, and the relative change 4.3%.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.check.grids import (
    beside,
    is_bare,
    named_beside_quoted,
    rows_beside,
    rows_spoken_of,
)
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity, quantities_of
from pipeline.check.set_against import set_against
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding

_HEDGE = re.compile(
    r"(?:约|近|大约|将近|接近|超过|不到|多达|逾|~|≈|∼|about|around|roughly|nearly|almost|over|some"
    r"|approximately|more than|up to)(?:为|是|有|高|低|快|慢|多|少)?\s*$",
    re.IGNORECASE,
)
_HEDGE_BEHIND = re.compile(r"\s*(?:左右|上下|多(?!少)|以上)")
_HEDGE_REACH = 16
"""Characters before a number in which a hedge stands."""
_POINTS = re.compile(
    r"\s*[%％]?\s*(?:个?百?分?点(?![之钟])|[a-z]{0,8}\s?(?:percentage\s)?points?\b|pp\b|absolute)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"相对(?!于|较)|\brelative(?:ly)?\b(?!\s+to)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\babsolute\b|\bpoints?\b", re.IGNORECASE)
_RELATIVE_REACH = 24
"""Characters on either side of a number, without another in between, that call it relative."""
_DIGIT = re.compile(r"\d")
_OF_SIZE = re.compile(
    r"\s*的?(?:大|小|规模|体量|容量|参数|数据|算力|计算|训练|样本)"
    r"|\s*(?:as (?:large|big|many)|larger|bigger|smaller|deeper"
    r"|(?:the|more|fewer|less) (?:size|param|data|comput|train|memory))",
    re.IGNORECASE,
)
"""What is many times another's behind its number; scores beside it are not what it is made of."""
_OF_CHANGE = re.compile(
    r"[高低多少差升降掉跌涨增减省超宽共总剩快慢早晚]|(?<=\d)\s?[+=]|改善|改进|领先|落后|合计|\bby\b|\bthan\b|\bmore\b|\bless\b|\bfewer\b"
    r"|\bgain|\bdrop|\bri[sl]e|\bfall|\bfell|\blos[es]|\bimprov|\breduc|\bincreas|\bdecreas|\bdiffer"
    r"|\btotal|\bsum\b|\bahead\b|\bbehind\b|\blift|\bmargin|\bcosts?\b|\bsav|\bwide|\bremain"
    r"|\b(?:gap|above|below|over|under|short of|apart|within)\b"
    r"|\b(?:higher|lower|better|worse|larger|smaller)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:[高低多少差快慢升降增减]|提高|提升|下降|降低|增加|减少|相差|领先|落后)(?:了|出|约|近|大约|将近)*\s?$"
    r"|\b(?:by|gain of|drop of|improvement of|gap of|margin of)(?: about| roughly| nearly)?\s?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s?(?:above|below|higher|lower|more|less|fewer|better|worse|faster|slower|ahead|behind)\b",
    re.IGNORECASE,
)
"""What stands right before and right behind a change: "高 1.7", "by 1.7", "1.7 below"."""
_CHANGE_REACH = 60
"""Characters before a number in which words say that it is a change or a sum."""
_AVERAGE = re.compile(r"平均|[每各][个篇题条张段位]|\b(?:on average|average|per|each)\b", re.I)
_LIST = re.compile(r"\s?(?:,|、|,? (?:and|or)|和|与)\s?")
"""What stands between two numbers of a list."""
_EXACT = Decimal("0.01")
_YEAR = 31536000
"""Seconds."""
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_ROUGHLY = Decimal("0.05")
"""The share by which a hedged result may be off: "about 40 times" of 39.7."""
_HALF = Decimal("0.5")
_SLACK = Decimal("0.02")
"""Of a last digit: what a result may be off beside its rounding."""
_LARGE = 100
"""Numbers in words from here on that others may be parts of: of 一万道题 3,639."""
_MOST_QUOTED = 8
"""Numbers of a quote's sentence that are combined: some two of more make anything."""
_MOST_SHARES = 10
"""Percentages of a quote that are added up."""
_FEW_NUMBERS = 6
_MOST_GROUPS = 16
"""Numbers together, and pairs of cells, in which what is called points may be a relative change: of
more, some two differ by anything."""
_MOST_PLACES = 6
"""Places of a number in whose line another is looked for."""
_AROUND, _MOST_AROUND = 400, 60
"""Characters around a quote, and the numbers there, that may be held against its own."""
_MOST_SAID = 40
"""Numbers of a sentence: one with more is a list, and some two of them make any number."""
_MOST_NUMBERS = 24
"""Numbers that are combined: more are a table, and some two of them make anything."""


class _Made(NamedTuple):
    """What two numbers make, and from what."""

    value: Decimal
    of: tuple[Quantity, Quantity]


def is_derived(said: Said, number: Quantity, index: PaperIndex, *, shares: bool = False) -> bool:
    """Tell whether a number is what two others make, at the precision that it is given with.

    A bare number is one only behind words for a change or a sum: two others make any; but two of
    its own sentence are told by how exact it is. With `shares` it must be two percentages' sum.
    """
    if _is_in_list(said, number):
        return False
    if shares:
        return _is_sum_of_shares(said, number, index)
    own = _of_sentence(said, number)
    is_told = _is_exact(number) or (len(own) <= _FEW_NUMBERS and _has_digits(number))
    if is_told and makes(said, number, own):
        return True
    if _is_exact(number) and makes(said, number, _of_statement(said, number)):
        return True
    if is_of_made_list(said, number):
        return False
    if number.percent and _is_share_of_total(said, number):
        return True
    is_of_two = number.percent or number.unit == "times" or is_points(said, number)
    is_of_two = is_of_two or is_average(said, number)
    if not is_of_two and not is_called_a_change(said, number):
        return False
    groups = itertools.chain(
        _operands(said, number, index),
        map(_of_cells, named_beside_quoted(said, said.sentence_of(number), index)),
        _of_tables(said, number, index),
        _beside_own(number, own, index),
        _with_quoted(said, number, own, index),
        _around_quotes(said, number, index),
    )
    return any(makes(said, number, operands) for operands in groups)


def is_of_made_list(said: Said, number: Quantity) -> bool:
    """Tell whether a number is one of a list whose others are what two of its sentence make.

    "so 0.0032 and 0.0020 ahead": then it must be made of two there, too.
    """
    own = _of_sentence(said, number)
    mates = [
        one
        for one in own
        if (one.unit, one.step) == (number.unit, number.step)
        and _LIST.fullmatch(said.words, *_between(one, number))
    ]
    return any(_is_exact(mate) and makes(said, mate, own) for mate in mates)


def _between(one: Quantity, other: Quantity) -> tuple[int, int]:
    first, second = sorted((one, other), key=_start)
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
    operands = [*_of_sentence(said, number), *quoted]
    return len(operands) <= _MOST_NUMBERS and makes(said, number, operands)


def is_called_a_change(said: Said, number: Quantity) -> bool:
    """Tell a number that words around it call a change or a sum."""
    low = max(said.place_of(number).start, number.start - _CHANGE_REACH)
    return bool(_OF_CHANGE.search(said.words, low, number.end + _RELATIVE_REACH))


def is_change(said: Said, number: Quantity) -> bool:
    """Tell a number that is said to be a change, a ratio or points, by the words right at it."""
    if number.unit == "times" or is_points(said, number):
        return True
    low = max(said.place_of(number).start, number.start - _HEDGE_REACH)
    is_by = _BY.search(said.words, low, number.start)
    return bool(is_by or _MORE.match(said.words, number.end))


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


def makes(said: Said, number: Quantity, operands: Sequence[Quantity]) -> bool:
    """Tell whether two of some numbers make one."""
    made = _results(said, number, operands, relative=_is_relative(said, number))
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
    own = _of_sentence(said, number)
    start = said.place_of(number).start
    if len(own) != 1 or not start or own[0].unit:
        return False
    before = said.place_at(start - 1)
    wholes = [one for one in said.numbers if before.start <= one.start < before.end]
    return any(
        not one.unit
        and one.value > own[0].value
        and comes_to(said, number, 100 * own[0].value / one.value)
        for one in wholes[:_MOST_NUMBERS]
    )


def _has_digits(number: Quantity) -> bool:
    """Tell a number of two digits or more beside the zeros of its scale."""
    return len(number.value.normalize().as_tuple().digits) > 1


def _is_exact(number: Quantity) -> bool:
    """Tell a number of two digits or more behind the point, which two make hardly by chance."""
    return number.step <= _EXACT and number.value != number.value.to_integral_value()


def is_result(said: Said, number: Quantity) -> bool:
    """Tell whether a ratio, a share or points are what two numbers of the same sentence make."""
    is_of_two = number.unit == "times" or number.percent or is_points(said, number)
    is_change = is_of_two or (_is_exact(number) and is_called_a_change(said, number))
    return is_change and makes(said, number, _of_sentence(said, number))


def wrong_result(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where a sentence's own numbers do not make what it says that they do.

    That is where points are called a relative change, or the other way round, or where the only two
    numbers do not stand in the ratio. Where the sentence has less than two, those of its quotes
    tell, or of two rows that it names, if they are few.
    """
    if _is_in_list(said, number):
        return None
    own = _of_sentence(said, number)
    if wrong := _wrong_change(said, number, own, index):
        return wrong
    relative, points = _is_relative(said, number), is_points(said, number)
    if (relative or points) and (other := _quoted_as(said, number, index, relative=relative)):
        return other
    if points and _is_quoted_as_points(said, number, index):
        return None
    if relative or points:
        return _other_kind(said, number, index, relative=relative)
    if number.unit != "times" or len(own) != 2 or _is_quoted(said, number, index):
        return None
    if _OF_SIZE.match(said.words, number.end) and any(map(is_bare, own)):
        return None
    made = list(_results(said, number, own, relative=False))
    if not made or any(comes_to(said, number, one.value) for one in made):
        return None
    return _finding(said, number, made[0], "is not what they make", index)


def _wrong_change(
    said: Said, number: Quantity, own: Sequence[Quantity], index: PaperIndex
) -> Finding | None:
    """Give a finding where the two numbers that a sentence sets against each other make another.

    Not where any two others of it make this one.
    """
    both = set_against(said.words, number, own)
    if both is None or said.is_of_quoted_sentence(number, index) or makes(said, number, own):
        return None
    made = [
        one
        for relative in (False, True)
        for one in _results(said, number, both, relative=relative and number.percent)
    ]
    if not made or any(comes_to(said, number, one.value) for one in made):
        return None
    return _finding(said, number, made[0], "is not what they make", index)


def _other_kind(
    said: Said, number: Quantity, index: PaperIndex, *, relative: bool
) -> Finding | None:
    """Give a finding where points are called a relative change, or the other way round."""
    operands = [group for group in _operands(said, number, index) if len(group) <= _FEW_NUMBERS]
    if len(operands) > _MOST_GROUPS:
        return None
    mistaken = None
    for group in operands:
        made = _results(said, number, group, relative=relative)
        if any(comes_to(said, number, one.value) for one in made):
            return None
        others = _results(said, number, group, relative=not relative)
        fitting = (one for one in others if comes_to(said, number, one.value))
        mistaken = mistaken or next(fitting, None)
    what = "in points" if relative else "relative"
    if mistaken is None:
        return None
    return _finding(said, number, mistaken, f"is their difference {what}", index)


def _finding(
    said: Said, number: Quantity, made: _Made, what: str, index: PaperIndex
) -> Finding | None:
    one, other = (quantity.written.strip() for quantity in made.of)
    places = index.same(made.of[0]) or index.same(made.of[1])
    if not places:
        return None
    written = number.written.strip()
    return make_finding(
        said.where,
        "number",
        written,
        f"of {one} and {other}, {written} {what}",
        f"“{one}” and “{other}”",
        index.page_at(places[0].start),
        reason="contradicted",
    )


def _quoted_as(
    said: Said, number: Quantity, index: PaperIndex, *, relative: bool
) -> Finding | None:
    """Give a finding where a quoted sentence has a number as the other kind, right beside it."""
    words = _ABSOLUTE if relative else _RELATIVE
    for place in said.quoted_sentences(index):
        for one in index.between(place.start, place.end):
            behind = index.text[one.end : min(place.end, one.end + _RELATIVE_REACH)]
            found = words.search(_DIGIT.split(behind)[0]) if one.same(number) else None
            if found:
                written = number.written.strip()
                return make_finding(
                    said.where,
                    "number",
                    written,
                    f"{written} is “{found[0]}” in its quote",
                    f"“{one.written.strip()}{behind}”",
                    index.page_at(one.start),
                    reason="contradicted",
                )
    return None


def _is_quoted_as_points(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a quoted sentence has a number, and calls something absolute or points."""
    quoted = said.quoted_sentences(index)
    return any(
        any(map(number.same, index.between(place.start, place.end)))
        and _ABSOLUTE.search(index.words_of(place))
        for place in quoted
    )


def _is_quoted(said: Said, number: Quantity, index: PaperIndex) -> bool:
    return any(said.is_near_quote(one.start) for one in index.same(number))


# ── what is combined ──


def _operands(said: Said, number: Quantity, index: PaperIndex) -> Iterator[list[Quantity]]:
    """Give the numbers that may make one.

    They are those of its sentence, or of two rows of a table in whose one column the sentence's
    stand. Where the sentence has less than two, its quotes and the rows that it names have them.
    """
    if _is_in_list(said, number):
        return
    own = _of_sentence(said, number)
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


def _of_tables(said: Said, number: Quantity, index: PaperIndex) -> Iterator[list[Quantity]]:
    """Give the numbers of a column in a row that is quoted or named, and in each other row.

    Not where the sentence has two numbers of its own that make one.
    """
    own = [one for one in _of_sentence(said, number) if one.step == number.step]
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
            for other in index.of_line(place.start)[:_MOST_NUMBERS]:
                if other.start != place.start:
                    yield [place, other]


def _with_quoted(
    said: Said, number: Quantity, own: Sequence[Quantity], index: PaperIndex
) -> Iterator[list[Quantity]]:
    """Give each number of a sentence with each of its quotes' numbers, as exact as it is."""
    quoted = [one for start, end in said.quoted for one in index.between(start, end)]
    others = [one for one in quoted if one.step == number.step][:_MOST_NUMBERS]
    for one in own[:_FEW_NUMBERS]:
        yield from ([one, other] for other in others if one.step == number.step)


def _around_quotes(said: Said, number: Quantity, index: PaperIndex) -> Iterator[list[Quantity]]:
    """Give each number of a quote with each other one around it, figures' among them.

    Only for an exact one: some two of so many make any other.
    """
    for start, end in said.quoted if _is_exact(number) else ():
        quoted = [one for one in index.between(start, end) if one.step == number.step]
        near = quantities_of(index.text[max(0, start - _AROUND) : end + _AROUND])
        for one in quoted[:_FEW_NUMBERS]:
            yield from ([one, other] for other in near[:_MOST_AROUND] if not other.spelled)


def _of_cells(cells: Sequence[str]) -> list[Quantity]:
    """Give the first number of each cell."""
    first = (next(iter(quantities_of(cell)), None) for cell in cells)
    return [one for one in first if one is not None][:_MOST_NUMBERS]


def _of_statement(said: Said, number: Quantity) -> list[Quantity]:
    """Give the other numbers of all of a statement's sentences that are as exact as one."""
    alike = [one for one in said.numbers if one.step == number.step and one.start != number.start]
    return alike[:_MOST_NUMBERS]


def _of_sentence(said: Said, number: Quantity) -> list[Quantity]:
    """Give the other numbers of a number's sentence; none where they are a list."""
    if _is_in_list(said, number):
        return []
    first, behind = _numbers_of(said, number)
    return [
        one
        for one in said.numbers[first:behind]
        if one.start != number.start and (not one.spelled or one.value >= _LARGE)
    ][:_MOST_NUMBERS]


def _is_in_list(said: Said, number: Quantity) -> bool:
    first, behind = _numbers_of(said, number)
    return behind - first > _MOST_SAID


def _numbers_of(said: Said, number: Quantity) -> tuple[int, int]:
    """Give which of the numbers are of a number's sentence: the first, and the one behind them."""
    place = said.place_of(number)
    first = bisect.bisect_left(said.numbers, place.start, key=_start)
    return first, bisect.bisect_left(said.numbers, place.end, key=_start)


def _start(one: Quantity) -> int:
    return one.start


# ── what they make ──


def _results(
    said: Said, number: Quantity, operands: Sequence[Quantity], *, relative: bool
) -> Iterator[_Made]:
    """Give what each two numbers make that a number of this kind may be."""
    points = is_points(said, number)
    if number.unit == "time" and number.factor == _YEAR:
        years = [one for one in operands if not one.unit and _FIRST_YEAR <= one.value <= _LAST_YEAR]
        for pair in itertools.combinations(years, 2):
            yield _Made(abs(pair[0].value - pair[1].value), pair)
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
            yield _Made(value, both)


def _changes(small: Decimal, large: Decimal) -> list[Decimal]:
    """Give two numbers' relative change up and down, in percent."""
    if not small:
        return []
    return [100 * abs(large - small) / abs(one) for one in (small, large)]


def _differences(factor: Decimal, small: Decimal, large: Decimal) -> list[Decimal]:
    """Give a difference in a unit, by its factor; of two parts of one in hundredths, too."""
    difference = abs(large - small) / factor
    return [difference, 100 * difference] if abs(large) <= 1 else [difference]


def comes_to(said: Said, number: Quantity, value: Decimal) -> bool:
    """Tell whether a value is a number of a statement, at the precision that it is given with."""
    off = abs(abs(value) - abs(number.value))
    allowed = number.step * (_HALF + _SLACK)
    if is_hedged(said.words, number):
        allowed = max(allowed, abs(number.value) * _ROUGHLY)
    return bool(value) and off <= allowed


def is_average(said: Said, number: Quantity) -> bool:
    """Tell a number without unit whose sentence says that it is an average, or of each thing."""
    return not number.unit and bool(_AVERAGE.search(said.sentence_of(number)))


def is_hedged(words: str, number: Quantity) -> bool:
    """Tell a number that is said to be about right: 约, nearly, 左右."""
    before = words[max(0, number.start - _HEDGE_REACH) : number.start]
    return bool(_HEDGE.search(before) or _HEDGE_BEHIND.match(words, number.end))


def is_points(said: Said, number: Quantity) -> bool:
    """Tell whether words behind a number call it points."""
    digits = re.match(r"[-−–]?[\d.,]+", number.written)
    return bool(_POINTS.match(said.words, number.start + (digits.end() if digits else 0)))


def _is_relative(said: Said, number: Quantity) -> bool:
    """Tell a percentage that is called a relative change, right before or behind it."""
    place, words = said.place_of(number), said.words
    before = words[max(place.start, number.start - _RELATIVE_REACH) : number.start]
    behind = words[number.end : min(place.end, number.end + _RELATIVE_REACH)]
    parts = _DIGIT.split(before)[-1], _DIGIT.split(behind)[0]
    return number.percent and any(map(_RELATIVE.search, parts))
