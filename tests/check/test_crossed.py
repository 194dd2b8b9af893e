"""Numbers that have each other's words."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "Lark reaches 61.4 ± 0.21 (stat.) ± 0.11 (syst.) letters with stacked readers."


def told(said: str, quote: str = QUOTE) -> list[str]:
    findings = found(said, quote, quote=quote)
    return [one.words for one in findings if "the other way round" in one.message]


def test_two_numbers_with_each_others_words_are_contradicted() -> None:
    assert len(told("Lark 为 61.4，统计误差 0.11，系统误差 0.21")) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Lark 为 61.4，统计误差 0.21，系统误差 0.11",
        "Lark 为 61.4，系统误差 0.11，统计误差 0.21",
        "统计与系统误差分别为 0.11 与 0.21",  # in turn: read elsewhere
        "Lark 为 61.4，两项误差为 0.11 与 0.21",
    ],
)
def test_another_order_and_numbers_without_words_are_none(said: str) -> None:
    assert told(said) == []


def test_where_any_two_words_have_kept_their_numbers_nothing_is_told() -> None:
    quote = "Lark takes 21 days for letters, Finch takes 35 days for parcels."
    assert told("Lark 的 letters 用 35 天，Finch 的 parcels 用 21 天", quote) != []
    assert told("letters 由 Lark 用 21 天，parcels 由 Finch 用 35 天", quote) == []


def test_a_share_of_a_whole_is_one_expression() -> None:
    quote = "Of patients, 1 in 5 finds a mistake in the letters of nurses."
    assert told("每 5 位患者就有 1 位发现 letters 有错", quote) == []


LISTS = "Of letters and parcels 35 and 21 are read. Lark is for notes, and Finch is for cards."


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("letters 为 35，parcels 为 21", False),
        ("letters 为 21，parcels 为 35", True),
        ("parcels 为 21，letters 为 35", False),
    ],
)
def test_two_lists_of_the_paper_are_read_in_turn(said: str, is_told: bool) -> None:
    assert bool(told(said, LISTS)) == is_told


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("LarkReader 读 Notes，FinchReader 读 Cards", False),
        ("LarkReader 读 Cards，FinchReader 读 Notes", True),
        ("Cards 由 FinchReader 读，Notes 由 LarkReader 读", False),
        ("LarkReader 和 FinchReader 读 Cards 和 Notes", False),
    ],
)
def test_names_stand_with_their_own(said: str, is_told: bool) -> None:
    quote = "Here LarkReader reads Notes, and FinchReader reads Cards."
    assert bool(told(said, quote)) == is_told


def test_another_sentence_with_both_numbers_is_asked_too() -> None:
    page = "We have it in this paper today. In all 35 users read 21 items there."
    findings = found("共有 21 users 与 35 items", page)
    assert any("the other way round" in one.message for one in findings)
