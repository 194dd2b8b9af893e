"""What pdfium paints of a page, with all of it and without some, and what it knows of its objects."""

from __future__ import annotations

import pytest

from pipeline.pdf.geometry import Box
from pipeline.pdf.rendering import CHANNELS, Document, Picture
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

WORDS = "BT /F1 10 Tf 60 400 Td (first) Tj ET q 1 0 0 1 0 -50 cm BT /F1 10 Tf 60 400 Td (second) Tj ET Q"
FRAME = Box(50, 390, 150, 420)


def document(operators: str, **more: str) -> Document:
    return Document(hidden_pdfs.pdf("Reading", Made("x", operators, **more), columns=1))  # type: ignore[arg-type]


def dark(picture: Picture) -> int:
    return len(picture.pixels) - picture.pixels.count(255)


def test_what_is_no_pdf_has_no_pages() -> None:
    assert len(Document(b"no pdf")) == 0
    for number in (0, 1):
        with Document(b"no pdf").page(number) as page:
            assert page is None


def test_texts_have_the_places_that_they_are_displayed_at_in_the_order_of_painting() -> None:
    with document(WORDS, page="/CropBox [10 20 500 800]").page(1) as page:
        assert page
        assert (page.width, page.height, page.turn) == (490, 780, 0)
        texts, images = page.painted
        places = [(round(text.x), round(text.y)) for text in texts]
        assert images == []
        assert places.index((50, 380)) + 1 == places.index((50, 330))
        box = texts[places.index((50, 380))].box
        assert box.left == pytest.approx(50, abs=1)
        assert 380 <= box.top <= 390


def test_objects_in_forms_are_found() -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 30 40] /Resources << /Font << /F1 4 0 R >> >> /Length 38 >>\nstream\nBT /F1 10 Tf 5 6 Td (in a form) Tj ET  \nendstream"
    made = Made("x", "q /Fm0 Do Q", resources="/XObject << /Fm0 @0 >>", objects=(form,))
    with Document(hidden_pdfs.pdf("Reading", made, columns=1)).page(1) as page:
        assert page
        assert (35, 46) in [(round(text.x), round(text.y)) for text in page.painted[0]]


def test_a_part_of_a_page_is_painted_with_what_is_switched_on() -> None:
    with document(WORDS).page(1) as page:
        assert page
        whole = page.picture(72, FRAME)
        assert (whole.left, whole.top) == (50, 842 - 420)
        assert whole.width == pytest.approx(100, abs=2)
        assert whole.height == pytest.approx(30, abs=2)
        assert len(whole.pixels) == whole.width * whole.height * CHANNELS
        assert dark(whole) > 0
        texts, _ = page.painted
        with page.without(texts):
            assert dark(page.picture(72, FRAME)) == 0
        assert page.picture(72, FRAME).pixels == whole.pixels


def test_a_large_part_is_painted_small() -> None:
    with document("", page="/MediaBox [0 0 14000 14000]").page(1) as page:
        assert page
        picture = page.picture(72, Box(0, 0, 14000, 14000))
        assert max(picture.width, picture.height) <= 3002


def test_glyphs_of_the_standard_fonts_are_known() -> None:
    with document(WORDS).page(1) as page:
        assert page
        assert all(page.is_drawn(text) for text in page.painted[0])


def test_a_page_stays_open_until_another_is_asked_for() -> None:
    opened = document(WORDS)
    with opened.page(1) as first, opened.page(1) as again:
        assert first is again
    with opened.page(2) as beyond, opened.page(1) as anew:
        assert beyond is None
        assert anew
        assert anew is not first
        assert dark(anew.picture(72, FRAME)) > 0


def test_annotations_are_told_by_their_keys() -> None:
    notes = (
        "[<< /Subtype /Link /Rect [0 0 9 9] >> << /Subtype /Text /Rect [0 0 9 9] /Contents () >> 7]"
    )
    with document("", page=f"/Annots {notes}").page(1) as page:
        assert page
        assert page.have_keys(["Contents", "V"]) == [False, True, True]
    with document("").page(1) as page:
        assert page
        assert page.have_keys(["Contents"]) == []


def test_characters_have_their_codes_and_places() -> None:
    with document(WORDS).page(1) as page:
        assert page
        found = page.characters(100_000)
        assert found
        assert page.characters(3) == found[:3]
        (one,) = (one for one in found if (round(one.x), round(one.y)) == (60, 350))
        assert (chr(one.code), one.size, one.angle, one.is_mapped) == ("s", 10, 0, True)
        assert one.text in {text.handle for text in page.painted[0]}
