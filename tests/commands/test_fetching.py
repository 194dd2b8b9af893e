"""arXiv when it is slow, cut, silent, strict or wrong."""

from __future__ import annotations

import itertools
import time

import pytest

from tests.support.command import Command
from tests.support.fakes import (
    PAPER_PAGES,
    FakeArxiv,
    Fault,
    answers,
    cuts,
    drips,
    drips_headers,
    hangs,
    make_pdf,
)

PDF = make_pdf(PAPER_PAGES)


def only_whole_files(summarize: Command) -> bool:
    return not any(name.endswith((".tmp", "paper.pdf")) for name in summarize.files)


@pytest.mark.parametrize("kind", ["/api/", "/pdf/"])
@pytest.mark.parametrize(
    "fault",
    [
        answers(503, Retry_After="0"),
        answers(429, "Rate exceeded.", Retry_After="0"),
        answers(500),
        cuts(PDF, 200),
    ],
    ids=["503", "429", "500", "cut"],
)
def test_what_passes_is_tried_again(
    summarize: Command, arxiv: FakeArxiv, kind: str, fault: Fault
) -> None:
    arxiv.kind, arxiv.faults = kind, [fault, fault]
    assert summarize("2401.00001").status == 0
    assert len(arxiv.paths(kind)) == 3


@pytest.mark.parametrize("kind", ["/api/", "/pdf/"])
def test_a_silent_server_ends_in_an_error_within_a_bounded_time(
    summarize: Command, arxiv: FakeArxiv, kind: str
) -> None:
    arxiv.kind, arxiv.faults = kind, [hangs()] * 3
    start = time.monotonic()
    result = summarize("2401.00001", SUMMARIZE_ARXIV_TIMEOUT="0.4")
    assert time.monotonic() - start < 6
    assert result.status == 1
    assert "was silent for 0.4 s (3 tries)" in result.err
    assert only_whole_files(summarize)


@pytest.mark.slow
def test_a_dripping_server_ends_in_an_error_within_a_bounded_time(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [drips(PDF, 0.1)]
    start = time.monotonic()
    result = summarize("2401.00001", SUMMARIZE_ARXIV_TIMEOUT="0.3")
    assert time.monotonic() - start < 8
    assert "sent for more than 3 s" in result.err
    assert only_whole_files(summarize)


def test_a_server_that_asks_for_too_much_patience_gets_an_end(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.faults = [answers(429, "Rate exceeded.", Retry_After="3600")]
    result = summarize("2401.00001")
    assert "asks to wait 3600 s" in result.err
    assert len(arxiv.log) == 1


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


def test_an_empty_feed_is_asked_for_once_more(summarize: Command, arxiv: FakeArxiv) -> None:
    empty = arxiv.answer("/api/query?id_list=", b"")[1]
    arxiv.faults = [answers(200, empty)]
    assert summarize("2401.00001").status == 0
    assert len(arxiv.paths("/api/")) == 2


def test_a_feed_that_is_no_feed_is_an_error(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(200, "<html>maintenance</html>")] * 3
    result = summarize("2401.00001")
    assert result.status == 1
    assert "arXiv" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("2401.55555", "arXiv did not return 2401.55555"),
        ("2401.00001v7", "has no version 7: the newest is 2401.00001v2"),
    ],
)
def test_what_does_not_exist_is_said(summarize: Command, asked: str, words: str) -> None:
    result = summarize(asked)
    assert result.status == 1
    assert words in result.err


def test_a_version_that_is_not_the_newest_is_warned_of_without_another_request(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00001"].versions = 3
    result = summarize("2401.00001v2", "--language", "en")
    assert result.status == 0
    assert "2401.00001v2 is not the newest version: 2401.00001v3 is" in result.err
    assert (
        "<!-- mind: 2401.00001v2 is not the newest version: arXiv has 2401.00001v3 -->"
        in summarize.entry()
    )
    assert len(arxiv.log) == 2


def test_the_newest_version_is_not_warned_of(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].versions = 3
    assert all("not the newest" not in summarize(one).err for one in ("2401.00001v3", "2401.00001"))


def test_a_withdrawn_paper_names_the_last_version_with_a_pdf(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    paper = arxiv.papers["2401.00001"]
    paper.versions, paper.without_pdf, paper.comment = (
        3,
        (3, 2),
        "This paper has been withdrawn by the authors",
    )
    result = summarize("2401.00001")
    assert "2401.00001v3 was withdrawn: the last version with a PDF is 2401.00001v1" in result.err


def test_a_paper_without_a_pdf_says_so(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].pdf = None
    result = summarize("2401.00001")
    assert "arXiv has no PDF of 2401.00001v2" in result.err
    assert len(arxiv.paths("/pdf/")) == 1


def test_a_paper_that_is_not_public_says_so(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [answers(403, "<html>Forbidden</html>")]
    assert "is not public" in summarize("2401.00001").err


def test_after_access_denied_nothing_more_is_asked(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = arxiv.papers["2401.00001"]
    arxiv.kind, arxiv.faults = "/pdf/", [answers(403, "<html>Access denied</html>")]
    result = summarize("2401.00001", "2401.00002")
    assert "arXiv denies access" in result.err
    assert len(arxiv.paths("/pdf/")) == 1


def test_a_redirect_is_followed_only_to_known_hosts(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.kind = "/pdf/"
    arxiv.faults = [answers(302, Location="/pdf/2401.00001v1")]
    assert summarize("2401.00001").status == 0
    arxiv.faults = [answers(302, Location="http://localhost.evil.example/x.pdf")]
    result = summarize("2401.00001v1")
    assert "leads elsewhere, to 'localhost.evil.example'" in result.err


def test_requests_keep_the_pace_and_say_who_asks(summarize: Command, arxiv: FakeArxiv) -> None:
    assert summarize("2401.00001", SUMMARIZE_ARXIV_INTERVAL="0.5").status == 0
    assert summarize("2401.00001v1", SUMMARIZE_ARXIV_INTERVAL="0.5").status == 0
    times = [row["at"] for row in arxiv.log]
    assert len(times) == 4
    assert all(later - earlier > 0.48 for earlier, later in itertools.pairwise(times))
    assert {row["headers"]["user-agent"].split("/")[0] for row in arxiv.log} == {"papers-daily"}


def test_an_api_that_fails_fails_each_paper_by_name(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(503, Retry_After="0")] * 3
    result = summarize("2401.00001", "2401.00001v1", "--json")
    assert [(row["paper"], row["outcome"]) for row in result.rows] == [
        ("2401.00001", "failed"),
        ("2401.00001v1", "failed"),
    ]
    assert len(arxiv.log) == 3


def test_an_unreadable_date_costs_the_date_and_not_the_paper(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    feed = arxiv.answer("/api/query?id_list=2401.00001", b"")[1]
    arxiv.faults = [answers(200, feed.replace(b"2024-03-05T00:00:00Z", b"24 Jun 202T00:00:00Z"))]
    assert summarize("2401.00001").status == 0
    assert "2024.1 University" in summarize.entry()


@pytest.mark.slow
def test_a_server_that_drips_its_headers_ends_in_an_error_within_a_bounded_time(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.kind, arxiv.faults = "/pdf/", [drips_headers()] * 3
    start = time.monotonic()
    result = summarize("2401.00001", SUMMARIZE_ARXIV_TIMEOUT="0.4")
    assert time.monotonic() - start < 10
    assert "was silent" in result.err
