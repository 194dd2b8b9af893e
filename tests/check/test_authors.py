"""The affiliations that a point gives the authors."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.records.paper_text import PaperText, Section
from tests.support.records import PAPER, draft, paper_text

QUOTE = "We have it in this paper"
NUMBERED = (
    "A Title\nAda Lark1, Bo Finch2,3\n1 Northwick University\n2 University of Southmere\n"
    "3 Eastlake Institute\n"
)
BELOW = "A Title\nAda Lark\nNorthwick University\nBo Finch\nUniversity of Southmere\n"


def told(said: str, front: str) -> list[tuple[str, str]]:
    rest = f"Abstract\n{QUOTE}. Westbury University wrote to us."
    made = paper_text(front + rest, "The letters are of Westbury University.")
    text: PaperText = made.model_copy(
        update={"sections": (Section(kind="front", title="", start=0, end=len(front)),)}
    )
    paper = PAPER.model_copy(update={"authors": ("Ada Lark", "Bo Finch"), "title": "A Title"})
    findings = check(draft(said, (QUOTE, 1)), paper, text).findings
    found = [(f.reason, f.words) for f in findings if f.kind == "affiliation"]
    return list(dict.fromkeys(found))  # the draft says it in each of its points


@pytest.mark.parametrize("front", [NUMBERED, BELOW])
def test_an_authors_affiliation_is_the_one_that_page_one_has_for_them(front: str) -> None:
    assert told("Ada Lark is of Northwick University.", front) == []
    assert told("Bo Finch 来自 University of Southmere。", front) == []
    assert told("Ada Lark 来自 University of Southmere。", front) == [
        ("contradicted", "University of Southmere")
    ]
    assert told("Bo Finch is at Northwick University.", front) == [
        ("contradicted", "Northwick University")
    ]


@pytest.mark.parametrize("front", [NUMBERED, BELOW])
def test_where_somebody_was_besides_and_two_of_them_prove_nothing(front: str) -> None:
    assert told("Ada Lark was an intern at University of Southmere.", front) == []
    assert told("Ada Lark 与 Bo Finch 来自 Northwick University。", front) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("作者来自 Northwick University。", []),
        ("作者来自 Borchester University。", ["Borchester University"]),
        ("The authors are from the University of Borchester.", ["University of Borchester"]),
        ("The authors send letters to Borchester University.", []),
        ("数据来自 Borchester University。", []),
        ("The authors come from Google Research.", ["Google Research"]),
        ("作者都来自 Northwick University 和 Meta AI。", ["Meta AI"]),
        ("The authors compare with Google Research.", []),
        ("The authors are from Ambridge.", []),  # nobody's name that is known
    ],
)
def test_the_authors_organisation_is_on_page_one(said: str, words: list[str]) -> None:
    assert [one for _, one in told(said, NUMBERED)] == words
