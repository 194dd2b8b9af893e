"""An entry in its owner's editor."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from pipeline.commands.edit import edit
from tests.support.command import Command

DRAFT = "2401.00001v2"


@pytest.fixture
def drafted(summarize: Command) -> Command:
    assert summarize("2401.00001").status == 0
    return summarize


def test_the_entry_is_edited_and_checked_again(drafted: Command) -> None:
    result = drafted("edit", "2401.00001", EDITOR="sed -i s/61.4/67.9/g")
    assert result.status == 0
    assert "67.9" in drafted.entry(DRAFT)
    assert "67.9 is not in the paper" in result.out


def test_visual_goes_before_editor_and_may_be_a_command_with_options(drafted: Command) -> None:
    result = drafted("edit", DRAFT, VISUAL="sed -i -e 's/61.4/60.2/g'", EDITOR="false")
    assert result.status == 0
    assert "60.2" in drafted.entry(DRAFT)


@pytest.mark.parametrize(
    ("editor", "words"),
    [("no-such-editor", "there is no editor 'no-such-editor'"), ("false", "ended with status 1")],
)
def test_an_editor_that_fails_is_said(drafted: Command, editor: str, words: str) -> None:
    result = drafted("edit", DRAFT, EDITOR=editor)
    assert result.status == 1
    assert words in result.err


def test_an_accepted_entry_is_edited_in_the_log(drafted: Command) -> None:
    (drafted.folder / "log.md").write_text("# log\n")
    assert drafted("accept", DRAFT).status == 0
    result = drafted("edit", DRAFT, EDITOR="true")
    assert result.status == 1
    assert "is accepted" in result.err
    assert "edit it in the log" in result.err


def test_a_draft_without_an_entry_is_said(drafted: Command) -> None:
    (drafted.folder / "output" / "drafts" / DRAFT / "entry.md").unlink()
    assert "has no entry yet" in drafted("edit", DRAFT, EDITOR="true").err


def test_an_interrupt_in_the_editor_is_the_editors(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_text("a")
    # the key that interrupts reaches all programs on a terminal
    edit(path, {"EDITOR": "trap '' INT; kill -INT $PPID; sleep 0.1; sed -i s/a/b/"})
    assert path.read_text() == "b"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
