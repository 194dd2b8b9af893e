"""The characters of Chinese, Japanese and Korean."""

from __future__ import annotations

import re

import pytest

from pipeline.text.cjk import CJK, CJK_MARKS, HANGUL, has_cjk, without_gaps


@pytest.mark.parametrize("text", ["模型", "in 中 it", "ひらがな", "カタカナ", "㐂", "豈"])
def test_kana_and_chinese_characters_are_found(text: str) -> None:
    assert has_cjk(text)


@pytest.mark.parametrize("text", ["", "model", "（，。）", "한국어", "é", "Ω"])
def test_marks_and_other_scripts_are_none(text: str) -> None:
    assert not has_cjk(text)


def test_marks_and_korean_have_classes_of_their_own() -> None:
    assert re.fullmatch(f"[{CJK_MARKS}]+", "（，。）：！ＡＢ")
    assert re.fullmatch(f"[{HANGUL}]+", "한국어")
    assert not re.search(f"[{CJK}{CJK_MARKS}{HANGUL}]", "Latin, (and) Ωmega")


@pytest.mark.parametrize(("text", "closed"), [
    ("好。 也快。", "好。也快。"), ("好。  GLIP 好", "好。GLIP 好"), ("快， 也好", "快，也好"), ("快， GLIP", "快， GLIP"), ("用 GLIP 做", "用 GLIP 做"),
    ("It is. Good", "It is. Good"), ("（见表） 好", "（见表）好"), ("好。 ", "好。 "), ("", ""),
])  # fmt: skip
def test_no_gap_is_left_between_chinese_sentences(text: str, closed: str) -> None:
    assert without_gaps(text) == closed
