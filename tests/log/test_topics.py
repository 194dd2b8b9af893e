"""Which topic of the log an entry belongs to."""

from __future__ import annotations

from pipeline.log.topics import fields_of, grouped, is_about
from pipeline.records.remembered import Remembered
from pipeline.text.fields import names_of

TOPICS = ("大模型（NLP, CV)", "GNN系列", "搜广推")


def entry(title: str, text: str = "") -> Remembered:
    return Remembered(title, None, None, 1, f"《{title}》\n{text}\n")


ENTRIES = (
    entry("A Language Model", "图"),
    entry("Another Large Language Model"),
    entry("PinSage", "用 graph neural network 做推荐，graph convolutional 的变种"),
    entry("An LLM for Recommendation"),
    entry("Birds", "关于鸟"),
)
NONE = [""] * len(ENTRIES)


def test_entries_stand_by_topic_and_what_belongs_to_none_last() -> None:
    groups = grouped(ENTRIES, fields_of(TOPICS, ENTRIES), NONE)
    assert groups == {"大模型（NLP, CV)": [0, 1], "GNN系列": [2], "搜广推": [3], "": [4]}
    assert list(groups)[-1] == ""


def test_a_recorded_topic_wins_where_the_log_declares_it() -> None:
    known = ["GNN系列", "made up", "", "", ""]
    groups = grouped(ENTRIES, fields_of(TOPICS, ENTRIES), known)
    assert groups["GNN系列"] == [0, 2]
    assert groups["大模型（NLP, CV)"] == [1]


def test_a_log_without_topics_has_one_group() -> None:
    assert grouped(ENTRIES, fields_of((), ENTRIES), NONE) == {"": [0, 1, 2, 3, 4]}


def test_an_entry_is_about_a_field_by_its_title_or_by_naming_it_twice() -> None:
    names = names_of("GNN")
    assert is_about(entry("GNNs at scale"), names)
    assert is_about(entry("PinSage", "图神经网络，也就是 GNN"), names)
    assert not is_about(entry("Birds", "不用 GNN"), names)
