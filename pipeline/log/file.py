"""The reading log as a file: held against other accepts, read, and replaced whole.

It is replaced only where it still is what was read.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, not_of_output, stat_of, sweep
from pipeline.locks import locked
from pipeline.log import encoding
from pipeline.log.exchange import replaced_if_unchanged

_LONGEST_ACCEPT = 60.0
"""Seconds to wait for other accepts: one on a log of 20 MB takes five."""
_WRITABLE = "make the log and its folder writable, or name another log with --log FILE"
_BROKEN = re.compile("[\udc80-\udcff]+")
"""Bytes that are no UTF-8, as surrogates."""


@contextlib.contextmanager
def log_locked(log: Path) -> Iterator[Path]:
    """Hold a log against other accepts, by its folder, and give the file that it really is.

    What a killed accept left beside it is swept out.

    Raises SummarizeError for a log that cannot be replaced: a hard link, whose other name would
    keep the old text. Raises BusyError where another accept is stopped, or takes too long.
    """
    real = Path(os.path.realpath(log))
    with contextlib.ExitStack() as held:
        with not_of_output(_WRITABLE):
            held.enter_context(locked(real.parent, _LONGEST_ACCEPT))
        there = stat_of(real)
        if there and stat.S_ISREG(there.st_mode) and there.st_nlink > 1:
            raise SummarizeError(
                f"{os.fspath(log)!r} is a hard link: its other name would keep the old text",
                "make it a copy, or a symbolic link",
            )
        sweep(real.parent)
        yield real


def read_log(log: Path) -> str:
    """Give a log's text; bytes that are no UTF-8 survive as surrogates.

    Raises SummarizeError where there is no log, it is no file that can be read, or in another
    encoding.
    """
    content = bytes_of(log, follow=True)
    if content is None:
        raise SummarizeError(
            f"there is no log at {os.fspath(log)!r}",
            "name one: --log FILE, or log = … in summarize.toml",
        )
    text = content.decode("utf-8", "surrogateescape")
    _require_utf8(text, log)
    return text


def _require_utf8(text: str, log: Path) -> None:
    """Raise SummarizeError for the text of a log in another encoding: ours would break it.

    A few bytes that are no UTF-8 among more characters that are do no harm.
    """
    broken = len(text) - len(_BROKEN.sub("", text))
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if "\0" not in text and broken <= whole:
        return
    found = encoding.guess(_bytes(text))
    copied = log.with_name(f"{log.stem}.utf-8{log.suffix}")
    one, other = (shlex.quote(os.fspath(path)) for path in (log, copied))
    raise SummarizeError(
        f"{os.fspath(log)!r} is not UTF-8{f', it seems to be {found}' if found else ''}",
        f"look at a copy in UTF-8, and name that as your log: "
        f"iconv -f {found or 'ITS_ENCODING'} -t UTF-8 {one} > {other}",
    )


def replace_log(log: Path, before: str, after: str) -> bool:
    """Replace a log's text whole, keeping its permissions.

    Gives False, and leaves it alone, where it no longer is `before`.
    """
    with not_of_output(_WRITABLE):
        return replaced_if_unchanged(log, _bytes(before), _bytes(after))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
