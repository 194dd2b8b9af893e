"""What speaks against a table that was made out: no wrong cell is to pass for a right one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.table_columns import TableLine, is_value, text_of
from pipeline.extract.table_labels import GridRow
from pipeline.extract.words import Word

NO_ROWS = "its rows cannot be told apart"
_LONGEST_HEAD = 110
"""Characters of a head with its groups; longer ones are lines of text beside a table."""
_FEW_WORDS = 5
"""Words of a head that may end as sentences do."""
_SENTENCE_END = re.compile(r"[^.][a-z][.?!][”\"’)]*$")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What is said of a value behind it."""
_MOST_DECIMALS = 0.6
"""Share of a table's heads that are decimals from which on they are no heads, but a row."""
_NUMERIC = 0.6
"""Share of a column's cells with values from which on no other cell may mix them with words."""
_DECIMAL = re.compile(r"[-+−]?\d*\.\d+%?")


def doubt(names: Sequence[str], labels: int, rows: Sequence[GridRow], over: set[int]) -> str:
    """Say why a table is not sure to be made out; empty where nothing speaks against it.

    `over` are the columns with cells that reach over several rows.
    """
    values = [at for at in range(labels, len(names)) if any(row.cells[at] for row in rows)]
    named = [names[at] for at in values]
    if not values:
        return "it has no columns of values"
    if not all(named) or _is_like_rows(names[0], rows):
        return "a column has no head"
    if len(named) > 2 and len(set(named)) == 1:
        return "all of its columns have the same head"
    decimals = [bool(_DECIMAL.fullmatch(name.split(" > ")[-1])) for name in named]
    words = (sum(bool(_DECIMAL.fullmatch(word)) for word in name.split()) for name in named)
    if max(words) > 1 or sum(decimals) > _MOST_DECIMALS * len(decimals):
        return "its heads read like a row"
    if any(not any(map(str.isalnum, "".join(row.label))) for row in rows):
        return "a row has no label"
    own = (at for at in range(1, labels) if at not in over)
    if any(_is_of_decimals([row.cells[at] for row in rows]) for at in own):
        return "its labels cannot be told from its values"
    if max(map(len, names)) > _LONGEST_HEAD or any(map(_is_sentence, names)):
        return "its heads read like running text"
    texts = [text_of(row.cells[at]) for row in rows for at in values]
    if not any(map(is_value, texts)) and any(text.endswith("-") for text in texts if text != "-"):
        return NO_ROWS
    if any(_is_mixed([text_of(row.cells[at]) for row in rows]) for at in values):
        return "words and values stand in one cell"
    return ""


def _is_like_rows(name: str, rows: Sequence[GridRow]) -> bool:
    """Tell whether the first head is a label as rows have: those of who speaks end with a colon."""
    return name.endswith(":") and any("".join(row.label).endswith(":") for row in rows)


def loses(lines: Sequence[TableLine], rows: Sequence[GridRow]) -> bool:
    """Tell whether words of the lines are in no row's cells, nor in its label."""
    kept = {id(word) for row in rows for cell in row.cells for word in cell}
    labels = " ".join(part for row in rows for part in row.label)
    return any(
        id(word) not in kept and word.text not in labels for line in lines for word in line.words
    )


def _is_sentence(name: str) -> bool:
    last = name.split(" > ")[-1]
    return len(last.split()) > _FEW_WORDS and bool(_SENTENCE_END.search(last))


def _is_of_decimals(cells: Sequence[list[Word]]) -> bool:
    texts = [text_of(cell) for cell in cells if cell]
    return 2 * sum(bool(_DECIMAL.fullmatch(text)) for text in texts) > len(texts)


def _is_mixed(texts: Sequence[str]) -> bool:
    """Tell whether a column of values has cells that hold other words with a value."""
    filled = [text for text in texts if text]
    if sum(map(is_value, filled)) <= _NUMERIC * len(filled):
        return False
    plain = [_IN_BRACKETS.sub("", text) for text in filled]
    return any(re.search(r"[^\W\d_]{4}", text) and _DECIMAL.search(text) for text in plain)
