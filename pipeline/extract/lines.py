"""Join a page's runs of text into pieces of lines, and pieces into lines.

A piece is what stands together on one base line: words with the spaces that the gaps between runs
mean, sub- and superscripts with them. A line is the pieces of one column on one base line. Places
and sizes are in points, as pdf/page.py gives them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.pieces import _PLAIN, SPACE, Joint, Piece, _behind, usual_size

CELL = 1.1
"""A gap of more than this, in ems, within a line parts the cells of a table."""
_MOST_INITIALS = 20
"""Initials of a column at most: letters set large all over a page are none, and cost no time."""
_FARTHEST = 100_000.0
"""Points: no page is as wide. NaN is farther, too."""
_PART_OF_NUMBER = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[.,]?\d)")
"""Raised digits that were the first of a raised number, which has no superscripts for all of its
characters: 4.2 and 3.2 above it."""


class Line(NamedTuple):
    """A line of a page: its text and place, and what it is told from its neighbours by.

    `y` is its base line, `size` its em; `cells` the parts that wide gaps part it into; `left` and
    `right` the edges of its column; `starts` tells that a paragraph begins with it, `part` what it
    belongs to: "flow", "float", "note" or "aside". A turned line has the places that it would have,
    were the page turned so that it is upright, by `angle` degrees.
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
        corners = [
            (x, self.y + part * self.size) for x in (self.x0, self.x1) for part in (-0.25, 0.75)
        ]
        xs, ys = [x * cos - y * sin for x, y in corners], [x * sin + y * cos for x, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        return box if all(abs(place) < _FARTHEST for place in box) else None


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
    initials = [
        piece
        for piece in made
        if piece.size > 1.7 * usual and len(piece.text) == 1 and piece.text.isalpha()
    ]
    gone: set[int] = set()
    for initial in initials[:_MOST_INITIALS]:
        beside = [
            piece
            for piece in made
            if abs(piece.size - usual) < 0.1 * usual
            and initial.y - 0.2 * usual < piece.y < initial.y + initial.size
            and 0 <= piece.x0 - initial.x1 + 0.3 * usual < 1.3 * usual
        ]
        if len(beside) >= 2 and all(
            piece.text[:1].islower() or piece.text[:1].isupper() for piece in beside
        ):
            first = max(beside, key=lambda piece: piece.y)
            first.text, first.x0, first.letters = (
                initial.text + first.text,
                initial.x0,
                first.letters + 1,
            )
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
        other.x0 - other.size < piece.x0 and piece.x1 < other.x1 + 2.5 * other.size
        for other in (row[0], row[-1])
    )


def _with_marks(row: Sequence[Piece]) -> list[Piece]:
    """Put small pieces that stand between two runs of another, as footnotes' marks do, into its text, and give the others."""
    kept: list[Piece] = []
    for piece in row:
        holder = kept[-1] if kept else piece
        if piece.x1 < holder.x1 and len(piece.text) < 4 and piece.size < 0.85 * holder.size:
            middle = (piece.x0 + piece.x1) / 2
            near = min(
                holder.joints, key=lambda joint: abs(joint.x - middle), default=Joint(1e9, 0, 0)
            )
            if abs(near.x - middle) < holder.size:
                mark = (
                    _behind(holder.text[: near.at], piece.text)
                    if piece.y > holder.y + 0.15 * holder.size
                    else piece.text
                )
                holder.text = holder.text[: near.at] + mark + holder.text[near.at :]
                behind = len(piece.text)
                holder.joints = [
                    joint._replace(at=joint.at + behind * (joint.x > near.x))
                    for joint in holder.joints
                ]
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
        text += (
            " " + piece.text
            if text and gap > SPACE * size
            else _behind(text, piece.text)
            if high
            else piece.text
        )
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
