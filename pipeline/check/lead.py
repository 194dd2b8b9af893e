"""The lead's month and affiliations, and the venues that a statement names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.paper_index import PaperIndex
from pipeline.records.draft import Draft
from pipeline.records.paper import Paper
from pipeline.records.report import Finding, make_finding
from pipeline.records.statement import Statement
from pipeline.text.affiliations import Aliases, has_affiliation

_VENUE = re.compile(
    r"\b(?P<venue>CVPR|ICCV|ECCV|WACV|BMVC|NeurIPS|NIPS|ICML|ICLR|AISTATS|UAI|COLT|AAAI|IJCAI|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|CoNLL"
    r"|KDD|SIGIR|WWW|WSDM|CIKM|RecSys|SIGMOD|VLDB|ICDE|SIGGRAPH|INTERSPEECH|Interspeech|ICASSP|CHI|UIST|ICRA|IROS|CoRL|RSS|JMLR|TMLR|TPAMI"
    r"|TKDE|IJCV|Nature|Science|PNAS|SOSP|OSDI|NSDI|USENIX|COLM)\b(?:\s?[’']?(?P<year>(?:19|20)?\d\d)\b)?"
)


_PUBLISHED = re.compile(
    r"(?:accepted|published|appear\w*|presented|发表|收录|录用|接收|中稿|中了)\W*(?:\w+\W+){0,3}?$|(?:被|于|在)\s*$",
    re.IGNORECASE,
)


def lead_findings(
    draft: Draft, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    """Give a finding for a month that is none of the versions', and for each affiliation that is not on page 1."""
    month = draft.lead.year_month
    dates = [when for when in (paper.updated, paper.published) if when]
    if dates and month not in {(when.year, when.month) for when in dates}:
        said = draft.lead.month[:40] or "no month"
        nearest = f"{dates[0].year}.{dates[0].month}"
        yield make_finding(
            "lead", "month", said, f"{said} is not a month of this paper's versions", nearest, None
        )
    for affiliation in draft.lead.affiliations:
        if not has_affiliation(affiliation, index.first_page, aliases, paper.authors):
            yield make_finding(
                "lead", "affiliation", affiliation, f"{affiliation} is not on page 1", "", None
            )


def venues_of(
    statement: Statement, paper: Paper, index: PaperIndex
) -> Iterator[tuple[tuple[int, int], Finding | None]]:
    """Give the places of venues that a statement says the paper was published at, with a finding where nothing bears it out."""
    said_by = f"{paper.journal_ref} {paper.comment}"
    for match in _VENUE.finditer(statement.words):
        if statement.where != "lead" and not _PUBLISHED.search(statement.words[: match.start()]):
            continue
        known = re.search(rf"\b{match['venue']}\b", said_by, re.IGNORECASE) or re.search(
            rf"\b{match['venue']}\b", index.first_page, re.IGNORECASE
        )
        year = (match["year"] or "")[-2:]
        dated = not year or re.search(
            rf"(?:20|19|[’'])?{year}\b", said_by if said_by.strip() else index.first_page
        )
        if known and dated:
            yield match.span(), None
        else:
            message = f"{match[0]} is neither in arXiv's record of the paper nor on page 1"
            yield (
                match.span(),
                make_finding(
                    statement.where, "venue", match[0], message, said_by.strip()[:80], None
                ),
            )
