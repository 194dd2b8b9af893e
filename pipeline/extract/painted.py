"""Find what is painted on a page: the areas of paint that hang together.

The page's picture, without its text, is looked at through a grid; cells with paint that touch are
of one area. Boxes are in points of the displayed page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.pdf.geometry import Box
from pipeline.pdf.rendering import CHANNELS, Picture

_CELL = 3
"""Pixels of a cell's side: paint that is farther apart than two cells' sides does not touch."""
_WHITE = b"\xff"
_PAINTED = re.compile(rb"[^\xff]+")


class Paint:
    """The paint of a page: its `areas`, each with its box, and where rows of it begin and end."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self.width = picture.width / picture.scale[0]
        self.height = picture.height / picture.scale[1]
        self.areas = [box for cells in _grown(_runs(picture)) if (box := self._trimmed(cells))]

    def rows(self, band: Box) -> dict[float, tuple[float, float]]:
        """Give the heights in a band that have paint, by their foot, and from where to where."""
        picture, (across, down) = self._picture, self._picture.scale
        left = max(0, int(band.left * across))
        right = min(picture.width, int(band.right * across) + 1)
        top = max(0, int((self.height - band.top) * down))
        bottom = min(picture.height, int((self.height - band.bottom) * down))
        found: dict[float, tuple[float, float]] = {}
        for y in range(top, bottom):
            start = (y * picture.width + left) * CHANNELS
            row = picture.pixels[start : start + max(0, right - left) * CHANNELS]
            if stripped := row.lstrip(_WHITE):
                first = left + (len(row) - len(stripped)) // CHANNELS
                last = left + len(row.rstrip(_WHITE)) // CHANNELS + 1
                found[self.height - (y + 1) / down] = (first / across, last / across)
        return found

    def _trimmed(self, cells: _Cells) -> Box | None:
        """Give the box of the paint in some cells."""
        (across, down), side = self._picture.scale, _CELL
        top, bottom = self.height - cells.top * side / down, self.height - cells.end * side / down
        frame = Box(cells.left * side / across, bottom, (cells.right * side - 1) / across, top)
        rows = self.rows(frame)
        if not rows:
            return None
        lefts, rights = zip(*rows.values(), strict=True)
        return Box(min(lefts), min(rows), max(rights), max(rows) + 1 / down)


class _Cells(NamedTuple):
    """Columns and rows of cells, from the page's upper left; `right` and `end` are behind them."""

    left: int
    top: int
    right: int
    end: int


def _runs(picture: Picture) -> Iterator[list[tuple[int, int]]]:
    """Give, for each row of cells, the first and the last column of each run of painted ones."""
    length, side = picture.width * CHANNELS, _CELL * CHANNELS
    pixels, white = picture.pixels, _WHITE * length
    for y in range(0, picture.height, _CELL):
        rows = [
            row
            for start in range(y, min(y + _CELL, picture.height))
            if (row := pixels[start * length : (start + 1) * length]) != white
        ]
        if not rows:
            yield []
            continue
        blank = int.from_bytes(white, "big")
        for row in rows:
            blank &= int.from_bytes(row, "big")
        shown = blank.to_bytes(length, "big").ljust(-(-length // side) * side, _WHITE)
        cells = -1  # all of a cell's bytes in one
        for at in range(side):
            cells &= int.from_bytes(shown[at::side], "big")
        columns = cells.to_bytes(len(shown) // side, "big")
        yield [(run.start(), run.end() - 1) for run in _PAINTED.finditer(columns)]


def _grown(rows: Iterator[list[tuple[int, int]]]) -> list[_Cells]:
    """Put runs of cells that touch into one, row by row; give what each area takes up."""
    parents: list[int] = []
    boxes: list[_Cells] = []

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = at = parents[parents[at]]
        return at

    before: list[tuple[int, int, int]] = []
    for y, runs in enumerate(rows):
        now = []
        first = 0
        for left, right in runs:
            own = len(parents)
            parents.append(own)
            boxes.append(_Cells(left, y, right + 1, y + 1))
            while first < len(before) and before[first][1] < left - 1:
                first += 1
            at = first
            while at < len(before) and before[at][0] <= right + 1:
                one, other = root(before[at][2]), root(own)
                if one != other:
                    parents[other] = one
                    boxes[one] = _around(boxes[one], boxes[other])
                at += 1
            now.append((left, right, own))
        before = now
    return [boxes[at] for at in range(len(parents)) if parents[at] == at]


def _around(one: _Cells, other: _Cells) -> _Cells:
    return _Cells(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.end, other.end),
    )
