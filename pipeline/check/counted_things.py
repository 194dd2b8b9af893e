"""What does a point count, and does the paper count it with that number? "12M images" of a paper with 24M images is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.check.paper_index import PaperIndex, Place
from pipeline.check.quantities import Quantity
from pipeline.check.statements import MOST, NEAR, passage_of, sentences_of
from pipeline.records.report import Finding, make_finding
from pipeline.records.statement import Statement
from pipeline.text.squash import stem

_COUNTED = re.compile(
    r"\s?[个种类项篇轮次位条台块张份组头维路层倍]?\s?((?:[A-Za-z][A-Za-z-]*[ ]?){1,5})"
)
_LINK = re.compile(
    r"(?:in|on|of|at|for|to|with|from|and|or|by|per|as|is|are|was|were|that|which|the|a|an|than|over|under|after|before|when|while"
    r"|whereas|using|used|into|between|out|using|only|more|less|up|we|it|they|its|their|this|these|respectively|points?)(?![\w-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|\d[\d.,]*|[.;:]")
_REACH = 7
"""Words behind a number in which the paper names what it counts."""


def counted_otherwise(statement: Statement, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where the paper counts the same things with another number, and never with this one."""
    things = things_at(statement.words, number.end)
    if not things:
        return None
    counted = counting(things, index.same(number)[:MOST], index)
    quoted = [
        (one.start, one.end)
        for one in statement.evidence
        if one.start is not None and one.end is not None
    ]
    if not any(start - NEAR <= one.start <= end + NEAR for one in counted for start, end in quoted):
        for start, end in quoted:
            if finding := _otherwise(
                statement,
                number,
                things,
                Place(index.around(start).start, index.around(end - 1).end),
                index,
            ):
                return finding
    if counted:
        return None
    sentence = next(s for s in reversed(sentences_of(statement.words)) if s.start <= number.start)
    like = index.most_like(statement.words[sentence.start : sentence.end])
    return next(
        (
            finding
            for place in like
            if (finding := _otherwise(statement, number, things, place, index))
        ),
        None,
    )


def _otherwise(
    statement: Statement, number: Quantity, things: frozenset[str], place: Place, index: PaperIndex
) -> Finding | None:
    """Give a finding where a place of the paper counts the same things with another number."""
    own = [one for one in index.between(place.start, place.end) if one.same(number)]
    if any(things & things_behind(one, index) or _is_elliptic(one, index) for one in own):
        return None
    for other in index.between(place.start, place.end):
        if other.unit == number.unit and things <= things_behind(other, index):
            said = number.written.strip()
            words = f"{said} {' '.join(statement.words[number.end :].split()[: len(things) + 1])}"[
                :60
            ]
            return make_finding(
                statement.where, "pair", said, f"“{words}”: the paper has another number of these",
                passage_of(Place(other.start, min(place.end, other.end + 60)), index), index.page_at(other.start), reason="parted",
            )  # fmt: skip
    return None


def things_at(words: str, at: int) -> frozenset[str]:
    """Give the English words that a claim counts: up to four behind the number, up to the first linking word; stems."""
    match = _COUNTED.match(words, at)
    found: list[str] = []
    for word in (match[1] if match else "").split():
        if _LINK.fullmatch(word):
            break
        found.append(stem(word))
    return frozenset(found[:4])


def counting(
    things: frozenset[str], found: Sequence[Quantity], index: PaperIndex
) -> list[Quantity]:
    """Give those of the paper's numbers that stand before one of some things."""
    return [one for one in found if things & things_behind(one, index)]


def things_behind(one: Quantity, index: PaperIndex) -> frozenset[str]:
    """Give the words of the paper behind a number, up to the next number or the sentence's end; stems."""
    found: list[str] = []
    for match in _WORD.finditer(index.text, one.end, one.end + 120):
        if not match[0][0].isalpha() or len(found) >= _REACH:
            break
        found.append(stem(match[0]))
    return frozenset(found)


def _is_elliptic(one: Quantity, index: PaperIndex) -> bool:
    """Tell a number that leaves out what it counts: "130 bins on the left and 55 on the right"."""
    behind = _WORD.search(index.text, one.end, one.end + 20)
    return behind is None or not behind[0][0].isalpha() or bool(_LINK.fullmatch(behind[0]))
