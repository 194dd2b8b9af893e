"""Tell where a point names one thing, and the sentence that it rests on another in its place.

"Cleaned with the code of ORQA" is wrong where the quote says the code of DrQA, though the paper has
both names. The quote's sentences must say the rest of the point's and name something that it leaves
out; no sentence with the point's name may say as much of the rest. Where the two are not known to
be of a kind, by a list or a table of the paper or by their spelling, it must say next to nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.kinds import are_of_a_kind
from pipeline.check.names import Name, names, occurrences
from pipeline.check.paper_index import MOST, PaperIndex, terms, wanted_of
from pipeline.check.quantities import quantities
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import share_said
from pipeline.text.sentences import Place
from pipeline.text.squash import squash

_LEAST_SHARED, _FEWEST_SHARED = 0.5, 2
"""The share of a sentence's other terms that its quote must have, and their number."""
_NEARLY_ALL, _NEXT_TO_NOTHING = 0.8, 0.2
"""The share that its quote must have where two names are not known to be of a kind, and that the
sentences with the point's name may have at most."""
_BESIDE = 1
"""Sentences on either side of a quote in which the name may stand that it leaves out."""
_LONGEST = 1000
"""Characters of a sentence of the paper that are looked at."""
_ASIDE = re.compile(r"\([^()]*\)")
"""What is in brackets is said in passing: "a batch size of 512 (128 for MovieLen)"."""
_WHERE = re.compile(r"(?:在|\b(?:on|in|for|from)\s(?:the\s)?)\s*$", re.IGNORECASE)
"""What stands before a name that says where something was done, mostly on which data."""
_BEFORE = 10
_INNER = re.compile(r"[A-Z\d]")
_CITED = re.compile(
    r"\b(?P<who>[A-Z][a-z\u00c0-\u02af’'-]+)(?:(?: and|,| &) [A-Z][\w’'-]+)?"
    r"(?: et al\.?,?| ?\((?=(?:19|20)\d\d))(?: ?\(?(?:19|20)\d\d[a-z]?\)?)?"
)
"""Whose work it is: "Chan et al. (2021)", "Smith (2019)"."""


class _Meant(NamedTuple):
    """What a sentence names that its quote does not, with the rest of its words."""

    words: str
    rest: str


def named_instead(said: Said, known: Sequence[Name], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence that names another thing than its quote does.

    `known` are the names of the statement that the paper has. A row of a table says nothing here:
    its cells tell (cells.py). Nor does a name in a sentence with a number that the quote and its
    neighbours have not: it rests on more than that.
    """
    quoted = [one for one in said.quoted_sentences(index) if not index.is_row(one.start)]
    if not quoted:
        return
    passage = " ".join(index.words_of(one)[:_LONGEST] for one in quoted)
    around = " ".join(map(index.words_of, index.around_all(quoted, _BESIDE)))
    near = squash(around)
    absent = [
        one for one in known if not (_is_in(one.words, near) or _is_spelled_out(one, near, index))
    ]
    numbers = list(quantities(around))
    for place in said.sentences:
        ours = said.numbers_at(place)
        has_more = any(not any(map(one.same, numbers)) for one in ours)
        other = _other_person(said, place, passage, index)
        if not other and not has_more:
            inside = [one for one in absent if place.start <= one.start < place.end]
            other = _other_name(said, inside, passage, index)
        if other:
            yield _finding(said.where, *other, quoted[0], index)


def _is_spelled_out(name: Name, squashed: str, index: PaperIndex) -> bool:
    """Tell whether a squashed text has words that a name is the initials of."""
    is_short = name.words.isalpha() and name.words.isupper()
    found = index.with_initials(name.words.lower()) if is_short else ()
    return any(squash(words) in squashed for words in found)


def _other_name(
    said: Said, absent: Sequence[Name], passage: str, index: PaperIndex
) -> tuple[str, str] | None:
    """Give the one name of a sentence that its quote has not, and what that has instead.

    `absent` are the names of the sentence that the quote and its neighbours have not.
    """
    if len({one.words for one in absent}) != 1:
        return None
    name, whole = absent[-1], squash(said.words)
    theirs = [
        one.words
        for one in names(_ASIDE.sub(" ", passage))
        if _INNER.search(one.words, 1) and not _is_in(one.words, whole)
    ]
    if _WHERE.search(said.words[max(0, name.start - _BEFORE) : name.start]):
        places = ((one, passage.find(one)) for one in theirs)
        theirs = [one for one, at in places if _WHERE.search(passage[max(0, at - _BEFORE) : at])]
    if not theirs or _is_own(name, index):
        return None
    place = said.place_at(name.start)
    rest = f"{said.words[place.start : name.start]} {said.words[name.end : place.end]}"
    share, others = _shares(_Meant(name.words, rest), passage, index)
    if share > others:
        if of_a_kind := [one for one in theirs if are_of_a_kind(name.words, one, index)]:
            return name.words, of_a_kind[0]
        if share >= _NEARLY_ALL and others <= _NEXT_TO_NOTHING:
            return name.words, theirs[0]
    return None


def _is_own(name: Name, index: PaperIndex) -> bool:
    """Tell the paper's own name, or its authors': these are left unsaid as often as not."""
    own = (index.title, index.above_abstract)
    return any(squash(name.words) in squash(words) for words in own)


def _other_person(
    said: Said, place: Place, passage: str, index: PaperIndex
) -> tuple[str, str] | None:
    """Give whose work a sentence says something is, and whose its quote says."""
    ours = list(_CITED.finditer(said.words, place.start, place.end))
    theirs = [match["who"] for match in _CITED.finditer(passage)]
    if len(ours) != 1 or not theirs or _is_in(ours[0]["who"], squash(passage)):
        return None
    match = ours[0]
    rest = f"{said.words[place.start : match.start()]} {said.words[match.end() : place.end]}"
    share, others = _shares(_Meant(match["who"], rest), passage, index)
    return (match["who"], theirs[0]) if share > others else None


def _is_in(name: str, squashed: str) -> bool:
    """Tell whether a squashed text has a name, or its parts."""
    if squash(name).removesuffix("s") in squashed:
        return True
    parts = [squash(part) for part in re.split(r"[-+./&'’]", name)]
    return all(part in squashed for part in parts if len(part) > 1)


# ── the rest ──


def _shares(meant: _Meant, passage: str, index: PaperIndex) -> tuple[float, float]:
    """Give the share of a sentence's other terms that its quote has, and a sentence with its name.

    Both are 0 where the quote says too little of the rest.
    """
    wanted = wanted_of(meant.rest)
    share = share_said(wanted, terms(passage))
    if share < _LEAST_SHARED or share * len(wanted) < _FEWEST_SHARED:
        return 0, 0
    places = itertools.islice(occurrences(index, meant.words), MOST)
    numbers = {index.place_number(at) for at in places}
    having = (index.terms_of(index.places[number]) for number in numbers)
    return share, max((share_said(wanted, one) for one in having), default=0)


def _finding(where: str, name: str, other: str, place: Place, index: PaperIndex) -> Finding:
    return make_finding(
        where,
        "name",
        name,
        f"{name} is not what its quote names",
        other,
        index.page_at(place.start),
        reason="contradicted",
    )
