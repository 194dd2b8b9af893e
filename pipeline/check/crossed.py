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
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from pipeline.check.kinds import are_of_a_kind
from pipeline.check.names import Name, names
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.check.swapped_numbers import IN_TURN
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_at
from pipeline.text.sentences import Place
from pipeline.text.squash import squash, stem
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
_RIGHT_BESIDE = 9
"""Characters between a number and a word right beside it: " tasks (" of its kind."""
_NAME = "name"
"""The kind of what is no number."""
_WAYS = re.compile(
    r"(?P<better>\bbetter\b|\boutperform\w*|更好|较好|更优|较优|优于|好于)"
    r"|(?P<worse>\bworse\b|更差|较差|更劣|较劣|不如|差于)"
    r"|(?P<higher>\bhigher\b|更高|高于)|(?P<lower>\blower\b|更低|低于)"
    r"|(?P<first>\bbefore\b|之前|先)|(?P<last>\bafter\b|之后|后)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[^\s,;:()，；、]+(?: [a-z]+)?(?:,? (?:and|or) |\s?[和与、]\s?)(?:the )?")
"""What stands from the first of two things, or numbers, to the second in a list of the two."""
_TOGETHER = 12
"""Characters between two numbers of the paper that are one expression: 1 in 5."""
_MOST_SOURCES = 8
"""Sentences of the paper that a sentence is held against."""
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
        for source in _sources(said, place, index):
            passage = index.text[source.start : source.end]
            texts = said.words_at(place), passage
            words = list(_words(*texts))
            found = _crossed(list(_numbers(said, place, source, index)), words, texts)
            found = found or _crossed_names(texts, index)
            if found:
                yield _finding(said.where, *found, source, index)
                break


def _sources(said: Said, place: Place, index: PaperIndex) -> Iterator[Place]:
    """Give the sentences of the quotes, and those that have two numbers of a sentence or more."""
    counts: Counter[int] = Counter()
    for one in said.numbers_at(place):
        if not one.spelled:
            counts.update({index.place_number(other.start) for other in index.same(one)[:MOST]})
    best = sorted(counts, key=lambda number: (-counts[number], number))
    with_two = (index.places[number] for number in best if counts[number] > 1)
    prose = (
        one
        for one in dict.fromkeys((*said.quoted_sentences(index), *with_two))
        if one.end - one.start <= _LONGEST and not index.is_row(one.start)
    )
    return itertools.islice(prose, _MOST_SOURCES)


def _crossed(
    numbers: Sequence[_Shared], words: Sequence[_Shared], texts: tuple[str, str]
) -> tuple[str, str] | None:
    if len(numbers) > _MOST_NUMBERS or len(words) > _MOST_WORDS:
        return None
    for both in itertools.combinations(numbers, 2):
        span = sorted(one.theirs[1] for one in both)
        is_one = span[1] - span[0] <= _TOGETHER and not _JOINED.fullmatch(texts[1], *span)
        if is_one or both[0].kind != both[1].kind:
            continue
        votes = [
            (vote, _are_beside(both, pair, texts))
            for pair in itertools.combinations(words, 2)
            if (vote := _has_changed(both, pair, texts)) is not None
        ]
        is_sure = (len(votes) >= _FEWEST_VOTES and both[0].kind[0] != _NAME) or any(
            is_beside for _, is_beside in votes
        )
        if votes and is_sure and all(vote for vote, _ in votes):
            return both[0].words, both[1].words
    return None


def _crossed_names(texts: tuple[str, str], index: PaperIndex) -> tuple[str, str] | None:
    """Give two names of a kind that stand with each other's: with names, or better and worse."""
    shared = list(_names(*texts))
    found = _crossed(shared, [*shared, *_ways(*texts)], texts) if len(shared) > 1 else None
    return found if found and are_of_a_kind(*found, index) else None


def _has_changed(
    numbers: Sequence[_Shared], words: Sequence[_Shared], texts: tuple[str, str]
) -> bool | None:
    """Tell whether two numbers stand with each other's words; None where they stand apart."""
    ways = []
    are_names = numbers[0].kind[0] == _NAME
    for side, text in zip(("ours", "theirs"), texts, strict=True):
        places = [getattr(one, side) for one in (*numbers, *words)]
        both = itertools.product(places[:2], places[2:])
        if are_names and any(_are_one_list(*one, text) for one in both):
            return None
        way = _paired(places[:2], places[2:])
        if way is None and not are_names:
            way = _listed(places[:2], places[2:], text)
        ways.append(way)
    return None if None in ways else ways[0] != ways[1]


def _are_one_list(one: tuple[int, int], other: tuple[int, int], text: str) -> bool:
    """Tell two things of one list, or one thing: neither is said of the other."""
    span = sorted((one[1], other[1]))
    joined = None if "," in text[slice(*span)] else _JOINED.fullmatch(text, *span)
    return span[0] == span[1] or bool(joined)


def _listed(
    numbers: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]], text: str
) -> bool | None:
    """Tell whether two lists, of two things and of two numbers, have one order: None without."""
    spans = [sorted(at for _, at in both) for both in (numbers, words)]
    if not all(_JOINED.fullmatch(text, *span) for span in spans):
        return None
    return (numbers[0] < numbers[1]) == (words[0] < words[1])


def _are_beside(
    numbers: Sequence[_Shared], words: Sequence[_Shared], texts: tuple[str, str]
) -> bool:
    """Tell whether each number has its word right beside it, or its place in a list, in both."""
    for side, text in zip(("ours", "theirs"), texts, strict=True):
        places = [getattr(one, side) for one in (*numbers, *words)]
        if _listed(places[:2], places[2:], text) is None and not all(
            min(_gap(one, word, side) for word in words) <= _RIGHT_BESIDE for one in numbers
        ):
            return False
    return True


def _gap(one: _Shared, other: _Shared, side: str) -> int:
    """Give the characters between a number and a word, in the point or in the paper."""
    first, second = sorted((one, other), key=lambda both: getattr(both, side))
    return int(getattr(second, side)[1] - getattr(first, side)[1] - len(first.words))


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
    ours = said.numbers_at(place)
    our_clauses, their_clauses = map(_clauses, (said.words_at(place), index.text[slice(*source)]))
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
    ours, theirs = _words_once(said), _words_once(source)
    for word, at in ours.items():
        if word in theirs and word not in _USUAL:
            yield _Shared(_at(at, our_clauses), _at(theirs[word], their_clauses), word)
    for ways, at in _once((ways, at) for at, ways in english_at(said)).items():
        found = [word for word in theirs if word.startswith(ways)]
        if len(found) == 1 and found[0] not in ours and found[0] not in _USUAL:
            yield _Shared(_at(at, our_clauses), _at(theirs[found[0]], their_clauses), found[0])


def _names(said: str, source: str) -> Iterator[_Shared]:
    """Give the names that two sentences have once."""
    our_clauses, their_clauses = _clauses(said), _clauses(source)
    ours, theirs = _names_once(said), _names_once(source)
    for key, name in ours.items():
        if key in theirs:
            places = _at(name.start, our_clauses), _at(theirs[key].start, their_clauses)
            yield _Shared(*places, name.words, (_NAME, False))


def _ways(said: str, source: str) -> Iterator[_Shared]:
    """Give the words for better and worse, more and less that two sentences have once."""
    our_clauses, their_clauses = _clauses(said), _clauses(source)
    ours, theirs = _ways_once(said), _ways_once(source)
    for way in ours.keys() & theirs.keys():
        yield _Shared(_at(ours[way], our_clauses), _at(theirs[way], their_clauses), way)


# a sentence of the paper is asked for again with each of a point, and the other way round
_read_once = lru_cache(maxsize=512)


@_read_once
def _clauses(sentence: str) -> list[int]:
    """Give where the clauses of a sentence end."""
    return [match.start() for match in _CLAUSE.finditer(sentence)]


def _at(character: int, clauses: Sequence[int]) -> tuple[int, int]:
    return bisect.bisect(clauses, character), character


@_read_once
def _words_once(sentence: str) -> Mapping[str, int]:
    return _once((stem(match[0]), match.start()) for match in _WORD.finditer(sentence))


@_read_once
def _names_once(sentence: str) -> Mapping[str, Name]:
    return _once((squash(name.words), name) for name in names(sentence))


@_read_once
def _ways_once(sentence: str) -> Mapping[str, int]:
    return _once((str(match.lastgroup), match.start()) for match in _WAYS.finditer(sentence))


_Key = TypeVar("_Key", bound=Hashable)
_Place = TypeVar("_Place")


def _once(found: Iterable[tuple[_Key, _Place]]) -> dict[_Key, _Place]:
    """Give what stands once, with its place."""
    places: dict[_Key, list[_Place]] = {}
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
