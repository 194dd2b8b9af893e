"""Draft a survey of a span of the log, a month or a topic, from the log's own entries.

The log is only read; the survey is a file of its own under output/surveys/.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline import resources
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.language import draft_language
from pipeline.commands.one_paper import Tell
from pipeline.commands.reported import Reported, Said
from pipeline.errors import SummarizeError, UsageError
from pipeline.files import refuse_link, seen_from
from pipeline.log import reading_log
from pipeline.log.entry_form import parts_of, words_of
from pipeline.log.file import read_log
from pipeline.log.memory import remembered
from pipeline.log.topics import Field, fields_of, grouped, is_about
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.remembered import Remembered
from pipeline.records.survey import Group, Source
from pipeline.settings import Settings
from pipeline.store import rendered
from pipeline.store.output_folder import SURVEYS, Store
from pipeline.text import sentences, titles
from pipeline.text.fields import names_of, pieces

if TYPE_CHECKING:
    from pipeline.model.ask import Model

_LONGEST_NAME = 40
"""Characters of what an entry is called behind a sentence: a nickname, or its title's beginning."""
_NICKNAME = re.compile(
    rf"[（(](?P<bracketed>[^（(）)]{{2,20}})[)）]|(?P<before>[^:：]{{2,{_LONGEST_NAME}}})[:：]"
)
_LONGEST_FILE = 60
"""Characters of a topic in a file's name."""
_ANNOUNCES = re.compile(
    r"[，,。.\s]?(?:[^\s，,。.：:]{0,8}[：:]\s*$"
    r"|[^\s，,。.：:]{0,4}(?:要点|内容|观点|思路|如下|[Kk]ey points|[Hh]ighlights)[：:].*)",
    re.DOTALL,
)
"""What closes a lead and announces the points: 要点：; where none is numbered, they follow it."""
_REST_OF_TITLE = re.compile(r"\s*[^《》\n]{1,200}》")
"""What a body begins with where its title is on two lines."""
_LONGEST_LEAD = 200
"""Characters: a longer one is a whole entry that has no points."""
_TO_READ = re.compile(
    r"(?:^|(?<=\s))(?:(?:paper|论文)\s*)?(?:原文\s*)?待[读看][。.]?$", re.IGNORECASE
)
"""What ends a verdict, or stands in its place, and is a note to oneself."""
_DIGITS = 6
"""Of a digest, in the name of a file whose topic cannot be its name."""


class Surveyed(Reported):
    """What became of a survey; the fields of `survey --json`.

    `doubts` are sentences with a number or a name that their entries lack, `dropped` those that
    named no entry. `cost` is USD, None where a price is unknown.
    """

    survey: str
    outcome: Literal["drafted", "present"]
    entries: int
    sentences: int = 0
    dropped: int = 0
    doubts: int = 0
    calls: int = 0
    cost: float | None = 0.0

    def said(self) -> Iterator[Said]:
        """Give its path, and beside it what it holds."""
        told = [f"{self.outcome}, {_entries(self.entries)}"]
        if self.sentences or self.dropped:
            told += [f"{self.sentences} sentences, {self.doubts} doubtful, {self.dropped} dropped"]
        yield Said(f"    done  {', '.join(told)}", aside=True)
        yield Said(self.survey)


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"


class _Kept(NamedTuple):
    """What the output folder has of an entry's paper: its record, and its draft's topic."""

    paper: Paper
    topic: str


def survey(
    settings: Settings, folder: Path, tell: Tell, *, month: datetime.date | None, topic: str
) -> Surveyed:
    """Draft a survey of a month, given by its first day, of a topic, or of both.

    `folder` is where the user works. Raises UsageError where neither is given, SummarizeError where
    there is no log, no entry, or the model fails.
    """
    if not month and not topic:
        raise UsageError("a survey of what?", "`summarize survey --month 2024.1`, or --topic GNN")
    store = Store(folder / settings.output)
    log = read_log(folder / settings.log)
    language = draft_language(settings.language, log, os.environ)
    settings = settings.model_copy(update={"language": language})
    span = " ".join(
        part for part in (f"{month.year}.{month.month}" if month else "", topic) if part
    )
    whole = tuple(remembered(reading_log.read(log)))
    entries = _chosen(whole, month, topic)
    if not entries:
        raise SummarizeError(
            f"the log has no entry of {span}",
            "`summarize find WORDS` lists entries that have words",
        )
    with store.in_use(), contextlib.closing(ChosenModel(settings, store, fresh=False)) as chosen:
        work = _Survey(settings, folder, store, chosen, tell)
        return work.made(span, entries, fields_of(reading_log.topics(log), whole))


def _chosen(
    entries: Sequence[Remembered], month: datetime.date | None, topic: str
) -> tuple[Remembered, ...]:
    """Give the entries of a month that are about a topic, the oldest first."""
    fields = [names_of(piece) for piece in pieces(topic)]
    chosen = [
        one
        for one in entries
        if (month is None or one.month == month)
        and (not topic or any(is_about(one, names) for names in fields))
    ]
    return tuple(sorted(chosen, key=lambda one: one.day or one.month or datetime.date.min))


class _Survey:
    """One survey on its way from the log's entries to its file."""

    def __init__(
        self, settings: Settings, folder: Path, store: Store, chosen: ChosenModel, tell: Tell
    ) -> None:
        self._settings, self._folder, self._store = settings, folder, store
        self._chosen, self._tell = chosen, tell

    def made(self, span: str, entries: Sequence[Remembered], fields: Sequence[Field]) -> Surveyed:
        from pipeline.entry import survey as page

        s = self._settings
        kept = [self._kept(one) for one in entries]
        sources = [
            _source(number, *both) for number, both in enumerate(zip(entries, kept, strict=True), 1)
        ]
        known = [one.topic if one else "" for one in kept]
        groups = [
            Group(topic=topic, sources=tuple(sources[number] for number in numbers))
            for topic, numbers in grouped(entries, fields, known).items()
        ]
        model = self._chosen.for_paper(f"survey of {span}") if s.uses_model else None
        if model:
            groups = [self._drafted(group, model) for group in groups]
        text = page.render(
            groups,
            span=span,
            log=s.log.name,
            drafter=model.name if model else "",
            language=s.language,
        )
        path, written = self._written(span, text)
        said = [sentence for group in groups for sentence in group.sentences]
        return Surveyed(
            survey=str(seen_from(self._folder, path)),
            outcome="drafted" if written else "present",
            entries=len(entries),
            sentences=len(said),
            dropped=sum(group.dropped for group in groups),
            doubts=sum(bool(sentence.lacking) for sentence in said),
            calls=model.calls if model else 0,
            cost=model.cost if model else 0.0,
        )

    def _drafted(self, group: Group, model: Model) -> Group:
        from pipeline.check import surveys
        from pipeline.draft import survey as drafter

        prompt, correction = (
            resources.read("prompts", name, self._folder / self._settings.home)
            for name in ("survey.md", "correct.md")
        )
        about = f"{_entries(len(group.sources))}{f' of {group.topic}' if group.topic else ''}"
        self._tell("draft", f"asking {model.name} about {about}")
        parts = drafter.draft(
            group.sources,
            group.topic,
            model=model,
            prompt=prompt,
            correction=correction,
            language=self._settings.language,
        )
        return surveys.with_sources(group.topic, group.sources, list(parts))

    def _kept(self, entry: Remembered) -> _Kept | None:
        """Give what the output folder has of an entry's paper; None where it has nothing."""
        for paper, topic in self._papers:
            named = bool(paper.arxiv_id) and f"arXiv:{paper.arxiv_id}" in entry.named
            if named or titles.same_title(entry.title, paper.title):
                return _Kept(paper, topic)
        return None

    @cached_property
    def _papers(self) -> list[_Kept]:
        found = []
        for _, kept in self._store.folders():
            if paper := kept.look(Paper, "paper.json").record:
                drafted = kept.look(Drafted, "draft.json").record
                found.append(_Kept(paper, drafted.draft.topic if drafted else ""))
        return found

    def _written(self, span: str, text: str) -> tuple[Path, bool]:
        """Write a survey where it is new, and tell of one that a person has edited."""
        path = self._store.root / SURVEYS / f"{_file_name(span)}.md"
        made_from = rendered.digest(text)
        for one in (path.parent, path):
            refuse_link(one)
        if rendered.made_from(path) == made_from:
            return path, False
        written = rendered.write(path, text, made_from)
        if written != path:
            words = f"you have edited {path.name}: it stays as it is, the new one is {written.name}"
            self._tell("render", words)
        return written, True


def _source(number: int, entry: Remembered, kept: _Kept | None) -> Source:
    words = words_of(entry.text)
    body = _without_rest_of_title(words.partition("\n")[2])
    parts = parts_of(body)
    lead = parts.lead if parts.points else _first_line(body)
    verdict = _TO_READ.sub("", parts.verdict).strip()
    paper = kept.paper if kept else None
    return Source(
        number=number,
        title=entry.title,
        name=_name(entry.title),
        when=entry.when,
        line=entry.line,
        words=words,
        lead=_shortened(_ANNOUNCES.sub("", lead or next(iter(parts.points), "")).strip()),
        # what ends in a colon announced the pictures that stood behind it
        verdict="" if verdict.endswith(("：", ":")) else verdict,
        arxiv_id=str(paper.arxiv_id or "") if paper else "",
        abstract=paper.abstract if paper else "",
    )


def _shortened(lead: str) -> str:
    """Give a lead's first sentences, or words where its first sentence is long."""
    if len(lead) <= _LONGEST_LEAD:
        return lead
    ends = [at for at, _ in sentences.split(lead) if 0 < at <= _LONGEST_LEAD]
    if ends:
        return lead[: ends[-1]].rstrip()
    return (lead[:_LONGEST_LEAD].rpartition(" ")[0] or lead[:_LONGEST_LEAD]) + " …"


def _first_line(body: str) -> str:
    """Give the first line of an entry without points, with the one that it announces."""
    first, *rest = [line.strip() for line in body.splitlines() if line.strip()] or [""]
    announced = rest[:1] if first.endswith(("：", ":")) else []
    return " ".join([first, *announced])


def _without_rest_of_title(body: str) -> str:
    rest = _REST_OF_TITLE.match(body)
    return body[rest.end() :] if rest else body


def _name(title: str) -> str:
    """Give what an entry is called for short: its nickname, or as much of its title as is short."""
    if nickname := _NICKNAME.match(title):
        return nickname["bracketed"] or nickname["before"].strip()
    if len(title) <= _LONGEST_NAME:
        return title
    words, _, rest = title[:_LONGEST_NAME].rpartition(" ")
    return f"{words or rest}…"


def _file_name(span: str) -> str:
    """Give a file's name for a span: itself, where that can be one, else with a digest."""
    plain = re.sub(r"[^\w.-]+", "_", span)[:_LONGEST_FILE].strip("._-")
    if plain == span.replace(" ", "_"):
        return plain
    return f"{plain}-{hashlib.sha256(span.encode()).hexdigest()[:_DIGITS]}".lstrip("-")
