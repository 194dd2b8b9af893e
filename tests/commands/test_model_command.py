"""A command drafts as a server does: the same entry, kept and checked in the same way."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import FakeModel, answers, good_draft

MADE = {"SUMMARIZE_VERIFY": "off", "SUMMARIZE_MODEL": "fake"}


def by_command(summarize: Command, *lines: str) -> Command:
    """Give the command with a script as its model; what it is asked is appended to a file."""
    script = summarize.folder.parent / "script.py"
    asked = f"open({str(asked_file(summarize))!r}, 'a').write(sys.stdin.read() + chr(0))"
    script.write_text("\n".join(("import os, sys", asked, *lines)))
    command = shlex.join([sys.executable, str(script)])
    return Command(
        summarize.folder, summarize.environ | MADE | {"SUMMARIZE_MODEL_COMMAND": command}
    )


def asked_file(summarize: Command) -> Path:
    return summarize.folder.parent / "asked"


def asked(summarize: Command) -> list[str]:
    return asked_file(summarize).read_text("utf-8").split("\0")[:-1]


def prints(text: str) -> str:
    return f"print({text!r})"


@pytest.fixture
def drafts(summarize: Command) -> Command:
    return by_command(summarize, prints(json.dumps(good_draft(), ensure_ascii=False)))


def test_a_command_drafts_the_same_entry_as_a_server(
    summarize: Command, drafts: Command, model: FakeModel
) -> None:
    assert summarize("2401.00001", SUMMARIZE_BASE_URL=model.url, **MADE).status == 0
    served = summarize.entry()
    row = drafts("2401.00001", "--json").rows[0]
    assert (row["outcome"], row["calls"], row["cost"]) == ("present", 1, None)
    assert drafts.entry() == served
    assert len(model.calls) == len(asked(summarize)) == 1


def test_a_stream_that_nobody_asked_for_drafts_the_same_entry(
    drafts: Command, with_model: Command, model: FakeModel
) -> None:
    assert drafts("2401.00001").status == 0
    by_command = drafts.entry()
    said = json.dumps(good_draft(), ensure_ascii=False)
    events = (json.dumps({"choices": [{"delta": {"content": piece}}]}) for piece in said)
    stream = "".join(f"data: {event}\n\n" for event in events) + "data: [DONE]\n\n"
    model.faults = [answers(200, stream, Content_Type="text/event-stream")]
    row = with_model("2401.00001", "--json", SUMMARIZE_MODEL="fake").rows[0]
    assert (row["outcome"], row["calls"]) == ("present", 1)
    assert with_model.entry() == by_command


def test_what_it_answered_is_kept_and_it_is_not_run_again(
    summarize: Command, drafts: Command
) -> None:
    assert drafts("2401.00001").status == 0
    before = drafts.entry()
    (drafts.folder / "output/drafts/2401.00001v2/draft.json").unlink()
    result = drafts("2401.00001")
    assert (result.status, drafts.entry()) == (0, before)
    assert len(asked(summarize)) == 1
    assert '"cost": null' in drafts.files["usage.jsonl"].decode()


def test_another_command_is_asked_anew(summarize: Command, drafts: Command) -> None:
    assert drafts("2401.00001").status == 0
    other = f"{drafts.environ['SUMMARIZE_MODEL_COMMAND']} --other"
    assert drafts("2401.00001", SUMMARIZE_MODEL_COMMAND=other).status == 0
    assert len(asked(summarize)) == 2


def test_the_paper_goes_to_its_standard_input_and_a_wrong_answer_back(summarize: Command) -> None:
    good = json.dumps(good_draft())
    script = (
        f"print({good!r} if os.path.exists({str(summarize.folder.parent / 'again')!r}) else 'no')"
    )
    mark = f"open({str(summarize.folder.parent / 'again')!r}, 'w')"
    assert by_command(summarize, script, mark)("2401.00001").status == 0
    first, second = asked(summarize)
    assert "Sparrow is trained on 27M sentences" in first
    assert second.startswith(first.rstrip("\n"))
    assert "You answered:\n\nno\n\n" in second
    assert "there is no JSON object in the answer" in second


def test_a_command_that_fails_twice_stops_the_run(summarize: Command) -> None:
    failing = by_command(summarize, "sys.exit('no subscription')")
    result = failing("2401.00001", "2401.00001v1", "2401.00001v2")
    assert result.status == 1
    assert "ended with status 1 (no subscription)" in result.err
    assert "two papers failed so" in result.err


def test_a_budget_cannot_be_held_where_no_price_is_known(drafts: Command) -> None:
    result = drafts("2401.00001", "--max-cost", "1")
    assert result.status == 2
    assert "max_cost cannot be kept with model_command" in result.err
    assert not asked_file(drafts).exists()


def test_a_command_that_cannot_be_read_is_told(summarize: Command) -> None:
    result = summarize("2401.00001", SUMMARIZE_MODEL_COMMAND="llm 'half")
    assert result.status == 2
    assert "model_command" in result.err
