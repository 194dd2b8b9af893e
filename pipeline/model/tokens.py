"""How many tokens a text is, at most and at least."""

from __future__ import annotations

from collections.abc import Sequence

Message = dict[str, str]
DENSEST = 2.8
"""ASCII characters a token: English prose has 4 to 5, formulas and tables under 3."""
USUAL, SPARSEST = 5, 8
"""ASCII characters a token in prose: no tokenizer in use needs fewer than one for 8. Of other
characters, one takes up to 4 to a token below, and a token each above."""
A_MESSAGE = 16
"""Tokens that a server puts around each message, at most."""


def _lengths(talk: Sequence[Message]) -> tuple[int, int]:
    """Give the characters of a conversation: ASCII, and others."""
    text = "".join(message["content"] for message in talk)
    ascii_only = len(text.encode("ascii", "ignore"))
    return ascii_only, len(text) - ascii_only


def most_tokens(talk: Sequence[Message]) -> int:
    """Estimate a conversation's tokens from above, for what it may cost and whether it fits."""
    ascii_only, others = _lengths(talk)
    return int(ascii_only / DENSEST) + others + A_MESSAGE * len(talk)


def fewest_tokens(talk: Sequence[Message], *, round_count: bool = False) -> int:
    """Estimate a conversation's tokens from below, to notice a prompt that was cut.

    Where the server's own count is a multiple of 1,024 (`round_count`), more are asked for: a
    prompt that was cut to a context's size looks just so.
    """
    ascii_only, others = _lengths(talk)
    return ascii_only // (USUAL if round_count else SPARSEST) + others // 4
