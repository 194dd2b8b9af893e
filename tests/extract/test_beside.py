"""Floats beside the running text of their column, and beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.extract import beside
from pipeline.extract.lines import Line
from pipeline.pdf.page import Run
from tests.support.pages import run
from tests.support.tables import pieces_of, read

STEP = 12.0
WIDE = "Here stand many words of the running text of this paper, all over its only column,"
BELOW = "Behind a table there stand many other words of the text, which are all over it,"
NARROW = "and there they go on with less of the width,"
CELLS = (("Model", "Score"), ("Lark", "61.4"), ("Wren", "66.2"), ("Crow", "70.1"))
CAPTION = "Table 1: Scores of birds."


def text(words: str, count: int, x: float, y: float) -> list[Run]:
    """Give lines of the text, each with its number."""
    return [run(f"{words} {at}", x, y - STEP * at) for at in range(count)]


def table(x: float, y: float, caption: str = CAPTION) -> list[Run]:
    """Give a table with its caption below it."""
    shown = [
        run(word, at, y - STEP * row, size=8)
        for row, words in enumerate(CELLS)
        for word, at in zip(words, (x, x + 60), strict=True)
    ]
    return [*shown, run(caption, x, y - 2 - STEP * len(CELLS), size=9)]


def column(*shown: Sequence[Run]) -> list[Line]:
    return beside.column(pieces_of(*(one for many in shown for one in many)), 10.0)


def flow(made: Sequence[Line]) -> list[str]:
    return [line.text for line in made if line.part == "flow"]


def apart(made: Sequence[Line]) -> list[str]:
    return [line.text for line in made if line.part == "float"]


ROWS = ["Model Score", "Lark 61.4", "Wren 66.2", "Crow 70.1", CAPTION]


@pytest.mark.parametrize("on_right", [True, False], ids=["on the right", "on the left"])
def test_a_table_beside_the_text_is_read_by_itself(on_right: bool) -> None:
    x, aside = (50, 320) if on_right else (240, 60)
    above, below = text(WIDE, 3, 50, 700), text(BELOW, 3, 50, 580)
    narrow = text(NARROW, 7, x, 664)
    made = column(above, narrow, table(aside, 660), below)
    assert flow(made) == [one.text for one in (*above, *narrow, *below)]
    assert apart(made) == ROWS


def test_text_beside_a_table_knows_the_edges_that_it_has_there() -> None:
    narrow = text(NARROW, 7, 50, 664)
    made = column(text(WIDE, 3, 50, 700), narrow, table(320, 660), text(BELOW, 3, 50, 580))
    rights = [line.right for line in made if line.part == "flow"]
    assert (
        rights
        == [pytest.approx(470)] * 3 + [pytest.approx(narrow[0].x1)] * 7 + [pytest.approx(470)] * 3
    )


def test_a_table_follows_the_text_beside_it() -> None:
    narrow, below = text(NARROW, 7, 50, 664), text(BELOW, 3, 50, 580)
    texts = [line.text for line in column(text(WIDE, 3, 50, 700), narrow, table(320, 660), below)]
    assert texts.index(CAPTION) + 1 == texts.index(below[0].text)
    assert texts.index(ROWS[0]) - 1 == texts.index(narrow[-1].text)


def test_floats_beside_each_other_are_two() -> None:
    other = "Table 2: Scores of others."
    left, right = table(60, 660), table(320, 654, other)
    made = column(text(WIDE, 3, 50, 700), left, right, text(BELOW, 3, 50, 580))
    assert apart(made) == [*ROWS, *ROWS[:-1], other]


def test_the_last_line_of_a_paragraph_above_a_float_is_no_part_of_it() -> None:
    last = [run("and it ends.", 50, 664)]
    narrow = text(NARROW, 7, 240, 640)
    made = column(text(WIDE, 3, 50, 700), last, narrow, table(60, 640))
    assert flow(made)[3] == "and it ends."
    assert apart(made) == ROWS


def test_a_caption_alone_in_its_column_stays_where_it_is() -> None:
    above, below = text(WIDE, 3, 50, 700), text(BELOW, 3, 50, 580)
    made = column(above, table(200, 660), below)
    assert [line.text for line in made] == [
        *(one.text for one in above),
        *ROWS,
        *(one.text for one in below),
    ]


def test_labels_beside_a_caption_are_no_text() -> None:
    labels = [run(f"label {at}", 60, 660 - STEP * at, size=7) for at in range(5)]
    made = column(text(WIDE, 3, 50, 700), labels, table(320, 660), text(BELOW, 3, 50, 580))
    assert apart(made) == []


def test_columns_of_text_with_a_caption_in_one_are_no_float() -> None:
    right = text("and here another column of it goes on", 9, 320, 580)
    made = column(text(NARROW, 15, 50, 664), table(320, 660), right)
    assert apart(made) == []


def test_a_page_without_captions_is_read_line_by_line() -> None:
    made = column(text(NARROW, 5, 50, 700), [run("aside", 320, 694)])
    assert len(made) == 6


def test_sentences_beside_a_float_are_read_on_over_it() -> None:
    narrow = [
        *text(NARROW, 6, 50, 664),
        run("where the rest of them go on until they", 50, 592),
    ]
    below = run(
        "come to an end of their own here, all over the width of the only column. So be", 50, 578
    )
    words, (found,) = read(
        [*text(WIDE, 3, 50, 700), *narrow, *table(320, 660), below, *text(WIDE, 3, 50, 566)]
    )
    assert "until they come to an end of their own here" in words
    assert found.made_out


def test_captions_with_a_narrow_gap_between_them_are_two() -> None:
    lines = (
        ("Figure 1: What the larks of the", "Figure 2: What crows know of"),
        ("wood know, and so they all", "it, and so do all of the rest"),
    )
    captions = [
        run(words, x, 640 - STEP * at, width=200)
        for at, two in enumerate(lines)
        for words, x in zip(two, (50, 255), strict=True)
    ]
    made = column(text(WIDE, 3, 50, 700), captions, text(BELOW, 3, 50, 580))
    assert apart(made) == [lines[0][0], lines[1][0], lines[0][1], lines[1][1]]


def test_a_sentence_that_names_another_figure_is_one_caption() -> None:
    words = [run("Figure 1: Larks as in", 50, 640, width=200), run("Figure 2 of it", 255, 640)]
    made = column(text(WIDE, 3, 50, 700), words, text(BELOW, 3, 50, 580))
    assert "Figure 1: Larks as in Figure 2 of it" in [line.text for line in made]
