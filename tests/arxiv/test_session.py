"""Talking to arXiv within its manners: the pace, the patience, the redirects, the bounds."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import os
import pwd
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NoReturn

import pytest
import requests

from pipeline.arxiv.session import LARGEST_BODY, PoliteSession
from pipeline.errors import StopRunError, SummarizeError
from tests.support.fakes import (
    FakeArxiv,
    Fault,
    answers,
    breaks,
    cuts,
    drips,
    drips_headers,
    hangs,
    send,
)

BODY = b"x" * 500


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the pace a file of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@contextlib.contextmanager
def opened(
    *hosts: str, interval: float = 0, timeout: float = 2, kind: type[PoliteSession] = PoliteSession
) -> Iterator[PoliteSession]:
    given = frozenset(hosts or ("127.0.0.1",))
    with kind(interval=interval, timeout=timeout, hosts=given) as session:
        yield session


def url(arxiv: FakeArxiv, path: str = "/pdf/2401.00001v1") -> str:
    return f"http://127.0.0.1:{arxiv.port}{path}"


def whole(session: PoliteSession, address: str) -> bytes:
    return session.ask(address, lambda response: b"".join(session.body(response)))


def failure(arxiv: FakeArxiv, *faults: Fault, timeout: float = 2) -> SummarizeError:
    arxiv.faults = list(faults)
    with opened(timeout=timeout) as session, pytest.raises(SummarizeError) as failed:
        whole(session, url(arxiv))
    assert failed.value.hint
    return failed.value


# ── what passes ──


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (answers(429, "Rate exceeded."), "answered 429"),
        (answers(500), "answered 500"),
        (answers(502), "answered 502"),
        (answers(503), "answered 503"),
        (answers(504), "answered 504"),
        (cuts(BODY, 200), "broke the connection"),
        (breaks(), "broke the connection"),
    ],
    ids=range(7),
)
def test_what_passes_is_tried_three_times_and_named_where_it_does_not(
    arxiv: FakeArxiv, fault: Fault, words: str
) -> None:
    arxiv.faults = [fault, fault, answers(200, BODY)]
    with opened() as session:
        assert whole(session, url(arxiv)) == BODY
    arxiv.log.clear()
    assert (
        failure(arxiv, fault, fault, fault).message == f"127.0.0.1:{arxiv.port} {words} (3 tries)"
    )
    assert len(arxiv.log) == 3


@pytest.mark.parametrize("status", [200, 400, 403, 404, 410, 501])
def test_what_does_not_pass_is_seen_as_it_is(arxiv: FakeArxiv, status: int) -> None:
    arxiv.faults = [answers(status, BODY)]
    with opened() as session:
        assert session.ask(url(arxiv), lambda response: response.status_code) == status
    assert len(arxiv.log) == 1


def test_a_server_that_asks_for_too_much_patience_gets_an_end(arxiv: FakeArxiv) -> None:
    said = failure(arxiv, answers(429, Retry_After="61")).message
    assert said == f"127.0.0.1:{arxiv.port} answered 429, and asks to wait 61 s"
    assert len(arxiv.log) == 1


def test_a_server_that_is_not_there_could_not_be_reached() -> None:
    with opened() as session, pytest.raises(SummarizeError, match="could not be reached"):
        whole(session, "http://127.0.0.1:9/pdf/x")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REQUESTS_CA_BUNDLE", "/no/such/file", "certificates that the environment names"),
        ("HTTPS_PROXY", "socks5://127.0.0.1:9", "SOCKS proxy .* not installed"),
    ],
)
def test_what_a_connection_lacks_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setitem(sys.modules, "urllib3.contrib.socks", None)  # as without the extra
    monkeypatch.setenv(name, value)
    with opened("papers.example") as session, pytest.raises(StopRunError, match=words):
        whole(session, "https://papers.example/x")


@pytest.mark.parametrize("address", ["http://", "http://[::1", "http://127.0.0.1:99999999/x"])
def test_what_is_no_address_is_said(address: str) -> None:
    with opened() as session, pytest.raises(SummarizeError, match=r"arxiv|reached"):
        whole(session, address)


@pytest.mark.parametrize("fault", [hangs(), drips_headers(0.02)], ids=["silent", "headers"])
def test_a_silent_server_ends_in_an_error_within_a_bounded_time(
    arxiv: FakeArxiv, fault: Fault
) -> None:
    start = time.monotonic()
    said = failure(arxiv, *[fault] * 3, timeout=0.1).message
    assert said == f"127.0.0.1:{arxiv.port} was silent for 0.1 s (3 tries)"
    assert time.monotonic() - start < 4


def falls_silent(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"x", {"Content-Length": "500"})
    time.sleep(1)


def test_a_server_that_falls_silent_in_its_body_is_silent_too(arxiv: FakeArxiv) -> None:
    said = failure(arxiv, *[falls_silent] * 3, timeout=0.1).message
    assert said == f"127.0.0.1:{arxiv.port} was silent for 0.1 s (3 tries)"


def test_a_dripping_body_ends_at_ten_times_the_timeout(arxiv: FakeArxiv) -> None:
    start = time.monotonic()
    error = failure(arxiv, drips(BODY, 0.02), timeout=0.15)
    assert error.message == "arXiv sent for more than 1.5 s"
    assert len(arxiv.log) == 1
    assert 1.4 < time.monotonic() - start < 3


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range((LARGEST_BODY >> 20) + 8):
        handler.wfile.write(b"x" * (1 << 20))
    handler.close_connection = True


@pytest.mark.slow
def test_a_body_beyond_all_measure_is_cut_off(arxiv: FakeArxiv) -> None:
    assert failure(arxiv, endless, timeout=20).message == "arXiv sent more than 500 MiB"


def test_a_packed_body_is_unpacked_and_its_length_not_compared(arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(200, gzip.compress(BODY), Content_Encoding="gzip")]
    with opened() as session:
        assert whole(session, url(arxiv)) == BODY


def without_a_length(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(BODY)
    handler.close_connection = True


def test_a_body_of_no_stated_length_is_taken_as_it_is(arxiv: FakeArxiv) -> None:
    arxiv.faults = [without_a_length]
    with opened() as session:
        assert whole(session, url(arxiv)) == BODY


# ── access ──


def test_after_access_denied_nothing_more_is_asked(arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(403, "<html>ACCESS Denied</html>")]
    with opened() as session:
        for _ in range(2):
            with pytest.raises(StopRunError, match="arXiv denies access: wait a day"):
                whole(session, url(arxiv))
    assert len(arxiv.log) == 1


def test_a_403_that_denies_one_thing_only_is_seen_as_it_is(arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(403, "Forbidden"), answers(200, "access denied")]
    with opened() as session:
        for status in (403, 200):
            assert session.ask(url(arxiv), lambda response: response.status_code) == status


def test_a_proxy_of_the_environment_gets_no_request_to_this_machine(
    arxiv: FakeArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    arxiv.faults = [answers(200, BODY)] * 2
    with opened() as session:
        assert whole(session, url(arxiv)) == BODY
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{arxiv.port}")
    with opened("arxiv.example") as session:
        whole(session, "http://arxiv.example/pdf/1")
    assert arxiv.log[1]["path"] == "http://arxiv.example/pdf/1"


def test_a_request_says_who_asks(arxiv: FakeArxiv) -> None:
    with opened() as session:
        whole(session, url(arxiv))
    assert arxiv.log[0]["headers"]["user-agent"].startswith("papers-daily/")
    assert "https://" in arxiv.log[0]["headers"]["user-agent"]


class Mending(PoliteSession):
    def mend(self, content: bytes) -> bytes:
        return content.replace(b"x", b"y")


def test_a_whole_answer_is_given_as_a_parser_takes_it(arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(404, BODY), answers(200, b"")]
    with opened(kind=Mending) as session:
        response = session.get(url(arxiv).encode())
        assert isinstance(response, requests.Response)
        assert (response.status_code, response.content) == (404, b"y" * 500)
        assert session.get(url(arxiv)).content == b""


# ── redirects ──


@pytest.mark.parametrize(
    "location", ["/pdf/2401.00001v1", "http://127.0.0.1:{port}/pdf/2401.00001v1"]
)
def test_a_redirect_is_followed_to_a_host_of_ours(arxiv: FakeArxiv, location: str) -> None:
    arxiv.faults = [answers(302, Location=location.format(port=arxiv.port)), answers(200, BODY)]
    with opened() as session:
        assert whole(session, url(arxiv)) == BODY


@pytest.mark.parametrize("host", ["arxiv.org", "export.arxiv.org", "ARXIV.org"])
def test_a_redirect_may_lead_to_arxiv(
    arxiv: FakeArxiv, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{arxiv.port}")
    arxiv.faults = [answers(301, Location=f"http://{host}/pdf/1"), answers(200, BODY)]
    with opened("mirror.example") as session:
        assert whole(session, "http://mirror.example/pdf/1") == BODY
    assert len(arxiv.log) == 2


@pytest.mark.parametrize(
    "location",
    ["http://evil.example/x", "http://arxiv.org.evil.example/x", "http://notarxiv.org/x",
     "ftp://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1:{port}\\\\@arxiv.org/x",
     "http://localhost:{port}\\\\@127.0.0.1/x", "http://me:secret@127.0.0.1:{port}/x",
     "http://127.0.0.1:{port}/a\\\\b", "http://[::1/x"],
)  # fmt: skip
def test_a_redirect_anywhere_else_is_not_followed(arxiv: FakeArxiv, location: str) -> None:
    there = answers(302, Location=location.format(port=arxiv.port))
    assert "leads elsewhere" in failure(arxiv, there).message
    assert len(arxiv.log) == 1


def test_redirects_in_a_circle_end(arxiv: FakeArxiv) -> None:
    circle = [answers(302, Location="/pdf/x")] * 9
    assert failure(arxiv, *circle).message == "arXiv's answer leads in circles"
    assert len(arxiv.log) == 5


# ── the pace ──


def times(arxiv: FakeArxiv) -> list[float]:
    return [row["at"] for row in arxiv.log]


def test_all_sessions_of_a_user_keep_one_pace(arxiv: FakeArxiv) -> None:
    with opened(interval=0.2) as one, opened(interval=0.2) as other:
        threads = [
            threading.Thread(target=whole, args=(session, url(arxiv)))
            for session in (one, other, one)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(arxiv.log) == 3
    assert all(later - earlier > 0.19 for earlier, later in itertools.pairwise(times(arxiv)))


ASK = """
import sys
from pipeline.arxiv.session import PoliteSession
session = PoliteSession(interval=0.5, timeout=5, hosts=frozenset({"127.0.0.1"}))
session.ask(sys.argv[1], lambda response: None)
"""


@pytest.mark.slow
def test_all_programs_of_a_user_keep_one_pace(arxiv: FakeArxiv, cache: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", ASK, url(arxiv)]) for _ in range(3)]
    assert [process.wait(30) for process in running] == [0, 0, 0]
    assert all(later - earlier > 0.48 for earlier, later in itertools.pairwise(times(arxiv)))
    assert [path.name for path in cache.rglob("*.pace")] == ["127.0.0.1.pace"]


def kept_pace(cache: Path) -> Path:
    folder = cache / "papers-daily"
    folder.mkdir(parents=True)
    return folder / "127.0.0.1.pace"


@pytest.mark.parametrize(
    ("last", "waits"),
    [
        (lambda: "", False),
        (lambda: "nonsense", False),
        (lambda: f"{time.time() - 100}", False),
        (lambda: f"{time.time()}", True),
        (lambda: f"{time.time() + 5000}", True),
        (lambda: "nan", True),
    ],
    ids=["none", "nonsense", "long ago", "now", "in the future", "nan"],
)
def test_the_moment_of_the_last_request_is_kept_and_may_be_damaged(
    arxiv: FakeArxiv, cache: Path, last: object, waits: bool
) -> None:
    assert callable(last)
    file = kept_pace(cache)
    file.write_text(last())
    start = time.time()
    with opened(interval=0.3) as session:
        whole(session, url(arxiv))
    assert (arxiv.log[0]["at"] - start > 0.25) == waits
    assert arxiv.log[0]["at"] - start < 2
    assert start <= float(file.read_text()) <= time.time()


def test_one_thing_is_asked_at_a_time(arxiv: FakeArxiv) -> None:
    under_way, most = 0, 0

    def fault(handler: BaseHTTPRequestHandler) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        time.sleep(0.03)
        under_way -= 1
        send(handler, 200, BODY, {})

    arxiv.faults = [fault] * 4
    with opened() as one, opened() as other:
        threads = [
            threading.Thread(target=whole, args=(session, url(arxiv)))
            for session in (one, other) * 2
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(arxiv.log), most) == (4, 1)


def test_a_home_that_cannot_be_written_has_the_machines_own_folder(
    arxiv: FakeArxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened() as session:
        whole(session, url(arxiv))
    folder = tmp_path / f"papers-daily-{os.getuid()}"
    assert [path.name for path in folder.iterdir()] == ["127.0.0.1.pace"]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_user_without_name_or_home_has_the_machines_own_folder(
    arxiv: FakeArxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: int) -> NoReturn:
        raise KeyError("no such user")

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened() as session:
        whole(session, url(arxiv))
    assert (tmp_path / f"papers-daily-{os.getuid()}" / "127.0.0.1.pace").is_file()


@pytest.mark.parametrize("place", ["home", "machine"])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_the_paces_place_is_not_followed(
    arxiv: FakeArxiv,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    there: bool,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = cache / "papers-daily"
    if place == "machine":
        cache.write_text("")
        folder = tmp_path / f"papers-daily-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True)
    mine = tmp_path / "mine.txt"
    if there:
        mine.write_bytes(b"mine")
    (folder / "127.0.0.1.pace").symlink_to(mine)
    with opened() as session, pytest.raises(SummarizeError, match=r"\.pace': a link stands"):
        whole(session, url(arxiv))
    assert arxiv.log == []
    assert [path.read_bytes() for path in [mine] if path.exists()] == [b"mine"] * there


def test_no_folder_at_all_is_one_error(
    arxiv: FakeArxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("")
    (tmp_path / f"papers-daily-{os.getuid()}").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened() as session, pytest.raises(SummarizeError, match="a file stands where a folder"):
        whole(session, url(arxiv))


@pytest.mark.parametrize("is_link", [True, False])
def test_a_folder_that_others_can_write_to_keeps_no_pace(
    arxiv: FakeArxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_link: bool
) -> None:
    (tmp_path / "cache").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder, elsewhere = tmp_path / f"papers-daily-{os.getuid()}", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if is_link:
        folder.symlink_to(elsewhere)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    with opened() as session, pytest.raises(SummarizeError, match="not yours alone"):
        whole(session, url(arxiv))
    assert arxiv.log == []
    assert not list(elsewhere.iterdir())


def test_a_pipe_in_the_paces_place_is_not_waited_at(arxiv: FakeArxiv, cache: Path) -> None:
    os.mkfifo(kept_pace(cache))
    with opened() as session, pytest.raises(SummarizeError, match=r"\.pace': it is a pipe"):
        whole(session, url(arxiv))
    assert times(arxiv) == []


def test_a_pace_that_cannot_be_kept_is_one_error_and_nothing_is_asked(
    arxiv: FakeArxiv, cache: Path
) -> None:
    kept_pace(cache).mkdir()
    with opened() as session, pytest.raises(SummarizeError, match=r"127\.0\.0\.1\.pace'"):
        whole(session, url(arxiv))
    assert arxiv.log == []
