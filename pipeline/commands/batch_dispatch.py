"""The batches of a run: sent once, waited for, and their replies kept, each once.

How far a batch has come is written down before each step. Whoever is killed between asking the
server and hearing from it leaves a batch of which nobody knows whether it has arrived: the next run
looks for it among the server's batches, by our name of it, before it sends it again.
"""

from __future__ import annotations

import contextlib
import datetime
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from typing import IO, NamedTuple

from pipeline import credentials
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.one_paper import SENT, Tell
from pipeline.commands.progress import MIND
from pipeline.errors import ServerFailedError, StopRunError, SummarizeError, UsageError
from pipeline.model.ask import MostTokens, usage_of
from pipeline.model.batch_service import (
    LARGEST_FILE,
    MOST_REQUESTS,
    BatchRefusedError,
    BatchService,
    BatchState,
    GoneError,
    NoServiceError,
    Result,
    request_line,
)
from pipeline.model.cost import BATCH_SHARE
from pipeline.model.server import ChatServer
from pipeline.network import PassingError
from pipeline.records.batch import Batch, BatchRequest, Sent
from pipeline.records.call import Call
from pipeline.store.output_folder import Store

_TRIES = 3
"""How often a batch is asked for whose request breaks off, and which has not arrived."""
_SETTLED = 10.0
"""Seconds after which a request that broke off has arrived, or never will."""
_LOOK_AGAIN = 2.0
"""Seconds between two looks whether it has."""
_LONGEST_SILENCE = 3600.0
"""Seconds that a server may not be reached while a batch is waited for: a computer may sleep."""


class Request(NamedTuple):
    """What a batch is to ask for one paper, and the bytes of its line."""

    request: BatchRequest
    size: int


class Dispatch:
    """The batches of an output folder that its model's server has, or is to have.

    `interval` is the time between two looks at one, in seconds. `left` says of papers, by their
    slugs, why there is nothing for them, where they are not to be asked for by themselves either.
    Raises UsageError where a command is the model.
    """

    def __init__(self, store: Store, chosen: ChosenModel, tell: Tell, interval: float) -> None:
        server = chosen.server
        if not isinstance(server, ChatServer):
            raise UsageError("a command has no batch service", "run it without --batch")
        self._service, self._server = BatchService(server), server.address
        self._store, self._chosen, self._interval = store, chosen, interval
        self._tell = partial(tell, "batch")
        self._mind = partial(tell, MIND)
        self._reserved: dict[str, float] = {}
        self.left: dict[str, str] = {}

    def require(self) -> None:
        """Raise NoServiceError where the server has no batch service."""
        self._service.require()

    def under_way(self) -> list[Batch]:
        """Give the batches that this server has, or may have."""
        return [one for one in self._store.batches.under_way() if one.server == self._server]

    # ── sent ──

    def send(self, requests: Sequence[Request]) -> None:
        """Send what is under way in no batch yet, as far as it may be paid for, in batches."""
        with self._store.batches.alone(self._tell):
            here = {one.key for batch in self._store.batches.under_way() for one in batch.requests}
            new = {
                one.request.key: one
                for one in requests
                if one.request.key not in here and not self._store.replies.has(one.request.key)
            }
            for part in parts(self._affordable(list(new.values()))):
                batch = Batch(
                    name=secrets.token_hex(16),
                    at=_now(),
                    server=self._server,
                    model=self._chosen.name,
                    requests=tuple(part),
                )
                self._submit(self._store.batches.write(batch), is_new=True)

    def _affordable(self, requests: list[Request]) -> list[Request]:
        """Give the requests that the run may pay for, and set their cost aside."""
        prices = self._chosen.prices(self._chosen.name)
        total: float | None = 0.0
        for number, one in enumerate(requests):
            usual = prices.of(one.request.tokens_in, one.request.tokens_out)
            worst = None if usual is None else usual * BATCH_SHARE
            try:
                self._reserved[one.request.key] = self._chosen.budget.reserve(worst)
            except StopRunError as error:
                self.left |= {rest.request.paper: str(error) for rest in requests[number:]}
                requests = requests[:number]
                break
            total = None if total is None or worst is None else total + worst
        if requests:
            most = "at a price that is not known" if total is None else f"at most {total:.4f} USD"
            self._mind(
                f"{_drafts(len(requests))} by {self._chosen.name} in a batch, {most}, half the "
                "usual price; done within a day"
            )
        return requests

    def take_up(self) -> None:
        """Send to its end what an earlier run has begun to send."""
        if all(batch.batch_id for batch in self.under_way()):
            return
        with self._store.batches.alone(self._tell):
            for batch in self.under_way():
                if not batch.batch_id:
                    self._submit(batch, is_new=False)

    def drop_unsent(self) -> None:
        """Be done with what an earlier run has begun to send and has not sent."""
        with self._store.batches.alone(self._tell):
            for batch in self.under_way():
                if not batch.batch_id and (not batch.asked_at or not self._arrived(batch)):
                    self._store.batches.remove(batch)
                    self._mind(f"{batch.progress} is given up: its papers are asked for one by one")

    def _submit(self, batch: Batch, *, is_new: bool) -> None:
        """Send a batch as far as it has not been sent; forget one that the server refuses."""
        if not batch.file_id:
            batch = self._uploaded(batch, is_new=is_new)
        if not batch.requests:
            self._mind("nothing is left to send of a batch: its papers are drafted or set aside")
            self._store.batches.remove(batch)
            return
        for _ in range(_TRIES):
            if batch.asked_at and self._arrived(batch):
                return
            batch = self._store.batches.write(batch.model_copy(update={"asked_at": _now()}))
            try:
                with self._forgotten_if_refused(batch):
                    self._note(batch, self._service.begin(batch.name, batch.file_id))
            except PassingError as error:
                self._tell(f"the server {error.message}: looking whether the batch has arrived")
            else:
                return
        raise ServerFailedError(
            "the model's server does not take the batch", "run it again: nothing is lost", None
        )

    @contextlib.contextmanager
    def _forgotten_if_refused(self, batch: Batch) -> Iterator[None]:
        try:
            yield
        except (BatchRefusedError, NoServiceError):
            self._store.batches.remove(batch)
            raise

    def _arrived(self, batch: Batch) -> bool:
        """Tell whether a batch that was asked for is there; wait until that can be told."""
        while True:
            found = self._service.find(batch.name)
            if found:
                self._note(batch, found)
                return True
            asked = datetime.datetime.fromisoformat(batch.asked_at).timestamp()
            left = _SETTLED - (time.time() - asked)
            if not 0 < left <= _SETTLED:
                return False
            self._tell("looking whether a batch has arrived")
            time.sleep(min(left, _LOOK_AGAIN))

    def _uploaded(self, batch: Batch, *, is_new: bool) -> Batch:
        """Upload a batch's file, as far as it has not arrived, and give the batch with it.

        The batch is without the requests that nobody wants any more.
        """
        file_id = "" if is_new else self._service.find_file(batch.name)
        if not file_id:
            with tempfile.TemporaryFile() as file:
                kept = tuple(one for one in batch.requests if self._write_line(one, file))
                for one in set(batch.requests).difference(kept):
                    self._settle(one, None)
                batch = batch.model_copy(update={"requests": kept})
                if not kept:
                    return batch
                self._tell(f"uploading {_drafts(len(kept))}")
                with self._forgotten_if_refused(batch):
                    file_id = self._service.upload(batch.name, file)
        return self._store.batches.write(batch.model_copy(update={"file_id": file_id}))

    def _write_line(self, request: BatchRequest, file: IO[bytes]) -> bool:
        """Write the line of a request; False where nobody wants it sent any more.

        Its paper has been set aside, or another run has had it drafted by itself. One that is just
        being drafted is waited for: whoever begins now finds it in this batch.
        """
        folder = self._store.folder(request.paper)
        if not folder.path.is_dir():
            return False
        try:
            with self._store.locked(folder, self._tell):
                sent = folder.read(Sent, SENT)
        except StopRunError:
            raise
        except SummarizeError:
            return False  # moved at this moment, or in work for longer than is waited
        if sent is None or sent.key != request.key or self._store.replies.has(request.key):
            return False
        file.write(request_line(sent.key, sent.payload))
        return True

    def _settle(self, request: BatchRequest, cost: float | None) -> None:
        """Replace what this run has set aside for a request by its price."""
        if request.key in self._reserved:
            self._chosen.budget.settle(self._reserved.pop(request.key), cost)

    # ── waited for ──

    def wait(self) -> None:
        """Wait until every batch has ended, and keep what came of it.

        Raises ServerFailedError where the server is silent for too long.
        """
        silent, trouble = time.monotonic(), ""
        for number in count():
            try:
                self.take_up()  # what another run was killed over
                self.look()
            except ServerFailedError as error:
                if time.monotonic() - silent > _LONGEST_SILENCE:
                    raise
                if trouble != error.message:
                    trouble = error.message
                    self._tell(f"{trouble}; it is asked again")
            else:
                silent, trouble = time.monotonic(), ""
            if not self.under_way():
                return
            if number == 0:
                self._mind(
                    f"asked every {self._interval:g} s whether it is done; leave it (Ctrl-C) as "
                    "you like, the next run goes on"
                )
            time.sleep(self._interval)

    def look(self) -> None:
        """Look once how far the batches are, and keep what came of those that have ended."""
        for batch in self.under_way():
            if not batch.batch_id:
                continue
            try:
                state = self._service.look(batch.batch_id)
            except GoneError as error:
                where = self._store.batches.folder / f"{batch.name}.json"
                hint = f"{error.hint}, or delete {str(where)!r} to have its papers asked for again"
                raise StopRunError(error.message, hint) from error
            self._note(batch, state)
            if state.has_ended:
                self._end(batch, state)

    def _note(self, batch: Batch, state: BatchState) -> None:
        """Keep and tell how far a batch is, where that has changed."""
        counts = state.request_counts
        now = batch.model_copy(
            update={
                "batch_id": state.id,
                "state": credentials.words(state.status),
                "answered": counts.completed if counts else 0,
                "failed": counts.failed if counts else 0,
            }
        )
        if now != batch:
            self._store.batches.write(now)
            self._tell(now.progress)

    # ── ended ──

    def _end(self, batch: Batch, state: BatchState) -> None:
        """Keep the replies of a batch that has ended, and be done with it."""
        with self._store.batches.alone(self._tell):
            if not self._store.batches.is_under_way(batch):
                return  # another run was first
            troubles: Counter[str] = Counter()
            costs: dict[str, float | None] = {}
            requests = {one.key: one for one in batch.requests}
            for result in self._results(state):
                if result.key not in requests or result.key in costs:
                    continue  # nobody has asked for it, or it is there
                if result.reply is None:
                    troubles[result.trouble] += 1
                else:
                    costs[result.key] = self._kept(batch, requests[result.key], result.reply)
            lacking = [one for one in batch.requests if one.key not in costs]
            for one in batch.requests:
                self._settle(one, costs.get(one.key))
            if state.status in ("failed", "cancelled"):
                why = _why(state)
                self.left |= dict.fromkeys((one.paper for one in lacking), why)
            self._store.batches.remove(batch)
        self._mind(_came(batch, state, costs, lacking, troubles))

    def _results(self, state: BatchState) -> Iterator[Result]:
        for file_id in (state.output_file_id, state.error_file_id):
            try:
                yield from self._service.results(file_id) if file_id else ()
            except GoneError as error:
                self._mind(error.message)

    def _kept(self, batch: Batch, request: BatchRequest, reply: str) -> float | None:
        """Keep a reply as any that was paid for; note and give what it cost."""
        call = Call(
            reply=reply,
            at=_now(),
            paper=request.paper,
            model=batch.model,
            server=batch.server,
            batch=batch.name,
        )
        kept = self._store.replies.kept_or_made(request.key, lambda: call)
        most = MostTokens(request.tokens_in, request.tokens_out)
        usage = usage_of(request.key, kept, most, self._chosen.prices(batch.model))
        self._store.replies.note_usage(usage)
        return usage.cost


def parts(requests: Sequence[Request]) -> Iterator[list[BatchRequest]]:
    """Cut requests into batches that the service takes."""
    part: list[BatchRequest] = []
    size = 0
    for one in requests:
        if part and (len(part) == MOST_REQUESTS or size + one.size > LARGEST_FILE):
            yield part
            part, size = [], 0
        part.append(one.request)
        size += one.size
    if part:
        yield part


def _why(state: BatchState) -> str:
    """Say why there is nothing for a paper of a batch that has come to nothing."""
    if state.status == "cancelled":
        said = "its batch was cancelled"
    else:
        said = f"the service refused its batch ({state.trouble or 'it did not say why'})"
    return f"{said}: run it again, with --limit for a smaller batch, or without --batch"


def _came(
    batch: Batch,
    state: BatchState,
    costs: dict[str, float | None],
    lacking: Sequence[BatchRequest],
    troubles: Counter[str],
) -> str:
    """Say what came of a batch."""
    known = [cost for cost in costs.values() if cost is not None]
    cost = f"{sum(known):.4f} USD" if len(known) == len(costs) else "cost unknown"
    words = f"{len(costs)} of {len(batch.requests)} answers came{f', {cost}' if costs else ''}"
    if lacking:
        most = troubles.most_common(1)
        why = most[0][0] if most else state.trouble or f"the batch is {state.status}"
        words += f"; {len(lacking)} did not ({why})"
    return words


def _drafts(number: int) -> str:
    return f"{number} draft{'s' * (number != 1)}"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
