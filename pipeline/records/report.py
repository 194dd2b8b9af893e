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
]


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
]
"""Not in the paper; on another page; too short; not near its quote; not together; partners changed;
not as its quote; the other way; the prompt's words; done as the paper bids; said before."""


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


class Finding(Record):
    """Something in a draft that the paper does not bear out.

    `where` is `lead`, `point N`, `verdict` or `paper`; `reason` says what is wrong, `message` says
    it in English; `words` are the draft's, `nearest` the nearest thing that the paper does say,
    with its `page`, empty and None where there is none.
    """

    where: str
    kind: FindingKind
    reason: FindingReason
    severity: Literal["doubt", "note"]
    words: str
    message: str
    nearest: str = ""
    page: int | None = None


class CheckReport(Record):
    """What of a draft the paper bears out: evidence for every quote, a finding for everything doubtful.

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
    severity: str = "doubt",
) -> Finding:
    """Make a finding whose message names the nearest thing that the paper has, where that is not said already."""
    said = (
        f"{message}; the paper has {nearest}"
        if nearest and reason in ("missing", "parted", "swapped")
        else message
    )
    said += f" on p. {page}" if said != message and page else ""
    return Finding.model_validate(
        {
            "where": where,
            "kind": kind,
            "reason": reason,
            "severity": severity,
            "words": words,
            "message": said,
            "nearest": nearest,
            "page": page,
        }
    )
