from __future__ import annotations

import pytest

from pipeline.extract.characters import clean


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ", "ff fi fl ffi ffl st st"),
        ("x² and H₂O and ½ and ™", "x² and H₂O and ½ and ™"),
        ("a\u00a0b\u2009c\u202fd\u3000e  f\tg", "a b c d e f g"),
        ("\ufffe\uffffn\x01u\x7fl\udfff", "nul"),
        ("Größe naïve ﬁancée", "Größe naïve fiancée"),
        ("e\u0301tude", "étude"),
        ("soft\u00adhyphen \ufe00", "softhyphen"),
        ("𝐻 and 𝑙 + 𝟏 of 𝜃", "H and l + 1 of θ"),
        ("⽅⾔", "方言"),
        (" ", ""),
    ],
)
def test_a_line_is_cleaned_and_its_meaning_stays(raw: str, read: str) -> None:
    assert clean(raw) == read
    assert clean(read) == read


def test_a_sign_without_accents_is_not_composed_to_another() -> None:
    assert clean("\u212b") == "\u212b"


def test_radicals_that_are_whole_characters_are_these() -> None:
    assert clean("⽅法与⼈⺠的⻛⻢") == "方法与人民的风马"
