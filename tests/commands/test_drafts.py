"""How a person may name a draft: by anything that the program prints of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, make_pdf

DRAFT = "2401.00001v2"


def checked(summarize: Command, named: str) -> str | None:
    """Give the outcome of a command on a draft that is named so."""
    result = summarize("accept", "--dry-run", "--json", named)
    row = result.rows[0]
    return str(row["arxiv_id"]) if row["outcome"] == "accepted" else str(row["reason"])


@pytest.fixture
def drafted(summarize: Command, arxiv: FakeArxiv) -> Command:
    arxiv.papers["2401.00002"] = Entry(title="Sparrow Nests: Another Paper")
    arxiv.papers["hep-th/9901001"] = Entry(title="Wrens")
    (summarize.folder / "log.md").write_text("# log\n")
    for paper in ("2401.00001", "2401.00002", "hep-th/9901001"):
        assert summarize(paper).status == 0
    return summarize


@pytest.mark.parametrize(
    "named",
    [
        "2401.00001",
        DRAFT,
        f"output/drafts/{DRAFT}/entry.md",
        f"output/drafts/{DRAFT}/paper.pdf",
        f"output/drafts/{DRAFT}/",
        f"./output/../output/drafts/{DRAFT}",
        f"output/accepted/{DRAFT}/entry.md",  # where it was, or will be
        "Sparrow: Small Models That Read Long Papers",
        "small models that read long papers",
        "Sparrow: Small Models",
        "Sparrow: Small Models That Re…",
    ],
)
def test_a_draft_is_named_by_what_is_printed_of_it(drafted: Command, named: str) -> None:
    assert checked(drafted, named) == DRAFT


def test_paths_may_be_whole_or_of_the_home_folder(drafted: Command) -> None:
    path = drafted.folder / "output" / "drafts" / DRAFT / "entry.md"
    assert checked(drafted, str(path)) == DRAFT
    drafted.environ["HOME"] = str(drafted.folder)
    assert checked(drafted, f"~/output/drafts/{DRAFT}/entry.md") == DRAFT


@pytest.mark.parametrize("named", ["hep-th_9901001v2", "Wrens", "hep-th/9901001"])
def test_a_folders_name_and_a_title_of_one_word_name_a_draft(drafted: Command, named: str) -> None:
    assert checked(drafted, named) == "hep-th/9901001v2"


def test_a_title_that_begins_two_names_neither_and_says_which(drafted: Command) -> None:
    said = checked(drafted, "Sparrow: S") or ""
    assert "there is no draft" not in said or said == DRAFT
    assert checked(drafted, "Sparrow N") == "2401.00002v2"
    said = drafted("check", "Sparrow…").err
    assert "neither" in said or "titles begin" in said


def test_of_titles_that_begin_alike_the_folders_are_named(
    drafted: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00003"] = Entry(title="Sparrow Nests: A Third Paper")
    assert drafted("2401.00003").status == 0
    said = drafted("check", "Sparrow Nests").err
    assert (
        "2 titles begin with 'Sparrow Nests': name one of them: 2401.00002v2, 2401.00003v2" in said
    )


def test_a_pdf_from_disk_names_its_draft_and_so_does_its_folder(
    summarize: Command, tmp_path: Path
) -> None:
    pdf = tmp_path / "x1.pdf"
    pdf.write_bytes(make_pdf(PAPER_PAGES))
    entry = summarize(str(pdf)).out.strip()
    slug = Path(entry).parent.name
    (summarize.folder / "log.md").write_text("# log\n")
    for named in (str(pdf), entry, slug, str(Path(entry).parent)):
        rows = summarize("accept", "--dry-run", "--json", named).rows
        assert rows[0]["outcome"] == "accepted", rows[0]["reason"]


@pytest.mark.parametrize("command", ["check", "accept", "reject", "edit", "open", "related"])
def test_every_command_takes_a_path(drafted: Command, command: str) -> None:
    named = f"output/drafts/{DRAFT}/entry.md"
    result = drafted(command, named, EDITOR="true", SUMMARIZE_PDF_VIEWER="true")
    assert result.status == 0, result.err


@pytest.mark.parametrize(
    "named", ["output/drafts/nothing/entry.md", "a title that none has", "~nobody/output/drafts/x"]
)
def test_what_names_no_draft_is_said(drafted: Command, named: str) -> None:
    result = drafted("check", named)
    assert result.status == 1
    assert "there is no draft of" in result.err or "no such file" in result.err


def test_a_damaged_folder_is_named_by_its_damage(drafted: Command) -> None:
    (drafted.folder / "output" / "drafts" / "hep-th_9901001v2" / "paper.json").write_text("{")
    said = drafted("check", "hep-th_9901001v2").err
    assert "is damaged" in said
    assert "draft it again: `summarize" in said
