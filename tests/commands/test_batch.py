"""`pending --batch`: one submission, each result once, and drafts as the ordinary way makes them."""

from __future__ import annotations

import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.locks import locked
from tests.support.command import Command, Result
from tests.support.fake_batches import FakeBatchModel
from tests.support.fakes import (
    PAPER_PAGES,
    Entry,
    FakeArxiv,
    FakeModel,
    Fault,
    answers,
    breaks,
    good_draft,
    make_pdf,
    send,
)

PAPERS = [f"2401.{number:05}" for number in range(1, 4)]
GOOD = json.dumps(good_draft())


DRAFTED = [(3, "drafted"), (4, "drafted"), (5, "drafted")]


@pytest.fixture
def model() -> Iterator[FakeBatchModel]:
    server = FakeBatchModel()
    yield server
    server.close()


@pytest.fixture
def pending(with_model: Command, arxiv: FakeArxiv) -> Command:
    """Give the command beside a log with three open papers."""
    arxiv.papers |= {one: Entry(title=f"Sparrow {one}") for one in PAPERS}
    write(with_model.folder / "log.md", *PAPERS)
    with_model.environ["SUMMARIZE_BATCH_INTERVAL"] = "0.01"
    return with_model


def write(log: Path, *items: str) -> None:
    log.write_text("# pending\n\n" + "".join(f"- [ ] {item}\n" for item in items), "utf-8")


def outcomes(result: Result) -> list[tuple[int, str]]:
    return sorted((row["line"], row["outcome"]) for row in result.rows)


def entries(command: Command) -> dict[str, bytes]:
    return {name: raw for name, raw in command.files.items() if name.endswith("entry.md")}


def usage(command: Command) -> list[dict[str, object]]:
    raw = command.files.get("usage.jsonl", b"")
    return [json.loads(line) for line in raw.splitlines()]


def sent_records(command: Command) -> list[str]:
    return [name for name in command.files if name.endswith("/sent.json")]


def records(command: Command) -> list[str]:
    return [name for name in command.files if name.startswith("batches/")]


def wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)


def begin(command: Command, model: FakeBatchModel, ended_by: signal.Signals) -> str:
    """Begin a batch that does not end, and end the command while it waits; give its last words."""
    model.looks = 10**6
    with command.start("pending", "--batch") as running:
        while sum(row["path"].startswith("/v1/batches/") for row in model.log) < 2:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(ended_by)
        return running.communicate(timeout=10)[1]


def test_the_drafts_of_many_papers_go_in_one_batch_and_come_out_as_one_by_one(
    pending: Command, model: FakeBatchModel
) -> None:
    model.looks = 3
    result = pending("pending", "--batch", "--json")
    assert outcomes(result) == DRAFTED, result.err
    assert (len(model.sent), len(model.sent[0]), len(model.calls)) == (1, 3, 0)
    by_batch = entries(pending)
    assert len(by_batch) == 3
    for path in sorted((pending.folder / "output").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert outcomes(pending("pending", "--json")) == DRAFTED
    assert entries(pending) == by_batch
    asked = [sorted(json.dumps(one, sort_keys=True) for one in half) for half in (
        (line["body"] for line in model.sent[0]), model.calls,
    )]  # fmt: skip
    fenceless = [[re.sub("paper-[0-9a-f]{24}", "", one) for one in half] for half in asked]
    assert sorted(fenceless[0]) == sorted(fenceless[1])


def test_half_the_price_is_counted_and_told_before(pending: Command, model: FakeBatchModel) -> None:
    result = pending("pending", "--batch", "--json")
    told = re.search(r"3 drafts by fake in a batch, at most (\d\.\d{4}) USD, half the", result.err)
    assert told, result.err
    by_batch = [float(str(row["cost"])) for row in usage(pending)]
    assert len(by_batch) == 3
    assert float(told[1]) > sum(by_batch)
    sent = [len(json.dumps(line["body"])) // 4 for line in model.sent[0]]
    # the fake's prices: 1 USD a million in, 10 out; 300 tokens come
    assert sum(by_batch) == pytest.approx(sum(n + 3000 for n in sent) / 1e6 / 2)
    assert f"3 of 3 answers came, {sum(by_batch):.4f} USD" in result.err


def test_what_may_be_spent_bounds_a_batch(pending: Command, model: FakeBatchModel) -> None:
    worst = 0.0
    told = re.search(r"at most ([\d.]+) USD", pending("pending", "--batch", "--limit", "1").err)
    assert told
    worst = float(told[1])
    result = pending("pending", "--batch", "--json", "--max-cost", str(1.5 * worst))
    assert outcomes(result) == [(3, "present"), (4, "drafted"), (5, "failed")]
    [reason] = [row["reason"] for row in result.rows if row["outcome"] == "failed"]
    assert "raise max_cost to go on" in reason
    assert [len(lines) for lines in model.sent] == [1, 1]


@pytest.mark.slow
def test_a_batch_is_left_and_taken_up_again(pending: Command, model: FakeBatchModel) -> None:
    assert "interrupted" in begin(pending, model, signal.SIGINT)
    said = pending("status").err
    assert re.search(
        r"a batch of 3 drafts: in progress, 0 answered \(fake, sent \d{4}-\d\d-\d\d \d\d:\d\d\); "
        r"`summarize pending --batch` waits for it", said
    ), said  # fmt: skip
    left = pending("pending", "--json")
    assert outcomes(left) == [(3, "in_batch"), (4, "in_batch"), (5, "in_batch")]
    assert left.status == 0
    one = pending(PAPERS[0], "--json")
    assert "it is in a batch that is under way" in one.rows[0]["reason"]
    assert model.calls == []
    model.looks = 1
    assert outcomes(pending("pending", "--json")) == DRAFTED
    assert (len(model.sent), model.calls, records(pending)) == (1, [], [])
    assert "batch" not in pending("status").err


@pytest.mark.slow
def test_an_entry_that_is_accepted_meanwhile_changes_nothing(
    pending: Command, model: FakeBatchModel
) -> None:
    assert pending("2401.00001").status == 0
    write(pending.folder / "log.md", *PAPERS)
    begin(pending, model, signal.SIGKILL)
    model.log.clear()
    assert pending("accept", "2401.00001").status == 0
    model.looks = 1
    rows = pending("pending", "--batch", "--json").rows
    assert sorted(row["outcome"] for row in rows) == ["drafted", "drafted"]
    assert (len(model.sent), model.calls) == (1, [])


# ── what a result lacks ──


def test_what_a_result_lacks_goes_the_ordinary_way(pending: Command, model: FakeBatchModel) -> None:
    def of_line(line: dict[str, object]) -> str | dict[str, object] | None:
        text = json.dumps(line)
        if "Sparrow 2401.00001" in text:
            error = {"code": "server_error", "message": "it broke"}
            return {"response": {"status_code": 500, "body": {"error": error}}}
        return '{"lead": 1}' if "Sparrow 2401.00002" in text else GOOD

    model.of_line = of_line
    result = pending("pending", "--batch", "--json")
    assert outcomes(result) == DRAFTED
    assert "2 of 3 answers came, " in result.err
    assert "1 did not (it broke)" in result.err
    # one by itself, and one with what is wrong with its answer
    assert sorted(len(one["messages"]) for one in model.calls) == [2, 4]
    assert len(usage(pending)) == 4


def test_a_batch_that_expires_gives_what_it_has(pending: Command, model: FakeBatchModel) -> None:
    model.ends_as = "expired"
    expired = {"error": {"code": "batch_expired", "message": "This request could not be executed"}}
    model.of_line = lambda line: GOOD if "Sparrow 2401.00001" in json.dumps(line) else expired
    assert outcomes(pending("pending", "--batch", "--json")) == DRAFTED
    assert (len(model.sent), len(model.calls)) == (1, 2)


@pytest.mark.parametrize(
    ("ends_as", "words"),
    [
        ("failed", "the service refused its batch (This line is no JSON. (line 3))"),
        ("cancelled", "its batch was cancelled"),
    ],
)
def test_a_batch_that_comes_to_nothing_is_asked_for_one_by_one_by_nobody_unasked(
    pending: Command, model: FakeBatchModel, ends_as: str, words: str
) -> None:
    model.ends_as, model.of_line = ends_as, lambda _: None
    result = pending("pending", "--batch", "--json")
    assert {row["outcome"] for row in result.rows} == {"failed"}
    assert all(row["reason"].startswith(words) for row in result.rows), result.rows
    assert (model.calls, records(pending), result.status) == ([], [], 1)
    assert outcomes(pending("pending", "--json")) == DRAFTED
    assert len(model.calls) == 3


def test_what_was_not_asked_for_and_what_comes_twice_is_kept_no_more_than_once(
    pending: Command, model: FakeBatchModel
) -> None:
    keep = model._keep

    def doubled(content: bytes, filename: str) -> dict[str, object]:
        stray = content.replace(b'"custom_id": "', b'"custom_id": "stray')
        return keep(content * 2 + stray + b"no JSON\n[]\n{}\n", filename)

    model._keep = doubled  # type: ignore[method-assign]
    model.lists_files = False
    pending("pending", "--batch", "--limit", "1")
    assert len(usage(pending)) == 1
    assert sum(name.startswith("calls/") for name in pending.files) == 1


def test_a_paper_that_takes_several_calls_goes_the_ordinary_way_meanwhile(
    pending: Command, model: FakeBatchModel, arxiv: FakeArxiv
) -> None:
    lines = [
        f"The effect {n} on the set named S{n} is {n}.{n} points of change." for n in range(45)
    ]
    arxiv.papers[PAPERS[0]] = Entry(pdf=make_pdf([*PAPER_PAGES[:2], *[lines] * 10]))
    rows = pending("pending", "--batch", "--json", "--context-tokens", "8000").rows
    assert sorted(row["line"] for row in rows if row["outcome"] == "drafted")[-2:] == [4, 5]
    assert [len(lines) for lines in model.sent] == [2]
    asked = {one["response_format"]["json_schema"]["name"] for one in model.calls}
    assert asked == {"notes"}


def test_results_that_are_gone_are_asked_for_one_by_one(
    pending: Command, model: FakeBatchModel
) -> None:
    model.kind, model.faults = "/v1/files/", [answers(404)]
    result = pending("pending", "--batch", "--json")
    assert outcomes(result) == DRAFTED
    assert "the server has no file 'file-" in result.err
    assert "0 of 3 answers came; 3 did not (the batch is completed)" in result.err
    assert (len(model.sent), len(model.calls)) == (1, 3)


def test_a_damaged_record_of_a_batch_is_said_and_stops_what_could_be_paid_twice(
    pending: Command, model: FakeBatchModel
) -> None:
    (pending.folder / "output" / "batches").mkdir(parents=True)
    (pending.folder / "output" / "batches" / "b.json").write_text("{")
    said = pending("status")
    assert (said.status, "what is in a batch is not known: " in said.err) == (0, True)
    result = pending("pending")
    assert (result.status, "b.json' is damaged" in result.err) == (1, True)
    assert model.calls == []


# ── servers, and what they refuse ──


def test_a_server_without_a_batch_service_is_named_before_anything_is_read(
    pending: Command, model: FakeModel
) -> None:
    plain = FakeModel()
    result = pending("pending", "--batch", SUMMARIZE_BASE_URL=plain.url)
    plain.close()
    assert result.status == 1
    assert result.err.splitlines()[-2:] == [
        f"summarize: the model's server at {plain.url} has no batch service",
        "           run it without --batch",
    ]
    assert "extract" not in result.err


def test_a_batch_that_is_refused_is_forgotten(pending: Command, model: FakeBatchModel) -> None:
    model.refuses = {"message": "Enqueued token limit reached for fake."}
    result = pending("pending", "--batch")
    assert result.status == 1
    assert "refuses the batch (Enqueued token limit reached for fake.)" in result.err
    assert records(pending) == []
    model.refuses = {}
    assert outcomes(pending("pending", "--batch", "--json")) == DRAFTED


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--drafter", "extractive"), "a batch is a model's, and none is set"),
        (("--model-command", "cat"), "a command has no batch service"),
    ],
)
def test_a_batch_without_a_server_is_wrong_usage(
    pending: Command, options: tuple[str, str], words: str
) -> None:
    pending.environ.pop("SUMMARIZE_BASE_URL")
    result = pending("pending", "--batch", *options)
    assert (result.status, words in result.err) == (2, True), result.err


@pytest.mark.slow
def test_a_batch_that_the_server_does_not_know_any_more_is_not_sent_again(
    pending: Command, model: FakeBatchModel
) -> None:
    begin(pending, model, signal.SIGKILL)
    [name] = records(pending)
    model.batches.clear()
    result = pending("pending", "--batch")
    assert result.status == 1
    assert "the server knows no batch 'batch_" in result.err
    assert name in result.err
    assert len(model.files) == 1


# ── what nobody knows to have arrived ──


def unanswered(command: Command, model: FakeBatchModel) -> dict[str, object]:
    """Leave a batch that the server was asked for long ago and has not answered; give what is kept of it."""
    begin(command, model, signal.SIGKILL)
    model.looks = 1
    [name] = records(command)
    path = command.folder / "output" / name
    left: dict[str, object] = json.loads(path.read_bytes())
    left |= {"batch_id": "", "state": "", "asked_at": "2026-01-01T00:00:00.000+00:00"}
    path.write_text(json.dumps(left), "utf-8")
    return left


@pytest.mark.slow
def test_a_batch_that_has_arrived_unanswered_is_found_and_not_sent_again(
    pending: Command, model: FakeBatchModel
) -> None:
    unanswered(pending, model)
    said = pending("status").err
    assert "a batch of 3 drafts that has not been sent to its end (fake, begun 2026-01-01" in said
    assert outcomes(pending("pending", "--batch", "--json")) == DRAFTED
    assert (len(model.sent), len(model.files)) == (1, 2)


@pytest.mark.slow
@pytest.mark.parametrize(("options", "sent", "calls"), [(("--batch",), 1, 0), ((), 0, 3)])
def test_a_batch_that_has_not_arrived_is_sent_or_given_up_as_is_wanted_now(
    pending: Command, model: FakeBatchModel, options: tuple[str, ...], sent: int, calls: int
) -> None:
    left = unanswered(pending, model)
    model.batches.clear()
    assert outcomes(pending("pending", "--json", *options)) == DRAFTED
    assert (len(model.sent), len(model.calls)) == (sent, calls)
    names = [batch["metadata"]["papers_daily"] for batch in model.batches.values()]
    assert names == [left["name"]] * sent
    assert records(pending) == []


def test_an_unsent_batch_whose_papers_are_all_rejected_has_nothing_left_to_send(
    pending: Command, model: FakeBatchModel
) -> None:
    model.kind, model.faults = "/v1/files", [answers(401)]
    assert pending("pending", "--batch").status == 1
    assert len(records(pending)) == 1
    for paper in PAPERS:
        assert pending("reject", paper).status == 0
    result = pending("pending", "--batch", "--json")
    assert "nothing is left to send of a batch" in result.err
    assert (result.status, {row["outcome"] for row in result.rows}) == (0, {"present"})
    assert (records(pending), model.files, model.batches) == ([], {}, {})


def test_a_server_that_breaks_off_when_it_has_begun_a_batch_is_asked_for_it_by_name(
    pending: Command, model: FakeBatchModel
) -> None:
    class Begun:
        """Plan a batch that begins, and a connection that is broken off before that is said."""

        def __call__(self, handler: BaseHTTPRequestHandler) -> None:
            if handler.command == "POST":
                model.answer(handler.path, model.log[-1]["body"])
                breaks()(handler)
            else:
                send(handler, *model.answer(handler.path, b""))

    model.kind, model.faults = "/v1/batches", [Begun()] * 2
    result = pending("pending", "--batch", "--json")
    assert outcomes(result) == DRAFTED
    assert "looking whether the batch has arrived" in result.err
    assert len(model.sent) == 1


def test_a_server_that_is_away_for_a_while_is_waited_for(
    pending: Command, model: FakeBatchModel
) -> None:
    model.looks = 3
    model.kind, model.faults = "/v1/batches/batch_", [answers(503)] * 8
    result = pending("pending", "--batch", "--json")
    assert outcomes(result) == DRAFTED
    assert result.err.count("it is asked again") == 1


@pytest.mark.slow
def test_two_runs_at_the_same_moment_send_one_batch(
    pending: Command, model: FakeBatchModel
) -> None:
    runs = [pending.start("pending", "--batch") for _ in range(2)]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert (sum(map(len, model.sent)), model.calls) == (3, [])
    assert len(usage(pending)) == 3


PATIENT = {"SUMMARIZE_ARXIV_TIMEOUT": "60", "SUMMARIZE_MODEL_TIMEOUT": "60"}


def waits_for(event: threading.Event, server: FakeArxiv | FakeBatchModel) -> Fault:
    """Plan a right answer that comes when something has happened."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        body = server.log[-1]["body"]
        assert event.wait(60)
        send(handler, *server.answer(handler.path, body))

    return fault


@pytest.mark.slow
def test_what_another_run_has_had_by_batch_meanwhile_is_not_sent_again(
    pending: Command, arxiv: FakeArxiv, model: FakeBatchModel
) -> None:
    pending.environ |= PATIENT
    go_on, model.looks = threading.Event(), 10**6
    arxiv.kind, arxiv.faults = f"/pdf/{PAPERS[2]}", [waits_for(go_on, arxiv)]
    with pending.start("pending", "--batch") as first:
        wait_until(lambda: len(sent_records(pending)) == 2)
        with pending.start("pending", "--batch", "--limit", "2") as second, ExitStack() as held:
            wait_until(lambda: len(model.sent) == 1)
            for name in sent_records(pending):
                held.enter_context(locked((pending.folder / "output" / name).parent, 60))
            model.looks = 1
            wait_until(lambda: not records(pending))
            second.kill()  # its replies are kept, and no draft is made of them
        go_on.set()
        said = first.communicate(timeout=60)
    assert first.returncode == 0, said
    assert [len(batch) for batch in model.sent] == [2, 1]
    assert (len(usage(pending)), model.calls) == (3, [])


@pytest.mark.slow
def test_what_another_run_is_being_told_one_by_one_is_not_sent_in_a_batch(
    pending: Command, arxiv: FakeArxiv, model: FakeBatchModel
) -> None:
    pending.environ |= PATIENT
    fetched, answered = threading.Event(), threading.Event()
    arxiv.kind, arxiv.faults = f"/pdf/{PAPERS[2]}", [waits_for(fetched, arxiv)]
    with pending.start("pending", "--batch") as batch:
        wait_until(lambda: len(sent_records(pending)) == 2)
        model.faults = [waits_for(answered, model)]
        with pending.start("pending", "--limit", "1") as ordinary:
            wait_until(lambda: len(model.calls) == 1)
            fetched.set()
            wait_until(lambda: len(records(pending)) == 1)
            answered.set()
            said = [batch.communicate(timeout=60), ordinary.communicate(timeout=60)]
    assert (batch.returncode, ordinary.returncode) == (0, 0), said
    assert [len(requests) for requests in model.sent] == [2]
    assert (len(usage(pending)), len(model.calls)) == (3, 1)
