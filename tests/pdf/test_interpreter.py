"""A content stream followed: graphics state, positions, paths, images and forms, layers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.reader import Reader
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

FONT = "/F1 10 Tf"


def walk(operators: str, **more: Any) -> PageGlyphs:
    made = Made("x", operators, **more)
    reader = PdfReader(io.BytesIO(hidden_pdfs.pdf("Reading", made, columns=1)))
    return Reader(reader.root_object).read(reader.pages[0]).by_rules()


def runs(operators: str, **more: Any) -> dict[str, Run]:
    return {one.text: one for one in walk(operators, **more).runs}


def places(operators: str, **more: Any) -> dict[str, tuple[float, float]]:
    """Give the beginnings of the runs of one or two letters."""
    found = runs(operators, **more)
    return {
        text: (round(one.x0, 2), round(one.y0, 2)) for text, one in found.items() if len(text) < 3
    }


def stream(text: str, extra: str = "") -> str:
    return f"<< {extra} /Length {len(text)} >>\nstream\n{text}\nendstream"


def form(text: str, extra: str = "", resources: str = "/Font << /F1 4 0 R >>") -> str:
    return stream(text, f"/Type /XObject /Subtype /Form {extra} /Resources << {resources} >>")


def in_form(text: str, extra: str = "", *, before: str = "", **more: Any) -> dict[str, Run]:
    """Give what a page shows that has a form."""
    return runs(
        f"{before} /Fm0 Do",
        resources="/XObject << /Fm0 @0 >> " + more.pop("resources", ""),
        objects=(form(text, extra), *more.pop("objects", ())),
        **more,
    )


# ── text ──


def test_operators_move_the_text() -> None:
    assert places(
        f"BT {FONT} 100 200 Td (a) Tj 5 -20 Td (b) Tj 0 -15 TD (c) Tj T* (d) Tj 12 TL T* (e) Tj"
        " (f) ' 1 2 (g) \" ET"
    ) == {
        "a": (100, 200), "b": (105, 180), "c": (105, 165), "d": (105, 150), "e": (105, 138),
        "f": (105, 126), "g": (105, 114),
    }  # fmt: skip
    assert places(f"BT {FONT} 2 0 0 2 50 60 Tm (a) Tj 5 5 Td (b) Tj ET") == {
        "a": (50, 60),
        "b": (60, 70),
    }
    assert places(f"BT {FONT} 9 9 Td ET BT (a) Tj ET") == {"a": (0, 0)}


def width(state: str, text: str = "(aa) Tj") -> float:
    found = places(f"BT {FONT} {state} 100 200 Td {text} (b) Tj ET")
    return round(found["b"][0] - 100, 2)


def test_text_is_as_wide_as_its_glyphs_and_the_spaces_set_between_them() -> None:
    assert width("") == pytest.approx(11.12)
    assert width("3 Tc") == pytest.approx(17.12)
    assert width("50 Tz") == pytest.approx(5.56)
    assert width("3 Tw", "(a ) Tj") == pytest.approx(5.56 + 2.78 + 3)
    assert width("3 Tw") == pytest.approx(11.12)
    assert width("", "[(a) 500 (a)] TJ") == pytest.approx(6.12)


def test_a_kern_parts_runs_if_it_is_wide() -> None:
    def parts(kern: int) -> list[str]:
        shown = walk(f"BT {FONT} 60 400 Td [(ab) {kern} (cd)] TJ ET").runs
        return [one.text for one in shown if one.text in ("ab", "cd", "abcd")]

    assert parts(-90) == parts(200) == ["abcd"]
    assert parts(-110) == parts(260) == ["ab", "cd"]
    assert walk(f"BT {FONT} 60 400 Td [-900 (ab)] TJ ET").runs[-1].text


def test_a_raised_letter_stands_higher() -> None:
    found = places(f"BT {FONT} 60 400 Td (a) Tj 5 Ts (b) Tj 0 Ts (c) Tj ET")
    assert [found[letter][1] for letter in "abc"] == [400, 405, 400]


def test_text_without_a_font_or_with_other_operands_is_none() -> None:
    assert "ab" not in runs("", before="BT 60 400 Td (ab) Tj ET")
    assert "c" in runs(f"BT {FONT} 60 400 Td 5 Tj (a) TJ [(c)] TJ ET")


# ── state ──


def test_a_state_is_saved_and_restored() -> None:
    found = places(f"q 1 0 0 1 10 20 cm q 2 0 0 2 0 0 cm Q BT {FONT} (a) Tj ET Q BT (b) Tj ET Q Q")
    assert found == {"a": (10, 20), "b": (0, 0)}


def test_states_are_kept_up_to_a_depth() -> None:
    assert places(f"{'q ' * 600} {'Q ' * 600} BT {FONT} (a) Tj ET") == {"a": (0, 0)}


def test_a_graphics_state_sets_font_opacity_and_blending() -> None:
    def shown(entries: str, before: str = "") -> Run:
        text = f"q /G0 gs {before} BT 60 400 Td (ab) Tj ET Q"
        return runs(text, resources=f"/ExtGState << /G0 << {entries} >> >>")["ab"]

    assert (shown("/Font [4 0 R 7]").size, shown("/Font [4 0 R 7]").hidden) == (7, "")
    assert shown("/ca 0 /Font [4 0 R 7]").hidden == "transparent"
    assert shown("/CA 0 /Font [4 0 R 7]").hidden == ""
    assert shown("/CA 0 /Font [4 0 R 7]", "1 Tr").hidden == "transparent"
    assert shown("/ca 0 /Font [4 0 R 7]", "2 Tr").hidden == ""
    assert shown("/BM /Screen /Font [4 0 R 7]").hidden == "in a colour that blends away"
    assert shown("/BM [/Screen /Normal] /Font [4 0 R 7]").hidden == "in a colour that blends away"
    assert shown("/BM [] /Font [4 0 R 7]").hidden == ""


@pytest.mark.parametrize(
    ("operators", "hidden"),
    [
        ("1 g", "white on white"),
        ("1 1 1 rg", "white on white"),
        ("0 0 0 0 k", "white on white"),
        ("0.5 g", ""),
        ("1 G", ""),
        ("1 G 1 Tr", "white on white"),
        ("1 1 1 RG 1 Tr", "white on white"),
        ("/DeviceGray cs 1 sc", "white on white"),
        ("/DeviceRGB CS 1 1 1 SC 1 Tr", "white on white"),
        ("1 g /DeviceGray cs", ""),
        ("1 G /DeviceGray CS 1 Tr", ""),
        ("1 g /Pattern cs /P0 scn", ""),
        ("1 g sc", ""),
        ("3 Tr", "invisible render mode"),
        ("7 Tr", "invisible render mode"),
        ("2 Tr 1 g 1 G", "white on white"),
        ("2 Tr 1 g 0 G", ""),
    ],
)
def test_text_is_painted_in_the_colour_that_is_set(operators: str, hidden: str) -> None:
    shown = runs(f"q {operators} BT {FONT} 60 400 Td (ab) Tj ET Q")
    assert shown["ab"].hidden == hidden


@pytest.mark.parametrize(
    ("operators", "hidden"),
    [
        ("0.1 0 0 0.1 0 0 cm", "tiny"),
        ("0.01 Tz", "tiny"),
        ("1 0 0 1 900 0 cm", "outside the page"),
        ("0 0 9 9 re W n", "clipped away"),
        ("0 0 9 9 re W* n", "clipped away"),
        ("0 0 9 9 re n", ""),
        ("0 0 m 595 0 l 595 842 l 0 842 l h W n", ""),
        ("60 395 100 0.2 re W n", "clipped away"),
        ("60 395 0.2 100 re W n", "clipped away"),
    ],
)
def test_text_does_not_show_where_it_is_tiny_outside_or_clipped(
    operators: str, hidden: str
) -> None:
    shown = runs(f"q {operators} BT {FONT} 60 400 Td (ab) Tj ET Q")
    assert shown["ab"].hidden == hidden


def test_text_painted_twice_at_a_spot_is_one_run() -> None:
    def count(gap: float) -> int:
        shown = walk(f"BT {FONT} 60 400 Td (ab) Tj 1 0 0 1 {60 + gap} 400 Tm (ab) Tj ET").runs
        return sum(one.text == "ab" for one in shown)

    assert (count(0), count(1), count(1.5)) == (1, 1, 2)


# ── rules, images, shapes ──


@pytest.mark.parametrize(
    ("operators", "rules"),
    [
        ("60 400 200 1 re f", [(60, 400, 260, 401)]),
        ("60 400 m 260 400 l S", [(60, 400, 260, 400)]),
        ("60 400 1 200 re F", [(60, 400, 61, 600)]),
        ("60 400 m 260 400 l n", []),
        ("60 400 m 260 400 l 260 500 l S", []),
        ("60 400 m 100 400 200 400 260 400 c S", []),
        ("60 400 200 20 re f", []),
        ("60 400 6 1 re f", []),
        ("m f", []),
    ],
)
def test_long_narrow_shapes_are_rules(operators: str, rules: list[Any]) -> None:
    assert list(walk(operators).rules) == rules


def test_three_thousand_rules_are_kept() -> None:
    assert len(walk("60 400 200 1 re f " * 3001).rules) == 3000


def test_a_path_of_many_segments_is_looked_at_in_part() -> None:
    many = " ".join(f"{60 + n % 7} {400 + n % 5} l" for n in range(3000))
    assert walk(f"60 400 m {many} f").runs


IMAGE = stream("\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")  # fmt: skip
MASKED = IMAGE.replace("/Width", "/ImageMask true /Width")


def imaged(operators: str, image: str = IMAGE, **more: Any) -> PageGlyphs:
    return walk(operators, resources="/XObject << /Im0 @0 >>", objects=(image,), **more)


def test_images_have_their_boxes() -> None:
    assert imaged("q 100 0 0 50 60 400 cm /Im0 Do Q").images == ((60, 400, 160, 450),)
    assert imaged("q 2 0 0 50 60 400 cm /Im0 Do Q").images == ()
    inline = walk("q 100 0 0 50 60 400 cm BI /W 1 /H 1 ID x EI Q")
    assert inline.images == ((60, 400, 160, 450),)


def test_an_image_hides_text_unless_it_lets_through() -> None:
    text = f"BT {FONT} 60 410 Td (ab) Tj ET q 100 0 0 50 50 400 cm"
    for image, operators, hidden in (
        (IMAGE, f"{text} /Im0 Do Q", "under an image"),
        (MASKED, f"{text} /Im0 Do Q", ""),
        (IMAGE, f"{text} BI /W 1 /H 1 ID x EI Q", ""),
    ):
        shown = {one.text: one for one in imaged(operators, image).runs}
        assert shown["ab"].hidden == hidden


def test_a_shading_is_a_background_that_is_not_known() -> None:
    text = f"1 g BT {FONT} 60 410 Td (ab) Tj ET"
    assert runs(f"q 0 0 595 842 re W n /S0 sh {text} Q")["ab"].hidden == ""
    assert runs(f"q {text} Q")["ab"].hidden == "white on white"


def test_shapes_that_are_transparent_hide_nothing() -> None:
    covered = f"BT {FONT} 60 410 Td (ab) Tj ET /G0 gs 1 g 50 400 100 50 re f"
    for entries, hidden in (
        ("", "under a shape"),
        ("/ca 0.5", ""),
        ("/ca 0", ""),
        ("/BM /Multiply", ""),
    ):
        shown = runs(f"q {covered} Q", resources=f"/ExtGState << /G0 << {entries} >> >>")
        assert shown["ab"].hidden == hidden


# ── forms ──

TEXT = f"BT {FONT} 60 400 Td (ab) Tj ET"


def test_a_form_has_a_matrix_a_box_and_a_number() -> None:
    shown = in_form(TEXT, "/BBox [0 0 595 842] /Matrix [1 0 0 1 5 7]")["ab"]
    assert (shown.x0, shown.y0, shown.form, shown.hidden) == (65, 407, 1, "")
    assert in_form(TEXT, "/BBox [0 0 20 20]")["ab"].hidden == "clipped away"
    assert in_form(TEXT, "/BBox [595 842 0 0]")["ab"].hidden == ""
    assert in_form(TEXT)["ab"].form == 1
    assert runs(TEXT)["ab"].form == 0


def test_a_form_in_a_form_has_a_number_of_its_own_and_a_parent() -> None:
    inner = "/Font << /F1 4 0 R >> /XObject << /Fm1 @1 >>"
    box = "/BBox [0 0 595 842]"
    outer = form(f"{TEXT} /Fm1 Do", box, inner)
    below = form(f"BT {FONT} 60 300 Td (cd) Tj ET", box)
    resources = "/XObject << /Fm0 @0 /Fm1 @1 >>"
    made = walk("/Fm0 Do /Fm1 Do", resources=resources, objects=(outer, below))
    assert [(run.text, run.form) for run in made.runs if len(run.text) < 3] == [
        ("ab", 1),
        ("cd", 2),
    ]
    assert made.parents == (0, 1, 0)


def test_a_small_form_is_followed_only_for_its_text() -> None:
    rule = "0 0 19 1 re f"
    for box, content, rules in (
        ("[0 0 19 19]", rule, 0),
        ("[0 0 30 19]", rule, 1),
        ("[0 0 19 19]", f"{rule} BT {FONT} (a) Tj ET", 1),
    ):
        made = walk(
            "/Fm0 Do",
            resources="/XObject << /Fm0 @0 >>",
            objects=(form(content, f"/BBox {box}"),),
        )
        assert len(made.rules) == rules


def test_a_form_without_resources_has_the_pages() -> None:
    bare = stream(TEXT, "/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    assert "ab" in runs("/Fm0 Do", resources="/XObject << /Fm0 @0 >>", objects=(bare,))


def test_forms_deeper_than_any_are_not_followed() -> None:
    deep = tuple(
        form(
            f"/Fm{n + 1} Do" if n < 14 else TEXT,
            "/BBox [0 0 595 842]",
            f"/Font << /F1 4 0 R >> /XObject << /Fm{n + 1} @{min(n + 1, 14)} >>",
        )
        for n in range(15)
    )
    for first, is_read in ((0, False), (4, True)):
        shown = runs(
            f"/Fm{first} Do", resources=f"/XObject << /Fm{first} @{first} >>", objects=deep
        )
        assert ("ab" in shown) == is_read


# ── layers ──

OFF = "/OCProperties << /OCGs [@0] /D << /OFF [@0] >> >>"
LAYER = "<< /Type /OCG /Name (x) >>"


def layered(operators: str, *objects: str, resources: str = "") -> PageGlyphs:
    return walk(
        operators,
        resources=f"/Properties << /L0 @0 >> {resources}",
        objects=(LAYER, *objects),
        catalog=OFF,
    )


def hidden(page: PageGlyphs) -> dict[str, str]:
    return {one.text: one.hidden for one in page.runs if len(one.text) < 3}


def test_a_layer_that_is_off_hides_what_is_in_it_and_ends() -> None:
    after = f"BT {FONT} 60 300 Td (cd) Tj ET"
    inner = f"/Span << /X 1 >> BDC EMC {TEXT}"
    page = layered(f"/OC /L0 BDC {inner} EMC {after} EMC")
    assert hidden(page) == {"ab": "in a layer that is switched off", "cd": ""}
    assert hidden(layered(f"/Span BMC {TEXT} EMC")) == {"ab": ""}
    assert hidden(layered(f"/OC /L7 BDC {TEXT} EMC")) == {"ab": ""}
    assert hidden(layered(f"/Span /L0 BDC {TEXT} EMC")) == {"ab": ""}


def test_shapes_images_and_shadings_in_a_layer_that_is_off_paint_nothing() -> None:
    resources = "/XObject << /Im0 @1 >>"
    for paint in (
        "1 g 50 390 100 50 re f",
        "q 100 0 0 50 50 390 cm /Im0 Do Q",
    ):
        shown = hidden(layered(f"{TEXT} /OC /L0 BDC {paint} EMC", IMAGE, resources=resources))
        assert shown["ab"] == ""
        covered = hidden(layered(f"{TEXT} {paint}", IMAGE, resources=resources))
        assert covered["ab"]
    inline = layered("/OC /L0 BDC q 100 0 0 50 50 390 cm BI /W 1 /H 1 ID x EI Q EMC")
    assert inline.images == ()
    white = f"1 g {TEXT}"
    assert hidden(layered(f"/OC /L0 BDC /S0 sh EMC {white}"))["ab"] == "white on white"


def test_a_form_or_image_of_a_layer_that_is_off_is_hidden() -> None:
    off = form(TEXT, "/BBox [0 0 595 842] /OC @0")
    page = layered("/Fm0 Do", off, resources="/XObject << /Fm0 @1 >>")
    assert hidden(page) == {"ab": "in a layer that is switched off"}
    plain = form(TEXT, "/BBox [0 0 595 842]")
    page = layered("/OC /L0 BDC /Fm0 Do EMC", plain, resources="/XObject << /Fm0 @1 >>")
    assert hidden(page) == {"ab": "in a layer that is switched off"}
    image = IMAGE.replace("/Width", "/OC @0 /Width")
    page = layered("q 99 0 0 99 0 0 cm /Im0 Do Q", image, resources="/XObject << /Im0 @1 >>")
    assert page.images == ()
