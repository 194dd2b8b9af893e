"""A file is replaced only where nobody has written to it in the meantime."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import SummarizeError
from pipeline.log.exchange import replaced_if_unchanged

SAVING = """
import os, sys, time
from pathlib import Path
path, how = Path(sys.argv[1]), sys.argv[2]
end = time.monotonic() + float(sys.argv[3])
number, line = 0, b""
while time.monotonic() < end:
    if how == "rename":
        # what an editor does: read, write another file, put it in place. It looks for what it saved
        # last, as the log may stand without that until an exchange of ours is put back
        text = path.read_bytes()
        if line not in text:
            continue
        line = b"saved %d\\n" % number
        other = path.with_name("editor~")
        other.write_bytes(text + line)
        os.replace(other, path)
    else:
        with path.open("ab") as file:
            file.write(b"saved %d\\n" % number)
    print(number, flush=True)
    number += 1
    time.sleep(0.002)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "log.md"
    path.write_bytes(b"before\n")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    path.chmod(0o640)
    assert replaced_if_unchanged(path, b"before\n", b"after\n")
    assert path.read_bytes() == b"after\n"
    assert path.stat().st_mode & 0o7777 == 0o640
    assert names(path.parent) == ["log.md"]


def test_a_file_with_other_bytes_stays(path: Path) -> None:
    assert not replaced_if_unchanged(path, b"other\n", b"after\n")
    assert path.read_bytes() == b"before\n"
    assert names(path.parent) == ["log.md"]


def test_a_file_that_another_program_keeps_open_for_writing_is_refused(path: Path) -> None:
    with path.open("ab") as other:
        with pytest.raises(SummarizeError, match=r"another program has .* open for writing"):
            replaced_if_unchanged(path, b"before\n", b"after\n")
        other.write(b"theirs\n")
    assert path.read_bytes() == b"before\ntheirs\n"
    assert names(path.parent) == ["log.md"]


def test_a_file_that_another_program_only_reads_is_replaced(path: Path) -> None:
    with path.open("rb"):
        assert replaced_if_unchanged(path, b"before\n", b"after\n")


def test_what_was_there_is_left_as_it_was_to_who_has_it_open(path: Path) -> None:
    with path.open("rb") as reader:
        replaced_if_unchanged(path, b"before\n", b"after\n")
        assert reader.read() == b"before\n"


@pytest.mark.parametrize("how", ["in place", "rename"])
def test_no_save_of_another_program_is_lost_beside_replacements(path: Path, how: str) -> None:
    made = 0
    command = [sys.executable, "-c", SAVING, str(path), how, "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        while writer.poll() is None:
            before = path.read_bytes()
            ours = b"ours %d\n" % made
            made += replaced_if_unchanged(path, before, before + ours)
        assert writer.stdout
        saved = writer.stdout.read().split()
    assert made, "some were made"
    lines = path.read_bytes().splitlines()
    assert {b"saved %s" % number for number in saved} <= set(lines)
    if how == "in place":  # one that replaces the file puts back what it has read
        assert {b"ours %d" % number for number in range(made)} <= set(lines)
