"""Tell whether the paper counts what a point counts with the point's number.

"12M images" of a paper with 24M images is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place
from pipeline.text.squash import stem
from pipeline.text.stop_words import LINKING

_COUNTED = re.compile(
    r"\s?[个种类项篇轮次位条台块张份组头维路层倍]?\s?((?:[A-Za-z][A-Za-z-]*[ ]?){1,5})"
)
_LINKS = LINKING | frozenset(
    "after before between into less only out per point points respectively up when whereas".split()
)
"""Words that end what is counted."""
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|\d[\d.,]*|[.;:]")
_MOST_THINGS = 4
"""Words behind a point's number that may say what it counts."""
_REACH = 7
_REACH_CHARACTERS = 120
"""Words and characters behind a number in which the paper names what it counts."""
_NEXT_WORD = 20
"""Characters behind a number in which the next word begins."""
_PASSAGE = 60
"""Characters of what a finding shows, and of what it shows of the paper behind the number."""


def counted_otherwise(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where the paper counts the same things with another number.

    That is: where the point's quotes do, unless this number stands with the things near them; and
    where the sentences most like the point's do, unless it stands with the things anywhere.
    """
    things = things_at(said.words, number.end)
    if not things:
        return None
    counted = counting(things, index.same(number)[:MOST], index)
    places: list[Place] = []
    if not any(said.is_near_quote(one.start) for one in counted):
        places += [_sentences_of(start, end, index) for start, end in said.quoted]
    if not counted:
        places += index.most_like(said.sentence_of(number))
    for place in places:
        if other := _otherwise(number, things, place, index):
            return _finding(
                said,
                number,
                things,
                Place(other.start, min(place.end, other.end + _PASSAGE)),
                index,
            )
    return None


def _sentences_of(start: int, end: int, index: PaperIndex) -> Place:
    return Place(index.around(start).start, index.around(end - 1).end)


def _otherwise(
    number: Quantity, things: frozenset[str], place: Place, index: PaperIndex
) -> Quantity | None:
    """Give another number that a place of the paper counts the same things with, or None.

    None, too, where this number counts them there, or may: it stands without anything counted.
    """
    found = index.between(place.start, place.end)
    own = [one for one in found if one.same(number)]
    if any(things & things_behind(one, index) or _is_elliptic(one, index) for one in own):
        return None
    alike = (other for other in found if other.unit == number.unit)
    return next((other for other in alike if things <= things_behind(other, index)), None)


def _finding(
    said: Said, number: Quantity, things: frozenset[str], place: Place, index: PaperIndex
) -> Finding:
    """Make a finding; `place` is the paper's other number with what is behind it."""
    written = number.written.strip()
    behind = said.words[number.end :].split()[: len(things) + 1]
    words = f"{written} {' '.join(behind)}"[:_PASSAGE]
    return make_finding(
        said.where,
        "pair",
        written,
        f"“{words}”: the paper has another number of these",
        index.passage_of(place),
        index.page_at(place.start),
        reason="contradicted",
    )


def things_at(words: str, at: int) -> frozenset[str]:
    """Give the stems of the English words that a claim counts, behind its number at a character.

    Up to four, up to the first linking word.
    """
    match = _COUNTED.match(words, at)
    found: list[str] = []
    for word in (match[1] if match else "").split():
        if word.casefold() in _LINKS:
            break
        found.append(stem(word))
    return frozenset(found[:_MOST_THINGS])


def counting(
    things: frozenset[str], found: Sequence[Quantity], index: PaperIndex
) -> list[Quantity]:
    """Give those of the paper's numbers that stand before one of some things."""
    return [one for one in found if things & things_behind(one, index)]


def things_behind(one: Quantity, index: PaperIndex) -> frozenset[str]:
    """Give the stems of the paper's words behind a number, up to the next or the sentence's end."""
    found: list[str] = []
    for match in _WORD.finditer(index.text, one.end, one.end + _REACH_CHARACTERS):
        if not match[0][0].isalpha() or len(found) >= _REACH:
            break
        found.append(stem(match[0]))
    return frozenset(found)


def _is_elliptic(one: Quantity, index: PaperIndex) -> bool:
    """Tell a number that leaves out what it counts: "130 bins on the left and 55 on the right"."""
    behind = _WORD.search(index.text, one.end, one.end + _NEXT_WORD)
    return behind is None or not behind[0][0].isalpha() or behind[0].casefold() in _LINKS
