"""What a reading log has: lines, fences, marks, entries with their titles, topics."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from pipeline.log import insertion, pending_list, presence, reading_log
from pipeline.records.arxiv_id import ArxivId
from tests.support.logs import texts


def days(text: str) -> list[str]:
    return [f"{mark.date:%Y-%m-%d}" for mark in reading_log.read(text).days]


def titles(text: str) -> list[str]:
    return [entry.title for entry in reading_log.read(text).entries]


@given(texts)
def test_the_lines_of_anything_are_all_of_it(text: str) -> None:
    lines = list(reading_log.lines(text))
    assert "".join(text[line.start : line.end] for line in lines) == text
    reading_log.read(text)


@given(texts)
def test_candidates_are_lines_outside_of_fences_at_their_places(text: str) -> None:
    lines = {line.start: line for line in reading_log.lines(text)}
    for found in reading_log.candidates(text):
        assert found == lines[found.start]
        assert not found.fenced


def test_only_a_line_feed_ends_a_line() -> None:
    lines = list(reading_log.lines("a\x0b\u2028b\rc\r\nd"))
    assert [line.text for line in lines] == ["a\x0b\u2028b\rc", "d"]


FENCED = (
    "```\n## 2024.1.1\n```\n## 2024.1.2\n~~~~\n## 2024.1.3\n~~~\n## 2024.1.4\n~~~~\n## 2024.1.5\n"
)


def test_what_stands_in_a_fence_is_no_mark() -> None:
    assert days(FENCED) == ["2024-01-02", "2024-01-05"]
    assert [line.fenced for line in reading_log.lines(FENCED)] == [
        *(True, True, True, False, True, True, True, True, True, False),
    ]


@pytest.mark.parametrize(("opened", "closed"), [
    ("```", "```"), ("```", "`````"), ("  ~~~", "~~~  "), ("```python", "```"),
])  # fmt: skip
def test_a_fence_ends_with_as_many_marks_of_its_kind_and_nothing_else(
    opened: str, closed: str
) -> None:
    assert days(f"{opened}\n## 2024.1.1\n{closed}\n## 2024.1.2\n") == ["2024-01-02"]


@pytest.mark.parametrize(("opened", "other"), [
    ("````", "```"), ("```", "~~~"), ("```", "``` x"), ("```", "    ```"), ("```", "x"),
])  # fmt: skip
def test_nothing_else_ends_a_fence(opened: str, other: str) -> None:
    assert days(f"{opened}\n## 2024.1.1\n{other}\n## 2024.1.2\n") == []


def test_marks_are_days_and_months_in_the_order_of_the_text() -> None:
    log = reading_log.read("# 2024.2\n## 2024.2.3\n# 2024.1\n## 2024.1.6\n")
    assert [(mark.date.day, mark.is_day) for mark in log.marks] == [
        (1, False), (3, True), (1, False), (6, True),
    ]  # fmt: skip
    assert (len(log.days), len(log.months)) == (2, 2)


@pytest.mark.parametrize(("text", "is_newest_first"), [
    ("## 2024.1.6\n## 2024.1.2\n## 2024.1.1\n", True), ("## 2024.1.1\n## 2024.1.2\n## 2024.1.6\n", False), ("", True), ("## 2024.1.1\n", True),
    ("## 2024.1.1\n## 2024.1.2\n## 2024.1.1\n", True), ("# 2023.12\n# 2024.1\n", False), ("# 2024.1\n# 2023.12\n", True),
    ("# 2023.12\n## 2023.12.5\n## 2023.12.2\n# 2024.1\n## 2024.1.6\n## 2024.1.2\n", True),
])  # fmt: skip
def test_most_pairs_of_days_tell_the_order_of_a_log(text: str, is_newest_first: bool) -> None:
    assert reading_log.read(text).newest_first is is_newest_first


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a\r\nb\r\n", "\r\n"), ("a\nb\n", "\n"), ("a\r\nb\n", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("", "\n")],
)  # fmt: skip
def test_most_line_ends_tell_those_of_a_log(text: str, newline: str) -> None:
    assert reading_log.read(text).newline == newline


# ── entries ──


def test_an_entry_goes_from_its_title_to_the_next_title_or_mark() -> None:
    text = "intro\n## 2024.1.6\n\n《A》\na\n《B》\nb\n# 2023.12\n《C》\nc"
    log = reading_log.read(text)
    assert [text[entry.start : entry.end] for entry in log.entries] == [
        "《A》\na\n", "《B》\nb\n", "《C》\nc",
    ]  # fmt: skip


def test_a_title_before_the_first_mark_begins_no_entry() -> None:
    assert titles("《Wanted》\n**A wanted paper**\n## 2024.1.6\n《A》\n") == ["A"]
    assert titles("《A》\n《B》\n") == ["A", "B"], "a log without marks has entries all the same"


def test_titles_are_read_without_their_marks() -> None:
    assert titles(
        "## 2024.1.6\n《**GLIP: Grounded**》\nx\n《COMET**: A Framework》\n 《Plain》\n《VQVAE: *Neural*》\n[A long title](https://x.y)\n"
    ) == ["GLIP: Grounded", "COMET: A Framework", "Plain", "VQVAE: Neural", "A long title"]


@pytest.mark.parametrize(("line", "title"), [
    ("**《A title》**", "A title"), ("__《A title》__", "A title"), ("《A title", "A title"), ("《A title**", "A title"), ("《A《B》C》", "A《B》C"),
    ("<u>A title.</u> [[PDF]](x)", "A title."), ("3. <u>A title</u>", "A title"), ("3, <u>A title</u>", "A title"),
    ("[A long title](https://x.y) ACL2019", "A long title"), ("**A long title**", "A long title"), ("《snake_case》", "snakecase"),
])  # fmt: skip
def test_a_title_stands_in_title_marks_or_is_underlined_a_link_or_bold(
    line: str, title: str
) -> None:
    assert titles(f"## 2024.1.6\n{line}\n") == [title]


@pytest.mark.parametrize("line", [
    "《》", "《**", "words 《A title》", "[short](x)", "[A long title](x) and then words of prose", "**short**", "**A long title** and words", "1. A point",
    "<u></u>", "A long title",
])  # fmt: skip
def test_what_is_too_short_or_goes_on_is_no_title(line: str) -> None:
    assert titles(f"## 2024.1.6\n{line}\n") == []


# ── topics ──


@pytest.mark.parametrize(("top", "topics"), [
    ("领域主线：\n\n- 多模态\n- 检索 \n\n之后\n- no topic\n", ("多模态", "检索")),
    ("# Topics\n\n1. vision\n2) language\n", ("vision", "language")),
    ("**研究方向**：\n1、视觉\n", ("视觉",)),
    ("topics\n\nnone so far\n- a\n", ()),
    ("topics\n\nnone so far\n\nresearch areas:\n* a\n", ("a",)),
    ("topics\n- a\n\nresearch areas:\n- b\n", ("a",)),
    ("topics of today\n- a\n", ()),
    ("topics\n- [ ] an item\n", ()),
    ("## 2024.1.6\n\ntopics\n- a\n", ()),
    ("topics\n" + "- a\n" * 30, ("a",) * 20),
])  # fmt: skip
def test_the_topics_of_a_log_are_the_list_below_the_line_that_says_so_at_its_top(
    top: str, topics: tuple[str, ...]
) -> None:
    assert reading_log.topics(f"{top}\n## 2024.1.2\n\n- x\n") == topics


# ── time ──


@pytest.mark.parametrize("piece", [
    "<!-- ", "《***", "《***\n", "**", "[", "](", "# ", "```\n", "<u>", "2024.1.6 ", "- [ ] ", "\ufeff", "topics ", "《a》* ", "1. ", "arXiv:2",
    "# todo\n", "# todo\n- [ ] a\n", "# x\n", "\t- [ ] a\n", "## 2024.1.6\n", "# 2024.1\n", "《A》\n",
])  # fmt: skip
def test_time_grows_no_faster_than_the_log(piece: str) -> None:
    text = "## 2024.1.6\n" + piece * (200_000 // len(piece))
    start = time.process_time()
    log = reading_log.read(text)
    presence.find_entry(log, ArxivId("2112.03857", 1), "A title")
    reading_log.topics(text)
    pending_list.read(log)
    insertion.plan(log, "《A》\n", log.days[0].date)
    assert time.process_time() - start < 5  # seconds of CPU: it takes one, by the square 50


@pytest.mark.parametrize(("line", "title"), [
    ("**A\\* Search of Words**", "A* Search of Words"), ("《\\*\\*2024.1.7\\*\\*》", "**2024.1.7**"), ("《**\\_x\\_**》", "_x_"), ("<u>\\[x\\] y</u>", "[x] y"),
    ("《C:\\x》", "C:\\x"), ("**a b c d \\\\**", "a b c d \\"),
])  # fmt: skip
def test_a_title_is_read_without_the_backslashes_that_make_its_marks_plain(
    line: str, title: str
) -> None:
    assert [one.title for one in reading_log.read(f"## 2024.1.6\n\n{line}\n").entries] == [title]


# ── titles that are headings ──


def test_headings_below_days_are_titles_where_they_are_links_or_have_a_titles_words() -> None:
    log = reading_log.read(
        "# Log\n\n## To read\n\n### A heading of the list above\n\n## 2024-01-08\n\n"
        "### [Segment Anything](https://arxiv.org/abs/2304.02643)\n\n**Verdict, which is bold**\n\n"
        "### 2302.13971: LLaMA, an open and efficient one\n\n[a link of its entry](http://x)\n\n"
        "#### Results of it all\n\n## 2024-01-05\n\n### **Chain of *Thought* Prompting** ###\n"
    )
    assert [one.title for one in log.entries] == [
        "Segment Anything",
        "LLaMA, an open and efficient one",
        "Chain of Thought Prompting",
    ]


@pytest.mark.parametrize(
    "heading", ["## Tasks", "## Reading List", "## 待读", "## これから読む論文"]
)
def test_the_parts_of_a_daily_note_are_no_titles(heading: str) -> None:
    assert reading_log.read(f"# 2024-06-01\n\n{heading}\n\n- [ ] x\n\n## Notes\n").entries == ()


def test_days_whose_titles_are_no_headings_keep_theirs_beside_days_where_they_are() -> None:
    log = reading_log.read(
        "## 2024.1.8\n\n### A Title in a Heading\n\n## 2024.1.7\n\n### A Second Title Here\n\n"
        "## 2024.1.2\n\n**A Title in Bold**\n\n## 2024.1.1\n\n《甲》\n"
    )
    assert [one.title for one in log.entries] == [
        "A Title in a Heading", "A Second Title Here", "A Title in Bold", "甲",
    ]  # fmt: skip


def test_headings_within_an_entry_are_no_titles() -> None:
    text = "## 2024.1.8\n\n《甲》\n\n### Method\n\n### Results\n\n## 2024.1.7\n\n《乙》\n\n### Method\n"
    assert [one.title for one in reading_log.read(text).entries] == ["甲", "乙"]
