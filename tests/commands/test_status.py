"""What is drafted, accepted, rejected and failed."""

from __future__ import annotations

import datetime
import os
import pty
import time

import pytest

from pipeline.commands.status import Row
from pipeline.records.arxiv_id import ArxivId
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv

ROW = Row(
    arxiv_id=ArxivId("2401.00001", 2),
    title="Sparrow",
    state="draft",
    doubts=2,
    cost=0.0123,
    entry="output/drafts/2401.00001v2/entry.md",
    days=3,
)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {},
            "draft     2401.00001v2  Sparrow  3 d  2 doubtful  0.0123 USD"
            "  output/drafts/2401.00001v2/entry.md",
        ),
        (
            {"cost": None, "days": 0, "doubts": 0},
            "draft     2401.00001v2  Sparrow  today  cost unknown"
            "  output/drafts/2401.00001v2/entry.md",
        ),
        (
            {"cost": 0.0, "days": None, "doubts": None, "entry": None, "arxiv_id": None},
            "draft     (file)  Sparrow  unfinished",
        ),
        (
            {"state": "failed", "reason": "no PDF", "title": "T\x1b" * 50},
            "failed    2401.00001v2  " + "T " * 35 + "  3 d  2 doubtful  0.0123 USD  no PDF",
        ),
    ],
)
def test_a_row_is_a_line_of_what_there_is_to_say(changes: dict[str, object], line: str) -> None:
    assert ROW.model_copy(update=changes).line() == line


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ({}, ("3 d", "2", "0.0123")),
        ({"cost": None, "days": 0, "doubts": 0}, ("today", "", "unknown")),
        ({"cost": 0.0, "days": None, "doubts": None}, ("", "", "")),
    ],
)
def test_a_row_is_cells_of_a_table(changes: dict[str, object], cells: tuple[str, ...]) -> None:
    state, paper, *rest = ROW.model_copy(update=changes).cells()
    assert (state, paper) == ("draft", ("2401.00001v2  Sparrow", ROW.entry))
    assert tuple(rest) == cells


def test_the_age_of_an_entry_is_counted_in_whole_days(summarize: Command) -> None:
    summarize("2401.00001")
    entry = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    then = time.time() - datetime.timedelta(days=2, hours=20).total_seconds()
    os.utime(entry, (then, then))
    assert summarize("status", "--json").rows[0]["days"] == 2


def test_every_state_is_told_and_what_all_runs_cost(with_model: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = Entry(title="Another Paper")
    (with_model.folder / "log.md").write_text("# log\n")
    with_model("2401.00001", "2401.00002")
    with_model("accept", "2401.00001")
    with_model("reject", "2401.00002")
    rows = {row["arxiv_id"]: row for row in with_model("status", "--json").rows}
    assert {name: row["state"] for name, row in rows.items()} == {
        "2401.00001v2": "accepted",
        "2401.00002v2": "rejected",
    }
    assert all(row["cost"] > 0 for row in rows.values())
    assert rows["2401.00001v2"]["entry"] == "output/accepted/2401.00001v2/entry.md"


def test_an_output_folder_elsewhere_is_shown_by_its_whole_path(
    summarize: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    summarize("2401.00001", "--output", str(elsewhere))
    row = summarize("status", "--json", "--output", str(elsewhere)).rows[0]
    assert row["entry"] == str(elsewhere / "drafts/2401.00001v2/entry.md")


def test_on_a_terminal_it_is_a_table_and_in_a_pipe_lines(summarize: Command) -> None:
    summarize("2401.00001")
    piped = summarize.process("status").out
    assert len(piped.splitlines()) == 1
    ours, theirs = pty.openpty()
    environ = summarize.environ | {"TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1"}
    with summarize.start("status", environ=environ, stdout=theirs) as running:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    assert running.returncode == 0
    lines = shown.decode().splitlines()
    assert lines[0].split() == ["state", "paper", "age", "doubts", "USD"]
    assert lines[1].split()[:3] == ["draft", "2401.00001v2", "Sparrow:"]
    assert lines[2].strip() == "output/drafts/2401.00001v2/entry.md"


@pytest.fixture
def failed(summarize: Command) -> Command:
    """Give the command beside a PDF from disk that could not be read."""
    (summarize.folder / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    assert summarize("bad.pdf").status == 1
    return summarize


def test_how_what_failed_is_dropped_is_said(failed: Command) -> None:
    result = failed("status")
    assert result.out.startswith("failed ")
    assert "`summarize reject PAPER` drops it" in result.err
    slug = next((failed.folder / "output" / "drafts").iterdir()).name
    for named in ("bad.pdf", slug):
        assert failed("reject", named).status == 0
        assert [row["state"] for row in failed("status", "--json").rows] == ["rejected"]
        assert "drops it" not in failed("status").err
        assert failed("restore", named).status == 0


@pytest.mark.parametrize("content", [None, b"another"])
def test_what_failed_is_gone_with_its_file(failed: Command, content: bytes | None) -> None:
    assert [row["state"] for row in failed("status", "--json").rows] == ["failed"]
    source = failed.folder / "bad.pdf"
    source.unlink()
    if content:
        source.write_bytes(content)
    assert failed("status", "--json").rows == []


def test_what_failed_is_no_failure_any_more_once_it_succeeds(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00002"] = Entry(title="Another Paper", pdf=None)
    summarize("2401.00002")
    assert [row["state"] for row in summarize("status", "--json").rows] == ["failed"]
    arxiv.papers["2401.00002"] = Entry(title="Another Paper")
    summarize("2401.00002")
    assert [row["state"] for row in summarize("status", "--json").rows] == ["draft"]


def test_doubts_are_counted_of_the_entry_as_it_stands(summarize: Command) -> None:
    entry = summarize.folder / summarize("2401.00001").out.strip()

    def counts() -> set[int]:
        checked = summarize("check", "2401.00001", "--json").rows
        return {
            summarize("status", "--json").rows[0]["doubts"],
            summarize("2401.00001", "--json").rows[0]["doubts"],
            sum(row["severity"] == "doubt" for row in checked),
        }

    assert counts() == {0}
    entry.write_text(entry.read_text("utf-8").replace("61.4", "67.9").replace("27M", "29M"))
    wrong = counts()
    assert len(wrong) == 1
    assert wrong.pop() >= 2
    entry.write_text(entry.read_text("utf-8").replace("67.9", "61.4").replace("29M", "27M"))
    assert counts() == {0}


def test_doubts_of_an_entry_that_nobody_has_edited_are_known_without_the_papers_text(
    summarize: Command,
) -> None:
    (summarize.folder / "log.md").write_text("# log\n")
    summarize("2401.00001")
    summarize("accept", "2401.00001")
    (summarize.folder / "output/accepted/2401.00001v2/text.json").unlink()
    assert summarize("2401.00001", "--json").rows[0]["doubts"] == 0
    assert summarize("status", "--json").rows[0]["doubts"] == 0
