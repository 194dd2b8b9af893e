"""What a PDF's colour operators paint, as red, green and blue (ISO 32000-1, 8.6).

As near as telling text from its background needs: no profiles, no calibration. Where a colour
cannot be told, it is None.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.pdf.objects import resolved

Colour = tuple[float, float, float] | None
"""Red, green and blue from 0 to 1; None: it cannot be told."""
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_GREY = 8
"""Lab's a* and b* below which a colour is a grey, for telling it from white."""
_DEEPEST = 4
"""How many spaces a space may rest on."""
_FAMILIES = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), 1),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), 3),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
}
"""Components of the spaces that rest on no other."""


def of_components(values: Sequence[float]) -> Colour:
    """Give the colour of one (grey), three (RGB) or four (CMYK) components from 0 to 1.

    None for another number of them.
    """
    clipped = [min(1.0, max(0.0, value)) for value in values]
    if len(clipped) == 1:
        return (clipped[0],) * 3
    if len(clipped) == 3:
        return (clipped[0], clipped[1], clipped[2])
    if len(clipped) == 4:
        c, m, y, k = clipped
        return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return None


def in_space(
    space: Any,  # noqa: ANN401 - pypdf's objects
    values: Sequence[float],
    depth: int = 0,
) -> Colour:
    """Give the colour that components stand for in a colour space.

    The space is as the PDF's resources describe it; `depth` counts those that rest on it.
    """
    space = resolved(space)
    family = _family(space)
    if depth > _DEEPEST or family == "/Pattern":
        return None
    if family in _FAMILIES:
        return of_components(values) if len(values) == _FAMILIES[family] else None
    with contextlib.suppress(
        ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError
    ):
        if family == "/ICCBased":
            return of_components(values) if int(resolved(space[1])["/N"]) == len(values) else None
        if family == "/Lab":
            light = values[0] / 100
            return of_components([light]) if max(abs(values[1]), abs(values[2])) < _GREY else None
        if family in ("/Indexed", "/I"):
            return _indexed(space, int(values[0]), depth)
        if family in ("/Separation", "/DeviceN"):
            if family == "/Separation" and str(resolved(space[1])) == "/None":
                return None
            return in_space(space[2], evaluate(resolved(space[3]), values), depth + 1)
    return None


def initial(space: Any) -> Colour:  # noqa: ANN401
    """Give the colour that is in force when a space has just been chosen."""
    space = resolved(space)
    family = _family(space)
    if family in ("/Separation", "/DeviceN"):
        with contextlib.suppress(AttributeError, IndexError, TypeError):
            inks = 1 if family == "/Separation" else len(resolved(space[1]))
            return in_space(space, [1.0] * inks)
    return None if family == "/Pattern" else BLACK


def _family(space: Any) -> str:  # noqa: ANN401
    """Give a space's family: its name, or what its array begins with; empty where it has none."""
    if isinstance(space, str):
        return space
    return str(resolved(space[0])) if isinstance(space, list) and space else ""


def evaluate(function: Any, values: Sequence[float]) -> list[float]:  # noqa: ANN401
    """Give what a PDF function makes of values; raise ValueError for kinds that are programs."""
    kind = int(function["/FunctionType"])
    if kind == 2:
        at = min(1.0, max(0.0, values[0])) ** float(function.get("/N", 1))
        first = [float(resolved(one)) for one in resolved(function.get("/C0")) or [0.0]]
        last = [float(resolved(one)) for one in resolved(function.get("/C1")) or [1.0]]
        return [a + at * (b - a) for a, b in zip(first, last, strict=True)]
    if kind == 0 and int(function["/BitsPerSample"]) == 8:
        sizes = [int(resolved(one)) for one in resolved(function["/Size"])]
        bounds = [float(resolved(one)) for one in resolved(function["/Range"])]
        place, step = 0, 1
        for size, value in zip(sizes, values, strict=True):
            place += round(min(1.0, max(0.0, value)) * (size - 1)) * step
            step *= size
        wide = len(bounds) // 2
        samples = function.get_data()[place * wide : (place + 1) * wide]
        return [
            bounds[2 * at] + one / 255 * (bounds[2 * at + 1] - bounds[2 * at])
            for at, one in enumerate(samples)
        ]
    raise ValueError(kind)


def _indexed(space: Any, at: int, depth: int) -> Colour:  # noqa: ANN401
    base, table = resolved(space[1]), resolved(space[3])
    content = (
        table.get_data() if hasattr(table, "get_data") else getattr(table, "original_bytes", table)
    )
    family = base if isinstance(base, str) else str(resolved(base[0]))
    wide = _FAMILIES.get(family) or (int(resolved(base[1])["/N"]) if family == "/ICCBased" else 0)
    if not wide or isinstance(content, Mapping):
        return None
    return in_space(
        base, [one / 255 for one in bytes(content)[at * wide : (at + 1) * wide]], depth + 1
    )
