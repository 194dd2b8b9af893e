"""Everything that crosses a stage's boundary, as frozen records.

`Draft` is what a drafter fills in and nobody has verified; `CheckReport` is what `check` vouches for. They are different
types on purpose: a model never writes evidence.
"""

from __future__ import annotations

import bisect
import calendar
import datetime
import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_serializer,
    model_validator,
)


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ── what fetch gives ──


class Paper(Record):
    """A paper's metadata, in arXiv's own words where it is from arXiv.

    `published` is the day of version 1, `updated` the day of the version at hand. `arxiv_id` carries the version; it is
    None for a PDF from disk, whose other fields are what the file itself says. `newest` is the newest version's identifier
    where another version was asked for, as far as arXiv says.
    """

    arxiv_id: str | None
    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    published: datetime.date | None = None
    updated: datetime.date | None = None
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    categories: tuple[str, ...] = ()
    newest: str = ""

    @property
    def venue(self) -> str:
        """The journal reference, else what the comment says of acceptance (labelled so), else nothing."""
        if self.journal_ref:
            return self.journal_ref
        match = re.search(r"(?i)\b(?:accepted|to appear|published|presented)\b[^.;]*", self.comment)
        return f"{match[0].strip()} (comment)" if match else ""


# ── what extract gives ──


Points = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
"""A length on a page; 1 point is 1/72 inch."""


class Page(Record):
    """One page's place in the running text: characters `start` to `end` of `PaperText.text`; `number` counts from 1.

    `width` and `height` are those of the page as it is displayed, in points; 0 where the page could not be read.
    """

    number: int
    start: int
    end: int
    width: Points = 0.0
    height: Points = 0.0


class LineBox(Record):
    """Where one line of a page stands: characters `start` to `end` of `PaperText.text`, and the box around them.

    `x0`, `y0` is the box's lower left corner and `x1`, `y1` its upper right one, in points (1/72 inch, tenths kept) from the lower
    left corner of the page as it is displayed: its crop box, turned by /Rotate. Written as one string of the six numbers, because
    a paper has thousands of lines.
    """

    start: int = Field(ge=0)
    end: int
    x0: Points
    y0: Points
    x1: Points
    y1: Points

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return dict(zip(("start", "end", "x0", "y0", "x1", "y1"), value.split(" "), strict=True))

    @model_validator(mode="after")
    def _is_box(self) -> LineBox:
        if not (self.start < self.end and self.x0 <= self.x1 and self.y0 <= self.y1):
            raise ValueError("is no line's box")
        return self

    @model_serializer
    def _as_words(self) -> str:
        return " ".join(str(n) if isinstance(n, int) else f"{n:.1f}" for _, n in self)


SectionKind = Literal["front", "abstract", "body", "acknowledgements", "references", "appendix"]


class Section(Record):
    """One section's place in the running text, its heading included; `title` is the heading as the paper writes it."""

    kind: SectionKind
    title: str
    start: int
    end: int


class HiddenText(Record):
    """Text of the PDF that its reader does not see and that was left out: the page, why it does not show, and what it says."""

    page: int
    reason: str
    text: str


class PageReader(Record):
    """A page that another reader read than the rest of the paper: which reader, and what the first one could not make out."""

    page: int
    reader: str
    reason: str


class PaperText(Record):
    """A paper's text as a person reads it.

    `text` is one string: paragraphs end in a newline, lines are joined, running heads and page numbers are out. Every
    character belongs to a page and every page to a range, in order. `warnings` are for the user, one sentence each.
    `title` is the line set largest on page 1, `stamp` arXiv's side stamp; both empty where there is none. `reader` read all
    pages but those of `other_readers`. `hidden` is what was set apart, and is not in `text`. `lines` are the lines of the pages in
    the order of `text`, with their boxes; what is between two of them, a space or a newline, was put in.
    """

    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str = ""
    stamp: str = ""
    reader: str = ""
    other_readers: tuple[PageReader, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    lines: tuple[LineBox, ...] = ()

    @model_validator(mode="after")
    def _has_lines_in_order(self) -> PaperText:
        ends = [0, *(line.end for line in self.lines)]
        if any(line.start < end for line, end in zip(self.lines, ends, strict=False)) or ends[-1] > len(self.text):
            raise ValueError("has lines out of order")
        return self

    @cached_property
    def _starts(self) -> list[int]:
        return [page.start for page in self.pages]

    def page_at(self, offset: int) -> int:
        """Give the number of the page that the character at `offset` stands on."""
        return self.pages[max(0, bisect.bisect_right(self._starts, offset) - 1)].number

    def boxes(self, start: int, end: int) -> tuple[tuple[int, LineBox], ...]:
        """Give the lines that the characters from `start` to `end` stand in, each with its page's number."""
        first = bisect.bisect_right(self.lines, start, key=lambda line: line.end)
        last = bisect.bisect_left(self.lines, end, key=lambda line: line.start)
        return tuple((self.page_at(line.start), line) for line in self.lines[first:last])

    def page_text(self, number: int) -> str:
        """Give the running text of one page."""
        return next((self.text[page.start : page.end] for page in self.pages if page.number == number), "")

    def section_text(self, *kinds: SectionKind) -> str:
        """Give the text of all sections of these kinds, in order."""
        return "\n".join(self.text[s.start : s.end].strip() for s in self.sections if s.kind in kinds)


# ── what draft gives ──

# what "\frac", "\nabla", "\times" in a JSON string load as: legal escapes, so only the control character tells
_LATEX_NEWLINE = re.compile(r"\n(?:abla|eq|eg|e|ot|otin|u|i|leq|geq|mid|cong|olimits|onumber|ewline|earrow|warrow)\b")


def _plain_line(text: str) -> str:
    """Fold white space to single spaces; raise ValueError where LaTeX was swallowed by JSON's escapes."""
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]|\t(?=[a-z])", text) or _LATEX_NEWLINE.search(text):
        raise ValueError("has control characters, as LaTeX commands leave them in JSON: write plain text, no LaTeX")
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


class Quote(Record):
    """A passage of the paper that a point rests on, as the drafter gives it."""

    text: FilledLine = Field(
        description="one or two sentences copied from the paper as they stand there, in English if the paper is English"
    )
    page: Annotated[int, BeforeValidator(_whole_number)] = Field(
        description="the number of the page they stand on, as given in the [page N] marks"
    )


class KeyPoint(Record):
    """One numbered point of an entry; the quotes come first, so that a model has them before it words the point."""

    label: FilledLine = Field(description="what the point is about, in one to four words")
    quotes: tuple[Quote, ...] = Field(
        min_length=1, max_length=3, description="one to three passages of the paper that bear the point out"
    )
    text: FilledLine = Field(
        description="the point, one to three sentences in the log's language, plain text on one line"
    )


class Lead(Record):
    """What the first line of an entry is made of."""

    month: Line = Field(description="year and month of this version as YYYY.M, from the metadata")
    affiliations: tuple[FilledLine, ...] = Field(
        description="the authors' affiliations as page 1 gives them, shortened as researchers do; empty if not given"
    )
    kind: FilledLine = Field(description="what kind of paper it is, one or two words in the log's language")
    about: Line = Field(description="what it is about, one short clause in the log's language")

    @property
    def year_month(self) -> tuple[int, int] | None:
        """The month read out of `2022.6`, `2022-06`, `2022年6月` or `June 2022`; None where it is none of these."""
        if match := re.search(r"\b((?:19|20)\d\d)\s*[.\-/年]\s*(\d{1,2})(?!\d)", self.month):
            year, month = int(match[1]), int(match[2])
            return (year, month) if 1 <= month <= 12 else None
        match = re.search(r"\b([A-Z][a-z]{2})[a-z]*\.?,?\s+((?:19|20)\d\d)\b", self.month)
        names = list(calendar.month_abbr)
        return (int(match[2]), names.index(match[1])) if match and match[1] in names[1:] else None


class Verdict(Record):
    """An entry's closing judgement: the drafter's opinion, the person's to replace."""

    text: Line = Field(description="one or two sentences of judgement, in the log's language")
    weakness: Line = Field(description="one weakness or open question of the paper, one sentence in the log's language")


class Draft(Record):
    """A structured summary, valid in shape, unverified."""

    topic: Line = Field(
        default="", description="which of the log's topics it belongs to; empty if none fits or none is given"
    )
    lead: Lead
    key_points: tuple[KeyPoint, ...] = Field(min_length=3, max_length=6, description="three to six key points")
    verdict: Verdict


# ── what check gives ──

FindingKind = Literal[
    "quote", "number", "pair", "name", "affiliation", "month", "venue", "direction", "hidden", "instruction", "trace"
]
FindingReason = Literal[
    "missing", "moved", "short", "far", "parted", "swapped", "differs", "opposite", "repeated", "obeyed", "again"
]
"""Not in the paper; on another page; too short; not near its quote; not together; partners changed; not as its quote; the other way;
the prompt's words; done as the paper bids; said before."""


class Evidence(Record):
    """Where a quote was found: its page and its characters in `PaperText.text`.

    `match` is `exact`, `alike` (but for case, space, hyphenation, ligatures and punctuation) or `missing`; the places
    are None when it is missing.
    """

    quote: str
    claimed_page: int
    match: Literal["exact", "alike", "missing"]
    page: int | None = None
    start: int | None = None
    end: int | None = None


class Finding(Record):
    """Something in a draft that the paper does not bear out.

    `where` is `lead`, `point N`, `verdict` or `paper`; `reason` says what is wrong, `message` says it in English; `words` are the
    draft's, `nearest` the nearest thing that the paper does say, with its `page`, empty and None where there is none.
    """

    where: str
    kind: FindingKind
    reason: FindingReason
    severity: Literal["doubt", "note"]
    words: str
    message: str
    nearest: str = ""
    page: int | None = None


class Drafted(Record):
    """A draft and where it comes from: what the reader must know of how it was made.

    `drafter` is `extractive` or the model's name. `left_out` names what of the paper the drafter did not see, empty
    when it saw all of it. `traces` are findings that only the drafter's request could tell.
    """

    draft: Draft
    drafter: str
    left_out: tuple[str, ...] = ()
    traces: tuple[Finding, ...] = ()


class CheckReport(Record):
    """What of a draft the paper bears out: evidence for every quote, a finding for everything doubtful.

    `evidence` has one tuple for each key point, in order. That a quote exists says nothing of whether the point follows.
    """

    evidence: tuple[tuple[Evidence, ...], ...]
    findings: tuple[Finding, ...]

    @property
    def doubts(self) -> int:
        """The number of findings that a reader should look at."""
        return sum(finding.severity == "doubt" for finding in self.findings)
