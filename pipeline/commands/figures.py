"""Cut the figures that an entry shows out of the PDF, and keep them with the draft."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.draft import figures
from pipeline.errors import StopRunError, SummarizeError
from pipeline.records.shown_figure import PaintedFigure, ShownFigure
from pipeline.store.paper_folder import PaperFolder, fingerprint

DPI = 144.0
"""Dots an inch: two for each point, sharp on today's screens."""


def kept(
    folder: PaperFolder,
    wanted: Iterable[ShownFigure],
    text_from: str,
    paint: Callable[[ShownFigure], bytes],
    tell: Callable[[str], None],
) -> Iterator[ShownFigure]:
    """Keep pictures of figures in a paper's folder, and give the figures that there are some of.

    `paint` gives a figure's PNG; it is asked for what is missing, or was painted by another text
    than `text_from` tells. A picture that a person has put in its place stays. `tell` is told what
    could not be painted: an entry is worth having without it.
    """
    for figure in wanted:
        try:
            _keep(folder, figure, text_from, paint)
        except StopRunError:
            raise
        except SummarizeError as error:
            tell(f"{figure.label} is left out: {error}")
        else:
            yield figure


def _keep(
    folder: PaperFolder,
    figure: ShownFigure,
    text_from: str,
    paint: Callable[[ShownFigure], bytes],
) -> None:
    name = str(Path(figure.name).with_suffix(".json"))
    made_from = fingerprint("figure", text_from, figure.page, figure.region, DPI, figures.VERSION)
    there, known = folder.read_bytes(figure.name), folder.read(PaintedFigure, name)
    if there is not None:
        persons_own = known is None or _digest(there) != known.digest
        if persons_own or folder.read(PaintedFigure, name, made_from):
            return
    picture = paint(figure)
    # a killed run leaves no picture rather than one that would be taken for a person's
    folder.remove(figure.name)
    folder.write(PaintedFigure(digest=_digest(picture)), name, made_from)
    folder.write_bytes(figure.name, picture)


def _digest(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()
