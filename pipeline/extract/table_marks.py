"""Marks of tables that are drawn and no letters: ticks, crosses and others.

A tick and a cross are told by where their boxes have paint; any other mark is known to be one.
Places and sizes are in points of the displayed page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.pdf.geometry import Box, both
from pipeline.pdf.rendering import CHANNELS, Page, Picture

TICK, CROSS, UNKNOWN = "✓", "✗", "[mark]"
_LEAST, _MOST = 3.0, 16.0
"""Points of a mark's sides."""
_TOUCH = 0.5
"""Points between the parts of a mark, at most."""
_MOST_PARTS = 400
"""Small drawings of a table; more are a plot."""
_DPI = 216.0
_SEEN = 60
"""Of 255, in one channel: what differs so much from a mark's surroundings is paint of it."""
_FIELDS = 5
"""Rows and columns of the fields that a mark's box is cut into."""
_FULL, _BLANK = 0.15, 0.06
"""Share of a field with paint from which on it has some, and up to which it has none."""
_LEAST_PIXELS = 10
"""Pixels of a mark's sides at least for its shape to be told."""


class Mark(NamedTuple):
    """A mark as text, and its box."""

    text: str
    box: Box


def small(page: Page) -> list[Box]:
    """Give what is drawn on a page and is no larger than a mark."""
    return [box for box in page.drawn() if max(box.width, box.height) <= _MOST]


def marks(page: Page, frame: Box, drawn: Sequence[Box]) -> list[Mark]:
    """Give the marks within a frame, given what is drawn on the page and small."""
    inside = [box for box in drawn if both(box, frame) == box]
    if len(inside) > _MOST_PARTS:
        return []
    whole = [box for box in _joined(inside) if _is_large(box)]
    if not whole:
        return []
    picture = page.picture(_DPI, both(frame, Box(0.0, 0.0, page.width, page.height)))
    told = ((_shape(_paint(picture, page.height, box)), box) for box in whole)
    return [Mark(text, box) for text, box in told if text]


def _is_large(box: Box) -> bool:
    return min(box.width, box.height) >= _LEAST and max(box.width, box.height) <= _MOST


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that touch: a cross is two lines."""
    found: list[Box] = []
    for box in sorted(boxes):
        for at, other in enumerate(found):
            apart = max(
                box.left - other.right,
                other.left - box.right,
                box.bottom - other.top,
                other.bottom - box.top,
            )
            if apart < _TOUCH:
                found[at] = Box(
                    min(box.left, other.left),
                    min(box.bottom, other.bottom),
                    max(box.right, other.right),
                    max(box.top, other.top),
                )
                break
        else:
            found.append(box)
    return found


def _paint(picture: Picture, height: float, box: Box) -> list[list[bool]]:
    """Give which pixels of a box have paint: they differ from the one outside its upper corner."""
    across, down = picture.scale
    left = max(0, int(box.left * across) - picture.left)
    right = min(picture.width, int(box.right * across) + 1 - picture.left)
    top = max(0, int((height - box.top) * down) - picture.top)
    foot = min(picture.height, int((height - box.bottom) * down) + 1 - picture.top)

    def pixel(x: int, y: int) -> bytes:
        at = (picture.width * y + x) * CHANNELS
        return bytes(picture.pixels[at : at + CHANNELS - 1])

    ground = pixel(max(0, left - 1), max(0, top - 1))
    paint = [
        [
            any(abs(one - other) > _SEEN for one, other in zip(pixel(x, y), ground, strict=True))
            for x in range(left, right)
        ]
        for y in range(top, foot)
    ]
    rows = [y for y, row in enumerate(paint) if any(row)]
    columns = [x for x, column in enumerate(zip(*paint, strict=True)) if any(column)]
    if not rows:
        return []
    return [row[columns[0] : columns[-1] + 1] for row in paint[rows[0] : rows[-1] + 1]]


def _shape(paint: Sequence[Sequence[bool]]) -> str:
    """Tell a tick and a cross by the fields that have paint; empty where there is none."""
    if not paint:
        return ""
    high, wide = len(paint), len(paint[0])
    if min(high, wide) < _LEAST_PIXELS:
        return UNKNOWN

    def share(row: int, column: int) -> float:
        ys = range(row * high // _FIELDS, (row + 1) * high // _FIELDS)
        xs = range(column * wide // _FIELDS, (column + 1) * wide // _FIELDS)
        return sum(paint[y][x] for y in ys for x in xs) / (len(ys) * len(xs))

    last, middle = _FIELDS - 1, _FIELDS // 2
    corners = [share(row, column) for row in (0, last) for column in (0, last)]
    edges = [share(*at) for at in ((0, middle), (last, middle), (middle, 0), (middle, last))]
    if min([*corners, share(middle, middle)]) > _FULL and max(edges) < _BLANK:
        return CROSS
    foot = max(share(last, 1), share(last, middle))
    arm = max(share(middle, 0), share(last - 1, 0))
    free = (share(0, 0), share(0, 1), share(0, middle), share(last, last))
    return TICK if min(share(0, last), foot, arm) > _FULL and max(free) < _BLANK else UNKNOWN
