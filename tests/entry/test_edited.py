from __future__ import annotations

import pytest

from pipeline.entry import edited


def places(body: str) -> list[tuple[str, str]]:
    return [(said.where, said.words) for said in edited.statements(body, None, None)]


@pytest.mark.parametrize(
    "wordless", ["", "![](figure.png)\n", "<br>\n", "\n---\n\n", "![](a.png)\n\n![](b.png)\n"]
)
def test_what_stands_apart_after_the_points_is_the_verdict_also_behind_a_picture(
    wordless: str,
) -> None:
    assert places(f"《T》\n\n2024.1 MSRA的一篇文章：\n\n1. 甲\n2. 乙\n\n{wordless}总体上，丙") == [
        ("lead", "MSRA的一篇文章："),
        ("point 1", "甲"),
        ("point 2", "乙"),
        ("verdict", "总体上，丙"),
    ]


def test_a_point_goes_on_in_the_next_line_also_behind_a_picture() -> None:
    assert places("T\n\nlead\n\n1. one\n   goes on\n![](a.png)\n   and on\n\nverdict\nto the end")[
        1:
    ] == [
        ("point 1", "one"),
        ("point 1", "goes on"),
        ("point 1", "and on"),
        ("verdict", "verdict"),
        ("verdict", "to the end"),
    ]
