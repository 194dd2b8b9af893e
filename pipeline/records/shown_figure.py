"""The figures and tables of a paper that an entry shows."""

from __future__ import annotations

from pipeline.records.paper_text import Points
from pipeline.records.record import Record


class ShownFigure(Record):
    """A figure or table that can be cut out of its page, and what is said of it.

    `label` is its name, as "Figure 2" however the paper abbreviates it; `name` that of its file.
    `alternative` is said in its place where it cannot be seen: its caption's first sentence.
    `reason` says why it is shown; empty where nobody has said. `x0`, `y0` is the lower left corner
    of its region and `x1`, `y1` the upper right one, in points, as in `LineBox`.
    """

    name: str
    label: str
    alternative: str
    reason: str = ""
    page: int
    x0: Points
    y0: Points
    x1: Points
    y1: Points

    @property
    def region(self) -> tuple[float, float, float, float]:
        """Its left, lower, right and upper edge."""
        return self.x0, self.y0, self.x1, self.y1


class PaintedFigure(Record):
    """The SHA-256 of a figure's file as it was painted; a file with another is a person's own."""

    digest: str
