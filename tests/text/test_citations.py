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
        "(GLIP)Birds: Grounded Language-Image Pre-Training For Birds. BIRDS 2021",
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


def test_a_long_title_is_cited_wherever_it_stands_and_a_short_one_in_the_list_alone() -> None:
    body = "Grounded Language-Image Pre-training for Birds is used. Longer songs. And more."
    text = paper_text(f"A Paper\nAbstract\nWe cite.\n1 Introduction\n{body}\n{REFERENCES}")
    citations = Citations(text)
    assert text.section_text("references")
    assert citations.has("Grounded Language-Image Pre-training for Birds is used")
    assert not citations.has("Longer songs")
    assert Citations(paper_text(body)).has("Longer songs")


def test_a_subtitle_in_prose_and_the_papers_own_title_are_no_citations() -> None:
    own = "Notes of Every Section for Small Models"
    body = "We do pretraining and instruction tuning of models, as others do."
    text = paper_text(f"{own}\nA. Lark\nAbstract\nWe cite.\n1 Introduction\n{body}\n{REFERENCES}")
    assert not Citations(text).has(
        "Scaling Birds of Many Kinds: Pretraining and Instruction Tuning"
    )
    assert not Citations(text).has(own)


def test_a_chinese_title_is_told_by_its_characters() -> None:
    citations = Citations(paper_text("我们参考了图神经网络推荐系统方法综述一文，以及其他。"))
    assert citations.has("图神经网络推荐系统方法综述")
    assert not citations.has("综述")


def test_without_a_list_of_references_the_whole_text_is_looked_through() -> None:
    text = paper_text("We build on Grounded Language-Image Pre-training for Birds here.")
    assert Citations(text).has("Grounded Language-Image Pre-training for Birds")
