"""What a command shows while it works and as each paper is done: a bar or lines on standard error, results on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich import progress as rich

    from pipeline.commands.pending import ItemOutcome
    from pipeline.commands.summarize import Outcome


def plain(text: str) -> str:
    """Keep a paper's title or a server's words from steering the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


class Progress:
    """Says on standard error what goes on: on a terminal a bar, elsewhere plain lines; results go to standard output."""

    def __init__(self, as_json: bool, total: int = 1) -> None:
        self._as_json, self._total = as_json, total
        self._bar: rich.Progress | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich import progress as rich
            from rich.console import Console
            from rich.table import Column

            counts = (
                (rich.BarColumn(bar_width=24), rich.MofNCompleteColumn()) if self._total > 1 else ()
            )
            running = rich.TextColumn(
                "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True)
            )
            self._bar = rich.Progress(
                rich.SpinnerColumn(), *counts, rich.TimeElapsedColumn(), running,
                console=Console(stderr=True), transient=True, expand=True,
            )  # fmt: skip
            self._bar.add_task("starting", total=self._total)
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def tell(self, stage: str, words: str) -> None:
        """Say what goes on now."""
        if self._bar:
            self._bar.update(self._bar.task_ids[0], description=f"{stage}  {plain(words)}")
        else:
            click.echo(f"{stage:>8}  {plain(words)}", err=True)

    def item(self, row: ItemOutcome) -> None:
        """Count a pending item as done, and print it where --json wants it; the table follows at the end."""
        self._advance()
        if self._as_json:
            click.echo(row.model_dump_json())

    def _advance(self) -> None:
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])

    def outcome(self, outcome: Outcome) -> None:
        """Count a paper as done, and print what became of it."""
        self._advance()
        if self._as_json:
            click.echo(outcome.model_dump_json())
        elif outcome.outcome == "failed":
            click.echo(
                f"summarize: {plain(outcome.paper)}: {plain(outcome.reason or '')}", err=True
            )
        else:
            doubts = (
                f", {outcome.doubts} doubtful: look for the “?” comments" if outcome.doubts else ""
            )
            cost = (
                ""
                if not outcome.calls
                else f", {outcome.calls} call{'s' * (outcome.calls != 1)}, "
                + ("cost unknown" if outcome.cost is None else f"{outcome.cost:.4f} USD")
            )
            click.echo(
                f"    done  {outcome.outcome}{doubts}{cost}, {outcome.seconds:.1f} s", err=True
            )
            click.echo(outcome.entry)
