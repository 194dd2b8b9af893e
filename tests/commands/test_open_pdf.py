"""A paper's PDF on the screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.command import Command

DRAFT = "2401.00001v2"


@pytest.fixture
def drafted(summarize: Command) -> Command:
    assert summarize("2401.00001").status == 0
    return summarize


def viewer(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_command_that_is_set_gets_file_and_page_each_as_one_word(
    drafted: Command, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = viewer(tmp_path, "my viewer", f'printf "%s\\n" "$@" > {told}')
    set_to = f"'{program}' --page={{page}} -- {{file}}#{{page}}"
    result = drafted("open", DRAFT, "--page", "3", SUMMARIZE_PDF_VIEWER=set_to)
    pdf = drafted.folder / "output" / "drafts" / DRAFT / "paper.pdf"
    assert result.status == 0, result.err
    assert told.read_text().splitlines() == ["--page=3", "--", f"{os.path.realpath(pdf)}#3"]
    assert result.out.startswith(f"page 3 of {pdf}")


def test_a_command_without_a_place_for_the_file_gets_it_at_its_end(
    drafted: Command, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = viewer(tmp_path, "viewer", f'echo "$1" > {told}')
    result = drafted("open", DRAFT, SUMMARIZE_PDF_VIEWER=f"{program}")
    assert told.read_text().endswith("paper.pdf\n")
    assert result.out.startswith("see page 1 of ")  # which it cannot show by itself


def test_an_installed_viewer_that_knows_pages_is_taken_where_there_is_a_screen(
    drafted: Command, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    viewer(tmp_path / "bin", "xdg-open", "false")
    viewer(tmp_path / "bin", "evince", f'echo "$@" > {told}')
    path = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    result = drafted("open", DRAFT, "--page", "2", DISPLAY=":0", **path)
    assert result.status == 0, result.err
    assert told.read_text().startswith("--page-index=2 ")
    assert result.out.endswith(", in evince\n")


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "nothing that shows a PDF was found; the page is 1 of "),
        ({"SUMMARIZE_PDF_VIEWER": "no-such-viewer {file}"}, "'no-such-viewer' cannot be started"),
        ({"SUMMARIZE_PDF_VIEWER": "false"}, "'false' ended with status 1; the page is 1 of "),
        ({"SUMMARIZE_PDF_VIEWER": "a 'b"}, "setting pdf_viewer is no command"),
    ],
)
def test_where_nothing_shows_it_its_path_and_page_are_said(
    drafted: Command, environ: dict[str, str], words: str
) -> None:
    result = drafted("open", DRAFT, **environ)
    assert result.status == 1
    assert words in result.err
    assert "pdf_viewer" in result.err


def test_a_viewer_that_goes_on_is_not_waited_for(drafted: Command, tmp_path: Path) -> None:
    done = tmp_path / "done"
    program = viewer(tmp_path, "viewer", f"sleep 3; touch {done}")
    assert drafted("open", DRAFT, SUMMARIZE_PDF_VIEWER=str(program)).status == 0
    assert not done.exists()


def test_a_draft_whose_pdf_is_gone_is_said(drafted: Command) -> None:
    (drafted.folder / "output" / "drafts" / DRAFT / "paper.pdf").unlink()
    result = drafted("open", DRAFT)
    assert (
        result.status,
        "has no PDF: draft it again" in result.err.replace("\n           ", ": "),
    ) == (1, True)
