"""Tables that go on in another column or on another page: their parts are put together to one.

The parts are set under each other before rows and columns are told, repeated heads once: so labels
of groups go on, too, and what does not fit the columns is seen. Places and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.extract.table_columns import TextLine, is_value, lines_of, text_of
from pipeline.extract.table_grid import Grid, grids, unknown
from pipeline.extract.table_labels import GridRow
from pipeline.extract.table_page import Body
from pipeline.extract.table_places import Places
from pipeline.extract.table_rules import Rule
from pipeline.extract.words import Word
from pipeline.pdf.geometry import Box

_STEP = 1.2
"""Sizes from one line to the next of a table that has a single one."""
_OVER = 0.75
"""Sizes from a base line up to a rule that is above its letters."""
_BETWEEN_ROWS = 0.7
"""Rules for each line of a table from which on they lie between its rows."""
_MOST_PARTS = 40
"""Columns or pages of a table that are put together."""
_NUMERIC = 0.7
"""Share of a column's cells with values from which on it is one of values."""
_OTHER_COLUMNS = "what goes on of it does not fit its columns"
_NO_LETTER = re.compile(r"[\W_]+")


class Made(NamedTuple):
    """A table as it is made out: its parts in their order, and its grids."""

    parts: tuple[Body, ...]
    grids: list[Grid]


class _Shift(NamedTuple):
    """How far something is moved to the right and up."""

    x: float
    y: float

    def word(self, word: Word) -> Word:
        return word._replace(x0=word.x0 + self.x, x1=word.x1 + self.x, y=word.y + self.y)

    def rule(self, rule: Rule) -> Rule:
        return Rule(rule.x0 + self.x, rule.x1 + self.x, rule.y + self.y)

    def box(self, box: Box) -> Box:
        return Box(box.left + self.x, box.bottom + self.y, box.right + self.x, box.top + self.y)


def tables(places: Places, before: Sequence[Made]) -> list[Made]:
    """Give the tables of a page: those with a caption there, and those that go on there.

    `before` are the tables of the page before; those among them that go on are given anew. What
    goes on with one and does not fit it is one that is not made out.
    """
    found = list(before)
    own = places.bodies()
    taken = {id(word) for body in own for word in body.words}
    for body in own:
        at = next((at for at, one in enumerate(found) if _is_of_one(one, body)), None)
        longer = None if at is None else _longer(found[at], body)
        if at is None or longer is None:
            found.append(Made((body,), grids(body)))
        else:
            found[at] = longer
    known = set(map(id, before))
    whole = (one for made in found for one in _to_its_end(made, places, taken))
    return [made for made in whole if id(made) not in known]


def _is_of_one(made: Made, body: Body) -> bool:
    """Tell whether two parts have one caption, or two captions with one label."""
    labels = (_NO_LETTER.sub("", one.caption.label).casefold() for one in (made.parts[0], body))
    return len(set(labels)) == 1


def _to_its_end(made: Made, places: Places, taken: set[int]) -> Iterator[Made]:
    """Give a table with what goes on of it without a caption."""
    while (body := places.following(made.parts[-1], taken)) is not None:
        taken |= {id(word) for word in body.words}
        longer = _longer(made, body)
        if longer is None:
            if _goes_on(made, body):
                yield Made((body,), [unknown(_OTHER_COLUMNS)])
            break
        made = longer
    yield made


def _goes_on(made: Made, body: Body) -> bool:
    """Tell whether a part begins with the heads of a table, or has none and can do without."""
    before, repeated = made.parts[-1], _repeated(made.parts[0], body)
    if not before.words or len(repeated) == len(lines_of(body.words)):
        return False
    if repeated:
        return _are_heads(repeated, made.grids)
    named = not body.caption.is_stand_in and body.caption is not before.caption
    return named or before.end == "open"


def _longer(made: Made, body: Body) -> Made | None:
    """Give a table with one more part; None where that does not go on with it, or does not fit."""
    if len(made.parts) >= _MOST_PARTS or not _goes_on(made, body):
        return None
    origin: dict[int, Word] = {}
    parts = (*made.parts, body)
    whole = [
        grid._replace(rows=[_restored(row, origin) for row in grid.rows])
        for grid in grids(_under_each_other(parts, origin))
    ]
    if any(grid.reason for grid in whole) or not _is_alike(made.grids, whole):
        return None
    alone = grids(body) if _repeated(made.parts[0], body) else []
    longer = Made(parts, whole)
    return longer if _fits(longer, alone) else None


def _repeated(first: Body, body: Body) -> list[TextLine]:
    """Give the lines at the top of a table that its next part begins with again."""
    again: list[TextLine] = []
    for line, other in zip(lines_of(first.words), lines_of(body.words), strict=False):
        if text_of(line.words) != text_of(other.words):
            break
        again.append(line)
    return again


def _are_heads(lines: Sequence[TextLine], made: Sequence[Grid]) -> bool:
    """Tell whether all words of a table's heads are in lines."""
    words = {word.text for line in lines for word in line.words}
    return bool(made) and {word for head in made[0].heads for word in _words(head)} <= words


def _words(head: str) -> Iterator[str]:
    return (word for part in head.split(" > ") for word in part.split())


# ── under each other ──


def _under_each_other(parts: Sequence[Body], origin: dict[int, Word]) -> Body:
    """Give the parts of a table as one; `origin` is told which word each moved one is."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _with(whole, part, len(_repeated(parts[0], part)), origin)
    return whole


def _with(whole: Body, part: Body, repeated: int, origin: dict[int, Word]) -> Body:
    """Put the lines of a part but for its heads below a table."""
    above, lines = lines_of(whole.words), lines_of(part.words)
    first = lines[repeated]
    gaps = [one.y - other.y for one, other in pairwise(above)]
    step = median(gaps) if gaps else _STEP * above[-1].size
    aside = _aside(whole, part, above[0], lines[0] if repeated else None)
    shift = _Shift(aside, above[-1].y - step - first.y)
    words = list(whole.words)
    for word in (word for line in lines[repeated:] for word in line.words):
        words.append(shift.word(word))
        origin[id(words[-1])] = word
    low, high = _foot(whole, above), first.y + _OVER * first.size

    def both(upper: Sequence[Rule], lower: Sequence[Rule]) -> list[Rule]:
        kept = [rule for rule in upper if rule.y >= low]
        return kept + [shift.rule(rule) for rule in lower if rule.y < high]

    box = shift.box(part.box)
    left, right = min(whole.box.left, box.left), max(whole.box.right, box.right)
    return whole._replace(
        words=words,
        rules=both(whole.rules, part.rules),
        strokes=both(whole.strokes, part.strokes),
        uprights=[*whole.uprights, *map(shift.box, part.uprights)],
        box=Box(left, box.bottom, right, whole.box.top),
    )


def _foot(body: Body, lines: Sequence[TextLine]) -> float:
    """Give where a table's rules end: the one below its last line is another page's, or a row's.

    It is a row's where rules lie between all of them.
    """
    last = lines[-1].y
    inside = sum(rule.y < lines[0].y for rule in body.rules)
    closing = max((rule.y for rule in body.rules if rule.y < last), default=last)
    return closing if inside > _BETWEEN_ROWS * len(lines) else last


def _aside(whole: Body, part: Body, head: TextLine, again: TextLine | None) -> float:
    """Give how far a part stands aside from the first one."""
    if again is not None:
        return head.words[0].x0 - again.words[0].x0
    if whole.rules and part.rules:
        return whole.rules[0].x0 - part.rules[0].x0
    return 0.0


def _restored(row: GridRow, origin: dict[int, Word]) -> GridRow:
    """Give a row with the words of its cells where they stand on their page."""
    return row._replace(cells=[[origin.get(id(word), word) for word in cell] for cell in row.cells])


# ── whether it is one table ──


def _is_alike(before: Sequence[Grid], whole: Sequence[Grid]) -> bool:
    """Tell whether a longer table has the heads and rows that it had before."""
    if len(whole) < len(before):
        return False
    for at, (one, longer) in enumerate(zip(before, whole, strict=False)):
        rows = longer.rows[: len(one.rows)] if at + 1 == len(before) else longer.rows
        if one.heads != longer.heads or list(_values(one)) != list(
            _values(longer._replace(rows=rows))
        ):
            return False
    return True


def _values(grid: Grid) -> Iterator[list[str]]:
    """Give the texts of the cells of each row that are no labels."""
    return ([text_of(cell) for cell in row.cells[grid.labels :]] for row in grid.rows)


def _fits(made: Made, alone: Sequence[Grid]) -> bool:
    """Tell whether a table's last part fits the others: its columns hold values where theirs do.

    `alone` is what the part is made out as by itself, if it has heads: its rows are the same then.
    """
    own = set(map(id, made.parts[-1].words))
    last = made.grids[-1]
    is_own = [any(id(word) in own for cell in row.cells for word in cell) for row in last.rows]
    rows = [row for row, mine in zip(last.rows, is_own, strict=True) if mine]
    others = [row for row, mine in zip(last.rows, is_own, strict=True) if not mine]
    if not rows:
        return False
    if made.parts[-1].caption is made.parts[-2].caption:
        labels = {tuple(row.label) for row in others}
        if any(tuple(row.label) in labels for row in rows):
            return False
    if alone and not any(grid.reason for grid in alone):
        texts = [row for grid in alone for row in _values(grid)]
        if texts != list(_values(last._replace(rows=rows)))[-len(texts) :]:
            return False
    columns = range(last.labels, len(last.heads))
    return all(_is_of_values(rows, at) for at in columns if _is_of_values(others, at))


def _is_of_values(rows: Sequence[GridRow], column: int) -> bool:
    """Tell whether the cells of a column are values: the first of them, and most others."""
    texts = [text for row in rows if (text := text_of(row.cells[column]))]
    return not texts or (is_value(texts[0]) and sum(map(is_value, texts)) >= _NUMERIC * len(texts))
