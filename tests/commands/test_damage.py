"""Folders, files and artifacts that somebody or something has spoilt: one failed row, never the batch."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import Command, Result
from tests.support.fakes import Entry, FakeArxiv, FakeModel

SPOILT, OTHER = "2401.00001v2", "2401.00002v2"
NAMES = ["paper.json", "text.json", "draft.json", "report.json", "failure.json"]
DAMAGE = {
    "empty": b"",
    "cut": b'{"made_from": "x", "con',
    "list": b"[]",
    "number": b'{"made_from": "x", "content": 3}',
    "newer": b'{"version": 9, "made_from": "x", "content": {"new": 1}}',
    "bytes": b"\xff\xfe\x00",
    "deep": b'{"made_from": ' * 100_000,
}
KINDS = [
    pytest.param(kind, marks=[] if kind in ("newer", "deep") else [pytest.mark.slow])
    for kind in DAMAGE
]


@pytest.fixture
def command(summarize: Command, arxiv: FakeArxiv) -> Command:
    arxiv.papers["2401.00002"] = Entry(title="Wren: Another Paper")
    return summarize


def folder(command: Command, slug: str = SPOILT) -> Path:
    return command.folder / "output" / "drafts" / slug


def both(command: Command) -> Result:
    result = command("2401.00001", "2401.00002", "--json")
    assert "defect" not in result.err
    assert "cannot write the output" not in result.err
    return result


def outcomes(result: Result) -> list[str]:
    return [row["outcome"] for row in result.rows]


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as short, socket.socket(socket.AF_UNIX) as made:
        made.bind(f"{short}/s")  # a socket's own path is short
        Path(short, "s").rename(path)


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


STRANGE = [
    ("paper.pdf", a_folder),
    ("paper.pdf", a_pipe),
    ("paper.pdf", a_socket),
    ("paper.pdf", a_loop),
    ("paper.json", a_folder),
    ("text.json", a_pipe),
    ("entry.md", a_folder),
]


@pytest.mark.parametrize(("name", "make"), STRANGE)
def test_what_is_no_file_fails_its_paper_by_name_and_no_other(
    command: Command, name: str, make: Callable[[Path], None]
) -> None:
    folder(command).mkdir(parents=True)
    make(folder(command) / name)
    result = both(command)
    assert outcomes(result) == ["failed", "drafted"]
    reason = result.rows[0]["reason"]
    assert f"{SPOILT}/{name}': " in reason
    assert "move it away" in reason
    status = command("status")
    assert status.status == 0
    assert "Another Paper" in status.out


def test_a_file_in_a_papers_folders_place_fails_its_paper_and_no_other(command: Command) -> None:
    folder(command).parent.mkdir(parents=True)
    folder(command).write_text("")
    result = both(command)
    assert outcomes(result) == ["failed", "drafted"]
    assert (
        f"{SPOILT}': a file stands where a folder should be: move it away"
        in result.rows[0]["reason"]
    )


@pytest.mark.parametrize("damage", KINDS)
def test_a_damaged_artifact_is_made_anew(command: Command, damage: str) -> None:
    assert outcomes(both(command)) == ["drafted", "drafted"]
    for name in NAMES:
        (folder(command) / name).write_bytes(DAMAGE[damage])
    (command.folder / "output" / "undo.json").write_bytes(DAMAGE[damage])
    (command.folder / "output" / "resolved.json").write_bytes(DAMAGE[damage])
    assert command("status").status == 0
    assert f"{SPOILT}/paper.json' is damaged: " in command("check", SPOILT).err
    assert outcomes(both(command)) == ["present", "present"]
    assert command("check", SPOILT).status == 0
    assert "there is no accept to take back" in command("undo").err


def test_a_note_of_undo_that_lacks_something_is_damaged(command: Command) -> None:
    assert command("2401.00001").status == 0
    (command.folder / "log.md").write_text("# log\n")
    assert command("accept", SPOILT).status == 0
    note = command.folder / "output" / "undo.json"
    whole = json.loads(note.read_text())
    for name in whole:
        note.write_text(json.dumps(whole | {name: 3}))
        result = command("undo")
        assert result.status == 1
        assert "undo.json' is damaged" in result.err
    note.write_text(json.dumps(whole))
    assert command("undo").status == 0


@pytest.mark.parametrize("damage", KINDS)
def test_damaged_books_cost_no_paper(
    command: Command, with_model: Command, model: FakeModel, damage: str
) -> None:
    output = with_model.folder / "output"
    (output / "calls").mkdir(parents=True)
    for name in ("servers.json", "usage.jsonl"):
        (output / name).write_bytes(DAMAGE[damage])
    assert outcomes(both(with_model)) == ["drafted", "drafted"]
    for call in (output / "calls").iterdir():
        call.write_bytes(DAMAGE[damage])
    for draft in output.glob("drafts/*/draft.json"):
        draft.unlink()
    model.log.clear()
    assert outcomes(both(with_model)) == ["present", "present"]
    assert len(model.calls) == 2, "what is damaged is asked anew, and kept beside"
    assert len(list((output / "calls").iterdir())) == 4
    assert with_model("status").status == 0


def test_a_note_that_is_no_file_is_named(command: Command) -> None:
    (command.folder / "output" / "undo.json").mkdir(parents=True)
    result = command("undo")
    assert result.status == 1
    assert "undo.json': it is a folder" in result.err


def test_an_entry_that_is_not_utf8_is_named(command: Command) -> None:
    both(command)
    (folder(command) / "entry.md").write_bytes("# 日志".encode("gbk"))
    (command.folder / "log.md").write_text("# log\n")
    for words in (("check", SPOILT), ("accept", SPOILT)):
        result = command(*words)
        assert result.status == 1
        assert "entry.md': it is not UTF-8: save it as UTF-8" in result.err
