from __future__ import annotations

import pytest

from pipeline.log import pending_list, reading_log

LIST = """# My log

- [ ] before any heading

# pending list

> a remark

- [ ] First paper
- [x] Read already
* [X] This too
1. [ ] Numbered
- [ ] Topic

\t- [ ] Nested paper
    + [✓] deeper

  ALIGN

```
- [ ] in a fence
```

## 2024.1.6

《A paper》

- [ ] a task inside an entry
"""


def items(text: str) -> list[pending_list.PendingItem]:
    return pending_list.read(reading_log.read(text))


def test_items_are_read_with_line_depth_parents_and_box() -> None:
    found = [(i.text, i.number, i.parents, i.boxed, i.ticked) for i in items(LIST)]
    assert found == [
        ("before any heading", 3, (), True, False),
        ("First paper", 9, (), True, False),
        ("Read already", 10, (), True, True),
        ("This too", 11, (), True, True),
        ("Numbered", 12, (), True, False),
        ("Topic", 13, (), True, False),
        ("Nested paper", 15, ("Topic",), True, False),
        ("deeper", 16, ("Topic",), True, True),
        ("ALIGN", 18, ("Topic",), False, False),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "# pending list",
        "## TODO",
        "# To Read",
        "# 待读",
        "### 阅读清单",
        "# My reading list",
        "# 待办事项",
    ],
)
def test_a_heading_that_says_so_makes_plain_lines_items(heading: str) -> None:
    assert [item.text for item in items(f"{heading}\n\nLaMDA\n《A title》\n")] == [
        "LaMDA",
        "《A title》",
    ]


def test_other_sections_have_no_plain_items() -> None:
    assert items("# Notes\n\nLaMDA\n\n# pending\n\nx y\n\n# After\n\nz\n")[0].text == "x y"
    assert len(items("# Notes\n\nLaMDA\n\n# pending\n\nx y\n\n# After\n\nz\n")) == 1


def test_headings_below_the_lists_own_are_items_and_what_is_under_them_is_not() -> None:
    text = "# To Read\n\n## Attention is not Explanation (2019)\n\nSarthak Jain\n\n- https://x.y\n"
    assert [item.text for item in items(text)] == ["Attention is not Explanation (2019)"]


@pytest.mark.parametrize(
    "text",
    [LIST, LIST.replace("\n", "\r\n"), "- [ ] First paper", "\ufeff- [ ] x\n- [ ] First paper"],
)
def test_ticking_changes_one_character(text: str) -> None:
    item = next(item for item in items(text) if item.text == "First paper")
    ticked = pending_list.tick(text, [item])
    assert len(ticked) == len(text)
    assert [(a, b) for a, b in zip(text, ticked, strict=True) if a != b] == [(" ", "x")]
    assert next(i for i in items(ticked) if i.text == "First paper").ticked


def test_an_item_without_a_box_and_a_ticked_one_stay_as_they_are() -> None:
    for item in items(LIST):
        if item.ticked or not item.boxed:
            assert pending_list.tick(LIST, [item]) == LIST


# ── where a list is, and where it ends ──


def texts(log: str) -> list[str]:
    return [item.text for item in items(log)]


@pytest.mark.parametrize(("log", "found"), [
    ("- [ ] a\n\n## 2024.1.6\n\n《A》\n- [ ] task\n", ["a"]),
    ("# pending\nplain\n## 2024.1.6\n《A》\n- [ ] task\n", ["plain"]),
    ("## 2024.1.6\n《A》\n- [ ] task\n# To read\n- [ ] a\nplain\n", ["a", "plain"]),
    ("# pending\na\n# Notes\nb\n# todo\nc\n", ["a", "c"]),
    ("# pending\na\n## todo\nb\n## Vision\nc\n# Notes\nd\n", ["a", "b"]),
    ("# pending\na\n## Vision\nnote\n- [ ] b\n", ["a", "Vision", "b"]),
    ("## pending\na\n# Notes\n- [ ] b\nc\n", ["a", "b"]),
    ("# pending\na\n### 2024.1.6\n《A》\n- [ ] b\n", ["a"]),
    ("## 2024.1.6 todo\n《A》\n- [ ] a\n", []),
    ("```\n# pending\n```\nplain\n- [ ] a\n", ["a"]),
    ("# pending\n```\n- [ ] a\n```\nb\n", ["b"]),
    ("- [ ] a\n# Notes\n- [ ] b\n# todo\n- [ ] c\n## 2024.1.6\n", ["a", "b", "c"]),
])  # fmt: skip
def test_a_list_stands_under_a_heading_that_says_so_or_before_the_first_entry(
    log: str, found: list[str]
) -> None:
    assert texts(log) == found


@pytest.mark.parametrize("line", [
    "> quote", "<!-- comment -->", "| a | b |", "---", "", "   ", "- [ ]", "- [ ]   ", "1. ", "  > quote",
])  # fmt: skip
def test_quotes_comments_tables_rules_and_empty_boxes_are_no_items(line: str) -> None:
    assert texts(f"# pending\n{line}\na\n") == ["a"]


@pytest.mark.parametrize(("line", "text", "boxed", "ticked"), [
    ("- [ ] a", "a", True, False), ("* [x] a", "a", True, True), ("+ [X] a", "a", True, True), ("1. [✓] a", "a", True, True), ("12) [√] a", "a", True, True),
    ("- [ ]a", "a", True, False), ("- a", "a", False, False), ("2. a", "a", False, False), ("a b", "a b", False, False), ("[x] a", "a", True, True),
])  # fmt: skip
def test_an_item_has_its_text_and_its_box(line: str, text: str, boxed: bool, ticked: bool) -> None:
    found = items(f"# pending\n{line}\n")
    assert [(item.text, item.boxed, item.ticked) for item in found] == [(text, boxed, ticked)]


def test_items_are_nested_by_their_indent_and_a_heading_ends_nesting() -> None:
    log = "# pending\n- a\n\t- b\n    - c\n      - d\n- e\nplain\n  - f\n## G\n  - [ ] h\n"
    assert [(item.text, item.indent, item.parents) for item in items(log)] == [
        ("a", 0, ()), ("b", 4, ("a",)), ("c", 4, ("a",)), ("d", 6, ("a", "c")), ("e", 0, ()), ("plain", 0, ()), ("f", 2, ()), ("G", 0, ()), ("h", 2, ()),
    ]  # fmt: skip


def test_a_cell_of_a_table_says_whether_its_row_is_open() -> None:
    log = (
        "# To read\n| Name | To read | URL |\n|---|:-:|---|\n| A B | Done | 2401.00001 |\n"
        "| C D | Not started | |\n| E F | Dropped | 2401.00002 |\n| G H | 2024 | |\n| I J | 待读 | |\n"
    )
    assert [(item.text, item.ticked) for item in items(log)] == [
        ("A B | 2401.00001", True), ("C D", False), ("E F | 2401.00002", True), ("I J", False),
    ]  # fmt: skip
    assert pending_list.tick(log, items(log)) == log


def test_what_is_said_in_brackets_to_be_done_is_not_open_and_others_are_closed_so() -> None:
    log = "# 待读\n1、【已读】A\n2、B\n(read) C\n[read](https://x.org) D\n"
    found = items(log)
    assert [(item.text, item.ticked) for item in found] == [
        ("【已读】A", True), ("B", False), ("(read) C", True), ("[read](https://x.org) D", False),
    ]  # fmt: skip
    assert pending_list.way_of(found[:1]) == "【已读】…"
    assert pending_list.tick(log, found[1:2], "【已读】…") == log.replace("2、B", "2、【已读】B")


def test_a_list_that_is_quoted_is_one_and_what_is_quoted_around_it_is_not() -> None:
    log = "# To read\n> She wrote:\n> 1) A B C\n>    and so on\n> 2) D E F\n"
    assert [(item.text, item.notes) for item in items(log)] == [
        ("A B C", ("and so on",)), ("D E F", ()),
    ]  # fmt: skip


def test_a_bullet_without_a_title_below_one_that_is_a_title_is_a_note_about_it() -> None:
    log = "# pending\n- How Small Models Read Papers\n  - 面白そう\n  - Another One\n- GNN\n  - 综述\n"
    assert [(item.text, item.notes) for item in items(log)] == [
        ("How Small Models Read Papers", ("面白そう",)), ("Another One", ()), ("GNN", ()), ("综述", ()),
    ]  # fmt: skip


def test_items_know_their_line_of_the_whole_log() -> None:
    log = "intro\n- [ ] a\n\n# todo\n\n- [ ] b\n"
    assert [(item.number, log[item.line.start : item.line.end]) for item in items(log)] == [
        (2, "- [ ] a\n"), (6, "- [ ] b\n"),
    ]  # fmt: skip


def test_a_ticked_line_is_the_items_own_with_a_tick() -> None:
    found = items("# pending\n  - [ ] [x] a\r\n- [x] b\n- c\n")
    assert [pending_list.ticked_line(item) for item in found] == ["  - [x] [x] a", "- [x] b", "- c"]
