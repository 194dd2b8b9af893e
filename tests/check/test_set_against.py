"""Two numbers that a sentence says a third one to be made of."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = (
    "Lark has 81.2 and Finch 84.7, Wren 85.9. Some have 85. Nobody has 2.5, or 7.3%, or 9.9 of it."
)


def told(said: str, quote: str = "Lark has 81.2 and Finch 84.7, Wren 85.9.") -> list[str]:
    findings = found(said, PAGE, quote=quote)
    return [one.words for one in findings if "not what they make" in one.message]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("从 81.2 升到 84.7，提升 2.5", ["2.5"]),
        ("从 81.2 升到 84.7，提升 3.5", []),
        ("由 Lark 的 81.2 升到 Finch 的 84.7（相对提升 7.3%）", ["7.3%"]),
        ("提升 2.5 个点（从 81.2 到 84.7）", ["2.5"]),
        ("相对提升 3.5%（81.2%→84.7%）", ["3.5%"]),  # that is points
        ("提升 3.5%（81.2%→84.7%）", []),
        ("Finch 为 85，比 Lark（81.2）高 4.8 个点", ["4.8"]),
        ("Finch 为 85，比 Lark（81.2）高 3.5 个点", []),  # 85 may be 84.7
        ("Finch 为 84.7%，Lark 只有 81.2%，领先 2.5 个点", ["2.5"]),
        ("Finch 为 84.7%，Lark 只有 81.2%，领先 3.5 个点", []),
        ("It goes from 81.2 to 84.7, a relative gain of about 7.3%", ["7.3%"]),
        ("It goes from 81.2 to 84.7, a relative gain of about 4%", []),
        ("Finch (84.7) is 2.5 points above Lark (81.2).", ["2.5"]),
        ("Finch edges it out by 2.5 points (84.7 vs. 81.2).", ["2.5"]),
        ("Finch 为 84.7，比 Lark（81.2）高 2.5 个点", ["2.5"]),
        ("Wren 为 85.9，优于 Finch 的 84.7，比 Lark 的 81.2 高 4.7 个点", []),  # of the first
        ("Finch gains 2.5 points on it (81.2 to 84.7)", ["2.5"]),
        ("Finch gains 3.5 points on it (81.2 to 84.7)", []),
        ("Finch has 84.7, 9.9 times the 81.2 of Lark", ["9.9 times"]),
        ("Finch has 84.7, 1.04 times the 81.2 of Lark", []),
        ("Finch 为 84.7，Lark 为 81.2，比别的鸟高 2.5 个点", []),  # of a third
    ],
)
def test_a_change_is_what_the_two_make_that_it_is_said_of(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_what_the_quote_has_is_right_whatever_two_make() -> None:
    quote = "Nobody has 2.5, or 7.3%, or 9.9 of it."
    assert told("从 81.2 升到 84.7，提升 2.5", quote) == []
