"""Links of an entry to another one of its log: `DCN（2023.5.3）的后续`, `after DCN (2023-05-03)`.

A link is a name and, in brackets behind it, the day that the log has the entry under. Pure, and
linear in its input.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.text.squash import Squashed, squash
from pipeline.text.titles import nicknames, without_nickname

_DAY = re.compile(
    r"[（(]\s?(?P<year>(?:19|20)\d\d)(?P<by>[-./])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})\s?[)）]",
    re.ASCII,
)
_LONGEST_NAME = 300
"""Characters before a day in which the name is looked for: the longest titles have 250."""
_CLOSES = " 》>*_”\"'’」"
_TO_COLON = re.compile(r"[^:：]*[:：]\s*")
_LAST_WORD = re.compile(r"(?:《[^《》]*》|[!-~]+|[^\s!-~]{1,12})\s?$")
_SHORTEST_NAME = 2


class Link(NamedTuple):
    """A day in brackets, `start` to `end`, and the words before it, which end in the name."""

    before: str
    day: datetime.date
    start: int
    end: int

    def name_of(self, title: str) -> int | None:
        """Give how many characters before the day name an entry of that title, None for no name.

        A title is named whole, by its nickname, or without it.
        """
        end = len(self.before.rstrip(_CLOSES))
        before = Squashed(self.before)
        starts = [
            start for name in _names(title) for start, to in before.occurrences(name) if to == end
        ]
        return len(self.before) - min(starts) if starts else None

    @property
    def words(self) -> str:
        """The last word before the day, with what closes it: what may be the name."""
        found = _LAST_WORD.search(self.before)
        return found[0].strip() if found else ""


def links(words: str) -> Iterator[Link]:
    """Give the links in words; a bracket with what is no day is none."""
    for match in _DAY.finditer(words):
        try:
            day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        before = words[max(0, match.start() - _LONGEST_NAME) : match.start()]
        yield Link(before, day, match.start(), match.end())


def _names(title: str) -> Iterator[str]:
    """Give what an entry of a title may be called, squashed."""
    behind = _TO_COLON.sub("", title, count=1)
    names = [title, without_nickname(title), behind, *nicknames(title)]
    squashed = (squash(name) for name in dict.fromkeys(names))
    return (name for name in squashed if len(name) >= _SHORTEST_NAME)
