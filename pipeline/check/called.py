"""Tell what the words around a number call it: a change, points, an average, about right."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said

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
    r"\s?(?:above|below|higher|lower|more|less|fewer|better|worse|faster|slower|ahead|behind"
    r"|(?:relative |absolute )?(?:increase|decrease|gain|drop|improvement|reduction|gap|margin))\b"
    r"|\s?的?(?:相对|绝对)?(?:提升|提高|增益|增加|增长|下降|降低|减少|差距|改善)",
    re.IGNORECASE,
)
"""What stands right before and right behind a change: "高 1.7", "by 1.7", "1.7 below"."""
_CHANGE_REACH = 60
"""Characters before a number in which words say that it is a change or a sum."""
_AVERAGE = re.compile(r"平均|[每各][个篇题条张段位]|\b(?:on average|average|per|each)\b", re.I)
_EXACT = Decimal("0.01")


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


def is_points(said: Said, number: Quantity) -> bool:
    """Tell whether words behind a number call it points."""
    digits = re.match(r"[-−–]?[\d.,]+", number.written)
    return bool(_POINTS.match(said.words, number.start + (digits.end() if digits else 0)))


def is_relative(said: Said, number: Quantity) -> bool:
    """Tell a percentage that is called a relative change, right before or behind it."""
    place, words = said.place_of(number), said.words
    before = words[max(place.start, number.start - _RELATIVE_REACH) : number.start]
    behind = words[number.end : min(place.end, number.end + _RELATIVE_REACH)]
    parts = _DIGIT.split(before)[-1], _DIGIT.split(behind)[0]
    return number.percent and any(map(_RELATIVE.search, parts))


def is_average(said: Said, number: Quantity) -> bool:
    """Tell a number without unit whose sentence says that it is an average, or of each thing."""
    return not number.unit and bool(_AVERAGE.search(said.sentence_of(number)))


def is_hedged(words: str, number: Quantity) -> bool:
    """Tell a number that is said to be about right: 约, nearly, 左右."""
    before = words[max(0, number.start - _HEDGE_REACH) : number.start]
    return bool(_HEDGE.search(before) or _HEDGE_BEHIND.match(words, number.end))


def has_digits(number: Quantity) -> bool:
    """Tell a number of two digits or more beside the zeros of its scale."""
    return len(number.digits) > 1


def is_exact(number: Quantity) -> bool:
    """Tell a number of two digits or more behind the point, which two make hardly by chance."""
    return number.step <= _EXACT and not number.whole


def calls_otherwise(before: str, behind: str, *, relative: bool) -> str:
    """Give the word beside a number that calls it absolute, where it is `relative`.

    Or the other way round; empty where there is none without another number in between.
    """
    parts = _DIGIT.split(behind)[0], _DIGIT.split(before)[-1]
    wanted = _ABSOLUTE if relative else _RELATIVE
    found = next(filter(None, map(wanted.search, parts)), None)
    return found[0] if found else ""


def calls_absolute(passage: str) -> bool:
    """Tell a passage that calls something absolute, or points."""
    return bool(_ABSOLUTE.search(passage))
