"""Characters that say one thing to a reader and another to a program.

They are found, told, and taken out or folded: zero-width characters, Unicode tags, bidirectional
controls, letters of other scripts that look Latin, and fonts whose map makes one glyph read as a
sentence.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_ZERO_WIDTH = "\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u180e"
_PARTED = re.compile(
    rf"(?:\w[{_ZERO_WIDTH}]+){{4,}}\w*(?:[ {_ZERO_WIDTH}]+(?:\w[{_ZERO_WIDTH}]+)+\w?)*"
)
_BIDI = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]([^\u202a-\u202e\u2066-\u2069\n]*)")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
"""Variation selectors: an honest one stands alone behind its character. There are 256 of them, so
that a run spells bytes."""
_FILLERS = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
)
_GONE = re.compile(
    f"[{_ZERO_WIDTH}{_FILLERS}\u202a-\u202e\u2066-\u2069\u200e\u200f\ufe00-\ufe0f"
    "\U000e0000-\U000e0fff]"
)
_HONEST = re.compile(
    "(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])"
    "|(?<=[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])(?:\ufe0f\u200d?|\u200d)"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Joiners of Persian and Indic scripts, what makes up emoji, a Chinese character's form."""
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈԌаеорсухіјѕԁһԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορα",
    "ABEKMHOPCTYXSIJGaeopcyxijsdhqw" + "ABEZHIKMNOPTYXvopa",
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_LATIN = re.compile("[A-Za-z]")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_SHORTEST_DISGUISED = 4
"""Letters of a word in two scripts that is no formula."""
_FEWEST_DISGUISED = 3
"""Different words of this kind that are told: one or two may be a formula's."""
_LONGEST_TOLD = 500
"""Characters of the text between the first and the last of them that are told whole."""


class Disguise(NamedTuple):
    """What was found: the kind of disguise, and what it says."""

    reason: str
    text: str


def fold(text: str) -> str:
    """Give a text with letters that look Latin made Latin, letter for letter."""
    return text.translate(_LOOKALIKES)


def undress(text: str) -> tuple[str, list[Disguise]]:
    """Take characters that nobody sees out of a text; give what they said or disguised, too."""
    found = [
        Disguise("Unicode tag characters", _tagged(match[0])) for match in _TAGS.finditer(text)
    ]
    found += [
        Disguise("variation selectors", _selected(match[0])) for match in _SELECTORS.finditer(text)
    ]
    found += [
        Disguise("zero-width characters", _GONE.sub("", match[0]))
        for match in _PARTED.finditer(text)
    ]
    found += [
        Disguise("bidirectional controls", _GONE.sub("", match[1]))
        for match in _BIDI.finditer(text)
        if match[1].strip()
    ]
    mixed = [
        match
        for match in (_WORD.finditer(text) if _FOREIGN.search(text) else ())
        if _FOREIGN.search(match[0]) and _is_disguised(match[0])
    ]
    if len({match[0] for match in mixed}) >= _FEWEST_DISGUISED:
        start, end = mixed[0].start(), mixed[-1].end()
        said = (
            text[start:end]
            if end - start < _LONGEST_TOLD
            else " ".join(match[0] for match in mixed)
        )
        found.append(Disguise("letters of another script", " ".join(fold(said).split())))
    return _GONE.sub("", text), found


def printable(text: str) -> str:
    """Give a text without what nobody sees, a space for what cannot be printed."""
    return "".join(c if c.isprintable() else " " for c in undress(text)[0])


def undress_line(text: str) -> tuple[str, list[Disguise]]:
    """Undress a line that has no honest use for characters that nobody sees, like a title.

    Any such character in it is told, with the words that it stands in; in a PDF's text they may be
    the typesetter's.
    """
    plain, found = undress(text)
    if not found:
        words = [word for word in _HONEST.sub("", text).split() if _GONE.search(word)]
        if words:
            told = " ".join(_GONE.sub("", word) for word in words)
            found = [Disguise("characters that nobody sees", told)]
    return plain, found


def _selected(text: str) -> str:
    """Give what a run of variation selectors spells, a byte each, as far as it can be printed."""
    codes = (ord(character) for character in text)
    spelt = bytes(code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16 for code in codes)
    return "".join(c for c in spelt.decode("utf-8", "replace") if c.isprintable())


def _tagged(text: str) -> str:
    return "".join(chr(ord(character) - 0xE0000) for character in text)


def _is_disguised(word: str) -> bool:
    """Tell a Latin word with look-alike letters in it: long, of one case; formulas mix cases."""
    folded = fold(word)
    return (
        len(word) >= _SHORTEST_DISGUISED
        and bool(_LATIN.search(word))
        and not _FOREIGN.search(folded)
        and (folded.isupper() or folded.islower())
    )
