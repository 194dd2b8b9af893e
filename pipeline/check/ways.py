"""Tell which way a sentence goes: better or worse, more or less, and which of two is ahead.

Only sentences that go one way on an axis are compared, and nothing is told where one of them says
"except", "only" or "not always": then both ways may be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.names import names
from pipeline.check.paper_index import terms
from pipeline.text.squash import squash
from pipeline.text.stop_words import OF_ANY_PAPER

_BE = "is are was were be been being".split()
_NOT_BE = "".join(rf"(?<!\b{be}\s)" for be in _BE)
_PASSIVE = rf"\b(?:{'|'.join(_BE)})\s(?:outperformed|surpassed|exceeded|beaten)\b"
"""A is outperformed by B: A is behind."""

# words for one way and for the other, by axis; a word may stand on two
_AXES = [
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE))
    for one, other in (
        (
            rf"{_NOT_BE}\b(?:outperform|surpass|beat)\w*|\bbetter\b|\bsuperior\b|\bimprov\w*"
            r"|\bhelp\w*|\bbenefi\w*|优于|好于|强于|超过|超越|胜过|更好|更优|更强|越好|越优|越强|领先|改善|改进|提升|帮助|有助|受益",
            rf"{_PASSIVE}|\bunderperform\w*|\bworse\b|\binferior\b|\bdegrad\w*|\blags?\b|\bhurts?\b|\bharm\w*"
            r"|不如|不及|劣于|差于|弱于|逊于|更差|更弱|越差|越弱|落后|变差|恶化|退化|损害|有害",
        ),
        (
            r"\bhigher\b|\bincreas\w*|\bimprov\w*|\bgains?\b|\brais(?:e|es|ed|ing)\b|\bboost\w*"
            r"|更高|高于|提高|提升|增加|增长|上升|升高|升至|变高",
            r"\blower(?:s|ed|ing)?\b|\bdecreas\w*|\breduc\w*|\bdrop\w*|\bdeclin\w*|\bdiminish\w*"
            r"|更低|低于|降低|下降|减少|降至|下滑|变低",
        ),
        (
            r"\bfaster\b|\baccelerat\w*|更快|快于|加速",
            r"\bslower\b|更慢|慢于|变慢",
        ),
        (r"\blarger\b|\bbigger\b|更大|大于", r"\bsmaller\b|更小|小于"),
        (r"\blonger\b|更长|长于|较长", r"\bshorter\b|更短|短于|较短"),
        (r"\bmore\b|更多|多于", r"\bfewer\b|\bless\b|更少|少于"),
        (
            r"\brequir\w*|\bneed\w*|\brel(?:y|ies|ying)\b|\bdepend\w*|需要|依赖|要求",
            r"无需|无须|毋需|不必",
        ),
        (
            r"(?<!the )\beasier\b|更容易|更易",
            r"(?<!the )\b(?:harder|more difficult)\b|更难|更困难",
        ),
        (r"\bsimpler\b|更简单", r"\bmore complex\b|更复杂"),
        (r"\beffective\w*|有效", r"\bineffective\w*|无效|无益"),
        (r"\bdoubl(?:es|ed|ing)\b|翻倍|翻番|加倍", r"\bhalv\w+|减半"),
        (
            r"\blinear(?:ly)? (?:in|with)|\bgrows? linearly|线性(?:增长|增加|上升)",
            r"\bquadratic\w*|\bexponential\w*|平方(?:增长|增加|上升)|指数(?:级)?(?:增长|增加|上升)",
        ),
    )
]
_BETTER, _MORE = 0, 1
"""Axes with words in common: what goes both ways on the first tells nothing on the second."""
_NEGATED = re.compile(
    r"(?:\b(?:not|n[’']t|never|no|without|hardly|fails? to|failed to)(?:\s+\w+){0,2}\s+"
    r"|(?:不会?|没有?|未能?|并未|并不|并没有|从不|不再|无法|难以)(?:能|再|显著|明显|太)?)$"
)
_NEGATION_REACH = 24
"""Characters before a word in which its negation stands."""
_BOTH_WAYS = re.compile(
    r"\bexcept\w*|\bunless\b|\bnot (?:always|necessarily|only)\b|\bother than\b|\bapart from\b"
    r"|除了?[^，。；]{0,40}?[外，]|只有|仅当|并不总|并非总|不总|不一定|未必|单独在|反而",
    re.IGNORECASE,
)
"""What says that things also go the other way."""


def opposite(said: str, source: str) -> tuple[str, str] | None:
    """Give the words by which a point goes the other way than its sentence, or None.

    Both must go one way only on an axis: a sentence that has higher and lower things in it tells
    nothing. Nor do two that have the same two things in the same order: one is ahead, one behind.
    """
    if _BOTH_WAYS.search(said) or _BOTH_WAYS.search(source):
        return None
    theirs_in_order = comparisons_of(source)
    if any(_same_way(one, two) for one in comparisons_of(said) for two in theirs_in_order):
        return None
    is_mixed = False
    for number, (more, less) in enumerate(_AXES):
        ours, theirs = _ways(said, more, less), _ways(source, more, less)
        shares_words = number == _MORE and is_mixed
        if len(ours) == 1 and len(theirs) == 1 and set(ours) != set(theirs) and not shares_words:
            return next(iter(ours.values())), next(iter(theirs.values()))
        is_mixed = number == _BETTER and len(theirs) > 1
    return None


def _ways(text: str, more: re.Pattern[str], less: re.Pattern[str]) -> dict[bool, str]:
    """Give the ways that a text goes on an axis, each with the words that say so.

    True is more or better; a negation turns one around.
    """
    found = {}
    for pattern, way in ((more, True), (less, False)):
        for match in pattern.finditer(text):
            start = match.start()
            negation = _NEGATED.search(text, max(0, start - _NEGATION_REACH), start)
            found[way != bool(negation)] = (negation[0] if negation else "") + match[0]
    return found


# ── one ahead of the other ──

_THAN = r"(?: \w+){0,3} than"
_GOOD = r"(?:appropriate|suitable|effective|accurate|robust|stable)(?:ly)?\b"
"""What is better where there is more of it."""
_AHEAD = [
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE))
    for one, other in (
        (
            rf"{_NOT_BE}\b(?:outperform\w*|surpass\w*|beats?\b|exceed\w*)"
            rf"|\bbetter than|\bsuperior to|\bmore {_GOOD}(?: \w+){{0,2}} than"
            rf"|\bstronger{_THAN}|\bimproves? (?:up)?on\b|优于|好于|强于|超过|超越|胜过|领先于?",
            rf"{_PASSIVE}|\bunderperform\w*|\bworse than|\binferior to|\blags? behind"
            rf"|\btrails?\b|\bloses to|\bless {_GOOD}(?: \w+){{0,2}} than"
            rf"|\bfalls? (?:behind|short of)|\bweaker{_THAN}"
            r"|不如|不及|劣于|差于|弱于|逊于|落后于|比不上",
        ),
        (rf"\bhigher{_THAN}|\bgreater{_THAN}|高于", rf"\blower{_THAN}|低于"),
        (rf"\bfaster{_THAN}|快于", rf"\bslower{_THAN}|慢于"),
        (rf"\b(?:larger|bigger){_THAN}|大于", rf"\bsmaller{_THAN}|小于"),
        (
            rf"\bmore(?! {_GOOD}){_THAN}|多于",
            rf"\b(?:fewer|less)(?! {_GOOD}){_THAN}|少于",
        ),
        (rf"\bcheaper{_THAN}", rf"\bexpensive{_THAN}"),
    )
]
_COMPARED = re.compile(
    r"比(?P<other>[^，。；,;比]{1,40}?)(?:更加?|还要?|要|明显|显著|略|稍)*"
    r"(?P<how>[高好强优准快多大低差弱慢少小])(?!于)"
)
_HOW = {
    way: (axis, is_more)
    for axis, (more, less) in enumerate((("好强优准", "差弱"), ("高", "低"), ("快", "慢"),
                                         ("大", "小"), ("多", "少")))
    for is_more, ways in ((True, more), (False, less))
    for way in ways
}  # fmt: skip
_SUBJECT = re.compile(r"([A-Za-z][\w-]{2,})\s(?:(?:is|are|was|were|works?|performs?)\s)?$")
_OBJECT = re.compile(r"\s(?:the\s)?([A-Za-z][\w-]{2,})")
_INNER = re.compile(r"[A-Z\d]")
_REACH = 80
"""Characters on either side of a comparison in which what is compared stands."""
_CLAUSE_END = re.compile(r"[。；;]|[.!?]\s|，(?=而|但|且)|\b(?:but|while|whereas|although)\b")


BETTER, HIGHER = 0, 1
"""Axes of `_AHEAD`."""


class Comparison(NamedTuple):
    """Two things in order, on an axis, and which way; the words that say so.

    `before` and `behind` are what stands right before and behind them, up to a comma or bracket.
    """

    axis: int
    is_more: bool
    first: frozenset[str]
    second: frozenset[str]
    words: str
    before: str = ""
    behind: str = ""


def reversed_in(said: str, sources: Sequence[str]) -> tuple[str, str, int] | None:
    """Give the words of a comparison that the sources have the other way, theirs, and which has it.

    None where any of them has it as it is said, or where one of the two says both ways.
    """
    is_both = bool(_BOTH_WAYS.search(said))
    for ours in comparisons_of(said):
        against = None
        for number, source in enumerate(sources):
            for theirs in comparisons_of(source):
                way = _same_way(ours, theirs)
                if way:
                    return None
                is_alike = bool(_BOTH_WAYS.search(source)) == is_both
                if way is False and against is None and is_alike:
                    against = (ours.words, theirs.words, number)
        if against:
            return against
    return None


def _same_way(ours: Comparison, theirs: Comparison) -> bool | None:
    """Tell whether two comparisons of the same two go the same way; None if of others."""
    if ours.axis != theirs.axis:
        return None
    if _meet(ours.first, theirs.first, but=theirs.second) and _meet(
        ours.second, theirs.second, but=theirs.first
    ):
        return ours.is_more == theirs.is_more
    if _meet(ours.first, theirs.second, but=theirs.first) and _meet(
        ours.second, theirs.first, but=theirs.second
    ):
        return ours.is_more != theirs.is_more
    return None


def _meet(one: frozenset[str], other: frozenset[str], *, but: frozenset[str]) -> bool:
    return bool((one & other) - but)


@lru_cache(maxsize=512)  # the sentences around a quote are asked for again with each of a point
def comparisons_of(text: str) -> tuple[Comparison, ...]:
    """Give the comparisons of two names in a text."""
    return tuple(_comparisons(text))


def _comparisons(text: str) -> Iterator[Comparison]:
    for axis, ways in enumerate(_AHEAD):
        for pattern, is_more in zip(ways, (True, False), strict=True):
            for match in pattern.finditer(text):
                low = max(0, match.start() - _NEGATION_REACH)
                if _NEGATED.search(text, low, match.start()):
                    continue
                first, second = _before(text, match.start()), _behind(text, match.end())
                if not (first and second):
                    is_near = _has_names(text, match)
                    first, second = (_beside if is_near else _terms_apart)(text, match)
                if first and second and not first & second:
                    before, behind = (
                        _clause_before(text, match.start()),
                        _clause_behind(text, match.end()),
                    )
                    yield Comparison(axis, is_more, first, second, match[0], before, behind)
    for match in _COMPARED.finditer(text):
        first = _before(text, match.start())
        second = _named(match["other"])
        if first and second and not first & second:
            before = _PART_END.split(_clause_before(text, match.start()))[-1]
            yield Comparison(*_HOW[match["how"]], first, second, match[0], before, match["other"])


def _has_names(text: str, match: re.Match[str]) -> bool:
    """Tell whether a name that is no mere capital stands near some words."""
    near = text[max(0, match.start() - _REACH) : match.end() + _REACH]
    return any(_INNER.search(name.words, 1) for name in names(near))


def _terms_apart(text: str, match: re.Match[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the terms of the clause before some words, and behind them, but for those of both."""
    first, second = _before(text, match.start(), terms), _behind(text, match.end(), terms)
    return first - second, second - first


def _beside(text: str, match: re.Match[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the term right before some words and the one right behind: "relu is … than tanh"."""
    low = max(0, match.start() - _REACH)
    before, behind = _SUBJECT.search(text, low, match.start()), _OBJECT.match(text, match.end())
    if not before or not behind:
        return frozenset(), frozenset()
    return terms(before[1]), terms(behind[1])


_Read = Callable[[str], frozenset[str]]


def _before(text: str, at: int, read: _Read | None = None) -> frozenset[str]:
    """Give the names of the clause before a character, or what else is read of it."""
    return (read or _named)(_clause_before(text, at))


def _behind(text: str, at: int, read: _Read | None = None) -> frozenset[str]:
    """Give the names of the clause behind a character, or what else is read of it."""
    return (read or _named)(_clause_behind(text, at))


def _clause_before(text: str, at: int) -> str:
    return _CLAUSE_END.split(text[max(0, at - _REACH) : at])[-1]


def _clause_behind(text: str, at: int) -> str:
    return _CLAUSE_END.split(text[at : at + _REACH])[0]


_PART_END = re.compile(r"[，,（(）)；;。]")


def _named(passage: str) -> frozenset[str]:
    """Give the names of a passage, also a word in capitals at its beginning."""
    found = (name.words for name in names(f"x {passage}"))
    return frozenset(squash(name) for name in found if name.casefold() not in OF_ANY_PAPER)
