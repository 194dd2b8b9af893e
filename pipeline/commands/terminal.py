"""What reaches the person: results on standard output, all else on standard error."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import unicodedata
from typing import TextIO

import click

from pipeline.commands.typed import with_home
from pipeline.credentials import scrubbed, scrubbed_value

_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
LONGEST_LINE = 600
"""Characters of a line on standard error: an error with its hint and a long path take 400."""
_SPACES = "\t\u00a0\u3000"
"""What parts words in a log's line, beside the blank; it steers nothing."""


def plain(text: str) -> str:
    """Keep a paper's title or a server's words, of one line, from steering the terminal.

    The credentials in use are taken out of them, too.
    """
    clean = scrubbed(text)
    if clean.isprintable():
        return clean
    return "".join(c if c.isprintable() or c in _SPACES else " " for c in clean)


def steady(text: str) -> str:
    """Take what steers a terminal, and what is no Unicode, out of a text of many lines.

    All other characters stay: what a model is sent is printed as it is sent.
    """
    return _STEERS.sub(" ", text)


def result(text: str, *, drawn: bool = False) -> None:
    """Print a result, with what steers a terminal taken out of its lines.

    `drawn` text is as it is to be printed: a table with its own colours, whose cells have been
    through `plain`, or a line of JSON. Raises OSError where standard output does not take it.
    """
    click.echo(text if drawn else _lines(text))


def json_line(value: object) -> str:
    """Give a JSON value on one line, of printable characters alone.

    A surrogate, for a byte of a name that is no UTF-8, becomes U+FFFD. Where standard output cannot
    hold all characters, those beyond ASCII are escaped, so that none is lost. The credentials in
    use are taken out.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    holds_all = encoding.lower().startswith("utf")
    clean = scrubbed_value(value)
    line = _LONE.sub("\ufffd", json.dumps(clean, ensure_ascii=False, separators=(",", ":")))
    return "".join(
        c if c.isprintable() and (holds_all or c.isascii()) else json.dumps(c)[1:-1] for c in line
    )


def remark(text: str) -> None:
    """Print a word of progress, a warning or an error, with what steers a terminal taken out.

    The commands in it are for the log and the output folder that the person named.
    Of a line that is too long for a person the middle is left out: the end says what to do. Where
    standard error does not take it there is nobody to tell, and the work goes on.
    """
    try:
        click.echo("\n".join(map(_cut, _lines(with_home(text)).split("\n"))), err=True)
    except OSError:
        discard(sys.stderr)


def has_terminal() -> bool:
    """Tell whether a person can be asked: standard input and output are a terminal."""
    streams = (sys.stdin, sys.stdout)  # None where they were closed before the start
    return all(stream is not None and stream.isatty() for stream in streams)


def read_key() -> str:
    """Wait for a key on the terminal and give it, in lower case, as on a keyboard for Latin.

    What was typed before is not taken. Empty at the end of the input; raises KeyboardInterrupt for
    the key that interrupts.
    """
    try:
        key = click.getchar()
    except (EOFError, OSError):  # the terminal's end: its window is closed
        return ""
    return unicodedata.normalize("NFKC", key).lower()


def take_any_text() -> None:
    """Have the streams write what their encoding lacks as "?" from now on, whoever prints."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where it was closed before the start
            stream.reconfigure(errors="replace")


def _cut(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    half = LONGEST_LINE // 2
    return f"{line[:half]} … {line[-half:]}"


def _lines(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


def discard(stream: TextIO) -> None:
    """Let what a stream does not take go nowhere, at the program's end too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
