"""PDFs that are on disk under their identifiers, and are taken instead of being downloaded.

They may lie in one folder (`2112.03857v2.pdf`, `cs_9901001.pdf`, `cs/9901001.pdf`) or as arXiv's
bulk sets have them, by month: `2112/2112.03857.pdf` and `9901/cs9901001.pdf` in the tar files
(https://info.arxiv.org/help/bulk_data_s3.html), `arxiv/pdf/2112/2112.03857v2.pdf` and
`cs/pdf/9901/9901001v1.pdf` in the bucket (https://www.kaggle.com/datasets/Cornell-University/arxiv).
A file whose name has a version is that version and no other. One without is the newest there was on
its day: it stands for the newest, and for no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.commands.one_paper import Tell
from pipeline.commands.progress import MIND
from pipeline.errors import StopRunError
from pipeline.files import named, reading, stat_of
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper

_MOST_VERSIONS = 30
"""Versions that are looked for, to tell that another one is there: few papers have ten."""
_HEAD = 1024
"""Bytes in which a PDF says that it is one."""


def pdf_on_disk(folder: Path, paper: Paper, tell: Tell) -> Path | None:
    """Give the PDF of just this version of a paper, None where the folder has none.

    What may surprise is told: a file without a version, another version, a file that is no PDF.
    Raises StopRunError where the folder is not there, SummarizeError for a file that cannot be
    read.
    """
    if not folder.is_dir():
        raise StopRunError(f"papers_from is no folder: {named(folder)}", "correct it, or mount it")
    wanted = paper.arxiv_id
    assert wanted is not None  # arXiv's papers have one
    if not (found := _first(folder, wanted)) and paper.newest is None:
        found = _first(folder, ArxivId(wanted.base))
        if found and wanted.version != 1:
            tell(MIND, f"{named(found)} does not say its version: it is taken for {wanted}")
    if not found:
        _tell_of_another(folder, paper, wanted, tell)
    elif not _is_pdf(found):
        tell(MIND, f"{named(found)} is no PDF: {wanted} is downloaded")
        return None
    return found


def _tell_of_another(folder: Path, paper: Paper, wanted: ArxivId, tell: Tell) -> None:
    newest = (paper.newest or wanted).version or 1
    others = (wanted.with_version(number) for number in range(newest, 0, -1)[:_MOST_VERSIONS])
    for other in (*others, ArxivId(wanted.base)):
        if path := _first(folder, other):
            tell(MIND, f"{named(path)} is not {wanted}, which is downloaded")
            return


def _first(folder: Path, wanted: ArxivId) -> Path | None:
    places = (folder / f"{place}.pdf" for place in _places(wanted))
    return next((path for path in places if stat_of(path)), None)


def _places(wanted: ArxivId) -> Iterator[str]:
    """Give where a version may lie, without the suffix, from the folder."""
    full = str(wanted)
    archive, _, number = full.rpartition("/")
    month = number[:4]
    names = (full, f"{archive}_{number}", f"{archive}{number}") if archive else (full,)
    for name in names:
        yield name
        yield f"{month}/{name}"
    bucket = f"{archive or 'arxiv'}/pdf/{month}/{number}"
    yield bucket
    yield f"arxiv/{bucket}"


def _is_pdf(path: Path) -> bool:
    with reading(path) as file:
        return b"%PDF-" in file.read(_HEAD)
