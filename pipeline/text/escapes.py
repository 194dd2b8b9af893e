"""Backslashes of Markdown: what an entry was written with to be shown as it is."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
"""Before ASCII punctuation alone: https://spec.commonmark.org/0.31.2/#backslash-escapes."""


def unescaped(words: str) -> str:
    """Give Markdown without its escapes."""
    return _ESCAPE.sub("", words)
