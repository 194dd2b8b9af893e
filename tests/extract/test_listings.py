from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract.lines import Line
from pipeline.extract.listings import marked
from pipeline.extract.paragraphs import assemble
from tests.support.pages import line, short, text_lines, under


def code(text: str = "for bird in wood:", **more: Any) -> Line:
    """Give a line in a font of one width."""
    return short(text, **{"fixed": len(text), **more})


def kinds(*lines: Line) -> list[str]:
    (page,) = marked([under(*text_lines(6), *lines)])
    return [one.kind for one in page[6:]]


def test_lines_on_end_in_a_font_of_one_width_are_a_listing() -> None:
    assert kinds(code(), code("    sing(bird)"), line()) == ["listing", "listing", ""]
    assert kinds(code(), line(), code()) == ["", "", ""]
    assert kinds(code("lark.org/of/the/"), code("wood.html")) == ["", ""]


@pytest.mark.parametrize(
    "other",
    [
        code(fixed=5),
        code(part="float"),
        code(kind="table"),
        code("ada@lark.org and zoe"),
        code("https://lark.org/wood"),
    ],
)
def test_names_in_the_text_addresses_and_what_is_known_are_none(other: Line) -> None:
    assert kinds(other, other) == [other.kind, other.kind]


def test_a_typed_paper_has_no_listings() -> None:
    page = [one._replace(fixed=len(one.text)) for one in under(*text_lines(6))]
    assert marked([page]) == [page]


def test_a_listing_is_a_block_of_its_lines_and_no_heading_is_in_it() -> None:
    lines = [code("Introduction", bold=True), code("1 Introduction"), code("x = y + z", x0=150.0)]
    page = [line("Abstract", bold=True, x1=90), *text_lines(6), *lines, line("and so on", x1=90)]
    made = assemble([under(*page)])
    assert [made.text[one.start : one.end] for one in made.blocks if one.kind == "listing"] == [
        "Introduction\n1 Introduction\nx = y + z\n"
    ]
    assert made.text.endswith("\nand so on")
