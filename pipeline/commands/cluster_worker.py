"""What a worker of a cluster does: one stage of one paper, whose files are in the output folder.

A worker has its settings from the run, and its keys from its own environment: neither a key nor
what is in a paper is in what Dask carries.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from distributed import Scheduler, Worker, WorkerPlugin, get_worker
from distributed.utils import sync

from pipeline import credentials
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.cluster_task import Failed, Given, StageEnd, Task
from pipeline.commands.one_paper import Bill, OnePaper, Read, Tell
from pipeline.commands.sources import Found
from pipeline.commands.summarize import Run
from pipeline.errors import InBatchError, StopRunError, SummarizeError
from pipeline.model.cost import Budget
from pipeline.records.paper import Paper
from pipeline.store.output_folder import Store

_NOBODY_COUNTS = (OSError, ValueError, KeyError, AttributeError)
"""How it shows that the scheduler has no purse of a run, or is gone."""
_NOT_READY = (
    "a worker was not made ready for the run",
    "its log says why; start it anew, and run the same command again",
)


class OfRun(WorkerPlugin):
    """What a worker keeps for a run, from when the run or the worker begins to when one ends."""

    def __init__(self, given: Given) -> None:
        self.name, self._given = given.name, given

    def setup(self, worker: Worker) -> None:
        """Make ready for the run's tasks; raise StopRunError where this worker cannot do them."""
        del worker
        self._lock, self._run, self._is_ready = threading.Lock(), None, False
        self._at_work, self._is_over = 0, False
        self._refusal: StopRunError | None = None
        try:
            self._run = self._made()
        except SummarizeError as error:
            # of a worker that comes later, its first task says so
            self._refusal = StopRunError(error.message, error.hint)
            raise self._refusal from error

    def _made(self) -> Run:
        given, folder = self._given, Path(self._given.folder)
        found = given.settings_here()
        given.require_usable(found)
        store = Store(folder / found.output, _machine())
        budget = SharedBudget(found.max_cost, partial(_ask_from_worker, given.name))
        model = ChosenModel(found, store, fresh=given.fresh, budget=budget)
        return Run(
            found, folder, fresh=given.fresh, anyway=given.anyway, today=given.today, model=model
        )

    @property
    def run(self) -> Run:
        """The run, with what its tasks share; raise SummarizeError where it cannot be had."""
        if self._run is None:
            raise self._refusal or StopRunError(*_NOT_READY)
        with self._lock:
            if not self._is_ready:
                self._run.prepare(())
            self._is_ready = True
        return self._run

    @contextlib.contextmanager
    def at_work(self) -> Iterator[Run]:
        """Give the run to a task, which ends what it has begun also where the run is over."""
        run = self.run
        with self._lock:
            self._at_work += 1
        try:
            yield run
        finally:
            self._let_go(done=1)

    def teardown(self, worker: Worker) -> None:
        """Give up the run's connections, as soon as no task needs them."""
        del worker
        self._is_over = True
        self._let_go(done=0)

    def _let_go(self, *, done: int) -> None:
        with self._lock:
            self._at_work -= done
            if self._run and self._is_over and not self._at_work:
                self._run.__exit__()


def do(name: str, task: Task) -> StageEnd:
    """Do a stage of a paper for the run of this name, and say how it ended."""
    worker = get_worker()

    def tell(stage: str, words: str) -> None:
        worker.log_event(name, (task.slug, stage, credentials.scrubbed(words)))

    bill = Bill()
    try:
        plugin = worker.plugins.get(name)
        if not isinstance(plugin, OfRun):
            raise StopRunError(*_NOT_READY)
        with plugin.at_work() as run:
            outcome = _StageOf(run, task, bill, tell).end()
    except SummarizeError as error:
        failed: Failed = "paper"
        if isinstance(error, StopRunError):
            failed = "run"
        elif isinstance(error, InBatchError):
            failed = "batch"
        said = (credentials.scrubbed(error.message), credentials.scrubbed(error.hint))
        return StageEnd(bill.calls, bill.cost, None, failed, *said)
    return StageEnd(bill.calls, bill.cost, outcome)


class _StageOf:
    """A stage of a paper, which finds in its folder what the stages before it have made."""

    def __init__(self, run: Run, task: Task, bill: Bill, tell: Tell) -> None:
        self._run, self._task = run, task
        folder = run.store.folder(task.slug)
        source = Path(task.source) if task.source else None
        self._found = Found(folder, folder.read(Paper, "paper.json"), "draft", source)
        self._one: OnePaper = run.work_on(self._found, bill, tell)

    def end(self) -> str | None:
        """Do it; give what became of the paper, as JSON, where it is the last one."""
        read = self._one.read(self._found.paper, self._found.source)
        if self._task.stage == "draft":
            self._one.draft(read)
        return self._finished(read) if self._task.stage == "finish" else None

    def _finished(self, read: Read) -> str:
        # not made once more: a run that is to draft anew has done so
        drafted = self._one.kept_draft() or self._one.draft(read)
        made = self._one.finish(read, drafted)
        return self._run.drafted(self._task.asked, self._found, made).model_dump_json()


class SharedBudget(Budget):
    """What a run may spend on all workers and where it was started; the scheduler keeps the sum.

    `ask` has the scheduler do something. What a worker has set aside that died stays set aside: its
    call may have been paid.
    """

    def __init__(self, limit: float | None, ask: Callable[..., Any]) -> None:
        super().__init__(limit)
        self._has_limit, self._ask = limit is not None, ask

    def reserve(self, worst: float | None) -> float:
        """Set aside the worst case of a call, as `Budget.reserve` does."""
        if not self._has_limit:
            return 0.0
        try:
            found = self._ask("reserve", worst=worst)
        except _NOBODY_COUNTS as error:
            raise StopRunError(
                "the run has ended that this call was for", "start it again"
            ) from error
        if isinstance(found, (list, tuple)):
            raise StopRunError(*found)
        return float(found)

    def settle(self, reserved: float, cost: float | None) -> None:
        """Replace what was set aside for a call by its price; of a run that is over, nothing."""
        with contextlib.suppress(*_NOBODY_COUNTS):
            if self._has_limit:
                self._ask("settle", reserved=reserved, cost=cost)


def _ask_from_worker(name: str, what: str, **given: float | None) -> Any:  # noqa: ANN401 - as it says
    """Have the scheduler do something with a run's purse, from within a task."""
    worker = get_worker()
    return sync(worker.loop, getattr(worker.scheduler, of_purse(name, what)), **given)


def open_purse(name: str, limit: float | None, dask_scheduler: Scheduler) -> None:
    """Have the scheduler keep what a run spends, in USD.

    It does one thing at a time, so that no lock is needed that a worker could die with.
    """
    budget = Budget(limit)

    def reserve(worst: float | None) -> float | list[str]:
        try:
            return budget.reserve(worst)
        except StopRunError as error:
            return [error.message, error.hint]

    dask_scheduler.handlers[of_purse(name, "reserve")] = reserve
    dask_scheduler.handlers[of_purse(name, "settle")] = budget.settle


def close_purse(name: str, dask_scheduler: Scheduler) -> None:
    """Have the scheduler forget what a run has spent."""
    for what in ("reserve", "settle"):
        dask_scheduler.handlers.pop(of_purse(name, what), None)


def of_purse(name: str, what: str) -> str:
    """Give what the scheduler calls something that it does with a run's purse."""
    return f"{name}-{what}"


def _machine() -> str:
    """Give this machine's name, as a part of a file's."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", os.uname().nodename)[:60] or "worker"
