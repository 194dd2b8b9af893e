"""A survey of a span of a log: what a drafter fills in, and what we make of it."""

from __future__ import annotations

from pydantic import Field

from pipeline.records.draft import FilledLine
from pipeline.records.record import Record

_LONGEST_SENTENCE = 800
"""Characters: what is looked up in entries stays bounded, whatever a model answers."""
_MOST_SENTENCES, _MOST_ENTRIES, _MOST_UNKNOWN = 40, 20, 5


class SurveySentence(Record):
    """A sentence of a survey, and the numbers of the entries that it rests on; those first."""

    entries: tuple[int, ...] = Field(
        max_length=_MOST_ENTRIES,
        description="the numbers, as they stand in brackets, of the entries that say this",
    )
    text: FilledLine = Field(
        max_length=_LONGEST_SENTENCE,
        description="one sentence that these entries bear out, plain text in the survey's language",
    )


class SurveyPart(Record):
    """What a survey says of one topic, in order."""

    sentences: tuple[SurveySentence, ...] = Field(
        max_length=_MOST_SENTENCES, description="the sentences, in the order of the argument"
    )
    unknown: tuple[FilledLine, ...] = Field(
        max_length=_MOST_UNKNOWN,
        description="what a reader of the survey would ask and these entries do not say, "
        "a short clause each; empty if nothing",
    )


class Source(Record):
    """An entry that a survey rests on, by its number from 1.

    `name` is short, `when` its day; `words` are the log's own. `abstract` is that of its paper's
    record, and `arxiv_id` its identifier, empty where there is none.
    """

    number: int
    title: str
    name: str
    when: str
    line: int
    words: str
    lead: str
    verdict: str
    arxiv_id: str = ""
    abstract: str = ""


class Borne(Record):
    """A sentence of a survey with the entries that it rests on.

    `lacking` are its numbers, names and comparisons that they do not bear out.
    """

    text: str
    sources: tuple[Source, ...]
    lacking: tuple[str, ...] = ()


class Group(Record):
    """What a survey has of one of the log's topics, "" for none of them.

    Without a model it has no sentences. `dropped` were sentences that named no entry that exists.
    """

    topic: str
    sources: tuple[Source, ...]
    sentences: tuple[Borne, ...] = ()
    unknown: tuple[str, ...] = ()
    dropped: int = 0
