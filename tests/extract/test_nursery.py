"""One process forks a child a paper: what a child has, and when it and the nursery end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline.errors import SummarizeError
from pipeline.extract.process import extract
from tests.support.fakes import PAPER_PAGES, make_pdf
from tests.support.hidden_pdfs import Made, pdf

T = TypeVar("T")
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")


def children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*")
        for child in (task / "children").read_text().split()
    ]


def nurseries(pid: int) -> list[int]:
    return [
        child
        for child in children(pid)
        if b"extract.nursery" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def wait_for(find: Callable[[], T]) -> T:
    end = time.monotonic() + 30
    while not (found := find()) and time.monotonic() < end:
        time.sleep(0.02)
    assert found
    return found


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (path := tmp_path / "paper.pdf").write_bytes(make_pdf(PAPER_PAGES))
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Give a PDF that takes its reader half a minute and more."""
    words = "q " * 400 + "BT /F1 10 Tf 60 400 Td " + "(a) Tj 1 0 Td " * 1_000_000 + "ET"
    (path := tmp_path / "slow.pdf").write_bytes(pdf("Slow", Made("x", words), columns=1))
    return path


def test_papers_are_read_by_children_of_one_nursery(paper: Path) -> None:
    for _ in range(2):
        assert "Sparrow" in extract(paper, seconds=30, mib=1024).text
        (nursery,) = nurseries(os.getpid())
        assert children(nursery) == []


def test_a_nursery_that_waits_costs_nothing(paper: Path) -> None:
    extract(paper, seconds=30, mib=1024)
    (nursery,) = nurseries(os.getpid())

    def ticks() -> int:
        fields = Path(f"/proc/{nursery}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    wait_for(lambda: not children(nursery))
    before = ticks()
    time.sleep(0.5)
    assert ticks() - before <= 1


def test_a_nursery_that_died_is_started_again(paper: Path) -> None:
    extract(paper, seconds=30, mib=1024)
    (nursery,) = nurseries(os.getpid())
    os.kill(nursery, signal.SIGKILL)
    wait_for(lambda: Path(f"/proc/{nursery}/status").read_text().find("zombie") > 0)
    assert "Sparrow" in extract(paper, seconds=30, mib=1024).text
    assert nursery not in nurseries(os.getpid())


def test_a_child_has_no_environment_an_empty_folder_and_three_files(
    paper: Path, slow: Path
) -> None:
    extract(paper, seconds=30, mib=1024)
    (nursery,) = nurseries(os.getpid())
    ended: list[str] = []

    def read() -> None:
        with pytest.raises(SummarizeError) as raised:
            extract(slow, seconds=3, mib=1024)
        ended.append(raised.value.message)

    reader = threading.Thread(target=read)
    reader.start()
    (child,) = wait_for(lambda: children(nursery))
    folder = Path(f"/proc/{child}/cwd")
    wait_for(lambda: folder.resolve().name.startswith("summarize-"))
    assert list(folder.iterdir()) == []
    wait_for(lambda: str(folder.readlink()).endswith(" (deleted)"))  # a kill leaves none lying
    assert Path(f"/proc/{child}/environ").read_bytes() == b""
    assert sorted(file.name for file in Path(f"/proc/{child}/fd").iterdir()) == ["0", "1", "2"]
    limits = Path(f"/proc/{child}/limits").read_text()
    assert f"Max address space         {1024 << 20}" in limits
    assert "Max cpu time              3 " in limits
    assert "Sparrow" in extract(paper, seconds=30, mib=1024).text  # a slow paper holds up no other
    reader.join()
    assert ended == ["reading the PDF took more than 3 s"]
    wait_for(lambda: not children(nursery))


def test_a_command_that_dies_leaves_nothing_behind(slow: Path) -> None:
    words = "import sys; from pathlib import Path; from pipeline.extract.process import extract\n"
    words += "extract(Path(sys.argv[1]), seconds=60, mib=1024)"
    with subprocess.Popen([sys.executable, "-c", words, str(slow)]) as command:
        (nursery,) = wait_for(lambda: nurseries(command.pid))
        (child,) = wait_for(lambda: children(nursery))
        command.kill()
    wait_for(lambda: not Path(f"/proc/{nursery}").exists())
    wait_for(lambda: not Path(f"/proc/{child}").exists())
