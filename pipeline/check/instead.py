"""Tell where a point says "this instead of that", and its quote "that instead of this"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of
from pipeline.text.squash import stem

_INSTEAD = re.compile(
    r"(?P<kept>[^.;。；，]{2,120}?)[，,]?\s?(?:\binstead of\b|\brather than\b|\bas opposed to\b"
    r"|\b(?:and|,) not\b|而不是|而非|，不是)(?P<dropped>[^.;,。；，]{2,80})"
    r"|(?:\bnot\b|不是|并非|不在)(?P<before>[^.;。；]{2,80}?)(?:\bbut\b|而是|而在)(?P<behind>[^.;,。；，]{2,80})",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:instead|rather|opposed|not)\b|而不是|而非|不是|并非|不在", re.IGNORECASE)
"""What each choice has."""
_LONGEST = 1000
"""Characters of a sentence of the paper that are looked at."""

_Ways = list[tuple[str, ...]]


class _Choice(NamedTuple):
    """What is so, and what is not, by how the words begin; the words that say so."""

    kept: _Ways
    dropped: _Ways
    words: str


def chosen_otherwise(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence that keeps what its quote drops, and drops what it keeps."""
    ours = [choice for place in said.sentences for choice in _choices(said.words_at(place))]
    quoted = said.quoted_sentences(index) if ours else ()
    for place in quoted:
        for one, other in itertools.product(ours, _choices(index.words_of(place)[:_LONGEST])):
            if _meet(one.kept, other.dropped, other.kept) and _meet(
                one.dropped, other.kept, other.dropped
            ):
                yield make_finding(
                    said.where,
                    "direction",
                    one.words,
                    f"“{one.words}” goes the other way than its quote",
                    f"“{other.words}”",
                    index.page_at(place.start),
                    reason="contradicted",
                )
                return


def _choices(text: str) -> Iterator[_Choice]:
    for match in _INSTEAD.finditer(text) if _ANY.search(text) else ():
        kept, dropped = match["kept"] or match["behind"], match["dropped"] or match["before"]
        yield _Choice(_ways(kept), _ways(dropped), match[0].strip())


def _ways(text: str) -> _Ways:
    return [(stem(term),) for term in terms(text)] + list(english_of(text))


def _meet(one: _Ways, other: _Ways, but: _Ways) -> bool:
    """Tell whether two passages share a word that a third has not."""
    return any(
        _are_one(ours, theirs) and not any(_are_one(ours, third) for third in but)
        for ours, theirs in itertools.product(one, other)
    )


def _are_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)
