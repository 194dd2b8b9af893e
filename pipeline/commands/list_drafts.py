"""The drafts of a pending list's papers, made while the rest of the list is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import Protocol

from pipeline.commands.item_outcome import ItemOutcome, make_row, row_of
from pipeline.commands.one_paper import Tell
from pipeline.commands.summarize import Outcome, Run, with_name
from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import stat_of
from pipeline.log.pending_list import PendingItem
from pipeline.network import NO_THREADS
from pipeline.records.arxiv_id import ArxivId


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


class DryDrafts:
    """Says of papers what would become of them."""

    stopped = ""

    def __init__(self, run: Run) -> None:
        self._run = run

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Do nothing: nothing is drafted."""

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Say what would become of an item."""
        here = _here(self._run, item, paper, also_others=True)
        yield here or make_row(item, "would_draft", arxiv_id=paper)

    def rest(self) -> Iterator[ItemOutcome]:
        """Give nothing more."""
        yield from ()


class DraftsAtOnce:
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
        tell = with_name(str(paper), self._tell)
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
    """Say that a paper is rejected, or has an entry at all if that counts; None where not."""
    here = run.store.find(paper)
    if here is None:
        return None
    state, exact = here
    if state == "rejected":
        words = f"set aside; `summarize restore {exact}` takes it back"
        return make_row(item, "rejected", arxiv_id=exact, reason=words)
    if also_others and stat_of(run.store.folder(exact.slug, state).entry):
        return make_row(item, "present", arxiv_id=exact, reason=state)
    return None


def _failed(paper: ArxivId, reason: str) -> Outcome:
    return Outcome(paper=str(paper), arxiv_id=paper, outcome="failed", reason=reason)
