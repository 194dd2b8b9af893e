"""arXiv when it is slow, cut, silent, strict or wrong."""

from __future__ import annotations

import pytest

from tests.support.command import Command
from tests.support.fakes import (
    PAPER_PAGES,
    FakeArxiv,
    Fault,
    answers,
    cuts,
    hangs,
    make_pdf,
)

PDF = make_pdf(PAPER_PAGES)


def only_whole_files(summarize: Command) -> bool:
    return not any(name.endswith((".tmp", "paper.pdf")) for name in summarize.files)


@pytest.mark.parametrize("kind", ["/api/", "/pdf/"])
@pytest.mark.parametrize(
    "fault", [answers(429, "Rate exceeded."), cuts(PDF, 200)], ids=["429", "cut"]
)
def test_what_passes_is_tried_again(
    summarize: Command, arxiv: FakeArxiv, kind: str, fault: Fault
) -> None:
    arxiv.kind, arxiv.faults = kind, [fault, fault]
    assert summarize("2401.00001").status == 0
    assert len(arxiv.paths(kind)) == 3


def test_a_silent_server_is_one_failed_paper_that_leaves_nothing_half_written(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [hangs()] * 3
    result = summarize("2401.00001", SUMMARIZE_ARXIV_TIMEOUT="0.1")
    assert result.status == 1
    assert "was silent for 0.1 s (3 tries)" in result.err
    assert only_whole_files(summarize)


def test_a_pdf_that_stays_cut_is_an_error_and_leaves_nothing(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [cuts(PDF, len(PDF) // 2)] * 3
    result = summarize("2401.00001")
    assert result.status == 1
    assert only_whole_files(summarize)


def test_an_html_page_in_disguise_is_no_pdf_and_not_asked_for_again(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [answers(200, "<html><title>reCAPTCHA</title></html>")]
    result = summarize("2401.00001")
    assert "came an HTML page" in result.err
    assert len(arxiv.paths("/pdf/")) == 1
    assert only_whole_files(summarize)


def test_a_feed_that_is_no_feed_is_an_error(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(200, "<html>maintenance</html>")] * 3
    result = summarize("2401.00001")
    assert result.status == 1
    assert "arXiv" in result.err
    assert "Traceback" not in result.err


def test_a_version_that_is_not_the_newest_is_warned_of_without_another_request(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00001"].versions = 3
    result = summarize("2401.00001v2", "--language", "en")
    assert result.status == 0
    assert "2401.00001v2 is not the newest version: 2401.00001v3 is" in result.err
    assert (
        "<!-- mind: 2401.00001v2 is not the newest version: arXiv has 2401.00001v3 [summarize "
        in summarize.entry()
    )
    assert len(arxiv.log) == 2


def test_the_newest_version_is_not_warned_of(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].versions = 3
    assert all("not the newest" not in summarize(one).err for one in ("2401.00001v3", "2401.00001"))


def test_after_access_denied_nothing_more_is_asked(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = arxiv.papers["2401.00001"]
    arxiv.kind, arxiv.faults = "/pdf/", [answers(403, "<html>Access denied</html>")]
    result = summarize("2401.00001", "2401.00002")
    assert "arXiv denies access" in result.err
    assert len(arxiv.paths("/pdf/")) == 1


def test_an_api_that_fails_fails_each_paper_by_name(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(503, Retry_After="0")] * 3
    result = summarize("2401.00001", "2401.00001v1", "--json")
    assert [(row["paper"], row["outcome"]) for row in result.rows] == [
        ("2401.00001", "failed"),
        ("2401.00001v1", "failed"),
    ]
    assert len(arxiv.log) == 3


@pytest.mark.parametrize("setting", ["arxiv_api_url", "arxiv_pdf_url"])
def test_a_mirror_that_is_not_there_is_named_with_its_port_and_its_setting(
    summarize: Command, setting: str
) -> None:
    address = {f"SUMMARIZE_{setting.upper()}": "http://127.0.0.1:9/x"}
    result = summarize("2401.00001", **address)
    assert result.status == 1
    assert "127.0.0.1:9 could not be reached (3 tries)" in result.err
    assert f"is the server of the setting {setting} running?" in result.err
