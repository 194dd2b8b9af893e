"""Show a paper's PDF, at a page."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.commands.drafts import find_draft
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.store.output_folder import Store

_VIEWERS = (
    "zathura --page={page} {file}",
    "sioyek --page {page} {file}",
    "evince --page-index={page} {file}",
    "okular --page {page} {file}",
    "xreader --page-index={page} {file}",
    "atril --page-index={page} {file}",
    "mupdf {file} {page}",
    "xpdf {file} {page}",
)
"""Viewers that open a PDF at a page, by their manuals, the most particular first: who has one of
them has chosen it."""
_OPENERS = ("wslview {file}", "xdg-open {file}")
"""What opens a file where no such viewer is: at its first page."""
_shown: list[subprocess.Popen[bytes]] = []
"""Viewers that show a PDF: they stay when the program ends."""
_PATIENCE = 0.5
"""Seconds: a viewer that cannot start, for want of a screen, has said so by then."""


def open_draft(store: Store, named: str, viewer: str, page: int, environ: Mapping[str, str]) -> str:
    """Show the PDF of a paper that a person names, at a page, and give words on it.

    Raises SummarizeError where there is none, or nothing shows it.
    """
    folder, _, _ = find_draft(store, named)
    if not folder.has_pdf():
        raise SummarizeError(f"{folder.path.name} has no PDF", "draft it again")
    return open_pdf(folder.pdf, page, viewer, environ)


def open_pdf(pdf: Path, page: int, viewer: str, environ: Mapping[str, str]) -> str:
    """Show a PDF at a page, and give words on it.

    `viewer` is the setting pdf_viewer; where it is empty one that is installed is taken. Raises
    SummarizeError where nothing shows it, with its path.
    """
    chosen = viewer or _installed(environ)
    if not chosen:
        raise SummarizeError(
            f"nothing that shows a PDF was found; the page is {page} of {str(pdf)!r}",
            'set pdf_viewer, like pdf_viewer = "zathura --page={page} {file}"',
        )
    _start(_command(chosen, pdf, page), pdf, page)
    where = f"page {page} of {pdf}"
    return f"{where}, in {plain(chosen.split()[0])}" if "{page}" in chosen else f"see {where}"


def _installed(environ: Mapping[str, str]) -> str:
    if sys.platform == "darwin":
        return "open {file}"
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return ""
    installed = (viewer for viewer in (*_VIEWERS, *_OPENERS) if shutil.which(viewer.split()[0]))
    return next(installed, "")


def _command(viewer: str, pdf: Path, page: int) -> list[str]:
    """Give the words of a command, with file and page in their places; the file is the last."""
    try:
        words = shlex.split(viewer)
    except ValueError as error:
        raise SummarizeError(
            f"setting pdf_viewer is no command: {viewer!r} ({error})".lower(), "mind the quotes"
        ) from error
    if not any("{file}" in word for word in words):
        words.append("{file}")
    file = os.path.realpath(pdf)
    return [word.replace("{page}", str(page)).replace("{file}", file) for word in words]


def _start(command: list[str], pdf: Path, page: int) -> None:
    where = f"the page is {page} of {str(pdf)!r}"
    try:
        started = subprocess.Popen(  # noqa: S603 - the user's own command, and no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        status = started.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        _shown.append(started)
        return
    except OSError as error:
        raise SummarizeError(
            f"{command[0]!r} cannot be started ({error.strerror}); {where}", "set pdf_viewer"
        ) from error
    if status:
        raise SummarizeError(
            f"{command[0]!r} ended with status {status}; {where}", "set pdf_viewer"
        )
