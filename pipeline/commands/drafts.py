"""How a person names a draft, and the entry as it is edited now."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.argument import Asked
from pipeline.credentials import shown
from pipeline.errors import SummarizeError
from pipeline.log import day_marks, reading_log
from pipeline.log.reading_log import Mark
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import marks, titles

Found = tuple[PaperFolder, Paper, State]
"""A paper's folder, its metadata and its state."""


class EditedEntry(NamedTuple):
    """An entry as a person has edited it: `body` is what goes into the log, `day` its heading's.

    `unplaced` are the lines of entry.md, from 1, in which a person wrote within a comment of ours
    or beside the day: they are not in `body`.
    """

    body: str
    day: datetime.date | None
    unplaced: tuple[int, ...]


def find_draft(store: Store, asked: Asked) -> Found:
    """Give the paper that a person names by its identifier, title, file or folder.

    Raises SummarizeError where there is none, or a link in its place.
    """
    found = _find(store, asked)
    store.require_own_paper(found[0].path.name)
    return found


def _find(store: Store, asked: Asked) -> Found:
    if isinstance(asked, ArxivId):
        return _of_identifier(store, asked)
    name = asked.name if isinstance(asked, Path) else asked
    for state, folder in store.folders():
        paper = folder.look(Paper, "paper.json").record
        if paper and (folder.path.name == name or titles.same_title(name, paper.title)):
            return folder, paper, state
    raise SummarizeError(
        f"there is no draft of {shown(str(asked))}", "`summarize status` lists the drafts"
    )


def _of_identifier(store: Store, asked: ArxivId) -> Found:
    here = store.find(asked)
    if here is None:
        raise SummarizeError(f"there is no draft of {asked}", f"make one first: summarize {asked}")
    state, one = here
    folder = store.folder(one.slug, state)
    paper, damage = folder.look(Paper, "paper.json")
    if paper is None:
        raise SummarizeError(damage, f"draft it again: summarize {asked}")
    return folder, paper, state


def edited_entry(folder: PaperFolder, paper: Paper) -> EditedEntry:
    """Give an entry as it goes into the log: without our comments, its identifier in one.

    Raises SummarizeError where there is no entry, or nothing in it.
    """
    text = _text(folder, paper)
    cleared = marks.take_out(text)
    first = _first_day(cleared.text)
    body = cleared.text[first.line.end if first else 0 :].strip("\n")
    if not body.strip():
        raise SummarizeError(
            f"the entry of {folder.path.name} is empty", "write it, or draft it anew with --fresh"
        )
    named = marks.identifier(paper.arxiv_id) if paper.arxiv_id else ""
    if named not in body:
        body += f"\n\n{named}"
    unplaced = cleared.foreign
    if first and day_marks.remark_of(first.line.text):
        unplaced = (text.count("\n", 0, text.index(first.line.text)) + 1, *unplaced)
    return EditedEntry(f"{body}\n", first.date if first else None, unplaced)


def _text(folder: PaperFolder, paper: Paper) -> str:
    text = folder.read_entry()
    if text is None:
        raise SummarizeError(
            f"{folder.path.name} has no entry yet",
            f"make it: summarize {paper.arxiv_id or folder.path.name}",
        )
    if "\0" in text:  # a log with one is taken for UTF-16
        raise SummarizeError(
            f"the entry of {folder.path.name} has NUL characters, so it is no plain text",
            "save it as UTF-8",
        )
    return text.replace("\r\n", "\n")


def _first_day(text: str) -> Mark | None:
    """Give the day's mark that an entry begins with."""
    days = reading_log.read(text).days
    return days[0] if days and not text[: days[0].line.start].strip() else None
