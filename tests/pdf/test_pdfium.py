"""The second reader gives the same runs as the first, in the same places, and fails quietly where it must."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.pdfium import Again, SecondReader, is_better, is_glued
from pipeline.pdf.reader import Reader
from pipeline.pdf.rendering import Document
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made


def pdf(operators: str, **more: str) -> bytes:
    made = Made("x", operators, page=more.get("page", ""))
    return hidden_pdfs.pdf("Reading Papers", made, columns=1)


def both(content: bytes) -> tuple[PageGlyphs, Again]:
    reader = PdfReader(io.BytesIO(content))
    again = SecondReader(Document(content)).read(1)
    assert again
    return Reader(reader.root_object).read(reader.pages[0]), again


def run(text: str, x0: float = 0, y0: float = 0, *, hidden: str = "") -> Run:
    return Run(text, x0, y0, x0 + 5 * len(text), y0, 10, 0, "F", bold=False, italic=False, hidden=hidden, form=0)  # fmt: skip


def page(*runs: Run, unmapped: int = 0) -> PageGlyphs:
    return PageGlyphs(595, 842, runs, 100, unmapped, (), (), ())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_word_has_the_place_size_and_angle_that_the_first_reader_gives_it(turn: int) -> None:
    cropped = "/CropBox [10 20 500 800]"
    first, again = both(
        pdf("BT /F1 10 Tf 60 100 Td (turned) Tj ET", page=f"/Rotate {turn} {cropped}")
    )
    ours = next(one for one in first.runs if one.text == "turned")
    other = next(one for one in again.runs if one.text == "turned")
    assert (other.x0, other.y0) == pytest.approx((ours.x0, ours.y0), abs=0.5)
    assert (other.x1, other.y1) == pytest.approx((ours.x1, ours.y1), abs=2)
    assert (other.size, other.angle % 360) == pytest.approx((ours.size, ours.angle % 360), abs=0.1)


def test_a_font_made_larger_by_a_matrix_has_the_size_that_it_shows() -> None:
    _, again = both(pdf("BT /F1 1 Tf 12 0 0 12 60 100 Tm (enlarged) Tj ET"))
    assert next(one for one in again.runs if one.text == "enlarged").size == pytest.approx(12, 0.3)


def test_words_end_at_spaces_and_at_gaps() -> None:
    _, again = both(pdf("BT /F1 10 Tf 60 100 Td (one two) Tj 200 0 Td (three) Tj ET"))
    assert [one.text for one in again.runs if one.y0 == pytest.approx(100)] == ["one", "two", "three"]  # fmt: skip


def test_a_word_that_begins_in_a_hidden_run_is_left_out() -> None:
    content = pdf("BT /F1 10 Tf 60 100 Td (white) Tj 0 50 Td (black) Tj ET")
    again = SecondReader(Document(content)).read(1, [run("white", 60, 100, hidden="white")])
    assert again
    words = [one.text for one in again.runs]
    assert "white" not in words
    assert "black" in words


def test_what_is_no_pdf_and_a_page_that_is_not_there_give_nothing() -> None:
    for reader, number in (
        (SecondReader(Document(b"no pdf")), 1),
        (SecondReader(Document(pdf(""))), 9),
    ):
        assert reader.read(number) is None
        assert reader.size(number) == (0.0, 0.0)


def test_a_pages_size_is_that_of_the_displayed_page() -> None:
    assert SecondReader(Document(pdf("", page="/Rotate 90"))).size(1) == (842.0, 595.0)


def test_its_name_tells_its_version() -> None:
    assert SecondReader(Document(b"")).name.startswith("pypdfium2 ")


@pytest.mark.parametrize(
    ("again", "walked", "better"),
    [
        (Again((run("abcd"),), 4, 0), None, True),
        (Again((), 0, 0), None, False),
        (Again((run("abcd"),), 4, 5), page(run("abcd"), unmapped=10), True),
        (Again((run("abcd"),), 4, 6), page(run("abcd"), unmapped=10), False),
        (Again((run("abc"),), 3, 0), page(run("abcd"), unmapped=10), False),
        (Again((run("abc"),), 3, 0), page(run("abc"), run("d", hidden="white"), unmapped=10), True),
    ],
    ids=["any", "none", "half", "less than half", "less text", "less hidden text"],
)
def test_it_is_taken_where_it_has_as_much_text_and_makes_out_half_of_what_was_not(
    again: Again, walked: PageGlyphs | None, better: bool
) -> None:
    assert is_better(again, walked) == better


GLUED = "thereaderkeepsnotesofeverysection"


@pytest.mark.parametrize(
    ("words", "glued"),
    [
        ([GLUED] * 5, True),
        ([GLUED] * 4, False),
        ([GLUED] * 5 + ["word"] * 244, True),
        ([GLUED] * 5 + ["word"] * 245, False),
        (["x" * 24] * 9, False),
    ],
)
def test_words_are_glued_where_one_in_fifty_and_five_at_least_are_too_long(
    words: list[str], glued: bool
) -> None:
    assert is_glued([" ".join(words)]) == glued


def test_turned_text_has_its_angle_and_ends() -> None:
    _, again = both(pdf("BT /F1 10 Tf 0 1 -1 0 300 200 Tm (Xy) Tj ET"))
    first = next(one for one in again.runs if one.text.startswith("X"))
    assert abs(first.angle) == pytest.approx(90)
    assert (first.x0, first.y0, first.x1) == pytest.approx((300, 200, 300))
    assert 205 < first.y1 < 215


def test_a_word_goes_on_below_in_another_run() -> None:
    _, again = both(pdf("BT /F1 10 Tf 60 100 Td (repre-) Tj 0 -14 Td (sentation) Tj ET"))
    found = {one.text: one.y0 for one in again.runs}
    assert found["repre-"] - found["sentation"] == pytest.approx(14)


def test_a_hidden_run_elsewhere_hides_no_word() -> None:
    content = pdf("BT /F1 10 Tf 60 100 Td (black) Tj ET")
    for other in (run("white", 60, 97), run("white", 20, 100), run("white", 90, 100)):
        again = SecondReader(Document(content)).read(1, [other])
        assert again
        assert "black" in [one.text for one in again.runs]


def test_a_box_that_a_page_inherits_is_its_own() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("BT /F1 10 Tf 60 100 Td (low) Tj ET"))))
    boxes = {"/MediaBox": [0, 0, 595, 842], "/CropBox": [10, 20, 500, 800]}
    for name, box in boxes.items():
        writer.pages[0].pop(name, None)
        writer.root_object["/Pages"][NameObject(name)] = ArrayObject(map(NumberObject, box))  # type: ignore[index]
    writer.write(out := io.BytesIO())
    first, again = both(out.getvalue())
    assert (first.width, first.height) == (490, 780)
    assert SecondReader(Document(out.getvalue())).size(1) == (490, 780)
    low = [next(one for one in read.runs if one.text == "low") for read in (first, again)]
    assert [(one.x0, one.y0) for one in low] == [pytest.approx((50, 80), abs=0.5)] * 2


def test_a_letter_beyond_sixteen_bits_is_one_letter() -> None:
    made = hidden_pdfs.mapped("look-alike letters", ["a", "\U0001d459", "b"])
    again = SecondReader(Document(hidden_pdfs.pdf("Reading Papers", made, columns=1))).read(1)
    assert again
    assert "a\U0001d459b" in [one.text for one in again.runs]
