"""Render: draft and report → `entry.md`, by the templates, which are the user's to change.

Nothing from the paper or the model becomes markup: whatever a template prints goes through `inert`
first, and what it puts into a comment through `quiet`. Each comment that comes of it is marked as
ours, however the template words it: it is for the person who edits the entry, and not for the log.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from pipeline.entry import picture
from pipeline.entry.cautions import in_chinese
from pipeline.entry.emphasis import without_needless_escapes
from pipeline.entry.inert import inert, quiet, title
from pipeline.errors import SummarizeError
from pipeline.records.draft import Draft, Drafted, KeyPoint, Lead
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport
from pipeline.records.shown_figure import ShownFigure
from pipeline.records.style import Pictures, Style
from pipeline.text import marks, sentences
from pipeline.text.cjk import without_gaps
from pipeline.text.squash import squash
from pipeline.text.venues import venue_of

Evidence = Literal["full", "short", "none"]
"""How much of the evidence stands under an entry: its quotes, their pages, or nothing."""
_TEMPLATE_ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a user's own template can raise while it is read or filled in."""
VERSION = "15"
"""Part of every entry's fingerprint: raise it when the same inputs give another entry."""


class PointSaid(NamedTuple):
    """What stands on a point's own line behind its label, and on lines below it."""

    text: str
    parts: tuple[str, ...] = ()


def title_of(paper: Paper, draft: Draft) -> str:
    """Give an entry's title: the paper's, behind the nickname that the log puts before it."""
    return f"{draft.nickname}: {paper.title}" if draft.nickname else paper.title


def render(
    template: str,
    *,
    paper: Paper,
    text: PaperText,
    drafted: Drafted,
    report: CheckReport,
    today: datetime.date,
    name: str,
    style: Style | None = None,
    evidence: Evidence = "full",
    figures: Sequence[ShownFigure] = (),
    missing_figures: Sequence[str] = (),
) -> str:
    """Fill in a template and give the entry, ending in an empty line.

    `style` is how the log writes its entries, `evidence` how much of what points rest on it shows;
    `name` is the template's file name, for errors. `figures` are those whose pictures lie beside
    the entry, `missing_figures` the names of those that the paper was not found to have.
    Raises SummarizeError where a user's own template is wrong.
    """
    style = style or Style()
    try:
        rendered = _compiled(template).render(
            {
                **_context(paper, text, drafted, report, today),
                "style": style,
                "said": lambda point: _said(point, style),
                "figures": [_linked(figure, style.pictures) for figure in figures],
                "missing_figures": missing_figures,
                "evidence_shown": evidence,
            }
        )
    except _TEMPLATE_ERRORS as error:
        raise SummarizeError(
            f"the template {name} is wrong: {str(error) or type(error).__name__}",
            "correct your own file in templates/",
        ) from error
    return marks.mark(without_needless_escapes(rendered.strip())) + "\n\n"


@lru_cache(maxsize=4)  # a run's entries are made by one, and compiling it takes longer than they do
def _compiled(template: str) -> jinja2.Template:
    environment = SandboxedEnvironment(  # Markdown, not HTML: `inert` is the escape for it
        undefined=jinja2.StrictUndefined,
        finalize=inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "quiet": quiet,
        "title_marks": title,
        "without_gaps": without_gaps,
        "in_chinese": in_chinese,
    }
    return environment.from_string(template)


def _said(point: KeyPoint, style: Style) -> PointSaid:
    """Part a point into its sentences where the log has points within points.

    Its label stands alone above them, and without one the first sentence.
    """
    parts = tuple(said for _, said in sentences.split(point.text) if said)
    if not style.nested_mark or len(parts) < 2:
        return PointSaid(point.text)
    return PointSaid("", parts) if point.label else PointSaid(parts[0], parts[1:])


def _linked(figure: ShownFigure, style: Pictures) -> Mapping[str, Any]:
    """Give what a template says of a figure, and the link to its picture."""
    return {
        "label": figure.label,
        "page": figure.page,
        "reason": figure.reason,
        "link": picture.link(style, figure.name, figure.alternative),
    }


def _context(
    paper: Paper, text: PaperText, drafted: Drafted, report: CheckReport, today: datetime.date
) -> Mapping[str, Any]:
    month = drafted.draft.lead.year_month
    return {
        "paper": paper.in_words(),
        "title": title_of(paper, drafted.draft),
        "text": text,
        "draft": drafted.draft,
        "drafter": drafted.drafter,
        "left_out": drafted.left_out,
        "report": report,
        "today": today,
        "venue": _unsaid_venue(paper, text, drafted.draft.lead),
        "month": f"{month[0]}.{month[1]}" if month else _own_month(paper),
        "doubts_at": lambda where: [
            f for f in report.findings if f.where == where and f.severity == "doubt"
        ],
        "notes_at": lambda where: [
            f for f in report.findings if f.where == where and f.reason == "apart"
        ],
    }


def _unsaid_venue(paper: Paper, text: PaperText, lead: Lead) -> Mapping[str, str] | None:
    """Give where the paper was published and where that is said, unless the lead says so."""
    venue = venue_of(paper, text)
    if venue is None or squash(venue.name) in squash(f"{lead.kind} {lead.about}"):
        return None
    source = f"p. {venue.page}" if venue.source == "page" else f"arXiv {venue.source}"
    return {"name": str(venue), "source": source}


def _own_month(paper: Paper) -> str:
    when = paper.day()
    return f"{when.year}.{when.month}" if when else ""
