"""Find words in the log and in drafts: which entry has them, of which day, in which line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import plain
from pipeline.errors import UsageError
from pipeline.files import seen_from
from pipeline.log import reading_log
from pipeline.log.file import read_log
from pipeline.log.memory import remembered
from pipeline.records.paper import Paper
from pipeline.records.remembered import Remembered
from pipeline.settings import Settings
from pipeline.store.output_folder import Store
from pipeline.text import marks
from pipeline.text.ranking import bm25
from pipeline.text.wanted import Wanted, wanted

_TITLE = 3
"""Times that a word in a title counts: the entry is of it, where others only mention it."""
_LONGEST_PASSAGE = 100
"""Characters of a line that are shown around the words."""


class Hit(Reported):
    """An entry that has the words; the fields of `find --json`.

    `line` is that of `file`, from 1, which has most of them, `passage` its text, shortened, and
    `words` those that the entry has, as it writes them.
    """

    day: datetime.date | None
    title: str
    file: str
    line: int
    words: tuple[str, ...]
    passage: str
    when: str = Field("", exclude=True)

    def said(self) -> Iterator[Said]:
        """Give where it stands, and below it the line."""
        words = ", ".join(self.words)
        where = f"{self.when or '(no day)'}  {self.title}  {self.file}:{self.line}  {words}"
        yield Said(f"{plain(where)}\n    {plain(self.passage)}")


class _Looked(NamedTuple):
    """An entry that is looked through, and the file that it stands in as the user sees it."""

    entry: Remembered
    file: str


def find(settings: Settings, folder: Path, words: str, *, most: int) -> Iterator[Hit | Aside]:
    """Give the entries of log and drafts that have `words`, those with most of them first.

    At most `most`. Raises UsageError where there is nothing to look for, SummarizeError where the
    log cannot be read.
    """
    asked = wanted(words)
    if not asked:
        raise UsageError("no words to look for", 'name some: `summarize find "zero-shot"`')
    looked = [*_of_log(folder, settings.log), *_of_drafts(folder, settings.output)]
    asked = [one for each in asked for one in _as_found(each, looked)]
    counts = [{one.words: _count(one, each.entry) for one in asked} for each in looked]
    counts = [{word: times for word, times in count.items() if times} for count in counts]
    lengths = [len(each.entry.text) for each in looked]
    scores = bm25({one.words: 1 for one in asked}, counts, lengths)
    order = sorted(
        (at for at, count in enumerate(counts) if count),
        key=lambda at: (len(counts[at]), scores[at], looked[at].entry.day or datetime.date.min),
        reverse=True,
    )
    for at in order[:most]:
        yield _hit(looked[at], asked)
    if len(order) > most:
        yield Aside(f"{len(order) - most} more: name more words, or raise --limit")
    elif not order:
        yield Aside(f"no entry has {plain(words)}")


def _of_log(folder: Path, log: Path) -> Iterator[_Looked]:
    """Give the entries of the log; none where there is none, for there may be drafts."""
    if (folder / log).is_file():
        for entry in remembered(reading_log.read(read_log(folder / log))):
            yield _Looked(entry, str(log))


def _of_drafts(folder: Path, output: Path) -> Iterator[_Looked]:
    """Give the drafts that are not in the log yet, without the program's comments."""
    for state, kept in Store(folder / output).folders():
        paper = kept.look(Paper, "paper.json").record
        text = kept.read_entry() if state == "draft" else None
        if paper and text:
            file = seen_from(folder, kept.entry)
            days = reading_log.read(text).days
            day = days[0].date if days else None
            entry = Remembered(paper.title, day, None, 1, marks.blanked(text))
            yield _Looked(entry, str(file))


def _as_found(one: Wanted, looked: Sequence[_Looked]) -> list[Wanted]:
    """Give a word that is looked for, or its pairs of characters where nothing has all of it."""
    pairs = one.pairs()
    if not pairs or any(next(one.found(each.entry.text), None) for each in looked):
        return [one]
    return pairs


def _count(one: Wanted, entry: Remembered) -> int:
    in_title = sum(1 for _ in one.found(entry.title))
    return sum(1 for _ in one.found(entry.text)) + (_TITLE - 1) * in_title


def _hit(looked: _Looked, asked: Sequence[Wanted]) -> Hit:
    entry = looked.entry
    found = (match[0] for one in asked for match in one.found(entry.text))
    at, line = max(enumerate(entry.text.split("\n")), key=lambda each: _has(each[1], asked))
    return Hit(
        day=entry.day,
        title=entry.title,
        file=looked.file,
        line=entry.line + at,
        words=tuple({words.casefold(): words for words in found}.values()),
        passage=_passage(line, asked),
        when=entry.when,
    )


def _has(line: str, asked: Sequence[Wanted]) -> int:
    return sum(any(True for _ in one.found(line)) for one in asked)


def _passage(line: str, asked: Sequence[Wanted]) -> str:
    """Give a line's part around the first of the words."""
    first = min((match.start() for one in asked for match in one.found(line)), default=0)
    start = max(0, first - _LONGEST_PASSAGE // 3)
    part = line[start : start + _LONGEST_PASSAGE].strip()
    before, behind = "… " * (start > 0), " …" * (start + _LONGEST_PASSAGE < len(line))
    return f"{before}{part}{behind}"
