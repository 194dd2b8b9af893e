"""One exchange with an OpenAI-compatible server: send, wait, try again what can pass.

The `openai` package carries the request; its own retries are off, because one policy must know the
deadline, the server's Retry-After and which troubles pass (`troubles` names them). The body is read
as raw bytes under our own limit: what a server sends with status 200 may be an error, a web page or
half an answer, and what was paid for is kept just as it came, but for the credentials that a server
repeats.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from pipeline import credentials
from pipeline.credentials import shown
from pipeline.errors import ServerFailedError, StopRunError, SummarizeError
from pipeline.model.error_body import Told, told
from pipeline.model.reply import is_whole
from pipeline.model.troubles import (
    LONGEST_WAIT,
    TRIES_WHEN_FAILING,
    UnknownHereError,
    checked,
    meaning,
)
from pipeline.network import (
    NO_CERTIFICATES,
    NO_SOCKS,
    PassingError,
    Patience,
    TooLargeError,
    bounded,
    is_loopback,
    retried,
    within,
)

if TYPE_CHECKING:
    import httpx2
    import openai

T = TypeVar("T")
OPENAI_URL = "https://api.openai.com/v1"
LARGEST_BODY = 8 << 20
"""Bytes: the longest answer that is asked for takes a tenth of it, thoughts included, also as the
events of a stream, a token each."""
LARGEST_LIST = 8 << 20
"""Bytes: brokers list hundreds of models, each with a page about it."""
LARGEST_REFUSAL = 64 << 10
"""Bytes of a refusal that are read: its words are at its start."""
TRIES_WHEN_SILENT = 2
"""In all: each takes the whole time-out."""
LIST_SECONDS = 10.0
"""For the list of models, on which nothing depends."""
_COMPLETIONS = "/chat/completions"
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_UNPACKED_AT_ONCE = 1 << 16
"""Bytes that a piece may become at a time: what is packed may grow a thousandfold."""
_MOST_NAMES = 8
"""Models that are named to somebody who has named none of the server's."""
_SPARE = 1.0
"""Seconds for the library's own time-out to speak before ours."""
AGAIN = "run it again: what was answered is kept"
"""What to do where a server was too slow."""

Ask = Callable[["openai.OpenAI"], AbstractContextManager[Any]]
"""Has a client send a request, and gives its answer as the SDK streams it."""


class RefusedError(Exception):
    """The server answered without success; `said` is what it told."""

    def __init__(self, said: Told) -> None:
        super().__init__(said.words)
        self.said = said


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
        # the whole address of a completion is what a manual shows
        self.base_url = (base_url or OPENAI_URL).rstrip("/").removesuffix(_COMPLETIONS)
        self.address = credentials.public(self.base_url)
        credentials.learn(api_key)
        credentials.learn_address(self.base_url)
        self._api_key, self._timeout, self._patience = api_key, timeout, patience
        self._lock = threading.Lock()
        self._client_made: openai.OpenAI | None = None
        self._client_moved: openai.OpenAI | None = None

    @property
    def _client(self) -> openai.OpenAI:
        with self._lock:
            if self._client_made is None:
                self._client_made = self._new_client()
            return self._client_made

    def _new_client(self) -> openai.OpenAI:
        import ssl

        import httpx2
        import openai

        try:
            parts = urlsplit(self.base_url)
            here = is_loopback(parts.hostname)
            return openai.OpenAI(
                # always given: a stray OPENAI_BASE_URL must not redirect the paper
                base_url=parts._replace(query="").geturl(),
                default_headers={"Accept-Encoding": "gzip"},
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
        except ImportError as error:
            raise StopRunError(*NO_SOCKS) from error
        except (FileNotFoundError, PermissionError, ssl.SSLError) as error:
            raise StopRunError(*NO_CERTIFICATES) from error
        except (httpx2.InvalidURL, ValueError) as error:
            raise StopRunError(
                "no connection can be made by base_url or a proxy of the environment",
                "correct base_url, HTTP_PROXY, HTTPS_PROXY and ALL_PROXY "
                "(a proxy is http://… or socks5://…)",
            ) from error

    def close(self) -> None:
        """Give the connections up."""
        with self._lock:
            if self._client_made is not None:
                self._client_made.close()

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        """Send one chat completion and give the body of the reply as received, without credentials.

        `deadline` is a `time.monotonic()` moment. Raises UnsupportedError, RoomError,
        ContextTooLongError, StopRunError (wrong key, empty account, unknown model),
        ServerFailedError (it kept failing, or nobody knows why) or SummarizeError.
        """

        def once() -> str:
            with self._places:
                try:
                    return self._once(payload, deadline)
                except UnknownHereError as error:
                    raise self._explained(error, str(payload["model"])) from error

        def give_up(error: PassingError, how: str) -> Exception:
            said = f"the model's server {error.message}{how}"
            return ServerFailedError(said, error.hint, error.status)

        return retried(once, Patience(self._patience, LONGEST_WAIT, deadline), give_up)

    def models(self) -> list[dict[str, Any]]:
        """Give the server's list of models as it describes them; empty where it has none to show.

        Raises StopRunError where the key is refused.
        """
        try:
            return self.listed()
        except ServerFailedError:
            return []  # nothing depends on it

    def listed(self, folder: str = "") -> list[dict[str, Any]]:
        """Give the list of models, of a `folder` behind the address; empty where it has none.

        Raises StopRunError where the key is refused, ServerFailedError where nothing answers.
        """
        import openai

        seconds = min(self._timeout, LIST_SECONDS)
        end = time.monotonic() + LIST_SECONDS
        client = self._client
        if folder:
            client = client.with_options(base_url=f"{str(client.base_url).rstrip('/')}{folder}")
        try:
            answer = client.models.with_streaming_response.list(timeout=seconds)
            with _opened(answer, seconds) as response:
                found = json.loads(self._read(response, end, LARGEST_LIST))
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            why = meaning(_told(error))
            if isinstance(why, StopRunError | ServerFailedError):
                raise StopRunError(why.message, why.hint) from error
            return []
        except openai.APIStatusError:
            return []  # many servers have no list
        except (openai.OpenAIError, PassingError, TimeoutError) as error:
            raise ServerFailedError(
                f"the model's server at {self.address} does not answer",
                "is it running, and is base_url right?",
                None,
            ) from error
        except (ValueError, RecursionError):
            return []  # and some have something else in its place
        models = found.get("data", found.get("models")) if isinstance(found, dict) else found
        listed = models if isinstance(models, list) else []
        return [model for model in listed if isinstance(model, dict)]

    def _explained(self, error: UnknownHereError, model: str) -> SummarizeError:
        """Say what the server has in the place of what it does not know."""
        words = f" ({error.words})" if error.words else ""
        names = [credentials.words(str(one["id"])) for one in self.models() if one.get("id")]
        if error.what == "model" or (error.what == "address" and names and model not in names):
            others = [name for name in names if name != model]
            near = difflib.get_close_matches(model, others, n=_MOST_NAMES, cutoff=0.0)
            hint = f"set model to one of: {', '.join(near)}" if near else "check model and the key"
            has = "does not give us" if model in names else "has no"
            return StopRunError(f"the server {has} model {shown(model)}{words}", hint)
        if not names and self._has_models_under("/v1"):
            hint = f"it answers under {self.address}/v1: set base_url to that"
            return StopRunError(f"the server knows no such address{words}", hint)
        hint = "check model and base_url (most end in /v1); `summarize doctor` lists the models"
        if error.what == "page":
            said = f"the model's server answered with a web page{words}"
            return ServerFailedError(said, hint, None)
        if names:  # the address and the model are right
            return ServerFailedError(f"the model's server finds nothing{words}", hint, None)
        return StopRunError(f"the server knows no such model or address{words}", hint)

    def _has_models_under(self, folder: str) -> bool:
        try:
            return bool(self.listed(folder))
        except SummarizeError:
            return False

    def _once(self, payload: dict[str, Any], deadline: float) -> str:
        import openai

        left = min(self._timeout, deadline - time.monotonic())
        if left <= 0:
            raise SummarizeError("the paper's model calls took longer than paper_seconds", AGAIN)
        try:
            with self._unreached(left):
                answer = self._chat.chat.completions.with_streaming_response.create(
                    **payload, timeout=left
                )
                end = time.monotonic() + left
                with _opened(answer, left) as response:
                    return checked(self._read(response, end, LARGEST_BODY))
        except openai.APIStatusError as error:
            if self._moved(error.response):
                return self._once(payload, deadline)
            raise meaning(_told(error)) from error

    @contextlib.contextmanager
    def _unreached(self, seconds: float) -> Iterator[None]:
        """Turn silence of `seconds`, and a connection that fails, into PassingError."""
        import openai

        try:
            yield
        except (openai.APITimeoutError, TimeoutError) as error:
            hint = f"raise model_timeout if it is only slow, or {AGAIN}"
            said = f"was silent for {seconds:.0f} s"
            raise PassingError(said, hint, TRIES_WHEN_SILENT) from error
        except openai.APIConnectionError as error:
            hint = f"is the server at {self.address} running? `summarize doctor` looks"
            said = "could not be reached, or broke the connection"
            raise PassingError(said, hint, TRIES_WHEN_FAILING) from error

    def pieces(self, ask: Ask, seconds: float, most: int) -> Iterator[bytes]:
        """Give the body of the answer to any other request, in pieces, as received.

        `ask` has a client send it; it may take `seconds` until the answer begins, and as long
        again, and have `most` bytes. Raises RefusedError for an answer without success,
        PassingError.
        """
        import openai

        try:
            with self._unreached(seconds), _opened(ask(self._client), seconds) as response:
                yield from self._pieces(response, time.monotonic() + seconds, most)
        except openai.APIStatusError as error:
            raise RefusedError(_told(error)) from error

    @property
    def _chat(self) -> openai.OpenAI:
        """The client where the server has sent us to, on the same host."""
        return self._client_moved or self._client

    def _moved(self, response: httpx2.Response) -> bool:
        """Follow a redirect to the same host, once; tell whether there was one to follow.

        Another host is not the one that the person trusts with the paper and the key.
        """
        import httpx2

        target = response.headers.get("location", "")
        if not 300 <= response.status_code < 400 or not target:
            return False
        old = response.request.url
        try:
            new = old.join(target).copy_with(query=None, fragment=None)
        except httpx2.InvalidURL:
            return False
        same = (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port)
        base = str(new).removesuffix(_COMPLETIONS)
        with self._lock:
            moved = self._client_moved
            was_moved = moved is not None and old.path.startswith(moved.base_url.path)
        if not same or base == str(new) or new.path == old.path or was_moved:
            return False
        self._client_moved = self._client.with_options(base_url=base)
        return True

    def _read(self, response: Any, end: float, most: int) -> str:  # noqa: ANN401 - the SDK's
        body = bytearray()
        try:
            for piece in self._pieces(response, end, most):
                body += piece
        except PassingError:
            # a length, or a last chunk, that was promised and never came
            if not is_whole(_decoded(bytes(body), response.headers)):
                raise
        return credentials.scrubbed_json(_decoded(bytes(body), response.headers))

    @staticmethod
    def _pieces(response: Any, end: float, most: int) -> Iterator[bytes]:  # noqa: ANN401
        import httpx2

        try:
            pieces = _unpacked(response.http_response.iter_raw())
            yield from bounded(pieces, most=most, until=end)
        except TimeoutError as error:
            said = "did not finish its answer in time"
            raise PassingError(said, "raise model_timeout", tries=1) from error
        except TooLargeError as error:
            said = f"sent more than {most >> 20} MiB in its answer, and was cut off"
            raise PassingError(said, "try another model, or check base_url", tries=1) from error
        except zlib.error as error:
            said = "sent an answer that cannot be unpacked"
            raise PassingError(said, "run it again", TRIES_WHEN_FAILING) from error
        except httpx2.TimeoutException as error:
            hint = "raise model_timeout if it is only slow"
            raise PassingError("fell silent in its answer", hint, TRIES_WHEN_SILENT) from error
        except httpx2.TransportError as error:
            said = "broke the connection in its answer"
            raise PassingError(said, "run it again", TRIES_WHEN_FAILING) from error


@contextlib.contextmanager
def _opened(answer: AbstractContextManager[T], seconds: float) -> Iterator[T]:
    """Give an answer when its headers are there; raise TimeoutError where they drip for longer."""
    response = within(seconds + _SPARE, answer.__enter__)
    try:
        yield response
    finally:
        answer.__exit__(None, None, None)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give a body's bytes, unpacked if they are packed, whatever its headers say of that.

    Raises zlib.error. No answer in words begins as packed bytes do (RFC 1952, 1950).
    """
    unpack = None
    for number, piece in enumerate(pieces):
        if number == 0 and piece.startswith(_PACKED):
            unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # either format
        if unpack is None:
            yield piece
            continue
        while piece:
            yield unpack.decompress(piece, _UNPACKED_AT_ONCE)
            piece = unpack.unconsumed_tail


def _decoded(body: bytes, headers: Mapping[str, str]) -> str:
    """Give a body's text: UTF-8, another UTF that its first bytes show, or what its headers say."""
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        charset = re.search(r"charset=[\"']?([\w-]{1,40})", headers.get("content-type") or "")
    try:
        return body.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _told(error: openai.APIStatusError) -> Told:
    return told(error.status_code, error.response.headers, error.response.text)


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
