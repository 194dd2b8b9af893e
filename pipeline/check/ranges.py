"""Hold a range of a point against the one that its quote gives of the same thing.

"5 to 10 templates" is wrong where the quote has 10 to 15 templates, and so is "dropout between 0.1
and 0.4" where it has 0.6 to 0.9. The quote must have one range of the thing, with a word beside
both, and no sentence of the paper may have both of the point's numbers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of
from pipeline.text.squash import stem

_TO = re.compile(r"\s?(?:[-–—~∼]|to|and|到|至|和)\s?(?:about |约)?")
_BETWEEN = re.compile(r"(?:\bbetween|在|介于)\s?$")
_CHANGED = re.compile(r"(?:\bfrom|从)[^，,。;；]{0,12}$")
"""What is from one number to another may be a change, which is no range."""
_REACH = 28
"""Characters on either side of a range in which a word says what it is of."""
_EDGE = re.compile(r"[，,。；;、：:]|\band\b")


class _Range(NamedTuple):
    """Two numbers that something lies between, and the words beside them, by how they begin."""

    low: Quantity
    high: Quantity
    beside: frozenset[tuple[str, ...]]

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        return self.low.value, self.high.value


def range_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each range of a statement that its quote has otherwise."""
    ours = _ranges(said.words, said.numbers)
    quoted = [
        one
        for place in (said.quoted_sentences(index) if ours else ())
        for one in _ranges(index.text, index.between(place.start, place.end))
    ]
    for one in ours:
        alike = [other for other in quoted if _are_of_one(one, other)]
        if len({other.ends for other in alike}) != 1 or _is_said(one, index):
            continue
        if alike[0].ends == one.ends:
            continue
        words = said.words[one.low.start : one.high.end].strip()
        theirs = index.text[alike[0].low.start : alike[0].high.end]
        yield make_finding(
            said.where,
            "number",
            words,
            f"{words} is not the range that its quote has",
            " ".join(theirs.split()),
            index.page_at(alike[0].low.start),
            reason="contradicted",
        )


def _ranges(text: str, numbers: Sequence[Quantity]) -> list[_Range]:
    found = []
    for low, high in itertools.pairwise(numbers):
        joint = text[low.end : high.start]
        if high.start < low.end or not _TO.fullmatch(joint) or low.value >= high.value:
            continue
        before, behind = text[max(0, low.start - _REACH) : low.start], text[high.end :][:_REACH]
        if joint.strip() in ("and", "和") and not _BETWEEN.search(before):
            continue
        if _CHANGED.search(before):
            continue
        near = f"{_EDGE.split(before)[-1]} {_EDGE.split(behind)[0]}"
        latin = {(stem(term),) for term in terms(near) if term[0].isalpha()}
        found.append(_Range(low, high, frozenset(latin | set(english_of(near)))))
    return found


def _are_of_one(one: _Range, other: _Range) -> bool:
    """Tell whether two ranges are of one thing: of a kind, with a word beside both."""
    if one.low.unit != other.low.unit or one.high.unit != other.high.unit:
        return False
    if (one.high.step < 1) != (other.high.step < 1):
        return False
    return any(
        a.startswith(b) or b.startswith(a)
        for ours in one.beside
        for theirs in other.beside
        for a in ours
        for b in theirs
    )


def _is_said(one: _Range, index: PaperIndex) -> bool:
    """Tell whether the paper has both numbers of a range in one sentence."""
    lows = {index.place_number(same.start) for same in index.same(one.low)}
    highs = {index.place_number(same.start) for same in index.same(one.high)}
    return bool(lows & highs)
