"""What is to mind of a paper's text stands in Chinese in a Chinese entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.entry.cautions import in_chinese
from pipeline.extract import child

SAID = [
    ("15 pages have neither an abstract nor sections: what is what is not known", "15 页没有认出"),
    ("page 3 could not be painted to tell what hides its text", "第 3 页无法渲染"),
    ("page 2 is of a file that could not be opened", "第 2 页未读"),
    ("page 2 could not be read (KeyError)", "第 2 页未能读取（KeyError）"),
    (
        "page 4 has 80 of 90 glyphs in fonts that do not say which characters they are; left out",
        "第 4 页 90 个字形中有 80 个",
    ),
    ("page 4 reads as no language: its fonts may lie about its characters", "第 4 页读不成语句"),
    ("1 glyph has no reading and is left out: page 7", "有 1 个字形读不出，已略去：第 7 页"),
    ("7 glyphs have no reading and are left out: pages 2, 12", "已略去：第 2, 12 页"),
]


@pytest.mark.parametrize(("english", "chinese"), SAID)
def test_each_warning_is_said_in_chinese(english: str, chinese: str) -> None:
    assert chinese in in_chinese(english)
    assert not re.search(r"[a-z]{3}", in_chinese(english).replace("KeyError", ""))


def test_one_that_is_not_known_stands_as_it_is() -> None:
    assert in_chinese("page 3 smiles") == "page 3 smiles"


def test_every_warning_that_the_reader_gives_has_its_words_here() -> None:
    """By the words between the values in its source, each of which is in one of the samples."""
    source = Path(child.__file__).read_text("utf-8")
    given = re.findall(r'warnings\.append\(f"([^"]+)"\)', source)
    assert given
    for said in given:
        words = [part.strip() for part in re.split(r"\{[^}]*\}", said) if len(part) > 8]
        assert all(any(part in english for english, _ in SAID) for part in words), said
