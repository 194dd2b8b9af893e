"""Matrices and boxes of a PDF's pages, in points (ISO 32000-1, 8.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SLACK = 1.0
"""Points by which a box may miss a frame and still be taken to touch it."""
_OFF_CORNER = 0.5
"""Points that a rectangle's points may lie off its corners: programs round."""


class Box(NamedTuple):
    """A rectangle's edges; one that is inside out (`right` < `left`) holds nothing."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From its left edge to its right one."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From its lower edge to its upper one."""
        return self.top - self.bottom


EVERYTHING = Box(-1e9, -1e9, 1e9, 1e9)


def times(one: Matrix, other: Matrix) -> Matrix:
    """Give the matrix that does `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Give where a matrix takes a point."""
    return (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """Give the smallest box around points; raise ValueError where there are none."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def moved(matrix: Matrix, box: Box) -> Box:
    """Give the box around a box's four corners after a matrix."""
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    if not b and not c and a > 0 and d > 0:
        return Box(left * a + e, bottom * d + f, right * a + e, top * d + f)
    return box_of(
        [
            at(matrix, left, bottom),
            at(matrix, right, bottom),
            at(matrix, right, top),
            at(matrix, left, top),
        ]
    )


def both(one: Box, other: Box) -> Box:
    """Give what two boxes share; it is inside out where they share nothing."""
    return Box(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def area(box: Box) -> float:
    """Give a box's area; nothing for one that is inside out."""
    return max(0.0, box.width) * max(0.0, box.height)


def outside(box: Box, frame: Box) -> bool:
    """Tell whether a box lies outside a frame by more than a point."""
    return (
        box.right < frame.left - _SLACK
        or box.left > frame.right + _SLACK
        or box.top < frame.bottom - _SLACK
        or box.bottom > frame.top + _SLACK
    )


def is_rectangle(path: Sequence[tuple[float, float]]) -> bool:
    """Tell whether all points of a path lie at the corners of its box."""
    left, bottom, right, top = box_of(path)
    return all(
        min(abs(x - left), abs(x - right)) < _OFF_CORNER
        and min(abs(y - bottom), abs(y - top)) < _OFF_CORNER
        for x, y in path
    )


def holds(path: Sequence[tuple[float, float]], box: Box) -> bool:
    """Tell whether a path holds a box's corners and centre, by the even-odd rule."""
    left, bottom, right, top = box
    return all(
        _inside(path, x, y)
        for x, y in (
            (left, bottom),
            (right, bottom),
            (right, top),
            (left, top),
            ((left + right) / 2, (bottom + top) / 2),
        )
    )


def _inside(path: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    odd, (bx, by) = False, path[-1]
    for ax, ay in path:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
        bx, by = ax, ay
    return odd
