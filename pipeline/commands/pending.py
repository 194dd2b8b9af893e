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
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.settings import Settings
from pipeline.store.output_folder import RESOLVED

_COLUMNS = (Column("line", 5, right=True), Column("outcome", 11), Column("item"))
_ITEM_CELLS = 48
"""Of a terminal: so much of an item tells it from the others, and leaves room for its path."""
ItemKind = Literal[
    "drafted", "present", "not_a_paper", "ambiguous", "not_found", "failed", "would_draft"
]


class ItemOutcome(Reported):
    """What became of one item; the fields of `pending --json`.

    `line` is the item's in the log, from 1; `candidates` are identifiers with titles, at most three.
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
    """Give the open items of a log's pending list: those with `only` in them, the first `limit` of them.

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
) -> Iterator[ItemOutcome]:
    """Draft items of a pending list and give what became of each, as it becomes known.

    A failed item does not keep the others from being done; it ends early only where no other can do
    better.
    """
    # not `with`: an interrupt must not wait for the model
    executor = ThreadPoolExecutor(settings.jobs + (os.cpu_count() or 1))
    with Run(settings, folder) as run:
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
            found = _resolve(run, item)
            if isinstance(found, ItemOutcome):
                yield found
            else:
                meant.append(_Meant(item, found))
        if dry_run:
            yield from (_outcome(one, _would(run, one.paper)) for one in meant)
        else:
            yield from _draft_all(run, executor, meant, tell)


def _resolve(run: Run, item: PendingItem) -> ItemOutcome | ArxivId:
    """Give the paper that an item means, remembered or found out, or the outcome that says why not."""
    known = run.store.read_note(RESOLVED)
    if remembered := known.get(item.text):
        with contextlib.suppress(UsageError):
            return arxiv_id.parse(str(remembered))
    try:
        found = resolve.resolve_item(item.text, run.arxiv.search)
    except StopRunError:
        raise
    except SummarizeError as error:
        return ItemOutcome(item=item.text, line=item.number, outcome="failed", reason=str(error))
    if found.outcome == "ambiguous" and not found.candidates:
        found = _by_nickname(run, item.text, found)
    if found.outcome == "paper" and found.arxiv_id:
        run.store.write_note(RESOLVED, {**known, item.text: str(found.arxiv_id)})
        return run.know(found.arxiv_id, found.paper)
    candidates = tuple(f"{paper.arxiv_id} {paper.title}" for paper in found.candidates)
    reason = (
        f"{found.reason}; {resolve.choose(found.candidates)}" if found.candidates else found.reason
    )
    outcome: ItemKind = "not_found" if found.outcome == "paper" else found.outcome
    return ItemOutcome(
        item=item.text, line=item.number, outcome=outcome, candidates=candidates, reason=reason
    )


def _by_nickname(run: Run, text: str, found: Resolution) -> Resolution:
    """Have the model, if there is one, name the full title of a nickname; only a title that arXiv confirms counts."""
    try:
        title = run.full_title(text)
        named = (
            resolve.resolve_item(title, run.arxiv.search)
            if resolve.title_candidates(title)
            else found
        )
    except StopRunError:
        raise
    except SummarizeError as error:
        return found._replace(reason=f"{found.reason} ({error.message})")
    return named if named.outcome == "paper" else found


def _would(run: Run, paper: ArxivId) -> Outcome | None:
    here = run.store.find(paper)
    return (
        Outcome(paper=str(paper), arxiv_id=here[1], outcome="present", reason=here[0])
        if here
        else None
    )


def _draft_all(
    run: Run, executor: Executor, meant: Sequence[_Meant], tell: Tell
) -> Iterator[ItemOutcome]:
    """Fetch one paper after the other, and have each read and drafted while the next are fetched."""
    items: dict[ArxivId, list[_Meant]] = {}
    for one in meant:  # two items that mean one paper: drafted once, said of both
        items.setdefault(one.paper, []).append(one)
    run.prepare(list(items))
    waiting: dict[Future[Outcome], ArxivId] = {}
    stop = ""
    for paper in items:
        try:
            if stop:
                raise StopRunError(f"not tried: {stop}")
            run.fetch(paper, _of(paper, tell))
            waiting[executor.submit(run.one, paper, _of(paper, tell))] = paper
        except SummarizeError as error:
            stop = stop or (str(error) if isinstance(error, StopRunError) else "")
            yield from (_outcome(one, _failed(paper, str(error))) for one in items[paper])
        for future in [future for future in waiting if future.done()]:
            done = waiting.pop(future)
            outcome, stop = _result(future, done, stop)
            yield from (_outcome(one, outcome) for one in items[done])
    for future in as_completed(waiting):
        outcome, stop = _result(future, waiting[future], stop)
        for other in waiting if stop else ():
            other.cancel()
        yield from (_outcome(one, outcome) for one in items[waiting[future]])


def _of(paper: ArxivId, tell: Tell) -> Tell:
    """Say with every line which paper it is about: several are in work at once."""
    return lambda stage, words: tell(stage, f"{paper}: {words}")


def _failed(paper: ArxivId, reason: str) -> Outcome:
    return Outcome(paper=str(paper), arxiv_id=paper, outcome="failed", reason=reason)


def _result(future: Future[Outcome], paper: ArxivId, stop: str) -> tuple[Outcome, str]:
    """Give what became of a paper, and why the run stops, if it does."""
    if future.cancelled():
        return _failed(paper, f"not tried: {stop}"), stop
    error = future.exception()
    if isinstance(error, StopRunError):
        return _failed(paper, str(error)), stop or str(error)
    return future.result(), stop


def _outcome(one: _Meant, outcome: Outcome | None) -> ItemOutcome:
    if outcome is None:
        return ItemOutcome(
            item=one.item.text, line=one.item.number, outcome="would_draft", arxiv_id=one.paper
        )
    return ItemOutcome(
        item=one.item.text,
        line=one.item.number,
        outcome=outcome.outcome,
        arxiv_id=outcome.arxiv_id,
        entry=outcome.entry,
        reason=outcome.reason,
    )
