"""What is drafted, accepted, rejected and failed, read off the folders."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.record import Record
from pipeline.records.report import CheckReport
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder


class Row(Record):
    """One paper; the fields of `status --json`.

    `cost` is USD over all runs, None where a price is unknown; `days` is the age of the entry.
    """

    arxiv_id: ArxivId | None
    title: str
    state: Literal["draft", "accepted", "rejected", "failed"]
    doubts: int | None
    cost: float | None
    entry: str | None
    days: int | None = None
    reason: str | None = None

    def line(self) -> str:
        """Give the row as a line for people."""
        doubts = f"{self.doubts} doubtful" if self.doubts else ""
        cost = "cost unknown" if self.cost is None else f"{self.cost:.4f} USD" if self.cost else ""
        age = "" if self.days is None else "today" if self.days == 0 else f"{self.days} d"
        rest = [
            str(self.arxiv_id or "(file)"),
            self.title[:70],
            age,
            doubts,
            cost,
            self.reason or self.entry or "unfinished",
        ]
        return f"{self.state:<9} " + "  ".join(part for part in rest if part)


def status(output: Path, folder: Path) -> list[Row]:
    """Give a row for each paper under `output`; paths are relative to `folder` where they can be."""
    store = Store(output)
    costs = _costs(store)
    return [
        _row(state, paper, costs.get(paper.path.name, 0.0), folder)
        for state, paper in store.folders()
    ]


def _costs(store: Store) -> dict[str, float | None]:
    costs: dict[str, float | None] = {}
    for line in store.usage():
        so_far, price = costs.get(line.get("paper", ""), 0.0), line.get("cost")
        costs[line.get("paper", "")] = None if so_far is None or price is None else so_far + price
    return costs


def _row(state: State, paper: PaperFolder, cost: float | None, folder: Path) -> Row:
    meta, report = paper.read(Paper, "paper.json"), paper.read(CheckReport, "report.json")
    reason = None
    if paper.failure.exists():
        failure = paper.read_failure()
        reason = ": ".join(
            part for part in (failure.get("message", "failed"), failure.get("hint", "")) if part
        )
    entry = paper.entry.relative_to(folder) if paper.entry.is_relative_to(folder) else paper.entry
    return Row(
        arxiv_id=meta.arxiv_id if meta else None,
        title=meta.title if meta else paper.path.name,
        state="failed" if reason else state,
        doubts=report.doubts if report else None,
        cost=cost,
        entry=str(entry) if paper.entry.exists() else None,
        days=int((time.time() - paper.entry.stat().st_mtime) // 86400)
        if paper.entry.exists()
        else None,
        reason=reason,
    )
