"""Have a person edit an entry, in their editor."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pipeline.commands.drafts import find_draft
from pipeline.errors import SummarizeError
from pipeline.store.older import take_newer, take_older
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder

_USUAL_EDITOR = "vi"
"""What there is everywhere; the one that git takes, too."""
_NOT_FOUND = (126, 127)
"""Exit statuses of a shell that cannot run a command."""


def edit_draft(store: Store, named: str, environ: Mapping[str, str]) -> Path:
    """Have the entry of a paper edited that a person names, and give the entry's path.

    Raises SummarizeError where there is no draft, or the editor fails.
    """
    folder = _to_be_edited(store, named)
    edit(folder.entry, environ)
    return folder.entry


def take(store: Store, named: str, which: Literal["newer", "older"]) -> Path:
    """Put the newer draft of a paper in its entry's place, or the older entry back there.

    Gives the entry's path. Raises SummarizeError where there is none, or a run is at work on it.
    """
    with store.in_use():
        folder = _to_be_edited(store, named)
        with store.moving(folder):
            (take_newer if which == "newer" else take_older)(folder)
    return folder.entry


def _to_be_edited(store: Store, named: str) -> PaperFolder:
    """Raise SummarizeError where there is no entry that may be edited."""
    folder, _, state = find_draft(store, named)
    if state == "accepted":
        raise SummarizeError(
            f"{folder.path.name} is accepted",
            "edit it in the log, or take it back first with `summarize undo`",
        )
    if folder.read_entry() is None:
        raise SummarizeError(f"{folder.path.name} has no entry yet", "make it: summarize it again")
    return folder


def editor(environ: Mapping[str, str]) -> str:
    """Give the command that edits: $VISUAL, else $EDITOR, else vi."""
    return environ.get("VISUAL") or environ.get("EDITOR") or _USUAL_EDITOR


def edit(path: Path, environ: Mapping[str, str]) -> None:
    """Have a file edited, and wait for that to end; raise SummarizeError where the editor fails."""
    command = editor(environ)
    # as git does it: the variable may have options, quotes and variables of its own
    shell = ["/bin/sh", "-c", f'{command} "$@"', command, str(path)]
    # the key that interrupts is the editor's while it runs
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        status = subprocess.run(shell, check=False).returncode  # noqa: S603 - the user's own command
    finally:
        signal.signal(signal.SIGINT, before)
    if status in _NOT_FOUND:
        raise SummarizeError(f"there is no editor {command!r}", "set VISUAL or EDITOR")
    if status:
        raise SummarizeError(f"the editor {command!r} ended with status {status}", "try again")
