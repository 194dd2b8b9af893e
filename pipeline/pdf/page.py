"""What a page of a PDF shows, as runs of text with their places.

Coordinates are points of the page as it is displayed: its crop box after /Rotate, the origin at its
lower left corner, y upwards. A run's (x0, y0) and (x1, y1) are the two ends of its base line: where
its first glyph starts and where its last one ends. So upright text has y0 == y1, and x1 - x0 is its
width; `size` is the height of its em. A show operation gives one run, or more where its glyphs are
set apart by more than a kern; spaces between runs are for the reader of the runs to put in, by the
gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.pdf.geometry import Box
from pipeline.text.disguise import Disguise


class Run(NamedTuple):
    """One piece of text on a page; see the module for its coordinates.

    `angle` is that of its base line in degrees, anticlockwise from upright text; `font` the font's
    name without its subset's prefix; `hidden` why it does not show, empty if it does; `form` tells
    the innermost form that it stands in, counted from 1, and 0 for the page itself; `show` is the
    place of its show operation among the page's, -1 where that is not known.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    angle: float
    font: str
    bold: bool
    italic: bool
    hidden: str
    form: int
    show: int = -1


class Show(NamedTuple):
    """A show operation: where its base line starts.

    `first` is the operation that painted the same text at the same spot first, as a rule itself.
    """

    x: float
    y: float
    first: int


Why = Callable[[Iterable[int]], Iterable[str]]
"""Tells for the places of runs of a page why each does not show by what is painted beneath and
over it; nothing where that hides none."""


def unknown(places: Iterable[int]) -> Iterable[str]:
    """Tell nothing of runs: it is not known what is painted beneath and over them."""
    return ["" for _ in places]


class PageGlyphs(NamedTuple):
    """What a page shows: its size in points, its runs in the order of painting, and more.

    `unmapped` of all `glyphs` have no reading; `lies` are glyphs that read as a sentence; `rules`
    and `images` are boxes of lines and pictures; `parents` are the forms that form 1, 2 and so on
    stand in; `shows` are all show operations, those without runs too. Runs that `why` hides are
    not told so: the eye looks first (ink.py).
    """

    width: float
    height: float
    runs: tuple[Run, ...]
    glyphs: int
    unmapped: int
    lies: tuple[Disguise, ...]
    rules: tuple[Box, ...]
    images: tuple[Box, ...]
    parents: tuple[int, ...] = ()
    shows: tuple[Show, ...] = ()
    why: Why = unknown

    def by_rules(self) -> PageGlyphs:
        """Give the page with the reasons that `why` has, where it cannot be looked at."""
        places = [place for place, run in enumerate(self.runs) if not run.hidden]
        return self._replace(runs=with_reasons(self.runs, places, self.why(places)))


def with_reasons(
    runs: Iterable[Run], places: Iterable[int], reasons: Iterable[str]
) -> tuple[Run, ...]:
    """Give runs with the reasons of those at some places; an empty one changes nothing."""
    changed = list(runs)
    for place, reason in zip(places, reasons, strict=True):
        if reason:
            changed[place] = changed[place]._replace(hidden=reason)
    return tuple(changed)
