"""The language of drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pipeline.log import house_style, reading_log
from pipeline.text.cjk import CJK, CJK_MARKS

Language = Literal["zh", "en"]
_NEWEST = 10
"""Entries that tell a log's language: people change their ways."""
_CHINESE = re.compile(f"[{CJK}{CJK_MARKS}]")


def draft_language(
    chosen: Literal["auto", "zh", "en"], log: str | None, environ: Mapping[str, str]
) -> Language:
    """Give the language of drafts: the one that is set, else that of most entries of a log's text.

    A title in 《》 is Chinese, too. Without entries it is that of the system: Chinese, or else
    English.
    """
    if chosen != "auto":
        return chosen
    found = reading_log.read(log) if log else None
    if found and found.entries:
        newest = house_style.newest(found, _NEWEST)
        chinese = sum(bool(_CHINESE.search(found.text, one.start, one.end)) for one in newest)
        return "zh" if chinese * 2 >= len(newest) else "en"
    return of_locale(environ)


def of_locale(environ: Mapping[str, str]) -> Language:
    """Give the language that a person has their system speak, of ours."""
    names = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").lower().startswith("zh") else "en"
