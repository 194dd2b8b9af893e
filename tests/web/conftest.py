"""Drafts of the made-up paper, and a reader of their page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.web import Reader, guarded

LOG = "# pending\n\n- [ ] 2401.00001\n\n# 2024.1\n"
SLUG = "2401.00001v2"


@pytest.fixture
def drafted(summarize: Command) -> Command:
    """Give the command beside a draft that has a number which the paper lacks."""
    (summarize.folder / "log.md").write_text(LOG)
    assert summarize("2401.00001").status == 0
    words = entry(summarize).read_text("utf-8")
    assert "61.4" in words
    entry(summarize).write_text(words.replace("61.4", "67.9"), "utf-8")
    return summarize


@pytest.fixture
def reader(drafted: Command) -> Reader:
    return Reader(guarded(drafted))


def entry(command: Command, state: str = "drafts") -> Path:
    return command.folder / "output" / state / SLUG / "entry.md"
