"""Links of pictures are found in both ways that logs write them, and led elsewhere."""

from __future__ import annotations

import time

import pytest

from pipeline.text import pictures


@pytest.mark.parametrize(("text", "targets"), [
    ("![](pic/a.png)", ["pic/a.png"]), ('![a \\] b](a.png "a title")', ["a.png"]),
    ('<img src="pic/a.png" width="500" height="400">', ["pic/a.png"]), ("<p> <img width=3 src='a.png'> </p>", ["a.png"]),
    ("<img src=a.png width=600><img src = b.png>", ["a.png", "b.png"]), ('<img data-src="no.png" src="a.png">', ["a.png"]),
    ("[a](a.png) <image src=a.png> ![a](<a b.png>) ![a] (a.png) <img\nsrc=a.png>", []), ("", []),
])  # fmt: skip
def test_links_are_found(text: str, targets: list[str]) -> None:
    assert [link.target for link in pictures.links(text)] == targets


def test_a_link_knows_its_place_and_its_form() -> None:
    tag, plain = pictures.links('x <img src="a.png"> ![](b.png)')
    assert (tag.whole, tag.start, tag.end, tag.is_tag) == ('<img src="a.png">', 2, 19, True)
    assert (plain.whole, plain.is_tag) == ("![](b.png)", False)


def test_only_the_target_of_a_link_is_changed() -> None:
    text = "a.png ![a.png](a.png \"a.png\") <img alt='a.png' src='a.png' width=\"3\">"
    changed = pictures.relinked(text, lambda target: f"pic/{target}")
    assert changed == (
        "a.png ![a.png](pic/a.png \"a.png\") <img alt='a.png' src='pic/a.png' width=\"3\">"
    )


@pytest.mark.parametrize("piece", ["![", "![](", "<img ", "<img src=", '<img src="a" ', "![a](b "])
def test_finding_links_is_linear(piece: str) -> None:
    start = time.monotonic()
    assert list(pictures.links(piece * 20_000)) == []
    assert time.monotonic() - start < 5
