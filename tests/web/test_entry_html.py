"""An entry as HTML: its points, marks and numbers, and nothing that is active."""

from __future__ import annotations

import re

import pytest

from pipeline.web.entry_html import Marked, entry_html

BODY = "《T》\n\n2024.1 一篇文章，要点：\n\n1. GLIP 49.8 AP\n2. and 49.8 again\n\n总体上，好。\n"
PLACES = {2: "lead", 4: "point 1", 5: "point 2", 7: "verdict"}


def html(body: str = BODY, *marked: Marked) -> str:
    return entry_html(body, PLACES, marked, "/drafts/x/figures")


def test_each_line_that_says_something_is_in_its_point() -> None:
    found = re.findall(r'data-where="([^"]+)"', html())
    assert found == ["lead", "point 1", "point 2", "verdict"]


def test_a_list_stays_a_list_with_its_numbers() -> None:
    made = html(BODY.replace("1. GLIP", "3. GLIP").replace("2. and", "4. and"))
    assert '<ol start="3">' in made
    assert made.count("<li>") == 2


def test_words_are_marked_in_the_line_that_they_stand_in_alone() -> None:
    made = html(BODY, Marked(7, "point 2", ("49.8",), "doubt", "missing"))
    assert made.count("<mark") == 1
    assert 'and <mark class="doubt missing" data-mark="7">49.8</mark> again' in made


def test_words_that_stand_apart_are_marked_piece_by_piece_and_a_doubt_before_a_note() -> None:
    apart = Marked(1, "point 1", ("glip", "49.8"), "doubt", "contradicted")
    made = html(BODY, Marked(0, "point 1", ("49.8 AP",), "note", "apart"), apart)
    assert '<mark class="doubt contradicted" data-mark="1">GLIP</mark>' in made
    assert '<mark class="doubt contradicted" data-mark="1">49.8</mark>' in made
    assert 'data-mark="0"' not in made


def test_numbers_are_buttons_but_not_those_of_names() -> None:
    made = html(BODY.replace("GLIP", "PhC-U373 GPT-3 27% 1,024 2.7B 3x3"))
    found = re.findall(r'data-words="([^"]+)"', made)
    assert found == ["2024.1", "27%", "1,024", "2.7B", "3", "49.8", "49.8"]


def test_comments_are_left_out_and_lines_stay_where_they_were() -> None:
    made = html(BODY.replace("\n\n1.", "\n<!-- ？x [summarize aaaaa] -->\n1."))
    assert "summarize" not in made
    assert '<div class="point" tabindex="-1" data-where="point 1">' in made


def test_pictures_are_those_of_the_entry_alone() -> None:
    made = html(BODY + "\n![Figure 1](figure-1.png)\n\n![no](https://evil.example/a.png)\n")
    assert '<img src="/drafts/x/figures/figure-1.png" alt="Figure 1">' in made
    assert "evil" not in made
    assert "[no]" in made


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](data:text/html,x)", "<div class=point data-where=verdict>", "</div></div></li>",
        '![x"onerror="a](figure-1.png)', "[x](https://e.example \"t' onclick=a\")", "<!--", "-->",
        "<style>*{}</style>", "&lt;script&gt;", "<a href=javascript:a>", "\\<b>", "```html\n<b>\n```",
    ],
)  # fmt: skip
def test_markup_of_the_entry_is_text(hostile: str) -> None:
    made = html(BODY.replace("GLIP", hostile) + hostile)
    tags = set(re.findall(r"<(/?[a-z0-9]+)", made))
    assert {tag.strip("/") for tag in tags} <= set(
        "p div ol li button mark a img pre code em strong br".split()
    )
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', made))
    assert not re.search(r'(?:href|src)="(?!https?:|/drafts/x/figures/)', made)
    assert made.count('data-where="verdict"') <= 1
    for link in re.findall(r"<a [^>]*>", made):
        assert 'rel="noopener noreferrer nofollow"' in link


def test_of_two_places_of_a_number_the_one_beside_its_name_is_marked() -> None:
    body = BODY.replace("GLIP 49.8 AP", "GLIP (45M) and DINO (45M)")
    made = html(body, Marked(0, "point 1", ("45M", "DINO"), "doubt", "contradicted"))
    assert "GLIP (<mark" not in made
    assert 'and <mark class="doubt contradicted" data-mark="0">DINO</mark> (<mark' in made
