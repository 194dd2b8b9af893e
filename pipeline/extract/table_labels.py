"""Tell which columns of a table label its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.table_columns import is_value, text_of
from pipeline.extract.table_reach import Row
from pipeline.extract.words import Word

_REPEATED = 0.7
"""Share of rows that have values of their own in a column that tells rows apart, at most."""


class GridRow(NamedTuple):
    """A row: its label, with those of its groups before it, and the words of its cells."""

    label: list[str]
    cells: list[list[Word]]


def label_columns(rows: Sequence[Row], count: int) -> int:
    """Count the columns that label rows.

    These are the first one, the next where one has cells over several rows, and as many as it takes
    to tell rows apart.
    """
    labels = 1
    if _is_index(rows):
        while labels < count - 1 and _is_text(rows, labels):
            labels += 1
    while labels < count - 1 and any(labels - 1 in row.inherited for row in rows):
        labels += 1
    while labels < count - 1 and not all(path(row, labels) for row in rows):
        if not _is_text(rows, labels):
            break
        labels += 1
    while labels < count - 1 and not _are_told(rows, labels) and _is_text(rows, labels):
        labels += 1
    wider = labels
    while wider < count // 2 and not _are_told(rows, wider) and _repeats(rows, wider):
        wider += 1
    return wider if _are_told(rows, wider) else labels


def _is_index(rows: Sequence[Row]) -> bool:
    """Tell whether the first column only counts the rows."""
    return [text_of(row.cells[0]).rstrip(".") for row in rows] == [
        str(at) for at in range(1, len(rows) + 1)
    ]


def _are_told(rows: Sequence[Row], labels: int) -> bool:
    return len({tuple(path(row, labels)) for row in rows}) == len(rows)


def _is_text(rows: Sequence[Row], column: int) -> bool:
    texts = [text_of(row.cells[column]) for row in rows if row.cells[column]]
    return sum(map(is_value, texts)) * 2 < len(texts)


def _repeats(rows: Sequence[Row], column: int) -> bool:
    return len({text_of(row.cells[column]) for row in rows}) <= max(2, _REPEATED * len(rows))


def path(row: Row, labels: int) -> list[str]:
    """Give a row's label: those of its groups, and the words of its first `labels` columns."""
    own = (text_of(row.cells[column]) for column in range(labels))
    return [text for text in (*row.groups, row.over, *own) if text]
