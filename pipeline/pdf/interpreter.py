"""Follow a PDF's content stream: graphics state, text positions, paths, forms.

ISO 32000-1, 8.4, 8.5, 8.10, 9.3, 9.4. What is painted is told to a canvas, text as pieces between
gaps, with the state that it is painted in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

from pipeline.pdf.colours import BLACK, Colour, in_space, initial, of_components
from pipeline.pdf.content_stream import Operand, Shown, operations
from pipeline.pdf.fonts import Font
from pipeline.pdf.geometry import EVERYTHING, UNIT, Box, Matrix, at, both, box_of, moved, times
from pipeline.pdf.objects import resolved
from pipeline.pdf.visibility import Layers

_GAP = 0.1
"""A kern forward of more than this, in ems, begins a new piece: kerns inside words stay under it,
word spaces begin at 0.19."""
_BACK = 0.25
"""So does one back: it sets an accent on a letter, or a limit under a sign."""
_DEPTH = 12
"""How deep forms may stand in forms."""
_MOST_FORMS = 3000
_MOST_POINTS = 400
"""Of a path with more segments than this only some are looked at."""
_MOST_SAVED = 512
"""States that are kept at once; PDF allows 28."""
_MARKER = 20.0
"""Points of a form's sides under which it is a plot's marker, if it shows no text."""
_SEGMENTS = frozenset([b"m", b"l", b"c", b"v", b"y", b"re"])
_STRAIGHT = frozenset([b"m", b"l", b"re"])
_SHOWING = (b"Tj", b"TJ", b"Do", b"'", b'"')
"""Operators that show text, or a form with text in it."""
_WRONG = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What an operator with wrong operands, or resources that are damaged, raises."""
_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class State:
    """The part of the graphics state that decides where text stands and whether it shows."""

    __slots__ = (
        "alpha",
        "blend",
        "char",
        "clip",
        "ctm",
        "fill",
        "fill_space",
        "font",
        "leading",
        "mode",
        "rise",
        "size",
        "stroke",
        "stroke_alpha",
        "stroke_space",
        "word",
        "zoom",
    )

    def __init__(self, ctm: Matrix) -> None:
        self.ctm, self.clip = ctm, EVERYTHING
        self.fill: Colour = BLACK
        self.stroke: Colour = BLACK
        self.fill_space: Any = "/DeviceGray"
        self.stroke_space: Any = "/DeviceGray"
        self.alpha = self.stroke_alpha = 1.0
        self.blend = ""
        self.font: Font | None = None
        self.mode = 0
        self.size, self.zoom = 0.0, 1.0
        self.leading = self.rise = self.char = self.word = 0.0

    def copy(self) -> State:
        """Give a state to go on with, as q does."""
        other: State = State.__new__(State)
        for name in State.__slots__:
            setattr(other, name, getattr(self, name))
        return other


Part = tuple[str, float, float, bool]
"""Text between two gaps of a show operation, where it starts and ends along the base line, and
whether its glyphs paint nothing."""


class Canvas(Protocol):
    """What is told of everything that a content stream paints, in order."""

    order: int
    parents: list[int]
    busy: set[int]
    layers: Layers

    def font(self, resource: Any) -> Font: ...  # noqa: D102, ANN401 - as glyphs.py has them
    def count(self, glyphs: int, unmapped: int) -> None: ...  # noqa: D102
    def show(  # noqa: D102
        self,
        start: float,
        parts: Sequence[Part],
        matrix: Matrix,
        state: State,
        form: int,
        *,
        off: bool,
    ) -> None: ...
    def image(self, state: State, *, solid: bool) -> None: ...  # noqa: D102
    def fill(  # noqa: D102
        self, path: Sequence[tuple[float, float]], state: State, *, straight: bool
    ) -> None: ...
    def stroke(self, path: Sequence[tuple[float, float]]) -> None: ...  # noqa: D102
    def shade(self, state: State) -> None: ...  # noqa: D102


class Stream:
    """Follows one content stream, the page's or a form's, operator by operator.

    `depth` is how many forms it stands in, `form` the number of the innermost one, 0 for the page
    itself; `off` tells that the form is in a layer that is switched off.
    """

    def __init__(
        self,
        canvas: Canvas,
        content: bytes,
        resources: Any,  # noqa: ANN401 - pypdf's dictionary
        state: State,
        depth: int = 0,
        form: int = 0,
        *,
        off: bool = False,
    ) -> None:
        self._canvas, self._content, self._resources = canvas, content, resources
        self._state, self._depth, self._form = state, depth, form
        self._stack: list[State] = []
        self._tm = self._line = UNIT
        self._path: list[tuple[bytes, list[Operand]]] = []
        self._clipping = False
        self._layers: list[bool] = [off] if off else []
        self._off = off
        self._fonts = resolved(resources.get("/Font")) or {}
        self._known: dict[Any, Font] = {}

    def follow(self) -> None:
        """Follow the stream; an operator with wrong operands does nothing, as viewers have it."""
        followed, canvas = self._FOLLOWED.get, self._canvas
        for operator, operands in operations(self._content):
            if operator in _SEGMENTS:
                self._path.append((operator, operands))
            elif do := followed(operator):
                canvas.order += 1
                try:  # noqa: SIM105 - costs nothing, of a hundred thousand operations
                    do(self, operands)
                except _WRONG:
                    pass

    # ── state ──

    def _push(self, _: list[Operand]) -> None:
        if len(self._stack) < _MOST_SAVED:
            self._stack.append(self._state.copy())

    def _pop(self, _: list[Operand]) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, operands: list[Operand]) -> None:
        self._state.ctm = times(_matrix(operands), self._state.ctm)

    def _set_state(self, operands: list[Operand]) -> None:
        found = resolved((resolved(self._resources.get("/ExtGState")) or {}).get(operands[0])) or {}
        state = self._state
        if "/ca" in found:
            state.alpha = float(resolved(found["/ca"]))
        if "/CA" in found:
            state.stroke_alpha = float(resolved(found["/CA"]))
        if "/BM" in found:
            mode = resolved(found["/BM"])
            state.blend = str(resolved(mode[0]) if isinstance(mode, list) and mode else mode)
        if "/Font" in found:
            font = resolved(found["/Font"])
            self._use(resolved(font[0]), float(resolved(font[1])))

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
        return resolved((resolved(self._resources.get("/ColorSpace")) or {}).get(name, name))

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
        name, size = operands[0], float(operands[1])  # type: ignore[arg-type]
        font = self._known.get(name)
        if font is None:
            font = self._known[name] = self._canvas.font(resolved(self._fonts.get(name)))
        self._state.font, self._state.size = font, size

    def _set_mode(self, operands: list[Operand]) -> None:
        self._state.mode = int(_number(operands))

    def _set_zoom(self, operands: list[Operand]) -> None:
        self._state.zoom = _number(operands) * 0.01

    def _set_leading(self, operands: list[Operand]) -> None:
        self._state.leading = _number(operands)

    def _set_char(self, operands: list[Operand]) -> None:
        self._state.char = _number(operands)

    def _set_word(self, operands: list[Operand]) -> None:
        self._state.word = _number(operands)

    def _set_rise(self, operands: list[Operand]) -> None:
        self._state.rise = _number(operands)

    def _use(self, resource: Any, size: float) -> None:  # noqa: ANN401
        self._state.font, self._state.size = self._canvas.font(resource), size

    def _show_one(self, operands: list[Operand]) -> None:
        if isinstance(operands[-1], Shown):
            self._show([operands[-1].raw])

    def _show_array(self, operands: list[Operand]) -> None:
        if isinstance(operands[-1], list):
            self._show(operands[-1])

    def _show_on_next_line(self, operands: list[Operand]) -> None:
        self._next_line([])
        self._show_one(operands)

    def _show_spaced(self, operands: list[Operand]) -> None:
        self._state.word, self._state.char = float(operands[0]), float(operands[1])  # type: ignore[arg-type]
        self._show_on_next_line(operands)

    def _show(self, pieces: Sequence[float | bytes]) -> None:
        state = self._state
        font, size, zoom, char, word = state.font, state.size, state.zoom, state.char, state.word
        if font is None:
            return
        kept, read = font.kept.get, font.read
        x = start = end = 0.0
        origin: float | None = None
        parts: list[Part] = []
        texts: list[str] = []
        blank = True
        shown = lost = 0
        for piece in pieces:
            if isinstance(piece, float):
                kern = -piece / 1000
                if texts and (kern > _GAP or kern < -_BACK):
                    parts.append(("".join(texts), start, end, blank))
                    texts = []
                x += kern * size * zoom
                continue
            text, width, glyphs, spaces, unmapped, paints_nothing = kept(piece) or read(piece)
            if not texts:
                start, blank = x, True
                if origin is None:
                    origin = x
            texts.append(text)
            blank = blank and paints_nothing
            shown += glyphs
            lost += unmapped
            x += (width * size + glyphs * char + spaces * word) * zoom
            end = x
        if texts:
            parts.append(("".join(texts), start, end, blank))
        if origin is not None:
            self._canvas.count(shown, lost)
            matrix = times(self._tm, state.ctm)
            if state.rise:
                matrix = times((1, 0, 0, 1, 0, state.rise), matrix)
            self._canvas.show(origin, parts, matrix, state, self._form, off=self._off)
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, x * a + e, x * b + f)

    # ── paths ──

    def _clip(self, _: list[Operand]) -> None:
        self._clipping = True

    def _fill_path(self, _: list[Operand]) -> None:
        self._paint_path(fills=True)

    def _stroke_path(self, _: list[Operand]) -> None:
        self._paint_path(strokes=True)

    def _end_path(self, _: list[Operand]) -> None:
        self._paint_path()

    def _paint_path(self, *, fills: bool = False, strokes: bool = False) -> None:
        """Tell of a filled path, or of a stroked line; clip what follows if that was asked for."""
        segments, clipping = self._path, self._clipping
        self._path, self._clipping = [], False
        is_line = strokes and len(segments) in (1, 2)
        path = self._points(segments) if fills or clipping or is_line else []
        if not path:
            return
        straight = all(operator in _STRAIGHT for operator, _ in segments)
        if fills and not self._off:
            in_one = len(segments) == 1 or segments[0][0] == b"m"
            self._canvas.fill(path, self._state, straight=straight and in_one)
        elif is_line and straight:
            self._canvas.stroke(path)
        if clipping:
            self._state.clip = both(self._state.clip, box_of(path))

    def _points(self, segments: Sequence[tuple[bytes, list[Operand]]]) -> list[tuple[float, float]]:
        """Give the points of a path on the page.

        They are ends of lines, ends and control points of curves, corners of rectangles.
        """
        ctm, points = self._state.ctm, []
        if len(segments) > _MOST_POINTS:
            segments = segments[:: len(segments) // _MOST_POINTS + 1]
        for operator, operands in segments:
            with contextlib.suppress(TypeError, ValueError):
                numbers = [float(value) for value in operands]  # type: ignore[arg-type]
                if operator == b"re":
                    x, y, wide, high = numbers
                    numbers = [x, y, x + wide, y, x + wide, y + high, x, y + high]
                points += [
                    at(ctm, numbers[i], numbers[i + 1]) for i in range(0, len(numbers) - 1, 2)
                ]
        return points

    def _shade(self, _: list[Operand]) -> None:
        if not self._off:
            self._canvas.shade(self._state)

    # ── images and forms ──

    def _inline_image(self, _: list[Operand]) -> None:
        if not self._off:
            self._canvas.image(self._state, solid=False)

    def _object(self, operands: list[Operand]) -> None:
        found = resolved((resolved(self._resources.get("/XObject")) or {}).get(operands[0]))
        off = self._off or self._canvas.layers.are_off(
            found.raw_get("/OC") if "/OC" in found else None
        )
        if found.get("/Subtype") == "/Image":
            masked = "/SMask" in found or "/Mask" in found or bool(found.get("/ImageMask"))
            if not off:
                self._canvas.image(self._state, solid=not masked)
        elif (
            id(found) not in self._canvas.busy
            and self._depth < _DEPTH
            and len(self._canvas.parents) < _MOST_FORMS
        ):
            self._canvas.busy.add(id(found))
            try:
                self._follow_form(found, off=off)
            finally:
                self._canvas.busy.discard(id(found))

    def _follow_form(self, form: Any, *, off: bool) -> None:  # noqa: ANN401 - pypdf's stream
        state, is_small = self._state.copy(), False
        if "/Matrix" in form:
            state.ctm = times(
                _matrix([resolved(value) for value in resolved(form["/Matrix"])]), state.ctm
            )
        if "/BBox" in form:
            x0, y0, x1, y1 = (float(resolved(value)) for value in resolved(form["/BBox"]))
            box = moved(state.ctm, Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            state.clip = both(state.clip, box)
            is_small = max(box.width, box.height) < _MARKER
        content = form.get_data()
        if is_small and not any(shows in content for shows in _SHOWING):
            return  # a plot has thousands of these
        self._canvas.parents.append(self._form)
        number = len(self._canvas.parents)
        resources = resolved(form.get("/Resources")) or self._resources
        depth = self._depth + 1
        Stream(self._canvas, content, resources, state, depth, number, off=off).follow()

    # ── layers ──

    def _begin_content(self, operands: list[Operand]) -> None:
        self._layers.append(
            len(operands) > 1 and operands[0] == "/OC" and self._is_off(operands[1])
        )
        self._off = any(self._layers)

    def _end_content(self, _: list[Operand]) -> None:
        if self._layers:
            self._layers.pop()
        self._off = any(self._layers)

    def _is_off(self, name: Operand) -> bool:
        properties: Any = resolved(self._resources.get("/Properties")) or {}
        return self._canvas.layers.are_off(properties.raw_get(name) if name in properties else None)

    _FOLLOWED: ClassVar[dict[bytes, Callable[[Stream, list[Operand]], None]]] = {
        # state
        b"q": _push,
        b"Q": _pop,
        b"cm": _transform,
        b"gs": _set_state,
        # colours
        **dict.fromkeys((b"g", b"rg", b"k"), _fill_by),
        **dict.fromkeys((b"G", b"RG", b"K"), _stroke_by),
        b"cs": _fill_space,
        b"CS": _stroke_space,
        **dict.fromkeys((b"sc", b"scn"), _fill_in_space),
        **dict.fromkeys((b"SC", b"SCN"), _stroke_in_space),
        # text
        b"BT": _begin_text,
        b"Tm": _set_matrix,
        b"Td": _move,
        b"TD": _move_leading,
        b"T*": _next_line,
        b"Tf": _set_font,
        b"Tr": _set_mode,
        b"Tz": _set_zoom,
        b"TL": _set_leading,
        b"Tc": _set_char,
        b"Tw": _set_word,
        b"Ts": _set_rise,
        b"Tj": _show_one,
        b"TJ": _show_array,
        b"'": _show_on_next_line,
        b'"': _show_spaced,
        # paths
        **dict.fromkeys((b"W", b"W*"), _clip),
        **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _fill_path),
        **dict.fromkeys((b"S", b"s"), _stroke_path),
        b"n": _end_path,
        b"sh": _shade,
        # images, forms and layers
        b"BI": _inline_image,
        b"Do": _object,
        **dict.fromkeys((b"BDC", b"BMC"), _begin_content),
        b"EMC": _end_content,
    }


def _number(operands: Sequence[Operand]) -> float:
    return float(operands[0])  # type: ignore[arg-type]


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)
