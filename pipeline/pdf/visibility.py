"""Decide whether text on a PDF's page shows: its colour against what is painted beneath it, and what is painted over it later.

The walk over the page (reader.py) tells of every shape, image and run of text in the order of
painting; the rest is decided here. Rules of a PDF's graphics state: ISO 32000-1, 8.4 (state), 8.11
(optional content), 9.3 (text state), 11.3 (transparency).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.pdf.colours import WHITE, Colour
from pipeline.pdf.geometry import Box, area, both, holds
from pipeline.pdf.objects import resolved

TINY = 2.0
"""Text lower than this on the page, in points, is not read."""
FAINT = 0.05
"""Opacity below which text does not show."""
_NEAR = 0.09
"""Difference of two colours, in the channel where they differ most (0 to 1), that does not show."""
_MOST_SHAPES = 4000
"""Painted shapes that are remembered of a page: only the last ones, a figure has many."""
_MOST_LOOKS = 3_000_000
"""How often a text is held against a shape on one page, at most; no page of the papers at hand
needs 200,000."""
_BAND = 16.0
"""Height of the bands, in points, that shapes are sorted into."""
_NEUTRAL: dict[str, tuple[float, float, float]] = {
    **dict.fromkeys(("/Multiply", "/Darken", "/ColorBurn"), (1.0, 1.0, 1.0)),
    **dict.fromkeys(
        ("/Screen", "/Lighten", "/ColorDodge", "/Difference", "/Exclusion"), (0.0, 0.0, 0.0)
    ),
}
"""The colour that changes nothing, by blend mode."""


class Text(NamedTuple):
    """A run of text as far as it matters here: its order, box, colour, blend mode, render mode, letters, and why it is hidden already."""

    order: int
    box: Box
    colour: Colour
    blend: str
    mode: int
    letters: int
    reason: str


class _Paint(NamedTuple):
    """A filled shape or an image: its box, its colour (None: unknown), and whether it hides what is beneath.

    `path` is the outline where the shape is no rectangle and may hide what is inside it.
    """

    order: int
    box: Box
    colour: Colour
    hides: bool
    image: bool
    path: Sequence[tuple[float, float]]


class Shapes:
    """What is painted on a page, in order; `crop` is the part of it that shows."""

    def __init__(self, crop: Box) -> None:
        self._crop = crop
        self._paints: list[_Paint] = []
        self._looks = 0
        self._image_area = 0.0

    @property
    def exhausted(self) -> bool:
        """Whether the page has too many shapes to hold every text against them."""
        return self._looks > _MOST_LOOKS

    def image(self, order: int, box: Box, *, solid: bool) -> None:
        """Take note of an image."""
        box = both(box, self._crop)
        self._image_area += area(box)
        self._add(_Paint(order, box, None, solid, image=True, path=()))

    def fill(
        self,
        order: int,
        box: Box,
        colour: Colour,
        *,
        solid: bool,
        path: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Take note of a filled shape, a rectangle unless it has a `path`; one that is not solid lets through what is beneath."""
        box = both(box, self._crop)
        self._add(_Paint(order, box, colour if solid else None, solid, image=False, path=path))

    def _add(self, paint: _Paint) -> None:
        left, bottom, right, top = paint.box
        if right - left > 3 and top - bottom > 3:
            self._paints.append(paint)
            if len(self._paints) > 2 * _MOST_SHAPES:
                del self._paints[:-_MOST_SHAPES]

    def reasons(self, texts: Sequence[Text]) -> list[str]:
        """Give for each text why it does not show, or an empty string."""
        bands: defaultdict[int, list[_Paint]] = defaultdict(list)
        for paint in self._paints:
            for band in range(int(paint.box[1] // _BAND), int(paint.box[3] // _BAND) + 1):
                bands[band].append(paint)
        found = [
            text.reason
            or self._by_paints(text, bands.get(int((text.box[1] + text.box[3]) / 2 // _BAND), ()))
            for text in texts
        ]
        if self._is_scanned(texts, found):
            return ["" if reason in _OF_LAYERS else reason for reason in found]
        return found

    def _is_scanned(self, texts: Sequence[Text], reasons: Iterable[str]) -> bool:
        """Tell a scanned page, whose text layer does not show: an image all over it, and next to no text that shows."""
        if self._image_area < 0.8 * max(1.0, area(self._crop)):
            return False
        layer = sum(
            text.letters
            for text, reason in zip(texts, reasons, strict=True)
            if reason in _OF_LAYERS
        )
        return layer > 0.8 * sum(text.letters for text in texts)

    def _by_paints(self, text: Text, paints: Sequence[_Paint]) -> str:
        beneath: Colour = WHITE
        left, bottom, right, top = text.box
        middle, slack = (bottom + top) / 2, 0.1 * (right - left) + 0.5
        left, right = left + slack, right - slack
        self._looks += len(paints)
        for paint in paints if self._looks <= _MOST_LOOKS else ():
            box = paint.box
            if box[0] > left or box[2] < right or not box[1] <= middle <= box[3]:
                continue
            earlier = paint.order < text.order
            if not earlier and not paint.hides:
                continue
            if paint.path and not holds(
                paint.path, (left, middle, right, middle) if earlier else (left, bottom, right, top)
            ):
                continue
            if not earlier:
                return UNDER_IMAGE if paint.image else COVERED
            beneath = paint.colour
        return _by_colour(text, beneath)


def _by_colour(text: Text, beneath: Colour) -> str:
    if text.colour is None:
        return ""
    if text.colour == _NEUTRAL.get(text.blend):
        return "in a colour that blends away"
    if beneath is None or text.blend not in ("", "/Normal", "/Compatible"):
        return ""
    if max(abs(a - b) for a, b in zip(beneath, text.colour, strict=True)) > _NEAR:
        return ""
    return "white on white" if min(beneath) > 0.9 else "in the colour of its background"


INVISIBLE = "invisible render mode"
TRANSPARENT = "transparent"
UNDER_IMAGE = "under an image"
COVERED = "under a shape"
_OF_LAYERS = frozenset([INVISIBLE, TRANSPARENT, UNDER_IMAGE])
"""How a scanned page's text layer is hidden."""


class Layers:
    """The optional content of a document: which of it the default configuration switches off."""

    def __init__(self, catalog: Mapping[str, Any]) -> None:
        self._off: frozenset[int] = frozenset()
        properties = resolved(catalog.get("/OCProperties"))
        default = resolved(properties.get("/D")) if isinstance(properties, Mapping) else None
        if not isinstance(default, Mapping) or not isinstance(properties, Mapping):
            return
        numbers = _numbers(default.get("/OFF"))
        everything = _numbers(properties.get("/OCGs"))
        if default.get("/BaseState") == "/OFF":
            numbers |= everything - _numbers(default.get("/ON"))
        for reference in list(resolved(properties.get("/OCGs")) or ())[:1000]:
            if self._off_in_view(resolved(reference)) and resolved(default.get("/AS")):
                numbers.add(getattr(reference, "idnum", 0))
        self._off = frozenset(numbers - {0})

    @staticmethod
    def _off_in_view(group: Any) -> bool:  # noqa: ANN401 - pypdf's objects
        usage = resolved(group.get("/Usage")) if isinstance(group, Mapping) else None
        view = resolved(usage.get("/View")) if isinstance(usage, Mapping) else None
        return isinstance(view, Mapping) and view.get("/ViewState") == "/OFF"

    def are_off(self, group: Any) -> bool:  # noqa: ANN401
        """Tell whether a group, or a membership of several by its policy, is switched off; `group` is as it stands, a reference."""
        if group is None or not self._off:
            return False
        if getattr(group, "idnum", 0) in self._off:
            return True
        found = resolved(group)
        if not isinstance(found, Mapping) or "/OCGs" not in found:
            return False
        members: Any = found.raw_get("/OCGs") if hasattr(found, "raw_get") else found["/OCGs"]
        several = resolved(members)
        off = [
            getattr(ref, "idnum", 0) in self._off
            for ref in (several if isinstance(several, list) else [members])
        ]
        policy = found.get("/P", "/AnyOn")
        if policy == "/AllOn":
            return any(off)
        if policy == "/AnyOff":
            return bool(off) and not any(off)
        if policy == "/AllOff":
            return not all(off)
        return bool(off) and all(off)


def _numbers(references: Any) -> set[int]:  # noqa: ANN401
    found = resolved(references)
    return (
        {getattr(ref, "idnum", 0) for ref in found[:10_000]} if isinstance(found, list) else set()
    )
