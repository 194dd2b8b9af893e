"""Find a row of a table that is quoted as its label and its cells, one behind the other.

A row's label may be in cells beside it or, as that of its group, on another line: the running text
has "DPR | 79.4 | 78.8" and below it "Multi", where a reader quotes "Multi DPR 79.4 78.8". Of a
table that was not made out, another reader has the same words in another order.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.check.paper_index import PaperIndex
from pipeline.records.paper_text import TableCell, TableRow
from pipeline.text.squash import placed_words, words_of

_IN_GROUPS = " > "
_LONGEST = 1000
"""Characters of the longest row that is looked for."""
_FEWEST_NUMBERS = 3
"""Numbers of a row whose words may stand in any order: two may stand together by chance."""
_MOSTLY_NUMBERS = 0.4
"""The share of such a row's words that are numbers."""
_MOST_PLACES = 12
"""Places of a row's longest number around which the others are looked for."""
_WIDER, _MORE = 1.5, 80
"""How many times a quote's length, and how many characters beside that, its words may span."""
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


def find_scattered(quote: str, index: PaperIndex) -> tuple[int, int] | None:
    """Give the first place that has all words of a row, in any order and close together.

    A mark in a cell is no word: readers write it as they like.
    """
    words = [word for word in words_of(quote) if len(word) > 1 or word.isdigit()]
    numbers = [word for word in words if word[0].isdigit()]
    if len(numbers) < max(_FEWEST_NUMBERS, _MOSTLY_NUMBERS * len(words)) or len(quote) > _LONGEST:
        return None
    reach = int(len(quote) * _WIDER) + _MORE
    longest = max(numbers, key=len)
    for start, end in itertools.islice(index.squashed.occurrences(longest), _MOST_PLACES):
        found = _closest(words, max(0, start - reach), end + reach, index)
        if found and found[1] - found[0] <= reach:
            return found
    return None


def _closest(
    words: Sequence[str], start: int, end: int, index: PaperIndex
) -> tuple[int, int] | None:
    """Give the shortest part of a stretch of the paper that has all of some words."""
    wanted = Counter(words)
    lacking = len(words)
    best, low = None, 0
    placed = list(placed_words(index.text, start, end))
    for word, _, behind in placed:
        wanted[word] -= 1
        lacking -= wanted[word] >= 0
        while not lacking:
            first, at, _ = placed[low]
            if best is None or behind - at < best[1] - best[0]:
                best = at, behind
            wanted[first] += 1
            lacking += wanted[first] > 0
            low += 1
    return best


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
