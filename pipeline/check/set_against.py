"""Find the two numbers that a sentence says a third one to be the difference or the ratio of.

"从 81.2 升到 84.7，提升 3.5", "84.7 is 3.5 points above Finch (81.2)", "84.7，比 81.2 高 3.5".
Where a sentence says so in these ways, no other two are meant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.check.quantities import Quantity

_CHANGES = (
    r"(?:提高|提升|上升|增加|增长|下降|降低|减少|改善|相差|[升降涨跌差]"
    r"|\b(?:an? )?\w* ?(?:gain|drop|rise|improvement|increase|decrease|reduction) of|\bby)"
    r"(?: (?:about|roughly|nearly|almost|some))?"
)
_FROM = r"(?:从|由|\bfrom\b)[^，。；;,]{0,24}"
_TO = r"[^，。；;,\d]{0,8}?(?:到|至|为|→|->|\bto\b)[^，。；;,\d]{0,14}"
_MORE = r"(?:above|below|ahead of|behind|higher than|lower than|better than|over)"
_NAME = r"(?:the )?[\w@.+-]+(?: [\w@.+-]+)?"
_POINTS = r"(?:%| ?个?百?分?点| (?:[\w@]+ )?points?)"
_THEREBY = r"%?\s*[，,(（]?\s*(?:即|共|约|相对)*"
_WAYS = [
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"{_FROM}<one>%?{_TO}<two>{_THEREBY}{_CHANGES}了?约?\s?<result>",
        rf"{_CHANGES}了?约?\s?<result>{_POINTS}?\s*[(（,，]?\s*{_FROM}<one>%?{_TO}<two>",
        rf"{_CHANGES}了?约?\s?<result>{_POINTS}?\s*[(（]<one>%?\s?(?:→|->|到|to)\s?<two>",
        rf"<one>%?[)）]?,?(?: which)?(?: is| are)? (?:about )?<result>{_POINTS}?(?: of [\w@]+)?"
        rf" {_MORE} {_NAME} ?[(（]<two>",
        r"<one>[^，。；;,\d比]{0,10}[，,]?\s?比[^，。；;,\d]{0,24}?<two>%?[)）]?[^，。；;,\d]{0,4}"
        r"[高低多少快慢](?:了|出|约|近)?\s?<result>",
        r"<one>%?[，,][^，。；;,\d]{0,14}<two>%?[，,][^，。；;,\d]{0,6}"
        r"(?:领先|落后|高出|低了|高了|相差|差)(?:了|出|约|近)?\s?<result>",
        r"<one>%?[^，。；;,\d]{0,8}(?:与|和|\band\b)[^，。；;,\d]{0,12}<two>[^，。；;,\d]{0,4}"
        r"(?:相差|差|differ by)(?:了|约)?\s?<result>",
        rf"<result>{_POINTS}[^()（）\d;。；]{{0,60}}[(（](?:from )?<one>%?"
        r"(?: to | ?(?:→|->|到) ?)<two>",
        r"<one>%?,?(?: (?:or|about|nearly|roughly))* <result> times (?:the )?<two>",
        rf"<result>{_POINTS}(?: of [\w@]+)? ?[(（]<one>%? (?:vs\.?|against) <two>",
    )
]
"""How a sentence says it, with names for its three numbers."""
_LEAD = 24
"""Characters before the first of the three that are looked at."""


def set_against(
    words: str, number: Quantity, others: Sequence[Quantity]
) -> tuple[Quantity, Quantity] | None:
    """Give the two numbers, of one kind, that a number is said to be made of; None if none are.

    `others` are those of its sentence, in order.
    """
    before = [one for one in others if one.end <= number.start]
    behind = [one for one in others if one.start >= number.end]
    for both in (before[-2:], behind[:2], [*before[-1:], *behind[:1]]):
        if len(both) == 2 and _are_of_a_kind(both[0], both[1], number):
            said = _with_names(words, number, both[0], both[1])
            if any(way.search(said) for way in _WAYS):
                return both[0], both[1]
    return None


def _are_of_a_kind(one: Quantity, other: Quantity, number: Quantity) -> bool:
    is_result = number.unit in ("times", "percent", "", one.unit)
    return is_result and one.unit == other.unit and one.base != other.base


def _with_names(words: str, number: Quantity, one: Quantity, other: Quantity) -> str:
    """Give what three numbers stand in, with their names in their place."""
    named = sorted(((number, "<result>"), (one, "<one>"), (other, "<two>")), key=_start)
    parts = [words[max(0, named[0][0].start - _LEAD) : named[0][0].start]]
    for (this, name), (following, _) in itertools.pairwise(named):
        parts += [name, words[_end(this) : following.start]]
    return "".join([*parts, named[-1][1]])


def _start(named: tuple[Quantity, str]) -> int:
    return named[0].start


def _end(number: Quantity) -> int:
    """Give where a number's digits end, before its unit."""
    digits = re.match(r"[-−–]?[\d.,]*\d", number.written)
    return number.start + (digits.end() if digits else len(number.written))
