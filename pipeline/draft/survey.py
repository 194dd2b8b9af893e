"""Draft a survey: what a log's entries of one topic say together, by a language model.

As many entries go into a call as fit; each sentence of the answer names the entries that it rests
on by their numbers. Whether they bear it out is `check`'s to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pipeline.errors import SummarizeError
from pipeline.model.ask import Model
from pipeline.model.fence import new_fence
from pipeline.model.prompt import filled
from pipeline.model.structured import strict_schema
from pipeline.model.tokens import Message, most_tokens
from pipeline.records.survey import Source, SurveyPart

_LONGEST = 4_000
"""Characters of an entry that are sent: the longest of the logs at hand have 1,200."""
_LONGEST_ABSTRACT = 1_500


def draft(
    sources: Sequence[Source],
    topic: str,
    *,
    model: Model,
    prompt: str,
    correction: str,
    language: str,
) -> Iterator[SurveyPart]:
    """Have the model say what entries of a topic have to tell, in `language` (zh or en).

    `prompt` and `correction` are the texts of survey.md and correct.md under prompts/. Gives a part
    for each call. Raises SummarizeError where an entry does not fit, a prompt is wrong, or the
    model refuses, stays wrong or cannot be reached.
    """

    def talk(body: str) -> list[Message]:
        values = {
            "topic": topic,
            "language": language,
            "fence": new_fence(),
            "body": body,
            "schema": json.dumps(strict_schema(SurveyPart), ensure_ascii=False),
        }
        return filled(prompt, values)

    room = model.context_tokens - most_tokens(talk("")) - model.answer_tokens
    for body in _bodies([_as_sent(one) for one in sources], room):
        yield model.ask(SurveyPart, talk(body), correction)


def _as_sent(source: Source) -> str:
    abstract = source.abstract[:_LONGEST_ABSTRACT]
    words = f"[{source.number}] {source.when} {source.title}\n{source.words[:_LONGEST].strip()}"
    return f"{words}\nAbstract of the paper: {abstract}" if abstract else words


def _bodies(entries: Sequence[str], room: int) -> Iterator[str]:
    """Give the entries in as few texts as fit a call each, `room` tokens."""
    body = ""
    for entry in entries:
        if _tokens(entry) > room:
            raise SummarizeError(
                "an entry does not fit the model's context",
                "use a model with a larger context, or --drafter extractive",
            )
        if body and _tokens(f"{body}\n\n{entry}") > room:
            yield body
            body = ""
        body = f"{body}\n\n{entry}".strip()
    if body:
        yield body


def _tokens(body: str) -> int:
    return most_tokens([{"content": body}])
