"""One exchange with an OpenAI-compatible server: send, wait, try again what can pass, name what cannot.

The `openai` package carries the request; its own retries are off, because one loop must know the
deadline, the server's Retry-After and which troubles pass. The body is read as raw bytes under our
own limit: what a server sends with status 200 may be an error, a web page or half an answer, and
what was paid for is kept just as it came.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import Field

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.network import within
from pipeline.records.record import Record

if TYPE_CHECKING:
    import openai

OPENAI_URL = "https://api.openai.com/v1"
LONGEST_WAIT = 120.0
"""Seconds: a server that asks for more patience than this gets an end instead."""
LARGEST_BODY = 32 << 20
"""Bytes: no answer of ours is longer."""
_CONTEXT = re.compile(
    r"context[ _](?:length|size|window)|maximum context|too many tokens|prompt is too long|input is too long",
    re.IGNORECASE,
)
_EMPTY_ACCOUNT = re.compile(
    r"insufficient[_ ](?:quota|balance|funds)|exceeded your current quota|billing|arrears|欠费|余额",
    re.IGNORECASE,
)


class UnsupportedError(Exception):
    """The server does not take a parameter: `tokens` (max_tokens) or `format` (response_format)."""

    def __init__(self, parameter: str, words: str) -> None:
        super().__init__(words)
        self.parameter, self.words = parameter, words


class _PassingError(Exception):
    def __init__(
        self,
        message: str,
        hint: str,
        tries: int,
        wait: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.hint, self.tries, self.wait, self.status = (
            message,
            hint,
            tries,
            wait,
            status,
        )


class Reply(Record):
    """What a chat completion says, as far as we need it. Token counts are the server's own, None where it gave none."""

    content: str
    refusal: str
    finish: str
    tokens_in: int | None = Field(ge=0)
    tokens_out: int | None = Field(ge=0)


class ChatServer:
    """A model's server.

    Thread-safe; `timeout` is in seconds for a whole answer, `at_once` bounds the calls under way,
    `patience` is the first wait between tries, in seconds.
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
        self._api_key, self._timeout, self._patience = api_key, timeout, patience
        self._lock = threading.Lock()
        self._client_made: openai.OpenAI | None = None

    @property
    def _client(self) -> openai.OpenAI:
        import openai

        with self._lock:
            if self._client_made is None:
                host = urlsplit(self.base_url).hostname or ""
                loopback = host in ("localhost", "::1") or host.startswith("127.")
                self._client_made = openai.OpenAI(
                    base_url=self.base_url,  # always given: a stray OPENAI_BASE_URL must not redirect the paper
                    api_key=self._api_key or "none-needed",
                    max_retries=0,
                    timeout=self._timeout,
                    # a proxy from the environment would catch even this machine's own servers
                    http_client=openai.DefaultHttpx2Client(trust_env=not loopback),
                )
            return self._client_made

    def close(self) -> None:
        """Give the connections up."""
        with self._lock:
            if self._client_made is not None:
                self._client_made.close()

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        """Send one chat completion and give the body of the reply, exactly as received.

        `deadline` is a `time.monotonic()` moment. Raises UnsupportedError, ContextTooLongError,
        StopRunError (wrong key, empty account, unknown model) or SummarizeError.
        """
        for turn in range(100):
            try:
                with self._places:
                    return self._once(payload, deadline)
            except _PassingError as error:
                wait = self._wait(turn) if error.wait is None else error.wait
                late = time.monotonic() + wait > deadline
                if turn + 1 >= error.tries or wait > LONGEST_WAIT or late:
                    asked = (
                        f", and asks to wait {wait:.0f} s"
                        if wait > LONGEST_WAIT
                        else f" ({turn + 1} tries)"
                    )
                    raise ServerFailedError(
                        f"the model's server {error.message}{asked}", error.hint, error.status
                    ) from error
                time.sleep(wait)
        raise AssertionError("unreachable: no trouble has a hundred tries")

    def _wait(self, turn: int) -> float:
        return float(self._patience * 2 ** min(turn, 5) * random.uniform(1, 1.25))  # noqa: S311 - jitter, no secret

    def models(self) -> list[dict[str, Any]]:
        """Give the server's list of models as it describes them; empty where it has none to show."""
        import openai

        try:
            with self._client.models.with_streaming_response.list(
                timeout=min(self._timeout, 10)
            ) as response:
                listed = json.loads(self._read(response, time.monotonic() + 10)).get("data")
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise self._named(error) from error
        except (openai.OpenAIError, _PassingError, ValueError, AttributeError):
            return []  # many servers have no list; nothing depends on it
        return (
            [model for model in listed if isinstance(model, dict)]
            if isinstance(listed, list)
            else []
        )

    def _once(self, payload: dict[str, Any], deadline: float) -> str:
        import openai

        left = min(self._timeout, deadline - time.monotonic())
        if left <= 0:
            raise SummarizeError(
                "the paper's model calls took longer than paper_seconds",
                "run it again: what was answered is kept",
            )
        again = "run it again: what was answered is kept"
        try:
            answer = self._client.chat.completions.with_streaming_response.create(
                **payload, timeout=left
            )
            end = time.monotonic() + left
            response = within(
                left + 1, answer.__enter__
            )  # the second is for the library's own timeout to speak first
            try:
                return _checked(self._read(response, end), self._scrub)
            finally:
                answer.__exit__(None, None, None)
        except (openai.APITimeoutError, TimeoutError) as error:
            raise _PassingError(
                f"was silent for {left:.0f} s",
                f"raise model_timeout if it is only slow, or {again}",
                tries=2,
            ) from error
        except openai.APIStatusError as error:
            raise self._named(error) from error
        except openai.APIConnectionError as error:
            hint = f"is the server at {self.base_url} running? `summarize doctor` looks"
            raise _PassingError(
                "could not be reached, or broke the connection", hint, tries=4
            ) from error

    def _read(self, response: Any, end: float) -> str:  # noqa: ANN401 - the SDK's streaming response, generic over what we don't parse
        import httpx2

        pieces, size = [], 0
        try:
            for piece in response.iter_bytes():
                size += len(piece)
                if time.monotonic() > end or size > LARGEST_BODY:
                    raise _PassingError(
                        "did not finish its answer in time", "raise model_timeout", tries=1
                    )
                pieces.append(piece)
        except httpx2.TimeoutException as error:
            raise _PassingError(
                "fell silent in its answer", "raise model_timeout if it is only slow", tries=2
            ) from error
        except httpx2.TransportError as error:
            raise _PassingError(
                "broke the connection in its answer", "run it again", tries=4
            ) from error
        return b"".join(pieces).decode("utf-8", "replace")

    def _scrub(self, text: str) -> str:
        """Shorten a server's words, on one line, without the key: some servers repeat it."""
        text = re.sub(
            r"\bsk-[\w*.-]{4,}", "…", text.replace(self._api_key, "…") if self._api_key else text
        )
        return " ".join(text.split())[:200]

    def _named(self, error: openai.APIStatusError) -> Exception:
        """Give the exception that names what a status means."""
        body = error.body if isinstance(error.body, dict) else {}
        words, status = self._scrub(str(body.get("message") or error.message)), error.status_code
        code = f"{body.get('code')} {body.get('type')} {words}"
        if status == 401:
            return StopRunError(
                "the server refuses the API key",
                "set OPENAI_API_KEY to a valid one, or use --drafter extractive",
            )
        if status == 402 or (status in (403, 429) and _EMPTY_ACCOUNT.search(code)):
            return StopRunError(
                "the account has no money or quota left", "top it up, or use --drafter extractive"
            )
        if status == 403:
            return StopRunError(
                f"the server forbids this ({words})", "check the key's rights and the model's name"
            )
        if "content_filter" in code or "content policy" in code.lower():
            return SummarizeError(
                f"the model's server refuses the paper ({words})",
                "try another model, or --drafter extractive",
            )
        if status == 429:
            return _PassingError(
                "has had too many requests",
                "run it again later, or lower jobs",
                8,
                _seconds(error.response.headers.get("retry-after")),
            )
        if status in (408, 409) or (status >= 500 and status != 501):
            wait = _seconds(error.response.headers.get("retry-after"))
            return _PassingError(f"answered {status}", "run it again later", 4, wait, status)
        if status == 404:
            return StopRunError(
                f"the server knows no such model or address ({words})",
                "check model and base_url; `summarize doctor` lists the models",
            )
        if status == 413 or _CONTEXT.search(code):
            return _too_long(words, body)
        if "max_tokens" in words and "max_completion_tokens" in words:
            return UnsupportedError("tokens", words)
        return UnsupportedError("format", words)


def _seconds(value: str | None) -> float | None:
    return float(value) if value and re.fullmatch(r"\d{1,6}(\.\d+)?", value) else None


def _too_long(words: str, body: dict[str, Any]) -> ContextTooLongError:
    stated = re.search(r"(?:maximum|context)[^.]*?(\d[\d,]{2,})", words)
    number = body.get("n_ctx") or (int(stated[1].replace(",", "")) if stated else None)
    limit = number if isinstance(number, int) else None
    return ContextTooLongError(
        "the paper is longer than the model's context",
        "set context_tokens to what the model takes",
        limit,
    )


def _checked(raw: str, scrub: Any) -> str:  # noqa: ANN401 - a method, str to str
    """Give a body with status 200 back if it is a chat completion; raise where it is something else in disguise."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        if "<html" in raw[:2000].lower():
            raise SummarizeError(
                "the model's server answered with a web page", "check base_url: most end in /v1"
            ) from None
        raise _PassingError("broke off in its answer", "run it again", tries=4) from None
    if isinstance(value, dict) and isinstance(value.get("choices"), list) and value["choices"]:
        return raw
    error = value.get("error") if isinstance(value, dict) else None
    words = (
        scrub(str(error.get("message") if isinstance(error, dict) else error))
        if error
        else "no choices in it"
    )
    if _CONTEXT.search(words):
        raise _too_long(words, error if isinstance(error, dict) else {})
    if _EMPTY_ACCOUNT.search(words):
        raise StopRunError(
            "the account has no money or quota left", "top it up, or use --drafter extractive"
        )
    raise _PassingError(
        f"answered with an error in a good answer's place ({words})",
        "run it again later, or check base_url and model",
        tries=4,
    )


def parse_reply(raw: str) -> Reply:
    """Read a chat completion's body. Total: whatever has a first choice gives a Reply."""
    value = json.loads(raw)
    first = value["choices"][0]
    choice: dict[str, Any] = first if isinstance(first, dict) else {}
    message: Any = choice.get("message")
    usage: Any = value.get("usage")

    def count(name: str) -> int | None:
        number = usage.get(name) if isinstance(usage, dict) else None
        return number if isinstance(number, int) and number >= 0 else None

    def words(name: str) -> str:
        text = message.get(name) if isinstance(message, dict) else None
        return (
            text.encode("utf-8", "replace").decode() if isinstance(text, str) else ""
        )  # lone surrogates cannot be written

    return Reply(
        content=words("content"),
        refusal=words("refusal"),
        finish=str(choice.get("finish_reason") or ""),
        tokens_in=count("prompt_tokens"),
        tokens_out=count("completion_tokens"),
    )
