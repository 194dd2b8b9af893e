"""What was paid for: each model's reply as it came, a line of usage a call, and its servers."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import StopRunError
from pipeline.files import (
    bytes_of,
    first_free,
    json_bytes,
    json_object,
    make_folder,
    stopping_the_run,
    write_json,
    write_whole,
)
from pipeline.locks import locked
from pipeline.records.call import Call, FoundOut, Usage

R = TypeVar("R", bound=BaseModel)
_USAGE = "usage.jsonl"
_LONGEST_NOTE = 60.0
"""Seconds to wait for other runs that add a line: each takes some milliseconds."""


class Replies:
    """calls/, usage.jsonl and servers.json under the output folder.

    Safe to write from several processes at once. What cannot be written raises StopRunError: the
    next paper's reply would be paid for and lost, too. What cannot be read raises SummarizeError
    with its path; what is damaged counts as none. Of several machines that write to one folder,
    which need not see each other's locks, each has a file of usage under its own name, `machine`.
    """

    def __init__(self, root: Path, machine: str = "") -> None:
        self._thread = threading.Lock()
        self.folder = root / "calls"
        """Where the replies are."""
        self._root = root
        self._usage = root / (f"usage.{machine}.jsonl" if machine else _USAGE)
        self._servers = root / "servers.json"

    # ── the model's replies ──

    def has(self, key: str) -> bool:
        """Tell whether a reply is kept under a key."""
        return _record(Call, bytes_of(self._path(key))) is not None

    def kept_or_made(self, key: str, make: Callable[[], Call], *, fresh: bool = False) -> Call:
        """Give the reply that is kept under the key of all that was sent, else make and keep it.

        With `fresh` it is made in any case, and the one that it replaces goes beside it with a
        number. One that has come and cannot be kept in its place, on a disk that has filled up
        meanwhile, is kept among the system's temporary files, and the error names it.
        """
        path = self._path(key)
        if not fresh and (kept := _record(Call, bytes_of(path))):
            return kept
        with self._written():
            pass  # before anything is paid: a folder that cannot be made costs nothing then
        made = make()
        try:
            with self._written():
                # copied, not moved: a kill in between leaves a reply in its place
                if (replaced := bytes_of(path)) is not None:
                    names = (path.with_name(f"{key}.{n}.json") for n in itertools.count(1))
                    write_whole(first_free(names), replaced)
                write_json(path, made.model_dump())
        except StopRunError as error:
            raise _kept_elsewhere(made, path, error) from error
        return made

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    # ── usage ──

    def note_usage(self, line: Usage) -> None:
        """Add a call to usage.jsonl, once; a call is known by its `key` and `at`.

        So a run that goes on after a kill adds the line that the killed one could not.
        """
        with self._held():
            # thousands of lines are read one by one only where one of them has the key
            is_here = any(line.key.encode() in raw for raw in self._noted())
            if is_here and any((row.key, row.at) == (line.key, line.at) for row in self.usage()):
                return
            kept = bytes_of(self._usage) or b""
            kept += b"" if kept.endswith(b"\n") or not kept else b"\n"
            write_whole(self._usage, kept + json_bytes(line.model_dump()) + b"\n")

    def usage(self) -> list[Usage]:
        """Give every line of usage, of all machines, once.

        A damaged one counts as none, and stays where it is.
        """
        # not splitlines: U+2028 may stand in a line
        lines = (line for raw in self._noted() for line in raw.split(b"\n"))
        rows = (row for line in lines if (row := _record(Usage, line)))
        return list({(row.key, row.at): row for row in rows}.values())

    def _noted(self) -> list[bytes]:
        """Give the files of usage as they are."""
        return [bytes_of(path) or b"" for path in usage_files(self._root)]

    # ── what was found out about servers ──

    def read_server(self, url: str, model: str) -> FoundOut:
        """Give what was found out about a model's server; nothing if nothing was."""
        try:
            return FoundOut.model_validate(self._found_out().get(f"{model} at {url}", {}))
        except ValidationError:
            return FoundOut()

    def write_server(self, url: str, model: str, found_out: FoundOut) -> None:
        """Remember what was found out about a model's server."""
        with self._held():
            told = found_out.model_dump(exclude_none=True)
            known = self._found_out() | {f"{model} at {url}": told}
            write_json(self._servers, dict(sorted(known.items())))

    def _found_out(self) -> dict[str, Any]:
        try:
            return json_object(bytes_of(self._servers) or b"{}")
        except ValueError:
            return {}

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the files that grow.

        The lock of files is polled, and threads that came to it together would be let in one a
        look; theirs lets the next one in at once.
        """
        with self._written(), self._thread, locked(self.folder, _LONGEST_NOTE):
            yield

    @contextlib.contextmanager
    def _written(self) -> Iterator[None]:
        with stopping_the_run():
            make_folder(self.folder)
            yield


def usage_files(root: Path) -> list[Path]:
    """Give where lines of usage are under an output folder: one file, and one for each machine."""
    return [root / _USAGE, *sorted(root.glob("usage.*.jsonl"))]


def _kept_elsewhere(made: Call, path: Path, why: StopRunError) -> StopRunError:
    """Keep a reply in a new file that only its owner can read; give the error that says where."""
    elsewhere = ""
    try:
        descriptor, elsewhere = tempfile.mkstemp(".json", "summarize-reply-")
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(json_bytes(made.model_dump(), indent=1))
    except OSError:
        with contextlib.suppress(OSError):
            Path(elsewhere).unlink()  # a part of it helps nobody
        return StopRunError(f"{why.message}; the reply that was paid for is lost", why.hint)
    return StopRunError(
        f"{why.message}; the reply that was paid for is in {elsewhere!r}",
        f"free some space, move it to {os.fspath(path)!r}, and run the same command again",
    )


def _record(record: type[R], raw: bytes | None) -> R | None:
    """Read a record, None where it is missing or damaged."""
    try:
        return record.model_validate_json(raw or b"")
    except ValueError:
        return None
