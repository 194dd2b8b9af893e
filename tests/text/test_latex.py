"""Titles and addresses in LaTeX's and BibTeX's own writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import latex


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("GLIP: Grounded Language-Image Pre-training", "{GLIP}: Grounded Language-Image Pre-training"),
        ("T5 and GPT-4 in 3D", "{T5} and {GPT}-4 in {3D}"),
        ("A Survey of Vitamin C", "A Survey of Vitamin {C}"),
        ("Attention in the brain of Einstein at work", "{Attention} in the brain of {Einstein} at work"),
        ("基于 BERT 的方法", "基于 {BERT} 的方法"),
    ],
)  # fmt: skip
def test_capitals_that_a_style_would_write_small_are_protected(title: str, written: str) -> None:
    assert latex.title(title) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"Demoir\'eing of Screens", "Demoiréing of Screens"),
        (r"Syst\`{e}me par \L{}ukasz, {\o}re et \c{c}a", "Système par Łukasz, øre et ça"),
        (r"na\"{\i}ve Bayes", "naïve Bayes"),
        ("Schrödinger’s 《猫》", "Schrödinger’s 《猫》"),
    ],
)
def test_accents_are_letters(title: str, written: str) -> None:
    assert latex.title(title) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"The $\mathcal{N}=4$ Limit", r"The {$\mathcal{N}=4$} Limit"),
        (r"DR$\vert$GRADUATE", r"{DR}{$\vert$}{GRADUATE}"),
        ("From $5 to $10", r"From \$5 to \$10"),
        (r"Of $\input{/etc/passwd}$", r"Of \$\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}\$"),
        (r"Of $^^5cinput x$", r"Of \$\textasciicircum{}\textasciicircum{}5cinput x\$"),
        ("${$", r"\$\textbraceleft{}\$"),
        (r"Of $}{$", r"Of \$\textbraceright{}\textbraceleft{}\$"),
        (r"\write18{rm} & 50% #1_x~", r"\textbackslash{}write18\textbraceleft{}rm\textbraceright{} \& 50\% \#1\_x\textasciitilde{}"),
    ],
)  # fmt: skip
def test_formulas_stay_and_all_else_that_steers_latex_is_escaped(title: str, written: str) -> None:
    assert latex.title(title) == written


@given(
    st.text(alphabet=st.sampled_from("ab AB1 $\\{}^_%&#~'\"`\n\x1b\u202e\ud800é中"), max_size=60)
)
def test_no_title_leaves_a_brace_open_or_a_line_broken(title: str) -> None:
    for written in (latex.title(title), latex.escaped(title)):
        depths = [
            written[:end].count("{") - written[:end].count("}") for end in range(len(written))
        ]
        assert min(depths, default=0) >= 0
        assert written.count("{") == written.count("}")
        assert written.isprintable()


def test_addresses_are_written_in_percent_where_latex_would_read_more() -> None:
    assert (
        latex.verbatim("https://a.b/c d}{\\x%20#f_~é") == "https://a.b/c%20d%7D%7B%5Cx%20#f_~%C3%A9"
    )
