"""Several papers in work at once: each stage has threads of its own, and a bounded queue.

arXiv is asked one thing at a time, as many PDFs are read as there are cores, and up to `jobs`
papers are with the model. A paper takes a thread for a stage and gives it back, so that no place at
the model is held while a PDF is read or a draft is checked. A full queue holds up the stage before
it: a long list takes no more memory than a short one, and little is read in vain where a run stops.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from pipeline.commands.one_paper import Tell
from pipeline.errors import StopRunError
from pipeline.network import NO_THREADS


class OnItsWay(Protocol):
    """A paper that is taken through the stages; `stop` is why no other paper can do better."""

    @property
    def is_over(self) -> bool:
        """Whether it is known what became of it."""

    @property
    def is_paid(self) -> bool:
        """Whether a model has been paid for it."""

    @property
    def stop(self) -> StopRunError | None:
        """Why the run is to stop, if it is."""

    def go_on(self) -> None:
        """Take it through its next stage."""


T = TypeVar("T", bound=OnItsWay)


class StagePools:
    """The threads of a run over several papers.

    `stopped` is why no other paper can do better, None for as long as one can: what is in no stage
    then, and has cost nothing, is not gone on with. `cores` are those that read PDFs, this
    machine's if not given.
    """

    def __init__(self, jobs: int, cores: int | None = None) -> None:
        cores = cores or os.cpu_count() or 1
        self._fetching = _Pool(1)
        self._others = (
            _Pool(cores, waiting=cores),  # reading
            _Pool(
                jobs, waiting=jobs
            ),  # drafting: as many stand ready as may come to an end at once
            # checking: threads beside the cores' own may wait for a second reading by the model
            _Pool(jobs + cores, waiting=jobs),
        )
        self.stopped: StopRunError | None = None

    def __enter__(self) -> StagePools:
        return self

    def __exit__(self, *_: object) -> None:
        """Begin no further stage; do not wait for those that are under way."""
        for pool in (self._fetching, *self._others):
            pool.close()

    def add(self, one: T) -> Future[T]:
        """Take a paper; its future has it again when it is over, or the run has stopped."""
        ended: Future[T] = Future()
        self._go_on(one, ended, iter((self._fetching, *self._others)))
        return ended

    def _go_on(self, one: T, ended: Future[T], pools: Iterator[_Pool]) -> None:
        pool = next(pools, None)
        if pool is None or one.is_over or (self.stopped and not one.is_paid):
            ended.set_result(one)
            return
        try:
            stage = pool.submit(partial(self._stage, one))
        except RuntimeError:
            self.stopped = self.stopped or StopRunError(*NO_THREADS)
            ended.set_result(one)
        else:
            stage.add_done_callback(partial(self._went, one, ended, pools))

    def _stage(self, one: T) -> None:
        if not self.stopped or one.is_paid:
            one.go_on()
            self.stopped = self.stopped or one.stop

    def _went(self, one: T, ended: Future[T], pools: Iterator[_Pool], stage: Future[None]) -> None:
        if stage.cancelled():
            ended.cancel()
        elif error := stage.exception():
            ended.set_exception(error)
        else:
            self._go_on(one, ended, pools)


class _Pool:
    """Threads, and a queue in front of them that takes `waiting` more, or any number for None."""

    def __init__(self, threads: int, *, waiting: int | None = None) -> None:
        self._executor = ThreadPoolExecutor(threads)
        self._places = None if waiting is None else threading.Semaphore(threads + waiting)

    def submit(self, work: Callable[[], None]) -> Future[None]:
        """Have a thread do some work; wait for a place in the queue first."""
        places = self._places
        if places is None:
            return self._executor.submit(work)
        places.acquire()
        future = self._executor.submit(work)
        future.add_done_callback(lambda _: places.release())
        return future

    def close(self) -> None:
        """Drop what waits in the queue, and take nothing more."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def with_name(text: str, tell: Tell) -> Tell:
    """Give what tells of one of several papers that are in work at once."""
    return lambda stage, words: tell(stage, f"{text}: {words}")
