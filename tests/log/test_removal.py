"""An entry taken out of a log again."""

from __future__ import annotations

import datetime

import pytest

from pipeline.log import reading_log
from pipeline.log.insertion import insert, plan
from pipeline.log.removal import marks_left, without

EMPTY = "# log\n\n- [ ] x\n"
YEARS = "## 2024\n\n### 2024/1\n\n**2024/1/6**\n\n《Old》\n\nwords\n\n## 2023\n\n### 2023/5\n"
LOG = "# 2024.1\n\n## 2024.1.6\n\n《Old》\n\nwords\n"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def accepted(text: str, *entries: tuple[str, str]) -> tuple[str, list[str]]:
    """Give a log with entries put into it one after the other, and what was inserted for each."""
    inserted = []
    for title, date in entries:
        entry = f"《{title}》\n\n1. words of {title}\n"
        what = plan(reading_log.read(text), entry, day(date))
        text = insert(text, what)
        inserted.append(what.text)
    return text, inserted


def taken(text: str, inserted: str) -> str:
    after = without(text, inserted)
    assert after is not None
    return after


@pytest.mark.parametrize(
    "log", [EMPTY, LOG, LOG.replace("\n", "\r\n"), YEARS, "", "\ufeff# 2024.1\n"]
)
@pytest.mark.parametrize(
    "date", ["2024-01-05", "2024-01-06", "2024-01-07", "2024-03-01", "2025-01-01"]
)
def test_the_last_one_is_taken_out_to_the_byte(log: str, date: str) -> None:
    after, (inserted,) = accepted(log, ("A", date))
    assert taken(after, inserted) == log


@pytest.mark.parametrize("log", [EMPTY, LOG, YEARS])
@pytest.mark.parametrize(
    "dates",
    [
        ("2024-01-06", "2024-01-06"),
        ("2024-01-07", "2024-01-07"),
        ("2024-01-07", "2024-01-08"),
        ("2024-01-08", "2024-01-07"),
        ("2024-02-08", "2024-02-09"),
        ("2024-02-08", "2024-02-07"),
        ("2024-02-08", "2024-03-07"),
        ("2024-03-08", "2024-02-07"),
        ("2025-02-08", "2025-02-09"),
        ("2025-02-08", "2025-03-09"),
        ("2025-02-08", "2025-01-09"),
    ],
)
@pytest.mark.parametrize("newest_first", [True, False])
def test_an_earlier_one_is_taken_out_as_if_it_had_never_been(
    log: str, dates: tuple[str, str], newest_first: bool
) -> None:
    if not newest_first:
        log = log.replace("## 2024.1.6", "## 2024.1.2\n\n《Older》\n\nw\n\n## 2024.1.6")
    first, second = dates
    after, inserted = accepted(log, ("A", first), ("B", second))
    alone, _ = accepted(log, ("B", second))
    assert taken(after, inserted[0]) == alone
    assert taken(after, inserted[1]) == accepted(log, ("A", first))[0]
    left = marks_left(alone, inserted[0])
    assert without(alone, inserted[1], left) == log


def test_an_entry_that_somebody_has_changed_is_not_found() -> None:
    after, (inserted,) = accepted(LOG, ("A", "2024-01-07"))
    assert without(after.replace("words of A", "my words of A"), inserted) is None
    assert without(after.replace("《A》", "《A》!"), inserted) is None
    assert without(after.replace("words of A", "words of A, and mine"), inserted) is None


def test_an_entry_that_is_there_twice_is_not_told_apart() -> None:
    after, (inserted,) = accepted(LOG, ("A", "2024-01-07"))
    assert without(after + after, inserted) is None


def test_a_mark_that_somebody_wrote_under_stays() -> None:
    after, (inserted,) = accepted(LOG, ("A", "2024-02-07"))
    noted = after.replace("words of A\n", "words of A\n\n《Mine》\n\nmy own\n")
    kept = taken(noted, inserted)
    assert "# 2024.2\n\n## 2024.2.7\n\n《Mine》\n\nmy own\n" in kept
    assert "words of A" not in kept


ADDED = [
    ("1. words of A\n", "1. words of A\n2. my own point\n"),
    ("1. words of A\n\n", "1. words of A\n\nmy own remark\n\n"),
    ("1. words of A\n\n", "1. words of A\n\n**mine:** better\n"),
    ("1. words of A\n\n", "1. words of A\n\n```\n# code\n```\n\n"),
]


@pytest.mark.parametrize(("words", "more"), ADDED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("date", ["2024-01-06", "2024-01-07"])
def test_what_somebody_wrote_on_below_an_entry_goes_to_no_other(
    words: str, more: str, newline: str, date: str
) -> None:
    after, (inserted, _) = accepted(LOG.replace("\n", newline), ("A", date), ("B", "2024-01-06"))
    noted = after.replace(words.replace("\n", newline), more.replace("\n", newline))
    assert noted != after
    assert without(noted, inserted) is None


def test_what_somebody_wrote_at_the_end_of_the_log_goes_to_no_other() -> None:
    after, (inserted,) = accepted(LOG, ("A", "2024-01-06"))
    assert without(after + "2. my own point\n", inserted) is None
    assert taken(after + " \n\n", inserted).rstrip() == LOG.rstrip()


def test_a_heading_of_somebody_below_an_entry_stays() -> None:
    after, (inserted,) = accepted(LOG, ("A", "2024-01-06"))
    assert taken(after + "\n# Talks\n\na talk\n", inserted) == LOG + "\n# Talks\n\na talk\n"
