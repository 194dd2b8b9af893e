"""Put the stages in a row for one paper: fetch → extract → draft → check → render.

Every stage's result is kept with a fingerprint of what it was made from; a run makes only what is missing or out of date, so
an interrupted one goes on and a finished one costs nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline import arxiv_id, house_style, reading_log, resources
from pipeline.arxiv_id import ArxivId
from pipeline.asked import Asked, file_slug, paper_of_file, parse_asked
from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import writing
from pipeline.house_style import Style
from pipeline.log_file import read_log
from pipeline.paper_folder import PaperFolder, fingerprint
from pipeline.records import CheckReport, Drafted, Paper, PaperText, Record
from pipeline.settings import Settings, api_key
from pipeline.store import State, Store

if TYPE_CHECKING:
    from pipeline.chat import ChatServer
    from pipeline.fetch import Arxiv
    from pipeline.llm import Model

Tell = Callable[[str, str], None]
"""Told what goes on: a stage, and words about it."""
DEFAULT_MODEL = "gpt-5-mini"
"""For OpenAI itself, where no model is set: cheap, long context, structured output."""


class Outcome(Record):
    """What became of one paper; the fields of `--json`. `cost` is USD paid in this run, None where a price is unknown."""

    paper: str
    arxiv_id: str | None = None
    outcome: Literal["drafted", "present", "failed"]
    entry: str | None = None
    doubts: int | None = None
    calls: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    reason: str | None = None


class _Found(NamedTuple):
    """Where a paper is kept; `paper` is its metadata, None for a PDF from disk that has not been read yet."""

    folder: PaperFolder
    paper: Paper | None
    state: State
    source: Path | None


class Run:
    """One run over some papers: what they share, made when it is first needed."""

    def __init__(
        self, settings: Settings, folder: Path, *, fresh: bool = False, today: datetime.date | None = None
    ) -> None:
        self._settings, self._folder, self._fresh = settings, folder, fresh
        self._today = today or datetime.date.today()
        self.store = Store(folder / settings.output)
        self._readers = threading.Semaphore(
            os.cpu_count() or 1
        )  # more processes that read PDFs than cores gain nothing
        self._metadata: dict[ArxivId, Paper] = {}
        self._no_metadata: dict[ArxivId, SummarizeError] = {}

    @cached_property
    def arxiv(self) -> Arxiv:
        """The connection to arXiv."""
        from pipeline.fetch import Arxiv

        s = self._settings
        return Arxiv(
            api_url=s.arxiv_api_url, pdf_url=s.arxiv_pdf_url, interval=s.arxiv_interval, timeout=s.arxiv_timeout
        )

    def papers(self, asked: Sequence[str], tell: Tell) -> Iterator[Outcome]:
        """Draft each paper and give what became of it; one that fails does not keep the others from being done.

        Ends early, and says so, where no other can do better (wrong key, full disk). Raises UsageError before anything is
        done where one of `asked` is neither an identifier nor a file nor a title.
        """
        with self.store.in_use():
            wanted = [(text, parse_asked(text)) for text in asked]
            self._fetch_metadata([one for _, one in wanted if isinstance(one, ArxivId)])
            for at, (text, one) in enumerate(wanted, 1):
                start, stop = time.monotonic(), False
                try:
                    outcome = self._paper(text, one, tell)
                except SummarizeError as error:
                    name = str(one) if isinstance(one, ArxivId) else None
                    outcome, stop = (
                        Outcome(paper=text, arxiv_id=name, outcome="failed", reason=str(error)),
                        isinstance(error, StopRunError),
                    )
                yield outcome.model_copy(update={"seconds": round(time.monotonic() - start, 3)})
                if stop:
                    if at < len(wanted):
                        tell("stop", f"the other {len(wanted) - at} would fare no better and were not tried")
                    return

    def one(self, asked: ArxivId, tell: Tell) -> Outcome:
        """Draft one paper of a batch and give what became of it; safe to call from several threads, inside `store.in_use()`.

        Raises StopRunError where no other paper can do better.
        """
        start = time.monotonic()
        try:
            outcome = self._paper(str(asked), asked, tell)
        except StopRunError:
            raise
        except SummarizeError as error:
            outcome = Outcome(paper=str(asked), arxiv_id=str(asked), outcome="failed", reason=str(error))
        return outcome.model_copy(update={"seconds": round(time.monotonic() - start, 3)})

    def fetch(self, asked: ArxivId, tell: Tell) -> None:
        """Fetch one paper of a batch, as far as it is not here yet; raise SummarizeError where that fails."""
        found = self._locate(asked, tell)
        if found.state == "draft":
            with self._failure_kept(found.folder):
                self._fetch(found, tell)

    def know(self, paper_id: ArxivId, paper: Paper | None) -> ArxivId:
        """Take note of metadata that a search has brought already, so that it is not asked for again."""
        if paper:
            self._metadata[paper_id] = paper
        return paper_id

    def full_title(self, jotted: str) -> str:
        """Ask the model, where one is configured, which paper's full title somebody means by a nickname; empty without one."""
        from pipeline.nickname import full_title

        if not self._settings.uses_model:
            return ""
        prompt = resources.read("prompts", "nickname.md", self._folder)
        return full_title(jotted, self._model("pending"), prompt, resources.read("prompts", "correct.md", self._folder))

    def prepare(self, wanted: Sequence[ArxivId]) -> None:
        """Ask for the metadata of a batch in as few requests as can be, and make what its threads share."""
        self._fetch_metadata(wanted)
        if self._settings.uses_model:
            _ = self._server, self._model_name, self._budget
        _ = self.arxiv, self._style, self._topics

    def demo(self, pdf: Path, tell: Tell) -> Outcome:
        """Draft the paper that ships with the program."""
        with self.store.in_use():
            start = time.monotonic()
            return self._paper(pdf.name, pdf, tell).model_copy(update={"seconds": round(time.monotonic() - start, 3)})

    def _fetch_metadata(self, wanted: Sequence[ArxivId]) -> None:
        missing = [one for one in wanted if self.store.find(one) is None and one not in self._metadata]
        if len(missing) < 2:
            return  # one is asked for by name, with its own errors
        try:
            self._metadata |= self.arxiv.metadata(missing)
        except SummarizeError as error:
            self._no_metadata = dict.fromkeys(missing, error)  # each paper's own outcome says so, once

    def _paper(self, text: str, asked: Asked, tell: Tell) -> Outcome:
        found = self._locate(asked, tell)
        if found.state != "draft":
            report = found.folder.read(CheckReport, "report.json")
            tell("done", f"already {found.state}")
            return self._outcome(text, found.folder, found.paper, "present", report)
        with self._failure_kept(found.folder):
            return self._stages(text, found, tell)

    @contextlib.contextmanager
    def _failure_kept(self, folder: PaperFolder) -> Iterator[None]:
        """Hold a paper's folder against other runs, and keep in it why the work failed, if it does."""
        with self.store.locked(folder):
            try:
                yield
            except StopRunError:
                raise  # the key, the account or the disk failed, not the paper
            except SummarizeError as error:
                folder.keep_failure(error)
                raise

    # ── where it is ──

    def _locate(self, asked: Asked, tell: Tell) -> _Found:
        if isinstance(asked, Path):
            slug = file_slug(asked)
            state: State = next((state for state, folder in self.store.folders() if folder.path.name == slug), "draft")
            folder = self.store.folder(slug, state)
            return _Found(folder, folder.read(Paper, "paper.json"), state, asked)
        if isinstance(asked, str):
            asked = self._by_title(asked, tell)
        if here := self.store.find(asked):
            state, asked = here
            folder = self.store.folder(asked.slug, state)
            if paper := folder.read(Paper, "paper.json"):
                return _Found(folder, paper, state, None)
        if error := self._no_metadata.get(asked):
            raise error
        if paper := self._metadata.get(asked):
            exact = arxiv_id.parse(paper.arxiv_id or "")
        else:
            tell("fetch", "metadata from arXiv")
            exact, paper = self.arxiv.paper(asked)
        return _Found(self.store.folder(exact.slug), paper, "draft", None)

    def _by_title(self, title: str, tell: Tell) -> ArxivId:
        from pipeline import resolve

        for _, folder in self.store.folders():
            paper = folder.read(Paper, "paper.json")
            if paper and paper.arxiv_id and resolve.same_title(title, paper.title):
                return arxiv_id.parse(paper.arxiv_id)
        tell("fetch", f"looking for {title!r} on arXiv")
        paper = resolve.resolve_title(title, self.arxiv.search)
        tell("fetch", f"found {paper.arxiv_id}: {paper.title}")
        exact = arxiv_id.parse(paper.arxiv_id or "")
        self._metadata[exact] = paper
        return exact

    # ── the stages ──

    def _stages(self, asked: str, found: _Found, tell: Tell) -> Outcome:
        folder = found.folder
        self._fetch(found, tell)
        digest = folder.pdf_digest()
        text, text_from = self._extract(folder, digest, tell)
        paper = found.paper or paper_of_file(found.source or folder.pdf, text)
        if found.paper is None:
            folder.write(paper, "paper.json", fingerprint("file", digest))
        drafted, calls, cost = self._draft(folder, paper, text, text_from, tell)
        report, report_from = self._check(folder, paper, text, text_from, drafted, tell)
        written = self._render(folder, paper, text, drafted, report, report_from, tell)
        folder.forget_failure()
        outcome = self._outcome(asked, folder, paper, "drafted" if written else "present", report)
        return outcome.model_copy(update={"calls": calls, "cost": cost, "entry": self._shown(written or folder.entry)})

    def _fetch(self, found: _Found, tell: Tell) -> None:
        folder, paper = found.folder, found.paper
        if found.source:
            if not folder.pdf.exists():
                folder.copy_pdf(found.source)
            return
        assert paper is not None and paper.arxiv_id is not None  # only a PDF from disk has neither
        if folder.read(Paper, "paper.json") is None:
            folder.write(paper, "paper.json", fingerprint("arXiv", paper.arxiv_id))
        if not folder.pdf.exists():
            tell("fetch", f"PDF of {paper.arxiv_id}: {paper.title}")
            with writing(folder.pdf) as out:
                self.arxiv.download(arxiv_id.parse(paper.arxiv_id), paper, out)

    def _extract(self, folder: PaperFolder, digest: str, tell: Tell) -> tuple[PaperText, str]:
        from pipeline import extract

        made_from = fingerprint("text", digest, extract.VERSION)
        text = folder.read(PaperText, "text.json", made_from)
        if text is None:
            tell("extract", "reading the PDF")
            with self._readers:
                text = extract.extract(
                    folder.pdf, seconds=self._settings.extract_seconds, mib=self._settings.extract_mib
                )
            folder.write(text, "text.json", made_from)
            tell("extract", f"{len(text.pages)} pages, {len(text.text):,} characters")
        return text, made_from

    def _draft(
        self, folder: PaperFolder, paper: Paper, text: PaperText, text_from: str, tell: Tell
    ) -> tuple[Drafted, int, float | None]:
        settings = self._settings
        kept = folder.read(Drafted, "draft.json")
        if kept and kept.drafter != "extractive" and settings.drafter == "auto" and not settings.uses_model:
            return kept, 0, 0.0  # a missing key is no reason to throw away what a model wrote
        made_from = self._draft_made_from(paper, text_from)
        if not self._fresh and (kept := folder.read(Drafted, "draft.json", made_from)):
            return kept, 0, 0.0
        drafted, calls, cost = (
            self._draft_by_model(folder, paper, text, tell)
            if settings.uses_model
            else (self._pick(paper, text, tell), 0, 0.0)
        )
        folder.write(drafted, "draft.json", made_from)
        return drafted, calls, cost

    def _draft_made_from(self, paper: Paper, text_from: str) -> str:
        settings = self._settings
        if not settings.uses_model:
            from pipeline import extractive

            return fingerprint("extractive", paper, text_from, settings.language, extractive.VERSION)
        from pipeline import draft

        model = (settings.model, settings.base_url, settings.context_tokens, settings.answer_tokens)
        return fingerprint(
            "model", paper, text_from, settings.language, draft.VERSION, model, self._prompts(), self._topics
        )

    def _pick(self, paper: Paper, text: PaperText, tell: Tell) -> Drafted:
        from pipeline import draft, extractive

        draft.require_text(text)
        tell(
            "draft",
            "picking sentences (extractive: no model is set)"
            if self._settings.drafter == "auto"
            else "picking sentences (extractive)",
        )
        return Drafted(draft=extractive.draft(paper, text, language=self._settings.language), drafter="extractive")

    def _prompts(self) -> tuple[str, str, str]:
        draft, notes, correct = (
            resources.read("prompts", f"{name}.md", self._folder) for name in ("draft", "notes", "correct")
        )
        return draft, notes, correct

    def _draft_by_model(
        self, folder: PaperFolder, paper: Paper, text: PaperText, tell: Tell
    ) -> tuple[Drafted, int, float | None]:
        from pipeline import draft

        draft.require_text(text)
        model = self._model(folder.path.name)
        tell("draft", f"asking {model.name}; one call takes seconds to minutes")
        drafted = draft.draft(
            paper,
            text,
            model=model,
            prompts=draft.Prompts(*self._prompts()),
            language=self._settings.language,
            topics=self._topics,
        )
        return drafted, model.calls, model.cost

    def _check(
        self, folder: PaperFolder, paper: Paper, text: PaperText, text_from: str, drafted: Drafted, tell: Tell
    ) -> tuple[CheckReport, str]:
        from pipeline import check
        from pipeline.affiliations import known_aliases

        aliases = known_aliases(self._folder)
        made_from = fingerprint(
            "report",
            drafted.draft,
            paper,
            text_from,
            resources.own("templates", "affiliations.tsv", self._folder),
            check.VERSION,
        )
        report = folder.read(CheckReport, "report.json", made_from)
        if report is None:
            tell("check", "looking every quote, number and name up in the paper")
            report = check.check(drafted.draft, paper, text, aliases)
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
        from pipeline import render

        name = f"entry.{self._settings.language}.md.j2"
        template = resources.read("templates", name, self._folder)
        made_from = fingerprint(
            "entry", report_from, drafted, template, self._settings.language, render.VERSION, self._style
        )
        if folder.entry.exists() and folder.entry_made_from() == made_from:
            return None
        entry = render.render(
            template,
            paper=paper,
            text=text,
            drafted=drafted,
            report=report,
            today=self._today,
            name=name,
            style=self._style,
        )
        written = folder.write_entry(entry, made_from)
        if written != folder.entry:
            tell(
                "render",
                f"you have edited {self._shown(folder.entry)}: it stays as it is, the new one is {written.name}",
            )
        return written

    @cached_property
    def _style(self) -> Style:
        """How the person's log writes its entries; the usual way where there is no log."""
        log = self._folder / self._settings.log
        return house_style.learn(reading_log.read(read_log(log)), self._settings.language) if log.is_file() else Style()

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        """The topics that the person's log declares; none where there is no log."""
        log = self._folder / self._settings.log
        return reading_log.topics(read_log(log)) if log.is_file() else ()

    # ── the model ──

    @cached_property
    def _server(self) -> ChatServer:
        from pipeline.chat import ChatServer

        return ChatServer(
            base_url=self._settings.base_url,
            api_key=api_key(),
            timeout=self._settings.model_timeout,
            at_once=self._settings.jobs,
        )

    @cached_property
    def _model_name(self) -> str:
        from pipeline.llm import only_model

        return self._settings.model or (only_model(self._server) if self._settings.base_url else DEFAULT_MODEL)

    @cached_property
    def _budget(self) -> object:
        from pipeline.cost import Budget

        return Budget(self._settings.max_cost)

    def _model(self, slug: str) -> Model:
        from pipeline.cost import Budget, Prices
        from pipeline.llm import Model

        s = self._settings
        if not s.base_url and not api_key():
            raise StopRunError(
                "drafter is model, but there is no key and no server",
                "set OPENAI_API_KEY, or base_url, or use --drafter extractive",
            )
        per_million = (s.price_in, s.price_out) if s.price_in is not None and s.price_out is not None else None
        assert isinstance(self._budget, Budget)
        return Model(
            self._server,
            self.store,
            name=self._model_name,
            paper=slug,
            prices=Prices(self._model_name, s.base_url, per_million),
            budget=self._budget,
            seconds=s.paper_seconds,
            context_tokens=s.context_tokens,
            answer_tokens=s.answer_tokens,
            fresh=self._fresh,
        )

    # ── what is said of it ──

    def _shown(self, path: Path) -> str:
        return str(path.relative_to(self._folder)) if path.is_relative_to(self._folder) else str(path)

    def _outcome(
        self,
        asked: str,
        folder: PaperFolder,
        paper: Paper | None,
        outcome: Literal["drafted", "present"],
        report: CheckReport | None,
    ) -> Outcome:
        return Outcome(
            paper=asked,
            arxiv_id=paper.arxiv_id if paper else None,
            outcome=outcome,
            entry=self._shown(folder.entry),
            doubts=report.doubts if report else None,
        )
