"""Links of a draft or an entry held against the log and the paper's references."""

from __future__ import annotations

import datetime

import pytest

from pipeline.check import claims
from pipeline.records.remembered import Remembered
from pipeline.records.report import Finding
from pipeline.records.statement import Statement
from tests.support.records import PAPER, draft, paper_text


def entry(title: str, day: int) -> Remembered:
    when = datetime.date(2023, 5, day)
    return Remembered(title, when, when.replace(day=1), 1, f"《{title}》\n")


ENTRIES = (entry("SC: Short contexts", 3), entry("Owl: Night Reading", 4), entry("Jay", 4))


def found(words: str, *entries: Remembered) -> list[Finding]:
    said = [Statement("verdict", words)]
    return list(claims.check_words(said, PAPER, paper_text(), None, entries))


@pytest.mark.parametrize(
    "words",
    [
        "SC（2023.5.3）的后续",
        "《SC: Short contexts》（2023.5.3）的后续",
        "a follow-up of Short contexts (2023-05-03)",
    ],
)
def test_a_link_to_an_entry_that_the_paper_cites_is_borne_out(words: str) -> None:
    assert not found(words, *ENTRIES)


def test_a_link_to_an_entry_that_the_paper_does_not_cite_is_evidence() -> None:
    (one,) = found("Owl（2023.5.4）的后续", *ENTRIES)
    assert (one.kind, one.reason, one.severity) == ("link", "apart", "note")
    assert one.message == "the log has Owl（2023.5.4）, and the paper does not cite it"


def test_a_name_that_the_paper_does_not_have_is_marked_though_the_log_has_it_on_that_day() -> None:
    link, name = found("OwlNet（2023.5.4）的后续", entry("OwlNet: Night Reading", 4))
    assert (link.kind, link.severity) == ("link", "note")
    assert (name.kind, name.words, name.severity) == ("name", "OwlNet", "doubt")


def test_a_link_under_another_day_is_a_mark_with_the_day_that_the_log_has() -> None:
    one, *_ = found("Owl（2023.5.3）的后续", *ENTRIES)
    assert (one.kind, one.reason, one.severity) == ("link", "missing", "doubt")
    assert one.message == (
        "the log has no entry Owl（2023.5.3）; it has Owl: Night Reading (2023.5.4)"
    )


def test_a_name_that_the_log_does_not_have_is_shown_with_an_entry_of_that_day() -> None:
    one, *_ = found("follow-up of Sparrow (2023-05-04)", *ENTRIES)
    assert one.message == (
        "the log has no entry Sparrow（2023-05-04）; it has Owl: Night Reading (2023.5.4)"
    )


def test_without_a_log_any_link_is_a_mark() -> None:
    (one,) = found("Sparrow（2023.5.4）的后续")
    assert (one.kind, one.severity, one.nearest) == ("link", "doubt", "")


def test_a_day_that_the_paper_has_is_no_link() -> None:
    text = paper_text("A Paper\nSparrow (2023.5.4) is ours, and reads papers.")
    said = [Statement("verdict", "Sparrow (2023.5.4)")]
    kinds = {one.kind for one in claims.check_words(said, PAPER, text)}
    assert "link" not in kinds


def test_the_rest_of_a_sentence_with_a_link_is_checked_as_ever() -> None:
    (one,) = found("SC（2023.5.3）的后续，有 99.9 F1", *ENTRIES)
    assert (one.kind, one.words) == ("number", "99.9")


def test_links_of_a_draft_are_held_against_the_log_too() -> None:
    made = draft("SC（2023.5.3）的后续")
    good = claims.check(made, PAPER, paper_text(), None, ENTRIES)
    bad = claims.check(made, PAPER, paper_text())
    assert not [one for one in good.findings if one.kind == "link"]
    assert [one.where for one in bad.findings if one.kind == "link"] == [
        "point 1",
        "point 2",
        "point 3",
    ]
