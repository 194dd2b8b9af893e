"""Find a row of a table that is quoted as its label and its cells, one behind the other.

A row's label may be in cells beside it or, as that of its group, on another line: the running text
has "DPR | 79.4 | 78.8" and below it "Multi", where a reader quotes "Multi DPR 79.4 78.8".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.paper_index import PaperIndex
from pipeline.records.paper_text import TableCell, TableRow
from pipeline.text.squash import words_of

_IN_GROUPS = " > "
_LONGEST = 1000
"""Characters of the longest row that is looked for."""
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")


def find_row(quote: str, page: int, index: PaperIndex) -> tuple[int, int] | None:
    """Give the place of the row that a quote is: on its page if there is one, else the first.

    The quote is the row's label, in which its groups' may be left out, and its cells from the first
    one on, a number among them.
    """
    words = words_of(quote) if len(quote) <= _LONGEST else []
    if not (words and _DIGIT.search(words[-1]) and any(map(_LETTER.search, words))):
        return None
    first = None
    for table in index.paper_tables:
        for row in table.rows:
            place = _place(words, row, table.label_columns, index)
            if place and index.page_at(place[0]) == page:
                return place
            first = first or place
    return first


def _place(
    words: Sequence[str], row: TableRow, labels: int, index: PaperIndex
) -> tuple[int, int] | None:
    cells = row.cells[labels:]
    return next(
        (
            found
            for label in _labels(row, labels)
            if label and list(words[: len(label)]) == label
            for found in [_from_first(words[len(label) :], cells, index)]
            if found
        ),
        None,
    )


def _labels(row: TableRow, labels: int) -> Iterator[list[str]]:
    """Give the ways in which a row's label is written: with all of its groups, with fewer."""
    for parts in (row.label.split(_IN_GROUPS), [cell.text for cell in row.cells[:labels]]):
        for first in range(len(parts)):
            yield [word for part in parts[first:] for word in words_of(part)]


def _from_first(
    words: Sequence[str], cells: Sequence[TableCell], index: PaperIndex
) -> tuple[int, int] | None:
    """Give the place of the cells that words are, from the first one on; None if they are none.

    It begins with the line of the first: what labels a row stands before it there.
    """
    at = 0
    placed = []
    for cell in cells:
        of_cell = words_of(cell.text)
        if list(words[at : at + len(of_cell)]) != of_cell:
            return None
        at += len(of_cell)
        placed += [cell] if cell.end else []
        if at == len(words) and placed:
            start = index.text.rfind("\n", 0, placed[0].start) + 1
            return start, max(one.end for one in placed)
    return None
