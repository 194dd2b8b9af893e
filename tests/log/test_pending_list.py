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
    ticked = pending_list.tick(text, item)
    assert len(ticked) == len(text)
    assert [(a, b) for a, b in zip(text, ticked, strict=True) if a != b] == [(" ", "x")]
    assert next(i for i in items(ticked) if i.text == "First paper").ticked


def test_an_item_without_a_box_and_a_ticked_one_stay_as_they_are() -> None:
    for item in items(LIST):
        if item.ticked or not item.boxed:
            assert pending_list.tick(LIST, item) == LIST
