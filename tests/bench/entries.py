"""Measure drafts that models wrote, as the entries that come of them. Needs ../shared.

python tests/bench/entries.py FOLDER [FOLDER …] [-v]

Each folder holds answers of a drafter, one a paper (`2105.09938.json`); the folders are set side by side, such as
before and after a change of the prompt. Each answer is checked against the paper of ../shared/papers and rendered in
the way of the sample log. Printed: points, characters below the title, marks, and how many of the terms and numbers of
the owner's own entry it has too, where there is one. -v prints the marks.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline import resources
from pipeline.check.claims import check
from pipeline.entry.render import render
from pipeline.log import house_style, reading_log
from pipeline.records.draft import Draft, Drafted
from pipeline.text import marks
from pipeline.text.length import length
from tests.bench.claims import source
from tests.bench.program import load
from tests.support.command import SHARED

LOG = SHARED / "logs" / "papers-daily-2024.md"
OWNERS = ("claims/drafts/{}.owner.md", "gold/entries/{}.md")
"""Where the owner's own entries are."""


class Measured(NamedTuple):
    """What an entry comes to; of the owner's terms and numbers how many it has, and how many there are."""

    points: int
    characters: int
    marks: tuple[str, ...]
    terms: tuple[int, int]
    numbers: tuple[int, int]


def measured(answer: Path) -> Measured:
    """Check and render an answer, and measure the entry."""
    draft = Draft.model_validate_json(answer.read_text("utf-8"))
    text, paper = source(answer.stem)
    report = check(draft, paper, text)
    log = reading_log.read(LOG.read_text("utf-8"))
    rendered = render(
        resources.read("templates", "entry.zh.md.j2", Path("/nowhere")), paper=paper, text=text,
        drafted=Drafted(draft=draft, drafter="by hand"), report=report, name="zh",
        today=datetime.date.today(), style=house_style.learn(log, "zh"), evidence="none",
    )  # fmt: skip
    entry = marks.take_out(rendered).text
    owner = next(filter(Path.is_file, (SHARED / one.format(answer.stem) for one in OWNERS)), None)
    terms, all_terms, numbers, all_numbers = 0, 0, 0, 0
    if owner:
        coverage = load(SHARED / "gold" / "coverage.py").coverage
        terms, all_terms, numbers, all_numbers = coverage(
            entry, owner.read_text("utf-8"), text.text
        )
    body = entry.partition("》")[2]
    doubts = tuple(f"{f.where}: {f.message}" for f in report.findings if f.severity == "doubt")
    return Measured(
        len(draft.key_points),
        length(body, "zh"),
        doubts,
        (terms, all_terms),
        (numbers, all_numbers),
    )


def row(name: str, one: Measured) -> str:
    return (
        f"  {name:<10} {one.points:>2} points {one.characters:>5} characters {len(one.marks):>2} marks"
        f"   terms {one.terms[0]:>3}/{one.terms[1]:<3} numbers {one.numbers[0]:>2}/{one.numbers[1]}"
    )


def total(found: list[Measured]) -> Measured:
    """Give the middle of points and characters, and the sums of the rest."""
    middle = len(found) // 2
    return Measured(
        sorted(one.points for one in found)[middle],
        sorted(one.characters for one in found)[middle],
        tuple(mark for one in found for mark in one.marks),
        (sum(one.terms[0] for one in found), sum(one.terms[1] for one in found)),
        (sum(one.numbers[0] for one in found), sum(one.numbers[1] for one in found)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-v", action="store_true", dest="verbose")
    given = parser.parse_args()
    of: dict[Path, list[Measured]] = {folder: [] for folder in given.folders}
    for name in sorted({path.name for folder in given.folders for path in folder.glob("*.json")}):
        print(name.removesuffix(".json"))
        for folder, found in of.items():
            if (folder / name).is_file():
                found.append(measured(folder / name))
                print(row(folder.name, found[-1]))
                for mark in found[-1].marks if given.verbose else ():
                    print(f"      {mark}")
    print("all: median points and characters, sums of the rest")
    for folder, found in of.items():
        if found:
            print(row(folder.name, total(found)))


if __name__ == "__main__":
    main()
