"""What check gives: evidence for quotes, findings for what the paper does not bear out."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from pipeline.records.record import Record

FindingKind = Literal[
    "quote",
    "number",
    "pair",
    "name",
    "affiliation",
    "month",
    "venue",
    "link",
    "direction",
    "wording",
    "credit",
    "hidden",
    "instruction",
    "trace",
    "meaning",
]


Severity = Literal["doubt", "note"]
"""A doubt is a mark, for the reader to look at; a note tells where something stands."""


FindingReason = Literal[
    "contradicted",
    "missing",
    "apart",
    "moved",
    "short",
    "repeated",
    "obeyed",
    "again",
]
"""The paper says otherwise; not in the paper in any form; in the paper, and not tied to its quote
or name; on another page; too short; the prompt's words; done as the paper bids; said before."""

_NOTED: tuple[FindingReason, ...] = ("apart", "moved")
"""What is evidence and no mark: the paper has it, and a reader finds it by its page."""
_TOLD_WITH_NEAREST: tuple[FindingReason, ...] = ("contradicted", "missing", "apart")
_NOT_OF_ITS_TEXT: tuple[FindingKind, ...] = ("hidden", "instruction", "link")
"""What is told of the paper itself, or of the log: nothing in its text is nearer."""
_EARLIER: dict[object, FindingReason] = {
    "far": "apart",
    "parted": "apart",
    "swapped": "contradicted",
    "differs": "contradicted",
    "opposite": "contradicted",
}
"""The reasons of reports that were kept by earlier versions, as they are called now."""


class Evidence(Record):
    """Where a quote was found: its page and its characters in `PaperText.text`.

    `match` is `exact`, `alike` (but for case, space, hyphenation, ligatures and punctuation) or
    `missing`; the places are None when it is missing, or at a page's edge, beside the text.
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
    with its `page`, empty and None where there is none; of hidden text, why it does not show; of a
    link, what the log has instead.
    `by` is the model whose opinion it is; empty where a rule found it.
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

    @field_validator("reason", mode="before")
    @classmethod
    def _as_called_now(cls, reason: object) -> object:
        return _EARLIER.get(reason, reason) if isinstance(reason, str) else reason


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
) -> Finding:
    """Make a finding; its reason says whether it is a mark.

    `message` says what is wrong. `nearest` and its page are added to it where the reason is one
    that tells what the paper has.
    """
    said = message
    if nearest and reason in _TOLD_WITH_NEAREST and kind not in _NOT_OF_ITS_TEXT:
        said += f"; the paper has {nearest}" + (f" on p. {page}" if page else "")
    return Finding(
        where=where,
        kind=kind,
        reason=reason,
        severity="note" if reason in _NOTED else "doubt",
        words=words,
        message=said,
        nearest=nearest,
        page=page,
    )
