"""A mark: a finding about an entry as the page shows it, with the places that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.check.quantities import quantities_of
from pipeline.commands.doubts import pieces_of
from pipeline.commands.entry_findings import OF_THE_PAPER, LookedUp
from pipeline.records.paper_text import PaperText
from pipeline.records.record import Record
from pipeline.records.report import Finding
from pipeline.web import places
from pipeline.web.cells import CellName, cells_with, named
from pipeline.web.context import Context, around, by_context
from pipeline.web.places import Span

_MOST_OWNERS = 2
"""Cells of one number that are told: in more it tells nothing."""
_AROUND = 50
"""Characters of a sentence before and behind a number that tell what it is of."""


class Owner(Record):
    """Where the paper has a number that the entry says of something else.

    That is a cell of a table, or else the words `around` it.
    """

    number: str
    cell: CellName | None
    around: str
    page: int
    span: Span


class Mark(Record):
    """A finding about the entry: its words, what is wrong, and where the paper is to be opened.

    What is there are the quotes of its point, what the paper has nearest, or the words themselves;
    `shows` tells which. `owners` are those of a number that the paper has for something else.
    """

    number: int
    where: str
    words: str
    kind: str
    reason: str
    severity: str
    message: str
    nearest: str
    by: str
    page: int | None
    spans: tuple[Span, ...]
    shows: Literal["quotes", "nearest", "words"]
    owners: tuple[Owner, ...]


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Give findings without those that tell again what another tells.

    A note on what a doubt is about tells nothing new; of the same doubt one is told, and notes on
    one number that the paper has in one place are one.
    """
    doubted = [(one.where, set(pieces_of(one))) for one in findings if one.severity == "doubt"]
    kept: dict[tuple[str, ...], Finding] = {}
    for one in findings:
        pieces = pieces_of(one)
        is_note = one.severity == "note"
        if is_note and any(one.where == where and doubt >= set(pieces) for where, doubt in doubted):
            continue
        subject = pieces[0] if pieces and is_note and one.kind == "pair" else one.words
        key = (one.where, one.kind, one.reason, subject, one.nearest, str(one.page))
        if earlier := kept.get(key):
            more = [piece for piece in pieces if piece not in pieces_of(earlier)]
            one = earlier.model_copy(update={"words": ", ".join((earlier.words, *more))})
        kept[key] = one
    return list(kept.values())


def mark_of(number: int, finding: Finding, found: LookedUp) -> Mark:
    """Give a finding with the paper's place: what it has instead, else what the point rests on.

    Where the paper has what is said, only elsewhere, that is its place.
    """
    own = [one for said in found.said if said.where == finding.where for one in said.evidence]
    quotes = tuple(dict.fromkeys(one.place for one in own if one.place))
    page = finding.page or next((one.page for one in own if one.page), None)
    spans, shows = quotes, "quotes"
    if finding.kind in OF_THE_PAPER:
        spans = ()
    elif finding.page and (sought := finding.nearest or _elsewhere(finding)):
        there = [
            one
            for one in places.find(found.text, sought)
            if found.text.page_at(one[0]) == finding.page
        ]
        context = _context(finding, next(iter(pieces_of(finding)), ""), found, quotes)
        context = context._replace(before=f"{context.before} {finding.words}")
        if nearest := by_context(found.text, there, context)[:1]:
            spans, shows = tuple(nearest), "nearest" if finding.nearest else "words"
    return Mark(
        number=number,
        where=finding.where,
        words=finding.words,
        kind=finding.kind,
        reason=finding.reason,
        severity=finding.severity,
        message=finding.message,
        nearest=finding.nearest,
        by=finding.by,
        page=page,
        spans=spans,
        shows=shows,
        owners=tuple(_owners(finding, found, spans, quotes)),
    )


def _elsewhere(finding: Finding) -> str:
    """Give what of a finding's words the paper has, if only far from what the point rests on."""
    return next(iter(pieces_of(finding)), "") if finding.reason == "apart" else ""


def _context(finding: Finding, piece: str, found: LookedUp, quotes: Sequence[Span]) -> Context:
    """Give what stands in the entry around a piece of a finding's words."""
    own = (said.words for said in found.said if said.where == finding.where)
    words = next((one for one in own if piece and piece in one), "")
    before, _, behind = words.partition(piece or " ")
    return Context(quotes, before, behind)


def _owners(
    finding: Finding, found: LookedUp, spans: Sequence[Span], quotes: Sequence[Span]
) -> Iterator[Owner]:
    """Give whose a number is that the paper has for something else; `spans` are shown already."""
    if finding.reason != "contradicted" or finding.severity != "doubt":
        return
    for piece in pieces_of(finding):
        if len(numbers := quantities_of(piece)) == 1 and numbers[0].written.strip() == piece:
            context = _context(finding, piece, found, quotes)
            of_cells = list(_of_cells(piece, found.text, spans, context))
            yield from of_cells or _of_sentences(piece, found.text, spans, context)


def _of_cells(
    number: str, text: PaperText, spans: Sequence[Span], context: Context
) -> Iterator[Owner]:
    """Give the cells that have a number: those of the table that is shown first."""
    shown = {cell.table.label for start, _ in spans if (cell := text.cell_at(start))}
    cells = cells_with(text, number)
    ordered = by_context(text, list(cells), context)
    ordered.sort(key=lambda span: cells[span].table.label not in shown)
    for span in ordered[:_MOST_OWNERS]:
        if (owner := named(cells[span])).row or owner.column:
            yield _owner(number, text, span, owner)


def _of_sentences(
    number: str, text: PaperText, spans: Sequence[Span], context: Context
) -> Iterator[Owner]:
    """Give the place outside of what is shown where a number may be meant."""
    elsewhere = [
        one
        for one in places.find_number(text, number)
        if not any(start <= one[0] and one[1] <= end for start, end in spans)
    ]
    for span in by_context(text, elsewhere, context)[:1]:
        yield _owner(number, text, span, None)


def _owner(number: str, text: PaperText, span: Span, cell: CellName | None) -> Owner:
    before, behind = around(text, span)
    words = f"{before[-_AROUND:]}{text.text[slice(*span)]}{behind[:_AROUND]}"
    return Owner(
        number=number,
        cell=cell,
        around="" if cell else " ".join(words.split()),
        page=text.page_at(span[0]),
        span=span,
    )
