"""The skill that an agent gets: in the form that agents read, and true of the commands that it names."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.support.command import Command
from tests.support.fakes import good_draft

FOLDER = ".claude/skills/papers-daily"
PAPER = "2401.00001"


def commands(text: str) -> list[list[str]]:
    """Give the commands of a skill's code blocks, in its order."""
    return [shlex.split(line) for line in re.findall(r"^    (summarize .*)$", text, re.MULTILINE)]


class Agent:
    """Runs commands as a shell would, and answers the prompt once wrongly and then rightly."""

    def __init__(self, summarize: Command) -> None:
        self._summarize = summarize
        self.answers = [answer("27M个句子", "29M个句子"), answer()]
        self.outcomes: list[tuple[str, list[dict[str, object]]]] = []

    def run(self, words: list[str]) -> None:
        words = [PAPER if word == "PAPER" else word for word in words[1:]]
        if "--answer" in words:
            answered = words[words.index("--answer") + 1]
            (self._summarize.folder / answered).write_text(self.answers.pop(0), "utf-8")
        to = words.index(">") if ">" in words else len(words)
        done = self._summarize(*words[:to])
        assert done.status == 0, done.err
        for file in words[to + 1 :]:
            (self._summarize.folder / file).write_text(done.out, "utf-8")
        if "--json" in words:
            self.outcomes.append((words[0], done.rows))


def answer(old: str = "", new: str = "") -> str:
    return json.dumps(good_draft(), ensure_ascii=False).replace(old or "\0", new)


@pytest.fixture
def log(summarize: Command) -> Path:
    return summarize.write_log(f"# 待读\n\n- [ ] arXiv:{PAPER}\n\n# 阅读日志\n")


def test_every_command_of_the_skill_does_in_its_order_what_the_skill_says(
    summarize: Command, log: Path
) -> None:
    before, agent = log.read_bytes(), Agent(summarize)
    named = commands(summarize("skill").out)
    for words in named:
        agent.run(words)
    ran = [name for name, _ in agent.outcomes]
    assert ran == ["pending", "status", PAPER, "check", PAPER, "check"]
    rows = [rows for _, rows in agent.outcomes]
    assert [(row["outcome"], row["arxiv_id"]) for row in rows[0]] == [("would_draft", PAPER)]
    assert rows[1] == []
    doubts = [[row["words"] for row in rows[at] if row["severity"] == "doubt"] for at in (3, 5)]
    assert doubts == [["29M"], []]
    assert rows[4][0]["outcome"] == "drafted"
    assert "27M" in summarize.entry()
    assert "27M sentences" in (summarize.folder / "prompt.txt").read_text("utf-8")
    assert log.read_bytes() == before


def test_the_skill_leaves_to_the_person_what_is_the_persons(summarize: Command) -> None:
    text = summarize("skill").out
    named = {words[1] for words in commands(text)}
    assert named == {"pending", "status", "prompt", "PAPER", "check"}
    assert "Never run `accept`, `undo`, `reject` or `restore`" in text


def test_its_head_is_what_agents_read(summarize: Command) -> None:
    head = re.fullmatch(r"---\n(.*?)\n---\n\n# .*", summarize("skill").out, re.DOTALL)
    assert head
    fields = yaml.safe_load(head[1])
    assert fields["name"] == "papers-daily"
    assert 1 <= len(fields["description"]) <= 1024
    assert len(fields["compatibility"]) <= 500
    assert set(fields) == {"name", "description", "license", "compatibility"}


def test_it_is_written_into_a_folder_and_written_anew_there(summarize: Command) -> None:
    done = summarize("skill", "--into", FOLDER)
    path = summarize.folder / FOLDER / "SKILL.md"
    assert (done.status, done.out, done.err) == (0, f"{FOLDER}/SKILL.md\n", "")
    first = path.read_text("utf-8")
    assert first.startswith(summarize("skill").out.rstrip("\n"))
    (summarize.folder / "prompts").mkdir()
    own = "---\nname: papers-daily\ndescription: Mine.\n---\n\nMy own.\n"
    (summarize.folder / "prompts/skill.md").write_text(own, "utf-8")
    assert summarize("skill", "--into", FOLDER).status == 0
    assert path.read_text("utf-8").startswith(own)
    assert sorted(one.name for one in path.parent.iterdir()) == ["SKILL.md"]


@pytest.mark.parametrize("theirs", ["", "Written by hand.\n"])
def test_one_that_somebody_has_changed_stays_as_it_is(summarize: Command, theirs: str) -> None:
    path = summarize.folder / FOLDER / "SKILL.md"
    if theirs:
        path.parent.mkdir(parents=True)
    else:
        assert summarize("skill", "--into", FOLDER).status == 0
        theirs = path.read_text("utf-8").replace("three rounds", "nine rounds")
    path.write_text(theirs, "utf-8")
    done = summarize("skill", "--into", FOLDER)
    assert done.status == 0
    assert done.out == f"{FOLDER}/SKILL.new.md\n"
    assert "SKILL.md has been changed there: it stays as it is" in done.err
    assert path.read_text("utf-8") == theirs


def test_a_folder_where_no_agent_looks_for_it_is_told(summarize: Command) -> None:
    done = summarize("skill", "--into", ".claude/skills")
    assert done.status == 2
    assert "which is papers-daily: use --into" in done.err.replace("\n           ", ": ")
    assert not (summarize.folder / ".claude").exists()
