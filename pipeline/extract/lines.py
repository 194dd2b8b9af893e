"""Join a page's runs of text into pieces of lines, and pieces into lines.

A piece is what stands together on one base line: words with the spaces that the gaps between runs mean, sub- and superscripts
with them. A line is the pieces of one column on one base line. Places and sizes are in points, as glyphs.py gives them.
"""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.pdf.page import Run

SPACE = 0.15
"""A gap of more than this, in ems, is a space between words: kerns stay under 0.1, word spaces begin at 0.19."""
_NARROW = 0.11
"""A gap of more than this, in ems, is one where all gaps of a line are alike: the word space of a narrow font."""
_APART = 0.85
"""A gap of more than this, in ems, parts pieces: a justified line's spaces stay under it, gutters and cells' gaps do not."""
CELL = 1.1
"""A gap of more than this, in ems, within a line parts the cells of a table."""
_MOST_INITIALS = 20
"""Initials of a column at most: letters set large all over a page are none, and cost no time."""
_FARTHEST = 100_000.0
"""Points: no page is as wide. NaN is farther, too."""
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
_PART_OF_NUMBER = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[.,]?\d)")
"""Raised digits that were the first of a raised number, which has no superscripts for all of its characters: 4.2 and 3.2 above it."""


class Joint(NamedTuple):
    """Where two runs were joined: the place on the line, in points, the place in the text, and the gap between them, in ems."""

    x: float
    at: int
    gap: float


class Piece:
    """A part of a line: its text, its ends and base line, its size and how many of its letters are bold or in a figure's form."""

    __slots__ = ("bold", "form", "italic", "joints", "letters", "raised", "size", "text", "x0", "x1", "y")

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
            self.text += " " + run.text if apart else _behind(self.text, run.text) if high else run.text
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
    return unicodedata.normalize("NFC", {"\u0131": "i", "\u0237": "j"}.get(letter, letter) + _ACCENTS[accent])


class Line(NamedTuple):
    """A line of a page: its text and place, and what it is told from its neighbours by.

    `y` is its base line, `size` its em; `cells` the parts that wide gaps part it into; `left` and `right` the edges of its column;
    `starts` tells that a paragraph begins with it, `part` what it belongs to: "flow", "float", "note" or "aside". A turned line has the
    places that it would have, were the page turned so that it is upright, by `angle` degrees.
    """

    text: str
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    letters: int = 0
    bold: bool = False
    raised: bool = False
    form: int = 0
    cells: int = 1
    left: float = 0.0
    right: float = 0.0
    starts: bool = False
    part: str = "flow"
    angle: int = 0
    italic: bool = False

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.x1 - self.x0

    @property
    def is_full(self) -> bool:
        """Whether it reaches the right edge of its column, or nearly so."""
        return self.x1 > self.right - 0.12 * (self.right - self.left) - 0.5 * self.size

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Its box on the page as it is displayed, left, foot, right, top: an em high, a quarter of it below the base line.

        None where the line has no place, or one that no page has.
        """
        if not self.size:
            return None
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        corners = [(x, self.y + part * self.size) for x in (self.x0, self.x1) for part in (-0.25, 0.75)]
        xs, ys = [x * cos - y * sin for x, y in corners], [x * sin + y * cos for x, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        return box if all(abs(place) < _FARTHEST for place in box) else None


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
    if usual > SPACE and sum(abs(joint.gap - usual) < 0.2 * usual for joint in joints) > 0.6 * len(joints):
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
        if _NARROW < joint.gap <= SPACE and piece.text[at - 1 : at].isalnum() and piece.text[at : at + 1].isalnum():
            piece.text = f"{piece.text[:at]} {piece.text[at:]}"
            added += 1
        joints.append(joint._replace(at=at))
    piece.joints = joints


def _is_between_letters(text: str, at: int) -> bool:
    """Tell a place between two letters, or a letter and a space before the next, from one beside a leader's dots."""
    return text[at - 1 : at].isalnum() and text[at : at + 2].lstrip()[:1].isalnum()


def _follows(last: Piece, run: Run, x0: float, y: float) -> bool:
    size, low = max(last.size, run.size), min(last.size, run.size)
    if last.size > 1.7 * run.size and len(last.text) == 1 and last.text.isupper() and len(run.text) > 1:
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


def lines(made: Sequence[Piece]) -> list[Line]:
    """Sort the pieces of one column into lines, from top to bottom."""
    rows: list[list[Piece]] = []
    small: list[Piece] = []
    usual = usual_size(made)
    for piece in sorted(_with_initials(made, usual), key=lambda piece: -piece.y):
        if piece.size < 0.8 * usual and piece.letters < 12:
            small.append(piece)
        elif rows and _same_line(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    _put_small(rows, small)
    return [_line(row) for row in rows]


def _with_initials(made: Sequence[Piece], usual: float) -> list[Piece]:
    """Put a letter that stands two lines or more high at a paragraph's beginning before the first of the lines beside it."""
    initials = [piece for piece in made if piece.size > 1.7 * usual and len(piece.text) == 1 and piece.text.isalpha()]
    gone: set[int] = set()
    for initial in initials[:_MOST_INITIALS]:
        beside = [
            piece
            for piece in made
            if abs(piece.size - usual) < 0.1 * usual
            and initial.y - 0.2 * usual < piece.y < initial.y + initial.size
            and 0 <= piece.x0 - initial.x1 + 0.3 * usual < 1.3 * usual
        ]
        if len(beside) >= 2 and all(piece.text[:1].islower() or piece.text[:1].isupper() for piece in beside):
            first = max(beside, key=lambda piece: piece.y)
            first.text, first.x0, first.letters = initial.text + first.text, initial.x0, first.letters + 1
            first.joints = [joint._replace(at=joint.at + 1) for joint in first.joints]
            gone.add(id(initial))
    return [piece for piece in made if id(piece) not in gone]


def _same_line(row: Sequence[Piece], piece: Piece) -> bool:
    largest = max(row[0].size, piece.size)
    return row[0].y - piece.y < 0.35 * largest


def _put_small(rows: list[list[Piece]], small: Sequence[Piece]) -> None:
    """Put small pieces with the line whose height they stand at: scripts that were not painted with their letters; the rest alone."""
    at = 0
    alone: list[list[Piece]] = []
    heights = [row[0].y for row in rows]
    for piece in small:  # from top to bottom, as the rows are
        while at < len(rows) and heights[at] > piece.y + 0.4 * rows[at][0].size:
            at += 1
        found = next(
            (
                rows[i]
                for i in (at, at + 1)
                if i < len(rows)
                and -0.4 * rows[i][0].size <= piece.y - heights[i] < 0.7 * rows[i][0].size
                and _near(rows[i], piece)
            ),
            None,
        )
        if found is not None:
            found.append(piece)
        elif alone and _same_line(alone[-1], piece):
            alone[-1].append(piece)
        else:
            alone.append([piece])
    rows += alone
    rows.sort(key=lambda row: -row[0].y)


def _near(row: Sequence[Piece], piece: Piece) -> bool:
    return any(
        other.x0 - other.size < piece.x0 and piece.x1 < other.x1 + 2.5 * other.size for other in (row[0], row[-1])
    )


def _with_marks(row: Sequence[Piece]) -> list[Piece]:
    """Put small pieces that stand between two runs of another, as footnotes' marks do, into its text, and give the others."""
    kept: list[Piece] = []
    for piece in row:
        holder = kept[-1] if kept else piece
        if piece.x1 < holder.x1 and len(piece.text) < 4 and piece.size < 0.85 * holder.size:
            middle = (piece.x0 + piece.x1) / 2
            near = min(holder.joints, key=lambda joint: abs(joint.x - middle), default=Joint(1e9, 0, 0))
            if abs(near.x - middle) < holder.size:
                mark = (
                    _behind(holder.text[: near.at], piece.text)
                    if piece.y > holder.y + 0.15 * holder.size
                    else piece.text
                )
                holder.text = holder.text[: near.at] + mark + holder.text[near.at :]
                behind = len(piece.text)
                holder.joints = [joint._replace(at=joint.at + behind * (joint.x > near.x)) for joint in holder.joints]
                continue
        kept.append(piece)
    return kept


def _line(row: list[Piece]) -> Line:
    row.sort(key=lambda piece: piece.x0)
    main = max(row, key=lambda piece: (piece.letters, piece.size))
    text, end, cells = "", row[0].x0, 1
    for piece in _with_marks(row):
        gap, size = piece.x0 - end, max(piece.size, 0.7 * main.size)
        cells += gap > CELL * size and bool(text)
        high = piece.size < 0.85 * main.size and piece.y > main.y + 0.15 * main.size
        text += " " + piece.text if text and gap > SPACE * size else _behind(text, piece.text) if high else piece.text
        end = max(end, piece.x1)
    text = _PART_OF_NUMBER.sub(lambda digits: digits[0].translate(_PLAIN), text)
    letters = sum(piece.letters for piece in row)
    bold = sum(piece.bold for piece in row)
    form = row[0].form if all(piece.form for piece in row) else 0
    return Line(
        text,
        row[0].x0,
        end,
        main.y,
        main.size,
        letters,
        bold * 2 > letters,
        row[0].raised or row[0].size < 0.8 * main.size,
        form,
        cells,
        italic=sum(piece.italic for piece in row) > 0.8 * letters,
    )
