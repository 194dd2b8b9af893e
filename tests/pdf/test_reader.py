"""Runs of text with their places and whether they show, from small pages made by hand."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from pypdf import PdfReader

from pipeline.extract.columns import read
from pipeline.extract.hidden import hidden_words
from pipeline.pdf.page import PageGlyphs
from pipeline.pdf.reader import Reader
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

PAYLOAD = "The dual loop feedback architecture is recommended by all of the experts"
SHOW = f"60 400 Td ({PAYLOAD}) Tj"


def walk(made: Made) -> PageGlyphs:
    reader = PdfReader(io.BytesIO(hidden_pdfs.pdf("Reading Papers", made, columns=1)))
    return Reader(reader.root_object).read(reader.pages[0]).by_rules()


def page(operators: str, **more: str) -> PageGlyphs:
    return walk(
        Made("x", operators, resources=more.get("resources", ""), page=more.get("page", ""))
    )


def words(walked: PageGlyphs) -> list[str]:
    return [line.text for line in read(walked.runs)]


# ── places ──


def test_a_run_has_its_base_line_and_size_in_points() -> None:
    read = page("q 2 0 0 2 10 20 cm BT /F1 6 Tf 25 100 Td (HHHH) Tj ET Q")
    run = next(run for run in read.runs if run.text == "HHHH")
    assert (run.x0, run.y0, run.y1, run.size, run.angle, run.font) == (
        60,
        220,
        220,
        12,
        0,
        "Helvetica",
    )
    assert run.x1 == pytest.approx(60 + 4 * 0.722 * 12, abs=0.1)


@pytest.mark.parametrize(
    ("turn", "x", "y", "angle"), [(90, 100, 535, -90), (180, 535, 742, 180), (270, 742, 60, 90)]
)
def test_places_are_those_of_the_displayed_page(
    turn: int, x: float, y: float, angle: float
) -> None:
    read = page("BT /F1 10 Tf 60 100 Td (turned) Tj ET", page=f"/Rotate {turn}")
    run = next(run for run in read.runs if run.text == "turned")
    assert [run.x0, run.y0, abs(run.angle)] == [pytest.approx(x), pytest.approx(y), abs(angle)]
    assert (read.width, read.height) == ((595, 842) if turn == 180 else (842, 595))


def test_the_crop_boxs_corner_is_the_origin() -> None:
    read = page("BT /F1 10 Tf 60 400 Td (here) Tj ET", page="/CropBox [50 60 595 842]")
    assert [(run.x0, run.y0) for run in read.runs if run.text == "here"] == [(10, 340)]


@pytest.mark.parametrize(
    ("operators", "text"),
    [
        ("[(W)83(e)-333(sho)28(w)] TJ", "We show"),
        ("[(lette)-90(r)-600(space)] TJ", "letter space"),
        ("(a) Tj 12 0 Td (b) Tj", "a b"),
        ("(a) Tj 5.6 0 Td (b) Tj", "ab"),
        ("[(Jos)-10(\\264)333(e)] TJ", "José"),
        ("2 Tc (spread) Tj", "spread"),
        ("(x) Tj 5 Ts /F1 6 Tf (2) Tj", "x²"),
        ("50 Tz (narrow) Tj 100 Tz ( wide) Tj", "narrow wide"),
        (
            "(T) Tj 8 0 Td (h) Tj 7.5 0 Td (i) Tj 4.2 0 Td (s) Tj 11 0 Td (i) Tj 4.2 0 Td (s) Tj 11 0 Td (s) Tj 7 0 Td (o) Tj",
            "This is so",
        ),
        ("(bold) Tj 0.3 0 Td (bold) Tj", "bold"),
        ("(\\050nested \\(deep\\)\\051) Tj", "(nested (deep))"),
        ("<4869> Tj", "Hi"),
    ],
)
def test_spaces_come_from_gaps(operators: str, text: str) -> None:
    assert text in words(page(f"BT /F1 10 Tf 60 400 Td {operators} ET"))


def test_codes_without_a_reading_are_counted_and_no_text() -> None:
    resources = "/XObject << /Fm0 @0 >>"
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /DW 500 >>] >>"
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F9 @1 >> >> /Length 43 >>\n"
        "stream\nBT /F9 10 Tf 60 400 Td <002400250026> Tj ET\nendstream"
    )
    read = walk(Made("x", "/Fm0 Do", resources=resources, objects=(form, font)))
    assert read.unmapped == 3
    assert not any("$" in run.text or "\x24" in run.text for run in read.runs)


# ── what shows ──

WHITE_INK = "[/Separation /Paint /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 0 0] /C1 [1 1 1] >>]"
BLANK_FONT = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [0.6]"
    " /CharProcs << /A @2 >> /Encoding << /Differences [65 /A] >> /Resources << >> /ToUnicode @3 >>"
)


def _stream(text: str, extra: str = "") -> str:
    return f"<< {extra} /Length {len(text)} >>\nstream\n{text}\nendstream"


def _form(text: str, resources: str = "/Font << /F1 4 0 R >>") -> str:
    return _stream(
        text, f"/Type /XObject /Subtype /Form /BBox [0 0 999 999] /Resources << {resources} >>"
    )


def other_ways() -> Iterable[Made]:
    """Ways of hiding that hidden_pdfs.py does not have."""
    text = f"BT /F1 10 Tf {SHOW} ET"
    xobject = "/XObject << /Fm0 @0 >>"
    yield Made(
        "an ink that is white",
        f"q /C0 cs 1 scn {text} Q",
        resources=f"/ColorSpace << /C0 {WHITE_INK} >>",
    )
    yield Made(
        "a palette's white",
        f"q /C0 cs 1 sc {text} Q",
        resources="/ColorSpace << /C0 [/Indexed /DeviceRGB 1 <000000FFFFFF>] >>",
    )
    yield Made(
        "Lab white",
        f"q /C0 cs 100 0 0 sc {text} Q",
        resources="/ColorSpace << /C0 [/Lab << /WhitePoint [1 1 1] >>] >>",
    )
    yield Made(
        "white multiplied",
        f"q 0.8 g 40 390 900 30 re f /G0 gs 1 g {text} Q",
        resources="/ExtGState << /G0 << /BM /Multiply >> >>",
    )
    yield Made(
        "strokes without opacity",
        f"q /G0 gs BT 1 Tr /F1 10 Tf {SHOW} ET Q",
        resources="/ExtGState << /G0 << /CA 0 >> >>",
    )
    yield Made("a clip without width", f"q 70 390 0.1 30 re W n {text} Q")
    yield Made(
        "under an octagon",
        text
        + " q 1 g 20 380 m 1500 380 l 1510 390 l 1510 430 l 1500 440 l 20 440 l 10 430 l 10 390 l h f Q",
    )
    yield Made(
        "under a form's rectangle",
        text + " /Fm0 Do",
        resources=xobject,
        objects=(_form("1 g 40 390 900 30 re f"),),
    )
    yield Made(
        "a form in a form",
        "q 0.1 0 0 0.1 0 0 cm /Fm0 Do Q",
        resources=xobject,
        objects=(_form("q 0.5 0 0 0.5 0 0 cm /Fm1 Do Q", "/XObject << /Fm1 @1 >>"), _form(text)),
    )
    yield Made("a membership whose layers are off", f"/OC /L0 BDC {text} EMC", resources="/Properties << /L0 << /Type /OCMD /OCGs [@0] /P /AllOn >> >>",
               objects=("<< /Type /OCG /Name (x) >>",), catalog="/OCProperties << /OCGs [@0] /D << /BaseState /OFF >> >>")  # fmt: skip
    yield Made("a turned page's edge", f"q 1 0 0 1 0 -700 cm {text} Q", page="/Rotate 90")
    yield Made("a stream cut into two", f"1 g {text} 0 g")
    yield Made(
        "white left by a form's caller",
        "q 1 g /Fm0 Do Q",
        resources=xobject,
        objects=(_form(text),),
    )


@pytest.mark.parametrize("made", [*other_ways()], ids=lambda made: made.name)
def test_other_ways_of_hiding_are_set_apart_and_told(made: Made) -> None:
    read = walk(made)
    assert not any("dual loop" in line for line in words(read))
    assert any("Larkfield" in line for line in words(read))
    assert [words for _, words in hidden_words(read.runs, read.lies)] == [PAYLOAD]


def test_glyphs_that_paint_nothing_are_set_apart() -> None:
    chars = (
        "1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfchar\n<41> <0061>\nendbfchar"
    )
    made = Made(
        "x", "/Fm0 Do", resources="/XObject << /Fm0 @0 >>",
        objects=(_form("BT /F9 10 Tf 60 400 Td (AAAA) Tj ET", "/Font << /F9 @1 >>"), BLANK_FONT, _stream("0.6 0 d0"), _stream(chars)),
    )  # fmt: skip
    assert [(run.text, run.hidden) for run in walk(made).runs if run.form] == [
        ("aaaa", "glyphs that paint nothing")
    ]


@pytest.mark.parametrize(
    "operators",
    [
        f"q 0.1 0.1 0.4 rg 40 390 900 30 re f BT 1 g /F1 10 Tf {SHOW} ET Q",
        f"q 0 g 20 380 m 1500 380 l 1510 390 l 1510 430 l 1500 440 l 20 440 l 10 430 l h f 1 g BT /F1 10 Tf {SHOW} ET Q",
        f"q 1 g 40 390 900 30 re f BT 0 g /F1 10 Tf {SHOW} ET Q",
        f"q BT 2 Tr 1 g 0 G /F1 10 Tf {SHOW} ET Q",
        f"q 0 0 595 842 re W n BT /F1 10 Tf {SHOW} ET Q",
        f"BT /F1 10 Tf {SHOW} ET q 1 g 40 300 m 1500 300 l 1500 310 l 40 310 l h f Q",
    ],
    ids=[
        "white on blue",
        "white on a path",
        "black on white",
        "outlined",
        "clipped to the page",
        "a shape beside it",
    ],
)
def test_what_a_reader_sees_stays(operators: str) -> None:
    read = page(operators)
    assert any(PAYLOAD in line for line in words(read))
    assert not list(hidden_words(read.runs, read.lies))


def test_forms_that_hold_each_other_end() -> None:
    first, second = (
        _form("/Fm1 Do /Fm1 Do", "/XObject << /Fm1 @1 >>"),
        _form("/Fm0 Do /Fm0 Do", "/XObject << /Fm0 @0 >>"),
    )
    assert walk(
        Made("x", "/Fm0 Do", resources="/XObject << /Fm0 @0 >>", objects=(first, second))
    ).runs
