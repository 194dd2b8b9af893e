"""What commands share: the settings in force, where one works, and how results are printed."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.commands import options, typed
from pipeline.commands.terminal import json_line, plain, remark, result
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.commands.item_outcome import ItemOutcome
    from pipeline.commands.outcome import Outcome
    from pipeline.commands.progress import Progress
    from pipeline.commands.reported import Aside, Reported
    from pipeline.settings import Settings
    from pipeline.store.output_folder import Store

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R", bound="Reported | Aside")


command = partial(click.command, cls=options.Command)
"""Makes a command of a function; its help has settings apart from its own options."""


def json_option(command: F) -> F:
    """Have a command take `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


def folder() -> Path:
    """Give the folder that the person works in; raise UsageError where it is gone."""
    from pathlib import Path

    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the working folder is gone", "change into another one") from error


def load(given: dict[str, str | None]) -> Settings:
    """Give the settings in force for a command's options; a model that cannot be asked is said."""
    from pipeline import settings

    typed.learn(given)
    found = settings.load(given, folder(), os.environ)
    click.get_current_context().obj.append(found)
    if given.get("model") and settings.lacks_model(found):
        remark(
            f"summarize: the model {plain(found.model)} is not asked: there is no key\n"
            "           set OPENAI_API_KEY, store one with `summarize keys set`, or give --base-url"
        )
    return found


def store_of(settings: Settings) -> Store:
    """Give the output folder that the settings name."""
    from pipeline.store.output_folder import Store

    return Store(folder() / settings.output)


def report(
    rows: Iterable[R],
    as_json: bool,
    progress: Progress | None = None,
    show: Callable[[R], None] | None = None,
) -> list[R]:
    """Print what a command reports as it becomes known, and give all of it.

    Each is counted in `progress`, whose bar is off the terminal meanwhile. `show` prints for
    people, what a row says of itself if not given.
    """
    reported = []
    for row in rows:
        reported.append(row)
        with progress.paused() if progress else contextlib.nullcontext():
            if show and not as_json:
                show(row)
            else:
                _show(row, as_json)
        if progress:
            progress.advance()
    return reported


def say_what_is_next(rows: Iterable[Outcome | ItemOutcome], as_json: bool) -> None:
    """Say what to do with drafts, where there are new ones."""
    if not as_json and any(row.outcome == "drafted" for row in rows):
        remark("    next  `summarize review`: read, then accept, edit or reject with one key")


def end(rows: Iterable[Reported | Aside]) -> None:
    """End with status 1 where one of what was reported failed."""
    if any(row.failed for row in rows):
        sys.exit(1)


def _show(row: Reported | Aside, as_json: bool) -> None:
    from pipeline.commands.reported import Aside

    if isinstance(row, Aside):
        remark(row.words)
    elif as_json:
        result(json_line(row.model_dump(mode="json")), drawn=True)
    else:
        for words, aside in row.said():
            (remark if aside else result)(words)
