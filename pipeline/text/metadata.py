"""arXiv's record of a paper, looked at as its text is: authors write it, a model may read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.records.paper import Paper, UnseenText
from pipeline.text import disguise, injections

_LINES = ("title", "abstract", "comment", "journal_ref", "doi")
_LISTS = ("authors", "categories")
_LONGEST = 500
"""Characters that are kept of what a field hid."""


class Addressed(NamedTuple):
    """A field of a record that addresses a model or a reviewer, and its words."""

    field: str
    words: str


def undressed(paper: Paper) -> Paper:
    """Give a paper whose fields have no characters that nobody sees, with what those said."""
    told = dict.fromkeys(paper.unseen)

    def plain(field: str, words: str) -> str:
        text, found = disguise.undress_line(words)
        for one in found:
            told[UnseenText(field=field, reason=one.reason, text=one.text[:_LONGEST])] = None
        return text

    lines = {field: plain(field, getattr(paper, field)) for field in _LINES}
    lists = {
        field: tuple(plain(field, words) for words in getattr(paper, field)) for field in _LISTS
    }
    return paper.model_copy(update={**lines, **lists, "unseen": tuple(told)})


def addressing(paper: Paper) -> Iterator[Addressed]:
    """Give the fields, an author each, that address a model or a reviewer."""
    fields = [(field, getattr(paper, field)) for field in _LINES]
    fields += [(field, words) for field in _LISTS for words in getattr(paper, field)]
    for field, words in fields:
        if injections.is_in_record(words):
            yield Addressed(field, words)


def for_model(paper: Paper) -> Paper:
    """Give a paper as a model may read it: without what addresses one."""
    left_out = {one.words for one in addressing(paper)}
    if not left_out:
        return paper
    lines = {field: "" for field in _LINES if getattr(paper, field) in left_out}
    lists = {
        field: tuple(words for words in getattr(paper, field) if words not in left_out)
        for field in _LISTS
    }
    return paper.model_copy(update=lines | lists)
