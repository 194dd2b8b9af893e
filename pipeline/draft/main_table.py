"""Find the row of the paper's own work in its main table, where no sentence has its numbers.

The main table is the first that has a row of the paper's own, of those that were made out. It is
said with its caption, the heads of its columns and the row that it is to be compared with, and
both are quoted as they stand; alone it says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
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
_ASIDE_SECTION = re.compile(r"limitation|weakness|局限", re.IGNORECASE)
"""In the title of a section whose tables show what the work cannot do."""
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
_NO_RIVAL = re.compile(
    r"\b(?:humans?|oracles?|gold|upper[- ]bound|random|chance|average|avg|mean|total|median|std"
    r"|improvements?|gains?|difference|delta|w/o)\b|Δ|平均|总|\bbaseline[\s_-]?v?\d",
    re.IGNORECASE,
)
"""In the label of a row that another work is not in: "Baseline-v2" says nothing alone."""
_SIZE = re.compile(r"\s?\([^()]*\d[^()]*\)|[\s-]\d+(?:\.\d+)?[BM]\b", re.IGNORECASE)
"""What a label has behind the name that says how large the thing is."""
_OF_A_VARIANT = re.compile(
    r"(?<![^\W\d_])(?!(?:tiny|mini|small|base|medium|large|huge|big|ours?)\b)[^\W\d_]{3,}",
    re.IGNORECASE,
)
"""A word of a label that names a variant, and not only its size."""
_ASIDE_OF_LABEL = re.compile(r"\s?(?:\[[\w+,;\s–-]{1,40}\]|\([^()]{0,60}\b(?:19|20)\d\d[a-z]?\))")
_ERROR = re.compile(r"(?<=\d)(?:\s?\(\d[^()]{0,20}\)|\s?±\s?[\d.]+)$")
"""What a value has behind it: by how much it may be off."""
_RANK = re.compile(r"\d{1,2}\.,?\s+")
"""What a label has beside a name: a citation, a rank."""
_MOST_VALUES = 4
"""Measured cells that are said of a row."""
_LONGEST_CAPTION = 200
"""Characters of the caption's sentence."""


class RowSaid(NamedTuple):
    """A row in words, and what of the paper it rests on."""

    words: str
    quotes: tuple[Quote, ...]
    values: tuple[str, ...]


def own_row(text: PaperText, names: Collection[str], said: str = "") -> RowSaid | None:
    """Give the row of the paper's own work, which `names` or words like "ours" tell; else None.

    A variant of it is given only where `said`, or the table's caption, has what it is named by.
    """
    appendix = next((s.start for s in text.sections if s.kind == "appendix"), len(text.text))
    found: list[tuple[RowSaid, bool]] = []
    for table in text.tables:
        if not table.made_out or not table.start < table.end <= appendix:
            continue
        if _ASIDE_SECTION.search(_section_of(text, _first_mention(text, table))):
            continue
        row = _likeliest(text, table, names)
        rival = _rival(text, table, row, names) if row else None
        if row and rival and (words := _said(text, table, row, rival)):
            known = f"{said} {_about(text, table)}"
            found.append((words, _own(row, names) > 1 or _is_known(row, names, known)))
    words, is_known = min(found, key=lambda one: _rank(one[0]), default=(None, False))
    return words if is_known else None


def _first_mention(text: PaperText, table: Table) -> int:
    """Give where the text first speaks of a table: floats stand where there was room for them."""
    number = re.search(r"\w+$", table.label.rstrip(" .:"))
    if number is None:
        return table.start
    named = re.finditer(rf"\bTab(?:le|\.)\s?{re.escape(number[0])}\b", text.text)
    places = (match.start() for match in named)
    return next((at for at in places if not table.start <= at < table.end), table.start)


def _section_of(text: PaperText, at: int) -> str:
    """Give the title of the section that a character is in."""
    return next((s.title for s in reversed(text.sections) if s.start <= at < s.end), "")


def _rank(said: RowSaid) -> tuple[bool, int]:
    """Rank rows by their tables: one that compares first, then by number; columns mix them up."""
    number = re.search(r"\d{1,4}", said.words.partition(",")[0])
    return bool(_MAYBE_ASIDE.search(said.words)), int(number[0]) if number else 0


def _likeliest(text: PaperText, table: Table, names: Collection[str]) -> TableRow | None:
    """Give the row that is likeliest the paper's own, of variants the best."""
    own = [(likely, row) for row in table.rows if (likely := _own(row, names))]
    most = max((likely for likely, _ in own), default=0)
    rows = [row for likely, row in own if likely == most]
    return _best(text, table, rows) if rows else None


def _rival(text: PaperText, table: Table, own: TableRow, names: Collection[str]) -> TableRow | None:
    """Give the best row of others with most of its columns, of the own one's group.

    A group that is named for the paper's own work has no others.
    """
    rows = [row for row in table.rows if _is_of_others(row, names) and _shared(table, own, row)]
    group = own.label.rpartition(" > ")[0]
    of_group = [row for row in rows if row.label.rpartition(" > ")[0] == group]
    is_own = _OWN_ROW.search(group) or any(_named(name).search(group) for name in names)
    if of_group or (group and not is_own):
        rows = of_group
    most = max((len(_shared(table, own, row)) for row in rows), default=0)
    rows = [row for row in rows if len(_shared(table, own, row)) == most]
    return _best(text, table, rows) if rows else None


def _is_of_others(row: TableRow, names: Collection[str]) -> bool:
    label = squash(row.label)
    named = _own(row, names) or any(squash(name) in label for name in names)
    return bool(_HEAD.search(row.label)) and not (named or _NO_RIVAL.search(row.label))


def _shared(table: Table, own: TableRow, other: TableRow) -> list[tuple[int, str]]:
    """Give the columns that both rows have a value in, at most so many as are said, and heads."""
    columns = enumerate(zip(table.heads, own.cells, other.cells, strict=False))
    return [
        (at, head.replace(" > ", " "))
        for at, (head, *cells) in columns
        if _HEAD.search(head) and all(c.end > c.start and _VALUE.match(c.text) for c in cells)
    ][:_MOST_VALUES]


def _best(text: PaperText, table: Table, rows: Sequence[TableRow]) -> TableRow:
    """Give the best of rows that measure, by what sums up the others, else by the first."""
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
    parts = {squash(_SIZE.sub("", part)) for part in row.label.split(" > ")}
    parts.add(squash(row.label.rpartition(" > ")[2]))
    if any(squash(name) in parts for name in names):
        return 2
    return int(any(_named(name).search(row.label) for name in names))


def _is_known(row: TableRow, names: Collection[str], known: str) -> bool:
    """Tell a variant whose name has no word behind the work's own that is not known."""
    label = row.label.rpartition(" > ")[2]
    for name in names:
        label = _named(name).sub(" ", label)
    return all(word.lower() in known.lower() for word in _OF_A_VARIANT.findall(label))


def _named(name: str) -> re.Pattern[str]:
    """Match a name however it is broken or sized: `BEIT384-L` is of BE I T, `MoCo v2` of MoCo."""
    letters = r"[\W_]*".join(re.escape(one) for one in squash(name))
    return re.compile(rf"(?<!\w)(?i:{letters})(?![a-z])")


def _is_measured(row: TableRow) -> bool:
    return any(_VALUE.match(cell.text) for cell in row.cells)


def _said(text: PaperText, table: Table, row: TableRow, rival: TableRow) -> RowSaid | None:
    about = _about(text, table)
    columns = _shared(table, row, rival)
    at = [column for column, _ in columns]
    lines = [_line(text, one.cells[at[0]].start) for one in (row, rival)]
    if not about or _ASIDE.search(about) or len(about) > _LONGEST_CAPTION:
        return None
    if not all(_HEAD.search(line.text) for line in lines):
        return None  # the label stands in another line: a number alone proves nothing
    told = "; ".join(_row_told(one, columns) for one in (row, rival))
    return RowSaid(
        f"{table.label.rstrip('.:')}, {about}: {told}.",
        (Quote(text=about, page=text.page_at(table.start)), *lines),
        tuple(row.cells[column].text for column in at),
    )


def _about(text: PaperText, table: Table) -> str:
    """Give the first sentence of a table's caption."""
    caption = text.text[table.start : table.end].partition(table.label)[2].lstrip(" .:|")
    return next((words for _, words in sentences.split(caption)), "").rstrip(".:")


def _row_told(row: TableRow, columns: Sequence[tuple[int, str]]) -> str:
    label = _RANK.sub("", _ASIDE_OF_LABEL.sub("", row.label.replace(" > ", ", "))).strip()
    values = (f"{head} {_ERROR.sub('', row.cells[at].text)}" for at, head in columns)
    return f"{label}: " + ", ".join(values)


def _line(text: PaperText, within: int) -> Quote:
    """Quote the line that a character is in."""
    start = text.text.rfind("\n", 0, within) + 1
    end = text.text.find("\n", within)
    words = text.text[start : end if end >= 0 else len(text.text)].strip()
    return Quote(text=words, page=text.page_at(start))
