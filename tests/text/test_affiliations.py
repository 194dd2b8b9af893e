"""Whether an affiliation that is named stands on page 1, in any of its names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.text.affiliations import (
    has_affiliation,
    known_aliases,
    read_aliases,
    shipped_aliases,
)

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
        ("HERON Collaboration", "The FINCH and HERON Collaborations", True),
        ("THU", "Lark, Heron Research Asia. Thus it is.", False),
        ("LARK Collaboration", "The FINCH and HERON Collaborations", False),
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
        ("Heron–Madison 大学", "University of Heron-Madison", True),
        ("University of Heron, Madison", "University of Heron–Madison", True),
        ("Heron–Madison 大学", "University of Heron, Edinburgh", False),
        ("Heron 研究所", "Heron Institute", True),
        ("Heron 实验室", "Heron Laboratory", True),
        ("Heron 实验室", "Heron University", False),
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
        ("FHL Northwick", "Finch Harbour Laboratory, Northwick", True),
        ("FHL Southwick", "Finch Harbour Laboratory, Northwick", False),
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


def test_a_laboratory_is_known_by_its_companys_chinese_name(tmp_path: Path) -> None:
    shipped = known_aliases(tmp_path)
    assert has_affiliation("腾讯优图实验室", "1Tencent Youtu Lab", shipped)
    assert has_affiliation("Youtu Lab", "腾讯优图实验室", shipped)
    assert not has_affiliation("腾讯优图实验室", "Northwick Lab", shipped)
