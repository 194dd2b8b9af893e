"""Take the last accept back."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import SummarizeError
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.store.output_folder import Store


def undo(store: Store) -> str:
    """Take the last accept back, byte for byte, and say what was done.

    Raises SummarizeError where there is none, or where somebody has edited the place.
    """
    note = store.read_note("undo.json")
    if not note:
        raise SummarizeError("there is no accept to take back", "only the last one can be")
    with log_locked(Path(note["log"])) as real:
        before = read_log(real)
        inserted = note["inserted"]
        if before.count(inserted) != 1 or (
            note["line_after"] and before.count(note["line_after"]) != 1
        ):
            raise SummarizeError(
                "the entry, or its item, has been edited since",
                f"take it out of {note['log']} by hand",
            )
        after = before.replace(inserted, "")
        if note["line_after"]:
            after = after.replace(note["line_after"], note["line_before"])
        if not replace_log(real, before, after):
            raise SummarizeError("the log has just been changed by another program", "try again")
    if store.folder(note["slug"], "accepted").path.is_dir():
        store.move(note["slug"], "accepted", "draft")
    store.write_note("undo.json", {})
    return f"took {note['slug']} out of {note['log']}; its draft is under drafts/ again"
