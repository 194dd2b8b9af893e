"""Which numbers tell something, and when the paper gives one to a rival of the name it is said of."""

from __future__ import annotations

import pytest

from pipeline.check.quantities import quantities
from pipeline.check.rivals import tells
from tests.support.checked import reasons


@pytest.mark.parametrize(
    ("written", "is_telling"),
    [("61.4", True), ("27M", True), ("5%", True), ("5", False), ("2017", False), ("two", False)],
)
def test_a_count_of_a_few_and_a_year_stand_with_anything(written: str, is_telling: bool) -> None:
    (number,) = quantities(written)
    assert tells(number) is is_telling


FILLING = "It is said so. " * 20


def test_a_number_of_a_rival_is_contradicted_where_the_named_one_has_another() -> None:
    paper = f"It reaches 61.4 on LongRead. {FILLING}Others reach 70.1 on OtherRead."
    assert reasons("LongRead 上 70.1", paper) == [("pair", "contradicted", "doubt")]


def test_a_number_without_a_rival_beside_it_is_apart_and_no_mark() -> None:
    paper = f"It reaches 61.4 on LongRead. {FILLING}There 70.1 were reached."
    assert reasons("LongRead 上 70.1", paper) == [("pair", "apart", "note")]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("LongRead 上 70.1", ["contradicted"]),
        ("LongRead 加 OtherRead 上 70.1", ["apart"]),  # of which of the two cannot be told
        ("Lark 上 70.1", ["apart"]),
    ],
)
def test_only_a_name_of_its_kind_is_a_rival(said: str, reason: list[str]) -> None:
    paper = f"Lark reaches 61.4. LongRead reaches 61.5. {FILLING}Others reach 70.1 on OtherRead."
    assert [why for _, why, _ in reasons(said, paper)] == reason


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("OtherRead beats the previous best by 17.1.", "apart"),
        ("OtherRead beats Lark by 17.1.", "contradicted"),
    ],
)
def test_what_a_gain_is_over_may_be_left_unnamed(sentence: str, reason: str) -> None:
    paper = f"LongRead, OtherRead. LongRead has 16.4 there. {FILLING}{sentence}"
    assert [why for _, why, _ in reasons("LongRead 上 17.1", paper, quote=sentence)] == [reason]
