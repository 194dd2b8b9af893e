"""What rises in a point and falls in its quote."""

from __future__ import annotations

import pytest

from tests.support.checked import found

LARGER = "Constraining all yields to their values results in a mass that is about 70 MeV larger"
LESS = "Figure 5 shows how the increase in dark matter diminishes the amplitude of the waves"
DENSITY = "The decrease in graph density suggests that there are fewer inputs in recent years"
MORE = "When the number of layers increases, the training error drops in all of our runs"


def told(said: str, quote: str) -> list[str]:
    return [one.words for one in found(said, f"{quote}.", quote=quote) if one.kind == "direction"]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Fixing all yields to their values lowers the mass by about 70 MeV.", LARGER),
        ("把所有产额固定后质量反而降低约 70 MeV。", LARGER),
        ("Adding dark matter raises the amplitude of the waves.", LESS),
        ("图密度逐年上升。", DENSITY),
        ("层数增加时，训练误差上升。", MORE),
        ("More layers increase the training error.", MORE),
    ],
)
def test_what_goes_the_other_way_is_marked(said: str, quote: str) -> None:
    assert told(said, quote)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Fixing all yields to their values raises the mass by about 70 MeV.", LARGER),
        # the other side of the same comparison
        ("Leaving them free gives a mass that is 70 MeV lower than with all yields.", LARGER),
        ("Adding dark matter lowers the amplitude of the waves.", LESS),
        ("图密度逐年下降。", DENSITY),
        ("层数增加时，训练误差下降。", MORE),
        ("训练误差先下降，后来训练误差上升。", MORE),
        ("It does not increase the training error.", MORE),
    ],
)
def test_what_goes_the_same_way_or_both_is_none(said: str, quote: str) -> None:
    assert told(said, quote) == []
