"""An entry as it is typed: how it will stand in the log, what is doubtful, and where to look."""

from __future__ import annotations

from pipeline.commands.doubts import pieces_of
from pipeline.commands.drafts import edited_text
from pipeline.commands.entry_findings import LookedUp, look_up
from pipeline.commands.shown_entry import places as places_in
from pipeline.errors import SummarizeError
from pipeline.records.record import Record
from pipeline.records.report import Evidence
from pipeline.web.desk import Desk
from pipeline.web.entry_html import Marked, entry_html
from pipeline.web.mark import Mark, mark_of, merged
from pipeline.web.places import Span


class Quoted(Record):
    """A quote that a point rests on."""

    quote: str
    page: int | None
    spans: tuple[Span, ...]


class Checked(Record):
    """An entry as it is typed: how it will stand in the log, and what is doubtful in it."""

    html: str
    day: str
    marks: tuple[Mark, ...]
    quotes: dict[str, tuple[Quoted, ...]]
    doubts: int | None
    problem: str


def check(desk: Desk, slug: str, text: str, *, is_typed: bool) -> Checked:
    """Give an entry with what is doubtful in it: as it is typed, or as it stands."""
    folder, paper, _ = desk.draft(slug)
    try:
        entry = edited_text(text, slug, paper)
    except SummarizeError as error:
        return _unchecked("", "", str(error))
    day = f"{entry.day.year}.{entry.day.month}.{entry.day.day}" if entry.day else ""
    figures = f"/drafts/{slug}/figures"
    found = look_up(folder, paper, entry.body, desk.home, desk.log, is_typed=is_typed)
    if found is None:
        html = entry_html(entry.body, {}, (), figures)
        return _unchecked(html, day, "there is no text of the paper to check against")
    findings = merged(found.findings)
    marks = tuple(mark_of(number, one, found) for number, one in enumerate(findings))
    marked = [
        Marked(number, one.where, tuple(pieces_of(one)), one.severity, one.reason)
        for number, one in enumerate(findings)
    ]
    return Checked(
        html=entry_html(entry.body, places_in(entry.body, found.said), marked, figures),
        day=day,
        marks=marks,
        quotes=_quotes(found),
        doubts=sum(one.severity == "doubt" for one in marks),
        problem="",
    )


def _unchecked(html: str, day: str, problem: str) -> Checked:
    return Checked(html=html, day=day, marks=(), quotes={}, doubts=None, problem=problem)


def _quotes(found: LookedUp) -> dict[str, tuple[Quoted, ...]]:
    """Give the quotes that each point rests on."""
    by_point: dict[str, dict[str, Quoted]] = {}
    for one in found.said:
        for evidence in one.evidence:
            by_point.setdefault(one.where, {})[evidence.quote] = _quoted(evidence)
    return {where: tuple(quotes.values()) for where, quotes in by_point.items()}


def _quoted(evidence: Evidence) -> Quoted:
    return Quoted(
        quote=evidence.quote,
        page=evidence.page,
        spans=(evidence.place,) if evidence.place else (),
    )
