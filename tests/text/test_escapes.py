"""Backslashes of Markdown."""

from __future__ import annotations

import pytest

from pipeline.text.escapes import unescaped


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"a\*b\_c", "a*b_c"),
        (r"\\n", r"\n"),
        (r"C:\new", r"C:\new"),
        (r"\中", r"\中"),
        ("\\", "\\"),
    ],
)
def test_a_backslash_before_punctuation_is_an_escape_and_before_others_itself(
    written: str, shown: str
) -> None:
    assert unescaped(written) == shown
