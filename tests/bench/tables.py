"""Measure, by hand, what extract makes of tables. Needs ../shared.

python tests/bench/tables.py [tune|hold|later|fresh|unseen] [-v]

The truth are cells of real papers' tables that a person tied to their rows and columns, in parts as marked.py has them. A cell is right if the table of its label and page has exactly one row and one column (or columns of one head)
of the truth's names and the cell there holds the truth's value, after folding spaces, case and marks; "group > row" may also
match by the parts that the truth names, a row by its cells. "Wrong in silence" is a cell that a table which is said to be made out ties to
another value. `-v` prints what was missed, but for `unseen`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.records.paper_text import Table
from tests.bench.marked import Read, read, rows, wanted

FAILURES = ("no table", "no row, no column", "no row", "no column", "ambiguous", "")
"""Why a cell is missed, the least first; the last one is a blank cell."""
SAME = str.maketrans("−–—‐∆⇒√✔✘✕✖∗⋆∼", "----Δ→✓✓✗✗✗**~", "^_{}\\")


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(SAME)).casefold()
    plain = plain.translate(SAME)  # raised minus signs are plain ones now
    return "".join(c for c in plain if not c.isspace() and c not in "\u0304¯")


def parts(text: str) -> list[str]:
    return [fold(part) for part in text.split(" > ")]


def match(named: Sequence[str], given: Sequence[str]) -> int:
    """Score how well a label of ours names what the truth's does: 3 wholly, 1 or 2 by its parts, 0 not."""
    if "".join(named) == "".join(given):
        return 3
    if is_within(named, given):
        return 2 if named[-1] == given[-1] else 1
    return 1 if len(given) > 0 and given[-1] == named[-1] and is_within(given, named) else 0


def is_within(few: Sequence[str], many: Iterable[str]) -> bool:
    rest = iter(many)
    return all(part in rest for part in few)


def best(named: str, given: Sequence[str]) -> list[int]:
    """Give the places of the labels that match best."""
    scores = [match(parts(named), parts(label)) for label in given]
    most = max(scores, default=0)
    return [at for at, score in enumerate(scores) if score == most] if most else []


def by_cells(named: str, table: Table) -> list[int]:
    """Give the places of the rows that are named by their label and cells, in their order."""
    rows = [[*parts(row.label), *(fold(one.text) for one in row.cells)] for row in table.rows]
    return [at for at, row in enumerate(rows) if is_within(parts(named), row)]


def judge(cell: dict[str, str], tables: Sequence[Table]) -> str:
    """Say whether a cell is right, wrong, or missed and why."""
    found: list[str] = []
    for table in tables:
        columns = best(cell["column_head"], table.heads)
        rows = best(cell["row_label"], [row.label for row in table.rows]) or by_cells(
            cell["row_label"], table
        )
        if not columns or not rows:
            found.append("no row" if columns else "no column" if rows else "no row, no column")
            continue
        same_head = len({table.heads[column] for column in columns}) == 1
        if len(rows) == 1 and (same_head or len(columns) == 1):
            found += [fold(table.rows[rows[0]].cells[column].text) for column in columns]
        else:
            found.append("ambiguous")
    failed = [text for text in found if text in FAILURES]
    known = [text for text in found if text not in FAILURES]
    if not known:
        return max(failed, key=FAILURES.index, default="no table")
    return "right" if fold(cell["value"]) in known else f"wrong: {known}"


def measure(part: str, read: Read, *, verbose: bool = False) -> Counter[str]:
    """Count tables, those made out, cells, and what became of each."""
    tables = rows("tables", part)
    cells: defaultdict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for cell in rows("cells", part):
        cells[cell["file"], cell["page"], cell["label"]].append(cell)
    counts: Counter[str] = Counter()
    for table in tables:
        key = (table["file"], table["page"], table["label"])
        named = [
            one
            for one in read(table["file"]).tables
            if fold(one.label) == fold(table["label"]) and int(table["page"]) in one.pages
        ]
        made_out = [one for one in named if one.made_out]
        counts["tables"] += 1
        counts["made out"] += bool(made_out)
        for cell in cells[key]:
            verdict = judge(cell, made_out)
            counts["cells"] += 1
            counts[verdict.split(":")[0]] += 1
            if verbose and verdict != "right":
                why = "; ".join(one.reason for one in named if one.reason)
                print(
                    *key,
                    cell["row_label"],
                    "|",
                    cell["column_head"],
                    "|",
                    cell["value"],
                    "->",
                    verdict,
                    why,
                )
    return counts


def tell(part: str, counts: Counter[str]) -> None:
    missed = ", ".join(f"{counts[why]} {why or 'blank'}" for why in FAILURES if counts[why])
    print(
        f"{part}: cells right {counts['right']} of {counts['cells']} ({counts['right'] / counts['cells']:.3f}), "
        f"tables made out {counts['made out']} of {counts['tables']}, wrong in silence {counts['wrong']}, "
        f"missed: {missed or 'none'}"
    )


if __name__ == "__main__":
    for part in wanted(sys.argv, "tables"):
        tell(part, measure(part, read, verbose="-v" in sys.argv and part != "unseen"))
