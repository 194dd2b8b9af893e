"""A PDF opened with pdfium: its pages, what is painted on them, and what they look like.

The only module that holds pdfium's raw handles. An object lives as long as its page, so both are
used inside `Document.page` alone; the page is kept open until another is asked for. Coordinates are
those of page.py, points of the displayed page, but for those of characters.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from pipeline.pdf.geometry import Box, Matrix, at, moved, times

CHANNELS = 4
"""Bytes of a picture's pixel: blue, green, red, opacity; without the last pdfium blends wrongly."""
PNG = b"\x89PNG\r\n\x1a\n"
"""What a PNG file begins with."""
_RGB, _TRUE_COLOUR = 3, 2
"""Bytes of a pixel in a PNG of the colour type 2."""
_DEPTH = 12
"""How deep forms may stand in forms."""
_MOST_OBJECTS = 200_000
"""Objects of a page that are looked at."""
_MOST_PIXELS = 3000
"""Pixels of a picture's longer side at most, for a part of a page that is larger."""
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
"""pdfium's numbers of the kinds of objects that matter here."""
_UNSEEN = (3, 7)
"""Render modes of text that paint nothing (ISO 32000-1, table 106)."""
_ANNOTATIONS = 0x01
"""Comments are painted too: one can lie on text."""


class Painted(NamedTuple):
    """A text object, which one show operation paints, or an image: its handle and its box.

    A text's base line starts at `x` and `y`.
    """

    handle: int
    x: float
    y: float
    box: Box


class Picture(NamedTuple):
    """How a part of a page looks, row by row from the top.

    `left` and `top` are the page's pixels before it, `scale` the pixels a point across and down.
    """

    pixels: bytearray
    width: int
    height: int
    left: int
    top: int
    scale: tuple[float, float]

    def png(self, effort: int = 6) -> bytes:
        """Give the picture as a PNG file of 24 bits a pixel (W3C, PNG, third edition).

        `effort` is zlib's level, 1 to 9: the lowest takes half the time for a sixth more bytes.
        """
        rows = bytearray((self.width * _RGB + 1) * self.height)
        for channel in range(_RGB):  # blue, green, red become red, green, blue
            values = self.pixels[_RGB - 1 - channel :: CHANNELS]
            for y in range(self.height):
                start = y * (self.width * _RGB + 1) + 1  # a row begins with its filter, none
                row = slice(start + channel, start + self.width * _RGB, _RGB)
                rows[row] = values[y * self.width : (y + 1) * self.width]
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, _TRUE_COLOUR, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, effort)), (b"IEND", b""))
        return PNG + b"".join(
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
            for kind, data in chunks
        )


class Character(NamedTuple):
    """A character of a page: its code, a half where it is beyond 16 bits, and where it stands.

    `is_mapped` tells that its font says what it reads as. (`x`, `y`) is where its base line starts
    and `box` what it takes up, in the page's own coordinates; its base line is turned by `angle`
    degrees, clockwise. `size` is as its font has it, `text` the handle of its text object.
    """

    code: int
    is_mapped: bool
    x: float
    y: float
    box: Box
    angle: float
    size: float
    text: int


class Document:
    """A document in pdfium, opened when its first page is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._document: Any = None
        self._number = 0
        self._page: Page | None = None

    def _opened(self) -> Any:  # noqa: ANN401 - pypdfium2's document
        import pypdfium2

        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._content)
        return self._document

    def __len__(self) -> int:
        """Give how many pages there are; none where pdfium cannot open the file."""
        import pypdfium2

        try:
            return len(self._opened())
        except pypdfium2.PdfiumError:
            return 0

    @contextlib.contextmanager
    def page(self, number: int) -> Iterator[Page | None]:
        """Open a page, counted from 1; None where pdfium cannot."""
        import pypdfium2

        if self._number != number:
            if self._page:
                self._page.close()
            self._number, self._page = number, None
            with contextlib.suppress(pypdfium2.PdfiumError, IndexError, ValueError):
                self._page = Page(self._opened()[number - 1])
        yield self._page


class Page:
    """An open page; `width` and `height` are those of the displayed page.

    `matrix` leads from its own coordinates to the displayed ones; it is turned by `turn` degrees,
    clockwise.
    """

    def __init__(self, opened: Any) -> None:  # noqa: ANN401 - pypdfium2's page
        self._opened = opened
        self.width, self.height = (max(1.0, float(side)) for side in opened.get_size())
        left, bottom, right, top = opened.get_bbox()
        self.turn = int(opened.get_rotation())
        self.matrix: Matrix = {
            0: (1.0, 0.0, 0.0, 1.0, -left, -bottom),
            90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
            180: (-1.0, 0.0, 0.0, -1.0, right, top),
            270: (0.0, 1.0, -1.0, 0.0, top, -left),
        }[self.turn]

    def close(self) -> None:
        """Close the page, when nothing of it is used any more."""
        self._opened.close()

    def characters(self, most: int) -> list[Character] | None:
        """Give the page's characters, so many at most; None where pdfium fails."""
        import pypdfium2.raw as raw

        text = raw.FPDFText_LoadPage(self._opened.raw)
        if not text:
            return None
        x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        found: list[Character] = []
        try:
            for i in range(min(raw.FPDFText_CountChars(text), most)):
                raw.FPDFText_GetCharOrigin(text, i, x, y)
                raw.FPDFText_GetLooseCharBox(text, i, box)
                found.append(
                    Character(
                        raw.FPDFText_GetUnicode(text, i),
                        raw.FPDFText_HasUnicodeMapError(text, i) != 1,
                        x.value,
                        y.value,
                        Box(box.left, box.bottom, box.right, box.top),
                        math.degrees(raw.FPDFText_GetCharAngle(text, i)),
                        raw.FPDFText_GetFontSize(text, i),
                        _address(raw.FPDFText_GetTextObject(text, i)),
                    )
                )
        finally:
            raw.FPDFText_ClosePage(text)
        return found

    def have_keys(self, keys: Iterable[str]) -> list[bool]:
        """Tell of each annotation whether its dictionary has one of some keys, or is none."""
        import pypdfium2.raw as raw

        page, names = self._opened.raw, [key.encode() for key in keys]
        found: list[bool] = []
        for place in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, place)
            found.append(
                not annotation or any(raw.FPDFAnnot_HasKey(annotation, name) for name in names)
            )
            if annotation:
                raw.FPDFPage_CloseAnnot(annotation)
        return found

    @cached_property
    def painted(self) -> tuple[list[Painted], list[Painted]]:
        """The page's texts and images, those in forms too, each in the order of painting."""
        calls = _calls()
        texts: list[Painted] = []
        images: list[Painted] = []
        for kind, handle, to in self._objects(_TEXT, _IMAGE):
            x, y = at(to, *calls.matrix_of(handle)[4:])
            found = Painted(handle, x, y, moved(to, calls.bounds(handle)))
            (texts if kind == _TEXT else images).append(found)
        return texts, images

    def drawn(self) -> Iterator[Box]:
        """Give the boxes of the page's paths and images, those in forms too."""
        calls = _calls()
        for _, handle, to in self._objects(_PATH, _IMAGE):
            yield moved(to, calls.bounds(handle))

    def _objects(self, *kinds: int) -> Iterator[tuple[int, int, Matrix]]:
        """Give the objects of some kinds in the order of painting, with what leads to the page."""
        calls = _calls()
        left = _MOST_OBJECTS

        def walk(
            holder: int, count: int, get: Callable[[int, int], int], to: Matrix, depth: int
        ) -> Iterator[tuple[int, int, Matrix]]:
            nonlocal left
            for place in range(min(count, left)):
                left -= 1
                handle = get(holder, place)
                kind = calls.kind(handle)
                if kind == _FORM and depth < _DEPTH:
                    inner = times(calls.matrix_of(handle), to)
                    inside = calls.form_count(handle)
                    yield from walk(handle, inside, calls.form_object, inner, depth + 1)
                elif kind in kinds:
                    yield kind, handle, to

        page = _address(self._opened.raw)
        yield from walk(page, calls.count(page), calls.object, self.matrix, 0)

    def without_text(self, dpi: float) -> Picture:
        """Paint the page without its text."""
        with self.without(self.painted[0]):
            return self.picture(dpi, Box(0.0, 0.0, self.width, self.height))

    @contextlib.contextmanager
    def without(self, painted: Sequence[Painted]) -> Iterator[None]:
        """Have texts or images not painted; all of them are painted again afterwards."""
        self.switch(painted, on=False)
        try:
            yield
        finally:
            self.switch(painted, on=True)

    @staticmethod
    def switch(painted: Iterable[Painted], *, on: bool) -> None:
        """Have texts or images painted, or not."""
        switch = _calls().switch
        for one in painted:
            switch(one.handle, on)

    def is_drawn(self, text: Painted) -> bool:
        """Tell whether the glyphs of a text are known here: of its font, or of one in its place."""
        import pypdfium2.raw as raw

        calls = _calls()
        if calls.is_embedded(text.handle) or calls.mode(text.handle) in _UNSEEN:
            return True
        handle = ctypes.cast(text.handle, raw.FPDF_PAGEOBJECT)
        document = self._opened.pdf.raw
        bitmap = raw.FPDFTextObj_GetRenderedBitmap(document, self._opened.raw, handle, 1.0)
        if not bitmap:
            return False
        try:
            size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
            return any(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size))
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def picture(self, dpi: float, frame: Box) -> Picture:
        """Paint a part of the page on white, with all that is switched on."""
        import pypdfium2.raw as raw

        scale = min(dpi / 72, _MOST_PIXELS / max(frame.width, frame.height, 1.0))
        across, down = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        to_right, to_bottom = across / self.width, down / self.height
        left, top = int(frame.left * to_right), int((self.height - frame.top) * to_bottom)
        wide = min(int(frame.right * to_right) + 2, across) - left
        high = min(int((self.height - frame.bottom) * to_bottom) + 2, down) - top
        pixels = bytearray(b"\xff") * (wide * high * CHANNELS)
        memory = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
        bitmap = raw.FPDFBitmap_CreateEx(wide, high, raw.FPDFBitmap_BGRA, memory, wide * CHANNELS)
        place = (-left, -top, across, down)
        try:
            raw.FPDF_RenderPageBitmap(bitmap, self._opened.raw, *place, 0, _ANNOTATIONS)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        return Picture(pixels, wide, high, left, top, (to_right, to_bottom))


class _Calls:
    """pdfium's functions on objects, with addresses for handles.

    pypdfium2's own wrap each handle in a pointer, which takes most of the time on a page of
    figures.
    """

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        number, address, unsigned = ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong

        def call(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401
            made = ctypes.PYFUNCTYPE(result, *arguments)
            return made(ctypes.cast(function, address).value or 0)

        self.count = call(raw.FPDFPage_CountObjects, number, address)
        self.object = call(raw.FPDFPage_GetObject, address, address, number)
        self.form_count = call(raw.FPDFFormObj_CountObjects, number, address)
        self.form_object = call(raw.FPDFFormObj_GetObject, address, address, unsigned)
        self.kind = call(raw.FPDFPageObj_GetType, number, address)
        self.mode = call(raw.FPDFTextObj_GetTextRenderMode, number, address)
        self.switch = call(raw.FPDFPageObj_SetIsActive, number, address, number)
        self._font = call(raw.FPDFTextObj_GetFont, address, address)
        self._embedded = call(raw.FPDFFont_GetIsEmbedded, number, address)
        self._bounds = call(raw.FPDFPageObj_GetBounds, number, address, *(address,) * 4)
        self._matrix = call(raw.FPDFPageObj_GetMatrix, number, address, address)
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._pointers = [ctypes.addressof(edge) for edge in self._edges]
        self._six = raw.FS_MATRIX()
        self._six_at = ctypes.addressof(self._six)

    def bounds(self, handle: int) -> Box:
        """Give an object's box in the coordinates of its page or form; an empty one if unknown."""
        if not self._bounds(handle, *self._pointers):
            return Box(0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._edges
        return Box(left.value, bottom.value, right.value, top.value)

    def matrix_of(self, handle: int) -> Matrix:
        """Give an object's matrix; a text's has the place that its base line starts at."""
        six = self._six
        if not self._matrix(handle, self._six_at):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return (six.a, six.b, six.c, six.d, six.e, six.f)

    def is_embedded(self, handle: int) -> bool:
        """Tell whether a text's font is in the file."""
        font = self._font(handle)
        return bool(font) and self._embedded(font) == 1


def _address(handle: Any) -> int:  # noqa: ANN401 - ctypes' pointer
    """Give the address that a raw handle of pypdfium2 points to; it names a text object."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


@cache
def _calls() -> _Calls:
    return _Calls()
