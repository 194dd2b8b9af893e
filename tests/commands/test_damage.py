"""Folders, files and artifacts that somebody or something has spoilt: one failed row, never the batch."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
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


# ── links inside output/ ──

_MINE = {"mine.txt": b"mine", ".summarize-1-0123456789abcdef.tmp": b"mine too"}
_COMMANDS = [("2401.00001", "--fresh"), ("accept", SPOILT), ("reject", SPOILT), ("undo",)]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have two drafts made once, to be copied."""
    server = FakeArxiv()
    server.papers["2401.00002"] = Entry(title="Wren: Another Paper")
    folder = tmp_path_factory.mktemp("drafts")
    environ = {"PATH": os.environ["PATH"], "SUMMARIZE_ARXIV_INTERVAL": "0", "HOME": str(folder)}
    assert outcomes(both(Command(folder, environ | server.environ))) == ["drafted"] * 2
    yield folder / "output"
    server.close()


@pytest.fixture
def accepted(command: Command, drafts: Path) -> Command:
    """Have two drafts, one of them accepted, and a folder and a file of a person's own elsewhere."""
    shutil.copytree(drafts, command.folder / "output")
    (command.folder / "log.md").write_text("# log\n")
    assert command("accept", OTHER).status == 0
    outside = command.folder.parent / "outside"
    (outside / "folder").mkdir(parents=True)
    for name, content in _MINE.items():
        (outside / "folder" / name).write_bytes(content)
    (outside / "file").write_bytes(b"a file of mine")
    return command


def all_of(folder: Path) -> dict[str, object]:
    """Give all that is below a folder: a file's bytes, where a link leads to."""
    return {
        str(path.relative_to(folder)): path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }


def linked(command: Command, name: str, *, folder: bool) -> Path:
    path = command.folder / "output" / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(command.folder.parent / "outside" / ("folder" if folder else "file"))
    return path


FOLDERS = ["drafts", "accepted", "rejected", "calls"]
NOTES = ["undo.json", "usage.jsonl", "resolved.json", "servers.json", "status.json"]


@pytest.mark.parametrize("arguments", _COMMANDS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize("name", FOLDERS + NOTES)
def test_a_link_in_the_output_folder_is_refused_before_anything_is_written(
    accepted: Command, name: str, arguments: tuple[str, ...]
) -> None:
    path = linked(accepted, name, folder=name in FOLDERS)
    before = all_of(accepted.folder.parent)
    result = accepted(*arguments)
    assert result.status == 1
    assert f"cannot use {str(path)!r}: it is a link" in result.err
    assert result.err.count("\n") == 2, "a line, and one of what to do"
    assert all_of(accepted.folder.parent) == before


OF_A_PAPER = ["", "/entry.md", "/entry.new.md", "/paper.json", "/paper.pdf", "/draft.json"]


@pytest.mark.parametrize("arguments", _COMMANDS[:3], ids=lambda arguments: arguments[0])
@pytest.mark.parametrize("name", OF_A_PAPER)
def test_a_link_in_a_papers_place_is_refused_before_anything_is_written(
    accepted: Command, name: str, arguments: tuple[str, ...]
) -> None:
    path = linked(accepted, f"drafts/{SPOILT}{name}", folder=not name)
    if not name:  # a folder of a paper, elsewhere
        (path / "paper.json").write_bytes(
            (folder(accepted, f"../accepted/{OTHER}") / "paper.json").read_bytes()
        )
    before = all_of(accepted.folder.parent)
    result = accepted(*arguments)
    assert result.status == 1
    assert f"cannot use {str(path)!r}: it is a link" in result.err
    assert all_of(accepted.folder.parent) == before


def test_a_link_where_a_paper_would_go_is_refused_before_the_log_is_written(
    accepted: Command,
) -> None:
    for arguments, name in (
        (("accept", SPOILT), f"accepted/{SPOILT}"),
        (("undo",), f"drafts/{SPOILT}"),
    ):
        path = linked(accepted, name, folder=True)
        before = all_of(accepted.folder.parent)
        result = accepted(*arguments)
        assert result.status == 1
        assert f"cannot use {str(path)!r}: it is a link" in result.err
        assert all_of(accepted.folder.parent) == before
        path.unlink()
        assert accepted(*arguments).status == 0


def test_a_paper_whose_folder_is_elsewhere_fails_and_the_batch_goes_on(accepted: Command) -> None:
    items = "- [ ] arXiv:2401.00001\n- [ ] arXiv:2401.00003\n"
    (accepted.folder / "log.md").write_text(f"# pending\n\n{items}")
    path = folder(accepted)
    path.rename(accepted.folder.parent / "outside" / SPOILT)
    path.symlink_to(accepted.folder.parent / "outside" / SPOILT)
    before = all_of(accepted.folder.parent / "outside")
    result = accepted("pending", "--json")
    assert result.status == 1
    reasons = {row["item"]: row["reason"] for row in result.rows}
    assert f"cannot use {str(path)!r}: it is a link" in reasons["arXiv:2401.00001"]
    assert all_of(accepted.folder.parent / "outside") == before
    rows = {row["title"]: row for row in accepted("status", "--json").rows}
    assert "it is a link" in rows[SPOILT]["reason"]
    assert rows["Wren: Another Paper"]["state"] == "accepted"


def test_an_output_folder_that_is_itself_a_link_is_used(command: Command) -> None:
    elsewhere = command.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (command.folder / "output").symlink_to(elsewhere)
    assert outcomes(both(command)) == ["drafted", "drafted"]
    assert (elsewhere / "drafts" / SPOILT / "entry.md").is_file()


def test_a_persons_own_links_beside_ours_are_left_alone(accepted: Command) -> None:
    mine = accepted.folder.parent / "outside" / "file"
    for path in (accepted.folder / "output" / "notes.md", folder(accepted) / "notes.md"):
        path.symlink_to(mine)
    assert accepted("accept", SPOILT).status == 0
    assert mine.read_bytes() == b"a file of mine"


# ── books and notes that are no such thing ──


def a_zero_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def beyond_measure(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(6 << 30)


@pytest.mark.parametrize(
    "make", [a_folder, a_pipe, a_socket, a_loop, a_zero_device, beyond_measure]
)
def test_papers_are_listed_though_what_they_cost_cannot_be_read(
    accepted: Command, make: Callable[[Path], None]
) -> None:
    path = accepted.folder / "output" / "usage.jsonl"
    path.unlink(missing_ok=True)
    make(path)
    result = accepted("status", "--json")
    assert result.status == 0
    assert sorted(row["state"] for row in result.rows) == ["accepted", "draft"]
    assert [row["cost"] for row in result.rows] == [None, None]
    assert result.err.startswith("what papers cost is not known: cannot ")
    assert f"{str(path)!r}: " in result.err
    assert result.err.count("\n") == 1
    assert "cost unknown" in accepted("status").out


LINES = [
    "[]", "12", '"x"', "null", "{}", "{" * 5000, "[" * 200_000, "\ud800", "\0" * 100,
    '{"at": 1, "key": 2}', '{"at": "a", "key": "b", "cost": "much"}',
    '{"at": "a", "key": "b", "cost": 1e999}', '{"at": "a", "key": "b", "cost": NaN}',
    '{"at": "a", "key": "b", "cost": 1' + "0" * 400 + "}",
    '{"at": "a", "key": "b", "tokens_in": 1' + "0" * 400 + "}",
    '{"at": "a", "key": "b", "tokens_in": 1' + "0" * 5000 + "}",
    '{"at": "a", "key": "b", "paper": {"a": [1]}}', '{"at": "a", "key": "b", "paper": "\\ud800"}',
]  # fmt: skip


def test_lines_of_usage_of_another_shape_cost_nothing_and_stay(with_model: Command) -> None:
    usage = with_model.folder / "output" / "usage.jsonl"
    usage.parent.mkdir()
    odd = "\n".join(LINES).encode("utf-8", "surrogatepass")
    usage.write_bytes(odd)
    assert with_model("2401.00001").status == 0
    assert usage.read_bytes().startswith(odd + b"\n")
    rows = with_model("status", "--json").rows
    assert rows[0]["cost"] > 0
    assert with_model("status").status == 0


WORDS = {
    "surrogates": "\ud800\udc00\udfff",
    "long": "long " * 200_000,
    "nothing": "",
    "NUL": "a\0b",
    "above": "../../../etc",
    "above all": "..",
    "absolute": "/nowhere/at/all",
    "lines": "a\n## 2024.1.9\nb",
    "escapes": "\x1b[31m",
}


@pytest.mark.parametrize("words", WORDS)
def test_a_note_of_undo_with_other_words_takes_nothing_back_and_moves_nothing(
    accepted: Command, words: str
) -> None:
    note = accepted.folder / "output" / "undo.json"
    whole = json.loads(note.read_text())
    log = (accepted.folder / "log.md").read_bytes()
    for changed in (["slug"], ["log"], ["inserted"], ["ticked"], list(whole)):
        note.write_text(json.dumps(whole | dict.fromkeys(changed, WORDS[words])))
        before = all_of(accepted.folder.parent)
        result = accepted("undo")
        if changed == ["slug"] and result.status == 0:
            (accepted.folder / "log.md").write_bytes(log)  # a name, if not this paper's
            assert words in ("long", "lines", "escapes", "surrogates")
            continue
        assert result.status == 1
        assert max(map(len, result.err.splitlines())) < 1000
        assert all_of(accepted.folder.parent) == before


def test_a_reply_with_lone_surrogates_is_asked_anew_or_noted(
    with_model: Command, model: FakeModel
) -> None:
    assert with_model("2401.00001").status == 0
    output = with_model.folder / "output"
    (output / "usage.jsonl").unlink()
    (output / "drafts" / SPOILT / "draft.json").unlink()
    (call,) = (output / "calls").iterdir()
    kept = json.loads(call.read_text())
    for name in ("paper", "model", "server", "at"):
        call.write_text(json.dumps(kept | {name: "\ud800\udfff"}))
        result = with_model("2401.00001")
        assert "defect" not in result.err
        assert result.status == 0
