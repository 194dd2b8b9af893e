"""What an agent's tools give: of bounded size, and what a paper says in a fence of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.commands.agent_tools import LONGEST, AgentTools
from pipeline.errors import SummarizeError, UsageError
from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, good_draft, make_pdf
from tests.support.fenced import material

PAPER = "2401.00001"
GOOD = json.dumps(good_draft(), ensure_ascii=False)
ROOM = LONGEST + 2_000
"""Characters of an answer with what stands around its material."""


@pytest.fixture
def tools(summarize: Command) -> AgentTools:
    summarize.environ["SUMMARIZE_LANGUAGE"] = "zh"
    in_force = settings.load({}, summarize.folder, summarize.environ)
    return AgentTools(in_force, summarize.folder)


@pytest.fixture
def long_paper(arxiv: FakeArxiv) -> None:
    lines = [
        f"The effect {n} on the set named S{n} is {n}.{n} points of change." for n in range(45)
    ]
    arxiv.papers[PAPER] = Entry(pdf=make_pdf([*PAPER_PAGES[:2], *[lines] * 40]))


def pages(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^\[page (\d+)\]$", text, re.MULTILINE)]


@pytest.mark.usefixtures("long_paper")
def test_all_pages_of_a_long_paper_come_one_answer_after_the_other(tools: AgentTools) -> None:
    seen: list[int] = []
    first = 1
    while first:
        text = tools.paper_text(PAPER, first, None)
        assert len(text) < ROOM
        seen += pages(text)
        on = re.search(r"^pages \d+ to \d+ of 42; go on with first_page=(\d+)$", text, re.MULTILINE)
        first = int(on[1]) if on else 0
    assert seen == list(range(1, 43))


@pytest.mark.usefixtures("long_paper")
def test_pages_are_given_as_they_are_asked_for(tools: AgentTools) -> None:
    text = tools.paper_text(PAPER, 2, 3)
    assert pages(text) == [2, 3]
    assert text.startswith("pages 2 to 3 of 42; go on with first_page=4\n")


@pytest.mark.usefixtures("long_paper")
def test_a_long_prompt_comes_in_parts_that_make_it_up_and_the_paper_is_fenced_in_each(
    tools: AgentTools, summarize: Command
) -> None:
    whole = summarize("prompt", PAPER).out.rstrip("\n")
    first = tools.drafting_prompt(PAPER, 1)
    count = int(re.findall(r"\Apart 1 of (\d+) of the prompt:", first)[0])
    parts = [first, *(tools.drafting_prompt(PAPER, part) for part in range(2, count + 1))]
    assert count > 2
    assert all(len(part) < ROOM for part in parts)
    for part in parts:
        (fence,) = set(re.findall(r"</(paper-[0-9a-f]+)>", part)[:1])
        assert part.count(f"<{fence}>") == part.count(f"</{fence}>")
    alike = [re.sub(r"paper-[0-9a-f]{24}", "paper-", part) for part in parts]
    bare = [re.sub(r"\Apart \d+ of \d+ of the prompt:\n\n", "", part) for part in alike]
    glued = re.sub(r"\n</paper->What stands between .*\n<paper->\n", "", "".join(bare))
    assert glued.rstrip("\n") == re.sub(r"paper-[0-9a-f]{24}", "paper-", whole)


def test_an_accepted_paper_is_read_from_where_it_is(tools: AgentTools, summarize: Command) -> None:
    (summarize.folder / "log.md").write_text("# 阅读日志\n", "utf-8")
    tools.draft_from_answer(PAPER, GOOD)
    assert summarize("accept", PAPER).status == 0
    assert "27M sentences" in tools.paper_text(PAPER, 1, None)
    (summarize.folder / "output/accepted/2401.00001v2/text.json").unlink()
    with pytest.raises(SummarizeError, match=r"is not kept: read its paper\.pdf itself"):
        tools.paper_text(PAPER, 1, None)


def test_what_was_told_on_the_way_to_a_prompt_stands_in_a_fence_of_its_own(
    tools: AgentTools, arxiv: FakeArxiv
) -> None:
    stamp = "BT /F1 20 Tf 0 1 -1 0 30 300 Tm (arXiv:2401.00001v1 [cs.CL] 1 Jan 2024) Tj ET"
    arxiv.papers[PAPER] = Entry(pdf=make_pdf(PAPER_PAGES, drawn={1: stamp}))
    text = tools.drafting_prompt(PAPER, 1)
    told, end, _ = re.split(r"^(</paper-[0-9a-f]+>)$", text, maxsplit=1, flags=re.MULTILINE)
    assert (
        material(told + end)
        == "mind: 2401.00001v2 was asked for, and the PDF is stamped 2401.00001v1"
    )


def test_an_entry_that_the_person_has_edited_stays_and_that_is_told(
    tools: AgentTools, summarize: Command
) -> None:
    tools.draft_from_answer(PAPER, GOOD)
    entry = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    theirs = entry.read_text("utf-8").replace("思路简单有效", "很有启发")
    entry.write_text(theirs, "utf-8")
    text = tools.draft_from_answer(PAPER, GOOD.replace("思路简单有效", "思路新颖"))
    assert "entry.new.md, 0 doubts" in text.splitlines()[0]
    words = material(text)
    assert words.startswith("mind: you have edited output/drafts/2401.00001v2/entry.md: it stays")
    assert "思路新颖" in words
    assert entry.read_text("utf-8") == theirs
    entry.write_text(theirs.replace("27M个句子", "29M个句子"), "utf-8")
    text = tools.draft_from_answer(PAPER, GOOD)
    assert "entry.new.md, 0 doubts" in text
    assert '"words": "29M"' in tools.check_entry(PAPER)


def test_a_pdf_beside_the_log_is_drafted(tools: AgentTools, summarize: Command) -> None:
    pdf = summarize.folder / "mine.pdf"
    pdf.write_bytes(make_pdf(PAPER_PAGES))
    assert "27M sentences" in tools.paper_text(str(pdf), 1, None)
    assert tools.draft_from_answer(str(pdf), GOOD).startswith("drafted: output/drafts/mine-")


def test_items_are_listed_with_what_they_name_and_nothing_is_looked_up(
    tools: AgentTools, summarize: Command, arxiv: FakeArxiv
) -> None:
    lines = [f"- [ ] arXiv:{PAPER} Sparrow", "- [ ] Grounded Language-Image Pre-training"]
    lines += ["- [x] arXiv:2401.00009", f"- [ ] {'长' * 3_000}"]
    (summarize.folder / "log.md").write_text("# 待读\n\n" + "\n".join(lines) + "\n", "utf-8")
    text = tools.pending_items("", 20)
    rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert text.startswith("3 open items, 3 here")
    assert [(row["line"], row["meant"], row["arxiv_id"]) for row in rows[:2]] == [
        (3, "paper", PAPER),
        (4, "not looked up", None),
    ]
    assert max(len(row["item"]) for row in rows) == 500
    assert tools.pending_items("sparrow", 20).startswith("1 open item, 1 here")
    assert tools.pending_items("", 1).startswith("3 open items, 1 here")
    assert arxiv.log == []


def test_a_list_that_does_not_fit_says_so(tools: AgentTools, summarize: Command) -> None:
    lines = "".join(f"- [ ] {number} {'长' * 3_000}\n" for number in range(200))
    (summarize.folder / "log.md").write_text(f"# 待读\n\n{lines}", "utf-8")
    text = tools.pending_items("", 200)
    assert len(text) < ROOM
    assert "\n… (more than fit)\n</paper-" in text


@pytest.mark.parametrize(
    "named", ["..", ".", "/", "/dev/zero", "/proc/self/environ", "~root/x.pdf"]
)
def test_no_file_from_elsewhere_is_read(tools: AgentTools, named: str) -> None:
    with pytest.raises(SummarizeError):
        tools.paper_text(named, 1, None)
    with pytest.raises(SummarizeError):
        tools.check_entry(named)


def test_a_link_out_of_the_logs_folder_leads_nowhere(
    tools: AgentTools, summarize: Command, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.pdf").write_bytes(make_pdf(PAPER_PAGES))
    (summarize.folder / "papers").symlink_to(outside)
    with pytest.raises(UsageError, match="is not read for an agent"):
        tools.paper_text(str(summarize.folder / "papers/mine.pdf"), 1, None)
