"""What reaches the person: results on standard output, all else on standard error."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click


def plain(text: str) -> str:
    """Keep a paper's title or a server's words from steering the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def result(text: str) -> None:
    """Print a result; raise OSError where standard output does not take it."""
    click.echo(text)


def remark(text: str) -> None:
    """Print a word of progress, a warning or an error.

    Where standard error does not take it there is nobody to tell, and the work goes on.
    """
    try:
        click.echo(text, err=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let what a stream does not take go nowhere, at the program's end too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
