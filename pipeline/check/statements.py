"""What the rules of `check` share: a statement with its evidence, its sentences, and how a finding is made."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, Place
from pipeline.records.draft import Draft
from pipeline.records.report import Evidence, Finding, FindingKind, FindingReason

MOST = 300
"""Occurrences that are looked at: what stands more often in a paper tells nothing."""

NEAR = 700
"""Characters around a quote in which a number of its point counts as borne out by it: about a paragraph."""

_SENTENCE = re.compile(r"(?<=[。！？；;])|(?<=[.!?])\s+(?=[A-Z\d\u4e00-\u9fff])|\n")


class Statement(NamedTuple):
    """Words of a draft or an entry, where they stand (`lead`, `point 2`, `verdict`), and the evidence they rest on."""

    where: str
    words: str
    evidence: tuple[Evidence, ...] = ()


def statements(draft: Draft, evidence: Sequence[Sequence[Evidence]] = ()) -> list[Statement]:
    """Give what a draft says in words of its own, in order; `evidence` is that of each point's quotes."""
    found = [Statement("lead", words) for words in (draft.lead.kind, draft.lead.about)]
    for number, point in enumerate(draft.key_points, 1):
        own = tuple(evidence[number - 1]) if evidence else ()
        found += [Statement(f"point {number}", words, own) for words in (point.label, point.text)]
    return found + [Statement("verdict", words) for words in (draft.verdict.text, draft.verdict.weakness)]


def sentences_of(words: str) -> list[Place]:
    """Give the places of the sentences of a statement."""
    edges = [0, *(match.end() for match in _SENTENCE.finditer(words)), len(words)]
    return [Place(start, end) for start, end in itertools.pairwise(edges) if end > start] or [Place(0, 0)]


def quoted_sentences(statement: Statement, index: PaperIndex) -> list[Place]:
    """Give the sentences of the paper that a statement's quotes stand in, each once."""
    found = []
    for one in statement.evidence:
        if one.start is not None and one.end is not None:
            first, last = index.place_number(one.start), index.place_number(max(one.start, one.end - 1))
            found += index.places[first : last + 1]
    return list(dict.fromkeys(found))


def passage_of(place: Place, index: PaperIndex) -> str:
    """Give the words of a place in quotation marks, the first of them where they are many."""
    passage = index.words_of(place)
    return f"“{passage[:140]}{'…' if len(passage) > 140 else ''}”"


def make_finding(
    where: str,
    kind: FindingKind,
    words: str,
    message: str,
    nearest: str,
    page: int | None,
    *,
    reason: FindingReason = "missing",
    severity: str = "doubt",
) -> Finding:
    """Make a finding whose message names the nearest thing that the paper has, where that is not said already."""
    said = f"{message}; the paper has {nearest}" if nearest and reason in ("missing", "parted", "swapped") else message
    said += f" on p. {page}" if said != message and page else ""
    return Finding.model_validate(
        {
            "where": where,
            "kind": kind,
            "reason": reason,
            "severity": severity,
            "words": words,
            "message": said,
            "nearest": nearest,
            "page": page,
        }
    )
