"""The server behind `review --web`: this machine alone, a port of its own, until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from pathlib import Path

from pipeline.commands import defect
from pipeline.commands.language import draft_language
from pipeline.commands.terminal import remark, result
from pipeline.errors import SummarizeError
from pipeline.files import bytes_of
from pipeline.settings import Settings

_LAST_ANSWERS = 1
"""Seconds that answers under way have when the command ends."""


def serve(settings: Settings, folder: Path, environ: Mapping[str, str], *, only: str = "") -> None:
    """Show the drafts in a browser until the command is interrupted.

    Raises SummarizeError where the packages for it are not installed.
    """
    try:
        import uvicorn

        from pipeline.web.application import application
        from pipeline.web.desk import Desk
        from pipeline.web.guard import Guard
        from pipeline.web.verdicts import Verdicts
    except ImportError as error:
        raise SummarizeError(
            f"the page needs a package that is not installed: {error.name}",
            "pip install 'papers-daily[web]'",
        ) from error

    log = bytes_of(folder / settings.log, follow=True)
    text = log.decode("utf-8", "surrogateescape") if log else None
    language = draft_language(settings.language, text, environ)
    desk = Desk(settings, folder, only)
    verdicts = Verdicts(desk)

    def unforeseen(error: Exception) -> None:
        remark(f"summarize: {defect.line(error, settings)}")

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()  # who opens the address at once waits, and is not refused
        port = bound.getsockname()[1]
        guard = Guard(application(desk, verdicts, language, unforeseen), port)
        server = uvicorn.Server(
            uvicorn.Config(
                guard,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_LAST_ANSWERS,
            )
        )
        result(f"http://127.0.0.1:{port}/?token={guard.token}")
        remark("open this address in a browser; Ctrl-C ends it")
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[bound])
    result(verdicts.said())
