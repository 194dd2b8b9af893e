"""Which entries of the log cite a paper, by the texts that the output folder has of their papers.

A log may have thousands of entries, and to look through a paper's text takes a twentieth of a
second: so it is done only for papers that are young enough, and have the title's letters, and only
in their references.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, json_object
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText, Section
from pipeline.records.remembered import Remembered
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import titles
from pipeline.text.citations import Citations

_UNPUBLISHED = datetime.timedelta(days=366)
"""How long a paper may be read, and cited, before it is on arXiv."""
_NAMED = re.compile(r"(?:arXiv:|arxiv\.org/(?:abs|pdf)/)([\w.-]+/?\d+)", re.IGNORECASE)
_VERSION = re.compile(r"v\d+$")
_NOT_LETTERS = bytes(sorted({*range(128)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"}))
_BEHIND_COLON = re.compile(r"[:：]\s*(\S.*)")


class _KeptText(BaseModel):
    """What is wanted of a text: to read all of it takes ten times as long."""

    text: str
    sections: tuple[Section, ...]


class _Kept(BaseModel):
    content: _KeptText


def entries_that_cite(store: Store, paper: Paper, entries: Sequence[Remembered]) -> frozenset[int]:
    """Give which of a log's entries are of papers that cite `paper`: their places in `entries`."""
    places: dict[str, int] = {}
    for at, entry in enumerate(entries):
        places |= {key: at for key in _keys_of_entry(entry) if key not in places}
    found: set[int] = set()
    if not places:
        return frozenset()
    for _, kept in store.folders():
        other = kept.look(Paper, "paper.json").record
        if other is None or not _may_cite(other, paper):
            continue
        own = {places[key] for key in _keys(other) if key in places}
        if own - found and _cites(kept, paper):
            found |= own
    return frozenset(found)


def _keys_of_entry(entry: Remembered) -> Iterator[str]:
    """Give what an entry's paper is known by: the identifiers that it names, then its title."""
    for match in _NAMED.finditer(entry.named):
        yield _VERSION.sub("", match[1])
    yield titles.fold(entry.title)
    yield titles.fold(titles.without_nickname(entry.title))


def _keys(paper: Paper) -> Iterator[str]:
    if paper.arxiv_id:
        yield paper.arxiv_id.base
    yield titles.fold(paper.title)
    yield titles.fold(titles.without_nickname(paper.title))


def _may_cite(other: Paper, paper: Paper) -> bool:
    """Tell whether a paper is another one, and may have been written when `paper` was known."""
    if set(_keys(other)) & set(_keys(paper)):
        return False
    written, known = other.updated or other.published, paper.published or paper.updated
    return written is None or known is None or written >= known - _UNPUBLISHED


def _cites(kept: PaperFolder, paper: Paper) -> bool:
    # one folder that cannot be read, or is damaged, keeps no other from being looked at
    with contextlib.suppress(SummarizeError, ValueError):
        raw = bytes_of(kept.path / "text.json") or b"{}"
        if _may_have(raw, paper):
            references = _references(_Kept.model_validate(json_object(raw)).content)
            return Citations(references).has(paper.title, str(paper.arxiv_id or ""))
    return False


def _may_have(raw: bytes, paper: Paper) -> bool:
    """Tell whether a text as it is kept has a paper's identifier, or the letters of its title."""
    if paper.arxiv_id and paper.arxiv_id.base.encode() in raw:
        return True
    bare = titles.without_nickname(paper.title)
    behind = _BEHIND_COLON.search(bare)
    return _letters((behind[1] if behind else bare).encode()) in _letters(raw)


def _letters(words: bytes) -> bytes:
    """Give the letters and digits of a text, and all that is not Latin; JSON's breaks are none."""
    return words.replace(b"\\n", b" ").lower().translate(None, _NOT_LETTERS)


def _references(kept: _KeptText) -> PaperText:
    """Give the lists of references as a text; all of it where none was made out."""
    lists = [kept.text[one.start : one.end] for one in kept.sections if one.kind == "references"]
    text = "\n".join(lists) or kept.text
    section = Section(kind="references", title="", start=0, end=len(text))
    return PaperText(text=text, pages=(), sections=(section,))
