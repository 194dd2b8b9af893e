"""Verify: have a model read a draft's statements beside the paper's passages. Its opinion, no more.

What no rule finds, a strong model can: another name, a condition left out, a claim that goes too
far. Of a weak one the answers are as good as chance, so a model is tried first, on statements whose
truth is known (demo/statements.tsv, about the demo's paper).
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from pipeline.errors import ContextTooLongError, SummarizeError
from pipeline.model.ask import Model
from pipeline.model.fence import new_fence
from pipeline.model.prompt import filled
from pipeline.model.structured import strict_schema
from pipeline.model.tokens import Message, most_tokens
from pipeline.records.verification import (
    MOST_STATEMENTS,
    Asked,
    Judgement,
    Judgements,
    Opinion,
    Passage,
    Verification,
)

VERSION = "1"
"""Part of every verification's fingerprint: raise it when the same draft gives another request."""
LEAST_RIGHT = 14
"""Of sixteen: by chance that happens once in five hundred times."""


class Prompts(NamedTuple):
    """What the model is told: the texts of verify.md and correct.md under prompts/."""

    verify: str
    correct: str


def verify(asked: Sequence[Asked], *, model: Model, prompts: Prompts) -> Verification:
    """Ask a model of every sentence whether its passages bear it out.

    What does not fit one call is asked in several. Raises SummarizeError where the model refuses,
    stays wrong, takes too little, or cannot be reached.
    """
    opinions = tuple(
        opinion
        for part in _parts(asked, model, prompts)
        for opinion in _opinions(part, model, prompts)
    )
    return Verification(model=model.name, opinions=opinions)


def passes(model: Model, prompts: Prompts) -> bool:
    """Tell whether a model judges the sixteen statements of known truth well enough to be asked."""
    known = list(_known())
    asked = [
        Asked(where=f"statement {n}", sentences=(one["statement"],),
              passages=(Passage(page=int(one["page"]), text=one["passage"]),))
        for n, one in enumerate(known, 1)
    ]  # fmt: skip
    said = {
        opinion.where: opinion for opinion in verify(asked, model=model, prompts=prompts).opinions
    }
    right = 0
    for asked_one, one in zip(asked, known, strict=True):
        opinion = said.get(asked_one.where)
        # the words must be there: who cannot copy them cannot show what is wrong
        shown = opinion is not None and " ".join(opinion.proof.split()) in one["passage"]
        right += opinion is not None and shown and opinion.answer == one["answer"]
    return right >= LEAST_RIGHT


def _known() -> Iterator[dict[str, str]]:
    lines = (files("pipeline") / "demo" / "statements.tsv").read_text("utf-8").splitlines()
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _parts(asked: Sequence[Asked], model: Model, prompts: Prompts) -> Iterator[tuple[Asked, ...]]:
    """Cut what is asked into questions that fit a call each; one place stays together."""
    empty = most_tokens(_talk((), prompts.verify))
    room = model.context_tokens - empty - model.answer_tokens
    part: list[Asked] = []
    for one in asked:
        longer = [*part, one]
        if part and (_tokens(longer) > room or _count(longer) > MOST_STATEMENTS):
            yield tuple(part)
            longer = [one]
        part = longer
    if part:
        yield tuple(part)


def _tokens(part: Sequence[Asked]) -> int:
    return most_tokens([{"content": "".join(one.model_dump_json() for one in part)}])


def _count(part: Sequence[Asked]) -> int:
    return sum(len(one.sentences) for one in part)


def _opinions(part: tuple[Asked, ...], model: Model, prompts: Prompts) -> Iterator[Opinion]:
    sentences = [(one.where, words) for one in part for words in one.sentences][:MOST_STATEMENTS]
    try:
        answer = model.ask(Judgements, _talk(part, prompts.verify), prompts.correct)
    except ContextTooLongError as error:
        raise SummarizeError(
            "the model takes too little to verify the draft", "set verify = off, or verify_model"
        ) from error
    judged: dict[int, Judgement] = {}
    for judgement in answer.judgements:
        judged.setdefault(judgement.statement, judgement)
    for number, (where, words) in enumerate(sentences, 1):
        if one := judged.get(number):
            yield Opinion(where=where, sentence=words, answer=one.answer, proof=one.words)


def _talk(part: Sequence[Asked], prompt: str) -> list[Message]:
    numbers = itertools.count(1)
    values = {
        "asked": [
            {"where": one.where, "passages": one.passages,
             "numbered": [(next(numbers), words) for words in one.sentences]}
            for one in part
        ],
        "count": _count(part),
        "fence": new_fence(),
        "schema": json.dumps(strict_schema(Judgements), ensure_ascii=False),
    }  # fmt: skip
    return filled(prompt, values)
