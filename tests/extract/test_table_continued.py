"""Tables that go on in another column or on another page."""

from __future__ import annotations

import pytest

from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from tests.support.pages import TEXT, run
from tests.support.tables import (
    CAPTION,
    LEFT,
    ROWS,
    STEP,
    TOP,
    cells,
    labels,
    read_pages,
    rule,
    ruled,
    tied,
)

MORE = (("Crow", "7.1", "3.5"), ("Rook", "8.2", "4.6"), ("Daw", "9.3", "5.7"))
HEAD_OF_PAGE = run("A. Lark: Songs of the wood", LEFT, TOP + 120, size=8)
FOOT_OF_PAGE = run("7", 300, 40)
FIRST = [CAPTION, *cells(ROWS), FOOT_OF_PAGE]
OPEN = [rule(TOP + 9), rule(TOP + 9 - STEP)]
"""The rules of a table without one below its rows."""

Sheet = tuple[list[Run], list[Box]]


def second(*rows: tuple[str, ...], x: float = LEFT, above: str = "") -> Sheet:
    """Give the page that a table goes on on: rules above and below its rows, and below heads."""
    at = (x, x + 100, x + 160)
    said = [run(above, x, TOP + 24)] if above else []
    rules = [
        rule(TOP + place, x0=x - 4, x1=x + 200)
        for place in (9, 9 - STEP * (rows[0] == ROWS[0]), 9 - STEP * len(rows))
    ]
    return [HEAD_OF_PAGE, *said, *cells(rows, *at), FOOT_OF_PAGE], rules


def whole(*pages: Sheet) -> dict[tuple[str, str], str]:
    """Give the cells of the only table of some pages, which all have rows of it."""
    _, (table,) = read_pages(pages)
    assert table.pages == tuple(range(1, len(pages) + 1))
    assert table.heads == ROWS[0]
    return tied(table)


ALL = {
    (row[0], head): value
    for row in (*ROWS[1:], *MORE)
    for head, value in zip(ROWS[0][1:], row[1:], strict=True)
}


@pytest.mark.parametrize(
    "caption",
    [
        "Table 3 (continued)",
        "Table 3: Accuracy of birds.",
        "TABLE 3 – continued from previous page",
    ],
)
@pytest.mark.parametrize("heads", [(ROWS[0],), ()])
def test_a_caption_again_with_heads_or_without_is_the_same_table(
    caption: str, heads: tuple[tuple[str, ...], ...]
) -> None:
    assert whole((FIRST, ruled()), second(*heads, *MORE, above=caption)) == ALL


def test_heads_again_at_the_top_of_a_page_are_of_the_same_table() -> None:
    assert whole((FIRST, ruled()), second(ROWS[0], *MORE)) == ALL


def test_rows_at_the_top_of_a_page_go_on_with_a_table_that_no_rule_closes() -> None:
    assert whole((FIRST, OPEN), second(*MORE)) == ALL


@pytest.mark.parametrize("note", ["Continued on next page", "(continued)", "接下页"])
def test_rows_at_the_top_of_a_page_go_on_with_a_table_that_says_so(note: str) -> None:
    said = run(note, 160, TOP - 4 * STEP)
    rules = [*OPEN, rule(TOP + 9 - 4 * STEP), rule(TOP + 9 - 5 * STEP)]
    assert whole(([*FIRST, said], rules), second(*MORE)) == ALL


def test_rows_without_rules_at_the_top_of_a_page_go_on_with_a_table_without_rules() -> None:
    runs, _ = second(*MORE)
    assert whole((FIRST, []), (runs, [])) == ALL


def test_a_table_goes_on_over_three_pages() -> None:
    assert whole((FIRST, OPEN), second(*MORE[:2]), second(ROWS[0], MORE[2])) == ALL


def test_a_table_goes_on_in_the_next_column() -> None:
    beside, rules = second(ROWS[0], *MORE, x=320)
    runs = [CAPTION, *cells(ROWS), *beside[1:-1]]
    assert whole((runs, [*ruled(), *rules])) == ALL


def test_pages_of_a_table_may_stand_aside_from_each_other() -> None:
    assert whole((FIRST, ruled()), second(ROWS[0], *MORE, x=LEFT + 30)) == ALL


def test_the_label_of_a_group_is_of_the_rows_on_the_next_page_too() -> None:
    grouped = [CAPTION, *cells([ROWS[0], ("Larks:", "", ""), *ROWS[1:]]), FOOT_OF_PAGE]
    _, (table,) = read_pages([(grouped, OPEN), second(*MORE)])
    assert labels(table)[-1] == "Larks: > Daw"


def test_cells_know_their_characters_on_each_page() -> None:
    text, (table,) = read_pages([(FIRST, ruled()), second(ROWS[0], *MORE)])
    for row in table.rows:
        for cell in row.cells:
            assert text[cell.start : cell.end] == cell.text
    assert "Daw | 9.3 | 5.7" in text


def test_a_closed_table_does_not_go_on_in_one_without_heads() -> None:
    _, (table,) = read_pages([(FIRST, ruled()), second(*MORE)])
    assert (table.pages, len(table.rows)) == ((1,), 3)


def test_a_table_with_text_below_it_does_not_go_on() -> None:
    prose = [run(TEXT[at % 2], LEFT, 400 - STEP * at) for at in range(4)]
    _, (table,) = read_pages([([*FIRST, *prose], ruled()), second(ROWS[0], *MORE)])
    assert table.pages == (1,)


def test_rows_below_text_on_the_next_page_are_no_part_of_a_table() -> None:
    prose = [run(TEXT[at % 2], LEFT, TOP + 90 - STEP * at) for at in range(4)]
    runs, rules = second(ROWS[0], *MORE)
    _, (table,) = read_pages([(FIRST, ruled()), ([*runs, *prose], rules)])
    assert table.pages == (1,)


def test_another_table_with_the_same_label_and_other_heads_is_another() -> None:
    heads = ("Bird", "Nests", "Eggs")
    _, found = read_pages([(FIRST, ruled()), second(heads, *MORE, above="Table 3: Eggs of birds.")])
    assert [(table.pages, table.heads) for table in found] == [((1,), ROWS[0]), ((2,), heads)]


def test_rows_that_do_not_fit_the_columns_are_no_part_of_a_table() -> None:
    words = [("Crow", "sings", "a lot"), ("Rook", "less", "loud"), ("Daw", "never", "heard")]
    _, (table, rest) = read_pages([(FIRST, OPEN), second(*words)])
    assert (table.pages, table.made_out, len(table.rows)) == ((1,), True, 3)
    assert (rest.label, rest.pages, rest.made_out) == ("Table 3", (2,), False)
    assert rest.reason == "what goes on of it does not fit its columns"


def test_two_parts_beside_each_other_with_the_same_heads_and_rows_are_two() -> None:
    wide = run("Table 3: Accuracy of birds in two woods.", LEFT, TOP + 24, width=464)
    runs = [wide, *cells(ROWS), *cells(ROWS, 320, 420, 480)]
    rules = [*ruled(), *(one._replace(left=316, right=520) for one in ruled())]
    _, found = read_pages([(runs, rules)])
    assert [len(table.rows) for table in found] == [3, 3]
