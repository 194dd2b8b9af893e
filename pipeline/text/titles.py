"""When two titles are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NICKNAME = re.compile(r"\s*[\w.+-]{2,20}(?:\s[\w.+-]{2,20})?\s*[:：]\s*(?=(?:\S+\s+){2}\S)")
_COLON = re.compile(r"\s*[:：]\s*")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]{2,20})[)）]")


def same_title(wanted: str, title: str) -> bool:
    """Tell whether two titles are one.

    Case, accents, punctuation and a nickname in front ("GLIP: …") make no difference.
    """
    a, b = fold(wanted), fold(title)
    return bool(a) and (
        a == b or fold(without_nickname(wanted)) == b or a == fold(without_nickname(title))
    )


def fold(title: str) -> str:
    """Give a title's letters and digits, in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(filter(str.isalnum, plain))


def without_nickname(title: str) -> str:
    """Drop a nickname of one or two words before a colon.

    Three words or more must be left to tell the paper by.
    """
    match = _NICKNAME.match(title)
    return title[match.end() :] if match else title


def nicknames(title: str) -> Iterator[str]:
    """Give what a title calls its work: what stands before its colon, and in its brackets."""
    before, *behind = _COLON.split(title, maxsplit=1)
    if behind:
        yield before
    yield from _IN_BRACKETS.findall(title)


def has_name(title: str, name: str) -> bool:
    """Tell whether a title begins with a name, or has it before a colon or in brackets."""
    begins = re.match(rf"{re.escape(name)}(?![^\W_])", title, re.IGNORECASE)
    return bool(begins) or fold(name) in map(fold, nicknames(title))
