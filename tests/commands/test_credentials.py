"""A key planted everywhere is in no file and in nothing that is printed."""

from __future__ import annotations

import base64
import json
import shutil
import urllib.parse
from http.server import BaseHTTPRequestHandler

import pytest

from tests.support.command import Command, Result
from tests.support.fakes import (
    Entry,
    FakeArxiv,
    FakeModel,
    answers,
    completion,
    good_draft,
    send,
)

SECRET = "opensesame-4f1c9a7e2b83d056"
ADDRESSES = {
    "user and password": "http://user:{key}@{host}/v1",
    "user": "http://{key}@{host}/v1",
    "query": "http://{host}/v1?api_key={key}",
    "path": "http://{host}/{key}/v1",
}


def leaks(command: Command, *results: Result) -> list[str]:
    """Give the files and outputs that the secret is in, in any form that a server sends."""
    forms = (
        SECRET,
        urllib.parse.quote(SECRET),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(f"user:{SECRET}".encode()).decode(),
    )
    said = {f"output {n}": result.out + result.err for n, result in enumerate(results)}
    home = command.folder.parent
    kept = {
        str(path.relative_to(home)): path.read_text("utf-8", "replace")
        for path in home.rglob("*")
        if path.is_file() and path.name != "summarize.toml"
    }
    return [name for name, text in (said | kept).items() if any(form in text for form in forms)]


def commands(command: Command) -> list[Result]:
    return [
        command("2401.00001"),
        command("status"),
        command("status", "--json"),
        command("doctor"),
        command("doctor", "--json"),
    ]


@pytest.fixture
def keyed(with_model: Command) -> Command:
    with_model.environ["OPENAI_API_KEY"] = SECRET
    return with_model


@pytest.mark.parametrize("where", ADDRESSES)
@pytest.mark.parametrize("mood", ["well", "refuses", "unreachable"])
def test_what_stands_in_base_url_is_kept_and_shown_nowhere(
    with_model: Command, model: FakeModel, where: str, mood: str
) -> None:
    host = "127.0.0.1:9" if mood == "unreachable" else f"127.0.0.1:{model.port}"
    with_model.environ["SUMMARIZE_BASE_URL"] = ADDRESSES[where].format(key=SECRET, host=host)
    with_model.environ["SUMMARIZE_MODEL"] = "fake"
    if mood == "refuses":
        told = json.dumps({"error": {"message": f"no such user as user:{SECRET}@"}})
        model.faults = [answers(403, told)]
    results = commands(with_model)
    assert results[0].status == (0 if mood == "well" else 1)
    assert leaks(with_model, *results) == []


def test_a_server_that_repeats_the_headers_in_a_good_answer_gets_nothing_kept(
    keyed: Command, model: FakeModel
) -> None:
    def echo(handler: BaseHTTPRequestHandler) -> None:
        value = completion(json.dumps(good_draft())) | {"headers": dict(handler.headers.items())}
        send(handler, 200, json.dumps(value).encode(), {})

    model.faults = [echo]
    results = commands(keyed)
    assert results[0].status == 0
    assert leaks(keyed, *results) == []


@pytest.mark.parametrize(
    "where", ["verdict", "label", "refusal", "model", "wrong answer", "escaped"]
)
def test_a_model_that_repeats_the_key_gets_it_nowhere(
    keyed: Command, model: FakeModel, where: str
) -> None:
    draft, value = good_draft(), completion(None, refusal=f"no: {SECRET}")
    if where == "verdict":
        draft["verdict"]["text"] = f"key {SECRET}"
    if where == "label":
        draft["key_points"][0]["label"] = SECRET
    if where != "refusal":
        value = completion(json.dumps(draft))
    if where == "model":
        value["model"] = SECRET
    if where == "wrong answer":
        value = completion(json.dumps({SECRET: 1}))
    raw = json.dumps(value)
    if where == "escaped":
        letters = "".join(f"\\u{ord(c):04x}" for c in SECRET)
        raw = json.dumps(value | {"x": "KEY"}).replace("KEY", letters)
    model.faults = [answers(200, raw)] * 3
    results = commands(keyed)
    assert leaks(keyed, *results) == []
    assert letters not in str(keyed.files) if where == "escaped" else True


def test_a_list_of_models_that_names_the_key_does_not_print_it(
    keyed: Command, model: FakeModel
) -> None:
    model.listed = [{"id": f"model-of-{SECRET}"}, {"id": SECRET.upper()}]
    results = [keyed("doctor"), keyed("doctor", "--json"), keyed("2401.00001")]
    assert leaks(keyed, *results) == []
    assert SECRET.upper() not in "".join(result.out + result.err for result in results)


def test_another_key_or_password_pays_for_nothing_again(
    with_model: Command, model: FakeModel
) -> None:
    host = f"127.0.0.1:{model.port}"
    plain = with_model("2401.00001")
    assert (plain.status, len(model.calls)) == (0, 1)
    for address in (
        f"http://{host}/v1", f"http://user:one@{host}/v1", f"http://user:two@{host}/v1",
        f"http://{SECRET}@{host}/v1",
    ):  # fmt: skip
        again = {"SUMMARIZE_BASE_URL": address, "OPENAI_API_KEY": address[7:20]}
        assert "present" in with_model("2401.00001", **again).err
        shutil.rmtree(with_model.folder / "output" / "drafts")
        assert with_model("2401.00001", **again).status == 0
    assert len(model.calls) == 1
    assert len([name for name in with_model.files if name.startswith("calls/")]) == 1


def test_a_mirrors_password_is_kept_and_shown_nowhere(summarize: Command, arxiv: FakeArxiv) -> None:
    host = f"127.0.0.1:{arxiv.port}"
    summarize.environ |= {
        "SUMMARIZE_ARXIV_API_URL": f"http://user:{SECRET}@{host}/api/query",
        "SUMMARIZE_ARXIV_PDF_URL": f"http://user:{SECRET}@{host}/pdf",
    }
    arxiv.papers = {
        "2401.00001": Entry(title=f"A Paper of Basic {SECRET}", comment=f"user:{SECRET}@"),
        "1706.03762": Entry(),
    }
    results = commands(summarize)
    assert results[0].status == 0
    assert "…" in summarize.entry()
    assert leaks(summarize, *results) == []
    shutil.rmtree(summarize.folder / "output")
    arxiv.close()
    assert leaks(summarize, *commands(summarize)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--base-url", f"ftp://user:{SECRET}@x", "status"), (f"--{SECRET}", "status"), (f"{SECRET}.pdf",),
        ("check", f"a paper of {SECRET}"), ("pending", "--limit", SECRET), ("accept", "x y", "--date", SECRET),
        ("status", f"--{SECRET}=1"), ("status", SECRET), ("reject", f"a paper of {SECRET}"),
        ("pending", f"{SECRET}.md"),
    ],
)  # fmt: skip
def test_a_key_among_the_arguments_is_not_repeated(
    summarize: Command, arguments: tuple[str, ...]
) -> None:
    result = summarize(*arguments, OPENAI_API_KEY=SECRET)
    assert result.status in (1, 2)
    assert result.err
    assert leaks(summarize, result) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("pending", "--limit", "9" * 5000), ("pending", "--jobs", "9" * 5000), ("2401.00001", "--max-cost", "x" * 5000),
        ("accept", "a title", "--date", "2" * 5000), ("status", "--output", "x" * 5000), (f"--{'x' * 5000}",),
        ("status", "--language", "x" * 5000), ("status", "x" * 5000), ("pending", "x" * 5000), ("x" * 5000 + ".pdf",),
        ("status", f"--{'x' * 5000}"), ("http://" + "x" * 5000,),
    ],
    ids=range(12),
)  # fmt: skip
def test_no_argument_makes_a_line_that_nobody_reads(
    summarize: Command, arguments: tuple[str, ...]
) -> None:
    result = summarize(*arguments)
    assert "defect" not in result.err
    assert max(map(len, result.err.splitlines()), default=0) < 700


@pytest.mark.parametrize("size", [8_400_000, 20_000_000])
def test_a_reply_that_is_too_long_is_not_kept(
    with_model: Command, model: FakeModel, size: int
) -> None:
    model.replies = [completion("{" * size)]
    result = with_model("2401.00001")
    assert result.status == 1
    assert "sent more than 8 MiB in its answer, and was cut off" in result.err
    assert sum(len(raw) for name, raw in with_model.files.items() if "calls" in name) < 1_000_000
