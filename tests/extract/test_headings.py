"""Headings told from other lines, and kinds of sections, from lines given by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract.headings import Headings, settle_kinds
from pipeline.extract.lines import Cell, Line
from pipeline.extract.places import SectionPlace
from tests.support.pages import TEXT, line, short, under

BODY = 10.0
BELOW = line(TEXT[0], starts=True)


def plain(text: str) -> Line:
    """Give a line without a place."""
    return Line(text, letters=sum(map(str.isalpha, text)))


def matches(
    *texts: str | Line, outline: tuple[str, ...] = (), in_front: bool = False
) -> list[tuple[str, str] | None]:
    """Give what each line in turn is told to be; strings are lines without a place."""
    headings = Headings(outline, BODY)
    found = []
    for text in texts:
        if isinstance(text, str):
            found.append(headings.match(plain(text), plain("We go on"), in_front=in_front))
        else:
            found.append(headings.match(text, BELOW, in_front=in_front))
    return found


def bold(text: str, **more: Any) -> Line:
    return line(text, bold=True, x1=150.0, **more)


def large(text: str, **more: Any) -> Line:
    return line(text, size=12, x1=150.0, **more)


# ── by name ──


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Abstract", "abstract"),
        ("A BSTRACT", "abstract"),
        ("7 References", "references"),
        ("7. Acknowledgments", "acknowledgements"),
        ("Supplementary Material", "appendix"),
        ("Contents", "front"),
        ("参考文献", "references"),
        ("Introduction", "body"),
        ("§ 1 Introduction", "body"),
    ],
)
def test_a_section_goes_by_its_name(text: str, kind: str) -> None:
    ((found, _),) = [one for one in matches(text) if one]
    assert found == kind


@pytest.mark.parametrize(
    "text",
    [
        "references",
        "introduction",
        "Introduction 7",
        "Introduction . . . 7",
        "1 " + "Of Words " * 13,
        "1 2 3",
        "Of all the things we know.",
    ],
)
def test_other_lines_are_no_headings(text: str) -> None:
    assert matches(text) == [None]


@pytest.mark.parametrize(
    ("one", "is_one"),
    [
        (plain("Appendix A. Proofs of It"), True),
        (plain("Appendix A"), True),
        (plain("Appendix A."), False),
        (plain("Appendix shows all details"), False),
        (bold("Appendix A. Proofs of It"), True),
        (line("Appendix A. Proofs of It"), False),
    ],
)
def test_an_appendix_is_told_from_a_sentence_that_names_it(one: Line, is_one: bool) -> None:
    assert bool(matches(one)[0]) == is_one


# ── by number ──


def titles(*texts: str | Line, **more: Any) -> list[str]:
    return [found[1] for found in matches(*texts, **more) if found]


def test_numbers_come_in_turn() -> None:
    assert titles("1 First", "1.1 Part", "1.2 Part", "2 Second", "2.1 Part", "2.1.1 Deep") == [
        "1 First", "1.1 Part", "1.2 Part", "2 Second", "2.1 Part", "2.1.1 Deep",
    ]  # fmt: skip
    assert titles("2 Second", "1 First", "3 Third", "1.2 Part") == ["1 First"]


def test_romans_and_letters_have_turns_of_their_own() -> None:
    assert titles("I. First", "A. Part", "B. Part", "II. Second", "III. Third") == [
        "I. First", "A. Part", "B. Part", "II. Second", "III. Third",
    ]  # fmt: skip
    assert titles("B. Part", "C. Part", "XX. Last") == []


def test_letters_begin_anew_under_the_next_roman_if_they_stand_out() -> None:
    first = [large("I. First Part"), large("A. Part of It"), large("B. Part of It")]
    assert len(titles(*first, large("II. Second Part"), large("A. Part of It"))) == 5
    assert len(titles("I. First", "A. Part", "B. Part", "II. Second", "A. Part")) == 4
    assert len(titles(large("A. Part of It"), large("B. Part of It"), large("A. Part of It"))) == 2


def test_letters_are_of_appendices_but_under_a_roman() -> None:
    assert matches("A Proofs of It") == [("appendix", "A Proofs of It")]
    assert matches("I. First", "A. Part") == [("body", "I. First"), ("body", "A. Part")]
    behind = matches("I. First", "References", "A. Part")
    assert behind[2] == ("appendix", "A. Part")


def test_behind_the_references_digits_are_of_entries() -> None:
    assert titles("1 First", "References", "2 Second") == ["1 First", "References"]


def test_behind_the_references_a_section_stands_out_and_is_the_next() -> None:
    before = "1. Introduction", "2. Birds of It", "3. REFERENCES"
    assert titles(*before, bold("4. Proofs"), bold("4.1 Proof of Lemma 6"))[3:] == [
        "4. Proofs",
        "4.1 Proof of Lemma 6",
    ]
    assert titles(*before, bold("6. Proofs"))[3:] == []
    assert titles(*before, line("4. Proofs", x1=150.0))[3:] == []


def test_a_title_may_end_in_a_number_that_is_no_page() -> None:
    assert titles(bold("1 Proof of Theorem 2")) == ["1 Proof of Theorem 2"]
    cells = Cell("1 Proof of Theorem", 50, 120), Cell("2", 280, 290)
    assert titles(bold("1 Proof of Theorem 2", parts=cells, cells=2)) == []
    assert titles(bold("1 Proof of Theorem . . . . 2")) == []
    assert titles(bold("See Table 5")) == titles("1 Proof of Theorem 2") == []


def test_a_title_may_begin_in_lower_case_where_its_number_is_deep_and_it_stands_out() -> None:
    sections = bold("1 Introduction"), bold("1.1 app Patterns")
    assert titles(*sections)[1:] == ["1.1 app Patterns"]
    assert titles(sections[0], bold("2 app Patterns"))[1:] == []
    assert titles(sections[0], line("1.1 app Patterns", x1=150.0))[1:] == []


def test_a_section_and_its_first_part_stand_under_each_other() -> None:
    heads = Headings((), BODY)
    assert heads.match(bold("1 Introduction"), BELOW, in_front=False)
    assert heads.match(bold("2 Birds"), bold("2.1 Birds of the Wood"), in_front=False)


def test_a_bold_line_of_wide_words_is_one_where_it_is_large_and_full() -> None:
    wide = line("2 Demonstrating that a", bold=True, size=14, cells=4)
    before = bold("1 Introduction"), bold("1.1 Birds"), bold("1.2 Bees")
    assert titles(*before, wide)[3:] == ["2 Demonstrating that a"]
    assert titles(*before, wide._replace(size=10.0))[3:] == []
    assert titles(*before, wide._replace(x1=150.0))[3:] == []


def test_the_introduction_begins_the_numbers_anew() -> None:
    assert titles("1 Birds", "2 Nests", "1 Introduction", "2 Eggs") == [
        "1 Birds", "2 Nests", "1 Introduction", "2 Eggs",
    ]  # fmt: skip
    assert titles("1 Birds", "2 Nests", "1 Eggs") == ["1 Birds", "2 Nests"]


def test_a_styled_heading_may_leave_numbers_out_but_few() -> None:
    assert len(titles(large("1 First of All"), large("3 Third of All"))) == 2
    assert len(titles("1 First", "3 Third")) == 1
    assert len(titles(large("1 First of All"), large("4 Fourth of All"))) == 1
    assert len(titles(large("2 Second of All"), large("1 First of All"))) == 1
    assert len(titles(large("I. First of All"), large("III. Third of All"))) == 1
    assert len(titles(large("1 First of All"), large("2.2.2.2 Too Deep"))) == 2
    known = ("Ninth of All",)
    assert len(titles(large("1 First of All"), large("9 Ninth of All"), outline=known)) == 2


def test_an_item_of_a_list_does_not_take_a_number() -> None:
    assert titles("1 First", "2. we make it so, and then we make it again by", "2 Second") == [
        "1 First",
        "2 Second",
    ]


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Of the Birds in a Wood", True),
        ("Birds know many words", True),
        ("Birds themselves know several other things already", False),
        ("Birds and Nests,", False),
        ("Birds = Nests", False),
        ("Birds at 100 Hertz", False),
        ("Birds " * 13, False),
        ("Introduction", True),
    ],
)
def test_a_numbered_line_reads_like_a_title(title: str, is_one: bool) -> None:
    assert bool(titles(f"1 {title.strip()}")) == is_one


def test_a_line_that_goes_on_in_lower_case_is_no_title() -> None:
    headings = Headings((), BODY)
    assert not headings.match(plain("1 The Birds"), plain("of the wood"), in_front=False)
    assert headings.match(plain("1 The Birds"), plain("Of the wood"), in_front=False)
    assert headings.match(plain("2 The Nests"), None, in_front=False)


def test_the_outline_makes_a_line_a_title() -> None:
    title = "The birds, and whatever they themselves know already,"
    assert titles(f"1 {title}") == []
    assert titles(f"1 {title}", outline=(f"1 {title}",)) == [f"1 {title}"]
    assert titles("The Art of It", outline=("3.1 The Art of It",)) == ["The Art of It"]
    assert titles("the Art of It", outline=("3.1 The Art of It",)) == []
    assert titles("Art", outline=("Art",)) == []
    assert titles("Artistry", outline=("Artistry",)) == []


def test_in_front_only_usual_names_and_numbers_with_a_stop_count() -> None:
    assert titles("1 University of Northwick", in_front=True) == []
    assert titles("1 Introduction", in_front=True) == ["1 Introduction"]
    assert titles("1. Of the Birds", in_front=True) == ["1. Of the Birds"]
    assert titles("The Art of It", outline=("The Art of It",), in_front=True) == []
    assert titles("Introduction", in_front=True) == ["Introduction"]


# ── by style ──


def test_once_three_headings_stood_out_others_need_to() -> None:
    three = [large("1 First of All"), large("2 Second of All"), large("3 Third of All")]
    assert titles(*three, line("4 Fourth of All")) == [one.text for one in three]
    assert len(titles(*three, "4 Fourth of All")) == 4
    assert len(titles(*three[:2], line("3 Third of All"))) == 3
    assert len(titles(*three, line("4 Fourth of All"), outline=("Fourth of All",))) == 4
    assert len(titles(*three, line("Conclusion"))) == 3
    assert len(titles(*three, large("Conclusion"))) == 4
    assert len(titles(*three[:2], line("Conclusion"))) == 3


def test_a_deep_number_with_white_around_it_makes_a_line_a_heading() -> None:
    three = [large("1 First of All"), large("2 Second of All"), large("3 Third of All")]
    below = line(y=680)

    def is_one(heading: Line, following: Line = below) -> bool:
        headings = Headings((), BODY)
        for one in three:
            assert headings.match(one, None, in_front=False)
        return bool(headings.match(heading, following, in_front=False))

    heading = line("3.1 Birds of Woods", x1=150, starts=True)
    assert is_one(heading)
    assert not is_one(heading, line(y=688))
    assert not is_one(heading._replace(starts=False))
    assert not is_one(heading._replace(x1=290.0))
    assert not is_one(heading._replace(text="3.1 Birds of Woods;"))
    assert not is_one(heading._replace(text="4 Birds of Woods"))


@pytest.mark.parametrize(
    ("one", "stands_out"),
    [
        (line("1 First of All", bold=True), True),
        (line("1 FIRST OF ALL"), True),
        (line("1 First of All", italic=True), True),
        (line("1 First of All", size=10.7), True),
        (line("1 First of All", size=10.5), False),
        (line("1 FIRST"), False),
        (line("1 First of All", bold=True, cells=3), False),
        (line("1 First of All", bold=True, form=1), False),
        (line("1 First of All", bold=True, letters=91), False),
    ],
)
def test_a_line_stands_out_by_weight_size_or_capitals(one: Line, stands_out: bool) -> None:
    """Only a heading that stands out may be ahead of its turn."""
    moved = one._replace(text=one.text.replace("1 ", "2 ", 1))
    assert bool(matches(moved)[0]) == stands_out


def test_a_line_stands_out_only_alone() -> None:
    headings = Headings((), BODY)
    heading = bold("2 Second of All")
    assert not headings.match(heading, bold("and more of it"), in_front=False)
    assert headings.match(heading, None, in_front=False)
    for below in (bold("and more", starts=True), bold("and more", size=8), line("and more")):
        assert Headings((), BODY).match(heading, below, in_front=False)


def test_an_unnumbered_line_in_the_style_of_two_headings_is_one() -> None:
    two = [large("1 First of All"), large("2 Second of All")]
    assert len(titles(*two, large("Words of the Birds"))) == 3
    assert len(titles(two[0], large("Words of the Birds"))) == 1
    assert len(titles(*two, large("Words of the Birds", bold=True))) == 2
    assert len(titles(*two, large("Bad"))) == 2
    assert len(titles(*two, large("words of the Birds"))) == 2
    assert len(titles(*two, large("Of " * 13 + "Bird"))) == 2
    alike = [bold("1 First of All"), bold("2 Second of All")]
    assert len(titles(*alike, bold("Words of the Birds"))) == 2


def test_a_numbered_line_in_the_middle_with_white_around_it_is_a_heading() -> None:
    middle = line(
        "1. What motivates people to watch small larks?", x0=100.0, x1=240.0, y=720, starts=True
    )
    assert titles(middle) == ["1. What motivates people to watch small larks?"]
    assert titles(middle._replace(x0=60.0)) == []
    assert titles(middle._replace(y=712)) == []
    assert titles(middle._replace(text="3. What motivates people to watch small larks?")) == []


def test_bold_capitals_are_headings_where_one_before_was() -> None:
    first = bold("INTRODUCTION", size=12)
    assert titles(first, bold("BIRDS OF THE WOOD", size=12)) == [
        "INTRODUCTION",
        "BIRDS OF THE WOOD",
    ]
    assert titles(first, large("BIRDS OF THE WOOD")) == ["INTRODUCTION"]
    assert titles(first, bold("BIRDS OF THE WOOD")) == ["INTRODUCTION"]


def test_such_a_line_is_larger_than_what_follows() -> None:
    headings = Headings((), BODY)
    for text in ("1 First of All", "2 Second of All"):
        assert headings.match(large(text), BELOW, in_front=False)
    third = large("Words of the Birds")
    assert not headings.match(third, line(size=11.4, starts=True), in_front=False)
    assert headings.match(third, line(size=11.4, starts=True, bold=True), in_front=False)
    assert headings.match(third, None, in_front=False)
    assert not headings.match(third, BELOW, in_front=True)


# ── headings that their paragraph runs on from ──


def run_in(text: str, *outline: str, begins: bool = True, after: tuple[str, ...] = ()) -> str:
    headings = Headings(outline, BODY)
    for one in after:
        assert headings.match(plain(one), None, in_front=False)
    found = headings.run_in(line(text, starts=begins))
    return found[1] if found else ""


def test_a_numbered_heading_does_not_end_at_an_abbreviation() -> None:
    first = ("1 Theory", "2 Practice")
    assert run_in("2.1. Algebras. This is it", after=first) == "2.1. Algebras"
    assert run_in("2.1. Algebras vs. rings is it", after=first) == ""


def test_a_paragraph_begins_with_a_heading_of_the_outline() -> None:
    assert run_in("Query Routing. This goes by it", "Query Routing") == "Query Routing"
    assert run_in("Query Routing. This goes by it") == ""
    assert run_in("Query Routing. This goes by it", "Query Routing", begins=False) == ""
    assert (
        run_in("1) Query Routing: This goes", "Query Routing", begins=False) == "1) Query Routing"
    )
    assert run_in("7 Query Routing. This goes", "Query Routing") == "7 Query Routing"


def test_a_paragraph_begins_with_a_deep_number_in_turn() -> None:
    first = ("1 Theory", "2 Practice")
    assert run_in("2.1. Algebras. This is it", after=first) == "2.1. Algebras"
    assert run_in("2.2. Algebras. This is it", after=first) == ""
    assert run_in("3. Algebras. This is it", after=first) == ""
    assert run_in("2.1. Algebras: This is it", after=first) == ""
    assert run_in(f"2.1. {'Of ' * 10}It. This is it", after=first) == ""


def test_whole_headings_and_lines_of_a_table_of_contents_are_none() -> None:
    assert run_in("Query Routing.", "Query Routing") == ""
    assert run_in("Query Routing. . . . . . 7", "Query Routing") == ""
    assert run_in("Query Routing. It Is.", "Query Routing", "Query Routing It Is") == ""
    assert run_in("we go on. This is it") == ""


# ── headings of two lines ──


def goes_on(first: Line, second: Line | None, third: Line | None = BELOW) -> bool:
    lines = under(*(one for one in (first, second, third) if one), step=13)
    return Headings((), BODY).more(lines[0], lines[1:]) == lines[1:2] != []


FIRST = line("1 A Heading That Fills the Whole of Its", bold=True)
SECOND = bold("Line and More")


def test_a_heading_goes_on_below_in_its_own_style() -> None:
    assert goes_on(FIRST, SECOND)
    assert goes_on(FIRST, SECOND, None)
    assert goes_on(FIRST._replace(bold=False, size=12.0), SECOND._replace(bold=False, size=12.0))
    capitals = line("1 A HEADING THAT FILLS THE WHOLE OF ITS")
    assert goes_on(capitals, line("LINE AND MORE", x1=150.0))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (FIRST, None),
        (FIRST, SECOND._replace(part="float")),
        (FIRST._replace(size=0.0), SECOND),
        (FIRST._replace(text="1 A Heading."), SECOND),
        (FIRST, SECOND._replace(bold=False)),
        (FIRST, SECOND._replace(size=11.0)),
        (FIRST, SECOND._replace(letters=80)),
        (FIRST, SECOND._replace(cells=3)),
        (FIRST, SECOND._replace(text="1.1 Line and More")),
        (FIRST._replace(x1=150.0), SECOND),
        (FIRST._replace(bold=False), SECOND._replace(bold=False)),
    ],
)
def test_other_lines_do_not_go_on_with_a_heading(first: Line, second: Line | None) -> None:
    assert not goes_on(first, second)


def test_a_short_first_line_goes_on_in_lower_case() -> None:
    assert goes_on(FIRST._replace(x1=150.0), SECOND._replace(text="of the line"))


def test_a_bold_paragraph_and_lines_far_below_do_not_go_on() -> None:
    assert not goes_on(FIRST, SECOND, bold("and more of it"))
    far = [FIRST, SECOND._replace(y=680.0)]
    assert not Headings((), BODY).more(far[0], far[1:])
    assert not Headings((), BODY).more(FIRST, [SECOND._replace(y=710.0)])


def test_a_heading_may_have_three_lines_and_another_below_them() -> None:
    third, below = bold("and More of It"), bold("1.1 A Heading of It")
    lines = under(FIRST, FIRST._replace(text="Line That Is as Long as the Other"), third, BELOW)
    assert Headings((), BODY).more(lines[0], lines[1:]) == lines[1:3]
    assert Headings((), BODY).more(lines[0], lines[1:3]) == []  # what follows is not known
    assert Headings((), BODY).more(lines[0], [*lines[1:3], below._replace(y=600)]) == lines[1:3]


def test_an_unstyled_title_that_hangs_beside_a_deep_number_goes_on() -> None:
    first = line("2.1 Birds of the Wood and of the", starts=True)
    second = short("Field")._replace(x0=72.0)
    text = BELOW._replace(text="We go on with all that there is")
    lines = [*under(first, second, step=12), text._replace(y=700 - 12 - 16)]
    heads = Headings((), BODY)
    assert heads.match(bold("1 Introduction"), BELOW, in_front=False)
    assert heads.match(bold("2 Birds"), BELOW, in_front=False)
    assert heads.more(lines[0], lines[1:]) == [lines[1]]
    assert heads.match(lines[0], lines[2], in_front=False, last=lines[1])
    tight = [*lines[:2], text._replace(y=700 - 24)]
    assert not heads.more(tight[0], tight[1:])
    flush = [lines[0], lines[1]._replace(x0=50.0), lines[2]]
    assert not heads.more(flush[0], flush[1:])


# ── kinds ──


def kinds(*given: str, length: int = 1000) -> list[str]:
    """Give the kinds of sections that begin at every hundredth character."""
    sections = [SectionPlace(kind, "", 100 * at, 100 * at + 100) for at, kind in enumerate(given)]
    return [one.kind for one in settle_kinds(sections, length)]


def test_what_follows_the_references_is_an_appendix() -> None:
    assert kinds("front", "body", "references", "body", "front", "appendix") == [
        "front", "body", "references", "appendix", "appendix", "appendix",
    ]  # fmt: skip


def test_an_appendix_in_the_first_half_is_a_section_and_later_all_are() -> None:
    assert kinds("appendix", "body") == ["body", "body"]
    assert kinds("body", "appendix", "body", length=150) == ["body", "appendix", "appendix"]


def test_early_references_that_are_not_the_last_are_a_section() -> None:
    assert kinds("references", *["body"] * 5, "references")[0] == "body"
    assert kinds("references", "body")[0] == "references"
    late = kinds(*["body"] * 5, "references", "references")
    assert late[5:] == ["references", "references"]


def test_other_kinds_stay() -> None:
    assert kinds("front", "abstract", "acknowledgements") == [
        "front",
        "abstract",
        "acknowledgements",
    ]


# ── chapters, and papers in other languages ──


def test_chapters_are_headings_in_turn_and_their_sections_go_on_from_them() -> None:
    found = matches("Chapter 1", "1.1 Birds", "Chapter 2: Woods", "2.1 Owls", "Chapter 9: Seas")
    assert found == [
        ("body", "Chapter 1"),
        ("body", "1.1 Birds"),
        ("body", "Chapter 2: Woods"),
        ("body", "2.1 Owls"),
        None,
    ]


def test_chinese_chapters_and_sections_are_headings() -> None:
    found = matches("第一章 绪论", "1.1 研究背景", "第二章 文献综述", "2.1 鸟类识别", "2.1.1 方法")
    assert [one and one[0] for one in found] == ["body"] * 5
    assert matches("第二章介绍了鸟类识别的方法") == [None]
    assert matches("第一章 绪论……………12") == [None]


def test_chinese_numerals_number_sections() -> None:
    found = matches("一、引言", "二、相关工作", "三、本文提出的方法", "七、结论")
    assert found == [
        ("body", "一、引言"),
        ("body", "二、相关工作"),
        ("body", "三、本文提出的方法"),
        None,
    ]


@pytest.mark.parametrize("text", ["1 引言", "1. 引言", "引言", "はじめに", "1 서론"])
def test_the_first_section_may_be_of_any_language(text: str) -> None:
    assert matches(text) == [("body", text)]


def test_a_line_of_chinese_text_does_not_stand_out_by_its_letters() -> None:
    text = line("本文提出了一种新的鸟类识别方法并在数据集上进行了验证", letters=26)
    assert matches(text) == [None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Literatur", "references"),
        ("R EFERENCES", "references"),
        ("VII. REFERENCES", "references"),
        ("References and Notes", "references"),
        ("參考文獻", "references"),
        ("참고문헌", "references"),
        ("Zusammenfassung", "abstract"),
        ("摘 要", "abstract"),
        ("Supporting Information", "appendix"),
        ("Appendix A.1 Proofs", "appendix"),
        ("Supplementary Note 2", "appendix"),
        ("附录A", "appendix"),
        ("致谢", "acknowledgements"),
    ],
)
def test_names_of_sections_are_known_in_many_forms(text: str, kind: str) -> None:
    assert matches(text) == [(kind, text)]
