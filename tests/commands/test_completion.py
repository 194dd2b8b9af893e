"""What a shell completes."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.support.command import SUMMARIZE, Command


def completed(summarize: Command, *words: str) -> list[str]:
    """Give what a shell is offered behind some words, of which the last is begun."""
    done = subprocess.run(
        [SUMMARIZE],
        cwd=summarize.folder,
        env=summarize.environ
        | {
            "_SUMMARIZE_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["summarize", *words]),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_one_that_it_takes(summarize: Command, shell: str) -> None:
    script = summarize("completion", shell)
    assert script.status == 0
    assert "_SUMMARIZE_COMPLETE" in script.out
    if program := shutil.which(shell):
        done = subprocess.run([program, "-n"], input=script.out, text=True, check=False)
        assert done.returncode == 0


def test_another_shell_is_refused(summarize: Command) -> None:
    assert summarize("completion", "tcsh").status == 2


def test_commands_states_values_drafts_and_files_are_completed(summarize: Command) -> None:
    for paper in ("2401.00001", "demo"):
        summarize(paper)
    assert "plain,review" in completed(summarize, "rev")
    assert completed(summarize, "status", "--state", "a") == ["plain,accepted"]
    assert completed(summarize, "demo", "--language", "") == ["plain,auto", "plain,zh", "plain,en"]
    assert completed(summarize, "accept", "24") == ["plain,2401.00001v2"]
    assert len(completed(summarize, "check", "")) >= 2
    assert completed(summarize, "check", "no-draft") == ["file,no-draft"]
    assert completed(summarize, "status", "--output", "o") == ["dir,o"]
    assert completed(summarize, "pending", "lo") == ["file,lo"]


def test_what_was_rejected_is_offered_to_be_restored_and_nothing_else(summarize: Command) -> None:
    for paper in ("2401.00001", "demo"):
        summarize(paper)
    summarize("reject", "2401.00001")
    assert completed(summarize, "restore", "2") == ["plain,2401.00001v2"]
    assert completed(summarize, "reject", "2") == ["file,2"]


def test_a_wrong_setting_offers_files_and_shows_no_error(summarize: Command) -> None:
    (summarize.folder / "summarize.toml").write_text("colour = 1\n")
    assert completed(summarize, "check", "x") == ["file,x"]
