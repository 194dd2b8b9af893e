"""Tables and figures that a statement points at, held against those that the paper names."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = (
    "Table 1: Letters read. Tables 3-5 and 7 have the rest, Figure 2a the nests, Figs. 4 and 5 the"
    " eggs, and TABLE S.1 what was left. Table IX is the last."
)


@pytest.mark.parametrize(
    "words",
    [
        "Table 1 里没有收益",
        "见表 4 与表 7",
        "as Tables 3, 4 and 5 show",
        "如图 2(b) 和图5",
        "see Fig. 2b and Figure 4",
        "Table S1 has more, and so has Table 9",
        "代表 3 种鸟，列出的表有 12 行",
        "best of the table (56.7)",
    ],
)
def test_tables_and_figures_that_the_paper_names_are_borne_out(words: str) -> None:
    assert [one for one in found(words, PAGE) if "Table" in one.message] == []
    assert [one for one in found(words, PAGE) if "Figure" in one.message] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Table 99 里没有收益", "Table 99 is not in the paper"),
        ("见表 6", "Table 6 is not in the paper"),
        ("as Tables 3 and 8 show", "Table 8 is not in the paper"),
        ("如图 7 所示", "Figure 7 is not in the paper"),
        ("Table S2 has more", "Table S2 is not in the paper"),
    ],
)
def test_one_that_it_does_not_name_is_marked(words: str, message: str) -> None:
    [one] = [one for one in found(words, PAGE) if one.message == message]
    assert one.severity == "doubt"


def test_nothing_is_told_of_a_paper_that_names_none_by_a_number() -> None:
    page = "The table at the end has all letters."
    assert [one for one in found("见 Table 2", page) if "Table" in one.message] == []
