"""Tell which lines of a page end a figure: prose, rows of tables and captions, not its labels.

Text is a figure's where a frame or a ground is painted around it. Places and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.extract.floats import begins_like_caption
from pipeline.extract.lines import Line
from pipeline.extract.painted import Paint
from pipeline.pdf.geometry import Box, area, both

CELL_MARK = " | "
"""What stands between the cells of a table's row."""
ASCENT, DESCENT = 0.8, 0.25
"""Ems that a line reaches above and below its base line."""
STEP = 1.45
"""Ems between the base lines of two lines of a paragraph, or a caption, at most."""
_PART = re.compile(r"\([a-z]\)\s")
_PROSE_LETTERS, _PROSE_CELLS, _LONG_LETTERS = 18, 2, 45
"""Letters of a line of text at least, and parts that it falls into at most; letters of a line that
is no label of a figure, whatever else it is."""
EDGE, _FEW_LETTERS = 3.0, 3
"""Points from its column's edge that a paragraph's last line begins at most, and its letters."""
RULE = 3.0
"""Points of height up to which paint is a rule."""
_PAGE = 0.93
"""Share of the page's sides from which on paint is the page's ground or frame."""
_HEAD_RULE, _HEAD_GAP, _HEAD_LINES = 0.5, 20.0, 3
"""Share of the page's width of the rule below a running head, points from it to the head at most,
and lines of the head at most: a long one is read as two or three."""
_PADDING, _FRAME, _BEHIND = 2.0, 1.6, 0.5
"""Points between a line's end and the frame, or the edge of the ground, around it; ems of a frame's
height; share of the line that may stand before it."""
_LEAST_HEIGHT, _LEAST_AREA = 14.0, 900.0
"""Points, and square points, of a figure at least."""
_TOP = 0.92
"""Share of the page's height from which on lines are running heads."""
_MOST_AREAS = 500
"""Areas of paint that are looked at, the largest: more are no paper's figures."""


class Walls:
    """What of a page ends a figure: the `lines` that do, and the `edges`, rules below its head.

    `own` are the identities of the captions' lines. `areas` is the paint that may be a figure, and
    `head` the height above which a line is a running head, or the page's first.
    """

    def __init__(
        self, lines: Sequence[Line], own: Collection[int], width: float, paint: Paint
    ) -> None:
        self._own, self._width, self._paint = own, width, paint
        large = sorted(filter(is_figure, paint.areas), key=area, reverse=True)[:_MOST_AREAS]
        self.areas = [one for one in large if not self._is_page(one)]
        self.edges = [one for one in paint.areas if self._parts_head(one, lines)]
        first = max((reach(line).bottom for line in lines), default=paint.height)
        self.head = min(_TOP * paint.height, first - 1)
        befores = [None, *lines]
        self.lines = [
            line
            for line, before in zip(lines, befores, strict=False)
            if self._is_text(line) or (_ends_paragraph(line, before) and not self._is_framed(line))
        ]
        self._places = {id(line): reach(line) for line in self.lines}

    def hold(self, line: Line) -> bool:
        """Tell whether a line is one of them."""
        return id(line) in self._places

    def are_in(self, box: Box, but: Sequence[Line] = ()) -> bool:
        """Tell whether some of them, but for a few, stand in a box."""
        inner = Box(box.left + 1, box.bottom + 1, box.right - 1, box.top - 1)
        rest = {id(line) for line in but}
        return any(
            area(both(inner, place)) > 0 for line, place in self._places.items() if line not in rest
        )

    def name_a_float(self, box: Box) -> bool:
        """Tell whether a wall is a caption's line, a table's, a rule, or names a float."""
        found = [line for line in self.lines if reach(line) == box]
        return not found or any(
            id(line) in self._own or is_row(line) or begins_like_caption(line.text)
            for line in found
        )

    def mark_a_part(self, box: Box) -> bool:
        """Tell whether a wall begins like a sub-caption: (a)."""
        return any(_PART.match(line.text) for line in self.lines if reach(line) == box)

    def _is_page(self, box: Box) -> bool:
        """Tell whether paint is a frame or a ground of the whole page."""
        return box.width > _PAGE * self._width and box.height > _PAGE * self._paint.height

    def _parts_head(self, box: Box, lines: Sequence[Line]) -> bool:
        """Tell whether paint is the rule below a running head: no more than two lines above it."""
        if box.height > RULE or box.width < _HEAD_RULE * self._width:
            return False
        above = [line for line in lines if line.y > box.bottom]
        near = [line for line in above if line.y - box.top < _HEAD_GAP]
        painted = any(one.bottom > box.top for one in self._paint.areas)
        return bool(near) and len(above) <= _HEAD_LINES and not painted

    def _is_text(self, line: Line) -> bool:
        """Tell whether a line ends what may be a figure: prose, a table's row, or a caption."""
        if id(line) in self._own:
            return True
        if is_row(line) and line.part != "flow":
            return not (line.form and self._is_on_paint(line))
        if line.form or line.cells > _PROSE_CELLS:
            return False
        is_long = line.letters >= _PROSE_LETTERS or line.bold or line.is_full
        begins = abs(line.x0 - line.left) < EDGE and line.letters >= _FEW_LETTERS
        is_note = line.letters >= _LONG_LETTERS and line.cells == 1
        is_text = is_note or (line.part == "flow" and (is_long or begins))
        return is_text and not self._is_framed(line)

    def _is_on_paint(self, line: Line) -> bool:
        return any(area(both(reach(line), one)) >= area(reach(line)) for one in self.areas)

    def _is_framed(self, line: Line) -> bool:
        """Tell whether a frame or a ground is painted around a line, or behind the most of it.

        Paint that ends with the line marks it, as readers do.
        """
        box = line.box
        return box is not None and any(
            one.right > box.right + _PADDING
            and one.left < box.left + _BEHIND * box.width
            and one.bottom < box.bottom
            and one.top > box.top
            and one.height > _FRAME * line.size
            and self._is_around(one, box)
            for one in self.areas
        )

    def _is_around(self, one: Box, line: Box) -> bool:
        """Tell whether paint begins before the most of a line, and ends behind it."""
        middle = (line.bottom + line.top) / 2
        rows = self._paint.rows(Box(one.left, middle - 1, one.right, middle + 1))
        begins = line.left + _BEHIND * line.width
        return bool(rows) and all(
            first < begins and last > line.right + _PADDING for first, last in rows.values()
        )


def _ends_paragraph(line: Line, before: Line | None) -> bool:
    """Tell whether a line goes on with the text: at its left edge, right below a full line."""
    if before is None or line.form or before.part != "flow" or not before.is_full:
        return False
    step = before.y - line.y
    return 0 < step < STEP * before.size and abs(line.x0 - before.left) < EDGE


def is_row(line: Line) -> bool:
    """Tell the row of a table that was made out; a bar may be of a formula, too."""
    return line.kind == "table" and CELL_MARK in line.text


def is_figure(box: Box) -> bool:
    """Tell whether a box is large enough for a figure."""
    return box.height >= _LEAST_HEIGHT and area(box) >= _LEAST_AREA


def reach(line: Line) -> Box:
    """Give the box of an upright line from its descenders to its ascenders."""
    return Box(line.x0, line.y - DESCENT * line.size, line.x1, line.y + ASCENT * line.size)
