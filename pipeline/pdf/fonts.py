"""What a PDF font's codes read as, and how wide their glyphs are.

The font dictionaries are read by pypdf; here they become tables that a shown string is looked up
in. pypdf's reading of them is not public, nor are its lists of glyphs' names and of Zapf's
ornaments, and it has no other: they are imported here alone, and tests/pdf/test_fonts.py holds what
is relied on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from pypdf._codecs import adobe_glyphs
from pypdf._codecs.zapfding import _zapfding_encoding as ornaments
from pypdf.generic._font import Font as PypdfFont

from pipeline.pdf.objects import resolved
from pipeline.pdf.readings import is_odd, readable
from pipeline.text.disguise import Disguise

_MOST_KEPT = 20_000
"""Shown strings whose text is remembered of each font; fragments of words recur all over a
paper."""
_LONGEST_KEPT = 400
"""Bytes of such a string at most."""
_LONGEST_NAME = 60
"""Characters that are kept of a font's name."""
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|cmb10|-bd|medi(?!um)", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|cmmi", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_UTF_16 = re.compile("UTF16|UCS2")
_USUAL_WIDTH = 500
"""Thousandths of an em: the width of a glyph that no table has."""
_HALF_WIDTH = 0.5
"""Ems of a character that is no Chinese, Japanese or Korean one."""
_FIRST_WIDE = "\u1100"
"""The first character, of Korean, that is as wide as high."""
_TYPE3_ASCENT = 1.2
"""Ems that a Type 3 font's box is high: it holds ascenders and descenders."""
_MOST_CODES, _MOST_DIFFERENCES, _LOOKED_AT = 256, 512, 4000
"""Widths and differences of a Type 3 font that are looked at, and bytes of each of its glyphs."""
_LIGATURE = 3
"""Letters of a ligature at most; a glyph that reads as more lies."""
_PAINTS = re.compile(rb"(?:^|[\s\]>)])(?:f\*?|F|B\*?|b\*?|S|s|sh|Do|EI|T[jJ]|'|\")(?=\s|$)")
_OT1 = {11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl"}
_T1 = {
    **dict(zip(range(16, 23), "\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", strict=True)),
    **dict(zip(range(27, 32), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    **{code: chr(code) for code in {*range(192, 255)} - {208, 215, 222, 223, 240, 247}},
    255: "\u00df",
}
"""What TeX's text fonts have beside the printable characters, in the old encoding and in the one of
Cork (LaTeX's `fontenc`)."""
_T1_LIGATURES = frozenset(range(27, 32))
_OF_TEXT = frozenset(range(44, 58)) - {47}
"""Codes of comma, hyphen, full stop and digits: a font of formulas has other signs there."""


_NAMES = {"/greaterorsimilar": "\u2273", "/lessorsimilar": "\u2272"}
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
    the glyphs that read as a sentence, `kept` the strings that were read before.
    """

    __slots__ = (
        "_blank",
        "_codec",
        "_default",
        "_texts",
        "_wide",
        "_widths",
        "bold",
        "italic",
        "kept",
        "key",
        "lies",
        "scale",
    )

    def __init__(self, resource: Any) -> None:  # noqa: ANN401 - pypdf's dictionary
        self.lies: tuple[Disguise, ...] = tuple(mend_font(resource))
        self.kept: dict[bytes, Piece] = {}
        self._texts: dict[int, str] = {}
        self._widths: dict[int, float] = {}
        self._default, self._wide, self._codec, self.scale = 0.5, False, "", 1.0
        self._blank: frozenset[int] = frozenset()
        self.key = ""
        if isinstance(resource, Mapping):
            self._read(resource)
        self.bold = bool(_BOLD.search(self.key))
        self.italic = bool(_ITALIC.search(self.key))

    def _read(self, resource: Any) -> None:  # noqa: ANN401
        read = PypdfFont.from_font_resource(resource)
        self.key = _SUBSET.sub("", read.name)[:_LONGEST_NAME]
        widths = read.character_widths
        self._widths = {ord(code): width / 1000 for code, width in widths.items() if len(code) == 1}
        self._default = float(widths.get("default", _USUAL_WIDTH)) / 1000
        mapped = {code: text for code, text in read.character_map.items() if isinstance(code, str)}
        own = {ord(code): text for code, text in mapped.items() if len(code) == 1}
        self._wide = not isinstance(read.encoding, dict)
        if isinstance(read.encoding, dict):
            texts = {code: mapped.get(text, text) for code, text in read.encoding.items()} | own
            own_codes = None
            if read.sub_type == "Type3" and not own:
                # pypdf takes such a code for a character
                by_code = {c: name for c, name in _differences(resource) if _is_named_by(c, name)}
                texts, own_codes = texts | by_code, _own_codes(by_code)
            self._texts = {code: _reading(code, text, own_codes) for code, text in texts.items()}
        elif read.encoding == "utf-16-be":
            self._texts = own
            name = resolved(resource.get("/Encoding"))
            if isinstance(name, str) and _UTF_16.search(name):  # the codes are characters
                self._codec = "utf-16-be"
        else:
            self._codec = read.encoding
        named = "/ToUnicode" not in resource
        self._texts = {
            code: _legible(code, text, named=named) if is_odd(text) else text
            for code, text in self._texts.items()
        }
        if read.sub_type == "Type3":
            self._read_type3(resource)

    def _read_type3(self, resource: Any) -> None:  # noqa: ANN401
        """Read the widths and the height of a font with a glyph space of its own."""
        matrix = _numbers(resource.get("/FontMatrix")) or [0.001, 0, 0, 0.001, 0, 0]
        box = _numbers(resource.get("/FontBBox")) or [0.0, 0.0, 0.0, 0.0]
        across = abs(matrix[0]) or 0.001
        first = int(resource.get("/FirstChar", 0))
        widths = _numbers(resource.get("/Widths"), most=_MOST_CODES)
        self._widths = {first + at: width * across for at, width in enumerate(widths)}
        self._default = 0.0
        ink = abs(box[3] - box[1]) * abs(matrix[3])
        self.scale = ink / _TYPE3_ASCENT if ink else 2 * max(self._widths.values(), default=0.5)
        self._blank = frozenset(_blank_codes(resource))

    def read(self, raw: bytes) -> Piece:
        """Give what a shown string reads as."""
        piece = self.kept.get(raw)
        if piece is None:
            piece = self._looked_up(raw)
            if len(self.kept) < _MOST_KEPT and len(raw) < _LONGEST_KEPT:
                self.kept[raw] = piece
        return piece

    def _looked_up(self, raw: bytes) -> Piece:
        if not self._wide:
            return self._simple(raw)
        return self._coded(raw) if self._codec else self._composite(raw)

    def _simple(self, raw: bytes) -> Piece:
        texts, widths, default = self._texts, self._widths, self._default
        found = [texts.get(code, "") for code in raw]
        width = sum([widths.get(code, default) for code in raw])
        unmapped = sum(not text for text in found)
        blank = bool(self._blank) and all(code in self._blank for code in raw)
        return Piece("".join(found), width, len(raw), raw.count(b" "), unmapped, blank)

    def _composite(self, raw: bytes) -> Piece:
        """Read a string of codes of two bytes each."""
        codes = [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]
        found = [self._texts.get(code, "") for code in codes]
        width = sum([self._widths.get(code, self._default) for code in codes])
        unmapped = sum(not text for text in found)
        return Piece("".join(found), width, len(codes), 0, unmapped, blank=False)

    def _coded(self, raw: bytes) -> Piece:
        """Read a string of characters in a codec; one-byte spaces are none in UTF-16."""
        text = raw.decode(self._codec, "ignore")
        text = "".join(self._texts.get(ord(character), character) for character in text)
        width = sum(self._default if one >= _FIRST_WIDE else _HALF_WIDTH for one in text)
        spaces = raw.count(b" ") if self._codec != "utf-16-be" else 0
        return Piece(text, width, len(text), spaces, 0, blank=False)


def _numbers(array: Any, most: int = 6) -> list[float]:  # noqa: ANN401
    return [float(resolved(value)) for value in list(resolved(array) or ())[:most]]


def _own_codes(codes: Collection[int]) -> Mapping[int, str]:
    """Give what codes that are no ASCII read as in a bitmap font of TeX's that has these."""
    has_ligatures = _T1_LIGATURES.intersection(codes) and not _OT1.keys() & set(codes)
    return _T1 if has_ligatures and _OF_TEXT.intersection(codes) else _OT1


def _is_named_by(code: int, text: str) -> bool:
    """Tell a glyph's name that is made from its code: "/a65"."""
    return bool(re.fullmatch(rf"/[A-Za-z]{{1,3}}{code}", text))


def _reading(code: int, text: str, own_codes: Mapping[int, str] | None) -> str:
    """Give what a code reads as, by the text or the glyph's name that is known of it.

    Nothing where that is an arbitrary name ("/g23"). Bitmap fonts that TeX made name their glyphs
    after their codes ("/a65"); TeX's codes are ASCII but for `own_codes`, None for other fonts.
    """
    if len(text) < 2 or text[0] != "/":
        return text
    if text in _NAMES:
        return _NAMES[text]
    if own_codes is not None and _is_named_by(code, text):
        return chr(code) if 32 < code < 127 else own_codes.get(code, "")
    base = re.split(r"[._]", text[1:])[0]  # "a.sc" is an "a", "one.oldstyle" a "one"
    if base != text[1:]:
        return str(adobe_glyphs.get("/" + base, ""))
    return ""


def _legible(code: int, text: str, *, named: bool) -> str:
    """Give a reading without what nobody can read; `named` tells that it is by the glyph's name.

    pypdf reads the names of Zapf's ornaments ("/a19", the tick of many tables) as controls.
    """
    is_ornament = named and text < " " and text != chr(code) and code < len(ornaments)
    return readable(ornaments[code] if is_ornament else text)


def _blank_codes(resource: Any) -> list[int]:  # noqa: ANN401
    """Give the codes of a Type 3 font whose glyphs paint nothing."""
    procedures = resolved(resource.get("/CharProcs")) or {}
    blank = []
    for code, name in _differences(resource):
        glyph = resolved(procedures.get(name))
        if glyph is None or (
            hasattr(glyph, "get_data") and not _PAINTS.search(glyph.get_data()[:_LOOKED_AT])
        ):
            blank.append(code)
    return blank


def _differences(resource: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """Give the codes of a font's own encoding, each with its glyph's name."""
    encoding = resolved(resource.get("/Encoding"))
    differences = resolved(encoding.get("/Differences")) if isinstance(encoding, Mapping) else None
    code = 0
    for one in list(differences or ())[:_MOST_DIFFERENCES]:
        entry = resolved(one)
        if isinstance(entry, (int, float)):
            code = int(entry)
            continue
        yield code, entry
        code += 1


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
        if sum(map(str.isalpha, text)) <= _LIGATURE:
            return match[0]
        told.append(text)
        return b"<0000>"

    content = _LONG.sub(mended, content)
    if told:
        stream.set_data(content)
        yield Disguise("glyphs that read as whole words", " ".join(" ".join(told).split()))
