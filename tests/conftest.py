"""The real command in an empty folder, against the fakes."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
from hypothesis import settings

from tests.support.command import PRICED, SHARED, Command
from tests.support.fakes import FakeArxiv, FakeModel

# a shell that starts a program in the background has it ignore interrupts, and so would the commands that tests start
signal.signal(signal.SIGINT, signal.default_int_handler)

# where the environment forbids it, as images of containers do, each worker would compile all modules of all tests anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# the same cases in every run; `pytest --hypothesis-profile=search` looks for others
settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=1000)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def no_waits() -> Iterator[None]:
    """Take the waits between tries out; a test that measures them puts them back."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture
def nothing_of_other_tests() -> Iterator[None]:
    """Keep the collector from what other tests have left: a look at all of that takes half a second."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def no_root() -> Iterator[None]:
    """Be somebody whom the file system may refuse something."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    server = FakeArxiv()
    yield server
    server.close()


@pytest.fixture
def model() -> Iterator[FakeModel]:
    server = FakeModel()
    yield server
    server.close()


@pytest.fixture
def summarize(tmp_path: Path, arxiv: FakeArxiv) -> Command:
    """Give the command, with the fake arXiv in the real one's place and no model, on a Chinese system."""
    folder = tmp_path / "work"
    folder.mkdir()
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "LANG": "zh_CN.UTF-8",
        "SUMMARIZE_ARXIV_INTERVAL": "0",
        "SUMMARIZE_ARXIV_TIMEOUT": "2",
        "SUMMARIZE_EXTRACT_SECONDS": "20",
        "SUMMARIZE_LOCAL_PORTS": "",  # what runs on this machine is no test's
    }
    return Command(folder, environ | arxiv.environ)


@pytest.fixture
def with_model(summarize: Command, model: FakeModel) -> Command:
    """Give the command, with the fake model configured; its price too, because the table of prices takes 0.3 s to load.

    A second reading is a test's own to ask for.
    """
    summarize.environ |= {"SUMMARIZE_BASE_URL": model.url, "SUMMARIZE_MODEL_TIMEOUT": "3"}
    summarize.environ |= PRICED | {"SUMMARIZE_VERIFY": "off"}
    return summarize


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED
