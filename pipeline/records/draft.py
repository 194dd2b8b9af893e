"""What a drafter fills in, and where it comes from: valid in shape, unverified.

`Draft` and `CheckReport` are different types on purpose: a model never writes evidence.
"""

from __future__ import annotations

import calendar
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from pipeline.records.record import Record
from pipeline.records.report import Finding

_MONTH_IN_DIGITS = re.compile(r"\b((?:19|20)\d\d)\s*[.\-/年]\s*(\d{1,2})(?!\d)")
_MONTH_BY_NAME = re.compile(r"\b([A-Z][a-z]{2})[a-z]*\.?,?\s+((?:19|20)\d\d)\b")
# what "\frac", "\nabla", "\times" in a JSON string load as: legal escapes, so only the control
# character tells
_LATEX_NEWLINE = re.compile(
    r"\n(?:abla|eq|eg|e|ot|otin|u|i|leq|geq|mid|cong|olimits|onumber|ewline|earrow|warrow)\b"
)


def _plain_line(text: str) -> str:
    """Fold white space to single spaces.

    Raises ValueError where LaTeX was swallowed by JSON's escapes.
    """
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]|\t(?=[a-z])", text) or _LATEX_NEWLINE.search(text):
        raise ValueError(
            "has control characters, as LaTeX commands leave them in JSON: "
            "write plain text, no LaTeX"
        )
    return " ".join(text.split())


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


Line = Annotated[str, AfterValidator(_plain_line)]
FilledLine = Annotated[Line, AfterValidator(_not_blank)]


def _whole_number(value: object) -> object:
    """Take 3.0 and "3" for 3: a page is looked up anyway, and a wrong one is said."""
    return int(value) if isinstance(value, float) and abs(value) < 1e9 else value


_LONGEST_POINT, _LONGEST_QUOTE = 2000, 1500
"""Characters: no entry has a longer point, and a longer quote shows nothing. What is looked up in
the paper stays bounded by them, whatever a model answers."""
_MOST_AFFILIATIONS = 30
MOST_QUOTES = 5
"""Quotes of a point: two rows that are compared, their heads or caption, and what is said of it."""
MOST_FIGURES = 2
"""Figures that an entry may have: of the entries that a person wrote with pictures half have one or
two."""
Affiliation = Annotated[FilledLine, Field(max_length=_LONGEST_POINT)]


class Quote(Record):
    """A passage of the paper that a point rests on, as the drafter gives it."""

    text: FilledLine = Field(
        max_length=_LONGEST_QUOTE,
        description="one or two sentences copied from the paper as they stand there, "
        "in English if the paper is English",
    )
    page: Annotated[int, BeforeValidator(_whole_number)] = Field(
        description="the number of the page they stand on, as given in the [page N] marks"
    )


class KeyPoint(Record):
    """One numbered point of an entry; quotes first: a model has them before it words the point."""

    label: Line = Field(
        max_length=_LONGEST_POINT,
        description="what the point is about, in one to four words; empty where the log has none",
    )
    quotes: tuple[Quote, ...] = Field(
        min_length=1,
        max_length=MOST_QUOTES,
        description="one to five passages of the paper that bear the point out",
    )
    text: FilledLine = Field(
        max_length=_LONGEST_POINT,
        description="the point, one or two sentences in the log's language, plain text on one line",
    )


class Lead(Record):
    """What the first line of an entry is made of."""

    month: Line = Field(
        max_length=_LONGEST_POINT,
        description="year and month as YYYY.M, as they are given to you",
    )
    affiliations: tuple[Affiliation, ...] = Field(
        max_length=_MOST_AFFILIATIONS,
        description="the authors' affiliations as page 1 gives them, shortened as researchers do; "
        "empty if not given",
    )
    kind: FilledLine = Field(
        max_length=_LONGEST_POINT,
        description="what kind of paper it is, one or two words in the log's language",
    )
    about: Line = Field(
        max_length=_LONGEST_POINT,
        description="what it is about, one short clause in the log's language",
    )

    @property
    def year_month(self) -> tuple[int, int] | None:
        """The year and month that it is of, None where it says none."""
        return year_month(self.month)


def year_month(words: str) -> tuple[int, int] | None:
    """Read a month out of `2022.6`, `2022-06`, `2022年6月` or `June 2022`; None where is none."""
    if match := _MONTH_IN_DIGITS.search(words):
        year, month = int(match[1]), int(match[2])
        return (year, month) if 1 <= month <= 12 else None
    match = _MONTH_BY_NAME.search(words)
    names = list(calendar.month_abbr)[1:]
    return (int(match[2]), names.index(match[1]) + 1) if match and match[1] in names else None


class Verdict(Record):
    """An entry's closing judgement: the drafter's opinion, the person's to replace."""

    text: Line = Field(
        max_length=_LONGEST_POINT,
        description="one or two sentences of judgement, in the log's language",
    )
    weakness: Line = Field(
        max_length=_LONGEST_POINT,
        description="one critical remark that the paper itself bears out, one sentence in the "
        "log's language; else empty",
    )


class NamedFigure(Record):
    """A figure or table of the paper that the drafter wants beside its points."""

    label: FilledLine = Field(
        max_length=_LONGEST_POINT,
        description="its name as its caption has it: Figure 2, Table 1",
    )
    reason: Line = Field(
        max_length=_LONGEST_POINT,
        description="what a reader sees in it, one short clause in the log's language",
    )


class Draft(Record):
    """A structured summary, valid in shape, unverified."""

    topic: Line = Field(
        max_length=_LONGEST_POINT,
        default="",
        description="which of the log's topics it belongs to; empty if none fits or none is given",
    )
    nickname: Line = Field(
        max_length=_LONGEST_POINT,
        default="",
        description="the paper's own short name for its model or method, where the log puts one "
        "before titles and the title has none; else empty",
    )
    lead: Lead
    key_points: tuple[KeyPoint, ...] = Field(
        min_length=3, max_length=6, description="the key points, three to six"
    )
    verdict: Verdict
    figures: tuple[NamedFigure, ...] = Field(
        max_length=MOST_FIGURES,
        default=(),
        description="the figures or tables that the entry shows, as many as are asked for; "
        "else empty",
    )


class Drafted(Record):
    """A draft and where it comes from: what the reader must know of how it was made.

    `drafter` is `extractive` or the model's name. `left_out` names what of the paper the drafter
    did not see, empty when it saw all of it. `traces` are findings that only the drafter's request
    could tell. `asked_for_figures` tells whether the drafter was to name figures: one that was and
    named none wants none.
    """

    draft: Draft
    drafter: str
    left_out: tuple[str, ...] = ()
    traces: tuple[Finding, ...] = ()
    asked_for_figures: bool = False
