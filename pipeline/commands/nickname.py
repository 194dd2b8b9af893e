"""Ask a language model which paper somebody means by a nickname.

arXiv has to confirm the title that it names.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model.ask import Model
from pipeline.model.prompt import filled
from pipeline.records.draft import Line
from pipeline.records.record import Record


class FullTitle(Record):
    """The paper that a nickname stands for."""

    title: Line = Field(
        description="the full title of the one paper, as published; "
        "empty if it may be several or none"
    )


def full_title(jotted: str, model: Model, prompt: str, correction: str) -> str:
    """Give the full title of the paper that `jotted` means, as the model believes; else "".

    `prompt` is the text of prompts/nickname.md. Raises SummarizeError where the model cannot be
    reached.
    """
    talk = filled(prompt, {"jotted": jotted})
    return model.ask(FullTitle, talk, correction).title
