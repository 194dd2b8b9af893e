"""Tell floats that stand beside the running text of their column, or beside each other.

A caption that fills a part of its column's width has a white strip next to it, with text or another
caption on the other side. What stands on the caption's side of the strip, as far up and down as
nothing runs over it, is the float. Places and sizes are in points, shares of a size are ems.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract import floats
from pipeline.extract.lines import Line, edged, lines
from pipeline.extract.pieces import Joint, Piece

_STRIP = 0.4
"""Ems of a white strip at least: spaces of a justified line are narrower."""
_LEADING = 1.5
"""Ems from one line of a caption, or of text, to the next, at most."""
_CAPTION_SIZE = 0.05
"""Share of a size by which lines of one caption may differ."""
_LEAST_TEXT = 2
"""Lines of running text that a float stands beside, at least."""
_MOST_TEXT = 4
"""Lines of running text on a caption's side of a strip at most: more are a column."""
_MOST_CAPTIONS = 20
"""Captions of a column that are asked what stands beside them."""
_NEAR_EDGE = 2.5
"""Ems from the strip within which a line of the text beside it ends, or begins."""
_LEVEL = 0.8
"""Ems above and below a caption's lines within which what stands there is beside it."""
_GAP_SLIP = 12.0
"""Points by which the gap between two captions may move from one line to the next."""
_ROW = 0.5
"""Ems by which base lines of one line may differ."""


class _Box(NamedTuple):
    """Where the lines of a caption stand: their ends, and the heights of their base lines."""

    x0: float
    x1: float
    low: float
    high: float


class _Strip(NamedTuple):
    """A white strip: `apart` are the pieces on its caption's side, `others` those on the other.

    `beside` are those of the others that stand at the caption's float, or go on from there.
    """

    apart: list[Piece]
    others: list[Piece]
    beside: list[Piece]


def column(made: Sequence[Piece], body: float) -> list[Line]:
    """Give the lines of a column, from top to bottom, with the edges of where they stand.

    Floats beside the text, or beside each other, are marked as such, and follow the text that they
    stand beside. `body` is the usual size of the page's letters.
    """
    made = _captions_parted(made)
    captions = [piece for piece in made if floats.begins_like_caption(piece.text)]
    rest = sorted(made, key=lambda piece: -piece.y)
    parts: list[list[Line]] = []
    for caption in captions[:_MOST_CAPTIONS]:
        if not any(caption is piece for piece in rest):
            continue
        if (strip := _strip(caption, rest)) is None:
            continue
        if part := _beside_text(strip, body):
            taken = [*strip.apart, *strip.beside]
        elif part := _beside_float(strip, body):
            taken = [*strip.apart, *strip.others]
        else:
            continue
        parts.append(part)
        gone = set(map(id, taken))
        rest = [piece for piece in rest if id(piece) not in gone]
    out = edged(lines(rest))
    for part in parts:
        low = min(line.y for line in part)
        at = next((i for i, line in enumerate(out) if line.part == "flow" and line.y < low), None)
        at = len(out) if at is None else at
        out[at:at] = part
    return out


def _captions_parted(made: Sequence[Piece]) -> list[Piece]:
    """Give the pieces, those cut that are lines of two captions with a narrow gap between."""
    kept: list[Piece] = []
    gap: Joint | None = None
    last = math.inf
    for piece in sorted(made, key=lambda piece: -piece.y):
        begun = _before_caption(piece)
        if begun is None and gap is not None:
            near = last - piece.y < _LEADING * piece.size
            begun = next((one for one in piece.joints if near and _is_below(one, gap)), None)
            crosses = begun is None and piece.x0 < gap.x < piece.x1
            gap = gap if near and not crosses else None
        if begun is None:
            kept.append(piece)
        else:
            kept += piece.parted(begun)
            gap, last = begun, piece.y
    return kept


def _before_caption(piece: Piece) -> Joint | None:
    """Give the wide joint of a caption behind which another begins, if it has one."""
    if not floats.begins_like_caption(piece.text):
        return None
    wide = (joint for joint in piece.joints if joint.gap > _STRIP)
    return next((one for one in wide if floats.names_float(piece.text[one.at :])), None)


def _is_below(joint: Joint, other: Joint) -> bool:
    return joint.gap > _STRIP and abs(joint.x - other.x) < _GAP_SLIP


def has_strip(made: Sequence[Piece], body: float) -> bool:
    """Tell whether a float stands beside text, or beside another float, among some pieces."""
    return any(line.part == "float" for line in column(made, body))


def _beside_text(strip: _Strip, body: float) -> list[Line]:
    """Give the running text beside a strip, and behind it the floats; nothing without such text."""
    lines_beside = edged(lines(strip.beside))
    settled = floats.settle(list(lines_beside), body, spanning=False)
    flow = [line for line in settled if line.part == "flow"]
    if len(floats.prose(flow, body)) < _LEAST_TEXT:
        return []
    apart = floats.settle(edged(lines(strip.apart)), body, spanning=False)
    if len(floats.prose([line for line in apart if line.part == "flow"], body)) > _MOST_TEXT:
        return []
    text = [line for line, told in zip(lines_beside, settled, strict=True) if told.part == "flow"]
    return [*text, *(line for line in settled if line.part != "flow"), *_as_float(apart)]


def _beside_float(strip: _Strip, body: float) -> list[Line]:
    """Give two floats that stand beside each other, from left to right; nothing if one is none."""
    if not any(floats.begins_like_caption(piece.text) for piece in strip.others):
        return []
    sides = sorted((strip.apart, strip.others), key=lambda side: min(piece.x0 for piece in side))
    settled = [floats.settle(edged(lines(side)), body, spanning=False) for side in sides]
    return [line for side in settled for line in _as_float(side)]


def _as_float(side: Sequence[Line]) -> list[Line]:
    return [line._replace(part="float") for line in side]


def _strip(caption: Piece, rest: Sequence[Piece]) -> _Strip | None:
    """Give the strip beside a caption, with what stands on both sides of it; None without one."""
    box = _box(caption, rest)
    level = [
        piece
        for piece in rest
        if box.low - _LEVEL * caption.size < piece.y < box.high + _LEVEL * caption.size
    ]
    before = [piece for piece in level if piece.x1 < box.x0 - _STRIP * caption.size]
    behind = [piece for piece in level if piece.x0 > box.x1 + _STRIP * caption.size]
    if before and (
        strip := _grown(caption, rest, max(piece.x1 for piece in before), box.x0, on_right=True)
    ):
        return strip
    if behind:
        return _grown(caption, rest, box.x1, min(piece.x0 for piece in behind), on_right=False)
    return None


def _box(caption: Piece, rest: Sequence[Piece]) -> _Box:
    """Follow a caption's lines downwards."""
    box = _Box(caption.x0, caption.x1, caption.y, caption.y)
    for piece in rest:
        near = _ROW * caption.size < box.low - piece.y < _LEADING * caption.size
        alike = abs(piece.size - caption.size) < _CAPTION_SIZE * caption.size
        if near and alike and piece.x0 < box.x1 and piece.x1 > box.x0:
            box = _Box(min(box.x0, piece.x0), max(box.x1, piece.x1), piece.y, box.high)
    return box


def _grown(
    caption: Piece, rest: Sequence[Piece], left: float, right: float, *, on_right: bool
) -> _Strip | None:
    """Follow a strip from a caption up and down, as far as nothing runs over it."""
    inside: list[Piece] = []
    over: Piece | None = None
    above = [piece for piece in rest if piece.y >= caption.y]
    below = [piece for piece in rest if piece.y < caption.y]
    for way in (below, above[::-1]):
        taken, over = [], None
        for piece in way:
            is_before = piece.x0 + piece.x1 < left + right
            ends = (max(left, piece.x1), right) if is_before else (left, min(right, piece.x0))
            if ends[1] - ends[0] < _STRIP * caption.size:
                over = piece
                break
            left, right = ends
            taken.append(piece)
        inside += [one for one in taken if over is None or abs(one.y - over.y) > _ROW * one.size]
    apart = [piece for piece in inside if (piece.x0 + piece.x1 > left + right) == on_right]
    others = [piece for piece in inside if (piece.x0 + piece.x1 > left + right) != on_right]
    if over is not None and not on_right:
        apart = [piece for piece in apart if not _ends_paragraph(piece, over)]
    if not any(caption is piece for piece in apart):
        return None
    beside = _next_to(apart, others, left if on_right else right, on_right=on_right)
    return _Strip(apart, others, beside)


def _ends_paragraph(piece: Piece, over: Piece) -> bool:
    """Tell whether a piece is the short line that ends the paragraph above a strip."""
    return over.y - piece.y < _LEADING * over.size and abs(piece.x0 - over.x0) < over.size


def _next_to(
    apart: Sequence[Piece], others: Sequence[Piece], edge: float, *, on_right: bool
) -> list[Piece]:
    """Give what stands at the heights of a float, and the lines of text next to it that fit.

    They reach the strip's `edge`, or begin at it.
    """
    high, low = max(piece.y for piece in apart), min(piece.y for piece in apart)
    found = [piece for piece in others if low <= piece.y <= high]
    if not found:
        return []
    for sign in (1, -1):
        end = max(sign * piece.y for piece in found)
        on = sorted((piece for piece in others if sign * piece.y > end), key=lambda p: sign * p.y)
        for _, level in itertools.groupby(on, key=lambda piece: round(piece.y)):
            row = list(level)
            size = row[0].size
            near = max(p.x1 for p in row) > edge - _NEAR_EDGE * size
            near = near if on_right else min(p.x0 for p in row) < edge + _NEAR_EDGE * size
            if not near or sign * row[0].y - end > _LEADING * size:
                break
            found += row
            end = sign * row[0].y
    return found
