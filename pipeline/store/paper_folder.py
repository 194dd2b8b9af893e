"""One paper's folder: its artifacts, and the entry that a person edits.

Each artifact carries a fingerprint of what it was made from.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline import credentials
from pipeline.errors import SummarizeError
from pipeline.files import (
    LARGEST_PDF,
    AnyPath,
    bytes_of,
    json_object,
    make_folder,
    named_errors,
    note_of,
    reading,
    refuse_link,
    sha256_of,
    stat_of,
    text_of,
    write_json,
    write_whole,
    writing,
)
from pipeline.store import rendered

R = TypeVar("R", bound=BaseModel)
_ENTRY = "entry.md"
_OLDER = "older"
"""The folder of an edited entry for which a newer one was drafted."""
_OURS = frozenset(
    {
        "paper.json",
        "paper.pdf",
        "text.json",
        "sent.json",
        "draft.json",
        "verification.json",
        "report.json",
        "findings.json",
        "entry.md",
        "entry.new.md",
        "failure.json",
        "accept.json",
        _OLDER,
    }
)
"""What we read and write in a paper's folder; a person may keep other things beside it."""
_FIGURE = re.compile(r"(?:figure|table)-[a-z0-9-]{1,20}\.(?:png|json)")
"""Pictures cut out of the paper, and what they were made from."""


def fingerprint(*parts: object) -> str:
    """Give a short digest of all that an artifact is made from: JSON values and records."""
    plain = [
        part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in parts
    ]
    return rendered.digest(json.dumps(plain, sort_keys=True, ensure_ascii=False))


def is_figure_name(name: str) -> bool:
    """Tell whether a picture of a figure may have this name in its paper's folder."""
    return bool(_FIGURE.fullmatch(name)) and name.endswith(".png")


class Kept(NamedTuple, Generic[R]):
    """An artifact, or None and the reason why there is none; no reason where none was ever made."""

    record: R | None
    reason: str = ""


class PaperFolder:
    """One paper's files.

    They are paper.json, paper.pdf, text.json, sent.json, draft.json, verification.json,
    report.json, entry.md, findings.json, failure.json, and pictures of figures. What cannot be
    read, or is a link, raises SummarizeError with its path.
    """

    def __init__(self, path: AnyPath) -> None:
        self._within = f"{os.fspath(path)}{os.sep}"

    @cached_property
    def path(self) -> Path:
        """Where it is."""
        return Path(self._within)

    @property
    def slug(self) -> str:
        """Its name."""
        return os.path.basename(self._within[:-1])  # noqa: PTH119 - of a string

    def within(self, name: str) -> str:
        """Give the path of one of its files, where thousands are looked at."""
        return self._within + name

    @property
    def pdf(self) -> Path:
        """Where the PDF is, or will be."""
        return self.path / "paper.pdf"

    @property
    def entry(self) -> Path:
        """Where the entry is, or will be."""
        return self.path / _ENTRY

    @property
    def failure(self) -> Path:
        """Where the reason stands, if the last run failed."""
        return self.path / "failure.json"

    @property
    def older(self) -> PaperFolder:
        """Where an edited entry is kept with its records, for which a newer one was drafted."""
        return PaperFolder(self.path / _OLDER)

    def require_own(self) -> frozenset[str]:
        """Raise SummarizeError where the folder, or a file of ours in it, is a link.

        Gives the names of ours that are here.
        """
        refuse_link(self._within[:-1])  # behind a separator it would be what the link leads to
        names = self._own_names()
        if _OLDER in names:
            self.older._own_names()
        return names

    def _own_names(self) -> frozenset[str]:
        names = set()
        # one that may not be looked at says so when it is read
        with contextlib.suppress(OSError), os.scandir(self._within) as entries:
            for entry in entries:
                if entry.name in _OURS or _FIGURE.fullmatch(entry.name):
                    names.add(entry.name)
                    if entry.is_symlink():
                        refuse_link(entry.path)
        return frozenset(names)

    def has_pdf(self) -> bool:
        """Tell whether there is something in the PDF's place."""
        return stat_of(self.pdf) is not None

    def pdf_digest(self) -> str:
        """Give the SHA-256 of the PDF's bytes."""
        return sha256_of(self.pdf, follow=False)

    def read(self, record: type[R], name: str, made_from: str | None = None) -> R | None:
        """Give an artifact if it is there, whole and made from just this (from anything, for None).

        A damaged one is as good as none; raises SummarizeError where the file system refuses it.
        """
        return self._kept(record, name, made_from).record

    def look(self, record: type[R], name: str) -> Kept[R]:
        """Give an artifact, or the reason why it cannot be had; raise nothing.

        So that one damaged folder does not keep a list of all from being shown.
        """
        try:
            return self._kept(record, name, None)
        except SummarizeError as error:
            return Kept(None, str(error))

    def _kept(self, record: type[R], name: str, made_from: str | None) -> Kept[R]:
        path = self._within + name
        if (raw := bytes_of(path)) is None:
            return Kept(None)
        try:
            envelope = json_object(raw)
            if made_from is not None and envelope.get("made_from") != made_from:
                return Kept(None, "it was made from something else")
            return Kept(record.model_validate(envelope.get("content")))
        except ValidationError:
            why = "it was edited, or is another version's"
        except ValueError as error:
            why = str(error)
        return Kept(None, f"{path!r} is damaged: {why}")

    def write(self, record: BaseModel, name: str, made_from: str) -> None:
        """Keep an artifact with the fingerprint of what it was made from."""
        make_folder(self.path)
        envelope = {"made_from": made_from, "content": record.model_dump(mode="json")}
        write_json(self.path / name, envelope)

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write one file of the folder, making the folder where it is missing."""
        make_folder(self.path)
        write_whole(self.path / name, content)

    def read_bytes(self, name: str) -> bytes | None:
        """Give the bytes of one file of the folder, None where there is none."""
        return bytes_of(self._within + name)

    def remove(self, name: str) -> None:
        """Take one file of the folder away, if it is there."""
        with named_errors(self.path / name):
            (self.path / name).unlink(missing_ok=True)

    def copy_pdf(self, source: Path) -> None:
        """Keep a copy of a PDF from elsewhere; raise SummarizeError where it cannot be read."""
        make_folder(self.path)
        with reading(source, most=LARGEST_PDF) as content, writing(self.pdf) as file:
            shutil.copyfileobj(content, file)

    def keep_failure(self, error: SummarizeError, source: Path | None = None) -> None:
        """Keep why the paper failed, and which PDF from disk it is, if it is one."""
        if self.path.is_dir():
            said = {"message": error.message, "hint": error.hint}
            said |= {"source": os.path.realpath(source)} if source else {}
            words = {name: credentials.scrubbed(text) for name, text in said.items()}
            write_json(self.failure, words)

    def read_note(self, name: str) -> dict[str, Any]:
        """Give a small JSON note of the folder; empty where there is none, or it is damaged."""
        return note_of(self._within + name)

    def write_note(self, name: str, note: dict[str, Any]) -> None:
        """Keep a small JSON note in the folder."""
        write_json(self.path / name, note)

    def read_failure(self) -> str:
        """Give why the last run failed, message and hint in one line; empty where it did not."""
        if stat_of(self.failure) is None:
            return ""
        kept = self.read_note(self.failure.name)
        parts = (str(kept.get("message", "failed")), str(kept.get("hint", "")))
        return ": ".join(part for part in parts if part)

    def forget_failure(self) -> None:
        """Take the reason away: the paper did not fail this time."""
        self.remove(self.failure.name)

    def read_entry(self) -> str | None:
        """Give the entry as it is edited now; raise SummarizeError where it is not UTF-8."""
        return text_of(self.entry)

    def entry_made_from(self) -> str | None:
        """Give the fingerprint of the newest entry that is here; None if there is none."""
        return rendered.made_from(self.entry)

    def is_edited(self) -> bool:
        """Tell whether there is an entry, and a person has changed it."""
        return rendered.is_edited(self._within + _ENTRY)

    def has_rendered(self, text: str) -> bool:
        """Tell whether the newest entry that is here was rendered as just this text."""
        return stat_of(self.entry) is not None and rendered.has(self.entry, text)

    def write_entry(self, text: str, made_from: str) -> Path:
        """Keep a rendered entry, as entry.new.md where a person has edited the one that is there.

        An entry.new.md that was edited too is kept as entry.new.1.md and so on. Gives the path that
        was written.
        """
        return rendered.write(self.entry, text, made_from)
