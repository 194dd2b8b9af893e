"""Cut out, by hand, every figure and table that an entry may show, to be looked at. Needs ../shared.

python tests/bench/entry_figures.py FOLDER [COUNT]

COUNT papers (20), spread over shared/papers, each picture as PAPER-figure-1.png with its label and caption in captions.txt. Prints how many there are, how many papers have
an overview for the drafter that has no model, and the time that a picture takes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.commands.figures import DPI
from pipeline.draft import figures
from pipeline.draft.extractive import draft
from pipeline.errors import SummarizeError
from pipeline.extract import process
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from tests.support.command import SHARED

SECONDS, MIB = 60, 1024


def cut(pdf: Path, folder: Path) -> tuple[int, int, str]:
    """Cut out what a paper has; give the pictures, the captions without one, and its overview's name."""
    text = process.extract(pdf, seconds=SECONDS, mib=MIB)
    there = figures.offered(text)
    for one in there:
        picture = process.painted(pdf, one.page, one.region, dpi=DPI, seconds=SECONDS, mib=MIB)
        (folder / f"{pdf.stem}-{one.name}").write_bytes(picture)
        with (folder / "captions.txt").open("a", encoding="utf-8") as file:
            file.write(f"{pdf.stem}-{one.name}: p. {one.page}: {one.alternative}\n")
    captions = {table.label for table in text.tables} | {one.label for one in text.figures}
    made = Drafted(
        draft=draft(Paper(arxiv_id=None, title=pdf.stem), text, language="en"), drafter="extractive"
    )
    overview = "".join(one.name for one in figures.choose(made, text, 1).figures)
    return len(there), len(captions) - len(there), overview


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    papers = sorted((SHARED / "papers").glob("*.pdf"))
    wanted = int(arguments[1]) if len(arguments) > 1 else 20
    start, pictures, without, overviews = time.monotonic(), 0, 0, 0
    papers = papers[:: max(1, len(papers) // wanted)][:wanted]
    for pdf in papers:
        try:
            found, left, overview = cut(pdf, folder)
        except SummarizeError as error:
            print(f"{pdf.stem}: {error}")
            continue
        print(f"{pdf.stem}: {found} pictures, {left} without; overview: {overview or '-'}")
        pictures, without, overviews = pictures + found, without + left, overviews + bool(overview)
    print(
        f"{len(papers)} papers, {pictures} pictures, {without} captions without one, {overviews} overviews, "
        f"{(time.monotonic() - start) / len(papers):.1f} s a paper with its reading"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
