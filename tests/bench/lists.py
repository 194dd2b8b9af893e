"""Measure, by hand, how whole lists are read: `python tests/bench/lists.py [hold] [later] [FOLDER ...]` (needs ../shared).

Each line of a list of ../shared/lists and of tests/bench/truth/lists has what it is to come to; with folders that hold lists
as ../shared/lists does, those alone are read. Prints each line that comes to
something else, then a row for each file: right, asked about where it need not be, missed, and wrong papers.

A list of tests/bench/truth/lists has what is right behind each line, `⇒ outcome identifiers`: the outcomes of ../shared/lists, and
`ask_or_missing`, `title_or_ask`, `not_drafted` and `missing`, where either will do or just the paper must not be drafted.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench.program import command, replica
from tests.support.command import SHARED

TRUTH = Path(__file__).parent / "truth" / "lists"
DRAFTED = ("would_draft", "present", "drafted")
NO_ROW = "no row"
FITS = {
    "paper": DRAFTED,
    "title": DRAFTED,
    "title_or_ask": (*DRAFTED, "ambiguous"),
    "ask": ("ambiguous",),
    "not_open": (NO_ROW, "mentioned"),
    "note": (NO_ROW,),
    "not_a_paper": ("not_a_paper", NO_ROW),
    "mention": (*DRAFTED, "mentioned", "not_a_paper"),
    "ask_or_missing": ("ambiguous", "not_found", "not_a_paper"),
    "not_drafted": ("ambiguous", "not_found", "not_a_paper", NO_ROW),
    "missing": ("not_found",),
}
"""What a line may come to, by what is right."""


class Expected(NamedTuple):
    """What a line of a list, from 1, is to come to."""

    line: int
    words: str
    outcome: str
    papers: tuple[str, ...]


def told(folder: Path) -> Iterator[tuple[str, str, list[Expected]]]:
    """Give each list of a folder with its name and what is right, as its expected.tsv has it."""
    with (folder / "expected.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for name in dict.fromkeys(row["file"] for row in rows):
        text = (folder / name).read_text("utf-8")
        lines_of = text.split("\n")
        expected = []
        for row in rows:
            if row["file"] == name:
                at = place(lines_of, row["piece"])
                papers = tuple((row["identifiers"] or "").split())
                expected.append(Expected(at + 1, lines_of[at], row["outcome"], papers))
        yield name, text, expected


def place(lines: list[str], piece: str) -> int:
    """Give the line that a piece stands in; of several the one that ends in it, or is it."""
    found = [at for at, line in enumerate(lines) if piece in line]
    return min(found, key=lambda at: (len(lines[at]), not lines[at].endswith(piece)))


def ours(half: str) -> Iterator[tuple[str, str, list[Expected]]]:
    """Give each list of a half of our own, as those of a folder are given."""
    for path in sorted((TRUTH / half).glob("*.md")):
        expected, plain = [], []
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            words, arrow, right = line.partition(" ⇒ ")
            plain.append(words)
            if arrow:
                outcome, *papers = right.split()
                expected.append(Expected(number, words, outcome, tuple(papers)))
        yield f"{half}/{path.name}", "\n".join(plain), expected


def verdict(want: Expected, row: dict[str, Any] | None, mentioned: bool, known: set[str]) -> str:
    """Say how a line came out: right, asked, missed, or WRONG PAPER."""
    came_to = row["outcome"] if row else "mentioned" if mentioned else NO_ROW
    named = re.sub(r"v\d+$", "", row["arxiv_id"] or "") if row else ""
    drafted = came_to in DRAFTED
    if drafted and want.outcome != "mention" and named not in want.papers:
        return "WRONG PAPER"
    if drafted and "paper" not in want.outcome and "title" not in want.outcome:
        return "right" if want.outcome == "mention" else "WRONG PAPER"
    is_away = want.outcome == "title" and not (want.papers and known.issuperset(want.papers))
    is_away = is_away or (want.outcome == "ask" and not want.papers)  # a nickname
    if came_to in FITS[want.outcome] or (is_away and came_to in ("ambiguous", "not_found")):
        return "right"
    return "asked" if came_to == "ambiguous" else "missed"


def read(text: str, arxiv: str) -> tuple[dict[int, dict[str, Any]], set[int], str]:
    """Give what each line comes to, the lines that are mentioned, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        summarize = command(Path(folder), arxiv)
        (summarize.folder / "list.md").write_text(text, "utf-8")
        result = summarize("pending", "list.md", "--dry-run", "--json")
    said = re.findall(r"\blines? ([\d, ]+)", result.err)
    mentioned = {int(number) for numbers in said for number in re.findall(r"\d+", numbers)}
    return {row["line"]: row for row in result.rows}, mentioned, result.err


def catalogue() -> set[str]:
    with gzip.open(SHARED / "replica" / "metadata.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {json.loads(line)["id"] for line in lines}


def main() -> None:
    known = catalogue()
    folders = [Path(one) for one in sys.argv[1:] if Path(one).is_dir()]
    halves = ("tune", *sys.argv[1:])
    lists = [one for folder in folders for one in told(folder)]
    if not folders:
        lists = [*told(SHARED / "lists"), *(one for half in halves for one in ours(half))]
    table: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    with replica("arxiv_replica") as arxiv:
        for name, text, expected in lists:
            rows, mentioned, _ = read(text, arxiv)
            for want in expected:
                row = rows.get(want.line)
                came = verdict(want, row, want.line in mentioned, known)
                table.setdefault(name, Counter())[came] += 1
                kinds.setdefault(want.outcome, Counter())[came] += 1
                if came != "right":
                    what = f"{row['outcome']} {row['arxiv_id'] or ''}" if row else NO_ROW
                    print(f"{name:<18} {want.outcome:<12} {what:<24} {want.words.strip()[:80]}")
    columns = ("right", "asked", "missed", "WRONG PAPER")
    for counted in (table, kinds):
        print()
        for name, counts in counted.items():
            cells = "  ".join(f"{counts[column]:>3} {column}" for column in columns)
            print(f"{name:<20} {sum(counts.values()):>3} lines: {cells}")


if __name__ == "__main__":
    main()
