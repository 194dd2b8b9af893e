"""What the rules of `check` share: a statement with its evidence, its sentences, and how a finding is made."""

from __future__ import annotations

import itertools
import re

from pipeline.check.paper_index import PaperIndex, Place
from pipeline.records.statement import Statement

MOST = 300
"""Occurrences that are looked at: what stands more often in a paper tells nothing."""

NEAR = 700
"""Characters around a quote in which a number of its point counts as borne out by it: about a
paragraph."""

_SENTENCE = re.compile(r"(?<=[。！？；;])|(?<=[.!?])\s+(?=[A-Z\d\u4e00-\u9fff])|\n")


def sentences_of(words: str) -> list[Place]:
    """Give the places of the sentences of a statement."""
    edges = [0, *(match.end() for match in _SENTENCE.finditer(words)), len(words)]
    return [Place(start, end) for start, end in itertools.pairwise(edges) if end > start] or [
        Place(0, 0)
    ]


def quoted_sentences(statement: Statement, index: PaperIndex) -> list[Place]:
    """Give the sentences of the paper that a statement's quotes stand in, each once."""
    found = []
    for one in statement.evidence:
        if one.start is not None and one.end is not None:
            first, last = (
                index.place_number(one.start),
                index.place_number(max(one.start, one.end - 1)),
            )
            found += index.places[first : last + 1]
    return list(dict.fromkeys(found))


def passage_of(place: Place, index: PaperIndex) -> str:
    """Give the words of a place in quotation marks, the first of them where they are many."""
    passage = index.words_of(place)
    return f"“{passage[:140]}{'…' if len(passage) > 140 else ''}”"
