"""Tell why text on a PDF's page does not show.

Its colour is held against what is painted beneath it, and its place against what is painted over it
later. The walk over the page (reader.py) tells of every shape, image and run of text in the order
of painting. Rules of a PDF's graphics state: ISO 32000-1, 8.4 (state), 8.11 (optional content), 9.3
(text state), 11.3 (transparency).

The eye (ink.py) finds whatever leaves no ink, and looks first. Each rule was left out in turn over
all the made ways of hiding: without "tiny" a way is told no more, its letters being a line of ink;
without those of clips and of the page's edge, cropped figures are told that are honest. Without any
other, of colours, blending, covers, opacity, render modes, layers or blank glyphs, all is found and
told still. Those remain for what they say: a scan's text layer shows although it leaves no ink,
text that is white or covered there does not; a figure may cover its labels. They decide alone where
a page cannot be painted, or a run's glyphs cannot be looked at. Soft masks have no rule any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.pdf.colours import WHITE, Colour
from pipeline.pdf.geometry import Box, both, holds
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
_LEAST_SIDE = 3.0
"""Points of a shape's sides at least: rules hide nothing."""
_INNER, _INNER_POINTS = 0.1, 0.5
"""Share of a text's width, and points, that may stand out of a shape on each side."""
_WHITE = 0.9
"""The least red, green or blue of a colour that is called white."""
_MOST_GROUPS, _MOST_MEMBERS = 1000, 10_000
"""Layers of a document, and layers of a list, that are looked at."""
_NEUTRAL: dict[str, tuple[float, float, float]] = {
    **dict.fromkeys(("/Multiply", "/Darken", "/ColorBurn"), (1.0, 1.0, 1.0)),
    **dict.fromkeys(
        ("/Screen", "/Lighten", "/ColorDodge", "/Difference", "/Exclusion"), (0.0, 0.0, 0.0)
    ),
}
"""The colour that changes nothing, by blend mode."""


class Text(NamedTuple):
    """A run of text as far as it matters here.

    `order` is its place among all that is painted, `blend` its blend mode.
    """

    order: int
    box: Box
    colour: Colour
    blend: str


class _Paint(NamedTuple):
    """A filled shape or an image: its box, its colour (None: unknown), and whether it hides.

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

    def image(self, order: int, box: Box, *, solid: bool) -> None:
        """Take note of an image."""
        box = both(box, self._crop)
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
        """Take note of a filled shape, a rectangle unless it has a `path`.

        One that is not solid lets through what is beneath.
        """
        box = both(box, self._crop)
        self._add(_Paint(order, box, colour if solid else None, solid, image=False, path=path))

    def _add(self, paint: _Paint) -> None:
        if min(paint.box.width, paint.box.height) > _LEAST_SIDE:
            self._paints.append(paint)
            if len(self._paints) > 2 * _MOST_SHAPES:
                del self._paints[:-_MOST_SHAPES]

    def reasons(self, texts: Sequence[Text]) -> list[str]:
        """Give for each text why it does not show, or an empty string."""
        bands: defaultdict[int, list[_Paint]] = defaultdict(list)
        for paint in self._paints:
            for band in range(int(paint.box.bottom // _BAND), int(paint.box.top // _BAND) + 1):
                bands[band].append(paint)
        return [
            self._by_paints(text, bands.get(int(_middle(text.box) // _BAND), ())) for text in texts
        ]

    def _by_paints(self, text: Text, paints: Sequence[_Paint]) -> str:
        """Give why a text does not show by what is painted at its height."""
        self._looks += len(paints)
        if self._looks > _MOST_LOOKS:
            return _by_colour(text, WHITE)
        inner, middle = _inner(text.box), _middle(text.box)
        line = inner._replace(bottom=middle, top=middle)
        beneath: Colour = WHITE
        for paint in paints:
            left, bottom, right, top = paint.box
            if left > line.left or right < line.right or not bottom <= middle <= top:
                continue
            earlier = paint.order < text.order
            if not earlier and not paint.hides:
                continue
            if paint.path and not holds(paint.path, line if earlier else inner):
                continue
            if not earlier:
                return UNDER_IMAGE if paint.image else COVERED
            beneath = paint.colour
        return _by_colour(text, beneath)


def _middle(box: Box) -> float:
    return (box.bottom + box.top) / 2


def _inner(box: Box) -> Box:
    """Give the part of a text's box that has to lie on a shape, or under it."""
    slack = _INNER * box.width + _INNER_POINTS
    return box._replace(left=box.left + slack, right=box.right - slack)


def _by_colour(text: Text, beneath: Colour) -> str:
    """Give why a text does not show on a colour, or an empty string."""
    if text.colour is None:
        return ""
    if text.colour == _NEUTRAL.get(text.blend):
        return "in a colour that blends away"
    if beneath is None or text.blend not in ("", "/Normal", "/Compatible"):
        return ""
    if max(abs(a - b) for a, b in zip(beneath, text.colour, strict=True)) > _NEAR:
        return ""
    return "white on white" if min(beneath) > _WHITE else "in the colour of its background"


INVISIBLE = "invisible render mode"
TRANSPARENT = "transparent"
UNDER_IMAGE = "under an image"
COVERED = "under a shape"


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
        for reference in list(resolved(properties.get("/OCGs")) or ())[:_MOST_GROUPS]:
            if self._off_in_view(resolved(reference)) and resolved(default.get("/AS")):
                numbers.add(getattr(reference, "idnum", 0))
        self._off = frozenset(numbers - {0})

    @staticmethod
    def _off_in_view(group: Any) -> bool:  # noqa: ANN401 - pypdf's objects
        usage = resolved(group.get("/Usage")) if isinstance(group, Mapping) else None
        view = resolved(usage.get("/View")) if isinstance(usage, Mapping) else None
        return isinstance(view, Mapping) and view.get("/ViewState") == "/OFF"

    def are_off(self, group: Any) -> bool:  # noqa: ANN401
        """Tell whether a group, or a membership of several by its policy, is switched off.

        `group` is as it stands: a reference.
        """
        if group is None or not self._off:
            return False
        if getattr(group, "idnum", 0) in self._off:
            return True
        found = resolved(group)
        if not isinstance(found, Mapping) or "/OCGs" not in found:
            return False
        return self._is_off_by_policy(found)

    def _is_off_by_policy(self, membership: Any) -> bool:  # noqa: ANN401
        """Tell whether a membership is switched off (ISO 32000-1, table 99).

        Its policy says which of its layers are to be on, or off, for it to show.
        """
        members: Any = membership.raw_get("/OCGs")
        several = resolved(members)
        references = several if isinstance(several, list) else [members]
        off = [getattr(reference, "idnum", 0) in self._off for reference in references]
        policy = membership.get("/P", "/AnyOn")
        if policy == "/AllOn":
            return any(off)
        if policy == "/AnyOff":
            return bool(off) and not any(off)
        if policy == "/AllOff":
            return not all(off)
        return bool(off) and all(off)


def _numbers(references: Any) -> set[int]:  # noqa: ANN401
    """Give the object numbers of a list of references."""
    found = resolved(references)
    if not isinstance(found, list):
        return set()
    return {getattr(ref, "idnum", 0) for ref in found[:_MOST_MEMBERS]}
