"""Accept a draft: its entry, as it is edited now, goes into the log, and its item is ticked."""

from __future__ import annotations

import contextlib
import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from pipeline.arxiv import resolve
from pipeline.commands.drafts import EditedEntry, edited_entry, find_draft
from pipeline.commands.entry_findings import look_up
from pipeline.commands.meanings import papers_of
from pipeline.commands.reported import Reported, Said
from pipeline.commands.terminal import plain
from pipeline.commands.undo_note import ACCEPTED, EARLIER, TickedLine, UndoNote, with_earlier
from pipeline.errors import SummarizeError
from pipeline.files import bytes_of, sha256_of_bytes
from pipeline.log import house_style, pending_list, picture_files, presence, reading_log
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.log.insertion import Insertion, insert, misread, plan
from pipeline.log.pending_list import PendingItem
from pipeline.log.picture_files import Picture
from pipeline.log.reading_log import Log
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import RESOLVED, UNDO, State, Store
from pipeline.store.paper_folder import PaperFolder, is_figure_name
from pipeline.text.pictures import links, relinked

_TRIES = 5
"""Times that a log which changes while it is read is read again: another program saves it once."""
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
"""What a picture's link would have to escape: a PDF from disk may be called anything."""
_MOST_LINES = 20
"""Lines that are named in one error."""
_NO_ITEM = "no open item of the pending list names it: nothing was ticked"


class Shown(NamedTuple):
    """What a person was shown was made from: digests of entry.md and of the log."""

    entry: str
    log: str

    @classmethod
    def of(cls, folder: PaperFolder, log: Path) -> Shown:
        """Give what is there now; raise SummarizeError where it cannot be read."""
        entry, text = bytes_of(folder.entry), bytes_of(log, follow=True)
        return cls(sha256_of_bytes(entry or b""), sha256_of_bytes(text or b""))


class Accepted(Reported):
    """What became of an accept: the fields of `accept --json`.

    `line` is where the entry stands in the log, from 1; `ticked` the pending item's text, None
    where no open item could be told to be this paper, which `reason` then says if there are open
    ones, or where it has no box; `ticked_lines` are the lines of all that were ticked, as they are
    in the log now. `doubtful` is what the paper does not bear out of the entry as it is edited,
    `doubts` how much. `pictures` are the paths of the figures that the entry shows, from where the
    log is. `log` is for people alone; `made_from` is what a diff was made from.
    """

    paper: str
    arxiv_id: ArxivId | None = None
    outcome: Literal["accepted", "present", "failed"]
    line: int | None = None
    ticked: str | None = None
    ticked_lines: tuple[int, ...] = ()
    doubts: int | None = None
    doubtful: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    diff: str | None = None
    reason: str | None = None
    log: str = Field("", exclude=True)
    made_from: Shown | None = Field(None, exclude=True)

    @property
    def failed(self) -> bool:
        """Whether it is not in the log."""
        return self.outcome == "failed"

    def said(self) -> Iterator[Said]:
        """Give where it is, or the diff, and beside it what is doubtful."""
        if self.failed:
            yield Said(f"summarize: {plain(self.paper)}: {plain(self.reason or '')}", aside=True)
        elif self.diff is None:
            yield Said(f"{self.arxiv_id or self.paper}: {self.outcome}, {self._where}")
        elif self.diff:
            yield Said(self.diff.removesuffix("\n"))
        for words in self.doubtful:
            yield Said(f"  still doubtful, {plain(words)}", aside=True)

    @property
    def _where(self) -> str:
        more = len(self.ticked_lines) - 1
        ticked = f", ticked “{plain(self.ticked)}”" if self.ticked else ""
        ticked += f" and {more} more" if self.ticked and more > 0 else ""
        untold = f"; {self.reason}" if self.reason and self.outcome == "accepted" else ""
        shown = "".join(f", with {plain(path)}" for path in self.pictures)
        return f"{self.log} line {self.line}{shown}{ticked}{untold}"


class _Draft(NamedTuple):
    """A draft to be accepted.

    `digest` is that of its entry.md; `pictures` are what its entry links of the figures that were
    cut out, by their names; `doubtful` is None where there is no text to check against.
    """

    asked: str
    meta: Paper
    slug: str
    state: State
    digest: str
    entry: EditedEntry
    pictures: Mapping[str, bytes]
    day: datetime.date
    doubtful: tuple[str, ...] | None


class _Change(NamedTuple):
    """A log's text before and after; `items` are what is ticked, `untold` is what is not, and why.

    `pictures` are what the entry shows, beside the log, with their bytes.
    """

    before: str
    after: str
    insertion: Insertion
    line: int
    items: tuple[PendingItem, ...]
    ticked: tuple[TickedLine, ...]
    untold: str | None
    pictures: Mapping[Picture, bytes]

    def line_of(self, item: PendingItem) -> int:
        """Give the line of an item in the log as it is afterwards, from 1."""
        at, words = self.insertion
        is_below = item.number > self.after.count("\n", 0, at)
        return item.number + words.count("\n") * is_below


def accept_all(
    store: Store,
    log: Path,
    papers: Iterable[str],
    *,
    folder: Path,
    home: Path,
    day: datetime.date | None,
    dry_run: bool,
    shown: Shown | None = None,
) -> Iterator[Accepted]:
    """Accept papers one after the other, and say of each what became of it; a failure is one of it.

    `papers` are named as a person names them, `day` wins over the day heading of an entry, and
    `folder` is where the user works: `log` is told from there. The user's own names of affiliations
    may be in `home`. With `shown`, what has changed since then is not accepted.
    """
    with store.in_use():
        for asked in papers:
            try:
                with _at_rest(store, asked):
                    draft = _find(store, asked, home, folder / log, day)
                    done = _accept(store, folder / log, draft, shown, dry_run=dry_run)
            except SummarizeError as error:
                done = Accepted(paper=asked, outcome="failed", reason=str(error))
            yield done.model_copy(update={"log": str(log)})


@contextlib.contextmanager
def _at_rest(store: Store, asked: str) -> Iterator[None]:
    """Keep runs off a draft; raise SummarizeError where one is at work on it, or has just been."""
    kept, _, _ = find_draft(store, asked)
    before = bytes_of(kept.entry)
    with store.moving(kept):
        if bytes_of(kept.entry) != before:
            raise SummarizeError(
                f"{kept.path.name} has just been drafted anew", "read its entry, then accept it"
            )
        yield


def _find(store: Store, asked: str, home: Path, log: Path, day: datetime.date | None) -> _Draft:
    kept, meta, state = find_draft(store, asked)
    entry = edited_entry(kept, meta)
    _require_placed(entry, kept.entry)
    found = look_up(kept, meta, entry.body, home, log)
    doubts = [one for one in found.findings if one.severity == "doubt"] if found else []
    # taken last: whoever saves it meanwhile has it refused, if another was shown
    digest = sha256_of_bytes(bytes_of(kept.entry) or b"")
    return _Draft(
        digest=digest,
        asked=asked,
        meta=meta,
        slug=kept.path.name,
        state=state,
        entry=entry,
        pictures=_linked_pictures(kept, entry.body),
        day=day or entry.day or datetime.date.today(),
        doubtful=None if found is None else tuple(f"{f.where}: {f.message}" for f in doubts),
    )


def _require_placed(entry: EditedEntry, path: Path) -> None:
    """Raise SummarizeError for a person's words that have no place in the log, with their lines."""
    if entry.unplaced:
        lines = ", ".join(map(str, entry.unplaced[:_MOST_LINES]))
        more = ", …" if len(entry.unplaced) > _MOST_LINES else ""
        raise SummarizeError(
            f"{path.parent.name}/{path.name} has words of yours within a comment of ours, in one "
            f"that nothing closes, or beside the day: line {lines}{more}",
            "put them on lines of their own, or take those lines away",
        )


def _require_as_shown(shown: Shown, now: Shown, slug: str) -> None:
    """Raise SummarizeError where entry or log is another than the one that was shown."""
    if shown != now:
        changed = slug if shown.entry != now.entry else "the log"
        raise SummarizeError(f"{changed} has changed since it was shown", "look at it anew")


def _accept(
    store: Store, log: Path, draft: _Draft, shown: Shown | None, *, dry_run: bool
) -> Accepted:
    """Put an entry into the log and tick its pending item, in one replacement.

    Raises SummarizeError where there is no log, it cannot be replaced, or something is not as it
    was `shown`.
    """
    last = store.read_note(UNDO)
    with log_locked(log) as real:
        for _ in range(_TRIES):
            text = read_log(real)
            there = reading_log.read(text)
            line = presence.find_entry(there, draft.meta.arxiv_id, draft.meta.title)
            content = text.encode("utf-8", "surrogateescape")
            made_from = Shown(draft.digest, sha256_of_bytes(content))
            if line is not None:
                found = _present(store, draft, line, dry_run=dry_run)
                return found.model_copy(update={"made_from": made_from})
            if shown:
                _require_as_shown(shown, made_from, draft.slug)
            change = _plan(there, real, draft, store.read_note(RESOLVED))
            if dry_run:
                diff = _diff(change.before, change.after, log)
                found = _accepted(draft, change)
                return found.model_copy(update={"diff": diff, "made_from": made_from})
            earlier = with_earlier(last)
            ours = _to_be_taken_back(real, change.pictures, earlier)
            folders = _to_be_made(real, change.pictures, earlier)
            note = _undo_note(real, change, draft.slug, ours, folders)._asdict()
            store.write_note(UNDO, note | {EARLIER: earlier})
            store.folder(draft.slug, draft.state).write_note(ACCEPTED, note)
            with _beside(real, change.pictures, folders):
                replaced = replace_log(real, change.before, change.after)
            if replaced:
                store.write_note(UNDO, note)
                if draft.state != "accepted":
                    store.move(draft.slug, draft.state, "accepted")
                return _accepted(draft, change)
    raise SummarizeError(
        "the log changes faster than it can be read", "close the other program and accept again"
    )


def _present(store: Store, draft: _Draft, line: int, *, dry_run: bool) -> Accepted:
    if draft.state == "draft" and not dry_run:
        store.move(draft.slug, "draft", "accepted")
    return Accepted(
        paper=draft.asked,
        arxiv_id=draft.meta.arxiv_id,
        outcome="present",
        line=line,
        reason=f"already in the log, line {line}",
    )


def _accepted(draft: _Draft, change: _Change) -> Accepted:
    return Accepted(
        paper=draft.asked,
        arxiv_id=draft.meta.arxiv_id,
        outcome="accepted",
        line=change.line,
        ticked=change.items[0].text if change.items else None,
        ticked_lines=tuple(map(change.line_of, change.items)),
        doubts=None if draft.doubtful is None else len(draft.doubtful),
        doubtful=draft.doubtful or (),
        pictures=tuple(picture.path for picture in change.pictures),
        reason=change.untold,
    )


# ── what changes in the log ──


def _plan(log: Log, path: Path, draft: _Draft, resolved: Mapping[str, object]) -> _Change:
    items, way, untold = _items(log, draft.meta, resolved)
    ticked = pending_list.tick(log.text, items, way)
    placed = _placed(log, path, draft)
    targets = {name: picture.path for name, picture in placed.items()}
    body = relinked(draft.entry.body, lambda target: targets.get(target, target))
    is_as_long = len(ticked) == len(log.text)
    there = log._replace(text=ticked) if is_as_long else reading_log.read(ticked)
    insertion = plan(there, body, draft.day)
    if why := misread(there, insertion, body):
        raise SummarizeError(
            f"the log would not be read as one entry more: {why}",
            f"change it in {draft.slug}/entry.md, or in the log",
        )
    return _Change(
        before=log.text,
        after=insert(ticked, insertion),
        insertion=insertion,
        line=_first_line(ticked, insertion),
        items=tuple(items),
        ticked=tuple(_ticked_lines(ticked, items, way)),
        untold=untold,
        pictures={picture: draft.pictures[name] for name, picture in placed.items()},
    )


def _ticked_lines(text: str, items: Iterable[PendingItem], way: str) -> Iterator[TickedLine]:
    """Give what undo needs of each ticked line; `text` is the log's, with its items ticked."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for item in items:
        after = pending_list.ticked_line(item, way)
        same = [number for number, line in enumerate(lines, 1) if line == after]
        yield TickedLine(item.line.text, after, same.index(item.number), len(same))


def _first_line(text: str, insertion: Insertion) -> int:
    """Give the line, from 1, that what is inserted begins in, its blank lines aside."""
    words = insertion.text.lstrip()
    blank = insertion.text[: len(insertion.text) - len(words)]
    return text.count("\n", 0, insertion.at) + blank.count("\n") + 1


def _items(
    log: Log, paper: Paper, resolved: Mapping[str, object]
) -> tuple[list[PendingItem], str, str | None]:
    """Give the open items that mean a paper and can be ticked, and how those without a box are.

    Beside them is told which cannot be ticked, or why none could be told.
    """
    items = pending_list.read(log)
    way = pending_list.way_of(items)
    open_items = [item for item in items if not item.ticked]
    meant = [item for item in open_items if _means(item, paper, resolved)]
    ticked = [item for item in meant if pending_list.ticked_line(item, way) != item.line.text]
    if not meant:
        return [], way, _NO_ITEM if any(item.boxed for item in open_items) else None
    left = [str(item.number) for item in meant if item not in ticked]
    if not left:
        return ticked, way, None
    where = f"line{'s' * (len(left) > 1)} {', '.join(left[:_MOST_LINES])}"
    return ticked, way, f"{where} of the log means it too and has no box: mark it as you do"


def _means(item: PendingItem, paper: Paper, resolved: Mapping[str, object]) -> bool:
    """Tell whether an item means a paper, by the rule by which `pending` drafts it.

    It is told by its identifier, by what it was found or chosen to mean, or by its title.
    """
    base = paper.arxiv_id.base if paper.arxiv_id else ""
    if meant := papers_of(item.words, resolved):
        return base in meant
    said = resolve.Lookup(item.words, item.notes).outcome
    if said and (said.arxiv_id or said.named):
        return said.arxiv_id is not None and said.arxiv_id.base == base
    return resolve.means(item.words, paper)


# ── figures ──


def _linked_pictures(folder: PaperFolder, body: str) -> dict[str, bytes]:
    """Give the pictures of figures that an entry links; raise SummarizeError where one is away."""
    names = dict.fromkeys(link.target for link in links(body) if is_figure_name(link.target))
    found = {name: folder.read_bytes(name) for name in names}
    for name, content in found.items():
        if content is None:
            raise SummarizeError(
                f"{folder.path.name}/entry.md links {name}, which is not there",
                "run summarize for the paper again, or take the link away",
            )
    return {name: content for name, content in found.items() if content is not None}


def _placed(log: Log, path: Path, draft: _Draft) -> dict[str, Picture]:
    """Give where the pictures of an entry go, by their names: where the log has its own."""
    folder = house_style.learn_pictures(log).folder or picture_files.USUAL_FOLDER
    placed: dict[str, Picture] = {}
    for name, content in draft.pictures.items():
        wanted = f"{_NOT_IN_NAMES.sub('-', draft.slug)}-{name}"
        taken = {picture.path for picture in placed.values()}
        placed[name] = picture_files.place(path, folder, wanted, content, taken)
    return placed


def _to_be_taken_back(
    log: Path, pictures: Iterable[Picture], earlier: Iterable[object]
) -> tuple[Picture, ...]:
    """Give the pictures that are ours: not there yet, or copied by an accept that was killed."""
    known = [one for note in _notes_of(log, earlier) for one in note.get("pictures") or ()]
    return tuple(
        one for one in pictures if not picture_files.is_there(log, one) or list(one) in known
    )


def _to_be_made(
    log: Path, pictures: Iterable[Picture], earlier: Iterable[object]
) -> tuple[str, ...]:
    """Give the folders that are made for pictures, now or by an accept before."""
    missing = picture_files.missing_folders(log, pictures)
    known = [one for note in _notes_of(log, earlier) for one in note.get("folders") or ()]
    return tuple(dict.fromkeys([*missing, *known]))


def _notes_of(log: Path, earlier: Iterable[object]) -> list[dict[str, Any]]:
    return [note for note in earlier if isinstance(note, dict) and note.get("log") == str(log)]


@contextlib.contextmanager
def _beside(
    log: Path, pictures: Mapping[Picture, bytes], folders: tuple[str, ...]
) -> Iterator[None]:
    """Copy pictures beside a log; take them away again where it shows none of them after all.

    `folders` are those that are made for them.
    """
    with contextlib.ExitStack() as copied:
        copied.callback(picture_files.take_away_folders, log, folders)
        for picture, content in pictures.items():
            if picture_files.copy(log, picture, content):
                copied.callback(_take_away_unless_shown, log, picture)
        yield


def _take_away_unless_shown(log: Path, picture: Picture) -> None:
    if picture.path not in read_log(log):
        picture_files.take_away(log, picture)


# ── what is said of it ──


def _diff(before: str, after: str, log: Path) -> str:
    old, new = _lines(before), _lines(after)
    changed = difflib.unified_diff(old, new, str(log), str(log))
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in changed)


def _lines(text: str) -> list[str]:
    return text.encode("utf-8", "replace").decode().splitlines(keepends=True)


def _undo_note(
    log: Path,
    change: _Change,
    slug: str,
    pictures: tuple[Picture, ...],
    folders: tuple[str, ...],
) -> UndoNote:
    return UndoNote(
        log=str(log),
        slug=slug,
        inserted=change.insertion.text,
        ticked=change.ticked,
        pictures=pictures,
        folders=folders,
    )
