"""What became of a paper: for `--json`, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipeline.commands.reported import Reported, Said
from pipeline.commands.terminal import plain
from pipeline.records.arxiv_id import ArxivId


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
