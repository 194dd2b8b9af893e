"""Names of files made of titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import file_names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("GLIP: Grounded Language-Image Pre-training", "GLIP Grounded Language-Image Pre-training"),
        ("Attention Is (Not) All You Need?", "Attention Is (Not) All You Need"),
        ("大模型：综述", "大模型：综述"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\[[x]]#y^z|w", "C Windows x y z w"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("Con artists", "Con artists"),
        ("ends in dots...", "ends in dots"),
        (".hidden", "hidden"),
        ("a\x00b\x1b\u202ec\ud800", "a b c"),
        ("…/…", "… …"),
        ("///", ""),
    ],
)
def test_a_title_becomes_a_name_that_any_system_takes(title: str, name: str) -> None:
    assert file_names.of_title(title) == name


def test_a_long_title_is_cut_between_words_and_characters() -> None:
    assert file_names.of_title("word " * 60).endswith("word")
    assert len(file_names.of_title("word " * 60)) <= 120
    assert file_names.of_title("一" * 100) == "一" * 40


@given(st.text(max_size=200))
def test_no_title_leads_out_of_a_folder(title: str) -> None:
    name = file_names.of_title(title)
    assert not set(name) & set('\\/:*?"<>|\0')
    assert not name.startswith(".")
    assert name.isprintable()
    assert len(name.encode()) <= 121


def test_names_that_a_file_system_takes_for_one_are_alike() -> None:
    assert file_names.alike("Cafe\u0301 MENU") == file_names.alike("CAFÉ menu")
    assert file_names.alike("a") != file_names.alike("b")
