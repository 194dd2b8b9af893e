"""Does a number stand with what the point puts it with? Pairs of numbers and names, and of numbers and what they count.

"60.8 AP on COCO and 26.9 AP on LVIS" is wrong where the paper has 49.8 and 26.9 for these in one
sentence and 60.8 elsewhere, and so is "12M images" of a paper with 24M images, though both numbers
are in it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.counted_things import counted_otherwise, things_at, things_behind
from pipeline.check.names import Name, occurrences
from pipeline.check.paper_index import PaperIndex, Place
from pipeline.check.quantities import Quantity
from pipeline.check.statements import MOST, passage_of, quoted_sentences, sentences_of
from pipeline.check.swapped_numbers import IN_TURN, swapped
from pipeline.records.report import Finding, make_finding
from pipeline.records.statement import Statement

_SEGMENT = re.compile(
    r"[，,、；;]|\band\b|\bwhile\b|\bwhereas\b|\bversus\b|\bvs\.?(?!\w)|和|以及|与|而|及"
)
_OUT_OF = re.compile(r"\s*(?:out\s+)?of(?:\s+the)?\s*|\s*/\s*")
_LISTED = 15
"""Most characters between two of a list."""


class _Pair(NamedTuple):
    number: Quantity
    names: tuple[Name, ...]


def pairs(
    statement: Statement, numbers: Sequence[Quantity], known: Sequence[Name], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each number of a statement that the paper has with other names, or counting other things.

    `numbers` and `known` are those of the statement that the paper has at all.
    """
    for start, end in sentences_of(statement.words):
        inside = [number for number in numbers if start <= number.start < end]
        named = [name for name in known if start <= name.start < end]
        telling = [
            number
            for number in inside
            if _tells(number) or _is_subject(number, named, statement.words)
        ]
        partners = _partners(statement.words[start:end], start, telling, named)
        parted = []
        for number, names in partners:
            for name in names:
                if not _together(
                    number, name.words, names, things_at(statement.words, number.end), index
                ):
                    parted.append(number)
                    yield _parted(statement.where, number, name, index)
        changed = [] if parted else [*_swapped(statement.where, partners, index)]
        if not changed and len(inside) > 1:
            changed = [*_exchanged(statement, Place(start, end), index)]
        yield from changed or _shares(statement, inside, index)
        for number in inside:
            if number not in parted and (finding := counted_otherwise(statement, number, index)):
                yield finding


def _tells(number: Quantity) -> bool:
    """Tell a number that is a result or a size from a count of a few and from a year, which stand with anything."""
    whole = number.value == number.value.to_integral_value()
    return not (
        number.spelled or (whole and (abs(number.value) <= 10 or 1900 <= number.value <= 2100))
    )


def _is_subject(number: Quantity, named: Sequence[Name], words: str) -> bool:
    """Tell a count of things that is said of a name in front of it: "HotpotQA: 5 steps"."""
    year = 1900 <= number.value <= 2100
    between = words[named[0].end : number.start] if named else ""
    return bool(not year and re.fullmatch(r"\s?[:：]\s?", between) and things_at(words, number.end))


# ── names ──


def _partners(
    sentence: str, start: int, numbers: Sequence[Quantity], named: Sequence[Name]
) -> list[_Pair]:
    """Give each number of a sentence with the names it goes with: in turn, or those of its own part of the sentence.

    "GLIP: 13 tasks" goes with the name in front.
    """
    if not numbers or not named:
        return []
    if IN_TURN.search(sentence) or (
        len(numbers) > 1 and len(named) > 1 and not _interleaved(numbers, named)
    ):
        listed = len(numbers) == len(named) and all(
            after.start - before.end < _LISTED
            for after, before in (*_neighbours(numbers), *_neighbours(named))
        )
        return [_Pair(n, (m,)) for n, m in zip(numbers, named, strict=True)] if listed else []
    edges = [0, *(match.end() for match in _SEGMENT.finditer(sentence)), len(sentence)]
    found = []
    for number in numbers:
        at = number.start - start
        low = max(edge for edge in edges if edge <= at)
        high = min((edge for edge in edges if edge > at), default=len(sentence))
        own = tuple(name for name in named if low <= name.start - start < high)
        if not own and len(named) == 1 and re.match(r"\s*[:：]", sentence[named[0].end - start :]):
            own = (named[0],)
        found.append(_Pair(number, own))
    return found


def _neighbours(
    listed: Sequence[Quantity] | Sequence[Name],
) -> Iterator[tuple[Quantity | Name, Quantity | Name]]:
    return zip(listed[1:], listed, strict=False)


def _interleaved(numbers: Sequence[Quantity], named: Sequence[Name]) -> bool:
    """Tell "49.8 on COCO and 26.9 on LVIS" from "on COCO and LVIS 49.8 and 26.9"."""
    first, last = min(number.start for number in numbers), max(number.start for number in numbers)
    return any(first < name.start < last for name in named)


def _together(
    number: Quantity, name: str, names: Sequence[Name], things: frozenset[str], index: PaperIndex
) -> bool:
    """Tell whether the paper has a number and a name in one sentence, in one row, or in a row and what stands over it.

    Where a table has rows of that name, the number must be in one of them, or in one of another of
    the `names` beside it: then the two are compared. A count of a few stands with anything: it must
    count the same `things` there.
    """
    places = list(itertools.islice(occurrences(index, name), MOST))
    if not places or not index.same(number):
        return True  # of the metadata, in parts, or a count of what is listed: nothing to be told
    for one in index.same(number)[:MOST]:
        if not _tells(number) and not things & things_behind(one, index):
            continue
        own = index.around(one.start)
        row = index.tables.row_at(own.start)
        if row and (of_name := index.tables.labelled(row, name)):
            if row in of_name or any(
                row in index.tables.labelled(row, other.words) for other in names
            ):
                return True
            continue
        if any(own.start <= at < own.end for at in places):
            return True
        if row:
            for table in index.near_captions(one.start):
                if any(table.start <= at < table.end and not index.is_row(at) for at in places):
                    return True
    return False


def _parted(where: str, number: Quantity, name: Name, index: PaperIndex) -> Finding:
    said, one = number.written.strip(), index.same(number)[0]
    return make_finding(
        where, "pair", f"{said} … {name.words}", f"{said} and {name.words} do not stand together in the paper",
        passage_of(index.around(one.start), index), index.page_at(one.start), reason="parted",
    )  # fmt: skip


def _swapped(where: str, partners: Sequence[_Pair], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where two numbers have changed partners: the paper's sentence has numbers and names in crossed order."""
    for one, other in itertools.combinations(partners, 2):
        ours, theirs = _own(one, other), _own(other, one)
        if one.number.same(other.number) or not ours or not theirs:
            continue
        if place := _crossed(one.number, other.number, ours[0].words, theirs[0].words, index):
            said = f"{one.number.written} … {ours[0].words}, {other.number.written} … {theirs[0].words}"
            message = f"{said}: the paper has these the other way round"
            yield make_finding(
                where,
                "pair",
                said,
                message,
                passage_of(place, index),
                index.page_at(place.start),
                reason="swapped",
            )


def _exchanged(statement: Statement, own: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where two numbers of a sentence have changed places, whatever they stand with."""
    sentence = statement.words[own.start : own.end]
    for place in dict.fromkeys((*quoted_sentences(statement, index), *index.most_like(sentence))):
        if found := swapped(sentence, index.words_of(place)):
            said = " … ".join(one.written.strip() for one in found)
            message = f"{said}: the paper has these the other way round"
            yield make_finding(
                statement.where, "pair", said, message, passage_of(place, index), index.page_at(place.start), reason="swapped"
            )  # fmt: skip
            return


def _shares(
    statement: Statement, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each "4 out of 25" whose two numbers no sentence of the paper has in this order."""
    for part, whole in itertools.pairwise(sorted(numbers, key=lambda one: one.start)):
        if not _OUT_OF.fullmatch(statement.words[part.end : whole.start]):
            continue
        places = [(one, index.around(one.start)) for one in index.same(part)[:MOST]]
        if not any(
            other.same(whole)
            for one, place in places
            for other in index.between(one.end, place.end)
        ):
            said = statement.words[part.start : whole.end]
            one, place = places[0]
            yield make_finding(
                statement.where, "pair", said, f"“{said}” does not stand together in the paper",
                passage_of(place, index), index.page_at(one.start), reason="parted",
            )  # fmt: skip


def _own(pair: _Pair, other: _Pair) -> list[Name]:
    shared = {name.words for name in other.names}
    return [name for name in pair.names if name.words not in shared]


def _crossed(
    number: Quantity, other: Quantity, name: str, other_name: str, index: PaperIndex
) -> Place | None:
    """Give the sentence that has both numbers and both names in crossed order, if no sentence has them in the same."""
    crossed = None
    starts = [[one.start for one in index.same(quantity)[:MOST]] for quantity in (number, other)]
    starts += [list(itertools.islice(occurrences(index, one), MOST)) for one in (name, other_name)]
    for place in {index.around(at) for at in starts[0]}:
        inside = [[at for at in places if place.start <= at < place.end] for places in starts]
        if not all(inside):
            continue
        if any(
            (a < b) == (c < d) for a, b, c, d in itertools.islice(itertools.product(*inside), MOST)
        ):
            return None
        crossed = place
    return crossed
