"""A command as the model: the prompt on its standard input, the answer on its standard output.

Many people have a subscription with a command line and no key. The command is run without a shell,
in an empty folder of its own: what a paper says may have it do something, and there is nothing
there to do it to. The paper never stands among its arguments, which every user of a machine sees.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

from pipeline import credentials
from pipeline.credentials import shown
from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.error_body import told
from pipeline.model.prompt import as_text
from pipeline.model.server import AGAIN, LARGEST_BODY, LARGEST_REFUSAL
from pipeline.model.troubles import meaning

_PIECE = 1 << 16
"""Bytes that are read or written at a time."""
_LONGEST_COMPLAINT = 400
"""Bytes of standard output that may be the words of a command that failed."""
_GLANCE = 0.1
"""Seconds until it is looked whether a silent command still runs."""
_AFTER_ITS_END = 1.0
"""Seconds in which what a command has printed is read to its end."""
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Colours, cursors and titles of a terminal, which some commands print into a pipe too."""
_REFUSED = 400
"""The HTTP status that a command's failure is closest to: it did not take the request."""


def address_of(command: str) -> str:
    """Give what tells a command from others, without the credentials that it may have in it."""
    words = shlex.split(command)
    digest = hashlib.sha256(json.dumps(words).encode("utf-8", "surrogatepass")).hexdigest()
    return f"command {Path(words[0]).name} {digest[:12]}"


class CommandModel:
    """A command that answers as a model's server does.

    Thread-safe; `timeout` is in seconds for a whole answer, `at_once` bounds the commands that run
    at a time. `address` tells it from other commands.
    """

    def __init__(self, command: str, *, timeout: float, at_once: int = 4) -> None:
        self._words, self.address = shlex.split(command), address_of(command)
        self._name = Path(self._words[0]).name
        self._timeout = timeout
        self._places = threading.Semaphore(at_once)
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def models(self) -> list[dict[str, Any]]:
        """Give no models: a command has no list of them."""
        return []

    def close(self) -> None:
        """End what still runs."""
        with self._lock:
            for process in self._running:
                _kill(process)

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        """Have the command answer, and give its answer as the body of a chat completion.

        `deadline` is a `time.monotonic()` moment. Raises StopRunError where there is no such
        command, ContextTooLongError, ServerFailedError where it fails, SummarizeError where the
        deadline has passed.
        """
        with self._places:
            left = min(self._timeout, deadline - time.monotonic())
            if left <= 0:
                raise SummarizeError(
                    "the paper's model calls took longer than paper_seconds", AGAIN
                )
            with tempfile.TemporaryDirectory(prefix="summarize-") as folder:
                process = self._started(folder)
                try:
                    talk = as_text(payload["messages"]).encode("utf-8", "replace")
                    out, err = self._talked(process, talk, time.monotonic() + left, left)
                finally:
                    _kill(process)
                    with self._lock:
                        self._running.discard(process)
        if process.returncode != 0:
            # some say on standard output what is wrong; more than a few words are an answer
            is_out = process.returncode > 0 and len(out) <= _LONGEST_COMPLAINT and not err.strip()
            said = out if is_out else err
            raise self._failure(process.returncode, said)
        answer = _TERMINAL.sub("", credentials.scrubbed(out.decode("utf-8", "replace")))
        return json.dumps({"choices": [{"message": {"content": answer}}]}, ensure_ascii=False)

    def _started(self, folder: str) -> subprocess.Popen[bytes]:
        program = shutil.which(self._words[0])
        if program is None:
            raise StopRunError(
                f"there is no command {shown(self._words[0])}",
                "install it, or correct model_command",
            )
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command, without a shell
                [str(Path(program).absolute()), *self._words[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                start_new_session=True,  # so that all that it starts can be ended
            )
        except OSError as error:
            raise StopRunError(
                f"the command {shown(self._words[0])} cannot be started: {error.strerror}",
                "correct model_command",
            ) from error
        with self._lock:
            self._running.add(process)
        return process

    def _talked(
        self, process: subprocess.Popen[bytes], talk: bytes, until: float, seconds: float
    ) -> tuple[bytes, bytes]:
        """Write the prompt and read the answer, both at once; give standard output and error."""
        stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
        assert stdin and stdout and stderr
        out, err = _Taken(LARGEST_BODY), _Last(LARGEST_REFUSAL)
        end = _End(process, until)
        with stdin, stdout, stderr, selectors.DefaultSelector() as ready:
            os.set_blocking(stdin.fileno(), False)
            ready.register(stdin, selectors.EVENT_WRITE)
            ready.register(stdout, selectors.EVENT_READ, out)
            ready.register(stderr, selectors.EVENT_READ, err)
            while ready.get_map() and (left := end.left()) > 0:
                for key, _ in ready.select(min(left, _GLANCE)):
                    if key.data is None:
                        talk = _written(stdin, talk)
                        if not talk:
                            ready.unregister(stdin)
                            stdin.close()
                    elif not (piece := os.read(key.fd, _PIECE)):
                        ready.unregister(key.fd)
                    elif not key.data.take(piece):
                        raise self._too_much()
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise self._silent(seconds) from error
        return bytes(out.bytes), bytes(err.bytes)

    def _silent(self, seconds: float) -> ServerFailedError:
        said = f"the model's command {self._name} was not done in {seconds:.0f} s"
        return ServerFailedError(said, f"raise model_timeout if it is only slow, or {AGAIN}", None)

    def _too_much(self) -> ServerFailedError:
        said = f"the model's command {self._name} printed more than {LARGEST_BODY >> 20} MiB"
        return ServerFailedError(said, "try it by hand: it is to print the answer alone", None)

    def _failure(self, status: int, said: bytes) -> Exception:
        lines = _TERMINAL.sub("", said.decode("utf-8", "replace")).strip().splitlines()
        words = credentials.words(lines[-1] if lines else "")
        named = meaning(told(_REFUSED, {}, words))
        if isinstance(named, ContextTooLongError):
            return named
        how = f"status {status}" if status > 0 else f"signal {-status}"
        aside = f" ({words})" if words else ""
        return ServerFailedError(
            f"the model's command {self._name} ended with {how}{aside}", "try it by hand", None
        )


class _Taken:
    """What was read of a stream, and how much it may be."""

    def __init__(self, most: int) -> None:
        self.bytes, self._most = bytearray(), most

    def take(self, piece: bytes) -> bool:
        """Take a piece more; tell whether that is not too much."""
        self.bytes += piece
        return len(self.bytes) <= self._most


class _Last:
    """The last that was read of a stream, however long it is: what went wrong stands at its end."""

    def __init__(self, most: int) -> None:
        self.bytes, self._most = bytearray(), most

    def take(self, piece: bytes) -> bool:
        """Take a piece more; it is never too much."""
        self.bytes += piece
        del self.bytes[: -self._most]
        return True


class _End:
    """When a command is listened to no longer: soon after it has ended, and never after `until`.

    What it left running may hold its standard output open.
    """

    def __init__(self, process: subprocess.Popen[bytes], until: float) -> None:
        self._process, self._until, self._is_set = process, until, False

    def left(self) -> float:
        """Give the seconds until then."""
        if not self._is_set and self._process.poll() is not None:
            self._is_set = True
            self._until = min(self._until, time.monotonic() + _AFTER_ITS_END)
        return self._until - time.monotonic()


def _written(stream: IO[bytes], talk: bytes) -> bytes:
    """Write what the pipe takes of a prompt, and give the rest; none where nobody reads it."""
    try:
        return talk[os.write(stream.fileno(), talk[:_PIECE]) :]
    except BlockingIOError:
        return talk
    except BrokenPipeError:
        return b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
