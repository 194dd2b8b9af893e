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
RESOLVED = "resolved.json"
"""The note of what pending items were found to mean: an item's text → arXiv identifier."""

_TEMPORARY = ".tmp"
_IN_THE_WAY = ("a file stands where a folder should be", "move it away, or choose another folder with --output")
_TRAILER = re.compile(r"<!-- summarize:(?P<fields>[^\n]*?) -->\n?")


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
        errno.ENOTDIR: _IN_THE_WAY,
        errno.EEXIST: _IN_THE_WAY,
    }
    try:
        yield
    except OSError as error:
        message, hint = hints.get(error.errno or 0, (error.strerror or "failed", "choose another folder with --output"))
        raise StopRunError(f"cannot write {os.fspath(path)!r}: {message}", hint) from error


def _bytes_of(path: Path) -> bytes | None:
    """Give a file's bytes, None where there is none; raise SummarizeError where the file system refuses them."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SummarizeError(
            f"cannot read {os.fspath(path)!r}: {error.strerror}", "change its permissions, or move it away"
        ) from error


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
    with _named_errors(folder):
        if folder.is_dir():
            return
    _make_folder(folder.parent)
    with _named_errors(folder):
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's own flock, which dies with its process and leaves nothing behind."""
    with _named_errors(folder):
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
            envelope = json.loads(_bytes_of(self.path / name) or b"")
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

    def read_failure(self) -> dict[str, str]:
        """Give the reason that is kept, `message` and `hint`; empty where it cannot be read."""
        try:
            kept = json.loads(self.failure.read_bytes())
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {}

    def forget_failure(self) -> None:
        """Take the reason away: the paper did not fail this time."""
        with _named_errors(self.failure):
            self.failure.unlink(missing_ok=True)

    def entry_made_from(self) -> str | None:
        """Give the fingerprint of the entry that is here, or of the newer one beside it; None if there is neither."""
        for name in ("entry.new.md", "entry.md"):
            if (entry := _bytes_of(self.path / name)) is not None:
                return _read_trailer(entry.decode("utf-8", "replace"))[1]
        return None

    def write_entry(self, text: str, made_from: str) -> Path:
        """Keep a rendered entry; beside it, as entry.new.md, where a person has edited the one that is there.

        An entry.new.md that was edited too is kept as entry.new.1.md and so on. Gives the path that was written.
        """
        newer = self.path / "entry.new.md"
        name = newer.name if _edited(self.entry) else self.entry.name
        if edited_too := _edited(newer):
            with _named_errors(newer):
                newer.rename(newer.with_name(f"entry.new.{len(list(self.path.glob('entry.new.*.md'))) + 1}.md"))
        rendered = hashlib.sha256(text.encode()).hexdigest()[:24]
        self.write_bytes(name, f"{text}<!-- summarize: made-from={made_from} rendered={rendered} -->\n".encode())
        if name == self.entry.name and not edited_too:
            with _named_errors(newer):
                newer.unlink(missing_ok=True)
        return self.path / name


def _edited(entry: Path) -> bool:
    """Tell whether an entry is there and a person has changed it."""
    content = _bytes_of(entry)
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
    return text[: match.start()] + text[match.end() :], fields.get("made-from", ""), fields.get("rendered", "")


def _json_object(raw: bytes | None) -> dict[str, Any]:
    """Read a JSON object; an empty one where it is missing, damaged or something else."""
    try:
        value = json.loads(raw or b"")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


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
                if re.fullmatch(r"[1-9][0-9]*", number) and arxiv_id.version in (None, int(number)):
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

    def move(self, slug: str, before: State, after: State) -> None:
        """Move a paper from one state to another, durably; what is in its place there already goes aside with a number."""
        source, target = self.folder(slug, before).path, self.folder(slug, after).path
        _make_folder(target.parent)
        with _named_errors(target):
            if target.exists():
                target.rename(
                    target.with_name(f".{target.name}.{len(list(target.parent.glob(f'.{target.name}.*'))) + 1}")
                )
            source.rename(target)
            _sync_folder(target.parent)
            _sync_folder(source.parent)

    # ── what can be taken back, and what items were found to mean ──

    def read_note(self, name: str) -> dict[str, Any]:
        """Give a small JSON note under output/ (undo.json, resolved.json); empty if there is none."""
        try:
            kept = json.loads((self.root / name).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def write_note(self, name: str, note: dict[str, Any]) -> None:
        """Keep a small JSON note."""
        _make_folder(self.root)
        write_whole(self.root / name, (json.dumps(note, ensure_ascii=True, indent=1, sort_keys=True) + "\n").encode())

    # ── the model's replies ──

    def _call_path(self, key: str) -> Path:
        return self.root / "calls" / f"{key}.json"

    def read_call(self, key: str) -> dict[str, Any] | None:
        """Give a kept reply by the key of everything that was sent, or None."""
        kept = _json_object(_bytes_of(self._call_path(key)))
        return kept if isinstance(kept.get("reply"), str) else None

    def write_call(self, key: str, call: dict[str, Any]) -> None:
        """Keep a reply; one that is replaced on purpose (--fresh) goes beside it with a number."""
        path = self._call_path(key)
        _make_folder(path.parent)
        if (
            replaced := _bytes_of(path)
        ) is not None:  # copied, not moved: a kill in between leaves a reply in its place
            count = len(list(path.parent.glob(f"{key}.*.json")))
            write_whole(path.with_name(f"{key}.{count + 1}.json"), replaced)
        write_whole(path, (json.dumps(call, ensure_ascii=False, indent=1) + "\n").encode())

    def note_usage(self, line: dict[str, Any]) -> None:
        """Add a call to usage.jsonl, once; a call is known by its `key` and `at`.

        So a run that goes on after a kill adds the line that the killed one could not.
        """
        path = self.root / "usage.jsonl"
        _make_folder(self.root / "calls")
        with _locked(self.root / "calls"):
            if not any((row.get("key"), row.get("at")) == (line["key"], line["at"]) for row in self.usage()):
                kept = _bytes_of(path) or b""
                kept += b"" if kept.endswith(b"\n") or not kept else b"\n"
                write_whole(path, kept + (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def usage(self) -> list[dict[str, Any]]:
        """Give every line of usage.jsonl; one that is damaged counts as none, and stays where it is."""
        lines = (_bytes_of(self.root / "usage.jsonl") or b"").split(b"\n")  # not splitlines: U+2028 may stand in a line
        return [row for line in lines if (row := _json_object(line))]

    # ── what was found out about servers ──

    def read_server(self, url: str, model: str) -> dict[str, Any]:
        """Give what was found out about a model's server; empty if nothing was."""
        found_out = self._servers().get(f"{model} at {url}")
        return found_out if isinstance(found_out, dict) else {}

    def write_server(self, url: str, model: str, found_out: dict[str, Any]) -> None:
        """Remember what was found out about a model's server."""
        path = self.root / "servers.json"
        _make_folder(self.root / "calls")
        with _locked(self.root / "calls"):
            known = self._servers() | {f"{model} at {url}": found_out}
            write_whole(path, (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())

    def _servers(self) -> dict[str, Any]:
        return _json_object(_bytes_of(self.root / "servers.json"))


# ── the log ──


@contextlib.contextmanager
def log_locked(log: Path) -> Iterator[Path]:
    """Hold a log against other accepts, by an flock on its folder, and give the file that it really is.

    Raises SummarizeError for a log that cannot be replaced: a hard link, whose other name would keep the old text.
    """
    real = log.resolve()
    with _named_errors(real), _locked(real.parent):
        if real.exists() and real.stat().st_nlink > 1:
            raise SummarizeError(
                f"{os.fspath(log)!r} is a hard link: its other name would keep the old text",
                "make it a copy, or a symbolic link",
            )
        yield real


def read_log(log: Path) -> str:
    """Give a log's text; bytes that are no UTF-8 survive as surrogates. Raises SummarizeError where there is no log."""
    try:
        return log.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        raise SummarizeError(
            f"there is no log at {os.fspath(log)!r}", "name one: --log FILE, or log = … in summarize.toml"
        ) from None
    except OSError as error:
        raise SummarizeError(
            f"cannot read {os.fspath(log)!r}: {error.strerror}", "check the file and its permissions"
        ) from error


def replace_log(log: Path, before: str, after: str) -> bool:
    """Replace a log's text whole, keeping its permissions; give False where it no longer is `before`."""
    if read_log(log) != before:
        return False
    mode = log.stat()
    with writing(log) as file:
        file.write(after.encode("utf-8", "surrogateescape"))
        os.fchmod(file.fileno(), mode.st_mode & 0o7777)
        with contextlib.suppress(PermissionError):
            os.fchown(file.fileno(), mode.st_uid, mode.st_gid)
    return True
