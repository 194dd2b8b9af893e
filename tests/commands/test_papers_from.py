"""PDFs that are on disk already, in any of the forms that bulk sets have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, make_pdf

PDF = make_pdf((*PAPER_PAGES, ("Appendix of the copy on disk",)))
TITLE = "Sparrow: Small Models That Read Long Papers"


@pytest.fixture
def papers(summarize: Command) -> Path:
    """Give a folder of PDFs beside the working folder, which the settings name."""
    folder = summarize.folder.parent / "papers"
    folder.mkdir()
    (summarize.folder / "summarize.toml").write_text('papers_from = "../papers"\n')
    return folder


def put(papers: Path, name: str, content: bytes = PDF) -> Path:
    path = papers / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("2401.00001", "2401.00001v2.pdf"),
        ("2401.00001", "2401.00001.pdf"),
        ("2401.00001", "2401/2401.00001.pdf"),
        ("2401.00001v1", "arxiv/pdf/2401/2401.00001v1.pdf"),
        ("2401.00001v1", "arxiv/arxiv/pdf/2401/2401.00001v1.pdf"),
        ("cs/9901001", "cs_9901001.pdf"),
        ("cs/9901001", "cs/9901001v2.pdf"),
        ("cs/9901001", "9901/cs9901001.pdf"),
        ("cs/9901001", "cs/pdf/9901/9901001v2.pdf"),
    ],
)
def test_a_pdf_on_disk_is_taken_instead_of_being_downloaded(
    summarize: Command, arxiv: FakeArxiv, papers: Path, asked: str, name: str
) -> None:
    arxiv.papers["cs/9901001"] = Entry()
    source = put(papers, name)
    before = source.stat()
    result = summarize(asked, "--json")
    assert result.rows[0]["outcome"] == "drafted"
    assert [body for path, body in summarize.files.items() if path.endswith(".pdf")] == [PDF]
    assert not arxiv.paths("/pdf/")
    after = source.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert source.read_bytes() == PDF
    assert [path for path in papers.rglob("*") if path.is_file()] == [source]


def test_another_version_on_disk_is_told_and_not_taken(
    summarize: Command, arxiv: FakeArxiv, papers: Path
) -> None:
    put(papers, "2401.00001v1.pdf")
    result = summarize("2401.00001")
    assert "2401.00001v1.pdf' is not 2401.00001v2, which is downloaded" in result.err
    assert arxiv.paths("/pdf/") == ["/pdf/2401.00001v2"]


def test_a_name_without_a_version_stands_for_the_newest_and_says_so(
    summarize: Command, arxiv: FakeArxiv, papers: Path
) -> None:
    put(papers, "2401.00001.pdf")
    assert "does not say its version: it is taken for 2401.00001v2" in summarize("2401.00001").err
    older = summarize("2401.00001v1").err
    assert "2401.00001.pdf' is not 2401.00001v1, which is downloaded" in older
    assert arxiv.paths("/pdf/") == ["/pdf/2401.00001v1"]


def test_a_paper_of_one_version_needs_no_word_about_it(
    summarize: Command, arxiv: FakeArxiv, papers: Path
) -> None:
    arxiv.papers["2401.00001"].versions = 1
    put(papers, "2401.00001.pdf")
    assert "mind" not in summarize("2401.00001").err


def test_what_is_no_pdf_is_told_and_downloaded(
    summarize: Command, arxiv: FakeArxiv, papers: Path
) -> None:
    put(papers, "2401.00001.pdf", b"version https://git-lfs.github.com/spec/v1\n")
    result = summarize("2401.00001")
    assert result.status == 0
    assert "2401.00001.pdf' is no PDF: 2401.00001v2 is downloaded" in result.err
    assert len(arxiv.paths("/pdf/")) == 1


def test_a_folder_that_is_not_there_stops_the_run_before_anything_is_downloaded(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00002"] = arxiv.papers["2401.00001"]
    result = summarize("2401.00001", "2401.00002", "--papers-from", "nowhere")
    assert result.status == 1
    assert "papers_from is no folder: " in result.err
    assert "the other 1 would fare no better" in result.err
    assert not arxiv.paths("/pdf/")


def test_a_list_takes_them_too(summarize: Command, arxiv: FakeArxiv, papers: Path) -> None:
    put(papers, "2401.00001v2.pdf")
    summarize.write_log(f"# pending\n\n- [ ] {TITLE}\n")
    assert summarize("pending", "--json").rows[0]["outcome"] == "drafted"
    assert not arxiv.paths("/pdf/")


def test_an_empty_setting_is_none(summarize: Command, arxiv: FakeArxiv, papers: Path) -> None:
    put(papers, "2401.00001.pdf")
    assert summarize("2401.00001", "--papers-from", "").status == 0
    assert len(arxiv.paths("/pdf/")) == 1
