"""What pending items were found to mean, and what a person chose: kept, so that it is asked once.

A note under the output folder holds, by an item's words, the identifier of the paper, or what kept
it from being told, with the day: this is found out anew after a week, or where that is asked for. A
person's own "none of these" stays.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping
from typing import Literal

from pydantic import ValidationError

from pipeline.arxiv.resolve import Resolution
from pipeline.errors import UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.record import Record
from pipeline.store.output_folder import RESOLVED, Store

_DAYS = 7
"""How long it is believed that arXiv does not have a paper: new ones come every day."""
_LONGEST_ABSTRACT = 300
"""Characters of a candidate's abstract that are kept: its first line is shown."""
NONE_OF_THESE = "none of the papers that were found, as you have said"


class _Miss(Record):
    """What kept an item from being told, and the day when that was found out.

    `by_model` tells whether a model was there to name what a nickname stands for.
    """

    outcome: Literal["ambiguous", "not_found", "not_a_paper"]
    reason: str
    day: datetime.date
    candidates: tuple[Paper, ...] = ()
    named: tuple[ArxivId, ...] = ()
    is_nickname: bool = False
    by_model: bool = False

    def resolution(self) -> Resolution:
        return Resolution(
            self.outcome,
            self.reason,
            candidates=self.candidates,
            named=self.named,
            is_nickname=self.is_nickname,
        )


class Meanings:
    """What items mean, as it is kept in a store; with `fresh` what was not found is forgotten.

    `today` is the day by which that grows old; `by_model` tells whether a model can name what a
    nickname stands for.
    """

    def __init__(
        self, store: Store, today: datetime.date, *, fresh: bool = False, by_model: bool = False
    ) -> None:
        self._store, self._today, self._fresh, self._by_model = store, today, fresh, by_model
        self._supposed: dict[str, Resolution] = {}

    def of(self, words: str) -> Resolution | None:
        """Give what an item was found to mean, or why that is not known; None to find it out."""
        if words in self._supposed:
            return self._supposed[words]
        kept = self._store.read_note(RESOLVED).get(words)
        if paper := _identifier(kept):
            return Resolution("paper", "it was found out before", arxiv_id=paper)
        miss = None if self._fresh else _miss(kept)
        return miss.resolution() if miss and not self._is_over(miss) else None

    def keep(self, words: str, found: Resolution) -> None:
        """Keep what an item was found to mean, or why that could not be told."""
        if found.outcome == "paper":
            self._write(words, str(found.arxiv_id))
            return
        miss = _Miss(
            outcome=found.outcome,
            reason=found.reason,
            day=self._today,
            candidates=tuple(map(_shortened, found.candidates)),
            named=found.named,
            is_nickname=found.is_nickname,
            by_model=self._by_model,
        )
        self._write(words, miss.model_dump(mode="json", exclude_defaults=True))

    def choose(self, words: str, paper: ArxivId | None) -> None:
        """Keep a person's choice: a paper, or None for none of those that were found."""
        self.keep(words, _chosen(paper))

    def suppose(self, words: str, paper: ArxivId | None) -> None:
        """Take a person's choice for as long as this object lives, and keep nothing of it."""
        self._supposed[words] = _chosen(paper)

    def _is_over(self, miss: _Miss) -> bool:
        """Tell whether to find out anew: after a week, or where a model may know a nickname now."""
        if miss.reason == NONE_OF_THESE:
            return False
        is_old = not 0 <= (self._today - miss.day).days < _DAYS
        return is_old or (miss.is_nickname and self._by_model and not miss.by_model)

    def _write(self, words: str, kept: object) -> None:
        self._store.write_note(RESOLVED, {**self._store.read_note(RESOLVED), words: kept})


def papers_of(words: str, kept: Mapping[str, object]) -> set[str]:
    """Give the identifiers, without version, that an item's words were found to mean."""
    paper = _identifier(kept.get(words))
    return {paper.base} if paper else set()


def _chosen(paper: ArxivId | None) -> Resolution:
    if paper is None:
        return Resolution("not_a_paper", NONE_OF_THESE)
    return Resolution("paper", "it was chosen", arxiv_id=paper)


def _identifier(kept: object) -> ArxivId | None:
    with contextlib.suppress(UsageError):
        return arxiv_id.parse(kept) if isinstance(kept, str) else None
    return None


def _miss(kept: object) -> _Miss | None:
    with contextlib.suppress(ValidationError):
        return _Miss.model_validate(kept) if isinstance(kept, dict) else None
    return None


def _shortened(paper: Paper) -> Paper:
    return paper.model_copy(update={"abstract": paper.abstract[:_LONGEST_ABSTRACT]})
