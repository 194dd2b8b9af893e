"""Join a page's runs of text into pieces of lines: words with the spaces that gaps mean.

Places and sizes are in points, gaps in ems: shares of the size of the letters beside them.
"""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from pipeline.pdf.page import Run

# gaps, in ems
SPACE = 0.15
"""A gap of more than this is a space between words: kerns stay under 0.1, word spaces begin at
0.19."""
_NARROW = 0.11
"""A gap of more than this is one where all gaps of a line are alike: the word space of a narrow
font."""
_APART = 0.85
"""A gap of more than this parts pieces: a justified line's spaces stay under it, gutters and cells'
gaps do not."""
_NEXT = 0.5
"""A gap of less than this joins pieces that were not painted one after the other."""
_BACK, _LITTLE_BACK = 0.6, 0.2
"""How far a run may begin before the last one's end, where it was painted next, or was not."""
_OVER = 0.04
"""How far an accent and its letter stand over each other at least."""
_SPACE_OF_LARGER = 1.3
"""Sizes of a run that a gap before it is measured by at most: a large letter before it has wider
sides."""

_OVER_APART = 0.1
"""A gap of more than this is before a fraction."""
_STACKED = 0.6
"""Share of the narrower part of a fraction that stands over the other."""

# sizes and heights
SCRIPT = 0.85
"""Share of a size under which a run is a script of it."""
RAISED = 0.15
"""Ems from which on a script is raised."""
_MAIN = 1.15
"""Share of a size from which on a run is what a script before it belongs to."""
_MARK_RAISED = 0.1
"""Ems from which on a script before a line is a raised mark."""
_INITIAL = 1.7
"""Share of the size of what follows from which on a single capital is an initial."""
_ALIKE = 0.6
"""Share of a size under which a piece is not of one line with another."""
_LEVEL = 0.25
"""Ems by which base lines of runs of one size may differ."""
_LOWERED, _HIGHEST = -0.35, 0.6
"""Ems between which a script stands below and above the base line."""
_LEAST_OVER, _MOST_OVER = 0.7, 0.85
"""Ems between the base lines of a fraction's parts: of an index and an exponent they are less."""
_ROW = 1.5
"""Points within which base lines are one, for pieces that were not painted next to each other."""
_LOWEST_MARK = 2
"""Points below the base line that a mark stands at most."""
_INTO, _TOUCHES = 0.3, 0.01
"""Ems by which a mark may begin before a line's end, and points before the next piece."""
_BAND = 8
"""Points of the bands of height that marks are looked up by."""
_UPRIGHT = 2
"""Degrees by which text may be turned and is upright."""
_TURN = 5
"""Degrees that turned text's angles are rounded to, so that lines of one figure go together."""
_QUARTERS = 4
"""Sizes are told apart by quarters of a point: programs round."""
_NO_SIZE = 10.0
"""Points: the size of a page without pieces."""

# dots
_LEAST_DOTS, _STEP_OF_DOTS = 3, 0.6
"""Dots above each other at least, and ems from one to the next at most, that stand for rows."""

# letters that are set apart
_LEAST_JOINTS, _MOST_JOINED = 5, 0.7
"""Joints of a spaced line at least, and their share of its letters."""
_USUAL_GAPS = 0.6
"""Share of a spaced line's gaps that are alike, by a fifth of them (`_GAPS_ALIKE`)."""
_GAPS_ALIKE = 0.2
_WORD_GAP = 1.6
"""Usual gaps of a spaced line from which on a gap is between words."""
_LEAST_NARROW = 4
"""Narrow gaps of a line at least that has a narrow font, and letters for each of its joints."""
_NARROW_ALIKE, _MOST_NARROW = 0.01, 0.8
"""Ems by which narrow gaps differ at most, and the share of them that does not differ more."""
_MARK_LENGTH = 4
"""Characters under which a piece may be a footnote's mark or a script."""

_ACCENTS = dict(
    zip(
        "`\u02cb\u00b4\u02ca^\u02c6~\u02dc\u00af\u02c9\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8\u02db",
        "\u0300\u0300\u0301\u0301\u0302\u0302\u0303\u0303\u0304\u0304\u0306\u0307\u0308\u030a\u030b"
        "\u030c\u0327\u0328",
        strict=True,
    )
)
"""Accents as characters of their own, and as marks on a letter."""
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
_SUPERSCRIPTS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
_PART_OF_NUMBER = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=\.?\d)")
"""Raised digits that were the first of a raised number, which has no superscripts for all of its
characters: 4.2 and 3.2 above it."""
_MATHS = re.compile(
    r"CMMI|CMSY|CMEX|CMBSY|MS[AB]M|EU[FRS][MB]|RSFS|Math|(?<![a-z])(?:r?tx|rpx|ptx|px)(?:mi|sy|ex)"
    r"|^MT-?(?:MI|SY|EX|Extra)|Symbol|StandardSym|esint|dsrom|BBM|wasy|stmary",
    re.IGNORECASE,
)
"""In the names of fonts of mathematics."""
_FIXED_WIDTH = re.compile(
    r"(?<![a-z])(?:cm|sf|ec|lm|tx|px)[a-z]{0,3}tt|Courier|Typewriter|Mono(?!type)|NimbusMon|Consol"
    r"|Menlo|Monaco|(?<![a-z])zi4|SourceCode|FiraCode|FixedWidth",
    re.IGNORECASE,
)
"""In the names of fonts whose letters are all as wide."""
_EXPONENT = re.compile(r"[-−–]?\d{1,3}|−")
_MINUS = "-−–"
_BASE = re.compile(r"(?<![^\W\d_])(?:[a-zα-ωR]|[kcmn]m)$")
"""A variable, the R of R², a unit of length: a raised digit behind it is no footnote's mark."""
_LONGEST_BASE = 3
"""Characters of it, with the one before."""


class Upright(NamedTuple):
    """A run with its ends and base line as they are once it is turned upright."""

    run: Run
    x0: float
    x1: float
    y: float


class Joint(NamedTuple):
    """Where two runs were joined: `x` on the line, in points, `at` in the text, `gap` in ems."""

    x: float
    at: int
    gap: float


class Piece:
    """A part of a line: its text, its ends and base line, and its size.

    `letters` counts those of the text, `bold` and `italic` how many of them are so, `maths` the
    characters in fonts of mathematics, `fixed` those in fonts of one width; `form` is the figure's
    form that all of it stands in, 0 if not; `raised` tells that it begins with a mark.
    """

    __slots__ = (
        "bold",
        "fixed",
        "form",
        "italic",
        "joints",
        "last",
        "letters",
        "maths",
        "raised",
        "size",
        "text",
        "x0",
        "x1",
        "y",
    )

    def __init__(self, one: Upright) -> None:
        run = one.run
        self.text, self.size, self.form = run.text, run.size, run.form
        self.x0, self.x1, self.y = one.x0, one.x1, one.y
        self.letters = _letters(run.text)
        self.bold = self.letters if run.bold else 0
        self.italic = self.letters if run.italic else 0
        self.maths = len(run.text) if _is_of_maths(run.font) else 0
        self.fixed = len(run.text) if _is_fixed_width(run.font) else 0
        self.raised = False
        self.joints: list[Joint] = []
        self.last = one

    def add(self, one: Upright) -> None:
        """Put the next run behind the piece."""
        run = one.run
        if not self._compose(one):
            self._join(one)
        if run.size > _MAIN * self.size:  # a raised mark came first
            self.raised = self.raised or one.y < self.y - _MARK_RAISED * run.size
            self.y, self.size = one.y, run.size
        self.x1, self.x0 = max(self.x1, one.x1), min(self.x0, one.x0)
        self.last = one
        letters = _letters(run.text)
        self.letters += letters
        self.bold += letters if run.bold else 0
        self.italic += letters if run.italic else 0
        self.maths += len(run.text) if _is_of_maths(run.font) else 0
        self.fixed += len(run.text) if _is_fixed_width(run.font) else 0
        self.form = self.form and run.form

    def _compose(self, one: Upright) -> bool:
        """Put an accent and its letter together if they stand over each other."""
        if one.x0 - self.x1 >= -_OVER * max(self.size, one.run.size):
            return False
        text, last = one.run.text, self.text[-1:]
        if last in _ACCENTS and text[:1].isalpha():
            self.text = self.text[:-1] + _composed(text[0], last) + text[1:]
            return True
        if text in _ACCENTS and last.isalpha():
            self.text = self.text[:-1] + _composed(last, text)
            return True
        return False

    def _join(self, one: Upright) -> None:
        run, gap = one.run, one.x0 - self.x1
        size = max(self.size, run.size)
        self.joints.append(Joint((self.x1 + one.x0) / 2, len(self.text), gap / size))
        high = run.size < SCRIPT * self.size and one.y > self.y + RAISED * self.size
        if gap > SPACE * min(size, _SPACE_OF_LARGER * run.size):
            self.text += " " + run.text
        elif self._is_over(one):
            self.text += "/" + run.text
        else:
            self.text += behind(self.text, run.text) if high else run.text

    def _is_over(self, one: Upright) -> bool:
        """Tell whether the last run is the number that a fraction has above its line, one below.

        What stands above is set apart from what is before it: an exponent is not.
        """
        last, joints = self.last, self.joints
        apart = len(joints) > 1 and joints[-2].gap > _OVER_APART
        return apart and is_over(last.run.text, last, one.run.text, one, self.size)

    def append(self, piece: Piece) -> None:
        """Put a piece that stands next to this one behind it."""
        gap, size = piece.x0 - self.x1, max(self.size, piece.size)
        self.joints.append(Joint((self.x1 + piece.x0) / 2, len(self.text), gap / size))
        self.text += " " if gap > SPACE * size else ""
        self.joints += [joint._replace(at=joint.at + len(self.text)) for joint in piece.joints]
        self.text += piece.text
        self.x1 = max(self.x1, piece.x1)
        self.letters += piece.letters
        self.bold += piece.bold
        self.italic += piece.italic
        self.maths += piece.maths
        self.fixed += piece.fixed
        self.form = self.form and piece.form

    def parted(self, joint: Joint) -> tuple[Piece, Piece]:
        """Give the two pieces on both sides of one of this piece's joints."""
        before, behind = copy(self), copy(self)
        half = joint.gap * self.size / 2
        before.text, before.x1 = self.text[: joint.at].rstrip(), joint.x - half
        behind.text, behind.x0 = self.text[joint.at :].lstrip(), joint.x + half
        at = len(self.text) - len(behind.text)
        before.joints = [one for one in self.joints if one.at < joint.at]
        behind.joints = [one._replace(at=one.at - at) for one in self.joints if one.at > joint.at]
        behind.raised = False
        for part in (before, behind):
            part.letters = sum(map(str.isalpha, part.text))
            share = part.letters / max(1, self.letters)
            part.bold, part.italic = round(share * self.bold), round(share * self.italic)
            of_text = len(part.text) / len(self.text)
            part.maths, part.fixed = round(of_text * self.maths), round(of_text * self.fixed)
        return before, behind


def _letters(text: str) -> int:
    return len(text) if text.isalpha() else sum(map(str.isalpha, text))


@lru_cache(maxsize=1024)  # a paper has some tens of fonts
def _is_of_maths(font: str) -> bool:
    return bool(_MATHS.search(font))


@lru_cache(maxsize=1024)
def _is_fixed_width(font: str) -> bool:
    return bool(_FIXED_WIDTH.search(font))


def behind(text: str, raised: str) -> str:
    """Give raised digits as they are to stand behind a text.

    10⁶ is not 106, and a footnote's mark is no digit of a number.
    """
    if not _EXPONENT.fullmatch(raised):
        return raised
    of_number = text[-1:].isdigit() or text.endswith("⁻")
    of_letter = text[-1:].isalpha() and raised[0] in _MINUS and raised[1:]
    exponent = of_number or of_letter or _BASE.search(text, max(0, len(text) - _LONGEST_BASE))
    return raised.translate(_SUPERSCRIPTS) if exponent else raised


def is_over(
    number: str, above: Upright | Piece, below: str, one: Upright | Piece, size: float
) -> bool:
    """Tell whether a number and what follows it are the two parts of a fraction in a line.

    They are as far above and below as an inline fraction sets them; `size` is the line's em.
    """
    overlap = min(above.x1, one.x1) - max(above.x0, one.x0)
    stacked = overlap > _STACKED * min(above.x1 - above.x0, one.x1 - one.x0)
    apart = _LEAST_OVER * size < above.y - one.y < _MOST_OVER * size
    return number.isdecimal() and below[:1].isalnum() and stacked and apart


def with_plain_numbers(text: str) -> str:
    """Give a line's text with raised digits plain again that a raised number goes on from."""
    return _PART_OF_NUMBER.sub(lambda digits: digits[0].translate(_PLAIN), text)


def _composed(letter: str, accent: str) -> str:
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[accent])


def turned(runs: Iterable[Run]) -> dict[int, list[Upright]]:
    """Sort the runs that show by the angle of their base line, in degrees.

    Runs that are hidden or blank are left out.
    """
    by_angle: dict[int, list[Upright]] = {}
    upright: list[Upright] | None = None
    for run in runs:
        if run.hidden or not run.text or run.text.isspace():
            continue
        if abs(run.angle) < _UPRIGHT:
            if upright is None:
                upright = by_angle.setdefault(0, [])
            upright.append(Upright(run, run.x0, run.x1, run.y0))
        else:
            angle = round(run.angle / _TURN) * _TURN
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            x0, x1 = run.x0 * cos + run.y0 * sin, run.x1 * cos + run.y1 * sin
            y = run.y0 * cos - run.x0 * sin
            by_angle.setdefault(angle, []).append(Upright(run, x0, x1, y))
    return by_angle


def by_angle(runs: Iterable[Run]) -> dict[int, list[Piece]]:
    """Give the pieces that the runs of a page make, by the angle of their base line in degrees."""
    return {angle: pieces(upright) for angle, upright in turned(runs).items()}


def pieces(runs: Iterable[Upright]) -> list[Piece]:
    """Join runs that follow each other on a base line, in the order of painting.

    Then join those that stand side by side. The runs are of one angle.
    """
    made: list[Piece] = []
    last: Piece | None = None
    for one in runs:
        if last and _follows(last, one):
            last.add(one)
        else:
            last = Piece(one)
            made.append(last)
    for piece in made:
        _close_up(piece)
        _open_up(piece)
    return _side_by_side(_without_stacked_dots(made))


def _without_stacked_dots(made: list[Piece]) -> list[Piece]:
    """Leave out the dots that stand above each other for rows that are not given."""
    columns: dict[int, list[Piece]] = {}
    for piece in made:
        if piece.text == ".":
            columns.setdefault(round(piece.x0), []).append(piece)
    gone: set[int] = set()
    for column in columns.values():
        column.sort(key=lambda piece: piece.y)
        stack = column[:1]
        for piece in column[1:]:
            near = piece.y - stack[-1].y < _STEP_OF_DOTS * piece.size
            stack = [*stack[1 - _LEAST_DOTS :], piece] if near else [piece]
            if len(stack) == _LEAST_DOTS:
                gone |= set(map(id, stack))
    return [piece for piece in made if id(piece) not in gone]


def _follows(last: Piece, one: Upright) -> bool:
    """Tell whether a run goes on with the piece before it: next to it, on its base line."""
    run = one.run
    if _is_initial(last, run):
        return False  # its line is the highest of those beside it
    size, low = max(last.size, run.size), min(last.size, run.size)
    if not -_BACK * size < one.x0 - last.x1 < _APART * size:
        return False
    if low > SCRIPT * size:
        return abs(one.y - last.y) < _LEVEL * size
    rise = one.y - last.y if run.size < last.size else last.y - one.y
    return _LOWERED * size < rise < _HIGHEST * size


def _is_initial(last: Piece, run: Run) -> bool:
    capital = len(last.text) == 1 and last.text.isupper()
    return capital and last.size > _INITIAL * run.size and len(run.text) > 1


def _close_up(piece: Piece) -> None:
    """Take out the spaces of letters that are set wide apart, as in headings.

    All gaps are alike there but those of words.
    """
    letters = len("".join(piece.text.split()))
    least = max(_LEAST_JOINTS, _MOST_JOINED * letters)
    if len(piece.joints) < least:
        return
    joints = [one for one in piece.joints if _is_between_letters(piece.text, one.at)]
    if len(joints) < least:
        return
    usual = median(joint.gap for joint in joints)
    alike = sum(abs(joint.gap - usual) < _GAPS_ALIKE * usual for joint in joints)
    if usual <= SPACE or alike <= _USUAL_GAPS * len(joints):
        return
    for joint in reversed([joint for joint in joints if joint.gap < _WORD_GAP * usual]):
        piece.text = piece.text[: joint.at] + piece.text[joint.at :].removeprefix(" ")
    piece.joints = []


def _open_up(piece: Piece) -> None:
    """Put spaces in where a font's are narrow.

    No letters are set apart there but words, by gaps that are nearly alike.
    """
    if not _LEAST_NARROW <= len(piece.joints) <= len(piece.text) / _LEAST_NARROW:
        return
    narrow = [joint for joint in piece.joints if _is_narrow(joint)]
    if len(narrow) < _LEAST_NARROW:
        return
    usual = median(joint.gap for joint in narrow)
    alike = sum(abs(joint.gap - usual) < _NARROW_ALIKE for joint in narrow)
    if alike < _MOST_NARROW * len(narrow):
        return
    joints, added = [], 0
    for joint in piece.joints:
        at = joint.at + added
        within = piece.text[at - 1 : at].isalnum() and piece.text[at : at + 1].isalnum()
        if within and _is_narrow(joint):
            piece.text = f"{piece.text[:at]} {piece.text[at:]}"
            added += 1
        joints.append(joint._replace(at=at))
    piece.joints = joints


def _is_narrow(joint: Joint) -> bool:
    return _NARROW < joint.gap <= SPACE


def _is_between_letters(text: str, at: int) -> bool:
    """Tell a place between letters, or one and a space before the next, from a leader's dots."""
    return text[at - 1 : at].isalnum() and text[at : at + 2].lstrip()[:1].isalnum()


def _side_by_side(made: list[Piece]) -> list[Piece]:
    """Join pieces on one base line that were not painted one after the other but are neighbours."""
    rows: dict[int, list[Piece]] = {}
    for piece in made:
        rows.setdefault(round(piece.y / _ROW), []).append(piece)
    marks = _Marks(made)
    gone: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda piece: piece.x0)
        last = row[0]
        for piece in row[1:]:
            if _is_next(last, piece) and not marks.are_between(last, piece):
                last.append(piece)
                gone.add(id(piece))
            else:
                last = piece
    return [piece for piece in made if id(piece) not in gone]


def _is_next(last: Piece, piece: Piece) -> bool:
    size, low = max(last.size, piece.size), min(last.size, piece.size)
    return -_LITTLE_BACK * size < piece.x0 - last.x1 < _NEXT * size and low > _ALIKE * size


class _Marks:
    """Where something small begins, by bands of height: footnotes' marks and scripts."""

    def __init__(self, made: Sequence[Piece]) -> None:
        self._bands: dict[int, list[float]] = {}
        for piece in made:
            if len(piece.text) < _MARK_LENGTH:
                self._bands.setdefault(int(piece.y // _BAND), []).append(piece.x0)
        for places in self._bands.values():
            places.sort()

    def are_between(self, last: Piece, piece: Piece) -> bool:
        """Tell whether something small begins in the gap between two pieces."""
        low, high = last.y - _LOWEST_MARK, last.y + _HIGHEST * last.size
        for band in {int(low // _BAND), int(high // _BAND)}:
            places = self._bands.get(band, [])
            at = bisect.bisect_left(places, last.x1 - _INTO * last.size)
            if at < len(places) and places[at] < piece.x0 - _TOUCHES:
                return True
        return False


def letters_by_size(made: Iterable[Piece]) -> Counter[float]:
    """Count the letters of a page by their size in points; a piece counts as one more."""
    letters: Counter[float] = Counter()
    for piece in made:
        letters[round(piece.size * _QUARTERS) / _QUARTERS] += piece.letters + 1
    return letters


def usual_size(made: Iterable[Piece]) -> float:
    """Give the size, in points, that most letters of a page have."""
    letters = letters_by_size(made)
    return max(letters, key=lambda size: (letters[size], size)) if letters else _NO_SIZE
