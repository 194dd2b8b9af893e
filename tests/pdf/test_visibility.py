"""Whether text shows, by what is painted beneath and over it, and by layers."""

from __future__ import annotations

from typing import Any

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from pipeline.pdf.colours import BLACK, WHITE, Colour
from pipeline.pdf.geometry import Box
from pipeline.pdf.visibility import (
    COVERED,
    UNDER_IMAGE,
    Layers,
    Shapes,
    Text,
)

PAGE = Box(0, 0, 595, 842)
PLACE = Box(100, 400, 300, 410)
AROUND = Box(80, 390, 320, 430)
BLUE: Colour = (0.1, 0.1, 0.6)
OUTLINE = [(80.0, 390.0), (320.0, 390.0), (320.0, 430.0), (80.0, 430.0)]


def text(colour: Colour = BLACK, **more: Any) -> Text:
    given = {"order": 5, "box": PLACE, "blend": ""} | more
    return Text(colour=colour, **given)  # type: ignore[arg-type]


def why(one: Text, *fills: tuple[int, Box, Colour], solid: bool = True, path: Any = ()) -> str:
    shapes = Shapes(PAGE)
    for order, box, colour in fills:
        shapes.fill(order, box, colour, solid=solid, path=path)
    (reason,) = shapes.reasons([one])
    return reason


# ── beneath ──


def test_text_on_the_page_shows_unless_it_is_white() -> None:
    assert why(text()) == ""
    assert why(text(WHITE)) == "white on white"
    assert why(text((0.95, 0.95, 0.95))) == "white on white"
    assert why(text((0.9, 0.9, 0.9))) == ""
    assert why(text(None)) == ""


def test_text_on_a_shape_shows_by_its_colour() -> None:
    assert why(text(WHITE), (1, AROUND, BLUE)) == ""
    assert why(text(BLUE), (1, AROUND, BLUE)) == "in the colour of its background"
    assert why(text(BLUE), (1, AROUND, BLUE), (2, AROUND, WHITE)) == ""
    assert why(text(WHITE), (1, AROUND, None)) == ""
    assert why(text(WHITE), (1, AROUND, BLUE), solid=False) == ""


def test_a_shape_beneath_lies_under_most_of_the_text() -> None:
    for away in (
        AROUND._replace(left=150),
        AROUND._replace(right=250),
        AROUND._replace(bottom=420),
        AROUND._replace(top=400),
    ):
        assert why(text(WHITE), (1, away, BLUE)) == "white on white"
    assert why(text(WHITE), (1, AROUND._replace(left=110), BLUE)) == ""


def test_a_rule_is_no_background() -> None:
    assert why(text(WHITE), (1, Box(80, 404, 320, 406), BLUE)) == "white on white"


def test_a_path_holds_the_texts_line_to_be_beneath_it() -> None:
    assert why(text(WHITE), (1, AROUND, BLUE), path=OUTLINE) == ""
    triangle = [(80.0, 390.0), (320.0, 390.0), (200.0, 430.0)]
    assert why(text(WHITE), (1, AROUND, BLUE), path=triangle) == "white on white"


def test_a_blend_mode_has_a_colour_that_changes_nothing() -> None:
    assert why(text(WHITE, blend="/Multiply")) == "in a colour that blends away"
    assert why(text(BLACK, blend="/Screen")) == "in a colour that blends away"
    assert why(text(BLACK, blend="/Multiply")) == ""
    assert why(text(WHITE, blend="/Screen")) == ""
    assert why(text(WHITE, blend="/Normal")) == "white on white"


# ── over ──


def test_what_is_painted_later_hides_text_inside_it() -> None:
    assert why(text(), (9, AROUND, WHITE)) == COVERED
    assert why(text(), (9, AROUND, WHITE), solid=False) == ""
    assert why(text(), (9, AROUND._replace(left=150), WHITE)) == ""
    assert why(text(), (9, AROUND, WHITE), path=OUTLINE) == COVERED
    assert (
        why(text(), (9, AROUND, WHITE), path=[(80.0, 405.0), (320.0, 405.0), (200.0, 430.0)]) == ""
    )


def test_an_image_hides_what_is_under_it_if_it_is_solid() -> None:
    for solid, reason in ((True, UNDER_IMAGE), (False, "")):
        shapes = Shapes(PAGE)
        shapes.image(9, AROUND, solid=solid)
        assert shapes.reasons([text()]) == [reason]


def test_text_on_an_image_shows() -> None:
    shapes = Shapes(PAGE)
    shapes.image(1, AROUND, solid=True)
    assert shapes.reasons([text(WHITE)]) == [""]


def test_only_the_last_of_many_shapes_are_remembered() -> None:
    many = [(2, Box(10, 10, 20, 20), BLUE)] * 8001
    assert why(text(WHITE), (1, AROUND, BLUE), *many) == "white on white"
    assert why(text(WHITE), *many, (3, AROUND, BLUE)) == ""


def test_texts_are_held_against_so_many_shapes_at_most() -> None:
    shapes = Shapes(PAGE)
    shapes.fill(1, AROUND, BLUE, solid=True)
    for _ in range(3999):
        shapes.fill(2, AROUND._replace(left=310), BLUE, solid=True)
    reasons = shapes.reasons([text(BLUE)] * 1000)
    assert (reasons[0], reasons[-1]) == ("in the colour of its background", "")


# ── layers ──


def reference(number: int, groups: dict[int, Any]) -> Any:
    class Document:
        def get_object(self, one: Any) -> Any:
            return groups.get(one.idnum)

    return IndirectObject(number, 0, Document())


def dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject("/" + key): value for key, value in entries.items()})


class Document:
    """Layers 1 and 2 of a document, by default all on."""

    def __init__(self, viewed_off: tuple[int, ...] = (), **default: Any) -> None:
        off = dictionary(View=dictionary(ViewState=NameObject("/OFF")))
        self.groups: dict[int, Any] = {
            n: dictionary(Usage=off) if n in viewed_off else dictionary() for n in (1, 2)
        }
        properties = dictionary(OCGs=self.layers(1, 2), D=dictionary(**default))
        self.read = Layers(dictionary(OCProperties=properties))

    def layers(self, *numbers: int) -> ArrayObject:
        return ArrayObject([reference(number, self.groups) for number in numbers])

    def off(self) -> list[int]:
        return [n for n in (1, 2) if self.read.are_off(reference(n, self.groups))]


def references(*numbers: int) -> ArrayObject:
    return ArrayObject([reference(number, {}) for number in numbers])


def test_the_default_configuration_switches_layers_off() -> None:
    assert Document().off() == []
    assert Document(OFF=references(1)).off() == [1]
    off = NameObject("/OFF")
    assert Document(BaseState=off).off() == [1, 2]
    assert Document(BaseState=off, ON=references(2)).off() == [1]


def test_a_layer_that_is_off_in_view_is_off_where_that_is_followed() -> None:
    assert Document((2,)).off() == []
    assert Document((2,), AS=ArrayObject([dictionary()])).off() == [2]


def test_a_document_without_layers_has_none_off() -> None:
    for catalog in (
        dictionary(),
        dictionary(OCProperties=NameObject("/x")),
        dictionary(OCProperties=dictionary()),
        dictionary(OCProperties=dictionary(D=dictionary(OFF=NameObject("/x")))),
    ):
        assert not Layers(catalog).are_off(reference(1, {}))
    assert not Document(OFF=references(1)).read.are_off(None)


@pytest.mark.parametrize(
    ("policy", "members", "is_off"),
    [
        (None, (1,), True),
        (None, (1, 2), False),
        (None, (2,), False),
        ("/AnyOn", (1,), True),
        ("/AllOn", (1, 2), True),
        ("/AllOn", (2,), False),
        ("/AnyOff", (2,), True),
        ("/AnyOff", (1, 2), False),
        ("/AnyOff", (), False),
        ("/AllOff", (1,), False),
        ("/AllOff", (1, 2), True),
        (None, (), False),
    ],
)
def test_a_membership_is_off_by_its_policy(
    policy: str | None, members: tuple[int, ...], is_off: bool
) -> None:
    document = Document(OFF=references(1))
    membership = dictionary(OCGs=document.layers(*members))
    if policy:
        membership[NameObject("/P")] = NameObject(policy)
    assert document.read.are_off(membership) == is_off


def test_a_membership_of_one_layer_needs_no_list() -> None:
    document = Document(OFF=references(1))
    for number, is_off in ((1, True), (2, False)):
        one = dictionary(OCGs=reference(number, document.groups))
        assert document.read.are_off(one) == is_off
    assert not document.read.are_off(dictionary())
