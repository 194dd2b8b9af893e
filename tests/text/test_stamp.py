"""Which version a PDF is by its stamp, and the month that an entry is dated with."""

from __future__ import annotations

import datetime

import pytest

from pipeline.records.arxiv_id import ArxivId
from pipeline.text.stamp import month_of, stamped_id
from tests.support.records import PAPER, paper_text

RECORD = PAPER.model_copy(
    update={
        "arxiv_id": ArxivId("2008.13535", 1),
        "published": datetime.date(2020, 8, 19),
        "updated": datetime.date(2020, 8, 19),
    }
)
SECOND = "arXiv:2008.13535v2 [cs.LG] 20 Oct 2020"


def test_a_stamp_is_read() -> None:
    text = paper_text().model_copy(update={"stamp": "arXiv:hep-th/9108004v1 30 Aug 1991"})
    assert stamped_id(text) == ArxivId("hep-th/9108004", 1)
    assert stamped_id(paper_text()) is None


@pytest.mark.parametrize(
    ("stamp", "of_first_version", "month"),
    [
        (SECOND, False, "2020.10"),  # the PDF is of another version than the record
        (SECOND, True, "2020.8"),
        (SECOND.replace("v2", "v1"), False, "2020.8"),
        (SECOND.replace("2008.13535", "2008.99999"), False, "2020.8"),  # of another paper
        ("arXiv:2008.13535v2", False, "2020.8"),
        ("", False, "2020.8"),
    ],
)
def test_the_month_is_that_of_the_version_at_hand(
    stamp: str, of_first_version: bool, month: str
) -> None:
    text = paper_text().model_copy(update={"stamp": stamp})
    assert month_of(RECORD, text, of_first_version=of_first_version) == month


def test_without_a_record_of_its_day_a_paper_is_of_its_stamps_month() -> None:
    record = PAPER.model_copy(update={"published": None, "updated": None})
    text = paper_text().model_copy(update={"stamp": SECOND})
    assert month_of(record, text, of_first_version=True) == "2020.10"
    assert month_of(record, paper_text(), of_first_version=False) == ""
