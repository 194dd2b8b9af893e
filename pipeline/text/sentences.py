"""Cut running text into sentences, and tell prose from what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ABBREVIATED = re.compile(
    r"(?:\b(?:et al|e\.g|i\.e|cf|vs|v\.s|w\.r\.t|Figs?|Eqs?|Secs?|Tabs?|Refs?|No|resp|approx|Dr|Prof|St|[A-Z]))\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z“\"(\[0-9])|[。！？]|\n")


def split(text: str) -> Iterable[tuple[int, str]]:
    """Give the sentences of a text with their offsets."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match[0] != "\n" and _ABBREVIATED.search(text[start : match.start() + 1]):
            continue
        end = match.start() if match[0] == "\n" else match.start() + len(match[0].rstrip())
        yield _trimmed(text, start, end)
        start = match.end()
    yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, str]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), piece.strip()
