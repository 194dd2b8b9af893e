"""What a log remembers: its entries with their days, lines and texts."""

from __future__ import annotations

import datetime

from hypothesis import given

from pipeline.log import reading_log
from pipeline.log.memory import remembered
from tests.support.logs import texts

LOG = """# pending list

- [ ] 《A Pending Title》

# 2023.5

《Below A Month》

said

## 2023.5.3

《DCN: Deep And Cross》

2017 的一篇文章

<!-- arXiv:1708.05123v1，note -->

《Second Of The Day》
## 2023.5.2
《The Oldest》
"""


def test_an_entry_has_the_day_and_the_line_that_it_stands_in() -> None:
    found = [(one.when, one.line, one.title) for one in remembered(reading_log.read(LOG))]
    assert found == [
        ("2023.5", 7, "Below A Month"),
        ("2023.5.3", 13, "DCN: Deep And Cross"),
        ("2023.5.3", 19, "Second Of The Day"),
        ("2023.5.2", 21, "The Oldest"),
    ]


def test_an_entrys_text_ends_before_the_next_and_names_its_paper_in_title_and_mark() -> None:
    _, dcn, *_ = remembered(reading_log.read(LOG))
    assert dcn.text.startswith("《DCN: Deep And Cross》\n")
    assert "2017 的一篇文章" in dcn.text and "Second" not in dcn.text
    assert dcn.named == "《DCN: Deep And Cross》\n<!-- arXiv:1708.05123v1，note -->"
    assert dcn.month == datetime.date(2023, 5, 1)
    assert dcn.last_line == 17


def test_a_log_without_marks_has_entries_without_a_day() -> None:
    (only,) = remembered(reading_log.read("《Alone In The World》\n"))
    assert (only.when, only.day, only.month) == ("", None, None)


@given(texts)
def test_the_line_of_an_entry_is_its_titles_whatever_the_log(text: str) -> None:
    for one in remembered(reading_log.read(text)):
        assert one.text.split("\n")[0] == text.split("\n")[one.line - 1]
