"""Ask a person on the terminal which of some papers a pending item means."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.commands.terminal import plain, remark
from pipeline.log.pending_list import PendingItem
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper

_WIDEST = 100
"""Columns: a longer line is hard to read."""
_MOST_AUTHORS = 3
_INDENT = "     "


class Choice(NamedTuple):
    """What a person chose: a paper, none of them, or to be asked another time (`skipped`)."""

    paper: ArxivId | None
    skipped: bool = False


Ask = Callable[[PendingItem, str, Sequence[Paper]], Choice | None]
"""Asks about an item, and why it is asked; None where nobody answers any more."""


def is_possible() -> bool:
    """Tell whether somebody is there to be asked."""
    streams = (sys.stdin, sys.stderr)  # None where it was closed before the start
    return all(stream is not None and stream.isatty() for stream in streams)


def ask(item: PendingItem, reason: str, papers: Sequence[Paper]) -> Choice | None:
    """Show an item and the papers that it may mean, and give the person's choice.

    Asks until the answer is a number, `s` or `n`; nothing is `s`. Gives None at the input's end.
    """
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    remark("")
    remark(_fitted(f"line {item.number}: {plain(item.text)}", width))
    remark(_fitted(f"{_INDENT}{reason}", width))
    for number, paper in enumerate(papers, 1):
        for line in _shown(number, paper):
            remark(_fitted(line, width))
    while True:
        answer = _answer(f"{_INDENT}a number, s to skip, n for none of them [s] ")
        if answer is None:
            return None
        if answer in ("", "s"):
            return Choice(None, skipped=True)
        if answer == "n":
            return Choice(None)
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(papers):
            return Choice(papers[int(answer) - 1].arxiv_id)
        some = f"1 to {len(papers)}" if len(papers) > 1 else "1"
        remark(_fitted(f"{_INDENT}{plain(answer)!r} is none of {some}, s and n", width))


def _answer(question: str) -> str | None:
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip().lower() if line else None


def _shown(number: int, paper: Paper) -> list[str]:
    """Give a candidate's lines: title, then identifier, year and authors, then its abstract's."""
    authors = ", ".join(paper.authors[:_MOST_AUTHORS])
    more = ", …" if len(paper.authors) > _MOST_AUTHORS else ""
    year = str(paper.published.year) if paper.published else ""
    facts = "  ".join(filter(None, (str(paper.arxiv_id), year, f"{authors}{more}")))
    lines = [f"{number:>3}  {plain(paper.title)}", f"{_INDENT}{plain(facts)}"]
    return [*lines, f"{_INDENT}{plain(paper.abstract)}"] if paper.abstract else lines


def _fitted(line: str, width: int) -> str:
    """Cut a line to a terminal's width; a Chinese character takes two cells."""
    from rich.cells import cell_len, set_cell_size

    return line if cell_len(line) <= width else f"{set_cell_size(line, width - 2).rstrip()} …"
