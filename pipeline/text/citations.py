"""Tell whether a paper cites a work of a given title: its list of references, looked through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from pipeline.records.paper_text import PaperText
from pipeline.text.squash import Squashed, squash
from pipeline.text.titles import without_nickname

_SURE = 24
"""Letters of a title that stands in no other by chance: "Attention is all you need" has 21."""
_SHORTEST = 10
"""Letters of a title that can be told at all: fewer are a nickname."""
_FEWEST_WORDS = 2
_BEHIND_COLON = re.compile(r"[:：]\s*(?=\S)")
_VENUE = re.compile(r"[.,]\s+(?:[A-Z][A-Za-z]{1,9}\s?)?['’]?(?:19|20)?\d\d\b.{0,20}$")
_ENDS_BEFORE = re.compile(r"(?:^|[.,:;?!“”\"'‘’)\]]|\n)\s*$")
_ENDS_BEHIND = re.compile(r"\s*(?:$|[.,:;?!“”\"'‘’(\[]|\n|in\b)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?!\d)")
_REACH = 4
"""Characters before a title in which what ends another part of a reference is looked for."""


class Citations:
    """The references of a paper; all of its text where no list of them was made out."""

    def __init__(self, text: PaperText) -> None:
        self._paper = text

    @cached_property
    def _text(self) -> str:
        return self._paper.section_text("references") or self._paper.text

    @cached_property
    def _squashed(self) -> Squashed:
        return Squashed(self._text)

    @cached_property
    def _identifiers(self) -> frozenset[str]:
        return frozenset(_IDENTIFIER.findall(self._text))

    def has(self, title: str, entry: str = "") -> bool:
        """Tell whether a work is cited: by its title, or an arXiv identifier that `entry` names.

        `title` is as a log has it: with or without a nickname in front, or a venue behind.
        """
        if self._identifiers.intersection(_IDENTIFIER.findall(entry)):
            return True
        return any(self._has_title(form) for form in _forms(title))

    def _has_title(self, title: str) -> bool:
        squashed = squash(title)
        if len(squashed) < _SHORTEST or len(title.split()) < _FEWEST_WORDS:
            return False
        places = self._squashed.occurrences(squashed)
        return any(len(squashed) >= _SURE or self._is_whole(*place) for place in places)

    def _is_whole(self, start: int, end: int) -> bool:
        """Tell whether words are a title of their own, and not a part of a longer one."""
        before = self._text[max(0, start - _REACH) : start]
        return bool(_ENDS_BEFORE.search(before) and _ENDS_BEHIND.match(self._text, end))


def _forms(title: str) -> Iterator[str]:
    """Give the ways in which references may have a title that a log has so."""
    bare = _VENUE.sub("", title)
    yield from dict.fromkeys((title, bare, without_nickname(bare)))
    if behind := _BEHIND_COLON.search(bare):
        yield bare[behind.end() :]
