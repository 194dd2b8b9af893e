"""The language of drafts, where nobody sets one."""

from __future__ import annotations

import pytest

from pipeline.commands.language import draft_language
from tests.support.command import Command

ENGLISH = "## 2024-01-06\n\n**A Paper of Ours**\n\nJune 2022, UCLA. Key points:\n\n1. It reads.\n"
CHINESE = "## 2024.1.6\n\n《A Paper of Ours》\n\n2022.6 UCLA的一篇文章，要点：\n\n1. 读论文。\n"


@pytest.mark.parametrize(
    ("chosen", "log", "lang", "language"),
    [
        ("zh", ENGLISH, "C", "zh"),
        ("en", CHINESE, "zh_CN", "en"),
        ("auto", ENGLISH, "zh_CN.UTF-8", "en"),
        ("auto", CHINESE, "C", "zh"),
        ("auto", None, "C", "en"),
        ("auto", None, "zh_CN.UTF-8", "zh"),
        ("auto", "# 待读\n\n- [ ] 预训练\n", "en_US.UTF-8", "en"),
        ("auto", ENGLISH + "\n" + CHINESE * 3, "C", "zh"),
        ("auto", ENGLISH * 3 + "\n" + CHINESE, "zh_CN", "en"),
    ],
)
def test_it_is_that_of_the_logs_entries_else_the_systems(
    chosen: str, log: str | None, lang: str, language: str
) -> None:
    assert draft_language(chosen, log, {"LANG": lang}) == language  # type: ignore[arg-type]


def test_of_the_systems_variables_the_first_that_is_set_counts() -> None:
    assert draft_language("auto", None, {"LC_ALL": "C", "LANG": "zh_CN"}) == "en"
    assert draft_language("auto", None, {"LC_ALL": "", "LC_MESSAGES": "zh", "LANG": "C"}) == "zh"
    assert draft_language("auto", None, {}) == "en"


@pytest.mark.parametrize(("log", "english"), [(ENGLISH, True), (CHINESE, False)])
def test_a_draft_and_the_demo_follow_the_log(summarize: Command, log: str, english: bool) -> None:
    (summarize.folder / "log.md").write_text(log, "utf-8")
    for command in ("2401.00001", "demo"):
        entry = summarize.folder / summarize(command).out.strip()
        assert ("一篇" in entry.read_text("utf-8")) is not english
