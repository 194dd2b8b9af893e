"""One run over some papers: find each, fetch it, and take it through the stages.

A run makes only what is missing or out of date, so an interrupted one goes on and a finished one
costs nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline import resources
from pipeline.commands.argument import Asked, parse_asked
from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.entry_findings import count_doubts
from pipeline.commands.one_paper import Bill, Made, OnePaper, Stages, Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.sources import Found, Sources
from pipeline.commands.stage_pools import StagePools, with_name
from pipeline.errors import InBatchError, StopRunError, SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

if TYPE_CHECKING:
    from pipeline.model.cost import Budget


def summarize(
    settings: Settings,
    folder: Path,
    asked: Sequence[str],
    tell: Tell,
    *,
    fresh: bool,
    anyway: bool = False,
    workers: Workers | None = None,
) -> Iterator[Outcome]:
    """Draft each paper and give what became of it, as `Run.papers` does."""
    with Run(settings, folder, fresh=fresh, anyway=anyway, tell=tell, workers=workers) as run:
        yield from run.papers(asked, tell)


class PaperStages(Protocol):
    """The stages of a paper whose PDF is here, in their order; each raises SummarizeError.

    A stage finds what the one before it has made in the paper's folder, or makes it.
    """

    def read(self) -> None:
        """Read its text."""

    def draft(self) -> None:
        """Make its draft."""

    def finish(self) -> Outcome:
        """Check the draft and render the entry; give what became of the paper."""


class Workers(Protocol):
    """Other processes, which take the stages of a run's papers off this one.

    `cores` is how many PDFs they read at once, `budget` what they and this one may spend.
    """

    cores: int
    budget: Budget

    def stages(self, asked: str, found: Found, bill: Bill, tell: Tell) -> PaperStages:
        """Give the stages of a paper that was asked for as `asked`."""


class Run:
    """One run over some papers: what they share, made when it is first needed.

    With `fresh`, drafts are made anew; with `anyway`, also of PDFs that seem another paper's.
    `tell` is told where it waits for another run; `model` is what drafts, the one that the settings
    choose if not given. `workers` do what comes behind fetching, this process if not given.
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
        workers: Workers | None = None,
    ) -> None:
        self._settings, self._folder = settings, folder
        self._workers = workers
        self.store = Store(folder / settings.output)
        budget = workers.budget if workers else None
        self.model = model or ChosenModel(settings, self.store, fresh=fresh, budget=budget)
        self._work = Stages(
            settings,
            folder,
            self.model,
            fresh=fresh,
            anyway=anyway,
            today=today or datetime.date.today(),
        )
        self.sources = Sources(settings, folder, self.store, tell)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        """Give up the connections that were made."""
        self.model.close()
        self.sources.close()

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
            self.sources.expect(one for _, one in wanted if isinstance(one, str))
            if len(wanted) > 1 and self._is_shared():
                yield from self._at_once(wanted, tell)
                return
            for at, (text, one) in enumerate(wanted, 1):
                tried = self.begin(text, one, tell)
                yield tried.finished()
                if tried.stop:
                    _say_left(len(wanted) - at, tell)
                    return

    def read(self, asked: str, tell: Tell) -> tuple[Paper, PaperText]:
        """Give a paper and its text, fetched and read as far as it is not here yet.

        Raises SummarizeError where that fails, UsageError for what names no paper.
        """
        with self.store.in_use():
            found = self.sources.locate(parse_asked(asked), tell)
            if found.state != "draft":
                return _kept_text(found)
            with self.holding(found, tell):
                self.sources.fetch(found, tell)
                one = self.work_on(found, Bill(), tell)
                read = one.read(found.paper, found.source)
                one.require_same_paper(read)
                return read.paper, read.text

    def _is_shared(self) -> bool:
        """Make what several papers share; where that fails, the first one is to say why."""
        try:
            self.prepare(())
        except SummarizeError:
            return False
        return True

    def _at_once(self, wanted: Sequence[tuple[str, Asked]], tell: Tell) -> Iterator[Outcome]:
        """Draft several papers at once, and give what became of them in the order asked for."""
        papers = [self.begin(text, one, with_name(text, tell)) for text, one in wanted]
        with self.pools() as pools:
            # what has to be searched for first keeps nothing else from being drafted
            ended = {one: pools.add(one) for one in sorted(papers, key=lambda one: one.is_title)}
            left = 0
            for one in papers:
                outcome = ended.pop(one).result().outcome
                left += outcome is None
                yield from [outcome] if outcome else []
        _say_left(left, tell)

    def begin(self, text: str, asked: Asked, tell: Tell) -> InWork:
        """Give a paper that was asked for as `text`, to be taken through its stages."""
        return InWork(self, text, asked, tell)

    def pools(self) -> StagePools:
        """Give the threads that take several papers through their stages."""
        return StagePools(self._settings.jobs, self._workers.cores if self._workers else None)

    def fetch(self, asked: ArxivId, tell: Tell) -> None:
        """Fetch one paper of a batch, as far as it is not here yet.

        Raises SummarizeError where that fails.
        """
        found = self.sources.locate(asked, tell)
        if found.state == "draft":
            with self.holding(found, tell):
                self.sources.fetch(found, tell)

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
        _ = self.sources.arxiv

    def _fetch_metadata(self, wanted: Sequence[ArxivId]) -> None:
        """Ask for a batch's metadata, while what reads the PDFs of new papers starts."""
        if self._workers is None and any(self.store.find(one) is None for one in wanted):
            from pipeline.extract import process

            with contextlib.suppress(OSError):  # the first PDF's outcome says so
                process.warm()
        self.sources.fetch_metadata(wanted)

    def file(self, pdf: Path, tell: Tell) -> Outcome:
        """Draft a PDF from disk, inside `store.in_use()`; raise SummarizeError where that fails."""
        tried = self.begin(pdf.name, pdf, tell)
        outcome = tried.finished()
        if tried.error:
            raise tried.error
        return outcome

    @contextlib.contextmanager
    def holding(self, found: Found, tell: Tell) -> Iterator[None]:
        """Hold a paper's folder against other runs, and keep in it why the work failed, if so."""
        with self.store.locked(found.folder, partial(tell, "wait")):
            try:
                yield
            except (StopRunError, InBatchError):
                raise  # the key, the account or the disk failed, not the paper; or nothing did
            except SummarizeError as error:
                found.folder.keep_failure(error, found.source)
                raise

    def work_on(self, found: Found, bill: Bill, tell: Tell) -> OnePaper:
        """Give the stages of a paper whose PDF is here."""
        return OnePaper(self._work, found.folder, bill, tell)

    def stages(self, asked: str, found: Found, bill: Bill, tell: Tell) -> PaperStages:
        """Give the stages of a paper that was asked for as `asked`, whose PDF is here."""
        if self._workers:
            return self._workers.stages(asked, found, bill, tell)
        return StagesHere(self, asked, found, bill, tell)

    def drafted(self, asked: str, found: Found, made: Made) -> Outcome:
        """Say of a paper what its stages made; of one whose entry was up to date, that it is."""
        if made.written is None:
            return self.present(asked, found._replace(paper=made.paper))
        return Outcome(
            paper=asked,
            arxiv_id=made.paper.arxiv_id,
            outcome="drafted",
            entry=self._work.shown(made.written),
            doubts=made.report.doubts,
        )

    def present(self, asked: str, found: Found) -> Outcome:
        """Say of a paper that its entry is here, with the doubts that are in it as it stands."""
        home, log = self._folder / self._settings.home, self._folder / self._settings.log
        folder, paper = found.folder, found.paper
        return Outcome(
            paper=asked,
            arxiv_id=paper.arxiv_id if paper else None,
            outcome="present",
            entry=self._work.shown(folder.entry),
            doubts=count_doubts(folder, paper, home, log) if paper else None,
        )


class StagesHere:
    """The stages of a paper in this process; what it has read and drafted stays in memory."""

    def __init__(self, run: Run, asked: str, found: Found, bill: Bill, tell: Tell) -> None:
        self._run, self._asked, self._found = run, asked, found
        self._one = one = run.work_on(found, bill, tell)
        # no cached_property: in Python 3.11, all papers wait for the one that is with the model
        self._read = read = cache(partial(one.read, found.paper, found.source))
        self._drafted = cache(lambda: one.draft(read()))

    def read(self) -> None:
        """Read its text."""
        self._read()

    def draft(self) -> None:
        """Make its draft."""
        self._drafted()

    def finish(self) -> Outcome:
        """Check the draft and render the entry; give what became of the paper."""
        made = self._one.finish(self._read(), self._drafted())
        return self._run.drafted(self._asked, self._found, made)


class InWork:
    """One paper of a run on its way to an entry: it is fetched, read, drafted, checked.

    `outcome` is what became of it, None for as long as a stage is left; `error` is why it failed.
    """

    def __init__(self, run: Run, text: str, asked: Asked, tell: Tell) -> None:
        self._run, self._text, self._asked, self._tell = run, text, asked, tell
        self._bill, self._seconds = Bill(), 0.0
        self._stages = self._each_stage()
        self.outcome: Outcome | None = None
        self.error: SummarizeError | None = None

    @property
    def is_title(self) -> bool:
        """Whether arXiv has to be searched for it."""
        return isinstance(self._asked, str)

    @property
    def is_over(self) -> bool:
        """Whether it is known what became of it."""
        return self.outcome is not None

    @property
    def is_paid(self) -> bool:
        """Whether a model has been paid for it."""
        return self._bill.calls > 0

    @property
    def stop(self) -> StopRunError | None:
        """Why no other paper can do better, if so."""
        return self.error if isinstance(self.error, StopRunError) else None

    def finished(self) -> Outcome:
        """Take it through all that is left, and give what became of it."""
        while self.outcome is None:
            self.go_on()
        return self.outcome

    def go_on(self) -> None:
        """Take it through the next stage; what is paid and how long it took is counted."""
        start, outcome = time.monotonic(), None
        try:
            outcome = next(self._stages)
        except SummarizeError as error:
            self.error, outcome = error, self._failed(error)
        self._seconds += time.monotonic() - start
        if outcome:
            paid = {"calls": self._bill.calls, "cost": self._bill.cost}
            self.outcome = outcome.model_copy(update={"seconds": round(self._seconds, 3), **paid})
            self._stages = iter(())  # else the paper's text stays until all others are done

    def _each_stage(self) -> Iterator[Outcome | None]:
        """Do a stage before each yield; the last one gives what became of the paper."""
        run, tell = self._run, self._tell
        found = run.sources.locate(self._asked, tell)
        if found.state != "draft":
            tell("done", f"already {found.state}")
            yield run.present(self._text, found)
        with run.holding(found, tell):
            run.sources.fetch(found, tell)
        yield None
        stages = run.stages(self._text, found, self._bill, tell)
        with run.holding(found, tell):
            stages.read()
        yield None
        with run.holding(found, tell):
            stages.draft()
        yield None
        with run.holding(found, tell):
            outcome = stages.finish()
            found.folder.forget_failure()
        yield outcome

    def _failed(self, error: SummarizeError) -> Outcome:
        name = self._asked if isinstance(self._asked, ArxivId) else None
        return Outcome(paper=self._text, arxiv_id=name, outcome="failed", reason=str(error))


def _kept_text(found: Found) -> tuple[Paper, PaperText]:
    """Give the text of a paper that is no draft any more: it is as it was then."""
    text = found.folder.read(PaperText, "text.json")
    if found.paper is None or text is None:
        raise SummarizeError(
            f"the text of {found.folder.path.name} is not kept", "read its paper.pdf itself"
        )
    return found.paper, text


def _say_left(left: int, tell: Tell) -> None:
    if left:
        tell("stop", f"the other {left} would fare no better and were not tried")
