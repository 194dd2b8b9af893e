"""Find the region of each figure of a page: what is painted between its caption and the text.

The page is painted without its text, at a pixel a point. From a caption up, or down where nothing
is above it, its figure reaches as far as paint and labels go on: to the next text, caption, table.
Text is a figure's where a frame or a ground is painted around it, and where it stands right below
paint that no other caption names. A figure without paint is what stands apart from the text: code.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.figure_walls import (
    ASCENT,
    CELL_MARK,
    DESCENT,
    EDGE,
    RULE,
    STEP,
    Walls,
    is_figure,
    is_row,
    reach,
)
from pipeline.extract.floats import is_caption
from pipeline.extract.lines import Cell, Line
from pipeline.extract.painted import Paint
from pipeline.pdf.geometry import Box, area, both
from pipeline.pdf.rendering import Picture

DPI = 72.0
_LABEL = re.compile(r"\s*((?:Fig(?:ure|\.)?|FIG(?:URE|\.)?|图|図)\s*[\w.]*\w)")
_SAME_SIZE = 0.06
"""Ems that the sizes of a caption's lines differ by at most."""
_NARROW = 0.62
"""Share of the page's width up to which a caption's column is one of several."""
_BESIDE = 6.0
"""Points by which a figure may stand out of its caption's column."""
_GAP = 40.0
"""Points of blank paper at most within a figure, from top to bottom."""
_APART = 12.0
"""Points from which on a rule, or text, at a figure's far end is the page's."""
_WRITTEN = 0.33
"""Share of a figure's height that has paint, under which it is text."""
_FAR_APART, _LINE = 24.0, 14.0
"""Points from which on a line of text at a figure's far end is none of it, and its height."""
_MOST_CAPTIONS, _MOST_LINES = 50, 3000
"""Captions of a page that are looked at, and lines of a page with figures: more are no paper's."""
_MARGIN = 20.0
"""Points at the page's edges that figures don't reach into."""
_MUCH_LARGER = 3.0
"""Times that what is below a caption is larger than what is above it, to be its figure."""
_OVERLAP = 0.1
"""Share of the smaller of two regions from which on they are of one figure."""
_GROUP_GAP, _LEVEL, _SUB_LINES = 3.0, 4.0, 5.0
"""Points between two lines of a group, and points within which lines stand at one height; lines
of sub-captions under each other at most."""
_BELOW_PAINT, _PICTURE, _OUT = 30.0, 30.0, 12.0
"""Points from sub-captions up to their picture, its height in points, and points that they may
stand out of it."""
_LEVEL_CAPTIONS = 20.0
"""Points within which two captions' tops are at one height: their figures are side by side."""
_LEAST_SHARED, _MOSTLY = 0.3, 0.5
"""Shares at least: of paint's area that is in a caption's column, of its height at a figure's."""
_LEAST_LINES = 3
"""Lines of a figure without paint at least."""


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
        return first.y + ASCENT * first.size

    @property
    def foot(self) -> float:
        last = self.lines[-1]
        return last.y - DESCENT * last.size


def find(
    number: int, lines: Sequence[Line], width: float, bare: Callable[[], Picture | None]
) -> list[PageFigure]:
    """Give the figures of a page with its number, lines and width.

    `bare` paints the page without its text; it is asked where a line is a figure's caption.
    """
    upright = list(_with_captions_apart([line for line in lines if line.size and not line.angle]))
    turned = [line for line in lines if line.angle and not line.text.startswith("arXiv:")]
    labels = [*upright, *turned]
    captions = list(itertools.islice(_captions(upright), _MOST_CAPTIONS))
    if len(lines) > _MOST_LINES or not any(map(_label, captions)) or (picture := bare()) is None:
        return []
    page = _Page(upright, labels, captions, width, Paint(picture))
    return [
        PageFigure(number, label, " ".join(line.text for line in caption.lines), box)
        for caption, box in zip(captions, page.regions(), strict=True)
        if box and (label := _label(caption))
    ]


def _with_captions_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Cut off a caption that stands beside other text on its lines: a table's row, a caption."""
    caption: list[Line] = []
    for line in lines:
        at = next((at for at, one in enumerate(line.parts) if at and _begins(line, one)), 0)
        if not at and caption and 0 < caption[-1].y - line.y < STEP * line.size:
            edge = caption[0].x0
            at = next((at for at, one in enumerate(line.parts) if abs(one.x0 - edge) < EDGE), 0)
        if not at:
            yield from caption
            caption = []
            yield line
            continue
        mark = CELL_MARK if CELL_MARK in line.text else " "
        yield line.of_parts(line.parts[:at], mark)._replace(left=line.left, right=line.right)
        caption.append(line.of_parts(line.parts[at:], " ")._replace(part="float"))
    yield from caption


def _begins(line: Line, part: Cell) -> bool:
    """Tell whether a part of a line begins a figure's caption."""
    return bool(_LABEL.match(part.text)) and is_caption(line._replace(text=part.text))


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
    return same and 0 < step < STEP * size and not is_caption(line)


class _Page:
    """A page, to find the regions of captions' figures in.

    `labels` are the lines that a figure may have: upright ones, and others of figures.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        labels: Sequence[Line],
        captions: Sequence[_Caption],
        width: float,
        paint: Paint,
    ) -> None:
        own = {id(line) for caption in captions for line in caption.lines}
        self._labels = [line for line in labels if id(line) not in own]
        self._captions, self._width, self._paint = captions, width, paint
        self._height = paint.height
        self._walls = Walls(lines, own, width, paint)
        self._found: dict[int, Box] = {}

    def regions(self) -> list[Box | None]:
        """Give the region of each caption's figure; None for what is none, or has nothing."""
        named = [at for at, caption in enumerate(self._captions) if _label(caption)]
        for at in sorted(named, key=lambda at: -self._captions[at].top):
            if box := self._region(self._captions[at]):
                self._found[at] = box
        for at in named:
            if at not in self._found and (box := self._written(self._captions[at])):
                self._found[at] = box
        for at in self._found:
            self._found[at] = self._with_neighbours(at)
        return [self._found.get(at) for at in range(len(self._captions))]

    # ── between a caption and the text ──

    def _region(self, caption: _Caption) -> Box | None:
        """Give what is painted above a caption, or below it."""
        above, below = self._beside(caption, up=True), self._beside(caption, up=False)
        taken = list(self._found.values())
        above, below = (
            box if box and not any(_overlap(box, other) for other in taken) else None
            for box in (above, below)
        )
        if below and self._is_named_below(below, caption):
            return above
        if above and below:
            sizes = [area(box) for box in (above, below)]
            return below if sizes[1] > _MUCH_LARGER * sizes[0] else above
        return above or below

    def _is_named_below(self, box: Box, caption: _Caption) -> bool:
        """Tell whether a caption follows below a figure that has nothing else to name."""
        return any(
            _label(other)
            and other is not caption
            and 0 <= box.bottom - other.top + 1 < _GAP
            and _shares(box, other)
            and not self._beside(other, up=False)
            for other in self._captions
        )

    def _beside(self, caption: _Caption, *, up: bool) -> Box | None:
        left, right = caption.left - _BESIDE, caption.right + _BESIDE
        if caption.right - caption.left > _NARROW * self._width:
            left, right = 0.0, self._width
        walls = [
            reach(line)
            for line in self._walls.lines
            if line not in caption.lines and _crosses(line, caption)
        ]
        walls += [
            edge for edge in self._walls.edges if both(edge, Box(left, 0, right, 1e9)).width > 0
        ]
        beyond = sorted(
            (box for box in walls if (box.bottom > caption.top if up else box.top < caption.foot)),
            key=lambda box: box.bottom if up else -box.top,
        )
        beyond = self._without_sub_captions(beyond, caption, up=up)
        if up:
            low, high = caption.top, min([*(box.bottom for box in beyond), self._height - _MARGIN])
        else:
            low, high = max([*(box.top for box in beyond), _MARGIN]), caption.foot
        if high <= low:
            return None
        return self._painted(self._widened(Box(left, low, right, high), caption), up=up)

    def _without_sub_captions(self, beyond: list[Box], caption: _Caption, *, up: bool) -> list[Box]:
        """Leave out the few lines of text next to a caption that have paint right above them.

        No other caption names that paint, and the lines stand out of it on neither side, or are
        marked as sub-captions within the caption's column.
        """
        while up and beyond:
            group = [beyond[0]]
            for box in beyond[1:]:
                if box.bottom - group[-1].top > _GROUP_GAP:
                    break
                group.append(box)
            whole = _hull(group)
            paint = [
                one
                for one in self._walls.areas
                if -_LEVEL < one.bottom - whole.top < _BELOW_PAINT and one.height > _PICTURE
            ]
            is_long = whole.height > _SUB_LINES * group[0].height
            if not paint or is_long or any(map(self._walls.name_a_float, group)):
                break
            picture = self._with_labels_beside(_hull(paint))
            left, right = picture.left, picture.right
            if any(map(self._walls.mark_a_part, group)):
                left, right = min(left, caption.left), max(right, caption.right)
            out = whole.left < left - _OUT or whole.right > right + _OUT
            if out or self._is_named(picture, caption):
                break
            beyond = beyond[len(group) :]
        return beyond

    def _with_labels_beside(self, picture: Box) -> Box:
        """Give paint with the labels that stand beside it and touch it, or nearly so."""
        beside = [
            line.box
            for line in self._labels
            if line.box
            and both(line.box, picture).height > _MOSTLY * line.box.height
            and _gap(line.box, picture) < _BELOW_PAINT
        ]
        return _hull([picture, *beside])

    def _is_named(self, picture: Box, caption: _Caption) -> bool:
        """Tell whether a picture is another's, or a caption without a figure is right above it."""
        above = any(
            other is not caption
            and at not in self._found
            and 0 <= other.foot - picture.top + _LEVEL < _GAP
            and _shares(picture, other)
            for at, other in enumerate(self._captions)
        )
        return above or any(_overlap(picture, box) for box in self._found.values())

    def _widened(self, band: Box, caption: _Caption) -> Box:
        """Give a band with the whole of the paint that runs over its sides, if no text is there."""
        sides = self._sides(caption)
        for whole in self._walls.areas:
            one = both(whole, sides)
            shared = both(one, band)
            if area(shared) < _LEAST_SHARED * area(one) or area(shared) == area(one):
                continue
            left, right = min(band.left, one.left), max(band.right, one.right)
            wide = Box(left, max(band.bottom, one.bottom), right, min(band.top, one.top))
            if not self._walls.are_in(wide, caption.lines):
                band = band._replace(left=left, right=right)
        return both(band, sides)

    def _sides(self, caption: _Caption) -> Box:
        """Give what a figure may take up: as far as the middle between two captions' figures."""
        left, right = 0.0, self._width
        for other in self._captions:
            if other is caption or abs(other.top - caption.top) > _LEVEL_CAPTIONS:
                continue
            if other.left >= caption.right - _BESIDE:
                right = min(right, self._middle(caption, other))
            elif other.right <= caption.left + _BESIDE:
                left = max(left, self._middle(other, caption))
        return Box(left, 0.0, right, self._height)

    def _middle(self, left: _Caption, right: _Caption) -> float:
        """Give where the figure of one caption ends and that of the next on its right begins.

        It is in the white strip above them that is nearest to the middle between the captions.
        """
        low, middle = max(left.top, right.top), (left.right + right.left) / 2
        painted = sorted(
            (one.left, one.right)
            for one in self._walls.areas
            if one.bottom < low + _GAP and one.top > low
        )
        strips, end = [], left.right
        for start, stop in [*painted, (right.left, right.left)]:
            if min(start, right.left) > end:
                strips.append((end + min(start, right.left)) / 2)
            end = max(end, stop)
        return min(strips, key=lambda strip: abs(strip - middle), default=middle)

    def _painted(self, band: Box, *, up: bool) -> Box | None:
        """Give the part of a band that is painted, from the caption's side on."""
        painted = self._paint.rows(band)
        rows = self._with_labels(painted, band)
        order = sorted(rows) if up else sorted(rows, reverse=True)  # heights, in points
        taken: list[float] = []
        for height in order:
            if taken and abs(height - taken[-1]) > _GAP:
                break
            taken.append(height)
        floats = self._with_labels({}, band, part="float")
        taken = _without_ends(taken, painted, floats, self._walls.head)
        if not taken:
            return None
        low, high = min(taken), max(taken) + 1
        left = min(rows[height][0] for height in taken)
        right = max(rows[height][1] for height in taken)
        box = Box(left, low, right, high)
        return box if is_figure(box) else None

    def _with_labels(
        self, painted: dict[float, tuple[float, float]], band: Box, part: str = ""
    ) -> dict[float, tuple[float, float]]:
        """Add the heights of lines in a band that are no captions."""
        found = dict(painted)
        for line in self._labels:
            if part and line.part != part:
                continue
            if (box := line.box) and _is_in(box, band):
                if not (band.bottom <= box.bottom and box.top <= band.top):
                    continue  # labels of several figures, one above the other
                if (box.left < band.left or box.right > band.right) and self._walls.are_in(box):
                    box = both(box, band)
                for step in range(int(box.height) + 1):
                    height = box.bottom + step
                    before = found.get(height, (box.left, box.right))
                    found[height] = (min(before[0], box.left), max(before[1], box.right))
        return found

    # ── beyond a caption's column ──

    def _with_neighbours(self, at: int) -> Box:
        """Give a figure with the paint and labels beside it that are no other's."""
        region, caption = self._found[at], self._captions[at]
        sides = self._sides(caption)
        others = [box for place, box in self._found.items() if place != at]
        labels = [line.box for line in self._labels if not self._walls.hold(line) and line.box]
        within = (both(box, sides) for box in [*self._walls.areas, *labels])
        rest = [box for box in within if box.width > 0 and _is_nearest(box, region, others)]
        while True:
            far: list[Box] = []
            before = region
            for box in rest:
                hull = _hull([region, box])
                if both(box, region).height <= _MOSTLY * box.height or _gap(region, box) > _GAP:
                    far.append(box)
                elif hull != region and not (
                    any(area(both(hull, other)) > 1 for other in others)
                    or self._walls.are_in(hull, caption.lines)
                ):
                    region = hull
            if region == before:
                return region
            rest = far

    # ── without paint ──

    def _written(self, caption: _Caption) -> Box | None:
        """Give what stands above a caption and is no text: between two rules, or apart: code."""
        ruled = self._ruled(caption)
        if ruled:
            return ruled
        left, right = caption.left - _BESIDE, caption.right + _BESIDE
        taken: list[Box] = []
        last = caption.top
        for line in sorted(self._labels, key=lambda line: line.y):
            box = line.box
            if not box or line.y < caption.top or box.right < left or box.left > right:
                continue
            if line.part == "flow" or is_row(line) or box.bottom - last > _GAP:
                break
            taken.append(box)
            last = max(last, box.top)
        lines = {round(box.bottom) for box in taken}
        return _hull(taken) if len(lines) >= _LEAST_LINES else None

    def _ruled(self, caption: _Caption) -> Box | None:
        """Give what stands above a caption between two rules that are alike."""
        rules = sorted(
            one
            for one in self._paint.areas
            if one.height <= RULE
            and one.bottom > caption.top
            and one.width > _MOSTLY * (caption.right - caption.left)
        )
        rules.sort(key=lambda rule: rule.bottom)
        if not rules or self._walls.are_in(rules[0]._replace(bottom=caption.top + 1)):
            return None
        lower = rules[0]
        for upper in rules[1:]:
            alike = max(abs(upper.left - lower.left), abs(upper.right - lower.right)) < EDGE
            inside = _hull([lower, upper])
            if alike and lower.bottom - caption.top < _GAP:
                own = any(_is_in(reach(one.lines[0]), inside) for one in self._captions)
                return inside if is_figure(inside) and not own else None
        return None


def _crosses(line: Line, caption: _Caption) -> bool:
    """Tell whether a line stands above or below a caption by more than its edge."""
    shared = min(line.x1, caption.right) - max(line.x0, caption.left)
    return shared > 0.1 * min(line.width, caption.right - caption.left)


def _shares(box: Box, caption: _Caption) -> bool:
    return min(box.right, caption.right) > max(box.left, caption.left)


def _hull(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def _gap(one: Box, other: Box) -> float:
    """Give the points between two boxes from left to right."""
    return max(one.left, other.left) - min(one.right, other.right)


def _is_nearest(box: Box, region: Box, others: Sequence[Box]) -> bool:
    """Tell whether a box is no nearer to another region at its height."""
    return all(
        both(box, other).height <= 0 or _gap(box, region) <= _gap(box, other) for other in others
    )


def _overlap(one: Box, other: Box) -> bool:
    return area(both(one, other)) > _OVERLAP * min(area(one), area(other))


def _is_in(box: Box, band: Box) -> bool:
    across, down = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return band.left < across < band.right and band.bottom < down < band.top


def _without_ends(
    heights: list[float],
    painted: dict[float, tuple[float, float]],
    labels: Collection[float],
    top: float,
) -> list[float]:
    """Leave out what stands apart at the far end of what was taken from a caption on.

    It is a rule of the page, or text without paint. Where the figure is more text than paint, it is
    of the running text, a line far off, or one above `top`; `labels` are the heights of text that
    is of a float.
    """
    if not heights:
        return heights
    tall = abs(heights[-1] - heights[0])
    is_written = sum(height in painted for height in heights) < _WRITTEN * tall
    while True:
        cuts = (
            at
            for at in range(len(heights) - 1, 0, -1)
            if abs(heights[at] - heights[at - 1]) > _APART
        )
        at = next(cuts, 0)
        if not at:
            return heights
        end = heights[at:]
        drawn = [height for height in end if height in painted]
        is_drawn = len(drawn) > 0 and abs(drawn[-1] - drawn[0]) >= RULE
        is_near = abs(heights[at] - heights[at - 1]) < _FAR_APART
        is_label = all(height in labels or height in painted for height in end)
        is_text = (
            is_written and is_label and (is_near or abs(end[-1] - end[0]) > _LINE) and end[0] < top
        )
        if is_drawn or is_text:
            return heights
        heights = heights[:at]
