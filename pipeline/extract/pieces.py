"""Join a page's runs of text into pieces of lines: words with the spaces that the gaps between runs mean.

Places and sizes are in points.
"""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from pipeline.pdf.page import Run

SPACE = 0.15
"""A gap of more than this, in ems, is a space between words: kerns stay under 0.1, word spaces
begin at 0.19."""


_NARROW = 0.11
"""A gap of more than this, in ems, is one where all gaps of a line are alike: the word space of a
narrow font."""


_APART = 0.85
"""A gap of more than this, in ems, parts pieces: a justified line's spaces stay under it, gutters
and cells' gaps do not."""


_ACCENTS = dict(
    zip(
        "`\u02cb\u00b4\u02ca^\u02c6~\u02dc\u00af\u02c9\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8\u02db",
        "\u0300\u0300\u0301\u0301\u0302\u0302\u0303\u0303\u0304\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        strict=True,
    )
)
"""Accents as characters of their own, and as marks on a letter."""


_SUPERSCRIPTS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


class Joint(NamedTuple):
    """Where two runs were joined: the place on the line, in points, the place in the text, and the gap between them, in ems."""

    x: float
    at: int
    gap: float


class Piece:
    """A part of a line: its text, its ends and base line, its size and how many of its letters are bold or in a figure's form."""

    __slots__ = (
        "bold",
        "form",
        "italic",
        "joints",
        "letters",
        "raised",
        "size",
        "text",
        "x0",
        "x1",
        "y",
    )

    def __init__(self, run: Run, x0: float, x1: float, y: float) -> None:
        self.text, self.x0, self.x1, self.y, self.size = run.text, x0, x1, y, run.size
        self.letters = sum(map(str.isalpha, run.text))
        self.bold = self.letters if run.bold else 0
        self.italic = self.letters if run.italic else 0
        self.form = run.form
        self.raised = False
        self.joints: list[Joint] = []

    def add(self, run: Run, x0: float, x1: float, y: float) -> None:
        """Put the next run behind the piece."""
        letters = sum(map(str.isalpha, run.text))
        gap, size = x0 - self.x1, max(self.size, run.size)
        if gap < -0.04 * size and self.text[-1:] in _ACCENTS and run.text[:1].isalpha():
            self.text = self.text[:-1] + _composed(run.text[0], self.text[-1]) + run.text[1:]
        elif gap < -0.04 * size and run.text in _ACCENTS and self.text[-1:].isalpha():
            self.text = self.text[:-1] + _composed(self.text[-1], run.text)
        else:
            self.joints.append(Joint((self.x1 + x0) / 2, len(self.text), gap / size))
            apart = gap > SPACE * min(size, 1.3 * run.size)
            high = run.size < 0.85 * self.size and y > self.y + 0.15 * self.size
            self.text += (
                " " + run.text if apart else _behind(self.text, run.text) if high else run.text
            )
        if run.size > 1.15 * self.size:  # a raised mark came first
            self.raised = self.raised or y < self.y - 0.1 * run.size
            self.y, self.size = y, run.size
        self.x1, self.x0 = max(self.x1, x1), min(self.x0, x0)
        self.letters += letters
        self.bold += letters if run.bold else 0
        self.italic += letters if run.italic else 0
        self.form = self.form and run.form


def _behind(text: str, raised: str) -> str:
    """Give raised digits as they are to stand behind a text: 10⁶ is not 106, and a footnote's mark is no digit of a number."""
    exponent = text[-1:].isdigit() and re.fullmatch(r"[-−–]?\d{1,3}", raised)
    return raised.translate(_SUPERSCRIPTS) if exponent else raised


def _composed(letter: str, accent: str) -> str:
    return unicodedata.normalize(
        "NFC", {"\u0131": "i", "\u0237": "j"}.get(letter, letter) + _ACCENTS[accent]
    )


def turned(runs: Iterable[Run]) -> dict[int, list[tuple[Run, float, float, float]]]:
    """Sort the runs that show by the angle of their base line, in degrees, each with its ends and base line once it is upright."""
    by_angle: dict[int, list[tuple[Run, float, float, float]]] = {}
    for run in runs:
        if run.hidden or not run.text.strip():
            continue
        if abs(run.angle) < 2:
            by_angle.setdefault(0, []).append((run, run.x0, run.x1, run.y0))
        else:
            angle = round(run.angle / 5) * 5
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            x0, x1 = run.x0 * cos + run.y0 * sin, run.x1 * cos + run.y1 * sin
            by_angle.setdefault(angle, []).append((run, x0, x1, run.y0 * cos - run.x0 * sin))
    return by_angle


def pieces(runs: Iterable[tuple[Run, float, float, float]]) -> list[Piece]:
    """Join runs that follow each other on a base line, in the order of painting, and then those that stand side by side."""
    made: list[Piece] = []
    last: Piece | None = None
    for run, x0, x1, y in runs:
        if last and _follows(last, run, x0, y):
            last.add(run, x0, x1, y)
        else:
            last = Piece(run, x0, x1, y)
            made.append(last)
    for piece in made:
        _close_up(piece)
        _open_up(piece)
    return _side_by_side(made)


def _close_up(piece: Piece) -> None:
    """Take out the spaces of letters that are set wide apart, as in headings: all gaps are alike there but those of words."""
    letters = len(re.sub(r"\s", "", piece.text))
    joints = [one for one in piece.joints if _is_between_letters(piece.text, one.at)]
    if len(joints) < 5 or len(joints) < 0.7 * letters:
        return
    usual = median(joint.gap for joint in joints)
    if usual > SPACE and sum(abs(joint.gap - usual) < 0.2 * usual for joint in joints) > 0.6 * len(
        joints
    ):
        for joint in reversed([joint for joint in joints if joint.gap < 1.6 * usual]):
            piece.text = piece.text[: joint.at] + piece.text[joint.at :].removeprefix(" ")
        piece.joints = []


def _open_up(piece: Piece) -> None:
    """Put spaces in where a font's are narrow: where no letters are set apart but words, by gaps that are nearly alike."""
    narrow = [joint for joint in piece.joints if _NARROW < joint.gap <= SPACE]
    if len(narrow) < 4 or len(piece.text) < 4 * len(piece.joints):
        return
    usual = median(joint.gap for joint in narrow)
    if sum(abs(joint.gap - usual) < 0.01 for joint in narrow) < 0.8 * len(narrow):
        return
    added = 0
    joints = []
    for joint in piece.joints:
        at = joint.at + added
        if (
            _NARROW < joint.gap <= SPACE
            and piece.text[at - 1 : at].isalnum()
            and piece.text[at : at + 1].isalnum()
        ):
            piece.text = f"{piece.text[:at]} {piece.text[at:]}"
            added += 1
        joints.append(joint._replace(at=at))
    piece.joints = joints


def _is_between_letters(text: str, at: int) -> bool:
    """Tell a place between two letters, or a letter and a space before the next, from one beside a leader's dots."""
    return text[at - 1 : at].isalnum() and text[at : at + 2].lstrip()[:1].isalnum()


def _follows(last: Piece, run: Run, x0: float, y: float) -> bool:
    size, low = max(last.size, run.size), min(last.size, run.size)
    if (
        last.size > 1.7 * run.size
        and len(last.text) == 1
        and last.text.isupper()
        and len(run.text) > 1
    ):
        return False  # an initial: its line is the highest of those beside it
    if not -0.6 * size < x0 - last.x1 < _APART * size:
        return False
    if low > 0.85 * size:
        return abs(y - last.y) < 0.25 * size
    return -0.35 * size < (y - last.y if run.size < last.size else last.y - y) < 0.6 * size


def _side_by_side(made: list[Piece]) -> list[Piece]:
    """Join pieces on the same base line that were not painted one after the other but stand next to each other."""
    by_height: dict[int, list[Piece]] = {}
    marks: dict[int, list[float]] = {}
    for piece in made:
        by_height.setdefault(round(piece.y / 1.5), []).append(piece)
        if len(piece.text) < 4:
            marks.setdefault(int(piece.y // 8), []).append(piece.x0)
    for places in marks.values():
        places.sort()
    gone: set[int] = set()
    for row in by_height.values():
        row.sort(key=lambda piece: piece.x0)
        last = row[0]
        for piece in row[1:]:
            gap, size = piece.x0 - last.x1, max(last.size, piece.size)
            alike = -0.2 * size < gap < 0.5 * size and min(last.size, piece.size) > 0.6 * size
            if alike and not _has_mark(marks, last, piece):
                _append(last, piece)
                gone.add(id(piece))
            else:
                last = piece
    return [piece for piece in made if id(piece) not in gone]


def _has_mark(marks: dict[int, list[float]], last: Piece, piece: Piece) -> bool:
    """Tell whether something small begins in the gap between two pieces, a footnote's mark or a script."""
    for band in {int((last.y - 2) // 8), int((last.y + 0.6 * last.size) // 8)}:
        places = marks.get(band, [])
        at = bisect.bisect_left(places, last.x1 - 0.3 * last.size)
        if at < len(places) and places[at] < piece.x0 - 0.01:
            return True
    return False


def _append(last: Piece, piece: Piece) -> None:
    gap, size = piece.x0 - last.x1, max(last.size, piece.size)
    last.joints.append(Joint((last.x1 + piece.x0) / 2, len(last.text), gap / size))
    last.text += " " if gap > SPACE * size else ""
    last.joints += [joint._replace(at=joint.at + len(last.text)) for joint in piece.joints]
    last.text += piece.text
    last.x1 = max(last.x1, piece.x1)
    last.letters += piece.letters
    last.bold += piece.bold
    last.italic += piece.italic
    last.form = last.form and piece.form


def usual_size(made: Iterable[Piece]) -> float:
    """Give the size, in points, that most letters of a page have."""
    letters: Counter[float] = Counter()
    for piece in made:
        letters[round(piece.size * 4) / 4] += piece.letters + 1
    return max(letters, key=lambda size: (letters[size], size)) if letters else 10.0
