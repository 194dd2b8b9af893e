"""What may fill an entry beside its abstract: what they sum up, how it works, what they found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.draft.argument import Place, Sentence
from pipeline.draft.own_work import is_finding, tells_how, tells_own_work
from pipeline.draft.sentence_roles import Role

_SUMMING_UP: tuple[Place, ...] = ("contributions", "introduction")
"""Where authors say what they did, before they say it."""


class Filler(NamedTuple):
    """Sentences of which `most` may be taken for a role; without a role their words tell it.

    What is needed is taken where the entry is long enough, too.
    """

    role: Role | None
    likely: list[Sentence]
    most: int
    is_needed: bool = False


_FEW, _MANY = 1, 12
"""Sentences of a kind that are tried."""
_WAYS = 2
"""Sentences that say how it works."""


def fillers(
    told: Sequence[tuple[Sentence, Sentence]], own: Collection[str], lacking: Collection[Role]
) -> Iterator[Filler]:
    """Give what may fill an entry, of sentences as they stand and as they are told, best first.

    `own` are the paper's names for its work, `lacking` the roles that the entry has nothing of: how
    it works comes first where what is new is lacking, or only announced.
    """
    how = [s for s, said in told if s.place != "conclusion" and tells_how(said, own)]
    if "new" in lacking:
        yield Filler("new", how, _FEW, is_needed=True)
    if "method" in lacking:
        yield Filler("method", how, _WAYS, is_needed=True)
    yield Filler("results", [s for s, said in told if _is_finding(said, own)], _MANY)
    for place in _SUMMING_UP:
        fits = [s for s, said in told if s.place == place and tells_own_work(said, own)]
        yield Filler(None, fits, _MANY)
    yield Filler("method", how, _MANY)


def _is_finding(said: Sentence, own: Collection[str]) -> bool:
    return said.place == "results" and is_finding(said, own)
