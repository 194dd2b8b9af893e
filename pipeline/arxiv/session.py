"""Talk to arXiv within its manners: one connection, one request an interval, a name, patience that ends.

The rule is arXiv's (https://info.arxiv.org/help/api/tou.html): one request in three seconds, one
connection at a time, over all of a user's programs. So the pace is kept in a file that all threads
and processes of a user share, and its flock is held for as long as a request lasts.
"""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import fcntl
import functools
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import platformdirs
import requests
import urllib3

from pipeline.errors import StopRunError, SummarizeError
from pipeline.network import within

T = TypeVar("T")
TRIES = 3
"""How often a request that can pass is made in all."""
LONGEST_WAIT = 60.0
"""Seconds: a server that asks for more patience than this gets an end instead."""
LARGEST_BODY = 500 << 20
"""Bytes: more than this is no paper."""
_WHOLE_BODY = 10
"""A body may take this many times the timeout in all, so that a dripping server ends too."""
_WHOLE_HEAD = 3
"""Status and headers may take this many times the timeout: a time to connect, one to be answered,
and one to spare."""
_PASSING = frozenset({429, 500, 502, 503, 504})


class PassingError(Exception):
    """What may go well the next time. `wait` is what the server asked for, in seconds, None if it did not say."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.message, self.wait = message, wait


class PoliteSession(requests.Session):
    """A session that asks one thing at a time, at arXiv's pace, and gives up within a bounded time.

    `interval` and `timeout` are in seconds; `hosts` are where redirects may lead, beside arXiv's
    own. Everything that goes wrong is a SummarizeError; after an "Access denied" it is a
    StopRunError, and nothing more is asked.
    """

    def __init__(self, *, interval: float, timeout: float, hosts: frozenset[str]) -> None:
        super().__init__()
        self._interval, self._timeout, self._hosts = interval, timeout, hosts
        self._denied: StopRunError | None = None
        self._thread_lock = threading.Lock()
        self.trust_env = not any(
            _is_loopback(host) for host in hosts
        )  # a proxy must not catch a mirror on this machine
        self.headers["User-Agent"] = (
            f"papers-daily/{version('papers-daily')} (personal paper log; https://pypi.org/project/papers-daily)"
        )

    def mend(self, content: bytes) -> bytes:
        """Give a whole answer's content as it is to be parsed; a subclass may put right what its parser cannot take."""
        return content

    def get(self, url: str | bytes, **_: Any) -> requests.Response:  # noqa: ANN401 - the base's
        """Give the whole response, as the `arxiv` package wants it."""

        def whole(response: requests.Response) -> requests.Response:
            response._content = self.mend(b"".join(self.body(response)))
            return response

        return self.ask(url.decode() if isinstance(url, bytes) else url, whole)

    def ask(self, url: str, consume: Callable[[requests.Response], T]) -> T:
        """Request `url` and give what `consume` makes of the response, trying again what can pass.

        `consume` sees every answer but 429 and 5xx, and may itself raise what `body` raises.
        """
        for turn in range(TRIES):
            if self._denied:
                raise self._denied
            try:
                with self._turn():
                    return self._once(url, consume)
            except PassingError as error:
                wait = self._patience(turn) if error.wait is None else error.wait
                if turn + 1 == TRIES or wait > LONGEST_WAIT:
                    asked = (
                        f", and asks to wait {wait:.0f} s"
                        if wait > LONGEST_WAIT
                        else f" ({turn + 1} tries)"
                    )
                    host = urlsplit(url).hostname
                    raise SummarizeError(
                        f"{host} {error.message}{asked}",
                        "try again in some minutes; what is done is kept",
                    ) from error
                time.sleep(wait)
        raise AssertionError("unreachable: the last turn returns or raises")

    def _patience(self, turn: int) -> float:
        return float(max(self._interval, 0.1) * 2**turn * random.uniform(1, 1.25))  # noqa: S311 - jitter, no secret

    def _once(self, url: str, consume: Callable[[requests.Response], T]) -> T:
        try:
            with self._follow(url) as response:
                if (
                    response.status_code == 403
                    and b"access denied" in response.raw.read(4096, decode_content=True).lower()
                ):
                    self._denied = StopRunError(
                        "arXiv denies access",
                        "wait a day, and do not raise the pace; nothing more was asked",
                    )
                    raise self._denied
                if response.status_code in _PASSING:
                    wait = _retry_after(response.headers.get("Retry-After"))
                    raise PassingError(f"answered {response.status_code}", wait)
                return consume(response)
        except (requests.Timeout, TimeoutError) as error:
            raise PassingError(f"was silent for {self._timeout:g} s") from error
        except requests.exceptions.InvalidURL as error:
            raise SummarizeError(
                f"not an address that can be asked: {url!r}",
                "correct arxiv_api_url or arxiv_pdf_url",
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise PassingError(self._trouble(error)) from error

    def _trouble(self, error: Exception) -> str:
        """Name what a library error was; only its text tells requests' errors apart."""
        if "timed out" in str(error):
            return f"was silent for {self._timeout:g} s"
        reached = isinstance(
            error, urllib3.exceptions.ProtocolError
        ) or "Connection aborted" in str(error)
        return "broke the connection" if reached else "could not be reached"

    def _follow(self, url: str) -> requests.Response:
        for _ in range(5):
            ask = functools.partial(
                super().get, url, stream=True, timeout=self._timeout, allow_redirects=False
            )
            response = within(_WHOLE_HEAD * self._timeout, ask)
            if not response.is_redirect:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
            if parts.scheme not in ("http", "https") or not (
                host in self._hosts or host == "arxiv.org" or host.endswith(".arxiv.org")
            ):
                raise SummarizeError(
                    f"arXiv's answer leads elsewhere, to {host!r}: not followed",
                    "check arxiv_api_url and arxiv_pdf_url",
                )
        raise SummarizeError(
            "arXiv's answer leads in circles", "try again later, or check arxiv_pdf_url"
        )

    def body(self, response: requests.Response) -> Iterator[bytes]:
        """Give a response's body in pieces; raise where it is cut, drips or grows beyond all measure."""
        end, size = time.monotonic() + _WHOLE_BODY * self._timeout, 0
        # read1 gives what has come; iter_content would wait for a whole piece of a dripping server
        while piece := response.raw.read1(1 << 16, decode_content=True):
            size += len(piece)
            if time.monotonic() > end:
                raise SummarizeError(
                    f"arXiv sent for more than {_WHOLE_BODY * self._timeout:g} s",
                    "try again later, or raise arxiv_timeout",
                )
            if size > LARGEST_BODY:
                raise SummarizeError(
                    f"arXiv sent more than {LARGEST_BODY >> 20} MiB",
                    "this is no paper: check the identifier",
                )
            yield piece
        promised = response.headers.get("Content-Length", "")
        if (
            promised.isdigit()
            and "Content-Encoding" not in response.headers
            and size < int(promised)
        ):
            raise PassingError(f"sent {size} of {promised} bytes")

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the one connection and for its pace."""
        with self._thread_lock, _pace_file(self._hosts).open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            with contextlib.suppress(ValueError):
                since = time.time() - float(file.read() or b"0")
                # a little more than the interval: the other side's clock starts when the request
                # arrives
                pace = self._interval * 1.02
                time.sleep(max(0.0, min(pace - since, pace)) if since >= 0 else pace)
            file.truncate(0)
            file.write(f"{time.time():.6f}".encode())
            yield


def _pace_file(hosts: frozenset[str]) -> Path:
    name = re.sub(r"[^\w.-]", "_", min(hosts, default="arxiv.org")) + ".pace"
    folder = Path(platformdirs.user_cache_dir("papers-daily"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    except OSError:  # a read-only home: the machine's own folder for such things
        folder = Path(tempfile.gettempdir()) / f"papers-daily-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder / name


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _retry_after(value: str | None) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3), seconds or a date; None where it is missing or nonsense."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds())
