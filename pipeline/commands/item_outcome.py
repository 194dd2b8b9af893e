"""What became of an item of a pending list: for `--json`, as a row for people, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pipeline.commands.outcome import Outcome
from pipeline.commands.reported import Reported
from pipeline.commands.table import Column, Rows
from pipeline.commands.terminal import plain
from pipeline.commands.typed import with_home
from pipeline.log.pending_list import PendingItem
from pipeline.records.arxiv_id import ArxivId

COLUMNS = (Column("line", 5, right=True), Column("outcome", 11), Column("item"))
_ITEM_CELLS = 48
"""Of a terminal: so much of an item tells it from the others, and leaves room for its path."""
_INDENT = " " * 7
ItemKind = Literal[
    "drafted",
    "present",
    "rejected",
    "not_a_paper",
    "ambiguous",
    "not_found",
    "failed",
    "in_batch",
    "would_draft",
]


class ItemOutcome(Reported):
    """What became of one item; the fields of `pending --json`.

    `line` is the item's in the log, from 1; `candidates` are at most three identifiers with titles,
    `choices` the commands that settle which is meant.
    """

    item: str
    line: int
    outcome: ItemKind
    arxiv_id: ArxivId | None = None
    candidates: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    entry: str | None = None
    reason: str | None = None

    @property
    def failed(self) -> bool:
        """Whether something went wrong, and another run may do better."""
        return self.outcome == "failed"

    @property
    def came_to(self) -> str:
        """What it came to, for people: a path, an identifier or a reason."""
        said = self.entry if self.outcome == "drafted" else self.reason
        return said or str(self.arxiv_id or "")

    @property
    def kind(self) -> str:
        """The outcome, for people."""
        return self.outcome.replace("_", " ")

    @property
    def _titled(self) -> list[str]:
        """The candidates whose titles are known: of the others the reason has all there is."""
        return [one for one in self.candidates if " " in one]

    def drawn(self, rows: Rows) -> str:
        """Give it as a row for people, and below it the commands that settle it, a line each."""
        said = "\n".join([self.came_to, *self._titled])
        row = rows.drawn((str(self.line), self.kind, (self.item, said)), self._as_line())
        # no table breaks them: each is to be copied as it stands
        commands = (f"{_INDENT}{plain(command)}" for command in self.choices)
        return "\n".join([row, *commands])

    def _as_line(self) -> str:
        from rich.cells import set_cell_size  # Chinese characters are two cells wide

        item = set_cell_size(plain(self.item), _ITEM_CELLS)
        said = ": ".join([self.came_to, *filter(None, ["; ".join(self._titled)])])
        return f"{self.line:>5}  {self.kind:<12} {item}  {plain(said)}"


def counted(rows: Sequence[ItemOutcome]) -> str:
    """Say how many items came to what."""
    if not rows:
        return "nothing is open on the pending list"
    counts = Counter(row.kind for row in rows)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{len(rows)} open item{'s' * (len(rows) != 1)}: {said}"


def row_of(item: PendingItem, outcome: Outcome) -> ItemOutcome:
    """Say of an item what became of its paper."""
    return make_row(
        item,
        outcome.outcome,
        arxiv_id=outcome.arxiv_id,
        entry=outcome.entry,
        reason=outcome.reason,
    )


def make_row(
    item: PendingItem,
    outcome: ItemKind,
    *,
    arxiv_id: ArxivId | None = None,
    candidates: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    entry: str | None = None,
    reason: str | None = None,
) -> ItemOutcome:
    """Make the row of an item."""
    return ItemOutcome(
        item=item.text,
        line=item.number,
        outcome=outcome,
        arxiv_id=arxiv_id,
        candidates=candidates,
        choices=choices,
        entry=entry,
        reason=reason and with_home(reason),
    )
