"""What a log remembers of its entries."""

from __future__ import annotations

import pytest

from pipeline.commands.log_memory import LogMemory
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper

LOG = """# 2024.1

- [ ] arXiv:2401.00003

## 2024.1.8

《Sparrow: Small Models That Read Long Papers》

1. notes

<!-- arXiv:2401.00001v2 -->

《Short contexts》

1. what it says

## 2024.1.6

《Long papers》

1. what it says
"""


@pytest.mark.parametrize(
    ("title", "arxiv_id", "own"),
    [
        ("Small models that read long papers", None, 0),
        ("Another Title", ArxivId("2401.00001", 1), 0),
        ("Short Contexts", None, 1),
        ("Long Papers", None, 2),
        ("Longer Papers", ArxivId("2401.00003", 1), None),
    ],
)
def test_a_papers_own_entry_is_known(title: str, arxiv_id: ArxivId | None, own: int | None) -> None:
    assert LogMemory(LOG).own(Paper(arxiv_id=arxiv_id, title=title)) == own


def test_an_entry_is_known_by_its_identifier_and_its_title_with_and_without_nickname() -> None:
    places = LogMemory(LOG).places
    assert places["2401.00001"] == [0]
    assert places["smallmodelsthatreadlongpapers"] == [0]
    assert places["sparrowsmallmodelsthatreadlongpapers"] == [0]
    assert places["longpapers"] == [2]
    assert "2401.00003" not in places


def test_an_empty_log_has_no_entries() -> None:
    memory = LogMemory("")
    assert memory.entries == ()
    assert memory.own(Paper(arxiv_id=None, title="Long Papers")) is None
    assert memory.terms.scores({"long": 1}) == {}
