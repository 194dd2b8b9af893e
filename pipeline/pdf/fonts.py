"""What a PDF font's codes read as, and how wide their glyphs are.

The font dictionaries are read by pypdf; here they become tables that a shown string is looked up
in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.pdf.objects import resolved
from pipeline.text.disguise import Disguise

_MOST_KEPT = 20_000
"""Shown strings whose text is remembered of each font; fragments of words recur all over a
paper."""
_PAINTS = re.compile(rb"(?:^|[\s\]>)])(?:f\*?|F|B\*?|b\*?|S|s|sh|Do|EI|T[jJ]|'|\")(?=\s|$)")
_OWN_CODES = {11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl"}
"""What TeX's text fonts have below the printable characters."""


_NAMES = {
    "/greaterorsimilar": "\u2273",
    "/lessorsimilar": "\u2272",
    "/visiblespace": " ",
    "/dotlessj": "\u0237",
    "/ff": "ff",
}
"""Glyphs' names that Adobe's list does not have."""


class Piece(NamedTuple):
    """One shown string: what it reads as, and its width in ems.

    `glyphs` counts its glyphs, `spaces` its one-byte spaces, `unmapped` its glyphs without a
    reading; `blank` tells that none of them paints anything.
    """

    text: str
    width: float
    glyphs: int
    spaces: int
    unmapped: int
    blank: bool


class Font:
    """A font as the walk over a page needs it.

    `key` names it: its name without the subset's prefix. `scale` is the height of its em in text
    units for a size of 1: 1 but for Type 3 fonts, which have a glyph space of their own. `lies` are
    the glyphs that read as a sentence.
    """

    __slots__ = (
        "_blank",
        "_codec",
        "_default",
        "_kept",
        "_space",
        "_texts",
        "_wide",
        "_widths",
        "bold",
        "italic",
        "key",
        "lies",
        "scale",
    )

    def __init__(self, resource: Any) -> None:  # noqa: ANN401 - pypdf's dictionary
        self.lies: tuple[Disguise, ...] = tuple(mend_font(resource))
        self._kept: dict[bytes, Piece] = {}
        self._texts: dict[int, str] = {}
        self._widths: dict[int, float] = {}
        self._default, self._wide, self._codec, self.scale = 0.5, False, "", 1.0
        self._blank: frozenset[int] = frozenset()
        self._space = -1
        self.key = ""
        if isinstance(resource, Mapping):
            self._read(resource)
        self.bold = bool(
            re.search(r"bold|black|heavy|demi|cmbx|cmb10|-bd|medi(?!um)", self.key, re.IGNORECASE)
        )
        self.italic = bool(re.search(r"ital|obli|slant|cmti|cmsl|cmmi", self.key, re.IGNORECASE))

    def _read(self, resource: Any) -> None:  # noqa: ANN401
        from pypdf.generic._font import Font as PypdfFont

        read = PypdfFont.from_font_resource(resource)
        self.key = re.sub(r"^[A-Z]{6}\+", "", read.name)[:60]
        mapped = {code: text for code, text in read.character_map.items() if isinstance(code, str)}
        widths = {
            ord(code): float(width) / 1000
            for code, width in read.character_widths.items()
            if len(code) == 1
        }
        self._default = float(read.character_widths.get("default", 500)) / 1000
        self._widths, self._wide = widths, not isinstance(read.encoding, dict)
        if isinstance(read.encoding, dict):
            self._texts = {code: mapped.get(text, text) for code, text in read.encoding.items()}
            self._texts |= {ord(code): text for code, text in mapped.items() if len(code) == 1}
            names_codes = read.sub_type == "Type3" and not read.interpretable
            self._texts = {
                code: _reading(code, text, names_codes=names_codes)
                for code, text in self._texts.items()
            }
            self._space = 32
        elif read.encoding == "utf-16-be":
            self._texts = {ord(code): text for code, text in mapped.items() if len(code) == 1}
            name = resolved(resource.get("/Encoding"))
            if isinstance(name, str) and re.search("UTF16|UCS2", name):  # the codes are characters
                self._codec = "utf-16-be"
        else:
            self._codec = read.encoding
        if read.sub_type == "Type3":
            self._read_type3(resource)

    def _read_type3(self, resource: Any) -> None:  # noqa: ANN401
        matrix = [
            float(resolved(value))
            for value in resolved(resource.get("/FontMatrix")) or (0.001, 0, 0, 0.001, 0, 0)
        ]
        box = [
            float(resolved(value)) for value in resolved(resource.get("/FontBBox")) or (0, 0, 0, 0)
        ]
        across = abs(matrix[0]) or 0.001
        first = int(resource.get("/FirstChar", 0))
        self._widths = {
            first + at: float(resolved(width)) * across
            for at, width in enumerate(list(resolved(resource.get("/Widths")) or ())[:256])
        }
        self._default = 0.0
        ink = abs(box[3] - box[1]) * abs(matrix[3])
        self.scale = ink / 1.2 if ink else 2 * max(self._widths.values(), default=0.5)
        self._blank = frozenset(_blank_codes(resource))

    def read(self, raw: bytes) -> Piece:
        """Give what a shown string reads as."""
        piece = self._kept.get(raw)
        if piece is None:
            piece = (
                self._simple(raw)
                if not self._wide
                else self._coded(raw)
                if self._codec
                else self._composite(raw)
            )
            if len(self._kept) < _MOST_KEPT and len(raw) < 400:
                self._kept[raw] = piece
        return piece

    def _simple(self, raw: bytes) -> Piece:
        texts, widths, default = self._texts, self._widths, self._default
        found = [texts.get(code, "") for code in raw]
        width = sum([widths.get(code, default) for code in raw])
        unmapped = sum(not text for text in found)
        blank = bool(self._blank) and all(code in self._blank for code in raw)
        return Piece("".join(found), width, len(raw), raw.count(b" "), unmapped, blank)

    def _composite(self, raw: bytes) -> Piece:
        codes = [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]
        found = [self._texts.get(code, "") for code in codes]
        width = sum([self._widths.get(code, self._default) for code in codes])
        return Piece(
            "".join(found), width, len(codes), 0, sum(not text for text in found), blank=False
        )

    def _coded(self, raw: bytes) -> Piece:
        text = raw.decode(self._codec, "ignore")
        text = (
            "".join(self._texts.get(ord(character), character) for character in text)
            if self._texts
            else text
        )
        width = sum(0.5 if character < "\u1100" else self._default for character in text)
        return Piece(
            text,
            width,
            len(text),
            raw.count(b" ") if self._codec != "utf-16-be" else 0,
            0,
            blank=False,
        )


def _reading(code: int, text: str, *, names_codes: bool) -> str:
    """Give what a code reads as, by the text or the glyph's name that is known of it.

    Nothing where that is an arbitrary name ("/g23"). Bitmap fonts that TeX made name their glyphs
    after their codes ("/a65"); TeX's codes are ASCII but for ligatures.
    """
    if len(text) < 2 or text[0] != "/":
        return text
    if text in _NAMES:
        return _NAMES[text]
    if names_codes and re.fullmatch(rf"/[A-Za-z]{{1,3}}{code}", text):
        return chr(code) if 32 < code < 127 else _OWN_CODES.get(code, "")
    base = re.split(r"[._]", text[1:])[0]  # "a.sc" is an "a", "one.oldstyle" a "one"
    if base != text[1:]:
        from pypdf._codecs import adobe_glyphs

        return str(adobe_glyphs.get("/" + base, ""))
    return ""


def _blank_codes(resource: Any) -> list[int]:  # noqa: ANN401
    """Give the codes of a Type 3 font whose glyphs paint nothing."""
    procedures = resolved(resource.get("/CharProcs")) or {}
    encoding = resolved(resource.get("/Encoding"))
    differences = resolved(encoding.get("/Differences")) if isinstance(encoding, Mapping) else None
    blank, code = [], 0
    for one in list(differences or ())[:512]:
        entry = resolved(one)
        if isinstance(entry, (int, float)):
            code = int(entry)
            continue
        glyph = resolved(procedures.get(entry))
        if glyph is None or (
            hasattr(glyph, "get_data") and not _PAINTS.search(glyph.get_data()[:4000])
        ):
            blank.append(code)
        code += 1
    return blank


_LONG = re.compile(rb"<([0-9A-Fa-f\s]{16,})>")


def mend_font(font: Any) -> Iterator[Disguise]:  # noqa: ANN401 - pypdf's dictionary
    """Take out of a font what makes one glyph read as a word or more, and give it.

    A ligature has three letters at most.
    """
    stream: Any = resolved(font.get("/ToUnicode")) if isinstance(font, Mapping) else None
    if not hasattr(stream, "get_data"):
        return
    content = stream.get_data()
    told = []

    def mended(match: re.Match[bytes]) -> bytes:
        digits = re.sub(rb"\s", b"", match[1])
        text = bytes.fromhex(digits[: len(digits) // 4 * 4].decode()).decode("utf-16-be", "replace")
        if sum(map(str.isalpha, text)) < 4:
            return match[0]
        told.append(text)
        return b"<0000>"

    content = _LONG.sub(mended, content)
    if told:
        stream.set_data(content)
        yield Disguise("glyphs that read as whole words", " ".join(" ".join(told).split()))
