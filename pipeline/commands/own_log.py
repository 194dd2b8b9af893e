"""What a run's drafts take from the person's log: language, ways, topics, and earlier entries."""

from __future__ import annotations

import os
import threading
from functools import cached_property
from pathlib import Path
from typing import Literal

from pipeline.commands import earlier
from pipeline.commands.citing import KeptPapers
from pipeline.commands.language import Language, draft_language
from pipeline.commands.log_memory import LogMemory
from pipeline.log import entry_form, house_style, reading_log
from pipeline.log.file import read_log
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.remembered import Remembered
from pipeline.records.style import USUAL_FORM, Form, Style
from pipeline.store.output_folder import Store


class OwnLog:
    """The person's log, as the stages of a run use it; where there is none, what is usual.

    `path` is the log, `store` the folder with the papers that are drafted, `language` what is set.
    """

    def __init__(self, path: Path, store: Store, *, language: Literal["auto", "zh", "en"]) -> None:
        self._path, self._store, self._set_language = path, store, language
        self._kept, self._memory = KeptPapers(store), LogMemory("")
        self._remembering = threading.Lock()

    def learn(self) -> None:
        """Read its ways and topics, before there are several threads."""
        _ = self.language, self.style, self.topics, self._form_and_samples

    @cached_property
    def language(self) -> Language:
        """The language of drafts."""
        return draft_language(self._set_language, self._text(), os.environ)

    @cached_property
    def style(self) -> Style:
        """How its entries are written."""
        if (text := self._text()) is None:
            return Style()
        return house_style.learn(reading_log.read(text), self.language)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics that it declares."""
        text = self._text()
        return reading_log.topics(text) if text is not None else ()

    @cached_property
    def entries(self) -> tuple[Remembered, ...]:
        """Its entries, which links are held against."""
        return earlier.entries_of(self._path)

    @property
    def first_version(self) -> bool:
        """Whether its leads have the month of a paper's version 1."""
        return self._form_and_samples[0].first_version

    def form(self, paper: Paper, text: PaperText) -> Form:
        """How much its entries say, with those that are nearest to a paper as samples."""
        form, samples = self._form_and_samples
        abstract = paper.abstract or text.section_text("abstract")
        return form._replace(samples=entry_form.nearest(samples, paper, abstract))

    def earlier(self, paper: Paper, text: PaperText) -> tuple[str, ...]:
        """Give its entries that a paper has to do with, as a drafter is told of them."""
        log = self._text()
        return () if log is None else earlier.offered(paper, text, self._memory_of(log), self._kept)

    def _memory_of(self, log: str) -> LogMemory:
        """Give what the log remembers, read anew where it has changed."""
        with self._remembering:
            if self._memory.text != log:
                self._memory = LogMemory(log)
            return self._memory

    @cached_property
    def _form_and_samples(self) -> tuple[Form, tuple[entry_form.Sample, ...]]:
        language = self.language
        if (text := self._text()) is None:
            return USUAL_FORM[language], ()
        log = reading_log.read(text)
        form = entry_form.learn_form(log, language)
        form = form._replace(first_version=earlier.dates_first_version(text, self._store))
        return form, entry_form.sample_entries(log, language, form)

    def _text(self) -> str | None:
        return read_log(self._path) if self._path.is_file() else None
