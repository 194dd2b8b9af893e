"""What reaches the person: results on standard output, all else on standard error."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import TextIO

import click

_LONE = re.compile("[\ud800-\udfff]")
_SPACES = "\t\u00a0\u3000"
"""What parts words in a log's line, beside the blank; it steers nothing."""
_LONGEST_REMARK = 1500
"""Characters of a line on standard error: 20 lines of a terminal."""


def plain(text: str) -> str:
    """Keep a paper's title or a server's words, of one line, from steering the terminal."""
    return "".join(c if c.isprintable() or c in _SPACES else " " for c in text)


def result(text: str, *, drawn: bool = False) -> None:
    """Print a result, with what steers a terminal taken out of its lines.

    `drawn` text comes with a table's own colours, its cells have been through `plain`. Raises
    OSError where standard output does not take it.
    """
    click.echo(text if drawn else _lines(text))


def json_line(value: object) -> str:
    """Give a JSON value on one line, of printable characters alone.

    A surrogate, for a byte of a name that is no UTF-8, becomes U+FFFD. Where standard output cannot
    hold all characters, those beyond ASCII are escaped, so that none is lost.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    holds_all = encoding.lower().startswith("utf")
    line = _LONE.sub("\ufffd", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return "".join(
        c if c.isprintable() and (holds_all or c.isascii()) else json.dumps(c)[1:-1] for c in line
    )


def remark(text: str) -> None:
    """Print a word of progress, a warning or an error, with what steers a terminal taken out.

    Of a line that nobody reads to its end the middle goes, for what to do stands last. Where
    standard error does not take it there is nobody to tell, and the work goes on.
    """
    try:
        click.echo("\n".join(map(_shortened, _lines(text).split("\n"))), err=True)
    except OSError:
        discard(sys.stderr)


def take_any_text() -> None:
    """Have the streams write what their encoding lacks as "?" from now on, whoever prints."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where it was closed before the start
            stream.reconfigure(errors="replace")


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


def _shortened(line: str) -> str:
    half = _LONGEST_REMARK // 2
    return line if len(line) <= _LONGEST_REMARK else f"{line[:half]} … {line[-half:]}"


def discard(stream: TextIO) -> None:
    """Let what a stream does not take go nowhere, at the program's end too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
