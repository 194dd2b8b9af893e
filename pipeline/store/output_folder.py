"""The output folder: where each paper is, who uses it, and the small notes beside the papers.

The folder that a paper is in is its state: drafts/, accepted/ or rejected/. Every file is written
whole (`files`), each artifact carries a fingerprint of what it was made from (`paper_folder`), so
that an interrupted run goes on where it stopped and a changed input makes just its followers anew,
and what was paid for is kept for good (`replies`).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import SummarizeError
from pipeline.files import (
    CLOCKS_STEP,
    first_free,
    make_folder,
    named_errors,
    note_of,
    refuse_link,
    stopping_the_run,
    sweep,
    sync_folder,
    write_json,
)
from pipeline.locks import locked, locked_beside_others
from pipeline.records.arxiv_id import ArxivId
from pipeline.store.batches import Batches
from pipeline.store.outlines import OUTLINES
from pipeline.store.paper_folder import PaperFolder
from pipeline.store.replies import Replies, usage_files

State = Literal["draft", "accepted", "rejected"]
_FOLDERS: dict[State, str] = {"draft": "drafts", "accepted": "accepted", "rejected": "rejected"}
_LONGEST_DRAFT = 3600.0
"""Seconds to wait for a run that is at work on the same paper: longer than its calls may take."""
_LONGEST_MOVE = 2.0
"""Seconds to wait for another command before a paper is moved; a run takes longer, and what it
drafts is to be read first."""
_NUMBER = re.compile(r"[1-9][0-9]*", re.ASCII)
_LONGEST_SWEEP = 60.0
"""Seconds to wait for a run that sweeps the output folder out before it begins."""
_LONGEST_RESOLVING = 600.0
"""Seconds to wait for another run that finds out what an item means."""
RESOLVED = "resolved.json"
"""The note of what pending items were found to mean: an item's text → arXiv identifier."""
UNDO = "undo.json"
"""The note that says what the last accept did, for `undo`."""
SURVEYS = "surveys"
"""The folder of surveys: a file each, which a person may edit."""
PAGES = "pages"
"""The folder of pictures of pages: they can be made again at any time."""
_OURS = (
    *_FOLDERS.values(), "calls", "servers.json", "batches", RESOLVED, UNDO, SURVEYS,
    PAGES, OUTLINES,
)  # fmt: skip
"""What stands in the output folder itself; a person may keep other things there."""


class Store:
    """The output folder `root`; `replies` is what was paid for, `batches` what is asked for.

    It may itself be a link; what is ours in it may not. `machine` is `Replies`'.
    """

    def __init__(self, root: Path, machine: str = "") -> None:
        self.root = root
        self.replies = Replies(root, machine)
        self.batches = Batches(root)
        self._listed: dict[State, tuple[int, dict[str, list[int]]]] = {}

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the output folder for a run, beside other runs.

        What a killed run left half-written is swept out first, if nobody else runs. Raises
        SummarizeError, before anything is written, where something of ours in it is a link, and
        BusyError where another run is stopped while it sweeps.
        """
        make_folder(self.root)
        self.require_own()
        real = Path(os.path.realpath(self.root))
        with locked_beside_others(real, self._sweep, _LONGEST_SWEEP):
            yield

    def require_own(self) -> None:
        """Raise SummarizeError where something of ours, papers aside, is a link out of here."""
        for path in (*(self.root / name for name in _OURS), *usage_files(self.root)):
            refuse_link(path)

    def require_own_paper(self, slug: str) -> None:
        """Raise SummarizeError where a paper's folder, in any state, or a file in it is a link."""
        for state in _FOLDERS:
            self.folder(slug, state).require_own()

    def _sweep(self) -> None:
        sweep(self.root)
        sweep(self.replies.folder)
        sweep(self.batches.folder)
        for _, folder in self.folders():
            if not folder.path.is_symlink():
                sweep(folder.path)
                sweep(folder.older.path)

    def folder(self, slug: str, state: State = "draft") -> PaperFolder:
        """Give the folder of a paper in a state; it need not exist."""
        return PaperFolder(self.root / _FOLDERS[state] / slug)

    def find(self, arxiv_id: ArxivId) -> tuple[State, ArxivId] | None:
        """Give where a paper is and in which version.

        Without a version asked for, it is the newest one that is here.
        """
        slug = ArxivId(arxiv_id.base).slug
        found = [
            (number, state)
            for state in _FOLDERS
            for number in self._versions(state).get(slug, ())
            if arxiv_id.version in (None, number)
            and (self.root / _FOLDERS[state] / f"{slug}v{number}" / "paper.json").exists()
        ]
        if not found:
            return None
        number, state = max(found, key=lambda one: one[0])
        return state, arxiv_id.with_version(number)

    def _versions(self, state: State) -> dict[str, list[int]]:
        """Give which versions of which papers have a folder in a state, by their slug without it.

        Thousands are not listed for each paper anew: only where the folder has been changed.
        """
        folder = self.root / _FOLDERS[state]
        changed, now = _changed(folder), time.time_ns()
        kept = self._listed.get(state)
        if kept and kept[0] == changed:
            return kept[1]
        versions: dict[str, list[int]] = {}
        with contextlib.suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - names are enough
                slug, _, number = name.rpartition("v")
                if _NUMBER.fullmatch(number):
                    versions.setdefault(slug, []).append(int(number))
        if now - changed > CLOCKS_STEP:  # else it may be changed again within the same step
            self._listed[state] = changed, versions
        return versions

    def folders(self) -> Iterator[tuple[State, PaperFolder]]:
        """Give every paper's folder with its state, in the order of their names."""
        for state, folder in ((state, self.root / name) for state, name in _FOLDERS.items()):
            names: list[str] = []
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.is_dir())
            for name in names:
                yield state, PaperFolder(f"{folder}{os.sep}{name}")

    @contextlib.contextmanager
    def locked(
        self, folder: PaperFolder, tell: Callable[[str], None] = lambda _: None
    ) -> Iterator[None]:
        """Keep other runs off one paper: two at the same moment would pay for it twice.

        `tell` is told where that takes long. Raises SummarizeError where its folder, or something
        of ours in it, is a link, and where the paper has been moved to another state meanwhile:
        what is drafted now would be a second one.
        """
        with stopping_the_run():
            make_folder(folder.path.parent)
        folder.require_own()
        make_folder(folder.path)
        with locked(folder.path, _LONGEST_DRAFT, tell):
            self._require_in_one_place(folder)
            yield

    def _require_in_one_place(self, folder: PaperFolder) -> None:
        own, slug = folder.path.parent.name, folder.slug
        moved = [name for name in _FOLDERS.values() if name != own and self._has(name, slug)]
        if moved:
            with contextlib.suppress(OSError):
                folder.path.rmdir()  # made just now, where it had been
            raise SummarizeError(
                f"{slug} has just been moved to {moved[0]}/ by another command",
                "`summarize status` lists what is here",
            )

    def _has(self, name: str, slug: str) -> bool:
        # as a string, which takes a tenth of the time: it is asked of each paper several times
        return os.path.isdir(f"{self.root}{os.sep}{name}{os.sep}{slug}")  # noqa: PTH112

    def state_of(self, slug: str) -> State | None:
        """Give the state that a paper's folder of this name is in; None where there is none."""
        return next((state for state, name in _FOLDERS.items() if self._has(name, slug)), None)

    @contextlib.contextmanager
    def moving(self, folder: PaperFolder) -> Iterator[None]:
        """Keep runs off a paper that is about to be moved.

        Raises BusyError where one is at work on it, SummarizeError where it has been moved already.
        """
        with locked(folder.path, _LONGEST_MOVE):
            yield

    @contextlib.contextmanager
    def resolving(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Keep other runs from finding out at the same moment what an item means, and paying."""
        drafts = self.root / _FOLDERS["draft"]
        make_folder(drafts)
        with locked(drafts, _LONGEST_RESOLVING, tell):
            yield

    def move(self, slug: str, before: State, after: State) -> None:
        """Move a paper from one state to another, durably, inside `moving`.

        What is in its place there already goes aside with a number.
        """
        source, target = self.folder(slug, before).path, self.folder(slug, after).path
        make_folder(target.parent)
        with named_errors(target):
            if target.exists():
                names = (target.with_name(f".{target.name}.{n}") for n in itertools.count(1))
                target.rename(first_free(names, folder=True))
            source.rename(target)
            sync_folder(target.parent)
            sync_folder(source.parent)

    # ── what can be taken back, and what items were found to mean ──

    def read_note(self, name: str) -> dict[str, Any]:
        """Give a small JSON note under output/ (undo.json, resolved.json).

        Empty where there is none, or it is damaged; raises SummarizeError where it cannot be read.
        """
        return note_of(self.root / name)

    def write_note(self, name: str, note: dict[str, Any]) -> None:
        """Keep a small JSON note."""
        make_folder(self.root)
        write_json(self.root / name, dict(sorted(note.items())))


def _changed(folder: Path) -> int:
    """Give when a folder's list of names has changed, in ns; 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
