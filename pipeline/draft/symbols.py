"""Letters that stand for something: a sentence that uses them is understood where they are said."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SYMBOL = re.compile(
    r"(?<![\w.'’-])(?![AaIK]\b)[A-Za-z](?![\w'’-]|\.(?!$))|\w{0,3}[α-ωΑ-Ω\U0001d400-\U0001d7ff]\w{0,3}"
)
_SIGMAS = re.compile(r"\d\s?σ")
"""Standard deviations: a unit."""


def symbols_of(words: str) -> frozenset[str]:
    """Give the letters in some words that stand for something."""
    return frozenset(_SYMBOL.findall(_SIGMAS.sub(" ", words)))


def unexplained(words: str, before: str, said: Iterable[str]) -> frozenset[str]:
    """Give the symbols in some words that `before` has brought, and none of what is said has."""
    brought = symbols_of(words) & symbols_of(before)
    return brought.difference(*(symbols_of(one) for one in said))
