"""Cut running text into sentences, and tell prose from what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ABBREVIATED = re.compile(
    r"(?:\b(?:et al|e\.g|i\.e|cf|vs|v\.s|w\.r\.t|Figs?|Eqs?|Secs?|Tabs?|Refs?|No|resp|approx|Dr|Prof|St|[A-Z]))\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z“\"(\[0-9])|[。！？]|\n")
_BOILERPLATE = re.compile(
    r"https?:|\bappendix\b|\bequal contribution|\bcorrespond(?:ing|ence)|\bcode (?:is|will be|and)|\bplease (?:see|refer)"
    r"|\backnowledg|\blicen[cs]ed?\b|\bcopyright\b|\bpermission\b|\bpreprint\b|\.\.\.|\bet al\.$|@",
    re.IGNORECASE,
)


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


def is_prose(sentence: str) -> bool:
    """Tell a full sentence of prose from a heading, a caption, a table's row, a formula or the rest of one."""
    if sentence[-1:] in ("。", "！", "？"):
        return 15 <= len(sentence) <= 300
    if not 40 <= len(sentence) <= 420 or not sentence.endswith((".", "!", "?", ".”", ".)")):
        return False
    if not re.match(r"[A-Z“\"0-9(\u4e00-\u9fff]", sentence) or re.match(
        r"(?:Figure|Fig\.|Table|Algorithm)\s*\d|\d+(?:\.\d+)*\.?\s+[A-Z]", sentence
    ):
        return False
    if _BOILERPLATE.search(sentence):
        return False
    letters = sum(c.isalpha() or c == " " for c in sentence)
    words = sentence.split()
    short = sum(len(word) <= 1 for word in words)
    return letters >= 0.82 * len(sentence) and len(words) >= 6 and short <= len(words) / 5 and max(map(len, words)) < 35
