"""Every open item of a pending list: what became of it, and how that is told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.pending import ItemOutcome, counted, listed
from pipeline.records.arxiv_id import ArxivId
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv, FakeModel, answers


@pytest.fixture
def log(summarize: Command, arxiv: FakeArxiv) -> Path:
    for number in range(2, 6):
        arxiv.papers[f"2401.0000{number}"] = Entry(title=f"Paper of Number {number}")
    return summarize.folder / "log.md"


def write(log: Path, *items: str) -> None:
    log.write_text("# pending\n\n" + "".join(f"- [ ] {item}\n" for item in items), "utf-8")


def outcomes(command: Command, *options: str) -> list[tuple[int, str]]:
    rows = command("pending", "--json", *options).rows
    return sorted((row["line"], row["outcome"]) for row in rows)


def test_two_items_of_one_paper_are_drafted_once_and_both_are_told(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "2401.00002", "read https://arxiv.org/abs/2401.00002")
    assert outcomes(summarize) == [(3, "drafted"), (4, "drafted")]
    assert len(arxiv.paths("/pdf/")) == 1


def test_what_an_item_was_found_to_mean_is_remembered(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "Paper of Number 3 and of many other things")
    arxiv.papers["2401.00003"].title = "Paper of Number 3 and of Many Other Things"
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]
    asked = len(arxiv.paths("/api/"))
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]
    assert len(arxiv.paths("/api/")) == asked


def test_a_memory_that_is_damaged_is_found_out_anew(summarize: Command, log: Path) -> None:
    write(log, "2401.00002")
    (summarize.folder / "output").mkdir()
    (summarize.folder / "output/resolved.json").write_text('{"2401.00002": "nonsense"}')
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]


def test_a_dry_run_tells_what_is_here_already_and_in_which_state(
    summarize: Command, log: Path
) -> None:
    write(log, "2401.00002", "2401.00003")
    summarize("2401.00002")
    rows = {row["line"]: row for row in summarize("pending", "--dry-run", "--json").rows}
    assert (rows[3]["outcome"], rows[3]["reason"]) == ("present", "draft")
    assert rows[3]["arxiv_id"] == "2401.00002v2"
    assert (rows[4]["outcome"], rows[4]["arxiv_id"]) == ("would_draft", "2401.00003")


def test_an_item_that_arxiv_fails_on_fails_alone(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "Sparrow: Small Models That Read Long Papers", "2401.00002")
    arxiv.faults = [answers(400)]
    assert outcomes(summarize) == [(3, "failed"), (4, "drafted")]


def test_a_title_that_two_papers_have_is_asked_about(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00006"] = Entry()
    write(log, "Sparrow: Small Models That Read Long Papers")
    [row] = summarize("pending", "--json").rows
    assert row["outcome"] == "ambiguous"
    assert sorted(candidate.split()[0] for candidate in row["candidates"]) == [
        "2401.00001v2",
        "2401.00006v2",
    ]
    assert "choose one: summarize 2401.0000" in row["reason"]


def test_a_nickname_whose_title_the_model_cannot_be_asked_for_says_why(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    write(log, "SPARROW")
    model.faults = [answers(400, '{"error": {"message": "context length is 600 tokens"}}')] * 9
    [row] = with_model("pending", "--json").rows
    assert row["outcome"] == "ambiguous"
    assert row["reason"].startswith("a nickname by itself: write the title or")
    assert row["reason"].endswith(")")


def test_a_title_too_short_to_be_one_confirms_nothing(
    with_model: Command, log: Path, model: FakeModel, arxiv: FakeArxiv
) -> None:
    write(log, "SPARROW")
    model.replies = [json.dumps({"title": "Sparrow"})]
    assert outcomes(with_model, "--dry-run") == [(3, "ambiguous")]
    assert arxiv.paths("/api/") == []


def test_what_no_other_paper_can_pass_stops_the_batch_and_each_item_is_told(
    with_model: Command, log: Path, model: FakeModel, arxiv: FakeArxiv
) -> None:
    at_once = 1 + (os.cpu_count() or 1)  # one is asked about, the others are being read
    papers = [f"2401.{number:05}" for number in range(1, at_once + 4)]
    arxiv.papers |= {one: Entry(title=f"Paper of Number {one}") for one in papers}
    write(log, *papers)
    model.faults = [answers(401, '{"error": {"message": "wrong key"}}')] * len(papers)
    rows = with_model("pending", "--json", "--jobs", "1").rows
    assert [row["outcome"] for row in rows] == ["failed"] * len(papers)
    said = [row["reason"] for row in rows]
    assert sum("not tried: " in reason for reason in said) >= len(papers) - at_once
    assert all("key" in reason for reason in said)
    assert len(model.calls) <= at_once


def test_an_empty_list_and_a_list_without_open_items_say_so(summarize: Command, log: Path) -> None:
    log.write_text("# pending\n\n- [x] 2401.00002\n")
    result = summarize("pending")
    assert (result.status, result.out) == (0, "")
    assert result.err.splitlines()[-1] == "nothing is open on the pending list"


ROWS = [
    ItemOutcome(item="预训练" * 30, line=9, outcome="drafted", entry="output/drafts/x/entry.md"),
    ItemOutcome(item="task", line=3, outcome="not_a_paper", reason="a task"),
    ItemOutcome(item="x", line=5, outcome="would_draft", arxiv_id=ArxivId("2401.00001")),
    ItemOutcome(
        item="y", line=6, outcome="present", reason="accepted", entry="output/accepted/y/entry.md"
    ),
]


def test_the_list_is_in_the_logs_order_and_says_what_each_came_to() -> None:
    lines = listed(ROWS).split("\n")
    assert [line.split()[0] for line in lines] == ["3", "5", "6", "9"]
    assert lines[0] == f"    3  not a paper  {'task':<48}  a task"
    assert lines[1].endswith("  2401.00001")
    assert lines[2].endswith("  accepted")
    assert lines[3].endswith(" output/drafts/x/entry.md")
    assert lines[3].startswith(f"    9  drafted      {'预训练' * 8}  output")


def test_the_count_says_how_many_came_to_what() -> None:
    assert counted(ROWS) == "4 open items: 1 drafted, 1 not a paper, 1 would draft, 1 present"
    assert counted([]) == "nothing is open on the pending list"


@pytest.mark.parametrize(("field", "value"), [("outcome", "failed"), ("outcome", "ambiguous")])
def test_only_a_failed_item_fails_the_command(field: str, value: Any) -> None:
    row = ROWS[0].model_copy(update={field: value})
    assert row.failed == (value == "failed")
