from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.log import insertion, reading_log
from pipeline.records.arxiv_id import ArxivId

ENTRY = "《X: a new paper》\n\n2022.6 的一篇文章\n\n1. a\n2. b\n"
DAY = datetime.date(2024, 1, 6)


def inserted(text: str, day: datetime.date = DAY) -> str:
    return insertion.insert(text, insertion.plan(reading_log.read(text), ENTRY, day))


def days(text: str) -> list[str]:
    return [f"{mark.date:%Y-%m-%d}" for mark in reading_log.read(text).days]


pieces = st.sampled_from(
    ["# 2024.1", "## 2024.1.6", "## 2023-03-22", "- **2022/05/06, Friday.**", "2019-11.25", "《**GLIP**: x》", "```", "~~~", "- [ ] item", "1，点",
     "text\u2028more", "\ufeff", "\x0b", "", "# Jan 6, 2024", "### 2022/05: Read 36 papers.", "\udcff", "    code", "<!-- c -->"]
)  # fmt: skip
texts = st.lists(st.one_of(pieces, st.text(max_size=20)), max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n", "\r\n", "\n\n", "\r"]).map(lambda end: end.join(parts))
)


@given(texts)
def test_the_lines_of_anything_are_all_of_it(text: str) -> None:
    lines = list(reading_log.lines(text))
    assert "".join(text[line.start : line.end] for line in lines) == text
    reading_log.read(text)


@given(texts, st.dates(datetime.date(1991, 1, 1), datetime.date(2090, 12, 31)))
def test_an_insertion_changes_no_byte_of_anything_around_it(text: str, day: datetime.date) -> None:
    plan = insertion.plan(reading_log.read(text), ENTRY, day)
    after = insertion.insert(text, plan)
    assert after[: plan.at] + after[plan.at + len(plan.text) :] == text
    assert "《X: a new paper》" in plan.text


@pytest.mark.parametrize(
    ("log", "day", "after"),
    [
        ("", DAY, "# 2024.1\n\n## 2024.1.6\n\n" + ENTRY),
        ("# My log\n", DAY, "# My log\n\n# 2024.1\n\n## 2024.1.6\n\n" + ENTRY),
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
    ],
    ids=["empty", "no-days", "same-day", "newest-first", "oldest-first", "chinese", "english", "list", "odd-year"],
)  # fmt: skip
def test_an_entry_goes_where_this_log_would_put_it(
    log: str, day: datetime.date, after: str
) -> None:
    assert inserted(log, day) == after


def test_crlf_and_bom_are_kept() -> None:
    log = "\ufeff# 2024.1\r\n\r\n## 2024.1.2\r\n\r\n《A》\r\n"
    after = inserted(log)
    assert after.startswith("\ufeff# 2024.1\r\n\r\n## 2024.1.6\r\n\r\n《X")
    assert after.count("\n") == after.count("\r\n")


def test_what_stands_in_a_fence_is_no_heading() -> None:
    assert days(
        "```\n## 2024.1.1\n```\n## 2024.1.2\n~~~~\n## 2024.1.3\n~~~\n## 2024.1.4\n~~~~\n## 2024.1.5\n"
    ) == [
        "2024-01-02",
        "2024-01-05",
    ]


@pytest.mark.parametrize(
    "line",
    ["2024-01-06 was a good day to read", "on 2024.1.6", "## 2024.13.6", "## 2024.1", "2024.1.6.7"],
)
def test_prose_with_a_date_and_no_date_are_no_days(line: str) -> None:
    assert days(line) == []


def test_titles_are_read_without_their_marks() -> None:
    log = reading_log.read(
        "## 2024.1.6\n《**GLIP: Grounded**》\nx\n《COMET**: A Framework》\n 《Plain》\n《VQVAE: *Neural*》\n[A long title](https://x.y)\n"
    )
    assert [entry.title for entry in log.entries] == [
        "GLIP: Grounded",
        "COMET: A Framework",
        "Plain",
        "VQVAE: Neural",
        "A long title",
    ]


def test_an_entry_that_is_there_is_found_by_identifier_and_by_title() -> None:
    log = reading_log.read(
        "## 2024.1.6\n\n《GLIP: Grounded Language-Image Pre-training》\n\n<!-- arXiv:2112.03857v2 -->\n\n《Other》\n"
    )
    assert reading_log.find_entry(log, ArxivId("2112.03857", 1), "something else") == 5
    assert reading_log.find_entry(log, None, "Grounded language-image pretraining") == 3
    assert reading_log.find_entry(log, ArxivId("2112.03858", 2), "Nothing") is None


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
