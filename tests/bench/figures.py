"""Measure, by hand, the regions that extract finds of figures. Needs ../shared.

python tests/bench/figures.py [tune|hold|later|fresh|unseen] [-v]

The truth are boxes that a person drew around real papers' figures, in parts as marked.py has them. A region is whole if it covers 95% of the truth, and alone if the truth, and what a region may do with or without
(last lines of sub-captions, a few points around), is 90% of it. `-v` prints what was missed, but for `unseen`.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.pdf.geometry import Box, area, both
from tests.bench.marked import Read, read, rows, wanted

WHOLE, ALONE, AROUND = 0.95, 0.9, 4.0


def number(label: str) -> str:
    return label.rstrip(".:").split()[-1]


def measure(part: str, read: Read, *, verbose: bool = False) -> Counter[str]:
    """Count figures, those found, whole, alone, and both."""
    counts: Counter[str] = Counter()
    for row in rows("figures", part):
        box = Box(*(float(row[edge]) for edge in ("x0", "y0", "x1", "y1")))
        least = box._replace(bottom=float(row["y0_without_last_sub_captions"] or box.bottom))
        most = Box(box.left - AROUND, box.bottom - AROUND, box.right + AROUND, box.top + AROUND)
        ours = [
            Box(one.x0, one.y0, one.x1, one.y1)
            for one in read(row["file"]).figures
            if one.page == int(row["page"]) and number(one.label) == number(row["label"])
        ]
        best = max(ours, key=lambda one: area(both(one, box)), default=None)
        whole = best is not None and area(both(best, least)) >= WHOLE * area(least)
        alone = best is not None and area(both(best, most)) >= ALONE * area(best)
        counts += Counter(figures=1, found=bool(best), whole=whole, alone=alone)
        counts["both"] += whole and alone
        if verbose and not (whole and alone):
            print(f"{row['file']} p. {row['page']} {row['label']}: {box}, ours {best}")
    return counts


def main(arguments: list[str]) -> None:
    for part in wanted(arguments, "figures"):
        counts = measure(part, read, verbose="-v" in arguments and part != "unseen")
        print(
            f"{part}: {counts['figures']} figures, {counts['found']} found, {counts['whole']} whole, {counts['alone']} alone, "
            f"{counts['both']} whole and alone ({counts['both'] / counts['figures']:.3f})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
