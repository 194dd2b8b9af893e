"""Marks of tables that are drawn, on pages that are painted."""

from __future__ import annotations

import pytest

from pipeline.extract import child
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

TICK = "1 w 0 3 m 3 0 l 8 7 l S"
BROAD_TICK = "0 3 m 1 4 l 3 2 l 7 8 l 8 7 l 3 0 l f"
CROSS = "1 w 0 0 m 7 7 l S 0 7 m 7 0 l S"
STROKED_AT_ONCE = "1 w 0 0 m 7 7 l 0 7 m 7 0 l S"
DISC = "4 0 m 8 0 8 8 4 8 c 0 8 0 0 4 0 c f"
SQUARE = "0 0 7 7 re f"
SLASH = "1 w 0 0 m 7 7 l S"


def text(words: str, x: float, y: float) -> str:
    return f"BT /F1 9 Tf {x} {y} Td ({words}) Tj ET\n"


def drawn(mark: str, x: float, y: float, scale: float = 0.8) -> str:
    return f"q {scale} 0 0 {scale} {x} {y} cm {mark} Q\n"


def cells(*shown: str, ground: str = "") -> list[list[str]]:
    """Give the cells of a table of three birds with a number and a place for something drawn."""
    made = ground + text("Table 1: Scores of birds.", 100, 290)
    for at, (bird, score) in enumerate(
        (("Bird", "Score"), ("Lark", "61.4"), ("Wren", "66.2"), ("Rook", "58.3"))
    ):
        made += text(bird, 100, 270 - 15 * at) + text(score, 180, 270 - 15 * at)
    made += text("Sings", 260, 270) + "".join(shown)
    made += "".join(f"96 {y} 220 0.5 re f\n" for y in (282, 265, 220))
    page = hidden_pdfs.pdf("A Title Set Large", Made("x", made), columns=1)
    (table,) = child.read(page)["tables"]
    assert table["made_out"], table["reason"]
    assert table["heads"] == ["Bird", "Score", "Sings"]
    return [[cell["text"] for cell in row["cells"]] for row in table["rows"]]


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (TICK, "✓"),
        (BROAD_TICK, "✓"),
        (CROSS, "✗"),
        (STROKED_AT_ONCE, "✗"),
        (DISC, "[mark]"),
        (SQUARE, "[mark]"),
        (SLASH, "[mark]"),
    ],
)
def test_a_drawn_mark_is_told_by_its_shape_or_known_to_be_one(mark: str, told: str) -> None:
    rows = cells(drawn(mark, 268, 255), drawn(SQUARE, 268, 240), drawn(mark, 268, 225))
    assert [row[2] for row in rows] == [told, "[mark]", told]


def test_marks_on_a_coloured_ground_are_told() -> None:
    ground = "q 0.8 0.9 1 rg 96 250 220 15 re f Q\n"
    shown = (drawn(TICK, 268, 255), text("no", 268, 240), text("no", 268, 225))
    rows = cells(*shown, ground=ground)
    assert rows[0] == ["Lark", "61.4", "✓"]


def test_what_is_drawn_in_white_is_no_mark() -> None:
    white = f"q 1 g {drawn(SQUARE, 268, 255)} Q\n"
    assert cells(white, text("no", 268, 240), text("no", 268, 225))[0][2] == ""


def test_what_is_drawn_beside_a_word_is_no_cell() -> None:
    rows = cells(
        *(text(word, 268, y) for word, y in (("yes", 255), ("no", 240), ("no", 225))),
        drawn(DISC, 119, 255),
    )
    assert rows[0] == ["Lark", "61.4", "yes"]


def test_large_drawings_and_rules_are_no_marks() -> None:
    shown = [drawn(SQUARE, 262, 240, 4), drawn("0 0 m 9 0 l S", 268, 257)]
    rows = cells(*shown, text("yes", 300, 255), text("no", 300, 240), text("no", 300, 225))
    assert [row[2] for row in rows] == ["yes", "no", "no"]
