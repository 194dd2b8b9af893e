"""A PDF from disk: its folder's name, and what it says of itself."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from pipeline.files import sha256_of
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText


def file_slug(path: Path) -> str:
    """Make a folder name from a file's name and content: `my-paper-1a2b3c4d5e`."""
    digest = sha256_of(path)
    name = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower()[:40] or "paper"
    return f"{name}-{digest[:10]}"


def paper_of_file(source: Path, text: PaperText) -> Paper:
    """Give what a PDF from disk says of itself: the title set largest, the day of arXiv's side stamp."""
    stamped = re.search(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$", text.stamp)
    try:
        updated = (
            datetime.datetime.strptime(" ".join(stamped.groups()), "%d %b %Y").date()
            if stamped
            else None
        )
    except ValueError:
        updated = None
    return Paper(
        arxiv_id=None,
        title=text.title or text.text.split("\n", 1)[0][:200] or source.stem,
        updated=updated,
    )
