"""Put a page's runs of text in the order in which a person reads them: lines of columns, floats and footnotes told apart.

What is upright is cut into columns by gutters: heights at which one long piece of text ends well
before the next begins, one under the other. A line over a gutter spans the columns and parts what
is above it from what is below it. Turned text (arXiv's side stamp, labels of axes) goes last.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract import floats
from pipeline.extract.lines import Line, lines
from pipeline.extract.pieces import Piece, pieces, turned, usual_size
from pipeline.pdf.page import Run

_LEAST_ROWS = 4
"""Heights at which a gutter must part two long pieces."""
_MOST_COLUMNS = 4
_MOST_OVER = 4
"""Long pieces that may run over a gutter for each height at which it parts two: a wide abstract
does, authors in cells are no columns."""
_DEPTH = 3
"""How often a part of a page is laid out in columns of its own."""
_FIRST_HEADING = re.compile(
    r"\s*(?:a ?bstract|summary|摘要|\d{1,2}\.?\s+\S|[IVX]+\.\s)", re.IGNORECASE
)


class _Zone(NamedTuple):
    """A part of the page's height that is read before what is below it: spanning lines, or the lines of each column."""

    spanning: bool
    columns: list[list[Line]]


class Layout:
    """Lays out the pages of one document, one after the other: a page that does not show its gutters has those of the others."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[int, ...]] = Counter()

    def read(self, runs: Sequence[Run]) -> list[Line]:
        """Give the lines of a page in reading order."""
        by_angle = turned(runs)
        if not by_angle:
            return []
        main = max(
            by_angle,
            key=lambda angle: (sum(len(run.text) for run, *_ in by_angle[angle]), angle == 0),
        )
        made = _without_line_numbers(pieces(by_angle.pop(main)))
        out = [
            line._replace(angle=main) if main else line
            for line in _upright(made, self._gutters(made))
        ]
        for angle, rest in sorted(by_angle.items()):
            out += [line._replace(part="aside", angle=angle) for line in lines(pieces(rest))]
        return out

    def _gutters(self, made: Sequence[Piece]) -> list[float]:
        found = _gutters(made)
        if found:
            self._seen[tuple(round(x / 4) * 4 for x in found)] += 1
        elif self._seen:
            usual = [float(x) for x in self._seen.most_common(1)[0][0]]
            if _keep_to(usual, made):
                return usual
        return found


def read(runs: Sequence[Run]) -> list[Line]:
    """Give the lines of a page by itself in reading order."""
    return Layout().read(runs)


def _keep_to(gutters: Sequence[float], made: Sequence[Piece]) -> bool:
    """Tell whether the long pieces of a page keep to the columns between gutters: three or more do, for each one that does not."""
    long = [piece for piece in made if piece.letters >= 20]
    over = sum(
        piece.x0 < gutter - 12 and piece.x1 > gutter + 12 for piece in long for gutter in gutters
    )
    return len(long) >= 3 and over * 3 <= len(long) - over


def _upright(made: list[Piece], gutters: Sequence[float]) -> list[Line]:
    body = usual_size(made)
    zones = _zones(made, gutters, body)
    out: list[Line] = []
    for zone in zones:
        for column in zone.columns:
            out += floats.settle(column, body, spanning=zone.spanning and bool(gutters))
    return out


def _without_line_numbers(made: list[Piece]) -> list[Piece]:
    """Take out the numbers that review copies have beside each line: five or more under each other, outside of all text."""
    texts = [piece for piece in made if piece.letters >= 15]
    if not texts:
        return made
    left, right = min(piece.x0 for piece in texts), max(piece.x1 for piece in texts)
    beside = [
        piece
        for piece in made
        if piece.text.strip().isdecimal() and (piece.x1 < left or piece.x0 > right)
    ]
    at = Counter(round(piece.x1 / 4) for piece in beside)
    numbers = {id(piece) for piece in beside if at[round(piece.x1 / 4)] >= 5}
    return [piece for piece in made if id(piece) not in numbers]


# ── columns ──


def _gutters(made: Sequence[Piece]) -> list[float]:
    """Give the middles of the gutters between columns, from left to right."""
    long = [piece for piece in made if piece.letters >= 12]
    if len(long) < 2 * _LEAST_ROWS:
        return []
    left, right = min(piece.x0 for piece in long), max(piece.x1 for piece in long)
    width = max(right - left, 1.0)
    step = 1.15 * usual_size(long)
    rows: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in long:
        if piece.x1 - piece.x0 > 0.16 * width:
            rows[int(piece.y // step)].append(piece)
    pairs = []
    for row in rows.values():
        row.sort(key=lambda piece: piece.x0)
        pairs += [
            (one.x1, other.x0) for one, other in pairwise(row) if other.x0 - one.x1 > 0.5 * one.size
        ]
    found = _deepest(pairs, width)
    over = [
        sum(piece.x0 < gutter - 12 and piece.x1 > gutter + 12 for piece in long) for gutter in found
    ]
    beside = [sum(end < gutter < start for end, start in pairs) for gutter in found]
    return [
        gutter
        for gutter, n, parted in zip(found, over, beside, strict=True)
        if n <= _MOST_OVER * parted
    ]


def _deepest(pairs: Sequence[tuple[float, float]], width: float) -> list[float]:
    """Choose gutters among the gaps between long pieces: where most gaps lie above each other first, a column's width apart."""
    white = Counter[int]()
    for end, start in pairs:
        white.update(range(int(end) + 1, int(start) + 1))
    found: list[float] = []
    most = max(white.values(), default=0)
    for _ in range(_MOST_COLUMNS - 1):
        free = {
            x: n for x, n in white.items() if all(abs(x - other) > 0.16 * width for other in found)
        }
        best = max(free.values(), default=0)
        if best < _LEAST_ROWS or best < 0.45 * most:
            break
        left = right = min(x for x, n in free.items() if n == best)
        while right + 1 in free and free[right + 1] >= best - 1:
            right += 1
        if not _is_edged([pair for pair in pairs if pair[0] < right and pair[1] > left]):
            break
        found.append((left + right) / 2)
    return sorted(found)


def _is_edged(pairs: Sequence[tuple[float, float]]) -> bool:
    """Tell whether gaps have an edge: half of what is right of them begins at one or two places, or what is left ends at one."""
    ends, starts = (Counter(round(pair[side] / 3) for pair in pairs) for side in (0, 1))
    return 2 * sum(n for _, n in starts.most_common(3)) >= len(pairs) or 2 * sum(
        n for _, n in ends.most_common(2)
    ) >= len(pairs)


def _column_of(piece: Piece, gutters: Sequence[float], width: float, body: float) -> int:
    """Give the number of the column that a piece stands in, or -1 where it spans a gutter by more than a slip.

    What is set larger than the text spans a gutter as soon as it stands over it: a short title.
    """
    x0, x1 = piece.x0, piece.x1
    slip = 4.0 if piece.size > 1.25 * body else max(1.5 * piece.size, 0.04 * width)
    for at, gutter in enumerate(gutters):
        if x0 < gutter - slip and x1 > gutter + slip:
            return -1
        if (x0 + x1) / 2 < gutter:
            return at
    return len(gutters)


# ── zones ──


def _zones(
    made: Sequence[Piece], gutters: Sequence[float], body: float, depth: int = 0
) -> list[_Zone]:
    """Cut the page into zones from top to bottom."""
    if not gutters:
        return [_Zone(True, [_edged(lines(made))])]
    width = max(piece.x1 for piece in made) - min(piece.x0 for piece in made)
    sorted_in: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    over: list[Piece] = []
    for piece in made:
        column = _column_of(piece, gutters, width, body)
        (over if column < 0 else sorted_in[column]).append(piece)
    columns = [_edged(lines(column)) for column in sorted_in]
    if not over:
        return _in_rows(columns, body)
    prose = [line for column in columns for line in floats.prose(column, body)]
    spans = _spans(
        lines(over),
        sorted(line.y for line in prose),
        [line for column in columns for line in column],
        body,
    )
    zones: list[_Zone] = []
    top = 1e9
    for high, low in spans:
        zones += _in_rows(
            [[line for line in column if high < line.y <= top] for column in columns], body
        )
        zones += _across([piece for piece in made if low <= piece.y <= high], body, depth)
        top = low - 1e-6
    zones += _in_rows([[line for line in column if line.y <= top] for column in columns], body)
    return [zone for zone in zones if any(zone.columns)]


def _across(inside: list[Piece], body: float, depth: int) -> list[_Zone]:
    """Lay out a part that runs over the page's gutters: in one column, or in columns of its own where it is text."""
    text = sum(piece.letters for piece in inside) > 30 * len(inside)
    own = _gutters(inside) if text and depth < _DEPTH else []
    return _zones(inside, own, body, depth + 1) if own else [_Zone(True, [_edged(lines(inside))])]


def _in_rows(columns: list[list[Line]], body: float) -> list[_Zone]:
    """Cut columns that are set in rows, as cards are: where all have a heading at the same height."""
    if not all(columns):
        return [_Zone(False, columns)]
    heads = [
        {
            round(line.y): line.y
            for line, before in zip(column, [None, *column], strict=False)
            if _heads_card(line, before, body)
        }
        for column in columns
    ]
    shared = set(heads[0]).intersection(*heads[1:])
    zones, top = [], 1e9
    for height in sorted(shared, reverse=True):
        above = [[line for line in column if height + 1 < line.y <= top] for column in columns]
        if any(above):
            zones.append(_Zone(False, above))
        top = height + 1
    return [
        *zones,
        _Zone(False, [[line for line in column if line.y <= top] for column in columns]),
    ]


def _heads_card(line: Line, before: Line | None, body: float) -> bool:
    return (
        floats.is_heading(line, body)
        and line.size > 1.1 * body
        and (before is None or before.y - line.y > 2.5 * body)
    )


def _edged(column: list[Line]) -> list[Line]:
    """Give lines with the edges of their column: where most long lines begin and end."""
    if not column:
        return column
    long = sorted(column, key=lambda line: -line.letters)[: max(1, len(column) // 2)]
    left = min(Counter(round(line.x0) for line in long).most_common(2))[0]
    rights = sorted(line.x1 for line in long)
    right = rights[len(rights) * 4 // 5]
    return [line._replace(left=float(left), right=right) for line in column]


def _spans(
    over: Sequence[Line], prose: Sequence[float], others: Sequence[Line], body: float
) -> list[tuple[float, float]]:
    """Give top and bottom of the parts of the page that are read across: lines over a gutter, with what no prose parts from them.

    `prose` are the heights of the columns' running text, in order, `others` all their lines. Two
    spanning lines are of one part unless a column's running text is between them; the columns'
    lines that belong to a spanning table or figure come in so.
    """

    def parted(low: float, high: float) -> bool:
        return bisect.bisect_right(prose, low + 1) < bisect.bisect_left(prose, high - 1)

    spans: list[tuple[float, float]] = []
    for line in over:
        if spans and not parted(line.y, spans[-1][1]):
            spans[-1] = (spans[-1][0], line.y)
        else:
            spans.append((line.y, line.y))
    heights = sorted(line.y for line in others)
    grown: list[tuple[float, float]] = []
    for at, (high, low) in enumerate(spans):
        captions = [line for line in over if low <= line.y <= high and floats.is_caption(line)]
        ceiling = spans[at - 1][1] if at else 1e9
        floor = spans[at + 1][0] if at + 1 < len(spans) else -1e9
        if (
            captions or at == 0
        ):  # a figure's labels and a table's cells above its caption; what stands above a title
            above = (
                prose[bisect.bisect_left(prose, high + 1)]
                if bisect.bisect_left(prose, high + 1) < len(prose)
                else 1e9
            )
            limit = min(above, ceiling)
            index = bisect.bisect_left(heights, limit - 1) - 1
            if index >= 0 and heights[index] > high and (captions or above > 1e8):
                high = heights[index]
        if (
            captions
            and captions[-1].y < low + 2.5 * captions[-1].size
            and captions[-1].text.lstrip()[:3].lower() in ("tab", "alg", "表")
        ):
            index = bisect.bisect_right(prose, low - 1) - 1
            heading = max(
                (line.y for line in others if line.y < low and floats.is_heading(line, body)),
                default=-1e9,
            )
            limit = max(prose[index] if index >= 0 else -1e9, floor, heading)
            index = bisect.bisect_right(heights, limit + 1)
            if index < len(heights) and heights[index] < low:
                low = heights[index]
        if at == 0 and any(line.size > 1.25 * body for line in over if low <= line.y <= high):
            low = _below_title(low, prose, others, body)
        grown.append((high + 1, low - 1))
    return grown


def _below_title(low: float, prose: Sequence[float], others: Sequence[Line], body: float) -> float:
    """Give the height down to which authors and affiliations stand in rows below a title: as far as the first text or heading."""
    text = prose[bisect.bisect_left(prose, low) - 1] if bisect.bisect_left(prose, low) else -1e9
    heads = [line.y for line in others if line.y < low and _FIRST_HEADING.match(line.text)]
    end = max(
        text, max(heads, default=-1e9) - 1
    )  # what stands beside a heading is of its column, too
    for line in sorted(others, key=lambda line: -line.y):
        if line.y >= low:
            continue
        if line.y <= end + 2 or low - line.y > 4 * body:
            break
        low = line.y
    return low
