"""Drafts of a pending list by a provider's batch service: `pending --batch`.

Each paper is fetched and read, and what a model would be asked is put together, just as for a draft
by itself. All of it goes into a batch. When its replies are kept, the drafts are made the ordinary
way: it finds the replies, and asks by itself for whatever is lacking.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.batch_dispatch import Dispatch, Request
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.item_outcome import ItemOutcome, make_row, row_of
from pipeline.commands.list_drafts import Drafts
from pipeline.commands.one_paper import Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.progress import MIND
from pipeline.commands.stage_pools import with_name
from pipeline.commands.summarize import Run
from pipeline.errors import StopRunError, SummarizeError, UsageError
from pipeline.log.pending_list import PendingItem
from pipeline.model.batch_call import NotByBatchError, Unsent, UnsentError
from pipeline.model.batch_service import request_line
from pipeline.model.server import OPENAI_URL
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.batch import BatchRequest
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

if TYPE_CHECKING:
    from pipeline.model.ask import Books, Model, Server


def through(
    drafts: Drafts,
    run: Run,
    settings: Settings,
    folder: Path,
    tell: Tell,
    *,
    wanted: bool,
    anyway: bool,
) -> Drafts:
    """Have drafts made by batch where that is wanted, or a batch is under way that is to be minded.

    Raises UsageError where no model is there, or a command is it.
    """
    if wanted and not settings.uses_model:
        raise UsageError(
            "a batch is a model's, and none is set",
            "set OPENAI_API_KEY (or `summarize keys set`), or run it without --batch",
        )
    if not wanted and (settings.model_command or not settings.uses_model):
        return drafts
    dispatch = Dispatch(run.store, run.model, tell, settings.batch_interval)
    if not wanted:
        return _Beside(drafts, run, dispatch, tell)
    unsent = UnsentModel(settings, run.store, run.model)
    gathering = Run(settings, folder, anyway=anyway, tell=tell, model=unsent)
    return _ByBatch(drafts, run, gathering, dispatch, tell)


class UnsentModel(ChosenModel):
    """The model of a run where it is asked for nothing."""

    def __init__(self, settings: Settings, store: Store, chosen: ChosenModel) -> None:
        super().__init__(settings, store, fresh=False)
        self._chosen = chosen

    @cached_property
    def server(self) -> Server:
        """The connection that the run has already."""
        return self._chosen.server

    @cached_property
    def name(self) -> str:
        """Its name, as the run knows it."""
        return self._chosen.name

    @property
    def asking(self) -> str:
        """What is told while it drafts."""
        return f"putting together what {self.name} is asked"

    @property
    def _kind(self) -> type[Model]:
        return Unsent

    def _books(self, name: str) -> Books:
        """Give what is known of the model; of OpenAI's, which nobody has asked yet, a little more.

        A batch is not told within minutes that it calls the room of an answer by its old name
        (https://developers.openai.com/api/reference/resources/chat).
        """
        books = super()._books(name)
        known = books.found_out
        if known.structured or self.server.address != OPENAI_URL:
            return books
        named = known.model_copy(update={"tokens_name": "max_completion_tokens"})
        return books._replace(found_out=named)


class _Beside:
    """Drafts the ordinary way, while some papers are in a batch: these are left to it."""

    def __init__(self, drafts: Drafts, run: Run, dispatch: Dispatch, tell: Tell) -> None:
        self._drafts, self._run, self._dispatch, self._tell = drafts, run, dispatch, tell
        self._in_batch: dict[str, str] = {}

    @property
    def stopped(self) -> str:
        return self._drafts.stopped

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Keep the replies that have come, and find out which papers are still in a batch."""
        try:
            self._dispatch.drop_unsent()
            self._dispatch.look()
        except SummarizeError as error:  # what is in no batch can be drafted all the same
            self._tell(MIND, f"not looked how far the batch is: {error}")
        for batch in self._dispatch.under_way():
            words = f"{batch.progress}; `summarize pending --batch` waits for it"
            self._in_batch |= dict.fromkeys((one.paper for one in batch.requests), words)
        self._drafts.prepare(papers)

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Have an item drafted that is in no batch."""
        here = self._run.store.find(paper)
        if here and here[1].slug in self._in_batch:
            reason = self._in_batch[here[1].slug]
            yield make_row(item, "in_batch", arxiv_id=here[1], reason=reason)
        else:
            yield from self._drafts.add(item, paper)

    def rest(self) -> Iterator[ItemOutcome]:
        """Give what is still to become known."""
        yield from self._drafts.rest()


class _ByBatch:
    """Drafts by batch, as far as they can be; `drafts` makes them of its replies, and the others.

    `gathering` is a run whose model is asked for nothing.
    """

    def __init__(
        self,
        drafts: Drafts,
        run: Run,
        gathering: Run,
        dispatch: Dispatch,
        tell: Tell,
    ) -> None:
        self._drafts, self._run, self._gathering = drafts, run, gathering
        self._dispatch, self._tell = dispatch, tell
        self._executor = ThreadPoolExecutor(os.cpu_count() or 1)  # it reads PDFs
        self._items: list[tuple[PendingItem, ArxivId]] = []
        self._papers: dict[ArxivId, Future[Request | Outcome | None] | None] = {}
        self._has_stopped = False

    @property
    def stopped(self) -> str:
        return self._drafts.stopped

    def prepare(self, papers: Sequence[ArxivId]) -> None:
        """Take up what an earlier run has left, and make what the drafts share."""
        self._dispatch.require()
        self._dispatch.take_up()
        self._dispatch.look()
        self._dispatch.left.clear()  # what an earlier batch left is sent again
        self._drafts.prepare(papers)
        self._gathering.prepare(())

    def add(self, item: PendingItem, paper: ArxivId) -> Iterator[ItemOutcome]:
        """Fetch an item's paper, and have what a model would be asked put together."""
        self._items.append((item, paper))
        if paper not in self._papers:
            self._papers[paper] = None if self._has_stopped else self._begun(paper)
        yield from ()

    def _begun(self, paper: ArxivId) -> Future[Request | Outcome | None] | None:
        tell = with_name(str(paper), self._tell)
        try:
            self._run.fetch(paper, tell)
            return self._executor.submit(self._put_together, paper, tell)
        except StopRunError:
            self._has_stopped = True  # the ordinary way says why
        except SummarizeError:
            pass  # it is tried once more the ordinary way, which says why it fails
        return None

    def _put_together(self, paper: ArxivId, tell: Tell) -> Request | Outcome | None:
        """Give what a batch is to ask, what became of a paper that needs nothing, or None.

        None is for one that has to be drafted the ordinary way.
        """
        try:
            tried = self._gathering.begin(str(paper), paper, tell)
            outcome = tried.finished()
            return None if tried.stop else outcome
        except UnsentError as unsent:
            sent, most = unsent.sent, unsent.most
            request = BatchRequest(
                key=sent.key, paper=unsent.paper, tokens_in=most.sent, tokens_out=most.came
            )
            return Request(request, len(request_line(sent.key, sent.payload)))
        except NotByBatchError:
            return None

    def rest(self) -> Iterator[ItemOutcome]:
        """Send the batch, wait for it, and make the drafts."""
        found = {paper: one.result() if one else None for paper, one in self._papers.items()}
        asked = {paper: one for paper, one in found.items() if isinstance(one, Request)}
        self._dispatch.send(list(asked.values()))
        for item, paper in self._items:
            one = found[paper]
            if isinstance(one, Outcome):
                yield row_of(item, one)
            elif one is None:
                yield from self._drafts.add(item, paper)  # meanwhile
        if asked:
            self._dispatch.wait()
        for item, paper in self._items:
            if paper in asked:
                yield from self._drafted(item, paper, asked[paper].request.paper)
        yield from self._drafts.rest()

    def _drafted(self, item: PendingItem, paper: ArxivId, slug: str) -> Iterator[ItemOutcome]:
        if slug in self._dispatch.left:
            yield make_row(item, "failed", arxiv_id=paper, reason=self._dispatch.left[slug])
        else:
            yield from self._drafts.add(item, paper)
