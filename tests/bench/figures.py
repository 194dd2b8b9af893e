"""Measure, by hand, the regions that extract finds of figures. Needs ../shared.

python tests/bench/figures.py [tune|hold] [-v]

The truth are boxes that a person drew around real papers' figures, in two halves: rules are made with `tune` at hand, `hold` is
only counted. A region is whole if it covers 95% of the truth, and alone if the truth, and what a region may do with or without
(last lines of sub-captions, a few points around), is 90% of it. `-v` prints what was missed of `tune`.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.extract import process
from pipeline.pdf.geometry import Box, area, both
from tests.bench.program import PAPERS

TRUTH = Path(__file__).parent / "truth"
WHOLE, ALONE, AROUND = 0.95, 0.9, 4.0


def number(label: str) -> str:
    return label.rstrip(".:").split()[-1]


def main(halves: list[str], *, verbose: bool) -> None:
    for half in halves:
        with (TRUTH / f"figures_{half}.tsv").open(encoding="utf-8") as rows:
            truth = defaultdict(list)
            for row in csv.DictReader(rows, delimiter="\t"):
                truth[row["file"]].append(row)
        count = found = whole = alone = right = 0
        for file, wanted in truth.items():
            text = process.extract(PAPERS / file, seconds=60, mib=1024)
            for row in wanted:
                box = Box(*(float(row[edge]) for edge in ("x0", "y0", "x1", "y1")))
                least = box._replace(
                    bottom=float(row["y0_without_last_sub_captions"] or box.bottom)
                )
                most = Box(
                    box.left - AROUND, box.bottom - AROUND, box.right + AROUND, box.top + AROUND
                )
                ours = [
                    Box(one.x0, one.y0, one.x1, one.y1)
                    for one in text.figures
                    if one.page == int(row["page"]) and number(one.label) == number(row["label"])
                ]
                count += 1
                best = max(ours, key=lambda one: area(both(one, box)), default=None)
                is_whole = best is not None and area(both(best, least)) >= WHOLE * area(least)
                is_alone = best is not None and area(both(best, most)) >= ALONE * area(best)
                found, whole, alone = found + bool(best), whole + is_whole, alone + is_alone
                right += is_whole and is_alone
                if verbose and half == "tune" and not (is_whole and is_alone):
                    print(
                        f"{file} p. {row['page']} {row['label']}: {box} ours {best and tuple(map(round, best))}"
                    )
        print(
            f"{half}: {count} figures, {found} found, {whole} whole, {alone} alone, {right} whole and alone ({right / count:.2f})"
        )


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one in ("tune", "hold")]
    main(given or ["tune", "hold"], verbose="-v" in sys.argv)
