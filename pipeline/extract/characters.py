"""Fold what a PDF's characters are into what a person types: ligatures, odd spaces, composed accents, nothing that cannot be written."""

from __future__ import annotations

import re
import unicodedata

# U+FB00–FB06 only: NFKC over everything would turn "x²" into "x2"
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_ODD_SPACES = dict.fromkeys(
    [
        0x00A0,
        0x2002,
        0x2003,
        0x2004,
        0x2005,
        0x2006,
        0x2007,
        0x2008,
        0x2009,
        0x200A,
        0x202F,
        0x3000,
    ],
    " ",
)
_GONE = dict.fromkeys(
    [
        0x00AD,
        *range(0x09),
        0x0B,
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),
        0xFE00,
        0xFFFE,
        0xFFFF,
    ]
)
FOLD = {**_GONE, **_LIGATURES, **_ODD_SPACES}
_COMBINING = re.compile("[\u0300-\u036f]")


def clean(line: str) -> str:
    """Give one line without control characters, lone surrogates, ligatures and runs of spaces, its accents composed."""
    line = " ".join(line.translate(FOLD).split())
    return unicodedata.normalize("NFC", line) if _COMBINING.search(line) else line
