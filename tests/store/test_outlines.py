"""What `status` keeps of each paper: a cache that never says what is not so any more."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Command
from tests.support.fakes import FakeArxiv

PAPERS = 60
"""Enough that it pays to keep what is read of them."""
FIRST = "2402.00001v2"
SLOT = "output/drafts/2402.00001v2"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have drafts made once, to be copied: one, and others that are all like it."""
    server = FakeArxiv()
    folder = tmp_path_factory.mktemp("drafts")
    environ = {"PATH": os.environ["PATH"], "SUMMARIZE_ARXIV_INTERVAL": "0", "HOME": str(folder)}
    assert Command(folder, environ | server.environ)("2401.00001").status == 0
    server.close()
    made = folder / "output/drafts/2401.00001v2"
    for number in range(1, PAPERS + 1):
        other = shutil.copytree(made, made.with_name(f"2402.{number:05}v2"))
        record = (other / "paper.json").read_text("utf-8")
        changed = record.replace("2401.00001", f"2402.{number:05}")
        (other / "paper.json").write_text(changed, "utf-8")
    shutil.rmtree(made)
    return folder / "output"


@pytest.fixture
def kept(summarize: Command, drafts: Path) -> Command:
    """Give the command beside those drafts, whose status was asked for a day after they were made."""
    shutil.copytree(drafts, summarize.folder / "output")
    then = time.time() - 86_400
    for path in (summarize.folder / "output").rglob("*"):
        os.utime(path, (then, then))
    assert len(rows(summarize)) == PAPERS
    assert index(summarize).is_file()
    return summarize


def index(command: Command) -> Path:
    return command.folder / "output/status.json"


def rows(command: Command) -> dict[str, dict[str, Any]]:
    result = command("status", "--json")
    assert result.status == 0, result.err
    return {row["arxiv_id"] or row["title"]: row for row in result.rows}


def changed(command: Command, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what is kept."""
    found = json.loads(index(command).read_bytes())
    change(found)
    index(command).write_text(json.dumps(found), "utf-8")


def rewritten(path: Path, old: str, new: str) -> None:
    """Change a file in place, as long as before and at the same time, as far as its name says."""
    was = path.stat()
    text = path.read_text("utf-8")
    assert old in text
    assert len(old.encode()) == len(new.encode())
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_what_is_kept_is_taken_while_the_files_are_just_the_same(kept: Command) -> None:
    changed(kept, lambda found: found["papers"]["drafts/" + FIRST].__setitem__(2, "As It Is Kept"))
    assert rows(kept)[FIRST]["title"] == "As It Is Kept"
    record = kept.folder / SLOT / "paper.json"
    record.write_bytes(record.read_bytes())
    assert rows(kept)[FIRST]["title"] == "Sparrow: Small Models That Read Long Papers"


def test_the_same_is_said_with_it_and_without(kept: Command) -> None:
    with_it = rows(kept)
    index(kept).unlink()
    assert rows(kept) == with_it


@pytest.mark.parametrize("old_time", [True, False])
def test_an_edited_entry_is_seen(kept: Command, *, old_time: bool) -> None:
    entry = kept.folder / SLOT / "entry.md"
    assert rows(kept)[FIRST]["doubts"] == 0
    if old_time:
        rewritten(entry, "61.4", "67.9")
    else:
        entry.write_text(entry.read_text("utf-8").replace("61.4", "67.9"), "utf-8")
    found = rows(kept)
    assert found[FIRST]["doubts"] > 0
    assert {row["doubts"] for name, row in found.items() if name != FIRST} == {0}


def test_a_record_that_is_changed_by_hand_is_seen(kept: Command) -> None:
    rewritten(kept.folder / SLOT / "paper.json", "Sparrow", "Sparred")
    assert rows(kept)[FIRST]["title"].startswith("Sparred")


def test_an_entry_that_is_gone_is_seen(kept: Command) -> None:
    (kept.folder / SLOT / "entry.md").unlink()
    assert rows(kept)[FIRST]["entry"] is None
    assert rows(kept)[FIRST]["doubts"] is None


def test_a_damaged_record_and_a_damaged_report_are_seen(kept: Command) -> None:
    (kept.folder / SLOT / "report.json").write_bytes(b'{"made_from"')
    assert rows(kept)[FIRST]["doubts"] is None
    (kept.folder / SLOT / "paper.json").write_bytes(b'{"made_from"')
    found = rows(kept)[FIRST]
    assert (found["state"], found["arxiv_id"]) == ("failed", None)
    assert "is damaged" in found["reason"]


def test_what_comes_to_lie_beside_an_entry_is_seen(kept: Command) -> None:
    folder = kept.folder / SLOT
    (folder / "entry.new.md").write_bytes((folder / "entry.md").read_bytes())
    assert rows(kept)[FIRST]["newer"] == f"{SLOT}/entry.new.md"
    (folder / "failure.json").write_text('{"message": "no more paper"}', "utf-8")
    assert rows(kept)[FIRST]["reason"] == "no more paper"
    (folder / "text.json").unlink()
    (folder / "text.json").symlink_to(folder / "draft.json")
    assert "it is a link" in rows(kept)[FIRST]["reason"]


def test_a_paper_that_is_moved_away_or_put_there_is_seen(kept: Command) -> None:
    drafts = kept.folder / "output/drafts"
    (drafts / FIRST).rename(kept.folder / "elsewhere")
    assert FIRST not in rows(kept)
    (kept.folder / "output/rejected").mkdir()
    (kept.folder / "elsewhere").rename(kept.folder / "output/rejected" / FIRST)
    assert rows(kept)[FIRST]["state"] == "rejected"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"made_by": "x", "pap',
        b"[]",
        b"3",
        b"\xff\xfe\x00",
        b'{"papers": ' * 100_000,
        b'{"made_by": "another version", "papers": {}}',
    ],
)
def test_a_damaged_one_is_as_good_as_none_and_is_made_anew(kept: Command, content: bytes) -> None:
    before, whole = rows(kept), index(kept).read_bytes()
    index(kept).write_bytes(content)
    assert rows(kept) == before
    assert json.loads(index(kept).read_bytes()) == json.loads(whole)


@pytest.mark.parametrize(
    "paper", [None, 3, [], ["", None, "T"], ["", "no identifier", "T", 0], [["1"], None, "T", 0]]
)
def test_one_with_something_of_another_shape_is_as_good_as_none(
    kept: Command, paper: object
) -> None:
    before = rows(kept)
    changed(kept, lambda found: found["papers"].update({"drafts/" + FIRST: paper}))
    assert rows(kept) == before


def test_a_link_in_its_place_leads_nowhere(kept: Command) -> None:
    before, mine = rows(kept), kept.folder / "mine"
    mine.write_bytes(index(kept).read_bytes().replace(b"Sparrow", b"Another"))
    content = mine.read_bytes()
    index(kept).unlink()
    index(kept).symlink_to(mine)
    assert rows(kept) == before
    assert mine.read_bytes() == content
    assert index(kept).is_symlink()


def test_a_folder_in_its_place_keeps_nothing_from_being_listed(kept: Command) -> None:
    before = rows(kept)
    index(kept).unlink()
    index(kept).mkdir()
    assert rows(kept) == before


def test_what_was_written_a_moment_ago_is_not_kept(kept: Command) -> None:
    index(kept).unlink()
    for path in (kept.folder / "output/drafts").glob("*/entry.md"):
        os.utime(path)
    assert len(rows(kept)) == PAPERS
    assert not index(kept).exists()


def test_it_is_written_only_where_that_pays(kept: Command) -> None:
    for path in list((kept.folder / "output/drafts").iterdir())[:20]:
        shutil.rmtree(path)
    index(kept).unlink()
    assert len(rows(kept)) == PAPERS - 20
    assert not index(kept).exists()


def test_nothing_half_written_is_left(kept: Command) -> None:
    assert sorted(path.name for path in (kept.folder / "output").iterdir()) == [
        "drafts",
        "status.json",
    ]
