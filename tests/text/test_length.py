from __future__ import annotations

import pytest

from pipeline.text.length import length


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("模型，CLIP 很好", "zh", 9),
        ("a b\n c", "zh", 3),
        ("We propose\nGLIP, a model.", "en", 5),
        ("", "zh", 0),
        (" ", "en", 0),
    ],
)
def test_chinese_is_counted_in_characters_and_english_in_words(
    text: str, language: str, count: int
) -> None:
    assert length(text, language) == count
