"""Draft every open item of a pending list.

What the items say by themselves, and what is remembered of them, is known at once; the others are
looked up one request at a time, in turns, because arXiv wants one at a time, and between these each
paper that is known is fetched. Meanwhile the fetched ones are read by as many processes as there
are cores, and up to `jobs` of them are with the model. The work stands on
`concurrent.futures.Executor`, so that another executor can take its place. What an item was found
to mean is remembered, and what could not be told too (`meanings`).
"""

from __future__ import annotations

import datetime
import os
import shlex
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from pipeline.arxiv import resolve
from pipeline.arxiv.resolve import Lookup, Resolution
from pipeline.commands.choosing import Ask
from pipeline.commands.meanings import Meanings
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
from pipeline.text.jotted import is_short

_COLUMNS = (Column("line", 5, right=True), Column("outcome", 11), Column("item"))
_ITEM_CELLS = 48
"""Of a terminal: so much of an item tells it from the others, and leaves room for its path."""
ItemKind = Literal[
    "drafted",
    "present",
    "rejected",
    "not_a_paper",
    "ambiguous",
    "not_found",
    "failed",
    "in_batch",
    "would_draft",
]
_MOST_LINES = 20
"""Lines that are named in one remark."""
_LONGEST_SHOWN = 40
"""Characters of a line's number: Python reads none of thousands of digits."""
Choices = Mapping[int, ArxivId | None]
"""What a person says that the items of some lines mean; None for none of what was found."""


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


class Found(NamedTuple):
    """The open items of a log, and the lines of open boxes in it that are none of its list's."""

    items: list[PendingItem]
    elsewhere: list[int]

    @property
    def remark(self) -> str:
        """Say which open boxes are not looked at; empty where there are none."""
        if not self.elsewhere:
            return ""
        lines = ", ".join(map(str, self.elsewhere[:_MOST_LINES]))
        more = ", …" if len(self.elsewhere) > _MOST_LINES else ""
        are = "an open box elsewhere is" if len(self.elsewhere) == 1 else "open boxes elsewhere are"
        where = f"line{'s' * (len(self.elsewhere) > 1)} {lines}{more}"
        return f"{are} left alone, {where}: a heading like “To read” makes them a list"


class Drafts(Protocol):
    """What makes drafts of a list's papers, and says what became of each item.

    `stopped` is why no other paper can do better, empty for as long as one can.
    """

    @property
    def stopped(self) -> str:
        """Why it has stopped."""

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Make what the drafts share."""

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Take the paper of an item; give what has become known meanwhile."""

    def rest(self) -> Iterator[ItemOutcome]:
        """Give what is still to become known."""


Through = Callable[[Drafts, Run, Executor], Drafts]
"""Has drafts go another way, such as a provider's batch service."""


def open_items(log: Path, *, limit: int | None = None, only: str = "") -> Found:
    """Give the open items of a log's pending list.

    They are those with `only` in them, in any case of letters, and the first `limit` of these.
    Raises SummarizeError where there is no log.
    """
    read = reading_log.read(read_log(log))
    items = pending_list.read(read)
    wanted = [item for item in items if not item.ticked and only.lower() in item.text.lower()]
    return Found(wanted[:limit], pending_list.overlooked(read, items))


def parse_choices(texts: Sequence[str], items: Sequence[PendingItem]) -> dict[int, ArxivId | None]:
    """Read choices like `12=2112.03857` and `12=none`, a line and what its item means.

    Raises UsageError for what is none, and for a line without an open item.
    """
    lines = {item.number for item in items}
    found: dict[int, ArxivId | None] = {}
    for text in texts:
        line, _, paper = text.partition("=")
        number = _number(line.strip())
        if number not in lines:
            raise UsageError(
                f"no open item in line {line.strip()[:_LONGEST_SHOWN]!r}",
                "write it like --choose 12=2112.03857",
            )
        is_none = paper.strip().lower() == "none"
        found[number] = None if is_none else arxiv_id.parse(paper)
    return found


def _number(line: str) -> int:
    """Give the number of a line; 0, which no line has, for what is none."""
    return int(line) if line.isdecimal() and len(line) <= _LONGEST_SHOWN else 0


def pending(
    settings: Settings,
    folder: Path,
    items: Sequence[PendingItem],
    tell: Tell,
    *,
    dry_run: bool = False,
    anyway: bool = False,
    fresh: bool = False,
    choices: Choices | None = None,
    ask: Ask | None = None,
    through: Through = lambda drafts, _, __: drafts,
) -> Iterator[ItemOutcome]:
    """Draft items of a pending list and give what became of each, as it becomes known.

    A failed item does not keep the others from being done; it ends early only where no other can do
    better. With `fresh` what was not found is looked up anew. `choices` are kept first, or hold for
    a dry run alone; `ask` asks a person about what is ambiguous, when the list has been looked up;
    `through` may have the drafts go another way.
    """
    # no `with`: an interrupt must not wait for the model
    executor = ThreadPoolExecutor(settings.jobs + (os.cpu_count() or 1))
    with Run(settings, folder, anyway=anyway, tell=tell) as run, run.store.in_use():
        today, by_model = datetime.date.today(), settings.uses_model
        meanings = Meanings(run.store, today, fresh=fresh, by_model=by_model)
        choose = meanings.suppose if dry_run else meanings.choose
        for item in items:
            if item.number in (choices or {}):
                choose(item.words, (choices or {})[item.number])
        batch: Drafts = _DryBatch(run)
        if not dry_run:
            batch = through(_Batch(run, executor, tell), run, executor)
        yield from _Round(run, meanings, batch, items, tell, str(settings.log)).rows(ask)
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


class _Open(NamedTuple):
    """An item that is being looked up."""

    item: PendingItem
    lookup: Lookup


class _Round:
    """One round over a list: what each item means, and its paper's draft."""

    def __init__(
        self,
        run: Run,
        meanings: Meanings,
        batch: Drafts,
        items: Sequence[PendingItem],
        tell: Tell,
        log: str,
    ) -> None:
        self._run, self._meanings, self._batch = run, meanings, batch
        self._tell, self._log = tell, log
        self._open = deque(_Open(item, Lookup(item.words, item.notes)) for item in items)
        self._known: deque[tuple[PendingItem, ArxivId]] = deque()
        self._asked: list[tuple[PendingItem, Resolution]] = []
        self._is_asking = False

    def rows(self, ask: Ask | None) -> Iterator[ItemOutcome]:
        """Give what becomes of each item, as it becomes known."""
        self._is_asking = ask is not None
        for one in [self._open.popleft() for _ in range(len(self._open))]:
            found = self._at_once(one)
            yield from self._settle(one, found) if found else ()
        self._batch.prepare([paper for _, paper in self._known])
        while self._open or self._known:
            if self._known:
                yield from self._batch.add(*self._known.popleft())
            if self._open:
                yield from self._step(self._open.popleft())
        yield from self._choose(ask) if ask else ()
        yield from self._batch.rest()

    def _at_once(self, one: _Open) -> Resolution | None:
        """Give what is known of an item without asking anybody; None, and it stays open."""
        said = one.lookup.outcome
        found = self._meanings.of(one.item.words)
        if found is None and said and (said.outcome != "ambiguous" or said.named):
            found = said
        if found is None:
            self._open.append(one)
        return found

    def _step(self, one: _Open) -> Iterator[ItemOutcome]:
        """Find out more of an item, with one request to arXiv, or ask the model by its nickname.

        Another run that is at it is waited for, and what it has found out is taken.
        """
        item = one.item
        if self._batch.stopped:
            yield _row(item, "failed", reason=f"not tried: {self._batch.stopped}")
            return
        left = f"{len(self._open) + 1} to be looked up" if self._open else "the last one"
        self._tell("resolve", f"{left}: {item.text[:60]}")
        try:
            with self._run.store.resolving(partial(self._tell, "wait")):
                found = self._meanings.of(item.words) or self._looked_up(one)
        except StopRunError:
            raise
        except SummarizeError as error:
            yield _row(item, "failed", reason=str(error))
            return
        if found is None:
            self._open.append(one)
        else:
            yield from self._settle(one, found)

    def _looked_up(self, one: _Open) -> Resolution | None:
        """Find out more of an item, and keep what could be told by asking."""
        is_asked = one.lookup.outcome is None
        if is_asked:
            one.lookup.step(self._run.arxiv.search)
        found = one.lookup.outcome
        if found is None:
            return None
        if found.outcome == "ambiguous" and not (found.candidates or found.named):
            try:
                found, by_model = self._by_nickname(one.item, found)
            except StopRunError:
                raise
            except SummarizeError as error:  # another time it may be reached
                return found._replace(reason=f"{found.reason} ({error.message})")
            is_asked = is_asked or by_model
        if is_asked:
            self._meanings.keep(one.item.words, found)
        return found

    def _by_nickname(self, item: PendingItem, found: Resolution) -> tuple[Resolution, bool]:
        """Give what the title means that the model names for a nickname, which arXiv confirms.

        It is what was found where it names none, or none is confirmed. Beside it is told whether a
        model was asked.
        """
        if not self._run.uses_model:
            return found, False
        title = self._run.full_title(item.text)
        if is_short(title):
            return found, True
        named = resolve.resolve_item(title, self._run.arxiv.search)
        return (named if named.outcome == "paper" else found), True

    def _settle(self, one: _Open, found: Resolution) -> Iterator[ItemOutcome]:
        """Take note of the paper that an item means, or say why none is known."""
        item = one.item
        if found.outcome == "paper" and found.arxiv_id:
            self._known.append((item, self._run.know(found.arxiv_id, found.paper)))
        elif self._is_asking and (found.candidates or found.named):
            self._asked.append((item, found))
        else:
            yield self._unresolved(item, found)

    def _unresolved(self, item: PendingItem, found: Resolution) -> ItemOutcome:
        """Say why no paper could be told, and what settles it where there are some."""
        papers = {paper.arxiv_id: paper.title for paper in found.candidates}
        papers = papers or dict.fromkeys(found.named, "")
        named = tuple(f"{one} {title}".strip() for one, title in papers.items())
        choice = ""
        if papers:
            ways = (
                f"{item.number}={one}" + (f" ({title[: resolve.LONGEST_SHOWN]})" if title else "")
                for one, title in papers.items()
            )
            command = f"summarize pending {shlex.quote(self._log)} --choose"
            choice = f"; choose one: {command} {', or '.join(ways)}, or {item.number}=none"
        outcome = "not_found" if found.outcome == "paper" else found.outcome
        return _row(item, outcome, candidates=named, reason=f"{found.reason}{choice}")

    # ── asking ──

    def _choose(self, ask: Ask) -> Iterator[ItemOutcome]:
        """Ask about each ambiguous item, and draft what is chosen."""
        self._fetch_titles()
        asking: Ask | None = ask
        for item, found in sorted(self._asked, key=lambda asked: asked[0].number):
            papers = found.candidates or tuple(self._run.known(one) for one in found.named)
            choice = asking(item, found.reason, papers) if asking else None
            if choice is None:
                asking = None  # nobody is there any more
            if choice is None or choice.skipped:
                yield self._unresolved(item, found)
                continue
            self._meanings.choose(item.words, choice.paper)
            if choice.paper:
                yield from self._batch.add(item, choice.paper)
            else:
                yield _row(item, "not_a_paper", reason="you have said that it is none of them")

    def _fetch_titles(self) -> None:
        """Ask arXiv for what the identifiers are of that an item gives several of."""
        named = [one for _, found in self._asked if not found.candidates for one in found.named]
        if named:
            self._run.learn_metadata(list(dict.fromkeys(named)))


class _DryBatch:
    """Says of papers what would become of them."""

    stopped = ""

    def __init__(self, run: Run) -> None:
        self._run = run

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Do nothing: nothing is drafted."""

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Say what would become of an item."""
        here = _here(self._run, item, paper, also_others=True)
        yield here or _row(item, "would_draft", arxiv_id=paper)

    def rest(self) -> Iterator[ItemOutcome]:
        """Give nothing more."""
        yield from ()


class _Batch:
    """Papers fetched one after the other, each read and drafted while the next are fetched.

    `stopped` is why no other paper can do better, empty for as long as one can.
    """

    def __init__(self, run: Run, executor: Executor, tell: Tell) -> None:
        self._run, self._executor, self._tell = run, executor, tell
        self._items: dict[ArxivId, list[PendingItem]] = {}
        self._ended: dict[ArxivId, Outcome] = {}
        self._waiting: dict[Future[Outcome], ArxivId] = {}
        self.stopped = ""

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Ask for the metadata of papers in few requests, and make what the drafts share."""
        self._run.prepare(list(dict.fromkeys(papers)))

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Fetch an item's paper and hand it on; give what has become known meanwhile.

        Two items that mean one paper: it is drafted once, and said of both.
        """
        if here := _here(self._run, item, paper):
            yield here
        elif paper in self._ended:
            yield row_of(item, self._ended[paper])
        elif paper in self._items:
            self._items[paper].append(item)
        else:
            self._items[paper] = [item]
            if failed := self._start(paper):
                yield from self._said(paper, failed)
        for future in [future for future in self._waiting if future.done()]:
            yield from self._came(future, self._waiting.pop(future))

    def rest(self) -> Iterator[ItemOutcome]:
        """Wait for the drafts, and give what became of each item as it becomes known."""
        for future in as_completed(self._waiting):
            rows = self._came(future, self._waiting[future])
            for other in self._waiting if self.stopped else ():
                other.cancel()
            yield from rows

    def _start(self, paper: ArxivId) -> Outcome | None:
        """Fetch a paper and hand it on; give what became of it where that fails."""
        if self.stopped:
            return _failed(paper, f"not tried: {self.stopped}")

        def tell(stage: str, words: str) -> None:
            self._tell(stage, f"{paper}: {words}")  # several are in work at once

        try:
            self._run.fetch(paper, tell)
            self._waiting[self._submit(paper, tell)] = paper
        except StopRunError as error:
            self.stopped = str(error)
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
        if self.stopped:
            return _failed(paper, f"not tried: {self.stopped}")
        try:
            return self._run.one(paper, tell)
        except StopRunError as error:
            self.stopped = self.stopped or str(error)
            raise

    def _came(self, future: Future[Outcome], paper: ArxivId) -> Iterator[ItemOutcome]:
        """Say what became of a paper."""
        if future.cancelled():
            return self._said(paper, _failed(paper, f"not tried: {self.stopped}"))
        error = future.exception()
        if isinstance(error, StopRunError):
            return self._said(paper, _failed(paper, str(error)))
        return self._said(paper, future.result())

    def _said(self, paper: ArxivId, outcome: Outcome) -> Iterator[ItemOutcome]:
        self._ended[paper] = outcome
        return (row_of(item, outcome) for item in self._items[paper])


def _here(
    run: Run, item: PendingItem, paper: ArxivId, *, also_others: bool = False
) -> ItemOutcome | None:
    """Say that a paper is rejected, or here at all if that counts; None where it is not."""
    here = run.store.find(paper)
    if here is None:
        return None
    state, exact = here
    if state == "rejected":
        words = f"set aside; `summarize restore {exact}` takes it back"
        return _row(item, "rejected", arxiv_id=exact, reason=words)
    if also_others:
        return _row(item, "present", arxiv_id=exact, reason=state)
    return None


def _failed(paper: ArxivId, reason: str) -> Outcome:
    return Outcome(paper=str(paper), arxiv_id=paper, outcome="failed", reason=reason)


def row_of(item: PendingItem, outcome: Outcome) -> ItemOutcome:
    """Say of an item what became of its paper."""
    return _row(
        item,
        outcome.outcome,
        arxiv_id=outcome.arxiv_id,
        entry=outcome.entry,
        reason=outcome.reason,
    )


def _row(
    item: PendingItem,
    outcome: ItemKind,
    *,
    arxiv_id: ArxivId | None = None,
    candidates: tuple[str, ...] = (),
    entry: str | None = None,
    reason: str | None = None,
) -> ItemOutcome:
    return ItemOutcome(
        item=item.text,
        line=item.number,
        outcome=outcome,
        arxiv_id=arxiv_id,
        candidates=candidates,
        entry=entry,
        reason=reason,
    )
