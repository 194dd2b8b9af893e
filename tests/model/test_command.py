"""A command as the model: its answer, its failures, and nothing of it left behind."""

from __future__ import annotations

import contextlib
import json
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import credentials
from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.command import CommandModel, address_of
from pipeline.model.prompt import as_text
from pipeline.model.reply import parse_reply

TALK = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Hm?"}]
Made = Callable[..., str]
TICKS = "while True: print('.', flush=True, file=open({file!r}, 'a')); time.sleep(0.02)"


@pytest.fixture
def script(tmp_path: Path) -> Made:
    """Give a command that runs some lines of Python, with what is imported for them."""

    def write(*lines: str) -> str:
        path = tmp_path / "a model.py"
        path.write_text("\n".join(("import os, subprocess, sys, time", *lines)))
        return shlex.join([sys.executable, str(path)])

    return write


@contextlib.contextmanager
def running(command: str, *, timeout: float = 20, at_once: int = 4) -> Iterator[CommandModel]:
    with contextlib.closing(CommandModel(command, timeout=timeout, at_once=at_once)) as model:
        yield model


def complete(command: str, *, seconds: float = 60, **changes: Any) -> str:
    with running(command, **changes) as model:
        raw = model.complete({"model": "m", "messages": TALK}, time.monotonic() + seconds)
        return parse_reply(raw).content


def test_the_prompt_goes_in_and_the_answer_comes_out(script: Made) -> None:
    echo = script("print(repr(sys.stdin.read()), sys.argv[1:])")
    assert complete(f"{echo} -m 'two words'") == ("'Be short.\\n\\nHm?\\n' ['-m', 'two words']\n")


def test_a_long_prompt_and_a_long_answer_pass_at_once(script: Made) -> None:
    talk = [{"role": "user", "content": "文" * 300_000}]
    with running(script("while piece := sys.stdin.read(9): print(piece)")) as model:
        raw = model.complete({"messages": talk}, time.monotonic() + 60)
    assert parse_reply(raw).content.replace("\n", "") == "文" * 300_000


def test_a_command_that_does_not_read_may_answer_all_the_same(script: Made) -> None:
    with running(script("os.close(0)", "print('yes')")) as model:
        talk = [{"role": "user", "content": "x" * 3_000_000}]
        raw = model.complete({"messages": talk}, time.monotonic() + 60)
    assert parse_reply(raw).content == "yes\n"


def test_it_runs_without_a_shell_in_an_empty_folder_of_its_own(script: Made) -> None:
    where = script("print(os.getcwd(), os.listdir(), sys.argv[1:])")
    folder, rest = complete(f"{where} '$HOME' ';' rm").split(" ", 1)
    assert rest == "[] ['$HOME', ';', 'rm']\n"
    assert not Path(folder).exists()


def test_a_program_beside_the_log_is_found_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_text("#!/bin/sh\necho yes\n")
    (tmp_path / "mine").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert complete("./mine") == "yes\n"


def test_what_a_terminal_would_show_is_left_out(script: Made) -> None:
    shown = r"print('\x1b[?25l\x1b[1;32m{\"a\":\x1b[0m 1}\x1b]0;title\x07\x1b[2K')"
    assert complete(script(shown)) == '{"a": 1}\n'


def test_a_credential_that_it_repeats_is_taken_out(script: Made) -> None:
    credentials.learn("opensesame-4f1c9a7e2b83d056")
    assert complete(script("print('key opensesame-4f1c9a7e2b83d056')")) == "key …\n"


def test_an_answer_is_taken_however_much_is_said_beside_it(script: Made) -> None:
    assert complete(script("print('x' * 300_000, file=sys.stderr)", "print('yes')")) == "yes\n"


def test_an_answer_is_not_waited_for_longer_than_its_command_runs(
    script: Made, tmp_path: Path
) -> None:
    file, start = tmp_path / "ticks", time.monotonic()
    ticks = TICKS.format(file=str(file))
    child = f"subprocess.Popen([sys.executable, '-c', 'import time\\n' + {ticks!r}])"
    assert complete(script(child, "time.sleep(1)", "print('yes')")) == "yes\n"
    assert time.monotonic() - start < 10
    size = file.stat().st_size
    time.sleep(0.3)
    assert 0 < size == file.stat().st_size


# ── what goes wrong ──


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("sys.exit(3)",), "ended with status 3"),
        (("print('Not logged in')", "sys.exit(1)"), "status 1 (Not logged in)"),
        (("print('well\\nno\\tkey', file=sys.stderr)", "sys.exit(1)"), "status 1 (no key)"),
        (("print('half an answer')", "os.kill(os.getpid(), 9)"), "ended with signal 9"),
        (("print('x' * 9_000_000)",), "printed more than 8 MiB"),
        (
            ("print('x' * 99_999 + '\\nno key', file=sys.stderr)", "sys.exit(1)"),
            "status 1 (no key)",
        ),
    ],
    ids=range(6),
)
def test_a_command_that_fails_is_told_with_its_own_words(
    script: Made, lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(ServerFailedError) as failed:
        complete(script(*lines))
    assert failed.value.message.startswith(f"the model's command {Path(sys.executable).name} ")
    assert words in failed.value.message
    assert "answer" not in failed.value.message
    assert failed.value.hint


def test_a_paper_too_long_is_known_by_its_words(script: Made) -> None:
    words = "maximum context length is 8192 tokens"
    with pytest.raises(ContextTooLongError) as too_long:
        complete(script(f"sys.exit('Error: {words}')"))
    assert too_long.value.limit == 8192


@pytest.mark.parametrize("command", ["no-such-program -m x", "/etc/passwd"])
def test_a_command_that_is_none_stops_the_run(command: str) -> None:
    with pytest.raises(StopRunError, match="model_command"):
        complete(command)


def test_a_program_that_cannot_run_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"\x7fELF nonsense")
    (tmp_path / "mine").chmod(0o755)
    with pytest.raises(StopRunError, match="cannot be started"):
        complete(str(tmp_path / "mine"))


@pytest.mark.parametrize(
    "lines",
    [
        ("{ticks}",),
        ("os.close(1)", "os.close(2)", "{ticks}"),
        ("subprocess.run([sys.executable, '-c', 'import time\\n' + {quoted}])",),
        ("if os.fork() == 0:", "    {ticks}", "while True: print('.', flush=True); time.sleep(0.01)"),
        ("if os.fork() == 0:", "    {ticks}", "while True: print('x' * 999, file=sys.stderr)"),
    ],
    ids=["silent", "closed", "child", "drips", "complains"],
)  # fmt: skip
def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(
    script: Made, lines: tuple[str, ...], tmp_path: Path
) -> None:
    file, start = tmp_path / "ticks", time.monotonic()
    ticks = TICKS.format(file=str(file))
    given = (line.format(ticks=ticks, quoted=repr(ticks)) for line in lines)
    with pytest.raises(ServerFailedError, match="was not done in 2 s"):
        complete(script(*given), timeout=2)
    assert time.monotonic() - start < 10
    time.sleep(0.1)
    size = file.stat().st_size
    time.sleep(0.3)
    assert 0 < size == file.stat().st_size


def test_after_the_deadline_nothing_is_run(script: Made) -> None:
    with pytest.raises(SummarizeError, match="longer than paper_seconds"):
        complete(script("print('yes')"), seconds=-1)


def test_what_still_runs_is_ended_with_the_run(script: Made) -> None:
    failed: list[SummarizeError] = []

    def ask(model: CommandModel) -> None:
        try:
            model.complete({"messages": TALK}, time.monotonic() + 60)
        except SummarizeError as error:
            failed.append(error)

    with running(script("time.sleep(60)")) as model:
        thread = threading.Thread(target=ask, args=(model,))
        thread.start()
        time.sleep(0.5)
        model.close()
        thread.join(10)
    assert "signal 9" in failed[0].message


# ── which one it is ──


def test_a_command_is_known_by_all_of_it_and_shown_by_its_programs_name() -> None:
    one = address_of("/usr/bin/llm -m a --key opensesame-4f1c")
    assert one.startswith("command llm ")
    assert "opensesame" not in one
    assert one == address_of("  /usr/bin/llm  -m 'a' --key opensesame-4f1c")
    assert one != address_of("/usr/bin/llm -m b --key opensesame-4f1c")


def test_a_conversation_is_one_text_that_says_what_was_answered() -> None:
    talk = [*TALK, {"role": "assistant", "content": "Eh."}, {"role": "user", "content": "Again."}]
    assert as_text(talk) == "Be short.\n\nHm?\n\nYou answered:\n\nEh.\n\nAgain.\n"


def test_it_has_no_list_of_models() -> None:
    assert CommandModel("llm", timeout=1).models() == []


def test_its_reply_is_kept_as_a_completion(script: Made) -> None:
    with running(script("print('文')")) as model:
        raw = model.complete({"messages": TALK}, time.monotonic() + 60)
    assert json.loads(raw) == {"choices": [{"message": {"content": "文\n"}}]}
