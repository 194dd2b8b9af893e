"""Set text that no reader sees apart from a PDF's page, before its text is extracted.

One walk over the page's content stream, forms included, follows what decides whether text shows: matrices, font size, render mode,
colours and what is painted beneath, opacity, clip paths, optional-content layers, and images and shapes painted over it later. What
does not show is taken out of the stream; what it says is extracted by itself and told, with page and reason.

Rules of a PDF's graphics state: ISO 32000-1, 8.4 (state), 8.5 (paths), 8.11 (optional content), 9.3 (text state).
"""

from __future__ import annotations

import contextlib
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

TINY = 2.0
"""Text lower than this on the page, in points, is not read."""
_FAINT = 0.05
"""Opacity below which text does not show."""
_NEAR = 0.09
"""Difference of two colours, in the channel where they differ most (0 to 1), that does not show."""
_DEPTH = 12
"""How deep forms may stand in forms."""
_MOST_SHAPES = 4000
"""Painted shapes that are remembered of a page: only the last ones, a figure has many."""
_BAND = 16.0
"""Height of the bands, in points, that shapes are sorted into."""
_SHOWS = (b"Tj", b"TJ", b"'", b'"')

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Colour = tuple[float, float, float] | None
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_EVERYTHING: Box = (-1e9, -1e9, 1e9, 1e9)


class Hidden(NamedTuple):
    """Text that does not show: why, what it says, and whether it stands in a figure's form rather than on the page itself."""

    reason: str
    text: str
    in_form: bool


class _Paint(NamedTuple):
    """A filled rectangle or an image: its box, its colour (None: unknown), and whether it hides what is beneath."""

    order: int
    box: Box
    colour: Colour
    hides: bool
    image: bool


class _State:
    """The part of the graphics state that decides whether text shows."""

    __slots__ = (
        "alpha",
        "blend",
        "char",
        "clip",
        "ctm",
        "fill",
        "font",
        "leading",
        "mode",
        "size",
        "space",
        "stroke",
        "widths",
        "word",
        "zoom",
    )

    def __init__(self) -> None:
        self.ctm: Matrix = _UNIT
        self.clip: Box = _EVERYTHING
        self.fill: Colour = (0, 0, 0)
        self.stroke: Colour = (0, 0, 0)
        self.alpha, self.blend, self.mode = 1.0, "", 0
        self.size, self.zoom, self.leading = 0.0, 1.0, 0.0
        self.char, self.word = 0.0, 0.0
        self.font: Any = None
        self.widths: Callable[[bytes], float] = lambda shown: 0.5 * len(shown)
        self.space: Any = None

    def copy(self) -> _State:
        other = _State.__new__(_State)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class _Show(NamedTuple):
    """One operation that shows text: which stream and operation, its order, box, colour, render mode, and why it is hidden already."""

    place: tuple[int, int]
    order: int
    box: Box
    colour: Colour
    mode: int
    reason: str


def layers_off(catalog: Mapping[str, Any]) -> frozenset[int]:
    """Give the object numbers of the optional-content groups that a document's default configuration switches off."""
    properties = _resolved(catalog.get("/OCProperties"))
    if not isinstance(properties, Mapping):
        return frozenset()
    default = _resolved(properties.get("/D")) or {}
    numbers = {getattr(ref, "idnum", 0) for ref in _resolved(default.get("/OFF")) or ()}
    if default.get("/BaseState") == "/OFF":
        on = {getattr(ref, "idnum", 0) for ref in _resolved(default.get("/ON")) or ()}
        numbers |= {getattr(ref, "idnum", 0) for ref in _resolved(properties.get("/OCGs")) or ()} - on
    return frozenset(numbers - {0})


class _Interpreter:
    """Follows one content stream, the page's or a form's, operator by operator."""

    def __init__(self, walk: _Walk, stream: Any, resources: Any, state: _State, depth: int) -> None:  # noqa: ANN401
        self._walk, self._stream, self._resources, self._state, self._depth = walk, stream, resources, state, depth
        self._number = len(walk.streams)
        walk.streams.append(stream)
        self._stack: list[_State] = []
        self._tm = self._line = _UNIT
        self._path: list[tuple[float, float]] = []
        self._straight, self._clipping = True, False
        self._layers: list[bool] = []
        self._fonts = _resolved(resources.get("/Font")) or {}

    def run(self) -> None:
        """Follow the stream; an operator with wrong operands does nothing, as viewers have it."""
        for at, (operands, operator) in enumerate(self._stream.operations):
            self._walk.order += 1
            with contextlib.suppress(ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError):
                if operator in _SHOWS:
                    self._show(at, operands, operator)
                elif operator in _PAINTING:
                    self._end_path(operator)
                elif operator in _COLOURS:
                    self._set_colour(operator, operands)
                elif follow := _FOLLOWED.get(operator):
                    follow(self, operands)

    # ── state ──

    def _push(self, _: Any) -> None:  # noqa: ANN401
        if len(self._stack) < 512:
            self._stack.append(self._state.copy())

    def _pop(self, _: Any) -> None:  # noqa: ANN401
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, operands: Any) -> None:  # noqa: ANN401
        self._state.ctm = _times(_matrix(operands), self._state.ctm)

    def _set_colour(self, operator: bytes, operands: Any) -> None:  # noqa: ANN401
        if operator in (b"cs", b"CS"):
            self._state.space = self._space(operands[0])
            operands = ()
        _set_colour(self._state, operator, operands)

    def _set_opacity(self, operands: Any) -> None:  # noqa: ANN401
        found = _resolved((_resolved(self._resources.get("/ExtGState")) or {}).get(operands[0])) or {}
        if "/ca" in found:
            self._state.alpha = float(found["/ca"])
        if "/BM" in found:
            self._state.blend = str(_resolved(found["/BM"]))

    def _space(self, name: Any) -> str:  # noqa: ANN401
        """Give what one component of a colour space means: "grey", "ink", or nothing that is known."""
        found = _resolved((_resolved(self._resources.get("/ColorSpace")) or {}).get(name, name))
        kind = found if isinstance(found, str) else str(_resolved(found[0]))
        if kind in ("/DeviceGray", "/CalGray") or (kind == "/ICCBased" and _resolved(found[1]).get("/N") == 1):
            return "grey"
        return "ink" if kind == "/Separation" else ""

    # ── text ──

    def _begin_text(self, _: Any) -> None:  # noqa: ANN401
        self._tm = self._line = _UNIT

    def _set_matrix(self, operands: Any) -> None:  # noqa: ANN401
        self._tm = self._line = _matrix(operands)

    def _move(self, operands: Any) -> None:  # noqa: ANN401
        self._line = self._tm = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)

    def _move_leading(self, operands: Any) -> None:  # noqa: ANN401
        self._state.leading = -float(operands[1])
        self._move(operands)

    def _next_line(self, _: Any = None) -> None:  # noqa: ANN401
        self._move((0, -self._state.leading))

    def _set_font(self, operands: Any) -> None:  # noqa: ANN401
        self._state.font, self._state.size = _resolved(self._fonts.get(operands[0])), float(operands[1])
        self._state.widths = self._walk.widths_of(self._state.font)

    def _set(self, name: str, operands: Any) -> None:  # noqa: ANN401
        setattr(self._state, name, float(operands[0]))

    def _show(self, at: int, operands: Any, operator: bytes) -> None:  # noqa: ANN401
        if operator in (b"'", b'"'):
            self._next_line()
        shown = (operands[0] if operands else ()) if operator == b"TJ" else operands[-1:]
        advance = _advance(shown, self._state)
        letters = sum(len(piece) for piece in shown if isinstance(piece, (str, bytes)))
        if letters:
            self._walk.show((self._number, at), self._tm, advance, self._state, off=any(self._layers))
        self._tm = _times((1, 0, 0, 1, advance, 0), self._tm)

    # ── paths, images, forms ──

    def _rectangle(self, operands: Any) -> None:  # noqa: ANN401
        x, y, w, h = map(float, operands)
        self._path += [_at(self._state.ctm, *point) for point in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]

    def _straight_to(self, operands: Any) -> None:  # noqa: ANN401
        self._path.append(_at(self._state.ctm, float(operands[0]), float(operands[1])))

    def _curve_to(self, operands: Any) -> None:  # noqa: ANN401
        self._straight = False
        self._path.append(_at(self._state.ctm, float(operands[-2]), float(operands[-1])))

    def _clip(self, _: Any) -> None:  # noqa: ANN401
        self._clipping = True

    def _end_path(self, operator: bytes) -> None:
        path, straight, clipping = self._path, self._straight, self._clipping
        self._path, self._straight, self._clipping = [], True, False
        if not path:
            return
        box = _box(path)
        if operator in _FILLING and not any(self._layers):
            whole = straight and len(path) in (4, 5) and _is_rectangle(path)
            self._walk.paint(box, self._state, hides=whole)
        if clipping:
            self._state.clip = _both(self._state.clip, box)

    def _object(self, operands: Any) -> None:  # noqa: ANN401
        from pypdf.generic import ContentStream

        objects = _resolved(self._resources.get("/XObject")) or {}
        found = _resolved(objects.get(operands[0]))
        off = any(self._layers) or self._group_off(found.raw_get("/OC") if "/OC" in found else None)
        state = self._state.copy()
        if found.get("/Subtype") == "/Image":
            masked = "/SMask" in found or "/Mask" in found or bool(found.get("/ImageMask"))
            if not off:
                self._walk.image(state, solid=not masked)
            return
        if self._depth >= _DEPTH or len(self._walk.streams) > 2000 or not _may_show(found.get_data()):
            return
        stream = ContentStream(found, self._walk.page.pdf, "bytes")
        for key, value in found.items():
            if key not in ("/Length", "/Filter", "/DecodeParms"):
                stream[key] = value
        if "/Matrix" in found:
            state.ctm = _times(_matrix(found["/Matrix"]), state.ctm)
        if "/BBox" in found:
            x0, y0, x1, y1 = (float(_resolved(value)) for value in _resolved(found["/BBox"]))
            state.clip = _both(state.clip, _box([_at(state.ctm, x, y) for x in (x0, x1) for y in (y0, y1)]))
        if off:
            state.alpha = 0.0
        self._walk.parents.append((objects, operands[0]))
        resources = _resolved(found.get("/Resources")) or self._resources
        _Interpreter(self._walk, stream, resources, state, self._depth + 1).run()

    # ── layers ──

    def _begin_content(self, operands: Any) -> None:  # noqa: ANN401
        self._layers.append(len(operands) > 1 and self._is_off(operands))

    def _end_content(self, _: Any) -> None:  # noqa: ANN401
        if self._layers:
            self._layers.pop()

    def _is_off(self, operands: Sequence[Any]) -> bool:
        if not self._walk.off or operands[0] != "/OC":
            return False
        properties: Any = _resolved(self._resources.get("/Properties")) or {}
        return self._group_off(properties.raw_get(operands[1]) if operands[1] in properties else None)

    def _group_off(self, group: Any) -> bool:  # noqa: ANN401
        """Tell whether an optional-content group, or a membership of several, is switched off (any one on shows it)."""
        if group is None or not self._walk.off:
            return False
        if getattr(group, "idnum", 0) in self._walk.off:
            return True
        found = _resolved(group)
        members = found.raw_get("/OCGs") if "/OCGs" in found else None
        several = _resolved(members)
        refs = list(several) if isinstance(several, list) else [members] if members is not None else []
        return bool(refs) and all(getattr(ref, "idnum", 0) in self._walk.off for ref in refs)


_FOLLOWED: dict[bytes, Callable[[_Interpreter, Any], None]] = {
    b"q": _Interpreter._push,
    b"Q": _Interpreter._pop,
    b"cm": _Interpreter._transform,
    b"gs": _Interpreter._set_opacity,
    b"BT": _Interpreter._begin_text,
    b"Tm": _Interpreter._set_matrix,
    b"Td": _Interpreter._move,
    b"TD": _Interpreter._move_leading,
    b"T*": _Interpreter._next_line,
    b"Tf": _Interpreter._set_font,
    b"Tr": lambda self, operands: self._set("mode", operands),
    b"Tz": lambda self, operands: self._set("zoom", [float(operands[0]) / 100]),
    b"TL": lambda self, operands: self._set("leading", operands),
    b"Tc": lambda self, operands: self._set("char", operands),
    b"Tw": lambda self, operands: self._set("word", operands),
    b"re": _Interpreter._rectangle,
    b"m": _Interpreter._straight_to,
    b"l": _Interpreter._straight_to,
    b"c": _Interpreter._curve_to,
    b"v": _Interpreter._curve_to,
    b"y": _Interpreter._curve_to,
    b"W": _Interpreter._clip,
    b"W*": _Interpreter._clip,
    b"Do": _Interpreter._object,
    b"BDC": _Interpreter._begin_content,
    b"BMC": _Interpreter._begin_content,
    b"EMC": _Interpreter._end_content,
}


class _Walk:
    """One walk over a page; see `sift`."""

    def __init__(self, page: Any, off: frozenset[int]) -> None:  # noqa: ANN401
        self.page, self.off = page, off
        self.streams: list[Any] = []  # the parsed content streams: of the page, then of its forms
        self.parents: list[tuple[Any, str]] = []  # where each form's stream hangs: resources' /XObject, name
        self.order = 0
        self._shows: list[_Show] = []
        self._paints: list[_Paint] = []
        self._widths: dict[int, Callable[[bytes], float]] = {}
        box = page.cropbox
        self._crop: Box = (float(box.left), float(box.bottom), float(box.right), float(box.top))

    def sift(self) -> list[Hidden]:
        """Walk, decide, and take out what does not show."""
        from pypdf.generic import ContentStream, NameObject

        contents = _resolved(self.page.get("/Contents"))
        if contents is None:
            return []
        stream = ContentStream(contents, self.page.pdf, "bytes")
        if not _may_show(stream.get_data()):
            return []
        _Interpreter(self, stream, _resolved(self.page.get("/Resources")) or {}, _State(), 0).run()
        reasons = self._reasons()
        self.page[NameObject("/Contents")] = stream  # parsed once: pypdf takes it as it is
        if not reasons:
            return []
        found = self._read_alone(reasons)
        self._leave_out(set(reasons))
        return found

    # ── what is painted ──

    def show(self, place: tuple[int, int], tm: Matrix, advance: float, state: _State, *, off: bool) -> None:
        """Take note of text that is shown: `place` is its stream and operation, `advance` its length in text units."""
        matrix = _times(tm, state.ctm)
        height = abs(state.size) * math.hypot(matrix[2], matrix[3])
        width = abs(state.size * state.zoom) * math.hypot(matrix[0], matrix[1])
        corners = [_at(matrix, x, y) for x in (0, advance) for y in (0, 0.7 * state.size)]
        box = _box(corners)
        filled = state.mode in (0, 2, 4, 6)
        reason = ""
        if off:
            reason = "in a layer that is switched off"
        elif state.mode in (3, 7):
            reason = "invisible render mode"
        elif state.alpha < _FAINT:
            reason = "transparent"
        elif (height < TINY or width < TINY / 4) and not _is_type3(state.font):
            reason = "tiny"
        elif _outside(box, self._crop):
            reason = "outside the page"
        elif _outside(box, state.clip):
            reason = "clipped away"
        colour = state.fill if filled else state.stroke
        self._shows.append(_Show(place, self.order, box, colour, int(state.mode), reason))

    def image(self, state: _State, *, solid: bool) -> None:
        """Take note of an image, which fills the unit square of its own space."""
        corners = [_at(state.ctm, *point) for point in ((0, 0), (1, 0), (1, 1), (0, 1))]
        box = _both(_box(corners), state.clip)
        self._paints.append(_Paint(self.order, box, None, solid and state.alpha > 0.95, image=True))

    def paint(self, box: Box, state: _State, *, hides: bool) -> None:
        """Take note of a filled shape; `hides` tells that it is a rectangle, whose box it fills."""
        box = _both(box, state.clip)
        if state.alpha < _FAINT or box[2] <= box[0] or box[3] <= box[1]:
            return
        solid = state.alpha > 0.95 and state.blend in ("", "/Normal", "/Compatible")
        self._paints.append(_Paint(self.order, box, state.fill if solid else None, hides and solid, image=False))
        if len(self._paints) > 2 * _MOST_SHAPES:
            del self._paints[:-_MOST_SHAPES]

    # ── why text does not show ──

    def _reasons(self) -> dict[tuple[int, int], str]:
        """Give the operations whose text does not show, each with the reason."""
        area = max(1.0, (self._crop[2] - self._crop[0]) * (self._crop[3] - self._crop[1]))
        scanned = any(paint.image and _area(_both(paint.box, self._crop)) > 0.8 * area for paint in self._paints)
        bands: defaultdict[int, list[_Paint]] = defaultdict(
            list
        )  # by height on the page: few shapes to look at for each text
        for paint in self._paints:
            box = _both(paint.box, self._crop)
            if box[2] - box[0] > 3 and box[3] - box[1] > 3:
                for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
                    bands[band].append(paint)
        reasons = {}
        for show in self._shows:
            reason = show.reason
            if scanned and show.mode == 3:
                continue  # the text layer of a scanned page
            if not reason:
                reason = self._by_paints(show, bands.get(int((show.box[1] + show.box[3]) / 2 // _BAND), ()))
            if reason:
                reasons[show.place] = reason
        return reasons

    @staticmethod
    def _by_paints(show: _Show, paints: Sequence[_Paint]) -> str:
        beneath: Colour = (1, 1, 1)
        for paint in paints:
            if not _covers(paint.box, show.box):
                continue
            if paint.order < show.order:
                beneath = paint.colour
            elif paint.hides:
                return "under an image" if paint.image else "under a shape"
        if beneath is None or show.colour is None:
            return ""
        if max(abs(a - b) for a, b in zip(beneath, show.colour, strict=True)) <= _NEAR:
            return "white on white" if min(beneath) > 0.9 else "in the colour of its background"
        return ""

    # ── taking it out ──

    def _read_alone(self, reasons: Mapping[tuple[int, int], str]) -> list[Hidden]:
        """Extract what is hidden, by reason, as if it were all that there is."""
        shows: defaultdict[tuple[str, bool], set[tuple[int, int]]] = defaultdict(set)
        for place, reason in reasons.items():
            shows[reason, place[0] > 0].add(place)
        everything = {show.place for show in self._shows}
        found = []
        for (reason, in_form), places in shows.items():
            kept = [stream.operations for stream in self.streams]
            self._leave_out(everything - places)
            try:
                text = " ".join(self.page.extract_text(visitor_text=lambda *_: None).split())
            finally:
                for stream, operations in zip(self.streams, kept, strict=True):
                    stream.operations = operations
            found.append(Hidden(reason, text, in_form))
        return found

    def _leave_out(self, places: set[tuple[int, int]]) -> None:
        """Take operations out of the streams, and hang the forms' streams where pypdf finds them."""
        from pypdf.generic import NameObject

        by_stream: defaultdict[int, set[int]] = defaultdict(set)
        for stream, at in places:
            by_stream[stream].add(at)
        for number, gone in by_stream.items():
            stream = self.streams[number]
            stream.operations = [
                ([], b"T*") if operator in (b"'", b'"') and at in gone else (operands, operator)
                for at, (operands, operator) in enumerate(stream.operations)
                if at not in gone or operator in (b"'", b'"')
            ]
            if number:
                objects, name = self.parents[number - 1]
                objects[NameObject(name)] = stream

    # ── fonts, opacity, layers ──

    def widths_of(self, font: Any) -> Callable[[bytes], float]:  # noqa: ANN401
        if id(font) not in self._widths:
            self._widths[id(font)] = _widths(font)
        return self._widths[id(font)]


def sift(page: Any, off: frozenset[int]) -> list[Hidden]:  # noqa: ANN401 - pypdf's page
    """Take the text that does not show out of a page, in place, and give what it says.

    `off` are the object numbers of optional-content groups that are switched off. Raises what pypdf raises for a damaged page.
    """
    return _Walk(page, off).sift()


# ── colours ──


def _grey(values: Sequence[float]) -> Colour:
    return (values[0], values[0], values[0])


def _cmyk(values: Sequence[float]) -> Colour:
    c, m, y, k = values
    return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))


_COLOURS = {
    b"g": "fill", b"rg": "fill", b"k": "fill", b"sc": "fill", b"scn": "fill", b"cs": "fill",
    b"G": "stroke", b"RG": "stroke", b"K": "stroke", b"SC": "stroke", b"SCN": "stroke", b"CS": "stroke",
}  # fmt: skip
_PAINTING = frozenset([b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"])
_FILLING = frozenset([b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"])


def _set_colour(state: _State, operator: bytes, operands: Sequence[Any]) -> None:
    """Set a colour by its operator; of a pattern nothing is known, and of an ink only that none of it is white."""
    colour: Colour = None
    if operator in (b"cs", b"CS"):
        colour = (0, 0, 0)
    elif operands and isinstance(operands[-1], (int, float)):
        values = [min(1.0, max(0.0, float(value))) for value in operands]
        if len(values) == 3:
            colour = (values[0], values[1], values[2])
        elif len(values) == 4:
            colour = _cmyk(values)
        elif len(values) == 1 and (operator in (b"g", b"G") or state.space == "grey"):
            colour = _grey(values)
        elif len(values) == 1 and state.space == "ink" and values[0] == 0:
            colour = (1, 1, 1)
    setattr(state, _COLOURS[operator], colour)


# ── geometry ──


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(_resolved(value)) for value in _resolved(operands))
    return (a, b, c, d, e, f)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])


def _box(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _both(one: Box, other: Box) -> Box:
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _outside(box: Box, frame: Box) -> bool:
    return box[2] < frame[0] - 1 or box[0] > frame[2] + 1 or box[3] < frame[1] - 1 or box[1] > frame[3] + 1


def _covers(paint: Box, text: Box) -> bool:
    """Tell whether a shape covers a text but for a tenth of its width, at the middle of its height."""
    middle = (text[1] + text[3]) / 2
    slack = 0.1 * (text[2] - text[0]) + 0.5
    return paint[0] <= text[0] + slack and paint[2] >= text[2] - slack and paint[1] <= middle <= paint[3]


def _is_rectangle(path: Sequence[tuple[float, float]]) -> bool:
    left, bottom, right, top = _box(path)
    return all(min(abs(x - left), abs(x - right)) < 0.5 and min(abs(y - bottom), abs(y - top)) < 0.5 for x, y in path)


# ── text ──


def _advance(shown: Sequence[Any], state: _State) -> float:
    """Give how far the text goes on, in unscaled text units along its line."""
    width = 0.0
    for piece in shown:
        if isinstance(piece, (str, bytes)):
            raw = (
                piece
                if isinstance(piece, bytes)
                else getattr(piece, "original_bytes", piece.encode("latin-1", "replace"))
            )
            width += state.widths(raw) * state.size + len(raw) * state.char + raw.count(b" ") * state.word
        else:
            width -= float(piece) / 1000 * state.size
    return width * state.zoom


def _widths(font: Any) -> Callable[[bytes], float]:  # noqa: ANN401
    """Give a function from shown bytes to their width in ems; half an em a glyph where the font does not say."""
    if not isinstance(font, Mapping):
        return lambda shown: 0.5 * len(shown)
    if font.get("/Subtype") == "/Type0":
        return lambda shown: (
            0.25 * len(shown) + 0.25 * len(shown) / 2
        )  # two bytes a glyph, three quarters of an em at most
    if font.get("/Subtype") == "/Type3":
        return lambda _: 0.0  # in glyph space of its own
    try:
        first, widths = (
            int(font["/FirstChar"]),
            [float(_resolved(width)) / 1000 for width in _resolved(font["/Widths"])],
        )
    except (KeyError, TypeError, ValueError):
        return lambda shown: 0.5 * len(shown)
    table = [0.5] * 256
    for at, width in enumerate(widths[:256]):
        if 0 <= first + at < 256:
            table[first + at] = width
    return lambda shown: sum(map(table.__getitem__, shown))


def _is_type3(font: Any) -> bool:  # noqa: ANN401
    return isinstance(font, Mapping) and font.get("/Subtype") == "/Type3"


_TEXT_OPERATOR = re.compile(rb"T[jJ]|[)>]\s*['\"]")


def _may_show(content: bytes) -> bool:
    """Tell whether a content stream shows text, or an object that may."""
    return b"Do" in content or bool(_TEXT_OPERATOR.search(content))


def _resolved(value: Any) -> Any:  # noqa: ANN401
    return value.get_object() if hasattr(value, "get_object") else value


def is_worth_telling(hidden: Hidden) -> bool:
    """Tell hidden words from the labels that figures leave behind and the anchors that TeX does: 20 letters of the page itself."""
    letters = sum(character.isalpha() for character in hidden.text)
    words = len(re.findall(r"[^\W\d_]{2,}", hidden.text))
    return not hidden.in_form and letters >= 20 and (words >= 4 or letters >= 60)
