"""Where a run's papers come from: the output folder, arXiv, or a file on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.commands.argument import Asked
from pipeline.commands.one_paper import Tell
from pipeline.commands.papers_from import pdf_on_disk
from pipeline.commands.pdf_file import file_slug
from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import writing
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.settings import Settings
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder, fingerprint

if TYPE_CHECKING:
    from pipeline.arxiv.client import Arxiv
    from pipeline.arxiv.resolve import Lookup


class Found(NamedTuple):
    """Where a paper is kept, and in which state.

    `paper` is its metadata, None for a PDF from disk that has not been read yet; `source` is that
    PDF.
    """

    folder: PaperFolder
    paper: Paper | None
    state: State
    source: Path | None


class Sources:
    """What a run knows of its papers, and how it gets them; safe for several threads.

    `folder` is where the user works; `tell` is told where arXiv is waited for.
    """

    def __init__(self, settings: Settings, folder: Path, store: Store, tell: Tell) -> None:
        self._settings, self._folder, self._store, self._tell = settings, folder, store, tell
        self._metadata: dict[ArxivId, Paper] = {}
        self._no_metadata: dict[ArxivId, SummarizeError] = {}
        self._titles: dict[str, Lookup] = {}

    def close(self) -> None:
        """Give up the connection, if there is one."""
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

    def fetch_metadata(self, wanted: Sequence[ArxivId]) -> None:
        """Ask for the metadata of several papers in few requests, as far as it is not here."""
        unknown = [one for one in wanted if one not in self._metadata]
        missing = [one for one in unknown if self._store.find(one) is None]
        if len(missing) < 2:
            return  # one is asked for by name, with its own errors
        try:
            self._metadata |= self.arxiv.metadata(missing)
        except SummarizeError as error:  # each paper's own outcome says so, once
            self._no_metadata = dict.fromkeys(missing, error)

    # ── one paper ──

    def locate(self, asked: Asked, tell: Tell) -> Found:
        """Find a paper that is here, or can be had; raise SummarizeError where there is none."""
        if isinstance(asked, Path):
            return self._locate_file(asked)
        paper_id = self._by_title(asked, tell) if isinstance(asked, str) else asked
        return self._locate_paper(paper_id, tell)

    def _locate_file(self, pdf: Path) -> Found:
        slug = file_slug(pdf)
        state: State = self._store.state_of(slug) or "draft"
        folder = self._store.folder(slug, state)
        return Found(folder, folder.read(Paper, "paper.json"), state, pdf)

    def _locate_paper(self, asked: ArxivId, tell: Tell) -> Found:
        if here := self._store.find(asked):
            state, asked = here
            folder = self._store.folder(asked.slug, state)
            if paper := folder.read(Paper, "paper.json"):
                return Found(folder, paper, state, None)
        if error := self._no_metadata.get(asked):
            raise error
        paper = self._metadata.get(asked)
        if paper is None:
            tell("fetch", "metadata from arXiv")
            paper = self.arxiv.paper(asked)
        assert paper.arxiv_id is not None  # arXiv's papers have one
        return Found(self._store.folder(paper.arxiv_id.slug), paper, "draft", None)

    def _by_title(self, title: str, tell: Tell) -> ArxivId:
        from pipeline.text import titles

        for _, folder in self._store.folders():
            paper = folder.look(Paper, "paper.json").record
            if paper and paper.arxiv_id and titles.same_title(title, paper.title):
                return paper.arxiv_id
        tell("fetch", f"looking for {title!r} on arXiv")
        paper = self._searched(title)
        tell("fetch", f"found {paper.arxiv_id}: {paper.title}")
        assert paper.arxiv_id is not None  # arXiv's papers have one
        self._metadata[paper.arxiv_id] = paper
        return paper.arxiv_id

    def expect(self, titles: Iterable[str]) -> None:
        """Take note of titles that are going to be asked for, which arXiv can be asked together."""
        from pipeline.arxiv.resolve import lookup_title

        self._titles |= {title: lookup_title(title) for title in titles}

    def _searched(self, title: str) -> Paper:
        """Ask arXiv for a title, and for others that are expected with it."""
        from pipeline.arxiv import together
        from pipeline.arxiv.resolve import lookup_title, paper_of

        wanted = self._titles.pop(title, None) or lookup_title(title)
        while wanted.outcome is None:
            some = together.in_company([wanted, *self._titles.values()], lambda one: one)
            together.step(some, self.arxiv.search)
        return paper_of(wanted.outcome)

    def fetch(self, found: Found, tell: Tell) -> None:
        """Put a paper's PDF and metadata into its folder, as far as they are not there.

        Raises SummarizeError where they cannot be had.
        """
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
