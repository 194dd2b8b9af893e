"""The papers of log and drafts, each with all that is written of it.

What an entry's paper is comes of what the entry names it by, else of a record under output/ that
has its title; where neither tells, the entry's own words are all.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.entry.edited import lead_month
from pipeline.files import seen_from
from pipeline.log import reading_log
from pipeline.log.file import read_log
from pipeline.log.memory import remembered
from pipeline.log.named_paper import NamedPaper, named_paper, title_of
from pipeline.log.topics import Field, fields_of, grouped, is_about
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Drafted, year_month
from pipeline.records.exported import ExportedEntry, ExportedPaper, State
from pipeline.records.paper import Paper
from pipeline.records.remembered import Remembered
from pipeline.settings import Settings
from pipeline.store.output_folder import Store
from pipeline.text.fields import names_of, pieces
from pipeline.text.titles import fold, without_nickname

_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = 8
"""Of a digest, in the key of a paper that has no identifier."""
_MOST_WORDS, _LONGEST_WORD = 3, 16
"""Words of a title in such a key, and their characters."""


class Span(NamedTuple):
    """Which entries are wanted: from a day to a day, both taken in, and about a topic."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    topic: str = ""

    def has(self, entry: Remembered) -> bool:
        """Tell whether an entry is wanted; one that stands under a month is of its first day."""
        when = entry.day or entry.month
        if (self.since or self.until) and when is None:
            return False
        if self.since and when and when < self.since:
            return False
        if self.until and when and when > self.until:
            return False
        return not self.topic or any(
            is_about(entry, names_of(piece)) for piece in pieces(self.topic)
        )


class _Known(NamedTuple):
    """What the output folder has of a paper: its record, and its draft's topic."""

    paper: Paper
    topic: str

    @property
    def key(self) -> str:
        return self.paper.arxiv_id.base if self.paper.arxiv_id else fold(self.paper.title)


class _Read(NamedTuple):
    """An entry, where it is read, and its paper: title, what it is named by, what is known."""

    entry: Remembered
    state: State
    file: str
    title: str
    paper: NamedPaper
    known: _Known | None

    @property
    def key(self) -> str:
        """What entries of one paper have in common."""
        if self.paper.arxiv_id:
            return self.paper.arxiv_id.base
        return self.known.key if self.known else fold(self.title) or self.title


def papers_read(
    settings: Settings, folder: Path, span: Span, *, log_is_named: bool
) -> list[ExportedPaper]:
    """Give the papers of a span, in the order of the log, behind them those of drafts alone.

    `folder` is where the user works. Raises SummarizeError where a log that was named is not there,
    or where there is neither a log nor a draft.
    """
    records = _Records(Store(folder / settings.output))
    drafts = list(records.drafts(folder))
    log = folder / settings.log
    text = read_log(log) if log_is_named or log.is_file() or not drafts else ""
    read = reading_log.read(text)
    entries = tuple(remembered(read))
    found = [
        one for one in (*records.entries(entries, settings.log), *drafts) if span.has(one.entry)
    ]
    topics = _topics(found, fields_of(reading_log.topics(text), entries))
    papers: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        papers[one.key].append(number)
    return [
        _paper(key, [found[number] for number in numbers], topics[numbers[0]])
        for key, numbers in papers.items()
    ]


def _topics(read: Sequence[_Read], fields: Sequence[Field]) -> list[str]:
    """Give the topic of each entry: its draft's, else the log's that it says most of."""
    recorded = [one.known.topic if one.known else "" for one in read]
    topics = [""] * len(read)
    for topic, numbers in grouped([one.entry for one in read], fields, recorded).items():
        for number in numbers:
            topics[number] = topic
    return topics


class _Records:
    """What the output folder knows of papers, to be found by identifier and by title."""

    def __init__(self, store: Store) -> None:
        self._by_base: dict[str, list[_Known]] = defaultdict(list)
        self._by_title: dict[str, list[_Known]] = defaultdict(list)
        self._by_rest_of_title: dict[str, list[_Known]] = defaultdict(list)
        self._drafts: list[tuple[_Known, Path, str]] = []
        for state, kept in store.folders():
            paper = kept.look(Paper, "paper.json").record
            if paper is None:
                continue
            drafted = kept.look(Drafted, "draft.json").record
            known = _Known(paper, drafted.draft.topic if drafted else "")
            if paper.arxiv_id:
                self._by_base[paper.arxiv_id.base].append(known)
            self._by_title[fold(paper.title)].append(known)
            self._by_rest_of_title[fold(without_nickname(paper.title))].append(known)
            text = kept.read_entry() if state == "draft" else None
            if text:
                self._drafts.append((known, kept.entry, text))

    def drafts(self, folder: Path) -> Iterator[_Read]:
        """Give the drafts, each as its file stands."""
        for known, path, text in self._drafts:
            days = reading_log.read(text).days
            day = days[0].date if days else None
            month = day.replace(day=1) if day else None
            title, named = known.paper.title, NamedPaper(known.paper.arxiv_id)
            entry = Remembered(title, day, month, 1, text)
            yield _Read(entry, "draft", str(seen_from(folder, path)), title, named, known)

    def entries(self, entries: Sequence[Remembered], log: Path) -> Iterator[_Read]:
        """Give the entries of a log with what is known of their papers."""
        for entry in entries:
            paper, title = named_paper(entry), title_of(entry)
            known = self._named(paper.arxiv_id) if paper.arxiv_id else self._titled(title)
            if known and not paper.arxiv_id:
                paper = paper._replace(arxiv_id=known.paper.arxiv_id)
            yield _Read(entry, "log", str(log), title, paper, known)

    def _named(self, arxiv_id: ArxivId) -> _Known | None:
        """Give the record of a paper in this version, else in the newest that is here."""
        return max(
            self._by_base.get(arxiv_id.base, ()),
            key=lambda one: (one.paper.arxiv_id == arxiv_id, _version(one.paper)),
            default=None,
        )

    def _titled(self, title: str) -> _Known | None:
        """Give the record that has a title, as `titles.same_title` tells; None for two papers."""
        whole, rest = fold(title), fold(without_nickname(title))
        found = [
            *self._by_title.get(whole, ()),
            *self._by_title.get(rest, ()),
            *self._by_rest_of_title.get(whole, ()),
        ]
        if not whole or len({one.key for one in found}) != 1:
            return None
        first = found[0].paper.arxiv_id
        return self._named(ArxivId(first.base)) if first else found[0]


def _version(paper: Paper) -> int:
    return (paper.arxiv_id.version if paper.arxiv_id else None) or 0


def _paper(key: str, read: Sequence[_Read], topic: str) -> ExportedPaper:
    """Give a paper by the first of its entries that knows most of it."""
    known = next((one.known for one in read if one.known), None)
    paper = known.paper if known else None
    first = next((one for one in read if one.paper.arxiv_id), read[0])
    title = paper.title if paper else first.title
    arxiv_id = first.paper.arxiv_id
    titles = dict.fromkeys(one.title for one in read if one.title != title)
    doi = next((one.paper.doi for one in read if one.paper.doi), "")
    url = next((one.paper.url for one in read if one.paper.url), "")
    return ExportedPaper(
        key=f"arXiv-{ArxivId(arxiv_id.base).slug}" if arxiv_id else _key(title, key),
        title=title,
        aliases=tuple(titles),
        authors=paper.authors if paper else (),
        arxiv_id=arxiv_id,
        categories=paper.categories if paper else (),
        published=_published(paper, read),
        doi=paper.doi if paper and paper.doi else doi,
        journal_ref=paper.journal_ref if paper else "",
        url=f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else url,
        abstract=paper.abstract if paper else "",
        topic=topic,
        entries=tuple(_entry(one) for one in read),
    )


def _key(title: str, key: str) -> str:
    """Give the key of a paper that has no identifier: words to read, and what tells it apart."""
    words = re.findall(r"[a-z0-9]+", title.lower())[:_MOST_WORDS]
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return "-".join([*(word[:_LONGEST_WORD] for word in words), digest])


def _published(paper: Paper | None, read: Sequence[_Read]) -> tuple[int, ...]:
    """Give when a paper was published: by its record, its identifier, or as a lead begins."""
    if paper and paper.published:
        return (paper.published.year, paper.published.month, paper.published.day)
    if named := next((one.paper.arxiv_id for one in read if one.paper.arxiv_id), None):
        return named.year_month
    for one in read:
        said = lead_month(one.entry.text)
        if found := year_month(said):
            return found
        if year := _YEAR.match(said):
            return (int(year[0]),)
    return ()


def _entry(read: _Read) -> ExportedEntry:
    entry = read.entry
    return ExportedEntry(
        state=read.state,
        file=read.file,
        line=entry.line,
        day=entry.day,
        month=entry.month,
        text=entry.text,
    )
