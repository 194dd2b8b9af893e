"""One recorded answer makes the same entry, byte for byte, whichever way it has come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.support.command import PRICED, Command, Result
from tests.support.fake_batches import FakeBatchModel
from tests.support.fakes import answers, good_draft

PAPER = "2401.00001"
ENTRY = f"output/drafts/{PAPER}v2/entry.md"


def recorded() -> str:
    """Give an answer as a model has written it: with a sign beyond Unicode's first plane, a line end and a quote in it."""
    draft = good_draft()
    draft["lead"]["about"] = '研究小模型如何阅读长论文\n“🐦” or "Sparrow"'
    return json.dumps(draft, ensure_ascii=False, indent=1)


def streamed(answer: str) -> str:
    """Give an answer as a stream of events, a few characters each."""
    pieces = [answer[at : at + 7] for at in range(0, len(answer), 7)]
    chunks = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return "".join(f"data: {json.dumps(one)}\n\n" for one in chunks) + "data: [DONE]\n\n"


def by_server(command: Command, model: FakeBatchModel) -> Result:
    model.replies = [recorded()]
    return command(PAPER, SUMMARIZE_BASE_URL=model.url)


def by_stream(command: Command, model: FakeBatchModel) -> Result:
    model.faults = [answers(200, streamed(recorded()), Content_Type="text/event-stream")]
    return command(PAPER, SUMMARIZE_BASE_URL=model.url)


def by_command(command: Command, model: FakeBatchModel) -> Result:
    return command(PAPER, SUMMARIZE_MODEL_COMMAND=f"cat {write_answer(command)}")


def by_hand(command: Command, model: FakeBatchModel) -> Result:
    return command(PAPER, "--answer", write_answer(command))


def by_batch(command: Command, model: FakeBatchModel) -> Result:
    model.of_line = lambda _: recorded()
    (command.folder / "log.md").write_text(f"# pending\n\n- [ ] {PAPER}\n")
    result = command(
        "pending", "--batch", SUMMARIZE_BASE_URL=model.url, SUMMARIZE_BATCH_INTERVAL="0.01"
    )
    (command.folder / "log.md").unlink()
    assert model.calls == []
    return result


def write_answer(command: Command) -> str:
    path = command.folder / "answer.txt"
    path.write_text(recorded(), "utf-8")
    return str(path)


def test_one_recorded_answer_makes_the_same_entry_by_every_way(
    summarize: Command, tmp_path: Path
) -> None:
    ways: list[Callable[[Command, FakeBatchModel], Result]] = [
        by_server, by_stream, by_command, by_hand, by_batch,
    ]  # fmt: skip
    made: dict[str, bytes] = {}
    for way in ways:
        folder = tmp_path / way.__name__
        folder.mkdir()
        environ = (
            summarize.environ | PRICED | {"SUMMARIZE_MODEL": "fake", "SUMMARIZE_VERIFY": "off"}
        )
        model = FakeBatchModel()
        result = way(Command(folder, environ), model)
        model.close()
        assert result.status == 0, result.err
        made[way.__name__] = (folder / ENTRY).read_bytes()
    assert "🐦".encode() in made["by_server"]
    assert all(entry == made["by_server"] for entry in made.values())
