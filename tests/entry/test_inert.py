"""Nothing becomes markup: what a CommonMark reader shows is the text as it was."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from pipeline.entry.inert import inert, printed_title, quiet, title
from tests.support.markdown import COMMONMARK, HOSTILE, NASTY, Reader, read_as_html


@pytest.mark.parametrize("nasty", NASTY)
def test_a_quote_cannot_end_its_comment(nasty: str) -> None:
    reader = Reader()
    reader.feed(f"<!-- {quiet(nasty)} -->after")
    assert len(reader.comments) == 1
    assert reader.tags == []


def test_a_field_at_the_start_of_a_line_is_no_heading_list_or_rule() -> None:
    assert [inert(text) for text in ("# x", "- x", "1. x", "> x", "--- ", "plain - x", "3.14")] == [
        "\\# x", "\\- x", "1\\. x", "\\> x", "\\---", "plain - x", "3.14",
    ]  # fmt: skip


def test_a_comparison_stays_readable() -> None:
    for text in ("p < 0.05 & a > b, 8 * 7B", "$5 or $6.50", "at ~5 %", "as in [x]", "f(x) {y}"):
        assert inert(text) == text


@pytest.mark.parametrize("mark", ["*", "_", "`", "~~", "**", "\\*", "\\`", "***", "=="])
def test_a_mark_pairs_with_none_in_the_text_beside_it(mark: str) -> None:
    for label in (f"a {mark}b", f"8{mark}7", f"{mark}b", f"b{mark}", f"张{mark}三"):
        for text in (f"c{mark} d", f"x {mark}", f"8{mark}7", f"{mark}d"):
            line = f"Words {inert(label)}：{inert(text)} {inert(label)}"
            assert read_as_html(line).tags == ["p", "p"], line


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("[ ] x", "\\[ ] x"), ("[x]", "\\[x]"), ("[[x]]", "\\[[x]]"), ("![[x]]", "!\\[[x]]"), ("%%x%%", "\\%%x\\%%"),
        ("$x$", "\\$x\\$"), ("$5$", "$5\\$"), ("$$x$$", "\\$\\$x\\$\\$"), ("{{x}}", "\\{{x}}"), ("((x))", "\\((x))"), ("]((x))", "]\\((x))"),
        ("==x==", "\\=\\=x\\=\\="), ("a === b", "a \\=\\=\\= b"), ("a = b", "a = b"), ("a>=b", "a>=b"),
        ("key:: value", "key:\\: value"), ("key::", "key:\\:"), ("a:::", "a::\\:"), ("std::vector", "std::vector"), ("at 1: 2", "at 1: 2"),
        ("text ^id", "text \\^id"), ("^a-1", "\\^a-1"), ("x^2", "x^2"), ("text ^ 2", "text ^ 2"), ("a ^[note]", "a \\^[note]"),
        ("see #tag", "see \\#tag"), ("(#标签)", "(\\#标签)"), ("#[[long tag]]", "\\#\\[[long tag]]"), ("C# and F#", "C# and F#"), ("ranked #1", "ranked #1"),
        ("obsidian://open", "obsidian\\://open"), ("file:///etc", "file\\:///etc"), ("https://e.org", "https\\://e.org"), ("www.e.org", "www\\.e.org"), ("a@e.org", "a\\@e.org"),
    ],
)  # fmt: skip
def test_what_note_programs_make_of_a_text_is_escaped(text: str, safe: str) -> None:
    assert inert(text) == safe


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.05 & a > b", "8*7B", "AT&T", "a_b_c", "$\\alpha$-VAE", "5\\% of C:\\#1", "x\\", "\\", "\\\\<b>", "\\<img src=x>", "<b>x</b>", "&lt;", "\\&amp;",
        "1. x", "12) x", "1.", "# x", "- x", "-", "> x", "---", "___", "***", "* * *", "+ x", "~~~", "| a | b |", "===", "![x](http://e)",
        "==x==", "key:: value", "text ^block-id", "a ^[note]", "see #tag and #[[long tag]]", "std::vector", "a == b",
        "[x][y]", "[x]: http://e", "[x\\](http://e)", "```", "a ``` b", "<!-- x -->", "<http://e.org>", "3.14", "C++", "1.5x", "文：〈x〉",
    ],
)  # fmt: skip
def test_a_reader_sees_every_character_as_it_was(text: str) -> None:
    class Text(HTMLParser):
        seen = ""

        def handle_data(self, data: str) -> None:
            self.seen += data

    reader = Text()
    reader.feed(COMMONMARK.render(str(inert(text))))
    reader.close()
    assert reader.seen.strip() == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\tb\r\n c ", "a b c"),
        ("exam\u00adple of zero\u200bwidth", "example of zerowidth"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\u202eevil\u202c \u2066x\u2069 \u061c", "evil x"),
        ("tag\U000e0041\U000e007fged \ufeff", "tagged"),
        ("lone \ud800 half", "lone half"),
        ("e\u0301 und Größe", "e\u0301 und Größe"),
        ("", ""),
    ],
)
def test_what_nobody_sees_is_out_and_lines_are_one(text: str, line: str) -> None:
    assert inert(text) == line
    assert quiet(text) == line


def test_what_is_no_text_passes_as_it_is() -> None:
    assert [inert(value) for value in (3, None, quiet("# x"))] == [3, None, "# x"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [("--", "-&#45;"), ("---", "-&#45;&#45;"), ("-----", "-&#45;&#45;&#45;-"), ("a - b", "a - b"), ("<!-- x -->", "<!-&#45; x -&#45;>")],
)  # fmt: skip
def test_two_hyphens_are_all_that_a_comment_changes(text: str, safe: str) -> None:
    assert quiet(text) == safe
    assert quiet(safe) == safe


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("around", ["%s", "words %s words"])
def test_a_value_is_one_paragraph_without_markup(text: str, around: str) -> None:
    seen = read_as_html(str(inert(around % text)))
    assert set(seen.tags) <= {"p"}
    assert seen.comments == []


@pytest.mark.parametrize(("text", "safe"), [
    ("a*b", "a\\*b"), ("a * b", "a * b"), ("*a*", "\\*a\\*"), ("a_b_c", "a_b_c"), ("_a_", "\\_a\\_"), ("L_{CE} + f_θ(x_i)", "L\\_{CE} + f_θ(x_i)"), ("π_2", "π_2"), ("张_三", "张_三"),
    ("∇_θ", "∇\\_θ"), ("}_i", "}\\_i"), ("a__b", "a\\_\\_b"), ("_{a}", "\\_{a}"), ("a_ b", "a\\_ b"), ("a_(b)", "a\\_(b)"), ("`a`", "\\`a\\`"), ("~~a~~", "\\~\\~a\\~\\~"), ("a ~ b", "a ~ b"), ("C:\\x", "C:\\x"),
])  # fmt: skip
def test_marks_that_come_in_pairs_are_escaped(text: str, safe: str) -> None:
    assert inert(text) == safe


@pytest.mark.parametrize(("text", "safe"), [
    ("see https://a.b/c", "see https\\://a.b/c"), ("HTTP://a.b", "HTTP\\://a.b"), ("ftp://a.b", "ftp\\://a.b"), ("www.a.b", "www\\.a.b"),
    ("me@a.b", "me\\@a.b"), ("mAP@0.5", "mAP\\@0.5"), ("@user", "@user"), ("a @ b.c", "a @ b.c"), ("mAP@all", "mAP@all"), ("awww.a", "awww.a"),
])  # fmt: skip
def test_addresses_that_github_would_make_links_of_are_none(text: str, safe: str) -> None:
    assert inert(text) == safe


def test_marked_up_text_passes_through_and_a_title_fits_its_marks() -> None:
    assert inert(Markup("<b>")) == Markup("<b>")
    assert title("关于《论语》的《x") == "关于〈论语〉的〈x"


@pytest.mark.parametrize("label", ["a ==b", "==", "a =", "x=="])
@pytest.mark.parametrize("text", ["c== d", "== d", "=d"])
def test_no_highlight_pairs_over_a_label_and_its_text(label: str, text: str) -> None:
    line = f"{inert(label)}：{inert(text)}"
    assert "==" not in line


def test_a_printed_title_is_what_a_template_prints() -> None:
    assert printed_title("《x》 of *y*") == "〈x〉 of \\*y\\*"
