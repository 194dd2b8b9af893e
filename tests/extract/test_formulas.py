from __future__ import annotations

import time

import pytest

from pipeline.extract.formulas import marked
from pipeline.extract.lines import Line
from pipeline.extract.paragraphs import assemble
from tests.support.pages import LEFT, RIGHT, TEXT, line, short, under

MIDDLE = {"x0": 130.0, "x1": 210.0}
"""Places of a line in the middle of its column."""


def formula(text: str, maths: int = 0, **more: float) -> Line:
    """Give a line in the middle of its column with some characters in fonts of mathematics."""
    return line(text, **{**MIDDLE, **more}, maths=maths)


def are_formulas(*lines: Line) -> list[bool]:
    """Tell which of some lines between two of text are formulas."""
    page = marked(under(line(), *lines, line()))
    assert not page[0].kind
    assert not page[-1].kind
    return [one.kind == "formula" for one in page[1:-1]]


@pytest.mark.parametrize(
    "one",
    [
        formula("y = ax + b", 4),
        formula("y = σ(Wx + b)"),  # as the second reader has it, without fonts
        formula("z = f(x) with x ∼ p(x)", 9),
        formula("f(x) = max(0, x) if x > 0", 6),
        formula("Lark = 0.5 · Wren + 0.1 (3)", x1=RIGHT, cells=2),
        formula("p(nest|bird) = p(egg|nest)p(nest|bird) (2.14)", x1=RIGHT, cells=3),
        formula("y = Wren(Wx + Ub), (5)", 5, x0=90.0, x1=RIGHT),
        formula("(3)", x0=275.0, x1=RIGHT),
        line("(4) v(Xn − α) ≤ 4p(2g − 2 + |W|).", x1=200.0, cells=2, maths=16),
        line("x = (a + b + c + d)(e + f + g + h)(i + k)", maths=20),
        formula("A = 8p and B = 8p(h(d) + 4)", 12, x0=59.0, x1=281.0),
        formula("p(xtest|hstart) = p(xtest|hdelim)p(hdelim|hstart)", 30),
    ],
)
def test_a_displayed_formula_is_told_by_its_signs_its_fonts_and_its_number(one: Line) -> None:
    assert are_formulas(one) == [True]


@pytest.mark.parametrize(
    "one",
    [
        line(),
        short(),
        line("where x = Wy + b and b is what the birds have learnt of it,", maths=8),
        line("Let x = Wy + b be the nest of all the birds, and a = b + c", x0=65.0, maths=9),
        short("x ∈ X and y ∈ Y.", maths=8),  # the last line of a paragraph
        line("as shown by the larks in (3)"),
        line("of the wrens, which are the birds of (3)", cells=2),
        line("(a) x = y + z for every bird", x0=70.0, x1=200.0, maths=9),
        line("• x = y + z", x0=70.0, x1=200.0, maths=9),
        line("Input: a set S = {a, b}", x0=70.0, x1=200.0, maths=4),
        line("Small birds of the wood", x0=100.0, x1=200.0),
        line("0.1 0.2 0.3 0.4", x0=100.0, x1=200.0),
        line("图 = 我们提出了一种新的方法", x0=100.0, x1=200.0),
        formula("y = ax + b", 4)._replace(part="float"),
        formula("y = ax + b", 4)._replace(kind="notice"),
        Line("y = ax + b"),
    ],
)
def test_text_is_no_formula_whatever_signs_it_has(one: Line) -> None:
    assert are_formulas(one) == [False]


def test_limits_and_fractions_above_and_below_a_formula_are_of_it() -> None:
    parts = [formula("∑"), formula("n"), formula("L = f(x) (5)", 4, x1=RIGHT, cells=2)]
    parts += [formula("i = 1"), formula("2")]
    assert are_formulas(*parts) == [True] * 5
    assert are_formulas(formula("n"), short("of birds")) == [False, False]


def test_words_in_a_fraction_or_in_a_limit_are_of_a_formula() -> None:
    main = formula("τ =", 1, x0=100.0, x1=115.0)
    upper = formula("larks − wrens", 1, x0=120.0, x1=200.0)
    page = [one._replace(y=y) for one, y in ((upper, 694), (main, 688), (upper, 682))]
    assert [one.kind for one in marked([line(), *page, line(y=664)])[1:-1]] == ["formula"] * 3
    far = [upper._replace(y=703), main._replace(y=688)]
    assert marked([line(y=720), *far, line(y=664)])[1].kind == ""
    below = formula("larks", x0=150.0, x1=170.0, size=6.0)
    limits = [formula("E = max f(x)", 6)._replace(y=688), below._replace(y=685)]
    assert marked([line(), *limits, line(y=664)])[2].kind == "formula"
    limits[1] = below._replace(y=685, size=10.0)
    assert marked([line(), *limits, line(y=664)])[2].kind == ""


def test_the_sentence_goes_on_behind_its_formula_in_one_paragraph() -> None:
    page = under(
        line("1 Introduction", bold=True, x1=120.0),
        line("With all of this at hand we now minimise the loss"),
        formula("L = f(x) − y (3)", 6, x1=RIGHT, cells=2, starts=True),
        line("where x is the number of larks that sing in the wood,"),
        short("and y of wrens."),
    )
    made = assemble([page])
    assert "minimise the loss L = f(x) − y (3) where x is the number" in made.text
    found = [(kind, made.text[start:end].strip()) for kind, start, end in made.blocks[1:]]
    assert found == [
        ("paragraph", "With all of this at hand we now minimise the loss"),
        ("formula", "L = f(x) − y (3)"),
        (
            "paragraph",
            "where x is the number of larks that sing in the wood, and y of wrens.",
        ),
    ]


def test_a_formula_ends_the_sentence_that_the_next_one_begins_behind() -> None:
    page = under(line("we minimise"), formula("L = x", 4), line("We train it."))
    assert assemble([page]).text.splitlines() == ["we minimise L = x", "We train it."]


def test_the_parts_of_a_formula_stand_in_one_block() -> None:
    parts = [formula("L = f(x) + g(x)", 8), formula("K = h(x)", 6)]
    heading = line("1 Introduction", bold=True, x1=120.0)
    made = assemble([under(heading, line("as in"), *parts, line("here"))])
    assert [kind for kind, *_ in made.blocks[1:]] == ["paragraph", "formula", "paragraph"]
    assert made.text.endswith("as in L = f(x) + g(x) K = h(x) here")


def test_a_part_of_a_formula_does_not_stand_between_two_parts_of_a_word() -> None:
    above, below = line("The width is deter-"), line("mined by the sigmoid = 1,")
    page = marked(under(above, formula("p(x) = 1", 4), below, line(TEXT[0])))
    assert [one.text for one in page] == [above.text, below.text, "p(x) = 1", TEXT[0]]
    assert page[2].kind == "formula"
    assert [one.text for one in marked(under(above, formula("p(x) = 1", 4)))][1:] == ["p(x) = 1"]


@pytest.mark.parametrize("text", ["=" * 400_000, "a " * 200_000, "(1 " * 130_000, "x- " * 130_000])
def test_a_hostile_line_costs_no_more_than_a_second(text: str) -> None:
    began = time.monotonic()
    marked([line(text, x0=LEFT + 40, cells=2, x1=RIGHT)])
    assert time.monotonic() - began < 1


def displayed(one: Line, *, above: float = 700, below: float = 640) -> bool:
    """Tell whether a line at 670 points, two lines of text and a gap below others, is a formula."""
    before = [line(y=above + 24), line(y=above + 12), line(y=above)]
    page = marked([*before, one._replace(y=670), line(y=below), line(y=below - 12)])
    return page[3].kind == "formula"


def test_words_with_a_sign_or_arguments_in_the_middle_and_with_white_around_are_a_formula() -> None:
    words = formula("ALL( birds of wood ) ⊗ ALL( birds of field )".replace(" of ", " in "))
    assert not displayed(words)  # "in" is of sentences
    words = formula("ALL( small birds ) ⊗ ALL( large birds )")
    assert displayed(words)
    assert displayed(words._replace(text="ALL( small birds, large birds )"))
    assert not displayed(words, above=682)
    assert not displayed(words, below=658)
    assert not displayed(words._replace(x0=90.0))
    assert not displayed(words._replace(text="small birds and large birds"))
    assert not displayed(words._replace(text="2. Bounding Birds(small wrens large)"))


def test_a_relation_between_names_is_a_formula_far_from_the_edge() -> None:
    assert are_formulas(formula("h-lark[x] = x", x0=100.0, x1=160.0)) == [True]
    assert are_formulas(formula("h-lark[x] = x", x0=70.0, x1=160.0)) == [False]
    assert are_formulas(formula("arXiv:1401.4082, 2014.", x0=100.0, x1=160.0)) == [False]


def test_what_has_no_words_far_from_the_edge_is_of_the_formula_beside_it() -> None:
    below = formula("1 + G(EB)v(EB)[G(EB)]1 + G(EB)v(EB)", x0=100.0, x1=270.0)
    assert are_formulas(formula("X = 1. (20)", 4, x1=RIGHT, cells=2), below) == [True, True]
    assert are_formulas(formula("←n", 2), below) == [True, False]
