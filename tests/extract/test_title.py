"""The title of a paper is set largest on page 1, and is no journal's banner and no heading."""

from __future__ import annotations

import pytest

from pipeline.extract.lines import Line
from pipeline.extract.title import title
from tests.support.pages import TEXT, line, under


def page(*heads: Line) -> list[Line]:
    """Give page 1: some lines above the abstract and its text."""
    return under(*heads, line("Abstract", letters=8), *map(line, TEXT))


def test_the_first_lines_of_the_largest_size_are_the_title() -> None:
    heads = (line("On Birds and", size=17), line("the Woods", size=17), line("A. Lark", size=12))
    assert title(page(*heads), "") == "On Birds and the Woods"


@pytest.mark.parametrize(
    "banner",
    [
        "Journal of Wood Research 12 (2011) 1-48",
        "IEEE TRANSACTIONS ON BIRDS, VOL. 12, NO. 3, MARCH 2020",
        "Contents lists available at ScienceDirect",
        "Proceedings of the Ninth Symposium on Woods",
        "Original Research Article",
    ],
)
def test_a_banner_is_no_title_however_large_it_is(banner: str) -> None:
    heads = (line(banner, size=20), line("On Birds and the Woods", size=17))
    assert title(page(*heads, line("A. Lark", size=12)), "") == "On Birds and the Woods"
    heads = (line(banner, size=17), line("On Birds and the Woods", size=17))
    assert title(page(*heads, line("A. Lark", size=12)), "") == "On Birds and the Woods"


def test_a_title_may_begin_with_a_societys_name() -> None:
    heads = (line("IEEE 802.11 in the Woods", size=17), line("A. Lark", size=12))
    assert title(page(*heads), "") == "IEEE 802.11 in the Woods"


def test_the_words_of_a_figure_are_no_title_where_the_text_has_one() -> None:
    heads = (line("On Birds and the Woods", size=14), line("Paper Search", size=20, part="float"))
    assert title(page(*heads, line("A. Lark", size=12)), "") == "On Birds and the Woods"


def test_a_title_of_one_word_is_taken_before_the_first_heading() -> None:
    heads = (line("Tilings∗", size=17, letters=7), line("1 Introduction.", size=14, letters=12))
    assert title([*under(*heads), *map(line, TEXT * 4)], "") == "Tilings"
    assert title([*under(heads[1]), *map(line, TEXT * 4)], "") == ""


def test_a_chinese_title_needs_no_space() -> None:
    heads = (line("基于深度学习的森林鸟类识别研究", size=17), line("作者", size=12))
    assert title(page(*heads), "") == "基于深度学习的森林鸟类识别研究"


@pytest.mark.parametrize(
    ("first", "second", "text", "found"),
    [
        (
            "AUTOMATING WOOD SO-",
            "LUTION BUILDING",
            "a solution",
            "AUTOMATING WOOD SOLUTION BUILDING",
        ),
        ("Learning of Long-", "range Birds", "a long bird", "Learning of Long-range Birds"),
        ("Learning Pre-", "and Post-Training", "", "Learning Pre- and Post-Training"),
    ],
)
def test_a_word_cut_at_a_lines_end_is_put_together(
    first: str, second: str, text: str, found: str
) -> None:
    heads = (line(first, size=17), line(second, size=17), line("A. Lark", size=12))
    assert title(page(*heads), text) == found


def test_lines_of_one_size_have_no_title() -> None:
    assert title(page(line("On Birds and the Woods"), line("A. Lark")), "") == ""
