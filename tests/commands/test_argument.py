"""What a person asks for."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline.commands.argument import parse_asked, parse_day
from pipeline.errors import UsageError
from pipeline.records.arxiv_id import ArxivId


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_identifier_wins_over_a_file_of_its_name_unless_it_is_a_pdf(folder: Path) -> None:
    (folder / "2112.03857").write_text("")
    (folder / "2112.03857.pdf").write_text("")
    assert parse_asked("2112.03857") == ArxivId("2112.03857")
    assert parse_asked("2112.03857.pdf") == Path("2112.03857.pdf")
    (folder / "2112.03857.pdf").unlink()
    assert parse_asked("2112.03857.pdf") == ArxivId("2112.03857")


def test_a_file_without_the_name_of_a_pdf_is_taken_too(folder: Path) -> None:
    (folder / "A Paper of Mine").write_text("")
    assert parse_asked("A Paper of Mine") == Path("A Paper of Mine")
    (folder / "A Paper of Mine").unlink()
    assert parse_asked("A Paper of Mine") == "A Paper of Mine"


def test_the_users_home_may_be_written_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    (folder / "mine.PDF").write_text("")
    assert parse_asked("~/mine.PDF") == folder / "mine.PDF"


@pytest.mark.parametrize("text", [
    "https://ar5iv.org/abs/2104.08691v1", "https://www.alphaxiv.org/zh/overview/2104.08691v1?x=y", "https://papers.cool/arxiv/2104.08691v1",
    "https://arxiv.org/ftp/arxiv/papers/2104/2104.08691v1.pdf", "arXiv.2104.08691v1", "[[2104.08691v1]]",
])  # fmt: skip
def test_an_address_is_taken_in_any_form(text: str) -> None:
    assert parse_asked(text) == ArxivId("2104.08691", 1)


def test_a_short_title_is_one() -> None:
    assert parse_asked("Mistral 7B") == "Mistral 7B"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2113.00001", "not an arXiv identifier"),
        ("https://example.org/2112.03857", "not an arXiv identifier"),
        ("no/such.pdf", "no such file"),
        ("./mine", "no such file"),
        ("~/mine", "no such file"),
        ("GLIP", "neither an identifier nor a file nor a title"),
        ("", "neither an identifier nor a file nor a title"),
    ],
)
def test_what_is_none_of_them_is_refused_as_what_it_was_meant_for(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        parse_asked(text)
    assert refused.value.hint


def test_two_words_make_a_title() -> None:
    assert parse_asked("Sparse Sparrow") == "Sparse Sparrow"
    assert parse_asked("稀疏 麻雀") == "稀疏 麻雀"


@pytest.mark.parametrize("text", ["2024.1.6", "2024-01-06", " 2024/1/06 "])
def test_a_day_is_read_in_the_ways_that_logs_write_it(text: str) -> None:
    assert parse_day(text) == datetime.date(2024, 1, 6)


@pytest.mark.parametrize("text", ["soon", "2024.13.1", "2024.2.30", "24.1.6", "２０２４.1.6"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a day") as refused:
        parse_day(text)
    assert "2024.1.6" in refused.value.hint
