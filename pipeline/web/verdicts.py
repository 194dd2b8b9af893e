"""What a reader does with a draft: saves it, accepts it, rejects it, takes that back.

It goes through the functions of the terminal's commands, and their locks. Those that take long to
load are imported when they are used.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.edit import take
from pipeline.commands.reject import reject, restore
from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, sha256_of_bytes
from pipeline.log.exchange import replaced_if_unchanged
from pipeline.records.record import Record
from pipeline.store.older import Other, other_entry
from pipeline.store.output_folder import State
from pipeline.web.desk import Desk

if TYPE_CHECKING:
    from pipeline.commands.accept import Accepted, Shown


class ChangedError(SummarizeError):
    """Something is not any more what the page has shown."""


class Opened(Record):
    """A draft as it is kept: the bytes of entry.md as text, and their digest.

    `other` is `newer` where a newer draft stands beside it, `older` where it has taken another's
    place, else empty.
    """

    text: str
    digest: str
    other: Other


class Verdicts:
    """What was done since the start, from all tabs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._done: list[tuple[State, str]] = []
        self._deciding = threading.Lock()

    def open(self, slug: str) -> Opened:
        """Give the entry as it is kept now."""
        folder = self._desk.draft(slug).folder
        content = bytes_of(folder.entry) or b""
        return Opened(
            text=_decoded(content),
            digest=sha256_of_bytes(content),
            other=other_entry(folder),
        )

    def save(self, slug: str, text: str, digest: str) -> str:
        """Keep an entry as it was typed, and give its digest.

        Raises ChangedError where what is kept is not any more what has the `digest`.
        """
        folder, _, state = self._desk.draft(slug)
        if state != "draft":
            raise ChangedError(f"{slug} is {state}", "take that back first, or edit the log")
        with self._desk.store.in_use(), self._desk.store.moving(folder):
            kept = bytes_of(folder.entry) or b""
            content = _encoded(text, kept)
            is_as_shown = sha256_of_bytes(kept) == digest
            if not (is_as_shown and replaced_if_unchanged(folder.entry, kept, content)):
                raise ChangedError(
                    "another program has saved this entry meanwhile",
                    "copy what you typed, and load the entry again",
                )
        return sha256_of_bytes(content)

    def take_other(self, slug: str) -> None:
        """Put the newer draft in the entry's place, or the older entry back."""
        other = self.open(slug).other
        if other:
            take(self._desk.store, slug, other)

    def show_change(self, slug: str) -> Accepted:
        """Give the diff of the log that an accept would make; raise where it cannot be."""
        return self._accept(slug, dry_run=True, shown=None)

    def accept(self, slug: str, shown: Shown) -> Accepted:
        """Accept a draft whose diff was shown; raise where entry or log has changed since."""
        with self._deciding:
            done = self._accept(slug, dry_run=False, shown=shown)
            if done.outcome == "accepted":
                self._done.append(("accepted", slug))
        return done

    def _accept(self, slug: str, *, dry_run: bool, shown: Shown | None) -> Accepted:
        from pipeline.commands.accept import accept_all

        self._desk.draft(slug)
        [row] = accept_all(
            self._desk.store,
            Path(self._desk.settings.log),
            [slug],
            folder=self._desk.folder,
            home=self._desk.home,
            day=None,
            dry_run=dry_run,
            shown=shown,
        )
        if row.failed:
            raise ChangedError(row.reason or "it was not accepted")
        return row

    def reject(self, slug: str) -> str:
        """Set a draft aside, and say where it is."""
        with self._deciding:
            state = self._desk.draft(slug).state
            moved = os.path.relpath(reject(self._desk.store, slug), self._desk.folder)
            if state == "draft":
                self._done.append(("rejected", slug))
        return f"{slug}: {moved}"

    def undo(self) -> tuple[str, str]:
        """Take the last verdict back; give the draft, if it was ours, and words on it."""
        from pipeline.commands.undo import undo

        with self._deciding:
            self._done = self._standing()
            if not self._done:
                raise SummarizeError(
                    "nothing was decided on this page", "summarize undo takes the last accept back"
                )
            fate, slug = self._done[-1]
            if fate == "rejected":
                restore(self._desk.store, slug)
                said = f"{slug} is a draft again"
            else:
                said = undo(self._desk.store, paper=slug)
            self._done = self._done[:-1]
        return slug, said

    def _standing(self) -> list[tuple[State, str]]:
        """Give what was done and not taken back since, on this page or elsewhere."""
        states = {folder.path.name: state for state, folder in self._desk.store.folders()}
        return [(fate, slug) for fate, slug in self._done if states.get(slug) == fate]

    def said(self) -> str:
        """Say what became of drafts since the start."""
        fates = [fate for fate, _ in self._standing()]
        left = len(self._desk.rows())
        told = [f"{fates.count(fate)} {fate}" for fate in dict.fromkeys(fates)]
        return ", ".join([*told, f"{left} left"])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SummarizeError("the entry is not UTF-8", "save it as UTF-8") from error


def _encoded(text: str, kept: bytes) -> bytes:
    """Give typed text as bytes: a file keeps its ends of lines."""
    if kept.count(b"\r\n") and kept.count(b"\r\n") == kept.count(b"\n"):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SummarizeError("the entry has halves of characters", "type them again") from error
