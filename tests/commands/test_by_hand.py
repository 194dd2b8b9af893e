"""A model by hand: what a server would be sent is printed, and an answer from anywhere is taken."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, FakeModel, good_draft, make_pdf
from tests.support.terminal import Terminal

GOOD = json.dumps(good_draft(), ensure_ascii=False)
PAPER = "2401.00001"


@pytest.fixture
def answer(summarize: Command) -> Path:
    path = summarize.folder / "answer.txt"
    path.write_text(f"Sure:\n```json\n{GOOD}\n```\n", "utf-8")
    return path


def fenceless(text: str) -> str:
    return re.sub("paper-[0-9a-f]+", "paper-", text)


def test_what_a_server_would_be_sent_is_printed(
    summarize: Command, with_model: Command, model: FakeModel
) -> None:
    result = summarize("prompt", PAPER)
    assert result.status == 0
    assert with_model(PAPER).status == 0
    sent = "\n\n".join(one["content"] for one in model.calls[0]["messages"])
    assert fenceless(result.out.strip()) == fenceless(sent.strip())
    assert "draft  putting the prompt together" in result.err


def test_a_prompt_asks_nobody_and_pays_nothing(with_model: Command, model: FakeModel) -> None:
    assert with_model("prompt", PAPER).status == 0
    assert model.log == []
    assert "usage.jsonl" not in with_model.files


def test_a_paper_that_a_chat_takes_whole_is_one_prompt(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    lines = [
        f"The effect {n} on the set named S{n} is {n}.{n} points of change." for n in range(45)
    ]
    arxiv.papers[PAPER] = Entry(pdf=make_pdf([*PAPER_PAGES[:2], *[lines] * 50]))
    out = summarize("prompt", PAPER).out
    assert len(out) > 100_000
    assert "Write the entry of the paper as JSON" in out


def test_an_answer_from_a_file_drafts_the_same_entry_as_a_servers(
    summarize: Command, with_model: Command, answer: Path
) -> None:
    result = summarize(PAPER, "--answer", str(answer), "--model", "fake")
    assert (result.status, result.out) == (0, "output/drafts/2401.00001v2/entry.md\n")
    by_hand = summarize.entry()
    assert with_model(PAPER, "--model", "fake").status == 0
    assert with_model.entry() == by_hand


def test_an_entry_says_that_it_was_made_by_hand_and_it_is_no_calls_price(
    summarize: Command, answer: Path
) -> None:
    row = summarize(PAPER, "--answer", "answer.txt", "--json").rows[0]
    assert (row["outcome"], row["calls"], row["cost"]) == ("drafted", 1, None)
    assert "a model by hand" in summarize.entry()
    again = summarize(PAPER, "--answer", "answer.txt", "--json").rows[0]
    assert (again["outcome"], again["calls"]) == ("present", 0)
    assert summarize(PAPER, "--json").rows[0]["outcome"] == "present", "and stays without one"


def test_another_answer_makes_another_draft(summarize: Command, answer: Path) -> None:
    summarize(PAPER, "--answer", "answer.txt")
    answer.write_text(GOOD.replace("思路简单有效", "思路新颖"), "utf-8")
    assert summarize(PAPER, "--answer", "answer.txt").status == 0
    assert "思路新颖" in summarize.entry()


def test_an_answer_can_be_pasted(summarize: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = io.TextIOWrapper(io.BytesIO(f"\ufeff{GOOD}\n".encode()))
    monkeypatch.setattr(sys, "stdin", pasted)
    assert summarize(PAPER, "--answer", "-").status == 0
    assert "Sparrow" in summarize.entry()


def test_a_wrong_answer_is_told_with_what_to_tell_the_chat(
    summarize: Command, answer: Path
) -> None:
    wrong = good_draft()
    del wrong["lead"]
    answer.write_text(json.dumps(wrong))
    result = summarize(PAPER, "--answer", "answer.txt")
    assert result.status == 1
    lines = result.err.splitlines()
    at = lines.index(f"summarize: {PAPER}: the answer cannot be used:")
    assert lines[at + 1].strip() == "tell the chat what follows, and give its next answer"
    assert lines[at + 3].strip() == "That answer cannot be used:"
    assert "lead: Field required" in lines[at + 4]
    assert lines[at + 5].strip().startswith("Answer again, with the whole JSON object")


def test_an_answer_far_longer_than_the_log_is_kept_and_told_with_what_to_tell_the_chat(
    summarize: Command, answer: Path
) -> None:
    long = good_draft()
    for point in long["key_points"]:
        point["text"] = "，".join([point["text"]] * 12)
    answer.write_text(json.dumps(long))
    result = summarize(PAPER, "--answer", "answer.txt")
    assert result.status == 0
    assert "the draft is kept; for a better one tell the chat:" in result.err
    assert "the entry is too long" in result.err
    answer.write_text(GOOD)
    assert "tell the chat" not in summarize(PAPER, "--answer", "answer.txt").err


def test_an_answer_that_was_copied_in_part_is_said_to_end_too_early(
    summarize: Command, answer: Path
) -> None:
    answer.write_text(GOOD[: len(GOOD) // 2], "utf-8")
    result = summarize(PAPER, "--answer", "answer.txt")
    assert result.status == 1
    assert "the answer cannot be used: it ends within its JSON object: copy it whole" in result.err
    assert "answer_tokens" not in result.err


def test_what_keeps_a_prompt_from_being_made_is_said_and_not_that_there_is_none(
    summarize: Command,
) -> None:
    offline = ("--arxiv-api-url", "http://127.0.0.1:9")
    result = summarize("prompt", PAPER, *offline)
    assert result.status == 1
    assert f"'{PAPER}' cannot be asked about\n           127.0.0.1:9 could not be" in result.err


def test_what_is_waited_for_is_said_on_a_terminal_before_anything_is_shown(
    summarize: Command,
) -> None:
    with Terminal(summarize, PAPER, "--answer", "-") as terminal:
        before = terminal.wait_for("paste the chat's answer here, then press Enter and Ctrl-D")
        assert before.startswith("paste")
        short = json.dumps(json.loads(GOOD), ensure_ascii=False, indent=1)
        for line in short.splitlines():
            terminal.type(f"{line}\n")
        terminal.type("\x04")
        assert terminal.end() == 0
    assert "Sparrow" in summarize.entry()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "there is no file 'missing.txt'"),
        ("odd.txt", b"\xff\xfe{", "'odd.txt' is not UTF-8"),
        ("large.txt", b" " * 1_100_000, "larger than 1 MiB"),
    ],
)
def test_what_is_no_answer_is_told(
    summarize: Command, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (summarize.folder / name).write_bytes(content)
    result = summarize(PAPER, "--answer", name)
    assert result.status in (1, 2)
    assert words in result.err


def test_one_answer_is_one_papers(summarize: Command, answer: Path) -> None:
    result = summarize(PAPER, "2401.00001v1", "--answer", "answer.txt")
    assert result.status == 2
    assert "one answer is one paper's" in result.err


def test_a_paper_that_cannot_be_had_has_no_prompt(summarize: Command) -> None:
    result = summarize("prompt", "2401.99999")
    assert (result.status, result.out) == (1, "")
    assert "2401.99999" in result.err


def test_what_a_draft_was_marked_with_stays_marked_where_its_entry_has_it(
    summarize: Command,
) -> None:
    draft = good_draft()
    draft["lead"]["month"] = "2019.7"
    draft["key_points"][1]["quotes"] = [{"text": "No page of it says these words.", "page": 1}]
    (summarize.folder / "answer.txt").write_text(json.dumps(draft, ensure_ascii=False), "utf-8")
    assert summarize(PAPER, "--answer", "answer.txt").status == 0
    told = summarize("check", PAPER).out
    assert "2019.7 is not a month of this paper's versions" in told
    assert "No page of it says these words" in told
