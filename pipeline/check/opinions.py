"""What a second reader's opinions of a draft change in its report. Pure.

An opinion is a model's, so it is held to the paper as a draft is: a contradiction counts only with
words that the paper has. A mark of the rules on what the second reader, shown the passages, calls
borne out is dropped, unless the rule can do what a reader cannot: look through the whole paper. Of
a number that the paper has nowhere, the words that the reader shows for it must be in the paper,
and their numbers must make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.check.arithmetic import is_made_of_quoted
from pipeline.check.credit import lets_admit
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quotes import SHORT, find_quote
from pipeline.check.statements import Said
from pipeline.records.draft import Quote
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import (
    CheckReport,
    Evidence,
    Finding,
    FindingKind,
    FindingReason,
    make_finding,
)
from pipeline.records.statement import Statement
from pipeline.records.verification import Opinion, Verification
from pipeline.text.squash import squash, weight

VERSION = "4"
"""Part of every report's fingerprint: raise it when the same opinions give another report."""
_LONGEST_SHOWN = 200
"""Characters of a sentence that a finding keeps."""
_SURE = frozenset[FindingReason]({"missing"})
"""Reasons that a whole paper was searched for: no passage outweighs it."""
_SURE_KINDS = frozenset[FindingKind]({"hidden", "instruction", "quote", "trace", "number"})
"""Findings that are of the paper or the prompt, and arithmetic: no reading outweighs them."""


def with_opinions(
    report: CheckReport,
    verification: Verification,
    paper: Paper,
    text: PaperText,
) -> CheckReport:
    """Give a report with what a second reader found, and without what it shows to be borne out."""
    index = PaperIndex(text, paper)
    kept = [
        one
        for one in report.findings
        if not (
            _is_outweighed(one, verification.opinions)
            or _is_made(one, verification.opinions, index)
        )
    ]
    found = _findings(verification, index)
    return report.model_copy(update={"findings": tuple(dict.fromkeys((*kept, *found)))})


def _is_outweighed(finding: Finding, opinions: Sequence[Opinion]) -> bool:
    """Tell whether a mark of the rules is on a sentence that the second reader calls borne out."""
    if finding.severity != "doubt" or finding.kind in _SURE_KINDS or finding.reason in _SURE:
        return False
    about = _about(finding, opinions)
    return bool(about) and all(one.answer == "borne out" for one in about)


def _about(finding: Finding, opinions: Sequence[Opinion]) -> list[Opinion]:
    """Give the opinions of the sentences that a finding may be of."""
    pieces = finding.words.split(" … ")
    return [
        one
        for one in opinions
        if one.where == finding.where and all(piece in one.sentence for piece in pieces)
    ]


def _is_made(finding: Finding, opinions: Sequence[Opinion], index: PaperIndex) -> bool:
    """Tell whether a missing number is what two make of the words that a second reader shows."""
    if (finding.kind, finding.reason) != ("number", "missing"):
        return False
    about = _about(finding, opinions)
    return bool(about) and all(
        one.answer == "borne out" and _makes(one, finding.words, index) for one in about
    )


def _makes(opinion: Opinion, written: str, index: PaperIndex) -> bool:
    shown = _shown(opinion, index)
    if shown is None:
        return False
    said = Said(Statement(opinion.where, opinion.sentence, (shown,)))
    numbers = [one for one in said.numbers if one.written.strip() == written]
    return bool(numbers) and all(is_made_of_quoted(said, one, index) for one in numbers)


def _findings(verification: Verification, index: PaperIndex) -> Iterator[Finding]:
    """Give a mark for what is contradicted in the paper's own words.

    What the passages do not say is a note: they are not the whole paper, and nine in ten of such
    sentences of honest drafts were right. What the paper has nowhere the rules mark. But a limit
    that the authors are said to admit must be among what they say of limits, which was shown.
    """
    for one in verification.opinions:
        said = one.sentence[:_LONGEST_SHOWN]
        shown = _shown(one, index)
        if one.answer == "contradicted" and shown is not None:
            message = f"{verification.model} reads the paper otherwise: “{said}”"
            found = make_finding(
                one.where, "meaning", said, message, one.proof, shown.page, reason="contradicted"
            )
            yield found.model_copy(update={"by": verification.model})
        elif one.answer == "not said":
            message = f"{verification.model} does not find this in the paper's passages: “{said}”"
            reason: FindingReason = "missing" if lets_admit(one.sentence) else "apart"
            found = make_finding(one.where, "meaning", said, message, "", None, reason=reason)
            yield found.model_copy(update={"by": verification.model})


def _shown(opinion: Opinion, index: PaperIndex) -> Evidence | None:
    """Give where the paper has the words that an opinion rests on; None where it has them not."""
    if weight(squash(opinion.proof)) < SHORT:
        return None
    found = find_quote(Quote(text=opinion.proof, page=1), index)
    return found if found.match != "missing" else None
