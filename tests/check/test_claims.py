"""What of a whole draft the paper bears out."""

from __future__ import annotations

import time

import pytest

from pipeline.check.claims import check, check_words
from pipeline.records.report import Finding
from pipeline.records.statement import Statement
from pipeline.text.affiliations import read_aliases
from tests.support.checked import BARE, TEXT, doubts, marked
from tests.support.records import PAPER, draft, paper_text


def test_the_verdict_is_checked_too() -> None:
    made = draft().model_copy(
        update={"verdict": draft().verdict.model_copy(update={"text": "比 BERT 高 99.5"})}
    )
    assert {(f.where, f.words) for f in check(made, PAPER, TEXT).findings} == {
        ("verdict", "BERT"),
        ("verdict", "99.5"),
    }


def test_a_label_is_checked_like_its_text() -> None:
    made = draft("好", ("We have it in this paper", 1))
    point = made.key_points[0].model_copy(update={"label": "BERT"})
    report = check(
        made.model_copy(update={"key_points": (point,) * 3}),
        BARE,
        paper_text("Abstract\nWe have it in this paper."),
    )
    assert [(f.where, f.words) for f in report.findings] == [
        ("point 1", "BERT"),
        ("point 2", "BERT"),
        ("point 3", "BERT"),
    ]


def test_each_field_of_lead_and_verdict_begins_a_sentence() -> None:
    made = draft("好", ("We have it in this paper", 1))
    made = made.model_copy(
        update={
            "lead": made.lead.model_copy(update={"about": "Grounding objects"}),
            "verdict": made.verdict.model_copy(
                update={"text": "很好", "weakness": "Limited in scope, and BERT is not"}
            ),
        }
    )
    report = check(made, BARE, paper_text("Abstract\nWe have it in this paper."))
    assert [(f.where, f.words) for f in report.findings] == [("verdict", "BERT")]


def test_a_claim_said_twice_in_a_point_is_one_finding() -> None:
    assert marked("BERT 与 BERT 与 99.5 和 99.5", "nothing") == ["BERT", "99.5"]


def test_a_finding_says_all_that_a_reader_needs() -> None:
    report = check(
        draft("达到 615%", ("We have it in this paper", 1)),
        BARE,
        paper_text("Abstract\nWe have it in this paper.", "It is 60% or 61.5."),
    )
    assert report.findings[0] == Finding(
        where="point 1", kind="number", reason="missing", severity="doubt", words="615%", nearest="61.5", page=2,
        message="615% is not in the paper; the paper has 61.5 on p. 2",
    )  # fmt: skip
    assert report.doubts == 3


def test_an_empty_paper_bears_nothing_out() -> None:
    report = check(draft("BERT 达到 61.4", affiliations=("MIT",)), BARE, paper_text(""))
    assert {(f.where, f.kind) for f in report.findings} == {("lead", "affiliation")} | {
        (f"point {n}", kind) for n in (1, 2, 3) for kind in ("quote", "number", "name")
    }
    assert report.doubts == 10


@pytest.mark.parametrize(
    "hostile",
    [
        "1" + ",111" * 30_000 + "x",
        "a." * 60_000 + "é",
        "9" * 100_000,
        "A-" * 60_000,
        "1 " * 60_000,
        "（" * 60_000,
    ],
)
def test_a_hostile_paper_costs_no_more_than_seconds(hostile: str) -> None:
    started = time.process_time()
    check(
        draft("BERT 达到 61.4，" + hostile[:1_900]), PAPER, paper_text("Abstract\nWe do.", hostile)
    )
    assert time.process_time() - started < 5


# ── words that a person has written or edited ──


def test_words_are_checked_wherever_they_stand() -> None:
    said = [
        Statement("lead", "University of Northwick，读论文"),
        Statement("point 1", "比 BERT 高 99.5"),
        Statement("verdict", "比 BERT 高，比 BERT 高"),
    ]
    found = [(one.where, one.words) for one in check_words(said, PAPER, TEXT)]
    assert found == [("point 1", "BERT"), ("point 1", "99.5"), ("verdict", "BERT")]


def test_a_name_in_a_lead_may_be_an_affiliation_by_any_of_its_names() -> None:
    text = paper_text("A Title\nAda Lark\nHeron Research Asia\nAbstract\nWe do.")
    aliases = read_aliases("Heron Research Asia\tHRX")
    for where, told in (("lead", []), ("verdict", ["HRX"])):
        found = check_words([Statement(where, "来自 HRX")], PAPER, text, aliases)
        assert [one.words for one in found] == told


def test_affiliations_go_by_the_names_that_are_given() -> None:
    text = paper_text(
        "A Title\nAda Lark\nHeron Research Asia\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead"
    )
    made = draft(affiliations=("HRX",))
    assert check(made, PAPER, text, read_aliases("Heron Research Asia\tHRX")).doubts == 0
    assert check(made, PAPER, text).doubts == 1


def test_a_number_that_is_noted_is_looked_at_in_pairs() -> None:
    far = "Nothing of that kind is said in these words of no use at all. " * 30
    quote = ("We have it in this paper", 1)
    page = f"Abstract\nWe have it in this paper. LongRead is old. {far}Finch has 61.4."
    for said, kinds in (
        ("LongRead 达到 61.4", {"number", "pair"}),
        ("LongRead on Finch 61.4", {"number", "pair"}),
    ):
        report = check(draft(said, quote), PAPER, paper_text(page))
        assert {one.kind for one in report.findings if one.where == "point 1"} == kinds


def test_a_sentence_that_is_the_papers_own_is_not_marked_whatever_is_in_it() -> None:
    own = "LarkV3-Small with reduction is also 2.4 and 0.5 mAP higher than LarkV2 and FinchNet while being 35% faster."  # fmt: skip
    paper = (
        f"With the reduction, LarkV3-Large is 27% faster than LarkV2 with near identical mAP. {own}"
    )
    assert marked(own, paper) == []
    assert "7.9" in marked(own.replace("2.4", "7.9"), paper)


def test_a_number_that_the_paper_lacks_is_one_mark_where_its_sentence_has_another_number() -> None:
    own = (
        "Sparrow was trained for twelve hours on two machines and reaches 61.4 points on LongRead."
    )
    [found] = doubts(own.replace("61.4", "67.9"), f"Abstract\n{own}")
    assert (found.words, found.reason, found.nearest) == ("67.9", "contradicted", "“61.4”")


def test_the_month_of_edited_words_is_one_of_a_version() -> None:
    def told(month: str) -> list[str]:
        return [one.words for one in check_words([], PAPER, TEXT, month=month)]

    assert told("2019.7") == ["2019.7"]
    assert told("") == told("2019") == []
    assert told(f"{PAPER.published:%Y.%m}") == []
