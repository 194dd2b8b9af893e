"""Odd characters are read as they are meant, or not at all."""

from __future__ import annotations

import pytest

from pipeline.pdf.readings import is_odd, readable


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain, x² and ﬁ", "plain, x² and ﬁ"),
        ("\u2f45法", "方法"),
        ("\uf8eb1\uf8f6", "⎛1⎞"),
        ("\uf8f1\uf8f2\uf8f3", "⎧⎨⎩"),
        ("\uf8fe\uf6be", "⎭ȷ"),
        ("a\tb\x13c\x00", "a bc"),
        ("\ue081x\ufffdy\U000f0001", "xy"),
        ("\ud800", ""),
    ],
)
def test_what_is_known_is_read_and_the_rest_is_gone(text: str, read: str) -> None:
    assert readable(text) == read
    assert is_odd(text) == (text != read)
