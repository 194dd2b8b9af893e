"""Tell whether what a point says goes up is what its quote says goes down.

Two ways. By the number: "about 70 MeV larger" of the quote is no "lowers it by about 70 MeV". By
what changes: "图密度逐年上升" is wrong where the quote says "the decrease in graph density". Both
only where each of the two sentences goes one way with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.quantities import Quantity, claims_of
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of
from pipeline.text.sentences import Place
from pipeline.text.stop_words import OF_ANY_PAPER

_VERB_UP = r"rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|enlarg\w+|boost(?:s|ed|ing)?"
_VERB_DOWN = (
    r"lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|diminish(?:es|ed|ing)?"
    r"|shrink(?:s|ing)?|cuts?"
)
_NOUN_UP = r"increases?|rises?|growth|gains?"
_NOUN_DOWN = r"decreases?|drops?|reductions?|declines?|falls?"
_GOES_UP = r"increas(?:e|es|ed|ing)|ris(?:e|es|ing)|rose|grow(?:s|n|ing)?|grew"
_GOES_DOWN = (
    r"decreas(?:e|es|ed|ing)|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|fall(?:s|en|ing)?|fell"
    r"|diminish(?:es|ed)?|shrink(?:s|ing)?"
)
_HAN_UP = "提高|提升|增加|增大|加大|扩大|升高|抬高"
_HAN_DOWN = "降低|减少|减小|缩小|削弱|压低|减弱"
_HAN_GOES_UP = "上升|升高|提高|增加|增大|增长|变大|变高|走高|变多"
_HAN_GOES_DOWN = "下降|降低|减少|减小|下滑|变小|变低|走低|变少"
_WORD = r"[A-Za-z][A-Za-z-]*"
_HAN = r"[\u4e00-\u9fff]"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:(?P<up>{_VERB_UP})|(?P<down>{_VERB_DOWN}))\s+(?:the|its|their|an?|this)\s+"
        rf"(?P<what>{_WORD}(?: {_WORD}){{0,2}})",
        rf"\b(?:(?P<up>{_NOUN_UP})|(?P<down>{_NOUN_DOWN}))\s+(?:in|of)\s+(?:the\s+)?"
        rf"(?P<what>{_WORD}(?: {_WORD}){{0,2}})",
        rf"\b(?P<what>{_WORD}(?: {_WORD}){{0,1}})\s+(?:(?:also|then|further|steadily|slightly"
        rf"|significantly|\w+ly)\s+)?(?:(?P<up>{_GOES_UP})|(?P<down>{_GOES_DOWN}))\b(?!\s+(?:the|its|their|an?)\b)",
        rf"(?:(?P<up>{_HAN_UP})|(?P<down>{_HAN_DOWN}))了?(?P<what>{_HAN}{{2,6}}|\s?{_WORD})",
        rf"(?P<what>{_HAN}{{1,6}}|{_WORD}\s?)(?:随之|逐年|逐渐|明显|显著|略有?|也|会|反而|持续|不断)*"
        rf"(?:(?P<up>{_HAN_GOES_UP})|(?P<down>{_HAN_GOES_DOWN}))",
    )
]
_NEGATED = re.compile(
    r"(?:\b(?:not|n[’']t|never|no|without|cannot|fails? to)(?:\s+\w+){0,2}\s+"
    r"|(?:不会?|没有?|未能?|并未|并不|避免|防止|无法|不再)\s*)$"
)
_NEGATION_REACH = 24
_UP = re.compile(
    r"\b(?:larger|higher|greater|longer|increas\w+|rais(?:e|es|ed|ing)|ris(?:e|es|ing)|gains?"
    r"|grow\w*)\b|更高|更大|更多|更长|提高|提升|增加|增长|上升|升高|高出|增大",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:smaller|lower(?:s|ed|ing)?|shorter|fewer|decreas\w+|reduc\w+|drop\w*|declin\w*|fall\w*)\b"
    r"|更低|更小|更少|更短|降低|下降|减少|缩短|减小|低了|少了",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，。；;\d]|,\s|\b(?:and|but|while|whereas)\b")
_REACH = 48
"""Characters on either side of a number in which words tell its direction."""
_LONGEST = 1000
"""Characters of a sentence of the paper that are looked at."""


class _Change(NamedTuple):
    """What changes, by how words for it begin, and which way; the words that say so."""

    what: tuple[tuple[str, ...], ...]
    is_up: bool
    words: str


def changed_directions(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence that lets rise what its quote lets fall, or the reverse."""
    quoted = said.quoted_sentences(index)
    for place in said.sentences if quoted else ():
        words = said.words_at(place)
        for source in quoted:
            passage = index.words_of(source)[:_LONGEST]
            opposed = _by_number(words, passage) or _by_thing(words, passage)
            if opposed:
                yield _finding(said.where, *opposed, source, index)
                break


def _finding(where: str, stated: str, theirs: str, place: Place, index: PaperIndex) -> Finding:
    return make_finding(
        where,
        "direction",
        stated,
        f"“{stated}” goes the other way than its quote",
        f"“{theirs}”",
        index.page_at(place.start),
        reason="contradicted",
    )


# ── by the number ──


def _by_number(said: str, source: str) -> tuple[str, str] | None:
    if not (_UP.search(said) or _DOWN.search(said)):
        return None
    theirs = [one for one in claims_of(source) if not one.spelled]
    for one in claims_of(said):
        same = [other for other in theirs if one.same(other)]
        if one.spelled or len(same) != 1:
            continue
        ours, its = _way(said, one), _way(source, same[0])
        if ours and its and ours[0] != its[0] and _are_of_one(said, one, source, same[0]):
            return ours[1], its[1]
    return None


def _way(text: str, number: Quantity) -> tuple[bool, str] | None:
    """Give whether a number's clause goes up, with the words; None if neither or both ways."""
    low = max(0, number.start - _REACH)
    before = _CLAUSE.split(text[low : number.start])[-1]
    behind = _CLAUSE.split(text[number.end : number.end + _REACH])[0]
    clause = f"{before} {behind}"
    up, down = _UP.search(clause), _DOWN.search(clause)
    found = up or down
    if not found or (up and down):
        return None
    return bool(up), found[0]


def _are_of_one(said: str, number: Quantity, source: str, other: Quantity) -> bool:
    """Tell whether the same things stand before two numbers, and none has changed sides."""
    before, behind = terms(said[: number.start]), terms(said[number.end :])
    theirs, others = terms(source[: other.start]), terms(source[other.end :])
    is_crossed = (before & others) - theirs or (behind & theirs) - others
    chinese = list(english_of(said[: number.start]))
    in_chinese = any(term.startswith(ways) for ways in chinese for term in theirs)
    return (bool(before & theirs) or in_chinese) and not is_crossed


# ── by what changes ──


def _by_thing(said: str, source: str) -> tuple[str, str] | None:
    theirs = _changes(source)
    ours = _changes(said) if theirs else ()
    for one in ours:
        if any(_are_alike(one, other) and other.is_up != one.is_up for other in ours):
            continue
        same = [other for other in theirs if _are_alike(one, other)]
        if same and all(other.is_up != one.is_up for other in same):
            return one.words, same[0].words
    return None


@lru_cache(maxsize=512)  # a quoted sentence is asked for again with each of a point
def _changes(text: str) -> tuple[_Change, ...]:
    """Give what rises or falls in a text."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[_Change]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            low = max(0, match.start() - _NEGATION_REACH)
            what = match["what"]
            ways: list[tuple[str, ...]] = [
                (word.casefold(),)
                for word in re.findall(_WORD, what)
                if len(word) > 2 and word.casefold() not in OF_ANY_PAPER
            ]
            ways += english_of(what)
            if ways and not _NEGATED.search(text, low, match.start()):
                yield _Change(tuple(ways), bool(match["up"]), match[0].strip())


def _are_alike(one: _Change, other: _Change) -> bool:
    """Tell whether the last word for what changes is one that the other has."""
    return any(
        word.startswith(ways) or any(way.startswith(word) and len(word) > 3 for way in ways)
        for ways in one.what
        for (word, *_) in other.what
    )
