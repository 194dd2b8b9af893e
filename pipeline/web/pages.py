"""Pages of a PDF as pictures and as characters, made in the process with limits, and kept.

Pictures are kept under output/pages/, at few scales; what is kept is bounded, the oldest go first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import SummarizeError
from pipeline.extract import process
from pipeline.files import bytes_of, make_folder, refuse_link, stat_of, write_whole
from pipeline.records.paper_text import PageLetters
from pipeline.settings import Settings
from pipeline.store.output_folder import PAGES, Store
from pipeline.store.paper_folder import PaperFolder

V = TypeVar("V")
_AT_ONCE = threading.BoundedSemaphore(2)
"""Processes that read PDFs for pages: each may take hundreds of megabytes."""
SCALES = (1.0, 1.5, 2.0, 3.0)
"""Pixels a point that pictures are made at: a page as wide as half a screen has 1.5, on a fine
screen 3."""
_POINTS_AN_INCH = 72
_WHOLE = (0.0, 0.0, 1e5, 1e5)
"""Points: a region that no page is larger than."""
_QUICK = 1
"""zlib's level: a picture is wanted now, and on this machine alone."""
_LARGEST_CACHE = 200_000_000
"""Bytes of pictures that are kept: some three hundred."""
_MOST_LETTERS, _MOST_DIGESTS = 8, 64
"""Pages whose characters, and files whose digests, are kept in memory."""


class Recent(Generic[V]):
    """Values made when they are asked for; so many are kept, those that were used last."""

    def __init__(self, most: int) -> None:
        self._most, self._kept = most, OrderedDict[Hashable, V]()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Give the value of a key, made now where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Pages:
    """The pages of papers' PDFs."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._folder = store.root / PAGES
        self._seconds, self._mib = settings.extract_seconds, settings.extract_mib
        self._letters: Recent[PageLetters] = Recent(_MOST_LETTERS)
        self._digests: Recent[str] = Recent(_MOST_DIGESTS)

    def picture(self, paper: PaperFolder, number: int, scale: float) -> bytes:
        """Give a page as PNG, at the nearest scale that is not below the one asked for.

        Raises SummarizeError where it cannot be painted.
        """
        scale = next((one for one in SCALES if one >= scale), SCALES[-1])
        folder = self._folder / self._digest(paper)[:32]
        for path in (self._folder, folder):
            refuse_link(path)
        path = folder / f"{number}-{scale:g}.png"
        if (kept := bytes_of(path)) is not None:
            return kept
        with _AT_ONCE:
            made = process.painted(
                paper.pdf,
                number,
                _WHOLE,
                dpi=scale * _POINTS_AN_INCH,
                seconds=self._seconds,
                mib=self._mib,
                effort=_QUICK,
            )
        make_folder(folder)
        write_whole(path, made)
        _forget_oldest(self._folder, _LARGEST_CACHE)
        return made

    def letters(self, paper: PaperFolder, number: int) -> PageLetters:
        """Give a page's characters; none where they cannot be read."""
        return self._letters.get((self._digest(paper), number), lambda: self._read(paper, number))

    def _read(self, paper: PaperFolder, number: int) -> PageLetters:
        try:
            with _AT_ONCE:
                return process.letters(paper.pdf, number, seconds=self._seconds, mib=self._mib)
        except SummarizeError:
            return PageLetters(text="", boxes=())  # lines have boxes without them

    def _digest(self, paper: PaperFolder) -> str:
        there = stat_of(paper.pdf)
        if there is None:
            raise SummarizeError(f"{paper.path.name} has no PDF", "draft it again")
        key = (there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns)
        return self._digests.get(key, paper.pdf_digest)


def _forget_oldest(folder: Path, most: int) -> None:
    """Take pictures away, the oldest first, until they have at most so many bytes."""
    found = [(path, there) for path in folder.glob("*/*.png") if (there := stat_of(path))]
    total = sum(there.st_size for _, there in found)
    for path, there in sorted(found, key=lambda one: one[1].st_mtime):
        if total <= most:
            return
        path.unlink(missing_ok=True)
        total -= there.st_size
