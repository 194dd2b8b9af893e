"""How long a text is to its reader: Chinese in characters, English in words."""

from __future__ import annotations


def length(text: str, language: str) -> int:
    """Count the characters but blanks of a Chinese text, `zh`, or the words of an English one."""
    words = text.split()
    return sum(map(len, words)) if language == "zh" else len(words)
