"""An entry as a reading log remembers it: what it is called, when it was written, what it says."""

from __future__ import annotations

import datetime
from typing import NamedTuple

_MARK = "<!-- arXiv:"


class Remembered(NamedTuple):
    """An entry of a log, with its title's line, from 1, and its text from that line on.

    `day` is that of the mark that it stands under, `month` that day's or the month mark's first
    day; None where no mark tells.
    """

    title: str
    day: datetime.date | None
    month: datetime.date | None
    line: int
    text: str

    @property
    def when(self) -> str:
        """The day as logs write it, `2024.1.6`; the month, `2024.1`, or nothing, for want of it."""
        if self.day:
            return f"{self.day.year}.{self.day.month}.{self.day.day}"
        return f"{self.month.year}.{self.month.month}" if self.month else ""

    @property
    def last_line(self) -> int:
        """The last line of its text, from 1."""
        return self.line + self.text.rstrip("\n").count("\n")

    @property
    def named(self) -> str:
        """The lines that may name its paper's identifier: the title's, and our own comment's."""
        title, *lines = self.text.split("\n")
        return "\n".join([title, *(line for line in lines if line.lstrip().startswith(_MARK))])
