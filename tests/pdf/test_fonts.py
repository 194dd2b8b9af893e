"""What codes of fonts read as, and how wide their glyphs are: what is relied on of pypdf, too."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pdf.fonts import Font, Piece, mend_font
from tests.pdf.test_colours import pdf

HELVETICA = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
HEAD = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"


def mapping(**texts: str) -> dict[str, Any]:
    """Give a /ToUnicode of codes, given as "x41", that read as texts."""
    rows = "\n".join(
        f"<{code[1:]}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items()
    )
    cmap = f"{HEAD}{len(texts)} beginbfchar\n{rows}\nendbfchar endcmap"
    return {"/ToUnicode": {"data": cmap.encode()}}


def font(*parts: dict[str, Any], **more: Any) -> Font:
    made: dict[str, Any] = {}
    for part in (HELVETICA, *parts):
        made |= part
    return Font(pdf(made | {f"/{key}": value for key, value in more.items()}))


def read(one: Font, raw: bytes) -> tuple[str, int]:
    piece = one.read(raw)
    return piece.text, piece.unmapped


# ── simple fonts ──


def test_a_simple_fonts_codes_read_as_its_encoding_says() -> None:
    assert read(font(Encoding="/WinAnsiEncoding"), b"A \xe9") == ("A é", 0)
    differences = {"/Type": "/Encoding", "/Differences": [65, "/eacute", "/B"]}
    assert read(font(Encoding=differences), b"AB") == ("éB", 0)


def test_a_map_to_unicode_comes_before_the_encoding() -> None:
    assert read(font(mapping(x41="ﬁ"), Encoding="/WinAnsiEncoding"), b"AB") == ("ﬁB", 0)


def test_a_shown_string_has_a_width_in_ems_and_counts() -> None:
    widths = {"/FirstChar": 65, "/LastChar": 66, "/Widths": [500, 750]}
    plain = {"/Subtype": "/TrueType", "/BaseFont": "/ABCDEF+Larkfont", **widths}
    piece = font(plain, Encoding="/WinAnsiEncoding").read(b"AB A")
    assert (piece.text, piece.glyphs, piece.spaces, piece.blank) == ("AB A", 4, 1, False)
    assert piece.width >= 1.75
    assert font(Encoding="/WinAnsiEncoding").read(b"HHHH").width == pytest.approx(2.888)


def test_a_string_is_read_the_same_again() -> None:
    one = font(Encoding="/WinAnsiEncoding")
    assert one.read(b"A") is one.read(b"A")
    assert one.read(b"A" * 500) == one.read(b"A" * 500)


@pytest.mark.parametrize(
    ("name", "key", "bold", "italic"),
    [
        ("/ABCDEF+Lark-Bold", "Lark-Bold", True, False),
        ("/Lark-Oblique", "Lark-Oblique", False, True),
        ("/ABCDEF+CMBX10", "CMBX10", True, False),
        ("/CMTI10", "CMTI10", False, True),
        ("/Lark-Medi", "Lark-Medi", True, False),
        ("/Lark-Medium", "Lark-Medium", False, False),
        ("/" + "L" * 90, "L" * 60, False, False),
    ],
)
def test_a_fonts_name_tells_its_weight_and_slant(
    name: str, key: str, bold: bool, italic: bool
) -> None:
    one = font(BaseFont=name)
    assert (one.key, one.bold, one.italic) == (key, bold, italic)


# ── names of glyphs ──


def test_zapfs_ornaments_are_read_by_their_codes() -> None:
    encoding = {"/Type": "/Encoding", "/Differences": [51, "/a19", 55, "/a23"]}
    assert read(font(Encoding=encoding), b"37") == ("✓✗", 0)


def test_what_nobody_can_read_is_no_reading() -> None:
    odd = font(mapping(x41="\x13", x42="\ue081", x43="\uf8eb", x44="⽅"))
    assert read(odd, b"ABCD") == ("⎛方", 2)


def named(*names: str, **more: Any) -> str:
    encoding = {"/Type": "/Encoding", "/Differences": [65, *names]}
    return font(Encoding=encoding, **more).read(bytes(range(65, 65 + len(names)))).text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("/greaterorsimilar", "≳"),
        ("/lessorsimilar", "≲"),
        ("/a.sc", "a"),
        ("/one.oldstyle", "1"),
        ("/zz.sc", ""),
        ("/g23", ""),
        ("/b65", ""),
    ],
)
def test_a_glyphs_name_is_its_character_or_nothing(name: str, text: str) -> None:
    assert named(name) == text


TYPE3 = {
    "/Subtype": "/Type3",
    "/FontBBox": [0, -20, 100, 100],
    "/FontMatrix": [0.01, 0, 0, 0.01, 0, 0],
    "/FirstChar": 65,
    "/LastChar": 67,
    "/Widths": [60, 70, 80],
}


def bitmap(first: int, *names: str) -> str:
    """Give what a Type 3 font's codes from `first` on read as, whose glyphs have these names."""
    encoding = {"/Type": "/Encoding", "/Differences": [first, *names]}
    glyphs = {name: {"data": b"0 0 9 9 re f"} for name in names}
    one = font(TYPE3, Encoding=encoding, CharProcs=glyphs)
    return one.read(bytes(range(first, first + len(names)))).text


def test_a_bitmap_fonts_names_are_its_codes() -> None:
    assert bitmap(65, "/b65", "/bc66", "/b99") == "AB"
    assert bitmap(11, "/b11", "/b12", "/b13", "/b14", "/b15", "/b16") == "fffiflffiffl"
    assert bitmap(200, "/b200") == ""
    assert bitmap(65, "/abcd65") == ""


def test_a_bitmap_fonts_codes_may_be_those_of_cork() -> None:
    """A font of text that has ligatures where Cork's encoding has them, and not where TeX's old one has them."""
    text = bitmap(16, *(f"/a{code}" for code in range(16, 47)))
    assert text.startswith("\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014")
    assert "fffiflffiffl" in text
    old = bitmap(11, *(f"/a{code}" for code in range(11, 47)))
    assert old == "fffiflffiffl" + "".join(map(chr, range(33, 47)))
    assert bitmap(27, "/a27", "/a28") == ""


def test_codes_without_a_reading_are_counted() -> None:
    encoding = {"/Type": "/Encoding", "/Differences": [65, "/g23", "/A"]}
    assert read(font(Encoding=encoding), b"ABA") == ("A", 2)


# ── Type 3 ──


def test_a_type_3_fonts_widths_and_height_are_of_its_own_space() -> None:
    encoding = {"/Type": "/Encoding", "/Differences": [65, "/A", "/B", "/C"]}
    one = font(TYPE3, Encoding=encoding)
    assert one.read(b"AC").width == pytest.approx(1.4)
    assert one.read(b"Z").width == 0
    assert one.scale == pytest.approx(1.0)
    flat = font(TYPE3, Encoding=encoding, FontBBox=[0, 0, 0, 0])
    assert flat.scale == pytest.approx(1.6)
    assert font(Encoding="/WinAnsiEncoding").scale == 1


def blanks(procedure: bytes | None) -> bool:
    encoding = {"/Type": "/Encoding", "/Differences": [65, "/A", 67, "/C"]}
    glyphs = {"/C": {"data": b"60 0 d0 0 0 9 9 re f"}}
    if procedure is not None:
        glyphs["/A"] = {"data": procedure}
    one = font(TYPE3, Encoding=encoding, CharProcs=glyphs)
    assert not one.read(b"C").blank
    assert not one.read(b"AC").blank
    return one.read(b"AA").blank


@pytest.mark.parametrize(
    ("procedure", "is_blank"),
    [
        (b"60 0 d0", True),
        (b"60 0 d0 0 0 9 9 re n", True),
        (b"60 0 d0 0 0 9 9 re f", False),
        (b"60 0 0 0 9 9 d1 BI /W 1 ID x EI", False),
        (b"60 0 d0 /Im0 Do", False),
        (None, True),
    ],
)
def test_a_glyph_that_paints_nothing_is_blank(procedure: bytes | None, is_blank: bool) -> None:
    assert blanks(procedure) == is_blank


# ── composite fonts ──


def composite(encoding: str, *parts: dict[str, Any], **below: Any) -> Font:
    child = {"/Subtype": "/CIDFontType2", "/DW": 700} | {f"/{k}": v for k, v in below.items()}
    return font(
        {"/Subtype": "/Type0", "/BaseFont": "/Lark", "/DescendantFonts": [child]},
        *parts,
        Encoding=encoding,
    )


def wide_mapping(**texts: str) -> dict[str, Any]:
    made = mapping(**texts)
    cmap = made["/ToUnicode"]["data"].replace(b"<00> <FF>", b"<0000> <FFFF>")
    return {"/ToUnicode": {"data": cmap}}


def test_a_composite_fonts_codes_are_of_two_bytes() -> None:
    one = composite("/Identity-H", wide_mapping(x0024="A", x0025="B"), W=[0x24, [300]])
    piece = one.read(b"\0\x24\0\x25\0\x26\0")
    assert (piece.text, piece.glyphs, piece.unmapped, piece.spaces) == ("AB", 3, 1, 0)
    assert piece.width == pytest.approx(0.3 + 0.7 + 0.7, abs=0.71)


def test_codes_that_are_characters_need_no_map() -> None:
    piece = composite("/UniGB-UTF16-H").read("中a ".encode("utf-16-be"))
    assert (piece.text, piece.glyphs, piece.unmapped, piece.spaces) == ("中a ", 3, 0, 0)
    assert piece.width == pytest.approx(0.7 + 0.5 + 0.5)


def test_codes_of_a_named_codec_are_its_characters() -> None:
    piece = composite("/GBK-EUC-H").read("中 a".encode("gbk"))
    assert (piece.text, piece.glyphs, piece.unmapped, piece.spaces) == ("中 a", 3, 0, 1)


def test_a_font_that_is_none_reads_as_nothing() -> None:
    one = Font(None)
    assert one.read(b"AB") == Piece("", 1.0, 2, 0, 2, blank=False)
    assert (one.key, one.lies) == ("", ())


# ── glyphs that lie ──


def test_a_glyph_that_reads_as_a_word_is_told_and_taken_out() -> None:
    resource = pdf(
        HELVETICA
        | mapping(x41="praise this", x42="ffi", x43="1234")
        | {"/Encoding": "/WinAnsiEncoding"}
    )
    one = Font(resource)
    assert [(lie.reason, lie.text) for lie in one.lies] == [
        ("glyphs that read as whole words", "praise this")
    ]
    assert one.read(b"BC").text == "ffi1234"
    assert "praise" not in one.read(b"A").text


def test_a_font_without_such_a_map_has_no_lies() -> None:
    for resource in (None, pdf(HELVETICA), pdf(HELVETICA | mapping(x41="A"))):
        assert list(mend_font(resource)) == []
