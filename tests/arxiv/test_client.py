"""Metadata and PDFs as arXiv gives them, and what it gives in their place."""

from __future__ import annotations

import contextlib
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.arxiv.client import Arxiv
from pipeline.errors import SummarizeError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from tests.support.fakes import PAPER_PAGES, Entry, FakeArxiv, Fault, answers, cuts, make_pdf

ONE = ArxivId("2401.00001")
TWO = ArxivId("2401.00001", 2)
PDF = make_pdf(PAPER_PAGES)


@pytest.fixture
def client(arxiv: FakeArxiv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arxiv]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    base = f"http://127.0.0.1:{arxiv.port}"
    with contextlib.closing(
        Arxiv(api_url=f"{base}/api/query", pdf_url=f"{base}/pdf/", interval=0, timeout=2)
    ) as made:
        yield made


def feed(arxiv: FakeArxiv, *asked: str) -> bytes:
    body = arxiv.answer(f"/api/query?id_list={','.join(asked)}", b"")[1]
    assert isinstance(body, bytes)
    return body


# ── metadata ──


def test_a_papers_metadata_is_in_arxivs_own_words(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"] = Entry(
        title="A  Title\n  over lines",
        comment="10 pages,\n accepted at X",
        abstract=" An\nabstract ",
    )
    assert client.paper(ONE) == Paper(
        arxiv_id=ArxivId("2401.00001", 2),
        title="A Title over lines",
        authors=("Ada Lark",),
        abstract="An abstract",
        published=datetime.date(2024, 1, 2),
        updated=datetime.date(2024, 3, 5),
        comment="10 pages, accepted at X",
        categories=("cs.CL",),
    )


def test_a_field_beyond_measure_is_cut(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"] = Entry(abstract="word " * 100_000)
    assert len(client.paper(ONE).abstract) == 50_000


def test_one_request_brings_many_papers_and_those_unknown_are_absent(
    client: Arxiv, arxiv: FakeArxiv
) -> None:
    wanted = [ArxivId(f"2401.{n:05}") for n in range(1, 51)]
    arxiv.papers = {one.base: Entry(title=f"Paper {one.base}") for one in wanted[:49]}
    found = client.metadata(wanted)
    assert list(found) == wanted[:49]
    assert found[wanted[6]].title == "Paper 2401.00007"
    assert len(arxiv.log) == 2, "all at once, and once more for the one that did not come"


def test_more_papers_than_a_request_takes_are_asked_for_in_turn(
    client: Arxiv, arxiv: FakeArxiv
) -> None:
    wanted = [ArxivId(f"2401.{n:05}") for n in range(1, 52)]
    arxiv.papers = {one.base: Entry() for one in wanted}
    assert len(client.metadata(wanted)) == 51
    assert len(arxiv.log) == 2
    arxiv.log.clear()
    versions = [ArxivId(one.base, 1) for one in wanted[:26]]  # each beside its newest
    assert len(client.metadata(versions)) == 26
    assert len(arxiv.log) == 2


def test_a_version_is_told_from_the_newest(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].versions = 3
    one, three = ArxivId(ONE.base, 1), ArxivId(ONE.base, 3)
    found = client.metadata([one, three, ONE])
    assert {asked: paper.arxiv_id for asked, paper in found.items()} == {
        one: one, three: three, ONE: three,
    }  # fmt: skip
    assert [str(paper.newest or "") for paper in found.values()] == [str(three), "", ""]


def test_what_does_not_exist_is_said(client: Arxiv) -> None:
    with pytest.raises(SummarizeError, match=r"arXiv did not return 2401\.55555: look at"):
        client.paper(ArxivId("2401.55555"))
    with pytest.raises(SummarizeError, match=r"has no version 7: the newest is 2401\.00001v2"):
        client.paper(ArxivId(ONE.base, 7))
    with pytest.raises(SummarizeError, match=r"arXiv did not return 2401\.55555v2"):
        client.paper(ArxivId("2401.55555", 2))


def test_an_empty_feed_is_asked_for_once_more(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(200, feed(arxiv, ""))]
    assert client.paper(ONE).arxiv_id == ArxivId(ONE.base, 2)
    assert len(arxiv.log) == 2


@pytest.mark.parametrize("date", [b"24 Jun 202T00:00:00Z", b"", b"yesterday", b"2024-13-45"])
def test_an_unreadable_date_costs_the_date_and_not_the_paper(
    client: Arxiv, arxiv: FakeArxiv, date: bytes
) -> None:
    good = feed(arxiv, "2401.00001")
    arxiv.faults = [answers(200, good.replace(b"2024-03-05T00:00:00Z", date))]
    paper = client.paper(ONE)
    assert (paper.published, paper.updated) == (datetime.date(2024, 1, 2), None)


def test_dates_in_other_zones_are_taken(client: Arxiv, arxiv: FakeArxiv) -> None:
    good = feed(arxiv, "2401.00001")
    arxiv.faults = [
        answers(200, good.replace(b"2024-03-05T00:00:00Z", b"2024-03-05T00:00:00-05:00"))
    ]
    assert client.paper(ONE).updated == datetime.date(2024, 3, 5)


def test_an_error_entry_is_no_paper(client: Arxiv, arxiv: FakeArxiv) -> None:
    good = feed(arxiv, "2401.00001")
    bad = good.replace(b"http://arxiv.org/abs/2401.00001v2", b"http://arxiv.org/api/errors#x")
    arxiv.faults = [answers(200, bad)] * 2
    with pytest.raises(SummarizeError, match="arXiv did not return"):
        client.paper(ONE)


def test_an_entry_without_a_version_is_version_one(client: Arxiv, arxiv: FakeArxiv) -> None:
    good = feed(arxiv, "2401.00001")
    arxiv.faults = [answers(200, good.replace(b"abs/2401.00001v2", b"abs/2401.00001"))]
    assert client.paper(ONE).arxiv_id == ArxivId(ONE.base, 1)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (answers(400, "bad"), "arXiv's API answered 400: check arxiv_api_url"),
        (answers(404, "none"), "arXiv's API answered 404"),
        (answers(200, "<html>maintenance</html>"), "arXiv"),
        (answers(200, b"\x00\xff"), "arXiv"),
    ],
    ids=["400", "404", "html", "bytes"],
)
def test_an_api_that_answers_nonsense_is_one_error(
    client: Arxiv, arxiv: FakeArxiv, fault: Fault, words: str
) -> None:
    arxiv.faults = [fault] * 2
    with pytest.raises(SummarizeError) as failed:
        client.paper(ONE)
    assert words in str(failed.value)


def test_a_search_gives_papers(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers |= {f"2401.1{n:04}": Entry(title=f"Wren {n}") for n in range(25)}
    found = client.search("ti:wren")
    assert [paper.title for paper in found] == [f"Wren {n}" for n in range(20)]
    assert len(client.search("ti:wren", most=3)) == 3
    assert client.search("ti:nothing") == []


# ── the PDF ──


def download(client: Arxiv, wanted: ArxivId = TWO, **fields: str) -> bytes:
    out = io.BytesIO(b"what an earlier try left")
    client.download(wanted, Paper(arxiv_id=wanted, title="t", **fields), out)
    return out.getvalue()


def refusal(client: Arxiv, wanted: str = "2401.00001v2", **fields: str) -> str:
    with pytest.raises(SummarizeError) as refused:
        download(client, arxiv_id.parse(wanted), **fields)
    return str(refused.value)


def test_a_pdf_is_written_whole(client: Arxiv, arxiv: FakeArxiv) -> None:
    assert download(client) == PDF
    assert arxiv.paths() == ["/pdf/2401.00001v2"]


def test_a_pdf_that_was_cut_is_written_anew(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.faults = [cuts(PDF, 700), answers(503, b"busy")]
    assert download(client) == PDF
    assert len(arxiv.log) == 3


def unmeasured(body: bytes) -> Fault:
    def fault(handler: object) -> None:
        from http.server import BaseHTTPRequestHandler

        assert isinstance(handler, BaseHTTPRequestHandler)
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return fault


def test_a_pdf_of_no_stated_length_is_whole_where_it_has_an_end(
    client: Arxiv, arxiv: FakeArxiv
) -> None:
    arxiv.faults = [unmeasured(PDF[:-7]), unmeasured(PDF)]
    assert download(client) == PDF
    assert len(arxiv.log) == 2
    arxiv.faults = [unmeasured(PDF[:-7])] * 3
    assert "sent a PDF without its end (3 tries)" in refusal(client)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the PDF of 2401.00001v2 is empty"),
        (b"<html>are you a robot?</html>", "instead of the PDF of 2401.00001v2 came an HTML page"),
        (b"<!DOCTYPE html>" + b" " * 5000, "came an HTML page"),
        (b"\x89PNG" + b"x" * 5000, "what came for 2401.00001v2 is no PDF"),
        (b"x" * 1020 + b"%PDF-1.4" + b"x" * 5000, "is no PDF"),
    ],
    ids=range(5),
)
def test_something_in_a_pdfs_place_is_named_and_not_asked_for_again(
    client: Arxiv, arxiv: FakeArxiv, body: bytes, words: str
) -> None:
    arxiv.faults = [answers(200, body)]
    assert words in refusal(client)
    assert len(arxiv.log) == 1


def test_a_pdf_may_have_something_before_its_head(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.faults = [answers(200, b"\n" * 900 + PDF)]
    assert download(client).endswith(PDF)


def test_a_pdf_that_is_not_public_or_answered_otherwise_is_said(
    client: Arxiv, arxiv: FakeArxiv
) -> None:
    arxiv.faults = [answers(403, "Forbidden"), answers(410)]
    assert "the PDF of 2401.00001v2 is not public: ask its authors" in refusal(client)
    assert "arXiv answered 410 for the PDF of 2401.00001v2" in refusal(client)


def test_a_paper_without_a_pdf_says_so(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].pdf = None
    assert "arXiv has no PDF of 2401.00001v2: it was never built" in refusal(client)
    assert len(arxiv.log) == 1


WITHDRAWN = [
    {"comment": "This paper has been Withdrawn by the authors"},
    {"abstract": "This paper has been withdrawn due to an error."},
]


@pytest.mark.parametrize("said", WITHDRAWN)
def test_a_withdrawn_paper_names_the_last_version_with_a_pdf(
    client: Arxiv, arxiv: FakeArxiv, said: dict[str, str]
) -> None:
    arxiv.papers["2401.00001"].versions = 4
    arxiv.papers["2401.00001"].without_pdf = (4, 3)
    words = refusal(client, "2401.00001v4", **said)
    assert "2401.00001v4 was withdrawn: the last version with a PDF is 2401.00001v2" in words


def test_a_withdrawn_paper_of_which_nothing_is_left_says_so(
    client: Arxiv, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00001"].pdf = None
    words = refusal(client, "2401.00001v2", **WITHDRAWN[0])
    assert "2401.00001v2 was withdrawn, and no version has a PDF" in words
    assert len(arxiv.log) == 2


def test_a_paper_about_what_is_withdrawn_is_not_withdrawn(client: Arxiv, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00001"].pdf = None
    words = refusal(client, abstract="x" * 300 + " drugs that were withdrawn")
    assert "was never built" in words
