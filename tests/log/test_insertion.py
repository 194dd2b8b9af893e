"""An entry goes where this log would put it, and no byte around it changes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.log import insertion, reading_log
from tests.support.logs import texts

ENTRY = "《X: a new paper》\n\n2022.6 的一篇文章\n\n1. a\n2. b\n"
DAY = datetime.date(2024, 1, 6)


def inserted(text: str, day: datetime.date = DAY, entry: str = ENTRY) -> str:
    return insertion.insert(text, insertion.plan(reading_log.read(text), entry, day))


def days(text: str) -> list[str]:
    return [f"{mark.date:%Y.%m.%d}" for mark in reading_log.read(text).days]


@given(texts, st.dates(datetime.date(1991, 1, 1), datetime.date(2090, 12, 31)))
def test_an_insertion_changes_no_byte_of_anything_around_it(text: str, day: datetime.date) -> None:
    plan = insertion.plan(reading_log.read(text), ENTRY, day)
    after = insertion.insert(text, plan)
    assert after[: plan.at] + after[plan.at + len(plan.text) :] == text
    assert "《X: a new paper》" in plan.text


@pytest.mark.parametrize(
    ("log", "day", "after"),
    [
        ("", DAY, "## 2024.1.6\n\n" + ENTRY),
        ("# My log\n", DAY, "# My log\n\n## 2024.1.6\n\n" + ENTRY),
        ("# 2024.1\n\n## 2024.1.6\n\n《A》\n\ntext", DAY, "# 2024.1\n\n## 2024.1.6\n\n《A》\n\ntext\n\n" + ENTRY),
        (
            "# 2024.1\n\n## 2024.1.7\n\n《A》\n\n## 2024.1.2\n\n《B》\n",
            DAY,
            "# 2024.1\n\n## 2024.1.7\n\n《A》\n\n## 2024.1.6\n\n" + ENTRY + "\n## 2024.1.2\n\n《B》\n",
        ),
        ("## 2023-12-30\n\n《A》\n\n## 2024-01-05\n\n《B》\n", DAY, "## 2023-12-30\n\n《A》\n\n## 2024-01-05\n\n《B》\n\n## 2024-01-06\n\n" + ENTRY),
        ("# 2023年12月\n\n## 2023年12月5日\n\n《A》\n", DAY, "# 2024年1月\n\n## 2024年1月6日\n\n" + ENTRY + "\n# 2023年12月\n\n## 2023年12月5日\n\n《A》\n"),
        ("## Jan 7, 2024\n\n《A》\n\n## Jan 2, 2024\n", DAY, "## Jan 7, 2024\n\n《A》\n\n## Jan 6, 2024\n\n" + ENTRY + "\n## Jan 2, 2024\n"),
        ("- **2024/01/05, Friday.**\n\n- **2024/01/08, Monday.**\n", DAY,
         "- **2024/01/05, Friday.**\n\n- **2024/01/06, Saturday.**\n\n" + ENTRY + "\n- **2024/01/08, Monday.**\n"),
        ("# 2024.3\n\n## 2023.3.22\n\n《A》\n", datetime.date(2024, 3, 30), "# 2024.3\n\n## 2024.3.30\n\n" + ENTRY + "\n## 2023.3.22\n\n《A》\n"),
        ("# 2024.2\n", DAY, "# 2024.2\n\n# 2024.1\n\n## 2024.1.6\n\n" + ENTRY),
        ("# To read\n\n- [ ] a\n", DAY, "# To read\n\n- [ ] a\n\n# 2024.1.6\n\n" + ENTRY),
        ("## To read\n\n- [ ] a\n\n# Log\n", DAY, "## To read\n\n- [ ] a\n\n# Log\n\n## 2024.1.6\n\n" + ENTRY),
        ("# 2024.2\n\n- A\n", DAY, "# 2024.2\n\n- A\n\n# 2024.1\n\n" + ENTRY),
        ("# 2024.1\n\n- A\n\n# 2023.1\n", DAY, "# 2024.1\n\n- A\n\n" + ENTRY + "\n# 2023.1\n"),
        ("## 2023\n\n### 2023/5\n\n**2023/5/6**\n\n《A》\n", DAY,
         "## 2024\n\n### 2024/1\n\n**2024/1/6**\n\n" + ENTRY + "\n## 2023\n\n### 2023/5\n\n**2023/5/6**\n\n《A》\n"),
        ("## 2024\n\n### 2024/5\n\n**2024/5/6**\n\n《A》\n\n## 2023\n\n### 2023/5\n", DAY,
         "## 2024\n\n### 2024/5\n\n**2024/5/6**\n\n《A》\n\n### 2024/1\n\n**2024/1/6**\n\n" + ENTRY + "\n## 2023\n\n### 2023/5\n"),
        ("## 2024\n\n### 2024/1\n\n**2024/1/6**\n\n《A》\n\n## 2023\n\n### 2023/5\n", DAY,
         "## 2024\n\n### 2024/1\n\n**2024/1/6**\n\n《A》\n\n" + ENTRY + "\n## 2023\n\n### 2023/5\n"),
        ("## 2024\n\n### 2024/1\n\n**2024/1/7**\n\n《A》\n\n## 2023\n\n### 2023/5\n", DAY,
         "## 2024\n\n### 2024/1\n\n**2024/1/7**\n\n《A》\n\n**2024/1/6**\n\n" + ENTRY + "\n## 2023\n\n### 2023/5\n"),
        ("## 2024\n\n### 2024/1\n\n- A\n\n## 2023\n\n### 2023/5\n", DAY,
         "## 2024\n\n### 2024/1\n\n- A\n\n" + ENTRY + "\n## 2023\n\n### 2023/5\n"),
    ],
    ids=["empty", "no-days", "same-day", "newest-first", "oldest-first", "chinese", "english", "list", "odd-year", "months-only",
         "list-at-the-end", "no-days-below-a-list", "months-without-days", "a-month-without-days", "years", "a-year", "the-last-day-of-a-year",
         "a-new-last-day-of-a-year", "the-last-month-of-a-year"],
)  # fmt: skip
def test_an_entry_goes_where_this_log_would_put_it(
    log: str, day: datetime.date, after: str
) -> None:
    assert inserted(log, day) == after


@pytest.mark.parametrize(("log", "after"), [
    ("# 2024.2\n\n## 2024.2.5\n\n## 2024.2.1\n\n# 2024.1\n\n## 2024.1.3\n\n# 2023.12\n\n## 2023.12.5\n",
     ["2024.02.05", "2024.02.01", "2024.01.06", "2024.01.03", "2023.12.05"]),
    ("# 2024.1\n\n## 2024.1.9\n\n# 2023.12\n\n## 2023.12.5\n", ["2024.01.09", "2024.01.06", "2023.12.05"]),
    ("# 2023.12\n\n## 2023.12.5\n\n# 2024.1\n\n## 2024.1.3\n\n## 2024.1.9\n\n# 2024.2\n\n## 2024.2.1\n",
     ["2023.12.05", "2024.01.03", "2024.01.06", "2024.01.09", "2024.02.01"]),
    ("# 2024.3\n\n## 2024.3.9\n\n# 2023.12\n\n## 2023.12.5\n", ["2024.03.09", "2024.01.06", "2023.12.05"]),
    ("# 2023.11\n\n## 2023.11.9\n\n# 2023.12\n\n## 2023.12.5\n\n# 2024.2\n\n## 2024.2.3\n", ["2023.11.09", "2023.12.05", "2024.01.06", "2024.02.03"]),
    ("## 2024.1.9\n\n## 2024.1.8\n\n## 2024.1.3\n\n## 2024.1.2\n", ["2024.01.09", "2024.01.08", "2024.01.06", "2024.01.03", "2024.01.02"]),
    ("## 2024.1.2\n\n## 2024.1.3\n\n## 2024.1.8\n\n## 2024.1.9\n", ["2024.01.02", "2024.01.03", "2024.01.06", "2024.01.08", "2024.01.09"]),
    ("## 2024.1.3\n", ["2024.01.06", "2024.01.03"]),
])  # fmt: skip
def test_a_day_stands_in_its_month_and_in_the_order_of_this_log(log: str, after: list[str]) -> None:
    assert days(inserted(log)) == after


def test_a_second_entry_of_a_day_goes_after_the_first_of_its_last_mark() -> None:
    log = "## 2024.1.6\n\n《A》\n\n## 2024.1.6\n\n《B》\n\n## 2024.1.2\n\n《C》\n"
    titles = [entry.title for entry in reading_log.read(inserted(log)).entries]
    assert titles == ["A", "B", "X: a new paper", "C"]


@pytest.mark.parametrize(("log", "mark"), [
    ("## 2024-01-10\n", "## 2024-01-06"), ("## 2024-1-10\n", "## 2024-1-6"), ("## 2024.01.02\n\n## 2023-12-31\n", "## 2024.01.06"),
    ("## Jan 2, 2024\n\n## 2023.12.1\n", "## Jan 6, 2024"), ("## 2024.5.1\n\n## Dec 2, 2023\n", "## Jan 6, 2024"),
    ("# 2023-02\n\n## 2023.2.3\n", "# 2024-01"), ("# Dec 2023\n\n## 2023.12.3\n", "# Jan 2024"),
])  # fmt: skip
def test_a_mark_is_written_as_the_nearest_one_in_time_and_padded_where_any_is(
    log: str, mark: str
) -> None:
    assert mark in inserted(log).splitlines()


@pytest.mark.parametrize(("before", "between"), [
    ("words", "\n\n"), ("words\n", "\n"), ("words\n\n", ""), ("words\n\n\n", ""), ("words\n  \n", ""), ("words  ", "\n\n"), ("", ""), ("\n", ""), ("\ufeff", ""),
    (f"words{chr(10) * 300}", ""), (f"{'words ' * 50}", "\n\n"), (f"words{' ' * 300}", "\n\n"),
])  # fmt: skip
def test_one_blank_line_parts_an_entry_from_what_is_above_it_and_those_that_are_there_serve(
    before: str, between: str
) -> None:
    assert inserted(before) == f"{before}{between}## 2024.1.6\n\n{ENTRY}"


def test_an_entry_is_parted_from_what_is_below_it_too() -> None:
    assert inserted("## 2024.1.2\n", entry="\n\nE\n\n\n") == "## 2024.1.6\n\nE\n\n## 2024.1.2\n"


def test_crlf_and_bom_are_kept() -> None:
    log = "\ufeff# 2024.1\r\n\r\n## 2024.1.2\r\n\r\n《A》\r\n"
    after = inserted(log)
    assert after.startswith("\ufeff# 2024.1\r\n\r\n## 2024.1.6\r\n\r\n《X")
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.shared
def test_every_real_log_takes_an_entry_and_changes_nowhere_else(shared: Path) -> None:
    for path in (shared / "logs").glob("*.md"):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for day in (
            DAY,
            datetime.date(2022, 5, 7),
            datetime.date(2026, 11, 23),
            datetime.date(2024, 3, 30),
        ):
            plan = insertion.plan(reading_log.read(text), ENTRY, day)
            after = insertion.insert(text, plan)
            assert after.replace(plan.text, "", 1) == text
            assert len(reading_log.read(after).entries) == len(reading_log.read(text).entries) + 1
            assert day in [mark.date for mark in reading_log.read(after).days]


# ── read back ──

LOG = "## 2024.1.7\n\n《A》\n\na\n\n## 2024.1.2\n\n《B》\n\nb\n"


def misread(log: str, entry: str, day: datetime.date = DAY) -> str:
    read = reading_log.read(log)
    return insertion.misread(read, insertion.plan(read, entry, day), entry)


@pytest.mark.parametrize(
    "log",
    [
        LOG,
        "",
        "# My log\n",
        LOG.replace("\n", "\r\n"),
        f"{LOG}\n```\n《no title》\n```\n",
        "# 2024.2\n\n## 2024.2.2\n",
        LOG.replace("2024.1.2", "2024.1.6"),
    ],
)
@pytest.mark.parametrize(
    "entry", [ENTRY, "《X》\n", "**A long title**\n\n```\n《B》\n```\n", "### X\n\ntext\n"]
)
def test_an_entry_that_is_read_as_one_more_is_no_matter(log: str, entry: str) -> None:
    if entry.startswith("#") and "2024.1.6" in log:
        assert "beside it" in misread(log, entry), "it would be the words of the one above"
    else:
        assert misread(log, entry) == ""


@pytest.mark.parametrize(("entry", "why"), [
    ("《X》\n\n## 2024.1.9\n", "the mark of a day or a month"),
    ("《X》\n\n# 2024.9\n", "the mark of a day or a month"),
    ("2024.1.9\n\n《X》\n", "the mark of a day or a month"),
    ("《X》\n\n《Y》\n\n《Z》\n", "'Y' in it would be the title of another"),
    ("《X》\n\n《Y》\n", "'Y' in it would be the title of another"),
    ("《X》\n\n```\n", "what stands beside it would be read as something else"),
    ("Plain\n\ntext\n", "its first line would be no title"),
    ("**Short**\n", "its first line would be no title"),
])  # fmt: skip
def test_an_entry_that_is_read_as_something_else_is_told(entry: str, why: str) -> None:
    assert why in misread(LOG, entry)


def test_days_without_entries_that_would_be_none_any_more_are_told() -> None:
    assert "beside it" in misread("## 2024.1.7\n\n《A》\n\n## 2024.1.2\n\nb\n", "《X》\n\n```\n")


def test_words_above_a_title_would_be_those_of_the_entry_above() -> None:
    assert "beside it" in misread(LOG.replace("2024.1.2", "2024.1.6"), "words\n\n《X》\n")


def test_an_entry_within_an_open_block_of_code_is_told() -> None:
    assert "within a block of code" in misread("## 2024.1.6\n\n```\nopen\n", ENTRY)
    assert "a block of code is open" in misread(
        "## 2024.1.7\n\n```\nopen\n", ENTRY, datetime.date(2023, 1, 1)
    )


def test_an_entry_that_closes_an_open_block_lets_out_what_was_in_it() -> None:
    log = "## 2024.1.6\n\n《A》\n\n## 2024.1.3\n\n《B》\n"
    read = reading_log.read(f"```\n\n{log}")
    assert read.entries == ()
    what = insertion.Insertion(4, "```\n《X》\n\n")
    assert "beside it" in insertion.misread(read, what, "```\n《X》\n")


def test_a_day_that_would_not_be_read_as_one_is_told() -> None:
    assert "its day" in misread(LOG, ENTRY, datetime.date(9999, 12, 31))
    assert "its day" in misread("", ENTRY, datetime.date(1, 1, 1))


def test_a_title_of_any_kind_is_taken_where_the_log_has_none_that_is_known() -> None:
    assert misread("## 2024.1.7\n\nPlain\n\ntext\n", "Another plain\n\ntext\n") == ""
