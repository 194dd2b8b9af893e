"""Have two numbers of a point changed places? A sentence of the point is compared with one of the paper that has both.

Two tests. In turn: where one of the sentences lists things and numbers "respectively", the things
must not have kept their order when the numbers have changed theirs. By neighbours: a number's own
words, those next to it before or behind, must not be the other's. What neither tells is left alone:
clauses may be moved as one likes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.quantities import Quantity, quantities
from pipeline.text.squash import stem

IN_TURN = re.compile(r"\brespectively\b|分别|依次")
"""What says that two lists belong together in their order."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|[.;:：，,、；。()]|[\u4e00-\u9fff]")
_EMPTY = re.compile(
    r"(?:a|an|the|of|in|on|at|for|to|with|from|by|per|as|is|are|was|were|be|been|that|which|than|over|under|about|only|around|up|its|their"
    r"|our|we|they|it|this|these|each|both|all|and|or|while|whereas|using|used|out|more|less|respectively|achieves?|reaches|has|have|had)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|，|、|/|,?\s?\b(?:and|or)\b(?:\s+the)?|和|与|及|以及)\s*")
_REACH = 3
"""Words on either side of a number that are its own."""


class _Numbers(NamedTuple):
    """Two numbers that both sentences have once: where the point has them, and where the paper."""

    ours: tuple[Quantity, Quantity]
    theirs: tuple[Quantity, Quantity]


def swapped(said: str, source: str) -> tuple[Quantity, Quantity] | None:
    """Give the first two numbers of a sentence that have changed places with regard to a sentence of the paper, or None."""
    ours, theirs = _in_order(said), _in_order(source)
    shared = [
        (one, same[0])
        for one in ours
        if len(same := [other for other in theirs if one.same(other)]) == 1
        and sum(map(one.same, ours)) == 1
    ]
    for (one, its), (other, others) in itertools.combinations(shared, 2):
        both = _Numbers((one, other), (its, others))
        if _in_turn(said, source, both) or _by_neighbours(said, source, both, ours, theirs):
            return both.ours
    return None


def _in_order(sentence: str) -> list[Quantity]:
    """Give the numbers of a sentence in order, those in digits before words that are part of them."""
    found: list[Quantity] = []
    for one in sorted(quantities(sentence), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


# ── in turn ──


def _in_turn(said: str, source: str, both: _Numbers) -> bool:
    """Tell whether numbers have changed their order where the things that they are listed with have not."""
    turned = both.theirs[0].start > both.theirs[1].start
    if not turned or not (IN_TURN.search(said) or IN_TURN.search(source)):
        return False
    things = [
        pair for pair in _listed(source) if all(len(_places(said, thing)) == 1 for thing in pair)
    ]
    if things:
        return all(_places(said, first) < _places(said, second) for first, second in things)
    kept = [
        word
        for word in dict.fromkeys(_words(source))
        if len(_places(source, word)) == len(_places(said, word)) == 1
    ]
    return len(kept) > 2 and kept == sorted(kept, key=lambda word: _places(said, word))


def _listed(sentence: str) -> Iterator[tuple[str, str]]:
    """Give the neighbours in lists of a sentence: what "and", "or" or a comma joins."""
    sentence = _BRACKETS.sub(" ", sentence)
    for match in re.finditer(
        rf"([A-Za-z][\w+-]*(?:\s+[A-Za-z][\w+-]*)?){_AND.pattern}([A-Za-z][\w+-]*)", sentence
    ):
        first = match[1].split()[-1]
        if not (_EMPTY.fullmatch(first) or _EMPTY.fullmatch(match[2])) and first != match[2]:
            yield first, match[2]


def _words(sentence: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z][\w+-]*", sentence) if not _EMPTY.fullmatch(word)]


def _places(sentence: str, word: str) -> list[int]:
    return [
        match.start()
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", sentence, re.IGNORECASE)
    ]


# ── neighbours ──


def _by_neighbours(
    said: str, source: str, both: _Numbers, ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> bool:
    """Tell whether each of two numbers has the other's own words next to it, and none of its own."""
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
    """Give the stems of a number's own words behind or before it: up to the next number or mark."""
    if behind:
        end = min(
            (other.start for other in others if other.start >= number.end), default=len(sentence)
        )
        words = [
            match[0] for match in _WORD.finditer(sentence, number.start + _digits(number), end)
        ]
    else:
        start = max((other.end for other in others if other.end <= number.start), default=0)
        words = [match[0] for match in _WORD.finditer(sentence, start, number.start)][::-1]
    own: list[str] = []
    for word in words:
        if not word[0].isalpha() or len(own) == _REACH:
            break
        if word.isascii() and not _EMPTY.fullmatch(word):
            own.append(stem(word))
        elif own and word.isascii():
            break
    return frozenset(own)


def _digits(number: Quantity) -> int:
    """Give the length of a number without its unit: a unit is its neighbour, too."""
    match = re.match(r"[-−\s]*[\d.,]+", number.written)
    return match.end() if match else len(number.written)
