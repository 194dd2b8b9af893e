"""Tell whether two numbers of a point have changed places.

A sentence of the point is compared with one of the paper that has both. Two tests. In turn: where
one of the sentences lists things and numbers "respectively", the things must not have kept their
order when the numbers have changed theirs. By neighbours: a number's own words, those next to it
before or behind, must not be the other's. What neither tells is left alone: clauses may be moved as
one likes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.quantities import Quantity, quantities
from pipeline.text.cjk import CJK
from pipeline.text.squash import stem
from pipeline.text.stop_words import LINKING

IN_TURN = re.compile(r"\brespectively\b|分别|依次")
"""What says that two lists belong together in their order."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(rf"[A-Za-z][A-Za-z-]*|[.;:：，,、；。()]|[{CJK}]")
_EMPTY = LINKING | frozenset(
    "about achieve achieves all around be been both each had has have less only our out per"
    " reaches respectively up whereas".split()
)
"""Words that are no number's own."""
_AND = re.compile(r"\s*(?:,|，|、|/|,?\s?\b(?:and|or)\b(?:\s+the)?|和|与|及|以及)\s*")
_LISTED = re.compile(rf"([A-Za-z][\w+-]*(?:\s+[A-Za-z][\w+-]*)?){_AND.pattern}([A-Za-z][\w+-]*)")
_LATIN_WORD = re.compile(r"[A-Za-z][\w+-]*")
_DIGITS = re.compile(r"[-−\s]*[\d.,]+")
_REACH = 3
"""Words on either side of a number that are its own."""
_FEWEST_KEPT = 3
"""Words that must have kept their order where nothing is listed: two may by chance."""


class _Numbers(NamedTuple):
    """Two numbers that both sentences have once: where the point has them, and where the paper."""

    ours: tuple[Quantity, Quantity]
    theirs: tuple[Quantity, Quantity]


def swapped(said: str, source: str) -> tuple[Quantity, Quantity] | None:
    """Give the first two numbers of a sentence that have changed places, or None.

    `source` is a sentence of the paper; only numbers that each of the two has once can tell.
    """
    ours, theirs = _in_order(said), _in_order(source)
    shared = [(one, its) for one in ours if (its := _twin(one, ours, theirs))]
    for (one, its), (other, others) in itertools.combinations(shared, 2):
        both = _Numbers((one, other), (its, others))
        if _in_turn(said, source, both) or _by_neighbours(said, source, both, ours, theirs):
            return both.ours
    return None


def _twin(one: Quantity, ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> Quantity | None:
    """Give the paper's one number that is the same, if it is the point's only one, too."""
    same = [other for other in theirs if one.same(other)]
    return same[0] if len(same) == 1 and sum(map(one.same, ours)) == 1 else None


@lru_cache(maxsize=512)  # a quoted sentence is asked for again with each of a point
def _in_order(sentence: str) -> tuple[Quantity, ...]:
    """Give the numbers of a sentence in order; of overlapping ones the longer one."""
    found: list[Quantity] = []
    for one in sorted(quantities(sentence), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)


# ── in turn ──


def _in_turn(said: str, source: str, both: _Numbers) -> bool:
    """Tell whether numbers have changed their order, and the things listed with them have not."""
    turned = both.theirs[0].start > both.theirs[1].start
    if not turned or not (IN_TURN.search(said) or IN_TURN.search(source)):
        return False
    things = [pair for pair in _listed(source) if all(_is_once(said, thing) for thing in pair)]
    if things:
        return all(_places(said, first) < _places(said, second) for first, second in things)
    kept = [
        word
        for word in dict.fromkeys(_words(source))
        if _is_once(source, word) and _is_once(said, word)
    ]
    return len(kept) >= _FEWEST_KEPT and kept == sorted(kept, key=lambda word: _places(said, word))


def _listed(sentence: str) -> Iterator[tuple[str, str]]:
    """Give the neighbours in lists of a sentence: what "and", "or" or a comma joins."""
    for match in _LISTED.finditer(_BRACKETS.sub(" ", sentence)):
        first, second = match[1].split()[-1], match[2]
        if first != second and not (_is_empty(first) or _is_empty(second)):
            yield first, second


def _words(sentence: str) -> list[str]:
    return [word for word in _LATIN_WORD.findall(sentence) if not _is_empty(word)]


def _is_empty(word: str) -> bool:
    return word.casefold() in _EMPTY


def _is_once(sentence: str, word: str) -> bool:
    return len(_places(sentence, word)) == 1


def _places(sentence: str, word: str) -> list[int]:
    alone = rf"(?<![\w-]){re.escape(word)}(?![\w-])"
    return [match.start() for match in re.finditer(alone, sentence, re.IGNORECASE)]


# ── neighbours ──


def _by_neighbours(
    said: str, source: str, both: _Numbers, ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> bool:
    """Tell whether two numbers have each other's own words next to them, and none of their own."""
    crossed = False
    for behind in (False, True):
        a, b = (_beside(said, one, ours, behind=behind) for one in both.ours)
        its, others = (_beside(source, one, theirs, behind=behind) for one in both.theirs)
        if (a & its) - others or (b & others) - its:
            return False
        crossed = crossed or bool((a & others) - its and (b & its) - others)
    return crossed


def _beside(
    sentence: str, number: Quantity, others: Sequence[Quantity], *, behind: bool
) -> frozenset[str]:
    """Give the stems of a number's own words behind or before it: up to the next number or mark.

    A unit is a number's neighbour, too. Words of a thing end where linking words begin.
    """
    if behind:
        starts = (other.start for other in others if other.start >= number.end)
        start, end = number.start + _digits(number), min(starts, default=len(sentence))
    else:
        ends = (other.end for other in others if other.end <= number.start)
        start, end = max(ends, default=0), number.start
    words = [match[0] for match in _WORD.finditer(sentence, start, end)]
    own: list[str] = []
    for word in words if behind else reversed(words):
        if not word[0].isalpha() or len(own) == _REACH:
            break
        if word.isascii() and not _is_empty(word):
            own.append(stem(word))
        elif own and word.isascii():
            break
    return frozenset(own)


def _digits(number: Quantity) -> int:
    """Give the length of a number without its unit."""
    match = _DIGITS.match(number.written)
    return match.end() if match else len(number.written)
