"""Put a page's runs together to lines in the order of painting: spaces from gaps, accents on their letters.

A new line begins where the base line moves by most of a letter's height; superscripts and subscripts stay on theirs. Columns and
reading order are not looked at: for that, see layout.py.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.runs import Run

_SPACE = 0.15
"""A gap of this, in ems, is a word space: typeset lines shrink theirs to 0.19, and kerns inside words stay under 0.1."""
_LEAVES = 0.8
"""A base line that moves by this part of the smaller type is another line."""
_ACCENTS = dict(
    zip(
        "`\u02cb\u00b4\u02ca^\u02c6~\u02dc\u00af\u02c9\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8\u02db",
        "\u0300\u0300\u0301\u0301\u0302\u0302\u0303\u0303\u0304\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        strict=True,
    )
)
"""Accents as characters of their own, and as marks on a letter."""


class PaintedLine(NamedTuple):
    """A line of a page: its text, the size of its largest type in points, and its angle in degrees."""

    text: str
    size: float
    angle: float


def painted_lines(runs: Iterable[Run]) -> list[PaintedLine]:
    """Give the lines that visible runs make."""
    out: list[PaintedLine] = []
    row: list[Run] = []
    low = high = 0.0
    for run in runs:
        if run.hidden or not run.text:
            continue
        up = _turned(run)[1]
        away = 0.0 if low <= up <= high else min(abs(up - low), abs(up - high))
        if row and run.angle == row[-1].angle and away <= _LEAVES * min(run.size, row[-1].size):
            low, high = min(low, up), max(high, up)
        else:
            out += [_line(row)] if row else []
            row, low, high = [], up, up
        row.append(run)
    out += [_line(row)] if row else []
    return [line for line in out if line.text]


def _turned(run: Run) -> tuple[float, float]:
    """Give where a run starts, along and above base lines of its own angle."""
    if not run.angle:
        return run.x0, run.y0
    turn = math.radians(run.angle)
    sine, cosine = math.sin(turn), math.cos(turn)
    return run.x0 * cosine + run.y0 * sine, run.y0 * cosine - run.x0 * sine


def _line(runs: Sequence[Run]) -> PaintedLine:
    gaps = []
    end = 0.0
    for before, run in zip((runs[0], *runs), runs, strict=False):
        place = _turned(run)[0]
        gaps.append((place - end) / max(0.1, min(run.size, 2 * before.size)))
        end = place + math.hypot(run.x1 - run.x0, run.y1 - run.y0)
    wide = _word_space(runs, gaps)
    text = runs[0].text
    for run, gap in zip(runs[1:], gaps[1:], strict=True):
        text = _joined(text, run.text, gap, wide)
    return PaintedLine(" ".join(text.split()), max(run.size for run in runs), runs[0].angle)


def _word_space(runs: Sequence[Run], gaps: Sequence[float]) -> float:
    """Give the gap that parts words on a line, in ems: more than usual where single letters are spaced out."""
    letters = [
        gap
        for before, run, gap in zip(runs, runs[1:], gaps[1:], strict=False)
        if gap > 0 and len(run.text + before.text) == 2
    ]
    if len(letters) < 5 or len(letters) < 0.7 * len(gaps):
        return _SPACE
    usual = median(letters)
    even = sum(abs(gap - usual) < 0.2 * usual for gap in letters)
    return max(_SPACE, 1.6 * usual) if even > 0.6 * len(letters) else _SPACE


def _joined(text: str, more: str, gap: float, wide: float) -> str:
    """Put a run's text behind what stands before it on the line; an accent that overlaps a letter goes on it."""
    if -1.2 < gap < -0.15 and text and more:
        if (mark := _ACCENTS.get(text[-1])) and more[0].isalpha():
            return text[:-1] + _composed(more[0], mark) + more[1:]
        if (mark := _ACCENTS.get(more)) and text[-1].isalpha():
            return text[:-1] + _composed(text[-1], mark)
    apart = (gap > wide or gap < -1.5) and not text.endswith(" ") and not more.startswith(" ")
    return f"{text} {more}" if apart else text + more


def _composed(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", {"\u0131": "i", "\u0237": "j"}.get(letter, letter) + mark)
