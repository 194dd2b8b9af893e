"""Fill in a prompt: a text of prompts/, in which a line of dashes parts system and user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from pipeline.errors import SummarizeError
from pipeline.model.tokens import Message


def filled(prompt: str, values: Mapping[str, object]) -> list[Message]:
    """Give the messages of a prompt; what stands above its line of dashes is the system's.

    Raises SummarizeError where a user's own prompt is wrong.
    """
    system, _, user = prompt.partition("\n-----\n")
    try:
        return [
            {"role": role, "content": _compiled(words).render(values)}
            for role, words in (("system", system), ("user", user))
        ]
    except jinja2.TemplateError as error:
        raise SummarizeError(
            f"a prompt is wrong: {error.message}", "correct your own file in prompts/"
        ) from error


@lru_cache(maxsize=16)  # a run's papers are asked about in the same words
def _compiled(words: str) -> jinja2.Template:
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True)
    return environment.from_string(words)


def as_text(talk: Sequence[Message]) -> str:
    """Give a conversation as one text, as it can be pasted into a chat.

    Who speaks is said from the first answer on: before it there is only what is asked.
    """
    asked = [one["content"] for one in talk if one["role"] == "system"]
    for one in talk:
        if one["role"] == "assistant":
            asked.append(f"You answered:\n\n{one['content']}")
        elif one["role"] != "system":
            asked.append(one["content"])
    return "\n\n".join(asked) + "\n"
