"""Where the stages of several papers run: in threads here, or on the workers of a cluster."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from pipeline.commands.one_paper import Tell
from pipeline.commands.summarize import Workers
from pipeline.errors import UsageError
from pipeline.settings import Settings


@contextlib.contextmanager
def workers(
    settings: Settings,
    folder: Path,
    tell: Tell,
    *,
    fresh: bool = False,
    anyway: bool = False,
    here: bool = False,
) -> Iterator[Workers | None]:
    """Give the workers that the settings choose, None for this process, as with `here`.

    Raises UsageError where no scheduler is named, or Dask is not installed, and as
    `cluster.connected` does.
    """
    if here or settings.executor == "threads":
        yield None
        return
    if not settings.scheduler:
        raise UsageError(
            "executor is dask, and no scheduler is named",
            "give --scheduler tcp://HOST:8786, as `dask scheduler` prints it",
        )
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(
            "executor is dask, and Dask is not installed",
            "install papers-daily[cluster], or leave --executor out",
        )
    from pipeline.commands import cluster

    with cluster.connected(settings, folder, tell, fresh=fresh, anyway=anyway) as found:
        yield found
