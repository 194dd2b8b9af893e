"""Kills a command at a moment of its conversation with a server: before, within or after an answer."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal, NamedTuple

from tests.support.fake_batches import FakeBatchModel

Where = Literal["before", "unanswered", "half", "answered"]
PLACES: tuple[Where, ...] = ("before", "unanswered", "half", "answered")
"""The request has arrived and nothing is done; it is done and nothing told; half is told; all is."""


class Moment(NamedTuple):
    """The number of a request from the start of a run, and where about it."""

    request: int
    where: Where


class Killer:
    """What stands between a command and a server; without a moment it counts requests alone."""

    def __init__(self) -> None:
        self.moment: Moment | None = None
        self.seen = 0
        self.process: subprocess.Popen[str] | None = None

    def watch(self, moment: Moment | None) -> None:
        """Begin a run, which is to be killed at a moment."""
        self.moment, self.seen, self.process = moment, 0, None

    def around(self, handler: BaseHTTPRequestHandler, answer: Callable[[], None]) -> None:
        """Have a request answered, or the command killed."""
        self.seen += 1
        if self.moment is None or self.seen != self.moment.request:
            answer()
            return
        where, written = self.moment.where, io.BytesIO()
        if where != "before":
            out, handler.wfile = handler.wfile, written
            answer()
            handler.wfile = out
            body = written.getvalue()
            shares = {"unanswered": 0, "half": len(body) // 2, "answered": len(body)}
            out.write(body[: shares[where]])
            out.flush()
        handler.close_connection = True
        assert self.process
        self.process.kill()


class KillingBatchModel(FakeBatchModel):
    """The fake batch service behind a killer."""

    def __init__(self) -> None:
        self.killer = Killer()
        super().__init__()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        def answer() -> None:
            super(KillingBatchModel, self).serve(handler)

        self.killer.around(handler, answer)


def behind(handler: type[Any], killer: Killer) -> type[Any]:
    """Give a request handler that stands behind a killer."""

    class Behind(handler):  # type: ignore[misc]
        def do_GET(self) -> None:
            killer.around(self, super().do_GET)

        def do_POST(self) -> None:
            killer.around(self, super().do_POST)

    return Behind
