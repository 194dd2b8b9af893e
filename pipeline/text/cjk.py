"""The characters of Chinese, Japanese and Korean, as they stand in a character class."""

from __future__ import annotations

import re

CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Kana and Chinese characters: each is a word, or a good part of one, and none has a space beside
it."""
CJK_MARKS = "\u3000-\u303f\uff00-\uffef"
"""The punctuation that goes with them, and full-width forms."""
HANGUL = "\uac00-\ud7af"
"""Korean syllables: words of them are parted by spaces."""

_ONE = re.compile(f"[{CJK}]")
_GAP = re.compile(f"(?<=[。！？；]) +(?=[^ ])|(?<=[，：、）”》]) +(?=[{CJK}])")


def without_gaps(text: str) -> str:
    """Take out spaces between Chinese sentences, and behind other Chinese marks in them."""
    return _GAP.sub("", text)


def has_cjk(text: str) -> bool:
    """Tell whether a text has a kana or a Chinese character."""
    return bool(_ONE.search(text))
