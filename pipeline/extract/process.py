"""Extract: PDF bytes → `PaperText`, in a child process with limits.

A PDF that hangs, explodes or crashes the parser costs one clear error. The child gets the file's
bytes, no environment and an empty folder; see child.py for its side. Children are forked by a
process that is started once and reads no PDF itself; see nursery.py.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, TypeVar

import pydantic
from pydantic import ValidationError

import pipeline
from pipeline.errors import SummarizeError
from pipeline.extract.nursery import DONE, STATUS
from pipeline.files import LARGEST_PDF, reading
from pipeline.records.paper_text import PageLetters, PaperText

R = TypeVar("R", bound=pydantic.BaseModel)
VERSION = "20"
"""Part of every text's fingerprint: raise it when the same PDF gives another text."""

_PACKAGES = tuple(str(Path(one.__path__[0]).resolve().parent) for one in (pipeline, pydantic))
"""Where our package and those that it needs lie: the child looks in no folder of the user's own,
which a `pip install --user` has put them into."""
_START = "import sys; sys.path += sys.argv[1:]; from pipeline.extract.nursery import main; main()"

_START_SECONDS = 60.0
"""Seconds for the nursery to start, or to fork, at most: a busy machine takes some."""
_PNG = b"\x89PNG"
"""What a PNG file begins with."""
_PIECE = 1 << 16
"""Bytes of an answer that are taken at once."""

_REASONS = {
    "encrypted": (
        "the PDF is encrypted and needs a password",
        "save it without a password and give that file",
    ),
    "not_pdf": ("the file is not a PDF", "give the PDF itself, not the page that links to it"),
    "broken": (
        "the PDF is damaged and could not be read",
        "take its paper.pdf away and run again, or repair it, e.g. with qpdf",
    ),
    "no_text": (
        "the PDF has no text layer: it is scanned, or drawn",
        "run it through OCR, e.g. ocrmypdf, and give that file",
    ),
    "memory": (
        "reading the PDF took more memory than extract_mib allows",
        "raise extract_mib if you trust the file",
    ),
    "too_much": ("the PDF has more text than a paper can have", "give only the pages of the paper"),
}


def extract(pdf: Path, *, seconds: float, mib: int) -> PaperText:
    """Read the text of a PDF file.

    `seconds` bounds wall and CPU time and `mib` the memory of the child process. Raises
    SummarizeError when the file is no PDF, encrypted, damaged, without text or larger than
    LARGEST_PDF, and when reading it exceeds a limit or crashes.
    """
    return _parse(_answer(pdf, {}, seconds, mib))


def painted(
    pdf: Path,
    page: int,
    region: tuple[float, float, float, float],
    *,
    dpi: float,
    seconds: float,
    mib: int,
    effort: int = 6,
) -> bytes:
    """Paint a region of a page, such as a figure's, and give the PNG file.

    `region` are its left, lower, right and upper edge in points, `effort` is that of packing it, 1
    to 9. Limits and errors are those of `extract`; a page or a region that the PDF does not have is
    an error, too.
    """
    answer = _answer(pdf, {"painted": [page, *region, dpi, effort]}, seconds, mib)
    if not answer.startswith(_PNG):
        _parse(answer)  # raises what is wrong
    return answer


def letters(pdf: Path, page: int, *, seconds: float, mib: int) -> PageLetters:
    """Give the characters of a page and where each stands; limits and errors as of `extract`."""
    answer = _answer(pdf, {"letters": page}, seconds, mib)
    return _read_answer(answer, "letters", PageLetters)


def warm() -> None:
    """Start the process that forks the readers, so that the first PDF need not wait for it."""
    _nursery.start()


def _answer(pdf: Path, wanted: dict[str, Any], seconds: float, mib: int) -> bytes:
    """Give what a child makes of a PDF."""
    with reading(pdf, most=LARGEST_PDF) as content:
        temporary = tempfile.gettempdir()
        limits = {"mib": mib, "seconds": max(1, round(seconds)), "temporary": temporary}
        request = limits | wanted
        with _nursery.child(request, content.fileno()) as child:
            answer = _read(child, seconds)
    status = STATUS.unpack(answer[-STATUS.size :])[0] if len(answer) >= STATUS.size else -1
    if status in (-signal.SIGXCPU, -signal.SIGKILL):  # SIGKILL comes at the hard limit
        raise _too_slow(seconds)
    if status != 0:
        raise SummarizeError(
            f"the PDF crashed its reader (status {status})",
            "take its paper.pdf away and run again, or repair it, e.g. with qpdf",
        )
    return answer[: -STATUS.size]


def _read(child: socket.socket, seconds: float) -> bytes:
    """Give all that a child and the nursery send, the status of its end last."""
    answer, end = bytearray(), time.monotonic() + seconds
    try:
        while True:
            child.settimeout(max(0.001, end - time.monotonic()))
            if not (piece := child.recv(_PIECE)):
                return bytes(answer)
            answer += piece
    except TimeoutError:
        raise _too_slow(seconds) from None


class _Nursery:
    """The process that forks the children, started when the first is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def child(self, request: dict[str, Any], content: int) -> socket.socket:
        """Have a child forked for an open file; give the socket that its answer comes from.

        When that is closed, the child is killed. A nursery that has died is started again, once.
        Raises OSError where the system has no more processes, files or memory.
        """
        with contextlib.ExitStack() as opened, self._lock:
            ours, theirs = (opened.enter_context(end) for end in socket.socketpair())
            for _ in range(2):
                if answer := self._asked(json.dumps(request).encode(), content, theirs.fileno()):
                    if answer != DONE:
                        raise OSError(answer[0], os.strerror(answer[0]))
                    theirs.close()
                    opened.pop_all()
                    return ours
                self.close()
        raise SummarizeError("the process that reads PDFs could not be started", "run it again")

    def start(self) -> None:
        """Start the nursery, if it is not there."""
        with self._lock:
            self._started()

    def _asked(self, request: bytes, *files: int) -> bytes:
        """Give the nursery's answer to a request with its files; nothing where it has died."""
        control = self._started()
        try:
            socket.send_fds(control, [request], files)
            return control.recv(1)
        except (ConnectionError, TimeoutError):
            return b""

    def _started(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            ours.settimeout(_START_SECONDS)
            with theirs, contextlib.ExitStack() as unless_started:
                unless_started.callback(ours.close)
                self._process = subprocess.Popen(  # noqa: S603 - our module, by our interpreter
                    [sys.executable, "-I", "-c", _START, *_PACKAGES],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={},
                    start_new_session=True,  # a Ctrl-C is the command's, which closes the socket
                )
                unless_started.pop_all()
            self._control = ours
        return self._control

    def close(self) -> None:
        """End the nursery, and with it all children."""
        control, process = self._control, self._process
        self._control = self._process = None
        if control:
            control.close()
        if process:
            process.wait()


_nursery = _Nursery()
atexit.register(_nursery.close)


def _too_slow(seconds: float) -> SummarizeError:
    return SummarizeError(
        f"reading the PDF took more than {seconds:g} s",
        "raise extract_seconds if you trust the file",
    )


def _parse(answer: bytes) -> PaperText:
    return _read_answer(answer, "paper_text", PaperText)


def _read_answer(answer: bytes, name: str, record: type[R]) -> R:
    try:
        value = json.loads(answer)
        if name in value:
            return record.model_validate(value[name])
        message, hint = _REASONS[value["error"]]
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise SummarizeError(
            "the PDF made its reader answer nonsense",
            "take its paper.pdf away and run again, or repair it, e.g. with qpdf",
        ) from error
    detail = value.get("detail", "")
    raise SummarizeError(f"{message} ({detail})" if detail else message, hint)
