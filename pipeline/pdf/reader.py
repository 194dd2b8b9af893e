"""Walk once over a page of a PDF and give its text as runs with places, and whether each shows.

The graphics state is followed through forms, matrices composed; render modes, clip paths, opacity,
sizes and layers tell whether a run shows, and visibility.py what its colour and what is painted
afterwards would do. ISO 32000-1, 8.4, 8.5, 9.3, 9.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.pdf import visibility
from pipeline.pdf.colours import Colour
from pipeline.pdf.fonts import Font
from pipeline.pdf.geometry import Box, Matrix, both, box_of, is_rectangle, moved, outside
from pipeline.pdf.interpreter import Part, State, Stream
from pipeline.pdf.objects import resolved
from pipeline.pdf.page import PageGlyphs, Run, Show
from pipeline.pdf.visibility import INVISIBLE, TRANSPARENT, Layers, Shapes, Text

BLANK = "glyphs that paint nothing"
OFF = "in a layer that is switched off"
OUTSIDE = "outside the page"
CLIPPED = "clipped away"
_MOST_RUNS = 200_000
_TOLD_POINTS = 64
"""A filled path with more points than this hides nothing."""
_LETTER = Box(0.0, 0.0, 612.0, 792.0)
"""The box of a page that does not say how large it is, in points."""
_LEAST_PAGE = 1.0
"""Points of a page's sides at least."""
_CAPITALS = 0.7
"""Height of a font's capitals, in ems."""
_SAME_SPOT, _SPOTS = 0.12, 8
"""Ems within which text is painted twice at one spot, and spots of a text that are remembered."""
_NARROWEST = 0.5
"""Points of a clip's sides at least, for something to show in it."""
_SOLID = 0.95
"""Opacity from which on paint hides what is beneath."""
_LEAST_IMAGE = 3.0
"""Points of an image's sides at least."""
_RULE_LENGTH, _RULE_WIDTH, _MOST_RULES = 7, 2.5, 3000
"""Points of a rule's length at least and of its width at most; rules of a page at most."""
_LEVEL = 1e-4
"""Rise of a base line, as a share of its run, that is none."""
_FILLED, _OUTLINED, _UNSEEN = (0, 2, 4, 6), (2, 6), (3, 7)
"""Render modes (ISO 32000-1, table 106) that fill; that fill and stroke; that paint nothing."""
_STROKED = (1, 5)
_OPAQUE_BLENDS = ("", "/Normal", "/Compatible")
_UNIT_SQUARE = Box(0.0, 0.0, 1.0, 1.0)


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
            except Exception:  # noqa: BLE001 - hostile fonts raise anything: counted as unmapped
                font = Font(None)
            # the resource is kept, so that its identity stays its own
            known = self._fonts[id(resource)] = (resource, font)
        return known[1]

    def read(self, page: Any) -> PageGlyphs:  # noqa: ANN401 - pypdf's page
        """Walk over a page. Raises what pypdf raises for a page that is damaged beyond reading."""
        crop = _crop(page)
        turn = resolved(page.get("/Rotate"))
        base, (width, height) = _displayed(crop, int(turn) if isinstance(turn, int | float) else 0)
        canvas = _Canvas(self, width, height)
        contents = page.get_contents()
        content = b"" if contents is None else contents.get_data()
        Stream(canvas, content, resolved(page.get("/Resources")) or {}, State(base)).follow()
        return canvas.finish()


def _crop(page: Any) -> Box:  # noqa: ANN401
    """Give the part of a page that is displayed, in its own coordinates."""
    boxes = []
    for box in (page.cropbox, page.mediabox):
        x0, y0, x1, y1 = (float(value) for value in (box.left, box.bottom, box.right, box.top))
        boxes.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    crop, media = boxes
    shown = (box for box in (both(crop, media), media) if min(box.width, box.height) > _LEAST_PAGE)
    return next(shown, _LETTER)


def _displayed(crop: Box, turn: int) -> tuple[Matrix, tuple[float, float]]:
    """Give the matrix from a page's own coordinates to the displayed ones, and its size there.

    `turn` are degrees, clockwise.
    """
    left, bottom, right, top = crop
    width, height = crop.width, crop.height
    match turn % 360:
        case 90:
            return (0, -1, 1, 0, -bottom, right), (height, width)
        case 180:
            return (-1, 0, 0, -1, right, top), (width, height)
        case 270:
            return (0, 1, -1, 0, top, -left), (height, width)
        case _:
            return (1, 0, 0, 1, -left, -bottom), (width, height)


class _Ink(NamedTuple):
    """What a run is painted with: its place in the order of painting, its colour and blend mode.

    (`ux`, `uy`) leads from its base line to the height of its capitals.
    """

    order: int
    ux: float
    uy: float
    colour: Colour
    blend: str


class _Canvas:
    """What one walk over a page gathers."""

    def __init__(self, reader: Reader, width: float, height: float) -> None:
        self._reader, self.layers = reader, reader.layers
        self.order = 0
        self.parents: list[int] = []  # for each form, the one that it stands in
        self.busy: set[int] = set()  # forms that are being painted: one in itself is painted once
        self._page = Box(0.0, 0.0, width, height)
        self._shapes = Shapes(self._page)
        self._runs: list[Run] = []
        self._inks: list[_Ink] = []
        self._shows: list[tuple[float, float]] = []
        self._fresh: set[int] = set()
        self._repeats: dict[int, int] = {}
        self._seen: dict[str, list[tuple[float, float, int]]] = {}
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
        start: float,
        parts: Sequence[Part],
        matrix: Matrix,
        state: State,
        form: int,
        *,
        off: bool,
    ) -> None:
        """Take note of a show operation, which starts to paint at `start`, and of its runs.

        Places are along the base line, in `matrix`'s units.
        """
        font = state.font
        assert font
        a, b, c, d, e, f = matrix
        if len(self._shows) < _MOST_RUNS:
            self._shows.append((a * start + e, b * start + f))
        show = len(self._shows) - 1
        size = abs(state.size) * math.hypot(c, d) * font.scale
        rise = _CAPITALS * state.size * font.scale
        ux, uy = c * rise, d * rise
        level = a > 0 and abs(b) < _LEVEL * abs(a)
        angle = 0.0 if level else round(math.degrees(math.atan2(b, a)), 1)
        usual = OFF if off else self._reason(state, matrix, size)
        frame = both(state.clip, self._page)
        ends = [end for part in parts for end in part[1:3]] or [start]
        low, high = min(ends), max(ends)
        whole = _around(a * low + e, b * low + f, a * high + e, b * high + f, ux, uy)
        shows = _is_within(whole, frame) and min(frame.width, frame.height) > _NARROWEST
        ink = _Ink(self.order, ux, uy, _colour(state), state.blend)
        key, bold, italic = font.key, font.bold, font.italic
        for text, first, last, blank in parts:
            x0, y0, x1, y1 = a * first + e, b * first + f, a * last + e, b * last + f
            if (
                not text
                or len(self._runs) >= _MOST_RUNS
                or self._painted_before(text, x0, y0, size, show)
            ):
                continue
            reason = BLANK if blank and not off else usual
            if not (shows or reason):
                reason = self._by_place(state.clip, _around(x0, y0, x1, y1, ux, uy))
            self._inks.append(ink)
            self._runs.append(
                Run(text, x0, y0, x1, y1, size, angle, key, bold, italic, reason, form, show)
            )

    def _painted_before(self, text: str, x: float, y: float, size: float, show: int) -> bool:
        """Tell whether the same text was painted at the same spot: bold is faked so."""
        places = self._seen.get(text)
        if places is None:
            self._seen[text] = [(x, y, show)]
            self._fresh.add(show)
            return False
        near = _SAME_SPOT * size
        for px, py, first in places:
            if abs(x - px) < near and abs(y - py) < near:
                self._repeats[show] = first
                return True
        self._fresh.add(show)
        places.append((x, y, show))
        if len(places) > _SPOTS:
            del places[0]
        return False

    @staticmethod
    def _reason(state: State, matrix: Matrix, size: float) -> str:
        """Give why a show operation does not show by its own state, or an empty string."""
        if state.mode in _UNSEEN:
            return INVISIBLE
        if _opacity(state) < visibility.FAINT:
            return TRANSPARENT
        wide = abs(state.size * state.zoom) * math.hypot(matrix[0], matrix[1])
        narrow = wide < visibility.TINY / 4 and state.font and state.font.scale == 1
        return "tiny" if size < visibility.TINY or narrow else ""

    def _by_place(self, clip: Box, box: Box) -> str:
        """Give why a run does not show by where it stands, or an empty string."""
        if outside(box, self._page):
            return OUTSIDE
        if min(clip.width, clip.height) < _NARROWEST or outside(box, clip):
            return CLIPPED
        return ""

    def image(self, state: State, *, solid: bool) -> None:
        """Take note of an image, which fills the unit square of its own space."""
        box = both(moved(state.ctm, _UNIT_SQUARE), both(state.clip, self._page))
        self._rule(box)  # some programs draw a table's rules as images of one pixel
        if min(box.width, box.height) > _LEAST_IMAGE:
            self._images.append(box)
        solid = solid and state.alpha > _SOLID
        self._shapes.image(self.order, box, solid=solid)

    def fill(self, path: Sequence[tuple[float, float]], state: State, *, straight: bool) -> None:
        """Take note of a filled path."""
        box = both(box_of(path), state.clip)
        self._rule(box)
        if state.alpha < visibility.FAINT:
            return
        solid = state.alpha > _SOLID and state.blend in _OPAQUE_BLENDS
        if straight and len(path) in (4, 5) and is_rectangle(path):
            self._shapes.fill(self.order, box, state.fill, solid=solid)
            return
        solid = solid and len(path) <= _TOLD_POINTS
        outline = path[:_TOLD_POINTS]
        self._shapes.fill(self.order, box, state.fill, solid=solid, path=outline)

    def stroke(self, path: Sequence[tuple[float, float]]) -> None:
        """Take note of a stroked line."""
        self._rule(box_of(path))

    def shade(self, state: State) -> None:
        """Take note of a shading: it fills all that is not clipped, in colours not known."""
        self._shapes.fill(self.order, both(state.clip, self._page), None, solid=False)

    def _rule(self, box: Box) -> None:
        long, narrow = max(box.width, box.height), min(box.width, box.height)
        is_rule = long > _RULE_LENGTH and narrow < _RULE_WIDTH
        if is_rule and len(self._rules) < _MOST_RULES:
            self._rules.append(box)

    def finish(self) -> PageGlyphs:
        """Give what was gathered, now that everything is painted."""
        lies = tuple(lie for font in self._fonts.values() for lie in font.lies)
        return PageGlyphs(
            width=self._page.width,
            height=self._page.height,
            runs=tuple(self._runs),
            glyphs=self._glyphs,
            unmapped=self._unmapped,
            lies=lies,
            rules=tuple(self._rules),
            images=tuple(self._images),
            parents=tuple(self.parents),
            shows=tuple(
                Show(x, y, place if place in self._fresh else self._repeats.get(place, place))
                for place, (x, y) in enumerate(self._shows)
            ),
            why=self._why,
        )

    def _why(self, places: Iterable[int]) -> list[str]:
        """Give why runs do not show by what is painted beneath and over them."""
        return self._shapes.reasons([self._text(place) for place in places])

    def _text(self, place: int) -> Text:
        run, ink = self._runs[place], self._inks[place]
        box = _around(run.x0, run.y0, run.x1, run.y1, ink.ux, ink.uy)
        return Text(ink.order, box, ink.colour, ink.blend)


def _is_within(box: Box, frame: Box) -> bool:
    return (
        box.left >= frame.left
        and box.right <= frame.right
        and box.bottom >= frame.bottom
        and box.top <= frame.top
    )


def _around(x0: float, y0: float, x1: float, y1: float, ux: float, uy: float) -> Box:
    """Give the box of a run from its base line to the height of its capitals, (ux, uy) from it."""
    if not ux and y0 == y1 and x0 <= x1 and uy >= 0:
        return Box(x0, y0, x1, y1 + uy)
    return box_of([(x0, y0), (x1, y1), (x0 + ux, y0 + uy), (x1 + ux, y1 + uy)])


def _opacity(state: State) -> float:
    """Give the opacity of what a render mode paints, of the two where it fills and strokes."""
    if state.mode in _STROKED:
        return state.stroke_alpha
    return max(state.alpha, state.stroke_alpha) if state.mode in _OUTLINED else state.alpha


def _colour(state: State) -> Colour:
    """Give the colour that text is seen by.

    White letters with black outlines show: two colours are one that cannot be told.
    """
    if state.mode in _OUTLINED and state.stroke is not None and state.fill is not None:
        return state.fill if state.stroke == state.fill else None
    faint = state.alpha < visibility.FAINT and state.mode not in (0, 4)
    return state.fill if state.mode in _FILLED and not faint else state.stroke
