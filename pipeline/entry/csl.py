"""Papers as CSL-JSON, which Zotero, pandoc and citeproc read. Pure.

The fields are those of the schema, version 1.0.2 (citation-style-language/schema); what it has no
name for stands in `custom`, which it leaves to who writes.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.records.exported import ExportedEntry, ExportedPaper
from pipeline.records.record import Record


class Name(Record):
    """An author, by the whole name: arXiv does not say which part is the family's."""

    literal: str


class Date(Record):
    """Year, month and day, as far as they are known."""

    date_parts: tuple[tuple[int, ...]] = Field(serialization_alias="date-parts")


class Custom(Record):
    """What CSL has no field for.

    `arxiv_id` is with its version, where one is known; `topic` is one of the log's own; `aliases`
    are other titles that the log has. `entries` are what is written of the paper: `text` as it
    stands in line `line` and below of `file`, `state` log or draft, read on `day`, or in the month
    that begins on `month`.
    """

    arxiv_id: str
    categories: tuple[str, ...]
    topic: str
    aliases: tuple[str, ...]
    entries: tuple[ExportedEntry, ...]


class Item(Record):
    """A paper: an item of CSL-JSON.

    `type` is `article-journal` where arXiv's record names a journal (`container-title` is that
    journal_ref, whole), else `article`: a preprint.
    """

    id: str
    type: str
    title: str
    author: tuple[Name, ...] | None = None
    issued: Date | None = None
    container_title: str | None = Field(None, serialization_alias="container-title")
    publisher: str | None = None
    number: str | None = None
    DOI: str | None = None
    URL: str | None = None
    abstract: str | None = None
    custom: Custom


def item(paper: ExportedPaper) -> dict[str, object]:
    """Give a paper as an item of CSL-JSON, without the fields that are not known."""
    preprint = paper.arxiv_id is not None and not paper.journal_ref
    made = Item(
        id=paper.key,
        type="article-journal" if paper.journal_ref else "article",
        title=paper.title,
        author=tuple(Name(literal=name) for name in paper.authors) or None,
        issued=Date(date_parts=(paper.published,)) if paper.published else None,
        container_title=paper.journal_ref or None,
        publisher="arXiv" if preprint else None,
        number=f"arXiv:{paper.arxiv_id}" if preprint else None,
        DOI=paper.doi or None,
        URL=paper.url or None,
        abstract=paper.abstract or None,
        custom=Custom(
            arxiv_id=str(paper.arxiv_id or ""),
            categories=paper.categories,
            topic=paper.topic,
            aliases=paper.aliases,
            entries=paper.entries,
        ),
    )
    return made.model_dump(mode="json", by_alias=True, exclude_none=True)
