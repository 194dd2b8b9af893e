"""Formulas stand as they are; nothing of a paper is emphasis for it."""

from __future__ import annotations

import itertools
from html.parser import HTMLParser

import pytest

from pipeline.entry.emphasis import without_needless_escapes
from pipeline.entry.inert import inert
from tests.support.markdown import COMMONMARK

FORMULAS = [
    "||x||_2", "∑_i", "∇_θ J", "f(x)_i", "\\mathbf{x}_i", "x^{(t)}_i", "L_∞", "W_+", "x_(l+1)", "(a_i)_{i=1}^n", "x_{l+1}", "W_l", "p_θ", "θ̂_k", "R²_adj", "AP_50", "s_*",
    "σ_-", "[x]_i", "𝒙_𝑙", "h_i^(l)", "x'_i", "A_1, …, A_n", "log p_θ(x_{t-1}|x_t)", "x_ i", "_private", "model_name", "L_{CE}", "E_{q_φ}", "max_{x∈X}",
]  # fmt: skip
PAIRED = ["___", "_ _ _", "_", "__init__", "_a_", "(a)_{i} + (b)_{j}", "||x||_2 + W_+", "_x_{i}", "a_ _b", "**_x_**", "`_x_`", "_(x)_", "\\_x_", "_x\\_"]  # fmt: skip
PAIRS = list(itertools.product(FORMULAS[:12], [*FORMULAS[:6], *PAIRED]))


class Seen(HTMLParser):
    """What a Markdown reader shows: the text, and its tags."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(COMMONMARK.render(markdown))
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def written(*values: str, between: str = "：") -> str:
    return without_needless_escapes(between.join(str(inert(value)) for value in values))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_underscore_of_a_formula_is_escaped(formula: str) -> None:
    assert "\\_" not in written(f"用 {formula} 表示")


@pytest.mark.parametrize("between", ["：", "\n", "", " "])
def test_a_reader_sees_the_text_as_it_was_whatever_stands_beside_it(between: str) -> None:
    for pair in [*PAIRS, *((two, one) for one, two in PAIRS), *((one, one) for one in PAIRED)]:
        seen = Seen(written(*pair, between=between))
        assert seen.text.strip() == between.join(pair)
        assert seen.tags == {"p"}


def test_underscores_of_a_template_stay_live_and_none_of_a_paper_pairs_with_them() -> None:
    values = [str(inert(formula)) for formula in ("x_{i}", "f(x)_2")]
    assert without_needless_escapes(f"_lead {values[0]} here_") == "_lead x\\_{i} here_"
    assert without_needless_escapes(f"{values[1]} and _lead_") == "f(x)\\_2 and _lead_"
    assert without_needless_escapes(f"_{values[0]} f(x)\\__") == "_x\\_{i} f(x)\\__"
    assert without_needless_escapes(f"<!-- _a --> {values[0]}") == "<!-- _a --> x_{i}"


def test_points_of_a_list_are_paragraphs_of_their_own_and_wrapped_lines_are_none() -> None:
    norm, index = "f(x)_2", "W_+"
    for before, behind in (("1. ", "2. "), ("- ", "- "), ("   1) ", "   2) ")):
        text = f"{before}{inert(norm)}\n{behind}{inert(index)}"
        assert "\\_" not in without_needless_escapes(text)
    for behind in ("2. ", "    1. ", "1，", "  "):
        text = f"so {inert(norm)}\n{behind}{inert(index)}"
        assert without_needless_escapes(text) == f"so f(x)\\_2\n{behind}W_+"


def test_only_what_pairs_in_its_own_paragraph_stays_escaped() -> None:
    norm, index = "f(x)_2", "W_+"
    assert written("x", norm, index) == "x：f(x)\\_2：W_+"
    assert written("x", norm, index, between="\n\n").count("\\_") == 0
