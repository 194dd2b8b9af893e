"""The numbers that may make another one."""

from __future__ import annotations

from pipeline.check.operands import is_in_list, of_sentence, of_statement
from pipeline.check.statements import Said
from pipeline.records.statement import Statement

WORDS = "Lark reads 61.4 and Finch 52.5. It is 8.9 more in all seven of 120 days."


def test_operands_are_of_the_sentence_or_of_the_statement() -> None:
    said = Said(Statement("point 1", WORDS))
    change = said.numbers[2]
    assert [one.written for one in of_sentence(said, change)] == ["120 days"]
    assert [one.written for one in of_statement(said, change)] == ["61.4", "52.5"]


def test_a_sentence_of_many_numbers_is_a_list() -> None:
    said = Said(Statement("point 1", " ".join(f"{n}.5" for n in range(50))))
    assert is_in_list(said, said.numbers[0])
    assert of_sentence(said, said.numbers[0]) == []
