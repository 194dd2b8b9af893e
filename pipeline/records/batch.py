"""What is kept of a batch: calls to a model that its provider makes within a day."""

from __future__ import annotations

from typing import Any

from pipeline.records.call import Kept


class Sent(Kept):
    """A paper's first request as it was put together for a batch, and the key of its reply."""

    key: str
    payload: dict[str, Any]


class BatchRequest(Kept):
    """One request of a batch: the key of its reply, which is its `custom_id`, and its paper.

    `tokens_in` and `tokens_out` are how many it may take at most.
    """

    key: str
    paper: str
    tokens_in: int
    tokens_out: int


class Batch(Kept):
    """A batch from the moment when it is about to be sent until its replies are kept.

    `name` is ours, and goes along with it; `at` is when that was, `asked_at` when the server was
    asked to begin, empty before that (UTC, in ISO form). `file_id` and `batch_id` are the server's,
    empty where it has not answered; `state` and the counts are what it said last.
    """

    name: str
    at: str
    server: str
    model: str
    requests: tuple[BatchRequest, ...]
    file_id: str = ""
    asked_at: str = ""
    batch_id: str = ""
    state: str = ""
    answered: int = 0
    failed: int = 0

    @property
    def progress(self) -> str:
        """How far it is, for people."""
        count = len(self.requests)
        batch = f"a batch of {count} draft{'s' * (count != 1)}"
        if not self.batch_id:
            return f"{batch} that has not been sent to its end"
        failed = f", {self.failed} failed" if self.failed else ""
        state = self.state.replace("_", " ")
        return f"{batch}: {state}, {self.answered} answered{failed}"
