"""Walk once over a page of a PDF and give its text as runs with their places, each with whether it shows.

Coordinates are points of the page as it is displayed: its crop box after /Rotate, the origin at its lower left corner, y upwards.
A run's (x0, y0) and (x1, y1) are the two ends of its base line: where its first glyph starts and where its last one ends. So
upright text has y0 == y1, and x1 - x0 is its width; `size` is the height of its em. A show operation gives one run, or more where
its glyphs are set apart by more than a kern; spaces between runs are for the reader of the runs to put in, by the gaps.

The graphics state is followed through forms, matrices composed; colours, clip paths, opacity, layers and what is painted
afterwards decide whether a run shows (visibility.py). ISO 32000-1, 8.4, 8.5, 9.3, 9.4.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline import visibility
from pipeline.colours import BLACK, Colour, in_space, initial, of_components
from pipeline.content import Operand, Shown, operations
from pipeline.disguise import Disguise
from pipeline.fonts import Font
from pipeline.geometry import EVERYTHING, UNIT, Box, Matrix, at, both, box_of, is_rectangle, moved, outside, times
from pipeline.visibility import INVISIBLE, TRANSPARENT, Layers, Shapes, Text

_GAP = 0.1
"""A kern forward of more than this, in ems, begins a new run: kerns inside words stay under it, word spaces begin at 0.19."""
_BACK = 0.25
"""So does one back: it sets an accent on a letter, or a limit under a sign."""
_DEPTH = 12
"""How deep forms may stand in forms."""
_MOST_FORMS = 3000
_MOST_RUNS = 200_000
_MOST_POINTS = 400
"""A filled path with more points than this counts by its box."""
_TOLD_POINTS = 64
"""A filled path with more points than this hides nothing."""


class Run(NamedTuple):
    """One piece of text on a page; see the module for its coordinates.

    `angle` is that of its base line in degrees, anticlockwise from upright text; `font` the font's name without its subset's prefix;
    `hidden` why it does not show, empty if it does; `form` tells the figure or other form that it stands in, 0 for the page itself.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    angle: float
    font: str
    bold: bool
    italic: bool
    hidden: str
    form: int


class PageGlyphs(NamedTuple):
    """What a page shows: its size in points, its runs in the order of painting, and what else a reader of them needs.

    `unmapped` of all `glyphs` have no reading; `lies` are glyphs that read as a sentence; `rules` and `images` are boxes of
    lines and pictures; `exhausted` tells that there were too many shapes to hold all text against them.
    """

    width: float
    height: float
    runs: tuple[Run, ...]
    glyphs: int
    unmapped: int
    lies: tuple[Disguise, ...]
    rules: tuple[Box, ...]
    images: tuple[Box, ...]
    exhausted: bool


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
        turn = int(page.get("/Rotate") or 0) % 360 if isinstance(_resolved(page.get("/Rotate")), (int, float)) else 0
        base, (width, height) = _displayed(crop, turn)
        walk = _Walk(self, width, height)
        contents = page.get_contents()
        content = b"" if contents is None else contents.get_data()
        _Stream(walk, content, _resolved(page.get("/Resources")) or {}, _State(base), 0, 0).follow()
        return walk.finish()


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


class _State:
    """The part of the graphics state that decides where text stands and whether it shows."""

    __slots__ = (
        "alpha", "blend", "char", "clip", "ctm", "fill", "fill_space", "font", "leading", "masked", "mode", "rise", "size", "stroke",
        "stroke_alpha", "stroke_space", "word", "zoom",
    )  # fmt: skip

    def __init__(self, ctm: Matrix) -> None:
        self.ctm, self.clip = ctm, EVERYTHING
        self.fill: Colour = BLACK
        self.stroke: Colour = BLACK
        self.fill_space: Any = "/DeviceGray"
        self.stroke_space: Any = "/DeviceGray"
        self.alpha, self.stroke_alpha, self.blend, self.masked, self.mode = 1.0, 1.0, "", False, 0
        self.size, self.zoom, self.leading, self.rise, self.char, self.word = 0.0, 1.0, 0.0, 0.0, 0.0, 0.0
        self.font: Font | None = None

    def copy(self) -> _State:
        other = _State.__new__(_State)
        for name in _State.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class _Walk:
    """What one walk over a page gathers."""

    def __init__(self, reader: Reader, width: float, height: float) -> None:
        self.reader = reader
        self.order = 0
        self.forms = 0
        self.busy: set[int] = set()  # the forms that are being painted: one in itself is painted once
        self._page: Box = (0.0, 0.0, width, height)
        self._shapes = Shapes(self._page)
        self._runs: list[Run] = []
        self._texts: list[Text] = []
        self._seen: dict[str, list[tuple[float, float]]] = {}
        self._fonts: dict[int, Font] = {}
        self._glyphs = self._unmapped = 0
        self._rules: list[Box] = []
        self._images: list[Box] = []

    def use(self, font: Font) -> None:
        self._fonts[id(font)] = font

    def count(self, glyphs: int, unmapped: int) -> None:
        self._glyphs += glyphs
        self._unmapped += unmapped

    def full(self) -> bool:
        return len(self._runs) >= _MOST_RUNS

    def show(
        self, text: str, matrix: Matrix, start: float, end: float, state: _State, form: int, *, off: bool, blank: bool
    ) -> None:
        """Take note of a run: `matrix` is that of its text, `start` and `end` are along its base line, in text units."""
        font = state.font
        assert font
        a, b, c, d, e, f = matrix
        x0, y0, x1, y1 = a * start + e, b * start + f, a * end + e, b * end + f
        size = abs(state.size) * math.hypot(c, d) * font.scale
        if self._painted_before(text, x0, y0, size):
            return
        rise = 0.7 * state.size * font.scale
        ux, uy = c * rise, d * rise
        box = (
            min(x0, x1, x0 + ux, x1 + ux), min(y0, y1, y0 + uy, y1 + uy), max(x0, x1, x0 + ux, x1 + ux), max(y0, y1, y0 + uy, y1 + uy),
        )  # fmt: skip
        reason = "in a layer that is switched off" if off else "glyphs that paint nothing" if blank else ""
        reason = reason or self._reason(state, box, matrix, size)
        filled = state.mode in (0, 2, 4, 6)
        letters = sum(map(str.isalnum, text))
        colour = state.fill if filled and (state.alpha >= visibility.FAINT or state.mode in (0, 4)) else state.stroke
        if (
            state.mode in (2, 6) and state.stroke is not None and state.fill is not None
        ):  # white letters with black outlines show
            colour = state.fill if state.stroke == state.fill else None
        self._texts.append(Text(self.order, box, colour, state.blend, state.mode, letters, reason))
        angle = 0.0 if abs(b) < 1e-4 * abs(a) and a > 0 else round(math.degrees(math.atan2(b, a)), 1)
        self._runs.append(Run(text, x0, y0, x1, y1, size, angle, font.key, font.bold, font.italic, reason, form))

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

    def _reason(self, state: _State, box: Box, matrix: Matrix, size: float) -> str:
        if state.mode in (3, 7):
            return INVISIBLE
        opacity = state.stroke_alpha if state.mode in (1, 5) else state.alpha
        if (
            opacity < visibility.FAINT and (state.mode not in (2, 6) or state.stroke_alpha < visibility.FAINT)
        ) or state.masked:
            return TRANSPARENT
        wide = abs(state.size * state.zoom) * math.hypot(matrix[0], matrix[1])
        if size < visibility.TINY or (wide < visibility.TINY / 4 and state.font and state.font.scale == 1):
            return "tiny"
        if outside(box, self._page):
            return "outside the page"
        if outside(box, state.clip) or state.clip[2] - state.clip[0] < 0.5 or state.clip[3] - state.clip[1] < 0.5:
            return "clipped away"
        return ""

    def image(self, state: _State, *, solid: bool) -> None:
        """Take note of an image, which fills the unit square of its own space."""
        box = both(moved(state.ctm, (0.0, 0.0, 1.0, 1.0)), both(state.clip, self._page))
        if box[2] - box[0] > 3 and box[3] - box[1] > 3:
            self._images.append(box)
        self._shapes.image(self.order, box, solid=solid and state.alpha > 0.95 and not state.masked)

    def fill(self, path: Sequence[tuple[float, float]], state: _State, *, straight: bool) -> None:
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
                self.order, box, state.fill, solid=solid and len(path) <= _TOLD_POINTS, path=path[:_TOLD_POINTS]
            )

    def stroke(self, path: Sequence[tuple[float, float]]) -> None:
        """Take note of a stroked line."""
        self._rule(box_of(path))

    def shade(self, state: _State) -> None:
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


class _Stream:
    """Follows one content stream, the page's or a form's, operator by operator."""

    def __init__(self, walk: _Walk, content: bytes, resources: Any, state: _State, depth: int, form: int) -> None:  # noqa: ANN401
        self._walk, self._content, self._resources, self._state = walk, content, resources, state
        self._depth, self._form = depth, form
        self._stack: list[_State] = []
        self._tm = self._line = UNIT
        self._path: list[tuple[bytes, list[Operand]]] = []
        self._clipping = False
        self._layers: list[bool] = []
        self._off = False
        self._fonts = _resolved(resources.get("/Font")) or {}

    def follow(self) -> None:
        """Follow the stream; an operator with wrong operands does nothing, as viewers have it."""
        followed, walk = _FOLLOWED.get, self._walk
        for operator, operands in operations(self._content):
            if do := followed(operator):
                walk.order += 1
                with contextlib.suppress(ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError):
                    do(self, operands)

    # ── state ──

    def _push(self, _: list[Operand]) -> None:
        if len(self._stack) < 512:
            self._stack.append(self._state.copy())

    def _pop(self, _: list[Operand]) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, operands: list[Operand]) -> None:
        self._state.ctm = times(_matrix(operands), self._state.ctm)

    def _set_state(self, operands: list[Operand]) -> None:
        found = _resolved((_resolved(self._resources.get("/ExtGState")) or {}).get(operands[0])) or {}
        state = self._state
        if "/ca" in found:
            state.alpha = float(_resolved(found["/ca"]))
        if "/CA" in found:
            state.stroke_alpha = float(_resolved(found["/CA"]))
        if "/BM" in found:
            mode = _resolved(found["/BM"])
            state.blend = str(_resolved(mode[0]) if isinstance(mode, list) and mode else mode)
        if "/Font" in found:
            font = _resolved(found["/Font"])
            self._use(_resolved(font[0]), float(_resolved(font[1])))
        if "/SMask" in found:
            mask = _resolved(found["/SMask"])
            group: Any = _resolved(mask.get("/G")) if isinstance(mask, Mapping) else None
            state.masked = (
                hasattr(group, "get_data") and not group.get_data().strip()
            )  # an empty mask lets nothing through

    # ── colours ──

    def _fill_by(self, operands: list[Operand]) -> None:
        self._state.fill = of_components([float(value) for value in operands])  # type: ignore[arg-type]
        self._state.fill_space = _DEVICE.get(len(operands), "")

    def _stroke_by(self, operands: list[Operand]) -> None:
        self._state.stroke = of_components([float(value) for value in operands])  # type: ignore[arg-type]
        self._state.stroke_space = _DEVICE.get(len(operands), "")

    def _fill_space(self, operands: list[Operand]) -> None:
        self._state.fill_space = self._space(operands[0])
        self._state.fill = initial(self._state.fill_space)

    def _stroke_space(self, operands: list[Operand]) -> None:
        self._state.stroke_space = self._space(operands[0])
        self._state.stroke = initial(self._state.stroke_space)

    def _fill_in_space(self, operands: list[Operand]) -> None:
        self._state.fill = self._colour(self._state.fill_space, operands)

    def _stroke_in_space(self, operands: list[Operand]) -> None:
        self._state.stroke = self._colour(self._state.stroke_space, operands)

    @staticmethod
    def _colour(space: Any, operands: list[Operand]) -> Colour:  # noqa: ANN401
        if not operands or not all(isinstance(value, bytes) for value in operands):
            return None  # a pattern
        return in_space(space, [float(value) for value in operands])  # type: ignore[arg-type]

    def _space(self, name: Operand) -> Any:  # noqa: ANN401
        return _resolved((_resolved(self._resources.get("/ColorSpace")) or {}).get(name, name))

    # ── text ──

    def _begin_text(self, _: list[Operand]) -> None:
        self._tm = self._line = UNIT

    def _set_matrix(self, operands: list[Operand]) -> None:
        self._tm = self._line = _matrix(operands)

    def _move(self, operands: list[Operand]) -> None:
        self._move_by(float(operands[0]), float(operands[1]))  # type: ignore[arg-type]

    def _move_by(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._line = self._tm = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _move_leading(self, operands: list[Operand]) -> None:
        self._state.leading = -float(operands[1])  # type: ignore[arg-type]
        self._move(operands)

    def _next_line(self, _: list[Operand]) -> None:
        self._move_by(0, -self._state.leading)

    def _set_font(self, operands: list[Operand]) -> None:
        self._use(_resolved(self._fonts.get(operands[0])), float(operands[1]))  # type: ignore[arg-type]

    def _use(self, resource: Any, size: float) -> None:  # noqa: ANN401
        font = self._walk.reader.font(resource)
        self._walk.use(font)
        self._state.font, self._state.size = font, size

    def _show_one(self, operands: list[Operand]) -> None:
        if isinstance(operands[-1], Shown):
            self._show([operands[-1]])

    def _show_array(self, operands: list[Operand]) -> None:
        if isinstance(operands[-1], list):
            self._show(operands[-1])

    def _show_on_next_line(self, operands: list[Operand]) -> None:
        self._next_line([])
        self._show_one(operands)

    def _show_spaced(self, operands: list[Operand]) -> None:
        self._state.word, self._state.char = float(operands[0]), float(operands[1])  # type: ignore[arg-type]
        self._show_on_next_line(operands)

    def _show(self, pieces: Sequence[bytes | Shown]) -> None:
        state, walk = self._state, self._walk
        font, size, zoom = state.font, state.size, state.zoom
        if font is None or walk.full():
            return
        matrix = (
            times((1, 0, 0, 1, 0, state.rise), times(self._tm, state.ctm)) if state.rise else times(self._tm, state.ctm)
        )
        x = start = end = 0.0
        texts: list[str] = []
        blank = True

        def flush() -> None:
            if texts and (text := "".join(texts)):
                walk.show(text, matrix, start, end, state, self._form, off=self._off, blank=blank)
            texts.clear()

        for piece in pieces:
            if isinstance(piece, Shown):
                read = font.read(piece.raw)
                if not texts:
                    start, blank = x, True
                texts.append(read.text)
                blank = blank and read.blank
                walk.count(read.glyphs, read.unmapped)
                x += (read.width * size + read.glyphs * state.char + read.spaces * state.word) * zoom
                end = x
            else:
                kern = -float(piece) / 1000
                if texts and (kern > _GAP or kern < -_BACK):
                    flush()
                x += kern * size * zoom
        flush()
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, x * a + e, x * b + f)

    # ── paths ──

    def _segment(self, operator: bytes, operands: list[Operand]) -> None:
        self._path.append((operator, operands))

    def _clip(self, _: list[Operand]) -> None:
        self._clipping = True

    def _end_path(self, *, fills: bool, strokes: bool) -> None:
        segments, clipping = self._path, self._clipping
        self._path, self._clipping = [], False
        line = strokes and len(segments) in (1, 2)
        if not segments or not (fills or clipping or line):
            return
        path = self._points(segments)
        if not path:
            return
        straight = all(operator in (b"m", b"l", b"re") for operator, _ in segments)
        if fills and not self._off:
            self._walk.fill(path, self._state, straight=straight and (len(segments) == 1 or segments[0][0] == b"m"))
        elif line and straight:
            self._walk.stroke(path)
        if clipping:
            self._state.clip = both(self._state.clip, box_of(path))

    def _points(self, segments: Sequence[tuple[bytes, list[Operand]]]) -> list[tuple[float, float]]:
        """Give the points of a path on the page: ends of lines, ends and control points of curves, corners of rectangles."""
        ctm, points = self._state.ctm, []
        if len(segments) > _MOST_POINTS:
            segments = segments[:: len(segments) // _MOST_POINTS + 1]
        for operator, operands in segments:
            with contextlib.suppress(TypeError, ValueError):
                numbers = [float(value) for value in operands]  # type: ignore[arg-type]
                if operator == b"re":
                    x, y, wide, high = numbers
                    numbers = [x, y, x + wide, y, x + wide, y + high, x, y + high]
                points += [at(ctm, numbers[i], numbers[i + 1]) for i in range(0, len(numbers) - 1, 2)]
        return points

    def _shade(self, _: list[Operand]) -> None:
        if not self._off:
            self._walk.shade(self._state)

    # ── images and forms ──

    def _inline_image(self, _: list[Operand]) -> None:
        if not self._off:
            self._walk.image(self._state, solid=False)

    def _object(self, operands: list[Operand]) -> None:
        found = _resolved((_resolved(self._resources.get("/XObject")) or {}).get(operands[0]))
        off = self._off or self._walk.reader.layers.are_off(found.raw_get("/OC") if "/OC" in found else None)
        if found.get("/Subtype") == "/Image":
            masked = "/SMask" in found or "/Mask" in found or bool(found.get("/ImageMask"))
            if not off:
                self._walk.image(self._state, solid=not masked)
        elif id(found) not in self._walk.busy and self._depth < _DEPTH and self._walk.forms < _MOST_FORMS:
            self._walk.busy.add(id(found))
            try:
                self._follow_form(found, off=off)
            finally:
                self._walk.busy.discard(id(found))

    def _follow_form(self, form: Any, *, off: bool) -> None:  # noqa: ANN401 - pypdf's stream
        state = self._state.copy()
        if "/Matrix" in form:
            state.ctm = times(_matrix([_resolved(value) for value in _resolved(form["/Matrix"])]), state.ctm)
        if "/BBox" in form:
            x0, y0, x1, y1 = (float(_resolved(value)) for value in _resolved(form["/BBox"]))
            box = moved(state.ctm, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            state.clip = both(state.clip, box)
        content = form.get_data()
        marker = box[2] - box[0] < 20 and box[3] - box[1] < 20 if "/BBox" in form else False
        if marker and not any(shows in content for shows in (b"Tj", b"TJ", b"Do", b"'", b'"')):
            return  # a plot has thousands of these
        self._walk.forms += 1
        number = self._form or self._walk.forms
        resources = _resolved(form.get("/Resources")) or self._resources
        stream = _Stream(self._walk, content, resources, state, self._depth + 1, number)
        stream._off = off
        stream._layers = [off] if off else []
        stream.follow()

    # ── layers ──

    def _begin_content(self, operands: list[Operand]) -> None:
        self._layers.append(len(operands) > 1 and operands[0] == "/OC" and self._is_off(operands[1]))
        self._off = any(self._layers)

    def _end_content(self, _: list[Operand]) -> None:
        if self._layers:
            self._layers.pop()
        self._off = any(self._layers)

    def _is_off(self, name: Operand) -> bool:
        properties: Any = _resolved(self._resources.get("/Properties")) or {}
        return self._walk.reader.layers.are_off(properties.raw_get(name) if name in properties else None)


_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


def _setter(name: str, scale: float = 1.0) -> Callable[[_Stream, list[Operand]], None]:
    def set_it(stream: _Stream, operands: list[Operand]) -> None:
        setattr(stream._state, name, float(operands[0]) * scale)  # type: ignore[arg-type]

    return set_it


def _painter(*, fills: bool, strokes: bool) -> Callable[[_Stream, list[Operand]], None]:
    return lambda stream, _: stream._end_path(fills=fills, strokes=strokes)


def _segmenter(operator: bytes) -> Callable[[_Stream, list[Operand]], None]:
    return lambda stream, operands: stream._path.append((operator, operands))


_FOLLOWED: dict[bytes, Callable[[_Stream, list[Operand]], None]] = {
    b"q": _Stream._push, b"Q": _Stream._pop, b"cm": _Stream._transform, b"gs": _Stream._set_state,
    b"BT": _Stream._begin_text, b"Tm": _Stream._set_matrix, b"Td": _Stream._move, b"TD": _Stream._move_leading, b"T*": _Stream._next_line,
    b"Tf": _Stream._set_font, b"Tr": _setter("mode"), b"Tz": _setter("zoom", 0.01), b"TL": _setter("leading"), b"Tc": _setter("char"),
    b"Tw": _setter("word"), b"Ts": _setter("rise"),
    b"Tj": _Stream._show_one, b"TJ": _Stream._show_array, b"'": _Stream._show_on_next_line, b'"': _Stream._show_spaced,
    **dict.fromkeys((b"g", b"rg", b"k"), _Stream._fill_by),
    **dict.fromkeys((b"G", b"RG", b"K"), _Stream._stroke_by),
    b"cs": _Stream._fill_space, b"CS": _Stream._stroke_space,
    b"sc": _Stream._fill_in_space, b"scn": _Stream._fill_in_space, b"SC": _Stream._stroke_in_space, b"SCN": _Stream._stroke_in_space,
    **{operator: _segmenter(operator) for operator in (b"m", b"l", b"c", b"v", b"y", b"re")},
    b"W": _Stream._clip, b"W*": _Stream._clip,
    **{operator: _painter(fills=True, strokes=False) for operator in (b"f", b"F", b"f*")},
    **{operator: _painter(fills=True, strokes=True) for operator in (b"B", b"B*", b"b", b"b*")},
    b"S": _painter(fills=False, strokes=True), b"s": _painter(fills=False, strokes=True), b"n": _painter(fills=False, strokes=False),
    b"sh": _Stream._shade, b"BI": _Stream._inline_image, b"Do": _Stream._object,
    b"BDC": _Stream._begin_content, b"BMC": _Stream._begin_content, b"EMC": _Stream._end_content,
}  # fmt: skip


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)


def _resolved(value: Any) -> Any:  # noqa: ANN401
    return value.get_object() if hasattr(value, "get_object") else value
