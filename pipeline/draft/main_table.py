"""Find the row of the paper's own work in its main table, where no sentence has its numbers.

The main table is the first that has a row of the paper's own, of those that were made out. It is
said with its caption and the heads of its columns, and quoted as it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import NamedTuple

from pipeline.records.draft import Quote
from pipeline.records.paper_text import PaperText, Table, TableRow
from pipeline.text import sentences
from pipeline.text.squash import squash

_OWN_ROW = re.compile(r"\bours?\b|\bthis (?:work|paper)\b|\bproposed\b|本文|我们", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:ablat\w*|variants?|effects?|impact|influence|analysis|statistics|(?:hyper-?)?parameters?"
    r"|training (?:time|data|costs?)|configurations?|settings?|examples?)\b|消融",
    re.IGNORECASE,
)
"""In the caption of a table that looks into the work and does not compare it."""
_MAYBE_ASIDE = re.compile(r"\b(?:different|various|varying|input)\b", re.IGNORECASE)
"""In such a caption, or in that of the main table where there is no other."""
_VALUE = re.compile(r"[+-]?\d[\d,]*(?:\.\d+(?!\d|\s?[kKMBTG]\b)|\s?%)")
_OVERALL = re.compile(r"\b(?:all|avg|average|overall|mean|total)\b|平均|总", re.IGNORECASE)
"""In the head of what sums up a row's other values."""
_HEAD = re.compile(r"[^\W\d_]")
"""In what heads a measure, and is no number itself."""
_LOWER_IS_BETTER = re.compile(
    r"\berrors?\b|perplexit|\bPPL\b|\bloss\b|\b[WC]ER\b|\bFID\b|latency|RMSE|\bMAE\b|\bMSE\b|↓|LogLoss",
    re.IGNORECASE,
)
_MOST_VALUES = 5
"""Measured cells that are said of a row."""
_LONGEST_CAPTION = 200
"""Characters of the caption's sentence."""


class RowSaid(NamedTuple):
    """A row in words, and what of the paper it rests on."""

    words: str
    quotes: tuple[Quote, ...]
    values: tuple[str, ...]


def own_row(text: PaperText, names: Collection[str]) -> RowSaid | None:
    """Give the row of the paper's own work, which `names` or words like "ours" tell; else None."""
    appendix = next((s.start for s in text.sections if s.kind == "appendix"), len(text.text))
    found = []
    for table in text.tables:
        if not table.made_out or not table.start < table.end <= appendix:
            continue
        if (row := _likeliest(text, table, names)) and (said := _said(text, table, row)):
            found.append(said)
    return min(found, key=_rank, default=None)


def _rank(said: RowSaid) -> tuple[bool, int]:
    """Rank rows by their tables: one that compares first, then by number; columns mix them up."""
    number = re.search(r"\d{1,4}", said.words.partition(",")[0])
    return bool(_MAYBE_ASIDE.search(said.words)), int(number[0]) if number else 0


def _likeliest(text: PaperText, table: Table, names: Collection[str]) -> TableRow | None:
    """Give the row that is likeliest the paper's own, of variants the best.

    That is by the value that sums up the others, where there is one, else by the first.
    """
    own = [(likely, row) for row in table.rows if (likely := _own(row, names))]
    most = max((likely for likely, _ in own), default=0)
    rows = [row for likely, row in own if likely == most]
    if not rows:
        return None
    heads = dict(enumerate(table.heads))
    cells = enumerate(rows[0].cells)
    measured = [(at, heads.get(at, "")) for at, cell in cells if _VALUE.match(cell.text)]
    at, head = next((one for one in measured if _OVERALL.search(one[1])), measured[0])
    lower = _LOWER_IS_BETTER.search(f"{head} {text.text[table.start : table.end]}")
    return (min if lower else max)(rows, key=lambda row: _number(row, at, -1 if lower else 1))


def _number(row: TableRow, at: int, sign: int) -> float:
    """Give a row's value in a column; the worst one where it has none."""
    words = row.cells[at].text if at < len(row.cells) else ""
    value = _VALUE.match(words)
    return float(re.sub(r"[,%\s]", "", value[0])) if value else -sign * math.inf


def _own(row: TableRow, names: Collection[str]) -> int:
    """Tell how likely a row is the paper's own: 3 by its words, 2 by its name alone, 1 with others.

    0 where it is not, or measures nothing.
    """
    if not _is_measured(row):
        return 0
    if _OWN_ROW.search(row.label):
        return 3
    label = squash(row.label.rpartition(" > ")[2])
    if any(label == squash(name) for name in names):
        return 2
    return int(any(_named(name).search(row.label) for name in names))


def _named(name: str) -> re.Pattern[str]:
    """Match a name however it is broken or sized: `BEIT384-L` is of BE I T, `MoCo v2` of MoCo."""
    letters = r"[\W_]*".join(re.escape(one) for one in squash(name))
    return re.compile(rf"(?<!\w)(?i:{letters})(?![a-z])")


def _is_measured(row: TableRow) -> bool:
    return any(_VALUE.match(cell.text) for cell in row.cells)


def _said(text: PaperText, table: Table, row: TableRow) -> RowSaid | None:
    caption = text.text[table.start : table.end].partition(table.label)[2].lstrip(" .:|")
    about = next((words for _, words in sentences.split(caption)), "").rstrip(".:")
    values = [
        (head.replace(" > ", " "), cell)
        for head, cell in zip(table.heads, row.cells, strict=False)
        if _HEAD.search(head) and cell.end > cell.start and _VALUE.match(cell.text)
    ][:_MOST_VALUES]
    if not about or _ASIDE.search(about) or len(about) > _LONGEST_CAPTION or not values:
        return None
    first = values[0][1]
    line = text.text[text.text.rfind("\n", 0, first.start) + 1 : first.start]
    end = text.text.find("\n", first.start)
    start = first.start - len(line)
    quoted = text.text[start : end if end >= 0 else len(text.text)].strip()
    label = row.label.replace(" > ", ", ")
    told = ", ".join(f"{head} {cell.text}" for head, cell in values)
    return RowSaid(
        f"{table.label.rstrip('.:')}, {about}: {label}: {told}.",
        (
            Quote(text=about, page=text.page_at(table.start)),
            Quote(text=quoted, page=text.page_at(start)),
        ),
        tuple(cell.text for _, cell in values),
    )
