"""Captions of tables among a page's pieces: told from sentences, followed to their last line."""

from __future__ import annotations

import pytest

from pipeline.extract.table_captions import (
    OTHER_CAPTION,
    PART_TITLE,
    Caption,
    captions,
    may_have_caption,
    near,
)
from pipeline.extract.table_rules import Rule
from pipeline.pdf.page import Run
from tests.support.pages import TEXT, run, runs
from tests.support.tables import pieces_of

X, Y, STEP = 60.0, 600.0, 12.0


def found(*shown: Run, rules: tuple[Rule, ...] = ()) -> list[Caption]:
    made = pieces_of(*shown)
    return list(captions(made, [-piece.y for piece in made], rules))


def labels(*shown: Run) -> list[str]:
    return [caption.label for caption in found(*shown)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Table 3: Accuracy.", "Table 3"),
        ("Table 12. Accuracy.", "Table 12"),
        ("TABLE IV. Accuracy.", "TABLE IV"),
        ("Tab. 2: Accuracy.", "Tab. 2"),
        ("Table S1: Accuracy.", "Table S1"),
        ("Table A.2: Accuracy.", "Table A.2"),
        ("Table 4.1: Accuracy.", "Table 4.1"),
        ("Table 3 | Accuracy.", "Table 3"),
        ("表 3：准确率", "表 3"),
        ("TABLE I", "TABLE I"),
        ("Table 3 Accuracy of birds", "Table 3"),
    ],
)
def test_a_caption_begins_with_a_tables_name(text: str, label: str) -> None:
    assert labels(run(text, X, Y)) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Tables 3 and 4: Accuracy.",
        "See Table 3: Accuracy.",
        "Table: Accuracy.",
        "Table 1234: Accuracy.",
        "Figure 3: Accuracy.",
        "Table 3a: Accuracy.",
        "Table 3 shows that larks are better than finches in all of the cases",
    ],
)
def test_other_lines_are_none(text: str) -> None:
    assert labels(run(text, X, Y)) == []


def test_a_line_of_a_paragraph_is_none() -> None:
    going_on = run("Table 3. It goes on, as all of the text does here", X, Y - STEP)
    assert labels(run(TEXT[1], X, Y), going_on) == []
    assert labels(run("and here ends the text that stands above it.", X, Y), going_on) == [
        "Table 3"
    ]


def test_a_caption_without_a_stop_stands_apart_from_the_text() -> None:
    title = run("Table 3 Accuracy of birds", X, Y - STEP)
    ended = run("and here ends the text that stands above it.", X, Y)
    assert labels(ended, title) == []
    assert labels(ended, title._replace(y0=Y - 20, y1=Y - 20)) == ["Table 3"]
    assert labels(ended, title._replace(size=9)) == ["Table 3"]


def test_a_rule_between_parts_a_caption_from_the_text_above() -> None:
    shown = run(TEXT[1], X, Y), run("Table 3. Accuracy", X, Y - STEP)
    assert [one.label for one in found(*shown, rules=(Rule(X, 290, Y - 3),))] == ["Table 3"]
    assert found(*shown, rules=(Rule(300, 390, Y - 3),)) == []


def test_a_bold_name_is_a_captions_wherever_it_stands() -> None:
    bold = run("Table 3. Accuracy of birds", X, Y - STEP, bold=True)
    assert labels(run(TEXT[1], X, Y), bold) == ["Table 3"]


def test_a_caption_has_all_of_its_lines() -> None:
    shown = runs("Table 3: Accuracy of birds that", "are found in all of the nests", "here.", x=X)
    (caption,) = found(*shown)
    assert caption == Caption("Table 3", X, X + 31 * 5, 708, 673.5, 10)


def test_a_caption_goes_on_behind_its_label() -> None:
    label, rest = run("Table 3:", X, Y), run("Accuracy of birds", X + 60, Y)
    (caption,) = found(label, rest)
    assert caption.x1 == X + 60 + 17 * 5
    (caption,) = found(label, run("Accuracy of birds", X + 71, Y))
    assert caption.x1 == X + 40


def test_a_captions_end_is_a_rule_a_gap_or_another_size() -> None:
    first = run("Table 3: Accuracy of birds.", X, Y)
    below = run("Model and its accuracy", X, Y - STEP)
    foot = Y - 2.5
    assert found(first, below)[0].foot == foot - STEP
    assert found(first, below, rules=(Rule(X, 290, Y - 4),))[0].foot == foot
    assert found(first, below._replace(y0=Y - 16, y1=Y - 16))[0].foot == foot
    assert found(first, below._replace(size=8.5))[0].foot == foot
    assert found(first, below._replace(size=9))[0].foot == foot - STEP


def test_a_line_of_cells_is_no_captions() -> None:
    first = run("Table 3: Accuracy of birds in all of the nests.", X, Y)
    cells = [run("Model", X, Y - STEP), run("Short", X + 60, Y - STEP)]
    assert found(first, *cells)[0].foot == Y - 2.5


def test_captions_of_two_columns_are_two() -> None:
    assert labels(run("Table 3: Larks.", X, Y), run("Table 4: Finches.", 320, Y)) == [
        "Table 3",
        "Table 4",
    ]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Table 3", True),
        ("TABLE I", True),
        ("Tab. 3", True),
        ("表 3", True),
        ("续表 3", True),
        ("Figure 3: tabs and larks", False),
        ("comparable to Table 3", False),
    ],
)
def test_a_page_without_a_tables_name_is_not_looked_at(text: str, *, may: bool) -> None:
    assert may_have_caption(["Of birds", text]) is may


def test_near_gives_what_stands_between_two_heights() -> None:
    rows = pieces_of(*runs("one", "two", "three", x=X, y=Y))
    heights = [-piece.y for piece in rows]
    assert [piece.text for piece in near(rows, heights, Y - 1, Y - STEP)] == ["two"]
    assert [piece.text for piece in near(rows, heights, Y, Y - STEP)] == ["one", "two"]


def test_captions_of_figures_and_titles_of_parts_are_told() -> None:
    assert OTHER_CAPTION.match("Figure 3: Birds")
    assert OTHER_CAPTION.match("图 3：鸟")
    assert not OTHER_CAPTION.match("Figure 3 shows")
    assert PART_TITLE.match("(a) Larks")
    assert not PART_TITLE.match("(a) larks")


def test_a_captions_number_may_stand_far_from_its_name() -> None:
    stretched = [run("Table", X, Y), run("13:", X + 37, Y), run("Songs", X + 64, Y)]
    assert labels(*stretched) == ["Table 13"]
    assert labels(run("Table", X, Y), run("13:", X + 60, Y)) == []
