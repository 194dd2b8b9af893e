"""The drafts of a pending list's papers, made while the rest of the list is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Protocol

from pipeline.commands.item_outcome import ItemOutcome, make_row, row_of
from pipeline.commands.one_paper import Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.stage_pools import StagePools, with_name
from pipeline.commands.summarize import InWork, Run
from pipeline.files import stat_of
from pipeline.log.pending_list import PendingItem
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
    """Papers that are drafted at once, each from when it is known that an item means it.

    `stopped` is why no other paper can do better, empty for as long as one can.
    """

    def __init__(self, run: Run, pools: StagePools, tell: Tell) -> None:
        self._run, self._pools, self._tell = run, pools, tell
        self._items: dict[ArxivId, list[PendingItem]] = {}
        self._ended: dict[ArxivId, Outcome] = {}
        self._waiting: dict[Future[InWork], ArxivId] = {}
        self._over: SimpleQueue[Future[InWork]] = SimpleQueue()

    @property
    def stopped(self) -> str:
        """Why it has stopped."""
        return str(self._pools.stopped or "")

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Ask for the metadata of papers in few requests, and make what the drafts share."""
        self._run.prepare(list(dict.fromkeys(papers)))

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Have an item's paper drafted; give what has become known meanwhile.

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
            one = self._run.begin(str(paper), paper, with_name(str(paper), self._tell))
            future = self._pools.add(one)
            self._waiting[future] = paper
            future.add_done_callback(self._over.put)
        while not self._over.empty():
            yield from self._came(self._over.get())

    def rest(self) -> Iterator[ItemOutcome]:
        """Wait for the drafts, and give what became of each item as it becomes known."""
        while self._waiting:
            yield from self._came(self._over.get())

    def _came(self, future: Future[InWork]) -> Iterator[ItemOutcome]:
        """Say what became of a paper."""
        paper = self._waiting.pop(future)
        outcome = future.result().outcome
        if outcome is None:
            reason = f"not tried: {self.stopped}"
            outcome = Outcome(paper=str(paper), arxiv_id=paper, outcome="failed", reason=reason)
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
