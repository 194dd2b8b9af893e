"""What a second reader is asked about a draft, and what it answers: a model's opinion."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.records.draft import Line
from pipeline.records.record import Record

Answer = Literal["borne out", "contradicted", "not said"]
"""Whether passages of a paper bear a statement out."""
LONGEST_PROOF = 600
"""Characters: about three sentences, or a row of a table with its heads."""
MOST_STATEMENTS = 80
"""In one question: six points, lead and verdict have some twenty."""


class Passage(Record):
    """Words of the paper, and the page that they begin on."""

    page: int
    text: str


class Asked(Record):
    """What a draft says in one place (`lead`, `point N`, `verdict`), a sentence each.

    `passages` are those of the paper that the sentences are to be held against.
    """

    where: str
    sentences: tuple[str, ...]
    passages: tuple[Passage, ...]


class Judgement(Record):
    """What a model answers about one numbered statement."""

    statement: int = Field(description="the statement's number")
    words: Line = Field(
        max_length=LONGEST_PROOF,
        description="the words of the passages that show it, copied character by character; "
        'empty only where the answer is "not said"',
    )
    answer: Answer = Field(description="what the passages say of the statement")


class Judgements(Record):
    """What a model answers: a judgement for each statement."""

    judgements: tuple[Judgement, ...] = Field(
        min_length=1, max_length=MOST_STATEMENTS, description="one for each statement, in order"
    )


class Opinion(Record):
    """What a model thinks of one sentence of a draft; `proof` are the paper's words as it says."""

    where: str
    sentence: str
    answer: Answer
    proof: str


class Verification(Record):
    """A second reader's opinions of a draft, and the name of the model that gave them."""

    model: str
    opinions: tuple[Opinion, ...]
