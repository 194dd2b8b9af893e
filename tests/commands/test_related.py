"""The entries of a log that a paper has to do with."""

from __future__ import annotations

import json

import pytest

from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv, make_pdf

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
    assert first.startswith("cited   2024.1.6  LP: Long papers  line 11")


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


def citing_paper(title: str, reference: str) -> Entry:
    """Make a paper with a reference; its words have nothing to do with Sparrow."""
    pages = (
        (
            title,
            "Eve Swift",
            "University of Northwick",
            "Abstract",
            "Kettles boil water on stoves of all kinds in the kitchens of the world.",
            "We propose a kettle that boils water on any stove in a minute.",
            "It boils 3 litres on the stove of everybody who has one.",
            "1 Introduction",
            "Kettles have been made of iron for as long as anybody can remember it.",
        ),
        (
            "References",
            "[1] D. Finch. Old stoves of the northern kitchens. 2021.",
            f"[2] {reference}",
        ),
    )
    return Entry(title=title, abstract=pages[0][4], pdf=make_pdf(pages))


@pytest.mark.parametrize(
    ("reference", "cites"),
    [
        ("A. Lark. Sparrow: Small Models That Read Long Papers. 2024.", True),
        ("A. Lark. Small Models that read long papers. In Proc. of Birds, 2024.", True),
        ("A. Lark and B. Wren. arXiv:2401.00001, 2024.", True),
        ("A. Lark. Small Models That Write Long Papers. 2024.", False),
    ],
)
def test_entries_whose_kept_papers_cite_it_are_told(
    summarize: Command, arxiv: FakeArxiv, reference: str, cites: bool
) -> None:
    arxiv.papers["2402.00002"] = citing_paper("Kettles That Boil On Any Stove", reference)
    log = summarize.folder / "log.md"
    log.write_text("## 2024.2.3\n\n《KB: Kettles that boil on any stove》\n\n1. 水壶\n", "utf-8")
    summarize("2401.00001", "2402.00002")
    rows = summarize("related", "2401.00001", "--json").rows
    told = [(row["relation"], row["title"]) for row in rows]
    assert told == [("citing", "KB: Kettles that boil on any stove")] * cites


def test_a_citing_paper_is_known_by_the_identifier_in_its_entry_and_by_its_accepted_text(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    reference = "A. Lark. Sparrow: Small Models That Read Long Papers. 2024."
    arxiv.papers["2402.00002"] = citing_paper("Kettles That Boil On Any Stove", reference)
    (summarize.folder / "log.md").write_text("## 2024.2.3\n\n《Older》\n\n1. 水壶\n", "utf-8")
    summarize("2402.00002")
    assert summarize("accept", "2402.00002").status == 0
    log = summarize.folder / "log.md"
    log.write_text(log.read_text("utf-8").replace("Kettles That Boil On Any", "Any"), "utf-8")
    summarize("2401.00001")
    rows = summarize("related", "2401.00001", "--json").rows
    assert [(row["relation"], row["title"]) for row in rows] == [("citing", "Any Stove")]


def test_who_wrote_long_before_cites_nothing_and_damage_is_passed_over(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    reference = "A. Lark. Sparrow: Small Models That Read Long Papers. 2024."
    arxiv.papers["2402.00002"] = citing_paper("Kettles That Boil On Any Stove", reference)
    log = "## 2024.2.3\n\n《Kettles that boil on any stove》\n\n1. 水壶\n"
    (summarize.folder / "log.md").write_text(log, "utf-8")
    summarize("2401.00001", "2402.00002")
    kept = summarize.folder / "output/drafts/2402.00002v2"
    record = json.loads((kept / "paper.json").read_text("utf-8"))
    record["content"] |= {"published": "2019-01-02", "updated": "2019-01-02"}
    (kept / "paper.json").write_text(json.dumps(record), "utf-8")
    assert summarize("related", "2401.00001", "--json").rows == []
    record["content"] |= {"updated": "2024-01-02"}
    (kept / "paper.json").write_text(json.dumps(record), "utf-8")
    assert len(summarize("related", "2401.00001", "--json").rows) == 1
    (kept / "text.json").unlink()
    (kept / "text.json").mkdir()
    assert summarize("related", "2401.00001", "--json").rows == []
