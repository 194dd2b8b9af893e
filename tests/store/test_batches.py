"""The batches that are under way, a file each."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import StopRunError
from pipeline.records.batch import Batch, BatchRequest
from pipeline.store.batches import Batches

BATCH = Batch(
    name="b",
    at="2026-01-02T00:00:00.000+00:00",
    server="s",
    model="m",
    requests=(BatchRequest(key="k", paper="p", tokens_in=1, tokens_out=2),),
)


def test_what_is_under_way_is_known_until_it_is_done_with_the_oldest_first(tmp_path: Path) -> None:
    batches = Batches(tmp_path)
    assert batches.under_way() == []
    newer = batches.write(BATCH)
    older = batches.write(BATCH.model_copy(update={"name": "c", "at": "2026-01-01T00:00:00.000"}))
    assert Batches(tmp_path).under_way() == [older, newer]
    batches.remove(older)
    batches.remove(older)
    assert (batches.is_under_way(older), batches.is_under_way(newer)) == (False, True)
    assert batches.under_way() == [newer]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"name": "b"}'])
def test_a_damaged_one_stops_the_run_that_would_pay_again(tmp_path: Path, damage: bytes) -> None:
    batches = Batches(tmp_path)
    batches.write(BATCH)
    (tmp_path / "batches" / "b.json").write_bytes(damage)
    with pytest.raises(StopRunError, match="damaged, and says which papers are in a batch"):
        batches.under_way()


def test_how_far_one_is_is_said_for_people() -> None:
    assert BATCH.progress == "a batch of 1 draft that has not been sent to its end"
    heard = {"batch_id": "x", "state": "in_progress", "answered": 3, "requests": BATCH.requests * 5}
    assert BATCH.model_copy(update=heard).progress == "a batch of 5 drafts: in progress, 3 answered"
    failed = BATCH.model_copy(update=heard | {"state": "finalizing", "failed": 2})
    assert failed.progress == "a batch of 5 drafts: finalizing, 3 answered, 2 failed"
