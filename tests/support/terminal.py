"""A real terminal: `summarize` as a person has it before them, with keys, a width and what is shown."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from types import TracebackType

from tests.support.command import SUMMARIZE, Command

_STEERING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])")
_PIECE = re.compile(rf"{_STEERING.pattern}|\n|\r|[^\x1b\n\r]+")
_UP = re.compile(r"\x1b\[(\d*)A")
_PATIENCE = 30.0


class Terminal:
    """A command that runs on a terminal of some size.

    `shown` is all that it has printed, `plain` the same without what steers a terminal.
    """

    def __init__(
        self, command: Command, *arguments: str, width: int = 80, height: int = 24, **environ: str
    ) -> None:
        self.shown, self._seen = "", 0
        self._bytes = b""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self._run = subprocess.Popen(
            [SUMMARIZE, *arguments],
            cwd=command.folder,
            env={"TERM": "xterm-256color", "PYTHONUTF8": "1"} | command.environ | environ,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._run.poll() is None:
            self._run.kill()
        self._run.wait()
        os.close(self._ours)

    @property
    def plain(self) -> str:
        return _STEERING.sub("", self.shown).replace("\r\n", "\n")

    def wait_for(self, words: str) -> str:
        """Wait until words are shown that were not seen yet; give the plain text up to their end."""
        until = time.monotonic() + _PATIENCE
        while (at := self.plain.find(words, self._seen)) < 0:
            if not self._read(until):
                raise AssertionError(f"{words!r} is not shown in {self.plain[self._seen :]!r}")
        before, self._seen = self._seen, at + len(words)
        return self.plain[before : self._seen]

    def press(self, key: str) -> None:
        """Press a key, once the terminal waits for single keys: what came before it is dropped."""
        until = time.monotonic() + _PATIENCE
        while termios.tcgetattr(self._ours)[3] & termios.ICANON:
            assert time.monotonic() < until, "no key is waited for"
            time.sleep(0.01)
        os.write(self._ours, key.encode())

    def type(self, words: str) -> None:
        """Type words, as they are taken line by line."""
        os.write(self._ours, words.encode())

    def screen(self) -> list[str]:
        """Give the lines that stand on the terminal, those too that have gone off its top."""
        lines, row, column = [""], 0, 0
        for piece in _PIECE.findall(self.shown):
            if piece == "\n":
                row += 1
                lines += [""] * (row == len(lines))
            elif piece == "\r":
                column = 0
            elif up := _UP.fullmatch(piece):
                row -= int(up[1] or 1)
            elif piece == "\x1b[2K":
                lines[row] = ""
            elif not piece.startswith("\x1b"):
                lines[row] = lines[row][:column].ljust(column) + piece
                column += len(piece)
        return [line.rstrip() for line in lines]

    def end(self) -> int:
        """Wait until the command ends and give its status."""
        until = time.monotonic() + _PATIENCE
        while self._read(until):
            pass
        return self._run.wait(_PATIENCE)

    def _read(self, until: float) -> bool:
        if not select.select([self._ours], [], [], max(0.0, until - time.monotonic()))[0]:
            return False
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # on Linux, how a terminal ends that nobody writes to any more
            piece = b""
        self._bytes += piece
        self.shown = self._bytes.decode("utf-8", "ignore")
        return bool(piece)
