"""`summarize` in an empty folder with an environment of its own: in this process, or as a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import cli

SUMMARIZE = str(Path(sys.executable).with_name("summarize"))
SHARED = Path(__file__).parents[3] / "shared"

PRICED = {"SUMMARIZE_PRICE_IN": "1.0", "SUMMARIZE_PRICE_OUT": "10.0"}


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
    """The command in a folder, with an environment that replaces the test's own.

    A call runs it in this process, through `cli.main`, in a tenth of the time that a process takes to start; `process` runs the
    installed script, for what only a process of its own shows: signals, limits, what a fresh interpreter imports.
    """

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    """That of the streams of a call; those of a process have it from its environment."""

    def __call__(self, *arguments: str, **environ: str) -> Result:
        out, err = _stream(self.encoding), _stream(self.encoding)
        with _surroundings(
            self.folder, self.environ | environ, ["summarize", *arguments], out, err
        ):
            try:
                cli.main()
                status = 0
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        return Result(status, _text(out), _text(err))

    def write_log(self, text: str) -> Path:
        """Write the folder's log, and give its path."""
        path = self.folder / "log.md"
        path.write_bytes(text.encode())
        return path

    def process(self, *arguments: str, **environ: str) -> Result:
        with self.start(*arguments, environ=environ) as running:
            out, err = running.communicate(timeout=600)
        return Result(running.returncode, out, err)

    def start(
        self,
        *arguments: str,
        environ: dict[str, str] | None = None,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
    ) -> subprocess.Popen[str]:
        """Start the process and leave it running."""
        return subprocess.Popen(
            [SUMMARIZE, *arguments],
            cwd=self.folder,
            env=self.environ | (environ or {}),
            stdout=stdout,
            stderr=stderr,
            text=True,
        )

    @property
    def files(self) -> dict[str, bytes]:
        """Every file under output/ with its bytes, by its path."""
        output = self.folder / "output"
        return {
            str(path.relative_to(output)): path.read_bytes()
            for path in sorted(output.rglob("*"))
            if path.is_file()
        }

    def entry(self, slug: str = "2401.00001v2") -> str:
        return (self.folder / "output" / "drafts" / slug / "entry.md").read_text("utf-8")


def _stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    # click writes its help in UTF-8 to an ASCII stream
    return buffer.getvalue().decode("utf-8" if stream.encoding == "ascii" else stream.encoding)


@contextlib.contextmanager
def _surroundings(
    folder: Path,
    environ: dict[str, str],
    argv: list[str],
    out: io.TextIOWrapper,
    err: io.TextIOWrapper,
) -> Iterator[None]:
    """Put folder, environment, arguments and streams in place for a call, and back after it."""
    before = (Path.cwd(), dict(os.environ), sys.argv)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = argv
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield
    finally:
        os.chdir(before[0])
        os.environ.clear()
        os.environ.update(before[1])
        sys.argv = before[2]
