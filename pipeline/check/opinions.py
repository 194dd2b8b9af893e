"""What a second reader's opinions of a draft change in its report. Pure.

An opinion is a model's, so it is held to the paper as a draft is: a contradiction counts only with
words that the paper has. A mark of the rules on what the second reader, shown the passages, calls
borne out is dropped, unless the rule can do what a reader cannot: look through the whole paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import quantities
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
from pipeline.records.verification import Asked, Opinion, Verification
from pipeline.text.squash import squash, weight

VERSION = "1"
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
    asked: Sequence[Asked],
    paper: Paper,
    text: PaperText,
) -> CheckReport:
    """Give a report with what a second reader found, and without what it shows to be borne out.

    `asked` is what it was asked.
    """
    index = PaperIndex(text, paper)
    kept = [one for one in report.findings if not _is_outweighed(one, verification.opinions)]
    passages = {one.where: "\n".join(p.text for p in one.passages) for one in asked}
    found = _findings(verification, passages, index)
    return report.model_copy(update={"findings": tuple(dict.fromkeys((*kept, *found)))})


def _is_outweighed(finding: Finding, opinions: Sequence[Opinion]) -> bool:
    """Tell whether a mark of the rules is on a sentence that the second reader calls borne out."""
    if finding.severity != "doubt" or finding.kind in _SURE_KINDS or finding.reason in _SURE:
        return False
    pieces = finding.words.split(" … ")
    about = [
        one
        for one in opinions
        if one.where == finding.where and all(piece in one.sentence for piece in pieces)
    ]
    return bool(about) and all(one.answer == "borne out" for one in about)


def _findings(
    verification: Verification, passages: Mapping[str, str], index: PaperIndex
) -> Iterator[Finding]:
    """Give a mark for what is contradicted in the paper's own words.

    What the passages do not say is told of only: a mark where they lack its numbers and names, too.
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
            reason: FindingReason = (
                "missing" if _lacks(one, passages.get(one.where, "")) else "apart"
            )
            found = make_finding(one.where, "meaning", said, message, "", None, reason=reason)
            yield found.model_copy(update={"by": verification.model})


def _lacks(opinion: Opinion, passages: str) -> bool:
    """Tell whether all numbers of a sentence, or all names of one without any, are elsewhere."""
    said = Said(Statement(opinion.where, opinion.sentence))
    if said.numbers:
        known = {one.value for one in quantities(passages)}
        return all(one.value not in known for one in said.numbers)
    letters = squash(passages)
    return bool(said.names) and all(squash(one.words) not in letters for one in said.names)


def _shown(opinion: Opinion, index: PaperIndex) -> Evidence | None:
    """Give where the paper has the words that an opinion rests on; None where it has them not."""
    if weight(squash(opinion.proof)) < SHORT:
        return None
    found = find_quote(Quote(text=opinion.proof, page=1), index)
    return found if found.match != "missing" else None
