"""The workflow that drafts a repository's list: its script, against a remote and an arXiv of ours."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, make_pdf

WORKFLOW = Path(__file__).parents[1] / ".github" / "docs" / "daily.yml"
LOG = "# pending list\n\n- [ ] 2401.00001\n- [ ] 写综述\n\n# 2024.1\n\n## 2024.1.6\n\n《猫头鹰》\n\n1. 好\n"
GH = """#!/bin/sh
echo "$@" >> "$GH_CALLS"
if [ -e "$GH_STATE.down" ]; then echo "HTTP 502" >&2; exit 1; fi
case "$2" in
  list) if [ -e "$GH_STATE" ]; then grep -x OPEN "$GH_STATE" || true; fi ;;
  create) echo OPEN > "$GH_STATE" ;;
esac
"""


@dataclass
class Repository:
    """A remote with a log in it, and a runner that has GitHub's command but no GitHub."""

    remote: Path
    folder: Path
    environ: dict[str, str]
    runs: int = 0

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=me", "-c", "user.email=me@localhost", *arguments],
            cwd=folder or self.remote, env=self.environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def change(self, text: str) -> None:
        """Push another text of the log to main."""
        copy = self.folder / f"change-{self.runs}"
        self.git("clone", "-q", str(self.remote), str(copy))
        (copy / "log.md").write_text(text, "utf-8")
        self.git("commit", "-qam", "mine", folder=copy)
        self.git("push", "-q", "origin", "HEAD:main", folder=copy)

    def run(self, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the workflow's script in a fresh clone, as a runner does."""
        self.runs += 1
        clone = self.folder / f"run-{self.runs}"
        self.git("clone", "-q", str(self.remote), str(clone))
        job = workflow()["jobs"]["draft"]
        (script,) = [
            step["run"] for step in job["steps"] if step.get("name") == "draft and propose"
        ]
        environ = (
            self.environ | workflow()["env"] | {"OPENAI_API_KEY": "", "GH_TOKEN": "t"} | environ
        )
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=clone, env=environ, capture_output=True, text=True,
        )  # fmt: skip

    @property
    def proposed(self) -> str:
        return self.git("show", "papers-daily:log.md")

    @property
    def calls(self) -> list[str]:
        """What GitHub's command was asked for, beside the state."""
        asked = (self.folder / "calls").read_text().splitlines()
        return [line for line in asked if not line.startswith("pr list")]


def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    return found


@pytest.fixture
def repository(summarize: Command, tmp_path: Path) -> Repository:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    environ = summarize.environ | {
        "PATH": os.pathsep.join([str(tools), str(Path(SUMMARIZE).parent), os.environ["PATH"]]),
        "GH_CALLS": str(tmp_path / "calls"),
        "GH_STATE": str(tmp_path / "state"),
    }
    made = Repository(tmp_path / "remote", tmp_path, environ)
    made.remote.mkdir()
    made.git("init", "-q", "--bare", "-b", "main")
    first = tmp_path / "first"
    made.git("clone", "-q", str(made.remote), str(first))
    (first / "log.md").write_text(LOG, "utf-8")
    made.git("add", "log.md", folder=first)
    made.git("commit", "-qm", "log", folder=first)
    made.git("push", "-q", "origin", "HEAD:main", folder=first)
    return made


def test_the_entries_stand_on_a_branch_that_a_request_is_opened_for(repository: Repository) -> None:
    done = repository.run()
    assert done.returncode == 0, done.stdout
    assert "- [x] 2401.00001\n- [ ] 写综述\n" in repository.proposed
    assert "《Sparrow: Small Models That Read Long Papers》" in repository.proposed
    assert repository.git("show", "main:log.md") == LOG
    assert repository.git("ls-tree", "-r", "--name-only", "papers-daily") == "log.md\n"
    (call,) = repository.calls
    assert call.startswith("pr create --head papers-daily --title Entries of ")


@pytest.mark.slow
def test_an_open_request_stays_in_a_second_run_and_without_github_and_takes_what_is_new(
    repository: Repository, arxiv: FakeArxiv
) -> None:
    assert repository.run().returncode == 0
    before = repository.git("rev-parse", "papers-daily")
    done = repository.run()
    assert done.returncode == 0, done.stdout
    assert repository.git("rev-parse", "papers-daily") == before
    assert len(repository.calls) == 1
    down = repository.folder / "state.down"
    down.touch()
    done = repository.run()
    assert done.returncode == 1
    assert "HTTP 502" in done.stdout
    assert repository.git("rev-parse", "papers-daily") == before
    down.unlink()
    arxiv.papers["2401.00002"] = Entry(title="Wrens That Read Long Papers")
    repository.change(LOG.replace("- [ ] 写综述", "- [ ] 写综述\n- [ ] 2401.00002"))
    done = repository.run()
    assert done.returncode == 0, done.stdout
    assert "《Sparrow" in repository.proposed and "《Wrens" in repository.proposed
    assert [call.split()[1] for call in repository.calls] == ["create", "comment"]


@pytest.mark.slow
def test_after_a_merge_the_branch_begins_anew(repository: Repository, arxiv: FakeArxiv) -> None:
    repository.run()
    repository.change(repository.proposed.replace("- [ ] 写综述", "- [ ] 写综述\n- [ ] 2401.00002"))
    (repository.folder / "state").write_text("MERGED\n")
    arxiv.papers["2401.00002"] = Entry(title="Wrens That Read Long Papers")
    done = repository.run()
    assert done.returncode == 0, done.stdout
    assert repository.git("rev-list", "--count", "main..papers-daily") == "1\n"
    assert [call.split()[1] for call in repository.calls] == ["create", "create"]


@pytest.mark.slow
def test_an_item_that_fails_fails_the_run_and_keeps_no_other_back(
    repository: Repository, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00003"] = Entry(title="Owls Without a File", pdf=None)
    repository.change(LOG.replace("- [ ] 2401", "- [ ] 2401.00003\n- [ ] 2401"))
    done = repository.run()
    assert done.returncode == 1
    assert "《Sparrow" in repository.proposed
    assert len(repository.calls) == 1


@pytest.mark.slow
def test_a_log_may_lie_in_a_folder_with_settings_of_its_own(repository: Repository) -> None:
    copy = repository.folder / "moved"
    repository.git("clone", "-q", str(repository.remote), str(copy))
    (copy / "notes").mkdir()
    (copy / "notes/summarize.toml").write_text('output = "drafted"\nlanguage = "en"\n')
    repository.git("mv", "log.md", "notes/log.md", folder=copy)
    repository.git("add", "notes", folder=copy)
    repository.git("commit", "-qm", "moved", folder=copy)
    repository.git("push", "-q", "origin", "HEAD:main", folder=copy)
    done = repository.run(LOG="notes/log.md")
    assert done.returncode == 0, done.stdout
    assert "Sparrow" in repository.git("show", "papers-daily:notes/log.md")
    changed = repository.git("diff", "--name-only", "main", "papers-daily")
    assert changed == "notes/log.md\n"


@pytest.mark.slow
def test_with_nothing_on_the_list_nothing_is_pushed(repository: Repository) -> None:
    repository.change(LOG.replace("- [ ] 2401.00001\n", ""))
    done = repository.run()
    assert done.returncode == 0, done.stdout
    assert "papers-daily" not in repository.git("branch", "--list")
    assert repository.calls == []


@pytest.mark.slow
def test_what_a_paper_says_stands_in_the_request_as_code(
    repository: Repository, arxiv: FakeArxiv
) -> None:
    hostile = "Sparrow @everyone ![x](https://evil.example) <b> Reads"
    pages = ((hostile, *PAPER_PAGES[0][1:]), *PAPER_PAGES[1:])
    arxiv.papers["2401.00001"] = Entry(title=hostile, pdf=make_pdf(pages))
    repository.run()
    body = (repository.folder / "run-1/output/body.md").read_text("utf-8").splitlines()
    assert body[1] == ""
    assert all(line.startswith("    ") for line in body[2:])


def test_no_words_of_a_list_or_paper_are_a_command_to_the_runner(repository: Repository) -> None:
    hostile = "##[add-path]/tmp/evil"
    repository.change(LOG.replace("- [ ] 2401.00001", f"- [ ] 2401.00001 {hostile}"))
    done = repository.run()
    first, *between, last = done.stdout.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert any(hostile in line for line in between)
    assert last == f"::{token}::" and len(token) >= 32
    assert done.stderr == ""
    assert not repository.run().stdout.startswith(first)


def test_every_value_that_the_script_uses_comes_from_its_environment() -> None:
    job = workflow()["jobs"]["draft"]
    assert not any("${{" in step.get("run", "") for step in job["steps"])
    assert workflow()["permissions"] == {"contents": "write", "pull-requests": "write"}
