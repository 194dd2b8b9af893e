"""Join a page's runs of text into pieces of lines, and pieces into lines.

A piece is what stands together on one base line: words with the spaces that the gaps between runs
mean, sub- and superscripts with them. A line is the pieces of one column on one base line. Places
and sizes are in points, as pdf/page.py gives them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.pieces import (
    RAISED,
    SCRIPT,
    SPACE,
    Joint,
    Piece,
    behind,
    is_over,
    usual_size,
    with_plain_numbers,
)
from pipeline.pdf.geometry import Box, box_of

_CELL = 1.1
"""Ems: a gap of more than this within a line parts the cells of a table."""
_FARTHEST = 100_000.0
"""Points: no page is as wide. NaN is farther, too."""
_DESCENT = 0.25
"""Ems from the foot of a line's box to its base line; the box is an em high."""
_SHORT_OF_FULL, _SHORT = 0.12, 0.5
"""Share of the column, and ems, by which a full line may end before its column does."""
_SAME_LINE = 0.35
"""Ems by which the base lines of one line's pieces differ at most."""
_LEAST_SIZE = 0.7
"""Share of a line's size that a gap beside a small piece is measured by at least."""
_MOSTLY_ITALIC = 0.8
"""Share of an italic line's letters that are italic: symbols in it are often upright."""

# initials
_MOST_INITIALS = 20
"""Initials of a column at most: letters set large all over a page are none, and cost no time."""
_INITIAL = 1.7
"""Share of the column's size from which on a single letter is an initial."""
_ALIKE = 0.15
"""Share of the column's size by which lines beside an initial may differ from it."""
_OVERLAP, _GAP = 0.3, 1.0
"""Sizes of the column between which a line beside an initial begins, from its right edge on."""
_LOWER = 0.2
"""Sizes of the column by which a line may begin below an initial's base line."""
_LEAST_BESIDE = 2
"""Lines that an initial is high at least."""

# small pieces
_SMALL, _FEW = 0.8, 12
"""Share of the column's size, and letters, under which a piece belongs to the line it is at."""
_LOWEST, _HIGHEST = -0.4, 0.7
"""Ems of a line from its base line between which a small piece belongs to it."""
_BEFORE, _BEHIND = 1.0, 2.5
"""Ems of a line by which a small piece may stand before it or behind it."""
_LEVEL = 0.6
"""Ems from one part of a fraction to the other at least."""
_FRACTION, _SIDE, _TEXT = 0.75, 3.0, 18
"""Ems above or below a line that a part of a fraction stands at most, and ems from it to the text
on each side: the other part may be wider; letters of a line of text."""
_MARK_LENGTH = 4
"""Characters under which a small piece may be a footnote's mark."""

# signs that hang
_HANGING = re.compile(r"[√∑∏∐∫∮⋃⋂⋁⋀⨁⨂][^\s√∑∏∐∫∮⋃⋂⋁⋀⨁⨂]{0,3}|[][(){}|‖⌊⌋⌈⌉⟨⟩]")
"""A radical, a large operator with its upper limit, a bracket: fonts of TeX have large ones hang
from their base line, which is well above that of the formula."""
_LEAST_HANG, _MOST_HANG = 0.5, 1.3
"""Ems of a line from its base line up to that of what hangs in it."""
_IN_LINE = 1.0
"""Ems by which what hangs may stand before a line or behind it."""
_NEXT_ROWS = 3
"""Rows below what hangs that are asked whether it hangs in them."""


class Cell(NamedTuple):
    """What stands between wide gaps of a line: its text, and where it begins and ends."""

    text: str
    x0: float
    x1: float


class Line(NamedTuple):
    """A line of a page: its text and place, and what it is told from its neighbours by.

    `y` is its base line, `size` its em; `cells` the parts that wide gaps part it into; `left` and
    `right` the edges of its column; `starts` tells that a paragraph begins with it, `part` what it
    belongs to: "flow", "float", "note" or "aside"; `maths` counts the characters in
    fonts of mathematics, `fixed` those in fonts of one width; `kind` is that of its block where it
    is known (blocks.py). `parts` are its cells where it has more than one. A turned line has the
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
    maths: int = 0
    fixed: int = 0
    kind: str = ""
    parts: tuple[Cell, ...] = ()

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.x1 - self.x0

    @property
    def is_full(self) -> bool:
        """Whether it reaches the right edge of its column, or nearly so."""
        short = _SHORT_OF_FULL * (self.right - self.left) + _SHORT * self.size
        return self.x1 > self.right - short

    @property
    def box(self) -> Box | None:
        """Its box on the page as it is displayed: an em high, a quarter of it below the base line.

        None where the line has no place, or one that no page has.
        """
        if not self.size:
            return None
        foot, top = self.y - _DESCENT * self.size, self.y + (1 - _DESCENT) * self.size
        if not self.angle:
            box = Box(min(self.x0, self.x1), foot, max(self.x0, self.x1), top)
            return box if all(-_FARTHEST < place < _FARTHEST for place in box) else None
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        corners = [(x, y) for x in (self.x0, self.x1) for y in (foot, top)]
        box = box_of([(x * cos - y * sin, x * sin + y * cos) for x, y in corners])
        return box if all(abs(place) < _FARTHEST for place in box) else None

    def of_parts(self, parts: Sequence[Cell], mark: str) -> Line:
        """Give a line of some of its parts, in a column of their own, `mark` between two."""
        text, x0, x1 = mark.join(part.text for part in parts), parts[0].x0, parts[-1].x1
        letters = sum(map(str.isalpha, text))
        line = self._replace(text=text, letters=letters, cells=len(parts), parts=())
        return line._replace(x0=x0, x1=x1, left=x0, right=x1)


def lines(made: Sequence[Piece]) -> list[Line]:
    """Sort the pieces of one column into lines, from top to bottom."""
    rows: list[list[Piece]] = []
    small: list[Piece] = []
    usual = usual_size(made)
    for piece in sorted(_with_initials(made, usual), key=lambda piece: -piece.y):
        if piece.size < _SMALL * usual and piece.letters < _FEW:
            small.append(piece)
        else:
            _put(rows, piece)
    _put_small(rows, small)
    return [_line(row) for row in _with_fractions(_with_hanging(rows))]


def _put(rows: list[list[Piece]], piece: Piece) -> None:
    """Put a piece into the last row, or below it into a new one."""
    if rows and _is_in_row(rows[-1], piece):
        rows[-1].append(piece)
    else:
        rows.append([piece])


def _is_in_row(row: Sequence[Piece], piece: Piece) -> bool:
    return row[0].y - piece.y < _SAME_LINE * max(row[0].size, piece.size)


def _with_initials(made: Sequence[Piece], usual: float) -> list[Piece]:
    """Put a letter that stands two lines or more high before the first of the lines beside it."""
    initials = [piece for piece in made if _is_initial(piece, usual)]
    gone: set[int] = set()
    for initial in initials[:_MOST_INITIALS]:
        beside = [piece for piece in made if _is_beside(initial, piece, usual)]
        cased = all(piece.text[:1].islower() or piece.text[:1].isupper() for piece in beside)
        if len(beside) >= _LEAST_BESIDE and cased:
            _put_before(max(beside, key=lambda piece: piece.y), initial)
            gone.add(id(initial))
    return [piece for piece in made if id(piece) not in gone]


def _is_initial(piece: Piece, usual: float) -> bool:
    return piece.size > _INITIAL * usual and len(piece.text) == 1 and piece.text.isalpha()


def _is_beside(initial: Piece, piece: Piece, usual: float) -> bool:
    """Tell whether a piece of text begins right of an initial, at its height."""
    alike = abs(piece.size - usual) < _ALIKE * usual
    level = initial.y - _LOWER * usual < piece.y < initial.y + initial.size
    gap = piece.x0 - initial.x1
    return alike and level and 0 <= gap + _OVERLAP * usual < (_OVERLAP + _GAP) * usual


def _put_before(piece: Piece, initial: Piece) -> None:
    piece.text, piece.x0 = initial.text + piece.text, initial.x0
    piece.letters += 1
    piece.joints = [joint._replace(at=joint.at + 1) for joint in piece.joints]


def _put_small(rows: list[list[Piece]], small: Sequence[Piece]) -> None:
    """Put small pieces with the line whose height they stand at, the rest into rows of their own.

    They are scripts that were not painted with their letters.
    """
    at = 0
    alone: list[list[Piece]] = []
    heights = [row[0].y for row in rows]
    for piece in small:  # from top to bottom, as the rows are
        while at < len(rows) and heights[at] > piece.y - _LOWEST * rows[at][0].size:
            at += 1
        near = (i for i in (at, at + 1) if i < len(rows))
        found = next((rows[i] for i in near if _takes(rows[i], heights[i], piece)), None)
        if found is None:
            _put(alone, piece)
        else:
            found.append(piece)
    rows += alone
    rows.sort(key=lambda row: -row[0].y)


def _takes(row: Sequence[Piece], height: float, piece: Piece) -> bool:
    """Tell whether a row at a height takes a small piece in."""
    size = row[0].size
    return _LOWEST * size <= piece.y - height < _HIGHEST * size and any(
        other.x0 - _BEFORE * other.size < piece.x0 and piece.x1 < other.x1 + _BEHIND * other.size
        for other in (row[0], row[-1])
    )


def _with_hanging(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Put the radicals and large operators of a row of them into the line that they hang in."""
    kept: list[list[Piece]] = []
    for place, row in enumerate(rows):
        below = rows[place + 1 : place + 1 + _NEXT_ROWS]
        hang = row if all(_HANGING.fullmatch(piece.text.strip()) for piece in row) else []
        left: list[Piece] = []
        for piece in hang:
            host = next((line for line in below if _hangs_in(piece, line)), left)
            host.append(piece)
        if not hang or left:
            kept.append(left or row)
    return kept


def _hangs_in(piece: Piece, row: Sequence[Piece]) -> bool:
    """Tell whether a piece hangs in a line: in it or next to it, over none of its letters."""
    main = max(row, key=lambda one: one.letters)
    size = main.size
    level = _LEAST_HANG * size < piece.y - main.y < _MOST_HANG * size
    left, right = min(one.x0 for one in row), max(one.x1 for one in row)
    inside = left - _IN_LINE * size < piece.x0 and piece.x1 < right + _IN_LINE * size
    free = all(
        min(one.x1, piece.x1) - max(one.x0, piece.x0) < _OVERLAP * size
        for one in row
        if one.size > SCRIPT * size  # limits stand under it
    )
    return level and inside and free


def _with_fractions(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Put the parts of a fraction into the line that they stand in: each fits a gap of it."""
    kept: list[list[Piece]] = []
    for place, row in enumerate(rows):
        below = rows[place + 1] if place + 1 < len(rows) else []
        if _fits(row, below):
            below += row
        elif kept and _fits(row, kept[-1]):
            kept[-1] += row
        else:
            kept.append(row)
    return kept


def _fits(row: Sequence[Piece], line: Sequence[Piece]) -> bool:
    """Tell whether a row is one piece, a little above or below a line, in a gap of its text."""
    if len(row) != 1 or not line:
        return False
    (piece,), main = row, max(line, key=lambda one: one.letters)
    befores = [one.x1 for one in line if one.x1 < piece.x0 and one.size > _SMALL * main.size]
    behinds = [one.x0 for one in line if one.x0 > piece.x1 and one.size > _SMALL * main.size]
    if main.letters < _TEXT or not befores or not behinds:
        return False
    size, off = main.size, abs(piece.y - main.y)
    left, right = piece.x0 - max(befores), min(behinds) - piece.x1
    return off < _FRACTION * size and max(left, right) < _SIDE * size


def _with_marks(row: Sequence[Piece]) -> list[Piece]:
    """Put small pieces that stand between two runs of another into its text; give the others.

    Footnotes' marks stand so.
    """
    kept: list[Piece] = []
    for piece in row:
        if not (kept and _is_put_in(kept[-1], piece)):
            kept.append(piece)
    return kept


def _is_put_in(holder: Piece, piece: Piece) -> bool:
    """Put a mark into the text of the piece that it stands in, at its nearest joint."""
    small = len(piece.text) < _MARK_LENGTH and piece.size < SCRIPT * holder.size
    if not small or piece.x1 >= holder.x1 or holder.y - piece.y > _LEVEL * holder.size:
        return False
    middle = (piece.x0 + piece.x1) / 2
    near = min(holder.joints, key=lambda joint: abs(joint.x - middle), default=Joint(1e9, 0, 0))
    if abs(near.x - middle) >= holder.size:
        return False
    before, after = holder.text[: near.at], holder.text[near.at :]
    high = piece.y > holder.y + RAISED * holder.size
    holder.text = before + (behind(before, piece.text) if high else piece.text) + after
    holder.joints = [
        joint._replace(at=joint.at + len(piece.text) * (joint.x > near.x))
        for joint in holder.joints
    ]
    return True


def _line(row: list[Piece]) -> Line:
    row.sort(key=lambda piece: piece.x0)
    main = max(row, key=lambda piece: (piece.letters, piece.size))
    cells = _joined(row, main)
    letters = sum(piece.letters for piece in row)
    return Line(
        with_plain_numbers(" ".join(cell.text for cell in cells)),
        row[0].x0,
        cells[-1].x1,
        main.y,
        main.size,
        letters,
        bold=sum(piece.bold for piece in row) * 2 > letters,
        raised=row[0].raised or row[0].size < _SMALL * main.size,
        form=row[0].form if all(piece.form for piece in row) else 0,
        cells=len(cells),
        parts=tuple(cells) if len(cells) > 1 else (),
        italic=sum(piece.italic for piece in row) > _MOSTLY_ITALIC * letters,
        maths=sum(piece.maths for piece in row),
        fixed=sum(piece.fixed for piece in row),
    )


def _joined(row: Sequence[Piece], main: Piece) -> list[Cell]:
    """Join a row's pieces from left to right; give its cells."""
    cells: list[Cell] = []
    last = main
    for piece in _with_marks(row):
        size = max(piece.size, _LEAST_SIZE * main.size)
        gap = piece.x0 - cells[-1].x1 if cells else math.inf
        if gap > _CELL * size:
            cells.append(Cell(piece.text, piece.x0, max(piece.x0, piece.x1)))
            last = piece
            continue
        text, x0, end = cells[-1]
        high = piece.size < SCRIPT * main.size and piece.y > main.y + RAISED * main.size
        if text and gap > SPACE * size:
            text += " " + piece.text
        elif is_over(last.text, last, piece.text, piece, main.size):
            text += "/" + piece.text
        elif last.size > SCRIPT * main.size and _is_below(last, piece, main):
            text += " " + piece.text
        else:
            text += behind(text, piece.text) if high else piece.text
        cells[-1], last = Cell(text, x0, max(end, piece.x1)), piece
    return cells


def _is_below(last: Piece, piece: Piece, main: Piece) -> bool:
    """Tell whether a piece stands below another, as a fraction's lower part."""
    return piece.x0 < last.x1 - _OVERLAP * piece.size and last.y - piece.y > _LEVEL * main.size


def edged(column: list[Line]) -> list[Line]:
    """Give lines with the edges of their column: where most long lines begin and end."""
    if not column:
        return column
    long = sorted(column, key=lambda line: -line.letters)[: max(1, len(column) // 2)]
    left = min(Counter(round(line.x0) for line in long).most_common(2))[0]
    rights = sorted(line.x1 for line in long)
    right = rights[len(rights) * 4 // 5]
    return [line._replace(left=float(left), right=right) for line in column]
