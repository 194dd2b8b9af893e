"""What a shell completes: drafts, states and files, and the script that teaches it so."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_SUMMARIZE_COMPLETE"
"""Set by the script where the shell asks: what click looks for."""
Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def script(shell: str, command: click.Command) -> str:
    """Give the lines that have a shell complete the command."""
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    assert completion is not None  # of SHELLS, each has one
    return completion(command, {}, "summarize", _VARIABLE).source()


def papers(*states: str) -> Complete:
    """Complete papers in some states by their folders' names, and files."""

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        named = [CompletionItem(name, help=title) for name, title in _named(begun, states)]
        return named or [CompletionItem(begun, type="file")]

    return complete


def files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def _named(begun: str, states: Collection[str]) -> list[tuple[str, str]]:
    """Give the names of papers' folders that begin so, with their titles; none where that fails."""
    from pipeline import settings
    from pipeline.errors import SummarizeError
    from pipeline.records.paper import Paper
    from pipeline.store.output_folder import Store

    try:
        here = Path.cwd()
        store = Store(here / settings.load({}, here, os.environ).output)
        found = [
            (folder.path.name, folder.look(Paper, "paper.json").record)
            for state, folder in store.folders()
            if state in states and folder.path.name.startswith(begun)
        ]
    except (OSError, SummarizeError):  # a shell that completes shows no errors
        return []
    return [(name, paper.title if paper else "") for name, paper in found]
