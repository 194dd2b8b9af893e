"""What answers on this machine is named, with the one line that would use it."""

from __future__ import annotations

import shlex
import time
from typing import Any

import pytest

from pipeline.model.local import LocalServer, answering, ollama_context
from tests.support.fakes import FakeModel, FakeOllama, answers, drips, hangs


def test_servers_that_answer_are_named_with_their_models(model: FakeModel) -> None:
    model.listed = [{"id": "a:8b"}, {"object": "model"}, {"id": "b"}]
    assert answering([9, model.port]) == [LocalServer("a server", model.url, ("a:8b", "b"))]
    assert answering([model.port])[0].to_use == f"--base-url {model.url} --model a:8b"


def test_the_line_to_paste_runs_nothing_that_a_models_name_has_in_it() -> None:
    line = LocalServer("a server", "http://127.0.0.1:1/v1", ("$(id)\"; `id` '",)).to_use
    assert shlex.split(line)[-2:] == ["--model", "$(id)\"; `id` '"]
    assert line.endswith("""--model '$(id)"; `id` '"'"''""")


@pytest.mark.parametrize(
    "fault",
    [answers(404), answers(200, "<html>"), answers(200, "[]"), answers(200, '{"data": 3}'), hangs(9), drips(b" " * 999, 0.05)],
    ids=range(6),
)  # fmt: skip
def test_what_is_no_models_server_is_left_out_and_not_waited_for(
    model: FakeModel, fault: Any
) -> None:
    model.faulty = lambda path: True  # type: ignore[method-assign]
    model.faults, start = [fault], time.monotonic()
    assert answering([model.port]) == []
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("own", "context"),
    [
        ({}, 4096),
        ({"/api/ps": {"models": [{"name": "fake", "context_length": 16_384}]}}, 16_384),
        ({"/api/ps": {"models": [{"name": "other", "context_length": 9000}]}}, 4096),
        ({"/api/show": {"parameters": 'stop "x"\nnum_ctx    8192\n'}}, 8192),
        ({"/api/show": {"parameters": 3}, "/api/ps": []}, 4096),
        ({"/api/version": {"version": "1", "more": 2}}, None),
        ({"/api/version": None}, None),
    ],
    ids=range(7),
)
def test_an_ollama_says_how_much_it_reads(own: dict[str, Any], context: int | None) -> None:
    server = FakeOllama()
    server.own |= own
    try:
        assert ollama_context(server.url, "fake") == context
    finally:
        server.close()


def test_only_an_ollama_on_this_machine_is_asked(model: FakeModel) -> None:
    assert ollama_context("http://models.example/v1", "fake") is None
    assert ollama_context(f"https://127.0.0.1:{model.port}/v1", "fake") is None
    assert model.log == []
