"""What a command shows while it works: a bar on a terminal, elsewhere lines, on standard error."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.commands.terminal import plain, remark
from pipeline.commands.typed import with_home

if TYPE_CHECKING:
    from rich import progress as rich


MIND = "mind"
"""The stage of what a person has to know afterwards: it stays on a terminal, above the bar."""
_PASSING_ON = 0.02
"""Seconds for a program behind a pipe to show a line on the terminal, before a bar stands there."""


class Progress:
    """Says on standard error what goes on, and counts to `total` what is done."""

    def __init__(self, total: int = 1) -> None:
        self._total = total
        self._bar: rich.Progress | None = None

    def __enter__(self) -> Progress:
        if sys.stderr and sys.stderr.isatty():  # None where it was closed before the start
            self._bar = _bar(self._total)
            self._bar.add_task("starting", total=self._total)
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def tell(self, stage: str, words: str) -> None:
        """Say what goes on now; of the stage MIND, what is to be known."""
        if self._bar and stage == MIND:
            words = f"{stage:>8}  {plain(with_home(words))}"
            self._bar.console.print(words, markup=False, highlight=False, soft_wrap=True)
        elif self._bar:
            self._bar.update(self._bar.task_ids[0], description=f"{stage}  {plain(words)}")
        else:
            remark(f"{stage:>8}  {plain(words)}")

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar off the terminal while a person is asked something."""
        if self._bar:
            self._bar.stop()
        try:
            yield
        finally:
            if self._bar:
                if sys.stdout and not sys.stdout.isatty():
                    time.sleep(_PASSING_ON)
                self._bar.start()

    def advance(self) -> None:
        """Count one more as done."""
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])


def _bar(total: int) -> rich.Progress:
    from rich import progress as rich
    from rich.console import Console
    from rich.table import Column

    counts = (rich.BarColumn(bar_width=24), rich.MofNCompleteColumn()) if total > 1 else ()
    one_line = Column(ratio=1, no_wrap=True)
    return rich.Progress(
        rich.SpinnerColumn(),
        *counts,
        rich.TimeElapsedColumn(),
        rich.TextColumn("{task.description}", markup=False, table_column=one_line),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
