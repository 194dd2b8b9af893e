"""What a person asks for: an identifier, a PDF file or a title."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import re
from pathlib import Path

from pipeline.errors import SummarizeError, UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

Asked = ArxivId | Path | str
"""What to summarise: an identifier, a PDF file, or a title."""


def parse_asked(text: str) -> Asked:
    """Tell what somebody asks for: an identifier or URL, a PDF file, or a title.

    Raises UsageError for what is meant to be an identifier or a file and is none.
    """
    path = _file(text)
    if path and text.lower().endswith(".pdf"):
        return path
    if arxiv_id.looks_like_one(text):
        return arxiv_id.parse(text)
    with contextlib.suppress(UsageError):
        return arxiv_id.parse(text)
    if path:
        return path
    if text.lower().endswith(".pdf") or re.match(r"[./~]", text):
        raise UsageError(f"no such file: {text[:120]!r}", "check the path; an arXiv identifier looks like 2112.03857")
    if len(re.findall(r"[^\W\d_]{2,}", text)) < 2:
        raise UsageError(
            f"neither an identifier nor a file nor a title: {text[:120]!r}",
            "write 2112.03857, a URL, a PDF's path or a title in quotes",
        )
    return text


def _file(text: str) -> Path | None:
    """Give the file that `text` names; None where it names none, or is nothing that a path can be."""
    try:
        path = Path(text).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long for a name, an unknown ~user, a NUL
        return None


def parse_day(text: str) -> datetime.date:
    """Read a day like 2024.1.6 or 2024-01-06; raise UsageError for anything else."""
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text.strip(), re.ASCII)
    try:
        return datetime.date(*map(int, match.groups())) if match else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> datetime.date:
    raise UsageError(f"not a day: {text!r}", "write it like 2024.1.6 or 2024-01-06")


def file_slug(path: Path) -> str:
    """Make a folder name from a file's name and content: `my-paper-1a2b3c4d5e`."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SummarizeError(
            f"cannot read {str(path)!r}: {error.strerror}", "check the file and its permissions"
        ) from error
    name = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower()[:40] or "paper"
    return f"{name}-{digest[:10]}"


def paper_of_file(source: Path, text: PaperText) -> Paper:
    """Give what a PDF from disk says of itself: the title set largest, the day of arXiv's side stamp."""
    stamped = re.search(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$", text.stamp)
    try:
        updated = datetime.datetime.strptime(" ".join(stamped.groups()), "%d %b %Y").date() if stamped else None
    except ValueError:
        updated = None
    return Paper(arxiv_id=None, title=text.title or text.text.split("\n", 1)[0][:200] or source.stem, updated=updated)
