"""Every read and write under output/.

The folder that a paper is in is its state: drafts/, accepted/ or rejected/. Files are written whole (temporary file in the
same folder, fsync, rename, fsync of the folder) and each artifact carries a fingerprint of what it was made from, so that
an interrupted run goes on where it stopped and a changed input makes just its followers anew.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.arxiv_id import ArxivId
from pipeline.errors import StopRunError, SummarizeError

R = TypeVar("R", bound=BaseModel)
State = Literal["draft", "accepted", "rejected"]
_FOLDERS: dict[State, str] = {"draft": "drafts", "accepted": "accepted", "rejected": "rejected"}
_TEMPORARY = ".tmp"
_TRAILER = re.compile(r"<!-- summarize:(?P<fields>[^\n]*?) -->\n?\Z")


def fingerprint(*parts: object) -> str:
    """Give a short digest of everything that an artifact is made from: strings, numbers, lists, records."""
    plain = [part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in parts]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]


@contextlib.contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into an error that names the place and what to do; no other paper will fare better."""
    hints = {
        errno.ENOSPC: ("the disk is full", "free some space and run the same command again"),
        errno.EDQUOT: ("your disk quota is used up", "free some space and run the same command again"),
        errno.EROFS: ("the folder is read-only", "choose another one with --output"),
        errno.EACCES: ("no permission", "choose another folder with --output, or change its permissions"),
        errno.EPERM: ("no permission", "choose another folder with --output, or change its permissions"),
        errno.ENOTDIR: (
            "a file stands where a folder should be",
            "move it away, or choose another folder with --output",
        ),
    }
    try:
        yield
    except OSError as error:
        message, hint = hints.get(error.errno or 0, (error.strerror or "failed", "choose another folder with --output"))
        raise StopRunError(f"cannot write {os.fspath(path)!r}: {message}", hint) from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file whole: nothing is at `path` until the block has ended well, and then all of it, durably.

    Raises StopRunError where the file system refuses. The temporary file is taken away when the block fails.
    """
    with _named_errors(path):
        temporary = path.with_name(f".{path.name}.{os.getpid()}{_TEMPORARY}")
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write these bytes as `writing` does."""
    with writing(path) as file:
        file.write(content)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents, each of them durably."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with _named_errors(folder):
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's own flock, which dies with its process and leaves nothing behind."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


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
            envelope = json.loads((self.path / name).read_bytes())
            if made_from is not None and envelope["made_from"] != made_from:
                return None
            return record.model_validate(envelope["content"])
        except (FileNotFoundError, ValueError, KeyError, TypeError, ValidationError):
            return None

    def write(self, record: BaseModel, name: str, made_from: str) -> None:
        """Keep an artifact with the fingerprint of what it was made from."""
        envelope = {"made_from": made_from, "content": record.model_dump(mode="json")}
        self.write_bytes(name, (json.dumps(envelope, ensure_ascii=False, indent=1) + "\n").encode())

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write one file of the folder, making the folder where it is missing."""
        _make_folder(self.path)
        write_whole(self.path / name, content)

    def copy_pdf(self, source: Path) -> None:
        """Keep a copy of a PDF from elsewhere."""
        _make_folder(self.path)
        with source.open("rb") as content, writing(self.pdf) as file:
            shutil.copyfileobj(content, file)

    def keep_failure(self, error: SummarizeError) -> None:
        """Keep why the paper failed."""
        if self.path.is_dir():
            words = {"message": error.message, "hint": error.hint}
            self.write_bytes("failure.json", (json.dumps(words, ensure_ascii=False, indent=1) + "\n").encode())

    def forget_failure(self) -> None:
        """Take the reason away: the paper did not fail this time."""
        self.failure.unlink(missing_ok=True)

    def entry_made_from(self) -> str | None:
        """Give the fingerprint of the entry that is here, or of the newer one beside it; None if there is neither."""
        for name in ("entry.new.md", "entry.md"):
            with contextlib.suppress(FileNotFoundError):
                return _read_trailer((self.path / name).read_text("utf-8", "replace"))[1]
        return None

    def write_entry(self, text: str, made_from: str) -> Path:
        """Keep a rendered entry; beside it, as entry.new.md, where a person has edited the one that is there.

        Gives the path that was written.
        """
        name = "entry.new.md" if self._edited() else "entry.md"
        rendered = hashlib.sha256(text.encode()).hexdigest()[:24]
        self.write_bytes(name, f"{text}<!-- summarize: made-from={made_from} rendered={rendered} -->\n".encode())
        if name == "entry.md":
            (self.path / "entry.new.md").unlink(missing_ok=True)
        return self.path / name

    def _edited(self) -> bool:
        try:
            text = self.entry.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return False
        body, _, rendered = _read_trailer(text)
        return hashlib.sha256(body.encode()).hexdigest()[:24] != rendered


def _read_trailer(text: str) -> tuple[str, str, str]:
    """Split an entry into its text, the fingerprint of what it was made from and the digest of the text as rendered."""
    match = _TRAILER.search(text)
    if match is None:
        return text, "", ""
    fields = dict(field.partition("=")[::2] for field in match["fields"].split())
    return text[: match.start()], fields.get("made-from", ""), fields.get("rendered", "")


class Store:
    """The output folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the output folder for a run; what a killed run left half-written is swept out first, if nobody else runs."""
        _make_folder(self.root)
        with _named_errors(self.root):
            descriptor = os.open(self.root, os.O_RDONLY)
        try:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._sweep()
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        for pattern in (f".*{_TEMPORARY}", f"*/.*{_TEMPORARY}", f"*/*/.*{_TEMPORARY}"):
            for stray in self.root.glob(pattern):
                with contextlib.suppress(OSError):
                    stray.unlink()

    def folder(self, slug: str, state: State = "draft") -> PaperFolder:
        """Give the folder of a paper in a state; it need not exist."""
        return PaperFolder(self.root / _FOLDERS[state] / slug)

    def find(self, arxiv_id: ArxivId) -> tuple[State, ArxivId] | None:
        """Give where a paper is and in which version; without a version asked for, the newest one that is here."""
        found: list[tuple[int, State, ArxivId]] = []
        for state, name in _FOLDERS.items():
            for path in (self.root / name).glob(f"{ArxivId(arxiv_id.base).slug}v*/paper.json"):
                number = path.parent.name[len(ArxivId(arxiv_id.base).slug) + 1 :]
                if number.isdigit() and arxiv_id.version in (None, int(number)):
                    found.append((int(number), state, arxiv_id.with_version(int(number))))
        return max(found, key=lambda item: item[0])[1:] if found else None

    def folders(self) -> Iterator[tuple[State, PaperFolder]]:
        """Give every paper's folder with its state, in the order of their names."""
        for state, name in _FOLDERS.items():
            for path in sorted((self.root / name).glob("*/")):
                yield state, PaperFolder(path)

    @contextlib.contextmanager
    def locked(self, folder: PaperFolder) -> Iterator[None]:
        """Keep other runs off one paper: two at the same moment would pay for it twice."""
        _make_folder(folder.path)
        with _locked(folder.path):
            yield

    # ── the model's replies ──

    def _call_path(self, key: str) -> Path:
        return self.root / "calls" / f"{key}.json"

    def read_call(self, key: str) -> dict[str, Any] | None:
        """Give a kept reply by the key of everything that was sent, or None."""
        try:
            kept = json.loads(self._call_path(key).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return kept if isinstance(kept, dict) and isinstance(kept.get("reply"), str) else None

    def write_call(self, key: str, call: dict[str, Any]) -> None:
        """Keep a reply; one that is replaced on purpose (--fresh) goes beside it with a number."""
        path = self._call_path(key)
        _make_folder(path.parent)
        if path.exists():
            count = len(list(path.parent.glob(f"{key}.*.json")))
            path.rename(path.with_name(f"{key}.{count + 1}.json"))
        write_whole(path, (json.dumps(call, ensure_ascii=False, indent=1) + "\n").encode())

    def note_usage(self, line: dict[str, Any]) -> None:
        """Add a call to usage.jsonl, once; a call is known by its `key` and `at`.

        So a run that goes on after a kill adds the line that the killed one could not.
        """
        path = self.root / "usage.jsonl"
        with _locked(self.root / "calls"):
            lines = self.usage()
            if not any((row.get("key"), row.get("at")) == (line["key"], line["at"]) for row in lines):
                rows = [*lines, line]
                write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())

    def usage(self) -> list[dict[str, Any]]:
        """Give every line of usage.jsonl."""
        try:
            lines = (self.root / "usage.jsonl").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines if line.strip()]

    # ── what was found out about servers ──

    def read_server(self, url: str, model: str) -> dict[str, Any]:
        """Give what was found out about a model's server; empty if nothing was."""
        try:
            known = json.loads((self.root / "servers.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return dict(known.get(f"{model} at {url}", {}))

    def write_server(self, url: str, model: str, found_out: dict[str, Any]) -> None:
        """Remember what was found out about a model's server."""
        path = self.root / "servers.json"
        _make_folder(self.root / "calls")
        with _locked(self.root / "calls"):
            try:
                known = json.loads(path.read_bytes())
            except (FileNotFoundError, ValueError):
                known = {}
            known[f"{model} at {url}"] = found_out
            write_whole(path, (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
