"""Whether a paper cites a work of a title that a log has."""

from __future__ import annotations

import pytest

from pipeline.text.citations import Citations
from tests.support.records import paper_text

REFERENCES = """References
[1] C. Robin. Short contexts. 2019.
[2] D. Finch and E. Tit. Grounded lan-
guage image pre-training for birds. In BIRDS, 2021.
[3] F. Owl. Attention is all you hear, and more of it. 2020.
[4] G. Jay. arXiv:1708.05123, 2017.
"""
CITATIONS = Citations(
    paper_text("A Paper\nAbstract\nWe cite.\n1 Introduction\nText.\n" + REFERENCES)
)


@pytest.mark.parametrize(
    "title",
    [
        "Short Contexts",
        "SC: Short contexts",
        "GLIP: Grounded Language Image Pre-training for Birds",
        "Grounded language-image pre-training for birds. BIRDS 2021",
        "(GLIP)Birds: Grounded Language-Image Pre-Training For Birds",
        "Grounded Language-Image Pre-training",
    ],
)
def test_a_title_is_cited_with_or_without_nickname_and_venue(title: str) -> None:
    assert CITATIONS.has(title)


@pytest.mark.parametrize(
    "title", ["GLIP", "Attention is all", "Birds", "Longer contexts", "", "：", "A: B C"]
)
def test_a_nickname_or_the_beginning_of_another_title_is_not(title: str) -> None:
    assert not CITATIONS.has(title)


def test_an_identifier_that_the_entry_names_is_enough() -> None:
    assert CITATIONS.has("DCN", "《DCN》\n<!-- arXiv:1708.05123v2，x -->")
    assert not CITATIONS.has("DCN", "《DCN》 https://arxiv.org/abs/1708.05124")


def test_without_a_list_of_references_the_whole_text_is_looked_through() -> None:
    text = paper_text("We build on Grounded Language-Image Pre-training for Birds here.")
    assert Citations(text).has("Grounded Language-Image Pre-training for Birds")
