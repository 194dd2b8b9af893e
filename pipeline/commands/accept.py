"""What a person does with a draft: accept it into the log, take the last accept back, or set it aside."""

from __future__ import annotations

import contextlib
import datetime
import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pipeline.arxiv import resolve
from pipeline.commands.argument import Asked
from pipeline.commands.check_entry import doubtful_findings
from pipeline.commands.drafts import edited_entry, find_draft
from pipeline.errors import SummarizeError, UsageError
from pipeline.log import pending_list, reading_log
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.log.insertion import Insertion, insert, plan
from pipeline.log.pending_list import PendingItem
from pipeline.log.reading_log import Log
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.records.record import Record
from pipeline.store.output_folder import RESOLVED, Store
from pipeline.text import titles
from pipeline.text.affiliations import known_aliases


class Accepted(Record):
    """What became of an accept: the fields of `accept --json`.

    `line` is where the entry stands in the log, from 1; `ticked` the pending item's text, None
    where no open item could be told to be this paper, which `reason` then says if there are open
    ones. `doubtful` is what the paper does not bear out of the entry as it is edited, `doubts` how
    much.
    """

    paper: str
    arxiv_id: ArxivId | None = None
    outcome: Literal["accepted", "present", "failed"]
    line: int | None = None
    ticked: str | None = None
    doubts: int | None = None
    doubtful: tuple[str, ...] = ()
    diff: str | None = None
    reason: str | None = None


def accept(
    store: Store,
    log: Path,
    asked: str,
    paper: Asked,
    *,
    folder: Path,
    day: datetime.date | None,
    dry_run: bool,
) -> Accepted:
    """Put a draft's entry, as it is edited now, into the log and tick its pending item, in one replacement.

    `day` wins over the day heading of the entry; `folder` is where the user's own names of
    affiliations may be. Raises SummarizeError where there is no draft, no log, or the log cannot be
    replaced.
    """
    kept, meta, state = find_draft(store, paper)
    body, own_day = edited_entry(kept, meta)
    when = day or own_day or datetime.date.today()
    findings = doubtful_findings(kept, meta, body, known_aliases(folder))
    doubtful = tuple(f"{f.where}: {f.message}" for f in findings or () if f.severity == "doubt")
    with log_locked(log) as real:
        for _ in range(5):
            before = read_log(real)
            there = reading_log.read(before)
            found = reading_log.find_entry(there, meta.arxiv_id, meta.title)
            if found is not None:
                if not dry_run and state == "draft":
                    store.move(kept.path.name, "draft", "accepted")
                return Accepted(
                    paper=asked,
                    arxiv_id=meta.arxiv_id,
                    outcome="present",
                    line=found,
                    reason=f"already in the log, line {found}",
                )
            item, reason = _item(there, meta, store.read_note(RESOLVED))
            ticked = pending_list.tick(before, item) if item else before
            insertion = plan(there, body, when)
            after = insert(ticked, insertion)
            blank = re.match(r"\s*", insertion.text)
            line = ticked.count("\n", 0, insertion.at) + (blank[0].count("\n") if blank else 0) + 1
            done = Accepted(
                paper=asked, arxiv_id=meta.arxiv_id, outcome="accepted", line=line,
                doubts=None if findings is None else len(doubtful), doubtful=doubtful,
                ticked=item.text if item and ticked != before else None, reason=reason,
            )  # fmt: skip
            if dry_run:
                return done.model_copy(update={"diff": _diff(before, after, log)})
            store.write_note(
                "undo.json",
                _undo_note(real, insertion, item if ticked != before else None, kept.path.name),
            )
            if replace_log(real, before, after):
                if state != "accepted":
                    store.move(kept.path.name, state, "accepted")
                return done
    raise SummarizeError(
        "the log changes faster than it can be read", "close the other program and accept again"
    )


# ── the draft ──


def _item(
    log: Log, paper: Paper, resolved: Mapping[str, object]
) -> tuple[PendingItem | None, str | None]:
    """Give the open pending item that means this paper, or why none could be told.

    It is told by its identifier, by what `pending` found it to mean, or by its title.
    """
    base = paper.arxiv_id.base if paper.arxiv_id else ""
    items = [item for item in pending_list.read(log) if item.boxed and not item.ticked]
    for item in items:
        meant = resolve.identifiers(item.text)
        with contextlib.suppress(UsageError):
            meant.append(arxiv_id.parse(str(resolved.get(item.text, ""))))
        if any(one.base == base for one in meant):
            return item, None
    for item in items:
        if any(titles.same_title(one, paper.title) for one in resolve.title_candidates(item.text)):
            return item, None
    return None, "no open item of the pending list names it: nothing was ticked" if items else None


# ── what changed ──


def _diff(before: str, after: str, log: Path) -> str:
    old, new = (
        text.encode("utf-8", "replace").decode().splitlines(keepends=True)
        for text in (before, after)
    )
    return "".join(
        line if line.endswith("\n") else line + "\n"
        for line in difflib.unified_diff(old, new, str(log), str(log))
    )


def _undo_note(
    log: Path, insertion: Insertion, item: PendingItem | None, slug: str
) -> dict[str, str]:
    """Give what `undo` needs: the inserted text, and the ticked line before and after."""
    line = item.line.text if item else ""
    ticked = (
        pending_list.tick(line, item._replace(line=item.line._replace(start=0))) if item else ""
    )
    return {
        "log": str(log),
        "slug": slug,
        "inserted": insertion.text,
        "line_before": line,
        "line_after": ticked,
    }
