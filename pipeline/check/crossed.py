"""Tell whether a sentence gives two things each other's number, or name, by where they stand.

Its quote says "0.21 (stat.) and 0.11 (syst.)", the sentence 统计误差 0.11，系统误差 0.21. Looked
at are two numbers of a kind and two words that both sentences have once: in both each number must
stand together with one of the words, the two pairs one behind the other, and not with the same one.
Where any two words tell that the numbers have kept theirs, nothing is told: a sentence may be put
in another order.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.check.swapped_numbers import IN_TURN
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_at
from pipeline.text.sentences import Place
from pipeline.text.squash import stem
from pipeline.text.stop_words import OF_ANY_PAPER

_WORD = re.compile(r"[A-Za-z][A-Za-z\d+@-]{2,}(?![A-Za-z\d])")
_USUAL = OF_ANY_PAPER | frozenset(
    "about achieve author average data first given higher improve larger less lower number only"
    " percent performance respectively score second set smaller table better worse total"
    " value".split()
)
"""Words that tell no number from another."""
_MOST_NUMBERS, _MOST_WORDS = 8, 14
"""Numbers and words that two sentences have once, of more of which nothing is told."""
_CLAUSE = re.compile(r"[，；;、。]|,(?!\d)|\b(?:while|whereas|but)\b")
_NEAR = 60
"""Characters between a number and its word."""
_FEWEST_VOTES = 2
"""Pairs of words that must tell that two numbers have changed theirs: one that does not stand right
beside them may be there by chance."""
_RIGHT_BESIDE = 12
"""Characters from a number's beginning to that of a word right beside it."""
_TOGETHER = 12
"""Characters between two numbers of the paper that are one expression: 1 in 5."""
_LONGEST = 600
"""Characters of a sentence of the paper that are looked at."""


class _Shared(NamedTuple):
    """What two sentences have once: where the point has it, where the paper, and how it is said.

    A place is the number of its clause, and a character of it; `kind` is a number's unit, and
    whether it has a point.
    """

    ours: tuple[int, int]
    theirs: tuple[int, int]
    words: str
    kind: tuple[str, bool] = ("", False)


def crossed_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence of which two numbers have changed their words."""
    for place in said.sentences:
        if IN_TURN.search(said.words, place.start, place.end):
            continue
        for source in said.quoted_sentences(index):
            if source.end - source.start > _LONGEST or index.is_row(source.start):
                continue
            words = list(_words(said.words_at(place), index.text[source.start : source.end]))
            found = _crossed(list(_numbers(said, place, source, index)), words)
            if found:
                yield _finding(said.where, *found, source, index)
                break


def _crossed(numbers: Sequence[_Shared], words: Sequence[_Shared]) -> tuple[str, str] | None:
    if len(numbers) > _MOST_NUMBERS or len(words) > _MOST_WORDS:
        return None
    for both in itertools.combinations(numbers, 2):
        is_one = abs(both[0].theirs[1] - both[1].theirs[1]) <= _TOGETHER
        if is_one or both[0].kind != both[1].kind:
            continue
        votes = [
            (vote, _are_beside(both, pair))
            for pair in itertools.combinations(words, 2)
            if (vote := _has_changed(both, pair)) is not None
        ]
        is_sure = len(votes) >= _FEWEST_VOTES or any(is_beside for _, is_beside in votes)
        if votes and is_sure and all(vote for vote, _ in votes):
            return both[0].words, both[1].words
    return None


def _has_changed(numbers: Sequence[_Shared], words: Sequence[_Shared]) -> bool | None:
    """Tell whether two numbers stand with each other's words; None where they stand apart."""
    ways = [
        _paired([getattr(one, side) for one in numbers], [getattr(one, side) for one in words])
        for side in ("ours", "theirs")
    ]
    return None if None in ways else ways[0] != ways[1]


def _are_beside(numbers: Sequence[_Shared], words: Sequence[_Shared]) -> bool:
    """Tell whether each number has one of the words right beside it, in both sentences."""
    return all(
        min(abs(getattr(one, side)[1] - getattr(word, side)[1]) for word in words) <= _RIGHT_BESIDE
        for side in ("ours", "theirs")
        for one in numbers
    )


def _paired(numbers: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]) -> bool | None:
    """Tell whether the first number stands with the first word, the second with the second.

    False where it is the other way round; None where the pairs overlap, or one is in two clauses.
    """
    for way, order in ((True, words), (False, words[::-1])):
        pairs = [sorted(pair) for pair in zip(numbers, order, strict=True)]
        one, other = sorted(pairs)
        is_close = all(a[0] == b[0] and b[1] - a[1] <= _NEAR for a, b in pairs)
        if is_close and one[1] < other[0]:
            return way
    return None


def _numbers(said: Said, place: Place, source: Place, index: PaperIndex) -> Iterator[_Shared]:
    ours = [one for one in said.numbers if place.start <= one.start < place.end]
    our_clauses, their_clauses = (
        _clauses(said.words_at(place)),
        _clauses(index.text[slice(*source)]),
    )
    theirs = index.between(source.start, source.end)
    for one in ours:
        if one.spelled:
            continue
        same = _distinct([other for other in theirs if one.same(other)])
        if len(same) == 1 and sum(map(one.same, ours)) == 1:
            yield _Shared(
                _at(one.start - place.start, our_clauses),
                _at(same[0].start - source.start, their_clauses),
                one.written.strip(),
                (one.unit, one.step < 1),
            )


def _distinct(found: Sequence[Quantity]) -> list[Quantity]:
    """Give numbers of which none is another reading of one before it."""
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _words(said: str, source: str) -> Iterator[_Shared]:
    our_clauses, their_clauses = _clauses(said), _clauses(source)
    theirs = _once((stem(match[0]), match.start()) for match in _WORD.finditer(source))
    ours = _once((stem(match[0]), match.start()) for match in _WORD.finditer(said))
    for word, at in ours.items():
        if word in theirs and word not in _USUAL:
            yield _Shared(_at(at, our_clauses), _at(theirs[word], their_clauses), word)
    for ways, at in _once((ways, at) for at, ways in english_at(said)).items():
        found = [word for word in theirs if word.startswith(ways)]
        if len(found) == 1 and found[0] not in ours and found[0] not in _USUAL:
            yield _Shared(_at(at, our_clauses), _at(theirs[found[0]], their_clauses), found[0])


def _clauses(sentence: str) -> list[int]:
    """Give where the clauses of a sentence end."""
    return [match.start() for match in _CLAUSE.finditer(sentence)]


def _at(character: int, clauses: Sequence[int]) -> tuple[int, int]:
    return bisect.bisect(clauses, character), character


_Key = TypeVar("_Key", bound=Hashable)


def _once(found: Iterator[tuple[_Key, int]]) -> dict[_Key, int]:
    """Give what stands once, with its place."""
    places: dict[_Key, list[int]] = {}
    for key, at in found:
        places.setdefault(key, []).append(at)
    return {key: at[0] for key, at in places.items() if len(at) == 1}


def _finding(where: str, one: str, other: str, place: Place, index: PaperIndex) -> Finding:
    return make_finding(
        where,
        "pair",
        f"{one} … {other}",
        f"{one} … {other}: the paper has these the other way round",
        index.passage_of(place),
        index.page_at(place.start),
        reason="contradicted",
    )
