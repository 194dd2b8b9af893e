"""Tell where a point gives one number, and the sentence that it rests on another in its place.

"LoRA 的 rank 设为 16" is wrong where the quote says the rest of it with an 8, though the paper has
a 16 elsewhere. The quote's sentence must say most of the rest of the point's and have one number of
that kind, with the same words beside it, which the point leaves out; no sentence with the point's
number may say as much of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check import arithmetic
from pipeline.check.paper_index import MOST, PaperIndex, terms
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of, share_said
from pipeline.text.sentences import Place
from pipeline.text.squash import stem

_LEAST, _FEWEST = 0.6, 2
"""The share of a sentence's other terms that its quote must have, and their number."""
_BESIDE, _NEXT_TO = 1, 0.6
"""Sentences on either side of a quote; one of them with the point's number may say this share of
what the quote says."""
_MOST_LACKING = 3
"""Numbers of a sentence that its quote may lack: of more it says little."""
_REACH = 24
"""Characters on either side of a number that say what it is of."""
_EDGE = re.compile(r"[，,。；;、：:（()）]|\band\b|\bwith\b|和|与|及")


def number_instead(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence whose quote has another number in the place of its one."""
    quoted = [one for one in said.quoted_sentences(index) if not index.is_row(one.start)]
    if not quoted:
        return
    near = [one for place in quoted for one in index.between(place.start, place.end)]
    for place in said.sentences:
        ours = said.numbers_at(place)
        lacking = [one for one in ours if not any(map(one.same, near))]
        for number in lacking if len(lacking) <= _MOST_LACKING else ():
            least = 1 if len(lacking) == 1 else _FEWEST
            others = (_instead(said, place, number, one, least, index) for one in quoted)
            other = next(filter(None, others), None)
            if other and not _is_made(said, number, index):
                yield _finding(said.where, number, other, index)


def _is_made(said: Said, number: Quantity, index: PaperIndex) -> bool:
    return arithmetic.is_result(said, number) or arithmetic.is_derived(said, number, index)


def _instead(
    said: Said, place: Place, number: Quantity, source: Place, least: int, index: PaperIndex
) -> Quantity | None:
    """Give the one number of a quoted sentence that stands in the place of a point's.

    It has `least` words beside it at least that stand beside the point's, and no other has as many.
    """
    theirs = index.between(source.start, source.end)
    left = [one for one in theirs if not any(map(one.same, said.numbers))]
    alike = [one for one in left if _are_of_a_kind(one, number)]
    words = {one: _in_common(said, number, one, index) for one in alike}
    best = [one for one in alike if words[one] == max(words.values())]
    if not alike or words[best[0]] < least or len({one.base for one in best}) != 1:
        return None
    rest = f"{said.words[place.start : number.start]} {said.words[number.end : place.end]}"
    wanted = _wanted(rest)
    passage = index.terms_of(source)
    share = share_said(wanted, passage)
    if share < _LEAST or len(wanted) < _FEWEST:
        return None
    at = index.place_number(source.start)
    for one in index.same(number)[:MOST]:
        where = index.place_number(one.start)
        allowed = share * _NEXT_TO if abs(where - at) <= _BESIDE else share
        if share_said(wanted, index.terms_of(index.places[where])) >= allowed:
            return None
    return best[0]


def _in_common(said: Said, number: Quantity, other: Quantity, index: PaperIndex) -> int:
    """Count the words right beside a point's number that are right beside the paper's."""
    ours = _beside(said.words, number)
    theirs = terms(" ".join(_around(index.text, other)))
    return sum(any(word.startswith(ways) for word in theirs) for ways in ours)


def _beside(words: str, number: Quantity) -> list[tuple[str, ...]]:
    return [ways for part in _around(words, number) for ways in _wanted(part)]


def _around(text: str, number: Quantity) -> tuple[str, str]:
    """Give what stands before and behind a number, up to a mark, a conjunction or a digit."""
    before = text[max(0, number.start - _REACH) : number.start]
    behind = text[number.end : number.end + _REACH]
    return re.split(r"\d", _EDGE.split(before)[-1])[-1], re.split(r"\d", _EDGE.split(behind)[0])[0]


def _are_of_a_kind(one: Quantity, other: Quantity) -> bool:
    """Tell two numbers that may stand for each other: both years or none, of one unit, whole."""
    if one.unit != other.unit or (not one.unit and is_year(one) != is_year(other)):
        return False
    return (one.step < 1) == (other.step < 1) and one.base != other.base


def _wanted(words: str) -> list[tuple[str, ...]]:
    latin = (stem(term) for term in sorted(terms(words)) if term[0].isalpha())
    known: list[tuple[str, ...]] = [(term,) for term in dict.fromkeys(latin)]
    return known + list(english_of(words))


def _finding(where: str, number: Quantity, other: Quantity, index: PaperIndex) -> Finding:
    written = number.written.strip()
    return make_finding(
        where,
        "number",
        written,
        f"its quote has another number in the place of {written}",
        other.written.strip(),
        index.page_at(other.start),
        reason="contradicted",
    )
