"""What a person asks for: an identifier, a PDF file or a title."""

from __future__ import annotations

import contextlib
import datetime
import re
from pathlib import Path

from pipeline.credentials import shown
from pipeline.errors import UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.text import identifiers

Asked = ArxivId | Path | str
"""What to summarise: an identifier, a PDF file, or a title."""


def parse_asked(text: str) -> Asked:
    """Tell what somebody asks for: an identifier or URL, a PDF file, or a title.

    Raises UsageError for what is meant to be an identifier or a file and is none.
    """
    path = _file(text)
    if path and text.lower().endswith(".pdf"):
        return path
    if (named := identifiers.in_text(text)) and not re.search(r"\s", text.strip()):
        return named[0]  # an address of arXiv's papers, whose path may be of any form
    if arxiv_id.looks_like_one(text):
        return arxiv_id.parse(text)
    with contextlib.suppress(UsageError):
        return arxiv_id.parse(text)
    if path:
        return path
    if text.lower().endswith(".pdf") or re.match(r"[./~]", text):
        raise UsageError(
            f"no such file: {shown(text)}",
            "check the path; an arXiv identifier looks like 2112.03857",
        )
    if len(re.findall(r"\w{2,}", text)) < 2:
        raise UsageError(
            f"neither an identifier nor a file nor a title: {shown(text)}",
            "write 2112.03857, a URL, a PDF's path or a title in quotes; "
            "`summarize --help` lists the commands",
        )
    return text


def _file(text: str) -> Path | None:
    """Give the file that `text` names; None where it names none, or can be no path."""
    try:
        path = Path(text).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long for a name, an unknown ~user, a NUL
        return None


def named_from(here: Path, named: str) -> Path:
    """Give the path that a person names from a folder; raise UsageError for an unknown ~user."""
    try:
        return here / Path(named).expanduser()
    except RuntimeError as error:
        raise UsageError(
            f"nobody's home folder is known for {named!r}", "write its whole path, or ./~…"
        ) from error


def parse_day(text: str) -> datetime.date:
    """Read a day like 2024.1.6 or 2024-01-06; raise UsageError for anything else."""
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text.strip(), re.ASCII)
    try:
        return datetime.date(*map(int, match.groups())) if match else _no_day(text)
    except ValueError:
        return _no_day(text)


def parse_month(text: str) -> datetime.date:
    """Read a month like 2024.1 or 2024-01, and give its first day; raise UsageError otherwise."""
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})", text.strip(), re.ASCII)
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise UsageError(f"not a month: {shown(text)}", "write it like 2024.1 or 2024-01")


def _no_day(text: str) -> datetime.date:
    raise UsageError(f"not a day: {shown(text)}", "write it like 2024.1.6 or 2024-01-06")
