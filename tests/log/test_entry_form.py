"""How much a log's entries say, and which of them are shown as samples."""

from __future__ import annotations

import pytest

from pipeline.log import entry_form, reading_log
from pipeline.log.reading_log import Log
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.style import USUAL_FORM, Form

TITLES = (
    "A Study of Whole Graphs",
    "Reading Very Long Papers",
    "What Anomalies Look Like",
    "Prices of Advertised Goods",
)
BODY = "2023.6 快手和MSRA的一篇文章，要点：\n\n1. 统一了两个任务\n2. 模型，用了双塔\n3. 实验结果，效果很好\n\n总体上，值得一读。\n"


def log_of(*bodies: str, titles: tuple[str, ...] = TITLES) -> Log:
    """Give a log with an entry of each text, a day each."""
    days = [
        f"## 2024.1.{28 - n}\n\n《{titles[n % len(titles)]}》\n\n{body}\n"
        for n, body in enumerate(bodies)
    ]
    return reading_log.read("\n".join(days))


def learnt(*bodies: str, language: str = "zh", **changes: tuple[str, ...]) -> Form:
    return entry_form.learn_form(log_of(*bodies, **changes), language)


# ── what is usual ──


def test_a_log_tells_how_much_its_entries_say_and_in_which_words() -> None:
    long = "字" * 200
    form = learnt(*[BODY.replace("统一了两个任务", long)] * 4)
    assert sorted(form.labels) == ["实验结果", "模型"]
    assert sorted(form.institutions) == ["MSRA", "快手"]
    assert (form.fewest, form.most, form.verdict_length, form.entries) == (3, 3, 5, 4)
    assert form.point_length == len("实验结果，效果很好")
    numbers = "1.2.3."
    assert form.length == len("".join(BODY.split())) - len("统一了两个任务" + numbers) + 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_entries_tell_of_no_habit_and_none_of_nothing(language: str) -> None:
    assert learnt(BODY, BODY, language=language) == learnt(language=language)
    assert learnt(language=language) == USUAL_FORM[language]


def test_entries_in_another_language_tell_nothing_of_this_one() -> None:
    assert not learnt(*[BODY] * 5, language="en").entries
    english = "1. It joins two tasks.\n2. Method: two towers.\n3. It is good.\n"
    assert learnt(*[english] * 5, language="en").labels == ("Method",)
    assert not learnt(*[english] * 5, language="zh").entries


@pytest.mark.parametrize(("counts", "usual"), [
    ((1, 1, 1), (3, 3)), ((3, 4, 4, 5), (3, 5)), ((5, 5, 5), (5, 5)), ((9, 9, 9), (6, 6)), ((2, 4, 9), (3, 6)),
])  # fmt: skip
def test_points_are_as_many_as_most_entries_have_and_a_draft_may_have(
    counts: tuple[int, ...], usual: tuple[int, int]
) -> None:
    bodies = ["".join(f"{n}. 点\n" for n in range(1, count + 1)) for count in counts]
    form = learnt(*bodies)
    assert (form.fewest, form.most) == usual


def test_an_entry_of_a_line_is_no_measure_for_what_needs_evidence() -> None:
    assert learnt(*["1. 好\n"] * 3).length == 150


@pytest.mark.parametrize(
    ("nested", "usual"),
    [
        ("1. 点\n   1. 小点\n2. 点\n", True),
        ("1. 点\n   续\n2. 点\n", False),
        ("    - 点\n    - 点\n", False),
    ],
)
def test_points_within_points_are_told_from_indented_entries(nested: str, usual: bool) -> None:
    form = learnt(*[nested] * 3)
    assert form.nested is usual
    assert form.fewest == 3


def test_entries_that_name_a_weakness_are_counted() -> None:
    fault = BODY.replace("值得一读", "不足是没有音频")
    assert [learnt(*bodies).faults for bodies in ([BODY] * 3, [BODY, fault, fault])] == [0, 2]


@pytest.mark.parametrize(("titles", "usual"), [
    (("GLIP: A Study of Graphs", "T0：Reading Long Papers", "Plain Titles of Papers"), True),
    (("GLIP: A Study of Graphs", "Reading Long Papers", "Plain Titles of Papers"), False),
    (("A study of papers: how", "A study of graphs: why", "A study of it: what"), False),
])  # fmt: skip
def test_nicknames_before_titles_are_a_habit_where_most_have_one(
    titles: tuple[str, ...], usual: bool
) -> None:
    assert learnt(*[BODY] * 3, titles=titles).nicknames is usual


def test_a_name_or_label_of_one_entry_alone_is_no_habit() -> None:
    bodies = [BODY, BODY.replace("快手", "一群朋友").replace("模型", "怪招"), BODY, BODY]
    form = learnt(*bodies)
    assert "一群朋友" not in form.institutions
    assert "怪招" not in form.labels


def test_what_one_lead_alone_names_is_an_institution_where_it_is_known_as_one() -> None:
    once = BODY.replace("快手和MSRA", "华科合作，OpenAI联合浙大")
    form = learnt(BODY, once.replace("合作，", "联合"), BODY)
    assert form.institutions == ("快手", "MSRA", "华科", "OpenAI", "浙大")


def test_a_log_may_leave_its_first_points_without_a_label() -> None:
    labelled = BODY.replace("统一了两个任务", "背景，统一了两个任务")
    assert not learnt(BODY, BODY, labelled, labelled).first_labelled
    assert learnt(BODY, labelled, labelled).first_labelled


def test_pictures_and_comments_are_no_part_of_an_entrys_length() -> None:
    pictures = '![a figure](pic/x.png)\n<p align="center"> <img src="x.png"> </p>\n'
    with_more = BODY.replace("1. ", f"{pictures}<!-- arXiv:2401.00001 -->\n\n1. ")
    assert learnt(*[with_more] * 3) == learnt(*[BODY] * 3)


def test_a_verdict_is_told_by_its_words_or_by_a_blank_line() -> None:
    by_words = learnt(*[BODY.replace("\n\n总体上", "\n总体上")] * 3)
    by_place = learnt(*[BODY.replace("总体上，", "")] * 3)
    assert (by_words.verdict_length, by_place.verdict_length) == (5, 5)


def test_entries_without_a_verdict_tell_nothing_of_how_long_one_is() -> None:
    without = BODY.partition("\n\n总")[0]
    assert learnt(*[without] * 3).verdict_length == 0
    assert learnt(without, without, BODY).verdict_length == 5


def test_what_stands_within_a_verdict_is_its_own_and_its_opening_words_do_not_count() -> None:
    points = "    - Main Idea: It joins two tasks.\n    - Take away message: {}\n"
    nested = points.format("\n        - Order matters here.\n        - So does depth.")
    line = points.format("Order matters here. So does depth.\n    wrapped")
    assert entry_form.parts_of(nested) == entry_form.Parts(
        "",
        ("Main Idea: It joins two tasks.",),
        "- Take away message: - Order matters here. - So does depth.",
    )
    assert learnt(*[line] * 3, language="en").verdict_length == 7
    assert learnt(*[f"{line}    - Experiments: good\n      more\n"] * 3, language="en") == learnt(
        *[f"{line}    - Experiments: good more\n"] * 3, language="en"
    )


def of_versions(first: str, at_hand: str) -> Paper:
    return Paper(arxiv_id=None, title="x", published=first, updated=at_hand)


@pytest.mark.parametrize(
    ("months", "first"),
    [
        (["2021.12"], True),
        (["2022.6"], False),
        (["2022.6", "2021.12"], False),
        (["2022.6", "2021.12", "2021年12月"], True),
        (["2020.1", "x"], False),
        ([], False),
    ],
)
def test_most_leads_of_papers_with_two_months_tell_which_version_is_dated(
    months: list[str], first: bool
) -> None:
    paper = of_versions("2021-12-07", "2022-06-17")
    entries = [(f"《x》\n\n{month} 的一篇文章，要点：\n\n1. 点\n", paper) for month in months]
    assert entry_form.dates_first_version(entries) is first
    same = of_versions("2021-12-07", "2021-12-20")
    assert (
        entry_form.dates_first_version([*entries, (entries[0][0], same)][-1:] if entries else [])
        is False
    )


# ── samples ──

ABOUT = {
    "A Study of Whole Graphs": "GCN nodes edges attention",
    "Reading Very Long Papers": "language model context summary",
    "What Anomalies Look Like": "outlier detection autoencoder",
    "Prices of Advertised Goods": "auction bidding click ranking",
    "GPT": "language model context summary GPT",
}  # fmt: skip
PAPER = Paper(arxiv_id=ArxivId("2401.00001", 2), title="Attention on Large Graphs")


def shown(paper: Paper, abstract: str = "", more: str = "") -> list[str]:
    """Give the titles of the entries that are shown for a paper."""
    titles = tuple(ABOUT)
    bodies = [BODY.replace("统一了两个任务", f"统一了 {words} {more}") for words in ABOUT.values()]
    log = log_of(*bodies, titles=titles)
    entries = entry_form.sample_entries(
        log, "zh", entry_form.learn_form(log, "zh")._replace(length=110)
    )
    found = entry_form.nearest(entries, paper, abstract)
    return [title for text in found for title in titles if f"《{title}》" in text]


def test_the_entries_nearest_in_topic_are_shown_and_of_equals_the_newest() -> None:
    strange = PAPER.model_copy(update={"title": "Nothing shared"})
    assert shown(strange, "Rank clicks by an auction")[0] == "Prices of Advertised Goods"
    assert shown(strange, "GCN nodes")[0] == "A Study of Whole Graphs"
    assert shown(strange) == list(ABOUT)[:3]


@pytest.mark.parametrize("title", [
    "Reading Very Long Papers", "reading very long paper", "Sparrow: Reading Very Long Papers", "Reading Very Long Papers: A Survey of Methods",
])  # fmt: skip
def test_the_papers_own_entry_is_never_shown_however_its_title_is_jotted(title: str) -> None:
    found = shown(PAPER.model_copy(update={"title": title}), "language model context summary")
    assert len(found) == 3
    assert "Reading Very Long Papers" not in found


def test_an_entry_that_is_titled_by_a_nickname_alone_may_be_anybodys() -> None:
    assert "GPT" not in shown(PAPER, ABOUT["GPT"])


def test_entries_that_name_the_paper_are_not_shown() -> None:
    assert shown(PAPER, more="arXiv 2401.00001") == []
    assert shown(PAPER, more="《attention on large graphs》") == []
    assert len(shown(PAPER, more="2401.00002")) == 3


def test_an_entry_of_unusual_length_is_no_example_of_form() -> None:
    log = log_of(BODY, BODY * 3, BODY.replace("统一了两个任务", "好" * 100), "1. 好\n")
    form = Form(fewest=3, most=3, length=100, point_length=9, verdict_length=9)
    usual = [one.title for one in entry_form.sample_entries(log, "zh", form) if one.is_usual]
    assert usual == [TITLES[0]]
    assert len(entry_form.nearest(entry_form.sample_entries(log, "zh", form), PAPER, "")) == 1


def test_a_rare_term_counts_for_more_than_several_that_many_entries_have() -> None:
    words = ["comprehensive benchmark evaluation"] * 3 + ["GCN"]
    bodies = [BODY.replace("统一了两个任务", f"统一了 {one}") for one in words]
    entries = entry_form.sample_entries(log_of(*bodies), "zh", learnt(*bodies))
    abstract = "A comprehensive benchmark for the evaluation of GCN"
    strange = PAPER.model_copy(update={"title": "Nothing shared"})
    assert "GCN" in entry_form.nearest(entries, strange, abstract)[0]
