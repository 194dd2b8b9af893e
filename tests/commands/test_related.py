"""The entries of a log that a paper has to do with."""

from __future__ import annotations

from tests.support.command import Command

LOG = """# 2024.1

## 2024.1.8

《Sparrow: Small Models That Read Long Papers》

notes of every section, and more

## 2024.1.6

《LP: Long papers》

1. what it says

## 2024.1.5

《Note-Taking Language Models》

1. notes of sections for a language model with a short context, a benchmark

## 2024.1.4

《Speech of Birds in Northern Woods》

1. 语音

## 2023.12.5

《Short contexts》

1. what it says
"""


def test_what_a_paper_cites_comes_first_then_what_is_near_and_never_itself(
    summarize: Command,
) -> None:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    summarize("2401.00001")
    result = summarize("related", "2401.00001", "--json")
    assert result.status == 0
    rows = [(row["relation"], row["day"], row["title"], row["line"]) for row in result.rows]
    assert rows == [
        ("cited", "2024-01-06", "LP: Long papers", 11),
        ("cited", "2023-12-05", "Short contexts", 29),
        ("near", "2024-01-05", "Note-Taking Language Models", 17),
    ]
    assert {"context", "language"} <= set(result.rows[2]["words"])


def test_people_read_a_line_for_each(summarize: Command) -> None:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    summarize("2401.00001")
    first, *_ = summarize("related", "2401.00001").out.split("\n")
    assert first.startswith("cited  2024.1.6  LP: Long papers  line 11")


def test_a_log_with_nothing_near_says_so(summarize: Command) -> None:
    (summarize.folder / "log.md").write_text("## 2024.1.4\n\n《Speech of Birds》\n", "utf-8")
    summarize("2401.00001")
    result = summarize("related", "2401.00001")
    assert (result.status, result.out) == (0, "")
    assert "no entry of the log" in result.err


def test_a_paper_without_draft_and_a_missing_log_are_named(summarize: Command) -> None:
    assert "there is no draft of 2401.00001" in summarize("related", "2401.00001").err
    summarize("2401.00001")
    result = summarize("related", "2401.00001")
    assert result.status == 1
    assert "there is no log" in result.err


def test_a_draft_without_the_papers_text_is_named(summarize: Command) -> None:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    summarize("2401.00001")
    (summarize.folder / "output/drafts/2401.00001v2/text.json").unlink()
    result = summarize("related", "2401.00001")
    assert result.status == 1
    assert "there is no text of 2401.00001v2" in result.err
