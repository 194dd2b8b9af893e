"""Put a page's runs of text in the order in which a person reads them, as lines.

What is upright is cut into columns by gutters: heights at which one long piece of text ends well
before the next begins, one under the other. A line over a gutter spans the columns and parts what
is above it from what is below it. Turned text (arXiv's side stamp, labels of axes) goes last.
Floats and footnotes of the columns are told apart (floats.py). Places, sizes and distances are in
points.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract import beside, floats, footnotes
from pipeline.extract.lines import Line, lines
from pipeline.extract.pieces import Piece, by_angle, letters_by_size, usual_size
from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run

_FAR = 1e9
"""Points: above the top of every page."""
_OTHERS = 4.0
"""Ems from which on a gap of turned text is between texts of two floats."""
_BESIDE = 1.0
"""Points by which heights may differ and be the same."""

# gutters
_LEAST_ROWS = 4
"""Heights at which a gutter must part two long pieces."""
_MOST_COLUMNS = 4
_MOST_OVER = 4
"""Long pieces that may run over a gutter for each height at which it parts two: a wide abstract
does, authors in cells are no columns."""
_LONG = 12
"""Letters from which on a piece is long: cells and labels are shorter."""
_COLUMN = 0.16
"""Share of the text's width that a column is wide at least: six are narrower."""
_ROW = 1.15
"""Heights of a letter within which pieces stand beside each other: lines of columns need not be
on one base line."""
_LEAST_GAP = 0.5
"""Ems between two columns at least; spaces of a justified line are narrower."""
_OVER = 12.0
"""Points by which a piece runs over a gutter on both sides, if it does."""
_AS_OFTEN = 0.45
"""Share of the gaps of the deepest gutter that another one has at least."""
_EDGE = 3.0
"""Points within which lines of a column begin, or end, at the same place."""

# a page without gutters of its own
_GUTTERS_ALIKE = 4
"""Points within which gutters of two pages are the same."""
_KEEPS = 20
"""Letters of a piece that shows whether a page keeps to the columns of the others."""
_LEAST_KEEPING = 3
"""Such pieces on a page, and for each that runs over a gutter."""

_OF_PAGE = 5
"""One in five letters of a page is of the document's usual size where it has text of it."""

# numbers beside the lines
_NUMBERED = 15
"""Letters of a piece of text that numbers of lines stand beside."""
_LEAST_NUMBERS = 5
"""Numbers under each other: fewer are of formulas."""
_NUMBERS_EDGE = 4
"""Points within which numbers of lines end under each other."""

# what spans
_LARGER = 1.25
"""Share of the text's size from which on a line is a title."""
_TITLE_SLIP = 4.0
"""Points by which a title stands over a gutter, if it does: its columns' lines do not."""
_SLIP, _WIDE_SLIP = 1.5, 0.04
"""Ems, and share of the page's width, by which a column's line may slip over a gutter."""
_DEPTH = 3
"""How often a part of a page is laid out in columns of its own."""
_OF_TEXT = 30
"""Letters a piece on average in a part that is text, and no table."""
_CARD_HEADING = 1.1
"""Share of the text's size of a card's heading."""
_CARD_GAP = 2.5
"""Sizes of the text between cards."""
_OF_TABLE = 0.85
"""Share of the text's size under which a line below a table is of it: its notes."""
_TO_TABLE = 2.5
"""Ems from a caption to the end of a part: a table below it is of the part."""
_LEAST_STEP, _MOST_STEP = 0.5, 1.5
"""Ems from one line of a paragraph to the next."""
_SAME_SIZE = 0.05
"""Share of a size by which lines of one paragraph may differ."""
_AUTHORS = 4.0
"""Sizes of the text between two rows of authors at most."""
_ROW_SLACK = 2.0
"""Points from a heading up, within which what stands beside it is of its column."""
_BELOW_CAPTION = ("tab", "alg", "表")
"""How the captions begin, in lower case, that stand above what they name."""
_FIRST_HEADING = re.compile(
    r"\s*(?:a ?bstract|summary|摘要|\d{1,2}\.?\s+\S|[IVX]+\.\s)", re.IGNORECASE
)


_ENTRY = re.compile(r"\[\d{1,3}\]\s")
"""How an entry of references begins, which may go across the columns below all of the text."""


class _Zone(NamedTuple):
    """A part of the page's height that is read before what is below it.

    Its columns are those of the page, or one of lines that span them.
    """

    spanning: bool
    columns: list[list[Line]]


class _Span(NamedTuple):
    """Heights of the highest and the lowest line of a part of the page that is read across."""

    high: float
    low: float

    def holds(self, line: Line) -> bool:
        return self.low <= line.y <= self.high


class Layout:
    """Lays out the pages of one document, one after the other.

    A page that does not show its gutters has those of the others.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[int, ...]] = Counter()
        self._letters: Counter[float] = Counter()

    def read(
        self, made: Mapping[int, Sequence[Piece]], tables: Mapping[int, Sequence[Box]]
    ) -> list[Line]:
        """Give the lines of a page in reading order.

        In: its pieces by their angle, and the boxes of its tables, turned as the pieces are.
        """
        if not made:
            return []

        def letters(angle: int) -> tuple[int, bool]:
            return sum(len(piece.text) for piece in made[angle]), angle == 0

        main = max(made, key=letters)
        upright = _without_line_numbers(list(made[main]))
        body = self._body(upright)
        gutters = self._gutters(upright, body)
        out = [
            line._replace(angle=main)
            for line in _upright(upright, gutters, body, tables.get(main, ()))
        ]
        for angle, rest in sorted(made.items()):
            if angle != main:
                apart = (one for line in lines(rest) for one in _far_apart(line))
                out += [line._replace(part="aside", angle=angle) for line in apart]
        return out

    def _body(self, made: Sequence[Piece]) -> float:
        """Give the size of the text: the document's where a part of the page is set in it."""
        letters = letters_by_size(made)
        self._letters.update(letters)
        usual = max(self._letters, key=lambda size: (self._letters[size], size))
        enough = letters[usual] * _OF_PAGE >= letters.total()
        return usual if enough else usual_size(made)

    def _gutters(self, made: Sequence[Piece], body: float) -> list[float]:
        found = _gutters(made)
        if found and _runs_mostly_over(found, made) and beside.has_strip(made, body):
            return []  # of one column, with text beside its floats
        if found:
            self._seen[tuple(round(x / _GUTTERS_ALIKE) * _GUTTERS_ALIKE for x in found)] += 1
        elif self._seen:
            usual = [float(x) for x in self._seen.most_common(1)[0][0]]
            if _keep_to(usual, made):
                return usual
        return found


def _far_apart(line: Line) -> Iterator[Line]:
    """Part a line where it has wide gaps: heads of two tables, or labels of two figures."""
    first = 0
    for at in range(1, len(line.parts)):
        if line.parts[at].x0 - line.parts[at - 1].x1 > _OTHERS * line.size:
            yield line.of_parts(line.parts[first:at], " ")
            first = at
    yield line.of_parts(line.parts[first:], " ") if first else line


def read(runs: Sequence[Run]) -> list[Line]:
    """Give the lines of a page by itself in reading order."""
    return Layout().read(by_angle(runs), {})


def _keep_to(gutters: Sequence[float], made: Sequence[Piece]) -> bool:
    """Tell whether the long pieces of a page keep to the columns between gutters.

    There are three or more, and three that do for each one that does not.
    """
    long = [piece for piece in made if piece.letters >= _KEEPS]
    over = sum(_runs_over(piece, gutter) for piece in long for gutter in gutters)
    return len(long) >= _LEAST_KEEPING and over * _LEAST_KEEPING <= len(long) - over


def _runs_mostly_over(gutters: Sequence[float], made: Sequence[Piece]) -> bool:
    """Tell whether more rows of long pieces run over each gutter than keep to its sides."""
    long = [piece for piece in made if piece.letters >= _KEEPS]
    return all(
        2 * sum(_runs_over(piece, gutter) for piece in long)
        > sum(not _runs_over(piece, gutter) for piece in long)
        for gutter in gutters
    )


def _runs_over(piece: Piece, gutter: float) -> bool:
    return piece.x0 < gutter - _OVER and piece.x1 > gutter + _OVER


def _upright(
    made: list[Piece], gutters: Sequence[float], body: float, tables: Sequence[Box]
) -> list[Line]:
    out: list[Line] = []
    for zone in _zones(made, gutters, body):
        for column in zone.columns:
            known = list(_with_tables(column, tables, body))
            out += floats.settle(known, body, spanning=zone.spanning and bool(gutters))
    return out


def _with_tables(column: Sequence[Line], tables: Sequence[Box], body: float) -> Iterator[Line]:
    """Give a column's lines, those of tables and the small ones below them marked as floats."""
    within = False
    for line in column:
        small = line.size < _OF_TABLE * body
        other = footnotes.begins_note(line) or floats.is_caption(line)
        of_table = _is_within(line, tables)
        within = of_table or (within and small and not other)
        yield line._replace(part="float", kind="table", starts=of_table) if within else line


def _is_within(line: Line, tables: Sequence[Box]) -> bool:
    """Tell whether a line is of one of the tables."""
    return any(
        table.bottom - _BESIDE < line.y < table.top + _BESIDE
        and line.x0 > table.left - line.size
        and line.x1 < table.right + line.size
        for table in tables
    )


def _without_line_numbers(made: list[Piece]) -> list[Piece]:
    """Take out the numbers that review copies have beside each line.

    They are five or more under each other, outside of all text.
    """
    texts = [piece for piece in made if piece.letters >= _NUMBERED]
    if not texts:
        return made
    left, right = min(piece.x0 for piece in texts), max(piece.x1 for piece in texts)
    beside = [
        piece
        for piece in made
        if piece.text.strip().isdecimal() and (piece.x1 < left or piece.x0 > right)
    ]
    ends = Counter(round(piece.x1 / _NUMBERS_EDGE) for piece in beside)
    numbers = {
        id(piece) for piece in beside if ends[round(piece.x1 / _NUMBERS_EDGE)] >= _LEAST_NUMBERS
    }
    return [piece for piece in made if id(piece) not in numbers]


# ── gutters ──


def _gutters(made: Sequence[Piece]) -> list[float]:
    """Give the middles of the gutters between columns, from left to right."""
    long = [piece for piece in made if piece.letters >= _LONG]
    if len(long) < 2 * _LEAST_ROWS:
        return []
    width = max(max(piece.x1 for piece in long) - min(piece.x0 for piece in long), 1.0)
    gaps = list(_gaps(long, width))
    return [gutter for gutter in _deepest(gaps, width) if _parts(gutter, gaps, long)]


def _gaps(long: Sequence[Piece], width: float) -> Iterator[tuple[float, float]]:
    """Give the ends of the gaps between wide pieces that stand beside each other."""
    step = _ROW * usual_size(long)
    rows: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in long:
        if piece.x1 - piece.x0 > _COLUMN * width:
            rows[int(piece.y // step)].append(piece)
    for row in rows.values():
        row.sort(key=lambda piece: piece.x0)
        for one, other in pairwise(row):
            if other.x0 - one.x1 > _LEAST_GAP * one.size:
                yield one.x1, other.x0


def _parts(gutter: float, gaps: Sequence[tuple[float, float]], long: Sequence[Piece]) -> bool:
    """Tell whether a gutter parts enough pieces for those that run over it."""
    over = sum(_runs_over(piece, gutter) for piece in long)
    return over <= _MOST_OVER * sum(end < gutter < start for end, start in gaps)


def _deepest(gaps: Sequence[tuple[float, float]], width: float) -> list[float]:
    """Choose gutters among the gaps between long pieces, a column's width apart.

    Those come first where most gaps lie above each other.
    """
    white = Counter[int]()
    for end, start in gaps:
        white.update(range(int(end) + 1, int(start) + 1))
    least = max(_LEAST_ROWS, _AS_OFTEN * max(white.values(), default=0))
    found: list[float] = []
    for _ in range(_MOST_COLUMNS - 1):
        free = {
            x: n
            for x, n in white.items()
            if all(abs(x - other) > _COLUMN * width for other in found)
        }
        best = max(free.values(), default=0)
        if best < least:
            break
        left = right = min(x for x, n in free.items() if n == best)
        while free.get(right + 1, 0) >= best - 1:
            right += 1
        if not _is_edged([gap for gap in gaps if gap[0] < right and gap[1] > left]):
            break
        found.append((left + right) / 2)
    return sorted(found)


def _is_edged(gaps: Sequence[tuple[float, float]]) -> bool:
    """Tell whether gaps have an edge.

    Half of what is right of them begins at one of three places, or what is left ends at one of two.
    """
    ends, starts = (Counter(round(gap[side] / _EDGE) for gap in gaps) for side in (0, 1))
    begin = sum(n for _, n in starts.most_common(3))
    end = sum(n for _, n in ends.most_common(2))
    return 2 * max(begin, end) >= len(gaps)


def _column_of(piece: Piece, gutters: Sequence[float], width: float, body: float) -> int:
    """Give the number of a piece's column, or -1 where it spans a gutter by more than a slip.

    What is set larger than the text spans a gutter as soon as it stands over it: a short title.
    """
    is_title = piece.size > _LARGER * body
    slip = _TITLE_SLIP if is_title else max(_SLIP * piece.size, _WIDE_SLIP * width)
    for at, gutter in enumerate(gutters):
        if piece.x0 < gutter - slip and piece.x1 > gutter + slip:
            return -1
        if (piece.x0 + piece.x1) / 2 < gutter:
            return at
    return len(gutters)


# ── zones ──


def _zones(
    made: Sequence[Piece], gutters: Sequence[float], body: float, depth: int = 0
) -> list[_Zone]:
    """Cut the page into zones from top to bottom."""
    if not gutters:
        return [_Zone(True, [beside.column(made, body)])]
    columns, over = _sorted_in(made, gutters, body)
    if not over:
        return _in_rows(columns, body)
    zones: list[_Zone] = []
    top = _FAR
    for span in _spans(lines(over), columns, body):
        zones += _in_rows(_between(columns, span.high, top), body)
        inside = [piece for piece in made if span.low <= piece.y <= span.high]
        zones += _across(inside, body, depth)
        top = span.low - 1e-6
    zones += _in_rows(_between(columns, -_FAR, top), body)
    return [zone for zone in zones if any(zone.columns)]


def _sorted_in(
    made: Sequence[Piece], gutters: Sequence[float], body: float
) -> tuple[list[list[Line]], list[Piece]]:
    """Give the lines of each column, and the pieces that span a gutter."""
    width = max(piece.x1 for piece in made) - min(piece.x0 for piece in made)
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    over: list[Piece] = []
    for piece in made:
        column = _column_of(piece, gutters, width, body)
        (over if column < 0 else columns[column]).append(piece)
    return [beside.column(column, body) for column in columns], over


def _between(columns: list[list[Line]], low: float, high: float) -> list[list[Line]]:
    """Give what of columns stands above one height and not above another."""
    return [[line for line in column if low < line.y <= high] for column in columns]


def _across(inside: list[Piece], body: float, depth: int) -> list[_Zone]:
    """Lay out a part that runs over the page's gutters.

    It has one column, or columns of its own where it is text.
    """
    text = sum(piece.letters for piece in inside) > _OF_TEXT * len(inside)
    if own := _gutters(inside) if text and depth < _DEPTH else []:
        return _zones(inside, own, body, depth + 1)
    return [_Zone(True, [beside.column(inside, body)])]


def _in_rows(columns: list[list[Line]], body: float) -> list[_Zone]:
    """Cut columns that are set in rows, as cards are: where all have a heading at one height.

    Or all have an entry of the references there, apart from the text above it.
    """
    if not all(columns):
        return [_Zone(False, columns)]
    heads = [_card_heights(column, body) for column in columns]
    zones, top = [], _FAR
    for height in sorted(set.intersection(*heads), reverse=True):
        above = _between(columns, height + _BESIDE, top)
        if any(above):
            zones.append(_Zone(False, above))
        top = height + _BESIDE
    return [*zones, _Zone(False, _between(columns, -_FAR, top))]


def _card_heights(column: list[Line], body: float) -> set[int]:
    """Give the heights, in whole points, of the headings of cards in a column."""
    befores = [None, *column]
    return {
        round(line.y)
        for line, before in zip(column, befores, strict=False)
        if _heads_card(line, before, body)
    }


def _heads_card(line: Line, before: Line | None, body: float) -> bool:
    apart = before is None or before.y - line.y > _CARD_GAP * body
    large = line.size > _CARD_HEADING * body and floats.is_heading(line, body)
    return apart and (large or bool(_ENTRY.match(line.text)))


# ── what spans the columns ──


def _spans(over: Sequence[Line], columns: list[list[Line]], body: float) -> list[_Span]:
    """Give the parts of the page that are read across, from top to bottom.

    They are the lines `over` a gutter with what no running text of the columns parts from them.
    Columns' lines that belong to a spanning table or figure, or to a title, come in so.
    """
    others = [line for column in columns for line in column]
    text = sorted(line.y for column in columns for line in floats.prose(column, body))
    spans = _together(over, text)
    grown = []
    for at, span in enumerate(spans):
        ceiling = spans[at - 1].low if at else _FAR
        floor = spans[at + 1].high if at + 1 < len(spans) else -_FAR
        captions = [line for line in over if span.holds(line) and floats.is_caption(line)]
        is_first = at == 0
        if captions or is_first:
            span = _up(span, text, others, ceiling, to_text=bool(captions))
        span = _to_paragraphs_end(span, over, others)
        if captions and _names_what_is_below(captions[-1], over, span):
            span = _down(span, text, others, floor, body)
        if is_first and any(span.holds(line) and line.size > _LARGER * body for line in over):
            span = span._replace(low=_below_title(span.low, text, others, body))
        grown.append(_Span(span.high + _BESIDE, span.low - _BESIDE))
    return grown


def _together(over: Sequence[Line], text: Sequence[float]) -> list[_Span]:
    """Put spanning lines into one part unless a column's text, at these heights, is between."""
    spans: list[_Span] = []
    for line in over:
        if spans and _count_between(text, line.y + _BESIDE, spans[-1].low - _BESIDE) <= 0:
            spans[-1] = spans[-1]._replace(low=line.y)
        else:
            spans.append(_Span(line.y, line.y))
    return spans


def _count_between(heights: Sequence[float], low: float, high: float) -> int:
    return bisect.bisect_left(heights, high) - bisect.bisect_right(heights, low)


def _up(
    span: _Span, text: Sequence[float], others: Sequence[Line], ceiling: float, *, to_text: bool
) -> _Span:
    """Take in what stands above a part: a figure's labels, a table's cells above its caption.

    It ends at the columns' text, or at the part above. Where it is not to end `to_text`, as above a
    title, nothing is taken in below text.
    """
    at = bisect.bisect_left(text, span.high + _BESIDE)
    above = text[at] if at < len(text) else _FAR
    limit = min(above, ceiling)
    highest = max((line.y for line in others if line.y < limit - _BESIDE), default=-_FAR)
    grows = highest > span.high and (to_text or above == _FAR)
    return span._replace(high=highest) if grows else span


def _to_paragraphs_end(span: _Span, over: Sequence[Line], others: Sequence[Line]) -> _Span:
    """Take in the last line of a caption or an abstract, too short to run over a gutter."""
    last = min((line for line in over if span.holds(line)), key=lambda line: line.y)
    below = [
        line
        for line in others
        if _LEAST_STEP * last.size < last.y - line.y < _MOST_STEP * last.size
        and _ends_like(line, last)
    ]
    return span._replace(low=below[0].y) if len(below) == 1 and below[0].y < span.low else span


def _ends_like(line: Line, last: Line) -> bool:
    """Tell whether a line has the size of the last one above it, and its left edge or middle."""
    alike = abs(line.size - last.size) < _SAME_SIZE * last.size
    level = abs(line.x0 - last.x0) < last.size or (
        abs(line.x0 + line.x1 - last.x0 - last.x1) < 2 * last.size
    )
    return alike and level


def _names_what_is_below(caption: Line, over: Sequence[Line], span: _Span) -> bool:
    """Tell whether a caption at the end of a part is of a table or an algorithm."""
    end = caption
    for line in over:
        near = 0 < end.y - line.y < _MOST_STEP * end.size
        end = line if near and _ends_like(line, caption) else end
    last = end.y < span.low + _TO_TABLE * caption.size
    return last and caption.text.lstrip()[:3].lower() in _BELOW_CAPTION


def _down(
    span: _Span, text: Sequence[float], others: Sequence[Line], floor: float, body: float
) -> _Span:
    """Take in what stands below a part: a table down to the columns' text or a heading."""
    at = bisect.bisect_right(text, span.low - _BESIDE)
    below = text[at - 1] if at else -_FAR
    headings = [line.y for line in others if line.y < span.low and floats.is_heading(line, body)]
    limit = max(below, floor, *headings)
    lowest = min((line.y for line in others if line.y > limit + _BESIDE), default=_FAR)
    return span._replace(low=lowest) if lowest < span.low else span


def _below_title(low: float, text: Sequence[float], others: Sequence[Line], body: float) -> float:
    """Give the height down to which authors and affiliations stand in rows below a title.

    They end at the first text or heading.
    """
    at = bisect.bisect_left(text, low)
    first_text = text[at - 1] if at else -_FAR
    heads = [line.y for line in others if line.y < low and _FIRST_HEADING.match(line.text)]
    # what stands beside a heading is of its column, too
    end = max(first_text, max(heads, default=-_FAR) - _BESIDE)
    for line in sorted(others, key=lambda line: -line.y):
        if line.y >= low:
            continue
        if line.y <= end + _ROW_SLACK or low - line.y > _AUTHORS * body:
            break
        low = line.y
    return low
