"""The batches that are under way: a file each, from before one is sent until its replies are kept.

So whoever is killed in between leaves behind what the next run needs to find out how far it came.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.errors import StopRunError
from pipeline.files import (
    bytes_of,
    json_object,
    make_folder,
    named,
    named_errors,
    stopping_the_run,
    sync_folder,
    write_json,
)
from pipeline.locks import locked
from pipeline.records.batch import Batch

_LONGEST_SENDING = 3600.0
"""Seconds to wait for another run that sends a batch or takes its replies: a large file is slow."""


class Batches:
    """batches/ under the output folder; what cannot be written raises StopRunError."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "batches"

    def under_way(self) -> list[Batch]:
        """Give the batches that have been begun and not been done with, the oldest first.

        Raises StopRunError for a damaged one: what it asked for would be paid for twice.
        """
        found = [batch for path in self.folder.glob("*.json") if (batch := _read(path))]
        return sorted(found, key=lambda batch: (batch.at, batch.name))

    def is_under_way(self, batch: Batch) -> bool:
        """Tell whether nobody has done with a batch yet."""
        return self._path(batch).exists()

    def write(self, batch: Batch) -> Batch:
        """Keep how far a batch has come, and give it."""
        with stopping_the_run():
            make_folder(self.folder)
            write_json(self._path(batch), batch.model_dump())
        return batch

    def remove(self, batch: Batch) -> None:
        """Be done with a batch."""
        path = self._path(batch)
        with stopping_the_run(), named_errors(path):
            path.unlink(missing_ok=True)
            sync_folder(self.folder)

    @contextlib.contextmanager
    def alone(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Keep other runs from sending a batch, or taking its replies, at the same moment."""
        with stopping_the_run():
            make_folder(self.folder)
        with locked(self.folder, _LONGEST_SENDING, tell):
            yield

    def _path(self, batch: Batch) -> Path:
        return self.folder / f"{batch.name}.json"


def _read(path: Path) -> Batch | None:
    if (raw := bytes_of(path)) is None:
        return None  # another run is done with it
    try:
        return Batch.model_validate(json_object(raw))
    except ValueError as error:
        raise StopRunError(
            f"{named(path)} is damaged, and says which papers are in a batch",
            "delete it if they are to be asked for again",
        ) from error
