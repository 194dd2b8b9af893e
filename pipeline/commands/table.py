"""A list for people: a table on a terminal that is wide enough, elsewhere a line for each thing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.commands.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROWEST = 72
"""Columns of a terminal from which on a table reads better than lines: beside the columns of fixed
width, a path under output/ or half a title still fits."""


class Column(NamedTuple):
    """A column of fixed `width`, in terminal cells; 0 for the one that takes the rest."""

    heading: str
    width: int = 0
    right: bool = False


Cell = str | tuple[str, str]
"""What stands in a column; in the one that takes the rest, a line and the lines below it."""


def width_of_terminal() -> int:
    """Give the columns of the terminal that standard output is, 0 where it is none."""
    # None where it was closed before the start
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if is_terminal else 0


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], line: Callable[[int], str]
) -> str:
    """Give rows as a table as wide as the terminal, or line by line where that is too narrow.

    `line` gives the row of a number, from 0, as a line. A Chinese character is two cells wide.
    """
    width = width_of_terminal()
    if width < NARROWEST:
        return "\n".join(map(line, range(len(rows))))
    return _drawn(columns, rows, width)


class Rows:
    """Rows for people that are known one after the other, under one heading: the columns stay."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._is_begun = False

    def drawn(self, row: Sequence[Cell], line: str) -> str:
        """Give one row more, as `table` would, below the heading if it is the first."""
        width = width_of_terminal()
        if width < NARROWEST:
            return line
        heads, self._is_begun = not self._is_begun, True
        return _drawn(self._columns, [row], width, heads=heads)


def _drawn(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, *, heads: bool = True
) -> str:
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, show_header=heads)
    for column in columns:
        grid.add_column(
            column.heading,
            width=column.width or None,
            ratio=None if column.width else 1,
            justify="right" if column.right else "left",
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*map(_cell, row))
    # a height, too: else rich takes a dumb terminal for one of 80 columns
    console = Console(width=width, height=1, highlight=False, markup=False, emoji=False)
    with console.capture() as drawn:
        console.print(grid)
    # a line that is copied from the terminal has no blanks behind it
    return "\n".join(part.rstrip() for part in drawn.get().rstrip().split("\n"))


def _cell(cell: Cell) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    if isinstance(cell, str):
        return Text(plain(cell))
    line, below = cell
    head = Text(plain(line), no_wrap=True, overflow="ellipsis")
    rest = "\n".join(map(plain, below.split("\n")))
    return Group(head, Text(rest, style="dim")) if below else head
