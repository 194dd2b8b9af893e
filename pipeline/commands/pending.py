"""Draft every open item of a pending list.

What the items say by themselves, and what is remembered of them, is known at once; the others are
looked up one request at a time, in turns. Meanwhile what is known is fetched, read and drafted
(`stage_pools`). What an item was found to mean is remembered, and what could not be told too
(`meanings`).
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.arxiv import resolve, together
from pipeline.arxiv.resolve import Lookup, Resolution
from pipeline.commands.choosing import Ask
from pipeline.commands.item_outcome import ItemOutcome, make_row
from pipeline.commands.list_drafts import Drafts, DraftsAtOnce, DryDrafts
from pipeline.commands.meanings import Meanings
from pipeline.commands.one_paper import Tell
from pipeline.commands.open_items import Choices
from pipeline.commands.summarize import Run, Workers
from pipeline.errors import StopRunError, SummarizeError
from pipeline.log.pending_list import PendingItem
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.settings import Settings
from pipeline.text.jotted import is_short

Through = Callable[[Drafts, Run], Drafts]
"""Has drafts go another way, such as a provider's batch service."""


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
    through: Through = lambda drafts, _: drafts,
    workers: Workers | None = None,
    command: str = "summarize pending",
) -> Iterator[ItemOutcome]:
    """Draft items of a pending list and give what became of each, as it becomes known.

    A failed item does not keep the others from being done; it ends early only where no other can do
    better. With `fresh` what was not found is looked up anew. `choices` are kept first, or hold for
    a dry run alone; `ask` asks a person about what is ambiguous, when the list has been looked up;
    `through` may have the drafts go another way; `workers` are `Run`'s. `command` is what
    `--choose` is put behind, where it is told how an item is settled.
    """
    with (
        Run(settings, folder, anyway=anyway, tell=tell, workers=workers) as run,
        run.store.in_use(),
        run.pools() as pools,
    ):
        today, by_model = datetime.date.today(), settings.uses_model
        meanings = Meanings(run.store, today, fresh=fresh, by_model=by_model)
        choose = meanings.suppose if dry_run else meanings.choose
        for item in items:
            if item.number in (choices or {}):
                choose(item.words, (choices or {})[item.number])
        batch: Drafts = DryDrafts(run)
        if not dry_run:
            batch = through(DraftsAtOnce(run, pools, tell), run)
        yield from _Round(run, meanings, batch, items, tell, command).rows(ask)


@dataclass(frozen=True, eq=False)
class _Open:
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
        command: str,
    ) -> None:
        self._run, self._meanings, self._batch = run, meanings, batch
        self._tell, self._command = tell, command
        self._open = deque(_Open(item, Lookup(item.words, item.notes)) for item in items)
        self._known: deque[tuple[PendingItem, ArxivId]] = deque()
        self._addressed: list[tuple[PendingItem, ArxivId]] = []
        self._asked: list[tuple[PendingItem, Resolution]] = []
        self._is_asking = False

    def rows(self, ask: Ask | None) -> Iterator[ItemOutcome]:
        """Give what becomes of each item, as it becomes known."""
        self._is_asking = ask is not None
        for one in [self._open.popleft() for _ in range(len(self._open))]:
            found = self._at_once(one)
            yield from self._settle(one.item, found) if found else ()
        yield from self._contradicted()
        self._batch.prepare([paper for _, paper in self._known])
        while self._open or self._known:
            if self._known:
                yield from self._batch.add(*self._known.popleft())
            if self._open:
                yield from self._step(together.in_company(self._open, lambda one: one.lookup))
        yield from self._choose(ask) if ask else ()
        yield from self._batch.rest()

    def _at_once(self, one: _Open) -> Resolution | None:
        """Give what is known of an item without asking anybody; None, and it stays open."""
        said = one.lookup.outcome
        found = self._meanings.of(one.item.words)
        if found is None and said and (said.outcome != "ambiguous" or said.named):
            found = said
            if said.arxiv_id and resolve.other_title(one.item.words):
                self._addressed.append((one.item, said.arxiv_id))
        if found is None:
            self._open.append(one)
        return found

    def _contradicted(self) -> Iterator[ItemOutcome]:
        """Ask about items that have the title of one paper and the address of another.

        arXiv is asked where the title is not the address's paper's, and no draft of that is here.
        """
        store, sources = self._run.store, self._run.sources
        wanted = [one for one in self._addressed if store.find(one[1]) is None]
        if wanted:  # of all, in the requests that their drafts need anyway
            sources.learn_metadata([paper for _, paper in self._known if not store.find(paper)])
        for item, paper in wanted:
            record = sources.known(paper)
            title = resolve.other_title(item.words, record)
            if record.title == str(paper):
                continue  # nothing is known of it
            try:
                other = self._whole(title) if title else None
            except StopRunError:
                raise
            except SummarizeError:
                continue  # its address alone says what it is
            found = Resolution("paper", "the item gives its identifier", arxiv_id=paper)
            if other and other.arxiv_id and other.arxiv_id.base != paper.base:
                said = "its title is one paper's, and its address another's"
                found = Resolution("ambiguous", said, candidates=(record, other))
                self._known.remove((item, paper))
                yield from self._settle(item, found)
            self._meanings.keep(item.words, found)

    def _whole(self, title: str) -> Paper | None:
        """Ask arXiv once which paper has just this title."""
        lookup = resolve.lookup_title(title)
        with self._run.store.resolving(partial(self._tell, "wait")):
            lookup.step(self._run.sources.arxiv.search)
        return lookup.outcome.paper if lookup.outcome else None

    def _step(self, some: Sequence[_Open]) -> Iterator[ItemOutcome]:
        """Find out more of some items, with one request to arXiv, or by asking the model for one.

        Another run that is at it is waited for, and what it has found out is taken.
        """
        item, *others = (one.item for one in some)
        left = f"{len(self._open)} to be looked up" if len(self._open) > 1 else "the last one"
        self._open = deque(one for one in self._open if one not in some)
        if self._batch.stopped:
            reason = f"not tried: {self._batch.stopped}"
            yield from (make_row(one.item, "failed", reason=reason) for one in some)
            return
        more = f" and {len(others)} more" if others else ""
        self._tell("resolve", f"{left}: {item.text[:60]}{more}")
        try:
            with self._run.store.resolving(partial(self._tell, "wait")):
                found = self._looked_up(some)
        except StopRunError:
            raise
        except SummarizeError as error:
            yield from (make_row(one.item, "failed", reason=str(error)) for one in some)
            return
        for one in some:
            if one in found:
                yield from self._settle(one.item, found[one])
            else:
                self._open.append(one)

    def _looked_up(self, some: Sequence[_Open]) -> dict[_Open, Resolution]:
        """Find out more of some items, and keep what could be told by asking."""
        known = {one: self._meanings.of(one.item.words) for one in some}
        asked = [one for one in some if not known[one] and one.lookup.outcome is None]
        if asked:
            together.step([one.lookup for one in asked], self._run.sources.arxiv.search)
        told = {one: known[one] or self._told(one, is_asked=one in asked) for one in some}
        return {one: found for one, found in told.items() if found}

    def _told(self, one: _Open, *, is_asked: bool) -> Resolution | None:
        """Give what an item means, if it can be told; it is kept where somebody was asked."""
        found = one.lookup.outcome
        if found is None:
            return None
        if found.is_nickname:
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
        named = resolve.resolve_item(title, self._run.sources.arxiv.search)
        return (named if named.outcome == "paper" else found), True

    def _settle(self, item: PendingItem, found: Resolution) -> Iterator[ItemOutcome]:
        """Take note of the paper that an item means, or say why none is known."""
        if found.outcome == "paper" and found.arxiv_id:
            self._known.append((item, self._run.sources.know(found.arxiv_id, found.paper)))
        elif self._is_asking and (found.candidates or found.named):
            self._asked.append((item, found))
        else:
            yield self._unresolved(item, found)

    def _unresolved(self, item: PendingItem, found: Resolution) -> ItemOutcome:
        """Say why no paper could be told, and what settles it where there are some."""
        papers = {paper.arxiv_id: paper.title for paper in found.candidates}
        papers = papers or dict.fromkeys(found.named, "")
        named = tuple(f"{one} {title}".strip() for one, title in papers.items())
        meant = [*papers, "none"] if papers else []
        choices = tuple(f"{self._command} --choose {item.number}={one}" for one in meant)
        outcome = "not_found" if found.outcome == "paper" else found.outcome
        return make_row(item, outcome, candidates=named, choices=choices, reason=found.reason)

    # ── asking ──

    def _choose(self, ask: Ask) -> Iterator[ItemOutcome]:
        """Ask about each ambiguous item, and draft what is chosen."""
        self._fetch_titles()
        asking: Ask | None = ask
        for item, found in sorted(self._asked, key=lambda asked: asked[0].number):
            papers = found.candidates or tuple(self._run.sources.known(one) for one in found.named)
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
                yield make_row(item, "not_a_paper", reason="you have said that it is none of them")

    def _fetch_titles(self) -> None:
        """Ask arXiv for what the identifiers are of that an item gives several of."""
        named = [one for _, found in self._asked if not found.candidates for one in found.named]
        if named:
            self._run.sources.learn_metadata(list(dict.fromkeys(named)))
