"""How a command ends that goes wrong: a line, what to do, and the exit status."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.commands.terminal import discard, plain, remark

if TYPE_CHECKING:
    from pipeline.settings import Settings

_DEFECT = 70
"""Exit status, EX_SOFTWARE of sysexits.h: an error of the program's own."""


def say(message: str, hint: str = "") -> None:
    """Say what went wrong, and below it what to do."""
    remark(f"summarize: {plain(message)}")
    if hint:
        remark(f"           {plain(hint)}")


def interrupted() -> NoReturn:
    """End with status 130, at once."""
    say("interrupted; what is done is kept, run the same command to go on")
    if sys.stdout:  # None where it was closed before the start
        sys.stdout.flush()
    # threads may wait for a model; every file is whole at any moment, so nothing is lost
    os._exit(130)


def refused(error: OSError, in_force: list[Settings]) -> NoReturn:
    """Say what the system refused: the output, a file, by its name, or more of what is scarce.

    `in_force` are the settings that were read, those in force last.
    """
    if _is_of_output(error):
        # where the reader of our output has gone there is nothing to tell it
        if not isinstance(error, BrokenPipeError):
            say(f"cannot write the output: {error.strerror}")
        discard(sys.stdout)
    elif (words := refusal(error)) is None:
        defective(error, in_force)
    else:
        say(*words)
    sys.exit(1)


def refusal(error: OSError) -> tuple[str, str] | None:
    """Give what the system refused, and what to do; None where it names no file."""
    from pipeline.files import SCARCE

    if error.errno in SCARCE:
        return SCARCE[error.errno]
    if error.filename is None:
        return None
    hint = "check the file, its folder and their permissions"
    return f"cannot use {error.filename!r}: {error.strerror}", hint


def _is_of_output(error: OSError) -> bool:
    """Tell whether it was printing that failed, on standard output: `remark` never fails."""
    from traceback import walk_tb

    return any(frame.f_code is click.echo.__code__ for frame, _ in walk_tb(error.__traceback__))


def defective(error: Exception, in_force: list[Settings]) -> NoReturn:
    """Say that it is a defect of the program, and which file to send; end with status 70."""
    from pipeline.commands import defect

    say(defect.line(error, in_force[-1] if in_force else None))
    sys.exit(_DEFECT)
