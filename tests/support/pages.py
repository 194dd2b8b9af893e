"""Runs and lines of pages, given by hand: what the readers of a page's text are tested with.

Places and sizes are in points, as pdf/page.py has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.extract.lines import Line
from pipeline.pdf.page import Run

TEXT = (
    "Here stand many words of the running text of it",
    "and they go on and on to the end of each line,",
)
"""Two lines of text that go on, one as long as the other."""
LEFT, RIGHT = 50.0, 290.0
"""Edges of the column that `line` and `column` are in."""


def run(text: str, x: float = 50, y: float = 700, *, width: float = 0, **more: Any) -> Run:
    """Give an upright run of 10 points, half an em wide a letter unless `width` says how wide."""
    given: dict[str, Any] = {
        "size": 10,
        "angle": 0.0,
        "bold": False,
        "italic": False,
        "hidden": "",
        "form": 0,
    }
    given |= more
    x1 = x + (width or len(text) * given["size"] / 2)
    return Run(text, x, y, x1, y, font="F", **given)


def runs(*texts: str, x: float = 50, y: float = 700, step: float = 12, **more: Any) -> list[Run]:
    """Give runs under each other."""
    return [run(text, x, y - step * at, **more) for at, text in enumerate(texts)]


def line(text: str = TEXT[0], y: float = 700, *, x0: float = LEFT, **more: Any) -> Line:
    """Give a line of 10 points that fills its column unless `x1` says where it ends."""
    letters = sum(map(str.isalpha, text))
    given = {"x1": RIGHT, "size": 10.0, "letters": letters, "left": LEFT, "right": RIGHT} | more
    return Line(text, x0=x0, y=y, **given)


def short(text: str = "and so it ends.", y: float = 700, **more: Any) -> Line:
    """Give a line that ends well before its column does."""
    return line(text, y, **({"x1": 150.0} | more))


def under(*lines: Line, y: float = 700, step: float = 12) -> list[Line]:
    """Put lines under each other, `step` apart."""
    return [one._replace(y=y - step * at) for at, one in enumerate(lines)]


def text_lines(count: int) -> Iterator[Line]:
    """Give full lines of running text."""
    return (line(TEXT[at % 2]) for at in range(count))


def gap_before(at: int, column: list[Line], gap: float = 12) -> list[Line]:
    """Move the lines from one on down by `gap` more."""
    return [one._replace(y=one.y - gap * (place >= at)) for place, one in enumerate(column)]
