"""Affiliations on a paper's first page, and whether one that is named stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText, Section
from pipeline.text.affiliations import (
    find_affiliations,
    has_affiliation,
    known_aliases,
    read_aliases,
    shipped_aliases,
)


def found(front: str, *, title: str = "Some Title", authors: tuple[str, ...] = ()) -> list[str]:
    """Give the affiliations of a page that begins with these lines."""
    text = PaperText(
        text=front,
        pages=(Page(number=1, start=0, end=len(front)),),
        sections=(Section(title="", kind="front", start=0, end=len(front)),),
    )
    return list(find_affiliations(Paper(arxiv_id=None, title=title, authors=authors), text))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("King Abdullah University of Science and Technology", ["King Abdullah University of Science and Technology"]),
        ("King Abdullah University of Science and\nTechnology", ["King Abdullah University of Science and Technology"]),
        ("1University of Science and Technology of China, Hefei", ["University of Science and Technology of China"]),
        ("Institute of Science and Technology Austria", ["Institute of Science and Technology Austria"]),
        ("College of Arts and Sciences, Indiana University", ["College of Arts and Sciences", "Indiana University"]),
        ("National Institute of Information & Communications Technology", ["National Institute of Information & Communications Technology"]),
        ("Computer Science and Artificial Intelligence Laboratory", ["Computer Science and Artificial Intelligence Laboratory"]),
        ("Department of Computer Science and Engineering University of Washington", ["University of Washington"]),
        ("Department of Computer Science and Technology Tsinghua University", ["Tsinghua University"]),
        ("Department of Physics and Astronomy, University of Leeds", ["University of Leeds"]),
        ("Raymond and Beverly Sackler Institute", ["Raymond and Beverly Sackler Institute"]),
        ("MIT and Stanford University", ["MIT", "Stanford University"]),
        ("Stanford University and MIT", ["Stanford University", "MIT"]),
        ("University of Oxford and University of Cambridge", ["University of Oxford", "University of Cambridge"]),
        ("University of Oxford and DeepMind", ["University of Oxford", "DeepMind"]),
        ("Institute of Physics and Stanford University", ["Institute of Physics", "Stanford University"]),
    ],
)  # fmt: skip
def test_and_joins_two_fields_of_one_affiliation_and_parts_two_affiliations(
    line: str, names: list[str]
) -> None:
    assert found(f"Some Title\n{line}\n") == names


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("University of Northwick", []),  # it is the title
        ("Ada Lark Harbour Research Lab", ["Harbour Research Lab"]),
        ("University", []),
        ("1 Lab", []),
        ("Harbour Labs∗ Heron University†", ["Harbour Labs", "Heron University"]),
        ("Harbour Labs\nHarbour Labs", ["Harbour Labs"]),
        ("Google Research, Microsoft and OpenAI", ["Google Research", "Microsoft", "OpenAI"]),
        ("Ada Lark and Bo Finch", []),
        ("and Harbour University for", ["Harbour University"]),
        ("Aa University, Bb University, Cc University, Dd University, Ee University",
         ["Aa University", "Bb University", "Cc University", "Dd University"]),
        ("Intel and Heron University", ["Intel", "Heron University"]),
        ("Heron University and Nobody Knows", ["Heron University"]),
    ],
)  # fmt: skip
def test_organisations_are_found_on_the_lines_above_the_abstract(
    front: str, names: list[str]
) -> None:
    lines = f"Some Title\n{front}\n"
    title = "University of Northwick"
    assert found(lines, title=title, authors=("Ada Lark", "")) == names


def test_a_very_long_name_is_none() -> None:
    assert found("Institute of " + "Wwwwwwwwwwwwwwwwwwwwwwwwwwww " * 4) == []


def test_what_stands_below_the_front_is_no_affiliation() -> None:
    front = "Some Title\n"
    text = PaperText(
        text=front + "Heron University",
        pages=(Page(number=1, start=0, end=len(front) + 16),),
        sections=(Section(title="", kind="front", start=0, end=len(front)),),
    )
    assert find_affiliations(Paper(arxiv_id=None, title="Some Title"), text) == ()
    assert (
        find_affiliations(
            Paper(arxiv_id=None, title="Some Title"), text.model_copy(update={"sections": ()})
        )
        == ()
    )


# ── is it there? ──

ALIASES = read_aliases(
    "Heron Research Asia\tHRA\t苍鹭研究院\nStanford University\tStanford\n# x\ty\n\n"
)


@pytest.mark.parametrize(
    ("named", "page", "there"),
    [
        ("Heron Research Asia", "Lark, Heron Research Asia", True),
        ("HRA", "Lark, Heron Research Asia", True),
        ("苍鹭研究院", "Lark, Heron Research Asia", True),
        ("Heron Research Asia", "云雀 苍鹭研究院 北京", True),
        ("苍鹭大学", "云雀 苍鹭研究院 北京", False),
        ("HRA", "Lark, Finch Research Europe", False),
        ("x", "the letter y", False),
        ("Northwick University", "University of Northwick", True),
        (
            "Northwick University",
            "Northwick is a town; the old University stands in another one",
            False,
        ),
        ("The Northwick Institute", "Northwick Institute", True),
        ("Edinburgh 大学", "University of Edinburgh", True),
        ("Edinburgh 大学", "Edinburgh", False),
        ("Stanford", "stanford university", True),
        ("Stanford", "stanfordshire university", False),
        ("Stanford（北京）", "Stanford University", True),
        ("of the", "of the town", False),
        ("—", "anything", False),
    ],
)
def test_an_affiliation_is_there_by_one_of_its_names(named: str, page: str, there: bool) -> None:
    assert has_affiliation(named, page, ALIASES) == there


@pytest.mark.parametrize(
    ("named", "page", "there"),
    [
        ("FHL", "Finch Harbour Laboratory", True),
        ("F.H.L.", "Finch Harbour Laboratory", True),
        ("FHL", "the Finch Harbour Laboratory of Birds", True),
        ("FHL", "Finch of the Harbour Laboratory", True),
        ("FHL", "Finch said Harbour Laboratory", False),
        ("FHL", "Finch Harbour Lark", False),  # no organisation
        ("FHL", "Frida Hanna Labori", True),
        ("HL", "Harbour Laboratory", False),
        ("ABCDEFGHL", "Aa Bb Cc Dd Ee Ff Gg Hh Laboratory", False),
        ("fhl", "Finch Harbour Laboratory", False),
        ("F2L", "F 2 Laboratory", False),
        ("FHLX", "Finch Harbour Laboratory", False),
        ("FAIL", "Finch AI Laboratory", True),
        ("HLB", "Finch Harbour Laboratory Birds", True),
    ],
)
def test_initials_count_of_an_organisations_words_in_a_row(
    named: str, page: str, there: bool
) -> None:
    assert has_affiliation(named, page, ()) == there


def test_the_initials_of_authors_are_no_affiliation() -> None:
    page = "Frida Hanna Labori\nsomewhere"
    assert has_affiliation("FHL", page, ())
    assert not has_affiliation("FHL", page, (), authors=("Frida Hanna Labori",))
    assert has_affiliation("FHL", page, (), authors=("",))


def test_a_users_own_table_adds_to_the_one_that_ships(tmp_path: Path) -> None:
    assert known_aliases(tmp_path) == shipped_aliases()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "affiliations.tsv").write_text("Heron Labs\tHL 1\n", "utf-8")
    assert has_affiliation("HL 1", "at Heron Labs", known_aliases(tmp_path))
    assert not has_affiliation("HL 1", "at Heron Labs", shipped_aliases())
    assert has_affiliation("微软亚洲研究院", "Microsoft Research Asia", known_aliases(tmp_path))


@pytest.mark.parametrize(
    ("page", "is_there"),
    [
        ("Ada Lark, Zhejiang Lab, Peking University", False),
        ("Ada Lark, Zhejiang University", True),
        ("Ada Lark, University of Zhejiang, Finch Lab", True),
    ],
)
def test_words_of_two_names_make_no_third(page: str, is_there: bool) -> None:
    assert has_affiliation("Zhejiang University", page, ()) is is_there
