"""One run over some papers: find each, fetch it, and take it through the stages.

A run makes only what is missing or out of date, so an interrupted one goes on and a finished one
costs nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline import resources
from pipeline.commands.argument import Asked, parse_asked
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.entry_findings import count_doubts
from pipeline.commands.one_paper import Bill, Stages, Tell
from pipeline.commands.papers_from import pdf_on_disk
from pipeline.commands.pdf_file import file_slug
from pipeline.commands.reported import Reported, Said
from pipeline.commands.terminal import plain
from pipeline.errors import InBatchError, StopRunError, SummarizeError
from pipeline.files import writing
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.settings import Settings
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder, fingerprint

if TYPE_CHECKING:
    from pipeline.arxiv.client import Arxiv


_Attempted = tuple["Outcome", StopRunError | None]
"""What became of a paper, and why no other can do better, if so."""


class Outcome(Reported):
    """What became of one paper; the fields of `--json`.

    `cost` is USD paid in this run, None where a price is unknown; `seconds` are those it took.
    """

    paper: str
    arxiv_id: ArxivId | None = None
    outcome: Literal["drafted", "present", "failed"]
    entry: str | None = None
    doubts: int | None = None
    calls: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    reason: str | None = None

    @property
    def failed(self) -> bool:
        """Whether there is no entry of it."""
        return self.outcome == "failed"

    def said(self) -> Iterator[Said]:
        """Give the entry's path, and beside it how it went."""
        if self.failed:
            first, *others = (self.reason or "").split("\n")
            yield Said(f"summarize: {plain(self.paper)}: {plain(first).rstrip()}", aside=True)
            for line in others:
                yield Said(f"           {plain(line)}".rstrip(), aside=True)
            return
        doubts = f", {self.doubts} doubtful: comments in it say which" if self.doubts else ""
        how = f"{self.outcome}{doubts}{self._paid}, {self.seconds:.1f} s"
        yield Said(f"    done  {how}", aside=True)
        yield Said(self.entry or "")

    @property
    def _paid(self) -> str:
        if not self.calls:
            return ""
        cost = "cost unknown" if self.cost is None else f"{self.cost:.4f} USD"
        return f", {self.calls} call{'s' * (self.calls != 1)}, {cost}"


class _Found(NamedTuple):
    """Where a paper is kept, and in which state.

    `paper` is its metadata, None for a PDF from disk that has not been read yet; `source` is that
    PDF.
    """

    folder: PaperFolder
    paper: Paper | None
    state: State
    source: Path | None


def summarize(
    settings: Settings,
    folder: Path,
    asked: Sequence[str],
    tell: Tell,
    *,
    fresh: bool,
    anyway: bool = False,
) -> Iterator[Outcome]:
    """Draft each paper and give what became of it, as `Run.papers` does."""
    with Run(settings, folder, fresh=fresh, anyway=anyway, tell=tell) as run:
        yield from run.papers(asked, tell)


class Run:
    """One run over some papers: what they share, made when it is first needed.

    With `fresh`, drafts are made anew; with `anyway`, also of PDFs that seem another paper's.
    `tell` is told where it waits for another run; `model` is what drafts, the one that the settings
    choose if not given.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        *,
        fresh: bool = False,
        anyway: bool = False,
        today: datetime.date | None = None,
        tell: Tell = lambda _, __: None,
        model: ChosenModel | None = None,
    ) -> None:
        self._settings, self._folder, self._tell = settings, folder, tell
        self.store = Store(folder / settings.output)
        self.model = model or ChosenModel(settings, self.store, fresh=fresh)
        self._work = Stages(
            settings,
            folder,
            self.model,
            fresh=fresh,
            anyway=anyway,
            today=today or datetime.date.today(),
        )
        self._metadata: dict[ArxivId, Paper] = {}
        self._no_metadata: dict[ArxivId, SummarizeError] = {}

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        """Give up the connections that were made."""
        self.model.close()
        if "arxiv" in self.__dict__:
            self.arxiv.close()

    @cached_property
    def arxiv(self) -> Arxiv:
        """The connection to arXiv."""
        from pipeline.arxiv.client import Arxiv

        s = self._settings
        return Arxiv(
            api_url=s.arxiv_api_url,
            pdf_url=s.arxiv_pdf_url,
            interval=s.arxiv_interval,
            timeout=s.arxiv_timeout,
            tell=partial(self._tell, "wait"),
        )

    @property
    def uses_model(self) -> bool:
        """Whether a model is configured."""
        return self._settings.uses_model

    def papers(self, asked: Sequence[str], tell: Tell) -> Iterator[Outcome]:
        """Draft each paper and give what became of it; one that fails keeps no other from it.

        Ends early, and says so, where no other can do better (wrong key, full disk). Raises
        UsageError before anything is done where one of `asked` is neither an identifier nor a file
        nor a title.
        """
        with self.store.in_use():
            wanted = [(text, parse_asked(text)) for text in asked]
            self._fetch_metadata([one for _, one in wanted if isinstance(one, ArxivId)])
            if len(wanted) > 1 and self._settings.jobs > 1 and self._is_shared():
                yield from self._at_once(wanted, tell)
                return
            for at, (text, one) in enumerate(wanted, 1):
                outcome, stop = self._attempt(text, one, tell)
                yield outcome
                if stop:
                    _say_left(len(wanted) - at, tell)
                    return

    def read(self, asked: str, tell: Tell) -> tuple[Paper, PaperText]:
        """Give a paper and its text, fetched and read as far as it is not here yet.

        Raises SummarizeError where that fails, UsageError for what names no paper.
        """
        with self.store.in_use():
            found = self._locate(parse_asked(asked), tell)
            if found.state != "draft":
                return _kept_text(found)
            with self._failure_kept(found, tell):
                self._fetch(found, tell)
                return self._work.read_paper(found.folder, found.paper, found.source, tell)

    def _is_shared(self) -> bool:
        """Make what several papers share; where that fails, the first one is to say why."""
        try:
            self.prepare(())
        except SummarizeError:
            return False
        return True

    def _at_once(self, wanted: Sequence[tuple[str, Asked]], tell: Tell) -> Iterator[Outcome]:
        """Draft several papers at once, and give what became of them in the order asked for.

        They are fetched one after the other, and up to `jobs` are drafted while others are fetched.
        """
        # no `with`: an interrupt must not wait for the model
        executor = ThreadPoolExecutor(self._settings.jobs)
        waiting: deque[Future[_Attempted | None]] = deque()
        stopped = threading.Event()
        left = 0

        def attempt(text: str, one: Asked, error: SummarizeError | None) -> _Attempted | None:
            if stopped.is_set():
                return None
            own, start = with_name(text, tell), time.monotonic()
            attempted = (
                _failed(text, one, error, Bill(), start) if error else self._attempt(text, one, own)
            )
            if attempted[1]:
                stopped.set()
            return attempted

        for number, (text, one) in enumerate(wanted, 1):
            failure, ready = None, one
            try:
                if not stopped.is_set():
                    ready = self._fetched(one, with_name(text, tell))
            except SummarizeError as error:
                failure = error
            waiting.append(executor.submit(attempt, text, ready, failure))
            while waiting and (number == len(wanted) or waiting[0].done()):
                came = waiting.popleft().result()
                left += came is None
                yield from came[:1] if came else ()
        executor.shutdown()
        _say_left(left, tell)

    def one(self, asked: ArxivId, tell: Tell) -> Outcome:
        """Draft one paper of a batch and give what became of it.

        Safe to call from several threads, inside `store.in_use()`. Raises StopRunError where no
        other paper can do better.
        """
        outcome, stop = self._attempt(str(asked), asked, tell)
        if stop:
            raise stop
        return outcome

    def _attempt(self, text: str, asked: Asked, tell: Tell) -> _Attempted:
        """Draft one paper, asked for as `text`; give what became of it, and why to stop, if so."""
        start, bill = time.monotonic(), Bill()
        try:
            return _with_costs(self._paper(text, asked, bill, tell), bill, start), None
        except SummarizeError as error:
            return _failed(text, asked, error, bill, start)

    def _fetched(self, asked: Asked, tell: Tell) -> Asked:
        """Fetch one of several papers, and give it by its identifier where it was a title."""
        if isinstance(asked, str):
            asked = self._by_title(asked, tell)
        if isinstance(asked, ArxivId):
            self.fetch(asked, tell)
        return asked

    def fetch(self, asked: ArxivId, tell: Tell) -> None:
        """Fetch one paper of a batch, as far as it is not here yet.

        Raises SummarizeError where that fails.
        """
        found = self._locate(asked, tell)
        if found.state == "draft":
            with self._failure_kept(found, tell):
                self._fetch(found, tell)

    def know(self, paper_id: ArxivId, paper: Paper | None) -> ArxivId:
        """Take note of metadata that a search has brought, so that it is not asked for again."""
        if paper:
            self._metadata[paper_id] = paper
        return paper_id

    def learn_metadata(self, wanted: Sequence[ArxivId]) -> None:
        """Ask for the metadata of papers that a person is to choose from, as far as it can be had.

        A failure is told, and leaves them without.
        """
        unknown = [one for one in wanted if one not in self._metadata]
        try:
            self._metadata |= self.arxiv.metadata(unknown) if unknown else {}
        except StopRunError:
            raise
        except SummarizeError as error:
            self._tell("wait", str(error))

    def known(self, wanted: ArxivId) -> Paper:
        """Give what is known of a paper: its metadata, or its identifier alone."""
        return self._metadata.get(wanted) or Paper(arxiv_id=wanted, title=str(wanted))

    def full_title(self, jotted: str) -> str:
        """Ask the model for the full title that somebody means by a nickname.

        Empty where no model is configured, or it knows none.
        """
        from pipeline.commands.nickname import full_title

        if not self.uses_model:
            return ""
        prompt, correction = (
            resources.read("prompts", name, self._folder / self._settings.home)
            for name in ("nickname.md", "correct.md")
        )
        return full_title(jotted, self.model.for_paper("pending"), prompt, correction)

    def prepare(self, wanted: Sequence[ArxivId]) -> None:
        """Ask for a batch's metadata in few requests, and make what its threads share."""
        self._fetch_metadata(wanted)
        if self._settings.uses_model:
            self.model.reach()
        self._work.log.learn()
        _ = self.arxiv

    def file(self, pdf: Path, tell: Tell) -> Outcome:
        """Draft a PDF from disk, inside `store.in_use()`; raise SummarizeError where that fails."""
        start, bill = time.monotonic(), Bill()
        return _with_costs(self._paper(pdf.name, pdf, bill, tell), bill, start)

    def _fetch_metadata(self, wanted: Sequence[ArxivId]) -> None:
        unknown = [one for one in wanted if one not in self._metadata]
        missing = [one for one in unknown if self.store.find(one) is None]
        if len(missing) < 2:
            return  # one is asked for by name, with its own errors
        try:
            self._metadata |= self.arxiv.metadata(missing)
        except SummarizeError as error:  # each paper's own outcome says so, once
            self._no_metadata = dict.fromkeys(missing, error)

    def _paper(self, text: str, asked: Asked, bill: Bill, tell: Tell) -> Outcome:
        found = self._locate(asked, tell)
        if found.state != "draft":
            tell("done", f"already {found.state}")
            return self._present(text, found.paper, found.folder)
        with self._failure_kept(found, tell):
            return self._stages(text, found, bill, tell)

    @contextlib.contextmanager
    def _failure_kept(self, found: _Found, tell: Tell) -> Iterator[None]:
        """Hold a paper's folder against other runs, and keep in it why the work failed, if so."""
        with self.store.locked(found.folder, partial(tell, "wait")):
            try:
                yield
            except (StopRunError, InBatchError):
                raise  # the key, the account or the disk failed, not the paper; or nothing did
            except SummarizeError as error:
                found.folder.keep_failure(error, found.source)
                raise

    # ── where it is ──

    def _locate(self, asked: Asked, tell: Tell) -> _Found:
        if isinstance(asked, Path):
            return self._locate_file(asked)
        paper_id = self._by_title(asked, tell) if isinstance(asked, str) else asked
        return self._locate_paper(paper_id, tell)

    def _locate_file(self, pdf: Path) -> _Found:
        slug = file_slug(pdf)
        states = (state for state, folder in self.store.folders() if folder.path.name == slug)
        state: State = next(states, "draft")
        folder = self.store.folder(slug, state)
        return _Found(folder, folder.read(Paper, "paper.json"), state, pdf)

    def _locate_paper(self, asked: ArxivId, tell: Tell) -> _Found:
        if here := self.store.find(asked):
            state, asked = here
            folder = self.store.folder(asked.slug, state)
            if paper := folder.read(Paper, "paper.json"):
                return _Found(folder, paper, state, None)
        if error := self._no_metadata.get(asked):
            raise error
        paper = self._metadata.get(asked)
        if paper is None:
            tell("fetch", "metadata from arXiv")
            paper = self.arxiv.paper(asked)
        assert paper.arxiv_id is not None  # arXiv's papers have one
        return _Found(self.store.folder(paper.arxiv_id.slug), paper, "draft", None)

    def _by_title(self, title: str, tell: Tell) -> ArxivId:
        from pipeline.arxiv import resolve
        from pipeline.text import titles

        for _, folder in self.store.folders():
            paper = folder.look(Paper, "paper.json").record
            if paper and paper.arxiv_id and titles.same_title(title, paper.title):
                return paper.arxiv_id
        tell("fetch", f"looking for {title!r} on arXiv")
        paper = resolve.resolve_title(title, self.arxiv.search)
        tell("fetch", f"found {paper.arxiv_id}: {paper.title}")
        assert paper.arxiv_id is not None  # arXiv's papers have one
        self._metadata[paper.arxiv_id] = paper
        return paper.arxiv_id

    # ── the work ──

    def _fetch(self, found: _Found, tell: Tell) -> None:
        folder, paper = found.folder, found.paper
        if found.source:
            if not folder.has_pdf():
                folder.copy_pdf(found.source)
            return
        assert paper is not None and paper.arxiv_id is not None  # only a PDF from disk has neither
        if folder.read(Paper, "paper.json") is None:
            folder.write(paper, "paper.json", fingerprint("arXiv", str(paper.arxiv_id)))
        if folder.has_pdf():
            return
        tell("fetch", f"PDF of {paper.arxiv_id}: {paper.title}")
        if paper.newest:
            tell("fetch", f"{paper.arxiv_id} is not the newest version: {paper.newest} is")
        papers_from = self._settings.papers_from
        if papers_from and (here := pdf_on_disk(self._folder / papers_from, paper, tell)):
            folder.copy_pdf(here)
            return
        with writing(folder.pdf) as out:
            self.arxiv.download(paper.arxiv_id, paper, out)

    def _stages(self, asked: str, found: _Found, bill: Bill, tell: Tell) -> Outcome:
        self._fetch(found, tell)
        made = self._work.draft_entry(found.folder, found.paper, found.source, bill, tell)
        found.folder.forget_failure()
        if made.written is None:
            return self._present(asked, made.paper, found.folder)
        return Outcome(
            paper=asked,
            arxiv_id=made.paper.arxiv_id,
            outcome="drafted",
            entry=self._work.shown(made.written),
            doubts=made.report.doubts,
        )

    def _present(self, asked: str, paper: Paper | None, folder: PaperFolder) -> Outcome:
        """Say of a paper that its entry is here, with the doubts that are in it as it stands."""
        home, log = self._folder / self._settings.home, self._folder / self._settings.log
        return Outcome(
            paper=asked,
            arxiv_id=paper.arxiv_id if paper else None,
            outcome="present",
            entry=self._work.shown(folder.entry),
            doubts=count_doubts(folder, paper, home, log) if paper else None,
        )


def _kept_text(found: _Found) -> tuple[Paper, PaperText]:
    """Give the text of a paper that is no draft any more: it is as it was then."""
    text = found.folder.read(PaperText, "text.json")
    if found.paper is None or text is None:
        raise SummarizeError(
            f"the text of {found.folder.path.name} is not kept", "read its paper.pdf itself"
        )
    return found.paper, text


def _failed(text: str, asked: Asked, error: SummarizeError, bill: Bill, start: float) -> _Attempted:
    """Say that a paper failed, and why to stop, if so."""
    name = asked if isinstance(asked, ArxivId) else None
    failed = Outcome(paper=text, arxiv_id=name, outcome="failed", reason=str(error))
    stop = error if isinstance(error, StopRunError) else None
    return _with_costs(failed, bill, start), stop


def with_name(text: str, tell: Tell) -> Tell:
    """Give what tells of one of several papers that are in work at once."""
    return lambda stage, words: tell(stage, f"{text}: {words}")


def _say_left(left: int, tell: Tell) -> None:
    if left:
        tell("stop", f"the other {left} would fare no better and were not tried")


def _with_costs(outcome: Outcome, bill: Bill, start: float) -> Outcome:
    """Add what was paid and the seconds since `start`, to a failed paper too."""
    seconds = round(time.monotonic() - start, 3)
    return outcome.model_copy(update={"calls": bill.calls, "cost": bill.cost, "seconds": seconds})
