"""Links of an entry to another one of its log."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.links import links

DAY = datetime.date(2023, 5, 3)


@pytest.mark.parametrize(
    "words",
    [
        "DCN（2023.5.3）的后续",
        "follow-up of DCN (2023-05-03)",
        "DCN(2023/5/3)",
        "DCN （ 2023.05.03 ）",
    ],
)
def test_a_day_in_brackets_is_a_link(words: str) -> None:
    (found,) = links(words)
    assert found.day == DAY
    assert found.words == "DCN"
    assert "2023" in words[found.start : found.end]


@pytest.mark.parametrize(
    "words", ["DCN（2023.5）", "DCN (2023)", "2023.5.3 的 DCN", "（2023.13.3）", "（2023.5-3）"]
)
def test_what_is_no_day_in_brackets_is_none(words: str) -> None:
    assert not list(links(words))


@pytest.mark.parametrize(
    ("before", "title", "name"),
    [
        ("是DCN", "DCN: Deep & Cross Network", "DCN"),
        ("是 dcn-v2", "DCN V2: Improved Deep & Cross Network", "dcn-v2"),
        ("是《DCN: Deep & Cross Network》", "DCN: Deep & Cross Network", "DCN: Deep & Cross Network》"),
        ("after Deep & Cross Network", "DCN: Deep & Cross Network", "Deep & Cross Network"),
        ("是LDM", "(LDM)Diffusion Models: High-Resolution Synthesis", "LDM"),
        ("是DCN: Deep & Cross", "DCN: Deep & Cross", "DCN: Deep & Cross"),
    ],
)  # fmt: skip
def test_a_title_is_named_whole_by_its_nickname_or_without_it(
    before: str, title: str, name: str
) -> None:
    (found,) = links(f"{before}（2023.5.3）的后续")
    assert found.name_of(title) == len(name)


@pytest.mark.parametrize("before", ["DCN-V2", "DCN 之外", "XDCN", ""])
def test_another_name_or_one_farther_off_names_it_not(before: str) -> None:
    (found,) = links(f"{before}（2023.5.3）")
    assert found.name_of("DCN: Deep & Cross Network") is None


@given(st.text(alphabet="D（(2023.5-)） 《》", max_size=60))
def test_links_stand_where_they_say_in_order(words: str) -> None:
    found = list(links(words))
    assert [one.start for one in found] == sorted({one.start for one in found})
    for one in found:
        assert words[one.start] in "（(" and words[one.end - 1] in ")）"
        assert words[: one.start].endswith(one.before)
