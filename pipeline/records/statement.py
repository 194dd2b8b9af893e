"""A statement: words of a draft or an entry, where they stand, and the evidence they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records.draft import Draft
from pipeline.records.report import Evidence


class Statement(NamedTuple):
    """Words of a draft or an entry, where they stand, and the evidence they rest on.

    `where` is `lead`, `point 2` or `verdict`.
    """

    where: str
    words: str
    evidence: tuple[Evidence, ...] = ()


def statements(draft: Draft, evidence: Sequence[Sequence[Evidence]] = ()) -> list[Statement]:
    """Give what a draft says in words of its own, in order.

    `evidence` is that of each point's quotes, a sequence for each point; none if it is empty.
    """
    found = [Statement("lead", words) for words in (draft.lead.kind, draft.lead.about)]
    for number, point in enumerate(draft.key_points, 1):
        own = tuple(evidence[number - 1]) if evidence else ()
        found += [Statement(f"point {number}", words, own) for words in (point.label, point.text)]
    return found + [
        Statement("verdict", words) for words in (draft.verdict.text, draft.verdict.weakness)
    ]
