"""Which entries of the log a paper cites, which cite it, and which are nearest to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from pipeline.commands.citing import KeptPapers, entries_that_cite
from pipeline.commands.drafts import find_draft
from pipeline.commands.log_memory import LogMemory
from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.log.file import read_log
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.store.output_folder import Store
from pipeline.text.citations import Citations
from pipeline.text.ranking import titled_terms

Relation = Literal["cited", "citing", "near"]
"""What an entry's paper is to another one: cited by it, citing it, or near to it."""
_NEAREST = 4
"""Entries that are nearest to a paper: more of them have little to do with it."""
_FEWEST_SHARED = 3
"""Terms that an entry must share with a paper's title and abstract."""
_SHOWN = 6
"""Terms that are shown of those."""


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
    found = relations(paper, text, LogMemory(read_log(log)), KeptPapers(store))
    yield from found
    if not found:
        yield Aside("no entry of the log is cited by it, cites it, or is near to it")


def relations(
    paper: Paper, text: PaperText, log: LogMemory, kept: KeptPapers
) -> tuple[Related, ...]:
    """Give the entries of a log that a paper has to do with, never its own.

    Those that it cites come first, then those whose papers' kept texts cite it, the newest first,
    then the nearest by the terms of its title and abstract.
    """
    entries, own = log.entries, log.own(paper)
    wanted = titled_terms(paper.title, paper.abstract or text.section_text("abstract"))
    scores = log.terms.scores(wanted, own)
    having = {term: log.terms.having(term, own) for term in wanted}
    shared: dict[int, list[str]] = {}
    for term in sorted(wanted, key=lambda term: (len(having[term]), term)):
        for at in having[term]:
            shared.setdefault(at, []).append(term)
    citations = Citations(text)
    cited = {at for at, one in enumerate(entries) if at != own and citations.cites(one.work)}
    citing = entries_that_cite(kept, paper, log, own) - cited

    def made(at: int, relation: Relation) -> Related:
        one = entries[at]
        return Related(
            relation=relation,
            day=one.day,
            title=one.title,
            line=one.line,
            words=tuple(shared.get(at, ())[:_SHOWN]),
            when=one.when,
        )

    def newest_first(found: Iterable[int]) -> list[int]:
        return sorted(found, key=lambda at: (entries[at].day or datetime.date.min, -at))[::-1]

    near = [
        at
        for at, terms in shared.items()
        if at not in cited | citing and len(terms) >= _FEWEST_SHARED
    ]
    near.sort(key=lambda at: (-scores[at], at))
    return (
        *(made(at, "cited") for at in newest_first(cited)),
        *(made(at, "citing") for at in newest_first(citing)),
        *(made(at, "near") for at in near[:_NEAREST]),
    )
