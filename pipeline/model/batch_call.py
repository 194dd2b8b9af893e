"""A model whose calls are to go by batch: what would be sent is put together, and nothing is asked.

The request and the key of its reply are those of an ordinary call, so that a draft is the same
whichever way its reply has come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel

from pipeline.model.ask import Model, MostTokens
from pipeline.model.tokens import Message
from pipeline.records.batch import Sent
from pipeline.records.draft import Draft

R = TypeVar("R", bound=BaseModel)


class UnsentError(Exception):
    """A request has been put together that a batch is to send; it ends the drafting.

    `paper` is whose it is, and `most` how many tokens it may take.
    """

    def __init__(self, sent: Sent, paper: str, most: MostTokens) -> None:
        super().__init__()
        self.sent, self.paper, self.most = sent, paper, most


class NotByBatchError(Exception):
    """What is asked for depends on another reply; it ends the drafting."""


class Unsent(Model):
    """A model that is asked for nothing: a draft's first request ends in UnsentError.

    Where its reply is kept, the drafting goes on with it. Anything but a draft in one call raises
    NotByBatchError: notes of a paper's parts, a second reading, a correction.
    """

    def ask(
        self,
        record: type[R],
        messages: Sequence[Message],
        correction: str,
        wish: Callable[[R], str] = lambda _: "",
    ) -> R:
        """Give the record of a reply that is kept."""
        if not issubclass(record, Draft):
            raise NotByBatchError
        return super().ask(record, messages, correction, wish)

    def _pay(self, key: str, payload: dict[str, Any], most: MostTokens) -> NoReturn:
        if any(one["role"] == "assistant" for one in payload["messages"]):
            raise NotByBatchError
        raise UnsentError(Sent(key=key, payload=payload), self._paper, most)
