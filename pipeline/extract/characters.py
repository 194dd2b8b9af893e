"""Fold what a PDF's characters are into what a person types.

Ligatures, odd spaces and accents of their own go, and what cannot be written.
"""

from __future__ import annotations

import re
import unicodedata

# NFKC over everything would turn "x²" into "x2"
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), start=0xFB00))
_ODD_SPACES = dict.fromkeys([0x00A0, *range(0x2002, 0x200B), 0x202F, 0x3000], " ")
_CONTROLS = [*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
_SURROGATES = range(0xD800, 0xE000)
_SOFT_HYPHEN, _VARIATION, _NO_CHARACTERS = 0x00AD, 0xFE00, (0xFFFE, 0xFFFF)
_GONE = dict.fromkeys([_SOFT_HYPHEN, *_CONTROLS, *_SURROGATES, _VARIATION, *_NO_CHARACTERS])
_STYLED = [*range(0x1D400, 0x1D800), *range(0x2F00, 0x2FD6)]
"""Letters of formulas, and radicals that stand for the characters that they are drawn like."""
_RADICALS = {
    ord(pair[0]): pair[1]
    for pair in (
        "⺝月 ⺟母 ⺠民 ⺩王 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页"
        " ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟"
    ).split()
}
"""Radicals of the second block that are whole characters, and these (Unicode 15.0,
EquivalentUnifiedIdeograph.txt): NFKC leaves nearly all of them as they are."""
_PLAIN = {code: unicodedata.normalize("NFKC", chr(code)) for code in _STYLED}
FOLD = {**_GONE, **_LIGATURES, **_ODD_SPACES, **_PLAIN, **_RADICALS}
"""For `str.translate`: ligatures and styled letters to plain ones, odd spaces to plain ones, the
rest to nothing."""
_COMBINING = re.compile("[\u0300-\u036f]")


def clean(line: str) -> str:
    """Give one line as it can be written: folded, its accents composed, single spaces."""
    line = " ".join(line.translate(FOLD).split())
    return unicodedata.normalize("NFC", line) if _COMBINING.search(line) else line
