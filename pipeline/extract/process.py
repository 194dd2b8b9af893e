"""Extract: PDF bytes → `PaperText`, in a child process with limits.

A PDF that hangs, explodes or crashes the parser costs one clear error. The child gets the file's
bytes, no environment and an empty folder; see child.py for its side.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pydantic
from pydantic import ValidationError

import pipeline
from pipeline.errors import SummarizeError
from pipeline.files import LARGEST_PDF, reading
from pipeline.records.paper_text import PaperText

VERSION = "9"
"""Part of every text's fingerprint: raise it when the same PDF gives another text."""

_PACKAGES = tuple(str(Path(one.__path__[0]).resolve().parent) for one in (pipeline, pydantic))
"""Where our package and those that it needs lie: the child looks in no folder of the user's own,
which a `pip install --user` has put them into."""
_START = (
    "import sys; sys.path += sys.argv[3:]; "
    "from pipeline.extract.child import main; main(sys.argv[1:3])"
)

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
    with (
        tempfile.TemporaryDirectory(prefix="summarize-") as empty,
        reading(pdf, most=LARGEST_PDF) as content,
    ):
        command = [
            sys.executable,
            "-I",
            "-c",
            _START,
            str(mib),
            str(max(1, round(seconds))),
            *_PACKAGES,
        ]
        try:
            child = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
                command,
                stdin=content,
                capture_output=True,
                cwd=empty,
                env={},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_slow(seconds) from None
    if child.returncode in (-24, -9):  # SIGXCPU, or SIGKILL at the hard limit
        raise _too_slow(seconds)
    if child.returncode != 0:
        raise SummarizeError(
            f"the PDF crashed its reader (status {child.returncode})",
            "take its paper.pdf away and run again, or repair it, e.g. with qpdf",
        )
    return _parse(child.stdout)


def _too_slow(seconds: float) -> SummarizeError:
    return SummarizeError(
        f"reading the PDF took more than {seconds:g} s",
        "raise extract_seconds if you trust the file",
    )


def _parse(answer: bytes) -> PaperText:
    try:
        value = json.loads(answer)
        if "paper_text" in value:
            return PaperText.model_validate(value["paper_text"])
        message, hint = _REASONS[value["error"]]
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise SummarizeError(
            "the PDF made its reader answer nonsense",
            "take its paper.pdf away and run again, or repair it, e.g. with qpdf",
        ) from error
    detail = value.get("detail", "")
    raise SummarizeError(f"{message} ({detail})" if detail else message, hint)
