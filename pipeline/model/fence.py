"""The fence that a paper stands in within a prompt: a tag of random bits, new for every prompt.

Nobody who wrote the paper or its metadata can know it, so nobody can close it. What was paid for is
found again all the same, because a call is known by its prompt without them.
"""

from __future__ import annotations

import re
import secrets

_BYTES = 12
"""Of randomness: 96 bits cannot be guessed."""
FENCE = re.compile(rf"paper-[0-9a-f]{{{2 * _BYTES}}}")
"""What a fence looks like, any prompt's."""


def new_fence() -> str:
    """Give a fence that nobody knows yet."""
    return f"paper-{secrets.token_hex(_BYTES)}"


def without_fences(words: str) -> str:
    """Give a text with all fences made the same."""
    return FENCE.sub("paper-", words)
