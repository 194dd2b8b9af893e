"""The house style of a log, learnt from its newest entries."""

from __future__ import annotations

import pytest

from pipeline.log import house_style, reading_log
from pipeline.records.style import Style

_ZH = Style(open="《", close="》")


@pytest.mark.parametrize(
    ("log", "style"),
    [
        ("", Style()),
        ("## 2024.1.6\n《A》\n\n1. x\n2. y\n", _ZH),
        (
            "## 2024.1.6\n《**A B**》\n\n1，x\n2，y\n",
            Style(open="《**", close="**》", number_mark="，"),
        ),
        ("## 2024.1.6\n《COMET**: A》\n\n1. x\n\n2. y\n\n3. z\n", _ZH._replace(blank_between=True)),
        (
            "## 2024.1.6\n《A》\n    2015 ICLR\n    核心idea：\n    1，x\n    2，y\n\n    总的来说，好\n",
            _ZH._replace(
                number_mark="，",
                blank_after_title=False,
                indent="    ",
                lead_end="核心idea：",
                verdict_start="总的来说，",
            ),
        ),
        (
            "## 2024.1.6\n《A》\n\n2022.6 的一篇文章，内容要点：\n\n1. x\n2. y\n\n总体来说，好\n",
            _ZH._replace(lead_end="内容要点：", verdict_start="总体来说，"),
        ),
    ],
)
def test_a_chinese_logs_style_is_learnt(log: str, style: Style) -> None:
    assert house_style.learn(reading_log.read(log), "zh") == style


@pytest.mark.parametrize(
    ("log", "style"),
    [
        (
            "## 2024-01-06\n\n**A Title Here**\n\n1. x\n2. y\n\nIn short, good.\n",
            Style("**", "**", verdict_start="In short,"),
        ),
        (
            "- **2022/05/06, Friday.**\n\n    1. <u>A Title.</u> [[PDF]](x)\n    - Main idea: x\n    - Take away message: y\n",
            Style("<u>", "</u>", "-", blank_after_title=False, verdict_start="Take away message:"),
        ),
        (
            "2019-11-07\n\n[Improving Models](https://a.b/c.pdf) ACL2019\n\n1. x\n2. y\n",
            Style("[", "]("),
        ),
        ("## 2024.1.6\n《A》\n\n要点：\n\n1. x\n2. y\n\n总体上，好\n", _ZH),
    ],
)
def test_an_english_logs_style_is_learnt_and_chinese_words_are_not_taken_into_it(
    log: str, style: Style
) -> None:
    assert house_style.learn(reading_log.read(log), "en") == style


def test_a_link_needs_a_target() -> None:
    assert Style("[", "](").around_title("2401.00001v2", ("《", "》")) == (
        "[",
        "](https://arxiv.org/abs/2401.00001v2)",
    )
    assert Style("[", "](").around_title(None, ("《", "》")) == ("《", "》")


def test_most_of_the_newest_ten_entries_decide() -> None:
    old = "".join(f"## 2023.1.{day}\n《**A**》\n\n1，x\n2，y\n" for day in range(28, 1, -1))
    new = "".join(f"## 2024.1.{day}\n《B》\n\n1. x\n2. y\n" for day in range(9, 0, -1))
    assert house_style.learn(reading_log.read(new + old), "zh") == _ZH
