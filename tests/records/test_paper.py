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
