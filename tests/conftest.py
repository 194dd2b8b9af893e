"""The real command in an empty folder, against the fakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeArxiv, FakeModel

SUMMARIZE = str(Path(sys.executable).with_name("summarize"))
SHARED = Path(__file__).parents[2] / "shared"

PRICED = {"SUMMARIZE_PRICE_IN": "1.0", "SUMMARIZE_PRICE_OUT": "10.0"}


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


@dataclass
class Result:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Command:
    """The installed `summarize`, run in an empty folder with an environment of its own."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, **environ: str) -> Result:
        done = subprocess.run(
            [SUMMARIZE, *arguments],
            cwd=self.folder,
            env=self.environ | environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    @property
    def files(self) -> dict[str, bytes]:
        """Every file under output/ with its bytes, by its path."""
        output = self.folder / "output"
        return {
            str(path.relative_to(output)): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()
        }

    def entry(self, slug: str = "2401.00001v2") -> str:
        return (self.folder / "output" / "drafts" / slug / "entry.md").read_text("utf-8")


@pytest.fixture
def summarize(tmp_path: Path, arxiv: FakeArxiv) -> Command:
    """Give the command, with the fake arXiv in the real one's place and no model."""
    folder = tmp_path / "work"
    folder.mkdir()
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "SUMMARIZE_ARXIV_INTERVAL": "0",
        "SUMMARIZE_ARXIV_TIMEOUT": "2",
        "SUMMARIZE_EXTRACT_SECONDS": "20",
    }
    return Command(folder, environ | arxiv.environ)


@pytest.fixture
def with_model(summarize: Command, model: FakeModel) -> Command:
    """Give the command, with the fake model configured; its price too, because the table of prices takes 0.3 s to load."""
    summarize.environ |= {"SUMMARIZE_BASE_URL": model.url, "SUMMARIZE_MODEL_TIMEOUT": "3"}
    summarize.environ |= PRICED
    return summarize


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED
