"""What a list of all papers says of each, kept beside them: to read thousands takes seconds.

It is a cache and no more. What it says of a paper holds for the very files that it was read from,
by what the file system says of them; it may be deleted at any time, and one that is damaged, or
another version's, counts as none. Only what nobody has edited is in it: what is doubtful in an
edited entry depends on the log, too.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from pipeline.errors import SummarizeError
from pipeline.files import CLOCKS_STEP, bytes_of, json_bytes, write_whole
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.report import CheckReport, Finding
from pipeline.store.paper_folder import PaperFolder, fingerprint

OUTLINES = "status.json"
"""The file under the output folder."""
_VERSION = 1
_READ_FROM = ("paper.json", "report.json", "entry.md")
_FEWEST_NEW, _SHARE_NEW = 50, 25
"""How many papers must be new before all are written again, and which part of them: a paper takes
a twenty-fifth of the time to write that it takes to read, and the disk some milliseconds more."""


class Stats(NamedTuple):
    """What the file system says of a paper's files; no change of theirs leaves all of it alike.

    `numbers` are inode, size and the times, in ns, at which content and inode changed, for each
    file; `newest` is the last time at which a content did, `written` that of the entry's.
    """

    numbers: str
    newest: int
    written: int


class Outline(NamedTuple):
    """What a list says of a paper; `doubts` is None where they are not known."""

    arxiv_id: ArxivId | None
    title: str
    doubts: int | None


class _Kept(BaseModel):
    """The file: for each paper, by its place, the numbers and the outline."""

    model_config = ConfigDict(extra="forbid")

    made_by: str
    papers: dict[str, tuple[str, ArxivId | None, str, int]]


class Outlines:
    """The outlines of the papers under the output folder `root`; nothing of them is ever raised."""

    def __init__(self, root: Path) -> None:
        self._above, self._path = len(os.path.join(root, "")), root / OUTLINES  # noqa: PTH118
        fields = (sorted(one.model_fields) for one in (Paper, CheckReport, Finding))
        self._made_by = fingerprint(_VERSION, *fields)
        self._kept = self._read()
        self._now: dict[str, tuple[str, Outline]] = {}
        self._new = 0

    def _read(self) -> dict[str, tuple[str, ArxivId | None, str, int]]:
        try:
            kept = _Kept.model_validate_json(bytes_of(self._path) or b"")
        except (SummarizeError, ValueError):
            return {}
        return kept.papers if kept.made_by == self._made_by else {}

    def of(self, folder: PaperFolder, stats: Stats) -> Outline | None:
        """Give what is kept of a paper whose files are just these; None where nothing is."""
        place = self._place(folder)
        found = self._kept.get(place)
        if found is None or found[0] != stats.numbers:
            return None
        outline = Outline(*found[1:])
        self._now[place] = stats.numbers, outline
        return outline

    def keep(self, folder: PaperFolder, stats: Stats, outline: Outline) -> None:
        """Keep what was read of a paper whose files were these before, if nobody has edited it.

        Not where one has changed a moment ago: it may change again within the same step.
        """
        if stats.newest < time.time_ns() - CLOCKS_STEP:
            self._now[self._place(folder)] = stats.numbers, outline
            self._new += 1

    def write(self) -> None:
        """Write what is known of all papers that were asked for, where that pays.

        A folder in which nothing can be written is no reason not to list what is in it.
        """
        if self._new < max(_FEWEST_NEW, len(self._now) // _SHARE_NEW):
            return
        papers = {
            place: (numbers, outline.arxiv_id and str(outline.arxiv_id), *outline[1:])
            for place, (numbers, outline) in self._now.items()
        }
        try:
            if not self._path.is_symlink():  # a run refuses it, and says so
                content = json_bytes({"made_by": self._made_by, "papers": papers})
                write_whole(self._path, content + b"\n")
        except (SummarizeError, OSError):
            return

    def _place(self, folder: PaperFolder) -> str:
        return folder.within("")[self._above : -1]


def stats_of(folder: PaperFolder) -> Stats | None:
    """Give what the file system says of what an outline is read from; None where a file lacks."""
    try:
        found = [os.lstat(folder.within(name)) for name in _READ_FROM]
    except OSError:
        return None
    numbers = [f"{one.st_ino} {one.st_size} {one.st_mtime_ns} {one.st_ctime_ns}" for one in found]
    newest = max(one.st_mtime_ns for one in found)
    return Stats(" ".join(numbers), newest, found[-1].st_mtime_ns)
