"""An entry in its owner's editor."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest

from pipeline.commands.edit import edit
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import marks
from tests.support.command import Command
from tests.support.fakes import FakeModel, good_draft

DRAFT = "2401.00001v2"


@pytest.fixture
def drafted(summarize: Command) -> Command:
    assert summarize("2401.00001").status == 0
    return summarize


def test_the_entry_is_edited_and_checked_again(drafted: Command) -> None:
    result = drafted("edit", "2401.00001", EDITOR="sed -i s/61.4/67.9/g")
    assert result.status == 0
    assert "67.9" in drafted.entry(DRAFT)
    assert "“67.9” is not what its sentence says; the paper has “61.4” on p. 1" in result.out


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


def told_better(model: FakeModel) -> None:
    """Have the model answer with another draft, whose third point rests on another quote."""
    draft = good_draft()
    draft["key_points"][2]["text"] = "在 LongRead 上比 baseline 高 7.2 点"
    draft["key_points"][2]["quotes"] = [
        {"text": "outperforms the baseline by 7.2 points", "page": 1}
    ]
    model.replies.append(json.dumps(draft))


@pytest.fixture
def edited(with_model: Command, model: FakeModel) -> Command:
    """Give the command beside an entry that was edited, and a newer draft of the same paper."""
    assert with_model("2401.00001").status == 0
    entry = with_model.folder / "output" / "drafts" / DRAFT / "entry.md"
    entry.write_text(with_model.entry().replace("思路简单有效", "我觉得 99 分"))
    told_better(model)
    result = with_model("2401.00001", "--fresh")
    assert f"`summarize edit {DRAFT} --take newer` takes it" in result.err
    assert result.out == f"output/drafts/{DRAFT}/entry.new.md\n"
    return with_model


def test_an_edited_entry_is_checked_against_the_draft_that_it_came_from(edited: Command) -> None:
    doubts = edited("check", DRAFT, "--json").rows
    assert [(row["words"], row["where"]) for row in doubts] == [("99", "verdict")]
    row = edited("status", "--json").rows[0]
    assert (row["doubts"], row["newer"]) == (1, f"output/drafts/{DRAFT}/entry.new.md")
    assert "a newer draft is entry.new.md" in edited("status").out


def test_the_newer_draft_is_taken_and_the_edited_entry_taken_back(edited: Command) -> None:
    mine = edited.entry()
    result = edited("edit", DRAFT, "--take", "newer", EDITOR="false")
    assert result.status == 0, result.err
    assert "高 7.2 点" in edited.entry()
    assert edited("status", "--json").rows[0]["newer"] is None
    assert "no newer draft" in edited("edit", DRAFT, "--take", "newer").err
    assert edited("edit", DRAFT, "--take", "older").status == 0
    assert edited.entry() == mine
    assert edited("status", "--json").rows[0]["newer"]


def test_where_nothing_is_new_nothing_is_written_beside_an_edited_entry(
    with_model: Command,
) -> None:
    with_model("2401.00001")
    folder = PaperFolder(with_model.folder / "output" / "drafts" / DRAFT)
    text, trailer = marks.split_trailer(with_model.entry())
    # as it was drafted on another day, and edited since
    folder.write_entry(re.sub(r"\A## .*", "## 2024.1.6", text), trailer.made_from)
    folder.entry.write_text(with_model.entry().replace("简单", "很简单"))
    # a style that is the template's own changes what an entry is made from, and no byte of it
    (with_model.folder / "log.md").write_text(
        "# 2024.1\n\n## 2024.1.5\n\n《A Paper》\n\n2023.1 某某的一篇文章，要点：\n\n"
        "1. 问题：难\n\n总体上，好\n"
    )
    assert with_model("2401.00001", "--json").rows[0]["outcome"] == "present"
    assert not (folder.path / "entry.new.md").exists()
    assert with_model("2401.00001", "--json", "--evidence", "none").rows[0]["outcome"] == "drafted"
    assert (folder.path / "entry.new.md").exists()
