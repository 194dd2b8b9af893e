"""One paper's folder: its artifacts, each with a fingerprint of what it was made from, and the entry that a person edits."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, make_folder, named_errors, write_whole, writing

R = TypeVar("R", bound=BaseModel)
_TRAILER = re.compile(r"<!-- summarize:(?P<fields>[^\n]*?) -->\n?")


def fingerprint(*parts: object) -> str:
    """Give a short digest of everything that an artifact is made from: strings, numbers, lists, records."""
    plain = [
        part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in parts
    ]
    return hashlib.sha256(
        json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()[:24]


class PaperFolder:
    """One paper's artifacts: paper.json, paper.pdf, text.json, draft.json, report.json, entry.md or failure.json."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def pdf(self) -> Path:
        """Where the PDF is, or will be."""
        return self.path / "paper.pdf"

    @property
    def entry(self) -> Path:
        """Where the entry is, or will be."""
        return self.path / "entry.md"

    @property
    def failure(self) -> Path:
        """Where the reason stands, if the last run failed."""
        return self.path / "failure.json"

    def pdf_digest(self) -> str:
        """Give the SHA-256 of the PDF's bytes."""
        with self.pdf.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, record: type[R], name: str, made_from: str | None = None) -> R | None:
        """Give an artifact if it is there, whole and made from just this (or from anything, for None)."""
        try:
            envelope = json.loads(bytes_of(self.path / name) or b"")
            if made_from is not None and envelope["made_from"] != made_from:
                return None
            return record.model_validate(envelope["content"])
        except (ValueError, KeyError, TypeError, ValidationError):
            return None

    def write(self, record: BaseModel, name: str, made_from: str) -> None:
        """Keep an artifact with the fingerprint of what it was made from."""
        envelope = {"made_from": made_from, "content": record.model_dump(mode="json")}
        self.write_bytes(name, (json.dumps(envelope, ensure_ascii=False, indent=1) + "\n").encode())

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write one file of the folder, making the folder where it is missing."""
        make_folder(self.path)
        write_whole(self.path / name, content)

    def copy_pdf(self, source: Path) -> None:
        """Keep a copy of a PDF from elsewhere."""
        make_folder(self.path)
        with source.open("rb") as content, writing(self.pdf) as file:
            shutil.copyfileobj(content, file)

    def keep_failure(self, error: SummarizeError) -> None:
        """Keep why the paper failed."""
        if self.path.is_dir():
            words = {"message": error.message, "hint": error.hint}
            self.write_bytes(
                "failure.json", (json.dumps(words, ensure_ascii=False, indent=1) + "\n").encode()
            )

    def read_failure(self) -> dict[str, str]:
        """Give the reason that is kept, `message` and `hint`; empty where it cannot be read."""
        try:
            kept = json.loads(self.failure.read_bytes())
        except (OSError, ValueError):
            return {}
        return (
            {str(name): str(value) for name, value in kept.items()}
            if isinstance(kept, dict)
            else {}
        )

    def forget_failure(self) -> None:
        """Take the reason away: the paper did not fail this time."""
        with named_errors(self.failure):
            self.failure.unlink(missing_ok=True)

    def entry_made_from(self) -> str | None:
        """Give the fingerprint of the entry that is here, or of the newer one beside it; None if there is neither."""
        for name in ("entry.new.md", "entry.md"):
            if (entry := bytes_of(self.path / name)) is not None:
                return _read_trailer(entry.decode("utf-8", "replace"))[1]
        return None

    def write_entry(self, text: str, made_from: str) -> Path:
        """Keep a rendered entry; beside it, as entry.new.md, where a person has edited the one that is there.

        An entry.new.md that was edited too is kept as entry.new.1.md and so on. Gives the path that
        was written.
        """
        newer = self.path / "entry.new.md"
        name = newer.name if _edited(self.entry) else self.entry.name
        if edited_too := _edited(newer):
            with named_errors(newer):
                newer.rename(
                    newer.with_name(
                        f"entry.new.{len(list(self.path.glob('entry.new.*.md'))) + 1}.md"
                    )
                )
        rendered = hashlib.sha256(text.encode()).hexdigest()[:24]
        self.write_bytes(
            name, f"{text}<!-- summarize: made-from={made_from} rendered={rendered} -->\n".encode()
        )
        if name == self.entry.name and not edited_too:
            with named_errors(newer):
                newer.unlink(missing_ok=True)
        return self.path / name


def _edited(entry: Path) -> bool:
    """Tell whether an entry is there and a person has changed it."""
    content = bytes_of(entry)
    if content is None:
        return False
    body, _, rendered = _read_trailer(content.decode("utf-8", "replace"))
    return hashlib.sha256(body.encode()).hexdigest()[:24] != rendered


def _read_trailer(text: str) -> tuple[str, str, str]:
    """Split an entry into its text, the fingerprint of what it was made from and the digest of the text as rendered."""
    found = list(_TRAILER.finditer(text))
    if not found:
        return text, "", ""
    match = found[-1]  # a person may have written below it
    fields = dict(field.partition("=")[::2] for field in match["fields"].split())
    return (
        text[: match.start()] + text[match.end() :],
        fields.get("made-from", ""),
        fields.get("rendered", ""),
    )
