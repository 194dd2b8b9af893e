"""The tables in a paper's text: which rows stand together, and what each row is of.

A row is a line of its own, as the layout keeps it; its label is what stands before its first
number. Short lines between rows head columns or a group of rows; a sentence parts two tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"[-+−±~(<>≤≥†*]*\.?\d[\d.,]*[%xk)†‡§*]*(?:\s?±.*)?")
CELL_MARK = "|"
"""What extract writes between the cells of a row."""
_LONGEST_HEAD = 12
"""Words of a line that may still head columns; a sentence's lines are longer, or end in a full
stop."""
_SHORTEST_SENTENCE = 4
"""Words of a line with a full stop that may still be a head with an abbreviation."""
_ROW = range(2, 40)
"""Words of a row."""


class Row(NamedTuple):
    """A row's place in the text, its label, and the number of its table, counted from 0."""

    start: int
    end: int
    label: str
    table: int


class Tables:
    """The rows of all tables of a text, by the places of its lines and sentences."""

    def __init__(self, text: str, places: Sequence[tuple[int, int]]) -> None:
        self._rows: dict[int, Row] = {}
        self._tables: list[list[Row]] = []
        within = False
        for start, end in places:
            words = [word for word in text[start:end].split() if word != CELL_MARK]
            if is_row(words):
                if not within:
                    self._tables.append([])
                within = True
                row = Row(start, end, _label(words), len(self._tables) - 1)
                self._rows[start] = row
                self._tables[-1].append(row)
            elif _is_sentence(words):
                within = False

    def row_at(self, start: int) -> Row | None:
        """Give the row that begins at a character; None where no row does."""
        return self._rows.get(start)

    def labelled(self, row: Row, name: str) -> list[Row]:
        """Give the rows of a row's table that are of `name`.

        It stands in their labels by itself, not in a longer name.
        """
        by_itself = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
        return [other for other in self._tables[row.table] if by_itself.search(other.label)]


def is_row(words: Sequence[str]) -> bool:
    """Tell whether a line's words are a table's row: few, a third of them with digits."""
    with_digits = sum(any(c.isdigit() for c in word) for word in words)
    return len(words) in _ROW and with_digits * 3 >= len(words)


def _is_sentence(words: Sequence[str]) -> bool:
    """Tell a line that parts two tables from one that heads columns or a group of rows."""
    is_ended = len(words) > _SHORTEST_SENTENCE and words[-1].endswith((".", "。"))
    return is_ended or len(words) > _LONGEST_HEAD


def _label(words: Sequence[str]) -> str:
    first = next((at for at, word in enumerate(words) if _NUMBER.fullmatch(word)), len(words))
    return " ".join(words[:first])
