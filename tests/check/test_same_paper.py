"""Whether a PDF is the paper that arXiv's record is of."""

from __future__ import annotations

import pytest

from pipeline.check.same_paper import contradiction
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from tests.support.fakes import PAPER_PAGES
from tests.support.records import PAPER, paper_text

TITLE = PAPER.title
RECORD = PAPER.model_copy(update={"authors": ("Ada Lark", "Ben Wren")})
HERON = ("Heron: Waders That Stand Still In Rivers", "Cleo Stork and Dan Crane")
OURS = (TITLE, "Ada Lark and Ben Wren")


def page(title: str, authors: str, *more: str) -> str:
    return "\n".join((title, authors, *PAPER_PAGES[0][2:], *more))


def told(first: str, *, stamp: str = "", record: Paper = RECORD) -> str:
    rest = ("\n".join(lines) for lines in PAPER_PAGES[1:])
    text = paper_text(first, *rest).model_copy(update={"stamp": stamp})
    return contradiction(record, text)


@pytest.mark.parametrize(
    "stamp",
    [
        "arXiv:2305.09999v1 [cs.CV] 3 May 2023",
        "arXiv:hep-th/9901001v1 3 Jan 1999",
        "arXiv:2401.00002v2 [cs.CL] 5 Mar 2024",
    ],
)
def test_a_stamp_of_another_paper_contradicts_whatever_page_1_says(stamp: str) -> None:
    said = told(page(*OURS), stamp=stamp)
    assert stamp.split()[0] in said
    assert "2401.00001v2" in said
    assert TITLE in said


@pytest.mark.parametrize(
    "stamp",
    [
        "arXiv:2401.00001v2 [cs.CL] 5 Mar 2024",
        "arXiv:2401.00001v1 [cs.CL] 2 Jan 2024",
        "",
        "arXiv:nonsense [cs.CL] 2 Jan 2024",
    ],
)
def test_its_own_stamp_in_any_version_does_not(stamp: str) -> None:
    assert told(page(*OURS), stamp=stamp) == ""


def test_a_subject_class_in_an_old_identifier_makes_no_other_paper() -> None:
    record = RECORD.model_copy(update={"arxiv_id": ArxivId("math/0405482", 1)})
    assert told(page(*OURS), stamp="arXiv:math.CO/0405482v1 25 May 2004", record=record) == ""


@pytest.mark.parametrize("stamp", ["", "arXiv:2401.00001v2 [cs.CL] 5 Mar 2024"])
def test_a_page_with_neither_title_nor_authors_contradicts_and_both_are_told(stamp: str) -> None:
    said = told(page(*HERON), stamp=stamp)
    assert HERON[0] in said
    assert TITLE in said
    assert "Ada Lark, Ben Wren" in said


def test_words_of_the_field_below_the_abstracts_heading_are_no_title() -> None:
    assert "small language models" in page(*HERON)
    assert told(page(*HERON))


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        (TITLE, "Cleo Stork"),  # authors in the record alone
        ("Magpie: A New Title Altogether", "Ada Lark"),  # a title of another version
        (TITLE.upper(), "CLEO STORK"),
        ("S PARROW : S MALL M ODELS T HAT R EAD L ONG P APERS", "C LEO S TORK"),  # small capitals
        ("Sparrow: Small Mod-\nels That Read Long Pa-\npers", "Cleo Stork"),
        (TITLE.replace("Long", "Very Long").replace("Small", "Tiny"), "Cleo Stork"),
        ("Magpie: A New Title Altogether", "A. Lark1,∗ B. Wren2"),
        ("Magpie: A New Title Altogether", "L ARKSPUR , A."),
    ],
)
def test_a_title_or_an_author_is_enough(title: str, authors: str) -> None:
    record = RECORD.model_copy(update={"authors": ("Ada Larkspur", "Ada Lark", "Ben Wren")})
    assert told(page(title, authors), record=record) == ""


@pytest.mark.parametrize(
    ("record", "authors"),
    [
        ("Ada Müller", "A. Muller"),
        ("Ada Oğuz", "Ada Oguz"),
        ("Ada Lark Jr.", "Ada Lark"),
        ("Ada Dwivedi-Yu", "Ada Dwivedi Yu"),
        ("The Lark Collaboration", "Lark"),
    ],
)
def test_names_are_compared_without_accents_suffixes_and_hyphens(record: str, authors: str) -> None:
    paper = RECORD.model_copy(update={"authors": (record,)})
    assert told(page("Magpie: A New Title Altogether", authors), record=paper) == ""


def test_one_of_many_authors_is_a_namesake() -> None:
    authors = tuple(f"A. {name}" for name in ("Crane", "Lark", "Wren", "Robin", "Finch", "Dunn"))
    assert told(page(*HERON), record=RECORD.model_copy(update={"authors": authors}))


@pytest.mark.parametrize(
    "text",
    [
        "一种阅读长文的小模型\n作者甲、作者乙\n" + "本文提出一种逐节阅读并做笔记的方法。" * 60,
        "Ж" + "аписки о чтении длинных статей малыми моделями " * 30,
        "\u00c3\u00bf\u00b1 \u00d0\u00e6 " * 300,  # a font without a map
        "COVER",
        "",
    ],
)
def test_a_page_that_cannot_be_read_or_is_in_another_language_contradicts_nothing(
    text: str,
) -> None:
    pages = [{"number": 1, "start": 0, "end": len(text)}]
    only = PaperText.model_validate({"text": text, "pages": pages, "sections": []})
    assert contradiction(RECORD, only) == ""


def test_behind_a_cover_the_second_page_is_looked_at() -> None:
    text = paper_text("NORTHWICK REPORTS\n17", page(*OURS))
    assert contradiction(RECORD, text) == ""
    assert contradiction(RECORD, paper_text("NORTHWICK REPORTS\n17", page(*HERON)))


def test_a_record_without_authors_or_with_a_title_of_signs_is_no_evidence() -> None:
    assert told(page(*HERON), record=PAPER) == ""
    assert told(page(*HERON), record=RECORD.model_copy(update={"title": "$E=mc^2$"})) == ""


def test_commands_of_latex_in_a_title_are_no_words_of_it() -> None:
    title = r"\textbf{Waders} of \mathcal{R}^2"
    assert told(page(*HERON), record=RECORD.model_copy(update={"title": title})) == ""


def test_a_pdf_from_disk_has_no_record_to_contradict() -> None:
    assert told(page(*HERON), record=RECORD.model_copy(update={"arxiv_id": None})) == ""
