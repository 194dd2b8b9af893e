"""Which entries of the log a paper cites, which cite it, and which are nearest to it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from pipeline.commands.citing import entries_that_cite
from pipeline.commands.drafts import find_draft
from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.log import presence, reading_log
from pipeline.log.file import read_log
from pipeline.log.memory import remembered
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.remembered import Remembered
from pipeline.store.output_folder import Store
from pipeline.text.citations import Citations
from pipeline.text.ranking import bm25, titled_terms

Relation = Literal["cited", "citing", "near"]
"""What an entry's paper is to another one: cited by it, citing it, or near to it."""
_NEAREST = 4
"""Entries that are nearest to a paper: more of them have little to do with it."""
_FEWEST_SHARED = 3
"""Terms that an entry must share with a paper's title and abstract."""
_SHOWN = 6
"""Terms that are shown of those."""
_LONGEST = 8_000
"""Characters of an entry that are looked at."""


class Related(Reported):
    """An entry that a paper has to do with; the fields of `related --json`.

    `words` are the terms that it shares with the paper's title and abstract, the rarest first.
    """

    relation: Relation
    day: datetime.date | None
    title: str
    line: int
    words: tuple[str, ...]
    when: str = Field("", exclude=True)

    def said(self) -> Iterator[Said]:
        """Give it as a line."""
        words = ", ".join(self.words)
        where = f"{self.relation:<6}  {self.when or '(no day)'}  {self.title}  line {self.line}"
        yield Said(plain(f"{where}  {words}".rstrip()))


def related(store: Store, named: str, log: Path) -> Iterator[Related | Aside]:
    """Give the entries of a log that a drafted paper cites, that cite it, and the nearest to it.

    Raises SummarizeError where there is no draft or no text of the paper, or no log.
    """
    kept, paper, _ = find_draft(store, named)
    text = kept.read(PaperText, "text.json")
    if text is None:
        raise SummarizeError(f"there is no text of {kept.path.name}", "draft it again")
    found = relations(paper, text, read_log(log), store)
    yield from found
    if not found:
        yield Aside("no entry of the log is cited by it, cites it, or is near to it")


def relations(paper: Paper, text: PaperText, log: str, store: Store) -> tuple[Related, ...]:
    """Give the entries of a log's text that a paper has to do with, never its own.

    Those that it cites come first, then those whose papers' kept texts cite it, the newest first,
    then the nearest by the terms of its title and abstract.
    """
    entries = _others(paper, reading_log.read(log))
    counts = [titled_terms(one.title, one.text[:_LONGEST]) for one in entries]
    wanted = titled_terms(paper.title, paper.abstract or text.section_text("abstract"))
    scores = bm25(wanted, counts, [count.total() for count in counts])
    rare = Counter(term for count in counts for term in count)
    citations = Citations(text)
    cited = {at for at, one in enumerate(entries) if citations.has(one.title, one.named)}
    citing = entries_that_cite(store, paper, entries) - cited

    def made(at: int, relation: Relation) -> Related:
        one = entries[at]
        shared = sorted(wanted.keys() & counts[at].keys(), key=lambda term: (rare[term], term))
        return Related(
            relation=relation,
            day=one.day,
            title=one.title,
            line=one.line,
            words=tuple(shared[:_SHOWN]),
            when=one.when,
        )

    def newest_first(found: Iterable[int]) -> list[int]:
        return sorted(found, key=lambda at: (entries[at].day or datetime.date.min, -at))[::-1]

    near = [
        at
        for at in sorted(range(len(entries)), key=lambda at: scores[at], reverse=True)
        if at not in cited | citing and len(wanted.keys() & counts[at].keys()) >= _FEWEST_SHARED
    ]
    return (
        *(made(at, "cited") for at in newest_first(cited)),
        *(made(at, "citing") for at in newest_first(citing)),
        *(made(at, "near") for at in near[:_NEAREST]),
    )


def _others(paper: Paper, log: reading_log.Log) -> Sequence[Remembered]:
    """Give a log's entries but for the paper's own."""
    own = presence.find_entry(log, paper.arxiv_id, paper.title) or 0
    return [one for one in remembered(log) if not one.line <= own <= one.last_line]
