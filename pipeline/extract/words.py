"""Cut a page's pieces of lines into words with their places: what tables are made out by.

Places and sizes are in points of the page, turned so that the words are upright.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.extract.pieces import Piece

_JOINED = 0.13
"""A gap of at most this, in ems, is none: its place in the line is of no use to tell words by."""
_WORD = re.compile(r"\S+")


class Word(NamedTuple):
    """A word, its ends and base line, its size, and whether most of its piece is bold or italic.

    `page` is the number of its page.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    styled: bool
    page: int = 1

    @property
    def middle(self) -> float:
        """The middle between its ends."""
        return (self.x0 + self.x1) / 2


def words(made: Iterable[Piece], page: int = 1) -> list[Word]:
    """Give the words of a page's pieces, in their order.

    Where a string holds several words without places of their own, its width is shared out by
    their letters.
    """
    return [word for piece in made for word in _of_piece(piece, page)]


def _of_piece(piece: Piece, page: int) -> Iterator[Word]:
    styled = max(piece.bold, piece.italic) * 2 > piece.letters
    start, left = 0, piece.x0
    gaps = [joint for joint in piece.joints if joint.gap > _JOINED]
    ends = [
        (gap.at, gap.x - gap.gap * piece.size / 2, gap.x + gap.gap * piece.size / 2) for gap in gaps
    ]
    for at, right, following in [*ends, (len(piece.text), piece.x1, piece.x1)]:
        text = piece.text[start:at]
        letter = (right - left) / max(1, len(text.strip()))
        first = len(text) - len(text.lstrip())
        for match in _WORD.finditer(text):
            x0, x1 = (left + letter * (place - first) for place in match.span())
            yield Word(match[0], x0, x1, piece.y, piece.size, styled, page)
        start, left = at, following
