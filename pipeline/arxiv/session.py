"""Talk to arXiv within its manners: one connection, one request an interval, a name, an end.

The rule is arXiv's (https://info.arxiv.org/help/api/tou.html): one request in three seconds, one
connection at a time, over all of a user's programs. So the pace is kept in a file that all threads
and processes of a user share, and its flock is held for as long as a request lasts.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import platformdirs
import requests
import urllib3
from urllib3.util import parse_url

from pipeline.credentials import public, shown
from pipeline.errors import BusyError, StopRunError, SummarizeError
from pipeline.files import bytes_of, named_errors
from pipeline.locks import locked
from pipeline.network import (
    NO_CERTIFICATES,
    NO_SOCKS,
    PassingError,
    Patience,
    TooLargeError,
    bounded,
    is_loopback,
    retried,
    retry_after,
    within,
)

T = TypeVar("T")
TRIES = 3
"""How often a request that can pass is made in all."""
LONGEST_WAIT = 60.0
"""Seconds: a server that asks for more patience than this gets an end instead."""
SHORTEST_WAIT = 0.1
"""Seconds before a second try, where no interval is kept (a mirror of one's own)."""
LARGEST_BODY = 500 << 20
"""Bytes: more than this is no paper."""
_WHOLE_BODY = 10
"""A body may take this many times the timeout in all, so that a dripping server ends too."""
_WHOLE_HEAD = 3
"""Status and headers may take this many times the timeout: a time to connect, one to be answered,
and one to spare."""
LONGEST_TURN = 900.0
"""Seconds to wait for the other runs' requests: each may take some five minutes at worst."""
_PIECE = 1 << 16
"""Bytes that are read at once, at most."""
_SPARE = 1.02
"""Of the interval: the other side's clock starts when the request arrives."""
_REDIRECTS = 5
"""More than arXiv needs; a circle ends."""
_PASSING = frozenset({429, 500, 502, 503, 504})
_LATER = "try again in some minutes; what is done is kept"


class PoliteSession(requests.Session):
    """A session that asks one thing at a time, at arXiv's pace, and gives up within a bounded time.

    `interval` and `timeout` are in seconds; `hosts` are where redirects may lead, beside arXiv's
    own, and `addresses` the settings that name a mirror, each with its address. Another run's
    request is waited for, `patience` seconds at most, and `tell` told of it; then it is a
    StopRunError. Everything else that goes wrong is a SummarizeError; after an "Access denied" it
    is a StopRunError, and nothing more is asked.
    """

    def __init__(
        self,
        *,
        interval: float,
        timeout: float,
        hosts: frozenset[str],
        addresses: Mapping[str, str] | None = None,
        patience: float = LONGEST_TURN,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._patience, self._tell = patience, tell
        self._interval, self._timeout, self._hosts = interval, timeout, hosts
        self._addresses = addresses or {}
        self._denied: StopRunError | None = None
        self._thread_lock = threading.Lock()
        # a proxy must not catch a mirror on this machine
        self.trust_env = not any(is_loopback(host) for host in hosts)
        self.headers["User-Agent"] = (
            f"papers-daily/{version('papers-daily')} "
            "(personal paper log; https://pypi.org/project/papers-daily)"
        )

    def mend(self, content: bytes) -> bytes:
        """Give a whole answer's content as it is to be parsed.

        A subclass may put right what its parser cannot take.
        """
        return content

    def get(self, url: str | bytes, **_: Any) -> requests.Response:  # noqa: ANN401 - the base's
        """Give the whole response, as the `arxiv` package wants it."""

        def whole(response: requests.Response) -> requests.Response:
            response.raw = io.BytesIO(self.mend(b"".join(self.body(response))))
            _ = response.content  # read now, before the response is closed; it keeps what it read
            return response

        return self.ask(url.decode() if isinstance(url, bytes) else url, whole)

    def ask(self, url: str, consume: Callable[[requests.Response], T]) -> T:
        """Request `url` and give what `consume` makes of the response, trying again what can pass.

        `consume` sees every answer but 429 and 5xx, and may itself raise what `body` raises.
        """

        def once() -> T:
            if self._denied:
                raise self._denied
            with self._turn():
                return self._once(url, consume)

        def give_up(error: PassingError, how: str) -> Exception:
            where = urlsplit(url).netloc.rpartition("@")[2]
            return SummarizeError(f"{where} {error.message}{how}", self._hint(url, error.hint))

        patience = Patience(max(self._interval, SHORTEST_WAIT), LONGEST_WAIT)
        return retried(once, patience, give_up)

    def _hint(self, url: str, hint: str) -> str:
        """Say what to do; of a mirror, which setting has its address."""
        host = urlsplit(url).hostname or ""
        setting = next((name for name, at in self._addresses.items() if url.startswith(at)), "")
        if not setting or host.endswith("arxiv.org"):
            return hint
        return f"is the server of the setting {setting} running? else {hint}"

    def _once(self, url: str, consume: Callable[[requests.Response], T]) -> T:
        try:
            with self._follow(url) as response:
                self._refuse_denied(response)
                if response.status_code in _PASSING:
                    wait = retry_after(response.headers.get("Retry-After"))
                    raise PassingError(f"answered {response.status_code}", _LATER, TRIES, wait)
                return consume(response)
        except (requests.Timeout, TimeoutError) as error:
            raise PassingError(f"was silent for {self._timeout:g} s", _LATER, TRIES) from error
        except requests.exceptions.InvalidURL as error:
            raise SummarizeError(
                f"not an address that can be asked: {shown(public(url))}",
                "correct arxiv_api_url or arxiv_pdf_url",
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise PassingError(self._trouble(error), _LATER, TRIES) from error

    def _refuse_denied(self, response: requests.Response) -> None:
        if response.status_code != 403:
            return
        if b"access denied" in response.raw.read(4096, decode_content=True).lower():
            self._denied = StopRunError(
                "arXiv denies access",
                "wait a day, and do not raise the pace; nothing more was asked",
            )
            raise self._denied

    def _trouble(self, error: Exception) -> str:
        """Name what a library error was; only its text tells requests' errors apart."""
        if "timed out" in str(error):
            return f"was silent for {self._timeout:g} s"
        broken = isinstance(error, urllib3.exceptions.ProtocolError)
        if broken or "Connection aborted" in str(error):
            return "broke the connection"
        return "could not be reached"

    def get_redirect_target(self, _: requests.Response) -> str | None:
        """Give nothing: the base would parse where a redirect leads before it is looked at."""
        return None

    def _follow(self, url: str) -> requests.Response:
        for _ in range(_REDIRECTS):
            ask = functools.partial(
                super().get, url, stream=True, timeout=self._timeout, allow_redirects=False
            )
            response = within(_WHOLE_HEAD * self._timeout, _with_means(ask))
            if not response.is_redirect:
                return response
            response.close()
            url = self._allowed(url, response.headers["Location"])
        raise SummarizeError(
            "arXiv's answer leads in circles", "try again later, or check arxiv_pdf_url"
        )

    def _allowed(self, asked: str, location: str) -> str:
        """Give the address that a redirect leads to; raise SummarizeError where it may not."""
        try:
            url = urljoin(asked, location)
            parts = parse_url(url)  # as the connection reads it: urlsplit reads some otherwise
            host = (parts.host or "").lower()
        except (ValueError, urllib3.exceptions.LocationParseError):
            host, parts, url = "", urllib3.util.Url(), location
        ours = host in self._hosts or host == "arxiv.org" or host.endswith(".arxiv.org")
        plain = ours and parts.scheme in ("http", "https") and not parts.auth and "\\" not in url
        if not plain:
            raise SummarizeError(
                f"arXiv's answer leads elsewhere, to {host!r}: not followed",
                "check arxiv_api_url and arxiv_pdf_url",
            )
        return url

    def body(self, response: requests.Response) -> Iterator[bytes]:
        """Give a response's body in pieces; raise where it is cut, drips or grows too large."""
        seconds = _WHOLE_BODY * self._timeout
        # read1 gives what has come; iter_content would wait for a whole piece of a dripping server
        read = functools.partial(response.raw.read1, _PIECE, decode_content=True)
        try:
            yield from bounded(iter(read, b""), most=LARGEST_BODY, until=time.monotonic() + seconds)
        except TimeoutError as error:
            raise SummarizeError(
                f"arXiv sent for more than {seconds:g} s", "try again later, or raise arxiv_timeout"
            ) from error
        except TooLargeError as error:
            raise SummarizeError(
                f"arXiv sent more than {LARGEST_BODY >> 20} MiB",
                "this is no paper: check the identifier",
            ) from error

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the one connection and for its pace."""
        with self._thread_lock, self._held(_pace_file(self._hosts)) as file:
            with named_errors(file):
                time.sleep(self._to_wait(bytes_of(file) or b""))
                file.write_bytes(f"{time.time():.6f}".encode())
            yield

    @contextlib.contextmanager
    def _held(self, file: Path) -> Iterator[Path]:
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(file, self._patience, self._tell))
            except BusyError as error:
                raise StopRunError(f"arXiv is not asked: {error.message}", error.hint) from error
            yield file

    def _to_wait(self, last: bytes) -> float:
        """Give the seconds until the next request; `last` is when the last one was, as kept."""
        pace = self._interval * _SPARE
        try:
            since = time.time() - float(last or b"0")
        except ValueError:
            return 0.0  # no moment of ours
        return max(0.0, pace - since) if since >= 0 else pace


def _with_means(ask: Callable[[], T]) -> Callable[[], T]:
    """Give a request that says so where the environment leaves it without means to connect."""

    def asked() -> T:
        try:
            return ask()
        except requests.exceptions.InvalidSchema as error:
            if "SOCKS" not in str(error):
                raise
            raise StopRunError(*NO_SOCKS) from error
        except OSError as error:
            if type(error) is not OSError or "certificate" not in str(error):
                raise
            raise StopRunError(*NO_CERTIFICATES) from error

    return asked


def _pace_file(hosts: frozenset[str]) -> Path:
    name = re.sub(r"[^\w.-]", "_", min(hosts, default="arxiv.org")) + ".pace"
    try:
        folder = Path(platformdirs.user_cache_dir("papers-daily"))
        folder.mkdir(parents=True, exist_ok=True)
        _touch(folder / name)
    except (OSError, RuntimeError):  # a home that is none, or read-only: the machine's own
        folder = Path(tempfile.gettempdir()) / f"papers-daily-{os.getuid()}"
        with named_errors(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            _require_own(folder)
            _touch(folder / name)
    return folder / name


def _touch(file: Path) -> None:
    """Make a file where there is none; a link stays as it is, and is refused when it is held."""
    if not file.is_symlink():
        file.touch()


def _require_own(folder: Path) -> None:
    """Raise SummarizeError for a folder among everybody's that another user can write to."""
    found = folder.lstat()
    is_private = found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not (stat.S_ISDIR(found.st_mode) and is_private):
        raise SummarizeError(
            f"cannot use {os.fspath(folder)!r}: it is not yours alone",
            "move it away, or set XDG_CACHE_HOME to a folder that you can write to",
        )
