"""Authors beside each other on page 1: each cell a line, read by columns."""

from __future__ import annotations

import pytest

from pipeline.extract.authors import apart
from pipeline.extract.lines import Cell, Line


def line(
    text: str, y: float, *places: tuple[float, float], size: float = 10.0, bold: bool = False
) -> Line:
    """Give a line whose cells, parted by " | ", stand at these places."""
    cells = text.split(" | ")
    parts = tuple(Cell(*cell) for cell in zip(cells, *zip(*places, strict=True), strict=True))
    return Line(
        " ".join(cells), places[0][0], places[-1][1], y, size, letters=20, bold=bold,
        cells=len(cells), parts=parts if len(parts) > 1 else (),
    )  # fmt: skip


TITLE = line("A Title of a Paper", 700, (150, 450), size=17)
ABSTRACT = line("Abstract", 500, (280, 320))
TWO, THREE = ((100, 200), (300, 400)), ((50, 150), (250, 350), (450, 550))


def texts(*lines: Line) -> list[str]:
    return [one.text for one in apart([TITLE, *lines, ABSTRACT])][1:-1]


def test_what_stands_under_a_name_follows_it() -> None:
    assert texts(
        line("Ada Lark | Bo Finch", 650, *TWO, bold=True),
        line("Heron University | Wren Labs", 639, *TWO),
        line("ada@heron.edu | bo@wren.com", 628, *TWO),
    ) == ["Ada Lark", "Heron University", "ada@heron.edu", "Bo Finch", "Wren Labs", "bo@wren.com"]


def test_a_line_under_one_column_alone_is_of_it() -> None:
    assert texts(
        line("Ada Lark | Bo Finch", 650, *TWO, bold=True),
        line("Heron University | Wren Labs", 639, *TWO),
        line("bo@wren.com", 628, (310, 390)),
    ) == ["Ada Lark", "Heron University", "Bo Finch", "Wren Labs", "bo@wren.com"]


def test_a_line_under_two_columns_ends_the_block() -> None:
    assert (
        texts(
            line("Ada Lark | Bo Finch", 650, *TWO, bold=True),
            line("Heron University | Wren Labs", 639, *TWO),
            line("{ada,bo}@heron.edu", 628, (120, 380)),
        )[-1]
        == "{ada,bo}@heron.edu"
    )


def test_rows_of_authors_below_each_other_are_read_one_after_the_other() -> None:
    assert texts(
        line("Ada Lark | Bo Finch | Cy Wren", 650, *THREE),
        line("Heron University | Wren Labs | Rook AI", 639, *THREE),
        line("Di Rook | Ed Swift | Fa Teal", 622, *THREE),
        line("Heron University | Wren Labs | Rook AI", 611, *THREE),
    ) == [
        "Ada Lark", "Heron University", "Bo Finch", "Wren Labs", "Cy Wren", "Rook AI",
        "Di Rook", "Heron University", "Ed Swift", "Wren Labs", "Fa Teal", "Rook AI",
    ]  # fmt: skip


def test_rows_of_nothing_but_names_are_read_across() -> None:
    assert texts(
        line("Ada Lark1 | Bo Finch2", 650, *TWO),
        line("Cy Wren1 | Di Rook2", 639, *TWO),
    ) == ["Ada Lark1", "Bo Finch2", "Cy Wren1", "Di Rook2"]


def test_affiliations_that_no_word_tells_stand_under_bold_names() -> None:
    assert texts(
        line("Ada Lark | Bo Finch", 650, *TWO, bold=True),
        line("Parrotry | Nobodyknows", 639, *TWO),
    ) == ["Ada Lark", "Parrotry", "Bo Finch", "Nobodyknows"]


def test_the_title_is_the_first_line_set_large_whatever_is_larger_below() -> None:
    row = line("Ada Lark | Bo Finch", 650, *TWO, size=12)
    under = line("Heron University | Wren Labs", 639, *TWO)
    logo = line("Heron", 560, (280, 320), size=30)
    made = apart([TITLE, row, under, logo, ABSTRACT])
    assert [one.text for one in made[1:3]] == ["Ada Lark", "Heron University"]


def test_the_right_column_above_the_abstract_is_of_the_front() -> None:
    front = line("1 Heron University", 600, (60, 250))
    beside, text = line("2 Wren Labs", 601, (320, 500)), line("and so on", 480, (320, 500))
    page = [TITLE, front, ABSTRACT, beside, text]
    assert apart(page) == [TITLE, front, beside, ABSTRACT, text]


@pytest.mark.parametrize(
    "page",
    [
        [],
        [TITLE],
        [TITLE, line("a | b", 600, *TWO)],  # nothing says where the front ends
        [ABSTRACT, line("a | b", 400, *TWO)],
        [TITLE, ABSTRACT, line("1.0 | 2.0", 400, *TWO)],
    ],
)
def test_what_is_not_between_title_and_abstract_stays_as_it_is(page: list[Line]) -> None:
    assert apart(page) == page
