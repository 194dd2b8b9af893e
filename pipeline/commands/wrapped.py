"""Lines of a terminal's width, in any script, in colour."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_NOT_FIRST = frozenset("，。、；：！？）」』》】〉”’…·,.;:!?)]}%")
"""What no line begins with, where its neighbours are Chinese."""
_NOT_LAST = frozenset("（「『《【〈“‘([{")
_MARKER = re.compile(r"\s*(?:(?:\d{1,2}[.)、，]|[-*+?>]|p\. \d+|\?\d+)\s+)?")
"""What a line begins with; those that it is continued in stand below the words behind it."""
_NARROWEST = 8
"""Terminal cells for words, beside any indent: two Chinese words."""


def wrapped(words: Text, width: int) -> Iterator[Text]:
    """Give the lines of at most `width` terminal cells that one line of words takes.

    A line is broken at a space, or beside a Chinese character, which is two cells wide. A line that
    begins with a number, a bullet or spaces is continued below the words behind them.
    """
    from rich.cells import cell_len
    from rich.text import Text

    marker = _MARKER.match(words.plain)
    indent = cell_len(marker[0]) if marker else 0
    indent = indent if indent <= width - _NARROWEST else 0
    starts = [0, *_breaks(words.plain, width, indent)]
    for number, line in enumerate(words.divide(starts[1:])):
        line.rstrip()
        yield Text(" " * indent).append_text(line) if number else line


def _breaks(text: str, width: int, indent: int) -> list[int]:
    """Give the offsets, behind the first, at which the lines of a text begin."""
    from rich.cells import get_character_cell_size

    sizes = [get_character_cell_size(character) for character in text]
    before = [0, *itertools.accumulate(sizes)]  # cells that stand before each character
    breaks: list[int] = []
    start = allowed = 0
    room = width
    for at, character in enumerate(text):
        if at and _may_break(text[at - 1], character, wide=2 in sizes[at - 1 : at + 1]):
            allowed = at
        # twice for a word that had room in the first line alone, which has no indent
        while character != " " and at > start and before[at + 1] - before[start] > room:
            start = allowed if allowed > start else at
            room = width - indent
            breaks.append(start)
    return breaks


def _may_break(before: str, behind: str, *, wide: bool) -> bool:
    if before == " " or behind == " ":
        return before == " " and behind != " "
    return wide and before not in _NOT_LAST and behind not in _NOT_FIRST


def drawn(lines: Iterable[Text]) -> str:
    """Give lines as a terminal shows them, in colours where it has some."""
    from rich.console import Console

    # a height, too: else rich takes a dumb terminal for one of 80 columns
    console = Console(width=_LONGEST, height=1, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        for line in lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return captured.get().removesuffix("\n")


_LONGEST = 10_000
"""Cells: lines are wrapped already."""
