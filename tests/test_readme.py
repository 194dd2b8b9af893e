"""README.md and the pages beside it: what they show is what the program does."""

from __future__ import annotations

import json
import os
import plistlib
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from pipeline import cli
from tests.bench import picture
from tests.bench.program import replica
from tests.support import documents
from tests.support.command import PRICED, SUMMARIZE, Command
from tests.support.documents import DOCS, README, ROOT, Block
from tests.support.fakes import Entry, FakeArxiv, FakeModel, good_draft

_LANGUAGES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}
_KINDS = {
    ("console",), ("sh", "model"), ("sh", "install"), ("sh", "tests"), ("sh", "systemd"),
    ("sh", "launchd"), ("crontab",), ("toml", "command"), ("sh", "skill"), ("sh", "mcp"),
    ("json", "mcp"), ("sh", "cluster"),
}  # fmt: skip
_OF_REAL_PAPERS = [pytest.mark.shared, pytest.mark.slow]
_OLLAMA = "http://127.0.0.1:11434/v1"
_APART = "We present papers-daily, a command that fetches a paper from arXiv"


def of_kind(*words: str) -> list[Any]:
    """Give the blocks whose first words are these; what needs real papers is marked."""
    found = [one for one in documents.blocks() if one.words[: len(words)] == words]
    assert found
    return [
        pytest.param(one, id=str(one), marks=_OF_REAL_PAPERS if "arxiv" in one.words else [])
        for one in found
    ]


def bash(command: Command, script: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run lines as they are typed, with `summarize` on the path; all that is shown is its output."""
    path = os.pathsep.join(
        [environ.pop("TOOLS", ""), str(Path(SUMMARIZE).parent), os.environ["PATH"]]
    )
    return subprocess.run(
        ["bash", "-ec", script], cwd=command.folder, env=command.environ | {"PATH": path} | environ,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
    )  # fmt: skip


def tool(folder: Path, name: str, script: str) -> Path:
    """Put a small program of ours into a folder of tools, and give that."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (tools / name).chmod(0o755)
    return tools


@pytest.fixture(scope="module")
def real_arxiv() -> Iterator[str]:
    """Give the address of arXiv's replica, with real papers."""
    with replica("arxiv_replica") as address:
        yield address


def test_every_block_is_of_a_kind_that_a_test_runs() -> None:
    for block in documents.blocks():
        assert block.words[:1] in _KINDS or block.words[:2] in _KINDS, f"{block}: {block.words}"


@pytest.mark.slow
@pytest.mark.parametrize("block", of_kind("sh", "cluster"))
def test_a_cluster_is_started_and_used_by_the_lines_of_the_page(
    block: Block, summarize: Command
) -> None:
    scheduler, worker, command = block.text.splitlines()
    summarize.write_log("# pending\n\n- [ ] arXiv:2401.00001\n")
    apart = (f"{line.partition('#')[0]} > /dev/null 2>&1 &" for line in (scheduler, worker))
    result = bash(summarize, "\n".join(["trap 'kill $(jobs -p)' EXIT", *apart, command]))
    assert "1 drafted" in result.stdout, result.stdout


# ── sessions ──


@pytest.mark.parametrize("block", of_kind("console"))
def test_a_session_shows_what_the_page_says(
    block: Block, summarize: Command, request: pytest.FixtureRequest
) -> None:
    environ = {"LANG": _LANGUAGES[block.words[1]]}
    if "arxiv" in block.words:
        request.getfixturevalue("shared")
        base = request.getfixturevalue("real_arxiv")
        environ |= {"SUMMARIZE_ARXIV_API_URL": f"{base}/api/query"}
        environ |= {"SUMMARIZE_ARXIV_PDF_URL": f"{base}/pdf"}
        environ |= {"SUMMARIZE_ARXIV_TIMEOUT": "30", "SUMMARIZE_EXTRACT_SECONDS": "60"}
    if "accepted" in block.words:
        bash(
            summarize,
            "summarize init; summarize 2302.04761; summarize accept 2302.04761",
            **environ,
        )
    for step in documents.steps(block):
        done = bash(summarize, step.command, **environ)
        shown = done.stdout.replace(str(summarize.folder), "/home/me/papers")
        assert documents.shows(step.shown, shown), f"{step.command} shows\n{shown}"
        assert done.returncode == 0


def test_what_is_left_out_of_a_session_is_said_and_nothing_else_may_differ() -> None:
    assert documents.shows("a\n…\nc …\n", "a\nb\nb\nc d\n")
    assert documents.shows("done, 0.5 s\n", "done, 1.9 s\n")
    assert not documents.shows("a\nb\n", "a\nc\n")
    assert not documents.shows("a\n", "a\nb\n")
    assert not documents.shows("a b\n", "a b c\n")


def test_the_picture_shows_what_review_shows_now(tmp_path: Path) -> None:
    now = picture.drawn(picture.reviewed(tmp_path))
    drawn = picture.words(picture.PICTURE.read_text("utf-8"))
    assert picture.words(now) == drawn, "draw it again: python tests/bench/picture.py"
    assert "4 ms" in " ".join(picture.words(now))


# ── models ──


@pytest.mark.parametrize("block", of_kind("sh", "model"))
def test_a_model_drafts_with_the_lines_of_the_page(
    block: Block, summarize: Command, arxiv: FakeArxiv, model: FakeModel
) -> None:
    arxiv.papers["2112.03857"] = Entry()
    script = block.text.replace(_OLLAMA, model.url)
    assert script != block.text or "OPENAI_API_KEY" in block.text
    # the real ones have prices that are known, and cost nothing on one's own machine
    environ = PRICED | {"OPENAI_BASE_URL": model.url, "SUMMARIZE_VERIFY": "off"}
    done = bash(summarize, script, **environ)
    assert done.returncode == 0, done.stdout
    assert "drafted" in done.stdout
    assert len(model.calls) == 1


@pytest.mark.parametrize("block", of_kind("toml", "command"))
def test_a_command_drafts_with_the_line_of_the_page(
    block: Block, summarize: Command, arxiv: FakeArxiv, tmp_path: Path
) -> None:
    arxiv.papers["2112.03857"] = Entry()
    (tmp_path / "answer.json").write_text(json.dumps(good_draft()), "utf-8")
    tools = tool(
        tmp_path,
        "llm",
        f'echo "$@" > {tmp_path}/asked; cat > /dev/null; cat {tmp_path}/answer.json',
    )
    (summarize.folder / "summarize.toml").write_text(block.text, "utf-8")
    done = bash(summarize, "summarize 2112.03857", TOOLS=str(tools), SUMMARIZE_VERIFY="off")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "asked").read_text() == "-m gpt-5-mini\n"


# ── every morning ──


@pytest.fixture
def home(summarize: Command, tmp_path: Path) -> Path:
    """Give a home folder with the program cloned into it, and a log with an open item."""
    home = tmp_path / "home"
    (home / "papers").mkdir(parents=True)
    (home / "papers-daily/.venv/bin").mkdir(parents=True)
    (home / "papers-daily/.venv/bin/summarize").symlink_to(SUMMARIZE)
    (home / "papers-daily/.github").symlink_to(ROOT / ".github")
    (home / "Library/LaunchAgents").mkdir(parents=True)
    (home / "papers/log.md").write_text("# To read\n\n- [ ] 2401.00001\n\n# 2024.1\n", "utf-8")
    names = {
        name: value for name, value in summarize.environ.items() if name.startswith("SUMMARIZE_")
    }
    settings = "".join(
        f'{name.removeprefix("SUMMARIZE_").lower()} = "{value}"\n' for name, value in names.items()
    )
    (home / "papers/summarize.toml").write_text(settings, "utf-8")
    return home


def at_seven(home: Path, *command: str, **environ: str) -> None:
    """Run what a scheduler runs, with as little around it as those have, and see the draft."""
    subprocess.run(
        command, cwd=home, env={"HOME": str(home), "PATH": "/usr/bin:/bin"} | environ, check=True,
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert (home / "papers/output/drafts/2401.00001v2/entry.md").is_file()


def test_crons_line_drafts_the_list(home: Path) -> None:
    (block,) = [one for one in documents.blocks() if one.words == ("crontab",)]
    assert block.text.startswith("0 7 * * * ")
    assert "%" not in block.text  # a line's end, to cron
    at_seven(home, "/bin/sh", "-c", block.text.removeprefix("0 7 * * * ").rstrip("\n"))
    assert "2401.00001" in (home / "papers/pending.txt").read_text("utf-8")


def test_systemds_line_drafts_the_list(home: Path, tmp_path: Path) -> None:
    (block,) = [one for one in documents.blocks() if one.words == ("sh", "systemd")]
    script = 'for o; do case $o in --working-directory=*) cd "${o#*=}";; --*) ;; *) break;; esac; shift; done; exec "$@"'
    tools = tool(tmp_path, "systemd-run", script)
    at_seven(home, "/bin/sh", "-ec", block.text, PATH=f"{tools}:/usr/bin:/bin")


def test_launchds_line_has_the_list_drafted_at_seven(home: Path, tmp_path: Path) -> None:
    (block,) = [one for one in documents.blocks() if one.words == ("sh", "launchd")]
    tools = tool(tmp_path, "launchctl", f'echo "$@" > {tmp_path}/asked')
    subprocess.run(
        ["/bin/sh", "-ec", block.text], env={"HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin"}, check=True
    )  # fmt: skip
    installed = home / "Library/LaunchAgents/papers-daily.plist"
    assert (tmp_path / "asked").read_text() == f"load -w {installed}\n"
    job = plistlib.loads(installed.read_bytes())
    assert job["StartCalendarInterval"] == {"Hour": 7, "Minute": 0}
    at_seven(home, *job["ProgramArguments"])


# ── install, and run the tests ──


def test_ci_runs_the_lines_that_install_upgrade_and_test() -> None:
    ci = (ROOT / ".ci/run").read_text("utf-8")
    assert 'tests/support/documents.py" install' in ci
    (line,) = [one.text.strip() for one in documents.blocks() if one.words == ("sh", "tests")]
    assert line in ci.replace("pip install -q ", "pip install ")


# ── words ──


def test_every_command_and_option_of_the_pages_exists() -> None:
    every = {opt for one in commands().values() for p in one.params for opt in p.opts}
    every |= {"--help", "--version"}
    seen = 0
    for page, code in documents.spans():
        if code.startswith("summarize "):
            words = shlex.split(code)[1:]
            own = command_of(words)
            opts = {opt for one in own.params for opt in one.opts} | {"--help"}
        elif code.startswith("--"):
            words, opts = shlex.split(code), every
        else:
            continue
        seen += 1
        wrong = [word for word in words if word.startswith("--") and word.split("=")[0] not in opts]
        assert not wrong, f"{page.name}: `{code}`: {wrong}"
    assert seen > 40


def commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {"": cli._summarize.papers}
    for name, one in cli._summarize.commands.items():
        found[name] = one
        if isinstance(one, click.Group):
            found |= {f"{name} {each}": command for each, command in one.commands.items()}
    return found


def command_of(words: list[str]) -> click.Command:
    known = commands()
    return known.get(" ".join(words[:2])) or known.get(words[0]) or known[""]


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page, address in documents.links():
        if not re.match(r"https?://", address):
            target = page.parent / address.partition("#")[0]
            assert target.exists(), f"{page.name}: {address}"


def test_every_benchmark_that_the_pages_name_is_there() -> None:
    named = {code for _, code in documents.spans() if ".py" in code}
    for code in named:
        found = [word for word in code.split() if word.endswith(".py")]
        assert all(
            (ROOT / word).is_file() or (ROOT / "tests/bench" / word).is_file() for word in found
        )
    assert len(named) > 5


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {
        (README.parent / address).resolve() for page, address in documents.links() if page == README
    }
    shown_elsewhere = (".plist", ".svg")
    assert {
        page.resolve() for page in DOCS.iterdir() if page.suffix not in shown_elsewhere
    } <= linked


def test_the_examples_of_marks_are_marked_so(summarize: Command) -> None:
    examples = re.findall(
        r"^\| (contradicted|missing|apart)[^|]*\|[^|]*\| “([^”]+)”",
        README.read_text("utf-8"),
        re.MULTILINE,
    )
    assert [kind for kind, _ in examples] == ["contradicted", "missing", "apart"]
    quotes = [point["quotes"][0] for point in picture.ANSWER["key_points"][1:]]  # type: ignore[index]
    quotes.append({"text": _APART, "page": 1})
    points = [
        {"label": "", "text": words, "quotes": [quote]}
        for (_, words), quote in zip(examples, quotes, strict=True)
    ]
    answer = picture.ANSWER | {"key_points": points}
    (summarize.folder / "answer.json").write_text(json.dumps(answer), "utf-8")
    assert summarize(str(picture.PAPER), "--answer", "answer.json", "--language", "en").status == 0
    (report,) = (summarize.folder / "output/drafts").glob("*/report.json")
    findings = json.loads(report.read_bytes())["content"]["findings"]
    for number, (kind, words) in enumerate(examples, 1):
        reasons = {one["reason"] for one in findings if one["where"] == f"point {number}"}
        assert reasons == {kind}, f"{words}: {reasons}"


def test_the_page_of_commands_names_every_one() -> None:
    named = " ".join(code for page, code in documents.spans() if page.name == "commands.md")
    missing = [name for name in cli._summarize.commands if f"summarize {name}" not in named]
    assert not missing


# ── agents ──


@pytest.mark.parametrize("block", of_kind("sh", "skill"))
def test_a_skill_goes_where_the_page_says(block: Block, summarize: Command) -> None:
    done = bash(summarize, block.text)
    assert done.returncode == 0, done.stdout
    for line in block.text.splitlines():
        assert (summarize.folder / line.split()[-1] / "SKILL.md").is_file()


def test_hosts_are_told_to_start_the_tools(summarize: Command, home: Path, tmp_path: Path) -> None:
    tools = tool(tmp_path, "claude", f'echo "$@" > {tmp_path}/asked')
    (home / "papers-daily/.venv/bin/pip").write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/installed\n'
    )
    (home / "papers-daily/.venv/bin/pip").chmod(0o755)
    lines, settings = (one.text for one in documents.blocks() if one.words[1:] == ("mcp",))
    subprocess.run(
        ["/bin/sh", "-ec", lines], env={"HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin"}, check=True
    )  # fmt: skip
    assert (tmp_path / "installed").read_text() == "install .[mcp]\n"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    assert "mcp" in extras and "keyring" in extras
    added, _, started = (tmp_path / "asked").read_text().partition(" -- ")
    server = json.loads(settings)["mcpServers"]["papers-daily"]
    assert added == "mcp add papers-daily"
    assert started.split() == [server["command"], *server["args"]]
    assert {"--log"} <= {opt for one in commands()["mcp"].params for opt in one.opts}
    assert summarize(*started.split()[1:], "--help").status == 0
