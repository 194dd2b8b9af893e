"""Text without what page and model write in ways of their own.

Without case, space, hyphens, ligatures, punctuation, raised digits: so a quote is found however it
is written, and `BLIP2` is `BLIP-2`. Chinese has no spaces: each of its characters is a word.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.text.cjk import CJK

_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{CJK}]|[^\W\d_{CJK}]+")


def words_of(text: str) -> list[str]:
    """Give a text's words as they are looked up."""
    return [_plain(match) for match in _TOKEN.finditer(text)]


def placed_words(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Give the words between two characters of a text, each with its own first and last place."""
    return ((_plain(match), *match.span()) for match in _TOKEN.finditer(text, start, end))


def squash(text: str) -> str:
    """Give a text as it is looked up: its words without anything between them."""
    return "".join(words_of(text))


def stem(word: str) -> str:
    """Give an English noun in the singular, without case."""
    word = word.casefold()
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def weight(squashed: str) -> int:
    """Give how much a text proves: its letters and digits, Chinese characters counted twice."""
    return len(squashed) + len(re.findall(f"[{CJK}]", squashed))


_BEHIND_LATIN = "\u0250"
_ACCENT = re.compile("[\u0300-\u036f]")


class Squashed:
    """A text squashed, with the place of each of its words: characters of the text, from and to.

    With `parts`, some of its characters in order, as if nothing stood between these.
    """

    def __init__(self, text: str, parts: Sequence[tuple[int, int]] | None = None) -> None:
        parts = [(0, len(text))] if parts is None else parts
        matches = [match for start, end in parts for match in _TOKEN.finditer(text, start, end)]
        words = [_plain(match) for match in matches]
        self._text = "".join(words)
        self._spans = [match.span() for match in matches]
        self._starts = [0]  # of the words in the squashed text, and its end
        for word in words:
            self._starts.append(self._starts[-1] + len(word))

    def occurrences(self, squashed: str) -> Iterator[tuple[int, int]]:
        """Give every place of the text that is `squashed`: whole words only."""
        at = self._text.find(squashed) if squashed else -1
        while at >= 0:
            if found := self._span(at, at + len(squashed)):
                yield found
            at = self._text.find(squashed, at + 1)

    def with_broken_ends(self, squashed: str) -> Iterator[tuple[int, int]]:
        """Give every place that is `squashed` but for the rest of its first and last word."""
        at = self._text.find(squashed) if squashed else -1
        while at >= 0:
            first = bisect.bisect_right(self._starts, at) - 1
            last = bisect.bisect_left(self._starts, at + len(squashed))
            yield self._spans[first][0], self._spans[last - 1][1]
            at = self._text.find(squashed, at + 1)

    def has(self, squashed: str) -> bool:
        """Tell whether the text has it, in whole words."""
        return next(self.occurrences(squashed), None) is not None

    def behind(self, offset: int, squashed: str, reach: int) -> tuple[int, int] | None:
        """Give the first place behind a character of the text that is `squashed`, or None.

        It begins at most `reach` squashed characters on.
        """
        after = self._starts[bisect.bisect_left(self._spans, (offset, 0))]
        end = after + reach + len(squashed)
        at = self._text.find(squashed, after, end)
        while at >= 0:
            if found := self._span(at, at + len(squashed)):
                return found
            at = self._text.find(squashed, at + 1, end)
        return None

    def _span(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the characters between two offsets of the squashed text; None within a word."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        if self._starts[first] != start or last >= len(self._starts) or self._starts[last] != end:
            return None
        return self._spans[first][0], self._spans[last - 1][1]


def _plain(token: re.Match[str]) -> str:
    word = token[0]
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)  # letters of formulas
        if word[0] < _BEHIND_LATIN:
            word = _ACCENT.sub("", unicodedata.normalize("NFD", word))
    return word.casefold().replace(",", "")
