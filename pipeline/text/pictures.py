"""The links of pictures in a log or an entry, as `<img src=…>` and as `![](…)`. Pure.

Linear in its input: what a link may have is bounded, and none begins within another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_LINK = re.compile(
    r"!\[(?:\\.|[^\[\]\\\n]){0,1000}\]\((?P<plain>[^\s()<>]{1,300})(?:[ \t]+\"[^\"\n]{0,300}\")?\)"
    r"|<img\b[^<>\n]{0,1000}?(?<=\s)src\s?=\s?(?P<quote>[\"']?)(?P<source>[^\"'\s<>]{1,300})(?P=quote)"
    r"[^<>\n]{0,4000}>"
)


class PictureLink(NamedTuple):
    """A picture's link: all of it, what it leads to, and the characters from `start` to `end`."""

    whole: str
    target: str
    start: int
    end: int

    @property
    def is_tag(self) -> bool:
        """Whether it is an <img>."""
        return self.whole.startswith("<")


def links(text: str) -> Iterator[PictureLink]:
    """Give the links of pictures, in order."""
    for found in _LINK.finditer(text):
        yield PictureLink(found[0], found["plain"] or found["source"], *found.span())


def relinked(text: str, target: Callable[[str], str]) -> str:
    """Give a text with other targets of its pictures: what `target` says of each."""

    def replaced(found: re.Match[str]) -> str:
        group = "plain" if found["plain"] else "source"
        start, end = (place - found.start() for place in found.span(group))
        return found[0][:start] + target(found[group]) + found[0][end:]

    return _LINK.sub(replaced, text)
