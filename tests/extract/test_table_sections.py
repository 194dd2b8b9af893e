"""Tables between rules whose parts stand under each other."""

from __future__ import annotations

from pipeline.pdf.geometry import Box
from tests.support.pages import run
from tests.support.tables import LEFT, ROWS, STEP, TOP, cells, read, rule, tied

OTHER = (
    ("Model", "Nests", "Eggs"),
    ("Crow", "7.1", "3.5"),
    ("Rook", "8.2", "4.6"),
    ("Daw", "9.3", "5.7"),
)
LOW = TOP - 4 * STEP - 3
BELOW = run("Table 3: Accuracy of birds.", LEFT, LOW - 4 * STEP - 20)
SHOWN = [*cells(ROWS), *cells(OTHER, y=LOW), BELOW]


def block(y: float, x0: float = LEFT - 4, x1: float = 260.0) -> list[Box]:
    """Give the rules of four lines of cells, whose last one is near the first of the next four."""
    return [rule(y + place, x0, x1) for place in (9, 9 - STEP, 9 - 4 * STEP)]


def test_parts_under_each_other_with_rules_of_the_same_ends_are_told_by_their_first_head() -> None:
    _, (first, second) = read(SHOWN, [*block(TOP), *block(LOW)])
    assert tied(first)["Finch", "Long"] == "60.2"
    assert (second.label, tied(second)["Daw", "Eggs"]) == ("Table 3", "5.7")


def test_parts_under_each_other_with_rules_of_other_ends_are_of_one_caption() -> None:
    _, (first, second) = read(SHOWN, [*block(TOP, LEFT - 20, 280), *block(LOW)])
    assert (first.heads, second.heads) == (ROWS[0], OTHER[0])


def test_a_longer_rule_parts_rules_of_the_same_ends() -> None:
    low = LOW - 4 * STEP - 3
    more = (("Model", "Wings", "Legs"), ("Wren", "2.0", "1.9"), ("Tit", "1.8", "1.7"), ROWS[1])
    caption = BELOW._replace(y0=low - 4 * STEP - 20, y1=low - 4 * STEP - 20)
    shown = [*SHOWN[:-1], *cells(more, y=low), caption]
    _, found = read(shown, [*block(TOP), *block(LOW, LEFT - 20, 280), *block(low)])
    assert [table.heads for table in found] == [ROWS[0], OTHER[0], more[0]]


def test_rules_far_from_a_table_are_no_part_of_it() -> None:
    far = LOW - 20
    caption = BELOW._replace(y0=far - 4 * STEP - 20, y1=far - 4 * STEP - 20)
    _, (table,) = read(
        [*cells(ROWS), *cells(OTHER, y=far), caption], [*block(TOP, x1=280), *block(far)]
    )
    assert table.heads == OTHER[0]


def test_a_double_rule_below_heads_parts_no_table() -> None:
    rules = [rule(TOP + 9), rule(TOP - 1), rule(TOP - 3), rule(TOP + 9 - 4 * STEP)]
    _, (table,) = read([*cells(ROWS), BELOW._replace(y0=LOW - 10, y1=LOW - 10)], rules)
    assert tied(table)["Finch", "Long"] == "60.2"
