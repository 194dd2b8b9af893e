"""Read a damaged page with a second reader, pdfium, and give its text as the first one does.

It is asked only for pages whose fonts or whose content stream pypdf cannot make out. What the first
reader found hidden stays so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.pdf.geometry import Box, at
from pipeline.pdf.ink import Owners, looked_at
from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.readings import readable
from pipeline.pdf.rendering import Character, Document, Page, Painted
from pipeline.pdf.visibility import TINY

_MOST_CHARACTERS = 100_000
"""Characters of a page that are read."""
_LONGEST_WORD, _LEAST_LONG, _WORDS_A_LONG = 24, 5, 50
"""Letters of a word at most; longer ones of a page with glued words, and words for each of them."""
_LEAST_WORDS, _MOST_MUTE, _LEAST_JOINING = 60, 0.3, 0.02
"""Words of a page at least for it to read as no language; share of them without a vowel from which
on it does, and of those that join others up to which it does."""
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_JOINING = re.compile(
    r"\b(?:the|this|that|of|to|in|is|are|for|and|by|with|a|on|as|we|be"
    r"|les?|la|de|et|und|der|die|das|el|que|en|il|di|da|van|het|een)\b",
    re.IGNORECASE,
)
_APART = 1.2
"""Ems between two characters from which on they are of two runs."""
_BOX = 2.5
"""How many times smaller or larger than its box a font's size may say that a character is."""
_EM_OF_BOX = 0.8
"""Share of a character's box that is its em, where the font's size says nothing."""
_LINE_END_HYPHENS = (0x02, 0xFFFE)
"""How pdfium writes the hyphen at a line's end."""
_BAND = 4
"""Points of the bands of height that hidden runs are looked up by."""
_LEVEL, _WITHIN = 2, 0.5
"""Points by which a run may be off a hidden one's base line, and off its ends, to be of it."""


class Again(NamedTuple):
    """A page as the second reader has it: its runs, and how many characters it cannot read."""

    runs: tuple[Run, ...]
    characters: int
    unmapped: int


def is_better(again: Again, walked: PageGlyphs | None) -> bool:
    """Tell whether the second reading of a page is to be taken.

    It has as much text, and makes out half of what the first could not.
    """
    if walked is None:
        return bool(again.runs)
    return again.unmapped * 2 <= walked.unmapped and _letters(again.runs) >= _letters(walked.runs)


def _letters(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs if not run.hidden)


def reads_as_no_language(lines: Sequence[str]) -> bool:
    """Tell whether a page's Latin words are of no language, as where a font's map lies.

    Next to none of them joins others, and many have no vowel. Of the pages of the papers at hand
    with few joining words none has more than 3% without a vowel.
    """
    text = " ".join(lines)
    words = re.findall(r"[A-Za-z]{3,}", text)
    if len(words) < _LEAST_WORDS:
        return False
    if len(_JOINING.findall(text)) >= _LEAST_JOINING * len(words):
        return False
    return sum(not _VOWEL.search(word) for word in words) > _MOST_MUTE * len(words)


def is_glued(lines: Sequence[str]) -> bool:
    """Tell whether a page's words are glued: one in fifty, five at least, longer than words are."""
    words = re.findall(r"[A-Za-z]{2,}", " ".join(lines))
    long = sum(len(word) > _LONGEST_WORD for word in words)
    return long >= _LEAST_LONG and long * _WORDS_A_LONG > len(words)


class SecondReader:
    """Reads pages of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def name(self) -> str:
        """The library and its version, as a text's record has it."""
        import pypdfium2

        return f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"

    def size(self, number: int) -> tuple[float, float]:
        """Give a page's width and height as displayed, in points; 0 where pdfium cannot tell."""
        with self._document.page(number) as page:
            return (page.width, page.height) if page else (0.0, 0.0)

    def read(self, number: int, hidden: Sequence[Run] = ()) -> Again | None:
        """Read a page, counted from 1; words that begin in a `hidden` run are left out.

        What leaves no ink is hidden. None where pdfium fails, too.
        """
        with self._document.page(number) as page:
            return _read(page, hidden) if page else None


def _read(page: Page, hidden: Sequence[Run]) -> Again | None:
    """Give a page's words, by its text page, but those that begin in a hidden run."""
    characters = page.characters(_MOST_CHARACTERS)
    if characters is None:
        return None
    unmapped = sum(map(_is_unmapped, characters))
    places = _Places(hidden)
    words = [(run, handle) for run, handle in _words(characters, page) if not places.hold(run)]
    handles = [handle for _, handle in words]
    runs = looked_at(page, [run for run, _ in words], _owners(handles))
    return Again(runs, len(characters), unmapped)


def _is_unmapped(one: Character) -> bool:
    """Tell whether pdfium has no reading for a glyph, or one that nobody can read."""
    is_half = 0xD800 <= one.code < 0xE000
    is_read = is_half or one.code in _LINE_END_HYPHENS or bool(_character(one.code, 0))
    return not (one.is_mapped and is_read)


def _owners(handles: Sequence[int]) -> Owners:
    """Tell what paints words by the handles of their text objects.

    Objects around whose glyphs the same box lies are one: text is painted twice to look bold.
    """

    def owners(texts: Sequence[Painted]) -> Mapping[int, Sequence[int]]:
        boxes: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            boxes[_rounded(text.box)].append(place)
        places = {text.handle: boxes[_rounded(text.box)] for text in texts}
        return {at: places.get(handle, ()) for at, handle in enumerate(handles)}

    return owners


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(edge) for edge in box)


def _words(characters: Iterable[Character], page: Page) -> Iterator[tuple[Run, int]]:
    """Join the characters of a page to words, each with the handle of its text object.

    A word ends at a space, a line's end, or another base line.
    """
    word: list[str] = []
    start = end = (0.0, 0.0)
    size = angle = own = 0.0
    handle = high = 0
    for one in characters:
        if 0xD800 <= one.code < 0xDC00:  # the first half of a letter beyond 16 bits
            high = one.code
            continue
        character, high = _character(one.code, high), 0
        if not character.strip():
            if word:
                yield _run(word, start, end, size, angle), handle
                word = []
            continue
        origin = at(page.matrix, one.x, one.y)
        if word and _gap(origin, start, end, angle) > _APART * size:
            yield _run(word, start, end, size, angle), handle
            word = []
        if not word:
            start, handle, own = origin, one.text, -one.angle
            angle, upright = own - page.turn, abs(own % 180 - 90) > 45
            size = _size(one.size, one.box, upright=upright)
        word.append(character)
        end = at(page.matrix, *_end(one.x, one.y, one.box, own))
    if word:
        yield _run(word, start, end, size, angle), handle


def _character(code: int, high: int) -> str:
    """Give the character that pdfium has a code for, or an empty string.

    `high` is the first half of a surrogate pair, if there was one before.
    """
    if code in _LINE_END_HYPHENS:
        return "-"
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    return readable(chr(code)) if 0 < code < 0x110000 else ""


def _gap(
    origin: tuple[float, float], start: tuple[float, float], end: tuple[float, float], angle: float
) -> float:
    """Give how far a character is from a word: from its end along the base line, and off that line.

    In points of the displayed page, as all its arguments but the angle, in degrees.
    """
    along, across = (0, 1) if round(angle / 90) % 2 == 0 else (1, 0)
    return abs(origin[along] - end[along]) + abs(origin[across] - start[across])


def _end(x: float, y: float, box: Box, angle: float) -> tuple[float, float]:
    """Give where the base line ends of a character at (x, y), in the page's own coordinates."""
    ends = ((box.right, y), (x, box.top), (box.left, y), (x, box.bottom))
    return ends[round(angle / 90) % 4]


def _size(size: float, box: Box, *, upright: bool) -> float:
    """Give the em of a character in points.

    It is as its font has it, or by its box where a matrix made it smaller or larger.
    """
    high = abs(box.top - box.bottom) if upright else abs(box.right - box.left)
    return size if not high or high / _BOX < size < _BOX * high else _EM_OF_BOX * high


def _run(
    word: list[str], start: tuple[float, float], end: tuple[float, float], size: float, angle: float
) -> Run:
    turned = round((angle + 180) % 360 - 180, 1)
    hidden = "tiny" if size < TINY else ""
    text = "".join(word)
    return Run(
        text, *start, *end, size, turned, "", bold=False, italic=False, hidden=hidden, form=0
    )


class _Places:
    """Where hidden runs stand: their boxes by bands of height."""

    def __init__(self, hidden: Sequence[Run]) -> None:
        self._bands: dict[int, list[Run]] = {}
        for run in hidden:
            self._bands.setdefault(round(run.y0 / _BAND), []).append(run)

    def hold(self, run: Run) -> bool:
        """Tell whether a run begins on a hidden one's base line, within it."""
        return any(
            other.x0 - _WITHIN <= run.x0 <= other.x1 + _WITHIN and abs(other.y0 - run.y0) < _LEVEL
            for band in (-1, 0, 1)
            for other in self._bands.get(round(run.y0 / _BAND) + band, ())
        )
