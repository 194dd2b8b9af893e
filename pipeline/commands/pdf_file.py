"""A PDF from disk: its folder's name, and what it says of itself."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from pipeline.files import sha256_of
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

_LONGEST_TITLE = 200
"""Characters of a first line that stands for a title."""


def file_slug(path: Path) -> str:
    """Make a folder name from a file's name and content: `my-paper-1a2b3c4d5e`."""
    digest = sha256_of(path)
    name = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower()[:40] or "paper"
    return f"{name}-{digest[:10]}"


def paper_of_file(source: Path, text: PaperText) -> Paper:
    """Give what a PDF from disk says of itself: its title, and the day of arXiv's side stamp.

    The title is the line set largest, else the first line, else the file's name.
    """
    title = text.title or text.text.split("\n", 1)[0][:_LONGEST_TITLE] or source.stem
    return Paper(arxiv_id=None, title=title, updated=_stamped(text.stamp))


def _stamped(stamp: str) -> datetime.date | None:
    """Give the day that ends arXiv's side stamp; None where there is none."""
    day = re.search(r"\d{1,2} [A-Z][a-z]{2} \d{4}$", stamp)
    try:
        return datetime.datetime.strptime(day[0], "%d %b %Y").date() if day else None
    except ValueError:  # "31 Foo 2024"
        return None
