"""Measure, by hand, the kinds that extract gives to blocks of the running text. Needs ../shared.

python tests/bench/blocks.py [tune|hold|later|fresh|unseen|FILE …] [-v]

The truth are the first words of blocks of real papers' pages, with the kind that a person gave them: in parts as marked.py has them, or
FILE of the same columns (file, page, start, kind). A block is right if the characters where these words begin are of one of that kind; a
notice that is not in the running text, if it is among the paper's notices.
`-v` prints what was missed, but for `unseen`.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.records.paper_text import Block, PaperText
from tests.bench.marked import Read, Shares, read, rows, wanted
from tests.bench.order import squash


def measure(marked: Iterable[dict[str, Any]], read: Read, *, verbose: bool = False) -> Shares:
    """Count blocks of each kind, and those that have it."""
    good: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for row in marked:
        text, kind = read(row["file"]), row["kind"].strip().replace("_", " ")
        found = beginning(text, int(row["page"]), row["start"])
        of[kind] += 1
        kinds = {block.kind for block in found}
        told = any(
            one.page == int(row["page"]) and squash(row["start"]) in squash(one.text)
            for one in text.notices
        )
        right = kind in kinds or (kind == "notice" and told)
        good[kind] += right
        if verbose and not right:
            print("  ", *row.values(), kinds, sep=" | ")
    return {kind: (good[kind], of[kind]) for kind in sorted(of)}


def beginning(text: PaperText, page: int, words: str) -> list[Block]:
    """Give the blocks of a page that words begin, or else the one in which they begin first."""
    start, end = next((one.start, one.end) for one in text.pages if one.number == page)
    letters = [
        (letter, at) for at in range(start, end) for letter in squash(text.text[at])
    ]  # one character may be several letters
    folded, sought = "".join(letter for letter, _ in letters), squash(words)
    begun, first = list[Block](), list[Block]()
    at = folded.find(sought)
    while at >= 0 and sought:
        place = letters[at][1]
        for block in text.blocks_between(place, place + 1):  # none of a version without blocks
            first = first or [block]
            if not squash(text.text[block.start : place]):
                begun.append(block)
        at = folded.find(sought, at + 1)
    return begun or first


def table(path: str) -> list[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(arguments: list[str]) -> None:
    files = [one for one in arguments if Path(one).is_file()]
    tables = {Path(file).name: table(file) for file in files}
    if not files:
        tables = {part: rows("blocks", part) for part in wanted(arguments, "blocks")}
    for name, marked in tables.items():
        shares = measure(marked, read, verbose="-v" in arguments and name != "unseen")
        good, of = (sum(share[at] for share in shares.values()) for at in (0, 1))
        kinds = ", ".join(f"{kind} {some} of {all_}" for kind, (some, all_) in shares.items())
        print(f"{name}: kinds right {good / max(1, of):.3f} ({good} of {of}): {kinds}")


if __name__ == "__main__":
    main(sys.argv[1:])
