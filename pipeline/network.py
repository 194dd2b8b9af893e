"""What every connection to a server needs: patience that ends, and bodies that do.

Both servers that we talk to, arXiv's and a model's, are asked again by one policy, `retried`.
"""

from __future__ import annotations

import datetime
import email.utils
import math
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

import stamina
import stamina.instrumentation

from pipeline.errors import StopRunError

T = TypeVar("T")
DOUBLINGS = 5
"""The wait between tries doubles this many times and then stays."""
JITTER = 0.25
"""The largest part of the first wait that is added by chance: many programs that were refused
together shall not come back together."""
_MOST_TRIES = 100
"""More than any trouble is given; each says itself how often it is tried."""
NO_THREADS = ("no more threads may be started", "end some programs, or raise the limit: ulimit -u")
"""What is said, and what to do, where the system refuses one."""

NO_SOCKS = (
    "a SOCKS proxy of the environment needs a package that is not installed",
    "install papers-daily[socks], or unset ALL_PROXY",
)
NO_CERTIFICATES = (
    "the certificates that the environment names cannot be read",
    "correct or unset SSL_CERT_FILE, SSL_CERT_DIR and REQUESTS_CA_BUNDLE",
)
"""What is said, and what to do, where no connection can be made at all."""

# its default hook logs each retry, which an unconfigured logger prints on standard error
stamina.instrumentation.set_on_retry_hooks([])


class PassingError(Exception):
    """What may go well the next time.

    `message` says what the server did ("was silent for 5 s"), `hint` what to do if it never goes
    well, `tries` how often it is worth trying in all; `wait` is what the server asked for, in
    seconds, None if it did not say; `status` is its HTTP status, None where it gave none.
    """

    def __init__(
        self,
        message: str,
        hint: str,
        tries: int,
        wait: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.hint, self.tries = message, hint, tries
        self.wait, self.status = wait, status


class Patience(NamedTuple):
    """How long to wait between tries.

    `first` is the wait before the second try and `longest` the most that a server may ask for, in
    seconds; no wait ends after `until`, a `time.monotonic()` moment.
    """

    first: float
    longest: float
    until: float = math.inf


def retried(
    call: Callable[[], T], patience: Patience, give_up: Callable[[PassingError, str], Exception]
) -> T:
    """Give what `call` gives, calling again after each PassingError for which there is patience.

    Raises what `give_up` makes of the last one and of words about it ("(3 tries)"). The waits are
    taken out by `stamina.set_testing`, and all but the first try by `stamina.set_active`.
    """
    tried = 0

    def wait_after(error: Exception) -> bool | float:
        nonlocal tried
        if not isinstance(error, PassingError):
            return False
        tried += 1
        wait = attempt.next_wait if error.wait is None else error.wait
        late = time.monotonic() + wait > patience.until
        if tried >= error.tries or wait > patience.longest or late:
            return False
        return True if error.wait is None else error.wait

    try:
        for attempt in stamina.retry_context(
            on=wait_after,
            attempts=_MOST_TRIES,
            timeout=None,
            wait_initial=patience.first,
            wait_max=patience.first * 2**DOUBLINGS,
            wait_jitter=patience.first * JITTER,
        ):
            with attempt:
                return call()
    except PassingError as error:
        asks = error.wait is not None and error.wait > patience.longest
        how = f", and asks to wait {error.wait:.0f} s" if asks else f" ({tried} tries)"
        raise give_up(error, how) from error
    raise AssertionError("unreachable: the last try returns or raises")


def retry_after(value: str | None) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds from now, 0 where the date has passed.

    None where it is missing or nonsense; a fraction of a second is taken, as some servers send it.
    """
    said = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", said):
        return float(said)
    try:
        when = email.utils.parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        return None  # "-0000": a date that does not say where it is from
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds())


def is_loopback(host: str | None) -> bool:
    """Tell whether a host is this machine, whose servers a proxy must not catch."""
    return host is not None and (host in ("localhost", "::1") or host.startswith("127."))


class TooLargeError(Exception):
    """A body is larger than anything that was asked for."""


def bounded(pieces: Iterable[bytes], *, most: int, until: float) -> Iterator[bytes]:
    """Give a body's pieces as they come.

    Raises TooLargeError beyond `most` bytes, TimeoutError after `until` (a `time.monotonic()`
    moment): a server that drips resets every library's own time-out.
    """
    size = 0
    for piece in pieces:
        size += len(piece)
        if time.monotonic() > until:
            raise TimeoutError
        if size > most:
            raise TooLargeError
        yield piece


def within(seconds: float, call: Callable[[], T]) -> T:
    """Give what `call` gives, or raise what it raises, or TimeoutError after `seconds`.

    Raises StopRunError where no more threads may be started. For what no library's own time-out
    bounds, such as headers that drip. A call that is given up goes on in a daemon thread, which
    neither holds the program up nor writes anything.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - carried over to the waiting thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        raise StopRunError(*NO_THREADS) from error
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]
