"""Draft every open item of a pending list.

Items are resolved and papers fetched one after the other, because arXiv wants one request at a
time; while the next ones are fetched, the others are read by as many processes as there are cores,
and up to `jobs` of them are with the model. The work stands on `concurrent.futures.Executor`, so
that another executor can take its place. What an item was found to mean is remembered.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.arxiv import resolve
from pipeline.arxiv.resolve import Resolution
from pipeline.commands.one_paper import Tell
from pipeline.commands.reported import Reported
from pipeline.commands.summarize import Outcome, Run
from pipeline.commands.table import Column, table
from pipeline.commands.terminal import plain
from pipeline.errors import StopRunError, SummarizeError, UsageError
from pipeline.log import pending_list, reading_log
from pipeline.log.file import read_log
from pipeline.log.pending_list import PendingItem
from pipeline.network import NO_THREADS
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.settings import Settings
from pipeline.store.output_folder import RESOLVED
from pipeline.text.jotted import is_short

_COLUMNS = (Column("line", 5, right=True), Column("outcome", 11), Column("item"))
_ITEM_CELLS = 48
"""Of a terminal: so much of an item tells it from the others, and leaves room for its path."""
ItemKind = Literal[
    "drafted", "present", "not_a_paper", "ambiguous", "not_found", "failed", "would_draft"
]


class ItemOutcome(Reported):
    """What became of one item; the fields of `pending --json`.

    `line` is the item's in the log, from 1; `candidates` are at most three identifiers with titles.
    """

    item: str
    line: int
    outcome: ItemKind
    arxiv_id: ArxivId | None = None
    candidates: tuple[str, ...] = ()
    entry: str | None = None
    reason: str | None = None

    @property
    def failed(self) -> bool:
        """Whether something went wrong, and another run may do better."""
        return self.outcome == "failed"

    @property
    def came_to(self) -> str:
        """What it came to, for people: a path, an identifier or a reason."""
        return (self.entry if self.outcome == "drafted" else self.reason) or str(
            self.arxiv_id or ""
        )

    @property
    def kind(self) -> str:
        """The outcome, for people."""
        return self.outcome.replace("_", " ")


class _Meant(NamedTuple):
    item: PendingItem
    paper: ArxivId


def open_items(log: Path, *, limit: int | None = None, only: str = "") -> list[PendingItem]:
    """Give the open items of a log's pending list.

    They are those with `only` in them, in any case of letters, and the first `limit` of these.
    Raises SummarizeError where there is no log.
    """
    items = pending_list.read(reading_log.read(read_log(log)))
    return [item for item in items if not item.ticked and only.lower() in item.text.lower()][:limit]


def pending(
    settings: Settings,
    folder: Path,
    items: Sequence[PendingItem],
    tell: Tell,
    *,
    dry_run: bool = False,
    anyway: bool = False,
) -> Iterator[ItemOutcome]:
    """Draft items of a pending list and give what became of each, as it becomes known.

    A failed item does not keep the others from being done; it ends early only where no other can do
    better.
    """
    # no `with`: an interrupt must not wait for the model
    executor = ThreadPoolExecutor(settings.jobs + (os.cpu_count() or 1))
    with Run(settings, folder, anyway=anyway, tell=tell) as run:
        yield from _pending(run, executor, items, tell, dry_run=dry_run)
    executor.shutdown()


def listed(rows: Sequence[ItemOutcome]) -> str:
    """Give the rows for people, in the log's order; empty where there are none."""
    in_order = sorted(rows, key=lambda row: row.line)
    cells = [(str(row.line), row.kind, (row.item, row.came_to)) for row in in_order]
    return table(_COLUMNS, cells, lambda number: _line(in_order[number]))


def counted(rows: Sequence[ItemOutcome]) -> str:
    """Say how many items came to what."""
    if not rows:
        return "nothing is open on the pending list"
    counts = Counter(row.kind for row in rows)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{len(rows)} open items: {said}"


def _line(row: ItemOutcome) -> str:
    from rich.cells import set_cell_size  # Chinese characters are two cells wide

    item = set_cell_size(plain(row.item), _ITEM_CELLS)
    return f"{row.line:>5}  {row.kind:<12} {item}  {plain(row.came_to)}"


def _pending(
    run: Run, executor: Executor, items: Sequence[PendingItem], tell: Tell, *, dry_run: bool
) -> Iterator[ItemOutcome]:
    with run.store.in_use():
        meant: list[_Meant] = []
        for number, item in enumerate(items, 1):
            tell("resolve", f"{number} of {len(items)}: {item.text[:60]}")
            found = _resolve(run, item, tell)
            if isinstance(found, ItemOutcome):
                yield found
            else:
                meant.append(_Meant(item, found))
        if dry_run:
            yield from (_outcome(one, _would(run, one.paper)) for one in meant)
        else:
            yield from _Batch(run, executor, meant, tell).draft()


def _resolve(run: Run, item: PendingItem, tell: Tell) -> ItemOutcome | ArxivId:
    """Give the paper that an item means, remembered or found out, or the outcome that says why not.

    What was found out is remembered, and another run that is at it is waited for.
    """
    if remembered := _remembered(run, item):
        return remembered
    with run.store.resolving(partial(tell, "wait")):
        return _remembered(run, item) or _found_anew(run, item)


def _remembered(run: Run, item: PendingItem) -> ArxivId | None:
    remembered = run.store.read_note(RESOLVED).get(item.words)
    with contextlib.suppress(UsageError):
        return arxiv_id.parse(str(remembered)) if remembered else None
    return None


def _found_anew(run: Run, item: PendingItem) -> ItemOutcome | ArxivId:
    try:
        found = _found_out(run, item)
    except StopRunError:
        raise
    except SummarizeError as error:
        return ItemOutcome(item=item.text, line=item.number, outcome="failed", reason=str(error))
    if found.outcome == "paper" and found.arxiv_id:
        known = run.store.read_note(RESOLVED)
        run.store.write_note(RESOLVED, {**known, item.words: str(found.arxiv_id)})
        return run.know(found.arxiv_id, found.paper)
    return _unresolved(item, found)


def _unresolved(item: PendingItem, found: Resolution) -> ItemOutcome:
    """Say why no paper could be told, and how to choose one where there are some."""
    choice = f"; {resolve.choose(found.candidates)}" if found.candidates else ""
    return ItemOutcome(
        item=item.text,
        line=item.number,
        outcome="not_found" if found.outcome == "paper" else found.outcome,
        candidates=tuple(f"{paper.arxiv_id} {paper.title}" for paper in found.candidates),
        reason=f"{found.reason}{choice}",
    )


def _found_out(run: Run, item: PendingItem) -> Resolution:
    """Tell what an item means by its words; a nickname's full title is the model's to name."""
    found = resolve.resolve_item(item.words, run.arxiv.search, item.notes)
    if found.outcome != "ambiguous" or found.candidates:
        return found
    try:
        named = _by_nickname(run, item.text)
    except StopRunError:
        raise
    except SummarizeError as error:
        return found._replace(reason=f"{found.reason} ({error.message})")
    return named if named and named.outcome == "paper" else found


def _by_nickname(run: Run, text: str) -> Resolution | None:
    """Give what the title means that the model names, which arXiv has to confirm."""
    title = run.full_title(text)
    if is_short(title):
        return None
    return resolve.resolve_item(title, run.arxiv.search)


def _would(run: Run, paper: ArxivId) -> Outcome | None:
    """Give what is here of a paper already; None where it would be drafted."""
    here = run.store.find(paper)
    if not here:
        return None
    state, exact = here
    return Outcome(paper=str(paper), arxiv_id=exact, outcome="present", reason=state)


class _Batch:
    """Papers fetched one after the other, each read and drafted while the next are fetched."""

    def __init__(self, run: Run, executor: Executor, meant: Sequence[_Meant], tell: Tell) -> None:
        self._run, self._executor, self._tell = run, executor, tell
        self._items: dict[ArxivId, list[_Meant]] = {}
        for one in meant:  # two items that mean one paper: drafted once, said of both
            self._items.setdefault(one.paper, []).append(one)
        self._waiting: dict[Future[Outcome], ArxivId] = {}
        self._stop = ""  # why no other paper can do better

    def draft(self) -> Iterator[ItemOutcome]:
        """Draft all of them, and give what became of each item as it becomes known."""
        self._run.prepare(list(self._items))
        for paper in self._items:
            failed = self._start(paper)
            if failed:
                yield from self._said(paper, failed)
            for future in [future for future in self._waiting if future.done()]:
                yield from self._ended(future, self._waiting.pop(future))
        for future in as_completed(self._waiting):
            rows = self._ended(future, self._waiting[future])
            for other in self._waiting if self._stop else ():
                other.cancel()
            yield from rows

    def _start(self, paper: ArxivId) -> Outcome | None:
        """Fetch a paper and hand it on; give what became of it where that fails."""
        if self._stop:
            return _failed(paper, f"not tried: {self._stop}")

        def tell(stage: str, words: str) -> None:
            self._tell(stage, f"{paper}: {words}")  # several are in work at once

        try:
            self._run.fetch(paper, tell)
            self._waiting[self._submit(paper, tell)] = paper
        except StopRunError as error:
            self._stop = str(error)
            return _failed(paper, str(error))
        except SummarizeError as error:
            return _failed(paper, str(error))
        return None

    def _submit(self, paper: ArxivId, tell: Tell) -> Future[Outcome]:
        try:
            return self._executor.submit(self._one, paper, tell)
        except RuntimeError as error:
            raise StopRunError(*NO_THREADS) from error

    def _one(self, paper: ArxivId, tell: Tell) -> Outcome:
        """Draft a paper in a thread; mind why the run stops before the next one begins."""
        if self._stop:
            return _failed(paper, f"not tried: {self._stop}")
        try:
            return self._run.one(paper, tell)
        except StopRunError as error:
            self._stop = self._stop or str(error)
            raise

    def _ended(self, future: Future[Outcome], paper: ArxivId) -> Iterator[ItemOutcome]:
        """Say what became of a paper."""
        if future.cancelled():
            return self._said(paper, _failed(paper, f"not tried: {self._stop}"))
        error = future.exception()
        if isinstance(error, StopRunError):
            return self._said(paper, _failed(paper, str(error)))
        return self._said(paper, future.result())

    def _said(self, paper: ArxivId, outcome: Outcome) -> Iterator[ItemOutcome]:
        return (_outcome(one, outcome) for one in self._items[paper])


def _failed(paper: ArxivId, reason: str) -> Outcome:
    return Outcome(paper=str(paper), arxiv_id=paper, outcome="failed", reason=reason)


def _outcome(one: _Meant, outcome: Outcome | None) -> ItemOutcome:
    """Say of an item what became of its paper; None where it would be drafted."""
    item = one.item
    if outcome is None:
        return ItemOutcome(
            item=item.text, line=item.number, outcome="would_draft", arxiv_id=one.paper
        )
    return ItemOutcome(
        item=item.text,
        line=item.number,
        outcome=outcome.outcome,
        arxiv_id=outcome.arxiv_id,
        entry=outcome.entry,
        reason=outcome.reason,
    )
