"""Matrices and boxes of a PDF's pages, in points (ISO 32000-1, 8.3)."""

from __future__ import annotations

from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYTHING: Box = (-1e9, -1e9, 1e9, 1e9)


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
    """Give the smallest box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def moved(matrix: Matrix, box: Box) -> Box:
    """Give the box around a box's four corners after a matrix."""
    left, bottom, right, top = box
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
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def area(box: Box) -> float:
    """Give a box's area; nothing for one that is inside out."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def outside(box: Box, frame: Box) -> bool:
    """Tell whether a box lies outside a frame by more than a point."""
    return (
        box[2] < frame[0] - 1
        or box[0] > frame[2] + 1
        or box[3] < frame[1] - 1
        or box[1] > frame[3] + 1
    )


def is_rectangle(path: Sequence[tuple[float, float]]) -> bool:
    """Tell whether all points of a path lie at the corners of its box."""
    left, bottom, right, top = box_of(path)
    return all(
        min(abs(x - left), abs(x - right)) < 0.5 and min(abs(y - bottom), abs(y - top)) < 0.5
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
