"""Comparisons of two names against the rows of a table."""

from __future__ import annotations

import pytest

from tests.check.test_cells import Made, paper, told

SCORES: Made = (
    "Table 1: Results on the test set.",
    ("Reader", "EM", "Error rate", "Params (M)"),
    [("LarkNet", "29.9", "12.1", "3.22"), ("FinchNet V3", "36.6", "10.4", "0.51"),
     ("Ours > WrenNet", "41.1", "8.8", "0.47")],
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "LarkNet 的 EM 高于 FinchNet V3。",
        "FinchNet V3 的 EM 低于 LarkNet。",
        "LarkNet beats WrenNet in EM.",
        "WrenNet 的 error rate 高于 LarkNet。",
        "只用 WrenNet 不如 LarkNet。",
    ],
)
def test_a_comparison_that_the_rows_have_the_other_way_is_marked(said: str) -> None:
    assert told(said, paper(SCORES))


@pytest.mark.parametrize(
    "said",
    [
        "LarkNet 的 EM 低于 FinchNet V3。",
        "WrenNet beats LarkNet in EM.",
        "LarkNet 的 error rate 高于 WrenNet。",
        "只用 WrenNet 也优于 LarkNet。",
        "LarkNet 高于 FinchNet V3。",  # in what is not said
        "LarkNet 的 EM 高于 SparrowNet。",
        "LarkNet is not better than TealNet.",
    ],
)
def test_what_the_rows_have_as_it_is_said_or_not_at_all_is_none(said: str) -> None:
    marks = told(said, paper(SCORES, more=" SparrowNet and TealNet are others"))
    assert marks == []


def test_a_table_that_was_not_made_out_proves_nothing() -> None:
    assert told("LarkNet 的 EM 高于 FinchNet V3。", paper(SCORES, made_out=False)) == []
