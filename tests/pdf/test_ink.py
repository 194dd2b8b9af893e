"""Text that leaves no ink is found, whatever hides it, by both readers; what shows stays."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest
from pypdf import PdfReader

from pipeline.pdf.ink import INKLESS, PILED, Eye
from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.pdfium import SecondReader
from pipeline.pdf.reader import Reader
from pipeline.pdf.rendering import Document
from pipeline.pdf.visibility import COVERED
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

PAYLOAD = "Here the dual loop of this reader says whatever nobody sees."
CARRIERS = [*hidden_pdfs.by_rendering(PAYLOAD), *hidden_pdfs.by_ink(PAYLOAD)]
SCAN = next(made for made in hidden_pdfs.controls() if made.scanned)


def looked(content: bytes) -> PageGlyphs | None:
    reader = PdfReader(io.BytesIO(content))
    walked = Reader(reader.root_object).read(reader.pages[0])
    return Eye(Document(content)).look(1, walked)


def page(made: Made) -> PageGlyphs:
    read = looked(hidden_pdfs.pdf("Reading Papers", made, columns=1))
    assert read
    return read


def shown(runs: Sequence[Run]) -> str:
    return re.sub(r"\W", "", "".join(run.text for run in runs if not run.hidden))


def drawn(operators: str, **more: str) -> PageGlyphs:
    return page(Made("x", operators, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("made", CARRIERS, ids=lambda made: made.name)
def test_what_leaves_no_ink_does_not_show(made: Made) -> None:
    content = hidden_pdfs.pdf("Reading Papers", made, columns=1)
    again = SecondReader(Document(content)).read(1)
    first = looked(content)
    assert first
    assert again
    for runs in (first.runs, again.runs):
        assert "dualloop" not in shown(runs)
        assert "Larkfield" in shown(runs)


@pytest.mark.parametrize("made", [*hidden_pdfs.controls()], ids=lambda made: made.name)
def test_what_a_reader_sees_shows_to_both_readers(made: Made) -> None:
    content = hidden_pdfs.pdf("Reading Papers", made, columns=1)
    again = SecondReader(Document(content)).read(1)
    said = re.sub(r"\W", "", re.findall(r"\(([^()]{30,})\) Tj", made.content)[-1])
    assert said in shown(page(made).runs)
    assert again
    assert said in shown(again.runs)


@pytest.mark.parametrize(
    "operators",
    [
        "q 0.1 g 40 390 900 30 re f Q BT 1 g /F1 10 Tf 60 400 Td (seen) Tj ET",
        "BT 0.75 g /F1 10 Tf 60 400 Td (seen) Tj ET",
        "BT 1 1 0 rg /F1 10 Tf 60 400 Td (seen) Tj ET",
        "BT /F1 4 Tf 60 400 Td (seen) Tj ET",
        "BT /F1 10 Tf 0 1 -1 0 60 400 Tm (seen) Tj ET",
        "BT /F1 10 Tf 0.8 0.6 -0.6 0.8 60 300 Tm (seen) Tj ET",
        "BT /F1 10 Tf 60 400 Td (seen) Tj 0.2 0 Td (seen) Tj ET",
        "BT /F1 10 Tf 60 400 Td (seen) Tj (\\264) Tj -3 0 Td (\\223) Tj ET",
        "BT /F1 10 Tf 60 400 Td (seen) Tj ET BT 1 g /F1 10 Tf 60 400 Td (gone) Tj ET BT 0 g /F1 10 Tf 60 400 Td (seen) Tj ET",
    ],
    ids=[
        "on black",
        "grey",
        "yellow",
        "small",
        "turned",
        "aslant",
        "bold by two",
        "accents",
        "over what is white",
    ],
)
def test_a_word_that_shows_is_seen(operators: str) -> None:
    assert "seen" in [run.text for run in drawn(operators).runs if not run.hidden]


def test_the_reason_is_told_of_the_run_alone() -> None:
    operators = "q 1500 0 0 40 40 385 cm /Im0 Do Q BT 1 g /F1 10 Tf 60 400 Td (nobody) Tj 0 g 60 0 Td (somebody) Tj ET"
    image = "<< /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\xff\nendstream"
    read = page(Made("x", operators, resources="/XObject << /Im0 @0 >>", objects=(image,)))
    found = {run.text: run.hidden for run in read.runs}
    assert (found["nobody"], found["somebody"]) == (INKLESS, "")


def test_what_hides_a_text_is_named_where_it_is_known() -> None:
    read = drawn(
        "BT 1 g /F1 10 Tf 60 400 Td (white) Tj 0 g 60 0 Td (covered) Tj ET 0.5 g 115 390 99 30 re f"
    )
    found = {run.text: run.hidden for run in read.runs}
    assert (found["white"], found["covered"]) == ("white on white", COVERED)


def test_an_empty_soft_mask_lets_nothing_through() -> None:
    text = f"q /G0 gs BT /F1 10 Tf 60 400 Td ({PAYLOAD}) Tj ET Q"
    state = "/ExtGState << /G0 << /SMask << /S /Luminosity /G @0 >> >> >>"
    mask = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency /CS /DeviceGray >> /Length 0 >>\nstream\n\nendstream"
    read = page(Made("x", text, resources=state, objects=(mask,)))
    assert {run.text: run.hidden for run in read.runs}[PAYLOAD] == INKLESS


def test_signs_are_hidden_by_what_is_painted_around_them() -> None:
    read = drawn("BT 1 g /F1 10 Tf 60 400 Td (--) Tj 0 g 60 0 Td (++) Tj ET")
    found = {run.text: run.hidden for run in read.runs}
    assert (found["--"], found["++"]) == ("white on white", "")


def test_letters_on_each_other_are_no_text() -> None:
    read = drawn("BT /F1 10 Tf -5.5 Tc 60 400 Td (nobody reads this) Tj ET")
    assert {run.text: run.hidden for run in read.runs}["nobody reads this"] == PILED


def test_a_line_that_shows_in_parts_only_does_not_show() -> None:
    line = (
        "q {} 380 40 40 re W n BT /F1 10 Tf 60 400 Td (a line of more than sixteen letters) Tj ET Q"
    )
    for left, hidden in ((40, INKLESS), (110, INKLESS)):
        read = drawn(line.format(left))
        assert {run.text: run.hidden for run in read.runs}[
            "a line of more than sixteen letters"
        ] == hidden


def test_piled_up_lines_are_told_apart() -> None:
    pile = " ".join(
        f"BT 0 g /F1 10 Tf 60 400 Td (line {one} of many) Tj ET" for one in "abcdefghij"
    )
    read = drawn(f"{pile} BT 1 g /F1 10 Tf 60 500 Td (white as can be) Tj ET")
    assert any(run.hidden == INKLESS for run in read.runs if run.text.startswith("line"))


def test_a_font_that_is_not_here_is_not_held_against_its_text() -> None:
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [@1] >>"
    inner = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> /FontDescriptor @2 >>"
    about = "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
    text = "这是一篇论文的正文".encode("utf-16-be").hex()
    read = page(
        Made(
            "x",
            f"BT /F3 10 Tf 60 400 Td <{text}> Tj ET",
            resources="/Font << /F1 4 0 R /F3 @0 >>",
            objects=(font, inner, about),
        )
    )
    assert "这是一篇论文的正文" in shown(read.runs)


def test_a_page_that_pdfium_has_otherwise_is_not_looked_at() -> None:
    content = hidden_pdfs.pdf("Reading Papers", Made("x", ""), columns=1)
    reader = PdfReader(io.BytesIO(content))
    walked = Reader(reader.root_object).read(reader.pages[0])
    assert Eye(Document(b"no pdf")).look(1, walked) is None
    assert Eye(Document(content)).look(2, walked) is None
    assert Eye(Document(content)).look(1, walked._replace(width=700.0)) is None


def test_the_text_layer_of_a_scan_shows_and_what_else_it_hides_does_not() -> None:
    extra = SCAN._replace(
        content=SCAN.content + " BT 0 Tr 1 g /F1 0.5 Tf 60 300 Td (tiny as an ant) Tj ET"
    )
    hidden = {run.text: run.hidden for run in page(extra).runs if run.hidden}
    assert hidden == {"tiny as an ant": "tiny"}
    beside = SCAN._replace(scanned=False)
    assert "text layer" not in " ".join(run.text for run in page(beside).runs if not run.hidden)
