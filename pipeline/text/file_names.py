"""Names of files made of titles: safe on Linux, macOS and Windows, and in links of notes. Pure."""

from __future__ import annotations

import re
import unicodedata

from pipeline.text.disguise import printable

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]]')
"""What a name may not have on some system, and what ends a link's name in Obsidian."""
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\s*$)")
"""Devices of Windows, with any suffix (its "Naming Files, Paths, and Namespaces")."""
_LONGEST = 120
"""Bytes of UTF-8: file systems take 255 a name, and Windows 260 characters a path."""


def of_title(title: str) -> str:
    """Give a file's name, without suffix, that reads like a title; empty where nothing is left."""
    shown = unicodedata.normalize("NFC", printable(title))
    words = " ".join(_FORBIDDEN.sub(" ", shown).split())
    name = _cut(words.strip(" .~-")).rstrip(" .")
    return f"_{name}" if _RESERVED.match(name) else name


def alike(name: str) -> str:
    """Give what two names have in common where a file system takes them for one."""
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(words: str) -> str:
    """Cut a name at a character, and between two words where there are some."""
    raw = words.encode("utf-8", "replace")
    if len(raw) <= _LONGEST:
        return raw.decode()
    kept = raw[:_LONGEST].decode("utf-8", "ignore")
    whole, space, _ = kept.rpartition(" ")
    return whole if space and len(whole) * 2 > len(kept) else kept
