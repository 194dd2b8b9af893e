"""What is configured, what can be reached, what is wrong, and what to do."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

import pytest

from pipeline import resources
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv, FakeModel, FakeOllama


def diagnoses(command: Command, *options: str, **environ: str) -> dict[str, dict[str, Any]]:
    rows = command("doctor", "--json", *options, **environ).rows
    return {row["subject"]: row for row in rows}


@pytest.fixture
def healthy(summarize: Command, arxiv: FakeArxiv) -> Command:
    arxiv.papers["1706.03762"] = Entry()
    return summarize


def test_where_nothing_is_set_all_is_well_and_what_is_not_used_is_told(healthy: Command) -> None:
    result = healthy("doctor")
    assert result.status == 0
    found = diagnoses(healthy)
    assert {subject: row["verdict"] for subject, row in found.items()} == {
        "program": "ok",
        "settings": "ok",
        "output": "ok",
        "language": "ok",
        "arXiv": "ok",
        "model": "mind",
    }
    assert found["settings"]["found"].startswith(
        "no summarize.toml here: the defaults; drafter auto"
    )
    assert "OPENAI_API_KEY" in found["model"]["to_do"]


def test_a_settings_file_is_named(healthy: Command) -> None:
    (healthy.folder / "summarize.toml").write_text('language = "en"\n')
    assert diagnoses(healthy)["settings"]["found"].startswith("summarize.toml; ")
    assert diagnoses(healthy)["language"]["found"] == "en"


@pytest.mark.slow
def test_wrong_settings_do_not_keep_the_rest_from_being_looked_at(healthy: Command) -> None:
    (healthy.folder / "summarize.toml").write_text("colour = 1\n")
    result = healthy("doctor", HTTPS_PROXY="http://127.0.0.1:9")  # no way to arXiv itself
    assert result.status == 1
    assert "wrong  settings   unknown setting 'colour'" in result.out
    assert "ok     output " in result.out
    assert "mind   model " in result.out


def test_what_to_do_stands_below_what_is_wrong(healthy: Command, arxiv: FakeArxiv) -> None:
    arxiv.close()
    lines = healthy("doctor").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("wrong  arXiv"))
    assert lines[at + 1].lstrip().startswith("→ ")
    assert "work without arXiv" in lines[at + 1]


def test_an_output_that_no_folder_can_be_is_wrong(healthy: Command) -> None:
    (healthy.folder / "output").write_text("a file")
    assert diagnoses(healthy)["output"]["verdict"] == "wrong"
    assert diagnoses(healthy, "--output", "elsewhere/x")["output"]["verdict"] == "ok"
    assert not (healthy.folder / "elsewhere").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_an_output_that_cannot_be_written_is_wrong(healthy: Command) -> None:
    healthy.folder.chmod(0o500)
    try:
        assert diagnoses(healthy)["output"]["verdict"] == "wrong"
    finally:
        healthy.folder.chmod(0o700)


def test_own_prompts_and_templates_are_told_and_those_that_cannot_be_read_are_wrong(
    healthy: Command,
) -> None:
    for kind, name in (("prompts", "notes.md"), ("templates", "entry.zh.md.j2")):
        (healthy.folder / kind).mkdir()
        (healthy.folder / kind / name).write_text("mine")
    texts = diagnoses(healthy)["texts"]
    assert (texts["verdict"], texts["found"]) == (
        "mind",
        "your own files are used: prompts/notes.md, templates/entry.zh.md.j2",
    )
    (healthy.folder / "prompts" / "notes.md").write_bytes(b"\xff\xfe\xff")
    wrong = diagnoses(healthy)["prompts"]
    assert wrong["verdict"] == "wrong"
    assert wrong["found"].startswith("notes.md: ")
    (healthy.folder / "prompts" / "notes.md").unlink()
    for name in ("draft", "notes", "correct", "verify", "nickname"):
        (healthy.folder / "prompts" / f"{name}.md").write_text("mine")
        assert f"prompts/{name}.md" in diagnoses(healthy)["texts"]["found"]


def test_shipped_texts_that_lie_in_the_folder_are_nobodys_own(healthy: Command) -> None:
    (healthy.folder / "prompts").mkdir()
    own = healthy.folder / "prompts" / "draft.md"
    own.write_text(resources.shipped("prompts", "draft.md"), "utf-8")
    assert "texts" not in diagnoses(healthy)
    own.write_text("mine", "utf-8")
    assert diagnoses(healthy)["texts"]["found"] == "your own files are used: prompts/draft.md"


def test_a_model_that_is_to_draft_and_has_no_key_is_said_before_anything_is_reached(
    summarize: Command,
) -> None:
    found = diagnoses(summarize, "--drafter", "model")["model"]
    assert found["verdict"] == "wrong"
    assert found["found"].startswith("drafter is model, but there is no key")
    assert "set OPENAI_API_KEY" in found["to_do"]


@pytest.mark.parametrize(
    ("listed", "options", "verdict", "found"),
    [
        (["fake"], (), "ok", "fake at "),
        (["fake", "b"], ("--model", "b"), "ok", "b at "),
        (["fake", "b"], (), "wrong", "has several models"),
        (["fake"], ("--model", "c"), "wrong", "has no model 'c'"),
        ([], (), "wrong", "shows no models"),
        ([], ("--model", "c"), "mind", "shows no list of models; c is used as set"),
    ],
)
def test_a_model_is_looked_for_among_its_servers(
    healthy: Command,
    model: FakeModel,
    listed: list[str],
    options: tuple[str, ...],
    verdict: str,
    found: str,
) -> None:
    model.listed = [{"id": name} for name in listed]
    row = diagnoses(healthy, "--base-url", model.url, *options)["model"]
    assert row["verdict"] == verdict
    assert found in row["found"]
    assert bool(row["to_do"]) == (verdict == "wrong")


@pytest.mark.parametrize(("count", "shown"), [(8, "m7"), (9, "m7 …")])
def test_of_many_models_some_are_named(
    healthy: Command, model: FakeModel, count: int, shown: str
) -> None:
    model.listed = [{"id": f"m{number}"} for number in range(count)]
    row = diagnoses(healthy, "--base-url", model.url)["model"]
    assert row["to_do"].endswith(shown)


def test_a_price_that_is_not_known_is_told_where_a_model_is(
    healthy: Command, model: FakeModel
) -> None:
    assert diagnoses(healthy, "--base-url", model.url)["price"]["found"] == "of fake is not known"
    priced = diagnoses(healthy, "--base-url", model.url, SUMMARIZE_PRICE_IN="1")
    assert "price" not in priced
    model.listed = [{"id": "a"}, {"id": "b"}]
    assert "price" not in diagnoses(healthy, "--base-url", model.url)


def test_a_server_that_is_not_there_is_wrong(healthy: Command) -> None:
    row = diagnoses(healthy, "--base-url", "http://127.0.0.1:9/v1")["model"]
    assert row["verdict"] == "wrong"
    assert row["found"].startswith("http://127.0.0.1:9/v1")


def test_a_server_that_is_not_there_is_wrong_also_where_its_model_is_named(
    healthy: Command,
) -> None:
    result = healthy("doctor", "--base-url", "http://127.0.0.1:9/v1", "--model", "mine")
    assert result.status == 1
    assert "wrong  model      http://127.0.0.1:9/v1: the model's server at" in result.out
    assert "is it running" in result.out


def test_a_command_as_the_model_is_looked_for_and_not_run(healthy: Command) -> None:
    found = diagnoses(healthy, SUMMARIZE_MODEL_COMMAND="sh -c 'touch ran'")["model"]
    assert (found["verdict"], found["found"].split(":")[0]) == ("ok", "the command 'sh'")
    missing = diagnoses(healthy, SUMMARIZE_MODEL_COMMAND="no-such-program -m x")["model"]
    assert (missing["verdict"], missing["found"]) == (
        "wrong",
        "there is no command 'no-such-program'",
    )
    assert not (healthy.folder / "ran").exists()


def test_what_answers_on_this_machine_is_named_and_not_used(
    healthy: Command, model: FakeModel
) -> None:
    model.listed = [{"id": f"m{n}"} for n in range(9)]
    row = diagnoses(healthy, SUMMARIZE_LOCAL_PORTS=f"9, {model.port}")["local"]
    assert row["verdict"] == "mind"
    assert f"a server answers at {model.url} and is not used; it has m0, m1" in row["found"]
    assert row["found"].endswith("m7 …")
    assert f"--base-url {model.url} --model m0" in row["to_do"]
    assert "local" not in diagnoses(healthy, "--base-url", model.url)


@pytest.mark.parametrize(("context", "verdict"), [(4096, "mind"), (32_768, "ok")])
def test_how_much_an_ollama_reads_is_told(healthy: Command, context: int, verdict: str) -> None:
    with contextlib.closing(FakeOllama()) as server:
        server.own["/api/ps"] = {"models": [{"name": "fake", "context_length": context}]}
        row = diagnoses(healthy, "--base-url", server.url)["context"]
    assert row["verdict"] == verdict
    assert row["found"] == f"Ollama reads {context:,} tokens of a call with fake"


@pytest.mark.parametrize(
    ("kept", "environ", "verdict", "said"),
    [
        ({}, {}, "ok", "was not tried"),
        ({"verifies": True}, {}, "ok", "passed"),
        ({"verifies": False}, {}, "mind", "misjudges"),
        ({"verifies": False}, {"SUMMARIZE_VERIFY": "off"}, "ok", "off"),
    ],
)
def test_whether_the_model_is_fit_to_read_drafts_a_second_time_is_told(
    healthy: Command,
    model: FakeModel,
    kept: dict[str, bool],
    environ: dict[str, str],
    verdict: str,
    said: str,
) -> None:
    (healthy.folder / "output").mkdir()
    servers = {f"fake at {model.url}": kept}
    (healthy.folder / "output" / "servers.json").write_text(json.dumps(servers))
    row = diagnoses(healthy, SUMMARIZE_BASE_URL=model.url, **environ)["reader"]
    assert row["verdict"] == verdict
    assert said in row["found"]
