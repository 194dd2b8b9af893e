"""Take an accept back."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline.commands import undo_note
from pipeline.commands.drafts import find_draft
from pipeline.commands.undo_note import ACCEPTED, EARLIER, TickedLine, UndoNote
from pipeline.errors import SummarizeError
from pipeline.files import named
from pipeline.log import picture_files, presence, reading_log, removal
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.records.paper import Paper
from pipeline.store.output_folder import UNDO, Store
from pipeline.store.paper_folder import PaperFolder

_BEGUN = "begun"
"""The member of the note that says, by its paper, that an undo is about to change the log."""


class _Kept(NamedTuple):
    """What is kept of an accept: its note, and whether an undo of it was killed.

    `begin` keeps that an undo is about to change the log; `is_last` tells that it is kept in the
    output folder.
    """

    note: UndoNote
    is_begun: bool
    begin: Callable[[], None]
    is_last: bool


def undo(store: Store, log: Path | None = None, paper: str | None = None) -> str:
    """Take the last accept back, or that of the paper that a person names; say what was done.

    Raises SummarizeError where there is none, or where somebody has edited the place, or where it
    was into another log than `log`, which a person names.
    """
    with store.in_use():
        kept = _last(store) if paper is None else _of_paper(store, paper)
        return _undo(store, log, kept)


def _undo(store: Store, log: Path | None, kept: _Kept) -> str:
    note = kept.note
    if log:
        _require_into(log, note)
    store.require_own_paper(note.slug)
    accepted = store.folder(note.slug, "accepted")
    with store.moving(accepted) if accepted.path.is_dir() else contextlib.nullcontext():
        left = _take_out(store, kept, accepted)
        if accepted.path.is_dir():
            store.move(note.slug, "accepted", "draft")
    store.folder(note.slug).remove(ACCEPTED)
    if kept.is_last:
        store.write_note(UNDO, {})
    stays = "".join(f"; {path} stays, it has been changed or is used" for path in left)
    return f"took {note.slug} out of {note.log}; its draft is under drafts/ again{stays}"


def _last(store: Store) -> _Kept:
    kept = store.read_note(UNDO)
    if not kept:
        is_accepted = any(state == "accepted" for state, _ in store.folders())
        hint = "name the paper: `summarize undo PAPER`" if is_accepted else "nothing is accepted"
        raise SummarizeError("there is no accept to take back", hint)
    last = undo_note.read(kept)
    if last is None:
        path = str(store.root / UNDO)
        raise SummarizeError(
            f"{path!r} is damaged: there is no accept to take back",
            "name the paper: `summarize undo PAPER`, or take its entry out of the log by hand",
        )
    # an accept that was killed, or failed, before it changed the log has left those before it
    earlier = kept.get(EARLIER)
    before = map(undo_note.read, earlier if isinstance(earlier, list) else [])
    notes = [last, *(note for note in before if note)]
    note = next(filter(_is_carried_out, notes), last)
    begun = note._asdict() | {_BEGUN: note.slug}
    begin = partial(store.write_note, UNDO, begun)
    return _Kept(note, kept.get(_BEGUN) == note.slug, begin, is_last=True)


def _of_paper(store: Store, paper: str) -> _Kept:
    """Give what is kept of the accept of a paper."""
    folder, _, state = find_draft(store, paper)
    slug = folder.path.name
    if undo_note.read(store.read_note(UNDO)) and (last := _last(store)).note.slug == slug:
        return last
    if state != "accepted":
        what = "rejected" if state == "rejected" else "a draft"
        raise SummarizeError(f"{slug} is {what}", "only what was accepted can be taken back")
    kept = folder.read_note(ACCEPTED)
    note = undo_note.read(kept)
    if note is None or note.slug != slug:
        raise SummarizeError(
            f"it is not kept what accepting {slug} did to the log",
            "take its entry out of the log by hand",
        )
    begun = note._asdict() | {_BEGUN: slug}
    begin = partial(folder.write_note, ACCEPTED, begun)
    return _Kept(note, kept.get(_BEGUN) == slug, begin, is_last=False)


def _require_into(log: Path, note: UndoNote) -> None:
    if os.path.realpath(log) != os.path.realpath(note.log):
        raise SummarizeError(
            f"the last accept was into {named(Path(note.log))}",
            f"`summarize undo --log {shlex.quote(note.log)}` takes it back",
        )


def _take_out(store: Store, kept: _Kept, accepted: PaperFolder) -> list[str]:
    """Take an entry out of the log, and then its pictures; give the paths of those that stay.

    The log is left where an undo that was killed has changed it.
    """
    note = kept.note
    with log_locked(Path(note.log)) as real:
        before = read_log(real)
        if kept.is_begun and not _is_there(before, note, accepted):
            return _without_pictures(real, before, note)
        after = _without(before, note)
        kept.begin()
        if not replace_log(real, before, after):
            raise SummarizeError("the log has just been changed by another program", "try again")
        _hand_on(store, note, removal.marks_left(after, note.inserted, note.marks))
        return _without_pictures(real, after, note)


def _hand_on(store: Store, note: UndoNote, marks: list[str]) -> None:
    """Keep marks that an undo has left with the other accepts: they go with the last of these."""
    if not marks:
        return
    folders = (folder for state, folder in store.folders() if state == "accepted")
    notes = [
        (folder.read_note(ACCEPTED), partial(folder.write_note, ACCEPTED)) for folder in folders
    ]
    for kept, write in [*notes, (store.read_note(UNDO), partial(store.write_note, UNDO))]:
        if kept.get("log") == note.log and kept.get("slug") != note.slug:
            write(kept | {"marks": list(dict.fromkeys([*kept.get("marks", ()), *marks]))})


def _without_pictures(log: Path, text: str, note: UndoNote) -> list[str]:
    """Take pictures away that nothing in the log shows, and folders made for them that are empty.

    Gives the paths of the pictures that stay.
    """
    left = [
        picture.path
        for picture in note.pictures
        if picture.path in text or not picture_files.take_away(log, picture)
    ]
    picture_files.take_away_folders(log, note.folders)
    return left


def _is_there(log: str, note: UndoNote, accepted: PaperFolder) -> bool:
    """Tell whether a paper is in a log, edited or not."""
    paper = accepted.look(Paper, "paper.json").record
    found = paper and presence.find_entry(reading_log.read(log), paper.arxiv_id, paper.title)
    return note.inserted in log or found is not None


def _is_carried_out(note: UndoNote) -> bool:
    try:
        return note.inserted in read_log(Path(note.log))
    except SummarizeError:
        return False


def _without(text: str, note: UndoNote) -> str:
    """Give a log's text without what an accept put into it; each of it must be there as it was."""
    taken_out = removal.without(text, note.inserted, note.marks)
    if taken_out is None:
        raise SummarizeError(
            "the entry has been edited since", f"take it out of {named(Path(note.log))} by hand"
        )
    changes = [_place(taken_out, line) for line in note.ticked]
    if None in changes:
        raise SummarizeError(
            "the item that was ticked has been edited since",
            f"take the entry out of {named(Path(note.log))} by hand",
        )
    for at, line in sorted(zip(filter(None, changes), note.ticked, strict=True), reverse=True):
        taken_out = taken_out[: at[0]] + line.before + taken_out[at[1] :]
    return taken_out


def _place(text: str, line: TickedLine) -> tuple[int, int] | None:
    """Give where a ticked line stands; None where the log has more lines like it, or fewer.

    It is a whole line, because another item's may begin with the same words.
    """
    same = re.finditer(rf"^{re.escape(line.after)}(?=\r?$)", text, re.MULTILINE)
    places = [match.span() for match in same]
    return places[line.nth] if len(places) == line.of else None
