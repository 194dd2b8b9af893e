"""What fetch gives: a paper's metadata."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from pipeline.records.arxiv_id import ArxivId
from pipeline.records.record import Record

# a kept paper.json has "" where there is none, and fingerprints of what was made from it hold that
_MaybeId = Annotated[
    ArxivId | None,
    BeforeValidator(lambda value: value or None),
    PlainSerializer(lambda value: str(value or ""), return_type=str, when_used="json"),
]


class UnseenText(Record):
    """What arXiv's record of a paper had in characters that nobody sees, and that were taken out.

    `field` is the record's, as `Paper` names it; `reason` says which kind of characters.
    """

    field: str
    reason: str
    text: str


class Paper(Record):
    """A paper's metadata, in arXiv's own words where it is from arXiv.

    `published` is the day of version 1, `updated` the day of the version at hand. `arxiv_id`
    carries the version; it is None for a PDF from disk, whose other fields are what the file itself
    says. `newest` is the newest version's identifier where another version was asked for, as far as
    arXiv says, else None. `unseen` is what stood in characters that nobody sees; the fields are
    without them.
    """

    arxiv_id: ArxivId | None
    title: str
    authors: tuple[str, ...] = ()
    abstract: str = ""
    published: datetime.date | None = None
    updated: datetime.date | None = None
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    categories: tuple[str, ...] = ()
    newest: _MaybeId = None
    # left out where it is empty, as in fingerprints of what was made before there was such a field
    unseen: tuple[UnseenText, ...] = Field(default=(), exclude_if=lambda told: not told)

    def day(self, *, of_first_version: bool = False) -> datetime.date | None:
        """Give the day of the version at hand, or of version 1; the other where it is not known."""
        if of_first_version:
            return self.published or self.updated
        return self.updated or self.published

    def in_words(self) -> Paper:
        """Give a copy whose identifiers are strings, "" for no `newest`.

        For templates and prompts that people write: they cut and compare strings.
        """
        arxiv_id = str(self.arxiv_id) if self.arxiv_id else None
        return self.model_copy(update={"arxiv_id": arxiv_id, "newest": str(self.newest or "")})
