"""A survey of a span of the log, drafted into a file of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.command import Command
from tests.support.fakes import FakeModel, good_draft

LOG = """# log

领域主线：

1. 大模型（NLP)
2. GNN系列

# 2024.1

## 2024.1.8

《Sparrow: A Language Model》

2022.6 MSRA的一篇文章，要点：

1. 用 27M 句训练
2. 在 LongRead 上 61.4 F1

总体上，好

## 2024.1.6

《Graph Neural Networks for Everything That Flies in the Air》

1. GNN

# 2023.12

## 2023.12.5

《Owl: A GNN》

2023.1 的一篇文章，核心idea：

1. 图神经网络
"""


@pytest.fixture
def logged(summarize: Command) -> Command:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    return summarize


def survey(command: Command, name: str = "2024.1") -> str:
    return (command.folder / "output/surveys" / f"{name}.md").read_text("utf-8")


def part(*said: tuple[list[int], str], unknown: tuple[str, ...] = ()) -> str:
    sentences: list[dict[str, Any]] = [{"entries": own, "text": text} for own, text in said]
    return json.dumps({"sentences": sentences, "unknown": list(unknown)})


def test_without_a_model_a_month_is_listed_by_topic_with_leads_and_verdicts(
    logged: Command,
) -> None:
    result = logged("survey", "--month", "2024.1")
    assert (result.status, result.out) == (0, "output/surveys/2024.1.md\n")
    text = survey(logged)
    assert text.startswith("# 综述：2024.1（2 篇）\n")
    assert text.index("## 大模型（NLP)") < text.index("《Sparrow") < text.index("## GNN系列")
    assert "  - 首句：2022.6 MSRA的一篇文章\n  - 评价：总体上，好\n" in text
    assert "（2024.1.6，第 23 行）\n  - 首句：GNN\n  - 评价：日志未写\n" in text
    assert "Owl" not in text
    assert (logged.folder / "log.md").read_text("utf-8") == LOG


@pytest.mark.parametrize(
    ("entry", "first", "verdict"),
    [
        (
            "《Kettles》\n\n2022.6 的一篇文章，要点：\n\n水壶烧水。没有细读。\n",
            "2022.6 的一篇文章",
            "日志未写",
        ),
        (
            "《Kettles: Boiling\nwith Stoves》\n\n2022.6 的一篇文章\n\n1. 水壶\n",
            "2022.6 的一篇文章",
            "日志未写",
        ),
        (
            "《Kettles》\n水壶：\n    铁的\n    铜的\n炉子：\n    很热\n",
            "水壶： 铁的",
            "日志未写",
        ),
        (
            "《Kettles》\n\n2022.6 的文章\n\n1. 水壶\n\n结构对比：\n\n![](pic/a.png)\n",
            "2022.6 的文章",
            "日志未写",
        ),
        (
            "《Kettles》\n\n2022.6 的文章\n\n1. 水壶\n\n总体上，热\n\npaper 原文待读\n",
            "2022.6 的文章",
            "总体上，热",
        ),
        (
            "《Kettles》\n\n2022.6 的文章\n\n1. 水壶\n\npaper 原文待读\n",
            "2022.6 的文章",
            "日志未写",
        ),
        (
            f"《Kettles》\n\n水壶烧水。炉子很热。{'茶很香' * 90}。\n",
            "水壶烧水。炉子很热。",
            "日志未写",
        ),
        (
            f"《Kettles》\n\n{'水壶烧水 炉子很热 ' * 40}\n",
            f"{'水壶烧水 炉子很热 ' * 20} …".replace("  ", " "),
            "日志未写",
        ),
    ],
)
def test_what_is_no_lead_and_no_verdict_is_listed_as_none(
    summarize: Command, entry: str, first: str, verdict: str
) -> None:
    (summarize.folder / "log.md").write_text(f"# 2024.1\n\n## 2024.1.8\n\n{entry}", "utf-8")
    assert summarize("survey", "--month", "2024.1").status == 0
    assert f"  - 首句：{first}\n  - 评价：{verdict}\n" in survey(summarize)


def test_a_topic_goes_over_months_and_both_together_narrow(logged: Command) -> None:
    assert logged("survey", "--topic", "gnn", "--json").rows == [
        {
            "survey": "output/surveys/gnn.md",
            "outcome": "drafted",
            "entries": 2,
            "sentences": 0,
            "dropped": 0,
            "doubts": 0,
            "calls": 0,
            "cost": 0.0,
        }
    ]
    assert survey(logged, "gnn").index("Owl") < survey(logged, "gnn").index("Graph Neural")
    (row,) = logged("survey", "--topic", "gnn", "--month", "2023-12", "--json").rows
    assert (row["survey"], row["entries"]) == ("output/surveys/2023.12_gnn.md", 1)


def test_with_a_model_each_sentence_names_its_entries_and_the_rest_is_dropped_or_marked(
    with_model: Command, model: FakeModel
) -> None:
    (with_model.folder / "log.md").write_text(LOG, "utf-8")
    model.replies = [
        part(
            ([2], "Sparrow 用 27M 句训练。"),
            ([2], "在 LongRead 上 62.4 F1。"),
            ([], "无所依据。"),
            ([1], "别的主题的条目。"),
            unknown=("参数量",),
        ),
        part(([1], "GNN。")),
    ]
    (row,) = with_model("survey", "--month", "2024.1", "--json").rows
    assert (row["entries"], row["sentences"], row["dropped"], row["doubts"]) == (2, 3, 2, 1)
    assert row["calls"] == 2
    text = survey(with_model)
    assert "- Sparrow 用 27M 句训练。 [Sparrow（2024.1.8）]\n- 在" in text
    assert "[Sparrow（2024.1.8）]\n  <!-- ？所依据的条目没有这样说：“62.4” [summarize" in text
    assert "- 日志未写：参数量\n- 略去 2 句" in text
    assert "- GNN。 [Graph Neural Networks for Everything…（2024.1.6）]\n" in text
    told = model.calls[0]["messages"][1]["content"]
    assert '"大模型（NLP)"' in told and "[2] 2024.1.8 Sparrow: A Language Model\n" in told
    assert "Graph Neural" not in told and "Owl" not in told


def test_a_second_run_asks_nobody_and_writes_nothing(with_model: Command, model: FakeModel) -> None:
    (with_model.folder / "log.md").write_text(LOG, "utf-8")
    model.replies = [part(([2], "27M 句。")), part(([1], "GNN。"))]
    with_model("survey", "--month", "2024.1")
    before, asked = with_model.files, len(model.calls)
    (row,) = with_model("survey", "--month", "2024.1", "--json").rows
    assert (row["outcome"], row["calls"]) == ("present", 0)
    assert with_model.files["surveys/2024.1.md"] == before["surveys/2024.1.md"]
    assert len(model.calls) == asked


def test_entries_that_do_not_fit_one_call_go_into_several(
    with_model: Command, model: FakeModel
) -> None:
    entry = "\n\n《Bird{n}: Song》\n\n" + "一" * 800
    text = "## 2024.1.6" + "".join(entry.replace("{n}", str(n)) for n in range(4))
    (with_model.folder / "log.md").write_text(text, "utf-8")
    model.replies = [part(([n], "好。")) for n in (1, 2, 3, 4)]
    (row,) = with_model(
        "survey", "--month", "2024.1", "--json", SUMMARIZE_CONTEXT_TOKENS="4000",
        SUMMARIZE_ANSWER_TOKENS="500",
    ).rows  # fmt: skip
    assert row["calls"] > 1
    sent = "".join(call["messages"][1]["content"] for call in model.calls)
    assert all(sent.count(f"《Bird{n}: Song》") == 1 for n in range(4))


def test_an_entry_that_fits_no_call_is_an_error_and_nothing_is_written(
    with_model: Command, model: FakeModel
) -> None:
    (with_model.folder / "log.md").write_text("## 2024.1.6\n\n《Bird: Song》\n" + "一" * 4000)
    result = with_model(
        "survey",
        "--month",
        "2024.1",
        SUMMARIZE_CONTEXT_TOKENS="2500",
        SUMMARIZE_ANSWER_TOKENS="500",
    )
    assert result.status == 1
    assert "does not fit the model's context" in result.err
    assert not (with_model.folder / "output/surveys").exists()


def test_a_papers_record_gives_topic_identifier_and_abstract(
    with_model: Command, model: FakeModel
) -> None:
    title = "Sparrow: Small Models That Read Long Papers"
    log = LOG.replace("Sparrow: A Language Model", title)
    (with_model.folder / "log.md").write_text(log, "utf-8")
    model.replies = [
        json.dumps(good_draft() | {"topic": "GNN系列"}),
        part(([1, 2], "都是 GNN。")),
    ]
    assert with_model("2401.00001").status == 0
    (row,) = with_model("survey", "--month", "2024.1", "--json").rows
    assert row["calls"] == 1
    assert "Abstract of the paper: " in model.calls[-1]["messages"][1]["content"]
    assert "## 大模型" not in survey(with_model)
    with_model("survey", "--month", "2024.1", "--drafter", "extractive")
    assert f"《{title}》（2024.1.8，第 12 行，arXiv:2401.00001v2）" in survey(with_model)


def test_an_edited_survey_stays_and_the_new_one_goes_beside_it(logged: Command) -> None:
    logged("survey", "--month", "2024.1")
    path = logged.folder / "output/surveys/2024.1.md"
    path.write_text("mine\n" + path.read_text("utf-8"), "utf-8")
    (logged.folder / "log.md").write_text(LOG.replace("总体上，好", "总体上，很好"), "utf-8")
    result = logged("survey", "--month", "2024.1")
    assert result.out == "output/surveys/2024.1.new.md\n"
    assert "you have edited 2024.1.md" in result.err
    assert survey(logged).startswith("mine\n")


def test_a_link_in_the_place_of_a_survey_is_refused(logged: Command) -> None:
    elsewhere = logged.folder / "elsewhere.md"
    elsewhere.write_text("theirs")
    (logged.folder / "output/surveys").mkdir(parents=True)
    (logged.folder / "output/surveys/2024.1.md").symlink_to(elsewhere)
    result = logged("survey", "--month", "2024.1")
    assert result.status == 1
    assert "it is a link" in result.err
    assert elsewhere.read_text() == "theirs"


def test_a_topic_that_can_be_no_files_name_has_a_digest_in_it(logged: Command) -> None:
    (logged.folder / "log.md").write_text("## 2024.1.6\n\n《C++ and ../../etc》\n", "utf-8")
    (row,) = logged("survey", "--topic", "../../etc", "--json").rows
    assert row["survey"].startswith("output/surveys/etc-")
    (row,) = logged("survey", "--topic", "c++", "--json").rows
    assert row["survey"].startswith("output/surveys/c-")


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ([], 2, "a survey of what?"),
        (["--month", "2024.13"], 2, "not a month: '2024.13'"),
        (["--month", "January"], 2, "not a month"),
        (["--month", "2020.1"], 1, "the log has no entry of 2020.1"),
        (["--topic", "…"], 1, "the log has no entry of …"),
        (["--topic", "GNN", "other.md"], 1, "there is no log at"),
    ],
)
def test_what_cannot_be_surveyed_is_named(
    logged: Command, options: list[str], status: int, words: str
) -> None:
    result = logged("survey", *options)
    assert result.status == status
    assert words in result.err
