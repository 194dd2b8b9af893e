"""What a drafter fills in."""

from __future__ import annotations

import pytest

from tests.support.records import draft


@pytest.mark.parametrize(
    "month",
    [
        "2024.03",
        "2024/3",
        "2024年 3 月",
        "Mar 2024",
        "Mar. 2024",
        "March, 2024",
        "2024.3.5",
        "2024-03-05",
    ],
)
def test_a_month_is_read_in_every_usual_form(month: str) -> None:
    assert draft(month=month).lead.year_month == (2024, 3)


@pytest.mark.parametrize(
    "month", ["2024", "2024.0", "2024.13", "2024.123", "12024.3", "Mars 1", "3", "soon"]
)
def test_what_is_no_month_is_none(month: str) -> None:
    assert draft(month=month).lead.year_month is None
