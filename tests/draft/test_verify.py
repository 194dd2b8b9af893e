"""What a second reader is asked, in how many calls, and what is made of its answers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.chosen_model import ChosenModel
from pipeline.draft import verify
from pipeline.draft.verify import LEAST_RIGHT, Prompts
from pipeline.errors import SummarizeError
from pipeline.model.ask import Model
from pipeline.records.verification import Asked, Passage
from pipeline.settings import Settings
from pipeline.store.output_folder import Store
from tests.support.fakes import FakeModel

ROOT = Path(__file__).parents[2]
PROMPTS = Prompts((ROOT / "prompts" / "verify.md").read_text("utf-8"), "Wrong: {problems}")
KNOWN = list(
    csv.DictReader(
        (ROOT / "pipeline" / "demo" / "statements.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


def judgements(*answers: tuple[int, str, str]) -> str:
    rows = [{"statement": n, "words": words, "answer": answer} for n, answer, words in answers]
    return json.dumps({"judgements": rows}, ensure_ascii=False)


@pytest.fixture
def reach(model: FakeModel, tmp_path: Path) -> Iterator[Callable[[int], Model]]:
    """Give what reaches the fake model with a context of so many tokens."""
    chosen: list[ChosenModel] = []

    def reached(context: int = 50_000) -> Model:
        settings = Settings(
            base_url=model.url,
            context_tokens=context,
            answer_tokens=400,
            price_in=1.0,
            price_out=1.0,
        )
        chosen.append(ChosenModel(settings, Store(tmp_path / str(len(chosen))), fresh=True))
        return chosen[-1].for_paper("paper")

    yield reached
    for one in chosen:
        one.close()


def asked(where: str, *sentences: str, passage: str = "The paper says so.") -> Asked:
    return Asked(where=where, sentences=sentences, passages=(Passage(page=3, text=passage),))


def test_every_sentence_is_numbered_below_its_passages_and_its_answer_comes_back_with_it(
    reach: Any, model: FakeModel
) -> None:
    model.replies = [
        judgements(
            (2, "contradicted", "The paper"), (1, "borne out", "says so"), (3, "not said", "")
        )
    ]
    both = [asked("point 1", "First.", "Second."), asked("verdict", "Third.", passage="A limit.")]
    found = verify.verify(both, model=reach(), prompts=PROMPTS)
    assert [(one.where, one.sentence, one.answer) for one in found.opinions] == [
        ("point 1", "First.", "borne out"),
        ("point 1", "Second.", "contradicted"),
        ("verdict", "Third.", "not said"),
    ]
    assert found.model == "fake"
    [call] = model.calls
    told = call["messages"][1]["content"]
    order = [told.index(words) for words in ("[page 3] The paper says so.", "1. First.", "2. Second.", "A limit.", "3. Third.")]  # fmt: skip
    assert order == sorted(order)


def test_material_stands_in_a_fence_of_its_own_every_time(reach: Any, model: FakeModel) -> None:
    for _ in range(2):
        model.replies = [judgements((1, "not said", ""))]
        verify.verify([asked("lead", "One.")], model=reach(), prompts=PROMPTS)
    fences = [re.findall(r"<(paper-\w+)>", call["messages"][1]["content"]) for call in model.calls]
    assert fences[0]
    assert fences[0] != fences[1]


def test_a_statement_that_is_not_answered_has_no_opinion_and_an_unknown_number_is_none(
    reach: Any, model: FakeModel
) -> None:
    model.replies = [judgements((1, "borne out", "says so"), (1, "contradicted", "x"), (9, "contradicted", "x"))]  # fmt: skip
    found = verify.verify([asked("point 1", "First.", "Second.")], model=reach(), prompts=PROMPTS)
    assert [(one.sentence, one.answer) for one in found.opinions] == [("First.", "borne out")]


def test_what_does_not_fit_one_call_is_asked_in_several_and_numbered_anew(
    reach: Any, model: FakeModel
) -> None:
    long = [asked(f"point {n}", f"Sentence {n}.", passage="word " * 800) for n in range(1, 5)]
    model.replies = [judgements((1, "borne out", "word word"), (2, "not said", ""))] * 4
    found = verify.verify(long, model=reach(5000), prompts=PROMPTS)
    assert len(model.calls) > 1
    assert [one.where for one in found.opinions] == [f"point {n}" for n in range(1, 5)]


@pytest.mark.parametrize(("wrong", "passed"), [(16 - LEAST_RIGHT, True), (17 - LEAST_RIGHT, False)])
def test_a_model_passes_that_judges_statements_of_known_truth(
    reach: Any, model: FakeModel, wrong: int, passed: bool
) -> None:
    turned = {"borne out": "contradicted", "contradicted": "borne out"}
    model.replies = [
        judgements(
            *(
                (n, turned[row["answer"]] if n <= wrong else row["answer"], row["passage"][:200])
                for n, row in enumerate(KNOWN, 1)
            )
        )
    ]
    assert verify.passes(reach(), PROMPTS) is passed


def test_a_model_that_says_what_it_cannot_show_does_not_pass(reach: Any, model: FakeModel) -> None:
    model.replies = [
        judgements(*((n, row["answer"], "words of its own") for n, row in enumerate(KNOWN, 1)))
    ]
    assert not verify.passes(reach(), PROMPTS)


@pytest.mark.parametrize("answer", ["borne out", "contradicted", "not said"])
def test_a_model_that_always_says_the_same_does_not_pass(
    reach: Any, model: FakeModel, answer: str
) -> None:
    model.replies = [
        judgements(*((n, answer, row["passage"][:200]) for n, row in enumerate(KNOWN, 1)))
    ]
    assert not verify.passes(reach(), PROMPTS)


def test_the_statements_of_known_truth_hold_against_the_demos_paper() -> None:
    source = " ".join((ROOT / "pipeline" / "demo" / "papers-daily.typ").read_text("utf-8").split())
    plain = source.replace("\\", "").replace("'", "’").replace('"', "")
    for row in KNOWN:
        words = row["passage"].replace("“", "").replace("”", "")
        assert words[:60] in plain.replace("“", "").replace("”", ""), row["statement"]
    assert sorted(row["answer"] for row in KNOWN) == ["borne out"] * 8 + ["contradicted"] * 8


def test_a_prompt_that_is_wrong_costs_no_call(reach: Any, model: FakeModel) -> None:
    with pytest.raises(SummarizeError, match="a prompt is wrong"):
        verify.verify(
            [asked("lead", "One.")], model=reach(), prompts=Prompts("{{ x }}\n-----\n", "")
        )
    assert model.calls == []
