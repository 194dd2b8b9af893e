"""A batch service's words, and a batch that is found again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.errors import ServerFailedError, StopRunError
from pipeline.model.batch_service import (
    BatchRefusedError,
    BatchService,
    BatchState,
    GoneError,
    NoServiceError,
    request_line,
)
from pipeline.model.server import ChatServer
from pipeline.network import PassingError
from tests.support.fake_batches import FakeBatchModel
from tests.support.fakes import answers, breaks, completion


@pytest.fixture
def model() -> Iterator[FakeBatchModel]:
    server = FakeBatchModel()
    server.kind = "/v1/"
    yield server
    server.close()


@pytest.fixture
def service(model: FakeBatchModel) -> Iterator[BatchService]:
    server = ChatServer(base_url=model.url, api_key="k" * 20, timeout=3)
    yield BatchService(server)
    server.close()


def begun(service: BatchService, name: str) -> BatchState:
    file = io.BytesIO(request_line("key", {"model": "fake", "messages": []}))
    return service.begin(name, service.upload(name, file))


def test_a_batch_and_its_file_are_found_again_by_our_name(
    model: FakeBatchModel, service: BatchService
) -> None:
    first, second = begun(service, "one"), begun(service, "two")
    assert (first.id, second.status) != (second.id, "completed")
    found = [service.find(name) for name in ("one", "two", "three")]
    assert [one and one.id for one in found] == [first.id, second.id, None]
    assert service.find_file("one") == model.batches[first.id]["input_file_id"]
    assert service.find_file("three") == ""
    model.lists_files = False
    assert service.find_file("one") == ""


def test_what_is_sent_is_what_the_service_asks_for(
    model: FakeBatchModel, service: BatchService
) -> None:
    batch = model.batches[begun(service, "one").id]
    assert (batch["endpoint"], batch["completion_window"], batch["metadata"]) == (
        "/v1/chat/completions", "24h", {"papers_daily": "one"},
    )  # fmt: skip
    assert model.sent == [
        [{"custom_id": "key", "method": "POST", "url": "/v1/chat/completions",
          "body": {"model": "fake", "messages": []}}]
    ]  # fmt: skip
    [row] = [row for row in model.log if row["path"] == "/v1/batches"]
    assert row["headers"]["idempotency-key"] == "one"


def results(service: BatchService, model: FakeBatchModel, *lines: Any) -> list[tuple[str, ...]]:
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines)
    file_id = model._keep(text.encode(), "x")["id"]
    return [(one.key, one.reply or "", one.trouble) for one in service.results(file_id)]


def test_results_are_replies_as_they_came_or_why_there_is_none(
    model: FakeBatchModel, service: BatchService
) -> None:
    body = completion('{"表": "🐦"}')
    error = {"error": {"message": "Too long", "code": "context_length_exceeded"}}
    found = results(
        service, model,
        {"custom_id": "a", "response": {"status_code": 200, "body": body}, "error": None},
        {"custom_id": "b", "response": {"status_code": 400, "body": error}, "error": None},
        {"custom_id": "c", "response": None, "error": {"code": "batch_expired", "message": "Late"}},
        {"custom_id": "d", "response": {"status_code": 200, "body": error}},
        {"custom_id": "e", "response": {"status_code": 200, "body": None}},
        {"custom_id": "f"}, {"custom_id": 3}, "", "[", "[]", "null", "{" * 5000,
    )  # fmt: skip
    assert found[0] == ("a", json.dumps(body, ensure_ascii=False), "")
    assert [(key, why) for key, reply, why in found[1:3]] == [("b", "Too long"), ("c", "Late")]
    assert [key for key, reply, why in found if why and not reply] == ["b", "c", "d", "e", "f"]


def test_a_key_that_a_server_repeats_is_in_no_reply(
    model: FakeBatchModel, service: BatchService
) -> None:
    body = completion("my key is " + "k" * 20)
    found = results(
        service, model, {"custom_id": "a", "response": {"status_code": 200, "body": body}}
    )
    assert "kkkk" not in found[0][1]
    assert "my key is …" in json.loads(found[0][1])["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "", NoServiceError),
        (405, "<html>", NoServiceError),
        (200, '{"error": "Unexpected endpoint"}', NoServiceError),
        (200, "<html>hello</html>", NoServiceError),
        (200, '{"data": 3}', NoServiceError),
        (401, '{"error": {"message": "wrong key"}}', StopRunError),
        (400, '{"error": {"message": "no batches for you"}}', BatchRefusedError),
        (503, "", ServerFailedError),
    ],
)
def test_a_service_that_is_not_there_is_told_from_one_that_refuses(
    model: FakeBatchModel, service: BatchService, status: int, body: str, kind: type[Exception]
) -> None:
    model.faults = [answers(status, body)] * 9
    with pytest.raises(kind) as raised:
        service.require()
    assert type(raised.value) is kind


def test_what_is_gone_is_told_from_a_service_that_is_not_there(service: BatchService) -> None:
    with pytest.raises(GoneError, match="knows no batch 'batch_9'"):
        service.look("batch_9")
    with pytest.raises(GoneError, match="no file 'file-9'"):
        list(service.results("file-9"))


def test_a_batch_that_may_have_arrived_is_asked_for_once(
    model: FakeBatchModel, service: BatchService
) -> None:
    file_id = service.upload("one", io.BytesIO(b"{}\n"))
    for fault in (breaks(), answers(502), answers(200, "<html>")):
        model.faults, before = [fault], len(model.log)
        with pytest.raises(PassingError):
            service.begin("one", file_id)
        assert len(model.log) == before + 1


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ({"data": [{"message": "Bad line", "line": 2}, {"message": "x"}]}, "Bad line (line 2)"),
        ({"data": [{"code": "token_limit_exceeded"}]}, "token_limit_exceeded"),
        (["x"], ""), ({"data": []}, ""), (None, ""), ("x", ""),
    ],
)  # fmt: skip
def test_why_a_batch_was_refused_is_in_the_servers_words(errors: Any, words: str) -> None:
    assert BatchState(id="b", status="failed", errors=errors).trouble == words
