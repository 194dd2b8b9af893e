"""Tell whether a paper cites a work of a given title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from pipeline.records.paper_text import PaperText
from pipeline.text.cjk import has_cjk
from pipeline.text.squash import Squashed, squash, weight
from pipeline.text.titles import without_nickname

_SURE = 24
"""Letters of a title that stands in no other by chance: "Attention is all you need" has 21."""
_SHORTEST = 10
"""Letters of a title that can be told at all, Chinese characters counted twice: fewer, or a single
Latin word, are a nickname."""
_BEHIND_COLON = re.compile(r"[:：]\s*(\S.*)")
_VENUE = re.compile(r"[.,]\s+(?:[A-Z][A-Za-z]{1,9}\s?)?['’]?(?:19|20)?\d\d\b.{0,20}$")
_ENDS_BEFORE = re.compile(r"(?:^|[.,:;?!“”\"'‘’)\]]|\n)\s*$")
_ENDS_BEHIND = re.compile(r"\s*(?:$|[.,:;?!“”\"'‘’(\[]|\n|in\b)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?!\d)")
_REACH = 4
"""Characters before a title in which what ends another part of a reference is looked for."""


class _Title(NamedTuple):
    """A title as it is looked up; one that is not `sure` is told in lists of references alone."""

    squashed: str
    is_sure: bool


class Work(NamedTuple):
    """A work that may be cited: the identifiers and the titles that it is told by."""

    identifiers: frozenset[str]
    titles: tuple[_Title, ...]


def work_of(title: str, entry: str = "") -> Work:
    """Give the work of a title, and of the arXiv identifiers that `entry` names.

    `title` is as a log has it: with or without a nickname in front, or a venue behind.
    """
    whole = (_title(form, is_sure=True) for form in _forms(title))
    parts = (_title(_VENUE.sub("", one), is_sure=False) for one in _BEHIND_COLON.findall(title))
    found = tuple(one for one in (*whole, *parts) if one)
    return Work(frozenset(_IDENTIFIER.findall(entry)), found)


def _title(title: str, *, is_sure: bool) -> _Title | None:
    """Give a title as it is looked up; None for one that cannot be told."""
    squashed = squash(title)
    if weight(squashed) < _SHORTEST or not (has_cjk(title) or " " in title.strip()):
        return None
    return _Title(squashed, is_sure and weight(squashed) >= _SURE)


class Citations:
    """What a paper cites.

    A long title is looked for in all of its text behind the front, where its own title is: a list
    of references may be made out in part. A short one and a subtitle, which prose may have by
    chance, are looked for in that list alone, or in all where none was made out.
    """

    def __init__(self, text: PaperText) -> None:
        self._text = text.text
        lists = [(one.start, one.end) for one in text.sections if one.kind == "references"]
        self._lists = lists or [(0, len(text.text))]
        first, *others = text.sections or (None,)
        self._front = first.end if first and others and first.kind == "front" else 0

    @cached_property
    def _squashed(self) -> Squashed:
        return Squashed(self._text)

    @cached_property
    def _identifiers(self) -> frozenset[str]:
        return frozenset(_IDENTIFIER.findall(self._text))

    def has(self, title: str, entry: str = "") -> bool:
        """Tell whether the work of a title is cited, as `work_of` takes them."""
        return self.cites(work_of(title, entry))

    def cites(self, work: Work) -> bool:
        """Tell whether a work is cited: by one of its identifiers or titles."""
        if not self._identifiers.isdisjoint(work.identifiers):
            return True
        return any(map(self._has_title, work.titles))

    def _has_title(self, title: _Title) -> bool:
        return any(
            (title.is_sure and at >= self._front) or self._is_whole(at, to)
            for at, to in self._squashed.occurrences(title.squashed)
        )

    def _is_whole(self, start: int, end: int) -> bool:
        """Tell whether words are a title of their own in a list, and not a part of a longer one."""
        if not any(first <= start and end <= last for first, last in self._lists):
            return False
        before = self._text[max(0, start - _REACH) : start]
        return bool(_ENDS_BEFORE.search(before) and _ENDS_BEHIND.match(self._text, end))


def _forms(title: str) -> Iterator[str]:
    """Give the ways in which references may have a title that a log has so."""
    bare = _VENUE.sub("", title)
    yield from dict.fromkeys((title, bare, without_nickname(bare)))
