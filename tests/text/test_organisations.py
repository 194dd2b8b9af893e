"""Organisations in the words of an address."""

from __future__ import annotations

import pytest

from pipeline.text.organisations import each_once, named, unknown


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Peking University Shenzhen Graduate School", ["Peking University"]),
        ("University of Oxford Department of Physics", ["University of Oxford"]),
        ("Heron Medical School", ["Heron Medical School"]),
        ("School of Birds, Heron University", ["Heron University"]),
        ("Heron Lab, Center for Birds, Wren University", ["Wren University"]),
        ("Mila, Université de Montréal", ["Mila", "Université de Montréal"]),
        ("Institute of Birds, Chinese Academy of Sciences", ["Chinese Academy of Sciences"]),
        ("Ant Group Hong Kong University of Science and Technology",
         ["Ant Group", "Hong Kong University of Science and Technology"]),
        ("Peking University Beihang University Microsoft",
         ["Peking University", "Beihang University", "Microsoft"]),
        ("Toronto Metropolitan University", ["Toronto Metropolitan University"]),
        ("Google Brain Toronto", ["Google Brain Toronto"]),
        ("Heron Team, Google1", ["Google"]),
        ("Indian Institute of Technology, Bombay", ["Indian Institute of Technology, Bombay"]),
        ("Univ. Heron, Inria, Wren", ["Univ. Heron", "Inria"]),
        ("Stanford", ["Stanford"]),
        ("Heron University, Stanford, CA", ["Heron University"]),
        ("45 rue d’Ulm, 75005 Paris, France", []),
        ("Ada Lark, Bo Finch", []),
        ("Department of Birds", []),
        ("", []),
    ],
)  # fmt: skip
def test_of_an_address_the_organisation_is_given(words: str, names: list[str]) -> None:
    assert named(words)[0] == names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Parrotry", "Parrotry"),
        ("Parrotry, Japan", "Parrotry"),
        ("Beijing, China", ""),
        ("Department of Birds", ""),
        ("Independent Researcher", ""),
        ("B,1", ""),
        ("this is a bird", ""),
    ],
)
def test_a_name_may_be_told_by_its_place_alone(words: str, name: str) -> None:
    assert unknown(words) == name


def test_names_of_one_organisation_are_one() -> None:
    assert each_once(["Meta AI", "FAIR", "The Heron Inc", "Heron", "MIT (CSAIL)", "MIT"]) == [
        "Meta AI", "The Heron Inc", "MIT (CSAIL)",
    ]  # fmt: skip
