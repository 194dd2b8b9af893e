"""Compare what a point says with the sentence that it rests on, as far as rules can tell.

Two ways. A point in the paper's own words is laid along its quote's sentence: where the words
around are the same and a number, a name, a negation or a direction is not, it says something else.
A point in other words, or in Chinese, is compared by the words for direction that both have: better
or worse, more or less, needed or not. Nothing is claimed beyond that.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.check.names import names
from pipeline.check.quantities import quantities
from pipeline.text.squash import squash

_TOKEN = re.compile(r"[-−]?\d[\d.,]*\d%?|[-−]?\d%?[A-Za-z]*|[^\W\d_][\w’'+/-]*|%|[\u4e00-\u9fff]")
_UNIT = re.compile(
    r"%|percent|thousand|million|billion|trillion|[mµn]s|[KMGT]B|seconds?|minutes?|hours?|days?|weeks?|months?|years?"
)
_NEGATIONS = frozenset(
    "not no never without cannot neither nor none hardly barely don’t doesn’t didn’t isn’t aren’t wasn’t weren’t can’t won’t"
    " don't doesn't didn't isn't aren't wasn't weren't can't won't".split()
)
_OPPOSITES = [
    (re.compile(one), re.compile(other))
    for line in """
        high(er|est)?  low(er|est)?
        better|best  worse|worst
        outperform.*|surpass.*|exceed.*|beats?  underperform.*|lags?.*
        increas.*|gain.*|ris(e|es|ing)|grow.*  decreas.*|reduc.*|drop.*|declin.*|fall.*|los(s|es|ing)
        improv.*|enhanc.*|boost.*  degrad.*|worsen.*|hurt.*|harm.*|deteriorat.*
        more|most|greater  less|fewer|least
        larg(e|er|est)  small(er|est)?
        fast(er|est)?  slow(er|est)?
        superior  inferior
        above|over  below|under
        long(er|est)?  short(er|est)?
        strong(er|est)?  weak(er|est)?
        with  without
        up  down
        eas(y|ier|ily)  hard(er)?|difficult.*
        positive(ly)?  negative(ly)?
        maxim.*  minim.*
        before  after
        cheap(er)?  expensive|costl.*
        success.*|succeed.*  fail.*
        deep(er)?  shallow(er)?
        first  last
        all|every|always  none|never|few
        can  cannot
        effective  ineffective
        efficient  inefficient
    """.strip().splitlines()
    for one, other in [line.split()]
]
# words for one way and for the other, by axis; a word may stand on two
_AXES = [
    (re.compile(one), re.compile(other))
    for one, other in (
        (
            r"outperform\w*|surpass\w*|\bbeat\w*|\bbetter\b|superior|\bimprov\w*|优于|好于|强于|超过|超越|胜过|更好|更优|更强|领先|改善|改进|提升",
            r"underperform\w*|\bworse\b|inferior|degrad\w*|\blags?\b|不如|劣于|差于|弱于|逊于|更差|更弱|落后|变差|恶化",
        ),
        (
            r"\bhigher\b|\bincreas\w*|\bimprov\w*|\bgains?\b|\brais(?:e|es|ed|ing)\b|\bboost\w*"
            r"|更高|高于|提高|提升|增加|增长|上升|升高|升至",
            r"\blower\b|\bdecreas\w*|\breduc\w*|\bdrop\w*|\bdeclin\w*|更低|低于|降低|下降|减少|降至|下滑",
        ),
        (r"\bfaster\b|accelerat\w*|更快|快于|加速", r"\bslower\b|更慢|慢于|变慢"),
        (r"\blarger\b|\bbigger\b|更大|大于", r"\bsmaller\b|更小|小于"),
        (r"\bmore\b|更多|多于", r"\bfewer\b|\bless\b|更少|少于"),
        (
            r"\brequir\w*|\bneed\w*|\brel(?:y|ies|ying)\b|\bdepend\w*|需要|依赖|要求",
            r"无需|无须|毋需|不必",
        ),
        (
            r"\beffective\w*|\bhelp\w*|\bbenefi\w*|有效|有助|受益|帮助",
            r"\bineffective\w*|\bhurts?\b|\bharm\w*|无效|无益|有害|损害",
        ),
    )
]
_NEGATED = re.compile(
    r"(?:\b(?:not|n[’']t|never|no|without|hardly|fails? to|failed to)(?:\s+\w+){0,2}\s+"
    r"|(?:不会?|没有?|未能?|并未|并不|并没有|从不|无法|难以)(?:能|再|显著|明显|太)?)$"
)


ALIKE = 0.7
"""The share of a point's words that a sentence must have in the same order for their differences to
tell something."""


_LONGEST_NAME = 3
"""Words in capitals next to each other that may be a name; more are a title, written out where the
sentence has its short form."""


class Difference(NamedTuple):
    """Where a point says another thing than its sentence: what kind of thing, the point's words and the sentence's."""

    kind: Literal["number", "name", "direction"]
    said: str
    source: str


class Laid(NamedTuple):
    """A sentence of a point laid along one of the paper: the share of its words in common, in order, and where they differ."""

    common: float
    differences: tuple[Difference, ...]


def lay(said: str, source: str) -> Laid:
    """Lay a sentence of a point along a sentence of the paper; differences are told of where they are ALIKE only."""
    ours, theirs = _TOKEN.findall(said), _TOKEN.findall(source)[:400]
    if len(ours) < 4 or len(ours) > 400:
        return Laid(0.0, ())
    matcher = difflib.SequenceMatcher(
        None, [t.casefold() for t in ours], [t.casefold() for t in theirs], autojunk=False
    )
    common = sum(block.size for block in matcher.get_matching_blocks()) / len(ours)
    if common < ALIKE:
        return Laid(common, ())
    own = _name_words(said), _name_words(source)
    operations = matcher.get_opcodes()
    found: list[Difference] = []
    for at, (operation, a, b, c, d) in enumerate(operations):
        edge = at == 0 or at == len(operations) - 1
        # before and behind what the point keeps, the source may say more
        if operation == "equal" or (edge and operation != "replace") or max(b - a, d - c) > 6:
            continue
        found += _differ(ours[a:b], theirs[c:d], own)
    return Laid(common, tuple(found))


def _differ(
    ours: Sequence[str], theirs: Sequence[str], names_: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Difference]:
    said, source = " ".join(ours), " ".join(theirs)
    our_numbers, their_numbers = (
        [(q.base, q.unit) for q in quantities(words)] for words in (said, source)
    )
    our_units, their_units = (
        [t for t in tokens if _UNIT.fullmatch(t)] for tokens in (ours, theirs)
    )
    if (our_numbers and their_numbers and our_numbers != their_numbers) or (
        (our_units or their_units)
        and our_units != their_units
        and not (our_numbers and their_numbers)
        and len(ours) + len(theirs) < 4
    ):
        yield Difference("number", said or "—", source or "—")
    our_names, their_names = (
        [t for t in tokens if t in own] for tokens, own in zip((ours, theirs), names_, strict=True)
    )
    titles = max(len(our_names), len(their_names)) > _LONGEST_NAME
    if our_names and their_names and not titles and not _alike(our_names, their_names):
        yield Difference("name", said, source)
    negated = [sum(token.casefold() in _NEGATIONS for token in tokens) for tokens in (ours, theirs)]
    if negated[0] % 2 != negated[1] % 2 and max(len(ours), len(theirs)) <= 3:
        yield Difference("direction", said or "—", source or "—")
    elif any(_opposed(one, other) for one in ours for other in theirs):
        yield Difference("direction", said, source)


def _name_words(sentence: str) -> frozenset[str]:
    return frozenset(
        word for name in names(sentence) for word in (name.words, *_TOKEN.findall(name.words))
    )


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell names that are one but for their length: plural, short form, initials."""

    def initials(words: Sequence[str]) -> str:
        return "".join(word[0] for word in words).casefold()

    one, other = "".join(map(squash, ours)), "".join(map(squash, theirs))
    return one in other or other in one or initials(theirs) == one or initials(ours) == other


def _opposed(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return any(
        (a.fullmatch(one) and b.fullmatch(other)) or (b.fullmatch(one) and a.fullmatch(other))
        for a, b in _OPPOSITES
    )


def opposite(said: str, source: str) -> tuple[str, str] | None:
    """Give the words by which a point goes the other way than its sentence, or None.

    Both must go one way only on an axis: a sentence that has higher and lower things in it tells
    nothing.
    """
    for more, less in _AXES:
        ours, theirs = _ways(said, more, less), _ways(source, more, less)
        if len(ours) == 1 and len(theirs) == 1 and set(ours) != set(theirs):
            return next(iter(ours.values())), next(iter(theirs.values()))
    return None


def _ways(text: str, more: re.Pattern[str], less: re.Pattern[str]) -> dict[bool, str]:
    """Give the ways that a text goes on an axis, each with the words that say so; a negation turns one around."""
    found = {}
    for pattern, way in ((more, True), (less, False)):
        for match in pattern.finditer(text):
            negation = _NEGATED.search(text, max(0, match.start() - 24), match.start())
            found[way != bool(negation)] = (negation[0] if negation else "") + match[0]
    return found
