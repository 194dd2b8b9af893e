"""Measure, by hand, how real pending items are resolved: `python tests/bench/pending.py` (needs ../shared).

Prints each item that is not as the person who wrote the answers has it, then the table.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.arxiv import together
from pipeline.arxiv.client import Arxiv
from pipeline.arxiv.resolve import Lookup
from tests.bench.program import replica
from tests.support.command import SHARED


def main() -> None:
    with (SHARED / "gold" / "pending.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    table: Counter[tuple[str, str]] = Counter()
    wrong_papers = queries = 0
    with replica("arxiv_replica") as address:
        arxiv = Arxiv(
            api_url=f"{address}/api/query", pdf_url=f"{address}/pdf", interval=0, timeout=30
        )

        def search(query: str, most: int) -> list:  # type: ignore[type-arg]
            nonlocal queries
            queries += 1
            return arxiv.search(query, most)

        lookups = [Lookup(row["item"]) for row in rows]
        while waiting := [one for one in lookups if one.outcome is None]:
            together.step(together.in_company(waiting, lambda one: one), search)
        for row, lookup in zip(rows, lookups, strict=True):
            found = lookup.outcome
            assert found
            outcome = found.outcome
            if (
                outcome == "paper"
                and found.arxiv_id
                and found.arxiv_id.base not in row["arxiv_id"].split()
            ):
                outcome, wrong_papers = "WRONG PAPER", wrong_papers + 1  # type: ignore[assignment]
            table[row["answer"], outcome] += 1
            if outcome != row["answer"]:
                print(f"{row['answer']:<12} {outcome:<12} {row['item'][:70]}  ({found.reason})")
    for answer in ("paper", "not_a_paper", "ambiguous", "not_found"):
        of = sum(count for (a, _), count in table.items() if a == answer)
        print(
            f"{answer:<12} {table[answer, answer]:>3} of {of:<3} {table[answer, answer] / of:.0%}  ",
            {o: c for (a, o), c in table.items() if a == answer},
        )
    print(f"wrong papers: {wrong_papers}; queries: {queries} for {len(rows)} items")


if __name__ == "__main__":
    main()
