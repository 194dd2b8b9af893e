"""The open items of a log's list, and what a person says that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.log import pending_list, reading_log
from pipeline.log.file import read_log
from pipeline.log.pending_list import PendingItem
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId

_MOST_LINES = 20
"""Lines that are named in one remark."""
_LONGEST_SHOWN = 40
"""Characters of a line's number: Python reads none of thousands of digits."""
Choices = Mapping[int, ArxivId | None]
"""What a person says that the items of some lines mean; None for none of what was found."""


class Found(NamedTuple):
    """The open items of a log, and the lines of open boxes in it that are none of its list's."""

    items: list[PendingItem]
    elsewhere: list[int]

    @property
    def remark(self) -> str:
        """Say which open boxes are not looked at; empty where there are none."""
        if not self.elsewhere:
            return ""
        lines = ", ".join(map(str, self.elsewhere[:_MOST_LINES]))
        more = ", …" if len(self.elsewhere) > _MOST_LINES else ""
        are = "an open box elsewhere is" if len(self.elsewhere) == 1 else "open boxes elsewhere are"
        where = f"line{'s' * (len(self.elsewhere) > 1)} {lines}{more}"
        return f"{are} left alone, {where}: a heading like “To read” makes them a list"


def open_items(log: Path, *, limit: int | None = None, only: str = "") -> Found:
    """Give the open items of a log's pending list.

    They are those with `only` in them, in any case of letters, and the first `limit` of these.
    Raises SummarizeError where there is no log.
    """
    read = reading_log.read(read_log(log))
    items = pending_list.read(read)
    wanted = [item for item in items if not item.ticked and only.lower() in item.text.lower()]
    return Found(wanted[:limit], pending_list.overlooked(read, items))


def parse_choices(texts: Sequence[str], items: Sequence[PendingItem]) -> dict[int, ArxivId | None]:
    """Read choices like `12=2112.03857` and `12=none`, a line and what its item means.

    Raises UsageError for what is none, and for a line without an open item.
    """
    lines = {item.number for item in items}
    found: dict[int, ArxivId | None] = {}
    for text in texts:
        line, _, paper = text.partition("=")
        number = _number(line.strip())
        if number not in lines:
            raise UsageError(
                f"no open item in line {line.strip()[:_LONGEST_SHOWN]!r}",
                "write it like --choose 12=2112.03857",
            )
        is_none = paper.strip().lower() == "none"
        found[number] = None if is_none else arxiv_id.parse(paper)
    return found


def _number(line: str) -> int:
    """Give the number of a line; 0, which no line has, for what is none."""
    return int(line) if line.isdecimal() and len(line) <= _LONGEST_SHOWN else 0
