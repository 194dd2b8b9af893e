"""What became of an item of a pending list, as people are told it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.commands.item_outcome import COLUMNS, ItemOutcome, counted
from pipeline.commands.table import Rows
from pipeline.records.arxiv_id import ArxivId

ROWS = [
    ItemOutcome(item="预训练" * 30, line=9, outcome="drafted", entry="output/drafts/x/entry.md"),
    ItemOutcome(item="task", line=3, outcome="not_a_paper", reason="a task"),
    ItemOutcome(item="x", line=5, outcome="would_draft", arxiv_id=ArxivId("2401.00001")),
    ItemOutcome(
        item="y", line=6, outcome="present", reason="accepted", entry="output/accepted/y/entry.md"
    ),
]


def test_a_row_says_what_the_item_came_to() -> None:
    rows = Rows(COLUMNS)
    lines = [row.drawn(rows) for row in ROWS]
    assert lines[0].endswith(" output/drafts/x/entry.md")
    assert lines[0].startswith(f"    9  drafted      {'预训练' * 8}  output")
    assert lines[1] == f"    3  not a paper  {'task':<48}  a task"
    assert lines[2].endswith("  2401.00001")
    assert lines[3].endswith("  accepted")


def test_the_commands_that_settle_it_stand_below_it_a_line_each() -> None:
    row = ItemOutcome(
        item="x", line=5, outcome="ambiguous", reason="two papers are meant",
        candidates=("2401.00001 Sparrow", "2401.00002"), choices=("a --choose 5=1", "a --choose 5=2"),
    )  # fmt: skip
    first, *commands = row.drawn(Rows(COLUMNS)).split("\n")
    assert first.endswith("  two papers are meant: 2401.00001 Sparrow")
    assert commands == ["       a --choose 5=1", "       a --choose 5=2"]


def test_the_count_says_how_many_came_to_what() -> None:
    assert counted(ROWS[:1]) == "1 open item: 1 drafted"
    assert counted(ROWS) == "4 open items: 1 drafted, 1 not a paper, 1 would draft, 1 present"
    assert counted([]) == "nothing is open on the pending list"


@pytest.mark.parametrize(("field", "value"), [("outcome", "failed"), ("outcome", "ambiguous")])
def test_only_a_failed_item_fails_the_command(field: str, value: Any) -> None:
    row = ROWS[0].model_copy(update={field: value})
    assert row.failed == (value == "failed")
