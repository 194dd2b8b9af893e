"""Captions with what belongs to them, paragraphs: told from lines given by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract import floats
from pipeline.extract.lines import Line
from tests.support.pages import TEXT, gap_before, line, short, text_lines, under

BODY = 10.0
CAPTION = line("Figure 2: What the birds of a wood know of it all", size=9)
TABLE = line("Table 2: What the birds of a wood know of it all", size=9)


def parts(column: list[Line], *, spanning: bool = False) -> list[str]:
    return [one.part for one in floats.settle(column, BODY, spanning=spanning)]


def starts(column: list[Line]) -> list[bool]:
    return [one.starts for one in floats.settle(column, BODY, spanning=False)]


# ── captions ──


@pytest.mark.parametrize(
    "text",
    ["Figure 2: It", "Fig. 2. It", "TABLE IV: It", "Table S1. It", "Table A.1: It", "图 3：它", "Algorithm 1 | It"],
)  # fmt: skip
def test_a_captions_first_words_tell_it(text: str) -> None:
    assert floats.is_caption(line(text))


@pytest.mark.parametrize(
    "text", ["Figure 2 shows it", "Figures of it: two", "As in Table 2: it", "Table", "Box office."]
)
def test_other_words_do_not(text: str) -> None:
    assert not floats.is_caption(line(text))


def test_a_caption_goes_on_until_a_gap() -> None:
    column = under(CAPTION, line(TEXT[0], size=9), short(size=9), *text_lines(4))
    assert parts(gap_before(3, column)) == ["float"] * 3 + ["flow"] * 4


def test_a_caption_goes_on_until_another_size() -> None:
    assert parts(under(CAPTION, short(size=9), *text_lines(4))) == ["float"] * 2 + ["flow"] * 4


def test_a_captions_own_leading_tells_where_it_ends() -> None:
    lines = [CAPTION, line(TEXT[0], size=9), line(TEXT[1], size=9)]
    column = [one._replace(y=700 - 10 * at) for at, one in enumerate(lines)]
    column += under(line("Model Birds Wood 1 2", size=9), *text_lines(6), y=667, step=14)
    assert floats.settle(column, BODY, spanning=False)[3].part == "flow"


def test_a_caption_goes_on_over_a_full_line_with_words_of_another_size() -> None:
    other = line(TEXT[0], size=7.5)
    column = under(CAPTION, other, short(size=9), *text_lines(4))
    assert parts(column) == ["float"] * 3 + ["flow"] * 4
    column = under(CAPTION, short(size=7.5), short(size=9), *text_lines(4))
    assert parts(column)[:2] == ["float", "flow"]


def test_a_captions_last_line_may_be_of_another_size() -> None:
    column = under(CAPTION, short("Larks and Wrens.", size=9.8), *text_lines(4))
    assert parts(column) == ["float"] * 2 + ["flow"] * 4
    ended = CAPTION._replace(text=CAPTION.text + ".")
    assert parts(under(ended, short("Larks and Wrens.", size=9.8), *text_lines(4)))[1] == "flow"


def test_a_captions_label_may_be_larger_than_its_words() -> None:
    label = CAPTION._replace(size=10)
    column = under(label, line(TEXT[0], size=9), short(size=9), *text_lines(4))
    assert parts(column) == ["float"] * 3 + ["flow"] * 4
    column = under(label, *text_lines(4))
    assert parts(column)[1] == "float"  # of the same size: a gap would end it


def test_a_caption_goes_on_though_most_lines_of_its_column_are_closer() -> None:
    rows = under(*(cells("Lark 61.4 52.5") for _ in range(8)), y=800, step=8)
    column = rows + under(CAPTION._replace(size=11), line(TEXT[0], size=11), y=724, step=13)
    assert parts(column) == ["float"] * 10


def test_a_caption_and_what_follows_it_begin_paragraphs() -> None:
    column = under(CAPTION, line(TEXT[0], size=9), TABLE, cells("Lark 1 2 3"), *text_lines(4))
    assert starts(column)[:4] == [True, False, True, True]


def test_wide_gaps_in_a_caption_part_no_cells() -> None:
    column = under(CAPTION._replace(cells=2), short(size=9), cells("Lark 1 2 3"), *text_lines(4))
    settled = floats.settle(column, BODY, spanning=False)
    assert [one.cells for one in settled[:3]] == [1, 1, 3]


def test_what_is_known_to_be_of_a_float_stays_so() -> None:
    known = line(TEXT[1], part="float")
    assert parts(under(*text_lines(3), known, *text_lines(2))) == [
        *["flow"] * 3,
        "float",
        *["flow"] * 2,
    ]


def test_a_table_that_is_known_is_all_that_goes_with_its_caption() -> None:
    rows = [line("Lark 61 70", part="float", kind="table", cells=3)] * 2
    typed = line("Type here the word", x1=200.0, size=8.7)
    assert parts(under(*text_lines(2), typed, *rows, TABLE))[2] == "flow"
    assert parts(under(TABLE, *rows, typed, *text_lines(2)))[3] == "flow"
    assert parts(under(*text_lines(2), typed, TABLE))[2] == "float"


def test_a_caption_of_one_line_has_none_below() -> None:
    column = under(line("Fig. 2: It", size=9), *text_lines(5))
    assert parts(gap_before(1, column, 5)) == ["float"] + ["flow"] * 5


def test_a_caption_ends_with_another() -> None:
    column = under(CAPTION, CAPTION._replace(text="Figure 3: It"), *text_lines(4))
    assert parts(column)[:2] == ["float", "float"]


def test_a_centred_caption_ends_with_its_last_short_line() -> None:
    centred = line("that is known.", size=10, x0=120, x1=200)
    bold = CAPTION._replace(size=10.0, bold=True)
    column = under(bold, line(TEXT[1]), centred, *text_lines(4))
    assert parts(column) == ["float"] * 3 + ["flow"] * 4


def test_a_caption_within_the_text_needs_to_stand_apart() -> None:
    sentence = line("Figure 2: that is how we write of it in this paper")
    assert set(parts(under(*text_lines(3), sentence, *text_lines(3)))) == {"flow"}
    apart = gap_before(3, under(*text_lines(3), sentence, *text_lines(3)), 6)
    assert parts(apart)[3] == "float"
    bold = under(*text_lines(3), sentence._replace(bold=True), *text_lines(3))
    assert parts(bold)[3] == "float"


def test_a_caption_without_a_stop_needs_another_size_weight_or_length() -> None:
    words = line("Figure 2 The birds of a wood and what they know of")

    def part(caption: Line) -> str:
        column = gap_before(3, under(*text_lines(3), caption, *text_lines(3)), 8)
        return parts(gap_before(4, column, 8))[3]

    assert part(words) == "flow"
    assert part(words._replace(size=9.0)) == "float"
    assert part(words._replace(bold=True)) == "float"
    assert part(words._replace(x1=200.0)) == "float"


def test_such_a_caption_at_a_columns_top_is_none_for_being_bold() -> None:
    words = line("Figure 2 The birds of a wood and what they know of", bold=True)
    assert parts(gap_before(1, under(words, *text_lines(4))))[0] == "flow"


# ── what goes with a caption ──


def cells(text: str, count: int = 3) -> Line:
    return line(text, cells=count, x1=200.0)


def test_a_tables_rows_go_with_the_caption_above_or_below_them() -> None:
    rows = [cells("Model Birds Wood"), cells("Lark 1.5 15.3"), cells("Wren 10.9 10.6")]
    table = CAPTION._replace(text="Table 2: What they know of it")
    above = under(*text_lines(3), *rows, table, *text_lines(3))
    assert parts(gap_before(3, above)) == ["flow"] * 3 + ["float"] * 4 + ["flow"] * 3
    below = under(table, *rows, *text_lines(3))
    assert parts(below) == ["float"] * 4 + ["flow"] * 3


def test_what_stands_below_a_figures_caption_does_not_go_with_it() -> None:
    rows = [cells("Model Birds Wood"), cells("Lark 1.5 15.3")]
    column = gap_before(1, under(CAPTION, *rows, *text_lines(3)))
    assert parts(column) == ["float"] + ["flow"] * 5


def test_a_heading_a_title_or_the_references_end_a_float() -> None:
    row = cells("Lark 1.5 15.3")
    for end in (
        line("3 Our Results", bold=True, x1=120.0),
        line("References", size=9.8, x1=120.0),
        line("Figure 1 of it", size=9, x1=120.0, cells=2),
    ):
        column = under(end, row, CAPTION, *text_lines(3))
        assert parts(column)[1:3] == ["float", "float"]
        assert parts(column)[0] == ("float" if end.text.startswith("Figure") else "flow")
    title = line("a title of it all", size=16, x1=200.0)
    assert parts(under(title, row, CAPTION, *text_lines(3)), spanning=True)[:2] == ["flow", "float"]
    assert parts(under(title, row, CAPTION, *text_lines(3)))[:2] == ["float", "float"]


def test_labels_in_a_figures_form_are_of_a_float_and_text_in_it_is_not() -> None:
    label = line("accuracy", form=3, x0=120, x1=160.0)
    long = line(TEXT[0] + " " + TEXT[1], form=3)
    assert parts(under(*text_lines(3), label, long)) == ["flow"] * 3 + ["float", "flow"]


def test_an_empty_column_stays_empty() -> None:
    assert floats.settle([], BODY, spanning=False) == []


# ── running text ──


def test_leading_is_the_usual_distance_and_has_a_default() -> None:
    assert floats.leading(under(*text_lines(4), step=13)) == 13
    assert floats.leading(gap_before(3, under(*text_lines(4), step=11), 40)) == 11
    assert floats.leading([line()]) == 12.0
    assert floats.leading([line(y=700), line(y=699)]) == 12.0


def prose(column: list[Line]) -> list[int]:
    """Give the places of the lines that are running text."""
    found = {id(one) for one in floats.prose(column, BODY)}
    return [at for at, one in enumerate(column) if id(one) in found]


def test_full_lines_and_the_short_one_behind_them_are_running_text() -> None:
    assert prose(under(*text_lines(3), short())) == [0, 1, 2, 3]
    assert prose([line()]) == [0]
    assert prose([line("A few words of it")]) == []
    assert prose(under(short(), short(), short())) == []


@pytest.mark.parametrize(
    "other",
    [{"size": 8.0}, {"size": 12.0}, {"cells": 3}, {"form": 1}, {"letters": 4}],
    ids=["small", "large", "cells", "in a figure", "no letters"],
)
def test_lines_that_differ_are_no_running_text(other: dict[str, Any]) -> None:
    assert prose([line()._replace(**other)]) == []


def test_a_few_letters_are_text_only_by_a_line_near_them() -> None:
    few = line("in it, as we say", letters=14)
    assert prose(under(*text_lines(2), few)) == [0, 1, 2]
    assert prose(gap_before(2, under(*text_lines(2), few), 20)) == [0, 1]
    assert prose(under(*text_lines(2), few._replace(size=10.9))) == [0, 1]


def test_a_paragraphs_last_line_may_be_a_number() -> None:
    number = line("1.5.", x1=70.0, letters=0)
    assert prose(under(*text_lines(2), number)) == [0, 1, 2]
    for other in ({"x0": 150.0}, {"size": 8.0}, {"cells": 2}):
        assert prose(under(*text_lines(2), number._replace(**other))) == [0, 1]
    assert prose(gap_before(2, under(*text_lines(2), number), 9)) == [0, 1]
    assert prose(under(*text_lines(2), short(), number)) == [0, 1, 2]
    assert prose([number]) == []


def test_a_paragraphs_last_line_may_be_of_another_size() -> None:
    assert prose(under(*text_lines(2), short("Birds × Nests.", size=8.8))) == [0, 1, 2]
    assert prose(under(*text_lines(2), short("Birds × Nests", size=8.8))) == [0, 1]
    ended = under(line(), line(TEXT[1][:-1] + "."), short("Birds × Nests.", size=8.8))
    assert prose(ended) == [0, 1]


def test_short_wide_lines_are_not_long() -> None:
    narrow = line("Here stand many words of the text of it all", x0=200.0)
    assert prose([narrow]) == []


# ── headings ──


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        (line("3 Our Results", bold=True), True),
        (line("3 Our Results", size=11), True),
        (line("Our results", bold=True), True),
        (line("3 Our Results"), False),
        (line("3 Our Results", bold=True, form=1), False),
        (line("3 Our Results", bold=True, cells=3), False),
        (line("A.1 OUR RESULTS"), True),
        (line("A OUR RESULTS"), False),
        (line("A.1 Our Results"), False),
        (line("Our", bold=True), False),
        (line("our results", bold=True), False),
        (line("12.5 of them", bold=True), False),
    ],
)
def test_a_heading_stands_out_and_has_the_words_of_one(heading: Line, is_one: bool) -> None:
    assert floats.is_heading(heading, BODY) == is_one


# ── paragraphs ──


def test_an_indent_begins_a_paragraph() -> None:
    ended = under(line(TEXT[0] + "."), line(TEXT[1], x0=62), line(), line())
    assert starts(ended) == [False, True, False, False]
    within = under(line(), line(TEXT[1], x0=62), line(), line())
    assert starts(within) == [False] * 4


def test_an_indented_line_at_a_columns_top_begins_a_paragraph() -> None:
    assert starts(under(line(x0=62), line(), line()))[0]
    assert not starts(under(line(x0=100), line(), line()))[0]
    assert not starts(under(line(), line(), line()))[0]
    assert not starts(under(line(x0=62), line(x0=62), line(x0=62)))[0]
    assert starts([line(x0=62)]) == [False]


def test_an_entry_that_hangs_begins_at_a_columns_top_and_goes_on_behind_an_initial() -> None:
    first, rest = line("[7] M. Lark, W. Wren, and S. A."), line("Crow, Of birds", x0=66)
    assert starts(under(first._replace(x1=250), rest, rest)) == [True, False, False]
    assert starts(under(first, line(), line())) == [False] * 3
    bullet = line("• It is so.", x1=100)
    assert starts(under(line("So:"), bullet, line("– and so", x0=60)))[2]
    names = short("Of birds, by M. Lark and W. Wren, B.")
    assert starts(under(line(), names, line("Crow and others know it")))[2] is False


@pytest.mark.parametrize("label", ["[7]", "[LW+24]"])
def test_an_entrys_second_line_goes_on_with_it_though_another_entry_follows(label: str) -> None:
    first, rest = line(f"{label} M. Lark. Of birds."), line("Crow and others.", x0=75, x1=150)
    assert starts(under(first, rest, first, rest))[1:] == [False, True, False]


def test_a_hanging_entry_begins_behind_a_page_number() -> None:
    entry, rest = (
        line("Lark, A. Of birds and nests and all the woods"),
        line("so, pages 7–12", x0=62),
    )
    column = under(rest, entry, rest, entry, rest)
    assert starts(column)[1:] == [True, False, True, False]
    assert not starts(under(rest._replace(text="so, and so"), entry, rest))[1]


def test_another_size_begins_a_paragraph_but_for_a_few_letters() -> None:
    assert starts(under(line(), line(size=8), line(size=8))) == [False, True, False]
    assert starts(under(line(), line(size=9), line(size=9))) == [False] * 3
    assert starts(under(short(), line(size=9), line(size=9))) == [False, True, False]
    assert starts(under(line(), line("(1)", size=9), line())) == [False] * 3


@pytest.mark.parametrize("item", ["[12] A. Lark. It is", "• of birds and"])
def test_an_entry_or_bullet_begins_behind_an_end(item: str) -> None:
    assert starts(under(line(TEXT[0] + "."), line(item), line()))[1]
    assert starts(under(short("so it is"), line(item), line()))[1]
    assert starts(under(line("in Nests 12, 2001"), line(item), line()))[1]
    assert not starts(under(line(), line(item), line()))[1]


def test_an_item_of_a_list_begins_behind_an_end() -> None:
    item = line("(a) of birds and of all the")
    assert starts(under(line(TEXT[0] + ":"), item, line()))[1]
    assert starts(under(short("so it is"), item, line()))[1]
    assert not starts(under(line(), item, line()))[1]
    assert not starts(under(line("in Nests 12, 2001"), item, line()))[1]
    assert not starts(under(line(TEXT[0] + " (Eq."), line("(1) of all)"), line()))[1]


def test_a_short_end_a_gap_or_an_indent_behind_an_end_begin_a_paragraph() -> None:
    assert starts(under(short("So it ends."), line(), line()))[1]
    assert not starts(under(line(TEXT[0] + "."), line(), line()))[1]
    assert starts(gap_before(1, under(line(TEXT[0] + "."), line(), line(), line()), 5))[1]
    assert not starts(gap_before(1, under(line(), line(), line(), line()), 5))[1]
    assert starts([*under(line(), line(TEXT[0] + ".")), line(x0=80, y=676)])[2]


def test_a_wide_gap_behind_a_short_line_begins_one_with_a_capital() -> None:
    heading = short("Some words of it")
    column = gap_before(1, under(heading, line(), line(), line()), 9)
    assert starts(column)[1]
    lower = gap_before(1, under(heading, line(TEXT[1]), line(), line()), 9)
    assert not starts(lower)[1]
    full = gap_before(1, under(line(), line(), line(), line()), 9)
    assert not starts(full)[1]


def test_an_indent_counts_where_the_next_line_is_beside_it_and_like_it() -> None:
    first = short("so it is")
    assert starts(
        under(first, line("And they go on and on to the end of each line,", x0=62), line())
    )[1]
    assert not starts(
        under(first, line("And they go on and on to the end of each line,", x0=62), line(x0=100))
    )[1]
    assert not starts(
        under(first, line("And they go on and on to the end of each line,", x0=62), line(size=8))
    )[1]
    assert not starts(
        gap_before(
            2,
            under(first, line("And they go on and on to the end of each line,", x0=62), line()),
            40,
        )
    )[1]
    assert not starts(
        under(first, line("And they go on and on to the end of each line,", x0=130), line())
    )[1]


def test_a_word_in_lower_case_below_what_has_not_ended_begins_none() -> None:
    assert not starts(under(short("so it is"), line("and so on", size=8), line()))[1]
    assert not starts(under(short("(2) So it is"), line("and so on", x0=62), line(x0=50)))[1]
    assert starts(under(short("So it is."), line("and so on", x0=62), line(x0=50)))[1]
    assert starts(under(short("so it is"), line("Birds know of it all", size=8), line()))[1]
    assert not starts(under(line(), short("Birds know of it all.", size=8.8), line()))[1]


def test_the_rest_of_an_entry_at_a_columns_top_begins_none() -> None:
    for rest in ("lark, 2001.", "4983, 2001."):
        assert not starts(under(line(rest, x0=62), line(), line()))[0]
    assert not starts(under(line("Larks, 2001.", x0=62), line("[2] A. Wren. Of"), line()))[0]


def test_lines_of_floats_do_not_part_paragraphs() -> None:
    column = under(line(), line(), CAPTION, line(TEXT[1]), line())
    assert starts(gap_before(3, gap_before(2, column)))[3] is False
