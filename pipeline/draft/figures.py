"""Which figures and tables an entry shows: those that its drafter names and the paper has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.records.draft import Drafted, NamedFigure
from pipeline.records.paper_text import Figure, LineBox, PaperText, Table
from pipeline.records.shown_figure import ShownFigure
from pipeline.text import sentences
from pipeline.text.cjk import CJK

VERSION = "2"
"""Part of every picture's fingerprint: raise it when the same figure gives another picture."""
_LEAST_WIDTH, _LEAST_HEIGHT = 36.0, 24.0
"""Points, half an inch and a third: what is smaller is an icon, or a figure's rest."""
_LONGEST_ALTERNATIVE = 200
"""Characters of a caption: a longer first sentence is a list of a figure's parts."""
_AROUND_FIGURE = 3.0
"""Points: a figure's region ends at its paint, and its labels may hang over it."""
_BESIDE_TABLE, _ABOVE_TABLE = 4.0, 6.0
"""Points around a table's lines that its rules take, if its caption leaves them."""
_FEWEST_TURNED, _ABOVE_ROWS = 2, 14.0
"""Turned lines that are heads: a single one may be an axis of a figure above; points from a table's
rows, with a rule between, up to them."""
_NUMBER = re.compile(r"(?<![A-Za-z])[A-Z]{1,2}\.?\d+(?:[.-]\d+)*|\d+(?:[.-]\d+)*|\b[IVXLC]+\b")
_TABLE = re.compile(rf"(?<![A-Za-z{CJK}])(?:tab|表)", re.IGNORECASE)
_OVERVIEW = re.compile(
    r"\b(?:overviews?|architectures?|frameworks?)\b|总览|概览|概述|架构|框架", re.IGNORECASE
)


class Choice(NamedTuple):
    """The figures that an entry shows, and the names of those that were not found in the paper."""

    figures: tuple[ShownFigure, ...]
    missing: tuple[str, ...]


class _Key(NamedTuple):
    """What a figure is known by: "Fig. 2", "Figure 2" and "图2" are one."""

    kind: str
    number: str

    @property
    def label(self) -> str:
        return f"{self.kind.capitalize()} {self.number}"

    @property
    def name(self) -> str:
        """Its file's, as `store.paper_folder` knows it."""
        return f"{self.kind}-{re.sub('[^a-z0-9]', '-', self.number.lower())[:20]}.png"


def offered(text: PaperText) -> tuple[ShownFigure, ...]:
    """Give the figures and tables of a paper that can be cut out, in order, the figures first.

    Of two with one name the first is meant.
    """
    found = (*map(_of_figure, text.figures), *(_of_table(one, text) for one in text.tables))
    by_name: dict[str, ShownFigure] = {}
    for figure in found:
        if figure and _is_large(figure):
            by_name.setdefault(figure.name, figure)
    return tuple(by_name.values())


def choose(drafted: Drafted, text: PaperText, wanted: int) -> Choice:
    """Choose at most `wanted` figures for an entry: those that the drafter names.

    Where it was not to name any, it is the first figure whose caption says that it is an overview,
    an architecture or a framework.
    """
    if not wanted:
        return Choice((), ())
    there = offered(text)
    if not (drafted.asked_for_figures or drafted.draft.figures):
        return Choice(tuple(_overview(there))[:1], ())
    by_label = {figure.label: figure for figure in there}
    named = [(_label(one), one) for one in drafted.draft.figures]
    figures = {
        label: by_label[label].model_copy(update={"reason": one.reason})
        for label, one in reversed(named)
        if label in by_label
    }
    missing = dict.fromkeys(label for label, _ in named if label not in by_label)
    return Choice(tuple(reversed(figures.values()))[:wanted], tuple(missing))


def _overview(figures: Iterable[ShownFigure]) -> Iterator[ShownFigure]:
    return (
        figure
        for figure in figures
        if figure.name.startswith("figure") and _OVERVIEW.search(figure.alternative)
    )


def _is_large(figure: ShownFigure) -> bool:
    wide, high = figure.x1 - figure.x0, figure.y1 - figure.y0
    return wide >= _LEAST_WIDTH and high >= _LEAST_HEIGHT


# ── what they are called ──


def _key(label: str) -> _Key | None:
    number = _NUMBER.search(label)
    return _Key("table" if _TABLE.search(label) else "figure", number[0]) if number else None


def _label(named: NamedFigure) -> str:
    key = _key(named.label)
    return key.label if key else named.label


def _alternative(key: _Key, label: str, caption: str) -> str:
    """Give a figure's name and the first sentence of what its caption says."""
    said = " ".join(caption.split()).removeprefix(label).lstrip(" .:：|-–—")
    first = next((words for _, words in sentences.split(said) if words), "")
    if len(first) > _LONGEST_ALTERNATIVE:
        first = first[:_LONGEST_ALTERNATIVE].rpartition(" ")[0] + " …"
    return f"{key.label}: {first}" if first else key.label


# ── where they are ──


def _of_figure(figure: Figure) -> ShownFigure | None:
    key = _key(figure.label)
    if key is None:
        return None
    return ShownFigure(
        name=key.name,
        label=key.label,
        alternative=_alternative(key, figure.label, figure.caption),
        page=figure.page,
        x0=figure.x0 - _AROUND_FIGURE,
        y0=figure.y0 - _AROUND_FIGURE,
        x1=figure.x1 + _AROUND_FIGURE,
        y1=figure.y1 + _AROUND_FIGURE,
    )


def _of_table(table: Table, text: PaperText) -> ShownFigure | None:
    """Give a table by the lines that its cells are of; none where they are not sure."""
    key = _key(table.label)
    cells = [cell for row in table.rows for cell in row.cells if cell.end > cell.start]
    if key is None or not (table.made_out and cells and len(table.pages) == 1):
        return None
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    blocks = [one for one in text.blocks_between(start, end) if one.kind == "table"]
    lines = [
        line
        for block in blocks
        for page, line in text.boxes(block.start, block.end)
        if page == table.pages[0]
    ]
    if not lines:
        return None
    lines += _turned_heads(text, table.pages[0], lines)
    caption = [line for _, line in text.boxes(table.start, table.end)]
    bottom, top = min(line.y0 for line in lines), max(line.y1 for line in lines)
    above = min((line.y0 for line in caption if line.y0 >= top), default=top + _ABOVE_TABLE)
    below = max((line.y1 for line in caption if line.y1 <= bottom), default=bottom - _ABOVE_TABLE)
    return ShownFigure(
        name=key.name,
        label=key.label,
        alternative=_alternative(key, table.label, text.text[table.start : table.end]),
        page=table.pages[0],
        x0=min(line.x0 for line in lines) - _BESIDE_TABLE,
        y0=max(below, bottom - _ABOVE_TABLE),
        x1=max(line.x1 for line in lines) + _BESIDE_TABLE,
        y1=min(above, top + _ABOVE_TABLE),
    )


def _turned_heads(text: PaperText, number: int, lines: Sequence[LineBox]) -> list[LineBox]:
    """Give the heads that are turned, of a table's `lines` on a page: they stand out of its top."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    bottom, top = min(line.y0 for line in lines), max(line.y1 for line in lines)
    page = next(page for page in text.pages if page.number == number)
    found = [
        line
        for _, line in text.boxes(page.start, page.end)
        if line.y1 - line.y0 > line.x1 - line.x0
        and left < line.x0 < line.x1 < right
        and bottom < line.y0 < top + _ABOVE_ROWS
    ]
    return found if len(found) >= _FEWEST_TURNED else []
