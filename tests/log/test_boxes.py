"""How a line of a list is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.log import boxes

OPEN = [
    ("- [ ] a", "- [x] a"),
    ("* [ ]a", "* [x]a"),
    ("-[ ] a", "-[x] a"),
    ("- []  a", "- [x]  a"),
    ("- [　] a", "- [x] a"),
    ("1000. [ ] a", "1000. [x] a"),
    ("11) - [ ] a", "11) - [x] a"),
    ("> > - [ ] a", "> > - [x] a"),
    (">\t- [ ] a", ">\t- [x] a"),
    ("- \\[ \\] a", "- \\[x\\] a"),
    ("- [/] a", "- [x] a"),
    ("- [!] a", "- [x] a"),
    ("☐ a", "☑ a"),
    ("- ⬜ a", "- ✅ a"),
    ("\t- TODO [#A] a", "\t- DONE [#A] a"),
    ("- LATER a", "- DONE a"),
    ("- {{[[TODO]]}} a", "- {{[[DONE]]}} a"),
    ("{{TODO}} a", "{{DONE}} a"),
    ("| [ ] | a |", "| [x] | a |"),
    ("| a | - [ ] |", "| a | - [x] |"),
    ("| ☐ | a |", "| ☑ | a |"),
]
CLOSED = [
    "- [x] a", "- [X]a", "1. [✓] a", "- [-] a", "- [>] a", "- [x] [ ] a", "☑ a", "- ✅ a", "- ✔️ a", "- ❌ a", "- DONE a", "- CANCELED a",
    "- ~~a~~", "- [ ] ~~a~~", "- <del>a</del> b", "- a ✅", "- a ✅ 2024-05-01", "| [x] | a |", "| a | ✅ |", "| ☐ | ~~a~~ |", "- {{[[DONE]]}} a",
]  # fmt: skip


@pytest.mark.parametrize(("line", "done"), OPEN)
def test_an_open_line_is_marked_as_its_own_mark_is_when_done(line: str, done: str) -> None:
    marked = boxes.read(line)
    assert (marked.state, marked.text) == ("open", "a")
    assert boxes.done(line, marked) == done
    assert boxes.read(done).state == "closed"


@pytest.mark.parametrize("line", CLOSED)
def test_a_closed_line_stays_as_it_is(line: str) -> None:
    marked = boxes.read(line)
    assert marked.state == "closed"
    assert boxes.done(line, marked, "~~…~~") == line


@pytest.mark.parametrize(
    "line",
    ["- a", "a", "- [x](https://a.b) c", "- [1] Vaswani", "- [link][1]", "TODO: a", "---", ""],
)
def test_a_line_without_a_mark_stays_as_it_is_where_nothing_says_how(line: str) -> None:
    marked = boxes.read(line)
    assert (marked.state, marked.is_marked) == ("none", False)
    assert boxes.done(line, marked) == line


@pytest.mark.parametrize(
    ("closed", "line", "done"),
    [
        ("- ~~b~~", "- a  ", "- ~~a~~  "),
        ("- ✅ b", "2. a", "2. ✅ a"),
        ("- b ✔", "a", "a ✔"),
        ("- [x] b", "- a", "- a"),
        ("- ❌ b", "- a", "- a"),
    ],
)
def test_a_line_without_a_box_is_marked_as_others_are(closed: str, line: str, done: str) -> None:
    way = boxes.way_of(closed, boxes.read(closed))
    assert boxes.done(line, boxes.read(line), way) == done


@given(st.text(alphabet=" \t>-*+1.)[]\\x/~|☐✅TODO<del>a", max_size=40))
def test_any_line_is_read_and_keeps_what_is_around_its_mark(line: str) -> None:
    marked = boxes.read(line)
    done = boxes.done(line, marked)
    if not marked.is_marked or marked.state == "closed":
        assert done == line
    else:
        assert done.startswith(line[: marked.start])
        assert done.endswith(line[marked.end :])
