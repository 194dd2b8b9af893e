from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys

import pytest

from pipeline.commands.outcome import Outcome
from pipeline.commands.progress import Progress
from tests.support.command import Command


def test_on_a_terminal_the_bar_is_on_standard_error_and_the_entrys_path_alone_on_standard_output(
    summarize: Command,
) -> None:
    ours, theirs = pty.openpty()
    with summarize.start("demo", environ={"TERM": "xterm"}, stderr=theirs) as run:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # on Linux, how a terminal ends that nobody writes to any more
            pass
        out = run.communicate(timeout=60)[0]
    os.close(ours)
    assert run.returncode == 0
    assert out.splitlines() == [
        next(f"output/{name}" for name in summarize.files if name.endswith("entry.md"))
    ]
    assert shown.startswith(b"\x1b[?25l")  # the cursor hides behind a bar
    assert (
        b"check  looking" in shown
    )  # ten pictures a second: of the stages, the last is sure to be in one
    assert b"done  drafted" in shown


def test_what_a_pipe_passes_on_to_the_terminal_stands_where_no_bar_is(summarize: Command) -> None:
    log = "# pending\n\n- [ ] buy milk\n- [ ] buy eggs\n"
    summarize.write_log(log)
    ours, theirs = pty.openpty()
    environ = {"TERM": "xterm", "COLUMNS": "100"}
    with (
        summarize.start("pending", environ=environ, stderr=theirs) as run,
        subprocess.Popen(["tee", "piped"], cwd=summarize.folder, stdin=run.stdout, stdout=theirs),
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the end, on Linux
            while piece := os.read(ours, 65536):
                shown += piece
    os.close(ours)
    wiped_out, whole = rb"\x1b\[2K {4}\d  not a paper", rb"\d  not a paper"
    assert len(re.findall(wiped_out, shown)) == len(re.findall(whole, shown)) == 2
    piped = (summarize.folder / "piped").read_bytes()
    assert b"\x1b" not in piped
    assert len(piped.splitlines()) == 2


def test_what_a_server_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress.tell("fetch", "PDF of \x1b[2Jnothing")
    failed = Outcome(paper="2401.00001", outcome="failed", reason="it said \x1b]0;owned\x07")
    said = "".join(words for words, _ in failed.said())
    assert "\x1b" not in capsys.readouterr().err + said


def test_what_is_to_be_known_stays_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    words = "import sys; from pipeline.commands.progress import MIND, Progress\n"
    words += "with Progress() as progress:\n    progress.tell(MIND, 'the PDF is another one')\n"
    with subprocess.Popen([sys.executable, "-c", words], stderr=theirs, env={"TERM": "xterm"}):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the end, on Linux
            while piece := os.read(ours, 65536):
                shown += piece
    os.close(ours)
    assert b"    mind  the PDF is another one\r\n" in shown
