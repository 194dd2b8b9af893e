"""Tell whether a number stands with what the point puts it with: names, and what it counts.

"60.8 AP on COCO and 26.9 AP on LVIS" is wrong where the paper has 49.8 and 26.9 for these in one
sentence and 60.8 elsewhere, and so is "12M images" of a paper with 24M images, though both numbers
are in it.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.counted_things import counted_otherwise, things_at, things_behind
from pipeline.check.kinds import are_row_and_column
from pipeline.check.names import Name, occurrences
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.rivals import parted, tells
from pipeline.check.statements import Said
from pipeline.check.swapped_numbers import IN_TURN, swapped
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_SEGMENT = re.compile(
    r"[，,、；;]|\.\s|\band\b|\bwhile\b|\bwhereas\b|\bversus\b|\bvs\.?(?!\w)|\bthat\b|\bwhich\b|和|以及|与|而|及"
)
_CLAUSE = re.compile(r"[,;](?=\s)")
_OUT_OF = re.compile(r"\s*(?:out\s+)?of(?:\s+the)?\s*|\s*/\s*")
_ASIDE = re.compile(
    r"[（(]\s*(?:来自|取自|源自|例如|比如|如|参?见|即|from|e\.g\.|i\.e\.|see|such as)"
    r"[^（()）]*[)）]",
    re.I,
)
"""Where something is from, or an instance of it: the numbers around are not of that."""
_COLON = re.compile(r"\s*[:：]")
_JOINT = re.compile(
    r"\s*(?:[,，、/;；|]|\band\b|\bvs\.?|\bto\b|和|与|及|以及|对|到|→)?\s*(?:the\s)?"
)
_ONLY_COLON = re.compile(r"\s?[:：]\s?")
_TURN = 60
"""Characters between a number and its name, where two of each take turns."""
_LISTED = 15
"""Most characters between two of a list."""
_BACK = 4
"""Sentences before a number in which the name stands that they are all about."""


class _Pair(NamedTuple):
    number: Quantity
    names: tuple[Name, ...]


def pairs(
    said: Said, numbers: Sequence[Quantity], known: Sequence[Name], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number that the paper has with other names, or counting other things.

    `numbers` and `known` are those of the statement that the paper has at all. Each sentence is
    looked at by itself.
    """
    for place in said.sentences:
        inside = [number for number in numbers if place.start <= number.start < place.end]
        named = [name for name in known if place.start <= name.start < place.end]
        telling = [one for one in inside if tells(one) or _is_subject(one, named, said.words)]
        partners = _partners(said.words, place, telling, named)
        apart = [
            finding
            for number, names in partners
            for name in names
            if not _together(number, name.words, names, things_at(said.words, number.end), index)
            if (finding := parted(number, name, names, said, index))
        ]
        yield from apart
        against = {one.words for one in apart if one.reason == "contradicted"}
        changed = [] if against else list(_swapped(said.where, partners, index))
        if not changed and len(inside) > 1:
            changed = list(_exchanged(said, place, index))
        yield from changed or _shares(said, inside, index)
        for number in inside:
            is_told = any(words.startswith(number.written.strip()) for words in against)
            if not is_told and (finding := counted_otherwise(said, number, index)):
                yield finding


def _is_subject(number: Quantity, named: Sequence[Name], words: str) -> bool:
    """Tell a count of things that is said of a name in front of it: "HotpotQA: 5 steps"."""
    between = words[named[0].end : number.start] if named else ""
    is_said_of = _ONLY_COLON.fullmatch(between) and things_at(words, number.end)
    return bool(is_said_of) and not is_year(number)


# ── numbers and their names ──


def _partners(
    words: str, sentence: Place, numbers: Sequence[Quantity], named: Sequence[Name]
) -> list[_Pair]:
    """Give each number of a sentence with the names it goes with.

    Those are the names in turn, where the sentence lists names and numbers; else those of the
    number's own part of the sentence.
    """
    if not numbers or not named:
        return []
    many = len(numbers) > 1 and len(named) > 1
    in_turn = IN_TURN.search(words, sentence.start, sentence.end)
    if in_turn or (many and not _interleaved(numbers, named)):
        joined = bool(in_turn) or (_is_joined(words, numbers) and _is_joined(words, named))
        return _listed(numbers, named) if joined else []
    return [_Pair(one, _of_own_part(words, sentence, one, named)) for one in numbers]


def _listed(numbers: Sequence[Quantity], named: Sequence[Name]) -> list[_Pair]:
    """Give numbers with names in turn, where both are lists of one length; else none."""
    if len(numbers) == len(named) and _is_list(numbers) and _is_list(named):
        return [_Pair(number, (name,)) for number, name in zip(numbers, named, strict=True)]
    return []


def _is_list(found: Sequence[Quantity | Name]) -> bool:
    return all(b.start - a.end < _LISTED for a, b in itertools.pairwise(found))


def _is_joined(words: str, found: Sequence[Quantity | Name]) -> bool:
    """Tell whether nothing but commas and conjunctions stands between some of a list."""
    return all(_JOINT.fullmatch(words, a.end, b.start) for a, b in itertools.pairwise(found))


def _of_own_part(
    words: str, sentence: Place, number: Quantity, named: Sequence[Name]
) -> tuple[Name, ...]:
    """Give the names between the commas and conjunctions around a number.

    Where there are none, the sentence's only name, if a colon follows it: "GLIP: 13 tasks".
    """
    matches = _SEGMENT.finditer(words, sentence.start, sentence.end)
    edges = [sentence.start, *(match.end() for match in matches), sentence.end]
    low = max(edge for edge in edges if edge <= number.start)
    high = min((edge for edge in edges if edge > number.start), default=sentence.end)
    asides = [match.span() for match in _ASIDE.finditer(words, sentence.start, sentence.end)]
    own = tuple(
        name
        for name in named
        if low <= name.start < high and not any(a <= name.start < b for a, b in asides)
    )
    if not own and len(named) == 1 and _COLON.match(words, named[0].end):
        return tuple(named)
    return own


def _interleaved(numbers: Sequence[Quantity], named: Sequence[Name]) -> bool:
    """Tell "49.8 on COCO and 26.9 on LVIS" from "on COCO and LVIS 49.8 and 26.9"."""
    first, last = min(number.start for number in numbers), max(number.start for number in numbers)
    return any(first < name.start < last for name in named)


# ── together ──


def _together(
    number: Quantity, name: str, names: Sequence[Name], things: frozenset[str], index: PaperIndex
) -> bool:
    """Tell whether the paper has a number and a name in one sentence or row, or a table's caption.

    `names` are all that stand with the number, `things` what it counts: a count of a few must
    count the same there, since it stands with anything. Of metadata, of parts of names, and of
    what is listed and not counted, nothing can be told.
    """
    places = list(itertools.islice(occurrences(index, name), MOST))
    found = index.same(number)[:MOST]
    if not places or not found:
        return True
    if not tells(number):
        found = [one for one in found if things & things_behind(one, index)]
    return any(_stands_with(one, name, names, places, index) for one in found)


def _stands_with(
    one: Quantity, name: str, names: Sequence[Name], places: Sequence[int], index: PaperIndex
) -> bool:
    """Tell whether one of the paper's numbers stands with a name that is at some `places`.

    Where a table has rows of that name, the number must be in one of them, or in one of another of
    the `names` beside it: then the two are compared.
    """
    own = index.around(one.start)
    row = index.tables.row_at(own.start)
    if row and (of_name := index.tables.labelled(row, name)):
        compared = (index.tables.labelled(row, other.words) for other in names)
        return row in of_name or any(row in rows for rows in compared)
    if any(own.start <= at < own.end for at in places):
        return True
    return row is not None and any(
        table.start <= at < table.end and not index.is_row(at)
        for table in index.near_captions(one.start)
        for at in places
    )


# ── swapped ──


def _swapped(where: str, partners: Sequence[_Pair], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where two numbers have changed partners.

    The paper's sentence has the numbers and the names in crossed order.
    """
    for one, other in itertools.combinations(partners, 2):
        ours, theirs = _own(one, other), _own(other, one)
        if one.number.same(other.number) or not ours or not theirs:
            continue
        if are_row_and_column(ours[0].words, theirs[0].words, index):
            continue
        if place := _crossed(one.number, other.number, ours[0].words, theirs[0].words, index):
            first = f"{one.number.written} … {ours[0].words}"
            second = f"{other.number.written} … {theirs[0].words}"
            yield _other_way_round(where, f"{first}, {second}", place, index)


def _own(pair: _Pair, other: _Pair) -> list[Name]:
    shared = {name.words for name in other.names}
    return [name for name in pair.names if name.words not in shared]


def _crossed(
    number: Quantity, other: Quantity, name: str, other_name: str, index: PaperIndex
) -> Place | None:
    """Give a sentence with both numbers and both names in crossed order.

    None if a sentence has them in the same order. A table's cells tell of its rows (cells.py).
    """
    starts = [_starts(quantity, index) for quantity in (number, other)]
    names = (itertools.islice(occurrences(index, one), MOST) for one in (name, other_name))
    starts += [sorted(found) for found in names]
    crossed = None
    for place in {index.around(at) for at in starts[0]}:
        inside = [[at for at in places if place.start <= at < place.end] for places in starts]
        orders = [
            (a < b) == (c < d)
            for a, b, c, d in _some_of_each(inside)
            if _in_turn(sorted((a, b, c, d)), (a, b))
        ]
        if any(orders):
            return None
        if orders:
            crossed = place
    return crossed or _owned_crosswise(starts, index)


def _starts(number: Quantity, index: PaperIndex) -> list[int]:
    """Give where the paper has a number, in the same unit where it has it so."""
    found = [one for one in index.same(number)[:MOST] if not index.is_row(one.start)]
    return [one.start for one in found if one.unit == number.unit] or [one.start for one in found]


def _in_turn(places: Sequence[int], numbers: tuple[int, int]) -> bool:
    """Tell numbers and names that take turns, or stand in two lists, from any other order.

    The two of a turn must stand near to each other.
    """
    first, second, third, fourth = (place in numbers for place in places)
    is_near = places[1] - places[0] <= _TURN and places[3] - places[2] <= _TURN
    return (first, second) != (fourth, third) and (is_near or first == second)


def _owned_crosswise(starts: Sequence[Sequence[int]], index: PaperIndex) -> Place | None:
    """Give the sentence of the first of two numbers each of which is the other one's name's."""
    numbers, names = starts[:2], starts[2:]
    owners = [{_owner(at, names, index) for at in places} - {None} for places in numbers]
    return index.around(numbers[0][0]) if owners == [{1}, {0}] else None


def _owner(at: int, names: Sequence[Sequence[int]], index: PaperIndex) -> int | None:
    """Give which of two names a number is of: the only one of its clause, else of its sentence.

    Where that has none of the two, it is the one of the last sentence before that has one.
    """
    number = index.place_number(at)
    own = index.places[number]
    clause = Place(
        max((end.end() for end in _CLAUSE.finditer(index.text, own.start, at)), default=own.start),
        next((end.start() for end in _CLAUSE.finditer(index.text, at, own.end)), own.end),
    )
    for place in (clause, *reversed(index.places[max(0, number - _BACK) : number + 1])):
        has = [
            which
            for which, places in enumerate(names)
            if bisect.bisect_left(places, place.start) < bisect.bisect_left(places, place.end)
        ]
        if has:
            return has[0] if len(has) == 1 else None
    return None


def _some_of_each(places: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Give the combinations of one of each, so many as are looked at."""
    return itertools.islice(itertools.product(*places), MOST)


def _exchanged(said: Said, own: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where two numbers of a sentence have changed places, with names or without."""
    sentence = said.words_at(own)
    for place in dict.fromkeys((*said.quoted_sentences(index), *index.most_like(sentence))):
        if found := swapped(sentence, index.words_of(place)):
            words = " … ".join(one.written.strip() for one in found)
            yield _other_way_round(said.where, words, place, index)
            return


def _other_way_round(where: str, words: str, place: Place, index: PaperIndex) -> Finding:
    return make_finding(
        where,
        "pair",
        words,
        f"{words}: the paper has these the other way round",
        index.passage_of(place),
        index.page_at(place.start),
        reason="contradicted",
    )


# ── shares ──


def _shares(said: Said, numbers: Sequence[Quantity], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each "4 out of 25" that no sentence of the paper has in this order."""
    for part, whole in itertools.pairwise(sorted(numbers, key=lambda one: one.start)):
        if not _OUT_OF.fullmatch(said.words[part.end : whole.start]):
            continue
        places = [(one, index.around(one.start)) for one in index.same(part)[:MOST]]
        behind = (other for one, place in places for other in index.between(one.end, place.end))
        if places and not any(other.same(whole) for other in behind):
            words = said.words[part.start : whole.end]
            one, place = places[0]
            yield make_finding(
                said.where,
                "pair",
                words,
                f"“{words}” does not stand together in the paper",
                index.passage_of(place),
                index.page_at(one.start),
                reason="apart",
            )
