"""The stages of one paper in a row: extract → draft → check → render.

Every stage's result is kept with a fingerprint of what it was made from, and only what is missing
or out of date is made.
"""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline import resources
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.pdf_file import paper_of_file
from pipeline.files import stat_of
from pipeline.log import house_style, reading_log
from pipeline.log.file import read_log
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport
from pipeline.records.style import Style
from pipeline.settings import Settings
from pipeline.store.paper_folder import PaperFolder, fingerprint

if TYPE_CHECKING:
    from pipeline.model.ask import Model

Tell = Callable[[str, str], None]
"""Told what goes on: a stage, and words about it."""


@dataclass
class Bill:
    """What a run pays for one paper, also where its draft then fails; `cost` is USD, None where a price is unknown."""

    model: Model | None = None

    @property
    def calls(self) -> int:
        """How many calls were paid."""
        return self.model.calls if self.model else 0

    @property
    def cost(self) -> float | None:
        """What they cost."""
        return self.model.cost if self.model and self.model.calls else 0.0


class Made(NamedTuple):
    """What the stages made of a paper; `written` is None where the entry was up to date."""

    paper: Paper
    report: CheckReport
    written: Path | None


class Stages:
    """The stages with all that a run's papers share: settings, prompts, templates, the log's style; safe for several threads.

    `folder` is where the user works, `today` the day that entries are drafted under.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        model: ChosenModel,
        *,
        fresh: bool,
        today: datetime.date,
    ) -> None:
        self._settings, self._folder, self._model, self._fresh, self._today = (
            settings,
            folder,
            model,
            fresh,
            today,
        )
        # more processes that read PDFs than cores gain nothing
        self._readers = threading.Semaphore(os.cpu_count() or 1)

    def learn_style(self) -> None:
        """Read the log, for its style and topics, before there are several threads."""
        _ = self.style, self.topics

    def shown(self, path: Path) -> str:
        """Give a path as the user sees it: relative to the working folder where it is under it."""
        return (
            str(path.relative_to(self._folder)) if path.is_relative_to(self._folder) else str(path)
        )

    def draft_entry(
        self, folder: PaperFolder, paper: Paper | None, source: Path | None, bill: Bill, tell: Tell
    ) -> Made:
        """Take a paper whose PDF is in its folder to an entry; `paper` is None for a PDF from disk, which `source` names.

        What is paid goes on the `bill`. Raises SummarizeError where a stage fails.
        """
        digest = folder.pdf_digest()
        text, text_from = self._extract(folder, digest, tell)
        if paper is None:
            paper = paper_of_file(source or folder.pdf, text)
            folder.write(paper, "paper.json", fingerprint("file", digest))
        drafted = self._draft(folder, paper, text, text_from, bill, tell)
        report, report_from = self._check(folder, paper, text, text_from, drafted, tell)
        written = self._render(folder, paper, text, drafted, report, report_from, tell)
        return Made(paper, report, written)

    def _extract(self, folder: PaperFolder, digest: str, tell: Tell) -> tuple[PaperText, str]:
        from pipeline.extract import process

        made_from = fingerprint("text", digest, process.VERSION)
        text = folder.read(PaperText, "text.json", made_from)
        if text is None:
            tell("extract", "reading the PDF")
            with self._readers:
                text = process.extract(
                    folder.pdf,
                    seconds=self._settings.extract_seconds,
                    mib=self._settings.extract_mib,
                )
            folder.write(text, "text.json", made_from)
            tell("extract", f"{len(text.pages)} pages, {len(text.text):,} characters")
        return text, made_from

    def _draft(
        self,
        folder: PaperFolder,
        paper: Paper,
        text: PaperText,
        text_from: str,
        bill: Bill,
        tell: Tell,
    ) -> Drafted:
        settings = self._settings
        kept = folder.read(Drafted, "draft.json")
        if (
            kept
            and kept.drafter != "extractive"
            and settings.drafter == "auto"
            and not settings.uses_model
        ):
            return kept  # a missing key is no reason to throw away what a model wrote
        made_from = self._draft_made_from(paper, text_from)
        if not self._fresh and (kept := folder.read(Drafted, "draft.json", made_from)):
            return kept
        drafted = (
            self._draft_by_model(folder, paper, text, bill, tell)
            if settings.uses_model
            else self._pick(paper, text, tell)
        )
        folder.write(drafted, "draft.json", made_from)
        return drafted

    def _draft_made_from(self, paper: Paper, text_from: str) -> str:
        settings = self._settings
        if not settings.uses_model:
            from pipeline.draft import extractive

            return fingerprint(
                "extractive", paper, text_from, settings.language, extractive.VERSION
            )
        from pipeline.draft import by_model

        model = (settings.model, settings.base_url, settings.context_tokens, settings.answer_tokens)
        return fingerprint(
            "model",
            paper,
            text_from,
            settings.language,
            by_model.VERSION,
            model,
            self._prompts(),
            self.topics,
        )

    def _pick(self, paper: Paper, text: PaperText, tell: Tell) -> Drafted:
        from pipeline.draft import by_model, extractive

        by_model.require_text(text)
        tell(
            "draft",
            "picking sentences (extractive: no model is set)"
            if self._settings.drafter == "auto"
            else "picking sentences (extractive)",
        )
        return Drafted(
            draft=extractive.draft(paper, text, language=self._settings.language),
            drafter="extractive",
        )

    def _prompts(self) -> tuple[str, str, str]:
        by_model, notes, correct = (
            resources.read("prompts", f"{name}.md", self._folder)
            for name in ("draft", "notes", "correct")
        )
        return by_model, notes, correct

    def _draft_by_model(
        self, folder: PaperFolder, paper: Paper, text: PaperText, bill: Bill, tell: Tell
    ) -> Drafted:
        from pipeline.draft import by_model

        by_model.require_text(text)
        bill.model = model = self._model.for_paper(folder.path.name)
        tell("draft", f"asking {model.name}; one call takes seconds to minutes")
        return by_model.draft(
            paper,
            text,
            model=model,
            prompts=by_model.Prompts(*self._prompts()),
            language=self._settings.language,
            topics=self.topics,
        )

    def _check(
        self,
        folder: PaperFolder,
        paper: Paper,
        text: PaperText,
        text_from: str,
        drafted: Drafted,
        tell: Tell,
    ) -> tuple[CheckReport, str]:
        from pipeline.check import claims
        from pipeline.text.affiliations import known_aliases

        aliases = known_aliases(self._folder)
        made_from = fingerprint(
            "report",
            drafted,
            paper,
            text_from,
            resources.own("templates", "affiliations.tsv", self._folder),
            claims.VERSION,
        )
        report = folder.read(CheckReport, "report.json", made_from)
        if report is None:
            tell("check", "looking every quote, number and name up in the paper")
            report = claims.check(drafted.draft, paper, text, aliases)
            report = report.model_copy(update={"findings": (*report.findings, *drafted.traces)})
            folder.write(report, "report.json", made_from)
        return report, made_from

    def _render(
        self,
        folder: PaperFolder,
        paper: Paper,
        text: PaperText,
        drafted: Drafted,
        report: CheckReport,
        report_from: str,
        tell: Tell,
    ) -> Path | None:
        """Write the entry where it is missing or out of date; give the path, or None where it is up to date."""
        from pipeline.entry import render

        name = f"entry.{self._settings.language}.md.j2"
        template = resources.read("templates", name, self._folder)
        made_from = fingerprint(
            "entry",
            report_from,
            drafted,
            template,
            self._settings.language,
            render.VERSION,
            self.style,
        )
        if stat_of(folder.entry) and folder.entry_made_from() == made_from:
            return None
        entry = render.render(
            template,
            paper=paper,
            text=text,
            drafted=drafted,
            report=report,
            today=self._today,
            name=name,
            style=self.style,
        )
        written = folder.write_entry(entry, made_from)
        if written != folder.entry:
            tell(
                "render",
                f"you have edited {self.shown(folder.entry)}: it stays as it is, the new one is {written.name}",
            )
        return written

    @cached_property
    def style(self) -> Style:
        """How the person's log writes its entries; the usual way where there is no log."""
        log = self._folder / self._settings.log
        return (
            house_style.learn(reading_log.read(read_log(log)), self._settings.language)
            if log.is_file()
            else Style()
        )

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics that the person's log declares; none where there is no log."""
        log = self._folder / self._settings.log
        return reading_log.topics(read_log(log)) if log.is_file() else ()
