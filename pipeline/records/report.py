"""What check gives: evidence for quotes, findings for what the paper does not bear out."""

from __future__ import annotations

from typing import Literal

from pipeline.records.record import Record

FindingKind = Literal[
    "quote",
    "number",
    "pair",
    "name",
    "affiliation",
    "month",
    "venue",
    "direction",
    "hidden",
    "instruction",
    "trace",
    "meaning",
]


Severity = Literal["doubt", "note"]
"""A doubt is for the reader to look at; a note tells where something stands."""


FindingReason = Literal[
    "missing",
    "moved",
    "short",
    "far",
    "parted",
    "swapped",
    "differs",
    "opposite",
    "repeated",
    "obeyed",
    "again",
    "contradicted",
]
"""Not in the paper; on another page; too short; not near its quote; not together; partners changed;
not as its quote; the other way; the prompt's words; done as the paper bids; said before."""

_TOLD_WITH_NEAREST: tuple[FindingReason, ...] = ("missing", "parted", "swapped")


class Evidence(Record):
    """Where a quote was found: its page and its characters in `PaperText.text`.

    `match` is `exact`, `alike` (but for case, space, hyphenation, ligatures and punctuation) or
    `missing`; the places are None when it is missing.
    """

    quote: str
    claimed_page: int
    match: Literal["exact", "alike", "missing"]
    page: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def place(self) -> tuple[int, int] | None:
        """The quote's first character and the one behind its last; None where it is missing."""
        if self.start is None or self.end is None:
            return None
        return self.start, self.end


class Finding(Record):
    """Something in a draft that the paper does not bear out.

    `where` is `lead`, `point N`, `verdict` or `paper`; `reason` says what is wrong, `message` says
    it in English; `words` are the draft's, `nearest` the nearest thing that the paper does say,
    with its `page`, empty and None where there is none. `by` is the model whose opinion it is;
    empty where a rule found it.
    """

    where: str
    kind: FindingKind
    reason: FindingReason
    severity: Severity
    words: str
    message: str
    nearest: str = ""
    page: int | None = None
    by: str = ""


class CheckReport(Record):
    """What of a draft the paper bears out: evidence for quotes, findings for what is doubtful.

    `evidence` has one tuple for each key point, in order. That a quote exists says nothing of
    whether the point follows.
    """

    evidence: tuple[tuple[Evidence, ...], ...]
    findings: tuple[Finding, ...]

    @property
    def doubts(self) -> int:
        """The number of findings that a reader should look at."""
        return sum(finding.severity == "doubt" for finding in self.findings)


def make_finding(
    where: str,
    kind: FindingKind,
    words: str,
    message: str,
    nearest: str,
    page: int | None,
    *,
    reason: FindingReason = "missing",
    severity: Severity = "doubt",
) -> Finding:
    """Make a finding.

    `message` says what is wrong. Where it does not tell what the paper has instead, `nearest` and
    its page are added to it.
    """
    said = message
    if nearest and reason in _TOLD_WITH_NEAREST:
        said += f"; the paper has {nearest}" + (f" on p. {page}" if page else "")
    return Finding(
        where=where,
        kind=kind,
        reason=reason,
        severity=severity,
        words=words,
        message=said,
        nearest=nearest,
        page=page,
    )
