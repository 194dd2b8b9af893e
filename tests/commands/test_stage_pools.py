"""Papers that go through the stages side by side."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import wait

import pytest

from pipeline.commands.stage_pools import StagePools
from pipeline.errors import StopRunError

FETCH, READ, DRAFT, CHECK = range(4)
CORES = os.cpu_count() or 1


class Counts:
    """How many papers are in each stage now, at most, and how many have begun it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now, self.most, self.begun = [0] * 4, [0] * 4, [0] * 4

    def enter(self, stage: int) -> None:
        with self.lock:
            self.now[stage] += 1
            self.begun[stage] += 1
            self.most[stage] = max(self.most[stage], self.now[stage])

    def leave(self, stage: int) -> None:
        with self.lock:
            self.now[stage] -= 1


class Paper:
    """Does what it is told in a stage, and is over after the last."""

    def __init__(self, counts: Counts, work: Callable[[int], None] = lambda _: None) -> None:
        self.counts, self.work, self.stage = counts, work, FETCH
        self.is_over = self.is_paid = False
        self.stop: StopRunError | None = None

    def go_on(self) -> None:
        self.counts.enter(self.stage)
        try:
            self.work(self.stage)
        except StopRunError as error:
            self.stop, self.is_over = error, True
        finally:
            self.counts.leave(self.stage)
        self.is_over = self.is_over or self.stage == CHECK
        self.stage += 1


def test_each_stage_has_as_many_papers_as_it_has_threads_for() -> None:
    counts = Counts()
    with StagePools(jobs=3) as pools:
        wait(
            [
                pools.add(Paper(counts, lambda stage: time.sleep(0.04 * (stage == DRAFT))))
                for _ in range(20)
            ]
        )
    assert counts.begun == [20] * 4
    assert counts.most[FETCH] == 1
    assert counts.most[READ] <= CORES
    assert counts.most[DRAFT] == 3


def test_no_place_at_the_model_is_held_while_a_draft_is_checked() -> None:
    counts, checked = Counts(), threading.Event()

    def work(stage: int) -> None:
        if stage == CHECK:
            assert checked.wait(10)
        if stage == DRAFT and counts.begun[DRAFT] == 3:
            checked.set()  # two others are being checked meanwhile

    with StagePools(jobs=1) as pools:
        for future in [pools.add(Paper(counts, work)) for _ in range(3)]:
            future.result(10)


def test_what_is_ready_waits_in_a_bounded_queue() -> None:
    counts, thought = Counts(), threading.Event()

    def think(stage: int) -> None:
        if stage == DRAFT:
            thought.wait(10)

    with StagePools(jobs=1) as pools:
        papers = [Paper(counts, think) for _ in range(50)]
        ended = [pools.add(one) for one in papers]
        time.sleep(0.3)
        assert counts.begun[READ] < 10 + 3 * CORES
        thought.set()
        wait(ended)
    assert all(one.is_over for one in papers)


def test_what_no_other_paper_can_pass_leaves_the_others_where_they_are() -> None:
    counts = Counts()

    def refused(stage: int) -> None:
        if stage == DRAFT:
            raise StopRunError("the key is wrong", "set another one")

    with StagePools(jobs=1) as pools:
        papers = [pools.add(Paper(counts, refused)).result for _ in range(20)]
        came = [result(10) for result in papers]
        late = pools.add(Paper(counts)).result(10)
        assert str(pools.stopped) == "the key is wrong: set another one"
    assert counts.begun[DRAFT] == 1
    assert [one.is_over for one in came].count(True) == 1
    assert late.stage == FETCH


def test_what_is_paid_for_when_the_run_stops_is_brought_to_its_end() -> None:
    drafting, refused = threading.Barrier(2), threading.Event()
    counts = Counts()

    def pays(stage: int) -> None:
        if stage == DRAFT:
            drafting.wait(10)
            assert refused.wait(10)
            paid.is_paid = True

    def is_refused(stage: int) -> None:
        if stage == DRAFT:
            drafting.wait(10)
            raise StopRunError("the key is wrong", "set another one")

    paid = Paper(counts, pays)
    with StagePools(jobs=2) as pools:
        ended = pools.add(paid)
        pools.add(Paper(counts, is_refused)).result(10)
        assert pools.stopped
        refused.set()
        assert ended.result(10).is_over


def test_a_defect_comes_out_where_the_paper_is_waited_for() -> None:
    def broken(stage: int) -> None:
        if stage == READ:
            raise ZeroDivisionError

    with StagePools(jobs=1) as pools:
        with pytest.raises(ZeroDivisionError):
            pools.add(Paper(Counts(), broken)).result(10)
        assert pools.add(Paper(Counts())).result(10).is_over


def test_what_is_left_waits_for_nobody_and_begins_nothing() -> None:
    counts, thought = Counts(), threading.Event()

    def think(_: int) -> None:
        thought.wait(10)

    with StagePools(jobs=1) as pools:
        for _ in range(9):
            pools.add(Paper(counts, think))
        start = time.monotonic()
    assert time.monotonic() - start < 1
    begun = sum(counts.begun)
    thought.set()
    time.sleep(0.1)
    assert sum(counts.begun) == begun
