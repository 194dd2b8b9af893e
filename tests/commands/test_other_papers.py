"""A PDF that is not the paper asked for."""

from __future__ import annotations

import json

import pytest

from tests.support.command import Command
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, FakeModel, make_pdf

HERON = (
    "Heron: Waders That Stand Still In Rivers",
    "Cleo Stork and Dan Crane",
    *PAPER_PAGES[0][2:],
)
PDF = "output/drafts/2401.00001v2/paper.pdf"


@pytest.fixture
def wrong(arxiv: FakeArxiv) -> FakeArxiv:
    arxiv.papers["2401.00001"].pdf = make_pdf((HERON, *PAPER_PAGES[1:]))
    return arxiv


@pytest.mark.usefixtures("wrong")
def test_it_stops_before_anything_is_paid_and_both_are_told_in_one_line(
    with_model: Command, model: FakeModel
) -> None:
    result = with_model("2401.00001")
    assert result.status == 1
    assert not model.calls
    (line,) = (row for row in result.err.splitlines() if row.startswith("summarize:"))
    assert "Sparrow: Small Models That Read Long Papers" in line
    assert "Heron: Waders That Stand Still In Rivers" in line
    assert "--anyway" in line
    assert PDF in line
    [row] = with_model("status", "--json").rows
    assert "another paper's" in row["reason"]


@pytest.mark.usefixtures("wrong")
def test_it_goes_on_anyway_and_a_draft_that_is_there_is_no_longer_asked_about(
    with_model: Command, model: FakeModel
) -> None:
    result = with_model("2401.00001", "--anyway")
    assert result.status == 0
    assert "going on although page 1 begins" in result.err
    assert with_model("2401.00001").status == 0
    assert len(model.calls) == 1


@pytest.mark.usefixtures("wrong")
def test_without_a_model_it_stops_too(summarize: Command) -> None:
    assert summarize("2401.00001").status == 1
    assert summarize("2401.00001", "--anyway").status == 0


def test_when_it_is_deleted_the_right_one_is_fetched(summarize: Command, wrong: FakeArxiv) -> None:
    assert summarize("2401.00001").status == 1
    wrong.papers["2401.00001"].pdf = make_pdf(PAPER_PAGES)
    (summarize.folder / PDF).unlink()
    assert summarize("2401.00001").status == 0


def test_a_batch_names_it_and_goes_on_with_the_others(summarize: Command, wrong: FakeArxiv) -> None:
    wrong.papers["2401.00002"] = Entry()
    log = summarize.folder / "log.md"
    log.write_text("# pending\n\n- [ ] 2401.00001\n- [ ] 2401.00002\n", "utf-8")
    result = summarize("pending", "--json")
    rows = {row["arxiv_id"]: row for row in map(json.loads, result.out.splitlines())}
    assert rows["2401.00002v2"]["outcome"] == "drafted"
    assert rows["2401.00001"]["outcome"] == "failed"
    assert "Heron" in rows["2401.00001"]["reason"]
    [row] = summarize("pending", "--json", "--anyway", "--only", "00001").rows
    assert row["outcome"] == "drafted"
