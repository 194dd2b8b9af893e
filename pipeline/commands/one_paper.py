"""The stages of one paper in a row: extract → draft → check → render.

Every stage's result is kept with a fingerprint of what it was made from, and only what is missing
or out of date is made.
"""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from pipeline import resources
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.drafts import day_of
from pipeline.commands.own_log import OwnLog
from pipeline.commands.pdf_file import paper_of_file
from pipeline.commands.progress import MIND
from pipeline.commands.second_reader import SecondReader
from pipeline.errors import SummarizeError
from pipeline.files import seen_from, stat_of
from pipeline.log import house_style
from pipeline.records.batch import Sent
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.record import Record
from pipeline.records.report import CheckReport
from pipeline.records.shown_figure import ShownFigure
from pipeline.records.statement import statements
from pipeline.records.verification import Verification
from pipeline.settings import Settings, lacks_model
from pipeline.store import older
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder, fingerprint
from pipeline.text.links import links

if TYPE_CHECKING:
    from pipeline.draft.figures import Choice

SENT = "sent.json"
"""The request that a batch is to send, or has sent, until there is a draft."""
Tell = Callable[[str, str], None]
"""Told what goes on: a stage, and words about it."""


class Paid(Protocol):
    """What was paid: how many calls, and their USD; None where a price is unknown."""

    @property
    def calls(self) -> int:
        """How many."""

    @property
    def cost(self) -> float | None:
        """Their price."""


@dataclass
class Bill:
    """What a run pays for one paper, also where its draft then fails.

    `models` are those that were asked: the drafter, and the second reader.
    """

    models: list[Paid] = field(default_factory=list)

    @property
    def calls(self) -> int:
        """How many calls were paid."""
        return sum(model.calls for model in self.models)

    @property
    def cost(self) -> float | None:
        """What they cost, in USD; None where a price is unknown."""
        costs = [model.cost for model in self.models if model.calls]
        return None if None in costs else sum(cost for cost in costs if cost is not None)


class Made(NamedTuple):
    """What the stages made of a paper; `written` is None where the entry was up to date."""

    paper: Paper
    report: CheckReport
    written: Path | None


class Stages:
    """What the stages of a run's papers share; safe for several threads.

    `folder` is where the user works, `today` the day that entries are drafted under; with `fresh`
    a draft is made anew where there is one, with `anyway` also of a PDF that seems another paper's.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        model: ChosenModel,
        *,
        fresh: bool,
        anyway: bool,
        today: datetime.date,
    ) -> None:
        self.settings, self.folder, self.model = settings, folder, model
        self.home = folder / settings.home
        self.fresh, self.anyway, self.today = fresh, anyway, today
        # more processes that read PDFs than cores gain nothing
        self.readers = threading.Semaphore(os.cpu_count() or 1)
        self.second_reader = SecondReader(settings, model, self.home)
        store = Store(folder / settings.output)
        self.log = OwnLog(folder / settings.log, store, language=settings.language)

    def shown(self, path: Path) -> str:
        """Give a path as the user sees it: relative to the working folder where it is under it."""
        return str(seen_from(self.folder, path))

    def read(self, kind: resources.Kind, name: str) -> str:
        """Give the text of a prompt or template, the user's own before the one that ships."""
        return resources.read(kind, name, self.home)

    @property
    def figures(self) -> int:
        """How many figures an entry shows: what is set, else what the log's newest entries have."""
        wanted = self.settings.figures
        return self.log.style.pictures.per_entry if wanted == "auto" else int(wanted)

    @cached_property
    def local(self) -> str:
        """What of this machine could draft, in words; nothing where nothing answers."""
        from pipeline.model.local import answering

        found = answering(self.settings.ports)
        return "".join(f"; {one.name} on this machine: {one.to_use}" for one in found)


class Read(NamedTuple):
    """A paper that has been read: its metadata, its text, and what the text was made from."""

    paper: Paper
    text: PaperText
    text_from: str


R = TypeVar("R", bound=Record)


class OnePaper:
    """One paper whose PDF is in its folder, and its stages; what is paid goes on the `bill`.

    Each makes what is missing or out of date. They raise SummarizeError where they fail.
    """

    def __init__(self, shared: Stages, folder: PaperFolder, bill: Bill, tell: Tell) -> None:
        self._shared, self._folder, self._bill, self._tell = shared, folder, bill, tell
        self._settings = shared.settings

    def _kept(self, name: str, made_from: str, record: type[R], make: Callable[[], R]) -> R:
        """Give the artifact that was made from just this, or make it and keep it."""
        found = self._folder.read(record, name, made_from)
        return found if found is not None else self._new(name, made_from, make)

    def _new(self, name: str, made_from: str, make: Callable[[], R]) -> R:
        made = make()
        self._folder.write(made, name, made_from)
        return made

    # ── extract ──

    def read(self, paper: Paper | None, source: Path | None) -> Read:
        """Give it with its text; `paper` is None for a PDF from disk, which `source` names."""
        from pipeline.extract import process

        digest = self._folder.pdf_digest()
        made_from = fingerprint("text", digest, process.VERSION)
        text = self._kept("text.json", made_from, PaperText, self._extract)
        if paper is None:
            paper = paper_of_file(source or self._folder.pdf, text)
            self._folder.write(paper, "paper.json", fingerprint("file", digest))
        return Read(paper, text, made_from)

    def _extract(self) -> PaperText:
        from pipeline.extract import process

        self._tell("extract", "reading the PDF")
        seconds, mib = self._settings.extract_seconds, self._settings.extract_mib
        with self._shared.readers:
            text = process.extract(self._folder.pdf, seconds=seconds, mib=mib)
        pages = f"{len(text.pages)} page{'s' * (len(text.pages) != 1)}"
        self._tell("extract", f"{pages}, {len(text.text):,} characters")
        return text

    # ── draft ──

    def draft(self, read: Read) -> Drafted:
        """Give its draft."""
        if kept := self._models_draft_without_model():
            return kept
        with_model = self._settings.uses_model
        made_from = self._model_draft_from(read) if with_model else self._pick_from(read)

        def make() -> Drafted:
            self.require_same_paper(read)
            drafted = self._draft_by_model(read, made_from) if with_model else self._pick(read)
            older.keep_records(self._folder)
            return drafted

        if self._shared.fresh:
            made = self._new("draft.json", made_from, make)
        else:
            made = self._kept("draft.json", made_from, Drafted, make)
        if self._folder.read(Sent, SENT, made_from):  # else a batch still has it
            self._folder.remove(SENT)
        return made

    def require_same_paper(self, read: Read) -> None:
        """Raise SummarizeError where the PDF contradicts its record, before anything is paid."""
        from pipeline.check import same_paper
        from pipeline.text.stamp import stamped_id

        stamped, asked = stamped_id(read.text), read.paper.arxiv_id
        if stamped and asked and stamped.version != asked.version:
            self._tell(MIND, f"{asked} was asked for, and the PDF is stamped {stamped}")
        if contradicts := same_paper.contradiction(read.paper, read.text):
            if not self._shared.anyway:
                pdf = self._shared.shown(self._folder.pdf)
                raise SummarizeError(
                    f"the PDF seems to be another paper's: {contradicts}",
                    f"delete {pdf} to have it fetched again, or go on with --anyway",
                )
            self._tell(MIND, f"going on although {contradicts}")

    def kept_draft(self) -> Drafted | None:
        """Give the draft that is kept, whatever it was made from; None where there is none."""
        return self._folder.read(Drafted, "draft.json")

    def _models_draft_without_model(self) -> Drafted | None:
        """Give the draft that a model wrote, where none is configured any more.

        A missing key is no reason to throw it away; that extractive was asked for is one.
        """
        if self._settings.uses_model or self._settings.drafter != "auto":
            return None
        kept = self._folder.read(Drafted, "draft.json")
        return kept if kept and kept.drafter != "extractive" else None

    def _pick_from(self, read: Read) -> str:
        from pipeline.draft import extractive

        first = ("first version",) * self._shared.log.first_version
        language = self._shared.log.language
        return fingerprint(
            "extractive", read.paper, read.text_from, language, extractive.VERSION, *first
        )

    def _pick(self, read: Read) -> Drafted:
        from pipeline.draft import by_model, extractive

        by_model.require_text(read.text)
        why = f": no model is set{self._shared.local}" if self._settings.drafter == "auto" else ""
        if lacks_model(self._settings):
            why = f": there is no key to ask {self._settings.model}{self._shared.local}"
        self._tell("draft", f"picking sentences (extractive{why})")
        picked = extractive.draft(
            read.paper,
            read.text,
            language=self._shared.log.language,
            first_version=self._shared.log.first_version,
        )
        return Drafted(draft=picked, drafter="extractive")

    def _model_draft_from(self, read: Read) -> str:
        from pipeline.draft import by_model

        s = self._settings
        model = (s.model, self._shared.model.where, s.context_tokens, s.answer_tokens)
        # not the log's form, nor how many figures it has: every entry that is accepted changes
        # them, and would have every draft paid for again
        drafter = (
            self._shared.log.language,
            by_model.VERSION,
            model,
            self._prompts(),
            self._shared.log.topics,
        )
        return fingerprint("model", read.paper, read.text_from, *drafter)

    def _draft_by_model(self, read: Read, made_from: str) -> Drafted:
        from pipeline.draft import by_model
        from pipeline.model.batch_call import UnsentError

        by_model.require_text(read.text)
        sent = None if self._shared.fresh else self._folder.read(Sent, SENT, made_from)
        payload = sent.payload if sent else None
        model = self._shared.model.for_paper(self._folder.path.name, sent=payload)
        self._bill.models.append(model)
        self._tell("draft", self._shared.model.asking)
        try:
            return by_model.draft(
                read.paper,
                read.text,
                model=model,
                prompts=by_model.Prompts(*self._prompts()),
                language=self._shared.log.language,
                topics=self._shared.log.topics,
                form=self._shared.log.form(read.paper, read.text),
                earlier=self._shared.log.earlier(read.paper, read.text),
                figures=self._shared.figures,
            )
        except UnsentError as unsent:
            # as it is sent now: the log, and with it what a prompt says, may change meanwhile
            self._folder.write(unsent.sent, SENT, made_from)
            raise

    def _prompts(self) -> tuple[str, ...]:
        names = ("draft", "notes", "correct")
        return tuple(self._shared.read("prompts", f"{name}.md") for name in names)

    # ── check ──

    def finish(self, read: Read, drafted: Drafted) -> Made:
        """Check its draft, and render the entry."""
        report, report_from = self._checked(read, drafted)
        return Made(read.paper, report, self._rendered(read, drafted, report, report_from))

    def _checked(self, read: Read, drafted: Drafted) -> tuple[CheckReport, str]:
        from pipeline.check import claims, opinions
        from pipeline.text.affiliations import known_aliases

        own = resources.own("templates", "affiliations.tsv", self._shared.home)
        linked = self._linked(drafted)

        @cache
        def by_rules() -> CheckReport:
            self._tell("check", "looking every quote, number and name up in the paper")
            aliases = known_aliases(self._shared.home)
            entries = self._shared.log.entries if linked else ()
            report = claims.check(drafted.draft, read.paper, read.text, aliases, entries)
            return report.model_copy(update={"findings": (*report.findings, *drafted.traces)})

        second = self._verification(read, drafted, by_rules)
        made_from = fingerprint(
            "report", drafted, read.paper, read.text_from, own, claims.VERSION,
            *([second, opinions.VERSION] if second else ()), *linked,
        )  # fmt: skip

        def make() -> CheckReport:
            report = by_rules()
            if second is None:
                return report
            return opinions.with_opinions(report, second, read.paper, read.text)

        return self._kept("report.json", made_from, CheckReport, make), made_from

    def _linked(self, drafted: Drafted) -> tuple[str, ...]:
        """Give what the log has of the days that a draft links to; nothing of one without links.

        Other entries change no report.
        """
        days = {link.day for one in statements(drafted.draft) for link in links(one.words)}
        entries = self._shared.log.entries if days else ()
        return (
            *(str(day) for day in sorted(days)),
            *(f"{one.when} {one.title}" for one in entries if one.day in days),
        )

    def _verification(
        self, read: Read, drafted: Drafted, by_rules: Callable[[], CheckReport]
    ) -> Verification | None:
        """Have a model read the draft a second time, where one is to; its failure is told."""
        if self._settings.verify == "off" or drafted.drafter == "extractive":
            return None
        if not self._settings.uses_model:
            return self._folder.read(Verification, "verification.json")
        from pipeline.check import passages

        reader = self._shared.second_reader
        made_from = fingerprint(
            "verification", drafted, read.paper, read.text_from, *reader.made_from()
        )
        kept = self._folder.read(Verification, "verification.json", made_from)
        if kept is not None and not self._shared.fresh:
            return kept
        model = reader.model_for(self._folder.path.name)
        self._bill.models.append(model)
        asked = passages.asked_of(drafted.draft, by_rules().evidence, read.paper, read.text)
        try:
            found = reader.read(asked, model, partial(self._tell, "verify"))
        except SummarizeError as error:
            # the draft is paid for and stands without it; the next run asks again
            self._tell(MIND, f"not read a second time: {error}")
            return None
        self._folder.write(found, "verification.json", made_from)
        return found

    # ── figures ──

    def _figures(self, read: Read, drafted: Drafted) -> Choice:
        """Choose the figures that the entry shows, and cut them out of the PDF."""
        from pipeline.commands import figures
        from pipeline.draft.figures import choose, offered
        from pipeline.extract import process

        def paint(figure: ShownFigure) -> bytes:
            self._tell("render", f"cutting {figure.label} out of page {figure.page}")
            seconds, mib = self._settings.extract_seconds, self._settings.extract_mib
            with self._shared.readers:
                return process.painted(
                    self._folder.pdf, figure.page, figure.region,
                    dpi=figures.DPI, seconds=seconds, mib=mib,
                )  # fmt: skip

        choice = choose(drafted, read.text, self._shared.figures)
        tell = partial(self._tell, MIND)
        is_asked = drafted.asked_for_figures or drafted.drafter == "extractive"
        is_wanted = self._settings.figures != "auto" and self._shared.figures > 0
        if is_wanted and not (choice.figures or is_asked) and offered(read.text):
            tell(
                "no figure is shown: the draft was made without; --fresh has the model choose, "
                "and is paid for"
            )
        kept = figures.kept(self._folder, choice.figures, read.text_from, paint, tell)
        return choice._replace(figures=tuple(kept))

    # ── render ──

    def _rendered(
        self, read: Read, drafted: Drafted, report: CheckReport, report_from: str
    ) -> Path | None:
        """Write the entry where it is missing or out of date; give its path, else None."""
        from pipeline.entry import inert, render

        shared, language = self._shared, self._shared.log.language
        name = f"entry.{language}.md.j2"
        template = shared.read("templates", name)
        title = render.title_of(read.paper, drafted.draft)
        style = house_style.for_title(shared.log.style, inert.printed_title(title))
        figures = self._figures(read, drafted)
        made_from = fingerprint(
            "entry", report_from, drafted, template, language, render.VERSION, style,
            self._settings.evidence, figures.missing, *figures.figures,
        )  # fmt: skip
        if stat_of(self._folder.entry) and self._folder.entry_made_from() == made_from:
            return None
        rendered = partial(
            render.render,
            template,
            paper=read.paper,
            text=read.text,
            drafted=drafted,
            report=report,
            name=name,
            style=style,
            evidence=self._settings.evidence,
            figures=figures.figures,
            missing_figures=figures.missing,
        )
        entry = rendered(today=shared.today)
        # a day that has passed since makes no entry new
        drafted_on = day_of(self._folder)
        alike = [entry, *([rendered(today=drafted_on)] if drafted_on else [])]
        if any(map(self._folder.has_rendered, alike)):
            return None
        written = self._folder.write_entry(entry, made_from)
        if written == self._folder.entry:
            older.forget_records(self._folder)
            return written
        self._tell(
            MIND,
            f"you have edited {shared.shown(self._folder.entry)}: it stays as it is, the new one "
            f"is {written.name}; `summarize edit {self._folder.path.name} --take newer` takes it",
        )
        return written
