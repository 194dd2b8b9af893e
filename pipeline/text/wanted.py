"""Words that somebody looks for in a log: found as they are written, or all but.

Case, hyphens and blanks make no difference, nor does an English plural: "zero shot" is in
"Zero-Shot", BLIP2 in "BLIP-2". Latin letters are found as whole words, Chinese anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.cjk import CJK
from pipeline.text.squash import squash, words_of

_PIECE = re.compile(rf"[{CJK}]+|[^\s{CJK}]+")
_LATIN = rf"[^\W_{CJK}]"
_BEHIND_LETTER = r"(?:s|es|\d+(?:\.\d+)?)?"
"""A plural's end, or the number of one in a row: GPT is in GPT3.5."""
_BEHIND_DIGIT = r"(?:v\d+)?"
"""An identifier's version."""
_LONGEST = 200
"""Characters of one piece that are looked for: a longer one is no word."""
_MOST = 32
"""Pieces that are looked for."""
_PAIR = 2


class Wanted:
    """A word that is looked for: `words` as they were given."""

    def __init__(self, words: str) -> None:
        self.words = words[:_LONGEST]
        parts = words_of(self.words)
        inner = r"[\W_]{0,2}".join(map(re.escape, parts))
        before = rf"(?<!{_LATIN})" if re.match(_LATIN, parts[0]) else ""
        behind = _BEHIND_DIGIT if parts[-1][-1].isdigit() else _BEHIND_LETTER
        behind = rf"{behind}(?!{_LATIN})" if re.search(rf"{_LATIN}$", parts[-1]) else ""
        self._pattern = re.compile(before + inner + behind, re.IGNORECASE)

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Give where a text has it."""
        return self._pattern.finditer(text)

    def pairs(self) -> list[Wanted]:
        """Give the pairs of characters of a Chinese word; nothing of another, or of one or two."""
        if not re.fullmatch(f"[{CJK}]{{3,}}", self.words):
            return []
        return [Wanted(self.words[at : at + _PAIR]) for at in range(len(self.words) - 1)]


def wanted(words: str) -> list[Wanted]:
    """Give what somebody looks for, each once: runs of Chinese, and what blanks part."""
    pieces = {squash(piece): piece for piece in _PIECE.findall(words) if squash(piece)}
    return [Wanted(piece) for piece in list(pieces.values())[:_MOST]]
