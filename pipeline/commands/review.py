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
from pipeline.check import claims
from pipeline.commands.argument import Asked
from pipeline.entry import edited
from pipeline.errors import SummarizeError, UsageError
from pipeline.log import insertion, pending_list, reading_log
from pipeline.log.file import log_locked, read_log, replace_log
from pipeline.log.insertion import Insertion
from pipeline.log.pending_list import PendingItem
from pipeline.log.reading_log import Log
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.record import Record
from pipeline.records.report import CheckReport, Finding
from pipeline.store.output_folder import RESOLVED, State, Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import titles
from pipeline.text.affiliations import Aliases, known_aliases

_OURS = re.compile(
    r"[ \t]*<!--\s*(?:[？?]|依据|evidence|summarize:|起草时未读|not read for this draft|注意|mind:|arXiv:|句子摘自|由 "
    r"|sentences picked|drafted by)"
)


class Accepted(Record):
    """What became of an accept: the fields of `accept --json`.

    `line` is where the entry stands in the log, from 1; `ticked` the pending item's text, None where no open item could be
    told to be this paper, which `reason` then says if there are open ones. `doubtful` is what the paper does not bear out of
    the entry as it is edited, `doubts` how much.
    """

    paper: str
    arxiv_id: str | None = None
    outcome: Literal["accepted", "present", "failed"]
    line: int | None = None
    ticked: str | None = None
    doubts: int | None = None
    doubtful: tuple[str, ...] = ()
    diff: str | None = None
    reason: str | None = None


class Checked(Finding):
    """A finding about an edited entry, and the paper's identifier: the fields of `check --json`."""

    arxiv_id: str | None


def check_entry(store: Store, paper: Asked, folder: Path) -> list[Checked]:
    """Check an entry as it is edited now; `folder` is where the user's own names of affiliations may be.

    Raises SummarizeError where there is no draft, or no text of the paper to check against.
    """
    kept, meta, _ = _find(store, paper)
    body, _ = _entry(kept, meta)
    findings = _findings(kept, meta, body, known_aliases(folder))
    if findings is None:
        raise SummarizeError(f"there is no text of {kept.path.name} to check against", "draft it again")
    return [Checked(arxiv_id=meta.arxiv_id, **finding.model_dump()) for finding in findings]


def _findings(folder: PaperFolder, meta: Paper, body: str, aliases: Aliases) -> tuple[Finding, ...] | None:
    text = folder.read(PaperText, "text.json")
    if text is None:
        return None
    drafted, report = folder.read(Drafted, "draft.json"), folder.read(CheckReport, "report.json")
    found = edited.statements(body, drafted.draft if drafted else None, report)
    quotes = tuple(f for f in report.findings if f.kind in ("hidden", "instruction")) if report else ()
    return (*quotes, *claims.check_words(found, meta, text, aliases))


def accept(
    store: Store, log: Path, asked: str, paper: Asked, *, folder: Path, day: datetime.date | None, dry_run: bool
) -> Accepted:
    """Put a draft's entry, as it is edited now, into the log and tick its pending item, in one replacement.

    `day` wins over the day heading of the entry; `folder` is where the user's own names of affiliations may be.
    Raises SummarizeError where there is no draft, no log, or the log cannot be replaced.
    """
    kept, meta, state = _find(store, paper)
    body, own_day = _entry(kept, meta)
    when = day or own_day or datetime.date.today()
    findings = _findings(kept, meta, body, known_aliases(folder))
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
            insertion = insertion.plan(there, body, when)
            after = insertion.insert(ticked, insertion)
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
                "undo.json", _undo_note(real, insertion, item if ticked != before else None, kept.path.name)
            )
            if replace_log(real, before, after):
                if state != "accepted":
                    store.move(kept.path.name, state, "accepted")
                return done
    raise SummarizeError("the log changes faster than it can be read", "close the other program and accept again")


def undo(store: Store) -> str:
    """Take the last accept back, byte for byte, and say what was done.

    Raises SummarizeError where there is none, or where somebody has edited the place.
    """
    note = store.read_note("undo.json")
    if not note:
        raise SummarizeError("there is no accept to take back", "only the last one can be")
    with log_locked(Path(note["log"])) as real:
        before = read_log(real)
        inserted = note["inserted"]
        if before.count(inserted) != 1 or (note["line_after"] and before.count(note["line_after"]) != 1):
            raise SummarizeError(
                "the entry, or its item, has been edited since", f"take it out of {note['log']} by hand"
            )
        after = before.replace(inserted, "")
        if note["line_after"]:
            after = after.replace(note["line_after"], note["line_before"])
        if not replace_log(real, before, after):
            raise SummarizeError("the log has just been changed by another program", "try again")
    if store.folder(note["slug"], "accepted").path.is_dir():
        store.move(note["slug"], "accepted", "draft")
    store.write_note("undo.json", {})
    return f"took {note['slug']} out of {note['log']}; its draft is under drafts/ again"


def reject(store: Store, paper: Asked) -> str:
    """Set a draft aside: `pending` never drafts it again. Gives where it is now."""
    folder, _, state = _find(store, paper)
    if state == "accepted":
        raise SummarizeError(f"{folder.path.name} is accepted", "take it back first with `summarize undo`")
    if state == "draft":
        store.move(folder.path.name, "draft", "rejected")
    return str(store.folder(folder.path.name, "rejected").path)


# ── the draft ──


def _find(store: Store, asked: Asked) -> tuple[PaperFolder, Paper, State]:
    if isinstance(asked, ArxivId):
        if here := store.find(asked):
            folder = store.folder(here[1].slug, here[0])
            if paper := folder.read(Paper, "paper.json"):
                return folder, paper, here[0]
        raise SummarizeError(f"there is no draft of {asked}", f"make one first: summarize {asked}")
    for state, folder in store.folders():
        paper = folder.read(Paper, "paper.json")
        name = asked.name if isinstance(asked, Path) else asked
        if paper and (folder.path.name == name or titles.same_title(str(name), paper.title)):
            return folder, paper, state
    raise SummarizeError(f"there is no draft of {str(asked)!r}", "`summarize status` lists the drafts")


def _entry(folder: PaperFolder, paper: Paper) -> tuple[str, datetime.date | None]:
    """Give an entry as it goes into the log, with the day of its heading: without evidence, with its identifier in a comment."""
    try:
        text = folder.entry.read_text("utf-8")
    except FileNotFoundError:
        raise SummarizeError(
            f"{folder.path.name} has no entry yet", f"make it: summarize {paper.arxiv_id or folder.path.name}"
        ) from None
    lines, in_comment = [], False
    for line in text.replace("\r\n", "\n").split("\n"):
        if in_comment or _OURS.match(line):
            in_comment = "-->" not in line
            continue
        lines.append(line)
    log = reading_log.read("\n".join(lines))
    day = log.days[0] if log.days and not "".join(lines[: lines.index(log.days[0].line.text)]).strip() else None
    body = (log.text[day.line.end :] if day else log.text).strip("\n")
    if not body.strip():
        raise SummarizeError(f"the entry of {folder.path.name} is empty", "write it, or draft it anew with --fresh")
    mark = f"\n\n<!-- arXiv:{paper.arxiv_id} -->" if paper.arxiv_id else ""
    return f"{body}{mark}\n", day.date if day else None


def _item(log: Log, paper: Paper, resolved: Mapping[str, object]) -> tuple[PendingItem | None, str | None]:
    """Give the open pending item that means this paper, or why none could be told.

    It is told by its identifier, by what `pending` found it to mean, or by its title.
    """
    base = arxiv_id.parse(paper.arxiv_id).base if paper.arxiv_id else ""
    items = [item for item in pending_list.read(log) if item.boxed and not item.ticked]
    for item in items:
        for found in (*resolve.identifiers(item.text), str(resolved.get(item.text, ""))):
            with contextlib.suppress(UsageError):
                if arxiv_id.parse(found).base == base:
                    return item, None
    for item in items:
        if any(titles.same_title(one, paper.title) for one in resolve.title_candidates(item.text)):
            return item, None
    return None, "no open item of the pending list names it: nothing was ticked" if items else None


# ── what changed ──


def _diff(before: str, after: str, log: Path) -> str:
    old, new = (text.encode("utf-8", "replace").decode().splitlines(keepends=True) for text in (before, after))
    return "".join(
        line if line.endswith("\n") else line + "\n" for line in difflib.unified_diff(old, new, str(log), str(log))
    )


def _undo_note(log: Path, insertion: Insertion, item: PendingItem | None, slug: str) -> dict[str, str]:
    """Give what `undo` needs: the inserted text, and the ticked line before and after."""
    line = item.line.text if item else ""
    ticked = pending_list.tick(line, item._replace(line=item.line._replace(start=0))) if item else ""
    return {"log": str(log), "slug": slug, "inserted": insertion.text, "line_before": line, "line_after": ticked}
