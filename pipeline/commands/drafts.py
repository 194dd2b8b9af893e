"""How a person names a draft, and the entry as it is edited now."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.argument import parse_asked
from pipeline.commands.pdf_file import file_slug
from pipeline.credentials import shown
from pipeline.errors import SummarizeError, UsageError
from pipeline.files import stat_of
from pipeline.log import day_marks, reading_log
from pipeline.log.reading_log import Mark
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import marks, titles

_SHORTEST_BEGINNING = 8
"""Letters and digits of a title's beginning that names it: a word or two."""
_MOST_NAMED = 5
"""Folders that are named for a person to choose from."""
Found = tuple[PaperFolder, Paper, State]
"""A paper's folder, its metadata and its state."""
Located = tuple[PaperFolder, State]
"""A paper's folder and its state."""


class EditedEntry(NamedTuple):
    """An entry as a person has edited it: `body` is what goes into the log, `day` its heading's.

    `unplaced` are the lines of entry.md, from 1, in which a person wrote within a comment of ours
    or beside the day: they are not in `body`.
    """

    body: str
    day: datetime.date | None
    unplaced: tuple[int, ...]


def find_draft(store: Store, named: str) -> Found:
    """Give the paper that a person names by anything that `status` or a draft prints of it.

    That is its identifier, its title or how that begins, its folder's name, the path of the folder
    or of a file in it, also where it was before it was moved, or the PDF that it was made from.
    Raises SummarizeError where there is none, or a link in its place.
    """
    folder, state = find_folder(store, named)
    return folder, _paper(folder, f"draft it again: `summarize {shown(named)}`"), state


def find_folder(store: Store, named: str) -> Located:
    """Give the folder and the state of a paper that a person names, as `find_draft` does.

    It may have failed before anything was known of it.
    """
    found = _find(store, named)
    store.require_own_paper(found[0].path.name)
    return found


def _find(store: Store, named: str) -> Located:
    if found := _of_folder(store, _slug_in_path(store, named) or named):
        return found
    try:
        asked = parse_asked(named)
    except UsageError:
        if found := _of_title(store, named):  # of one word
            return found
        raise
    if isinstance(asked, ArxivId):
        return _of_identifier(store, asked)
    is_file = isinstance(asked, Path)
    found = _of_folder(store, file_slug(asked)) if isinstance(asked, Path) else None
    if found := found or _of_title(store, Path(named).name if is_file else named):
        return found
    raise SummarizeError(
        f"there is no draft of {shown(named)}", "`summarize status` lists the drafts"
    )


def _slug_in_path(store: Store, named: str) -> str:
    """Give the name of the paper's folder that a path under the output folder leads to, else ""."""
    if os.sep not in named or "\0" in named:
        return ""
    path, root = _real(named), os.path.realpath(store.root)
    if not path.startswith(f"{root}{os.sep}"):
        return ""
    _, slug, *_ = [*Path(path).relative_to(root).parts, "", ""]
    return slug


def _real(named: str) -> str:
    try:
        return os.path.realpath(Path(named).expanduser())
    except RuntimeError:  # an unknown ~user
        return ""


def _of_folder(store: Store, name: str) -> Located | None:
    for state, folder in store.folders():
        if folder.slug == name:
            return folder, state
    return None


def _of_title(store: Store, title: str) -> Located | None:
    """Give the paper of a title; that whose title alone begins so, where none has just this one.

    Raises SummarizeError where several begin so.
    """
    wanted = titles.fold(title)
    begun: list[Located] = []
    for state, folder in store.folders():
        paper = folder.look(Paper, "paper.json").record
        if paper and titles.same_title(title, paper.title):
            return folder, state
        if paper and len(wanted) >= _SHORTEST_BEGINNING:
            begun += [(folder, state)] * titles.fold(paper.title).startswith(wanted)
    if len(begun) > 1:
        names = ", ".join(folder.path.name for folder, _ in begun[:_MOST_NAMED])
        raise SummarizeError(
            f"{len(begun)} titles begin with {shown(title)}", f"name one of them: {names}"
        )
    return begun[0] if begun else None


def _of_identifier(store: Store, asked: ArxivId) -> Located:
    here = store.find(asked)
    if here is None:
        raise SummarizeError(
            f"there is no draft of {asked}", f"make one first: `summarize {asked}`"
        )
    state, one = here
    return store.folder(one.slug, state), state


def _paper(folder: PaperFolder, to_do: str) -> Paper:
    paper, damage = folder.look(Paper, "paper.json")
    if paper is None:
        raise SummarizeError(damage or f"{folder.path.name} has no paper.json", to_do)
    return paper


def waiting(store: Store, only: str) -> list[tuple[PaperFolder, Paper]]:
    """Give the drafts with an entry, the oldest first: an edit makes none younger.

    They are those with `only` in title, identifier or folder's name.
    """
    found: list[tuple[float, PaperFolder, Paper]] = []
    for state, folder in store.folders():
        paper = folder.look(Paper, "paper.json").record
        if state != "draft" or paper is None or stat_of(folder.entry) is None:
            continue
        if only.casefold() in f"{folder.path.name} {paper.arxiv_id} {paper.title}".casefold():
            made = stat_of(folder.path / "paper.json")
            found.append((made.st_mtime if made else 0.0, folder, paper))
    found.sort(key=lambda one: (one[0], one[1].path.name))
    return [(folder, paper) for _, folder, paper in found]


def edited_entry(folder: PaperFolder, paper: Paper) -> EditedEntry:
    """Give an entry as it goes into the log: without our comments, its identifier in one.

    Raises SummarizeError where there is no entry, or nothing in it.
    """
    return edited_text(_text(folder, paper), folder.path.name, paper)


def edited_text(text: str, slug: str, paper: Paper) -> EditedEntry:
    """Give the entry that a text of entry.md is, as `edited_entry` does.

    Raises SummarizeError where there is nothing in it, or it is no plain text.
    """
    if "\0" in text:  # a log with one is taken for UTF-16
        raise SummarizeError(
            f"the entry of {slug} has NUL characters, so it is no plain text", "save it as UTF-8"
        )
    text = text.replace("\r\n", "\n")
    cleared = marks.take_out(text)
    first = _first_day(cleared.text)
    body = cleared.text[first.line.end if first else 0 :].strip("\n")
    if not body.strip():
        raise SummarizeError(
            f"the entry of {slug} is empty", "write it, or draft it anew with --fresh"
        )
    named = marks.identifier(paper.arxiv_id) if paper.arxiv_id else ""
    if named not in body:
        body += f"\n\n{named}"
    unplaced = cleared.foreign
    if first and day_marks.remark_of(first.line.text):
        unplaced = (text.count("\n", 0, text.index(first.line.text)) + 1, *unplaced)
    return EditedEntry(f"{body}\n", first.date if first else None, unplaced)


def day_of(folder: PaperFolder) -> datetime.date | None:
    """Give the day that an entry stands under as it is edited now; None where it has none."""
    first = _first_day(marks.take_out((folder.read_entry() or "").replace("\r\n", "\n")).text)
    return first.date if first else None


def _text(folder: PaperFolder, paper: Paper) -> str:
    text = folder.read_entry()
    if text is None:
        raise SummarizeError(
            f"{folder.path.name} has no entry yet",
            f"make it: `summarize {paper.arxiv_id or folder.path.name}`",
        )
    return text


def _first_day(text: str) -> Mark | None:
    """Give the day's mark that an entry begins with."""
    days = reading_log.read(text).days
    return days[0] if days and not text[: days[0].line.start].strip() else None
