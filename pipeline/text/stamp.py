"""arXiv's stamp at the side of page 1: which version a PDF is, and of which month."""

from __future__ import annotations

import re

from pipeline.errors import UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import year_month
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

_STAMPED = re.compile(r"arXiv:(\S+)")


def stamped_id(text: PaperText) -> ArxivId | None:
    """Give the identifier that arXiv printed at the side of page 1; None where there is none."""
    match = _STAMPED.match(text.stamp)
    try:
        return arxiv_id.parse(match[1]) if match else None
    except UsageError:
        return None


def month_of(paper: Paper, text: PaperText, *, of_first_version: bool) -> str:
    """Give the year and month that an entry is dated with, as YYYY.M; empty if none is known.

    They are version 1's, or the version's at hand: where the stamp says that this is another one
    than the record's, the stamp's own.
    """
    stamped, when = stamped_id(text), paper.day(of_first_version=of_first_version)
    recorded = paper.arxiv_id
    is_another = (
        stamped is not None
        and recorded is not None
        and stamped.base == recorded.base
        and stamped.version != recorded.version
    )
    known = (when.year, when.month) if when else None
    on_stamp = year_month(text.stamp)
    month = on_stamp if is_another and on_stamp and not of_first_version else known or on_stamp
    return f"{month[0]}.{month[1]}" if month else ""
