"""Give the papers of log and drafts to other programs: BibTeX, CSL-JSON, notes of Obsidian.

Log and drafts are only read; notes are written into the folder that is named, and nowhere else.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import json_line, plain
from pipeline.entry import csl
from pipeline.entry.bibtex import bibtex
from pipeline.entry.note import is_as_exported, note
from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import bytes_of, make_folder, seen_from, write_new, write_whole
from pipeline.records.exported import ExportedPaper
from pipeline.text import file_names

_CHANGED = "it is not as it was exported: it stays as it is"


class Exported(Reported):
    """What became of a paper's note; the fields of `export --to obsidian --json`.

    `kept` is a file in the note's place that a person has changed or made.
    """

    note: str
    title: str
    outcome: Literal["written", "present", "kept", "failed"]
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether the note could not be written."""
        return self.outcome == "failed"

    def said(self) -> Iterator[Said]:
        """Give a note's path where it is written, and what stood in the way elsewhere."""
        if self.outcome == "written":
            yield Said(plain(self.note))
        elif self.reason:
            yield Said(f"{plain(self.note)}: {plain(self.reason)}", aside=True)


class _Fate(NamedTuple):
    """What became of a file."""

    outcome: Literal["written", "present", "kept", "failed"]
    reason: str = ""


def as_bibtex(papers: Iterable[ExportedPaper]) -> str:
    """Give papers as a .bib file."""
    return bibtex(papers).removesuffix("\n")


def as_json(papers: Iterable[ExportedPaper]) -> str:
    """Give papers as a list of CSL-JSON, one on a line."""
    return "[\n" + ",\n".join(json_line(csl.item(paper)) for paper in papers) + "\n]"


def notes(papers: Sequence[ExportedPaper], folder: Path, into: str) -> Iterator[Exported | Aside]:
    """Write a note for each paper into a folder, and say what became of it.

    `folder` is where the user works. A note is written over only where it is as it was exported.
    Raises SummarizeError where the folder cannot be made, StopRunError where the disk is full.
    """
    target = folder / os.path.expanduser(into)  # noqa: PTH111 - an unknown ~user is a name
    make_folder(target)
    fates: Counter[str] = Counter()
    for name, paper in zip(_names(papers), papers, strict=True):
        path = target / name
        outcome, reason = _written(path, note(paper))
        fates[outcome] += 1
        shown = str(seen_from(folder, path))
        yield Exported(note=shown, title=paper.title, outcome=outcome, reason=reason)
    told = [f"{count} {outcome}" for outcome, count in fates.items()]
    yield Aside(f"{os.fspath(into)}: {', '.join(told) or 'no papers'}")


def _names(papers: Sequence[ExportedPaper]) -> list[str]:
    """Give a file name for each paper: its title, and its key where titles come to the same."""
    names = [file_names.of_title(paper.title) for paper in papers]
    counts = Counter(map(file_names.alike, names))
    found = []
    for name, paper in zip(names, papers, strict=True):
        is_alone = name and counts[file_names.alike(name)] == 1
        found.append(f"{name if is_alone else f'{name} ({paper.key})'.strip()}.md")
    return found


def _written(path: Path, content: bytes) -> _Fate:
    """Write a note where nothing stands, or one that nobody has changed."""
    try:
        there = bytes_of(path)
        if there == content:
            return _Fate("present")
        if there is None:
            return _Fate("written") if write_new(path, content) else _Fate("kept", _CHANGED)
        if not is_as_exported(there):
            return _Fate("kept", _CHANGED)
        write_whole(path, content)
    except StopRunError:
        raise
    except SummarizeError as error:
        return _Fate("failed", str(error))
    return _Fate("written")
