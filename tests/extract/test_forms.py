"""Forms that hold a page's text, and those that are figures."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.extract import child
from pipeline.extract.forms import settled
from pipeline.pdf.page import PageGlyphs, Run
from tests.support.command import SHARED
from tests.support.pages import TEXT, run, runs

PAPERS = sorted((SHARED / "papers").glob("*.pdf"))[::6][:10] if SHARED.exists() else []


def forms(shown: Sequence[Run], parents: tuple[int, ...]) -> list[int]:
    """Give the forms of a page's runs once they are settled."""
    page = PageGlyphs(612, 792, tuple(shown), 0, 0, (), (), (), parents=parents)
    return [one.form for one in settled(page).runs]


def text(count: int, form: int, y: float = 700) -> list[Run]:
    return runs(*(TEXT[at % 2] for at in range(count)), y=y, form=form)


def test_a_form_with_all_of_the_text_is_the_page() -> None:
    stamp = run("Proceedings of Birds", y=780)
    assert forms([stamp, *text(6, 1)], (0,)) == [0] * 7


def test_a_form_beside_the_text_is_a_figure() -> None:
    label = run("a label", y=500, form=1)
    assert forms([*text(6, 0), label], (0,)) == [0] * 6 + [1]


def test_a_form_with_long_labels_is_a_figure_below_text_of_a_caption() -> None:
    assert forms([*text(2, 0), *text(6, 1, 600)], (0,)) == [0, 0] + [1] * 6


def test_a_figure_in_a_form_that_is_the_page_stays_one() -> None:
    label, part = run("a label", y=500, form=2), run("a part", y=480, form=3)
    assert forms([*text(6, 1), label, part], (0, 1, 2)) == [0] * 6 + [2, 2]


def test_forms_within_a_figure_are_the_figure() -> None:
    assert forms([*text(6, 0), run("a part", form=2)], (0, 1)) == [0] * 6 + [1]


def test_pages_put_side_by_side_are_all_pages() -> None:
    assert forms([*text(6, 1), *text(6, 2, 300)], (0, 0)) == [0] * 12


def test_a_page_in_a_form_in_a_form_is_a_page() -> None:
    assert forms(text(6, 2), (0, 1)) == [0] * 6


def test_a_page_without_running_text_keeps_its_figures() -> None:
    assert forms([run("a label", form=1), run("b", y=600, form=1)], (0,)) == [1, 1]


def test_hidden_text_makes_no_page() -> None:
    hidden = [one._replace(hidden="covered") for one in text(40, 1)]
    label = run("a label", y=500, form=1)
    assert forms([*text(6, 0), *hidden, label], (0,))[-1] == 1


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("pdf", PAPERS, ids=lambda pdf: pdf.stem)
def test_a_paper_whose_pages_are_forms_reads_as_it_does_without(pdf: Path, tmp_path: Path) -> None:
    wrapped = tmp_path / "wrapped.pdf"
    wrap = str(SHARED / "made" / "wrap_in_form.py")
    subprocess.run([sys.executable, wrap, str(pdf), str(wrapped)], check=True, capture_output=True)
    writer, plain = PdfWriter(), io.BytesIO()
    for page in PdfReader(pdf).pages:  # without the outline, which the wrapped one has not
        writer.add_page(page)
    writer.write(plain)
    one, other = child.read(plain.getvalue()), child.read(wrapped.read_bytes())
    for what in ("text", "sections", "lines", "tables", "hidden"):
        assert other[what] == one[what], what
