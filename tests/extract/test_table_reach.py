"""Cells of made tables that reach over several rows, and those that are blank."""

from __future__ import annotations

from pipeline.pdf.geometry import Box
from pipeline.records.paper_text import Table
from tests.support.tables import STEP, TOP, cells, labels, read_one, rule, ruled, tied

HEADS = ("Model", "Short", "Long")
LARK, WREN, FINCH, CROW = (
    ("Lark", "61.4", "52.5"),
    ("Wren", "66.2", "58.1"),
    ("Finch", "70.1", "60.2"),
    ("Crow", "71.3", "62.4"),
)


def table(*rows: tuple[str, ...], rules: list[Box] | None = None, **more: bool) -> Table:
    shown = cells([HEADS, *rows], **more)
    return read_one(shown, ruled(len(rows) + 1) if rules is None else rules)


def test_blank_labels_are_those_above_them() -> None:
    rows = [
        ("Bird", "Time", "Short", "Long"),
        ("Lark", "day", "61.4", "52.5"),
        ("", "night", "66.2", "58.1"),
        ("Wren", "day", "70.1", "60.2"),
        ("", "night", "71.3", "62.4"),
    ]
    rules = ruled(5, x1=320)
    found = read_one(cells(rows), rules)
    assert labels(found) == ["Lark > day", "Lark > night", "Wren > day", "Wren > night"]
    parted = read_one(cells(rows), [*rules, rule(TOP + 9 - 3 * STEP, x1=320)])
    assert labels(parted) == labels(found)


def test_a_blank_cell_of_values_stays_blank() -> None:
    found = table(LARK, ("Wren", "", "58.1"), FINCH)
    assert tied(found)["Wren", "Short"] == ""


def test_a_cell_in_the_middle_of_each_group_between_rules_is_of_all_its_rows() -> None:
    group = [("61.4", ""), ("66.2", "calm"), ("70.1", "")]
    rows = [(name, *row) for name, row in zip("abcdef", group * 2, strict=True)]
    found = table(*rows, rules=[*ruled(7), rule(TOP + 9 - 4 * STEP)])
    assert [row.cells[2].text for row in found.rows] == ["calm"] * 6
