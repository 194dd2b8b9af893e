"""What the paper and its record hide from their reader, and what they say to a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding, make_finding
from pipeline.text import injections, metadata
from pipeline.text.sentences import Place
from pipeline.text.squash import squash

_MOST_TOLD = 5
"""Sentences to a model that are told of a paper in plain view: one about such attacks has
hundreds."""
_LONGEST = 200
"""Characters of a hidden text that are told."""
_BESIDE = 80
"""Characters on either side of words to a model that are told with them, within the sentence."""


def addressed(text: PaperText, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each hidden text, and for the first few that address a model openly."""
    for hidden in text.hidden:
        words = hidden.text[:_LONGEST]
        message = (
            f"p. {hidden.page} has text that its reader does not see ({hidden.reason}): “{words}”"
        )
        yield make_finding("paper", "hidden", words, message, hidden.reason, hidden.page)
    found = list(itertools.islice(injections.find(index.text), MOST))
    more = f" (one of {len(found)})" if len(found) > 1 else ""
    for one in found[:_MOST_TOLD]:
        words, page = _with_surroundings(one, index), index.page_at(one.start)
        message = f"p. {page} addresses a model or a reviewer{more}: “{words}”"
        yield make_finding("paper", "instruction", words, message, "", page)


def in_record(paper: Paper, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each text that arXiv's record hides, and for each field to a model.

    What the paper itself has as well, as one about such attacks does, is told of the paper alone.
    """
    for unseen in paper.unseen:
        words, reason = unseen.text[:_LONGEST], f"{unseen.field}, {unseen.reason}"
        message = f"arXiv's record has text that its reader does not see ({reason}): “{words}”"
        yield make_finding("paper", "hidden", words, message, reason, None)
    for one in metadata.addressing(paper):
        if not index.squashed.has(squash(one.words)):
            words = one.words[:_LONGEST]
            message = (
                f"arXiv's record addresses a model or a reviewer in its {one.field}, "
                f"which no model was given: “{words}”"
            )
            yield make_finding("paper", "instruction", words, message, one.field, None)


def _with_surroundings(one: injections.Instruction, index: PaperIndex) -> str:
    sentence = index.around(one.start)
    start = max(sentence.start, one.start - _BESIDE)
    end = min(max(sentence.end, one.end), one.end + _BESIDE)
    return index.words_of(Place(start, end))
