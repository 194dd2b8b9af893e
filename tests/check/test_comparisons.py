"""Words that compare two numbers."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = "Here are 61.4 and 52.5 and 14.9 ms and 15.5 ms and 900 and 8.9 and 61.4% of them."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Lark 的 61.4 高于 Finch 的 52.5", []),
        ("Lark 的 52.5 高于 Finch 的 61.4", ["52.5 高于 61.4"]),
        ("Lark 的 52.5，明显高于 Finch 的 61.4", ["52.5 高于 61.4"]),
        ("Lark 的 52.5 并不高于 Finch 的 61.4", []),
        ("Lark 的 61.4 低于 Finch 的 52.5", ["61.4 低于 52.5"]),
        ("52.5 is higher than 61.4", ["52.5 higher than 61.4"]),
        ("61.4 is higher than 52.5", []),
        ("52.5，而 Finch 高于它。61.4", []),  # another sentence
        ("52.5 高于 A 低于 61.4", []),  # two words
        ("52.5 高于 900", []),  # of another kind
        ("52.5 高于 61.4%", []),
        ("61.4 is 8.9 points above 52.5", []),
        ("going to 61.4 helps less than going to 52.5", []),  # what happens, not the numbers
    ],
)
def test_higher_and_lower_are_of_the_numbers(said: str, told: list[str]) -> None:
    findings = found(said, PAGE)
    assert [f.words for f in findings if f.kind == "direction"] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("准确率 61.4 优于 Finch 的 52.5", []),
        ("准确率 52.5 优于 Finch 的 61.4", ["52.5 优于 61.4"]),
        ("准确率 52.5 不如 Finch 的 61.4", []),
        ("RMSE 52.5 优于 Finch 的 61.4", []),
        ("RMSE 61.4 优于 Finch 的 52.5", ["61.4 优于 52.5"]),
        ("52.5 优于 Finch 的 61.4", []),  # of what, nobody knows
        ("准确率与误差 52.5 优于 Finch 的 61.4", []),
        ("14.9 ms 快于 15.5 ms", []),
        ("15.5 ms 快于 14.9 ms", ["15.5 ms 快于 14.9 ms"]),
        ("52.5 快于 61.4", []),  # images a second, maybe
    ],
)
def test_better_is_of_a_metric_and_faster_of_a_time(said: str, told: list[str]) -> None:
    findings = found(said, PAGE)
    assert [f.words for f in findings if f.kind == "direction"] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("从 52.5 升到 61.4", []),
        ("从 61.4 升到 52.5", ["61.4 升到 52.5"]),
        ("从 61.4 降到 52.5", []),
        ("由 52.5 降至 61.4", ["52.5 降至 61.4"]),
        ("rises from 52.5 to 61.4", []),
        ("rises from 61.4 to 52.5", ["61.4 rises 52.5"]),
        ("error improves from 61.4 to 52.5", []),
        ("accuracy improves from 61.4 to 52.5", ["61.4 improves 52.5"]),
    ],
)
def test_a_change_goes_the_way_of_its_numbers(said: str, told: list[str]) -> None:
    findings = found(said, PAGE)
    assert [f.words for f in findings if f.kind == "direction"] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Lark is higher on letters (61.4 against 52.5)", []),
        ("Lark is higher on letters (52.5 against 61.4)", ["52.5 higher 61.4"]),
        ("Lark is not higher on letters (52.5 against 61.4)", []),
        ("Lark 低 8.9 个点（52.5 对 61.4）", []),
        ("Lark 高 8.9 个点（52.5 对 61.4）", ["52.5 高 61.4"]),
        ("Lark 用 61.4 对 52.5，略低", ["61.4 低 52.5"]),
        ("Lark 用 52.5 对 Finch 的 61.4，略低", []),
        ("better on letters (52.5 against 61.4)", []),  # of what, nobody knows
        ("better accuracy (52.5 against 61.4)", ["52.5 better 61.4"]),
    ],
)
def test_a_word_beside_two_numbers_compares_them(said: str, told: list[str]) -> None:
    findings = found(said, PAGE)
    assert [f.words for f in findings if f.kind == "direction"] == told


def test_a_wrong_comparison_says_how_the_numbers_stand() -> None:
    (finding,) = found("Lark 的 52.5 高于 Finch 的 61.4", PAGE.replace("Here", "Lark, Finch"))
    assert finding.message == "“高于”: 52.5 is smaller than 61.4"
    assert finding.reason == "contradicted"
