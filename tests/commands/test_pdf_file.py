"""A PDF from disk: its folder's name, and what it says of itself."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest

from pipeline.commands.pdf_file import file_slug, paper_of_file
from pipeline.errors import SummarizeError
from pipeline.records.paper_text import Page, PaperText
from tests.support.command import Command


def read(text: str, *, title: str = "", stamp: str = "") -> PaperText:
    pages = (Page(number=1, start=0, end=len(text)),)
    return PaperText(text=text, pages=pages, sections=(), title=title, stamp=stamp)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("My Paper (2).pdf", "my-paper-2-"),
        ("论文.pdf", "paper-"),
        ("x" * 60 + ".pdf", "x" * 40 + "-"),
    ],
)
def test_a_folder_is_named_by_the_files_name_and_content(
    tmp_path: Path, name: str, start: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"one")
    first = file_slug(path)
    assert first.startswith(start)
    assert len(first.removeprefix(start)) == 10
    path.write_bytes(b"two")
    assert file_slug(path) != first


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SummarizeError, match=str(tmp_path)):
        file_slug(tmp_path)


@pytest.mark.parametrize("mib", [501, 6 << 10, 20 << 10])
def test_a_file_beyond_all_measure_is_one_line_and_a_batch_goes_on(
    summarize: Command, mib: int
) -> None:
    with (summarize.folder / "a.pdf").open("wb") as file:
        file.write(b"%PDF-1.4")
        file.truncate(mib << 20)
    start = time.monotonic()
    result = summarize("./a.pdf", "2401.00001", "--json")
    assert time.monotonic() - start < 10
    assert [row["outcome"] for row in result.rows] == ["failed", "drafted"]
    assert "a.pdf': it is larger than 500 MiB" in result.rows[0]["reason"]
    (pdf,) = (summarize.folder / "output" / "drafts").glob("*/paper.pdf")
    with pdf.open("r+b") as file:
        file.truncate(mib << 20)
    again = summarize("2401.00001")
    assert again.status == 1
    assert "paper.pdf': it is larger than 500 MiB" in again.err


def test_the_title_is_the_largest_line_else_the_first_else_the_files_name() -> None:
    source = Path("my-file.pdf")
    assert paper_of_file(source, read("First\nSecond", title="Large")).title == "Large"
    assert paper_of_file(source, read("First\nSecond")).title == "First"
    assert paper_of_file(source, read("x" * 300)).title == "x" * 200
    assert paper_of_file(source, read("")).title == "my-file"


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("arXiv:2110.08207v3 [cs.LG] 17 Mar 2022", datetime.date(2022, 3, 17)),
        ("arXiv:2110.08207v3 [cs.LG] 31 Feb 2022", None),
        ("arXiv:2110.08207v3 [cs.LG]", None),
        ("", None),
    ],
)
def test_the_day_is_the_side_stamps(stamp: str, day: datetime.date | None) -> None:
    paper = paper_of_file(Path("a.pdf"), read("Title", stamp=stamp))
    assert (paper.updated, paper.published, paper.arxiv_id) == (day, None, None)
