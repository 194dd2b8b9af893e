"""What a second reader's opinions change in a report."""

from __future__ import annotations

import pytest

from pipeline.check.opinions import with_opinions
from pipeline.records.report import CheckReport, Finding, FindingKind, FindingReason
from pipeline.records.verification import Answer, Opinion, Verification
from tests.support.records import PAPER, paper_text

TEXT = paper_text()
SAID = "Sparrow 在 LongRead 上得 54.2 F1"
PROOF = "Sparrow reaches 61.4 F1 on LongRead"


def told(
    answer: Answer, proof: str, *, said: str = SAID, rules: tuple[Finding, ...] = ()
) -> tuple[Finding, ...]:
    """Give the findings of a report when a second reader has answered this of one sentence."""
    report = CheckReport(evidence=(), findings=rules)
    opinion = Opinion(where="point 1", sentence=said, answer=answer, proof=proof)
    second = Verification(model="reader", opinions=(opinion,))
    return with_opinions(report, second, PAPER, TEXT).findings


def finding(
    reason: FindingReason = "contradicted", words: str = "54.2", kind: FindingKind = "pair"
) -> Finding:
    return Finding(
        where="point 1", kind=kind, reason=reason, severity="doubt", words=words, message="m"
    )


def test_a_contradiction_in_the_papers_own_words_is_a_mark_with_its_page_and_the_models_name() -> (
    None
):
    (mark,) = told("contradicted", PROOF)
    assert (mark.severity, mark.reason, mark.by) == ("doubt", "contradicted", "reader")
    assert (mark.nearest, mark.page) == (PROOF, 2)
    assert SAID in mark.message


@pytest.mark.parametrize("proof", ["Sparrow reaches 99.9 F1 on LongRead, says nobody", "61.4", ""])
def test_a_contradiction_whose_words_the_paper_has_not_is_none(proof: str) -> None:
    assert told("contradicted", proof) == ()


def test_what_passages_do_not_say_is_evidence_and_no_mark() -> None:
    (aside,) = told("not said", "")
    assert (aside.severity, aside.by) == ("note", "reader")
    assert SAID in aside.message


@pytest.mark.parametrize(
    "said", ["作者承认 Sparrow 读不了表格", "The authors admit that it is slow."]
)
def test_a_limit_that_the_authors_are_said_to_admit_and_do_not_is_a_mark(said: str) -> None:
    (mark,) = told("not said", "", said=said)
    assert (mark.severity, mark.reason, mark.by) == ("doubt", "missing", "reader")


def test_a_mark_on_what_is_borne_out_is_dropped() -> None:
    assert told("borne out", PROOF, rules=(finding(),)) == ()


def test_a_mark_stays_where_the_whole_paper_lacks_the_number() -> None:
    assert told("borne out", PROOF, rules=(finding("missing"),)) == (finding("missing"),)


def test_a_mark_on_two_things_of_a_sentence_is_dropped_too() -> None:
    assert told("borne out", PROOF, rules=(finding(words="54.2 … LongRead"),)) == ()


def test_arithmetic_stays_whatever_a_reader_thinks() -> None:
    sum_ = finding(kind="number")
    assert told("borne out", PROOF, rules=(sum_,)) == (sum_,)


def test_a_mark_on_another_sentence_stays() -> None:
    other = finding(words="70.1")
    assert told("borne out", PROOF, rules=(other,)) == (other,)


def test_a_mark_stays_beside_a_contradiction() -> None:
    assert finding() in told("contradicted", PROOF, rules=(finding(),))


@pytest.mark.parametrize(
    ("words", "proof", "is_kept"),
    [
        ("7.2", "Lark reads 61.4 letters and Finch 54.2 of them.", False),
        ("7.3", "Lark reads 61.4 letters and Finch 54.2 of them.", True),  # they do not make it
        ("7.2", "Lark reads 61.4 letters and Finch 54.3 of them.", True),  # not in the paper
        ("7.2", "Lark reads 61.4 letters", True),  # one of two is not shown
    ],
)
def test_a_missing_number_is_borne_out_by_two_that_a_reader_shows_and_that_make_it(
    words: str, proof: str, is_kept: bool
) -> None:
    text = paper_text("Abstract\nLark reads 61.4 letters and Finch 54.2 of them.")
    mark = finding("missing", words, "number")
    report = CheckReport(evidence=(), findings=(mark,))
    opinion = Opinion(
        where="point 1", sentence=f"Lark 领先 {words}", answer="borne out", proof=proof
    )
    second = Verification(model="reader", opinions=(opinion,))
    found = with_opinions(report, second, PAPER, text).findings
    assert found == ((mark,) if is_kept else ())
