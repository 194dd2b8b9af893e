"""The drafts on the desk, and the papers that they are of: what is there to be looked at.

A draft is known by its folder's name, and only by one that is there: no path comes from an address.
What takes long to load, checking and accepting, is not imported here: the list is to be there at
once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.commands.drafts import waiting
from pipeline.errors import SummarizeError
from pipeline.files import stat_of
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.record import Record
from pipeline.records.report import CheckReport
from pipeline.settings import Settings
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder, is_figure_name
from pipeline.web import places
from pipeline.web.cells import CellName, cells_with, name_at
from pipeline.web.pages import Pages, Recent
from pipeline.web.places import Edges, PlaceBox, Span

if TYPE_CHECKING:
    from pipeline.web.context import Context

_MOST_PLACES = 50
"""Places of a word that are told."""
_MOST_TEXTS = 2
"""Papers whose text is kept in memory: the one that is read, and another tab's."""


class NoDraftError(SummarizeError):
    """There is no such draft, page or picture."""


class Row(Record):
    """A draft in the list; `doubts` is None where they are to be counted yet."""

    slug: str
    title: str
    arxiv_id: str
    doubts: int | None


class LineOfPage(Record):
    """A line of a page, its box in points, and its characters in the paper's text."""

    words: str
    start: int
    end: int
    box: Edges


class HiddenOnPage(Record):
    """Text that a page hides: why it does not show, and its boxes."""

    reason: str
    words: str
    boxes: tuple[Edges, ...]


class PageOfPaper(Record):
    """A page: its size in points, its lines, and what it hides."""

    number: int
    width: float
    height: float
    lines: tuple[LineOfPage, ...]
    hidden: tuple[HiddenOnPage, ...]


class Draft(NamedTuple):
    """A paper of the output folder, in whichever state."""

    folder: PaperFolder
    paper: Paper
    state: State


class Desk:
    """The drafts of an output folder, for one reader in one or more tabs."""

    def __init__(self, settings: Settings, folder: Path, only: str) -> None:
        self.settings, self.folder, self._only = settings, folder, only
        self.home, self.log = folder / settings.home, folder / settings.log
        self.store = Store(folder / settings.output)
        self._pages = Pages(self.store, settings)
        self._texts: Recent[PaperText] = Recent(_MOST_TEXTS)

    # ── what is there ──

    def rows(self) -> list[Row]:
        """Give the drafts that wait, the oldest first, with the doubts of those not edited."""
        return [_row(*one) for one in self.waiting()]

    def waiting(self) -> Iterator[tuple[PaperFolder, Paper]]:
        """Give the drafts that wait."""
        for folder, paper in waiting(self.store, self._only):
            with contextlib.suppress(SummarizeError):  # a link leads elsewhere: it is left out
                self.store.require_own_paper(folder.path.name)
                yield folder, paper

    def draft(self, slug: str) -> Draft:
        """Give a paper's folder by its name; raise where there is none, or it is a link."""
        for state, folder in self.store.folders():
            if folder.path.name == slug:
                self.store.require_own()
                self.store.require_own_paper(slug)
                paper, damage = folder.look(Paper, "paper.json")
                if paper is None:
                    raise NoDraftError(damage or f"{slug} has no paper.json", "draft it again")
                return Draft(folder, paper, state)
        raise NoDraftError("there is no such draft", "go back to the list")

    def title(self, slug: str) -> tuple[str, str]:
        """Give a paper's title and identifier."""
        paper = self.draft(slug).paper
        return paper.title, str(paper.arxiv_id or "")

    # ── the paper ──

    def _text(self, draft: Draft) -> PaperText:
        path = draft.folder.path / "text.json"
        there = stat_of(path)
        key = (str(path), there and (there.st_mtime_ns, there.st_ino))
        return self._texts.get(key, lambda: _read_text(draft.folder))

    def page(self, slug: str, number: int) -> PageOfPaper:
        """Give a page's lines and what it hides."""
        draft = self.draft(slug)
        text = self._text(draft)
        page = next((one for one in text.pages if one.number == number), None)
        if page is None:
            raise NoDraftError("the paper has no such page", "choose another one")
        lines = [
            LineOfPage(
                words=text.text[line.start : line.end],
                start=line.start,
                end=line.end,
                box=(line.x0, line.y0, line.x1, line.y1),
            )
            for of, line in text.boxes(page.start, page.end)
            if of == number
        ]
        hidden = [one for one in text.hidden if one.page == number]
        letters = self._pages.letters(draft.folder, number) if hidden else None
        return PageOfPaper(
            number=number,
            width=page.width,
            height=page.height,
            lines=tuple(lines),
            hidden=tuple(
                HiddenOnPage(
                    reason=one.reason,
                    words=one.text,
                    boxes=tuple(places.of_hidden(one.text, letters)) if letters else (),
                )
                for one in hidden
            ),
        )

    def page_count(self, slug: str) -> int:
        """Give how many pages the paper has; 0 where its text is not there."""
        try:
            return len(self._text(self.draft(slug)).pages)
        except NoDraftError:
            return 0

    def picture(self, slug: str, number: int, scale: float) -> bytes:
        """Give a page as PNG."""
        return self._pages.picture(self.draft(slug).folder, number, scale)

    def figure(self, slug: str, name: str) -> bytes:
        """Give a figure that was cut out for the entry."""
        folder = self.draft(slug).folder
        content = folder.read_bytes(name) if is_figure_name(name) else None
        if content is None:
            raise NoDraftError("there is no such figure", "run summarize for the paper again")
        return content

    def boxes(self, slug: str, spans: Sequence[Span]) -> list[PlaceBox]:
        """Give where some of the paper's words stand on its pages."""
        draft = self.draft(slug)
        return places.boxes_of(
            self._text(draft), spans, lambda page: self._pages.letters(draft.folder, page)
        )

    def cells(self, slug: str, spans: Sequence[Span]) -> list[CellName | None]:
        """Give for each of some words the table's cell or row that they stand in."""
        text = self._text(self.draft(slug))
        return [name_at(text, span) for span in spans]

    def find(self, slug: str, words: str) -> list[tuple[Span, int]]:
        """Give where words stand, with the page, in order."""
        text = self._text(self.draft(slug))
        return [(span, text.page_at(span[0])) for span in places.find(text, words)[:_MOST_PLACES]]

    def find_number(self, slug: str, number: str, context: Context) -> list[tuple[Span, int]]:
        """Give where a number stands, with the page: the place that may be meant first."""
        from pipeline.web.context import by_context

        text = self._text(self.draft(slug))
        there = places.find_number(text, number)
        alike = [
            (start, end)
            for start, end in cells_with(text, number)
            if not any(start <= one[0] and one[1] <= end for one in there)
        ]
        found = by_context(text, [*there, *alike], context)
        return [(span, text.page_at(span[0])) for span in found[:_MOST_PLACES]]


def _row(folder: PaperFolder, paper: Paper) -> Row:
    report = folder.look(CheckReport, "report.json").record
    return Row(
        slug=folder.path.name,
        title=paper.title,
        arxiv_id=str(paper.arxiv_id or ""),
        doubts=report.doubts if report and not folder.is_edited() else None,
    )


def _read_text(folder: PaperFolder) -> PaperText:
    text = folder.read(PaperText, "text.json")
    if text is None:
        raise NoDraftError("there is no text of the paper", "draft it again")
    return text
