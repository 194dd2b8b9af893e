"""What goes into a batch: as much as the service takes, asked for as the server wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands.batch import UnsentModel
from pipeline.commands.batch_dispatch import Request, parts
from pipeline.commands.chosen_model import ChosenModel
from pipeline.model.batch_call import NotByBatchError, UnsentError
from pipeline.records.batch import BatchRequest
from pipeline.records.call import FoundOut
from pipeline.records.draft import Draft
from pipeline.records.verification import Judgements
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

TALK = [{"role": "user", "content": "Draft it."}]


def requests(count: int, size: int) -> list[Request]:
    return [
        Request(BatchRequest(key=str(n), paper="p", tokens_in=1, tokens_out=1), size)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "size", "lengths"),
    [
        (0, 1, []),
        (50_000, 1, [50_000]),
        (50_001, 1, [50_000, 1]),
        (2001, 100_000, [2000, 1]),
        (2, 300_000_000, [1, 1]),
    ],
)
def test_a_batch_has_no_more_than_the_service_takes(
    count: int, size: int, lengths: list[int]
) -> None:
    made = list(parts(requests(count, size)))
    assert [len(part) for part in made] == lengths
    assert [one.key for part in made for one in part] == [str(n) for n in range(count)]


@pytest.fixture
def unsent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UnsentModel:
    """Give OpenAI's own default model, which nobody has asked yet."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    settings, store = Settings(context_tokens=100_000), Store(tmp_path)
    return UnsentModel(settings, store, ChosenModel(settings, store, fresh=False))


def test_openai_is_asked_for_the_room_of_an_answer_by_its_newer_name(unsent: UnsentModel) -> None:
    with pytest.raises(UnsentError) as put_together:
        unsent.for_paper("p").ask(Draft, TALK, "")
    payload = put_together.value.sent.payload
    assert (payload["model"], payload["max_completion_tokens"]) == ("gpt-5-mini", 4096)
    assert "max_tokens" not in payload


def test_what_is_known_of_a_server_counts_for_a_batch_too(
    unsent: UnsentModel, tmp_path: Path
) -> None:
    known = FoundOut(structured="json_object")
    Store(tmp_path).replies.write_server("https://api.openai.com/v1", "gpt-5-mini", known)
    with pytest.raises(UnsentError) as put_together:
        unsent.for_paper("p").ask(Draft, TALK, "")
    payload = put_together.value.sent.payload
    assert payload["response_format"] == {"type": "json_object"}
    assert payload["max_tokens"] == 4096


def test_a_second_reading_is_none_of_a_batch(unsent: UnsentModel) -> None:
    with pytest.raises(NotByBatchError):
        unsent.for_paper("p").ask(Judgements, TALK, "")
