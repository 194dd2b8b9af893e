"""One exchange with an OpenAI-compatible server: send, wait, try again what can pass.

The `openai` package carries the request; its own retries are off, because one policy must know the
deadline, the server's Retry-After and which troubles pass (`troubles` names them). The body is read
as raw bytes under our own limit: what a server sends with status 200 may be an error, a web page or
half an answer, and what was paid for is kept just as it came, but for the credentials that a server
repeats.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field

from pipeline import credentials
from pipeline.errors import ServerFailedError, StopRunError, SummarizeError
from pipeline.model.troubles import TRIES_WHEN_FAILING, checked, named
from pipeline.network import (
    PassingError,
    Patience,
    TooLargeError,
    bounded,
    is_loopback,
    retried,
    within,
)
from pipeline.records.record import Record

if TYPE_CHECKING:
    import httpx2
    import openai

OPENAI_URL = "https://api.openai.com/v1"
LONGEST_WAIT = 120.0
"""Seconds: a server that asks for more patience than this gets an end instead."""
LARGEST_BODY = 1 << 20
"""Bytes: the longest answer that is asked for takes a tenth of it, thoughts included."""
LARGEST_LIST = 8 << 20
"""Bytes: brokers list hundreds of models, each with a page about it."""
LARGEST_REFUSAL = 64 << 10
"""Bytes of a refusal that are read: its words are at its start."""
LARGEST_COUNT = 10**9
"""Tokens: a server that counts more counts nonsense."""
TRIES_WHEN_SILENT = 2
"""In all: each takes the whole time-out."""
LIST_SECONDS = 10.0
"""For the list of models, on which nothing depends."""
_SPARE = 1.0
"""Seconds for the library's own time-out to speak before ours."""
_AGAIN = "run it again: what was answered is kept"


class Reply(Record):
    """What a chat completion says, as far as we need it.

    Token counts are the server's own, None where it gave none.
    """

    content: str = ""
    refusal: str = ""
    finish: str = ""
    tokens_in: int | None = Field(None, ge=0)
    tokens_out: int | None = Field(None, ge=0)


class ChatServer:
    """A model's server.

    Thread-safe; `timeout` is in seconds for a whole answer, `at_once` bounds the calls under way,
    `patience` is the first wait between tries, in seconds. `address` is where it is, without
    credentials.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        timeout: float,
        at_once: int = 4,
        patience: float = 1.0,
    ) -> None:
        self._places = threading.Semaphore(at_once)
        self.base_url = (base_url or OPENAI_URL).rstrip("/")
        self.address = credentials.public(self.base_url)
        credentials.learn(api_key)
        credentials.learn_address(self.base_url)
        self._api_key, self._timeout, self._patience = api_key, timeout, patience
        self._lock = threading.Lock()
        self._client_made: openai.OpenAI | None = None

    @property
    def _client(self) -> openai.OpenAI:
        with self._lock:
            if self._client_made is None:
                self._client_made = self._new_client()
            return self._client_made

    def _new_client(self) -> openai.OpenAI:
        import httpx2
        import openai

        try:
            parts = urlsplit(self.base_url)
            here = is_loopback(parts.hostname)
            return openai.OpenAI(
                # always given: a stray OPENAI_BASE_URL must not redirect the paper
                base_url=parts._replace(query="").geturl(),
                default_query=dict(parse_qsl(parts.query)),  # behind the path that the SDK adds
                api_key=self._api_key or "none-needed",
                max_retries=0,
                timeout=self._timeout,
                # a proxy from the environment would catch even this machine's own servers
                # and a redirect must not take the paper to another server
                http_client=openai.DefaultHttpx2Client(
                    trust_env=not here,
                    follow_redirects=False,
                    event_hooks={"response": [_shorten_refusal]},
                ),
            )
        except (httpx2.InvalidURL, ValueError) as error:
            raise StopRunError(
                "no connection can be made by base_url or a proxy of the environment",
                "correct base_url, HTTP_PROXY, HTTPS_PROXY and ALL_PROXY",
            ) from error

    def close(self) -> None:
        """Give the connections up."""
        with self._lock:
            if self._client_made is not None:
                self._client_made.close()

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        """Send one chat completion and give the body of the reply as received, without credentials.

        `deadline` is a `time.monotonic()` moment. Raises UnsupportedError, ContextTooLongError,
        StopRunError (wrong key, empty account, unknown model), ServerFailedError (it kept failing)
        or SummarizeError.
        """

        def once() -> str:
            with self._places:
                return self._once(payload, deadline)

        def give_up(error: PassingError, how: str) -> Exception:
            said = f"the model's server {error.message}{how}"
            return ServerFailedError(said, error.hint, error.status)

        return retried(once, Patience(self._patience, LONGEST_WAIT, deadline), give_up)

    def models(self) -> list[dict[str, Any]]:
        """Give the server's list of models as it describes them; empty where it has none to show.

        Raises StopRunError where the key is refused.
        """
        import openai

        seconds = min(self._timeout, LIST_SECONDS)
        end = time.monotonic() + LIST_SECONDS
        try:
            with self._client.models.with_streaming_response.list(timeout=seconds) as response:
                listed = json.loads(self._read(response, end, LARGEST_LIST)).get("data")
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise named(error) from error
        except (openai.OpenAIError, PassingError):
            return []  # many servers have no list; nothing depends on it
        except (ValueError, AttributeError, RecursionError):
            return []  # and some have something else in its place
        models = listed if isinstance(listed, list) else []
        return [model for model in models if isinstance(model, dict)]

    def _once(self, payload: dict[str, Any], deadline: float) -> str:
        import openai

        left = min(self._timeout, deadline - time.monotonic())
        if left <= 0:
            raise SummarizeError("the paper's model calls took longer than paper_seconds", _AGAIN)
        try:
            answer = self._client.chat.completions.with_streaming_response.create(
                **payload, timeout=left
            )
            end = time.monotonic() + left
            response = within(left + _SPARE, answer.__enter__)
            try:
                return checked(self._read(response, end, LARGEST_BODY))
            finally:
                answer.__exit__(None, None, None)
        except (openai.APITimeoutError, TimeoutError) as error:
            hint = f"raise model_timeout if it is only slow, or {_AGAIN}"
            raise PassingError(f"was silent for {left:.0f} s", hint, TRIES_WHEN_SILENT) from error
        except openai.APIStatusError as error:
            raise named(error) from error
        except openai.APIConnectionError as error:
            hint = f"is the server at {self.address} running? `summarize doctor` looks"
            said = "could not be reached, or broke the connection"
            raise PassingError(said, hint, TRIES_WHEN_FAILING) from error

    def _read(self, response: Any, end: float, most: int) -> str:  # noqa: ANN401 - the SDK's
        import httpx2

        pieces: Iterator[bytes] = response.iter_bytes()
        try:
            body = b"".join(bounded(pieces, most=most, until=end))
        except TimeoutError as error:
            said = "did not finish its answer in time"
            raise PassingError(said, "raise model_timeout", tries=1) from error
        except TooLargeError as error:
            said = f"sent more than {most >> 20} MiB in its answer, and was cut off"
            raise PassingError(said, "try another model, or check base_url", tries=1) from error
        except httpx2.DecodingError as error:
            said = "sent an answer that cannot be unpacked"
            raise PassingError(said, "run it again", TRIES_WHEN_FAILING) from error
        except httpx2.TimeoutException as error:
            hint = "raise model_timeout if it is only slow"
            raise PassingError("fell silent in its answer", hint, TRIES_WHEN_SILENT) from error
        except httpx2.TransportError as error:
            said = "broke the connection in its answer"
            raise PassingError(said, "run it again", TRIES_WHEN_FAILING) from error
        return credentials.scrubbed_json(body.decode("utf-8", "replace"))


def _shorten_refusal(response: httpx2.Response) -> None:
    """Read the start of a refusal, which the SDK would read without limit.

    It is taken as it came: one that is packed would grow while it is unpacked.
    """
    import httpx2

    stream = response.stream
    if response.is_success or not isinstance(stream, httpx2.SyncByteStream):
        return
    start = b""
    for piece in stream:
        start += piece
        if len(start) >= LARGEST_REFUSAL:
            break
    stream.close()
    response.headers.pop("Content-Encoding", None)
    response.stream = httpx2.ByteStream(start[:LARGEST_REFUSAL])


def parse_reply(raw: str) -> Reply:
    """Read a chat completion's body. Total: what has no first choice is an empty answer."""
    try:
        value = json.loads(raw)
        choice = value["choices"][0]
    except (ValueError, LookupError, TypeError, RecursionError):
        return Reply()
    message, usage = _member(choice, "message"), _member(value, "usage")
    return Reply(
        content=_words(message, "content"),
        refusal=_words(message, "refusal"),
        finish=_words(choice, "finish_reason"),
        tokens_in=_count(usage, "prompt_tokens"),
        tokens_out=_count(usage, "completion_tokens"),
    )


def _member(value: Any, name: str) -> Any:  # noqa: ANN401 - any JSON value
    return value.get(name) if isinstance(value, dict) else None


def _words(value: Any, name: str) -> str:  # noqa: ANN401 - any JSON value
    text = _member(value, name)
    # lone surrogates cannot be written
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else ""


def _count(value: Any, name: str) -> int | None:  # noqa: ANN401 - any JSON value
    number = _member(value, name)
    return number if isinstance(number, int) and 0 <= number <= LARGEST_COUNT else None
