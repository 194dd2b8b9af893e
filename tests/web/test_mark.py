"""Marks: each once, with the places that show it, and whose a number is."""

from __future__ import annotations

import pytest

from pipeline.commands.entry_findings import LookedUp
from pipeline.records.report import Evidence, Finding, FindingKind, FindingReason
from pipeline.records.statement import Statement
from pipeline.web.mark import Mark, mark_of, merged
from tests.web.test_context import paper

SAID = "Heron 的 precision 为 31，训练了 24 hours。"


def finding(
    words: str,
    kind: FindingKind = "pair",
    reason: FindingReason = "contradicted",
    nearest: str = "",
    page: int | None = None,
) -> Finding:
    return Finding(
        where="point 1",
        kind=kind,
        reason=reason,
        severity="note" if reason in ("apart", "moved") else "doubt",
        words=words,
        message=words,
        nearest=nearest,
        page=page,
    )


def mark(one: Finding, said: str = SAID) -> Mark:
    text = paper()
    quote = "trained for 24 epochs"
    start = text.text.index(quote)
    evidence = Evidence(
        quote=quote, claimed_page=1, match="exact", page=1, start=start, end=start + len(quote)
    )
    return mark_of(0, one, LookedUp(text, (Statement("point 1", said, (evidence,)),), (one,)))


def words(spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [paper().text[start:end] for start, end in spans]


# ── each once ──


def test_a_note_on_what_a_doubt_is_about_is_left_out() -> None:
    doubt = finding("77.5% … PhC, 92% … HeLa")
    notes = [finding("92% … HeLa", reason="apart"), finding("92% … Ours", reason="apart")]
    assert [one.words for one in merged([notes[0], doubt, notes[1]])] == [
        "77.5% … PhC, 92% … HeLa",
        "92% … Ours",
    ]


def test_notes_on_one_number_in_one_place_are_one_with_all_names() -> None:
    notes = [finding(f"45M … {name}", reason="apart", page=7) for name in ("AUC", "Loss", "AUC")]
    assert [one.words for one in merged(notes)] == ["45M … AUC, Loss"]
    elsewhere = finding("45M … F1", reason="apart", page=8)
    assert len(merged([*notes, elsewhere])) == 2


def test_one_doubt_is_told_once_and_two_on_one_number_twice() -> None:
    doubts = [finding("24 … Ours"), finding("24 … Ours"), finding("24 … Heron")]
    assert [one.words for one in merged(doubts)] == ["24 … Ours", "24 … Heron"]
    other = doubts[0].model_copy(update={"where": "point 2"})
    assert len(merged([doubts[0], other])) == 2


def test_a_finding_without_words_is_a_mark_too() -> None:
    one = finding("", reason="apart", nearest="8", page=1)
    assert [found.words for found in merged([one])] == [""]
    assert words(mark(one).spans) == ["8"]


# ── where ──


def test_what_the_paper_has_instead_is_shown_where_the_words_of_the_entry_stand() -> None:
    found = mark(finding("24 … Ours > Precision", nearest="31", page=1))
    assert (found.shows, words(found.spans)) == ("nearest", ["31"])
    found = mark(finding("7 … LongRead", nearest="8", page=1))
    assert (found.shows, words(found.spans)) == ("nearest", ["8"])


def test_without_anything_nearer_the_quotes_of_the_point_are_shown() -> None:
    found = mark(finding("99", "number", "missing"))
    assert (found.shows, words(found.spans)) == ("quotes", ["trained for 24 epochs"])


def test_a_number_that_the_paper_has_elsewhere_is_shown_there() -> None:
    found = mark(finding("8", "number", "apart", page=1))
    assert (found.shows, words(found.spans)) == ("words", ["8"])


def test_what_a_page_hides_is_shown_on_its_page() -> None:
    found = mark(finding("ignore", "hidden", "missing", page=2))
    assert (found.page, found.spans) == (2, ())


# ── whose a number is ──


def test_a_number_of_another_cell_is_told_with_the_cell_that_has_it() -> None:
    [owner] = mark(finding("31 … Heron", nearest="24", page=1)).owners
    assert owner.cell
    assert (owner.number, owner.cell.table, owner.page) == ("31", "Table 1", 1)
    assert (owner.cell.row, owner.cell.column) == ("Ours", "Precision")
    assert words((owner.span,)) == ["31"]


def test_of_many_cells_that_have_a_number_two_are_told_those_that_are_meant_first() -> None:
    owners = mark(finding("24 … Ours"), "Heron 的 recall 比 24 好").owners
    cells = [(one.cell.row, one.cell.column) for one in owners if one.cell]
    assert (cells[0], len(cells)) == (("Heron", "Recall"), 2)


def test_a_number_that_no_cell_has_is_told_with_the_words_around_it() -> None:
    [owner] = mark(finding("8 … ShortRead"), "ShortRead 上提高 8").owners
    assert owner.cell is None
    assert owner.around.endswith("LongRead it wins 8.")


@pytest.mark.parametrize(
    "one",
    [
        finding("31", "number", "missing"),
        finding("31 … Heron", reason="apart"),
        finding("Ours … Heron"),
        finding("977 … Heron"),
    ],
)
def test_what_the_paper_lacks_notes_and_names_have_no_owner(one: Finding) -> None:
    assert mark(one).owners == ()
