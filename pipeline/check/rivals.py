"""Tell whether a number that is not with its name in the paper stands with a rival of it there.

Only then does the paper contradict a pair: the named one has another number, and this number has
another name. Else the two are apart, and nothing is known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.check.counted_things import things_at, things_behind
from pipeline.check.kinds import are_of_a_kind
from pipeline.check.named import mantissa
from pipeline.check.names import Name, occurrences
from pipeline.check.names import names as names_in
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.squash import squash

_COLON = re.compile(r"\s*[:：]")
_NEAR = 2
"""Sentences either way in which a number's name may stand: "It contains 35 images"."""
_SHORTEST_NAME = 3
"""Letters of a name that tells: two stand for many things."""
_LONGEST = 1000
"""Characters of a sentence in which rivals are looked for."""
_GAIN_OVER_UNNAMED = re.compile(
    r"\b(?:previous|prior|earlier|existing|best|strongest|state[- ]of[- ]the[- ]art|sota)\b"
    r"[^.;]{0,40}\bby\s+(?:about|around|over|up to)?\s*$",
    re.IGNORECASE,
)
_GAIN_REACH = 80
"""Characters before a number in which it is said what it is a gain over."""
_FEW = 10
"""Whole numbers up to this, and years, stand with anything."""


def tells(number: Quantity) -> bool:
    """Tell a result or a size from a count of a few and from a year, which stand with anything."""
    if number.spelled:
        return False
    is_usual = (abs(number.value) <= _FEW and not number.percent) or is_year(number)
    return not (is_usual and number.whole)


def _with_a_rival(
    number: Quantity, name: Name, names: Sequence[Name], said: Said, index: PaperIndex
) -> Quantity | None:
    """Give where the paper has a number with another name than the one it is said of.

    `names` are all that stand with the number in the statement. None where the two stand together
    anywhere, and where nothing can be told: of metadata, of parts of names, of what is listed and
    not counted. A count of a few must count the same there, since it stands with anything.
    """
    places = list(itertools.islice(_places_of(name.words, index), MOST))
    found = index.same(number)[:MOST]
    if not tells(number):
        things = things_at(said.words, number.end)
        counted = [one for one in found if things & things_behind(one, index)]
        if found and not counted and _counts_others(things, number, places, index):
            return found[0]
        found = counted
    if not places or not found or len(squash(name.words)) < _SHORTEST_NAME:
        return None
    others = {other.words for other in names} - {name.words}
    if any(are_of_a_kind(name.words, other, index) for other in others):
        return None  # "66 万 O365 加 80 万 GoldG": which of the two it is of cannot be told
    reach = 0 if _COLON.match(said.words, name.end) else _NEAR
    apart = _Apart(name.words, others, places, reach, index)
    found = [one for one in found if said.is_near_quote(one.start)] or found
    return found[0] if all(map(apart.holds, found)) else None


def _counts_others(
    things: frozenset[str], number: Quantity, places: Sequence[int], index: PaperIndex
) -> bool:
    """Tell whether a sentence with a name, at some `places`, has another number of some things."""
    having = dict.fromkeys(index.around(at) for at in places)
    return any(
        things & things_behind(one, index) and not one.same(number)
        for place in having
        for one in index.between(place.start, place.end)
    )


def _places_of(name: str, index: PaperIndex) -> Iterator[int]:
    """Give where the paper has a name, or the words that it stands for."""
    yield from occurrences(index, name)
    if name.isupper() and name.isalpha() and len(name) >= _SHORTEST_NAME:
        for words in dict.fromkeys(index.with_initials(name.lower())):
            yield from (start for start, _ in index.squashed.occurrences(squash(words)))


class _Apart:
    """Tells whether one of the paper's numbers is a rival's, and not that of a name.

    `others` are all else that the statement has with the number, `places` where the paper has the
    name, `reach` how many sentences off it may stand.
    """

    def __init__(
        self,
        name: str,
        others: Collection[str],
        places: Sequence[int],
        reach: int,
        index: PaperIndex,
    ) -> None:
        self._name, self._names, self._index = name, [name, *others], index
        self._having = {index.place_number(place) for place in places}
        self._reach = reach

    def holds(self, one: Quantity) -> bool:
        """Tell it of a number of the paper.

        In its sentence there is another name of the kind, and sentences around that have this one
        have other numbers. Where it has another of the names, that must be one that the paper
        compares. Of a table's row, its cells tell (cells.py).
        """
        index = self._index
        at = index.place_number(one.start)
        if index.is_row(one.start):
            return False
        if at in self._having or self._is_gain_over_unnamed(one) or not self._rivals(at):
            return False
        near = _near(one, self._having, self._reach, index)
        return all(_has_another(number, one, index) for number in near)

    def _is_gain_over_unnamed(self, one: Quantity) -> bool:
        """Tell a gain over what its sentence does not name: "beats the previous best by 2.8"."""
        before = self._index.text[max(0, one.start - _GAIN_REACH) : one.start]
        return bool(_GAIN_OVER_UNNAMED.search(before))

    def _rivals(self, at: int) -> list[str]:
        """Give the names of a sentence that may stand for ours.

        That is none that is part of one of ours, or has one as a part.
        """
        index, own = self._index, [squash(name) for name in self._names]
        words = index.words_of(index.places[at])[:_LONGEST]
        rivals = [
            found
            for one in dict.fromkeys(name.words for name in names_in(words))
            if (found := squash(one))
            and not any(found in other or other in found for other in own)
            and are_of_a_kind(self._name, one, index)
        ]
        whole = squash(words)
        if any(name in whole for name in own):
            return [one for one in rivals if _are_compared(one, self._having, index)]
        return rivals


def _are_compared(rival: str, having: Collection[int], index: PaperIndex) -> bool:
    """Tell whether a name stands in one of some sentences, which have another name."""
    found = itertools.islice(index.squashed.occurrences(rival), MOST)
    return any(index.place_number(start) in having for start, _ in found)


def _has_another(number: int, one: Quantity, index: PaperIndex) -> bool:
    """Tell whether a sentence has a number that could stand where another one does."""
    place = index.places[number]
    return any(
        other.unit == one.unit and not other.same(one) and other.whole == one.whole
        for other in index.between(place.start, place.end)
        if not other.spelled
    )


def parted(
    number: Quantity, name: Name, names: Sequence[Name], said: Said, index: PaperIndex
) -> Finding | None:
    """Give a finding of a number that stands with a name in no sentence, or none if near it."""
    rival = _with_a_rival(number, name, names, said, index)
    found = index.same(number)[:MOST]
    having = {
        index.place_number(at) for at in itertools.islice(_places_of(name.words, index), MOST)
    }
    if not rival and any(_near(one, having, _NEAR, index) for one in found):
        return None
    one = rival or found[0]
    is_sure = rival is not None and said.is_near_quote(rival.start)
    is_sure = is_sure and not _is_in_its_row(number, name.words, index)
    written = number.written.strip()
    return make_finding(
        said.where,
        "pair",
        f"{written} … {name.words}",
        f"{written} and {name.words} do not stand together in the paper",
        index.passage_of(index.around(one.start)),
        index.page_at(one.start),
        reason="contradicted" if is_sure else "apart",
    )


def _is_in_its_row(number: Quantity, name: str, index: PaperIndex) -> bool:
    """Tell whether a table's row of a name has the digits of a number: 24 of "params (M)"."""
    places = itertools.islice(occurrences(index, name), MOST)
    return any(
        mantissa(one) == mantissa(number)
        for at in places
        if index.is_row(at)
        for one in index.between(at, index.around(at).end)
    )


def _near(one: Quantity, having: Collection[int], reach: int, index: PaperIndex) -> list[int]:
    """Give which of some sentences are that of a number, or so many sentences off."""
    at = index.place_number(one.start)
    return [number for number in range(at - reach, at + reach + 1) if number in having]
