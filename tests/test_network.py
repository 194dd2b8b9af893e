"""Patience that ends: tries, waits, Retry-After, bodies and headers that drip."""

from __future__ import annotations

import datetime
import email.utils
import io
import itertools
import logging
import math
import threading
import time
from collections.abc import Callable

import pytest
import stamina

from pipeline.errors import StopRunError
from pipeline.network import (
    DOUBLINGS,
    PassingError,
    Patience,
    TooLargeError,
    bounded,
    is_loopback,
    retried,
    retry_after,
    within,
)


class GaveUpError(Exception):
    pass


def give_up(error: PassingError, how: str) -> Exception:
    return GaveUpError(error.message + how)


def failing(*errors: Exception | None) -> tuple[Callable[[], str], list[float]]:
    """Make a call that raises these in turn, and tell when it was called."""
    called: list[float] = []
    planned = iter(errors)

    def call() -> str:
        called.append(time.monotonic())
        if (error := next(planned, None)) is not None:
            raise error
        return "answer"

    return call, called


def passing(tries: int = 3, wait: float | None = None) -> PassingError:
    return PassingError("was busy", "wait", tries, wait)


def waits(called: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(called)]


def test_what_passes_is_called_again_until_it_gives_something() -> None:
    call, called = failing(passing(), passing())
    assert retried(call, Patience(1, 60), give_up) == "answer"
    assert len(called) == 3


@pytest.mark.parametrize("tries", [1, 2, 3, 8])
def test_each_trouble_is_tried_as_often_as_it_is_worth(tries: int) -> None:
    call, called = failing(*[passing(tries) for _ in range(20)])
    with pytest.raises(GaveUpError, match=rf"was busy \({tries} tries\)"):
        retried(call, Patience(1, 60), give_up)
    assert len(called) == tries


def test_what_does_not_pass_is_raised_at_once_as_it_is() -> None:
    call, called = failing(ValueError("mine"))
    with pytest.raises(ValueError, match="mine"):
        retried(call, Patience(1, 60), give_up)
    assert len(called) == 1


@pytest.mark.parametrize(("asked", "tried"), [(59.9, 3), (60.0, 3), (60.1, 1), (1e9, 1)])
def test_a_server_that_asks_for_too_much_patience_gets_an_end(asked: float, tried: int) -> None:
    call, called = failing(*[passing(3, asked) for _ in range(5)])
    with pytest.raises(GaveUpError) as given_up:
        retried(call, Patience(1, 60), give_up)
    assert len(called) == tried
    assert ("asks to wait" in str(given_up.value)) == (tried == 1)


def test_a_wait_that_would_end_after_the_deadline_is_not_begun() -> None:
    call, called = failing(*[passing(8, 5) for _ in range(8)])
    with pytest.raises(GaveUpError, match=r"\(1 tries\)"):
        retried(call, Patience(1, 60, time.monotonic() + 4), give_up)
    assert len(called) == 1


def test_the_wait_is_what_the_server_asks_for() -> None:
    call, called = failing(passing(3, 0.2), passing(3, 0.0))
    with stamina.set_testing(False):
        retried(call, Patience(9, 60), give_up)
    first, second = waits(called)
    assert 0.2 <= first < 0.35
    assert second < 0.1


def test_without_a_word_of_the_servers_the_waits_double() -> None:
    call, called = failing(*[passing(8)] * 3)
    with stamina.set_testing(False):
        retried(call, Patience(0.08, 60), give_up)
    for wait, least in zip(waits(called), (0.08, 0.16, 0.32), strict=True):
        assert least <= wait < least + 0.08 * 0.25 + 0.08


def test_the_waits_stop_doubling() -> None:
    call, called = failing(*[passing(10)] * 9)
    with stamina.set_testing(False):
        retried(call, Patience(0.002, 60), give_up)
    assert max(waits(called)) < 0.002 * 2**DOUBLINGS + 0.05


def test_retries_are_not_told_on_standard_error(caplog: pytest.LogCaptureFixture) -> None:
    call, _ = failing(passing())
    with caplog.at_level(logging.DEBUG):
        retried(call, Patience(1, 60), give_up)
    assert caplog.records == []


def http_date(seconds: float, zone: str = "GMT") -> str:
    when = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return email.utils.format_datetime(when, usegmt=True).replace("GMT", zone)


@pytest.mark.parametrize(
    ("said", "seconds"), [("0", 0.0), ("120", 120.0), (" 7 ", 7.0), ("1.5", 1.5), ("3600", 3600.0)]
)
def test_retry_after_is_read_as_seconds(said: str, seconds: float) -> None:
    assert retry_after(said) == seconds


@pytest.mark.parametrize("zone", ["GMT", "+0000", "UTC"])
def test_retry_after_is_read_as_a_date(zone: str) -> None:
    assert retry_after(http_date(90, zone)) == pytest.approx(90, abs=3)


def test_a_date_that_has_passed_is_no_wait() -> None:
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


@pytest.mark.parametrize(
    "said",
    [
        None, "", "-0000", "²", "٣", "-5", "1e9", "nan", "inf", "soon", "1.5.2", "9" * 5000, "\x00",
        "Wed, 21 Oct 2099 07:28:00 -0000", "Wed, 21 Oct 99999 07:28:00 GMT",
        "Wed, 21 Oct 2099 07:28:00 +99999999", "Wed, 99 Oct 2099 07:28:00 GMT",
    ],
)  # fmt: skip
def test_nonsense_in_retry_after_is_as_good_as_nothing(said: str | None) -> None:
    assert retry_after(said) is None


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.9.8.7", True), ("::1", True),
        ("", False), (None, False), ("128.0.0.1", False), ("arxiv.org", False),
        ("localhost.evil.example", False),
    ],
)  # fmt: skip
def test_this_machine_is_told_from_others(host: str | None, here: bool) -> None:
    assert is_loopback(host) == here


def test_a_body_within_its_bounds_is_given_as_it_comes() -> None:
    pieces = bounded(iter([b"ab", b"c"]), most=3, until=math.inf)
    assert list(pieces) == [b"ab", b"c"]


def test_a_body_that_grows_too_large_is_cut_off_while_it_comes() -> None:
    endless = iter(lambda: b"x" * 10, b"")
    got = io.BytesIO()
    with pytest.raises(TooLargeError):
        got.writelines(bounded(endless, most=25, until=math.inf))
    assert len(got.getvalue()) == 20


def test_a_body_that_comes_too_slowly_is_cut_off() -> None:
    with pytest.raises(TimeoutError):
        list(bounded([b"x"], most=9, until=time.monotonic() - 0.001))


def test_a_call_within_its_time_gives_what_it_gives_or_raises() -> None:
    assert within(5, lambda: "answer") == "answer"
    assert within(5, lambda: None) is None
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_a_call_beyond_its_time_is_given_up() -> None:
    free, start = threading.Event(), time.monotonic()
    with pytest.raises(TimeoutError):
        within(0.05, free.wait)
    assert time.monotonic() - start < 2
    free.set()


def test_where_no_more_threads_may_be_started_the_run_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(StopRunError, match="no more threads may be started: end some"):
        within(1, lambda: "answer")
