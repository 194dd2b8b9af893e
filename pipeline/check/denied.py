"""Tell where a point has a thing that its quote says is not there, or lacks one that it has.

"Fine-tuned on each benchmark" is wrong where the quote says "without the need for fine-tuning", and
so is 无需数据增强 where it says "with data augmentation". A thing is what stands behind words such
as "without any", "do not use" and 无需, or a participle behind "not". The sentence that affirms it
may take away from nothing, and must be about the rest of the other, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.statements import Said
from pipeline.check.strength import TAKES_AWAY
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of, share_said
from pipeline.text.squash import stem
from pipeline.text.stop_words import OF_ANY_PAPER

_USED = (
    "us(?:e|es|ed|ing)|requir(?:e|es|ed|ing)|need(?:s|ed|ing)?|appl(?:y|ies|ied)|employ(?:s|ed)?"
    "|rel(?:y|ies|ied) on|involv(?:e|es|ed)|includ(?:e|es|ed)|add(?:s|ed)?|perform(?:s|ed)?"
    "|have|has|had|depend(?:s|ed)? on"
)
_BEFORE_THING = (
    r"(?:(?:the (?:need|use) (?:for|of)|using|requiring|needing|relying on|any|an?|the|further"
    r"|additional|extra|explicit|special|such)\s+)*"
)
_NOT = r"(?:\s+not|n[’']t)\s+(?:\w+ly\s+)?"
_THING = r"[A-Za-z][\w-]+(?:[ ](?!and\b|or\b|nor\b|but\b)[A-Za-z][\w-]+){0,2}"
_DENIED = re.compile(
    rf"\bwithout\s+{_BEFORE_THING}(?P<without>{_THING})(?:\s+(?:or|and|nor)\s+{_BEFORE_THING}"
    rf"(?P<also>{_THING}))?"
    rf"|\b(?:do|does|did){_NOT}(?:{_USED})\s+{_BEFORE_THING}(?P<used>{_THING})"
    rf"(?:\s+(?:or|nor)\s+{_BEFORE_THING}(?P<nor>{_THING}))?"
    rf"|\b(?:is|are|was|were|and|but){_NOT}(?P<done>[a-z][a-z-]*(?:ed|zen|ken|ght))\b"
    rf"|\bnot (?:with|by|on|from|using)\s+{_BEFORE_THING}(?P<by>{_THING})"
    r"|(?:无需|无须|不用|不使用|没有?用|没有?使用|不需要?|不依赖|不经|未经|未使用|不做|不加|不再|没有|省去了?)"
    r"(?:再|任何|额外的?|专门的?|显式的?)*(?P<han>[A-Za-z][\w -]*[A-Za-z]|[\u4e00-\u9fff]{2,8})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:of|for|in|on|at|to|from|with|by|that|which|is|are|was|were|as|we|it|they|the|an?|this"
    r"|these|when|where|during|than|because|since|while|if|using|can|its|their|our)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:with (?:and|or) without|if|when|unless|whether|ablat\w*|compar\w*|versus|vs|both"
    r"|necessar\w*|more|less|better|worse)\b",
    re.IGNORECASE,
)
"""What says that a thing is there in one case and not in another."""
_CONTRAST = re.compile(
    r"\b(?:unlike|others?|while|whereas|however|but|although|though|except)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:，；。()（）]|\b(?:while|whereas|although|unlike)\b")
_LINK = re.compile(r"^\s*(?:but|yet|while|但是?|而且?|却|不过)\s*", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][\w-]*[A-Z\d][\w-]*")
_LEAST = 0.34
"""The share of the rest of a point's terms that its quote must have."""
_LONGEST = 1000
"""Characters of a sentence that are looked at."""

_Ways = tuple[str, ...]


class _Denied(NamedTuple):
    """What is not there, by how each of its words may begin; the clause and the words for it."""

    thing: tuple[_Ways, ...]
    clause: str
    words: str


def denied_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence that has what its quote denies, or denies what it has."""
    for place in said.sentences:
        words = said.words_at(place)[:_LONGEST]
        source = said.closest(words, index)
        if source is None or index.is_row(source.start):
            continue
        passage = index.words_of(source)[:_LONGEST]
        near = " ".join(map(index.words_of, index.around_all([source], 1)))
        found = _affirms(words, passage) or _denies(words, passage, near)
        if found:
            message = f"its quote says “{found[1]}” and not “{found[0]}”"
            yield make_finding(
                said.where,
                "wording",
                found[0],
                message,
                f"“{found[1]}”",
                index.page_at(source.start),
                reason="contradicted",
            )


def _affirms(words: str, passage: str) -> tuple[str, str] | None:
    """Give the clause that has what a passage denies, and the passage's words."""
    denials = [one for one in _denials(passage) if not _TURNED.search(one.clause)]
    ours = [other.thing for other in _denials(words)] if denials else []
    for one in denials:
        rest = passage.replace(one.words, " ", 1)
        if any(_overlap(one.thing, other) for other in ours) or _has(one.thing, rest):
            continue
        if not _is_of_the_same(words, passage, one):
            continue
        for clause in map(_plain, _CLAUSE.split(words)):
            is_had = _has(one.thing, clause) and not TAKES_AWAY.search(clause)
            if is_had and _share_of_rest(clause, passage, one):
                return clause, one.words
    return None


def _denies(words: str, passage: str, near: str) -> tuple[str, str] | None:
    """Give the words that deny what a passage has, and the passage's clause."""
    if TAKES_AWAY.search(passage) or _TURNED.search(words):
        return None
    for one in _denials(words):
        rest = words.replace(one.words, " ", 1)
        if _has(one.thing, rest) or any(
            _overlap(one.thing, other.thing) for other in _denials(near)
        ):
            continue
        if not _is_of_the_same(words, passage, one):
            continue
        for clause in _CLAUSE.split(passage):
            if _has(one.thing, clause):
                return one.words, clause.strip()
    return None


def _plain(clause: str) -> str:
    return _LINK.sub("", clause).strip()


def _denials(text: str) -> Iterator[_Denied]:
    for match in _DENIED.finditer(text):
        clause = _CLAUSE.split(text[: match.end()])[-1]
        for name in ("without", "also", "used", "nor", "done", "by", "han"):
            thing = _thing(match[name]) if match[name] else ()
            if thing:
                yield _Denied(thing, clause, match[0].strip())


def _thing(words: str) -> tuple[_Ways, ...]:
    """Give how the words of a thing begin, in English; empty where it tells nothing."""
    own = _ENDS.split(words)[0]
    latin = [stem(word) for word in re.findall(r"[A-Za-z][\w-]*", own)]
    telling = [(_begins(word),) for word in latin if len(word) > 3 and word not in OF_ANY_PAPER]
    return (*telling, *english_of(own))


def _begins(word: str) -> str:
    """Give what forms of a word begin with: fine-tun of fine-tuned and fine-tuning."""
    return re.sub(r"(?:ations?|ings?|ed|es?)$", "", word) if len(word) > 5 else word


def _has(thing: tuple[_Ways, ...], text: str) -> bool:
    found = {word.casefold() for word in re.findall(r"[A-Za-z][\w-]*", text)}
    chinese = list(english_of(text))
    return all(
        any(word.startswith(ways) for word in found)
        or any(way.startswith(known) for known in chinese for way in ways)
        or any(set(ways) & set(known) for known in chinese)
        for ways in thing
    )


def _overlap(one: tuple[_Ways, ...], other: tuple[_Ways, ...]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for x in one for a in x for y in other for b in y)


def _is_of_the_same(words: str, passage: str, denied: _Denied) -> bool:
    """Tell whether a sentence says enough of the rest, and names what the denial is of."""
    if _share_of_rest(words, passage, denied) < _LEAST:
        return False
    named = _NAMED.findall(denied.clause)
    if _CONTRAST.search(passage) or _NAMED.search(words):
        return not named or any(name in words for name in named)
    return True


def _share_of_rest(words: str, passage: str, denied: _Denied) -> float:
    """Give the share of some words, but for those of what is denied, that a passage has."""
    wanted = [(term,) for term in sorted(terms(words))] + list(english_of(words))
    rest = [ways for ways in wanted if not _overlap((ways,), denied.thing)]
    return share_said(rest, terms(passage))
