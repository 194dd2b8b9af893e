"""Killed anywhere and run again: nothing lost, nothing paid twice, nothing half-written."""

from __future__ import annotations

import json
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import FakeModel


def settled(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the files of a run without what differs from run to run by nature: when a reply came and how long it took."""
    return {
        name: re.sub(rb'"(at|seconds)": ("[^"]*"|[\d.]+)', b"", content)
        for name, content in files.items()
    }


def kill_and_go_on(command: Command, model: FakeModel, kills: int, seed: int) -> list[str]:
    """Run with SIGKILL at a random moment of each of `kills` equal parts of a run, afresh each time; give what went wrong.

    A run is undisturbed once, for comparison. After each kill the same command runs to its end; then all files must be those
    of the undisturbed run, and no reply that had been kept may have been asked for again.
    """
    output = command.folder / "output"
    start = time.monotonic()
    assert command.process("2401.00001").status == 0
    whole, undisturbed = time.monotonic() - start, settled(command.files)
    chance, wrong = random.Random(seed), []
    for number in range(kills):
        shutil.rmtree(output)
        model.log.clear()
        with command.start("2401.00001") as running:
            time.sleep(whole * (number + chance.random()) / kills)
            running.kill()
        time.sleep(0.05)  # what the servers were still answering
        kept, asked = len(list(output.glob("calls/*.json"))), len(model.calls)
        result = command("2401.00001")
        if result.status != 0:
            wrong.append(f"kill {number}: {result.err}")
        elif settled(command.files) != undisturbed:
            differing = {
                n
                for n in undisturbed.keys() | settled(command.files).keys()
                if undisturbed.get(n) != settled(command.files).get(n)
            }
            wrong.append(f"kill {number}: differs in {sorted(differing)}")
        if len(model.calls) - asked > 1 - kept:
            wrong.append(f"kill {number}: a kept reply was asked for again")
    return wrong


@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_ends_like_an_undisturbed_one(
    with_model: Command, model: FakeModel
) -> None:
    assert kill_and_go_on(with_model, model, kills=8, seed=1) == []


def test_a_half_written_file_of_a_killed_run_is_swept_out(summarize: Command) -> None:
    folder = summarize.folder / "output" / "drafts" / "2401.00001v2"
    folder.mkdir(parents=True)
    (folder / ".summarize-4711-0123456789abcdef.tmp").write_bytes(b"%PDF-1.4 half")
    summarize("2401.00001")
    assert not list(folder.glob(".*"))


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_file_is_written_to_a_temporary_one_synced_renamed_and_its_folder_synced(
    with_model: Command, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    calls = "trace=openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat"
    subprocess.run(
        ["strace", "-f", "-y", "-s", "0", "-e", calls, "-o", str(trace), SUMMARIZE, "2401.00001"],
        cwd=with_model.folder, env=with_model.environ, check=True, capture_output=True,
    )  # fmt: skip
    lines = trace.read_text("utf-8", "replace").splitlines()
    output = str(with_model.folder / "output")
    written = Counter(
        match[1] for line in lines if (match := re.search(rf"write\(\d+<({output}/[^>]*)>", line))
    )
    assert written
    assert all(name.endswith(".tmp") for name in written), "only temporary files are written to"
    for at, line in enumerate(lines):
        if not (match := re.search(rf'rename\w*\(.*?"({output}/[^"]*\.tmp)".*?"([^"]*)"', line)):
            continue
        temporary, final = match[1], match[2]
        touches = [n for n, earlier in enumerate(lines[:at]) if f"<{temporary}>" in earlier]
        assert re.search(r"fsync\(", lines[touches[-1]]), f"{final}: synced before it is renamed"
        folder = str(Path(final).parent)
        assert any("fsync(" in later and f"<{folder}>" in later for later in lines[at : at + 12]), (
            f"{final}: folder synced"
        )
    renamed = {
        match[1] for line in lines if (match := re.search(rf'rename.*"({output}/[^"]*)"\)', line))
    }
    assert {name.rsplit("/", 1)[-1] for name in renamed} >= {
        "paper.json",
        "paper.pdf",
        "text.json",
        "draft.json",
        "report.json",
        "entry.md",
        "usage.jsonl",
    }


def small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_full_disk_is_named_and_spoils_nothing(with_model: Command, model: FakeModel) -> None:
    """The limit on a file's size stands in for the disk's: the system call fails in the same place."""
    done = subprocess.run(
        [SUMMARIZE, "2401.00001"], cwd=with_model.folder, env=with_model.environ, capture_output=True, text=True, check=False,
        preexec_fn=small_files,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(name.endswith(".tmp") for name in with_model.files)
    assert with_model("2401.00001").status == 0


@pytest.mark.parametrize("argument", ["2401.00001", "pending"])
def test_an_interrupt_ends_with_130_and_a_word_and_waits_for_no_model(
    with_model: Command, model: FakeModel, argument: str
) -> None:
    (with_model.folder / "log.md").write_text("# pending\n\n- [ ] arXiv:2401.00001\n")
    model.faults = [lambda _: time.sleep(20)] * 4
    running = with_model.start(argument, environ={"SUMMARIZE_MODEL_TIMEOUT": "60"})
    while not model.calls and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=5)
    assert running.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err


def test_two_runs_at_the_same_moment_pay_once(with_model: Command, model: FakeModel) -> None:
    runs = [with_model.start("2401.00001") for _ in range(2)]
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(model.calls) == 1
    assert len(with_model.files["usage.jsonl"].splitlines()) == 1
    assert json.loads(with_model.files["usage.jsonl"])["paper"] == "2401.00001v2"
