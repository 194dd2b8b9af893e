"""Prompts and templates: the user's own where there is one, else what ships with the program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import SummarizeError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Kind = Literal["prompts", "templates"]


def read(kind: Kind, name: str, folder: Path) -> str:
    """Give the text of a prompt or template; one under `folder`/`kind` wins over the shipped one.

    Raises SummarizeError where it cannot be read or is not UTF-8.
    """
    own = folder / kind / name
    try:
        return own.read_text("utf-8") if own.is_file() else shipped(kind, name)
    except (OSError, UnicodeDecodeError) as error:
        raise SummarizeError(
            f"cannot read {kind}/{name}: {error}",
            "mend your own file, or install the program again",
        ) from error


def own(kind: Kind, name: str, folder: Path) -> str:
    """Give the text of the user's own file only; empty where there is none."""
    return read(kind, name, folder) if (folder / kind / name).is_file() else ""


@cache
def shipped(kind: Kind, name: str) -> str:
    """Give the text of a prompt or template as it ships with the program."""
    return (_shipped(kind) / name).read_text("utf-8")


@cache
def _shipped(kind: Kind) -> Traversable:
    installed = files("pipeline") / kind  # where the wheel puts them
    if installed.is_dir():
        return installed
    return files("pipeline") / ".." / kind  # where an editable install leaves them
