"""Which entries of the log cite a paper, by the texts that the output folder has of their papers.

A log may have thousands of entries, and to look through a paper's text takes a twentieth of a
second: so it is done only for papers that are young enough, and have the title's letters, and only
in their references. A run may ask for thousands of papers: what is here is read once, and again
where it has changed.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from pipeline.commands.log_memory import LogMemory, keys_of_title
from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, json_object
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText, Section
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import titles
from pipeline.text.citations import Citations

_UNPUBLISHED = datetime.timedelta(days=366)
"""How long a paper may be read, and cited, before it is on arXiv."""
_NOT_LETTERS = bytes(sorted({*range(128)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"}))
_BEHIND_COLON = re.compile(r"[:：]\s*(\S.*)")
_LOOK_AGAIN = 2.0
"""Seconds after which it is looked what has changed: for thousands that takes some hundredths."""
_SCANS = 8
"""How often a text is looked through before its grams are told: that takes as long as so many."""
_GRAM = 4
"""Bytes of a gram."""
_KINDS = 14
"""Bits that tell a gram: references have some thousand, of which two in five share a number."""
_SPREAD = 0x9E3779B1
"""The golden ratio's 32 bits, which spread what lies together (Knuth, TAOCP 3, section 6.4)."""


_Stats = tuple[int, ...]
"""What tells a file from what it was before."""


class _KeptText(BaseModel):
    """What is wanted of a text: to read all of it takes ten times as long."""

    text: str
    sections: tuple[Section, ...]


class _Kept(BaseModel):
    content: _KeptText


class _Wanted(NamedTuple):
    """A paper that may be cited, by its identifier `base` or the letters of its `title`.

    `keys` are what it is known by, `grams` those of either, as `_grams` gives them.
    """

    paper: Paper
    keys: frozenset[str]
    base: bytes
    title: bytes
    grams: tuple[int, ...]

    def may_be_in(self, raw: bytes) -> bool:
        """Tell whether a text as it is kept has the identifier, or the letters of the title."""
        return bool(self.base and self.base in raw) or self.title in _letters(raw)

    def may_have(self, grams: int) -> bool:
        """Tell the same by a text's grams."""
        return any(own & grams == own for own in self.grams)


class KeptPapers:
    """The papers of an output folder, and what their references have; safe for several threads.

    What has changed is looked for `look_again` seconds after the last time.
    """

    def __init__(self, store: Store, *, look_again: float = _LOOK_AGAIN) -> None:
        self._store, self._look_again = store, look_again
        self._lock = threading.Lock()
        self._known: dict[str, _KeptPaper] = {}
        self._papers: list[_KeptPaper] = []
        self._looked: float | None = None

    def papers(self) -> list[_KeptPaper]:
        """Give those whose record can be read, as they were a moment ago, by states and names."""
        with self._lock:
            now = time.monotonic()
            if self._looked is None or now - self._looked >= self._look_again:
                here = ((folder.within(""), folder) for _, folder in self._store.folders())
                known = self._known
                self._known = {at: known.get(at) or _KeptPaper(folder) for at, folder in here}
                self._papers = [one for one in self._known.values() if one.look()]
                self._looked = now
            return self._papers


class _KeptPaper:
    """A paper that is kept: what it is known by, when it was written, and its references."""

    def __init__(self, folder: PaperFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._record_of: _Stats = ()
        self._text_of: _Stats = ()
        self._scans, self._grams = 0, -1
        self.keys: tuple[str, ...] = ()
        self._written: datetime.date | None = None

    def look(self) -> bool:
        """Read its record, and forget its text, where they have changed; False without a record."""
        if (now := _stat(self._folder.within("paper.json"))) != self._record_of:
            paper = self._folder.look(Paper, "paper.json").record
            self.keys = tuple(dict.fromkeys(_keys(paper))) if paper else ()
            self._written = (paper.updated or paper.published) if paper else None
            self._record_of = now
        if (now := _stat(self._folder.within("text.json"))) != self._text_of:
            with self._lock:
                self._scans, self._grams, self._text_of = 0, -1, now
        return bool(self.keys)

    def may_cite(self, wanted: _Wanted) -> bool:
        """Tell whether it is another paper, and may have been written when this was known."""
        if not wanted.keys.isdisjoint(self.keys):
            return False
        known = wanted.paper.published or wanted.paper.updated
        written = self._written
        return written is None or known is None or written >= known - _UNPUBLISHED

    def cites(self, wanted: _Wanted) -> bool:
        """Tell whether its references have a paper."""
        # one folder that cannot be read, or is damaged, keeps no other from being looked at
        with contextlib.suppress(SummarizeError, ValueError), self._lock:
            if not wanted.may_have(self._grams):
                return False
            raw = bytes_of(self._folder.within("text.json")) or b"{}"
            self._scans += 1
            if self._scans <= _SCANS and not wanted.may_be_in(raw):
                return False
            references = _references(_Kept.model_validate(json_object(raw)).content)
            if self._scans > _SCANS and self._grams < 0:
                self._grams = _grams(_letters(references.text.encode()))
                if not wanted.may_have(self._grams):
                    return False
            paper = wanted.paper
            return Citations(references).has(paper.title, str(paper.arxiv_id or ""))
        return False


def entries_that_cite(
    kept: KeptPapers, paper: Paper, log: LogMemory, own: int | None
) -> frozenset[int]:
    """Give which of a log's entries are of papers that cite `paper`: their places in the log's.

    `own` is the place of its own entry, which cites nothing.
    """
    found: set[int] = set()
    if not log.entries:
        return frozenset()
    wanted = _wanted(paper)
    for other in kept.papers():
        if not other.may_cite(wanted):
            continue
        firsts = (
            next((at for at in log.places.get(key, ()) if at != own), None) for key in other.keys
        )
        places = {at for at in firsts if at is not None}
        if places - found and other.cites(wanted):
            found |= places
    return frozenset(found)


def _wanted(paper: Paper) -> _Wanted:
    bare = titles.without_nickname(paper.title)
    behind = _BEHIND_COLON.search(bare)
    base = paper.arxiv_id.base.encode() if paper.arxiv_id else b""
    parts = [_letters(one.encode()) for one in (behind[1] if behind else bare, bare)]
    # of fewer letters any text has all grams, none; no whole title of so few is ever told
    title = next((letters for letters in parts if len(letters) >= _GRAM), b"")
    known = [letters for letters in (_letters(base), title) if letters]
    return _Wanted(paper, frozenset(_keys(paper)), base, title, tuple(map(_grams, known)))


def _keys(paper: Paper) -> Iterator[str]:
    if paper.arxiv_id:
        yield paper.arxiv_id.base
    yield from keys_of_title(paper.title)


def _stat(path: str) -> _Stats:
    """Give what the file system says of a file; nothing where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of a string
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _letters(words: bytes) -> bytes:
    """Give the letters and digits of a text, and all that is not Latin; JSON's breaks are none."""
    return words.replace(b"\\n", b" ").lower().translate(None, _NOT_LETTERS)


def _grams(letters: bytes) -> int:
    """Give which grams letters have, a bit for each; what has those of a title may have it."""
    found: set[int] = set()
    for start in range(_GRAM):
        whole = len(letters[start:]) // _GRAM * _GRAM
        found.update(memoryview(letters)[start : start + whole].cast("I"))
    marks = bytearray((1 << _KINDS) // 8)
    for gram in found:
        bit = (gram * _SPREAD & 0xFFFFFFFF) >> (32 - _KINDS)
        marks[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(marks, "little")


def _references(kept: _KeptText) -> PaperText:
    """Give the lists of references as a text; all of it where none was made out."""
    lists = [kept.text[one.start : one.end] for one in kept.sections if one.kind == "references"]
    text = "\n".join(lists) or kept.text
    section = Section(kind="references", title="", start=0, end=len(text))
    return PaperText(text=text, pages=(), sections=(section,))
