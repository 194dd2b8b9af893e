"""How a command ends, whatever happens: what is printed where, and the exit status."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline import cli, settings
from pipeline.commands import options
from pipeline.extract import process
from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import Entry, FakeArxiv
from tests.support.terminal import Terminal

COSTLY = (
    "jinja2",
    "mcp",
    "openai",
    "pydantic",
    "pypdf",
    "pypdfium2",
    "requests",
    "rich",
    "stamina",
)


def imported(summarize: Command, command: str) -> set[str]:
    """Give which of the costly packages a fresh interpreter has after a command."""
    code = (
        f"import sys; sys.argv = ['summarize', {command!r}]\n"
        "from pipeline import cli\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        f"print(*sorted(set({COSTLY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=summarize.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def test_help_imports_nothing_costly(summarize: Command) -> None:
    assert imported(summarize, "--help") == set()


def test_status_imports_none_of_what_fetches_reads_and_drafts(summarize: Command) -> None:
    assert imported(summarize, "status") == {"pydantic"}


def test_without_arguments_the_help_is_shown_and_the_usage_is_wrong(summarize: Command) -> None:
    result = summarize()
    assert result.status == 2
    assert result.out.startswith("Usage: summarize PAPER… [OPTIONS]\n   or: summarize COMMAND")


def commands() -> list[tuple[str, ...]]:
    """Give every command, and every command below one, as it is called."""
    found: list[tuple[str, ...]] = [(), ("2401.00001",)]
    for name, command in cli._summarize.commands.items():
        below = command.commands if isinstance(command, click.Group) else {}
        found += [(name,), *((name, one) for one in below)]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_help_reads_well_on_a_terminal_of_80_columns(
    summarize: Command, command: tuple[str, ...]
) -> None:
    with Terminal(summarize, *command, "--help") as terminal:
        assert terminal.end() == 0
        lines = terminal.plain.splitlines()
    text = "\n".join(lines)
    named = " ".join(command) if command and command[0].isalpha() else "PAPER"
    assert lines[0].startswith(f"Usage: summarize {named}")
    assert "\\b" not in text
    assert "\b" not in text
    assert "summarize summarize" not in text
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines[1:])  # no short help is cut
    assert not any(re.search(r"\w-$", line) for line in lines)  # no option is cut in two


def test_every_setting_is_an_option_and_no_other(summarize: Command) -> None:
    assert set(options.ALL) == set(settings.SETTABLE)
    for name, command in {**cli._summarize.commands, "summarize": cli._summarize.papers}.items():
        taken = {one.name for one in command.params if isinstance(one, options._Option)}
        assert taken <= set(settings.SETTABLE), name
    assert {one.name for one in cli._summarize.commands["doctor"].params} >= set(options.ALL)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output", "mine", "status"),
        ("--output=mine", "status"),
        ("status", "--output", "mine"),
        ("--json", "--output", "mine", "status"),
    ],
)
def test_options_stand_before_or_behind_the_command(
    summarize: Command, arguments: tuple[str, ...]
) -> None:
    summarize("--output", "mine", "demo")
    result = summarize(*arguments)
    assert result.status == 0, result.err
    assert "mine/drafts/" in result.out


def test_a_value_that_is_also_a_command_is_a_value(summarize: Command) -> None:
    result = summarize("--output", "demo", "--json", "2401.00001")
    assert result.rows[0]["entry"].startswith("demo/drafts/2401.00001v2")


@pytest.mark.parametrize(
    ("word", "near"),
    [("stauts", "status"), ("acept", "accept"), ("reveiw", "review"), ("doctr", "doctor")],
)
def test_a_misspelt_command_is_told_what_is_near(summarize: Command, word: str, near: str) -> None:
    result = summarize(word, "2401.00001")
    assert result.status == 2
    assert f"no command '{word}'" in result.err
    assert f"did you mean `summarize {near}`?" in result.err


def test_a_misspelt_option_and_a_setting_of_another_command_are_refused(summarize: Command) -> None:
    assert "--output" in summarize("status", "--outptu", "x").err
    assert summarize("status", "--model", "x").status == 2
    assert "did you mean jobs?" in summarize("status", SUMMARIZE_JOSB="3").err


def test_a_model_that_is_named_and_cannot_be_asked_is_said(summarize: Command) -> None:
    result = summarize("2401.00001", "--model", "gpt-5-mini", SUMMARIZE_LOCAL_PORTS="")
    assert result.status == 0
    assert "the model gpt-5-mini is not asked: there is no key" in result.err
    assert "set OPENAI_API_KEY" in result.err
    assert "extractive: there is no key to ask gpt-5-mini" in result.err


def test_status_shows_only_the_states_that_are_asked_for(summarize: Command) -> None:
    summarize("2401.00001")
    summarize("demo")
    summarize("reject", "2401.00001")
    assert [row["state"] for row in summarize("status", "--json").rows] == ["draft", "rejected"]
    rows = summarize("status", "--json", "--state", "rejected").rows
    assert [row["state"] for row in rows] == ["rejected"]
    assert "nothing is failed" in summarize("status", "--state", "failed").err


def test_check_ends_with_status_1_on_a_doubt_where_that_is_asked_for(summarize: Command) -> None:
    entry = summarize.folder / summarize("2401.00001").out.strip()
    assert summarize("check", "2401.00001", "--fail-on", "doubt").status == 0
    entry.write_text(entry.read_text("utf-8").replace("61.4", "67.9"), "utf-8")
    assert summarize("check", "2401.00001").status == 0
    assert summarize("check", "2401.00001", "--fail-on", "doubt").status == 1


def test_an_option_that_is_none_is_one_line(summarize: Command) -> None:
    result = summarize("status", "--colour")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("summarize: No such option")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [("demo",), ("demo", "--json"), ("--help",), ("--version",)])
def test_standard_output_that_takes_nothing_is_named(
    summarize: Command, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [SUMMARIZE, *arguments],
            cwd=summarize.folder,
            env=summarize.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "summarize: cannot write the output: No space left on device"
    )


def test_where_the_reader_of_the_output_has_gone_nothing_is_said(summarize: Command) -> None:
    summarize("demo")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [SUMMARIZE, "status"],
        cwd=summarize.folder,
        env=summarize.environ,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_where_nobody_hears_of_progress_the_work_is_done_all_the_same(summarize: Command) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [SUMMARIZE, "demo"],
            cwd=summarize.folder,
            env=summarize.environ,
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            check=False,
        )
    assert done.returncode == 0
    assert (summarize.folder / done.stdout.strip()).is_file()


def test_a_working_folder_that_is_gone_is_said(summarize: Command) -> None:
    gone = summarize.folder / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f'rmdir "{gone}"; exec "{SUMMARIZE}" status'],
        cwd=gone,
        env=summarize.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("summarize: the working folder is gone\n")


def test_another_file_that_the_system_refuses_is_named_and_not_called_the_output(
    summarize: Command,
) -> None:
    path = "x" * 300  # no file system takes so long a name
    result = summarize("demo", SUMMARIZE_LOG=path)
    assert result.status == 1
    assert path in result.err
    assert "File name too long" in result.err
    assert "output" not in result.err.splitlines()[-2]
    assert "defect" not in result.err


def test_every_command_runs_as_a_process_of_its_own(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["1706.03762"] = Entry()
    (summarize.folder / "log.md").write_text("# pending\n\n- [ ] 2401.00001\n")
    said = {
        command: summarize.process(*command.split())
        for command in (
            "2401.00001",
            "demo",
            "pending",
            "check 2401.00001",
            "accept 2401.00001",
            "undo",
            "reject 2401.00001",
            "status",
            "doctor",
        )
    }
    assert {command: result.status for command, result in said.items()} == dict.fromkeys(said, 0)
    assert said["2401.00001"].out == "output/drafts/2401.00001v2/entry.md\n"
    assert said["pending"].out.split()[:2] == ["3", "present"]
    assert said["accept 2401.00001"].out.startswith("2401.00001v2: accepted, log.md line ")
    assert said["undo"].out.startswith("took 2401.00001v2 out of ")
    assert said["reject 2401.00001"].out.endswith("output/rejected/2401.00001v2\n")
    assert [line.split()[0] for line in said["status"].out.splitlines()] == ["draft", "rejected"]


@pytest.mark.parametrize("files", [8, 10, 12, 14, 16])
def test_too_few_open_files_are_said_in_a_line(summarize: Command, files: int) -> None:
    # the interpreter and sockets take some of them; from about 20 on a paper is read
    done = subprocess.run(
        ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash", SUMMARIZE, "2401.00001"],
        cwd=summarize.folder,
        env=summarize.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert "defect" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EAGAIN, "no more processes may be started"),
        (errno.ENOMEM, "there is no memory left"),
        (errno.EMFILE, "too many files are open"),
        (errno.ENFILE, "too many files are open on this machine"),
    ],
)
@pytest.mark.parametrize("command", ["2401.00001", "pending"])
def test_what_the_system_has_no_more_of_is_said_in_a_line(
    summarize: Command, monkeypatch: pytest.MonkeyPatch, command: str, code: int, words: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    (summarize.folder / "log.md").write_text("# pending\n\n- [ ] arXiv:2401.00001\n")
    process._nursery.close()  # one that is there already needs no process
    monkeypatch.setattr(subprocess, "Popen", refused)
    result = summarize(command)
    assert result.status == 1
    assert f"summarize: {words}\n" in result.err
    assert "defect" not in result.err
