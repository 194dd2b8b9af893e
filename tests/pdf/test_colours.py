"""What colour operators paint."""

from __future__ import annotations

from typing import Any

import pytest
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from pipeline.pdf.colours import BLACK, WHITE, Colour, evaluate, in_space, initial, of_components


def pdf(value: Any) -> Any:
    """Give a value as pypdf has it: names begin with a slash."""
    if isinstance(value, str):
        return NameObject(value)
    if isinstance(value, bytes):
        return ByteStringObject(value)
    if isinstance(value, list):
        return ArrayObject([pdf(one) for one in value])
    if isinstance(value, dict):
        made = DictionaryObject() if "data" not in value else DecodedStreamObject()
        if "data" in value:
            made.set_data(value.pop("data"))  # type: ignore[attr-defined]
        made.update({NameObject(key): pdf(one) for key, one in value.items()})
        return made
    return NumberObject(value) if isinstance(value, int) else FloatObject(value)


def mixed(first: list[float], last: list[float]) -> dict[str, Any]:
    """Give a function from 0 to 1 between two colours."""
    return {"/FunctionType": 2, "/N": 1, "/C0": first, "/C1": last}


RED_TO_WHITE = mixed([1.0, 0.0, 0.0], [1.0, 1.0, 1.0])
ICC = {"data": b"", "/N": 3}


@pytest.mark.parametrize(
    ("components", "colour"),
    [
        ([0.5], (0.5, 0.5, 0.5)),
        ([0.1, 0.2, 0.3], (0.1, 0.2, 0.3)),
        ([0, 0, 0, 0], WHITE),
        ([0, 0, 0, 1], BLACK),
        ([1, 0, 0, 0], (0, 1, 1)),
        ([2], WHITE),
        ([-1], BLACK),
        ([0, 0], None),
    ],
)
def test_components_are_grey_rgb_or_cmyk(components: list[float], colour: Colour) -> None:
    assert of_components(components) == colour


@pytest.mark.parametrize(
    ("space", "values", "colour"),
    [
        ("/DeviceRGB", [1, 0, 0], (1, 0, 0)),
        ("/DeviceRGB", [1], None),
        (["/CalGray", {}], [1], WHITE),
        (["/ICCBased", ICC], [1, 1, 1], WHITE),
        (["/ICCBased", ICC], [1], None),
        (["/Lab", {}], [100, 0, 0], WHITE),
        (["/Lab", {}], [100, 60, 0], None),
        (["/Indexed", "/DeviceRGB", 1, b"\0\0\0\xff\xff\xff"], [1], WHITE),
        (["/Indexed", "/DeviceGray", 1, {"data": b"\0\xff"}], [1], WHITE),
        (["/Indexed", ["/ICCBased", ICC], 1, b"\0\0\0\xff\xff\xff"], [1], WHITE),
        (["/Indexed", ["/Lab", {}], 1, b"\0\0\0\xff\xff\xff"], [1], None),
        (["/Indexed", "/DeviceRGB", 1, {}], [1], None),
        (["/Separation", "/Paint", "/DeviceRGB", RED_TO_WHITE], [1], WHITE),
        (["/Separation", "/Paint", "/DeviceRGB", RED_TO_WHITE], [0], (1, 0, 0)),
        (["/Separation", "/None", "/DeviceRGB", RED_TO_WHITE], [1], None),
        (["/DeviceN", ["/None"], "/DeviceRGB", RED_TO_WHITE], [1], WHITE),
        (["/Pattern", "/DeviceRGB"], [1, 1, 1], None),
        ("/Pattern", [], None),
        ("/Unknown", [1], None),
        ([], [1], None),
        (["/ICCBased"], [1], None),
    ],
)  # fmt: skip
def test_components_stand_for_a_colour_of_their_space(
    space: Any, values: list[float], colour: Colour
) -> None:
    assert in_space(pdf(space), values) == colour


def test_spaces_that_rest_on_each_other_without_end_have_no_colour() -> None:
    space: Any = "/DeviceRGB"
    for deep in range(1, 8):
        space = ["/Separation", "/Ink", space, mixed([0.0], [1.0]) if deep > 1 else RED_TO_WHITE]
        assert (in_space(pdf(space), [1]) is None) == (deep > 4)


@pytest.mark.parametrize(
    ("space", "colour"),
    [
        ("/DeviceRGB", BLACK),
        ("/Pattern", None),
        (["/Separation", "/Ink", "/DeviceRGB", RED_TO_WHITE], WHITE),
        (["/DeviceN", ["/Ink"], "/DeviceRGB", RED_TO_WHITE], WHITE),
        (["/Separation", "/Ink"], None),
        (["/DeviceN"], BLACK),
        ([], BLACK),
    ],
)
def test_a_space_begins_with_a_colour(space: Any, colour: Colour) -> None:
    assert initial(pdf(space)) == colour


def test_a_function_mixes_by_its_exponent_and_has_defaults() -> None:
    square = mixed([0.0], [1.0]) | {"/N": 2}
    assert evaluate(pdf(square), [0.5]) == [0.25]
    assert evaluate(pdf({"/FunctionType": 2}), [0.5]) == [0.5]
    assert evaluate(pdf(square), [7]) == [1]


def test_a_function_of_samples_gives_the_nearest() -> None:
    sampled = {
        "/FunctionType": 0, "/BitsPerSample": 8, "/Size": [2, 2],
        "/Range": [0, 1, 0, 2], "data": b"\x00\x00\xff\x00\x00\xff\xff\xff",
    }  # fmt: skip
    assert evaluate(pdf(dict(sampled)), [1, 0]) == [1, 0]
    assert evaluate(pdf(dict(sampled)), [0.2, 0.9]) == [0, 2]


@pytest.mark.parametrize(
    "function",
    [{"/FunctionType": 4}, {"/FunctionType": 0, "/BitsPerSample": 16}, {"/FunctionType": 3}],
)
def test_functions_that_are_programs_are_refused(function: Any) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        evaluate(pdf(function), [1])
