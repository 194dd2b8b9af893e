"""A draft is read a second time by a model: what is asked, marked, kept, paid and told."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.draft.test_verify import KNOWN, judgements
from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Answer, Entry, FakeArxiv, FakeModel, answers, make_pdf

Judge = Callable[[int, str], tuple[int, str, str]]
"""What is answered of a statement: its number, the answer, the words."""
PROOF = "Sparrow reaches 61.4 F1 on LongRead, while the strongest baseline reaches 54.2 F1."


class ReadingModel(FakeModel):
    """Drafts as the fake model does, and judges statements, those of known truth rightly unless it is weak."""

    def __init__(self) -> None:
        super().__init__()
        self.weak = False
        self.judge: Judge = lambda number, _: (number, "borne out", PROOF)
        self.asked: list[str] = []
        """The prompts of second readings, the test's among them."""
        self.patience = 0.0
        """Seconds until the test of second readers is answered."""
        self._one = threading.Lock()

    def answer(self, path: str, body: bytes) -> Answer:
        words = "".join(message["content"] for message in json.loads(body).get("messages", ())) if body else ""  # fmt: skip
        if "You check statements" in words:
            self.asked.append(words)
            statements = re.findall(r"^(\d+)\. (.*)$", words.split("Answer with")[0], re.MULTILINE)
            known = {row["statement"]: row for row in KNOWN}
            told = [self._judged(int(number), said, known) for number, said in statements]
            if any(said in known for _, said in statements):
                time.sleep(self.patience)
            with self._one:
                self.replies.insert(0, judgements(*told))
                return super().answer(path, body)
        with self._one:
            return super().answer(path, body)

    def _judged(self, number: int, said: str, known: dict[str, dict[str, str]]) -> tuple[int, str, str]:  # fmt: skip
        if said in known:
            answer = "borne out" if self.weak else known[said]["answer"]
            return number, answer, known[said]["passage"][:100]
        return self.judge(number, said)


@pytest.fixture
def model() -> Iterator[ReadingModel]:
    server = ReadingModel()
    yield server
    server.close()


@pytest.fixture
def reading(with_model: Command, arxiv: FakeArxiv) -> Command:
    """Give the command with a second reading as it is by default, and two papers."""
    other = [[line.replace("61.4", "62.5") for line in page] for page in PAPER_PAGES]
    arxiv.papers["2401.00002"] = Entry(title="Wren: Another Paper", pdf=make_pdf(other))
    with_model.environ["SUMMARIZE_VERIFY"] = "auto"
    return with_model


def test_a_contradiction_stands_in_the_entry_as_the_models_opinion_with_the_papers_words(
    reading: Command, model: ReadingModel
) -> None:
    model.judge = lambda n, _: (n, "contradicted", PROOF) if n == 2 else (n, "borne out", PROOF)
    assert reading("2401.00001").status == 0
    entry = reading.entry()
    assert "据 fake 复核，与原文不符" in entry
    assert PROOF[:40] in entry.split("据 fake 复核")[1].split("\n")[0]


def test_an_english_entry_names_the_model_too(reading: Command, model: ReadingModel) -> None:
    model.judge = lambda n, _: (n, "contradicted", PROOF)
    assert reading("2401.00001", "--language", "en").status == 0
    assert "fake reads the paper otherwise" in reading.entry()


def test_without_a_model_a_reading_by_one_is_wrong_usage(summarize: Command) -> None:
    assert summarize("2401.00001").status == 0
    result = summarize("check", "2401.00001", "--verify")
    assert result.status == 2
    assert "--verify has a model read the entry, and there is none" in result.err
    assert "set OPENAI_API_KEY" in result.err
    assert "drafter" not in result.err


def test_a_model_is_tried_once_and_a_second_run_asks_nothing(
    reading: Command, model: ReadingModel
) -> None:
    assert reading("2401.00001").status == 0
    assert len(model.calls) == 3
    before = reading.files
    assert reading("2401.00001").status == 0
    assert len(model.calls) == 3
    assert reading.files == before
    assert reading("2401.00002").status == 0
    assert len(model.calls) == 5


def test_of_papers_in_work_at_once_one_tries_the_model(
    reading: Command, model: ReadingModel
) -> None:
    model.patience = 1.0  # longer than the other paper's draft takes
    result = reading("2401.00001", "2401.00002", "--jobs", "2")
    assert result.status == 0
    assert result.err.count("as a second reader") == 1
    assert len(model.calls) == 5
    assert len(model.asked) == 3


def test_another_key_in_the_address_makes_no_reading_anew(
    reading: Command, model: ReadingModel
) -> None:
    first, second = (
        reading("2401.00001", "--model", "fake", SUMMARIZE_BASE_URL=f"{model.url}?api_key={key}")
        for key in ("one-of-some-keys", "another-of-them")
    )
    assert "bears" in first.err
    assert second.status == 0
    assert "bears" not in second.err


def test_a_model_that_misjudges_known_statements_is_not_asked_and_it_is_said(
    reading: Command, model: ReadingModel
) -> None:
    model.weak = True
    model.judge = lambda n, _: (n, "contradicted", PROOF)
    told = reading("2401.00001")
    assert told.status == 0
    assert "misjudges statements of known truth" in told.err
    assert "复核" not in reading.entry()
    assert len(model.asked) == 1
    requests = len(model.log)
    again = reading("2401.00001")
    assert "looking every quote" not in again.err
    assert len(model.log) == requests
    assert reading("2401.00002").status == 0
    assert len(model.asked) == 1


def test_it_can_be_switched_on_for_a_model_that_was_not_tried_and_off(
    reading: Command, model: ReadingModel
) -> None:
    assert reading("2401.00001", SUMMARIZE_VERIFY="on").status == 0
    assert len(model.calls) == 2
    assert reading("2401.00002", SUMMARIZE_VERIFY="off").status == 0
    assert len(model.calls) == 3


def test_another_model_may_read_than_drafts(reading: Command, model: ReadingModel) -> None:
    assert reading("2401.00001", SUMMARIZE_VERIFY_MODEL="reader").status == 0
    assert [call["model"] for call in model.calls] == ["fake", "reader", "reader"]


def test_a_second_reading_that_fails_leaves_the_draft_and_is_asked_for_again(
    reading: Command, model: ReadingModel
) -> None:
    model.faults = [None, *[answers(400, '{"error": {"message": "no"}}')] * 9]
    model.judge = lambda n, _: (n, "contradicted", PROOF)
    told = reading("2401.00001", SUMMARIZE_VERIFY="on")
    assert told.status == 0
    assert "not read a second time" in told.err
    assert "复核" not in reading.entry()
    model.faults.clear()
    assert reading("2401.00001", SUMMARIZE_VERIFY="on").status == 0
    assert "据 fake 复核" in reading.entry()


def test_its_cost_is_in_the_row_and_in_max_cost(reading: Command, model: ReadingModel) -> None:
    [row] = reading("2401.00001", "--json").rows
    assert row["calls"] == 3
    refused = reading("2401.00002", SUMMARIZE_MAX_COST="0.000001")
    [worst] = re.findall(r"next call could cost ([\d.]+)", refused.err)
    told = reading("2401.00002", SUMMARIZE_MAX_COST=str(float(worst) + 0.0001))
    assert told.status == 0
    assert "not read a second time" in told.err
    assert "max_cost" in told.err


def test_an_edited_entry_is_read_again_when_asked_for(
    reading: Command, model: ReadingModel
) -> None:
    assert reading("2401.00001", SUMMARIZE_VERIFY="off").status == 0
    model.judge = lambda n, said: (n, "contradicted", PROOF) if "Sparrow" in said else (n, "borne out", PROOF)  # fmt: skip
    assert "reads the paper otherwise" not in reading("check", "2401.00001").out
    told = reading("check", "2401.00001", "--verify")
    assert "fake reads the paper otherwise" in told.out


def test_opinions_stay_with_sentences_that_are_not_edited(
    reading: Command, model: ReadingModel
) -> None:
    model.judge = lambda n, _: (n, "contradicted", PROOF) if n == 4 else (n, "borne out", PROOF)
    assert reading("2401.00001").status == 0
    told = reading("check", "2401.00001")
    assert "fake reads the paper otherwise" in told.out
    assert len(model.calls) == 3
