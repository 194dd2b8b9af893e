"""Take the last accept back."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from pathlib import Path

from pipeline.commands.accept import EARLIER, TickedLine, UndoNote
from pipeline.errors import SummarizeError
from pipeline.files import named
from pipeline.log import picture_files, presence, reading_log
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.log.picture_files import Picture
from pipeline.records.paper import Paper
from pipeline.store.output_folder import UNDO, Store
from pipeline.store.paper_folder import PaperFolder

_LONGEST_SLUG = 255
"""Characters of a folder's name: no file system takes more."""
_BEGUN = "begun"
"""The member of the note that says, by its paper, that an undo is about to change the log."""


def undo(store: Store, log: Path | None = None) -> str:
    """Take the last accept back, byte for byte, and say what was done.

    Raises SummarizeError where there is none, or where somebody has edited the place, or where it
    was into another log than `log`, which a person names.
    """
    with store.in_use():
        return _undo(store, log)


def _undo(store: Store, log: Path | None) -> str:
    note = _note(store)
    if log:
        _require_into(log, note)
    store.require_own_paper(note.slug)
    accepted = store.folder(note.slug, "accepted")
    with store.moving(accepted) if accepted.path.is_dir() else contextlib.nullcontext():
        left = _take_out(store, note, accepted)
        if accepted.path.is_dir():
            store.move(note.slug, "accepted", "draft")
    store.write_note(UNDO, {})
    stays = "".join(f"; {path} stays, it has been changed or is used" for path in left)
    return f"took {note.slug} out of {note.log}; its draft is under drafts/ again{stays}"


def _require_into(log: Path, note: UndoNote) -> None:
    if os.path.realpath(log) != os.path.realpath(note.log):
        raise SummarizeError(
            f"the last accept was into {named(Path(note.log))}",
            f"`summarize undo --log {shlex.quote(note.log)}` takes it back",
        )


def _take_out(store: Store, note: UndoNote, accepted: PaperFolder) -> list[str]:
    """Take an entry out of the log, and then its pictures; give the paths of those that stay.

    The log is left where an undo that was killed has changed it.
    """
    with log_locked(Path(note.log)) as real:
        before = read_log(real)
        begun = store.read_note(UNDO).get(_BEGUN)
        if begun == note.slug and not _is_there(before, note, accepted):
            return _without_pictures(real, before, note)
        after = _without(before, note)
        store.write_note(UNDO, note._asdict() | {_BEGUN: note.slug})
        if not replace_log(real, before, after):
            raise SummarizeError("the log has just been changed by another program", "try again")
        return _without_pictures(real, after, note)


def _without_pictures(log: Path, text: str, note: UndoNote) -> list[str]:
    """Take pictures away that nothing in the log shows; give the paths of those that stay."""
    return [
        picture.path
        for picture in note.pictures
        if picture.path in text or not picture_files.take_away(log, picture)
    ]


def _is_there(log: str, note: UndoNote, accepted: PaperFolder) -> bool:
    """Tell whether a paper is in a log, edited or not."""
    paper = accepted.look(Paper, "paper.json").record
    found = paper and presence.find_entry(reading_log.read(log), paper.arxiv_id, paper.title)
    return note.inserted in log or found is not None


def _note(store: Store) -> UndoNote:
    kept = store.read_note(UNDO)
    if not kept:
        raise SummarizeError("there is no accept to take back", "only the last one can be")
    last = _read(kept)
    if last is None:
        path = str(store.root / UNDO)
        raise SummarizeError(
            f"{path!r} is damaged: there is no accept to take back",
            "take the entry out of the log by hand",
        )
    # an accept that was killed, or failed, before it changed the log has left those before it
    earlier = kept.get(EARLIER)
    before = map(_read, earlier if isinstance(earlier, list) else [])
    notes = [last, *(note for note in before if note)]
    return next(filter(_is_carried_out, notes), last)


def _read(kept: object) -> UndoNote | None:
    if not isinstance(kept, dict):
        return None
    fields = [kept.get(name) for name in ("log", "slug", "inserted")]
    texts = [field for field in fields if isinstance(field, str) and _is_of_log(field)]
    pictures, ticked = _pictures(kept.get("pictures", [])), _ticked(kept.get("ticked", []))
    if len(texts) != len(fields) or pictures is None or ticked is None:
        return None
    log, slug, inserted = texts
    note = UndoNote(log, slug, inserted, ticked, pictures)
    is_name = Path(note.slug).name == note.slug and note.slug not in ("", "..")
    fits = len(note.slug) <= _LONGEST_SLUG and "\0" not in note.slug + note.log
    return note if is_name and fits and note.inserted else None


def _ticked(kept: object) -> tuple[TickedLine, ...] | None:
    """Give a note's ticked lines; None for what are none."""
    rows = kept if isinstance(kept, list) else [None]
    lines = [TickedLine(*row) for row in rows if isinstance(row, list) and _is_ticked_line(row)]
    return tuple(lines) if len(lines) == len(rows) else None


def _is_ticked_line(row: list[object]) -> bool:
    if len(row) != len(TickedLine._fields):
        return False
    before, after, nth, of = row
    if not (isinstance(before, str) and isinstance(after, str)):
        return False
    if not (isinstance(nth, int) and isinstance(of, int) and 0 <= nth < of):
        return False
    return _is_of_log(before + after) and "\n" not in before + after and bool(after)


def _pictures(kept: object) -> tuple[Picture, ...] | None:
    """Give a note's pictures; None for what are none."""
    rows = kept if isinstance(kept, list) else [None]
    paths = [
        Picture(*row)
        for row in rows
        if isinstance(row, list)
        and len(row) == len(Picture._fields)
        and all(isinstance(field, str) and "\0" not in field for field in row)
    ]
    return tuple(paths) if len(paths) == len(rows) else None


def _is_of_log(text: str) -> bool:
    """Tell whether a text can be of a log, where surrogates stand for bytes that are no UTF-8."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _is_carried_out(note: UndoNote) -> bool:
    try:
        return note.inserted in read_log(Path(note.log))
    except SummarizeError:
        return False


def _without(text: str, note: UndoNote) -> str:
    """Give a log's text without what an accept put into it; each of it must be there as it was."""
    start = text.find(note.inserted)
    changes = []
    if start >= 0 and text.find(note.inserted, start + 1) < 0:
        text = text[:start] + text[start + len(note.inserted) :]
        changes = [_place(text, line) for line in note.ticked]
    if start < 0 or len(changes) != len(note.ticked) or None in changes:
        raise SummarizeError(
            "the entry, or its item, has been edited since",
            f"take it out of {named(Path(note.log))} by hand",
        )
    for at, line in sorted(zip(filter(None, changes), note.ticked, strict=True), reverse=True):
        text = text[: at[0]] + line.before + text[at[1] :]
    return text


def _place(text: str, line: TickedLine) -> tuple[int, int] | None:
    """Give where a ticked line stands; None where the log has more lines like it, or fewer.

    It is a whole line, because another item's may begin with the same words.
    """
    same = re.finditer(rf"^{re.escape(line.after)}(?=\r?$)", text, re.MULTILINE)
    places = [match.span() for match in same]
    return places[line.nth] if len(places) == line.of else None
