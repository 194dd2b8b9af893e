"""A paper's metadata, as it is kept and read back."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper


def test_an_identifier_is_kept_as_a_string_and_read_back_as_an_identifier() -> None:
    paper = Paper(
        arxiv_id=ArxivId("hep-th/9901001", 2), title="T", newest=ArxivId("hep-th/9901001", 3)
    )
    kept = json.loads(paper.model_dump_json())
    assert (kept["arxiv_id"], kept["newest"]) == ("hep-th/9901001v2", "hep-th/9901001v3")
    assert Paper.model_validate(kept) == paper


def test_a_pdf_from_disk_has_no_identifier_and_says_so_in_its_file_as_ever() -> None:
    kept = json.loads(Paper(arxiv_id=None, title="T").model_dump_json())
    assert (kept["arxiv_id"], kept["newest"]) == (None, "")
    assert Paper.model_validate(kept).newest is None


def test_what_is_no_identifier_is_refused() -> None:
    with pytest.raises(ValidationError, match="not an arXiv identifier"):
        Paper(arxiv_id="2112.3857", title="T")


def test_a_paper_has_a_day_for_each_of_its_versions_or_the_one_that_is_known() -> None:
    paper = Paper.model_validate(
        {"arxiv_id": None, "title": "T", "published": "2021-12-07", "updated": "2022-06-17"}
    )
    assert [str(paper.day(of_first_version=first)) for first in (True, False)] == [
        "2021-12-07",
        "2022-06-17",
    ]
    early = paper.model_copy(update={"updated": None})
    assert early.day() == early.published
    late = paper.model_copy(update={"published": None})
    assert late.day(of_first_version=True) == late.updated
