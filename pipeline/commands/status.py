"""What is drafted, accepted, rejected and failed, read off the folders."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pipeline.commands.reported import Aside, Reported
from pipeline.commands.table import Cell, Column, table
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.files import stat_of
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.batch import Batch
from pipeline.records.paper import Paper
from pipeline.records.report import CheckReport
from pipeline.settings import Settings
from pipeline.store.older import newer_entry
from pipeline.store.outlines import Outline, Outlines, Stats, stats_of
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder

_DAY = 86_400 * 10**9  # nanoseconds
_ENTRY, _NEWER, _FAILURE = "entry.md", "entry.new.md", "failure.json"
_COLUMNS = (
    Column("state", 8),
    Column("paper"),
    Column("age", 5, right=True),
    Column("doubts", 6, right=True),
    Column("USD", 7, right=True),
)


class Row(Reported):
    """One paper; the fields of `status --json`.

    `cost` is USD over all runs, None where a price is unknown; `days` is the age of the entry;
    `newer` is a newer draft of it, which has not been taken because a person has edited it.
    """

    arxiv_id: ArxivId | None
    title: str
    state: Literal["draft", "accepted", "rejected", "failed"]
    doubts: int | None
    cost: float | None
    entry: str | None
    newer: str | None = None
    days: int | None = None
    reason: str | None = None

    def line(self) -> str:
        """Give the row as a line for people."""
        cost = f"{self._usd} USD" if self.cost else "cost unknown" if self.cost is None else ""
        rest = [
            self._name,
            self.title[:70],
            self._age,
            f"{self.doubts} doubtful" if self.doubts else "",
            cost,
            self._where,
        ]
        return plain(f"{self.state:<9} " + "  ".join(part for part in rest if part))

    def cells(self) -> Sequence[Cell]:
        """Give the row as cells of a table."""
        return (
            self.state,
            (f"{self._name}  {self.title}", self._where),
            self._age,
            str(self.doubts or ""),
            self._usd,
        )

    @property
    def _name(self) -> str:
        return str(self.arxiv_id or "(file)")

    @property
    def _age(self) -> str:
        return "" if self.days is None else f"{self.days} d" if self.days else "today"

    @property
    def _usd(self) -> str:
        return "unknown" if self.cost is None else f"{self.cost:.4f}" if self.cost else ""

    @property
    def _where(self) -> str:
        newer = f"; a newer draft is {Path(self.newer).name}" if self.newer else ""
        return f"{self.reason or self.entry or 'unfinished'}{newer}"


def status(settings: Settings, folder: Path) -> Iterator[Row | Aside]:
    """Give a row for each paper under the output folder.

    The batches that are under way are said before them, as they were when somebody looked last.
    Paths are relative to `folder`, where the person works, if they are below it. Where it cannot be
    read what papers cost, that is said, and their cost is unknown.
    """
    store = Store(folder / settings.output)
    outlines = Outlines(store.root)
    lister = _Lister(settings, folder, outlines)
    costs: Mapping[str, float | None] | None = None
    try:
        costs = _costs(store)
    except SummarizeError as error:
        yield Aside(f"what papers cost is not known: {error}")
    try:
        yield from [Aside(_of_batch(batch)) for batch in store.batches.under_way()]
    except SummarizeError as error:
        yield Aside(f"what is in a batch is not known: {error}")
    for state, paper in store.folders():
        cost = None if costs is None else costs.get(paper.slug, 0.0)
        try:
            names = paper.require_own()
            if state == "draft" and _FAILURE in names and _is_gone(paper):
                continue
            yield lister.row(state, paper, names, cost)
        except SummarizeError as error:  # one unreadable folder hides no other
            yield _unreadable(paper, cost, str(error))
    outlines.write()


def _of_batch(batch: Batch) -> str:
    begun = datetime.datetime.fromisoformat(batch.asked_at or batch.at).astimezone()
    sent = "sent" if batch.batch_id else "begun"
    return plain(
        f"{batch.progress} ({batch.model}, {sent} {begun:%Y-%m-%d %H:%M}); "
        "`summarize pending --batch` waits for it"
    )


def _is_gone(paper: PaperFolder) -> bool:
    """Tell whether a PDF from disk that could not be drafted is not there any more, or another."""
    source = paper.read_note(paper.failure.name).get("source")
    if not isinstance(source, str) or "\0" in source or stat_of(paper.entry):
        return False
    if not Path(source).is_file():
        return True
    from pipeline.commands.pdf_file import file_slug  # takes a while, and few fail

    return file_slug(Path(source)) != paper.path.name


def _unreadable(paper: PaperFolder, cost: float | None, reason: str) -> Row:
    return Row(
        arxiv_id=None,
        title=paper.slug,
        state="failed",
        doubts=None,
        cost=cost,
        entry=None,
        reason=reason,
    )


def listed(rows: Sequence[Row]) -> str:
    """Give the rows for people."""
    return table(_COLUMNS, [row.cells() for row in rows], lambda number: rows[number].line())


def _costs(store: Store) -> dict[str, float | None]:
    costs: dict[str, float | None] = {}
    for line in store.replies.usage():
        so_far, price = costs.get(line.paper, 0.0), line.cost
        costs[line.paper] = None if so_far is None or price is None else so_far + price
    return costs


class _Lister:
    """Makes the rows of papers, as who works in `folder` sees them."""

    def __init__(self, settings: Settings, folder: Path, outlines: Outlines) -> None:
        self._below, self._outlines = os.path.join(folder, ""), outlines  # noqa: PTH118
        self._home, self._log = folder / settings.home, folder / settings.log

    def row(
        self, state: State, paper: PaperFolder, names: Collection[str], cost: float | None
    ) -> Row:
        """Give the row of a paper; `names` are those of its files."""
        # before anything is read: what changes meanwhile is read again the next time
        stats = stats_of(paper)
        outline, damage = self._outline(paper, stats)
        failure = paper.read_failure() if _FAILURE in names else ""
        reason = failure or damage or None
        entry = paper.within(_ENTRY)
        written = stats.written if stats else _written(entry)
        newer = newer_entry(paper) if _NEWER in names else None
        return Row(
            arxiv_id=outline.arxiv_id,
            title=outline.title,
            state="failed" if reason and state == "draft" else state,
            doubts=outline.doubts if written else None,
            cost=cost,
            entry=entry.removeprefix(self._below) if written else None,
            newer=str(newer).removeprefix(self._below) if newer else None,
            days=(time.time_ns() - written) // _DAY if written else None,
            reason=reason,
        )

    def _outline(self, paper: PaperFolder, stats: Stats | None) -> tuple[Outline, str]:
        """Give what is kept of a paper, or else read it; and why that cannot be done."""
        if stats and (kept := self._outlines.of(paper, stats)):
            return kept, ""
        meta, damage = paper.look(Paper, "paper.json")
        if meta is None:
            return Outline(None, paper.slug, None), damage
        if paper.is_edited():
            from pipeline.commands.entry_findings import count_doubts  # slow, and few are edited

            doubts = count_doubts(paper, meta, self._home, self._log)
            return Outline(meta.arxiv_id, meta.title, doubts), damage
        report = paper.look(CheckReport, "report.json").record
        outline = Outline(meta.arxiv_id, meta.title, report.doubts if report else None)
        if stats and report:
            self._outlines.keep(paper, stats, outline)
        return outline, damage


def _written(entry: str) -> int | None:
    """Give when an entry was written, in ns; None where there is none."""
    found = stat_of(entry)
    return found.st_mtime_ns if found else None
