"""What people marked by hand on ../shared's papers, for the benchmarks that count with it.

Facts lie in truth/, as NAME_PART.tsv: rules were made with the part `tune` at hand, then with `hold`, `later` and `fresh`; `unseen` was
marked afterwards by people who had not seen the code, and is only counted. Sentences are other people's words, and lie beside the
repository, in ../truth/PART.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.extract import process
from pipeline.records.paper_text import PaperText
from tests.support.command import SHARED

TRUTH = Path(__file__).parent / "truth"
WORDS = SHARED.parent / "truth"
PARTS = ("tune", "hold", "later", "fresh", "unseen")

Read = Callable[[str], PaperText]
"""Gives the text of a paper by its file's name."""
Shares = dict[str, tuple[int, int]]
"""How many of how many are right, by what was measured."""


def place(name: str, part: str) -> Path:
    facts = TRUTH / f"{name}_{part}.tsv"
    return facts if facts.exists() else WORDS / part / f"{name}.tsv"


def parts(name: str) -> list[str]:
    """Give the parts that are there of what was marked."""
    return [part for part in PARTS if place(name, part).exists()]


def rows(name: str, part: str) -> list[dict[str, Any]]:
    with place(name, part).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def read(file: str) -> PaperText:
    return process.extract(SHARED / "papers" / file, seconds=120, mib=4096)


def wanted(arguments: list[str], name: str) -> list[str]:
    """Give the parts that are named, or all that are there."""
    return [part for part in PARTS if part in arguments] or parts(name)
