"""What a model's server means by a status, or by something else in a good answer's place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipeline import credentials
from pipeline.errors import ContextTooLongError, StopRunError, SummarizeError
from pipeline.network import PassingError, retry_after

if TYPE_CHECKING:
    import openai

TRIES_WHEN_BUSY = 8
"""In all: too many requests pass by themselves, the sooner the fewer of ours there are."""
TRIES_WHEN_FAILING = 4
"""In all: a server that restarts is back after three waits, or not soon."""
_AGAIN_LATER = "run it again later"
_CONTEXT = re.compile(
    r"context[ _](?:length|size|window)|maximum context"
    r"|too many tokens|prompt is too long|input is too long",
    re.IGNORECASE,
)
_EMPTY_ACCOUNT = re.compile(
    r"insufficient[_ ](?:quota|balance|funds)|exceeded your current quota|billing|arrears"
    r"|欠费|余额",
    re.IGNORECASE,
)


class UnsupportedError(Exception):
    """The server does not take a parameter: `tokens` (max_tokens) or `format` (response_format)."""

    def __init__(self, parameter: str, words: str) -> None:
        super().__init__(words)
        self.parameter, self.words = parameter, words


def named(error: openai.APIStatusError) -> Exception:
    """Give the exception that names what a status means.

    It is a StopRunError for what no other paper would fare better with, a PassingError for what may
    go well the next time, a ContextTooLongError, an UnsupportedError, else a SummarizeError.
    """
    body = error.body if isinstance(error.body, dict) else {}
    words = credentials.words(str(body.get("message") or error.message))
    status = error.status_code
    code = f"{body.get('code')} {body.get('type')} {words}"
    return (
        _stopping(status, code, words)
        or _refused(code, words)
        or _passing(status, retry_after(error.response.headers.get("retry-after")))
        or _not_taken(status, code, words, body)
    )


def _stopping(status: int, code: str, words: str) -> StopRunError | None:
    if 300 <= status < 400:
        return StopRunError(
            f"the server sends us to another address ({status}): not followed",
            "set base_url to the address itself, if it is to have your papers",
        )
    if status == 401:
        return StopRunError(
            "the server refuses the API key",
            "set OPENAI_API_KEY to a valid one, or use --drafter extractive",
        )
    if status == 402 or (status in (403, 429) and _EMPTY_ACCOUNT.search(code)):
        return _empty_account()
    if status == 403:
        return StopRunError(
            f"the server forbids this ({words})", "check the key's rights and the model's name"
        )
    if status == 404:
        return StopRunError(
            f"the server knows no such model or address ({words})",
            "check model and base_url; `summarize doctor` lists the models",
        )
    return None


def _empty_account() -> StopRunError:
    return StopRunError(
        "the account has no money or quota left", "top it up, or use --drafter extractive"
    )


def _refused(code: str, words: str) -> SummarizeError | None:
    if "content_filter" not in code and "content policy" not in code.lower():
        return None
    return SummarizeError(
        f"the model's server refuses the paper ({words})",
        "try another model, or --drafter extractive",
    )


def _passing(status: int, wait: float | None) -> PassingError | None:
    if status == 429:
        hint = "run it again later, or lower jobs"
        return PassingError("has had too many requests", hint, TRIES_WHEN_BUSY, wait, status)
    if status in (408, 409) or (status >= 500 and status != 501):
        said = f"answered {status}"
        return PassingError(said, _AGAIN_LATER, TRIES_WHEN_FAILING, wait, status)
    return None


def _not_taken(status: int, code: str, words: str, body: dict[str, Any]) -> Exception:
    if status == 413 or _CONTEXT.search(code):
        return _too_long(words, body)
    if "max_tokens" in words and "max_completion_tokens" in words:
        return UnsupportedError("tokens", words)
    return UnsupportedError("format", words)


def _too_long(words: str, body: dict[str, Any]) -> ContextTooLongError:
    """Give the error with the size in tokens that the server states, as n_ctx or in words."""
    stated = re.search(r"(?:maximum|context)[^.]{0,80}?(\d[\d,]{2,9})", words)
    number = body.get("n_ctx") or (int(stated[1].replace(",", "")) if stated else None)
    return ContextTooLongError(
        "the paper is longer than the model's context",
        "set context_tokens to what the model takes",
        number if isinstance(number, int) else None,
    )


def checked(raw: str) -> str:
    """Give a body with status 200 back if it is a chat completion.

    Raises what `named` gives for an error in disguise, PassingError for half an answer,
    SummarizeError for a web page.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        if "<html" in raw[:2000].lower():
            raise SummarizeError(
                "the model's server answered with a web page", "check base_url: most end in /v1"
            ) from None
        raise PassingError("broke off in its answer", "run it again", TRIES_WHEN_FAILING) from None
    if isinstance(value, dict) and isinstance(value.get("choices"), list) and value["choices"]:
        return raw
    raise _disguised(value.get("error") if isinstance(value, dict) else None)


def _disguised(error: Any) -> Exception:  # noqa: ANN401 - any JSON value
    """Name an error that came with status 200, as some gateways send it."""
    body = error if isinstance(error, dict) else {}
    said = str(body.get("message") if body else error)
    words = credentials.words(said) if error else "no choices in it"
    if _CONTEXT.search(words):
        return _too_long(words, body)
    if _EMPTY_ACCOUNT.search(words):
        return _empty_account()
    return PassingError(
        f"answered with an error in a good answer's place ({words})",
        "run it again later, or check base_url and model",
        TRIES_WHEN_FAILING,
    )
