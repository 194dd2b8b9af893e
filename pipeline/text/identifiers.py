"""arXiv identifiers in running text: in addresses, behind `arXiv:` and bare.

An identifier ends where it ends, whatever stands around it: Chinese punctuation, Markdown, HTML. An
address counts where its host shows arXiv's papers, or where `arxiv` stands just before the
identifier (papers.cool/arxiv/2302.04761); a number in another one's is none. Pure, and linear.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.errors import UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId

# what RFC 3986 lets stand in an address, without what Markdown and prose put around one
_IN_ADDRESS = r"[\w.~:/?#@!$&+=%,;-]"
ADDRESS = re.compile(
    rf"(?:https?://|(?<![\w.@-])(?=(?:[a-z0-9-]+\.)*(?:arxiv|ar5iv|alphaxiv)\.org/))"
    rf"(?P<user>[\w.:~%-]{{1,80}}@)?(?P<host>[a-z0-9.-]+)(?::\d{{1,5}})?(?P<path>[/?#]{_IN_ADDRESS}*)?",
    re.IGNORECASE | re.ASCII,
)
"""An address of the web; without a scheme only those of arXiv and what shows its papers."""
_SHOWS_PAPERS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:arxiv|ar5iv|alphaxiv)\.org|(?:xxx|arxiv)\.lanl\.gov"
    r"|(?:www\.)?(?:papers\.cool|scirate\.com)",
    re.ASCII,
)
_PAPERS_PATH = {"huggingface.co": "/papers/", "www.huggingface.co": "/papers/", "hf.co": "/papers/"}
"""Where hosts of other things, too, show arXiv's papers."""
_IDENTIFIER = (
    r"(?P<identifier>(?:\d{4}\.\d{4,5}|[a-z]{2,10}(?:-[a-z]{2,4})?(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)"
    r"(?![A-Za-z0-9]|[./-]\d|_\d)"
)
_AFTER_ARXIV = re.compile(rf"(?<![a-z0-9])arxiv[.:/]{_IDENTIFIER}", re.IGNORECASE | re.ASCII)
_SEGMENT = re.compile(rf"(?<![a-z0-9._-]){_IDENTIFIER}", re.IGNORECASE | re.ASCII)
_OLD_FTP = re.compile(r"/ftp/([a-z-]{2,12})/papers/\d{4}/(\d{7}(?:v\d+)?)", re.ASCII)
_BARE = re.compile(
    r"(?:(?<![A-Za-z0-9])arxiv[\s:：.#/-]{0,3}|(?<![A-Za-z0-9./-])"
    r"|(?<=[A-Za-z_-]/)(?=\d{4}\.)|(?<=/)(?=\d{4}\.\d{4,5}(?:v\d+)?\.pdf))"  # a file's name
    + _IDENTIFIER,
    re.IGNORECASE | re.ASCII,
)
_AMOUNT = re.compile(r"\s?(?:[元円원万亿億%％]|(?:USD|EUR|RMB|CNY|kg|ms|GB)\b)")
_NO_PAPERS_NUMBER = re.compile(r"(?i)(?:[$¥€£￥]|\b(?:call|phone|tel|fax|room|pay|ext)\b\W?)\s?$")
"""What stands before an amount or a number to call."""

_LOOK_BACK = 10
"""Characters before a number that are looked at for what it is the number of."""


def in_text(text: str) -> list[ArxivId]:
    """Give the identifiers in a text, in order, each paper once.

    A paper that is named in several versions, or with and without one, is given in the newest one.
    """
    found: dict[str, ArxivId] = {}
    for one in _all(text):
        known = found.get(one.base)
        if known is None or (known.version or 0) < (one.version or 0):
            found[one.base] = one
    return list(found.values())


def _all(text: str) -> Iterator[ArxivId]:
    at = 0
    for address in ADDRESS.finditer(text):
        yield from _bare(text[at : address.start()])
        if not address["user"]:
            yield from _of_address(address["host"].lower(), unquote(address["path"] or ""))
        at = address.end()
    yield from _bare(text[at:])


def _bare(text: str) -> Iterator[ArxivId]:
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not (_AMOUNT.match(text, match.end()) or _NO_PAPERS_NUMBER.search(before)):
            yield from _parsed(match["identifier"])


def _of_address(host: str, path: str) -> Iterator[ArxivId]:
    """Give the identifiers that an address has, of which `path` is what is behind its host."""
    if old := _OLD_FTP.search(path):
        yield from _parsed(f"{old[1]}/{old[2]}")
        return
    shows = _SHOWS_PAPERS.fullmatch(host) or path.startswith(_PAPERS_PATH.get(host, "\0"))
    for match in (_SEGMENT if shows else _AFTER_ARXIV).finditer(_without_route(path)):
        yield from _parsed(match["identifier"])
    if shows:
        for match in _AFTER_ARXIV.finditer(path):
            yield from _parsed(match["identifier"])


def _without_route(path: str) -> str:
    """Keep a route from being read as an old identifier's archive: /abs/9901001 is none."""
    return re.sub(r"^/(abs|pdf|html|ps|src|format)/", r"/\1//", path)


def _parsed(identifier: str) -> Iterator[ArxivId]:
    with contextlib.suppress(UsageError):  # some number: no month is the 13th
        yield arxiv_id.parse(identifier)
