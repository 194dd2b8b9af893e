"""How many tokens a text is, at most and at least."""

from __future__ import annotations

from collections.abc import Sequence

Message = dict[str, str]


def _lengths(talk: Sequence[Message]) -> tuple[int, int]:
    """Give the characters of a conversation: ASCII, and others."""
    text = "".join(message["content"] for message in talk)
    ascii_only = len(text.encode("ascii", "ignore"))
    return ascii_only, len(text) - ascii_only


def most_tokens(talk: Sequence[Message]) -> int:
    """Estimate a conversation's tokens from above: English prose has 4 to 5 characters a token, formulas and tables under 3."""
    ascii_only, others = _lengths(talk)
    return ascii_only * 10 // 28 + others + 16 * len(talk)


def fewest_tokens(talk: Sequence[Message], *, round_count: bool = False) -> int:
    """Estimate a conversation's tokens from below: no tokenizer in use needs fewer than one for 8 ASCII characters of prose.

    Where the server's own count is a multiple of 1,024 (`round_count`), the usual 5 are asked for:
    a prompt that was cut to a context's size looks just so.
    """
    ascii_only, others = _lengths(talk)
    return ascii_only // (5 if round_count else 8) + others // 4
