"""Abstracts that are parted by heads: "Purpose: … Methods: … Results: …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.draft.argument import Sentence
from pipeline.draft.sentence_roles import Role

_HEADS: dict[str, Role] = {
    "background": "problem",
    "introduction": "problem",
    "motivation": "problem",
    "purpose": "new",
    "objective": "new",
    "objectives": "new",
    "aim": "new",
    "aims": "new",
    "method": "method",
    "methods": "method",
    "methodology": "method",
    "materials and methods": "method",
    "theory and methods": "method",
    "result": "results",
    "results": "results",
    "findings": "results",
    "conclusion": "results",
    "conclusions": "results",
}
_HEAD = re.compile(
    rf"(?P<head>{'|'.join(sorted(_HEADS, key=len, reverse=True))})"
    r"(?:[:.](?:\s+(?=\S)|$)|\s[-–—]\s)",
    re.IGNORECASE,
)
_LEAST_HEADS = 2
"""Heads of such an abstract: a single one may be the word that a sentence begins with."""


def by_heads(said: Sequence[Sentence]) -> dict[Role, list[Sentence]]:
    """Give what stands under each head of an abstract, by its role; empty where it has no heads.

    What stands before the first head is of the problem; a head alone is left out.
    """
    heads = [_HEAD.match(sentence.text) for sentence in said]
    if sum(map(bool, heads)) < _LEAST_HEADS:
        return {}
    parts: dict[Role, list[Sentence]] = {}
    role: Role = "problem"
    for sentence, head in zip(said, heads, strict=True):
        if head:
            role = _HEADS[head["head"].lower()]
        if not head or head.end() < len(sentence.text):
            parts.setdefault(role, []).append(sentence)
    return parts


def without_head(words: str) -> str:
    """Give a sentence of an abstract without the head that it stands under."""
    head = _HEAD.match(words)
    return words[head.end() :] if head and head["head"][0].isupper() else words
