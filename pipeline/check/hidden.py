"""What the paper and its record hide from their reader, and what they say to a model."""

from __future__ import annotations

import itertools
import re
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
_OPENED = re.compile(r"[“\"「][^“”\"「」]*$")
_CLOSED = re.compile(r"[^“”\"「」]*[”\"」]")
_QUOTED = 200
"""Characters before and behind words to a model in which the marks of a quoted prompt stand."""
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
    quoted = [one for one in found if _is_quoted(one, index.text)]
    plain = [one for one in found if one not in quoted]
    told = [(one, "addresses a model or a reviewer", len(plain)) for one in plain[:_MOST_TOLD]]
    told += [(one, "quotes words to a model", len(quoted)) for one in quoted[:1]]
    for one, does, count in told:
        words, page = _with_surroundings(one, index), index.page_at(one.start)
        more = f" (one of {count})" if count > 1 else ""
        message = f"p. {page} {does}{more}: “{words}”"
        yield make_finding("paper", "instruction", words, message, "", page)


def _is_quoted(one: injections.Instruction, text: str) -> bool:
    """Tell whether quotation marks open closely before words to a model, and close behind them."""
    low = max(0, one.start - _QUOTED)
    is_opened = _OPENED.search(text, low, one.start)
    return bool(is_opened and _CLOSED.match(text, one.end, one.end + _QUOTED))


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
