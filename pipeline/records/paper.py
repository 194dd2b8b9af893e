"""What fetch gives: a paper's metadata."""

from __future__ import annotations

import datetime
import re

from pipeline.records.record import Record


class Paper(Record):
    """A paper's metadata, in arXiv's own words where it is from arXiv.

    `published` is the day of version 1, `updated` the day of the version at hand. `arxiv_id`
    carries the version; it is None for a PDF from disk, whose other fields are what the file itself
    says. `newest` is the newest version's identifier where another version was asked for, as far as
    arXiv says.
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
