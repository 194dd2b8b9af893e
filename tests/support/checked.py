"""What the checker says of one point, when some pages are the whole paper."""

from __future__ import annotations

from pipeline.check.claims import check
from pipeline.records.report import Evidence, Finding
from tests.support.records import PAPER, draft, paper_text

TEXT = paper_text()
BARE = PAPER.model_copy(update={"title": "A Title"})
"""Metadata without a name in it."""
QUOTE = "We have it in this paper"


def evidence(quote: str, page: int = 1) -> Evidence:
    """Give where the made-up paper has a quote."""
    return check(draft("好", (quote, page)), PAPER, TEXT).evidence[0][0]


def doubts(text: str, *pages: str) -> list[Finding]:
    """Give what is said of a point of the made-up paper, or of these pages, but of its quote."""
    report = check(draft(text), PAPER, paper_text(*pages) if pages else TEXT)
    return [
        finding
        for finding in report.findings
        if finding.where == "point 1" and finding.kind != "quote"
    ]


def words(text: str, *pages: str) -> list[str]:
    """Give the words of a point that are marked."""
    return [finding.words for finding in doubts(text, *pages)]


def found(said: str, *pages: str, quote: str = QUOTE) -> list[Finding]:
    """Give what is said of a point with this quote, of a paper that says no more than these pages.

    The first page begins with words that the quote is, where none is given.
    """
    text = paper_text(f"Abstract\n{QUOTE}. {pages[0]}", *pages[1:])
    report = check(draft(said, (quote, 1)), BARE, text)
    return [finding for finding in report.findings if finding.where == "point 1"]


def marked(said: str, *pages: str, quote: str = QUOTE) -> list[str]:
    """Give the words of a point that are marked when this is the whole paper."""
    return [finding.words for finding in found(said, *pages, quote=quote)]


def reasons(said: str, *pages: str, quote: str = QUOTE) -> list[tuple[str, str, str]]:
    """Give kind, reason and severity of what is marked in a point."""
    return [(f.kind, f.reason, f.severity) for f in found(said, *pages, quote=quote)]
