"""How a person names a draft, and the entry as it is edited now."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from pipeline.commands.argument import Asked
from pipeline.errors import SummarizeError
from pipeline.log import reading_log
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import State, Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text import titles

_OURS = re.compile(
    r"[ \t]*<!--\s*(?:[？?]|依据|evidence|summarize:|起草时未读|not read for this draft|注意|mind:|arXiv:|句子摘自|由 "
    r"|sentences picked|drafted by)"
)


def find_draft(store: Store, asked: Asked) -> tuple[PaperFolder, Paper, State]:
    """Give the folder, the metadata and the state of the paper that a person names; raise SummarizeError where there is none."""
    if isinstance(asked, ArxivId):
        if here := store.find(asked):
            folder = store.folder(here[1].slug, here[0])
            paper, damage = folder.look(Paper, "paper.json")
            if paper:
                return folder, paper, here[0]
            raise SummarizeError(damage, f"draft it again: summarize {asked}")
        raise SummarizeError(f"there is no draft of {asked}", f"make one first: summarize {asked}")
    for state, folder in store.folders():
        paper = folder.look(Paper, "paper.json").record
        name = asked.name if isinstance(asked, Path) else asked
        if paper and (folder.path.name == name or titles.same_title(str(name), paper.title)):
            return folder, paper, state
    raise SummarizeError(
        f"there is no draft of {str(asked)!r}", "`summarize status` lists the drafts"
    )


def edited_entry(folder: PaperFolder, paper: Paper) -> tuple[str, datetime.date | None]:
    """Give an entry as it goes into the log, with the day of its heading: without evidence, with its identifier in a comment."""
    text = folder.read_entry()
    if text is None:
        raise SummarizeError(
            f"{folder.path.name} has no entry yet",
            f"make it: summarize {paper.arxiv_id or folder.path.name}",
        )
    lines, in_comment = [], False
    for line in text.replace("\r\n", "\n").split("\n"):
        if in_comment or _OURS.match(line):
            in_comment = "-->" not in line
            continue
        lines.append(line)
    log = reading_log.read("\n".join(lines))
    day = (
        log.days[0]
        if log.days and not "".join(lines[: lines.index(log.days[0].line.text)]).strip()
        else None
    )
    body = (log.text[day.line.end :] if day else log.text).strip("\n")
    if not body.strip():
        raise SummarizeError(
            f"the entry of {folder.path.name} is empty", "write it, or draft it anew with --fresh"
        )
    mark = f"\n\n<!-- arXiv:{paper.arxiv_id} -->" if paper.arxiv_id else ""
    return f"{body}{mark}\n", day.date if day else None
