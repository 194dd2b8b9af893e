"""Compare what a point says with the sentence that it rests on, as far as rules can tell.

Two ways. A point in the paper's own words is laid along its quote's sentence: where the words
around are the same and a number, a name, a negation or a direction is not, it says something else.
A point in other words, or in Chinese, is compared by the words for direction that both have: better
or worse, more or less, needed or not. Nothing is claimed beyond that.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.check.names import names
from pipeline.check.paper_index import PaperIndex, terms, wanted_of
from pipeline.check.quantities import quantities
from pipeline.check.statements import Said
from pipeline.check.ways import opposite, reversed_in
from pipeline.records.report import Finding, make_finding
from pipeline.text.cjk import CJK
from pipeline.text.sentences import Place
from pipeline.text.squash import squash

_TOKEN = re.compile(rf"[-−]?\d[\d.,]*\d%?|[-−]?\d%?[A-Za-z]*|[^\W\d_][\w’'+/-]*|%|[{CJK}]")
_UNITS = {
    way: line.split()[0]
    for line in """
        % percent
        thousand thousands K k
        million millions M
        billion billions B
        trillion trillions T
        ns nanosecond nanoseconds
        µs us microsecond microseconds
        ms millisecond milliseconds
        s second seconds sec
        min minute minutes
        h hour hours hr hrs
        day days
        week weeks
        month months
        year years
        KB
        MB
        GB
        TB
    """.strip().splitlines()
    for way in line.split()
}
"""Scales and units, each by the first of the ways in which it is written."""
_NEGATIONS = frozenset(
    "not no never without cannot neither nor none hardly barely don’t doesn’t didn’t isn’t aren’t"
    " wasn’t weren’t can’t won’t"
    " don't doesn't didn't isn't aren't wasn't weren't can't won't".split()
)
_OPPOSITES = [
    (re.compile(one), re.compile(other))
    for line in """
        high(er|est)?  low(er|est)?
        better|best  worse|worst
        outperform.*|surpass.*|exceed.*|beats?  underperform.*|lags?.*
        increas.*|gain.*|ris(e|es|ing)  decreas.*|reduc.*|drop.*|declin.*|fall.*|los(s|es|ing)
        grow.*  decreas.*|reduc.*|drop.*|declin.*|fall.*|los(s|es|ing)
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
_CLAUSE = re.compile(r"[，；;]|,\s|\b(?:and|but|while|whereas)\b")
_BESIDE = 2
"""Sentences on either side of a quoted one in which the same two are compared."""
_LONGEST = 1000
"""Characters of a sentence in which a comparison is looked for."""
_ALIKE = 0.7
"""The share of a point's words that a sentence must have in the same order for their differences to
tell something."""
_NEARLY_BEST = 0.95
"""The share of the best sentence's likeness from which another is taken for it, too."""
_RUN = re.compile(r"[^\W\d_]+|\d+")
_FEWEST_TOKENS = 4
_MOST_TOKENS = 400
"""Words of a sentence that is laid along another: fewer tell nothing, more are no sentence."""
_LONGEST_DIFFERENCE = 6
"""Words in a row that may differ and still say the same thing otherwise."""
_LONGEST_NEGATION = 3
"""Words in a row that differ by their negation only."""
_LONGEST_UNIT = 3
"""Words on both sides together that differ by their unit only."""
_LONGEST_NAME = 3
"""Words in capitals next to each other that may be a name; more are a title, written out where the
sentence has its short form."""


class Difference(NamedTuple):
    """Where a point says another thing than its sentence: the kind, and the words of both."""

    kind: Literal["number", "name", "direction"]
    said: str
    source: str


class Laid(NamedTuple):
    """A sentence of a point laid along one of the paper.

    `common` is the share of its words that both have in the same order, 0 to 1.
    """

    common: float
    differences: tuple[Difference, ...]


def directions(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give findings for the sentences of a statement that say another thing than the paper's.

    Each is laid along those of its quotes and those most like it. Where none is alike, its words
    for direction are compared with those of its quotes.
    """
    quoted = said.quoted_sentences(index)
    for own in said.sentences:
        sentence = said.words_at(own)
        places = (*quoted, *index.most_like(sentence))
        laid = [(place, lay(sentence, index.words_of(place))) for place in places]
        best = max((found.common for _, found in laid), default=0.0)
        if best >= _ALIKE:
            alike = [one for one in laid if one[1].common >= _NEARLY_BEST * best]
            if all(found.differences for _, found in alike):
                place, found = alike[0]
                page = index.page_at(place.start)
                yield from _differs(said.where, _unsaid(found, sentence, said, index), page)
        elif quoted:
            yield from _opposes(said.where, sentence, quoted, index)


def _unsaid(laid: Laid, sentence: str, said: Said, index: PaperIndex) -> Laid:
    """Leave out numbers and names that a quote has, or the paper behind the same words.

    Another sentence contradicts none of these: batches are of 4,096 here and of 512 there.
    """
    quoted = squash(
        " ".join(index.words_of(place)[:_LONGEST] for place in said.quoted_sentences(index))
    )
    kept = (
        one
        for one in laid.differences
        if one.kind == "direction"
        or not (squash(one.said) in quoted or _is_behind_the_same(one.said, sentence, index))
    )
    return laid._replace(differences=tuple(kept))


def _is_behind_the_same(number: str, sentence: str, index: PaperIndex) -> bool:
    """Tell whether the paper has a number behind the two words that a sentence has it behind."""
    before = re.search(rf"(\w+ \w+) (?:of |is |= )?{re.escape(number)}(?!\w)", sentence)
    if not before or not number.isdigit():
        return False
    return any(index.squashed.has(squash(before[1] + joint + number)) for joint in ("", "of", "is"))


def _differs(where: str, laid: Laid, page: int) -> Iterator[Finding]:
    for kind, said, source in laid.differences:
        message = f"“{said}” is not what its sentence says"
        yield make_finding(where, kind, said, message, f"“{source}”", page, reason="contradicted")


def _opposes(
    where: str, sentence: str, quoted: Sequence[Place], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding where a sentence goes the other way than the quoted one most like it.

    Where it compares two names, than a sentence in or beside its quotes that compares them.
    """
    about = terms(sentence)
    shared = {place: len(about & index.terms_of(place)) for place in quoted}
    place = max(quoted, key=lambda one: shared[one])
    source = index.words_of(place)[:_LONGEST]
    opposed = opposite(sentence, source) if shared[place] else None
    if opposed and not _is_of_the_same(sentence, opposed[0], source):
        opposed = None
    if opposed is None:
        for near in (quoted, index.around_all(quoted, _BESIDE)):
            found = reversed_in(sentence, [index.words_of(one)[:_LONGEST] for one in near])
            if found:
                opposed, place = found[:2], near[found[2]]
                break
    if opposed:
        said, source = opposed
        message = f"“{said}” goes the other way than its quote"
        page = index.page_at(place.start)
        yield make_finding(
            where, "direction", said, message, f"“{source}”", page, reason="contradicted"
        )


def _is_of_the_same(sentence: str, way: str, source: str) -> bool:
    """Tell whether the clause that goes one way has anything of the source, if it has a term."""
    clause = next((one for one in _CLAUSE.split(sentence) if way in one), sentence)
    wanted = wanted_of(clause)
    found = terms(source)
    return not wanted or any(word.startswith(ways) for ways in wanted for word in found)


# ── laid along ──


def lay(said: str, source: str) -> Laid:
    """Lay a sentence of a point along one of the paper; where they are alike, tell what differs."""
    ours, theirs = _TOKEN.findall(said), _TOKEN.findall(source)[:_MOST_TOKENS]
    if not _FEWEST_TOKENS <= len(ours) <= _MOST_TOKENS:
        return Laid(0.0, ())
    one, other = [t.casefold() for t in ours], [t.casefold() for t in theirs]
    # what has too few of its words in any order is not alike in theirs, and this is soon told
    if (Counter(one) & Counter(other)).total() < _NEARLY_BEST * _ALIKE * len(one):
        return Laid(0.0, ())
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks()) / len(ours)
    if common < _ALIKE:
        return Laid(common, ())
    our_names, their_names = _name_words(said), _name_words(source)
    found: list[Difference] = []
    for a, b, c, d in _changed(matcher):
        found += _differ(_Tokens(ours[a:b], our_names), _Tokens(theirs[c:d], their_names))
    return Laid(common, tuple(found))


def _changed(
    matcher: difflib.SequenceMatcher[str],
) -> Iterator[tuple[int, int, int, int]]:
    """Give what differs in few words, as places in both.

    Before and behind what both have, the source may say more.
    """
    operations = matcher.get_opcodes()
    for at, (operation, a, b, c, d) in enumerate(operations):
        is_edge = at in (0, len(operations) - 1)
        is_more = operation == "equal" or (is_edge and operation != "replace")
        if not is_more and max(b - a, d - c) <= _LONGEST_DIFFERENCE:
            yield a, b, c, d


class _Tokens:
    """Words in a row where a sentence differs from another, and what they have in them."""

    def __init__(self, tokens: Sequence[str], names_: frozenset[str]) -> None:
        self.tokens = tokens
        self.words = " ".join(tokens)
        self.shown = self.words or "—"
        self.numbers = [(one.base, one.unit) for one in quantities(self.words) if one.value]
        self.units = [_UNITS[token] for token in tokens if token in _UNITS]
        self.names = [token for token in tokens if token in names_]
        self.negations = sum(token.casefold() in _NEGATIONS for token in tokens)


def _differ(ours: _Tokens, theirs: _Tokens) -> Iterator[Difference]:
    """Give in what two passages differ that change what is said: numbers, names, directions."""
    if _is_other_number(ours, theirs):
        yield Difference("number", ours.shown, theirs.shown)
    if _is_other_name(ours.names, theirs.names):
        yield Difference("name", ours.words, theirs.words)
    longest = max(len(ours.tokens), len(theirs.tokens))
    if ours.negations % 2 != theirs.negations % 2 and longest <= _LONGEST_NEGATION:
        yield Difference("direction", ours.shown, theirs.shown)
    elif any(_opposed(one, other) for one in ours.tokens for other in theirs.tokens):
        yield Difference("direction", ours.words, theirs.words)


def _is_other_number(ours: _Tokens, theirs: _Tokens) -> bool:
    """Tell other numbers, and another unit or scale where nothing else differs."""
    if ours.numbers and theirs.numbers:
        return ours.numbers != theirs.numbers
    is_short = len(ours.tokens) + len(theirs.tokens) <= _LONGEST_UNIT
    is_told = (ours.units and theirs.units) or "%" in (*ours.units, *theirs.units)
    return is_short and bool(is_told) and ours.units != theirs.units


def _is_other_name(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    is_title = max(len(ours), len(theirs)) > _LONGEST_NAME
    return bool(ours and theirs) and not is_title and not _alike(ours, theirs)


def _name_words(sentence: str) -> frozenset[str]:
    return frozenset(
        word for name in names(sentence) for word in (name.words, *_TOKEN.findall(name.words))
    )


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell names that are one but for their length: plural, short form, initials."""

    def initials(words: Sequence[str]) -> str:
        return "".join(word[0] for word in words).casefold()

    one, other = ("".join(map(squash, words)).removesuffix("s") for words in (ours, theirs))
    if set(_RUN.findall(" ".join(ours))) <= set(_RUN.findall(" ".join(theirs))):
        return True  # val2017, 2017 val
    return one in other or other in one or initials(theirs) == one or initials(ours) == other


def _opposed(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return any(
        (a.fullmatch(one) and b.fullmatch(other)) or (b.fullmatch(one) and a.fullmatch(other))
        for a, b in _OPPOSITES
    )
