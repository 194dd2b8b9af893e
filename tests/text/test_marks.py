"""Our comments carry a mark in any wording; what a person writes in a comment stays theirs."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import marks

EVIDENCE = "<!-- Belege\n1. S. 3 “a quote”\n2. S. 4 “another”\n-->"
RENDERED = f"""## 2024.1.6

《A title》

1. a point
   <!-- any wording at all -->
2. another

{EVIDENCE}
"""
CLEARED = "## 2024.1.6\n\n《A title》\n\n1. a point\n2. another\n\n"
ENTRY = marks.mark(RENDERED)


def test_each_comment_of_a_rendered_entry_ends_in_our_mark_with_a_digest_for_each_line() -> None:
    assert re.search(r"\n   <!-- any wording at all \[summarize [a-z2-7]{5}\] -->\n", ENTRY)
    assert re.search(r"\n2\. S\. 4 “another”\n\[summarize( [a-z2-7]{5}){3}\] -->\n$", ENTRY)
    assert re.sub(r"\s\[summarize [^\]]*\] -->", " -->", ENTRY).split() == RENDERED.split()


def test_what_is_ours_goes_with_its_lines_and_all_else_stays() -> None:
    assert marks.take_out(ENTRY) == (CLEARED, ())


@pytest.mark.parametrize("wording", [
    "注意：这一点很重要", "mind: the gap", "？我没看懂", "? who", "依据：我读过", "evidence: mine", "arXiv:2401.00001", "summarize: this later",
    "summarize: made-from=nothing", "起草时未读：我也没读", "由 我 起草；", "多\n行\n\n  的", " [summarize ", "[summarize] ", "] x", "[summarize x]", "a -- b", "<b>",
])  # fmt: skip
def test_a_persons_comment_stays_to_the_byte_in_any_wording(wording: str) -> None:
    own = f"  mine <!-- {wording} -->  \n<!--{wording}-->\n"
    edited = ENTRY.replace("2. another", f"{own}2. another")
    assert marks.take_out(edited) == (CLEARED.replace("2. another", f"{own}2. another"), ())


def test_a_comment_in_a_line_of_words_leaves_the_words() -> None:
    beside = marks.mark("one <!-- a --> two\n<!-- b --> three\n  <!-- c --> <!-- d -->\nfour\n")
    assert marks.take_out(beside).text == "one  two\nthree\nfour\n"
    assert marks.take_out(marks.mark("<!-- a -->")).text == ""


def test_a_line_that_a_person_adds_to_a_comment_of_ours_is_named() -> None:
    added = ENTRY.replace("1. S. 3 “a quote”", "1. S. 3 “a quote”\nmy own words")
    assert marks.take_out(added) == (CLEARED, (11,))


def test_a_line_that_a_person_changes_within_a_comment_of_ours_is_named_too() -> None:
    assert marks.take_out(ENTRY.replace("a quote", "a quota")) == (CLEARED, (10,))
    assert marks.take_out(ENTRY.replace("at all", "at all: no, it is right")) == (CLEARED, (6,))


@pytest.mark.parametrize(("before", "after"), [
    ("<!-- Belege\n", "<!-- Belege my words\n"), ("<!-- Belege\n", "<!-- my words Belege\n"), ("a quote”\n", "a quote” my words\n"), ("1. S.", "my words 1. S."),
    ("another”\n[", "another”\nmy words ["), ("[summarize ", "[summarize my words "), ("] -->\n2.", " my words] -->\n2."), ("] -->\n2.", "] my words -->\n2."),
    ("<!-- any", "<!-- <!-- my words any"), ("any wording", "any, my words, wording"),
])  # fmt: skip
def test_words_that_a_person_puts_anywhere_into_a_comment_of_ours_are_named_with_its_line(
    before: str, after: str
) -> None:
    edited = ENTRY.replace(before, after, 1)
    line = next(n for n, words in enumerate(edited.split("\n"), 1) if "my words" in words)
    assert marks.take_out(edited) == (CLEARED, (line,))


@pytest.mark.parametrize(("before", "after"), [
    ("-->\n2.", "--> my words\n2."), ("   <!-- any", "my words <!-- any"), ("another”\n[", "another” --> my words ["), ("[summarize ", "[summarise my words "),
    ("<!-- any", "<!-- any --> my words <!-- any"),
])  # fmt: skip
def test_words_beside_a_comment_of_ours_or_in_one_that_is_ours_no_more_stay(
    before: str, after: str
) -> None:
    cleared = marks.take_out(ENTRY.replace(before, after, 1))
    assert "my words" in cleared.text
    assert cleared.foreign == ()


@pytest.mark.parametrize("words", ["x", "我的话", "a-b", "<x>"])
def test_words_in_the_last_comment_of_an_entry_are_the_persons(words: str) -> None:
    trailer = marks.trailer("0a", "1b")
    for edited in (
        trailer.replace("0a", f"0a{words}"),
        trailer.replace(" -->", f"{words} -->"),
        trailer.replace("made", f"{words} made"),
    ):
        assert words in marks.take_out(f"{ENTRY}{edited}").text


def test_a_line_that_a_person_takes_away_or_indents_is_no_word_of_theirs() -> None:
    assert marks.take_out(ENTRY.replace("1. S. 3 “a quote”\n", "\n")) == (CLEARED, ())
    assert marks.take_out(ENTRY.replace("1. S. 3 “a", "   1. S.  3\t“a")) == (CLEARED, ())


def test_a_comment_that_nothing_closes_is_named_before_it_hides_the_rest() -> None:
    opened = ENTRY.replace("2. another", "<!-- my words\n2. another")
    assert marks.take_out(opened).foreign[0] == 7
    assert marks.take_out("《A》\n\n<!-- mine").foreign == (3,)
    trailer = marks.trailer("a", "b")
    assert marks.take_out(f"《A》\n\n<!-- mine\n\n{trailer}") == ("《A》\n\n", (3,))


def test_an_open_comment_of_a_template_is_closed() -> None:
    assert marks.mark("words\n<!-- open").endswith("] -->")
    assert marks.take_out(marks.mark("words\n<!-- open")) == ("words\n", ())


@pytest.mark.parametrize("text", ["\\<!-- a", "\\\\\\<!-- a"])
def test_what_a_backslash_makes_text_of_begins_no_comment(text: str) -> None:
    rendered = f"{text}\n<!-- ours -->\n"
    assert marks.mark(rendered).startswith(f"{text}\n<!-- ours [summarize ")
    assert marks.take_out(marks.mark(rendered)) == (f"{text}\n", ())
    assert marks.mark("\\\\<!-- a -->").startswith("\\\\<!-- a [summarize ")


def test_a_text_without_comments_has_none_of_anybodys() -> None:
    mine = "<!-- mine\n\nover lines -->\n"
    assert marks.without_comments(f"{ENTRY}{mine}") == CLEARED


@given(
    st.lists(
        st.tuples(st.booleans(), st.text(st.characters(exclude_characters="<>\\\n\r"))), max_size=8
    )
)
def test_whatever_stands_in_comments_goes_and_whatever_stands_beside_them_stays(
    parts: list[tuple[bool, str]],
) -> None:
    rendered = "".join(f"<!-- {t} -->\n" if is_ours else f"{t}\n" for is_ours, t in parts)
    kept = "".join(f"{t}\n" for is_ours, t in parts if not is_ours)
    assert marks.take_out(marks.mark(rendered)) == (kept, ())


# ── drafts of the time before the mark ──

OLD = [
    "<!-- ？原文未找到：“61.9”；原文有 61.4（p. 1） -->", "   <!-- ？引文原文未找到：“x” -->", "<!-- ？论文中有写给模型或审稿人的话（p. 2）：“x” -->",
    "<!-- ？月份与 arXiv 的日期不符：“2024.3”；原文有 2024.1 -->", "<!-- ？与引文的“higher”方向相反：“低” -->",
    "   <!-- ? 61.9 is not in the paper; the paper has 61.4 on p. 1 -->", "<!-- ? “x” does not stand together in the paper -->",
    "<!-- ? MSRA is not on page 1 -->", "<!-- ? p. 2 addresses a model or a reviewer: “x” -->",
    "<!-- arXiv:2401.00001v2，句子摘自原文（extractive），未经模型改写；引文、数字、名称均可在原文中找到（不代表结论成立） -->",
    "<!-- 由 a model 起草；2 处存疑，见“？” -->", "<!-- arXiv:2401.00001v2, drafted by a model; 2 doubtful, marked with \"?\" -->",
    "<!-- sentences picked from the paper (extractive), no model wrote them; quotes, numbers and names are in the paper -->",
    "<!-- 注意：2401.00001v1 不是最新版本，arXiv 上已有 2401.00001v2 -->", "<!-- mind: 2401.00001v1 is not the newest version: arXiv has 2401.00001v2 -->",
    "<!-- 注意：page 3 could not be read (X) -->", "<!-- mind: page 3 has too many shapes to tell what hides its text -->",
    "<!-- 起草时未读：References -->", "<!-- not read for this draft: References -->",
    "<!-- 依据：\n1. p. 1 “x”\n1. 原文未找到 “y”\n2. p. 2（起草者称 p. 3） “z”\n-->", "<!-- evidence:\n1. not found \"x\"\n-->",
]  # fmt: skip


@pytest.mark.parametrize("comment", OLD)
def test_a_comment_of_an_old_draft_is_ours_as_the_old_templates_rendered_it(comment: str) -> None:
    entry = f"《A》\n\n1. x\n{comment}\n2. y\n"
    assert marks.take_out(entry) == ("《A》\n\n1. x\n2. y\n", ())
    assert marks.take_out(entry + marks.trailer("a", "b")).text == "《A》\n\n1. x\n2. y\n"
    assert marks.take_out(comment) == ("", ())


@pytest.mark.parametrize("comment", OLD)
@pytest.mark.parametrize("around", ["words %s", "%s words", "  %s", "     %s"])
def test_it_is_the_persons_where_it_stands_otherwise(comment: str, around: str) -> None:
    entry = f"《A》\n\n1. x\n{around % comment.strip()}\n2. y\n"
    assert marks.take_out(entry) == (entry, ())


@pytest.mark.parametrize("comment", OLD)
def test_in_an_entry_with_marks_no_comment_without_one_is_ours(comment: str) -> None:
    assert marks.take_out(f"{ENTRY}{comment}\n") == (f"{CLEARED}{comment}\n", ())


@pytest.mark.parametrize("comment", [
    "<!-- ？我没看懂 -->", "<!-- ? why so -->", "<!-- 注意：这里重要 -->", "<!-- mind: the gap -->", "<!-- 依据：我读过 -->", "<!-- evidence: mine -->",
    "<!-- arXiv:2401.00001 -->", "<!-- 由 我 写 -->", "<!-- drafted by me -->", "<!--？原文未找到：“x” -->", "<!-- ？原文未找到：“x”-->",
    "<!-- ？原文未找到：“x”\n我查过了 -->", "<!-- summarize: later -->",
])  # fmt: skip
def test_a_persons_own_comment_in_an_old_draft_stays(comment: str) -> None:
    entry = f"《A》\n\n1. x\n{comment}\n<!-- 起草时未读：References -->\n"
    assert marks.take_out(entry) == (f"《A》\n\n1. x\n{comment}\n", ())


def test_a_line_added_to_the_evidence_of_an_old_draft_is_named() -> None:
    entry = "《A》\n<!-- 依据：\n1. p. 1 “x”\n我的话\n-->\n"
    assert marks.take_out(entry) == ("《A》\n", (4,))
    beside = '《A》\n<!-- 依据：\n1. p. 1 “x” 我的话\n2. not found "y"\n-->\n'
    assert marks.take_out(beside) == ("《A》\n", (3,))


# ── the last comment of an entry, and a log's own ──


def test_the_last_trailer_of_an_entry_is_read_and_taken_off() -> None:
    mine = "<!-- summarize: made-from= the stars -->\n"
    entry = f"a\n{marks.trailer('1', '2')}b\n{mine}{marks.trailer('3', '4')}c\n"
    assert marks.split_trailer(entry) == (f"a\n{marks.trailer('1', '2')}b\n{mine}c\n", ("3", "4"))
    assert marks.split_trailer("a\n") == ("a\n", ("", ""))
    assert marks.take_out(entry) == (f"a\nb\n{mine}c\n", ())


@pytest.mark.parametrize("piece", [
    "<!-- ", "<!--", "\\", "\\<!-- ", "-->", "<!-- x --> ", "<!-- [summarize abcde] -->", "[summarize ", "<!-- summarize: made-from=", " ", "\n ",
    "<!-- arXiv:", "arXiv:2v2v", "<!-- x -->\n",
])  # fmt: skip
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    marks.take_out(text)
    marks.mark(text)
    marks.without_comments(text)
    marks.split_trailer(text)
    assert time.process_time() - start < 5  # seconds of CPU: it takes one, by the square 100


def test_a_text_with_its_comments_blanked_has_all_else_in_its_line() -> None:
    text = "a <!-- one --> b\n<!-- two\nlines -->\nc \\<!-- kept\n"
    assert marks.blanked(text) == "a  b\n\n\nc \\<!-- kept\n"
