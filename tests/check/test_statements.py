"""A statement read once for all rules."""

from __future__ import annotations

from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.report import Evidence
from pipeline.records.statement import Statement
from tests.support.records import PAPER, paper_text


def evidence(start: int | None, end: int | None) -> Evidence:
    return Evidence(quote="", claimed_page=1, match="exact", page=1, start=start, end=end)


def test_a_statement_knows_its_sentences_numbers_and_names() -> None:
    said = Said(Statement("point 1", "GLIP 达到 49.8。LVIS 上 26.9；很好"))
    assert [said.words_at(place) for place in said.sentences] == [
        "GLIP 达到 49.8。", "LVIS 上 26.9；", "很好",
    ]  # fmt: skip
    assert [one.written for one in said.numbers] == ["49.8", "26.9"]
    assert [one.words for one in said.names] == ["GLIP", "LVIS"]
    assert [said.sentence_of(one) for one in said.numbers] == ["GLIP 达到 49.8。", "LVIS 上 26.9；"]


def test_a_missing_quote_has_no_place() -> None:
    said = Said(Statement("point 1", "好", (evidence(10, 20), evidence(None, None))))
    assert said.quoted == [(10, 20)]
    assert Said(Statement("verdict", "好")).quoted == []


def test_a_paragraph_around_a_quote_is_near_it() -> None:
    said = Said(Statement("point 1", "好", (evidence(1000, 1100),)))
    near = [said.is_near_quote(at) for at in (299, 300, 1050, 1800, 1801)]
    assert near == [False, True, True, True, False]


def test_the_sentences_of_quotes_are_given_once() -> None:
    index = PaperIndex(paper_text("Abstract\nIt is one. It is two. It is three."), PAPER)
    one, three = index.text.index("is one"), index.text.index("three")
    said = Said(Statement("p", "好", (evidence(one, three), evidence(one, one + 1))))
    words = [index.words_of(place) for place in said.quoted_sentences(index)]
    assert words == ["It is one.", "It is two.", "It is three."][:3]
    empty = Said(Statement("p", "好", (evidence(one, one),)))
    assert [index.words_of(place) for place in empty.quoted_sentences(index)] == ["It is one."]
