"""The lead's month and affiliations, and venues."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from tests.support.checked import TEXT
from tests.support.records import PAPER, draft, paper_text


@pytest.mark.parametrize("month", ["2024.3", "2024-03", "2024年3月", "March 2024", "2024.1"])
def test_a_month_of_arxivs_dates_is_fine_in_any_form(month: str) -> None:
    assert check(draft(month=month), PAPER, TEXT).doubts == 0


@pytest.mark.parametrize("month", ["2023.3", "2024.13", "", "soon"])
def test_another_month_is_marked(month: str) -> None:
    findings = check(draft(month=month), PAPER, TEXT).findings
    assert [(f.kind, f.nearest) for f in findings] == [("month", "2024.3")]


@pytest.mark.parametrize(
    ("affiliation", "page", "fine"),
    [
        ("University of Northwick", "University of Northwick", True),
        ("Northwick", "University of Northwick", True),
        ("UCLA", "University of California, Los Angeles", True),
        ("FAIR", "Facebook AI Research", True),
        ("MIT", "University of Northwick", False),
        ("Google", "University of Northwick", False),
    ],
)
def test_an_affiliation_is_on_page_one_by_its_words_or_its_initials(
    affiliation: str, page: str, fine: bool
) -> None:
    text = paper_text(
        f"A Title\nAda Lark\n{page}\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead",
        "Google is here",
    )
    assert (check(draft(affiliations=(affiliation,)), PAPER, text).doubts == 0) == fine


def test_without_a_date_of_arxivs_no_month_is_wrong() -> None:
    paper = PAPER.model_copy(update={"published": None, "updated": None})
    assert check(draft(month="1999.1"), paper, TEXT).doubts == 0
