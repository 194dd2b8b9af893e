"""An edited entry beside a newer draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SummarizeError
from pipeline.store import older
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder, fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> PaperFolder:
    """Give a folder with an entry and what it came from."""
    folder = Store(tmp_path).folder("x")
    draft(folder, "one")
    return folder


def draft(folder: PaperFolder, words: str) -> None:
    """Draft anew, as a run does it."""
    older.keep_records(folder)
    for name in ("draft.json", "report.json"):
        folder.write_bytes(name, f"{name} {words}".encode())
    if folder.write_entry(f"{words}\n", fingerprint(words)) == folder.entry:
        older.forget_records(folder)


def edit(folder: PaperFolder, words: str) -> None:
    folder.entry.write_text(f"{words}\n{folder.entry.read_text()}")


def first_line(path: Path) -> str:
    return path.read_text().split("\n")[0]


def record(folder: PaperFolder, name: str = "draft.json") -> str:
    return (older.records_of_entry(folder).read_bytes(name) or b"").decode()


def test_an_edited_entry_keeps_the_records_that_it_came_from(folder: PaperFolder) -> None:
    edit(folder, "mine")
    for words in ("two", "three"):
        draft(folder, words)
        assert first_line(folder.entry) == "mine"
        assert record(folder) == "draft.json one"
        assert record(folder, "report.json") == "report.json one"
    assert older.newer_entry(folder) == folder.path / "entry.new.md"


def test_an_entry_that_nobody_has_edited_goes_with_its_records(folder: PaperFolder) -> None:
    draft(folder, "two")
    assert record(folder) == "draft.json two"
    assert not folder.older.path.exists()
    assert older.newer_entry(folder) is None


def test_the_newer_one_is_taken_and_the_older_one_taken_back(folder: PaperFolder) -> None:
    edit(folder, "mine")
    draft(folder, "two")
    older.take_newer(folder)
    assert (first_line(folder.entry), record(folder)) == ("two", "draft.json two")
    assert older.has_older(folder)
    assert older.newer_entry(folder) is None
    older.take_older(folder)
    assert (first_line(folder.entry), record(folder)) == ("mine", "draft.json one")
    assert older.newer_entry(folder)
    older.take_newer(folder)
    assert (first_line(folder.entry), record(folder)) == ("two", "draft.json two")


def test_where_neither_is_there_it_is_said(folder: PaperFolder) -> None:
    with pytest.raises(SummarizeError, match="no newer draft of x"):
        older.take_newer(folder)
    with pytest.raises(SummarizeError, match="no older entry of x"):
        older.take_older(folder)


def test_a_newer_one_that_was_taken_and_edited_is_the_edited_one_from_then_on(
    folder: PaperFolder,
) -> None:
    edit(folder, "mine")
    draft(folder, "two")
    older.take_newer(folder)
    edit(folder, "mine too")
    draft(folder, "three")
    assert (first_line(folder.entry), record(folder)) == ("mine too", "draft.json two")
    assert first_line(folder.path / "older.1" / "entry.md") == "mine"
    older.take_newer(folder)
    assert (first_line(folder.entry), record(folder)) == ("three", "draft.json three")


def test_a_rendering_of_the_same_draft_is_taken_and_taken_back(folder: PaperFolder) -> None:
    edit(folder, "mine")
    folder.write_entry("one in other words\n", fingerprint("style"))
    older.take_newer(folder)
    draft(folder, "two")
    older.take_older(folder)
    assert (first_line(folder.entry), record(folder)) == ("mine", "draft.json one")


def test_what_was_killed_between_its_two_steps_goes_on(folder: PaperFolder) -> None:
    edit(folder, "mine")
    draft(folder, "two")
    folder.entry.rename(folder.older.entry)
    older.take_newer(folder)
    assert first_line(folder.entry) == "two"
    assert first_line(folder.older.entry) == "mine"


def test_an_entry_that_its_owner_took_away_is_drafted_from_the_new_records(
    folder: PaperFolder,
) -> None:
    edit(folder, "mine")
    draft(folder, "two")
    folder.entry.unlink()
    draft(folder, "three")
    assert (first_line(folder.entry), record(folder)) == ("three", "draft.json three")
