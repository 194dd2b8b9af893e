"""What a glyph's reading is worth: characters that a person can read, or nothing.

Fonts and their maps give controls, characters of private use and others that no reader of a text
can make out. Some of them are known by convention; the rest is no reading.
"""

from __future__ import annotations

import re
import unicodedata

_KANGXI = range(0x2F00, 0x2FD6)
"""Radicals as signs of their own, which look like the characters that fonts mean by them."""
_ADOBE = dict(
    zip(
        (*range(0xF8E6, 0xF8E8), *range(0xF8E8, 0xF8EB), *range(0xF8EB, 0xF8FF), 0xF6BE),
        "⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭ȷ",
        strict=True,
    )
)
"""Adobe's own characters of private use, pieces of large brackets above all (Adobe Glyph List,
corporate use subarea)."""
_KNOWN = str.maketrans(
    {
        **_ADOBE,
        **{code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI},
        **dict.fromkeys((0x09, 0x0A, 0x0D), " "),
    }
)
_ODD = re.compile(
    "[\u2f00-\u2fd5\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
_NO_READING = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
"""Controls, halves of pairs, private use, and what says that it is no character."""


def is_odd(text: str) -> bool:
    """Tell whether `readable` may give another text."""
    return _ODD.search(text) is not None


def readable(text: str) -> str:
    """Give a text with its odd characters as they are meant; those of no known meaning are gone."""
    return _NO_READING.sub("", text.translate(_KNOWN))
