"""Marks of days and months as logs write them: read, and written again with another date."""

from __future__ import annotations

import datetime

import pytest

from pipeline.log import day_marks

DAY = datetime.date(2024, 1, 6)
SUNDAY = datetime.date(2024, 11, 3)


@pytest.mark.parametrize("line", [
    "## 2024.1.6", "2024.1.6", "2024-01-06", "# 2024/01/06", "## 2024年1月6日", "- **2024/01/06, Saturday.**", "* 2024.1.6:", "__2024.1.6__",
    "# Jan 6, 2024", "# January 6th, 2024", "Jan. 6 2024", "2024.1.6 (周六)", "2024-01-06 星期六", "2024-01-06, Sat", "## 2024.1.6 two papers of today",
    "\ufeff## 2024.1.6", "\ufeff2024.1.6",
])  # fmt: skip
def test_a_days_mark_is_a_heading_an_item_or_a_line_that_is_a_date(line: str) -> None:
    assert day_marks.day_of(line) == DAY


@pytest.mark.parametrize("line", [
    "2024.1.6 was a good day", "on 2024.1.6", "- 2024.1.6 two papers", "2024.1.61", "2024.13.6", "2024.2.30", "2024.1", "24.1.6", "2124.1.6",
    "Foo 6, 2024", "jan 6, 2024", "  2024.1.6", "#2024.1.6 x", "> 2024.1.6", "",
])  # fmt: skip
def test_prose_and_what_is_no_date_mark_no_day(line: str) -> None:
    assert day_marks.day_of(line) is None


@pytest.mark.parametrize("line", [
    "# 2024.1", "## 2024-01", "# 2024/1: read 36 papers", "# 2024年1月", "# 2024年1月 读书", "# Jan 2024", "### January, 2024", "# **2024.1**",
    "\ufeff# 2024.1",
])  # fmt: skip
def test_a_months_mark_is_a_heading_and_dated_on_its_first_day(line: str) -> None:
    assert day_marks.month_of(line) == datetime.date(2024, 1, 1)


@pytest.mark.parametrize(
    "line",
    ["2024.1", "- 2024.1", "# 2024.13", "# 2024.1.6", "# Foo 2024", "# in Jan 2024", "# 24.1"],
)
def test_what_is_no_heading_or_no_month_marks_none(line: str) -> None:
    assert day_marks.month_of(line) is None


@pytest.mark.parametrize(("line", "padded"), [
    ("## 2024-01-26", True), ("## 2024.12.06", True), ("# 2024年01月", True), ("## 2024.1.6", False), ("## 2024.12.16", False), ("## 2024.10.20", False),
])  # fmt: skip
def test_a_nought_before_a_number_below_ten_is_told(line: str, padded: bool) -> None:
    assert day_marks.is_padded(line) is padded


@pytest.mark.parametrize(("line", "other"), [
    ("## 2024.1.6", "## 2024.11.3"), ("2024/1-6", "2024/11-3"), ("## 2024年1月6日", "## 2024年11月3日"), ("## 2024年1月6", "## 2024年11月3"),
    ("# 2024.1", "# 2024.11"), ("# 2024年1月", "# 2024年11月"), ("- **2024/1/6, Saturday.**", "- **2024/11/3, Sunday.**"),
    ("2024.1.6, Sat", "2024.11.3, Sun"), ("2024.1.6（周六）", "2024.11.3（周日）"), ("2024.1.6 星期六", "2024.11.3 星期日"),
    ("# Jan 6, 2024", "# Nov 3, 2024"), ("# January 6th, 2024", "# November 3, 2024"), ("# Jan 2024", "# Nov 2024"), ("# January 2024", "# November 2024"),
    ("**2024.1.6** a remark", "**2024.11.3"), ("__2024.1.6__", "__2024.11.3__"), ("## 2024.1.6 a remark", "## 2024.11.3"),
    ("\ufeff## 2024.1.6", "## 2024.11.3"), ("## 2024-01\ufeff.", "## 2024-11"),
])  # fmt: skip
def test_a_mark_is_written_again_in_its_own_way_with_its_weekday_right_and_without_remarks(
    line: str, other: str
) -> None:
    assert day_marks.rewritten(line, SUNDAY, padded=False) == other


@pytest.mark.parametrize(("line", "other"), [
    ("## 2024-01-06", "## 2024-11-03"), ("# 2024年01月", "# 2024年11月"), ("# Jan 6, 2024", "# Nov 3, 2024"),
])  # fmt: skip
def test_a_padded_mark_has_two_digits_and_a_month_in_words_none(line: str, other: str) -> None:
    assert day_marks.rewritten(line, SUNDAY, padded=True) == other


def test_a_line_without_a_date_cannot_be_written_again() -> None:
    with pytest.raises(ValueError, match="no date in '# Notes'"):
        day_marks.rewritten("# Notes", DAY, padded=False)
