"""Read a damaged page with a second reader, pdfium, and give its text as the first one does: as runs with their places.

It is asked only for pages whose fonts or whose content stream pypdf cannot make out. What the first
reader found hidden stays so.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.pdf.geometry import Matrix, at
from pipeline.pdf.page import PageGlyphs, Run

_MOST_CHARACTERS = 100_000
"""A page with more characters is not read."""


class Again(NamedTuple):
    """A page as the second reader has it: its runs, and how many of its characters it could not make out."""

    runs: tuple[Run, ...]
    characters: int
    unmapped: int


def is_better(again: Again, walked: PageGlyphs | None) -> bool:
    """Tell whether the second reading of a page is to be taken: it has text, and makes out twice as much of what the first could not."""
    if walked is None:
        return bool(again.runs)
    letters = sum(len(run.text) for run in walked.runs if not run.hidden)
    return (
        again.unmapped * 2 <= walked.unmapped
        and sum(len(run.text) for run in again.runs) >= letters
    )


def is_glued(lines: Sequence[str]) -> bool:
    """Tell whether a page's words are glued: one in fifty, five at least, longer than words are."""
    words = re.findall(r"[A-Za-z]{2,}", " ".join(lines))
    long = sum(len(word) > 24 for word in words)
    return long >= 5 and long * 50 > len(words)


class SecondReader:
    """Reads pages of one document, opened when the first is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._document: Any = None

    @property
    def name(self) -> str:
        """The library and its version, as a text's record has it."""
        import pypdfium2

        return f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"

    def size(self, number: int) -> tuple[float, float]:
        """Give a page's width and height as displayed, in points; 0 where pdfium cannot tell."""
        import pypdfium2

        try:
            width, height = self._opened()[number - 1].get_size()
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return 0.0, 0.0
        return float(width), float(height)

    def _opened(self) -> Any:  # noqa: ANN401 - pypdfium2's document
        import pypdfium2

        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._content)
        return self._document

    def read(self, number: int, hidden: Sequence[Run] = ()) -> Again | None:
        """Read a page, counted from 1; characters that stand in a `hidden` run are left out. None where pdfium fails, too."""
        import pypdfium2

        try:
            page = self._opened()[number - 1]
            return _read(page, page.get_textpage(), hidden)
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return None


def _read(page: Any, text: Any, hidden: Sequence[Run]) -> Again:  # noqa: ANN401 - pypdfium2's page and text page
    import pypdfium2.raw as raw

    count = min(text.count_chars(), _MOST_CHARACTERS)
    matrix, turn = _displayed(page)
    unmapped = sum(raw.FPDFText_HasUnicodeMapError(text.raw, i) == 1 for i in range(count))
    places = _Places(hidden)
    runs = [run for run in _runs(text.raw, count, matrix, turn) if not places.hold(run)]
    return Again(tuple(runs), count, unmapped)


def _displayed(page: Any) -> tuple[Matrix, int]:  # noqa: ANN401
    """Give the matrix from the page's own coordinates to the displayed ones, and its rotation in degrees."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()
    return {
        0: (1.0, 0.0, 0.0, 1.0, -left, -bottom),
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }[turn], turn


def _runs(text: Any, count: int, matrix: Matrix, turn: int) -> Iterator[Run]:  # noqa: ANN401
    """Join the characters of a text page to words: until a space, a line's end, or another base line."""
    import pypdfium2.raw as raw

    word: list[str] = []
    start = end = (0.0, 0.0)
    size = angle = 0.0
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if code in (0x02, 0xFFFE):  # how pdfium writes the hyphen at a line's end
            character = "-"
        if not character.strip() or code == 0xFFFF:
            if word:
                yield _run(word, start, end, size, angle)
                word = []
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        raw.FPDFText_GetLooseCharBox(text, i, box)
        origin = at(matrix, x.value, y.value)
        if word and abs(origin[1] - start[1]) + abs(origin[0] - end[0]) > 1.2 * size:
            yield _run(word, start, end, size, angle)
            word = []
        if not word:
            start = origin
            angle = -math.degrees(raw.FPDFText_GetCharAngle(text, i)) - turn
            size = _size(
                raw.FPDFText_GetFontSize(text, i), box, upright=abs((angle + turn) % 180 - 90) > 45
            )
        word.append(character)
        end = (
            at(matrix, box.right, y.value)
            if abs(angle % 180) < 45
            else at(matrix, x.value, box.top)
        )
    if word:
        yield _run(word, start, end, size, angle)


def _size(size: float, box: Any, *, upright: bool) -> float:  # noqa: ANN401 - pdfium's rectangle
    """Give the em of a character, in points: as its font has it, or by its box where a matrix made it smaller or larger."""
    high = abs(box.top - box.bottom) if upright else abs(box.right - box.left)
    return size if not high or 0.4 * high < size < 2.5 * high else 0.8 * high


def _run(
    word: list[str], start: tuple[float, float], end: tuple[float, float], size: float, angle: float
) -> Run:
    turned = round((angle + 180) % 360 - 180, 1)
    return Run(
        "".join(word), *start, *end, size, turned, "", bold=False, italic=False, hidden="", form=0
    )


class _Places:
    """Where hidden runs stand: their boxes by bands of height."""

    def __init__(self, hidden: Sequence[Run]) -> None:
        self._bands: dict[int, list[Run]] = {}
        for run in hidden:
            self._bands.setdefault(round(run.y0 / 4), []).append(run)

    def hold(self, run: Run) -> bool:
        """Tell whether a run begins on a hidden one's base line, within it."""
        return any(
            other.x0 - 0.5 <= run.x0 <= other.x1 + 0.5 and abs(other.y0 - run.y0) < 2
            for band in (-1, 0, 1)
            for other in self._bands.get(round(run.y0 / 4) + band, ())
        )
