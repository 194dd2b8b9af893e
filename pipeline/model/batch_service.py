"""A provider's batch service, as OpenAI's Batch API has it: files → batches → looked at → files.

What is sent is made within a day, for half the price
(https://developers.openai.com/api/docs/guides/batch). A batch carries a name of ours, by which it
is found again where nobody knows whether it has arrived.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline import credentials
from pipeline.errors import ServerFailedError, StopRunError, SummarizeError
from pipeline.model.error_body import told
from pipeline.model.server import LARGEST_BODY, Ask, ChatServer, RefusedError
from pipeline.model.troubles import (
    LONGEST_WAIT,
    RoomError,
    UnknownHereError,
    UnsupportedError,
    checked,
    meaning,
)
from pipeline.network import PassingError, Patience, retried

if TYPE_CHECKING:
    import openai

T = TypeVar("T")
R = TypeVar("R", bound="_Told")
MOST_REQUESTS = 50_000
LARGEST_FILE = 200_000_000
"""What a batch may have, and bytes of its file."""
ENDPOINT: Final = "/v1/chat/completions"
_NAME = "papers_daily"
"""Under which a batch's metadata has our name of it."""
_PAGE = 100
"""Batches or files that a server lists at a time, at most."""
_MOST_PAGES = 100
_NOTHING_THERE = (404, 405, 501)
"""The statuses of what a server does not have."""
_NO_COMPLETION = (PassingError, RoomError, UnknownHereError, UnsupportedError)
"""What stands in a completion's place, beside the errors that a person is told of."""
_SECONDS = 60.0
"""For an answer to what is no file."""
_FILE_SECONDS = 1800.0
"""For a file to go or come: 200 MB over a slow line."""
_LARGEST_ANSWER = 4 << 20
"""Bytes of an answer that is no file: a hundred batches, each with errors."""
_LARGEST_RESULTS = 2 << 30
"""Bytes of a file of results: some thousand for each of as many requests as there may be."""


class Counts(BaseModel):
    """How many requests of a batch have an answer, and how many have failed."""

    completed: int = 0
    failed: int = 0


class _Told(BaseModel):
    """What a server says of a thing of its own; fields that we do not know are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str


class BatchState(_Told):
    """What a server says of a batch; the fields are its own."""

    status: str
    metadata: dict[str, Any] | None = None
    request_counts: Counts | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    errors: Any = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status in ("completed", "failed", "expired", "cancelled")

    @property
    def trouble(self) -> str:
        """Why it was refused, in the server's words."""
        listed = self.errors.get("data") if isinstance(self.errors, dict) else self.errors
        first = listed[0] if isinstance(listed, list) and listed else None
        if not isinstance(first, dict):
            return ""
        where = f" (line {first['line']})" if first.get("line") else ""
        return credentials.words(str(first.get("message") or first.get("code") or "")) + where


class _File(_Told):
    filename: str = ""


class _Page(BaseModel):
    data: list[Any]
    has_more: bool | None = False


class Result(NamedTuple):
    """What came of one request: the body of its reply, or (None) why there is none."""

    key: str
    reply: str | None
    trouble: str


class NoServiceError(StopRunError):
    """The server has no batch service."""


class BatchRefusedError(StopRunError):
    """The server does not take a batch, or a file of one."""


class GoneError(StopRunError):
    """The server does not know a batch, or a file of one, that it has taken."""


class BatchService:
    """The batch service of a model's server.

    What passes is tried again, but for `begin`. Everything raises NoServiceError where the server
    has no such thing, StopRunError for a wrong key or an empty account, BatchRefusedError for any
    other refusal, and ServerFailedError where it cannot be reached.
    """

    def __init__(self, server: ChatServer) -> None:
        self._server = server

    def require(self) -> None:
        """Raise NoServiceError where the server has no batch service."""
        _tried(
            lambda: self._page(lambda client: client.batches.with_streaming_response.list(limit=1))
        )

    def upload(self, name: str, lines: IO[bytes]) -> str:
        """Upload the file of a batch, and give its identifier."""

        def once() -> str:
            lines.seek(0)
            raw = self._answer(
                lambda client: client.files.with_streaming_response.create(
                    file=(_file_name(name), lines, "application/jsonl"),
                    purpose="batch",
                    timeout=_FILE_SECONDS,
                ),
                _FILE_SECONDS,
            )
            return _read(_File, raw).id

        return _tried(once)

    def begin(self, name: str, file_id: str) -> BatchState:
        """Have a batch begin whose file has been uploaded; it is asked for once.

        Raises PassingError where it is not known whether that has arrived.
        """
        raw = self._answer(
            lambda client: client.batches.with_streaming_response.create(
                input_file_id=file_id,
                endpoint=ENDPOINT,
                completion_window="24h",
                metadata={_NAME: name},
                extra_headers={"Idempotency-Key": name},
                timeout=_SECONDS,
            )
        )
        return _read(BatchState, raw)

    def find(self, name: str) -> BatchState | None:
        """Give the batch of a name, None where none has arrived."""

        def ask(client: openai.OpenAI, after: str) -> Any:  # noqa: ANN401 - the SDK's
            listing = client.batches.with_streaming_response.list
            return listing(limit=_PAGE, extra_query=_behind(after))

        found = self._listed(BatchState, ask)
        return next((one for one in found if (one.metadata or {}).get(_NAME) == name), None)

    def find_file(self, name: str) -> str:
        """Give the identifier of a batch's file, empty where it has not arrived, or none is told.

        Some servers list no files, or give them names of their own: another upload costs nothing.
        """

        def ask(client: openai.OpenAI, after: str) -> Any:  # noqa: ANN401 - the SDK's
            listing = client.files.with_streaming_response.list
            return listing(purpose="batch", limit=_PAGE, extra_query=_behind(after))

        try:
            found = self._listed(_File, ask)
            return next((one.id for one in found if one.filename == _file_name(name)), "")
        except NoServiceError:
            return ""

    def look(self, batch_id: str) -> BatchState:
        """Give how far a batch is; raise GoneError where the server knows no such batch."""
        with _gone(f"the server knows no batch {batch_id!r}"):
            return _tried(
                lambda: _read(
                    BatchState,
                    self._answer(
                        lambda client: client.batches.with_streaming_response.retrieve(batch_id)
                    ),
                )
            )

    def results(self, file_id: str) -> Iterator[Result]:
        """Give what came of a batch's requests, of one of its two files, in the server's order.

        Raises GoneError where the server has no such file any more.
        """
        with tempfile.TemporaryFile() as file:

            def download() -> None:
                file.seek(0)
                file.truncate()
                file.writelines(
                    self._pieces(
                        lambda client: client.files.with_streaming_response.content(file_id),
                        _FILE_SECONDS,
                        _LARGEST_RESULTS,
                    )
                )

            with _gone(f"the server has no file {file_id!r} any more"):
                _tried(download)
            file.seek(0)
            while line := file.readline(LARGEST_BODY):
                if (result := _result(line)) is not None:
                    yield result

    # ── requests ──

    def _listed(self, record: type[R], ask: Callable[..., Any]) -> Iterator[R]:
        """Give what a server lists, page by page."""

        def once(after: str) -> tuple[list[R], bool]:
            page = self._page(partial(ask, after=after))
            return [_read(record, json.dumps(one)) for one in page.data], bool(page.has_more)

        after = ""
        for _ in range(_MOST_PAGES):
            rows, has_more = _tried(partial(once, after))
            yield from rows
            if not rows or not has_more:
                return
            after = rows[-1].id

    def _page(self, ask: Ask) -> _Page:
        try:
            return _Page.model_validate_json(self._answer(ask))
        except ValidationError as error:
            raise self._no_service("") from error  # some servers have something at any address

    def _answer(self, ask: Ask, seconds: float = _SECONDS) -> str:
        body = b"".join(self._pieces(ask, seconds, _LARGEST_ANSWER))
        return credentials.scrubbed_json(body.decode("utf-8", "replace"))

    def _pieces(self, ask: Ask, seconds: float, most: int) -> Iterator[bytes]:
        try:
            yield from self._server.pieces(ask, seconds, most)
        except RefusedError as error:
            said = error.said
            if said.status in _NOTHING_THERE:
                raise self._no_service(said.aside) from error
            why = meaning(said)
            if isinstance(why, StopRunError | PassingError):
                raise why from error
            raise BatchRefusedError(
                f"the model's server refuses the batch{said.aside}",
                "run it again without --batch, or with --limit for a smaller one",
            ) from error

    def _no_service(self, aside: str) -> NoServiceError:
        return NoServiceError(
            f"the model's server at {self._server.address} has no batch service{aside}",
            "run it without --batch",
        )


def _tried(call: Callable[[], T]) -> T:
    def give_up(error: PassingError, how: str) -> Exception:
        said = f"the model's server {error.message}{how}"
        return ServerFailedError(said, error.hint, error.status)

    return retried(call, Patience(1.0, LONGEST_WAIT), give_up)


@contextlib.contextmanager
def _gone(message: str) -> Iterator[None]:
    """Have "nothing is there" mean that a thing is gone."""
    try:
        yield
    except NoServiceError as error:
        raise GoneError(message, "use the key and the account that it was sent with") from error


def _read(record: type[R], raw: str) -> R:
    """Read what a server says; raise PassingError where it says something else."""
    try:
        return record.model_validate_json(raw)
    except ValidationError as error:
        said = "answered with something else than was asked for"
        raise PassingError(said, "run it again later, or without --batch", tries=1) from error


def _behind(after: str) -> dict[str, object]:
    """Give what asks for the page behind a thing that was listed; nothing for the first page."""
    return {"after": after} if after else {}


def _file_name(name: str) -> str:
    return f"papers-daily-{name}.jsonl"


def request_line(key: str, payload: dict[str, Any]) -> bytes:
    """Give the line of a batch's file that asks for one reply."""
    asked = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": payload}
    return json.dumps(asked).encode() + b"\n"


def _result(line: bytes) -> Result | None:
    """Read a line of results, None where it is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    key = value.get("custom_id") if isinstance(value, dict) else None
    if not isinstance(key, str):
        return None
    response = value.get("response")
    response = response if isinstance(response, dict) else {}
    body = credentials.scrubbed_json(json.dumps(response.get("body"), ensure_ascii=False))
    status = response.get("status_code")
    if status == 200:
        try:
            return Result(key, checked(body), "")
        except (*_NO_COMPLETION, SummarizeError) as error:
            return Result(key, None, str(error))
    said = json.dumps([value.get("error"), response.get("body")])
    words = told(status if isinstance(status, int) else 0, {}, said).words
    return Result(key, None, words or "no reply")
