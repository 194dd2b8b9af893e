"""Several lines looked up with one request."""

from __future__ import annotations

import pytest

from pipeline.arxiv import together
from pipeline.arxiv.client import BATCH
from pipeline.arxiv.resolve import Lookup
from pipeline.errors import StopRunError, SummarizeError
from pipeline.records.paper import Paper

TITLES = [
    "Small Sparrows That Read Long Papers",
    "Large Larks That Write Short Summaries",
    "Grey Finches Between Two Dark Woods",
    "Seven Wrens Under One Old Roof",
]
SHELF = [
    Paper(arxiv_id=f"2401.0000{number}v1", title=title) for number, title in enumerate(TITLES, 1)
]


class ArXiv:
    """Searches the shelf as arXiv does, and keeps what it was asked."""

    def __init__(self, *more: Paper) -> None:
        self.papers, self.asked = [*SHELF, *more], list[str]()

    def search(self, query: str, most: int) -> list[Paper]:
        self.asked.append(query)
        either = [one.strip("()").split(" AND ") for one in query.split(" OR ")]
        found = [paper for paper in self.papers if any(_has(paper, words) for words in either)]
        return found[:most]


def _has(paper: Paper, words: list[str]) -> bool:
    return all(word.removeprefix("ti:").lower() in paper.title.lower().split() for word in words)


def settled(arxiv: ArXiv, *lines: str) -> list[str]:
    """Give what lines mean, looked up as a list is."""
    lookups = [Lookup(line) for line in lines]
    while waiting := [one for one in lookups if one.outcome is None]:
        together.step(together.in_company(waiting, lambda one: one), arxiv.search)
    outcomes = [one.outcome for one in lookups]
    return [str(found.arxiv_id or found.outcome) for found in outcomes if found]


def test_several_titles_are_asked_for_with_one_request_and_each_is_its_own() -> None:
    arxiv = ArXiv()
    assert settled(arxiv, *TITLES) == [str(paper.arxiv_id) for paper in SHELF]
    assert len(arxiv.asked) == 1


def test_no_more_are_asked_for_at_once_than_there_is_room_for() -> None:
    arxiv = ArXiv()
    lines = [f"{title} Again and Again" for title in TITLES * 4]
    settled(arxiv, *lines)
    assert max(query.count(" OR ") + 1 for query in arxiv.asked) == together.MOST


def test_a_full_answer_may_lack_one_and_is_asked_for_in_halves() -> None:
    drowning = [
        Paper(arxiv_id=f"2402.{number:05}v1", title=f"{TITLES[0]} {number}")
        for number in range(1, BATCH + 1)
    ]
    arxiv = ArXiv(*drowning)
    arxiv.papers.reverse()
    assert settled(arxiv, *TITLES)[1:] == [str(paper.arxiv_id) for paper in SHELF[1:]]
    assert [query.count(" OR ") for query in arxiv.asked[:2]] == [3, 1]


def test_a_short_title_finds_too_much_and_is_asked_for_by_itself() -> None:
    arxiv = ArXiv()
    settled(arxiv, "Reading Long Papers", *TITLES)
    joined = [query for query in arxiv.asked if " OR " in query]
    assert [query.count(" OR ") for query in joined] == [3]
    assert "Reading" not in joined[0]


def test_what_another_line_has_found_is_not_near_this_one() -> None:
    arxiv = ArXiv()
    assert settled(arxiv, "Small Sparrows That Read Other Things", TITLES[1])[0] == "not_found"


def test_a_request_that_fails_is_made_for_each_by_itself() -> None:
    class Strict(ArXiv):
        def search(self, query: str, most: int) -> list[Paper]:
            found = super().search(query, most)
            if "Wrens" in query:
                raise SummarizeError("arXiv's API answered 400", "try again later")
            return found

    lookups = [Lookup(title) for title in TITLES]
    arxiv = Strict()
    together.step(lookups, arxiv.search)
    for one in lookups[:3]:
        assert together.in_company([one, *lookups], lambda lookup: lookup) == [one]
        together.step([one], arxiv.search)
        assert one.outcome
    with pytest.raises(SummarizeError):
        together.step([lookups[3]], arxiv.search)


def test_what_stops_the_run_is_raised_for_several_too() -> None:
    def denied(_: str, __: int) -> list[Paper]:
        raise StopRunError("arXiv denies access", "wait a day")

    with pytest.raises(StopRunError):
        together.step([Lookup(title) for title in TITLES], denied)
