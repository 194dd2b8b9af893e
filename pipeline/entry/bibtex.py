"""Papers as BibTeX, in UTF-8: as arXiv's own export names the fields. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator

from pipeline.records.exported import ExportedPaper
from pipeline.text import latex

_OF_MANY = re.compile(r"(?i)collaboration|consortium|team")
_CLASS = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,20})?")


def bibtex(papers: Iterable[ExportedPaper]) -> str:
    """Give papers as entries of a .bib file, in their order; empty for none."""
    return "\n".join(map(_entry, papers))


def _entry(paper: ExportedPaper) -> str:
    kind = "article" if paper.journal_ref else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(paper))
    return f"@{kind}{{{paper.key},\n{fields}}}\n"


def _fields(paper: ExportedPaper) -> Iterator[tuple[str, str]]:
    """Give the fields that are known, each with its value as it is written."""
    if paper.authors:
        yield "author", f"{{{' and '.join(map(_author, paper.authors))}}}"
    yield "title", f"{{{latex.title(paper.title)}}}"
    if paper.journal_ref:
        yield "journal", f"{{{latex.escaped(paper.journal_ref)}}}"
    for year in paper.published[:1]:
        yield "year", f"{{{year}}}"
    for month in paper.published[1:2]:
        yield "month", calendar.month_abbr[month].lower()
    if paper.arxiv_id:
        yield "eprint", f"{{{paper.arxiv_id}}}"
        yield "archivePrefix", "{arXiv}"
    if paper.arxiv_id and paper.categories and _CLASS.fullmatch(paper.categories[0]):
        yield "primaryClass", f"{{{paper.categories[0]}}}"
    if paper.doi:
        yield "doi", f"{{{latex.verbatim(paper.doi)}}}"
    if paper.url:
        yield "url", f"{{{latex.verbatim(paper.url)}}}"


def _author(name: str) -> str:
    """Give a name as BibTeX reads one: in braces where it would be read as several, or in parts."""
    plain = latex.escaped(name)
    is_whole = "," in plain or {"and", "others"} & set(plain.lower().split())
    return f"{{{plain}}}" if is_whole or _OF_MANY.search(plain) else plain
