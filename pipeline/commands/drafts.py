"""How a person names a draft, and the entry as it is edited now."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.argument import Asked
from pipeline.credentials import shown
from pipeline.errors import SummarizeError
from pipeline.log import reading_log
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import marks, titles

Found = tuple[PaperFolder, Paper, State]
"""A paper's folder, its metadata and its state."""


class EditedEntry(NamedTuple):
    """An entry as a person has edited it: `body` is what goes into the log, `day` its heading's.

    `added` and `changed` are the lines of entry.md, from 1, that a person added to our comments,
    and those that a person changed in them: they are not in `body`.
    """

    body: str
    day: datetime.date | None
    added: tuple[int, ...]
    changed: tuple[int, ...]


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
    cleared = marks.take_out(_text(folder, paper))
    body, day = _without_day(cleared.text)
    if not body.strip():
        raise SummarizeError(
            f"the entry of {folder.path.name} is empty", "write it, or draft it anew with --fresh"
        )
    named = marks.identifier(paper.arxiv_id) if paper.arxiv_id else ""
    if named not in body:
        body += f"\n\n{named}"
    return EditedEntry(f"{body}\n", day, cleared.added, cleared.changed)


def _text(folder: PaperFolder, paper: Paper) -> str:
    text = folder.read_entry()
    if text is None:
        raise SummarizeError(
            f"{folder.path.name} has no entry yet",
            f"make it: summarize {paper.arxiv_id or folder.path.name}",
        )
    return text.replace("\r\n", "\n")


def _without_day(text: str) -> tuple[str, datetime.date | None]:
    """Take off the day's heading that an entry begins with."""
    days = reading_log.read(text).days
    if not days or text[: days[0].line.start].strip():
        return text.strip("\n"), None
    return text[days[0].line.end :].strip("\n"), days[0].date
