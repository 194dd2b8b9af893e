"""Render: draft and report → `entry.md`, by the templates, which are the user's to change.

Nothing from the paper or the model becomes markup: whatever a template prints goes through `inert` first, and what it puts
into a comment through `quiet`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.errors import SummarizeError
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport
from pipeline.records.style import Style

_TEMPLATE_ERRORS = (
    jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
VERSION = "4"
"""Part of every entry's fingerprint: raise it when the same inputs give another entry."""

_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# soft hyphens, joiners, fillers, direction marks, tags and lone surrogates: nobody sees them, and they part no words
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# what GitHub makes a link of by itself
_ADDRESS = re.compile(r"\b(?:https?|ftp)://|\bwww\.|(?<=[\w.+-])@(?=[\w-]+\.\w)", re.IGNORECASE)
# emphasis, code and strike-through come in pairs; an underscore within a word is none
_PAIRED = {
    "*": re.compile(r"(?<!\\)\*"),
    "_": re.compile(r"(?<!\\)(?<![A-Za-z0-9])_|(?<!\\)_(?![A-Za-z0-9])"),
    "`": re.compile(r"(?<!\\)`"),
    "~~": re.compile(r"(?<!\\)~~"),
}
_LINE_START = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[#>|=~`+*_-])")


def inert(value: object) -> object:
    """Make a printed value one line of plain text that Markdown and HTML leave as it is; numbers and marked-up text pass."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = _BACKSLASH.sub(r"\\\\", _visible(value))  # first: one that stands before "<" would undo its escape
    text = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", text))
    text = text.replace("](", r"]\(").replace("][", r"]\[").replace("]:", r"]\:").replace("```", r"\`\`\`")
    text = _ADDRESS.sub(lambda match: match[0].replace(":", r"\:").replace(".", r"\.", 1).replace("@", r"\@"), text)
    for mark, flanking in _PAIRED.items():
        if text.count(mark) > 1:  # one alone marks nothing: 8*7B
            text = flanking.sub(r"\\\g<0>", text)
    return _LINE_START.sub(r"\g<1>\\", text)


def quiet(value: str) -> Markup:
    """Make a text one line that cannot end an HTML comment; "--" is the only thing in it that is changed."""
    text = _visible(value).replace("--", "-&#45;")
    return Markup(text.replace("-&#45;-", "-&#45;&#45;"))  # noqa: S704 - a comment is no HTML; its ends are out


def _visible(text: str) -> str:
    """Give what a reader sees of a text, on one line."""
    return " ".join(_INVISIBLE.sub("", _BREAK.sub(" ", text)).split())


def title(value: str) -> str:
    """Make a title fit its marks: 《》 inside it become 〈〉."""
    return value.replace("《", "〈").replace("》", "〉")


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
) -> str:
    """Fill in a template and give the entry, ending in an empty line.

    `style` is how the log writes its entries; `name` is the template's file name, for errors. Raises SummarizeError where
    a user's own template is wrong.
    """
    environment = jinja2.Environment(  # noqa: S701 - Markdown, not HTML: `inert` is the escape for it
        undefined=jinja2.StrictUndefined,
        finalize=inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"quiet": quiet, "title_marks": title}
    try:
        rendered = environment.from_string(template).render(
            {**_context(paper, text, drafted, report, today), "style": style or Style()}
        )
    except _TEMPLATE_ERRORS as error:
        raise SummarizeError(
            f"the template {name} is wrong: {str(error) or type(error).__name__}", "correct it under ./templates"
        ) from error
    return rendered.strip() + "\n\n"


def _context(
    paper: Paper, text: PaperText, drafted: Drafted, report: CheckReport, today: datetime.date
) -> Mapping[str, Any]:
    month = drafted.draft.lead.year_month
    return {
        "paper": paper,
        "text": text,
        "draft": drafted.draft,
        "drafter": drafted.drafter,
        "left_out": drafted.left_out,
        "report": report,
        "today": today,
        "month": f"{month[0]}.{month[1]}" if month else _own_month(paper),
        "doubts_at": lambda where: [f for f in report.findings if f.where == where and f.severity == "doubt"],
    }


def _own_month(paper: Paper) -> str:
    when = paper.updated or paper.published
    return f"{when.year}.{when.month}" if when else ""
