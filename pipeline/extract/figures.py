"""Find the region of each figure of a page: what is painted between its caption and the text.

The page is painted without its text, at a pixel a point. From a caption up, or down where nothing
is above it, its figure reaches as far as paint and labels go on: to the next text, caption, table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.floats import is_caption
from pipeline.extract.lines import Line
from pipeline.pdf.geometry import Box
from pipeline.pdf.rendering import CHANNELS, Picture

DPI = 72.0
_LABEL = re.compile(r"\s*((?:Fig(?:ure|\.)?|FIG(?:URE|\.)?|图|図)\s*[\w.]*\w)")
_CELL_MARK = " | "
"""What stands between the cells of a table's row."""
_STEP, _SAME_SIZE = 1.45, 0.06
"""Ems between the base lines of a caption at most, and ems that their sizes differ by at most."""
_ASCENT, _DESCENT = 0.8, 0.25
"""Ems that a line reaches above and below its base line."""
_PROSE_LETTERS, _PROSE_CELLS, _LONG_LETTERS = 18, 2, 45
"""Letters of a line of text at least, and parts that it falls into at most; letters of a line that
is no label of a figure, whatever else it is."""
_EDGE, _FEW_LETTERS = 3.0, 3
"""Points from its column's edge that a paragraph's last line begins at most, and its letters."""
_NARROW = 0.62
"""Share of the page's width up to which a caption's column is one of several."""
_BESIDE = 6.0
"""Points by which a figure may stand out of its caption's column."""
_GAP = 40.0
"""Points of blank paper at most within a figure, from top to bottom."""
_RULE, _APART = 3.0, 12.0
"""Points of height up to which paint at a figure's far end is a rule of the page, if it stands as
far apart."""
_MOST_CAPTIONS = 50
"""Captions of a page that are looked at: more are no paper's."""
_MARGIN = 20.0
"""Points at the page's edges that figures don't reach into."""
_LEAST_HEIGHT, _LEAST_AREA = 14.0, 900.0
"""Points, and square points, of a figure at least."""
_MUCH_LARGER = 3.0
"""Times that what is below a caption is larger than what is above it, to be its figure."""


class PageFigure(NamedTuple):
    """A figure of a page: its label, its caption's words, and its region in points."""

    page: int
    label: str
    caption: str
    box: Box


class _Caption(NamedTuple):
    """The lines of a caption, and the column that they stand in."""

    lines: list[Line]
    left: float
    right: float

    @property
    def top(self) -> float:
        first = self.lines[0]
        return first.y + _ASCENT * first.size

    @property
    def foot(self) -> float:
        last = self.lines[-1]
        return last.y - _DESCENT * last.size


def find(
    number: int, lines: Sequence[Line], width: float, bare: Callable[[], Picture | None]
) -> list[PageFigure]:
    """Give the figures of a page with its number, lines and width.

    `bare` paints the page without its text; it is asked where a line is a figure's caption.
    """
    upright = [line for line in lines if line.size and not line.angle]
    labels = [line for line in lines if line.form or not line.angle]
    captions = list(itertools.islice(_captions(upright), _MOST_CAPTIONS))
    if not any(map(_label, captions)) or (picture := bare()) is None:
        return []
    own = {id(line) for caption in captions for line in caption.lines}
    page = _Page(upright, labels, own, width, picture)
    found = []
    for caption in captions:
        if (label := _label(caption)) and (box := page.region(caption)):
            words = " ".join(line.text for line in caption.lines)
            found.append(PageFigure(number, label, words, box))
    return found


def _label(caption: _Caption) -> str:
    match = _LABEL.match(caption.lines[0].text)
    return match[1] if match else ""


def _captions(lines: Sequence[Line]) -> Iterator[_Caption]:
    at = 0
    while at < len(lines):
        first = lines[at]
        at += 1
        if first.part == "flow" or not is_caption(first):
            continue
        block = [first]
        while at < len(lines) and _goes_on(block[-1], lines[at]):
            block.append(lines[at])
            at += 1
        left, right = min(line.x0 for line in block), max(line.x1 for line in block)
        if any(_stands_beside(line, block, left, right) for line in lines):
            yield _Caption(block, left, right)
        else:
            yield _Caption(block, min(left, first.left or left), max(right, first.right or right))


def _stands_beside(line: Line, block: Sequence[Line], left: float, right: float) -> bool:
    """Tell whether a line shares its column with a caption's lines from `left` to `right`."""
    first, last = block[0], block[-1]
    at_height = last.y - last.size / 2 < line.y < first.y + first.size / 2
    in_column = line.x1 > first.left and line.x0 < first.right
    return at_height and in_column and (line.x1 <= left or line.x0 >= right)


def _goes_on(last: Line, line: Line) -> bool:
    step, size = last.y - line.y, last.size
    same = line.part == last.part and abs(line.size - size) < _SAME_SIZE * size
    return same and 0 < step < _STEP * size and not is_caption(line)


class _Page:
    """A page, to find the regions of captions' figures in.

    `own` are the identities of the captions' lines, `labels` the lines that a figure may have.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        labels: Sequence[Line],
        own: set[int],
        width: float,
        picture: Picture,
    ) -> None:
        self._lines, self._labels, self._own = lines, labels, own
        self._width, self._picture = width, picture
        self._height = picture.height / picture.scale[1]

    def region(self, caption: _Caption) -> Box | None:
        """Give the region of a caption's figure; None where nothing is painted beside it."""
        above, below = self._beside(caption, up=True), self._beside(caption, up=False)
        if above and below:
            sizes = [box.width * box.height for box in (above, below)]
            return below if sizes[1] > _MUCH_LARGER * sizes[0] else above
        return above or below

    def _beside(self, caption: _Caption, *, up: bool) -> Box | None:
        left, right = caption.left - _BESIDE, caption.right + _BESIDE
        if caption.right - caption.left > _NARROW * self._width:
            left, right = 0.0, self._width
        walls = [line for line in self._lines if self._is_wall(line, caption)]
        if up:
            low = caption.top
            feet = [line.y - _DESCENT * line.size for line in walls if line.y > caption.top]
            high = min([*feet, self._height - _MARGIN])
        else:
            high = caption.foot
            tops = [line.y + _ASCENT * line.size for line in walls if line.y < caption.foot]
            low = max([*tops, _MARGIN])
        return self._painted(Box(left, low, right, high), up=up) if high > low else None

    def _is_wall(self, line: Line, caption: _Caption) -> bool:
        """Tell whether a line ends what may be a caption's figure."""
        if line in caption.lines:
            return False
        shared = min(line.x1, caption.right) - max(line.x0, caption.left)
        if shared <= 0.1 * min(line.width, caption.right - caption.left):
            return False
        if id(line) in self._own or _CELL_MARK in line.text:
            return True
        if line.form or line.cells > _PROSE_CELLS:
            return False
        is_long = line.letters >= _PROSE_LETTERS or line.bold or line.is_full
        begins = abs(line.x0 - line.left) < _EDGE and line.letters >= _FEW_LETTERS
        is_note = line.letters >= _LONG_LETTERS and line.cells == 1
        return is_note or (line.part == "flow" and (is_long or begins))

    def _painted(self, band: Box, *, up: bool) -> Box | None:
        """Give the part of a band that is painted, from the caption's side on."""
        painted = self._rows(band)
        rows = self._with_labels(painted, band)
        order = sorted(rows) if up else sorted(rows, reverse=True)  # heights, in points
        taken: list[float] = []
        for height in order:
            if taken and abs(height - taken[-1]) > _GAP:
                break
            taken.append(height)
        taken = _without_ends(taken, painted)
        if not taken:
            return None
        low, high = min(taken), max(taken) + 1
        left = min(rows[height][0] for height in taken)
        right = max(rows[height][1] for height in taken)
        box = Box(left, low, right, high)
        is_figure = box.height >= _LEAST_HEIGHT and box.width * box.height >= _LEAST_AREA
        return box if is_figure else None

    def _rows(self, band: Box) -> dict[float, tuple[float, float]]:
        """Give the heights of a band that have paint, and from where to where."""
        picture, (across, down) = self._picture, self._picture.scale
        left = max(0, int(band.left * across))
        right = min(picture.width, int(band.right * across) + 1)
        top = max(0, int((self._height - band.top) * down))
        bottom = min(picture.height, int((self._height - band.bottom) * down))
        found: dict[float, tuple[float, float]] = {}
        for y in range(top, bottom):
            start = (y * picture.width + left) * CHANNELS
            row = picture.pixels[start : start + (right - left) * CHANNELS]
            if stripped := row.lstrip(b"\xff"):
                first = left + (len(row) - len(stripped)) // CHANNELS
                last = left + len(row.rstrip(b"\xff")) // CHANNELS + 1
                found[self._height - (y + 1) / down] = (first / across, last / across)
        return found

    def _with_labels(
        self, painted: dict[float, tuple[float, float]], band: Box
    ) -> dict[float, tuple[float, float]]:
        """Add the heights of lines in a band that are no captions."""
        found = dict(painted)
        for line in self._labels:
            if (box := line.box) and id(line) not in self._own and _is_in(box, band):
                for step in range(int(box.height) + 1):
                    height = box.bottom + step
                    before = found.get(height, (box.left, box.right))
                    found[height] = (min(before[0], box.left), max(before[1], box.right))
        return found


def _is_in(box: Box, band: Box) -> bool:
    across, down = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return band.left < across < band.right and band.bottom < down < band.top


def _without_ends(heights: list[float], painted: dict[float, tuple[float, float]]) -> list[float]:
    """Leave out what stands apart at the far end of what was taken from a caption on.

    It is a rule of the page, or a line of text: a running head, the end of a note.
    """
    while True:
        cuts = (
            at
            for at in range(len(heights) - 1, 0, -1)
            if abs(heights[at] - heights[at - 1]) > _APART
        )
        at = next(cuts, 0)
        end = [height for height in heights[at:] if height in painted]
        is_drawn = len(end) > 0 and abs(end[-1] - end[0]) >= _RULE
        if not at or is_drawn:
            return heights
        heights = heights[:at]
