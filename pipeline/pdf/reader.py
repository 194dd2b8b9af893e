"""Walk once over a page of a PDF and give its text as runs with their places, each with whether it shows.

The graphics state is followed through forms, matrices composed; colours, clip paths, opacity,
layers and what is painted afterwards decide whether a run shows (visibility.py). ISO 32000-1, 8.4,
8.5, 9.3, 9.4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.pdf import visibility
from pipeline.pdf.fonts import Font
from pipeline.pdf.geometry import Box, Matrix, both, box_of, is_rectangle, moved, outside
from pipeline.pdf.interpreter import State, Stream
from pipeline.pdf.objects import resolved
from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.visibility import INVISIBLE, TRANSPARENT, Layers, Shapes, Text

BLANK = "glyphs that paint nothing"
OFF = "in a layer that is switched off"
OUTSIDE = "outside the page"
CLIPPED = "clipped away"
_MOST_RUNS = 200_000
_TOLD_POINTS = 64
"""A filled path with more points than this hides nothing."""


class Reader:
    """Reads the pages of one document; fonts and layers are looked at once."""

    def __init__(self, catalog: Mapping[str, Any]) -> None:
        self.layers = Layers(catalog)
        self._fonts: dict[int, tuple[Any, Font]] = {}

    def font(self, resource: Any) -> Font:  # noqa: ANN401 - pypdf's dictionary
        """Give the font of a resource; one that cannot be read has no reading for any glyph."""
        known = self._fonts.get(id(resource))
        if known is None:
            try:
                font = Font(resource)
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001 - hostile fonts raise anything; what cannot be read is counted as unmapped
                font = Font(None)
            known = self._fonts[id(resource)] = (
                resource,
                font,
            )  # the resource is kept, so that its identity stays its own
        return known[1]

    def read(self, page: Any) -> PageGlyphs:  # noqa: ANN401 - pypdf's page
        """Walk over a page. Raises what pypdf raises for a page that is damaged beyond reading."""
        crop = _crop(page)
        turn = (
            int(page.get("/Rotate") or 0) % 360
            if isinstance(resolved(page.get("/Rotate")), (int, float))
            else 0
        )
        base, (width, height) = _displayed(crop, turn)
        canvas = _Canvas(self, width, height)
        contents = page.get_contents()
        content = b"" if contents is None else contents.get_data()
        Stream(canvas, content, resolved(page.get("/Resources")) or {}, State(base), 0, 0).follow()
        return canvas.finish()


def _crop(page: Any) -> Box:  # noqa: ANN401
    """Give the part of a page that is displayed, in its own coordinates."""
    boxes = []
    for box in (page.cropbox, page.mediabox):
        x0, y0, x1, y1 = (float(value) for value in (box.left, box.bottom, box.right, box.top))
        boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    shown = both(boxes[0], boxes[1])
    for box in (shown, boxes[1]):
        if box[2] - box[0] > 1 and box[3] - box[1] > 1:
            return box
    return (0.0, 0.0, 612.0, 792.0)


def _displayed(crop: Box, turn: int) -> tuple[Matrix, tuple[float, float]]:
    """Give the matrix from a page's own coordinates to the displayed ones, and the displayed size."""
    left, bottom, right, top = crop
    width, height = right - left, top - bottom
    if turn == 90:
        return (0, -1, 1, 0, -bottom, right), (height, width)
    if turn == 180:
        return (-1, 0, 0, -1, right, top), (width, height)
    if turn == 270:
        return (0, 1, -1, 0, top, -left), (height, width)
    return (1, 0, 0, 1, -left, -bottom), (width, height)


class _Canvas:
    """What one walk over a page gathers."""

    def __init__(self, reader: Reader, width: float, height: float) -> None:
        self._reader, self.layers = reader, reader.layers
        self.order = 0
        self.forms = 0
        self.busy: set[int] = (
            set()
        )  # the forms that are being painted: one in itself is painted once
        self._page: Box = (0.0, 0.0, width, height)
        self._shapes = Shapes(self._page)
        self._runs: list[Run] = []
        self._texts: list[Text] = []
        self._seen: dict[str, list[tuple[float, float]]] = {}
        self._fonts: dict[int, Font] = {}
        self._glyphs = self._unmapped = 0
        self._rules: list[Box] = []
        self._images: list[Box] = []

    def font(self, resource: Any) -> Font:  # noqa: ANN401 - pypdf's dictionary
        font = self._reader.font(resource)
        self._fonts[id(font)] = font
        return font

    def count(self, glyphs: int, unmapped: int) -> None:
        self._glyphs += glyphs
        self._unmapped += unmapped

    def show(
        self,
        text: str,
        matrix: Matrix,
        start: float,
        end: float,
        state: State,
        form: int,
        *,
        off: bool,
        blank: bool,
    ) -> None:
        """Take note of a run: `matrix` is that of its text, `start` and `end` are along its base line, in text units."""
        font = state.font
        assert font
        a, b, c, d, e, f = matrix
        x0, y0, x1, y1 = a * start + e, b * start + f, a * end + e, b * end + f
        size = abs(state.size) * math.hypot(c, d) * font.scale
        if len(self._runs) >= _MOST_RUNS or self._painted_before(text, x0, y0, size):
            return
        rise = 0.7 * state.size * font.scale
        ux, uy = c * rise, d * rise
        box = (
            min(x0, x1, x0 + ux, x1 + ux), min(y0, y1, y0 + uy, y1 + uy), max(x0, x1, x0 + ux, x1 + ux), max(y0, y1, y0 + uy, y1 + uy),
        )  # fmt: skip
        reason = OFF if off else BLANK if blank else ""
        reason = reason or self._reason(state, box, matrix, size)
        filled = state.mode in (0, 2, 4, 6)
        letters = sum(map(str.isalnum, text))
        colour = (
            state.fill
            if filled and (state.alpha >= visibility.FAINT or state.mode in (0, 4))
            else state.stroke
        )
        if (
            state.mode in (2, 6) and state.stroke is not None and state.fill is not None
        ):  # white letters with black outlines show
            colour = state.fill if state.stroke == state.fill else None
        self._texts.append(Text(self.order, box, colour, state.blend, state.mode, letters, reason))
        angle = (
            0.0 if abs(b) < 1e-4 * abs(a) and a > 0 else round(math.degrees(math.atan2(b, a)), 1)
        )
        self._runs.append(
            Run(text, x0, y0, x1, y1, size, angle, font.key, font.bold, font.italic, reason, form)
        )

    def _painted_before(self, text: str, x: float, y: float, size: float) -> bool:
        """Tell whether the same text was painted at the same spot: bold is faked so."""
        places = self._seen.setdefault(text, [])
        near = 0.12 * size
        if any(abs(x - px) < near and abs(y - py) < near for px, py in places):
            return True
        places.append((x, y))
        if len(places) > 8:
            del places[0]
        return False

    def _reason(self, state: State, box: Box, matrix: Matrix, size: float) -> str:
        if state.mode in (3, 7):
            return INVISIBLE
        opacity = state.stroke_alpha if state.mode in (1, 5) else state.alpha
        if (
            opacity < visibility.FAINT
            and (state.mode not in (2, 6) or state.stroke_alpha < visibility.FAINT)
        ) or state.masked:
            return TRANSPARENT
        wide = abs(state.size * state.zoom) * math.hypot(matrix[0], matrix[1])
        if size < visibility.TINY or (
            wide < visibility.TINY / 4 and state.font and state.font.scale == 1
        ):
            return "tiny"
        if outside(box, self._page):
            return OUTSIDE
        if (
            outside(box, state.clip)
            or state.clip[2] - state.clip[0] < 0.5
            or state.clip[3] - state.clip[1] < 0.5
        ):
            return CLIPPED
        return ""

    def image(self, state: State, *, solid: bool) -> None:
        """Take note of an image, which fills the unit square of its own space."""
        box = both(moved(state.ctm, (0.0, 0.0, 1.0, 1.0)), both(state.clip, self._page))
        if box[2] - box[0] > 3 and box[3] - box[1] > 3:
            self._images.append(box)
        self._shapes.image(self.order, box, solid=solid and state.alpha > 0.95 and not state.masked)

    def fill(self, path: Sequence[tuple[float, float]], state: State, *, straight: bool) -> None:
        """Take note of a filled path."""
        box = both(box_of(path), state.clip)
        self._rule(box)
        if state.alpha < visibility.FAINT or state.masked:
            return
        solid = state.alpha > 0.95 and state.blend in ("", "/Normal", "/Compatible")
        if straight and len(path) in (4, 5) and is_rectangle(path):
            self._shapes.fill(self.order, box, state.fill, solid=solid)
        else:
            self._shapes.fill(
                self.order,
                box,
                state.fill,
                solid=solid and len(path) <= _TOLD_POINTS,
                path=path[:_TOLD_POINTS],
            )

    def stroke(self, path: Sequence[tuple[float, float]]) -> None:
        """Take note of a stroked line."""
        self._rule(box_of(path))

    def shade(self, state: State) -> None:
        """Take note of a shading, which fills all that is not clipped, in colours that are not known."""
        self._shapes.fill(self.order, both(state.clip, self._page), None, solid=False)

    def _rule(self, box: Box) -> None:
        wide, high = box[2] - box[0], box[3] - box[1]
        if max(wide, high) > 12 and min(wide, high) < 2.5 and len(self._rules) < 2000:
            self._rules.append(box)

    def finish(self) -> PageGlyphs:
        """Decide what shows, now that everything is painted."""
        reasons = self._shapes.reasons(self._texts)
        runs = tuple(
            run if run.hidden == reason else run._replace(hidden=reason)
            for run, reason in zip(self._runs, reasons, strict=True)
        )
        lies = tuple(lie for font in self._fonts.values() for lie in font.lies)
        return PageGlyphs(
            self._page[2], self._page[3], runs, self._glyphs, self._unmapped, lies,
            tuple(self._rules), tuple(self._images), self._shapes.exhausted,
        )  # fmt: skip
