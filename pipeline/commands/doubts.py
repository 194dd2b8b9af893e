"""What is doubtful in an entry, each with the paper's own words for it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.commands.entry_findings import OF_THE_PAPER, LookedUp
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding
from pipeline.text import sentences
from pipeline.text.sentences import Place
from pipeline.text.squash import Squashed, squash

_LONGEST_PASSAGE = 240
"""Characters of the paper's words below a doubt: two sentences."""
_MOST_PASSAGES = 2
"""Passages below a doubt, of those that its point rests on."""
_PARTED = re.compile(r" … |, ")
"""What parts the pieces of a finding's words, of one thing or of two."""


class Passage(NamedTuple):
    """Words of the paper, and their page; of a table's row also the cell that is meant."""

    page: int
    words: str
    cell: str = ""


class Doubt(NamedTuple):
    """A doubtful finding, and what the paper says of it; nothing where that is not known."""

    finding: Finding
    passages: tuple[Passage, ...]

    @property
    def page(self) -> int | None:
        """The page that its passage stands on; None where it has none."""
        return self.passages[0].page if self.passages else None


def doubts_of(found: LookedUp) -> list[Doubt]:
    """Give the doubtful findings of an entry, each with the paper's own words.

    They are those around what the paper has instead; where it has nothing, those that the point
    rests on.
    """
    doubtful = [one for one in found.findings if one.severity == "doubt"]
    return [Doubt(one, _passages(one, found)) for one in doubtful]


def pieces_of(finding: Finding) -> list[str]:
    """Give what a finding's words say of one another: a number and its name, once or twice.

    Words that stand together are one piece, and so is a quote, whatever it leaves out.
    """
    is_parted = " … " in finding.words and finding.kind != "quote"
    pieces = _PARTED.split(finding.words) if is_parted else [finding.words]
    return list(filter(None, pieces))


def own_label(piece: str) -> str:
    """Give a row's or a column's own label, without the groups that it is of."""
    return piece.rpartition(" > ")[2]


def _passages(finding: Finding, found: LookedUp) -> tuple[Passage, ...]:
    if finding.kind in OF_THE_PAPER:
        return (Passage(finding.page, _cut(finding.words)),) if finding.page else ()
    own = [one for said in found.said if said.where == finding.where for one in said.evidence]
    quoted = {one.quote: one for one in own if one.page}.values()
    if finding.nearest and finding.page:
        near = [one.place for one in quoted if one.place and one.page == finding.page]
        return (_around(finding, finding.page, found.text, near[0] if near else (0, 0)),)
    return tuple(Passage(one.page, _cut(one.quote)) for one in quoted if one.page)[:_MOST_PASSAGES]


def _around(finding: Finding, page: int, text: PaperText, near: tuple[int, int]) -> Passage:
    """Give the sentence or row of a page that has what a finding tells that the paper has.

    Of several it is the one that has most of the finding's own words, such as a row's label; of
    those, the nearest to a quote, whose characters in the text are `near`.
    """
    whole, words = text.page_text(page), finding.nearest
    offset = next((one.start for one in text.pages if one.number == page), 0)
    exact = [(found.start(), found.end()) for found in re.finditer(re.escape(words), whole)]
    found = exact or list(Squashed(whole).occurrences(squash(words)))
    if not found:
        return Passage(page, _cut(words))
    around = sentences.of_paper(whole)
    sentence_of = {place: _sentence_at(place[0], around) for place in found}
    pieces = [squash(own_label(piece)) for piece in pieces_of(finding)]
    has = {one: _count(pieces, whole[one.start : one.end]) for one in set(sentence_of.values())}

    def apart(place: tuple[int, int]) -> tuple[int, int]:
        at = place[0] + offset
        return -has[sentence_of[place]], max(near[0] - at, at - near[1], 0)

    start, end = min(found, key=apart)
    passage = _cut_around(whole, *sentence_of[start, end], start, end)
    return Passage(page, passage, _cell_at(start + offset, text))


def _count(pieces: Sequence[str], words: str) -> int:
    squashed = Squashed(words)
    return sum(map(squashed.has, pieces))


def _sentence_at(at: int, places: Sequence[Place]) -> Place:
    return places[bisect.bisect_right(places, at, key=lambda place: place.start) - 1]


def _cell_at(at: int, text: PaperText) -> str:
    """Give the cell of a table that a character stands in, with the heads of its column.

    Empty where it stands in none, or that one's column has no head.
    """
    cell = text.cell_at(at)
    return f"{cell.head} = {cell.row.cells[cell.column].text}" if cell and cell.head else ""


def _cut_around(text: str, first: int, last: int, start: int, end: int) -> str:
    """Give the characters from `first` to `last`, or those around `start` to `end` if too many."""
    if last - first > _LONGEST_PASSAGE:
        beside = max(0, _LONGEST_PASSAGE - (end - start)) // 2
        # whole words, where there are spaces: the first and the last may be cut
        before, behind = (
            text[max(first, start - beside) : start],
            text[end : min(last, end + beside)],
        )
        before, behind = before.partition(" ")[2] or before, behind.rpartition(" ")[0] or behind
        return f"… {' '.join(f'{before}{text[start:end]}{behind}'.split())} …"
    return " ".join(text[first:last].split())


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_PASSAGE else f"{words[:_LONGEST_PASSAGE]} …"
