"""A paper as a note of Obsidian: properties in YAML, then the entries as they are written. Pure.

A note holds a digest of itself, so that what a person has changed since is known from the file
alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from pipeline.records.exported import ExportedEntry, ExportedPaper

_DIGEST = 24
"""Hex digits: enough that no two notes have the same in vain."""
_DIGEST_LINE = re.compile(rb"^exported: ([0-9a-f]{24})\n", re.MULTILINE)
_NO_TAG = re.compile(r"[^\w/-]+")


def note(paper: ExportedPaper) -> bytes:
    """Give a paper's note; bytes of the log that are no UTF-8 stay as they are in its entries."""
    properties = "".join(f"{name}: {value}\n" for name, value in _properties(paper))
    entries = "".join(map(_whole_lines, paper.entries)).encode("utf-8", "surrogateescape")
    whole = f"---\n{properties}---\n\n".encode() + entries
    own = f"exported: {_digest(whole)}\n---\n\n".encode()
    return whole.replace(b"---\n\n", own, 1)


def _whole_lines(entry: ExportedEntry) -> str:
    """Give an entry's text as it is written; a log's last line may lack its end."""
    return entry.text if entry.text.endswith("\n") else f"{entry.text}\n"


def is_as_exported(content: bytes) -> bool:
    """Tell whether a file is a note that nobody has changed since it was written."""
    found = _DIGEST_LINE.search(content)
    if found is None:
        return False
    whole = content[: found.start()] + content[found.end() :]
    return found[1].decode() == _digest(whole)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST]


def _properties(paper: ExportedPaper) -> Iterator[tuple[str, str]]:
    newest = paper.newest
    yield "title", _yaml(paper.title)
    if paper.aliases:
        yield "aliases", _yaml(list(paper.aliases))
    yield "authors", _yaml(list(paper.authors))
    if paper.arxiv_id:
        yield "arxiv", _yaml(str(paper.arxiv_id))
    if paper.doi:
        yield "doi", _yaml(paper.doi)
    if paper.url:
        yield "url", _yaml(paper.url)
    if paper.published:
        yield "published", _yaml("-".join(f"{part:02}" for part in paper.published))
    if newest.day:
        yield "read", newest.day.isoformat()
    if newest.month:
        yield "month", _yaml(f"{newest.month:%Y-%m}")
    if paper.topic:
        yield "topic", _yaml(paper.topic)
    yield "state", paper.state
    yield "tags", _yaml(list(_tags(paper)))


def _tags(paper: ExportedPaper) -> Iterator[str]:
    """Give tags in letters that Obsidian takes: cs.CL is cs-CL."""
    for words in ("paper", *paper.categories, paper.topic):
        if tag := _NO_TAG.sub("-", words).strip("-/"):
            yield tag


def _yaml(value: str | list[str]) -> str:
    """Give a text, or a list of texts, as YAML on one line: as JSON, which YAML takes in.

    What is not printable is escaped; a byte that is no UTF-8 becomes U+FFFD.
    """
    written = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in written)


def _escaped(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
