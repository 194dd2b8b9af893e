"""What a passage of a statement names, in words of labels, and which number stands nearest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from pipeline.check.labels import IN_CHINESE, WORD, is_among, is_one, label_word
from pipeline.check.quantities import Quantity
from pipeline.text.sentences import Place

_ADJOINED = re.compile(
    r"[)）]?(?:[\s的为是:：(（=仅约达到]{0,6}|[’']s\s|[:：]\s\S{1,12}\s"
    r"|\s(?:is|at|has|of|with|reaches|gets|scores|achieves)\s)"
)
"""What may stand between a name and its own number; also the number's head: "Lark: BLEU 61.4"."""
_OF = re.compile(r"\s(?:of|for|by|from)\s(?:(?:the|plain|its)\s)?|\s?[(（]")
_CLOSED = re.compile(r"[^\W\d]{0,12}[+*]?[)）]")
"""What may stand between a number and its own name: "0.94 of phi-2", "0.94 (phi-2)"."""
_SEVERAL = re.compile(
    r"\s?[（(][^()（）]*?\d\s?%?\s?(?:[,，、/→对比到vs]|to|against|versus|and)[^()（）]*\d"
)
"""Two numbers in brackets: they are hardly ever both of the name before them."""
_ASIDE = re.compile(
    r"(?:[比较用从距由（(]|[优高低好强大小快慢]于|超过|超越|胜过|不如|不及|落后于?|领先于?|相比|相对于?|对于|基于"
    r"|\b(?:than|over|against|above|below|behind|beat\w*|outperform\w*|surpass\w*|exceed\w*"
    r"|match\w*|trail\w*|lag\w*|top(?:s|ped)?|with|without|from|using|to|vs\.?|versus))\s*(?:(?:the|its|plain)\s)?$",
    re.IGNORECASE,
)
"""What stands before a name that something is compared with, or made of."""
_ASIDE_BEHIND = re.compile(r"\s?(?:相比|相较|之外|以外|一样|的?基础上)")
"""What stands behind such a name."""
_OWNED = re.compile(
    r"\b(?:belong(?:s|ing)? to|com(?:es|ing) from|go(?:es|ing) to|(?:is|are|was|were) (?:of|by))"
    r"\s(?:(?:the|its)\s)?(?:[A-Z]\w* with )?$|(?:属于|来自|归于|出自)\s?$"
)
"""What stands before the name of whom a number is."""
_OWNED_REACH = 48
"""Characters before a name in which that stands."""
_ASIDE_REACH = 24
"""Characters before a name in which that stands."""
_TOGETHER = 2
"""Most characters between two words of one name."""
_JOINTS = ("-", " ")
_SHORT = 3
"""Letters of a word that may be joined to the first letter of the one before it."""
_WITH_DIGITS = re.compile(r"([a-z]{3,})(\d+)[a-z]?")
"""A name and its size in one: BEIT384 of "BEiT at a resolution of 384"."""
_DIGITS = re.compile(r"\d[\d.,]*")
_SIZE = re.compile(r"\d[\d.]*[KMBT]|(?:19|20)\d\d")
"""A size, or a year, that belongs to the name before it: OPT (66B), ICML 2023."""


class Named:
    """The words that a sentence names things with, and which of its numbers stands nearest."""

    def __init__(self, text: str, place: Place | None, numbers: Sequence[Quantity]) -> None:
        self._numbers, self._text = numbers, text
        self._words = _read(text, *(place or (0, len(text))))

    def has(self, word: str) -> bool:
        """Tell whether it names a word of a label, whole or abbreviated."""
        return self._words.has(word)

    def has_all(self, words: frozenset[str]) -> bool:
        """Tell whether it names all of some words; not where there is none."""
        return bool(words) and all(map(self.has, words))

    def has_as_written(self, words: frozenset[str]) -> bool:
        """Tell whether it names all of some words, none of them abbreviated."""
        return bool(words) and words <= self._words.places.keys()

    def has_number(self, number: Quantity) -> bool:
        """Tell whether a number of a cell is among its numbers: what is named has its own."""
        return any(mantissa(one) == mantissa(number) for one in self._numbers)

    def nearest(self, words: frozenset[str]) -> list[Quantity]:
        """Give the numbers that stand nearest to each place where some words are named.

        One that is itself among the words (1.5B), or a size or year behind them, is none of it.
        """
        places = self._places_of(words)
        free = [
            one
            for one in self._numbers
            if not any(place.start < one.end and one.start < place.end for place in places)
            and not (_SIZE.fullmatch(one.written.strip()) and self._is_behind(one, places))
        ]
        return [
            min(free, key=lambda one: (not self._is_of(place, one), _distance(one, place)))
            for place in places
            if free
        ]

    def _is_behind(self, number: Quantity, places: Sequence[Place]) -> bool:
        return any(0 <= number.start - place.end <= _TOGETHER for place in places)

    def adjoins(self, words: frozenset[str], number: Quantity) -> bool:
        """Tell whether a number stands right behind some words, alone if it is in brackets.

        Or right before them, as that of a thing.
        """
        return any(self._is_of(place, number) for place in self._places_of(words)) or any(
            place.end <= number.start
            and _ADJOINED.fullmatch(self._text, place.end, number.start)
            and not _SEVERAL.match(self._text, place.end)
            for place in self._places_of(words)
        )

    def _is_of(self, place: Place, number: Quantity) -> bool:
        """Tell whether what stands at a place is what the number right before it is of."""
        between = _OF.fullmatch(self._text, number.end, place.start)
        if not between:
            return False
        is_bracket = between[0][-1] in "(（"
        return not is_bracket or bool(_CLOSED.match(self._text, place.end))

    def is_before(self, words: frozenset[str], number: Quantity) -> bool:
        """Tell whether some words stand before a number."""
        return any(place.end <= number.start for place in self._places_of(words))

    def is_aside(self, words: frozenset[str]) -> bool:
        """Tell whether some words are named only as what something is compared with or made of."""
        places = sorted(self._places_of(words))
        for last, place in zip([None, *places], places, strict=False):
            before = self._text[max(0, place.start - _ASIDE_REACH) : place.start]
            is_of_last = last is not None and place.start - last.end <= _TOGETHER
            is_first = _ASIDE.search(before) or _ASIDE_BEHIND.match(self._text, place.end)
            if not (is_of_last or is_first):
                return False
        return bool(places)

    def is_owner(self, words: frozenset[str]) -> bool:
        """Tell whether some words are of whom a number is said to be: "0.835 belongs to"."""
        return any(
            _OWNED.search(self._text[max(0, place.start - _OWNED_REACH) : place.start])
            for place in self._places_of(words)
        )

    def _places_of(self, words: frozenset[str]) -> list[Place]:
        return [
            place
            for said, places in self._words.places.items()
            if any(is_one(word, said) for word in words)
            for place in places
        ]


class _Words:
    """The words of a passage as labels have them, each with its places."""

    def __init__(self, places: Mapping[str, Sequence[Place]]) -> None:
        self.places = places
        self._words = frozenset(places)
        self._known: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        """Tell whether they say a word of a label, whole or abbreviated."""
        if word not in self._known:
            parts = _WITH_DIGITS.fullmatch(word)
            self._known[word] = is_among(word, self._words) or bool(
                parts and self._words.issuperset(parts.groups())
            )
        return self._known[word]


@lru_cache(maxsize=256)  # a sentence is asked for again with each of its numbers and tables
def _read(text: str, start: int, end: int) -> _Words:
    """Read what stands between two characters of a text."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    last: re.Match[str] | None = None
    for match in WORD.finditer(text, start, end):
        places[label_word(match[0])].append(Place(*match.span()))
        if last and text[last.end() : match.start()] in _JOINTS:  # BERT-base is BERTbase
            joined = label_word(last[0] + match[0])
            places[joined].append(Place(last.start(), match.end()))
            if len(match[0]) <= _SHORT:  # Knowledge F1 is KF1
                initial = label_word(last[0][0] + match[0])
                places[initial].append(Place(last.start(), match.end()))
        last = match
    for chinese, english in IN_CHINESE:
        for match in chinese.finditer(text, start, end):
            for word in english:
                places[word].append(Place(*match.span()))
    return _Words(places)


def _distance(number: Quantity, place: Place) -> int:
    if number.start >= place.end:
        return number.start - place.end
    return max(0, place.start - number.end)


def mantissa(number: Quantity) -> Decimal:
    """Give a number's digits as they are written, without scale and unit."""
    match = _DIGITS.search(number.written)
    digits = match[0].replace(",", "").rstrip(".") if match else ""
    return Decimal(digits).normalize() if digits.count(".") <= 1 and digits else number.value
