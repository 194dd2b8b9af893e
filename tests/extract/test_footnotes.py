"""Footnotes, told from lines given by hand."""

from __future__ import annotations

import pytest

from pipeline.extract import floats, footnotes
from pipeline.extract.lines import Line
from tests.support.pages import TEXT, gap_before, line, text_lines, under


def noted(*foot: Line, text: int = 20) -> list[str]:
    """Give the parts of the lines at the foot of a page of text."""
    page = footnotes.notes(under(*text_lines(text), *foot))
    assert all(one.part == "flow" for one in page[:text])
    return [one.part for one in page[text:]]


NOTE = line("1 See the birds of the other wood", size=8, raised=True)
REST = line("and all their nests in it, too", size=8)


def test_small_lines_from_a_raised_mark_on_are_a_footnote() -> None:
    assert noted(NOTE, REST) == ["note", "note"]
    page = footnotes.notes(under(*text_lines(20), NOTE, REST, NOTE))
    assert [one.starts for one in page[20:]] == [True, False, True]


def test_turned_text_on_a_page_hides_no_footnote() -> None:
    page = under(*text_lines(20), line("1 It was so.", size=8, raised=True))
    beside = line("accuracy", -300, left=0, right=0, part="aside", angle=90)
    assert [one.part for one in footnotes.notes([*page, beside])][-2:] == ["note", "aside"]


def test_text_beside_a_float_above_them_hides_no_footnotes() -> None:
    beside = under(*(line(TEXT[at % 2], right=200, x1=200) for at in range(3)), y=700)
    page = under(*text_lines(20), y=940) + beside
    page += under(line("1 It was so.", size=8, raised=True), y=664)
    assert footnotes.notes(page)[-1].part == "note"


def test_small_lines_without_a_mark_are_none() -> None:
    assert noted(REST, REST) == ["flow", "flow"]
    assert noted(NOTE._replace(size=10.0)) == ["flow"]
    assert noted(NOTE._replace(part="float")) == ["float"]


def test_the_size_of_the_text_is_the_documents_on_a_page_with_a_long_abstract() -> None:
    abstract = (line(TEXT[at % 2], size=8) for at in range(20))
    page = under(*abstract, *text_lines(9), NOTE, y=900)
    assert footnotes.notes(list(page), 10.0)[-1].part == "note"
    assert footnotes.notes(list(page))[-1].part == "flow"
    assert footnotes.notes(list(page), 12.0)[-1].part == "flow"


def test_a_pages_number_in_a_form_hides_no_footnote() -> None:
    number = line("17", size=8, form=1, part="float")
    assert noted(NOTE, REST, number) == ["note", "note", "float"]


def test_a_note_that_goes_on_from_the_column_before_stands_well_below_the_text() -> None:
    def foot(*lines: Line, gap: float = 12) -> list[str]:
        page = gap_before(20, under(*text_lines(20), *lines), gap)
        return [one.part for one in footnotes.notes(page)[20:]]

    assert foot(REST, REST) == ["note", "note"]
    assert foot(REST, REST, NOTE) == ["note"] * 3
    assert foot(REST, REST, gap=1) == ["flow", "flow"]
    assert foot(*[REST] * 6, NOTE) == ["flow"] * 6 + ["note"]
    assert foot(*[REST] * 12) == ["flow"] * 12
    assert foot(REST._replace(cells=2)) == ["flow"]
    assert foot(REST._replace(x0=60.0)) == ["note"]
    assert foot(REST._replace(x0=70.0)) == ["flow"]
    assert foot(REST._replace(size=9.4)) == ["flow"]


def test_references_that_are_set_small_have_no_footnotes() -> None:
    heading = line("References", bold=True, x1=110.0)
    assert noted(heading, NOTE, REST) == ["flow"] * 3


def test_a_line_in_two_parts_does_not_end_a_column() -> None:
    column = under(*text_lines(20), NOTE, REST, REST)
    column[-1] = column[-1]._replace(y=column[-2].y)
    assert [one.part for one in footnotes.notes(column)[20:]] == ["note"] * 3


def test_a_figures_label_that_reads_like_their_heading_is_none() -> None:
    label = line("References", size=8, part="float", kind="figure", x1=110.0)
    page = under(*text_lines(9), label, *text_lines(11), NOTE)
    assert footnotes.notes(page)[-1].part == "note"


def test_a_column_without_text_has_no_footnotes() -> None:
    figure = [line("0.5", size=8), NOTE]
    page = footnotes.notes(under(*text_lines(20)) + under(*figure, y=400))
    assert page[-1].part == "note"  # one column: text above
    other = [one._replace(left=310.0, right=550.0) for one in under(*figure, y=400)]
    assert footnotes.notes(under(*text_lines(26)) + other)[-1].part == "flow"


def test_each_columns_foot_is_looked_at() -> None:
    left = under(*text_lines(20), NOTE)
    right = [one._replace(left=310.0, right=550.0) for one in left]
    assert [one.part for one in footnotes.notes(left + right)].count("note") == 2


def test_small_lines_high_on_a_page_are_no_footnotes() -> None:
    left = under(*text_lines(3), NOTE)
    right = [one._replace(left=310.0, right=550.0) for one in under(*text_lines(20))]
    assert all(one.part == "flow" for one in footnotes.notes(left + right))


def test_a_page_without_sizes_has_no_footnotes() -> None:
    page = [Line("Here stand words"), Line("1 Here")]
    assert footnotes.notes(list(page)) == page
    assert footnotes.notes([]) == []


@pytest.mark.parametrize(
    ("text", "raised", "is_one"),
    [
        ("1 See it", True, True),
        ("∗Equal", True, True),
        ("1See it", False, True),
        ("4https://birds.org/of-the-wood", False, True),
        ("1 See it", False, False),
        ("See it", True, False),
        ("2 “So", True, True),
    ],
)
def test_a_footnotes_mark_is_raised_or_glued(text: str, raised: bool, is_one: bool) -> None:
    assert footnotes.begins_note(line(text, raised=raised)) == is_one


def test_the_size_of_most_letters_is_the_bodys() -> None:
    assert floats.body_size([line(), line(size=8), line()]) == 10
    assert floats.body_size([]) == 0
