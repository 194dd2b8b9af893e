"""How a command ends, whatever happens: what is printed where, and the exit status."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.extract import process
from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import Entry, FakeArxiv

COSTLY = ("jinja2", "openai", "pydantic", "pypdf", "pypdfium2", "requests", "rich", "stamina")


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
