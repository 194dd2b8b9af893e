"""Fetch: an arXiv identifier → its metadata and its PDF.

Metadata comes through the `arxiv` package, PDFs through our own download; both at the pace of
`session`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO
from urllib.parse import urlsplit

import arxiv
import requests

from pipeline import credentials
from pipeline.arxiv.session import LONGEST_TURN, TRIES, PoliteSession
from pipeline.errors import SummarizeError
from pipeline.network import PassingError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.text.metadata import undressed

BATCH = 50
"""Identifiers in one request: arXiv takes 50 to 100."""
_LONGEST_FIELD = 50_000
"""Characters of a field: arXiv takes abstracts of 1,920, and lists of authors are in fields of
their own. Each is looked through for what addresses a model."""
_ENOUGH_TO_TELL = 1024
"""Bytes in which a PDF says that it is one."""
_TAIL = 2048
"""Bytes at a PDF's end in which its end mark stands."""
_SAYS_WITHDRAWN = 300
"""Characters of an abstract that may say that the paper is withdrawn; further on it is a topic."""
_NO_DATE = datetime.date(1, 1, 1)
_GOOD_DATE = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
_BAD_DATE = re.compile(rb"(<(updated|published)>)(?!\s*" + _GOOD_DATE + rb"\s*<)[^<]*(?=</\2>)")


class _FeedSession(PoliteSession):
    """Keeps one entry's unreadable date from costing the whole feed.

    The `arxiv` package raises ValueError for it. A mirror's password that it repeats is taken out.
    """

    def mend(self, content: bytes) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        clean = credentials.scrubbed(text).encode("utf-8", "surrogateescape")
        return _BAD_DATE.sub(rb"\g<1>0001-01-01T00:00:00Z", clean)


class Arxiv:
    """arXiv's API and PDFs, or a mirror's, over one polite connection.

    `patience` (seconds) and `tell` are the session's.
    """

    def __init__(
        self,
        *,
        api_url: str,
        pdf_url: str,
        interval: float,
        timeout: float,
        patience: float = LONGEST_TURN,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        hosts = frozenset(urlsplit(url).hostname or "" for url in (api_url, pdf_url))
        self._pdf_url = pdf_url.rstrip("/")
        self._session = _FeedSession(
            interval=interval,
            timeout=timeout,
            hosts=hosts,
            addresses={"arxiv_api_url": api_url, "arxiv_pdf_url": pdf_url},
            patience=patience,
            tell=tell,
        )
        # the session paces, waits and tries again; the client has no say in it
        self._client = arxiv.Client(page_size=BATCH, delay_seconds=0, num_retries=0)
        self._client.query_url_format = api_url + "?{}"
        # its one private name that we use: arxiv 4.0.2 takes no session from outside, and its own
        # has neither a time-out nor a pace
        self._client._session = self._session

    def close(self) -> None:
        """Give the connection up."""
        self._session.close()

    def metadata(self, wanted: Sequence[ArxivId]) -> dict[ArxivId, Paper]:
        """Give the metadata of the papers that arXiv knows, by the identifier asked for.

        It takes as few requests as can be. Raises SummarizeError when arXiv cannot be reached or
        answers nonsense. A paper that arXiv did not return, asked twice, is absent.
        """
        found: dict[ArxivId, Paper] = {}
        # a version is asked for beside the newest
        papers = BATCH // 2 if any(one.version for one in wanted) else BATCH
        for at in range(0, len(wanted), papers):
            batch = wanted[at : at + papers]
            found |= self._some(batch)
            # arXiv sometimes answers with an empty feed: silence is no proof, asked once
            if missing := [one for one in batch if one not in found]:
                found |= self._some(missing)
        return found

    def paper(self, wanted: ArxivId) -> Paper:
        """Give one paper's metadata, whose identifier has the version.

        Raises SummarizeError when it does not exist, or not in this version.
        """
        found = self.metadata([wanted])
        if wanted in found:
            return found[wanted]
        if wanted.version is not None and (newest := self._some([ArxivId(wanted.base)])):
            newest_id = next(iter(newest.values())).arxiv_id
            raise SummarizeError(
                f"{wanted.base} has no version {wanted.version}", f"the newest is {newest_id}"
            )
        raise SummarizeError(
            f"arXiv did not return {wanted}",
            f"look at https://arxiv.org/abs/{wanted} whether it exists",
        )

    def search(self, query: str, most: int = 20) -> list[Paper]:
        """Give up to `most` papers for a query in arXiv's syntax, best first."""
        return self._ask(arxiv.Search(query=query, max_results=most))

    def download(self, wanted: ArxivId, paper: Paper, out: IO[bytes]) -> None:
        """Write the PDF of a paper to `out`.

        Raises SummarizeError when there is none, saying why: withdrawn (with the last version that
        has one), not public, never built, or something else in its place.
        """

        def save(response: requests.Response) -> int:
            out.seek(0)
            out.truncate()
            if response.status_code == 200:
                self._save(response, wanted, out)
            return response.status_code

        status = self._session.ask(f"{self._pdf_url}/{wanted}", save)
        if status == 404:
            raise self._no_pdf(wanted, paper)
        if status == 403:
            raise SummarizeError(
                f"the PDF of {wanted} is not public",
                "ask its authors, or give the PDF file instead",
            )
        if status != 200:
            raise SummarizeError(
                f"arXiv answered {status} for the PDF of {wanted}", "check arxiv_pdf_url"
            )

    def _save(self, response: requests.Response, wanted: ArxivId, out: IO[bytes]) -> None:
        start = end = b""
        for piece in self._session.body(response):
            if len(start) < _ENOUGH_TO_TELL:
                start += piece
                if len(start) >= _ENOUGH_TO_TELL:
                    _refuse_disguise(start, wanted)
            end = (end + piece)[-_TAIL:]
            out.write(piece)
        _refuse_disguise(start, wanted)
        if "Content-Length" not in response.headers and b"%%EOF" not in end:
            raise PassingError("sent a PDF without its end", "try again later", TRIES)

    def _no_pdf(self, wanted: ArxivId, paper: Paper) -> SummarizeError:
        said = f"{paper.comment} {paper.abstract[:_SAYS_WITHDRAWN]}"
        if not re.search(r"\bwithdrawn\b", said, re.IGNORECASE):
            hint = "give the PDF file instead, or look for another version"
            return SummarizeError(
                f"arXiv has no PDF of {wanted}: it was never built, or is only to be had as source",
                hint,
            )
        for number in range((wanted.version or 1) - 1, 0, -1):
            earlier = wanted.with_version(number)
            if self._has_pdf(earlier):
                return SummarizeError(
                    f"{wanted} was withdrawn",
                    f"the last version with a PDF is {earlier}: `summarize {earlier}`",
                )
        return SummarizeError(
            f"{wanted} was withdrawn, and no version has a PDF", "take it off your list"
        )

    def _has_pdf(self, wanted: ArxivId) -> bool:
        return self._session.ask(
            f"{self._pdf_url}/{wanted}", lambda response: response.status_code == 200
        )

    def _some(self, batch: Sequence[ArxivId]) -> dict[ArxivId, Paper]:
        """Ask for papers, each beside its newest version, in one request."""
        ids = list(dict.fromkeys((*batch, *(ArxivId(one.base) for one in batch))))
        papers = self._ask(arxiv.Search(id_list=[str(one) for one in ids], max_results=len(ids)))
        by_id = {paper.arxiv_id: paper for paper in papers if paper.arxiv_id}
        in_order = sorted(by_id, key=lambda one: one.version or 0)
        newest = {one.base: one for one in in_order}
        found = {}
        for one in batch:
            exact = newest.get(one.base) if one.version is None else one
            if exact in by_id:
                newer = newest[exact.base] if newest[exact.base] != exact else None
                found[one] = by_id[exact].model_copy(update={"newest": newer})
        return found

    def _ask(self, search: arxiv.Search) -> list[Paper]:
        try:
            return list(_papers(self._client.results(search)))
        except arxiv.HTTPError as error:
            raise SummarizeError(
                f"arXiv's API answered {error.status}", "check arxiv_api_url, or try again later"
            ) from error
        except (arxiv.ArxivError, requests.RequestException, ValueError) as error:
            raise SummarizeError(
                f"arXiv's API answered nonsense ({type(error).__name__})", "check arxiv_api_url"
            ) from error


def _papers(results: Iterable[arxiv.Result]) -> Iterable[Paper]:
    for result in results:
        try:
            wanted = arxiv_id.parse(result.entry_id)
        except SummarizeError:
            continue  # an error entry with status 200 ("incorrect id format for …") is no paper
        paper = Paper(
            arxiv_id=wanted if wanted.version else wanted.with_version(1),
            title=_line(result.title),
            authors=tuple(_line(author.name) for author in result.authors),
            abstract=_line(result.summary),
            published=_day(result.published),
            updated=_day(result.updated),
            comment=_line(result.comment),
            journal_ref=_line(result.journal_ref),
            doi=_line(result.doi),
            categories=tuple(result.categories),
        )
        yield undressed(paper)


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return moment.date() if moment and moment.date() != _NO_DATE else None


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:_LONGEST_FIELD]


def _refuse_disguise(start: bytes, wanted: ArxivId) -> None:
    if not start:
        raise SummarizeError(f"the PDF of {wanted} is empty", "try again later")
    if b"%PDF-" in start[:1024]:
        return
    if b"<html" in start[:2048].lower() or b"<!doctype" in start[:2048].lower():
        raise SummarizeError(
            f"instead of the PDF of {wanted} came an HTML page",
            "wait some minutes: it asks whether you are a robot",
        )
    raise SummarizeError(
        f"what came for {wanted} is no PDF", "try again later, or give the PDF file instead"
    )
