"""Pictures beside a log: nothing is overwritten, nothing leaves its folder, only ours is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SummarizeError
from pipeline.log import picture_files
from pipeline.log.picture_files import Picture


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "log.md"
    path.parent.mkdir()
    path.write_text("# log\n")
    return path


def place(log: Path, content: bytes = b"new", folder: str = "pic", **more: set[str]) -> Picture:
    return picture_files.place(log, folder, "x-figure-1.png", content, **more)


def test_a_picture_goes_where_nothing_stands_or_its_very_bytes(log: Path) -> None:
    first = place(log)
    assert first.path == "pic/x-figure-1.png"
    assert picture_files.copy(log, first, b"new")
    assert place(log) == first
    assert not picture_files.copy(log, first, b"new")
    other = place(log, b"other")
    assert other.path == "pic/x-figure-1-2.png"
    assert place(log, taken={first.path}).path == "pic/x-figure-1-2.png"
    assert place(log, folder=".").path == "x-figure-1.png"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_is_left_alone(log: Path, make: object) -> None:
    (log.parent / "pic").mkdir()
    assert callable(make)
    make(log.parent / "pic" / "x-figure-1.png")
    assert place(log).path == "pic/x-figure-1-2.png"


@pytest.mark.parametrize("folder", ["..", "../x", "/tmp", "a/../../b", "link", "link/deeper"])
def test_no_picture_leaves_the_logs_folder(log: Path, folder: str) -> None:
    outside = log.parent.parent / "outside"
    outside.mkdir()
    (log.parent / "link").symlink_to(outside)
    with pytest.raises(SummarizeError, match="leads out of the log's folder"):
        place(log, folder=folder)
    assert not picture_files.is_there(log, Picture(f"{folder}/log.md", ""))


def test_another_file_that_has_come_in_between_stops_the_copy_and_stays(log: Path) -> None:
    picture = place(log)
    (log.parent / "pic").mkdir()
    (log.parent / picture.path).write_bytes(b"theirs")
    with pytest.raises(SummarizeError, match="has just been written by another program"):
        picture_files.copy(log, picture, b"new")
    assert (log.parent / picture.path).read_bytes() == b"theirs"
    assert not picture_files.take_away(log, picture)
    assert (log.parent / picture.path).read_bytes() == b"theirs"


def test_a_picture_is_taken_away_once_and_the_folders_made_for_it_with_the_last_one(
    log: Path,
) -> None:
    one, two = place(log, folder="a/b"), place(log, b"other", folder="a/c")
    made = picture_files.missing_folders(log, [one, two])
    assert made == ("a/b", "a/c", "a")
    picture_files.copy(log, one, b"new")
    picture_files.copy(log, two, b"other")
    assert picture_files.take_away(log, one)
    picture_files.take_away_folders(log, made)
    assert (log.parent / two.path).exists()
    assert picture_files.take_away(log, two)
    assert picture_files.take_away(log, two)
    picture_files.take_away_folders(log, made)
    assert [path.name for path in log.parent.iterdir()] == ["log.md"]


@pytest.mark.parametrize("folder", ["..", "../x", "link", "link/deeper", "gone", "."])
def test_no_folder_elsewhere_is_taken_away(log: Path, folder: str) -> None:
    for empty in ("x", "outside/deeper"):
        (log.parent.parent / empty).mkdir(parents=True)
    (log.parent / "link").symlink_to(log.parent.parent / "outside")
    before = sorted(log.parent.parent.rglob("*"))
    picture_files.take_away_folders(log, [folder, f"{log.parent.parent}/x"])
    assert sorted(log.parent.parent.rglob("*")) == before
