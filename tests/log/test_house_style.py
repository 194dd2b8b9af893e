"""The house style of a log, learnt from its newest entries."""

from __future__ import annotations

import pytest

from pipeline.log import house_style, reading_log
from pipeline.records.style import Pictures, Style

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


# ── each rule by itself ──


def learnt(log: str, language: str = "zh") -> Style:
    return house_style.learn(reading_log.read(log), language)


@pytest.mark.parametrize(("title", "marks"), [
    ("《A》", ("《", "》")), ("《**A**》", ("《**", "**》")), ("**《A》**", ("**《", "》**")), ("《A", ("《", "》")), ("**A long title**", ("**", "**")),
    ("1. <u>A title</u>", ("<u>", "</u>")), ("[A long title](https://x.y)", ("[", "](")),
])  # fmt: skip
def test_what_stands_around_titles_is_taken_over_and_closed(
    title: str, marks: tuple[str, str]
) -> None:
    style = learnt(f"## 2024.1.6\n{title}\n\n1. x\n")
    assert (style.open, style.close) == marks


@pytest.mark.parametrize(("points", "mark"), [
    ("1. x\n2. y\n", "."), ("1，x\n2，y\n", "，"), ("1、x\n2、y\n", "、"), ("- x\n- y\n", "-"), ("* x\n* y\n", "*"), ("+ x\n", "+"), ("1. x\n- y\n- z\n", "-"),
    ("words\n", "."), ("2024.1 words\n1，x\n", "，"),
])  # fmt: skip
def test_most_points_tell_what_stands_behind_a_number_or_that_there_is_a_bullet(
    points: str, mark: str
) -> None:
    assert learnt(f"## 2024.1.6\n《A》\n\n{points}").number_mark == mark


@pytest.mark.parametrize(("points", "apart"), [
    ("1. x\n2. y\n3. z\n", False), ("1. x\n\n2. y\n\n3. z\n", True), ("1. x\n\n2. y\n3. z\n", False), ("1. x\n\n2. y\n  \n3. z\n4. w\n", True),
    ("1. x\n\n\n2. y\n", False), ("1. x\nmore\n\n2. y\n", False), ("1. x\r\n\r\n2. y\r\n", True),
])  # fmt: skip
def test_most_pairs_of_points_tell_whether_they_are_apart(points: str, apart: bool) -> None:
    assert learnt(f"## 2024.1.6\n《A》\n\n{points}").blank_between is apart


@pytest.mark.parametrize(("entries", "blank"), [
    ("《A》\n\nx\n", True), ("《A》\nx\n", False), ("《A》\n\nx\n《B》\ny\n", True), ("《A》\n\nx\n《B》\ny\n《C》\nz\n", False),
])  # fmt: skip
def test_half_of_the_entries_suffice_for_a_blank_line_behind_titles(
    entries: str, blank: bool
) -> None:
    assert learnt(f"## 2024.1.6\n{entries}").blank_after_title is blank


@pytest.mark.parametrize(("entries", "indent"), [
    ("《A》\n    1. x\n    2. y\n", "    "), ("《A》\n\t- x\n", "\t"), ("《A》\n1. x\n  - y\n2. z\n", ""), ("  《A》\n    1. x\n", ""), ("1. <u>A title</u>\n    - x\n", ""),
    ("《A》\n1. x\n《B》\n1. x\n《C》\n1. x\n      - y\n      - z\n      - u\n      - v\n", ""),
    ("1. <u>A title</u>\n    - x\n《B》\n    - y\n《C》\n    - z\n", "    "),
])  # fmt: skip
def test_points_are_indented_as_most_are_unless_titles_are_items_themselves(
    entries: str, indent: str
) -> None:
    assert learnt(f"## 2024.1.6\n{entries}").indent == indent


@pytest.mark.parametrize(("words", "language", "lead_end"), [
    ("要点：", "zh", "要点："), ("2022.6 的文章，主要内容如下：", "zh", "主要内容如下："), ("核心idea:", "zh", "核心idea:"), ("Key points:  ", "en", "Key points:"),
    ("highlights:", "en", "highlights:"), ("要点：", "en", ""), ("Key points:", "zh", ""), ("要点：见下", "zh", ""), ("要点", "zh", ""),
])  # fmt: skip
def test_the_words_that_close_a_lead_are_taken_over_in_the_drafts_language(
    words: str, language: str, lead_end: str
) -> None:
    assert learnt(f"## 2024.1.6\n《A》\n\n{words}\n1. x\n", language).lead_end == lead_end


@pytest.mark.parametrize(("words", "language", "verdict_start"), [
    ("总体上，好", "zh", "总体上，"), ("- 综上：好", "zh", "综上："), ("  总之，好", "zh", "总之，"), ("Overall, good", "en", "Overall,"),
    ("* Take-away message: x", "en", "Take-away message:"), ("TL;DR: x", "en", "TL;DR:"), ("总体上，好", "en", ""), ("Overall, good", "zh", ""),
    ("Overall good", "en", ""), ("我说总之，好", "zh", ""),
])  # fmt: skip
def test_the_words_that_open_a_verdict_are_taken_over_in_the_drafts_language(
    words: str, language: str, verdict_start: str
) -> None:
    assert (
        learnt(f"## 2024.1.6\n《A》\n\n1. x\n\n{words}\n", language).verdict_start == verdict_start
    )


@pytest.mark.parametrize(("points", "language", "end"), [
    ("1. 模型，x\n2. 模型，y\n", "zh", "，"), ("1. 模型,x\n2. 模型,y\n", "zh", "，"), ("1. 模型：x\n2. 模型：y\n", "zh", ""),
    ("1. **模型**，x\n2. 模型，y\n", "zh", "，"), ("1. 模型，x\n2. 数据，y\n", "zh", ""), ("1. 模型\n，x\n2. 模型\n，y\n", "zh", ""),
    ("1. 模型：x\n2. 模型：y\n3. 数据，z\n4. 数据，z\n5. 数据，z\n", "zh", "，"),
    ("1. model, x\n2. model, y\n", "en", ","), ("1. model: x\n2. model: y\n", "en", ""),
])  # fmt: skip
def test_most_labels_tell_what_stands_behind_one_and_a_label_is_in_more_than_one_point(
    points: str, language: str, end: str
) -> None:
    assert learnt(f"## 2024.1.6\n《A》\n\n{points}", language).label_end == end


def test_the_newest_ten_of_a_log_are_the_last_ones_where_it_grows_downwards() -> None:
    old = "".join(f"## 2023.1.{day}\n《**A**》\n\n1，x\n" for day in range(1, 29))
    new = "".join(f"## 2024.1.{day}\n《B》\n\n1. x\n" for day in range(1, 11))
    assert learnt(old + new) == _ZH


def test_of_equals_the_first_decides() -> None:
    assert learnt("## 2024.1.6\n《A》\n\n1，x\n《B》\n\n1. y\n").number_mark == "，"


def test_a_points_beginning_is_a_number_with_its_mark_or_a_bullet() -> None:
    begins = [Style(number_mark=mark).point(3) for mark in (".", "，", "、", "-", "*", "+")]
    assert begins == ["3. ", "3，", "3、", "- ", "* ", "+ "]


def test_a_title_that_the_log_does_not_tell_of_has_the_templates_marks() -> None:
    assert Style().around_title("2401.00001v2", ("**", "**")) == ("**", "**")
    assert Style("《", "》").around_title(None, ("**", "**")) == ("《", "》")


@pytest.mark.parametrize(
    ("opening", "closing"), [("**", "**"), ("[", "]("), ("", ""), ("<u>", "</u>"), ("《**", "**》")]
)
@pytest.mark.parametrize(
    "title",
    ["GPT-4", "2024.1.7", "Jan 7, 2024", "a ] b ] c", "A Title of Words", "A\\* Title of \\*Words"],
)
def test_a_title_stands_in_marks_that_it_is_read_in(opening: str, closing: str, title: str) -> None:
    style = Style(open=opening, close=closing, number_mark="，")
    fitting = house_style.for_title(style, title)
    before, behind = fitting.around_title("x", ("**", "**"))
    read = reading_log.read(f"## 2024.1.6\n\n{before}{title}{behind}\n")
    assert [entry.title for entry in read.entries] == [title.replace("\\", "")]
    assert len(read.days) == 1
    assert fitting.number_mark == "，"
    if title == "A Title of Words":
        assert fitting == style


@pytest.mark.parametrize(
    ("points", "begins"),
    [
        ("- x\n    - y\n    - z\n- x\n", ("- ", "    - ")),
        ("1. x\n   1. y\n2. x\n", ("2. ", "   2. ")),
        ("1，x\n\t* y\n2，x\n", ("2，", "\t* ")),
        ("    - x\n    - y\n", ("- ", "")),
    ],
)
def test_points_within_points_are_learnt_with_what_they_begin_with(
    points: str, begins: tuple[str, str]
) -> None:
    style = learnt(f"## 2024.1.6\n《A》\n\n{points}")
    nested = style.nested_point(2) if style.nested_mark else ""
    assert (style.point(2), nested) == begins


def test_points_within_points_are_a_habit_of_more_than_half_of_the_newest_ten() -> None:
    nested, flat = "1. x\n   - y\n2. x\n", "1. x\n2. y\n"
    for with_some, mark in [(5, ""), (6, "-")]:
        bodies = [nested] * with_some + [flat] * (10 - with_some) + [nested] * 20
        entries = (f"《Title {n}》\n\n{body}" for n, body in enumerate(bodies))
        assert learnt("## 2024.1.6\n\n" + "\n".join(entries)).nested_mark == mark


def with_pictures(*links: str, rest: int = 0) -> Pictures:
    """Learn from a log of an entry for each of `links`, newest first, and `rest` older ones without."""
    entries = [f"《Title {n}》\n\n1. x\n\n{one}\n" for n, one in enumerate((*links, *[""] * rest))]
    return house_style.learn_pictures(reading_log.read("## 2024.1.6\n\n" + "\n".join(entries)))


@pytest.mark.parametrize(("links", "pictures"), [
    (["![](pic/a.png)"], Pictures(1, "pic")), (["![模型](a.png)"], Pictures(1, ".")), (["![](pic/a.png)\n![](pic/b.png)\n\n![](pic/c.png)"], Pictures(2, "pic")),
    (['<img src="pic/a.png" width=650 height=400>'], Pictures(1, "pic", as_tag=True, size='width="650"')), (["<img src=pic/a.png>"], Pictures(1, "pic", as_tag=True)),
    (["<p align=\"center\"> <img src='im/5/a.png' align='center' height='200px'> </p>"], Pictures(1, "im/5", True, 'height="200px"', '<p align="center"> ', "</p>")),
    (["![](https://x.example/a.png)"], Pictures()), (["![](../a.png)"], Pictures()), (["![](/pic/a.png)"], Pictures()), (["![](pic/%20/a.png)"], Pictures()),
    (["- x\n\n  ![](pic/a.png)"], Pictures(1, "pic", indent="  ")), (["- x\n\n      ![](pic/a.png)"], Pictures(1, "pic")), (["- x\n\n\t![](pic/a.png)"], Pictures(1, "pic")),
    (["   <p><img src='a.png'></p>"], Pictures(1, ".", True, before="<p>", behind="</p>", indent="   ")),
    (["![](x/../../a.png)"], Pictures()), ([], Pictures()),
])  # fmt: skip
def test_how_a_log_shows_pictures_is_learnt(links: list[str], pictures: Pictures) -> None:
    assert with_pictures(*links, rest=not links) == pictures


def test_an_entry_has_pictures_where_half_of_the_newest_have() -> None:
    assert with_pictures("![](pic/a.png)", rest=1).per_entry == 1
    few = with_pictures("![](pic/a.png)", rest=2)
    assert (few.per_entry, few.folder) == (0, "pic")
    assert with_pictures(*["![](pic/a.png)"] * 5, rest=90).per_entry == 1


def test_what_most_pictures_have_is_taken_and_of_equals_the_newest() -> None:
    learnt = with_pictures("![](new/a.png)", "![](old/a.png)", '<img src="x/a.png" width="3">')
    assert learnt == Pictures(1, "new")


# ── an English log ──

ENGLISH = """# Log

## 2024-01-08

### [Segment Anything](https://arxiv.org/abs/2304.02643)

*Alexander Kirillov et al., Meta AI, April 2023*

- **Task**: a mask for any prompt.
- **Results**: zero-shot is as good as supervised.

**Verdict:** A foundation model.

### [LLaMA: Open and Efficient Models](https://arxiv.org/abs/2302.13971)

*Hugo Touvron et al., Meta AI, February 2023*

- **Task**: train longer.
- **Results**: LLaMA-13B outperforms GPT-3.

**Verdict:** Smaller wins.
"""


def test_an_english_logs_headings_bullets_labels_lead_and_verdict_are_learnt() -> None:
    style = house_style.learn(reading_log.read(ENGLISH), "en")
    assert (style.open, style.close) == ("### [", "](")
    assert style.point(1) == "- "
    assert (style.label_open, style.label_end) == ("**", "**:")
    assert style.verdict_start == "**Verdict:**"
    assert (style.lead_mark, style.lead_authors, style.month_by_name) == ("*", True, True)
    assert style.around_title("2401.00001v2", ("", "")) == (
        "### [",
        "](https://arxiv.org/abs/2401.00001v2)",
    )
    assert style.around_title(None, ("**", "**")) == ("### ", "")
    assert style.month("2023.2") == "February 2023"
    assert style.byline(["A Lark", "B Wren", "C Robin"]) == "A Lark et al."
    assert style.byline(["A Lark", "B Wren"]) == "A Lark and B Wren"


def test_a_colon_within_bold_labels_stays_within() -> None:
    log = reading_log.read(ENGLISH.replace("**:", ":**"))
    style = house_style.learn(log, "en")
    assert (style.label_open, style.label_end) == ("**", ":**")


def test_headings_without_links_are_learnt_and_any_title_can_be_one() -> None:
    log = reading_log.read(ENGLISH.replace("[", "").replace("](", " ("))
    style = house_style.learn(log, "en")
    assert (style.open, style.close) == ("### ", "")
    assert house_style.for_title(style, "A Paper on Sparrows").open == "### "
    assert house_style.for_title(style, "BERT").open == "《"


def test_a_log_without_these_ways_keeps_the_usual_ones() -> None:
    style = house_style.learn(
        reading_log.read("## 2024.1.6\n\n**A Paper**\n\n2022.6, UCLA\n"), "en"
    )
    assert (style.lead_mark, style.lead_authors, style.month("2022.6")) == ("", False, "2022.6")
    assert style.byline(["A Lark"]) == ""
