"""One exchange with a model's server in every mood: an answer as it came, or an error with a name."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import stamina

from pipeline import credentials
from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.reply import parse_reply
from pipeline.model.server import LARGEST_BODY, OPENAI_URL, ChatServer
from pipeline.model.troubles import UnsupportedError
from tests.support.fakes import (
    FakeModel,
    Fault,
    answers,
    breaks,
    completion,
    cuts,
    drips,
    drips_headers,
    hangs,
    send,
)

KEY = "key-very-secret"
PAYLOAD: dict[str, Any] = {"model": "fake", "messages": [{"role": "user", "content": "Hm?"}]}


@contextlib.contextmanager
def served(model: FakeModel, *, timeout: float = 3, **changes: Any) -> Iterator[ChatServer]:
    given: dict[str, Any] = {"base_url": model.url, "api_key": KEY, "patience": 0.01} | changes
    with contextlib.closing(ChatServer(timeout=timeout, **given)) as server:
        yield server


def complete(model: FakeModel, *, timeout: float = 3, seconds: float = 60, **changes: Any) -> str:
    with served(model, timeout=timeout, **changes) as server:
        return server.complete(PAYLOAD, time.monotonic() + seconds)


def error(status: int, message: str, code: str = "", **headers: str) -> Fault:
    told = {"error": {"message": message, "type": code, "code": code}}
    return answers(status, json.dumps(told), **headers)


def test_a_reply_is_given_just_as_it_came(model: FakeModel) -> None:
    body = '{ "choices":\t[{"message": {"content": "文\\ud83d"}}], "x": 1.50 }\n'
    model.faults = [answers(200, body)]
    assert complete(model) == body
    assert model.calls == [PAYLOAD]
    assert model.log[0]["headers"]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_takes_the_paper_nowhere(model: FakeModel, status: int) -> None:
    with contextlib.closing(FakeModel()) as other:
        model.faults = [answers(status, Location=f"{other.url}/chat/completions")]
        with pytest.raises(StopRunError, match="another address"):
            complete(model)
        assert other.log == []


def test_a_server_of_ones_own_needs_no_key(model: FakeModel) -> None:
    complete(model, api_key="")
    assert model.log[0]["headers"]["authorization"] == "Bearer none-needed"


def test_neither_a_stray_address_nor_a_proxy_of_the_environment_gets_the_paper(
    model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    complete(model)
    assert ChatServer(base_url="", api_key="", timeout=1).base_url == OPENAI_URL
    assert ChatServer(base_url="http://a/v1/", api_key="", timeout=1).base_url == "http://a/v1"


def test_a_server_far_away_is_reached_through_the_proxy(
    model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{model.port}")
    complete(model, base_url="http://models.example/v1")
    assert model.log[0]["path"] == "http://models.example/v1/chat/completions"


def no_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)  # as where the extra is not installed
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")


def no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file")


def odd_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:9")


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        (no_socks, "SOCKS proxy .* not installed: install papers-daily.socks., or unset ALL_PROXY"),
        (no_certificates, "certificates .* cannot be read: correct or unset SSL_CERT_FILE"),
        (odd_proxy, "no connection can be made .*a proxy is http://… or socks5://…"),
    ],
)
def test_what_a_connection_lacks_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, lacks: Callable[[pytest.MonkeyPatch], None], words: str
) -> None:
    lacks(monkeypatch)
    server = ChatServer(base_url="https://models.example/v1", api_key="", timeout=1)
    with pytest.raises(StopRunError, match=words):
        server.complete(PAYLOAD, time.monotonic() + 9)


def test_the_whole_address_of_a_completion_is_taken_for_its_servers(model: FakeModel) -> None:
    assert parse_reply(complete(model, base_url=f"{model.url}/chat/completions/")).content


# ── what passes ──


@pytest.mark.parametrize(
    ("fault", "tries", "words"),
    [
        (error(429, "slow down"), 8, "has had too many requests"),
        (error(408, "timeout"), 4, "answered 408"),
        (error(409, "conflict"), 4, "answered 409"),
        (error(500, "oops"), 4, "answered 500"),
        (error(503, "busy"), 4, "answered 503"),
        (error(529, "overloaded"), 4, "answered 529"),
        (cuts(b'{"choices": [{"message": ', 10), 4, "broke the connection in its answer"),
        (breaks(), 4, "could not be reached, or broke the"),
        (answers(200, '{"choices": [{"mess'), 4, "broke off in its answer"),
        (answers(200, "[" * 100_000), 4, "broke off in its answer"),
        (answers(200, "null"), 4, "(no choices in it)"),
        (answers(200, '{"choices": null}'), 4, "(no choices in it)"),
        (answers(200, '{"choices": []}'), 4, "(no choices in it)"),
        (answers(200, '{"error": {"message": "model overloaded"}}'), 4, "(model overloaded)"),
        (answers(200, '{"error": "model overloaded"}'), 4, "(model overloaded)"),
    ],
    ids=range(15),
)
def test_what_passes_is_tried_again_and_named_where_it_does_not(
    model: FakeModel, fault: Fault, tries: int, words: str
) -> None:
    model.faults = [fault] * (tries - 1)
    assert parse_reply(complete(model)).content
    model.log.clear()
    model.faults = [fault] * tries
    with pytest.raises(ServerFailedError) as failed:
        complete(model)
    assert failed.value.message.startswith("the model's server ")
    assert words in failed.value.message
    assert f"({tries} tries)" in failed.value.message
    assert failed.value.hint
    assert len(model.log) == tries


def test_the_last_status_is_known(model: FakeModel) -> None:
    for fault, status in (
        (error(500, "x"), 500),
        (error(429, "x"), 429),
        (answers(200, "{"), None),
    ):
        model.faults = [fault] * 8
        with pytest.raises(ServerFailedError) as failed:
            complete(model)
        assert failed.value.status == status
        model.faults = []


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_too_much_patience_gets_an_end(
    model: FakeModel, status: int
) -> None:
    model.faults = [error(status, "later", Retry_After="121")]
    with pytest.raises(ServerFailedError, match=r", and asks to wait 121 s"):
        complete(model)
    assert len(model.calls) == 1


def test_the_deadline_bounds_all_tries_together(model: FakeModel) -> None:
    model.faults = [error(429, "slow down", Retry_After="0.4")] * 8
    start = time.monotonic()
    with stamina.set_testing(False), pytest.raises(ServerFailedError, match="too many requests"):
        complete(model, seconds=1)
    assert time.monotonic() - start < 3
    assert 2 <= len(model.calls) <= 3


def test_after_the_deadline_nothing_is_asked(model: FakeModel) -> None:
    with pytest.raises(SummarizeError, match="took longer than paper_seconds: run it again"):
        complete(model, seconds=-0.1)
    assert model.log == []


@pytest.mark.parametrize(
    ("fault", "tries", "words"),
    [
        (hangs(), 2, "was silent for 0 s (2 tries)"),
        (drips_headers(0.02), 2, "was silent for 0 s (2 tries)"),
        (drips(json.dumps(completion("x")).encode(), 0.02), 1, "did not finish its answer in time"),
    ],
    ids=["silent", "headers", "body"],
)
def test_a_slow_server_ends_in_an_error_within_a_bounded_time(
    model: FakeModel, fault: Fault, tries: int, words: str
) -> None:
    model.faults, start = [fault] * tries, time.monotonic()
    with pytest.raises(ServerFailedError) as failed:
        complete(model, timeout=0.2)
    assert words in failed.value.message
    assert "raise model_timeout" in failed.value.hint
    assert len(model.log) == tries
    assert time.monotonic() - start < 6


def falls_silent(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'{"choices"', {"Content-Length": "1000"})
    time.sleep(2)


def test_a_server_that_falls_silent_in_its_answer_is_told_from_a_slow_one(model: FakeModel) -> None:
    model.faults = [falls_silent] * 2
    with pytest.raises(ServerFailedError, match="fell silent in its answer"):
        complete(model, timeout=0.2)
    assert len(model.log) == 2


def test_an_answer_beyond_all_measure_is_cut_off(model: FakeModel) -> None:
    model.faults = [answers(200, b" " * (LARGEST_BODY + 1))]
    with pytest.raises(ServerFailedError, match="sent more than 8 MiB in its answer"):
        complete(model, timeout=20)


def endless(status: int, taken: list[int]) -> Fault:
    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, status, b"", {"Content-Length": str(10**12)})
        for _ in range(500):
            handler.wfile.write(b" " * 65_536)
            taken.append(65_536)

    return fault


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_body_without_end_is_cut_off_while_it_arrives(model: FakeModel, status: int) -> None:
    taken: list[int] = []
    model.faults = [endless(status, taken)]
    with contextlib.suppress(ServerFailedError, UnsupportedError):
        complete(model, timeout=20)
    assert sum(taken) < 16 << 20  # some of it stands in the sockets


def packed_wrongly(status: int) -> Fault:
    return answers(status, b"\x1f\x8b no gzip", Content_Encoding="gzip")


@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_body_that_cannot_be_unpacked_has_a_name(model: FakeModel, status: int) -> None:
    model.faults = [packed_wrongly(status)] * 4
    with pytest.raises(
        SummarizeError, match=r"cannot be unpacked|refuses the API key|answered 500"
    ):
        complete(model)


WORDS = json.dumps(completion('{"word": "文字"}'), ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(WORDS.encode()), {"Content_Encoding": "gzip"}),
        (gzip.compress(WORDS.encode()), {}),
        (zlib.compress(WORDS.encode()), {"Content_Encoding": "deflate"}),
        (WORDS.encode(), {"Content_Encoding": "gzip"}),
        (WORDS.encode(), {"Content_Type": "text/html; charset=iso-8859-1"}),
        (WORDS.encode("utf-16"), {"Content_Type": "application/json; charset=utf-16"}),
        (WORDS.encode("utf-16-le"), {}),
        (WORDS.encode("gb18030"), {"Content_Type": 'application/json; charset="gb18030"'}),
    ],
    ids=range(8),
)
def test_a_body_is_read_however_it_is_packed_and_written(
    model: FakeModel, body: bytes, headers: dict[str, str]
) -> None:
    model.faults = [answers(200, body, **headers)]
    assert parse_reply(complete(model)).content == '{"word": "文字"}'
    assert len(model.calls) == 1


def test_a_body_in_no_known_writing_is_an_answer_all_the_same(model: FakeModel) -> None:
    body = WORDS.encode("gb18030")
    model.faults = [answers(200, body, Content_Type="application/json; charset=klingon")]
    assert "word" in parse_reply(complete(model)).content


def chunked(body: bytes) -> Fault:
    """Plan an answer in chunks of which the last never comes."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
        handler.close_connection = True

    return fault


def silent_behind(body: bytes) -> Fault:
    """Plan an answer that promises more than there is, and stays open."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, body, {"Content-Length": str(len(body) + 9)})
        time.sleep(3)

    return fault


EVENTS = f"data: {WORDS}\r\n\r\n".encode()


@pytest.mark.parametrize(
    "fault",
    [
        cuts(WORDS.encode() + b" " * 9, len(WORDS.encode())),
        chunked(WORDS.encode()),
        chunked(EVENTS),
        silent_behind(WORDS.encode()),
    ],
    ids=range(4),
)
def test_a_whole_answer_whose_body_does_not_end_is_taken(model: FakeModel, fault: Fault) -> None:
    model.faults = [fault]
    assert parse_reply(complete(model, timeout=1)).content == '{"word": "文字"}'
    assert len(model.calls) == 1


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_list_of_models_that_cannot_be_unpacked_is_none(model: FakeModel, status: int) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults = [packed_wrongly(status)]
    with served(model) as server:
        assert server.models() == []


def test_a_refusal_that_breaks_off_has_a_name(model: FakeModel) -> None:
    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 500, b"oops", {"Content-Length": "1000"})
        handler.close_connection = True

    model.faults = [fault] * 4
    with pytest.raises(ServerFailedError, match="broke the connection"):
        complete(model)


def test_a_packed_refusal_is_not_unpacked(model: FakeModel) -> None:
    bomb = gzip.compress(b"x" * 60_000_000)
    model.faults = [answers(400, bomb, Content_Encoding="gzip")]
    tracemalloc.start()
    try:
        with pytest.raises(UnsupportedError):
            complete(model)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_what_an_address_asks_for_stands_behind_the_whole_path(model: FakeModel) -> None:
    complete(model, base_url=f"{model.url}/?api-version=2024-10-21&key=a%2Fb")
    assert model.log[0]["path"] == "/v1/chat/completions?api-version=2024-10-21&key=a%2Fb"


# ── what a server repeats ──


@pytest.mark.parametrize("where", ["http://user:{key}@{host}/v1", "http://{key}@{host}/v1", "http://{host}/{key}/v1", "{base}"])  # fmt: skip
def test_a_reply_comes_without_the_credentials_that_the_server_repeats(
    model: FakeModel, where: str
) -> None:
    secret = "opensesame-4f1c9a7e2b83d056"
    host = f"127.0.0.1:{model.port}"
    address = where.format(key=secret, host=host, base=model.url)

    def echo(handler: BaseHTTPRequestHandler) -> None:
        value = completion(json.dumps({"text": f"the key {secret}"})) | {
            "headers": dict(handler.headers.items()), "path": handler.path, secret: 1.50,
        }  # fmt: skip
        send(handler, 200, json.dumps(value).encode(), {})

    model.faults = [echo]
    key = secret if where == "{base}" else ""
    raw = complete(model, base_url=address, api_key=key)
    assert secret not in raw
    assert base64.b64encode(f"user:{secret}".encode()).decode() not in raw
    assert json.loads(parse_reply(raw).content) == {"text": "the key …"}


@pytest.mark.parametrize("status", [400, 403, 404, 500, 200])
def test_an_error_comes_without_the_credentials_of_the_address(
    model: FakeModel, status: int
) -> None:
    secret = "opensesame-4f1c9a7e2b83d056"

    def echo(handler: BaseHTTPRequestHandler) -> None:
        told = {"error": {"message": f"{handler.headers} {handler.path} user:{secret}@"}}
        send(handler, status, json.dumps(told).encode(), {})

    model.faults = [echo] * 4
    address = f"http://user:{secret}@127.0.0.1:{model.port}/v1"
    with pytest.raises((SummarizeError, UnsupportedError)) as failed:
        complete(model, base_url=address)
    assert secret[-8:] not in str(failed.value)
    assert base64.b64encode(f"user:{secret}".encode()).decode()[:16] not in str(failed.value)


def test_a_proxys_password_that_it_repeats_is_taken_out(
    model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "opensesame-4f1c9a7e2b83d056"
    proxy = {"HTTP_PROXY": f"http://user:{secret}@127.0.0.1:{model.port}"}
    monkeypatch.setenv("HTTP_PROXY", proxy["HTTP_PROXY"])
    credentials.learn_environment(proxy)

    def echo(handler: BaseHTTPRequestHandler) -> None:
        sent = handler.headers["Proxy-Authorization"]
        assert sent
        send(handler, 403, json.dumps({"error": {"message": f"who is {sent}?"}}).encode(), {})

    model.faults = [echo]
    with pytest.raises(ServerFailedError, match=r"forbids this \(who is Basic .{0,8}…"):
        complete(model, base_url="http://models.example/v1")


def test_a_server_that_cannot_be_reached_is_named_without_its_credentials() -> None:
    address = "http://user:opensesame-4f1c@127.0.0.1:9/v1?api_key=opensesame-9a7e"
    with (
        contextlib.closing(
            ChatServer(base_url=address, api_key="", timeout=1, patience=0.01)
        ) as server,
        pytest.raises(
            ServerFailedError, match=r"is the server at http://127\.0\.0\.1:9/v1 running"
        ),
    ):
        server.complete(PAYLOAD, time.monotonic() + 9)


@pytest.mark.parametrize("address", ["http://127.0.0.1:x/", "http://xn--ÿ/", "http://①②⑦.0.0.1:1/"])
def test_an_address_that_no_client_takes_stops_the_run_by_its_name(address: str) -> None:
    server = ChatServer(base_url=address, api_key="", timeout=1)
    with pytest.raises(StopRunError, match="base_url"):
        server.models()


def test_only_so_many_calls_are_under_way_at_once(model: FakeModel) -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def fault(handler: BaseHTTPRequestHandler) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with lock:
            under_way -= 1
        send(handler, 200, json.dumps(completion("x")).encode(), {})

    model.faults = [fault] * 8
    with served(model, at_once=2) as server:
        until = time.monotonic() + 60
        threads = [
            threading.Thread(target=server.complete, args=(PAYLOAD, until)) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(model.calls), most) == (8, 2)


# ── the list of models ──


@pytest.mark.parametrize(
    ("body", "models"),
    [
        ('{"data": [{"id": "a", "n_ctx": 9}, 3, null, {"id": "b"}]}', [{"id": "a", "n_ctx": 9}, {"id": "b"}]),
        ('{"data": []}', []),
        ('{"data": {"id": "a"}}', []),
        ("{}", []),
        ("[]", []),
        ("<html>", []),
        ("[" * 100_000, []),
    ],
    ids=range(7),
)  # fmt: skip
def test_the_list_of_models_is_given_as_far_as_it_is_one(
    model: FakeModel, body: str, models: list[Any]
) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults = [answers(200, body)]
    with served(model) as server:
        assert server.models() == models


@pytest.mark.parametrize(
    "fault",
    [answers(404), answers(500), hangs(), cuts(b"x" * 99, 9)],
    ids=["404", "500", "silent", "cut"],
)
def test_a_server_without_a_list_has_none_to_show(model: FakeModel, fault: Fault) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults = [fault]
    with served(model, timeout=0.2) as server:
        assert server.models() == []


def test_a_list_whose_headers_drip_is_not_waited_for(model: FakeModel) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults, start = [drips_headers(0.05)], time.monotonic()
    with served(model, timeout=0.2) as server:
        assert server.models() == []
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("status", [401, 403])
def test_a_list_that_the_key_does_not_open_is_said(model: FakeModel, status: int) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults = [error(status, "no")]
    with served(model) as server, pytest.raises(StopRunError, match=r"key|forbids"):
        server.models()


# ── what a status means ──


def test_an_error_comes_with_the_servers_words_and_without_the_key(model: FakeModel) -> None:
    model.faults = [error(401, f"Incorrect API key provided: {KEY}")]
    with pytest.raises(StopRunError) as stopped:
        complete(model)
    assert stopped.value.message == "the server refuses the API key (Incorrect API key provided: …)"
    assert stopped.value.hint
    assert len(model.log) == 1


@pytest.mark.parametrize(
    ("fault", "words", "hint"),
    [
        (error(404, "The model `fake` does not exist"), "has no model 'fake' (The model", "to one of: fakes, other"),
        (answers(200, '{"error": "model not found"}'), "has no model 'fake' (model not", "to one of: fakes, other"),
        (error(404, "Not Found"), "has no model 'fake' (Not Found)", "to one of: fakes, other"),
    ],
    ids=range(3),
)  # fmt: skip
def test_of_an_unknown_model_the_nearest_names_are_told(
    model: FakeModel, fault: Fault, words: str, hint: str
) -> None:
    model.listed, model.faults = [{"id": "other"}, {"id": "fakes"}, {}], [fault]
    with pytest.raises(StopRunError) as stopped:
        complete(model)
    assert words in stopped.value.message
    assert hint in stopped.value.hint
    assert len(model.calls) == 1


def test_where_nothing_is_at_an_address_what_is_under_v1_is_told(model: FakeModel) -> None:
    model.faulty = lambda path: not path.startswith("/v1")  # type: ignore[method-assign]
    for fault in (answers(404, "404 page not found"), answers(405), answers(200, "<html>One API")):
        model.faults = [fault] * 2 + [None]
        with pytest.raises(StopRunError) as stopped:
            complete(model, base_url=model.url.removesuffix("/v1"))
        assert f"it answers under {model.url}: set base_url to that" in stopped.value.hint


def test_where_nothing_is_at_an_address_nor_under_it_that_is_said(model: FakeModel) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults = [answers(404, "nothing here")] * 3
    with pytest.raises(StopRunError, match=r"no such model or address \(nothing here\)"):
        complete(model)


def test_what_is_not_found_where_all_is_right_fails_one_paper(model: FakeModel) -> None:
    model.faults = [error(404, "no endpoint")]
    with pytest.raises(ServerFailedError, match=r"finds nothing \(no endpoint\)"):
        complete(model)


@pytest.mark.parametrize(
    "target", ["http://[::1/chat/completions", "", "/elsewhere", "//x:y/chat/completions"]
)
def test_a_redirect_that_leads_nowhere_is_left(model: FakeModel, target: str) -> None:
    model.faults = [answers(308, Location=target)]
    with pytest.raises(StopRunError, match="another address"):
        complete(model)
    assert len(model.log) == 1


def test_two_that_are_sent_on_at_once_both_arrive(model: FakeModel) -> None:
    both = threading.Barrier(2)

    def there(handler: BaseHTTPRequestHandler) -> None:
        both.wait(5)
        send(handler, 308, b"", {"Location": "/v2/chat/completions"})

    model.faults, found = [there, there], []
    with served(model) as server:
        until = time.monotonic() + 20
        threads = [
            threading.Thread(target=lambda: found.append(server.complete(PAYLOAD, until)))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 2


@pytest.mark.parametrize("status", [301, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(model: FakeModel, status: int) -> None:
    there = answers(status, Location="/v2/chat/completions")
    model.faults = [there]
    with served(model) as server:
        for _ in range(2):
            assert parse_reply(server.complete(PAYLOAD, time.monotonic() + 9)).content
    paths = [row["path"] for row in model.log]
    assert paths == ["/v1/chat/completions", *["/v2/chat/completions"] * 2]
    assert all(call == PAYLOAD for call in model.calls)
    model.faults = [there] * 9
    with pytest.raises(StopRunError, match="another address"):
        complete(model)
    assert len(model.log) == 5, "one that leads in a circle is left"


@pytest.mark.parametrize(
    ("fault", "limit"),
    [
        (error(400, "This model's maximum context length is 6000 tokens. You sent 14000."), 6000),
        (error(400, "maximum context length is 128,000 tokens"), 128_000),
        (error(400, "the request exceeds the available context size", "exceed_context_size"), None),
        (error(413, "too big"), None),
        (error(400, "prompt is too long: 9 > 5"), None),
        (error(400, "x", "context_length_exceeded"), None),
        (answers(400, '{"error": {"message": "context size", "n_ctx": 4096}}'), 4096),
        (answers(400, '{"error": {"message": "context size", "n_ctx": "4096"}}'), None),
        (answers(200, '{"error": {"message": "maximum context is 900 tokens"}}'), 900),
    ],
    ids=range(9),
)
def test_a_paper_too_long_is_told_with_the_size_that_the_server_states(
    model: FakeModel, fault: Fault, limit: int | None
) -> None:
    model.faults = [fault]
    with pytest.raises(ContextTooLongError) as too_long:
        complete(model)
    assert too_long.value.limit == limit
    assert len(model.log) == 1


@pytest.mark.parametrize(
    ("fault", "parameter"),
    [
        (
            error(400, "'max_tokens' is not supported. Use 'max_completion_tokens' instead."),
            "tokens",
        ),
        (error(400, "max_tokens must be positive"), "format"),
        (error(400, "response_format is unknown"), "format"),
        (error(422, "no"), "format"),
        (error(501, "not implemented"), "format"),
    ],
    ids=range(5),
)
def test_a_parameter_that_is_not_taken_is_told(
    model: FakeModel, fault: Fault, parameter: str
) -> None:
    model.faults = [fault]
    with pytest.raises(UnsupportedError) as unsupported:
        complete(model)
    assert unsupported.value.parameter == parameter
    assert len(model.log) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (error(400, "blocked", "content_filter"), "refuses the paper (blocked)"),
        (error(400, "This breaks our Content Policy"), "refuses the paper"),
    ],
)
def test_what_only_this_paper_meets_fails_this_paper(
    model: FakeModel, fault: Fault, words: str
) -> None:
    model.faults = [fault]
    with pytest.raises(SummarizeError) as failed:
        complete(model)
    assert type(failed.value) is SummarizeError
    assert words in failed.value.message
    assert len(model.log) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (answers(200, "<html><title>Hotel wifi</title>"), "answered with a web page (Hotel wifi)"),
        (answers(403, "<html><title>Just a moment...</title>"), "forbids this (Just a moment...)"),
        (error(406, "what?"), "answered 406 (what?)"),
    ],
    ids=range(3),
)
def test_what_nobody_knows_is_the_servers_failure(
    model: FakeModel, fault: Fault, words: str
) -> None:
    model.faults = [fault]
    with pytest.raises(ServerFailedError) as failed:
        complete(model)
    assert words in failed.value.message
    assert len(model.calls) == 1


def test_a_servers_words_are_short_on_one_line_and_without_the_key(model: FakeModel) -> None:
    model.faults = [error(406, f"a\nb\t{KEY} sk-proj-12345678\r\n" + "x" * 900)]
    with pytest.raises(ServerFailedError) as stopped:
        complete(model)
    assert "(a b … … xxx" in stopped.value.message
    assert len(stopped.value.message) < 300
