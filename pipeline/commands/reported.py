"""What a command reports, one thing after the other: for people, and for `--json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.records.record import Record


class Said(NamedTuple):
    """Words for people: a result, for standard output, or (`aside`) a word for standard error."""

    words: str
    aside: bool = False


class Reported(Record):
    """What a command says of one paper, item or finding; its fields are the object of `--json`."""

    @property
    def failed(self) -> bool:
        """Whether the command is to end with status 1."""
        return False

    def said(self) -> Iterator[Said]:
        """Give the same for people; nothing where a table follows at the end."""
        yield from ()


@dataclass(frozen=True)
class Aside:
    """Words that are no object of `--json`: they go to standard error."""

    words: str
    failed: bool = False
