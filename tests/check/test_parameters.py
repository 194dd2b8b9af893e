"""The values of parameters and symbols."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = (
    "We train with a learning rate of 5e-5, and the dropout rate is 0.1 in all layers, with k = 16"
)
PAGE = (
    f"{QUOTE}. The batch size is 64. A batch size of 128 is slower. We set w0 = 10."
    " By default k = 9."
    " Another table has n in {4, 8, 32} and n = 4. There are 5 of 12 birds, 5e-4 is a small number,"
    " and 0.3 is another."
    " We search with a beam size of 2, and use 4 RTX cards. The temperature τ in Eqn.(1) is set as"
    " 0.07 here. A weight decay of 0.01 and σ = 1.5 are used elsewhere. A dropout was tried at 0.4 in some layers."
)


def told(said: str) -> list[tuple[str, str]]:
    findings = found(said, PAGE, quote=QUOTE)
    return [(one.words, one.nearest) for one in findings if " … " in one.words]


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("with a learning rate of 5e-4", [("learning rate … 5e-4", "5e-5")]),
        ("学习率为 5e-4", [("learning rate … 5e-4", "5e-5")]),
        ("dropout 0.3", [("dropout … 0.3", "0.1")]),
        ("默认 k = 12", [("k … 12", "16")]),
        ("这里 k = 9", [("k … 9", "16")]),  # elsewhere
        ("weight decay 0.3", [("weight decay … 0.3", "0.01")]),  # nowhere else
        ("σ = 0.3", [("σ … 0.3", "1.5")]),
        ("k = 16 胜过 k = 12", []),  # of two
        ("beam size 4", [("beam size … 4", "2")]),  # it has four cards
        ("τ = 0.3", [("τ … 0.3", "0.07")]),
    ],
)
def test_another_value_than_the_papers_is_marked(said: str, marks: list[tuple[str, str]]) -> None:
    assert told(said) == marks


@pytest.mark.parametrize(
    "said",
    [
        "with a learning rate of 5e-5",
        "学习率 5e-5，dropout 为 0.1",
        "dropout 0.4",  # in words that are not read
        "batch size 128",
        "n = 8",  # in a set of them
        "z = 5",  # the paper has none
        "w0 = 5",  # the quote has none
        "margin 0.3",
        "学习率很小，有 12 只 birds",
    ],
)
def test_a_value_that_the_paper_gives_anywhere_or_the_quote_nowhere_is_fine(said: str) -> None:
    assert told(said) == []


def test_a_value_that_the_paper_has_nowhere_is_marked_once_with_what_it_has_instead() -> None:
    findings = found("学习率为 7e-5", PAGE, quote=QUOTE)
    doubts = [(one.words, one.nearest) for one in findings if one.severity == "doubt"]
    assert doubts == [("learning rate … 7e-5", "5e-5")]
