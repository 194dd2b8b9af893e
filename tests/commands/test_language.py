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


NEIGHBOURS = """# Log

## To read

- [ ] 2401.00001

## 2024-01-08

### [Segment Anything, a Paper](https://arxiv.org/abs/2304.02643)

*Alexander Kirillov et al., Meta AI, April 2023*

- **problem**: a mask for any prompt.
- **results**: zero-shot is as good as supervised.

**Verdict:** A foundation model.

### [LLaMA: Open and Efficient Models](https://arxiv.org/abs/2302.13971)

*Hugo Touvron et al., Meta AI, February 2023*

- **problem**: models are trained too shortly.
- **results**: LLaMA-13B outperforms GPT-3.

**Verdict:** Smaller wins.
"""


def test_an_entry_in_an_english_log_looks_like_its_neighbours_and_is_read_as_one_more(
    summarize: Command,
) -> None:
    log = summarize.folder / "log.md"
    log.write_text(NEIGHBOURS)
    assert summarize("2401.00001").status == 0
    assert summarize("accept", "2401.00001").status == 0
    lines = log.read_text("utf-8").splitlines()
    at = lines.index(
        "### [Sparrow: Small Models That Read Long Papers](https://arxiv.org/abs/2401.00001v2)"
    )
    assert lines[at + 2] == "*Ada Lark, University of Northwick, March 2024*"
    assert lines[at + 4].startswith("- **what is new**: ")
    assert summarize("accept", "2401.00001", "--json").rows[0]["outcome"] == "present"
    assert summarize("undo").status == 0
    assert log.read_text("utf-8") == NEIGHBOURS
