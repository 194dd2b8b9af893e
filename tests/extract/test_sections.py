"""Abstracts and references of papers that have no headings for them."""

from __future__ import annotations

from pipeline.extract.places import PagePlace, SectionPlace
from pipeline.extract.sections import without_heading

LONG = " ".join(["word"] * 45) + ".\n"
TITLE = "A Letter on Birds\nAda Lark\n"


def cut(*parts: tuple[str, str], first_page: int = 10**6) -> list[tuple[str, str]]:
    """Give kinds and texts of the sections of a text made of parts, each with its kind."""
    sections, at = [], 0
    for kind, text in parts:
        sections.append(SectionPlace(kind, "", at, at + len(text)))
        at += len(text)
    text = "".join(text for _, text in parts)
    pages = [
        PagePlace(1, 0, min(first_page, at)),
        PagePlace(2, min(first_page, at), min(first_page + 100, at)),
        PagePlace(3, min(first_page + 100, at), at),
    ]
    found = without_heading(text, sections, pages)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.end > one.start for one in found)
    return [(one.kind, text[one.start : one.end]) for one in found]


def entries(count: int, mark: str = "[{}]", year: str = "2001") -> str:
    return "".join(f"{mark.format(n)} A. Lark, Nests {n} ({year}).\n" for n in range(1, count + 1))


def test_the_first_long_paragraph_in_front_is_the_abstract() -> None:
    assert cut(("front", TITLE + LONG + "June 2001\n" + LONG), ("body", "It is.\n")) == [
        ("front", TITLE),
        ("abstract", LONG),
        ("front", "June 2001\n" + LONG),
        ("body", "It is.\n"),
    ]


def test_an_abstract_may_begin_and_end_what_stands_in_front() -> None:
    assert cut(("front", LONG), ("body", "It is.\n")) == [("abstract", LONG), ("body", "It is.\n")]


def test_a_last_paragraph_without_a_newline_is_an_abstract_too() -> None:
    assert [kind for kind, _ in cut(("front", TITLE + LONG.rstrip()), ("body", "\nIt."))] == [
        "front",
        "abstract",
        "body",
    ]


def test_addresses_are_no_abstract() -> None:
    address = " ".join(["word"] * 39) + ".\n"
    whole = [("front", TITLE + address), ("body", "It is.\n")]
    assert cut(*whole) == whole


def test_forty_words_are_an_abstract() -> None:
    forty = " ".join(["word"] * 40) + ".\n"
    assert ("abstract", forty) in cut(("front", TITLE + forty), ("body", "It is.\n"))


def test_a_paper_that_names_its_abstract_or_has_no_other_section_gets_none() -> None:
    named = [("front", TITLE + LONG), ("abstract", "Short.\n"), ("body", "It is.\n")]
    assert cut(*named) == named
    assert cut(("front", TITLE + LONG)) == [("front", TITLE + LONG)]
    assert cut(("body", TITLE + LONG), ("body", "x")) == [("body", TITLE + LONG), ("body", "x")]


def test_an_abstract_stands_on_the_first_two_pages() -> None:
    front = "Cover\n" * 40
    whole = [("front", front + LONG), ("body", "It is.\n")]
    assert cut(*whole, first_page=20) == whole
    assert ("abstract", LONG) in cut(*whole, first_page=len(front) - 50)


def test_what_follows_a_letters_abstract_is_its_body() -> None:
    letter = LONG + "It is so. " * 700 + "\n"
    assert [(kind, len(text)) for kind, text in cut(("abstract", letter))] == [
        ("abstract", len(LONG)),
        ("body", len(letter) - len(LONG)),
    ]


def test_an_abstract_of_usual_length_is_left_whole() -> None:
    usual = LONG + LONG
    assert cut(("abstract", usual)) == [("abstract", usual)]
    lines = "few words\n" * 700
    assert cut(("abstract", lines)) == [("abstract", lines)]


def test_a_numbered_list_at_the_end_is_the_references() -> None:
    body = "It is so, and so it goes.\n" * 20
    for mark in ("[{}]", "{}."):
        found = cut(("body", body + entries(6, mark)))
        assert found == [("body", body), ("references", entries(6, mark))]


def test_the_last_such_list_is_taken() -> None:
    body = "It is so, and so it goes.\n" * 20
    first = entries(5)
    found = cut(("body", body + first + body), ("body", entries(6)))
    assert found == [("body", body + first + body), ("references", entries(6))]


def test_lists_without_years_or_entries_and_those_at_the_beginning_are_no_references() -> None:
    body = "It is so, and so it goes.\n" * 20
    for text in (
        body + entries(6, year="x"),
        body + entries(3) + "(2001) (2002)\n",
        entries(6) + body,
    ):
        assert cut(("body", text)) == [("body", text)]


def test_a_paper_that_names_its_references_gets_no_others() -> None:
    body = "It is so, and so it goes.\n" * 20
    named = [("body", body), ("references", "Some."), ("body", "\n" + entries(6))]
    assert cut(*named) == named


def test_authors_addresses_and_what_is_said_of_rights_are_no_abstract() -> None:
    authors = " ".join(["Ada Lark, Department of Birds, Heron University, Wren,"] * 8) + "\n"
    cite = "Please cite this article as: " + LONG
    assert cut(("front", TITLE + authors + cite + LONG), ("body", "It is.\n")) == [
        ("front", TITLE + authors + cite),
        ("abstract", LONG),
        ("body", "It is.\n"),
    ]


def test_the_first_entry_may_follow_a_sentence_of_its_paragraph() -> None:
    body = "It is so, and so it goes. " * 20
    found = cut(("body", body + entries(6)))
    assert found == [("body", body), ("references", entries(6))]
