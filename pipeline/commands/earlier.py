"""The entries that the log already has: offered to a drafter, and what links are held against."""

from __future__ import annotations

from pathlib import Path

from pipeline.commands.citing import KeptPapers
from pipeline.commands.log_memory import LogMemory
from pipeline.commands.related import Relation, relations
from pipeline.log import entry_form, reading_log
from pipeline.log.file import read_log
from pipeline.log.memory import remembered
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.remembered import Remembered
from pipeline.store.output_folder import Store
from pipeline.text import injections, titles

_MOST = 12
"""Entries that are offered: a survey cites half of a log."""
_LONGEST_TITLE = 200
"""Characters of a title that are offered."""
_SAID: dict[Relation, str] = {"cited": ", cited", "citing": ", citing", "near": ""}
"""What a drafter is told of a relation; prompts/draft.md says what it means."""


def entries_of(log: Path) -> tuple[Remembered, ...]:
    """Give the entries of a log; none where there is no log."""
    return tuple(remembered(reading_log.read(read_log(log)))) if log.is_file() else ()


def dates_first_version(log: str, store: Store) -> bool:
    """Tell whether a log's leads have the month of version 1 of a paper that has another, too.

    Only papers that the output folder has tell, by their titles.
    """
    papers = (kept.look(Paper, "paper.json").record for _, kept in store.folders())
    by_title = {titles.fold(paper.title): paper for paper in papers if paper}
    return entry_form.dates_first_version(
        (entry.text, paper)
        for entry in (remembered(reading_log.read(log)) if by_title else ())
        for title in dict.fromkeys((entry.title, titles.without_nickname(entry.title)))
        if (paper := by_title.get(titles.fold(title)))
    )


def offered(paper: Paper, text: PaperText, log: LogMemory, kept: KeptPapers) -> tuple[str, ...]:
    """Give the entries of a log that a drafter may name: title and day, and no more.

    They are those that the paper cites, that cite it, then the nearest; one that addresses a model
    is none.
    """
    found = [one for one in relations(paper, text, log, kept) if one.day]
    found = [one for one in found if not injections.is_in_record(one.title)]
    return tuple(
        f"{one.title[:_LONGEST_TITLE]} ({one.when}){_SAID[one.relation]}" for one in found[:_MOST]
    )
