"""A picture is linked as the log does, and its caption is no markup."""

from __future__ import annotations

import html

import pytest

from pipeline.entry import picture
from pipeline.records.style import Pictures
from pipeline.text import pictures
from tests.support.markdown import COMMONMARK, HOSTILE, read_as_html

TAG = Pictures(as_tag=True, size='width="600"', before='<p align="center">', behind="</p>")


def test_it_is_linked_in_markdown_or_as_a_tag_with_what_is_around_it() -> None:
    assert picture.link(Pictures(), "a.png", "Figure 1: A") == "![Figure 1: A](a.png)"
    assert picture.link(TAG, "a.png", "Figure 1: A") == (
        '<p align="center"><img src="a.png" width="600" alt="Figure 1: A"></p>'
    )


@pytest.mark.parametrize(
    "words", [*HOSTILE, 'a" onerror="x', "](b.png) ![", "[[note]] %%x%% ((y))"]
)
@pytest.mark.parametrize("style", [Pictures(), TAG])
def test_whatever_a_caption_says_there_is_one_picture_and_nothing_else(
    style: Pictures, words: str
) -> None:
    linked = str(picture.link(style, "figure-1.png", words))
    (found,) = pictures.links(linked)
    assert found.target == "figure-1.png"
    assert linked == f"{style.before}{found.whole}{style.behind}"
    assert "\n" not in linked
    page = f"before\n\n{linked}\n\nafter"
    assert COMMONMARK.render(page).count("<img ") == 1
    read = read_as_html(page)
    assert set(read.tags) == {"p", "img"}
    assert read.comments == []


def test_an_attribute_has_no_character_that_a_reader_of_logs_looks_for() -> None:
    words = 'Figure 1: <b> "$x$" [[a]] {{b}} %%c%% ((d)) e:: --> https://x.example'
    linked = str(picture.link(TAG, "a.png", words))
    said = linked.partition('alt="')[2].partition('"')[0]
    assert html.unescape(said) == words
    assert not set(said) & set('<>"$[]{}%/')
    assert not any(pair in said for pair in ("((", "::", "--"))
