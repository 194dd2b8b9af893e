"""An entry that a person has edited, beside a newer draft of the same paper.

The newer entry stands as entry.new.md until it is taken; then it is entry.md, and the edited one is
kept in the folder older/. There, too, are the draft and the report that the edited one came from,
from the moment that newer ones are made: it goes on being checked against these.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Literal

from pipeline.errors import SummarizeError
from pipeline.files import first_free, make_folder, named_errors, stat_of
from pipeline.store import rendered
from pipeline.store.paper_folder import PaperFolder

Other = Literal["newer", "older", ""]
"""Which entry could be had instead of the one that stands: none for the empty word."""
_RECORDS = ("draft.json", "report.json")
"""What an entry came from."""


def newer_entry(folder: PaperFolder) -> Path | None:
    """Give where a newer entry stands that has not been taken; None where there is none."""
    beside = rendered.newer(folder.entry)
    return beside if stat_of(beside) else None


def has_older(folder: PaperFolder) -> bool:
    """Tell whether an edited entry was put aside for a newer one."""
    return stat_of(folder.older.entry) is not None


def other_entry(folder: PaperFolder) -> Other:
    """Tell whether a newer draft stands beside an entry, or an older one was put aside for it."""
    return "newer" if newer_entry(folder) else "older" if has_older(folder) else ""


def records_of_entry(folder: PaperFolder) -> PaperFolder:
    """Give the folder with the draft and the report that the entry came from."""
    is_of_entry = stat_of(folder.older.path / _RECORDS[0]) and not has_older(folder)
    return folder.older if is_of_entry else folder


def keep_records(folder: PaperFolder) -> None:
    """Keep the records of an edited entry, before newer ones are made; those kept already stay."""
    if not rendered.is_edited(folder.entry):
        return
    if has_older(folder):
        names = (folder.path / f"{folder.older.path.name}.{n}" for n in itertools.count(1))
        with named_errors(folder.older.path):
            folder.older.path.rename(first_free(names, folder=True))
    _copy_records(folder)


def forget_records(folder: PaperFolder) -> None:
    """Take the records away that were kept of an edited entry which is there no more."""
    if not has_older(folder) and not rendered.is_edited(folder.entry):
        for name in _RECORDS:
            folder.older.remove(name)


def take_newer(folder: PaperFolder) -> None:
    """Put the newer entry in the place of the edited one, which is kept.

    What was killed between the two steps goes on. Raises SummarizeError where there is none.
    """
    newer = newer_entry(folder)
    if newer is None:
        raise SummarizeError(
            f"no newer draft of {folder.path.name} stands beside its entry",
            "draft the paper anew, with --fresh",
        )
    if stat_of(folder.entry):
        keep_records(folder)
        make_folder(folder.older.path)
        _rename(folder.entry, folder.older.entry)
    _rename(newer, folder.entry)


def take_older(folder: PaperFolder) -> None:
    """Put the entry back that a newer one was taken for, which stands beside it again.

    Raises SummarizeError where there is none.
    """
    if not has_older(folder):
        raise SummarizeError(
            f"no older entry of {folder.path.name} is kept", "`summarize status` lists the drafts"
        )
    if stat_of(folder.entry):
        _rename(folder.entry, rendered.newer(folder.entry))
    _rename(folder.older.entry, folder.entry)


def _copy_records(folder: PaperFolder) -> None:
    if stat_of(folder.older.path / _RECORDS[0]):
        return
    # the draft is written last: where it is, all are
    for name in reversed(_RECORDS):
        if (content := folder.read_bytes(name)) is not None:
            folder.older.write_bytes(name, content)


def _rename(source: Path, target: Path) -> None:
    with named_errors(target):
        source.rename(target)
